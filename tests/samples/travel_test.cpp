#include <gtest/gtest.h>

#include "samples/render/mrz_zone.h"
#include "samples/render/travel.h"

namespace dossier::samples {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;

Day on(int y, unsigned m, unsigned d)
{
    return {year{y}, month{m}, day{d}};
}

TEST(MrzZone, SaysWhatIcaoPrintsForItsSpecimen)
{
    Person anna;
    anna.male = false;
    anna.birth = on(1974, 8, 12);
    TravelDocument document;
    document.number = "L898902C3";
    document.name = {"ERIKSSON", "ANNA<MARIA"};
    document.nationality = "UTO";
    document.expires = on(2012, 4, 15);
    const auto lines = passport_zone(anna, document);
    EXPECT_EQ(lines[0], "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<");
    EXPECT_EQ(lines[1].substr(0, 28), "L898902C36UTO7408122F1204159");
    document.number = "D23145890";
    const auto small = small_zone(anna, document);
    EXPECT_EQ(small[0], "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<");
    EXPECT_EQ(small[1], "D231458907UTO7408122F1204159<<<<<<<6");
    const auto card = card_zone(anna, document);
    EXPECT_EQ(card[0], "I<UTOD231458907<<<<<<<<<<<<<<<");
    EXPECT_EQ(card[1], "7408122F1204159UTO<<<<<<<<<<<6");
    EXPECT_EQ(card[2], "ERIKSSON<<ANNA<MARIA<<<<<<<<<<");
}

TEST(MrzZone, SaysWhatPermitsPrint)
{
    Person holder;
    holder.birth = on(1990, 3, 7);
    TravelDocument permit;
    permit.number = "H12345678";
    permit.name = {"CHAN", "TAI<MAN"};
    permit.expires = on(2032, 3, 5);
    permit.renewals = 1;
    permit.holder_id = "A1234563";
    const auto lines = permit_zone("CR", holder, permit);
    EXPECT_EQ(lines[0], "CRH1234567830133203053M9003071");
    EXPECT_EQ(lines[1], "<<<<<<<<<<<<<<<<<<BA1234563<46");
    EXPECT_EQ(lines[2], "CHAN<<TAI<MAN<<<<<<<<<<<<<<<<<");
}

TEST(MrzZone, FillsItsLines)
{
    Dice dice(7);
    for (int i = 0; i < 200; ++i) {
        const Person person = make_person(dice, Script::hans);
        for (const auto& line : passport_zone(person, make_passport(dice, person)))
            EXPECT_EQ(line.size(), 44U) << line;
        const TravelDocument taiwan = make_permit(dice, person, Home::taiwan);
        for (const auto& line : permit_zone("CT", person, taiwan))
            EXPECT_EQ(line.size(), 30U) << line;
    }
}

TEST(LatinNames, PutTheSurnameFirst)
{
    EXPECT_EQ(latin_of("欧阳志文").surname, "OUYANG");
    EXPECT_EQ(latin_of("欧阳志文").given, "ZHIWEN");
    EXPECT_EQ(latin_of("吕云").surname, "LYU");
    EXPECT_EQ(latin_of("艾力·买买提").surname, "MAIMAITI");
    EXPECT_THROW((void)latin_of("未知"), std::logic_error);
}

TEST(TravelDocuments, AreValidOnTheDayOfTheSpecimens)
{
    Dice dice(3);
    for (int i = 0; i < 200; ++i) {
        const Person person = make_person(dice, Script::hans);
        const TravelDocument permit = make_permit(dice, person, Home::hong_kong);
        EXPECT_GT(permit.expires, as_of);
        EXPECT_LT(permit.issued, as_of);
    }
}

} // namespace
} // namespace dossier::samples
