// What is known of a text beyond its grammar mends it, for a person.

#include "ocr/fields/decide.h"
#include "ocr/fields/lexicon.h"

#include <gtest/gtest.h>

namespace dossier::ocr {

namespace {

FieldType of(std::string name, std::string names, std::vector<std::string> usual = {})
{
    FieldType field;
    field.name = std::move(name);
    field.names = std::move(names);
    field.usual = std::move(usual);
    return field;
}

DocumentType form()
{
    DocumentType type;
    type.fields = {
        of("address", "address"),
        of("issuing_authority", "authority"),
        of("employer", "company"),
        of("id_type", "", {"居民身份证", "护照", "外国人居留证"}),
        of("remark", ""),
        of("email", ""),
        of("scope", "")};
    type.fields.back().phrases = {"（依法须经批准的项目，经相关部门批准后方可开展经营活动"};
    type.fields[5].grammar = Grammar::email;
    return type;
}

Field read(std::string name, std::string value, double confidence)
{
    Field field;
    field.name = std::move(name);
    field.value = std::move(value);
    field.confidence = confidence;
    return field;
}

std::vector<Field> mended(std::vector<Field> fields, Alphabet hand = Alphabet::chinese)
{
    mend_by_lexicon(form(), hand, fields);
    return fields;
}

TEST(Lexicon, MendsAUsualValueForAPersonAndKeepsWhatWasRead)
{
    const auto field = mended({read("id_type", "精民身份这", 0.7)}).front();
    EXPECT_EQ(field.value, "居民身份证");
    EXPECT_TRUE(field.repaired);
    EXPECT_LE(field.confidence, 0.6);
    EXPECT_EQ(field.alternatives.front().value, "精民身份这");
}

TEST(Lexicon, MendsMailWithANumberWhereOnesStandForItsLastLetterOrTheOtherWayRound)
{
    const auto value_of = [](std::string address, double confidence = 0.7) {
        return mended({read("email", std::move(address), confidence)}).front().value;
    };
    EXPECT_EQ(value_of("tang.mai18@example.com"), "tang.mail8@example.com");
    EXPECT_EQ(value_of("jiang.mailll@example.com"), "jiang.mail11@example.com");
    EXPECT_EQ(value_of("mai1@example.com"), "mail@example.com");
    EXPECT_EQ(value_of("jumai18@example.com"), "jumai18@example.com");
    EXPECT_EQ(value_of("li.hello18@example.com"), "li.hello18@example.com");
    EXPECT_EQ(value_of("tang.mai18@example.com", 0.999), "tang.mai18@example.com");
}

TEST(Lexicon, MendsOnesAtTheEndOfANameWhereNoWordEndsInAnL)
{
    const auto value_of = [](std::string address) {
        return mended({read("email", std::move(address), 0.7)}).front().value;
    };
    EXPECT_EQ(value_of("lv.riverll@example.net"), "lv.river11@example.net");
    EXPECT_EQ(value_of("xiao.riverl@example.net"), "xiao.river1@example.net");
    EXPECT_EQ(value_of("club.l@example.net"), "club.l@example.net");
    for (const auto* word : {"carl", "girl", "owl", "html", "hotel", "school", "will", "l"})
        EXPECT_EQ(value_of(word + std::string("@example.net")), word + std::string("@example.net"));
}

TEST(Lexicon, MendsWhatTheLawPrescribesWordForWordForAPerson)
{
    const auto field =
        mended(
            {read("scope", "餐饮服务。（依法须经批准的项目、经相关部门批准后方可开展经活动。", 0.9)}
        )
            .front();
    EXPECT_EQ(field.value, "餐饮服务。（依法须经批准的项目，经相关部门批准后方可开展经营活动。");
    EXPECT_TRUE(field.repaired);
    const std::string other = "餐饮服务。（经批准的项目，批准后可开展活动）";
    EXPECT_EQ(mended({read("scope", other, 0.9)}).front().value, other);
}

TEST(Lexicon, LeavesSeveralUsualValuesInOneToAPerson)
{
    EXPECT_LE(
        mended({read("id_type", "护照居民身份证", 0.999)}).front().confidence, most_of_a_guess
    );
    EXPECT_LE(
        mended({read("id_type", "護照居民身份證", 0.999)}, Alphabet::traditional)
            .front()
            .confidence,
        most_of_a_guess
    );
    EXPECT_EQ(mended({read("id_type", "护照", 0.999)}).front().confidence, 0.999);
    EXPECT_EQ(mended({read("remark", "护照护照", 0.999)}).front().confidence, 0.999);
}

TEST(Lexicon, MendsInTheHandOfThePage)
{
    EXPECT_EQ(
        mended({read("id_type", "居民身份論", 0.7)}, Alphabet::traditional).front().value,
        "居民身份證"
    );
}

TEST(Lexicon, LeavesAValueThatIsFarFromEveryUsualOneOrWasReadSurely)
{
    EXPECT_EQ(mended({read("id_type", "海员证", 0.7)}).front().value, "海员证");
    const auto sure = mended({read("id_type", "户照", 0.999)}).front();
    EXPECT_EQ(sure.value, "户照");
    EXPECT_FALSE(sure.repaired);
    const auto near = mended({read("id_type", "居民身份论", 0.999)}).front();
    EXPECT_EQ(near.value, "居民身份论");
    EXPECT_LE(near.confidence, most_of_a_guess) << "misread by both, more likely";
    EXPECT_EQ(mended({read("remark", "精民身份证", 0.7)}).front().value, "精民身份证");
}

TEST(Lexicon, MendsOnTraditionalPagesWhatBothRecognisersMisreadSurely)
{
    const auto fields = mended(
        {read("id_type", "居民身份論", 0.999),
         read("address", "江鱗省南京市玄武區銀杏街183號", 0.995)},
        Alphabet::traditional
    );
    EXPECT_EQ(fields[0].value, "居民身份證");
    EXPECT_EQ(fields[1].value, "江蘇省南京市玄武區銀杏街183號");
    for (const Field& each : fields) {
        EXPECT_TRUE(each.repaired);
        EXPECT_LE(each.confidence, most_of_mended);
    }
}

TEST(Lexicon, LetsAPersonLookAtADivisionThatBothRecognisersMisreadSurely)
{
    const std::string printed = "江鳞省南京市玄武区银杏街183号";
    const auto field = mended({read("address", printed, 0.995)}).front();
    EXPECT_EQ(field.value, printed) << "it may be new";
    EXPECT_LE(field.confidence, most_of_a_guess);
    EXPECT_EQ(field.alternatives.front().value, "江苏省南京市玄武区银杏街183号");
}

TEST(Lexicon, MendsFromWhatTheSamePaperNamesElsewhere)
{
    const auto fields = mended(
        {read("issuing_authority", "鱗州市公安局", 0.5),
         read("address", "河南省鄭州市金水區銀杏街3號", 0.999),
         read("employer", "萬通（鱗州）物流有限公司", 0.5)},
        Alphabet::traditional
    );
    EXPECT_EQ(fields[0].value, "鄭州市公安局");
    EXPECT_FALSE(fields[1].repaired);
    EXPECT_EQ(fields[2].value, "萬通（鄭州）物流有限公司");
}

} // namespace

} // namespace dossier::ocr
