#pragma once
// Every rule, one small file each. The list that names them is in verify/check.cpp.

#include "verify/rules/ruling.h"

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

} // namespace dossier::verify
