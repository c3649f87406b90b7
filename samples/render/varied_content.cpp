// What varied forms ask: further wordings of the labels (domain.md 4.9, 4.10), questions beside
// those that a truth answers, and the order of both.

#include <fmt/format.h>

#include "samples/render/varied_form.h"
#include <algorithm>
#include <iterator>
#include <utility>

namespace dossier::samples {
namespace {

struct Wording {
    std::string_view field;
    std::vector<Words> labels;
    std::string_view english;
};

const Wording* wording_of(std::string_view field)
{
    static const std::vector<Wording> wordings{
        {"name",
         {{"姓名", "姓名"},
          {"客户姓名", "客戶姓名"},
          {"中文姓名", "中文姓名"},
          {"申请人姓名", "申請人姓名"},
          {"开户人姓名", "開戶人姓名"}},
         "Name"},
        {"sex", {{"性别", "性別"}}, "Gender"},
        {"ethnicity", {{"民族", "民族"}}, "Ethnicity"},
        {"birth_date",
         {{"出生日期", "出生日期"}, {"出生年月", "出生年月"}, {"出生年月日", "出生年月日"}},
         "Date of Birth"},
        {"id_type",
         {{"证件种类", "證件種類"},
          {"证件类型", "證件類型"},
          {"证件类别", "證件類別"},
          {"有效证件类型", "有效證件類型"}},
         "ID Type"},
        {"id_number",
         {{"证件号码", "證件號碼"},
          {"身份证号", "身份證號"},
          {"证件号", "證件號"},
          {"公民身份号码", "公民身份號碼"},
          {"居民身份证号码", "居民身份證號碼"}},
         "ID Number"},
        {"valid_to",
         {{"证件有效期", "證件有效期"},
          {"有效期限", "有效期限"},
          {"证件到期日期", "證件到期日期"},
          {"证件有效期截止日", "證件有效期截止日"}},
         "Expiry Date"},
        {"issuing_authority",
         {{"发证机关", "發證機關"}, {"签发机关", "簽發機關"}, {"发证机构", "發證機構"}},
         "Issuing Authority"},
        {"nationality",
         {{"国籍", "國籍"}, {"国籍/地区", "國籍/地區"}, {"国籍（地区）", "國籍（地區）"}},
         "Nationality"},
        {"marital_status",
         {{"婚姻状况", "婚姻狀況"}, {"婚姻", "婚姻"}, {"婚姻状态", "婚姻狀態"}},
         "Marital Status"},
        {"mobile",
         {{"手机", "手機"},
          {"手机号", "手機號"},
          {"手机号码", "手機號碼"},
          {"移动电话号码", "移動電話號碼"},
          {"本人手机", "本人手機"}},
         "Mobile"},
        {"phone",
         {{"电话", "電話"},
          {"固定电话", "固定電話"},
          {"联系电话", "聯絡電話"},
          {"家庭电话", "家庭電話"}},
         "Telephone"},
        {"email",
         {{"邮箱", "郵箱"},
          {"电子邮箱", "電子郵箱"},
          {"电子邮件", "電子郵件"},
          {"电子信箱", "電子信箱"}},
         "E-mail"},
        {"address",
         {{"住址", "住址"},
          {"家庭住址", "家庭住址"},
          {"联系地址", "聯絡地址"},
          {"现居住地址", "現居住地址"},
          {"通信地址", "通信地址"}},
         "Address"},
        {"postcode", {{"邮编", "郵編"}, {"邮政编码", "郵政編碼"}}, "Postcode"},
        {"employer",
         {{"工作单位", "工作單位"}, {"单位名称", "單位名稱"}, {"任职单位", "任職單位"}},
         "Employer"},
        {"occupation",
         {{"职业", "職業"}, {"职业类别", "職業類別"}, {"职务", "職務"}},
         "Occupation"},
        {"annual_income",
         {{"年收入", "年收入"}, {"个人年收入", "個人年收入"}, {"税前年收入", "稅前年收入"}},
         "Annual Income"},
        {"investment_preference",
         {{"投资偏好", "投資偏好"}, {"风险偏好", "風險偏好"}, {"投资风格", "投資風格"}},
         "Investment Preference"},
        {"spouse_name", {{"配偶姓名", "配偶姓名"}, {"配偶名字", "配偶名字"}}, "Spouse Name"},
        {"spouse_id_number",
         {{"配偶证件号码", "配偶證件號碼"}, {"配偶身份证号", "配偶身份證號"}},
         "Spouse ID Number"},
        {"account_number",
         {{"账号", "賬號"}, {"卡号", "卡號"}, {"银行卡号", "銀行卡號"}, {"结算账号", "結算賬號"}},
         "Account Number"},
        {"agent_name",
         {{"代理人", "代理人"}, {"代办人姓名", "代辦人姓名"}, {"代理人姓名", "代理人姓名"}},
         "Agent Name"},
        {"agent_id_number",
         {{"代理人证件号码", "代理人證件號碼"}, {"代办人证件号码", "代辦人證件號碼"}},
         "Agent ID Number"},
        {"tax_residency",
         {{"税收居民身份", "稅收居民身份"}, {"税收居民身份声明", "稅收居民身份聲明"}},
         "Tax Residency"},
        {"company_name",
         {{"客户名称", ""}, {"单位名称", ""}, {"存款人名称", ""}, {"公司名称", ""}},
         "Company Name"},
        {"uscc", {{"统一社会信用代码", ""}, {"社会信用代码", ""}}, "Unified Social Credit Code"},
        {"legal_representative",
         {{"法定代表人", ""}, {"法人代表", ""}, {"法定代表人（负责人）", ""}},
         "Legal Representative"},
        {"registered_capital", {{"注册资本", ""}, {"注册资金", ""}}, "Registered Capital"},
        {"established_date",
         {{"成立日期", ""}, {"成立时间", ""}, {"注册日期", ""}},
         "Date of Establishment"},
        {"business_scope",
         {{"经营范围", ""}, {"业务范围", ""}, {"主营业务", ""}},
         "Business Scope"},
        {"contact_name",
         {{"联系人", ""}, {"经办人姓名", ""}, {"授权经办人", ""}},
         "Contact Person"},
        {"contact_mobile", {{"联系人手机", ""}, {"移动电话", ""}, {"手机号码", ""}}, "Mobile"},
        {"contact_email", {{"电子邮箱", ""}, {"邮箱", ""}, {"联系邮箱", ""}}, "E-mail"},
    };
    const auto found = std::ranges::find(wordings, field, &Wording::field);
    return found == wordings.end() ? nullptr : &*found;
}

/// Of a company: its registered address.
constexpr Words company_address[] = {{"注册地址", ""}, {"单位地址", ""}, {"办公地址", ""}};

FormEntry worded(FormEntry entry, Script script, Dice& dice)
{
    const auto& labels = wording_of(entry.field)->labels;
    entry.label = dice.pick(std::span<const Words>(labels)).in(script);
    return entry;
}

struct Question {
    Words label;
    std::vector<Words> answers;
};

/// Questions that no truth answers, of every kind of answer.
FormEntry other_question(Script script, Dice& dice)
{
    static const std::vector<Question> questions{
        {{"学历", "學歷"}, {{"大学本科", "大學本科"}, {"大专", "大專"}, {"高中", "高中"}}},
        {{"资金来源", "資金來源"}, {{"工资收入", "工資收入"}, {"经营所得", "經營所得"}}},
        {{"开户用途", "開戶用途"}, {{"储蓄", "儲蓄"}, {"投资理财", "投資理財"}}},
        {{"所属行业", "所屬行業"},
         {{"信息技术服务业", "信息技術服務業"}, {"批发零售业", "批發零售業"}}},
        {{"传真", "傳真"}, {{"0571-82237719", "0571-82237719"}}},
        {{"紧急联系人", "緊急聯絡人"}, {{"无", "無"}}},
        {{"风险等级", "風險等級"}, {{"C3", "C3"}, {"R2", "R2"}}},
        {{"签约渠道", "簽約渠道"}, {{"手机银行", "手機銀行"}, {"柜面", "櫃面"}}},
    };
    const Question& question = dice.pick(std::span<const Question>(questions));
    const std::string answer(dice.pick(std::span<const Words>(question.answers)).in(script));
    return {
        .field = "other",
        .label = std::string(question.label.in(script)),
        .printed = answer,
        .value = answer,
        .choices = {},
        .ticked = -1,
        .is_asked = false};
}

template <typename T>
void shuffle(std::vector<T>& list, Dice& dice)
{
    for (std::size_t i = list.size(); i > 1; --i)
        std::swap(
            list[i - 1], list[static_cast<std::size_t>(dice.between(0, static_cast<int>(i) - 1))]
        );
}

FormGroup group_of(
    std::string title,
    const FormContent& content,
    std::initializer_list<std::string_view> fields,
    Script script,
    Dice& dice
)
{
    FormGroup group{std::move(title), {}};
    for (const auto field : fields)
        group.entries.push_back(worded(content.entry(field), script, dice));
    if (dice.chance(0.5)) group.entries.push_back(other_question(script, dice));
    if (dice.chance(0.6)) shuffle(group.entries, dice);
    return group;
}

std::string spaced(const std::string& digits, std::initializer_list<std::size_t> lengths, char by)
{
    std::string text;
    std::size_t at = 0;
    for (const std::size_t length : lengths) {
        if (at > 0) text += by;
        text += digits.substr(at, length);
        at += length;
    }
    return text + digits.substr(std::min(at, digits.size()));
}

} // namespace

std::string_view english_label(std::string_view field)
{
    const Wording* wording = wording_of(field);
    return wording == nullptr ? "Others" : wording->english;
}

std::vector<FormGroup> customer_groups(const Person& person, Script script, Dice& dice)
{
    FormHabit habit{.script = script};
    habit.date_style = dice.between(0, 3);
    habit.ticks = dice.chance(0.8);
    const FormContent content(person, habit, dice);
    const bool hans = script == Script::hans;
    std::vector<FormGroup> groups{
        group_of(
            hans ? "基本信息" : "基本資料",
            content,
            {"name", "sex", "birth_date", "ethnicity", "nationality", "marital_status"},
            script,
            dice
        ),
        group_of(
            hans ? "证件信息" : "證件資料",
            content,
            {"id_type", "id_number", "valid_to", "issuing_authority"},
            script,
            dice
        ),
        group_of(
            hans ? "联系方式" : "聯絡方式",
            content,
            {"mobile", "phone", "email", "postcode", "address"},
            script,
            dice
        ),
        group_of(
            hans ? "职业信息" : "職業資料",
            content,
            {"employer", "occupation", "annual_income"},
            script,
            dice
        ),
        group_of(
            hans ? "账户信息" : "賬戶資料",
            content,
            {"account_number", "tax_residency", "investment_preference"},
            script,
            dice
        )};
    if (dice.chance(0.5))
        groups.push_back(group_of(
            hans ? "配偶及代理人" : "配偶及代理人",
            content,
            {"spouse_name", "spouse_id_number", "agent_name", "agent_id_number"},
            script,
            dice
        ));
    const int phones = dice.between(0, 2);
    for (FormGroup& group : groups) {
        for (FormEntry& entry : group.entries) {
            if (entry.field != "mobile" || phones == 0) continue;
            entry.printed = spaced(entry.value, {3, 4, 4}, phones == 1 ? ' ' : '-');
        }
    }
    return groups;
}

std::vector<FormGroup> corporate_groups(const Company& company, const Person& contact, Dice& dice)
{
    const bool in_text = dice.chance(0.5);
    const auto entry = [&](std::string_view field, std::string value, std::string printed) {
        FormEntry made{
            .field = std::string(field),
            .label = {},
            .printed = std::move(printed),
            .value = std::move(value),
            .choices = {},
            .ticked = -1};
        if (field == "address") {
            made.label = dice.pick(company_address).hans;
            return made;
        }
        return worded(std::move(made), Script::hans, dice);
    };
    const auto plain = [&](std::string_view field, const std::string& value) {
        return entry(field, value, value);
    };
    std::vector<FormGroup> groups{
        {"单位基本信息",
         {plain("company_name", company.name),
          plain("uscc", company.uscc),
          plain("legal_representative", company.legal_representative),
          plain("registered_capital", company.capital),
          entry(
              "established_date",
              iso(company.established),
              in_text ? in_words(company.established, false) : iso(company.established)
          ),
          plain("address", company.address),
          plain("business_scope", company.scope)}},
        {"联系方式",
         {plain("contact_name", contact.name),
          plain("contact_mobile", contact.mobile),
          plain("contact_email", contact.email),
          plain("postcode", contact.postcode)}}};
    for (FormGroup& group : groups) {
        if (dice.chance(0.5)) group.entries.push_back(other_question(Script::hans, dice));
        if (dice.chance(0.5)) shuffle(group.entries, dice);
    }
    return groups;
}

} // namespace dossier::samples
