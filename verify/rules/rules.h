#pragma once
// Every rule, one small file each. The list that names them is in verify/check.cpp.

#include "verify/rules/ruling.h"

namespace dossier::verify {

Ruling rule_cn_id(std::string_view value, std::chrono::year_month_day today);
Ruling rule_uscc(std::string_view value, std::chrono::year_month_day today);
Ruling rule_mobile(std::string_view value, std::chrono::year_month_day today);
Ruling rule_email(std::string_view value, std::chrono::year_month_day today);
Ruling rule_date(std::string_view value, std::chrono::year_month_day today);

} // namespace dossier::verify
