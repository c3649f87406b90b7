#include "ocr/fields/label_words.h"

#include "capture/utf8.h"
#include "ocr/fields/text.h"
#include "ocr/fields/variants.h"

#include <algorithm>
#include <array>

namespace dossier::ocr {
namespace {

/// What labels of forms in general end with, beside those of the types that are kept.
constexpr std::u32string_view general_endings =
    U"情况状况状态意见事项内容简历经历指标金额数量单价总额总计合计小计职称职务关系签字签名签章盖章"
    U"说明理由原因备注编号序号代码代号类型类别种类性质方式时间日期期限年限年月年度部门单位机构机关"
    U"项目名称名字简称全称学历学位专业院校学校面貌籍贯国籍民族年龄性别身高体重地点地区住址地址"
    U"电话手机传真邮编邮箱网址资格资质等级级别级次程度比例比率费用经费预算收入支出税额税率余额"
    U"目标计划依据背景角色职责任务成果要求条件标准结果结论建议措施方法用途目的特长爱好健康婚姻"
    U"证件证号账号帐号账户卡号户名银行联系代表法人股东出资认缴实缴期间起止地域范围规模面积";

/// What values end with: places and bodies.
constexpr std::u32string_view ends_of_values =
    U"省市县区镇乡村路街号室楼厅局院校行店厂社司组族元岁";

/// What titles of forms end with.
constexpr std::u32string_view ends_of_titles = U"表单书";

constexpr std::size_t longest_label = 16;

double by_length(std::size_t size)
{
    if (size < 2) return 0.1;
    if (size <= 8) return 0.45;
    return size <= 14 ? 0.3 : 0.1;
}

/// Without what stands in brackets, which only explains a label.
std::u32string without_remarks(std::u32string_view text)
{
    std::u32string rest;
    int depth = 0;
    for (const char32_t c : text) {
        const char32_t plain = fold(c);
        if (plain == U'(') ++depth;
        if (depth == 0) rest.push_back(c);
        if (plain == U')' && depth > 0) --depth;
    }
    return rest;
}

/// Without the number that a label may begin with: 3、 or 11. or 一、
std::u32string without_number(std::u32string text)
{
    const auto mark = text.find_first_of(U"、.．");
    if (mark == std::u32string::npos || mark > 2) return text;
    return text.substr(mark + 1);
}

bool is_box(char32_t c)
{
    constexpr std::u32string_view boxes = U"☐☑□口√";
    return boxes.find(c) != std::u32string_view::npos;
}

std::u32string counted(std::u32string_view text)
{
    return simplified(fold(capture::to_utf8(text)));
}

} // namespace

LabelWords::LabelWords(const TypeCatalog& types)
{
    const auto add = [&](const std::string& label) {
        all_.other_labels.push_back(label);
        const auto folded = simplified(fold(label));
        labels_.insert(folded);
        if (folded.size() > 2 && is_han(folded.back()))
            endings_.insert(folded.substr(folded.size() - 2));
        if (folded.size() == 2 && is_han(folded.back())) endings_.insert(folded);
    };
    for (const DocumentType& type : types.types) {
        for (const FieldType& field : type.fields) {
            std::ranges::for_each(field.labels, add);
            for (const std::string& choice : field.choices)
                choices_.insert(simplified(fold(choice)));
        }
        std::ranges::for_each(type.other_labels, add);
    }
    for (std::size_t i = 0; i + 1 < general_endings.size(); i += 2)
        endings_.emplace(general_endings.substr(i, 2));
}

bool LabelWords::ends_like_a_label(std::u32string_view text) const
{
    return text.size() >= 2 && text.size() <= longest_label &&
           endings_.contains(text.substr(text.size() - 2));
}

double LabelWords::likeness(std::string_view text) const
{
    const auto shown = without_number(capture::code_points(text));
    if (shown.empty() || is_box(shown.front())) return 0.0;
    const auto whole = counted(shown);
    auto label = counted(without_remarks(shown));
    if (label.empty()) label = whole;
    if (label.empty()) return 0.0;
    if (labels_.contains(whole) || labels_.contains(label)) return 1.0;
    if (choices_.contains(whole)) return 0.05;
    const auto digits = std::ranges::count_if(label, is_digit);
    if (digits * 4 > std::ssize(label)) return 0.0;
    const auto letters = std::ranges::count_if(label, is_letter);
    if (letters + digits == std::ssize(label)) return letters > 3 && digits == 0 ? 0.2 : 0.0;
    if (letters > 0 && !is_letter(label.front()))
        std::erase_if(label, is_letter); // 姓名 Name: in two languages
    if (fold(shown.back()) == U':') return 0.9;
    constexpr std::u32string_view of_sentences = U"。；;";
    if (shown.find_first_of(of_sentences) != std::u32string::npos) return 0.05;
    if (ends_like_a_label(label)) return digits == 0 ? 0.85 : 0.6;
    const bool is_value = ends_of_values.find(label.back()) != std::u32string_view::npos;
    const bool is_title = ends_of_titles.find(label.back()) != std::u32string_view::npos;
    if (is_value || is_title) return 0.15;
    return digits == 0 ? by_length(label.size()) : by_length(label.size()) / 2;
}

} // namespace dossier::ocr
