// What becomes of readings of pages whose print is in crumbs: built by hand, of installed types.

#include "ocr/fields/decide.h"
#include "ocr/recipe/broken_print.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace dossier::ocr {
namespace {

using capture::QualityFlaw;
using capture::QualityVerdict;

Field field(std::string name, std::string value)
{
    Field made;
    made.name = std::move(name);
    made.value = std::move(value);
    made.confidence = 0.999;
    return made;
}

/// A corporate form of which everything was read, on one page with this flaw.
Reading a_reading(QualityFlaw flaw)
{
    Reading reading;
    reading.pages.resize(1);
    reading.pages[0].quality.flaws = {flaw};
    reading.pages[0].quality.verdict = QualityVerdict::fair;
    Document form;
    form.type = "corporate_form";
    form.pages = {0};
    form.fields = {
        field("company_name", "晨光贸易有限公司"),
        field("uscc", "91350211M000100Y43"),
        field("legal_representative", "许思"),
        field("registered_capital", "叁仟万元整"),
        field("address", "晨光路44号"),
        field("contact_name", "张建"),
        field("contact_mobile", "13054644629")};
    reading.documents = {form};
    return reading;
}

Reading weighed(Reading reading)
{
    weigh_broken_print(reading, load_types(DOSSIER_TEST_TYPES).value());
    return reading;
}

double confidence_of(const Reading& reading, std::string_view name)
{
    const auto& fields = reading.documents[0].fields;
    return std::ranges::find(fields, name, &Field::name)->confidence;
}

TEST(BrokenPrint, LeavesDigitsThatNoCheckDigitProvesToAPerson)
{
    const auto reading = weighed(a_reading(QualityFlaw::print_broken));
    EXPECT_LE(confidence_of(reading, "contact_mobile"), most_of_a_guess);
    EXPECT_LE(confidence_of(reading, "address"), most_of_a_guess);
    EXPECT_GT(confidence_of(reading, "uscc"), 0.99);
    EXPECT_GT(confidence_of(reading, "contact_name"), 0.99);
    const auto blurred = weighed(a_reading(QualityFlaw::blurred));
    EXPECT_GT(confidence_of(blurred, "contact_mobile"), 0.99);
}

TEST(BrokenPrint, LeavesSingleCharactersToAPerson)
{
    Reading reading = a_reading(QualityFlaw::print_broken);
    reading.documents[0].type = "customer_form";
    reading.documents[0].fields = {field("sex", "女"), field("marital_status", "已婚")};
    EXPECT_LE(confidence_of(weighed(reading), "sex"), most_of_a_guess) << "a worn 男 looks so";
}

TEST(BrokenPrint, LeavesAPageThatComesAgainToAPersonButForWhatIsProven)
{
    auto reading = a_reading(QualityFlaw::print_broken);
    reading.documents[0].fields[0].value.clear();
    EXPECT_LE(confidence_of(weighed(reading), "contact_name"), most_of_a_guess);
    EXPECT_GT(confidence_of(weighed(reading), "uscc"), 0.99);
}

TEST(BrokenPrint, LeavesWhatTheZoneOfACardSaysToo)
{
    Reading reading = a_reading(QualityFlaw::print_broken);
    Document& card = reading.documents[0];
    card.type = "taiwan_permit";
    card.fields = {field("birth_date", "1994-09-22"), field("valid_from", "2022-10-03")};
    const auto sure = weighed(reading);
    EXPECT_GT(confidence_of(sure, "birth_date"), 0.99);
    EXPECT_LE(confidence_of(sure, "valid_from"), most_of_a_guess) << "stands in no zone";
    card.fields[0].confidence = 0.99;
    EXPECT_LE(confidence_of(weighed(reading), "birth_date"), most_of_a_guess) << "no zone was read";
}

TEST(BrokenPrint, IsNoReasonToScanAgainWhatCouldBeRead)
{
    const auto reading = weighed(a_reading(QualityFlaw::print_broken));
    EXPECT_EQ(reading.pages[0].quality.verdict, QualityVerdict::fair);
}

TEST(BrokenPrint, IsScannedAgainWhereWhatEveryCopyShowsIsMissing)
{
    auto reading = a_reading(QualityFlaw::print_broken);
    reading.documents[0].fields[1].value.clear();
    EXPECT_EQ(weighed(reading).pages[0].quality.verdict, QualityVerdict::poor);
    reading.pages[0].quality.flaws = {QualityFlaw::resolution_low};
    EXPECT_EQ(weighed(reading).pages[0].quality.verdict, QualityVerdict::fair);
}

TEST(BrokenPrint, IsScannedAgainWhereHalfIsMissingOrNobodyKnowsWhatItIs)
{
    auto reading = a_reading(QualityFlaw::print_broken);
    reading.documents[0].fields.resize(5);
    EXPECT_EQ(weighed(reading).pages[0].quality.verdict, QualityVerdict::poor);
    reading.documents[0].type = "unknown";
    EXPECT_EQ(weighed(reading).pages[0].quality.verdict, QualityVerdict::poor);
    reading.documents.clear();
    EXPECT_EQ(weighed(reading).pages[0].quality.verdict, QualityVerdict::poor);
}

} // namespace
} // namespace dossier::ocr
