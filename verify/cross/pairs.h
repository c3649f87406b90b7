#pragma once
// The checks between documents of one file. Each sees every pair in both orders and acts in the one
// that it is for.

#include "verify/examine.h"

#include <span>
#include <vector>

namespace dossier::verify {

using PairCheck = void (*)(CheckedDocument& a, CheckedDocument& b);

// subject.cpp
/// Who is the same is told by the number; where numbers differ, by name and birth date: then a
/// number was misread (X01, X02, X06, X07; X12, X15, X17, X18).
void same_subject(CheckedDocument& a, CheckedDocument& b);

// people.cpp
/// A spouse or agent on `form` against that person's own document (X06).
void person_named_elsewhere(CheckedDocument& form, CheckedDocument& own);
/// The legal representative was of age when the company was founded (X16).
void representative_of_age(CheckedDocument& company, CheckedDocument& own);
/// Whose papers lie with a company's: its representative's or contact's (X15).
void people_of_company(std::vector<CheckedDocument>& documents);

// permits.cpp
/// A residence permit's region and the travel permit of the same holder (X10, X11).
void permits_of_one_holder(CheckedDocument& residence, CheckedDocument& travel);

// accounts.cpp
/// A card beside a form that asks for an account: nearly the same number was misread (X20).
void card_of_account(CheckedDocument& form, CheckedDocument& card);

} // namespace dossier::verify
