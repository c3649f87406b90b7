// Mobile numbers. Without a country in front a number is a mainland one: eleven digits, 13 to 19
// first. The operator is never inferred: numbers are ported.

#include "verify/rules/phone_number.h"
#include "verify/rules/rules.h"
#include "verify/rules/text.h"

namespace dossier::verify {

Ruling rule_mobile(std::string_view value, std::chrono::year_month_day)
{
    auto number = take_apart(value);
    if (!number) return rejected<"charset">(compact(value, "()-."));

    Ruling ruling = about(number->dialled);
    if (number->country != "86") {
        judge_abroad(ruling, *number, PhoneUse::mobile_only);
    } else if (number->national.starts_with('0')) {
        ruling.error<"leading_zero">();
    } else if (number->national.size() != 11) {
        ruling.error<"length">("11");
    } else if (!is_mainland_mobile(number->national)) {
        ruling.error<"mobile_prefix">();
    } else {
        judge_mainland_mobile(ruling, *number);
    }
    if (!ruling.has(Severity::error)) tell_international(ruling, *number);
    return ruling;
}

} // namespace dossier::verify
