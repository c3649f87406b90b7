#pragma once
// A value of one document against a value of another: both go to a person, and the codes say which
// reading is the likelier culprit.

#include "verify/examine.h"
#include "verify/rules/ruling.h"

#include <string>
#include <string_view>

namespace dossier::verify {

/// The field when it was found and holds something, or null.
[[nodiscard]] CheckedField* find_value(CheckedDocument& document, std::string_view name);

/// What two prints of one value share: an identity number in its newer form, a capital as an
/// amount, a people as the standard names it.
[[nodiscard]] std::string comparable(std::string_view field, std::string_view value);

/// A value and the document that it stands in.
struct Side {
    CheckedDocument& document;
    CheckedField& value;
};

/// Takes the acceptance back and says why.
template <Code code>
void doubt_value(const Side& side)
{
    side.value.doubt();
    const std::string name = side.value.field.name;
    side.document.findings.push_back(
        finding_of(name, {&message_of<code>(), Severity::confirm, {}}, {name})
    );
}

/// `contradicted` on the reading that no check digit vouches for or that is the less certain,
/// `contradicts` on the other.
void contradict(const Side& a, const Side& b);

/// Whether one of the two was probably read wrong: the same number of characters and all but `most`
/// of them equal.
[[nodiscard]] bool is_near(std::string_view a, std::string_view b, std::size_t most);

} // namespace dossier::verify
