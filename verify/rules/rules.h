#pragma once
// Every rule, one small file each: a new one is a declaration and a line of the list here, its file
// and its test.

#include "verify/rules/ruling.h"

#include <array>
#include <string_view>

namespace dossier::verify {

Ruling rule_cn_id(std::string_view value, std::chrono::year_month_day today);
Ruling rule_uscc(std::string_view value, std::chrono::year_month_day today);
Ruling rule_mobile(std::string_view value, std::chrono::year_month_day today);
Ruling rule_email(std::string_view value, std::chrono::year_month_day today);
Ruling rule_date(std::string_view value, std::chrono::year_month_day today);
Ruling rule_org_code(std::string_view value, std::chrono::year_month_day today);
Ruling rule_business_reg(std::string_view value, std::chrono::year_month_day today);
Ruling rule_bank_card(std::string_view value, std::chrono::year_month_day today);
Ruling rule_hk_id(std::string_view value, std::chrono::year_month_day today);
Ruling rule_macau_id(std::string_view value, std::chrono::year_month_day today);
Ruling rule_tw_id(std::string_view value, std::chrono::year_month_day today);
Ruling rule_hk_macau_permit(std::string_view value, std::chrono::year_month_day today);
Ruling rule_taiwan_permit(std::string_view value, std::chrono::year_month_day today);
Ruling rule_cn_passport(std::string_view value, std::chrono::year_month_day today);
Ruling rule_mrz(std::string_view value, std::chrono::year_month_day today);
Ruling rule_lei(std::string_view value, std::chrono::year_month_day today);
Ruling rule_bic(std::string_view value, std::chrono::year_month_day today);
Ruling rule_iban(std::string_view value, std::chrono::year_month_day today);
Ruling rule_phone(std::string_view value, std::chrono::year_month_day today);
Ruling rule_postcode(std::string_view value, std::chrono::year_month_day today);
Ruling rule_amount_words(std::string_view value, std::chrono::year_month_day today);
Ruling rule_ethnicity(std::string_view value, std::chrono::year_month_day today);

struct Rule {
    std::string_view kind;
    RuleFunction judge = nullptr;
};

/// By the kind that `dossier check` and document types know.
inline constexpr auto rules = std::to_array<Rule>({
    {"cn-id", rule_cn_id},
    {"uscc", rule_uscc},
    {"mobile", rule_mobile},
    {"email", rule_email},
    {"date", rule_date},
    {"org-code", rule_org_code},
    {"business-reg", rule_business_reg},
    {"bank-card", rule_bank_card},
    {"hk-id", rule_hk_id},
    {"macau-id", rule_macau_id},
    {"tw-id", rule_tw_id},
    {"hk-macau-permit", rule_hk_macau_permit},
    {"taiwan-permit", rule_taiwan_permit},
    {"cn-passport", rule_cn_passport},
    {"mrz", rule_mrz},
    {"lei", rule_lei},
    {"iban", rule_iban},
    {"bic", rule_bic},
    {"phone", rule_phone},
    {"postcode", rule_postcode},
    {"amount-words", rule_amount_words},
    {"ethnicity", rule_ethnicity},
});

/// Null when there is no such kind.
[[nodiscard]] const Rule* find_rule(std::string_view kind);

} // namespace dossier::verify
