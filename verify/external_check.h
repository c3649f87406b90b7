#pragma once
// What services outside say of a document's values: the public-security service of a name and its
// number, the operator of a mobile number, the register of a company, the holder of a mail address.
// Whom to ask is configuration (Connector); here is what to ask them and what an answer means.
// Pure.

#include "verify/discrepancy.h"
#include "verify/examine.h"

#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::verify {

/// A kind that the workstation has words for. `about`: the field that a doubt is put on.
struct ConnectorKind {
    std::string_view name;
    std::string_view about;
};

/// A bank may have others: any word, with an `about` of its own.
inline constexpr auto connector_kinds = std::to_array<ConnectorKind>({
    {"identity", "id_number"}, // name and number belong together (二要素)
    {"mobile", "mobile"},      // and the mobile number is theirs (三要素)
    {"company", "uscc"},       // as registered
    {"credit", "id_number"},
    {"email", "email"}, // a code that was mailed there comes back
});

/// `read`: as soon as the document is read, and again when a person changes what was asked.
/// `commit`: when its record is made. `on_demand`: when a person asks.
enum class AskWhen { read, commit, on_demand };

/// A service outside, as far as documents are concerned. `types` empty: all that have the fields.
struct Connector {
    std::string name;
    std::string kind;
    std::string about;
    std::set<std::string> fields{};
    std::set<std::string> types{};
    AskWhen when = AskWhen::on_demand;
    std::chrono::days valid_for{365};
};

/// The values a service is asked about, by field.
using Asked = std::map<std::string, std::string>;

/// Nothing where the document is not of its types, a value is missing, or one cannot be right:
/// that is a question for a person, not for a service.
[[nodiscard]] std::optional<Asked>
asked_of(const Connector& connector, const CheckedDocument& document);

/// What a service says. `mismatch`: it knows the number and the rest differs.
enum class Outcome { match, mismatch, not_found };

/// Whether a person must decide.
[[nodiscard]] constexpr bool is_doubt(Outcome outcome)
{
    return outcome != Outcome::match;
}

/// `waiting`: to be asked, or asked again. `code_sent`: the holder of the mail address has a code.
/// `withdrawn`: another took its place, or nobody wants to know any more.
enum class CheckState { not_asked, waiting, code_sent, answered, withdrawn };

/// One asking of one service about one document. `trouble` is why there is no answer yet (a code:
/// `unreachable`, `timed_out`, …); `is_current`: the document still has the values that were asked.
struct ExternalCheck {
    std::string id;
    std::string connector;
    std::string kind;
    std::string about;
    std::vector<std::string> fields{};
    CheckState state = CheckState::not_asked;
    std::optional<Outcome> outcome{}; ///< while it waits: what was last said of the same values
    std::string asked_by{};
    capture::Instant asked_at{};
    capture::Instant answered_at{};
    capture::Instant valid_until{};
    std::string reference{};     ///< the service's own number for its answer
    std::string answer_sha256{}; ///< of the answer as it came
    int attempts = 0;
    std::string trouble{};
    capture::Instant code_expires_at{};
    int code_tries_left = 0;
    bool is_current = true;
};

/// `<kind>.mismatch` and `<kind>.not_found` (confirm), `<kind>.unanswered` (info); none of what is
/// not current.
[[nodiscard]] std::vector<Finding> external_findings(const std::vector<ExternalCheck>& checks);

/// The discrepancy open again with the value as it stands: an answer came that whoever settled it
/// did not know.
[[nodiscard]] Discrepancy doubt_again(Discrepancy discrepancy);

} // namespace dossier::verify
