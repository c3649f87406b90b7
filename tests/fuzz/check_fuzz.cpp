// Every kind of check() on any bytes. What must hold whatever the input: no crash, a finding
// exactly when the value is not valid or raises a question, codes that begin with the kind,
// messages from the table that hold nothing of the value, and a normal form that is valid when the
// value is.

#include "verify/check.h"
#include "verify/messages.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace dossier::verify;

/// Numbers fed here are made up, so a failure may show its own.
void must(bool holds, std::string_view promise, std::string_view kind, std::string_view value)
{
    if (holds) return;
    std::fprintf(stderr, "%.*s:", static_cast<int>(kind.size()), kind.data());
    for (const char c : value)
        std::fprintf(stderr, " %02x", static_cast<unsigned>(static_cast<unsigned char>(c)));
    std::fprintf(stderr, "\nbroken: %.*s\n", static_cast<int>(promise.size()), promise.data());
    std::abort();
}

/// The sentence of its code, the gap filled with a length or a table's version: nothing of the
/// value.
bool is_from_the_table(const Finding& finding)
{
    constexpr std::size_t longest_argument = 40;
    const std::string code = finding.code.substr(finding.code.find('.') + 1);
    const auto row = std::ranges::find(messages, code, &MessageRow::code);
    if (row == messages.end()) return false;
    const std::size_t gap = row->en.find("{}");
    if (gap == row->en.npos) return finding.message.en == row->en;
    return finding.message.en.starts_with(row->en.substr(0, gap)) &&
           finding.message.en.ends_with(row->en.substr(gap + 2)) &&
           finding.message.en.size() <= row->en.size() + longest_argument;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) return 0;
    constexpr std::chrono::year_month_day today{
        std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{23}};
    const std::string_view kind = kinds()[data[0] % kinds().size()];
    std::string value;
    for (std::size_t i = 1; i < size; ++i)
        value.push_back(static_cast<char>(data[i]));

    const auto promise = [&](bool holds, std::string_view name) { must(holds, name, kind, value); };
    const auto verdict = check(kind, value, today);
    promise(verdict.has_value(), "every kind is known");
    bool error = false;
    for (const Finding& finding : verdict->findings) {
        error = error || finding.severity == Severity::error;
        promise(finding.code.starts_with(std::string{kind} + "."), "a code begins with the kind");
        promise(is_from_the_table(finding), "a message holds nothing of the value");
    }
    promise(verdict->valid != error, "what is not valid has an error");
    if (verdict->valid) {
        promise(check(kind, verdict->normal, today)->valid, "the normal form is valid");
    }
    return 0;
}
