#pragma once
// What a filled customer form says, apart from how it is laid out: for each field its label, the
// printed value and the value in normal form, or the choices with the ticked one.

#include "samples/render/people.h"
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dossier::samples {

struct FormEntry {
    std::string field;
    std::string label;
    std::string printed; ///< empty: left blank
    std::string value;   ///< normal form
    std::vector<std::string> choices;
    int ticked = -1;
    bool is_asked = true; ///< false: a question beside those that the truth answers
};

/// How one bank words and writes its form.
struct FormHabit {
    Script script = Script::hans;
    int wording = 0;    ///< 0..2: which of the usual labels
    int date_style = 0; ///< 0: 2010-05-20, 1: 2010年5月20日, 2: 2010/05/20, 3: 2010.05.20
    bool ticks = true;  ///< choices as check boxes; otherwise as plain text
};

class FormContent {
public:
    FormContent(const Person& person, const FormHabit& habit, Dice& dice);

    /// Of another form, whose entries are put together elsewhere.
    explicit FormContent(std::vector<FormEntry> entries) : entries_(std::move(entries)) {}

    const FormEntry& entry(std::string_view field) const;

    const std::vector<FormEntry>& entries() const { return entries_; }

private:
    void add(std::string_view field, std::string value);
    void add(std::string_view field, std::string value, std::string printed);
    void add_choice(std::string_view field, std::vector<std::string> choices, int ticked);
    std::string date(const Day& day) const;

    FormHabit habit_;
    std::vector<FormEntry> entries_;
};

} // namespace dossier::samples
