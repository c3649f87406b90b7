// Dates and amounts as tills print them, and values known by where they stand.

#include "capture/utf8.h"
#include "ocr/fields/extract.h"
#include "ocr/fields/receipt_values.h"

#include <gtest/gtest.h>

namespace dossier::ocr {
namespace {

constexpr int size = 20; ///< pixels of a character

std::optional<ShortDate> date_in(std::string_view text)
{
    return find_short_date(capture::code_points(text));
}

std::vector<std::string> amounts_in(std::string_view text)
{
    return find_amounts(capture::code_points(text));
}

TextLine line(int y, std::string_view text)
{
    TextLine made;
    bool space = false;
    int at = 100;
    for (const char32_t c : capture::code_points(text)) {
        if (c != U' ')
            made.symbols.push_back(
                {capture::to_utf8(std::u32string(1, c)), {at, y, size, size}, 0.999, space, {}}
            );
        space = c == U' ';
        at += size;
    }
    made.box = {100, y, at - 100, size};
    return made;
}

PageText slip()
{
    PageText page;
    page.text_height = size;
    page.rules = {cv::Mat::zeros(500, 1200, CV_8U), cv::Mat::zeros(500, 1200, CV_8U)};
    page.lines = {
        line(0, "LUCKY STAR TRADING SDN BHD (123456-X)"),
        line(40, "12, JALAN MERANTI 3"),
        line(80, "50480 KUALA LUMPUR"),
        line(120, "TEL: 03-5550 1234"),
        line(160, "DATE: 25/12/2018"),
        line(240, "SUB TOTAL: 20.01"),
        line(280, "TOTAL: 20.01"),
        line(320, "TOTAL AFTER ROUNDING: 20.00")};
    return page;
}

DocumentType receipt()
{
    FieldType company;
    company.name = "company_name";
    company.place = "head";
    company.endings = {"SDN BHD"};
    FieldType date;
    date.name = "date";
    date.labels = {"Date"};
    date.place = "anywhere";
    date.grammar = Grammar::short_date;
    FieldType address;
    address.name = "address";
    address.place = "under_head";
    address.until = {"Tel"};
    FieldType total;
    total.name = "total";
    total.labels = {"Total After Rounding", "Total"};
    total.ranked = true;
    total.place = "paid";
    total.grammar = Grammar::money;
    DocumentType type;
    type.name = "receipt";
    type.fields = {company, date, address, total};
    type.other_labels = {"Sub Total"};
    return type;
}

Field field_of(const PageText& page, std::string_view name)
{
    const auto nobody = [](const Span&, Alphabet, Recogniser) { return std::vector<Symbol>{}; };
    for (const Field& field : extract_fields(page, receipt(), nobody)) {
        if (field.name == name) return field;
    }
    return {};
}

TEST(ShortDates, AreReadWithTheDayFirst)
{
    EXPECT_EQ(date_in("25/12/2018 18:04")->iso, "2018-12-25");
    EXPECT_EQ(date_in("INV 7 25-12-18")->iso, "2018-12-25");
    EXPECT_EQ(date_in("3 MAR 2018")->iso, "2018-03-03");
    EXPECT_EQ(date_in("2018-03-05")->iso, "2018-03-05");
    EXPECT_EQ(date_in("2018年3月5日")->iso, "2018-03-05");
}

TEST(ShortDates, SayWhenTheMonthCouldStandFirst)
{
    EXPECT_EQ(date_in("05/03/2018")->swapped, std::optional<std::string>("2018-05-03"));
    EXPECT_FALSE(date_in("25/03/2018")->swapped);
    EXPECT_FALSE(date_in("05/05/2018")->swapped);
    EXPECT_EQ(date_in("12/25/2018")->iso, "2018-12-25");
}

TEST(ShortDates, AreNoTelephoneNumbersAndNoDaysThatDoNotExist)
{
    EXPECT_FALSE(date_in("03-5550 1234"));
    EXPECT_FALSE(date_in("31/02/2018"));
    EXPECT_FALSE(date_in("TOTAL 20.00"));
}

TEST(Amounts, HaveTwoDecimals)
{
    EXPECT_EQ(amounts_in("RM 1,234.50"), std::vector<std::string>{"1234.50"});
    EXPECT_EQ(amounts_in("2 x 4.90 9.80"), (std::vector<std::string>{"4.90", "9.80"}));
    EXPECT_TRUE(amounts_in("QTY 12").empty());
}

TEST(Amounts, AreNeitherDiscountsNorRates)
{
    EXPECT_TRUE(amounts_in("-0.01").empty());
    EXPECT_TRUE(amounts_in("GST 6.00%").empty());
}

TEST(Receipts, NameTheCompanyAtTheirHeadAndWhereItIsUnderIt)
{
    EXPECT_EQ(field_of(slip(), "company_name").value, "LUCKY STAR TRADING SDN BHD");
    EXPECT_EQ(field_of(slip(), "address").value, "12, JALAN MERANTI 3 50480 KUALA LUMPUR");
}

TEST(Receipts, CountTheTotalThatIsPaid)
{
    EXPECT_EQ(field_of(slip(), "total").value, "20.00");
}

TEST(Receipts, CountWhatWasHandedOverLessTheChange)
{
    PageText page = slip();
    page.lines.resize(5);
    page.lines.push_back(line(240, "TOTAL: 20.01"));
    page.lines.push_back(line(280, "RM 20.00"));
    page.lines.push_back(line(320, "CASH: 50.00"));
    page.lines.push_back(line(360, "CHANGE: 30.00"));
    page.lines.push_back(line(440, "TAX SUMMARY"));
    page.lines.push_back(line(480, "TOTAL: 18.88 1.13"));
    EXPECT_EQ(field_of(page, "total").value, "20.00");
    page.lines[7] = line(320, "C SH: 50.00");
    EXPECT_EQ(field_of(page, "total").value, "20.00");
    page.lines[7] = line(320, "CASH: 50.00");
    page.lines[8] = line(360, "CH NGE: 30.00");
    EXPECT_EQ(field_of(page, "total").value, "20.00");
}

TEST(Receipts, DoNotCountADifferenceThatTheyDoNotSay)
{
    PageText page = slip();
    page.lines.push_back(line(360, "CASH: 60.00")); // misread
    page.lines.push_back(line(400, "CHANGE: 30.00"));
    EXPECT_EQ(field_of(page, "total").value, "20.00"); // by its label
}

TEST(Receipts, LeaveTotalsAndOpenDatesToAPerson)
{
    EXPECT_LE(field_of(slip(), "total").confidence, 0.9);
    auto page = slip();
    page.lines[4] = line(160, "DATE: 05/03/2018");
    const Field date = field_of(page, "date");
    EXPECT_EQ(date.value, "2018-03-05");
    EXPECT_LE(date.confidence, 0.5);
    EXPECT_EQ(date.alternatives.back().value, "2018-05-03");
}

} // namespace
} // namespace dossier::ocr
