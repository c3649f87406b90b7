// One value from several looks at it.

#include "capture/utf8.h"
#include "ocr/fields/decide.h"

#include <gtest/gtest.h>

namespace dossier::ocr {
namespace {

FieldType field(Grammar grammar)
{
    FieldType field;
    field.grammar = grammar;
    return field;
}

Look look(Recogniser by, std::string_view text, double confidence = 0.98)
{
    Look made{{}, by};
    for (const char32_t c : capture::code_points(text))
        made.symbols.push_back({capture::to_utf8(std::u32string(1, c)), {}, confidence, false, {}});
    return made;
}

Look by_tesseract(std::string_view text, double confidence = 0.98)
{
    return look(Recogniser::first, text, confidence);
}

Look by_the_second(std::string_view text, double confidence = 0.98)
{
    return look(Recogniser::second, text, confidence);
}

TEST(Decision, TakesTheWordOfWhoLearnedToReadSuchPrintAndIsNotSureOfItWhereOthersDiffer)
{
    const auto name = field(Grammar::name);
    const std::vector<Look> looks{
        by_the_second("高宇", 0.9),
        look(Recogniser::third, "高字", 0.7),
        by_tesseract("高字", 0.9)};
    EXPECT_EQ(decide(name, looks).value, "高字");
    const auto read = decide(name, looks, Recogniser::second);
    EXPECT_EQ(read.value, "高宇");
    EXPECT_LT(read.confidence, 0.9);
    const auto phone = field(Grammar::mobile);
    const std::vector<Look> of_a_number{
        by_the_second("1381234567"), look(Recogniser::latin, "13812345678")};
    EXPECT_EQ(decide(phone, of_a_number, Recogniser::second).value, "13812345678")
        << "what the expert read is no number";
}

TEST(Decision, LeavesAGuessThatNobodyReadPlainlyToAPerson)
{
    const auto mail = field(Grammar::email);
    const auto guessed =
        decide(mail, {by_the_second("1i@example.com"), by_tesseract("1i@example.com")});
    EXPECT_EQ(guessed.value, "li@example.com");
    EXPECT_LE(guessed.confidence, most_of_a_guess);
    const auto read =
        decide(mail, {by_the_second("1i@example.com"), by_tesseract("li@example.com")});
    EXPECT_EQ(read.value, "li@example.com");
    EXPECT_GT(read.confidence, guessed.confidence);
}

TEST(Decision, ReadsAnEthnicityThatIsNoneByWhatTheRecogniserThoughtOfForAPerson)
{
    auto worn = by_the_second("漠");
    worn.symbols[0].alternatives = {{"嘆", 0.2}, {"漢", 0.1}, {"滿", 0.01}};
    const auto read = decide(field(Grammar::ethnicity), {worn, by_tesseract("漠")});
    EXPECT_EQ(read.value, "漢");
    EXPECT_TRUE(read.repaired);
    EXPECT_LE(read.confidence, 0.6);
    const auto plain = decide(field(Grammar::ethnicity), {by_the_second("维吾尔族", 0.9999)});
    EXPECT_EQ(plain.value, "维吾尔");
    EXPECT_FALSE(plain.repaired);
}

TEST(Decision, TakesMendedMarksOfAListBeforeThoseThatTesseractReads)
{
    FieldType scope = field(Grammar::text);
    scope.multiline = true;
    const auto read = decide(
        scope,
        {by_the_second("会议服务：摄影服务；展览；广告。", 0.6),
         by_tesseract("会议服务，摄影服务；展览，广告。", 0.95)}
    );
    EXPECT_EQ(read.value, "会议服务；摄影服务；展览；广告。");
    EXPECT_LE(read.confidence, most_of_a_guess);
}

TEST(Decision, DoesNotTakeTwoNinesOfACodeForTheLetterThatLooksLikeThem)
{
    const auto read = decide(
        field(Grammar::uscc),
        {look(Recogniser::latin, "Q1350203MA6578YQ21"), by_the_second("91350203MA6578Y921", 0.9)}
    );
    EXPECT_EQ(read.value, "91350203MA6578Y921");
}

TEST(Decision, TakesTheMailAddressThatMixesWordsAndNumbersLeast)
{
    const auto by_latin = [](std::string_view text) { return look(Recogniser::latin, text); };
    const auto mail = field(Grammar::email);
    const auto cloud = decide(
        mail,
        {by_the_second("wei.c1oud14@examp1e.net"),
         by_latin("wei.cloudl4@example.net"),
         by_tesseract("wei.cloud14@example.net")}
    );
    EXPECT_EQ(cloud.value, "wei.cloud14@example.net");
    const auto maple =
        decide(mail, {by_the_second("ma1l.maple@example.com"), by_latin("mail.maple@example.com")});
    EXPECT_EQ(maple.value, "mail.maple@example.com");
}

TEST(Decision, BelievesTwoModelsThatReadTheSameLatinPrint)
{
    const auto mail = field(Grammar::email);
    const auto alone = decide(mail, {by_the_second("zhao@example.org", 0.95)});
    const auto both = decide(
        mail,
        {by_the_second("zhao@example.org", 0.95), look(Recogniser::latin, "zhao@example.org", 0.95)}
    );
    EXPECT_TRUE(both.evidence.across);
    EXPECT_GT(both.confidence, alone.confidence);
}

TEST(Decision, TellsLookAlikesInAMailAddressByTheModelForLatinPrint)
{
    const auto read = decide(
        field(Grammar::email),
        {by_the_second("feng.mai134@example.net"),
         by_tesseract("feng.mail34@example.net"),
         by_the_second("feng.mai134@example.net")}
    );
    EXPECT_EQ(read.value, "feng.mail34@example.net");
    EXPECT_LT(read.confidence, 0.9);
}

TEST(Decision, TellsNoughtsInAMailAddressByTheNetworks)
{
    const auto read_as = [](std::string_view networks, std::string_view tesseract) {
        return decide(
                   field(Grammar::email),
                   {by_the_second(networks),
                    look(Recogniser::latin, networks),
                    by_tesseract(tesseract)}
        )
            .value;
    };
    EXPECT_EQ(
        read_as("xu.studio62@example.org", "xu.studi062@example.org"), "xu.studio62@example.org"
    );
    EXPECT_EQ(
        read_as("xie.hello10@example.org", "xie.hellolO@example.org"), "xie.hello10@example.org"
    );
}

TEST(Decision, IsSurerWhenTwoRecognisersAgreeThanWhenOneAgreesWithItself)
{
    const auto name = field(Grammar::name);
    const auto two = decide(name, {by_the_second("王伟"), by_tesseract("王伟")});
    const auto one = decide(name, {by_tesseract("王伟"), by_tesseract("王伟")});
    EXPECT_TRUE(two.evidence.across);
    EXPECT_FALSE(one.evidence.across);
    EXPECT_GT(two.confidence, one.confidence);
}

TEST(Decision, IsSurerWhenTheThirdRecogniserAgreesButLessSoThanWhenTesseractDoes)
{
    for (const Grammar each : {Grammar::text, Grammar::name, Grammar::mobile}) {
        const auto type = field(each);
        const auto text = each == Grammar::mobile ? "13812345678" : "王伟";
        const auto second = by_the_second(text, 0.9);
        const auto twice = decide(type, {second, second});
        const auto by_kin = decide(type, {second, look(Recogniser::third, text, 0.9)});
        const auto by_first = decide(type, {second, by_tesseract(text, 0.9)});
        EXPECT_TRUE(by_kin.evidence.kin);
        EXPECT_FALSE(by_kin.evidence.across);
        EXPECT_FALSE(by_first.evidence.kin);
        EXPECT_GT(by_kin.confidence, twice.confidence);
        EXPECT_LT(by_kin.confidence, by_first.confidence);
    }
}

TEST(Decision, IsDoubtedByTheThirdRecogniserThatAgreesButCouldHardlyRead)
{
    const auto name = field(Grammar::name);
    const auto second = by_the_second("王明", 0.96);
    const auto hardly = decide(name, {second, look(Recogniser::third, "王明", 0.4)});
    EXPECT_TRUE(hardly.evidence.doubted);
    EXPECT_LT(hardly.confidence, decide(name, {second}).confidence);
    EXPECT_FALSE(decide(name, {second, by_tesseract("王明", 0.4)}).evidence.doubted);
}

TEST(Decision, TakesOfEachCharacterTheSurersWordWhereBothReadTheSame)
{
    auto second = by_the_second("柳泉街五号");
    second.symbols[1].confidence = 0.5;
    auto first = by_tesseract("柳泉街五号");
    first.symbols[3].confidence = 0.6;
    const auto text = field(Grammar::text);
    EXPECT_NEAR(decide(text, {second, first}).evidence.least, 0.98, 1e-6);
    first.symbols[1].confidence = 0.7;
    EXPECT_NEAR(decide(text, {second, first}).evidence.least, 0.7, 1e-6);
    EXPECT_NEAR(decide(text, {second, second}).evidence.least, 0.5, 1e-6);
}

TEST(Decision, IsNotDoubtedByALookThatCouldNotReadThePrint)
{
    const auto number = field(Grammar::digits);
    const auto with = [&](std::string_view tesseracts) {
        return decide(
            number, {by_the_second("200030"), by_tesseract(tesseracts), by_the_second("200030")}
        );
    };
    EXPECT_FALSE(with("13: 8542; 03 2207").evidence.doubted);
    EXPECT_TRUE(with("200080").evidence.doubted);
    EXPECT_TRUE(decide(number, {by_the_second("200030"), by_tesseract("1385")}).evidence.doubted);
}

TEST(Decision, BelievesTheSecondRecogniserButDoubtsWhenTesseractReadsAnotherName)
{
    const auto name = field(Grammar::name);
    const auto decided = decide(name, {by_the_second("韩丽"), by_tesseract("韩雨", 0.99)});
    EXPECT_EQ(decided.value, "韩丽");
    EXPECT_TRUE(decided.evidence.doubted);
    EXPECT_LT(decided.confidence, 0.99);
    ASSERT_EQ(decided.alternatives.size(), 1U);
    EXPECT_EQ(decided.alternatives[0].value, "韩雨");
}

TEST(Decision, FollowsTwoOfThreeLooks)
{
    const auto decided = decide(
        field(Grammar::name), {by_the_second("王作"), by_tesseract("王伟"), by_the_second("王伟")}
    );
    EXPECT_EQ(decided.value, "王伟");
    EXPECT_TRUE(decided.evidence.across);
    EXPECT_TRUE(decided.evidence.doubted);
}

TEST(Decision, PrefersWhatACheckDigitAdmitsWhoeverReadIt)
{
    const auto decided = decide(
        field(Grammar::cn_id),
        {by_the_second("110105194912310028", 0.999), by_tesseract("11010519491231002X", 0.8)}
    );
    EXPECT_EQ(decided.value, "11010519491231002X");
    EXPECT_TRUE(decided.evidence.proven);
}

TEST(Decision, CountsPunctuationInRunningText)
{
    const auto text = field(Grammar::text);
    EXPECT_FALSE(
        decide(text, {by_the_second("销售；租赁。"), by_tesseract("销售租赁。")}).evidence.agreed
    );
    EXPECT_TRUE(decide(
                    field(Grammar::mobile),
                    {by_the_second("139 1234 5678"), by_tesseract("13912345678")}
    )
                    .evidence.agreed);
}

TEST(Decision, AsksForNoFurtherLookAtADateThatWasReadSurely)
{
    const auto date = field(Grammar::date);
    EXPECT_TRUE(is_settled(decide(date, {by_the_second("2019-03-05", 0.995)})));
    EXPECT_FALSE(is_settled(decide(date, {by_the_second("2019-03-05", 0.8)})));
    EXPECT_FALSE(is_settled(decide(date, {by_the_second("2019-13-05", 0.995)})));
}

TEST(Decision, AsksForAFurtherLookAtANameThatCouldBeAnother)
{
    EXPECT_FALSE(is_settled(decide(field(Grammar::name), {by_the_second("王伟", 0.95)})));
}

TEST(Decision, TrustsTesseractsCertaintyLessThanTheSecondRecognisers)
{
    const auto name = field(Grammar::name);
    EXPECT_LT(
        decide(name, {by_tesseract("王伟", 0.99)}).confidence,
        decide(name, {by_the_second("王伟", 0.99)}).confidence
    );
}

TEST(Decision, HasNothingToSayAboutNothing)
{
    EXPECT_TRUE(decide(field(Grammar::text), {Look{}, Look{}}).value.empty());
}

TEST(Decision, TakesOfEachCharacterTheOneThatMostLooksSaw)
{
    // One recogniser read it twice, each time wrong, the other wrong elsewhere.
    const auto read = decide(
        field(Grammar::text),
        {by_the_second("长春路八号", 0.7),
         by_tesseract("长存路入号", 0.9),
         by_the_second("长春路入号", 0.7)}
    );
    EXPECT_EQ(read.value, "长春路入号");
    EXPECT_FALSE(read.repaired) << "a look says so";
}

TEST(Decision, IsAPersonsWhereNoSingleLookSaysWhatTheySayTogether)
{
    const auto read = decide(
        field(Grammar::text),
        {by_the_second("甲乙丁丁", 0.5),
         by_tesseract("甲乙丙下", 0.9),
         by_the_second("田乙丙丁", 0.6)}
    );
    EXPECT_EQ(read.value, "甲乙丙丁");
    EXPECT_TRUE(read.repaired);
    EXPECT_LE(read.confidence, 0.6);
}

TEST(Decision, HearsNoLookAtSomethingElse)
{
    const auto read = decide(
        field(Grammar::text), {by_the_second("东区八栋", 0.3), by_tesseract("联系电话是谁", 0.99)}
    );
    EXPECT_EQ(read.value, "东区八栋");
}

} // namespace
} // namespace dossier::ocr
