#include "samples/render/people.h"

#include <fmt/format.h>

#include "samples/render/identifiers.h"

namespace dossier::samples {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;

int year_of(const Day& date)
{
    return static_cast<int>(date.year());
}

unsigned month_of(const Day& date)
{
    return static_cast<unsigned>(date.month());
}

unsigned day_of(const Day& date)
{
    return static_cast<unsigned>(date.day());
}

/// Days 29 to 31 are left out, so that a term of years never ends on a day that does not exist.
Day some_day(Dice& dice, int first, int last)
{
    return {
        year{dice.between(first, last)},
        month{static_cast<unsigned>(dice.between(1, 12))},
        day{static_cast<unsigned>(dice.between(1, 28))}};
}

Day years_after(const Day& date, int years)
{
    return date + std::chrono::years{years};
}

int age_on(const Day& birth, const Day& date)
{
    const bool had_birthday =
        std::pair{month_of(birth), day_of(birth)} <= std::pair{month_of(date), day_of(date)};
    return year_of(date) - year_of(birth) - (had_birthday ? 0 : 1);
}

std::string place(const Region& region, Script script)
{
    return fmt::format(
        "{}{}{}", region.province.in(script), region.city.in(script), region.county.in(script)
    );
}

std::string home_address(Dice& dice, const Region& region, Script script)
{
    std::string text = place(region, script);
    text += dice.pick(streets()).in(script);
    text += fmt::format("{}{}", dice.between(1, 399), script == Script::hans ? "号" : "號");
    if (dice.chance(0.3)) return text;
    if (dice.chance(0.5)) text += dice.pick(estates()).in(script);
    text += fmt::format("{}{}", dice.between(1, 28), script == Script::hans ? "栋" : "棟");
    if (dice.chance(0.5))
        text += fmt::format("{}{}", dice.between(1, 4), script == Script::hans ? "单元" : "單元");
    const int room = dice.between(1, 8);
    text += fmt::format("{}", dice.between(1, 32) * 100 + room);
    return text + "室";
}

/// 西湖区 -> 西湖; 浦东新区 -> 浦东
std::string_view without_district(std::string_view county)
{
    for (const std::string_view tail : {"新区", "新區", "区", "區"})
        if (county.ends_with(tail)) return county.substr(0, county.size() - tail.size());
    return county;
}

std::string police(const Region& region, Script script)
{
    const auto city = region.city.hans.empty() ? region.province : region.city;
    return fmt::format(
        "{}公安局{}分局", city.in(script), without_district(region.county.in(script))
    );
}

std::string company_name(Dice& dice, const Region& region, Script script, const Trade& trade)
{
    const auto city = region.city.hans.empty() ? region.province : region.city;
    std::string_view seat = city.in(script);
    seat.remove_suffix(std::string_view("市").size());
    const auto brand = dice.pick(brands()).in(script);
    const auto form = dice.chance(0.2) ? "股份有限公司" : "有限公司";
    if (dice.chance(0.3))
        return fmt::format("{}（{}）{}{}", brand, seat, trade.word.in(script), form);
    if (dice.chance(0.5)) seat = city.in(script);
    return fmt::format("{}{}{}{}", seat, brand, trade.word.in(script), form);
}

struct NewName {
    std::string text;
    std::string latin;
};

NewName new_name(Dice& dice, Script script, bool male)
{
    const auto& surname = dice.pick(surnames());
    std::string text(surname.word.in(script));
    const int given = dice.chance(0.7) ? 2 : 1;
    for (int i = 0; i < given; ++i)
        text += dice.pick(given_characters(male)).in(script);
    return {text, std::string(surname.latin)};
}

/// A given name, an interpunct and the father's name.
NewName new_uyghur_name(Dice& dice, Script script, bool male)
{
    const std::string_view own = dice.pick(uyghur_names(male)).in(script);
    const std::string_view father = dice.pick(uyghur_names(true)).in(script);
    return {fmt::format("{}·{}", own, father), "mail"};
}

std::string new_id_number(Dice& dice, const Region& region, const Day& birth, bool male)
{
    const int order = dice.between(0, 499) * 2 + (male ? 1 : 0);
    return complete_cn_id(fmt::format(
        "{}{:04}{:02}{:02}{:03}", region.code, year_of(birth), month_of(birth), day_of(birth), order
    ));
}

/// Most people show a card that is still valid.
void fill_card_term(Dice& dice, Person& person)
{
    const bool may_be_over = dice.chance(0.08);
    const int first = std::max(2005, year_of(person.birth) + 2);
    do {
        person.valid_from = some_day(dice, first, 2025);
        const int age = age_on(person.birth, person.valid_from);
        person.valid_to.reset();
        if (age < 46)
            person.valid_to = years_after(person.valid_from, age < 16 ? 5 : age < 26 ? 10 : 20);
    } while (!may_be_over && person.valid_to && *person.valid_to < as_of);
}

Person make_person(Dice& dice, Script script, bool male, int first_year, int last_year)
{
    Person person;
    const Region& region = dice.pick(regions());
    person.region = &region;
    person.male = male;
    person.ethnicity = script == Script::hans ? "汉" : "漢";
    if (dice.chance(0.2)) person.ethnicity = dice.pick(ethnicities()).in(script);
    const bool uyghur = person.ethnicity == ethnicities().front().in(script);
    const NewName name =
        uyghur ? new_uyghur_name(dice, script, male) : new_name(dice, script, male);
    person.name = name.text;
    person.birth = some_day(dice, first_year, last_year);
    person.address = home_address(dice, region, script);
    person.id_number = new_id_number(dice, region, person.birth, male);
    person.issuing_authority = police(region, script);
    fill_card_term(dice, person);
    person.mobile = dice.pick(mobile_prefixes());
    person.mobile += dice.digits(8);
    const int local_digits = region.area_code.size() == 3 ? 7 : dice.between(6, 7);
    const int local_first = dice.between(2, 8);
    person.phone = fmt::format("{}-{}{}", region.area_code, local_first, dice.digits(local_digits));
    const auto mailbox = dice.pick(mail_words());
    const int mail_number = dice.between(1, 99);
    person.email =
        fmt::format("{}.{}{}@{}", name.latin, mailbox, mail_number, dice.pick(mail_domains()));
    person.postcode = region.postcode;
    person.employer = company_name(dice, region, script, dice.pick(trades()));
    person.occupation = dice.pick(occupations()).in(script);
    person.income = dice.between(6, 80) * 10000;
    person.account_number = complete_account("62284" + dice.digits(13));
    return person;
}

std::string capital(Dice& dice)
{
    struct Amount {
        int wan;
        std::string_view words;
    };

    static constexpr Amount amounts[] = {
        {10, "壹拾万元整"},
        {50, "伍拾万元整"},
        {100, "壹佰万元整"},
        {200, "贰佰万元整"},
        {300, "叁佰万元整"},
        {500, "伍佰万元整"},
        {1000, "壹仟万元整"},
        {3000, "叁仟万元整"},
        {5000, "伍仟万元整"}};
    const Amount& amount = dice.pick(amounts);
    switch (dice.between(0, 3)) {
    case 0: return std::string(amount.words);
    case 1: return fmt::format("人民币{}", amount.words);
    case 2: return fmt::format("{}万元人民币", amount.wan);
    default: return fmt::format("人民币{}.0000万元整", amount.wan);
    }
}

std::string market_authority(const Region& region, int issued)
{
    const auto city = region.city.hans.empty() ? region.province : region.city;
    const auto kind = issued < 2014 ? "工商行政管理局" : "市场监督管理局";
    return fmt::format("{}{}{}", city.hans, region.county.hans, kind);
}

std::string new_uscc(Dice& dice, const Region& region, bool individual, int founded)
{
    static constexpr std::string_view letters = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    std::string body;
    if (founded >= 2015) {
        body = "MA" + dice.digits(1);
        for (int i = 0; i < 5; ++i)
            body += letters[static_cast<std::size_t>(dice.between(0, 30))];
    } else {
        body = dice.digits(8);
    }
    return complete_uscc(
        fmt::format("{}{}{}", individual ? "92" : "91", region.code, complete_org_code(body))
    );
}

} // namespace

Person make_person(Dice& dice, Script script)
{
    const bool male = dice.chance(0.5);
    return make_person(dice, script, male, 1948, 2006);
}

Person make_spouse(Dice& dice, Script script, const Person& of)
{
    const int born = year_of(of.birth);
    return make_person(dice, script, !of.male, std::max(1940, born - 5), std::min(2006, born + 5));
}

Company make_company(Dice& dice, bool individual, PrintYears print)
{
    Company company;
    const Region& region = dice.pick(regions());
    const Trade& trade = dice.pick(trades());
    company.individual = individual;
    company.established = some_day(dice, std::max(1995, print.last - 14), print.last);
    const int founded = year_of(company.established);
    company.legal_representative = new_name(dice, Script::hans, founded % 2 == 0).text;
    company.uscc = new_uscc(dice, region, individual, founded);
    const int kind = individual ? dice.between(6, 9) : dice.between(0, 3);
    const std::string order = dice.digits(7);
    company.registration_number =
        complete_registration_number(fmt::format("{}{}{}", region.code, kind, order));
    company.address = home_address(dice, region, Script::hans);
    company.issued = some_day(dice, std::max(founded, print.first), print.last);
    if (std::chrono::sys_days{company.issued} < std::chrono::sys_days{company.established})
        company.issued = company.established;
    company.authority = market_authority(region, year_of(company.issued));
    if (individual) {
        static constexpr std::string_view shops[] = {"经营部", "商行", "便利店", "服务部"};
        const auto brand = dice.pick(brands()).hans;
        company.name =
            fmt::format("{}{}{}{}", region.county.hans, brand, trade.word.hans, dice.pick(shops));
        company.type = "个体工商户";
        company.scope = trade.shop_scope;
        return company;
    }
    static constexpr std::string_view types[] = {
        "有限责任公司（自然人独资）",
        "有限责任公司（自然人投资或控股）",
        "有限责任公司",
        "其他有限责任公司"};
    company.name = company_name(dice, region, Script::hans, trade);
    company.type = company.name.ends_with("股份有限公司")
                       ? "股份有限公司（非上市、自然人投资或控股）"
                       : std::string(dice.pick(types));
    company.capital = capital(dice);
    company.scope = trade.scope;
    static constexpr int terms[] = {10, 20, 30, 50};
    if (dice.chance(0.6))
        company.term_to =
            std::chrono::sys_days{years_after(company.established, dice.pick(terms))} -
            std::chrono::days{1};
    return company;
}

std::string iso(const Day& date)
{
    return fmt::format("{:04}-{:02}-{:02}", year_of(date), month_of(date), day_of(date));
}

std::string dotted(const Day& date)
{
    return fmt::format("{:04}.{:02}.{:02}", year_of(date), month_of(date), day_of(date));
}

std::string in_words(const Day& date, bool padded)
{
    if (padded)
        return fmt::format("{:04}年{:02}月{:02}日", year_of(date), month_of(date), day_of(date));
    return fmt::format("{}年{}月{}日", year_of(date), month_of(date), day_of(date));
}

} // namespace dossier::samples
