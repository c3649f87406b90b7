// A card or account number against what stands beside it. The number's range tells its issuer and
// its kind, by a table that has gaps: it speaks only of ranges that it knows.

#include "verify/cross/cross_checks.h"
#include "verify/tables/cards.h"

#include <array>

namespace dossier::verify {

namespace {

/// 中国农业银行 and 农业银行股份有限公司 are one bank.
std::string core_of(std::string name)
{
    constexpr auto around = std::to_array<std::string_view>(
        {"股份有限公司", "有限责任公司", "有限公司", "(中国)", "（中国）", "中国"}
    );
    for (const std::string_view part : around) {
        const std::size_t at = name.find(part);
        if (at != name.npos && name.size() > part.size() + 6) name.erase(at, part.size());
    }
    return name;
}

/// The table has the names in simplified characters; others are not compared.
bool is_comparable(const std::string& name)
{
    return name.find("银行") != name.npos || name.find("信用社") != name.npos;
}

bool is_same_bank(const std::string& printed, const std::string& known)
{
    const std::string one = core_of(printed);
    const std::string other = core_of(known);
    return one.find(other) != one.npos || other.find(one) != other.npos;
}

/// debit or credit, as a card prints it; empty for anything else.
std::string_view kind_printed(std::string_view type)
{
    for (const std::string_view debit : {"借记", "储蓄", "DEBIT"})
        if (type.find(debit) != type.npos) return "debit";
    for (const std::string_view credit : {"信用", "贷记", "CREDIT"})
        if (type.find(credit) != type.npos) return "credit";
    return {};
}

std::string_view kind_of_range(std::string_view kind)
{
    if (kind == "debit") return "debit";
    return kind == "credit" || kind == "semi_credit" ? "credit" : std::string_view{};
}

Finding differs(const Witness& number, const char* field)
{
    if (number.vouched) {
        return doubt<"differs_from_card_number">(
            Severity::confirm, {field, "card_number"}, card_ranges_version()
        );
    }
    return doubt<"differs_from_card">(
        Severity::confirm, {"card_number", field}, card_ranges_version()
    );
}

} // namespace

std::optional<Finding> card_bank(const Evidence& evidence)
{
    const Witness* printed = evidence.find("bank_name");
    const std::string known = evidence.fact("card_number", "bank");
    if (printed == nullptr || known.empty() || !is_comparable(printed->value)) return {};
    if (is_same_bank(printed->value, known)) return {};
    return differs(*evidence.find("card_number"), "bank_name");
}

std::optional<Finding> card_kind(const Evidence& evidence)
{
    const Witness* printed = evidence.find("card_type");
    const std::string known = evidence.fact("card_number", "card_kind");
    if (printed == nullptr) return {};
    const std::string_view kind = kind_printed(printed->value);
    const std::string_view of_range = kind_of_range(known);
    if (kind.empty() || of_range.empty() || kind == of_range) return {};
    return differs(*evidence.find("card_number"), "card_type");
}

/// Money is paid out to an account, not to a credit card.
std::optional<Finding> account_kind(const Evidence& evidence)
{
    if (kind_of_range(evidence.fact("account_number", "card_kind")) != "credit") return {};
    return doubt<"credit_card">(Severity::confirm, {"account_number"}, card_ranges_version());
}

} // namespace dossier::verify
