// Peoples of China, GB/T 3304: as identity cards print them (汉) or household registers do (汉族).
// Peoples that the standard does not list (穿青人) are printed as they are: a person looks.

#include "ocr/ethnicities.h"
#include "verify/rules/rules.h"
#include "verify/rules/text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace dossier::verify {

namespace {

/// Names that the standard replaced, and traditional characters.
constexpr auto other_forms = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"毛难", "毛南"},
    {"崩龙", "德昂"},
    {"漢", "汉"},
    {"滿", "满"},
    {"壯", "壮"},
    {"瑤", "瑶"},
    {"塔塔爾", "塔塔尔"},
    {"維吾爾", "维吾尔"},
    {"朝鮮", "朝鲜"},
    {"東鄉", "东乡"},
    {"納西", "纳西"},
    {"哈薩克", "哈萨克"},
    {"烏孜別克", "乌孜别克"},
    {"烏茲別克", "乌孜别克"},
    {"俄羅斯", "俄罗斯"},
    {"錫伯", "锡伯"},
    {"達斡爾", "达斡尔"},
    {"鄂溫克", "鄂温克"},
    {"鄂倫春", "鄂伦春"},
    {"獨龍", "独龙"},
    {"門巴", "门巴"},
    {"景頗", "景颇"},
    {"柯爾克孜", "柯尔克孜"},
});

std::string in_standard_form(std::string name)
{
    constexpr std::string_view people = "族";
    if (name.size() > people.size() && name.ends_with(people)) {
        name.erase(name.size() - people.size());
    }
    for (const auto& [form, standard] : other_forms) {
        if (name == form) return std::string{standard};
    }
    return name;
}

} // namespace

Ruling rule_ethnicity(std::string_view value, std::chrono::year_month_day)
{
    Ruling ruling = about(in_standard_form(compact(value)));
    if (ruling.normal.empty()) return rejected<"form">({});
    const auto known = std::ranges::find(ocr::ethnicities(), ruling.normal, &ocr::Ethnicity::name);
    if (known != ocr::ethnicities().end()) {
        ruling.facts["code"] = known->code;
    } else if (!ocr::ethnicities().empty()) {
        ruling.confirm<"ethnicity_unknown">(std::string{ocr::ethnicities_version()});
    }
    return ruling;
}

} // namespace dossier::verify
