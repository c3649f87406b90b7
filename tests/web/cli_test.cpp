#include "web/cli/arguments.h"
#include "web/cli/reading_json.h"
#include "web/csv_cell.h"
#include "web/digest.h"

#include <gtest/gtest.h>

namespace dossier::web {

namespace {

ReadFile a_reading()
{
    ocr::Field number;
    number.name = "id_number";
    number.value = "11010519491231002X";
    number.raw = "110105 19491231 002X";
    number.confidence = 0.99812;
    number.box = {.x = 812, .y = 1406, .width = 640, .height = 52};
    number.alternatives = {{.value = "110105194912310021", .confidence = 0.001}};
    ocr::Field spouse;
    spouse.name = "spouse_name";
    verify::CheckedDocument document;
    document.type = "id_card";
    document.type_confidence = 0.99;
    document.pages = {0};
    document.fields = {
        {.field = number, .status = verify::FieldStatus::accepted},
        {.field = spouse, .status = verify::FieldStatus::accepted}};
    document.findings = {
        {.code = "id_number.checksum",
         .severity = verify::Severity::error,
         .fields = {"id_number"},
         .message = {.en = "wrong", .zh_hans = "错", .zh_hant = "錯"}}};
    document.pairs = {{.label = "公民身份号码", .value = "1", .page = 0, .box = {}}};
    capture::PageFacts page;
    page.width = 2480;
    page.skew.degrees = -1.37;
    return {
        .source = "scan.tif",
        .sha256 = "ab",
        .seconds = 0.41,
        .pages = {page},
        .documents = {document},
        .error = {}};
}

} // namespace

TEST(Arguments, TellOptionsFlagsAndTheRestApart)
{
    const std::vector<std::string> words{
        "a.jpg", "--format", "csv", "--jobs=2", "--demo", "--", "--odd.jpg"};
    const auto arguments = parse_arguments(words, {"format", "jobs"}, {"demo"});
    ASSERT_TRUE(arguments);
    EXPECT_EQ(arguments->option("format"), "csv");
    EXPECT_EQ(arguments->option("jobs"), "2");
    EXPECT_TRUE(arguments->flag("demo"));
    EXPECT_EQ(arguments->rest, (std::vector<std::string>{"a.jpg", "--odd.jpg"}));
}

TEST(Arguments, RefuseWhatIsNotKnownOrHasNoValue)
{
    const std::vector<std::string> unknown{"--colour"};
    const std::vector<std::string> bare{"--format"};
    EXPECT_EQ(parse_arguments(unknown, {"format"}, {}).error(), "there is no option --colour");
    EXPECT_EQ(parse_arguments(bare, {"format"}, {}).error(), "--format needs a value");
}

TEST(ReadingLine, IsTheContractsInKeyOrder)
{
    EXPECT_EQ(
        to_json_line(a_reading()),
        R"({"source":"scan.tif","sha256":"ab","seconds":0.41,)"
        R"("pages":[{"index":0,"width":2480,"height":0,"dpi":0,"rotation_deg":0,"skew_deg":-1.37,"blank":false,"blank_probability":0.0,)"
        R"("quality":{"blur":0.0,"verdict":"good","flaws":[]},"role":"content","codes":[]}],)"
        R"("documents":[{"type":"id_card","type_confidence":0.99,"pages":[0],)"
        R"("fields":{"id_number":{"value":"11010519491231002X","raw":"110105 19491231 002X","confidence":0.9981,)"
        R"("status":"accepted","page":0,"box":[812,1406,640,52],)"
        R"("alternatives":[{"value":"110105194912310021","confidence":0.001}]}},)"
        R"("findings":[{"code":"id_number.checksum","severity":"error","fields":["id_number"],"message":"wrong"}],)"
        R"("pairs":[{"label":"公民身份号码","value":"1","page":0,"box":[0,0,0,0]}]}],"error":null})"
        "\n"
    );
}

TEST(ReadingLine, OfAFileThatCannotBeReadSaysWhy)
{
    const ReadFile file{
        .source = "x",
        .sha256 = "",
        .seconds = 0,
        .pages = {},
        .documents = {},
        .error = capture::Refusal{"empty", "The file is empty."}};
    EXPECT_EQ(
        to_json_line(file),
        R"({"source":"x","sha256":"","seconds":0.0,"pages":[],"documents":[],)"
        R"("error":{"code":"empty","message":"The file is empty."}})"
        "\n"
    );
}

TEST(Csv, DisarmsWhatASpreadsheetWouldRun)
{
    EXPECT_EQ(csv_cell("=cmd|'/c calc'!A1"), "'=cmd|'/c calc'!A1");
    EXPECT_EQ(csv_cell("+1"), "'+1");
    EXPECT_EQ(csv_cell("-1"), "'-1");
    EXPECT_EQ(csv_cell("@SUM(A1)"), "'@SUM(A1)");
    EXPECT_EQ(csv_cell("\t=1"), "'\t=1");
    EXPECT_EQ(csv_cell("张三"), "张三");
}

TEST(Csv, QuotesCommasQuotesAndLines)
{
    EXPECT_EQ(csv_cell("a,b"), "\"a,b\"");
    EXPECT_EQ(csv_cell("say \"a\""), "\"say \"\"a\"\"\"");
    EXPECT_EQ(csv_cell("two\nlines"), "\"two\nlines\"");
    EXPECT_EQ(csv_cell("=\"a\""), "\"'=\"\"a\"\"\"");
}

TEST(Digest, IsSha256InHexAndBase64)
{
    EXPECT_EQ(
        hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
    EXPECT_EQ(base64(sha256("abc")), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
}

} // namespace dossier::web
