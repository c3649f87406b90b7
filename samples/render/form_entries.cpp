#include "samples/render/form_entries.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace dossier::samples {
namespace {

struct Wording {
    std::string_view field;
    Words labels[3];
};

constexpr Wording wordings[] = {
    {"name", {{"客户姓名", "客戶姓名"}, {"姓名", "姓名"}, {"申请人姓名", "申請人姓名"}}},
    {"sex", {{"性别", "性別"}, {"性别", "性別"}, {"性别", "性別"}}},
    {"ethnicity", {{"民族", "民族"}, {"民族", "民族"}, {"民族", "民族"}}},
    {"birth_date",
     {{"出生日期", "出生日期"}, {"出生年月日", "出生年月日"}, {"出生日期", "出生日期"}}},
    {"id_type",
     {{"证件类型", "證件類型"}, {"证件种类", "證件種類"}, {"身份证件类型", "身份證件類型"}}},
    {"id_number",
     {{"证件号码", "證件號碼"}, {"身份证号码", "身份證號碼"}, {"身份证件号码", "身份證件號碼"}}},
    {"valid_to",
     {{"证件有效期至", "證件有效期至"}, {"有效期至", "有效期至"}, {"证件到期日", "證件到期日"}}},
    {"issuing_authority",
     {{"发证机关", "發證機關"}, {"签发机关", "簽發機關"}, {"发证机关", "發證機關"}}},
    {"nationality", {{"国籍", "國籍"}, {"国籍", "國籍"}, {"国籍（地区）", "國籍（地區）"}}},
    {"marital_status",
     {{"婚姻状况", "婚姻狀況"}, {"婚姻状况", "婚姻狀況"}, {"婚姻情况", "婚姻情況"}}},
    {"mobile", {{"手机号码", "手機號碼"}, {"移动电话", "移動電話"}, {"联系手机", "聯繫手機"}}},
    {"phone", {{"固定电话", "固定電話"}, {"住宅电话", "住宅電話"}, {"家庭电话", "家庭電話"}}},
    {"email", {{"电子邮箱", "電子郵箱"}, {"电子邮件", "電子郵件"}, {"E-mail", "E-mail"}}},
    {"address", {{"通讯地址", "通訊地址"}, {"联系地址", "聯繫地址"}, {"常住地址", "常住地址"}}},
    {"postcode", {{"邮政编码", "郵政編碼"}, {"邮编", "郵編"}, {"邮政编码", "郵政編碼"}}},
    {"employer",
     {{"工作单位", "工作單位"}, {"单位名称", "單位名稱"}, {"工作单位名称", "工作單位名稱"}}},
    {"occupation", {{"职业", "職業"}, {"职业", "職業"}, {"职业", "職業"}}},
    {"annual_income", {{"年收入", "年收入"}, {"个人年收入", "個人年收入"}, {"年收入", "年收入"}}},
    {"investment_preference",
     {{"投资偏好", "投資偏好"}, {"风险偏好", "風險偏好"}, {"投资偏好", "投資偏好"}}},
    {"spouse_name", {{"配偶姓名", "配偶姓名"}, {"配偶姓名", "配偶姓名"}, {"配偶姓名", "配偶姓名"}}},
    {"spouse_id_number",
     {{"配偶证件号码", "配偶證件號碼"},
      {"配偶身份证号码", "配偶身份證號碼"},
      {"配偶证件号码", "配偶證件號碼"}}},
    {"account_number", {{"账号", "賬號"}, {"银行账号", "銀行賬號"}, {"账户号码", "賬戶號碼"}}},
    {"agent_name",
     {{"代理人姓名", "代理人姓名"}, {"代理人姓名", "代理人姓名"}, {"代理人姓名", "代理人姓名"}}},
    {"agent_id_number",
     {{"代理人证件号码", "代理人證件號碼"},
      {"代理人身份证号码", "代理人身份證號碼"},
      {"代理人证件号码", "代理人證件號碼"}}},
    {"tax_residency",
     {{"税收居民身份", "稅收居民身份"},
      {"税收居民身份", "稅收居民身份"},
      {"税收居民身份", "稅收居民身份"}}},
};

const Wording& wording_of(std::string_view field)
{
    const auto* found =
        std::find_if(std::begin(wordings), std::end(wordings), [field](const Wording& one) {
            return one.field == field;
        });
    if (found == std::end(wordings)) throw std::logic_error("a form field without wording");
    return *found;
}

std::vector<std::string> in_script(std::initializer_list<Words> words, Script script)
{
    std::vector<std::string> texts;
    for (const auto& word : words)
        texts.emplace_back(word.in(script));
    return texts;
}

} // namespace

FormContent::FormContent(const Person& person, const FormHabit& habit, Dice& dice) : habit_(habit)
{
    const bool hans = habit.script == Script::hans;
    add("name", person.name);
    add_choice("sex", {"男", "女"}, person.male ? 0 : 1);
    add("ethnicity", person.ethnicity);
    add("birth_date", iso(person.birth), date(person.birth));
    add("id_type", hans ? "居民身份证" : "居民身份證");
    add("id_number", person.id_number);
    add("valid_to",
        person.valid_to ? iso(*person.valid_to) : "长期",
        person.valid_to ? date(*person.valid_to) : (hans ? "长期" : "長期"));
    add("issuing_authority", person.issuing_authority);
    add("nationality", hans ? "中国" : "中國");
    const bool married = dice.chance(0.6);
    const int alone = dice.chance(0.7) ? 0 : 2;
    add_choice(
        "marital_status",
        in_script(
            {{"未婚", "未婚"}, {"已婚", "已婚"}, {"离异", "離異"}, {"丧偶", "喪偶"}}, habit.script
        ),
        married ? 1 : alone
    );
    add("mobile", person.mobile);
    add("phone", dice.chance(0.7) ? person.phone : "");
    add("email", dice.chance(0.85) ? person.email : "");
    add("address", person.address);
    add("postcode", person.postcode);
    add("employer", person.employer);
    add("occupation", person.occupation);
    add("annual_income", fmt::format("{}{}", person.income / 10000, hans ? "万元" : "萬元"));
    add_choice(
        "investment_preference",
        in_script(
            {{"保守型", "保守型"},
             {"稳健型", "穩健型"},
             {"平衡型", "平衡型"},
             {"进取型", "進取型"}},
            habit.script
        ),
        dice.between(0, 3)
    );
    const Person spouse = make_spouse(dice, habit.script, person);
    add("spouse_name", married ? spouse.name : "");
    add("spouse_id_number", married ? spouse.id_number : "");
    std::string grouped;
    for (std::size_t i = 0; i < person.account_number.size(); ++i) {
        if (i > 0 && i % 4 == 0) grouped += ' ';
        grouped += person.account_number[i];
    }
    add("account_number", person.account_number, grouped);
    const bool by_agent = dice.chance(0.3);
    const Person agent = make_person(dice, habit.script);
    add("agent_name", by_agent ? agent.name : "");
    add("agent_id_number", by_agent ? agent.id_number : "");
    add_choice(
        "tax_residency",
        in_script(
            {{"仅为中国税收居民", "僅為中國稅收居民"},
             {"仅为非居民", "僅為非居民"},
             {"两者均是", "兩者均是"}},
            habit.script
        ),
        dice.chance(0.9) ? 0 : 1
    );
}

const FormEntry& FormContent::entry(std::string_view field) const
{
    const auto found =
        std::find_if(entries_.begin(), entries_.end(), [field](const FormEntry& one) {
            return one.field == field;
        });
    if (found == entries_.end()) throw std::logic_error("a form without that field");
    return *found;
}

void FormContent::add(std::string_view field, std::string value)
{
    std::string printed = value;
    add(field, std::move(value), std::move(printed));
}

void FormContent::add(std::string_view field, std::string value, std::string printed)
{
    const auto& labels = wording_of(field).labels;
    entries_.push_back(
        {.field = std::string(field),
         .label = std::string(labels[habit_.wording].in(habit_.script)),
         .printed = std::move(printed),
         .value = std::move(value),
         .choices = {},
         .ticked = -1}
    );
}

void FormContent::add_choice(std::string_view field, std::vector<std::string> choices, int ticked)
{
    add(field, choices[static_cast<std::size_t>(ticked)]);
    if (!habit_.ticks) return;
    entries_.back().choices = std::move(choices);
    entries_.back().ticked = ticked;
}

std::string FormContent::date(const Day& day) const
{
    const std::string plain = iso(day);
    switch (habit_.date_style) {
    case 1: return in_words(day, false);
    case 2: return plain.substr(0, 4) + "/" + plain.substr(5, 2) + "/" + plain.substr(8, 2);
    case 3: return dotted(day);
    default: return plain;
    }
}

} // namespace dossier::samples
