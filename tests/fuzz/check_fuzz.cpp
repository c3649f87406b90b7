// Every kind of check() on any bytes. What must hold whatever the input: no crash, a finding
// exactly when the value is not valid or raises a question, codes that begin with the kind,
// messages that do not repeat the value, and a normal form that is judged as the value was.

#include "verify/check.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace dossier::verify;

void must(bool holds)
{
    if (!holds) std::abort();
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

    const auto verdict = check(kind, value, today);
    must(verdict.has_value());
    bool error = false;
    for (const Finding& finding : verdict->findings) {
        error = error || finding.severity == Severity::error;
        must(finding.code.starts_with(std::string{kind} + "."));
        must(finding.message.en.find("{}") == std::string::npos);
        must(value.size() < 4 || finding.message.en.find(value) == std::string::npos);
    }
    must(verdict->valid != error);
    if (verdict->valid) must(check(kind, verdict->normal, today)->valid);
    return 0;
}
