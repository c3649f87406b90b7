#pragma once
// What whoever filled in a paper got wrong: printed as it is, for a reader to read and a rule to
// notice. Of everything else the specimen says nothing is changed.

#include "samples/render/people.h"
#include <span>

namespace dossier::samples {

enum class Mistake {
    none,
    id_number,     ///< a digit of the identity number: its check digit does not hold
    birth_date,    ///< a year off what the identity number says
    sex,           ///< not what the identity number says
    company_number ///< a digit of the company's code or number
};

/// Every mistake there is.
std::span<const Mistake> mistakes();

void plant(Mistake mistake, Person& person);
void plant(Mistake mistake, Company& company);

} // namespace dossier::samples
