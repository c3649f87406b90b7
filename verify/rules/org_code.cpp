// Organisation codes, GB 11714-1997: eight characters and a check, printed with a hyphen between.

#include "verify/rules/check_digit.h"
#include "verify/rules/rules.h"
#include "verify/rules/text.h"

namespace dossier::verify {

Ruling rule_org_code(std::string_view value, std::chrono::year_month_day)
{
    const std::string printed = compact(value);
    std::string code = compact(value, "-");
    if (code.size() != 9) return rejected<"length">(std::move(code), "9");
    if (printed.size() != 9 && (printed.size() != 10 || printed[8] != '-')) {
        return rejected<"grouping">(std::move(code));
    }
    if (!all_alnum(code)) return rejected<"charset">(std::move(code));

    Ruling ruling = about(code);
    ruling.expect_check_digit(mod_11_organisation(code) == code[8]);
    return ruling;
}

} // namespace dossier::verify
