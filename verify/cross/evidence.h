#pragma once
// One document's values as cross-checks see them: what each field says, whether it is sound by its
// own rule, and how far the reading of it can be trusted.

#include "verify/rules/ruling.h"

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dossier::verify {

struct Witness {
    std::string value;
    double confidence = 1.0;
    bool sound = true;    ///< no error by its own rule
    bool vouched = false; ///< a check digit vouches for what was read
    std::map<std::string, std::string> facts;
};

struct Evidence {
    std::map<std::string, Witness, std::less<>> fields;
    std::chrono::year_month_day today;

    /// Null when the field is absent, empty or wrong by its own rule: it then proves nothing.
    [[nodiscard]] const Witness* find(std::string_view field) const;

    /// What the field's value says beyond itself (an ID number's birth_date), or empty.
    [[nodiscard]] std::string fact(std::string_view field, std::string_view name) const;

    /// The field's value as a date.
    [[nodiscard]] std::optional<std::chrono::year_month_day> date(std::string_view field) const;
};

/// A finding on several fields; the code begins with the first, the likely culprit. `table` is the
/// version of the table that it rests on.
template <Code code>
[[nodiscard]] Finding
doubt(Severity severity, std::vector<std::string> fields, std::string_view table = {})
{
    const std::string culprit = fields.front();
    return finding_of(
        culprit, {&message_of<code>(), severity, std::string{table}}, std::move(fields)
    );
}

} // namespace dossier::verify
