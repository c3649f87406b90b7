// Indexes of archives: what CSV and Excel programs write, and what hostile or damaged files do.

#include "tests/web/zip_builder.h"
#include "web/import/index_table.h"

#include <gmock/gmock.h>

#include <random>

namespace dossier::web {

namespace {

using testing::ElementsAre;
using Cells = std::vector<std::string>;

std::vector<Cells> cells_of(const tl::expected<IndexTable, IndexError>& table)
{
    std::vector<Cells> out;
    if (!table) return {{"error", table.error().reason}};
    for (const auto& row : table->rows)
        out.push_back(row.cells);
    return out;
}

std::string reason_of(const tl::expected<IndexTable, IndexError>& table)
{
    return table ? "" : std::to_string(table.error().line) + ": " + table.error().reason;
}

} // namespace

TEST(Csv, IsReadWithQuotesDelimitersAndEveryLineEnd)
{
    const auto table = parse_csv("path,name\r\n\"a,b.jpg\",\"He said \"\"x\"\"\"\n\r\nc.jpg,\r");
    ASSERT_TRUE(table) << table.error().reason;
    EXPECT_THAT(table->header, ElementsAre("path", "name"));
    EXPECT_THAT(
        cells_of(table), ElementsAre(Cells{"a,b.jpg", "He said \"x\""}, Cells{"c.jpg", ""})
    );
    EXPECT_EQ(table->rows[1].line, 4);
    EXPECT_THAT(cells_of(parse_csv("a;b\n1;2,5")), ElementsAre(Cells{"1", "2,5"}));
    EXPECT_THAT(cells_of(parse_csv("\"a,x\"\tb\n1\t2")), ElementsAre(Cells{"1", "2"}));
    EXPECT_THAT(
        cells_of(parse_csv("a,b\n\"two\nlines\",2\n3,4")),
        ElementsAre(Cells{"two\nlines", "2"}, Cells{"3", "4"})
    );
}

TEST(Csv, IsReadInWhateverChineseSpreadsheetsWrite)
{
    const Cells row{"张伟", "1"};
    EXPECT_THAT(cells_of(parse_csv("\xef\xbb\xbf姓名,号\n张伟,1")), ElementsAre(row));
    EXPECT_THAT(
        cells_of(parse_csv("\xd0\xd5\xc3\xfb,\xba\xc5\n\xd5\xc5\xce\xb0,1")), ElementsAre(row)
    ) << "GB18030";
    const std::string utf16{"\xff\xfe\x20\x5f,\0a\0\n\0\x1f\x4f,\0\x31\0", 16};
    EXPECT_THAT(cells_of(parse_csv(utf16)), ElementsAre(Cells{"伟", "1"}));
    EXPECT_THAT(cells_of(parse_csv("a,b\n　x　, y ")), ElementsAre(Cells{"x", "y"}));
}

TEST(Csv, IsRefusedWithTheLineAtFault)
{
    EXPECT_EQ(reason_of(parse_csv("")), "0: there is no header");
    EXPECT_EQ(reason_of(parse_csv("a,a\n1,2")), "1: the header names a column twice: a");
    EXPECT_EQ(reason_of(parse_csv("a,b\n1,2,3")), "2: the row has more cells than the header");
    EXPECT_EQ(reason_of(parse_csv("a,b\n1,\"2\n3")), "2: a quotation mark is never closed");
    EXPECT_EQ(
        reason_of(parse_csv("a,b\n1,2\n\"1\"x,2")), "3: text stands behind a closing quotation mark"
    );
    EXPECT_EQ(reason_of(parse_csv("a,b\n\xff\xff,1")), "0: the text is neither UTF-8 nor GB18030");
    EXPECT_EQ(reason_of(parse_csv(std::string_view{"a,b\n1,\0", 7})), "2: a cell holds a NUL");
}

TEST(Csv, IsHeldToItsLimits)
{
    EXPECT_THAT(reason_of(parse_csv("a,b\n1,2", {.bytes = 5})), testing::HasSubstr("too large"));
    EXPECT_THAT(
        reason_of(parse_csv("a\n1\n2\n3", {.rows = 2})),
        testing::HasSubstr("4: there are too many rows")
    );
    EXPECT_THAT(reason_of(parse_csv("a,b,c", {.columns = 2})), testing::HasSubstr("columns"));
    EXPECT_THAT(reason_of(parse_csv("a\n12345", {.cell = 4})), testing::HasSubstr("2: a cell"));
    EXPECT_THAT(reason_of(parse_csv("a\n12\n34", {.text = 4})), testing::HasSubstr("text"));
}

TEST(Xlsx, GivesTheFirstSheetsCellsAsPeopleSeeThem)
{
    const auto table = parse_xlsx(a_workbook(
        R"(<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="D2" t="inlineStr"><is><t>d</t></is></c></row>)"
        R"(<row r="5"><c r="A5" t="s"><v>2</v></c><c r="B5" s="1"><v>18264</v></c><c r="D5"><v>1.3800138E10</v></c></row>)"
        R"(<row r="6"><c r="A6" t="str"><f>A5</f><v>张</v></c><c r="B6" s="2"><v>1.5</v></c><c r="D6" s="3"><v>0.5</v></c></row>)"
        R"(<row r="7"/><row r="8"><c r="B8" s="1"><v>60000</v></c></row>)",
        R"(<si><t>path</t></si><si><t>born</t></si><si><r><t>a</t></r><r><t>b.jpg</t></r><rPh><t>guide</t></rPh></si>)"
    ));
    ASSERT_TRUE(table) << table.error().reason;
    EXPECT_THAT(table->header, ElementsAre("path", "born", "", "d"));
    EXPECT_THAT(
        cells_of(table),
        ElementsAre(
            Cells{"ab.jpg", "1950-01-01", "", "13800138000"},
            Cells{"张", "1900-01-01", "", "0.5"},
            Cells{"", "2064-04-08", "", ""}
        )
    );
    EXPECT_EQ(table->rows[0].line, 5);
}

TEST(Xlsx, CountsDaysFrom1904WhereTheWorkbookSaysSo)
{
    const auto table = parse_xlsx(a_workbook(
        R"(<row><c t="str"><v>a</v></c></row><row><c s="1"><v>1462</v></c></row>)",
        "",
        R"(<workbookPr date1904="1"/>)"
    ));
    EXPECT_THAT(cells_of(table), ElementsAre(Cells{"1908-01-02"}));
}

TEST(Xlsx, IsRefusedWhenItIsNoneOrRefersToNothing)
{
    EXPECT_THAT(reason_of(parse_xlsx("PK\x03\x04 nothing")), testing::StartsWith("0: "));
    EXPECT_THAT(
        reason_of(parse_xlsx(ZipBuilder{}.with("a.txt", "x").bytes())),
        testing::HasSubstr("no Excel workbook")
    );
    EXPECT_EQ(
        reason_of(parse_xlsx(a_workbook(R"(<row r="3"><c t="s"><v>9</v></c></row>)"))),
        "3: a cell refers to a text that is not there"
    );
    EXPECT_THAT(
        reason_of(parse_xlsx(a_workbook(R"(<row r="3"><c r="ZZZ3" t="str"><v>x</v></c></row>)"))),
        testing::HasSubstr("too many columns")
    );
}

TEST(Xlsx, DefinesNoEntities)
{
    const auto bomb = ZipBuilder{}
                          .with("xl/workbook.xml", "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><x>&a;</x>")
                          .with("xl/_rels/workbook.xml.rels", "<x/>")
                          .bytes();
    EXPECT_THAT(reason_of(parse_xlsx(bomb)), testing::HasSubstr("no Excel workbook"));
}

TEST(Xlsx, IsHeldToItsLimits)
{
    const auto book =
        a_workbook(R"(<row><c t="str"><v>a</v></c></row><row><c t="str"><v>bcdef</v></c></row>)");
    EXPECT_TRUE(parse_xlsx(book));
    EXPECT_FALSE(parse_xlsx(book, {.bytes = 100}));
    EXPECT_FALSE(parse_xlsx(book, {.unpacked = 100}));
    EXPECT_FALSE(parse_xlsx(book, {.cell = 4}));
}

TEST(Index, IsToldApartByItsFirstBytes)
{
    EXPECT_TRUE(parse_index("a,b\n1,2"));
    EXPECT_TRUE(parse_index(a_workbook(R"(<row><c t="str"><v>a</v></c></row>)")));
}

TEST(Index, SurvivesDamageOfEveryKind)
{
    const auto book = a_workbook(
        R"(<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>b</t></is></c></row>)"
        R"(<row r="2"><c r="A2" s="1"><v>18263</v></c><c r="B2"><v>12.5</v></c></row>)",
        R"(<si><t>path</t></si>)"
    );
    const std::string csv = "path,\"na\"\"me\",b\r\n\"x,y\",2,3\r\n张,4,5\n";
    std::mt19937 random{2026};
    const auto pick = [&](std::size_t below) { return random() % below; };
    const IndexLimits small{
        .bytes = 1 << 20,
        .unpacked = 1 << 16,
        .rows = 100,
        .columns = 20,
        .cell = 200,
        .text = 5000};
    for (int i = 0; i < 4000; ++i) {
        auto bytes = i % 2 == 0 ? book : csv;
        for (std::size_t changes = 1 + pick(4); changes > 0 && !bytes.empty(); --changes)
            switch (pick(4)) {
            case 0: bytes[pick(bytes.size())] = static_cast<char>(pick(256)); break;
            case 1: bytes.resize(1 + pick(bytes.size())); break;
            case 2:
                bytes.insert(pick(bytes.size()), bytes.substr(pick(bytes.size()), pick(40)));
                break;
            default: bytes.erase(pick(bytes.size()), 1 + pick(8)); break;
            }
        if (bytes.empty()) continue;
        const auto table = i % 2 == 0 ? parse_xlsx(bytes, small) : parse_csv(bytes, small);
        if (!table) {
            EXPECT_FALSE(table.error().reason.empty());
            continue;
        }
        for (const auto& row : table->rows)
            EXPECT_EQ(row.cells.size(), table->header.size());
    }
}

} // namespace dossier::web
