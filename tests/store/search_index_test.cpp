// What the index finds, in which order, and what it keeps to itself.

#include "capture/utf8.h"
#include "store/search/index.h"
#include "store/search/pinyin.h"
#include "verify/characters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace dossier::store {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;
using verify::TermKind;

RecordTerm person(std::string name, bool is_former = false)
{
    return {.term = {"name", TermKind::person, std::move(name)}, .is_former = is_former};
}

RecordTerm company(std::string name)
{
    return {.term = {"company_name", TermKind::company, std::move(name)}};
}

RecordTerm address(std::string text)
{
    return {.term = {"address", TermKind::address, std::move(text)}};
}

Instant moment(std::int64_t number)
{
    return Instant(std::chrono::sys_days(std::chrono::year(2026) / 1 / 1)) +
           std::chrono::seconds(number);
}

/// An index of a test's own, whose records are numbered as they come.
class Records {
public:
    std::int64_t add(std::vector<RecordTerm> terms, RecordFacts facts = {"id_card", "desk", "vera"})
    {
        ++newest_;
        facts.committed_at = moment(newest_);
        index.add({.slot = newest_, .facts = std::move(facts), .terms = std::move(terms)});
        return newest_;
    }

    [[nodiscard]] std::vector<std::int64_t> found(std::string text) const
    {
        return index.find({.text = std::move(text), .filters = {}, .may_see = {}, .limit = 1000})
            .slots;
    }

    SearchIndex index;

private:
    std::int64_t newest_ = 0;
};

TEST(SearchIndex, FindsANameByEachOfItsParts)
{
    Records records;
    const auto wanted = records.add({person("欧阳晓明")});
    (void)records.add({person("诸葛亮")});
    for (const char* text :
         {"欧阳晓明", "欧阳", "阳晓", "晓明", "欧", "明", "欧阳晓", " 欧阳·晓明 "})
        EXPECT_THAT(records.found(text), ElementsAre(wanted)) << text;
}

TEST(SearchIndex, FindsSimplifiedByTraditionalAndTheOtherWayRound)
{
    Records records;
    const auto simple = records.add({person("张伟龙")});
    const auto traditional = records.add({person("張偉龍")});
    EXPECT_THAT(records.found("张伟龙"), ElementsAre(simple, traditional));
    EXPECT_THAT(records.found("張偉龍"), ElementsAre(traditional, simple));
    EXPECT_THAT(records.found("张偉"), UnorderedElementsAre(simple, traditional));
}

TEST(SearchIndex, FindsANameByItsPinyin)
{
    Records records;
    const auto wanted = records.add({person("张小明")});
    (void)records.add({person("李大伟")});
    for (const char* typed :
         {"zhangxiaoming",
          "zhang xiao ming",
          "ZhangXiaoMing",
          "zhangxiao",
          "xiaoming",
          "zxm",
          "zx",
          "zhangxm",
          "zxming",
          "zhangxiaom",
          "zhxm",
          "zhangxiaomin"})
        EXPECT_THAT(records.found(typed), Contains(wanted)) << typed;
    EXPECT_THAT(records.found("zhangxiaoming"), ElementsAre(wanted));
}

TEST(SearchIndex, TakesEveryReadingOfACharacter)
{
    Records records;
    const auto wanted = records.add({person("单雄信")});
    EXPECT_THAT(records.found("shanxiongxin"), ElementsAre(wanted));
    EXPECT_THAT(records.found("danxiongxin"), ElementsAre(wanted));
    EXPECT_THAT(records.found("sxx"), ElementsAre(wanted));
}

TEST(SearchIndex, ForgivesSoundsThatPeopleMixUp)
{
    Records records;
    const auto wanted = records.add({person("张胜")});
    EXPECT_THAT(records.found("zansen"), ElementsAre(wanted));
    const auto lu = records.add({person("吕绿")});
    EXPECT_THAT(records.found("lulu"), ElementsAre(lu));
    EXPECT_THAT(records.found("lvlv"), ElementsAre(lu));
}

TEST(SearchIndex, FindsANameThatSoundsTheSame)
{
    Records records;
    const auto wanted = records.add({person("张炜")});
    (void)records.add({person("李娜")});
    EXPECT_THAT(records.found("章伟"), ElementsAre(wanted));
}

TEST(SearchIndex, ForgivesAnErrorInANameOfThree)
{
    Records records;
    const auto wanted = records.add({person("王小明")});
    (void)records.add({person("赵国强")});
    for (const char* text : {"王大明", "王明", "王小小明", "王明小", "小明", "王小朋"})
        EXPECT_THAT(records.found(text), ElementsAre(wanted)) << text;
}

TEST(SearchIndex, ForgivesErrorsInCompaniesAndAddresses)
{
    Records records;
    const auto firm = records.add({company("杭州云栖信息技术有限公司")});
    const auto home = records.add({address("浙江省杭州市西湖区文三路138号东方大厦5单元")});
    EXPECT_THAT(records.found("杭州云息信息技术"), Contains(firm));
    EXPECT_THAT(records.found("西湖区文二路138号"), Contains(home));
    EXPECT_THAT(records.found("文三路１３８号"), ElementsAre(home));
    EXPECT_THAT(records.found("hangzhouyunqi"), ElementsAre(firm));
}

TEST(SearchIndex, FindsLatinNames)
{
    Records records;
    const auto wanted =
        records.add({{.term = {"name_latin", TermKind::person, "O'CONNOR, MARY ANN"}}});
    for (const char* text : {"oconnor", "O'Connor, Mary", "mary ann", "oconor mary ann", "CONNOR"})
        EXPECT_THAT(records.found(text), ElementsAre(wanted)) << text;
}

TEST(SearchIndex, WantsAllWordsOfAQuestion)
{
    Records records;
    const auto wanted = records.add({person("张伟"), address("杭州市文三路1号")});
    (void)records.add({person("张伟"), address("上海市南京路1号")});
    (void)records.add({person("李娜"), address("杭州市文三路1号")});
    EXPECT_THAT(records.found("张伟 杭州"), ElementsAre(wanted));
    EXPECT_THAT(records.found("文三路　张伟"), ElementsAre(wanted));
}

TEST(SearchIndex, PutsTheLikestFirst)
{
    Records records;
    const auto similar = records.add({person("李建园")});
    const auto sound = records.add({person("李剑国")});
    const auto inside = records.add({person("小李建国")});
    const auto variant = records.add({person("李建國")});
    const auto beginning = records.add({person("李建国强")});
    const auto whole = records.add({person("李建国")});
    EXPECT_THAT(
        records.found("李建国"), ElementsAre(whole, beginning, variant, inside, sound, similar)
    );
}

TEST(SearchIndex, PutsNamesBeforeAddressesAndTheNewestFirst)
{
    Records records;
    const auto place = records.add({address("北京市朝阳区")});
    const auto older = records.add({person("朝阳")});
    const auto newer = records.add({person("朝阳")});
    EXPECT_THAT(records.found("朝阳"), ElementsAre(newer, older, place));
}

TEST(SearchIndex, PutsWhatHoldsBeforeWhatHeld)
{
    Records records;
    const auto now = records.add({person("李娜")});
    const auto before = records.add({person("李丽"), person("李娜", true)});
    EXPECT_THAT(records.found("李娜"), ElementsAre(now, before));
}

TEST(SearchIndex, FindsRareCharactersAndThoseItNeverSaw)
{
    Records records;
    const auto wanted = records.add({person("王𬭎喆")});
    EXPECT_THAT(records.found("王𬭎喆"), ElementsAre(wanted));
    EXPECT_THAT(records.found("𬭎"), ElementsAre(wanted));
    EXPECT_THAT(records.found("龘"), IsEmpty());
}

TEST(SearchIndex, TakesAnythingForAText)
{
    Records records;
    const auto wanted = records.add({person("张伟")});
    for (const std::string text :
         {"' OR 1=1 --",
          "%",
          "_",
          "*",
          "\xFF\xFE",
          "\"; DROP TABLE record",
          "((((",
          "a\\b",
          "🙂",
          "-",
          "\0x"})
        EXPECT_NO_THROW((void)records.found(text)) << text;
    EXPECT_THAT(records.found("%"), ElementsAre(wanted)); // nothing was asked: everything
    EXPECT_THAT(records.found(std::string(10'000, 'z')), IsEmpty());
    std::string longest;
    for (int i = 0; i < 5000; ++i)
        longest += "张";
    EXPECT_THAT(records.found(longest), IsEmpty());
}

TEST(SearchIndex, ForgetsARecord)
{
    Records records;
    const auto gone = records.add({person("张伟")});
    const auto stays = records.add({person("张伟")});
    records.index.forget(gone);
    EXPECT_THAT(records.found("张伟"), ElementsAre(stays));
    EXPECT_EQ(records.index.size(), 1);
}

TEST(SearchIndex, PutsAnEntryInPlaceOfAnother)
{
    Records records;
    const auto old = records.add({person("张伟")});
    records.index.replace(
        {.slot = old, .facts = {"id_card", "desk", "vera", moment(1)}, .terms = {person("李娜")}}
    );
    EXPECT_THAT(records.found("张伟"), IsEmpty());
    EXPECT_THAT(records.found("李娜"), ElementsAre(old));
    EXPECT_EQ(records.index.size(), 1);
}

TEST(SearchIndex, CountsNothingOfWhatOneMayNotSee)
{
    Records records;
    const auto mine = records.add({person("张伟")}, {"id_card", "desk", "vera"});
    (void)records.add({person("张伟")}, {"passport", "branch", "otto"});
    const MaySee may_see = [](const RecordFacts& facts) { return facts.committed_by == "vera"; };
    const auto found =
        records.index.find({.text = "张伟", .filters = {}, .may_see = may_see, .limit = 10});
    EXPECT_EQ(records.index.size(may_see), 1);
    EXPECT_THAT(found.slots, ElementsAre(mine));
    EXPECT_EQ(found.total, 1);
    ASSERT_EQ(found.facets.types.size(), 1U);
    EXPECT_EQ(found.facets.types[0].value, "id_card");
    EXPECT_EQ(found.facets.stations.size(), 1U);
    EXPECT_EQ(found.facets.years.at(0).records, 1);
}

TEST(SearchIndex, CountsEachFacetWithoutItsOwnFilter)
{
    Records records;
    (void)records.add({person("张伟")}, {"id_card", "desk", "vera"});
    (void)records.add({person("张伟")}, {"passport", "desk", "vera"});
    (void)records.add({person("张伟")}, {"passport", "branch", "vera"});
    const auto found = records.index.find(
        {.text = "张伟",
         .filters = {.type = "passport", .station = "desk"},
         .may_see = {},
         .limit = 10}
    );
    EXPECT_EQ(found.total, 1);
    ASSERT_EQ(found.facets.types.size(), 2U);    // of the desk
    ASSERT_EQ(found.facets.stations.size(), 2U); // of passports
    EXPECT_EQ(found.facets.years.at(0).records, 1);
}

TEST(SearchIndex, GoesOnWhereAPageEnded)
{
    Records records;
    for (int i = 0; i < 25; ++i)
        (void)records.add({person(i % 2 == 0 ? "张伟" : "张炜")});
    std::vector<std::int64_t> all;
    std::string cursor;
    do {
        const auto page = records.index.find(
            {.text = "张伟", .filters = {}, .may_see = {}, .after = cursor, .limit = 4}
        );
        EXPECT_EQ(page.total, 25);
        all.insert(all.end(), page.slots.begin(), page.slots.end());
        cursor = page.next;
    } while (!cursor.empty());
    EXPECT_EQ(all, records.found("张伟"));
    EXPECT_EQ(all.size(), 25U);
}

TEST(SearchIndex, WithoutATextShowsTheNewest)
{
    Records records;
    const auto older = records.add({person("张伟")});
    const auto newer = records.add({company("某某有限公司")});
    EXPECT_THAT(records.found(""), ElementsAre(newer, older));
    const auto found =
        records.index.find({.text = "", .filters = {.until = moment(2)}, .may_see = {}, .limit = 10}
        );
    EXPECT_THAT(found.slots, ElementsAre(older));
}

/// Names and addresses of random characters, some of them rare or without a reading.
class Chance {
public:
    std::string text(std::size_t least, std::size_t most)
    {
        static constexpr std::u32string_view characters =
            U"王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗单曾解區張劉陳楊黃趙吳馬國強偉華龍伟强国华龙"
            U"芳娜敏静丽军洋勇艳杰娟涛明超"
            U"省市县区镇乡村路街道号楼单元室浙江杭州北京上海广东深圳0123456789"
            U"𬭎"
            U"䶮"
            U"㛃"
            U"喆"
            U"堃"
            U"A"
            U"B"
            U"C"
            U"X"
            U"Y"
            U"Z";
        std::string made;
        const auto size = std::uniform_int_distribution(least, most)(random_);
        for (std::size_t i = 0; i < size; ++i) {
            const auto c = characters[std::uniform_int_distribution<std::size_t>(
                0, characters.size() - 1
            )(random_)];
            capture::append_utf8(made, c);
        }
        return made;
    }

    std::size_t number(std::size_t least, std::size_t most)
    {
        return std::uniform_int_distribution(least, most)(random_);
    }

private:
    std::mt19937 random_{20261126};
};

std::string piece(std::string_view text, std::size_t begin, std::size_t size)
{
    return capture::to_utf8(std::u32string_view(capture::code_points(text)).substr(begin, size));
}

TEST(SearchIndex, FindsEveryRecordByEachOfItsTextsAndTheirParts)
{
    Records records;
    Chance chance;
    std::vector<std::vector<std::string>> texts;
    for (int i = 0; i < 400; ++i) {
        texts.push_back({chance.text(1, 5), chance.text(4, 20), chance.text(5, 40)});
        (void
        )records.add({person(texts.back()[0]), company(texts.back()[1]), address(texts.back()[2])});
    }
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto seq = static_cast<std::int64_t>(i + 1);
        for (const auto& text : texts[i]) {
            ASSERT_THAT(records.found(text), Contains(seq)) << text;
            const auto size = capture::code_points(text).size();
            for (std::size_t begin = 0; begin + 2 <= size; ++begin)
                ASSERT_THAT(records.found(piece(text, begin, 2)), Contains(seq))
                    << text << " " << begin;
        }
    }
}

TEST(SearchIndex, SiftsOutNothingThatAPatternMatches)
{
    // The columns must let pass whatever the pattern finds by itself.
    Records records;
    Chance chance;
    std::vector<std::string> names;
    for (int i = 0; i < 300; ++i) {
        names.push_back(chance.text(2, 6));
        (void)records.add({person(names.back())});
    }
    for (int i = 0; i < 200; ++i) {
        const auto text = chance.text(2, 6);
        const auto found = records.found(text);
        for (std::size_t k = 0; k < names.size(); ++k) {
            const std::vector<std::vector<RecordTerm>> terms{{person(names[k])}};
            const bool matches = records.index.match(text, terms).at(0).at(0).has_value();
            ASSERT_EQ(matches, std::ranges::count(found, static_cast<std::int64_t>(k + 1)) == 1)
                << text << " " << names[k];
        }
    }
}

/// A letter more, less, another or two that changed places.
std::string with_error(std::string_view text, Chance& chance)
{
    auto characters = capture::code_points(text);
    const auto place = chance.number(1, characters.size() - 2);
    const auto other = capture::code_points(chance.text(1, 1)).front();
    switch (chance.number(0, 3)) {
    case 0: characters.erase(place, 1); break;
    case 1: characters.insert(place, 1, other); break;
    case 2: characters[place] = other; break;
    default: std::swap(characters[place], characters[place + 1]);
    }
    return capture::to_utf8(characters);
}

/// The readings of its characters, or what those begin with.
std::string in_pinyin(std::string_view text, bool initials)
{
    std::string typed;
    for (const char32_t c : capture::code_points(text)) {
        const auto readings = verify::readings_of(c);
        typed += readings.empty() ? "" : readings[0].substr(0, initials ? 1 : std::string::npos);
    }
    return typed;
}

TEST(SearchIndex, SiftsOutNoLongTextThatAPatternMatches)
{
    // Nor by its neighbours, whatever is wrong between them.
    Records records;
    Chance chance;
    std::vector<std::string> texts;
    for (int i = 0; i < 250; ++i) {
        texts.push_back(chance.text(12, 30));
        (void)records.add({address(texts.back())});
    }
    std::size_t matched = 0;
    for (int i = 0; i < 400; ++i) {
        auto text = piece(texts[chance.number(0, 249)], chance.number(0, 8), chance.number(2, 10));
        if (i % 4 == 1) text = in_pinyin(text, i % 8 == 1);
        for (int errors = i % 4; errors > 1 && capture::code_points(text).size() > 3; --errors)
            text = with_error(text, chance);
        const auto found = records.found(text);
        for (std::size_t k = 0; !text.empty() && k < texts.size(); ++k) {
            const std::vector<std::vector<RecordTerm>> terms{{address(texts[k])}};
            const bool matches = records.index.match(text, terms).at(0).at(0).has_value();
            matched += matches ? 1 : 0;
            ASSERT_EQ(matches, std::ranges::count(found, static_cast<std::int64_t>(k + 1)) == 1)
                << text << " " << texts[k];
        }
    }
    EXPECT_GT(matched, 500U); // or nothing was looked at
}

TEST(SearchIndex, KeepsCharactersOfAnyNumber)
{
    // The first few are kept in a byte, then in two and in three.
    Records records;
    std::vector<std::string> texts;
    for (char32_t c = 0x3400; c < 0x3400 + 9'000; c += 3) {
        texts.push_back(capture::to_utf8(std::u32string{c, c + 1, c + 2}));
        (void)records.add({address(texts.back())});
    }
    for (std::size_t i = 0; i < texts.size(); i += 37)
        EXPECT_THAT(records.found(texts[i]), Contains(static_cast<std::int64_t>(i + 1)));
    records.index.forget(2'900);
    EXPECT_THAT(records.found(texts[2'899]), Not(Contains(2'900)));
    EXPECT_THAT(records.found(texts[2'900]), Contains(2'901));
}

TEST(SearchIndex, LooksBehindATextWithoutAnythingToSearchFor)
{
    Records records;
    const auto wanted = records.add({person("…"), person("张伟")});
    EXPECT_THAT(records.found("张伟"), ElementsAre(wanted));
}

TEST(SearchIndex, HoldsMoreRecordsThanOneSegment)
{
    Records records;
    for (int i = 0; i < 66'000; ++i)
        (void)records.add({person(i == 5 ? "欧阳锋" : "王芳")});
    EXPECT_THAT(records.found("欧阳锋"), ElementsAre(6));
    const auto found =
        records.index.find({.text = "王芳", .filters = {}, .may_see = {}, .limit = 3});
    EXPECT_THAT(found.slots, ElementsAre(66'000, 65'999, 65'998));
    EXPECT_TRUE(found.is_capped);
    EXPECT_EQ(found.total, SearchIndex::most_matches);
}

TEST(Pinyin, IsTakenApartInEveryLikelyWay)
{
    const std::vector<std::string> readings{
        "an", "xi", "xian", "xiang", "gang", "zhang", "wei", "wang"};
    const auto ways = [&](std::string_view letters) {
        std::vector<std::string> texts;
        for (const auto& way : pinyin_parts(letters, readings, 6)) {
            auto& text = texts.emplace_back();
            for (const auto& sound : way)
                text += (text.empty() ? "" : " ") + sound.text;
        }
        return texts;
    };
    EXPECT_THAT(ways("xian"), testing::AllOf(Contains("xian"), Contains("xi an")));
    EXPECT_THAT(ways("zhangwei"), Contains("zhang wei"));
    EXPECT_THAT(ways("zhangw"), Contains("zhang w"));
    EXPECT_THAT(ways("zw"), ElementsAre("z w"));
    EXPECT_THAT(ways("zhangwe"), Contains("zhang we"));
    EXPECT_THAT(ways("iii"), IsEmpty());
    EXPECT_THAT(ways(std::string(32, 'x')), Not(IsEmpty()));
}

} // namespace
} // namespace dossier::store
