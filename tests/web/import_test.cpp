// An archive that was scanned before: the map, the tree, the run and its reconciliation.

#include "tests/web/site_fixture.h"
#include "web/import/report.h"
#include "web/import/run.h"

#include <gmock/gmock.h>

#include <fstream>

namespace dossier::web {

namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

std::string jpeg(char mark)
{
    using namespace std::string_literals;
    return "\xff\xd8\xff\xfe\x00\x03"s + mark +
           "\xff\xc0\x00\x0b\x08\x00\x10\x00\x10\x01\x01\x11\x00\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x12\xff\xd9"s;
}

constexpr auto plain_map = R"(name = "branch 7"
type = "id_card"
batch = "box"
[file]
column = "path"
[fields]
name = "client"
id_number = "number"
)";

class ImportTest : public SiteTest {
protected:
    ImportTest() { fs::create_directories(root); }

    void put(const std::string& path, const std::string& content)
    {
        fs::create_directories((root / path).parent_path());
        std::ofstream{root / path, std::ios::binary} << content;
    }

    std::string wrong_with(const std::string& text)
    {
        const auto parsed = parse_import_map(
            text, "map.toml", {"path", "box", "client", "number"}, types.installed()
        );
        if (parsed) return "";
        return parsed.error().file + ":" + std::to_string(parsed.error().line) + ": " +
               parsed.error().reason;
    }

    /// `rows` without the header.
    ImportOutcome run(const std::string& rows, bool dry = false, int stop_after = 1000)
    {
        table = parse_csv("path,box,client,number\n" + rows).value();
        map = parse_import_map(plain_map, "map.toml", table.header, types.installed()).value();
        const Tree tree{root};
        const auto files = tree.list({});
        int asked = 0;
        const ImportRun setup{
            .map = map,
            .table = table,
            .tree = tree,
            .files = files,
            .types = types.installed(),
            .limits = {},
            .station = "archive",
            .archive = dry ? nullptr : &open_store(),
            .now =
                [this] {
                    ++commits;
                    return now;
                },
            .should_stop = [&] { return ++asked > stop_after; },
            .progress = [](std::size_t) {}};
        auto outcome = run_import(setup);
        if (!dry) reconcile(setup, outcome);
        return outcome;
    }

    static std::vector<std::string> codes(const ImportOutcome& outcome)
    {
        std::vector<std::string> out;
        for (const auto& row : outcome.rows)
            out.push_back(
                std::string{to_text(row.state)} +
                (row.reason.code.empty() ? "" : " " + row.reason.code)
            );
        return out;
    }

    fs::path root = folder.path() / "tree";
    IndexTable table;
    ImportMap map;
    int commits = 0; ///< the archive is told the time once a group
};

} // namespace

TEST(TreePath, HasOneSpellingAndStaysBelow)
{
    EXPECT_EQ(normal_tree_path("a\\b//./c.jpg").value(), "a/b/c.jpg");
    EXPECT_EQ(normal_tree_path("./证/1.jpg").value(), "证/1.jpg");
    for (const auto* wrong :
         {"",
          ".",
          "/etc/passwd",
          "\\\\server\\share",
          "C:\\a.jpg",
          "c:a",
          "../a",
          "a/../../b",
          "a/..",
          "a\\..\\b"})
        EXPECT_EQ(normal_tree_path(wrong).error().code, "bad_path") << wrong;
    EXPECT_FALSE(normal_tree_path(std::string_view{"a\0b", 3}));
}

TEST_F(ImportTest, RefusesABadMapWithFileLineAndReason)
{
    EXPECT_EQ(wrong_with(plain_map), "");
    EXPECT_EQ(
        wrong_with("type = \"id_card\""), "map.toml:0: name is missing: what this import is called"
    );
    EXPECT_EQ(
        wrong_with("name = \"x\"\ntype = \"id_card\""),
        "map.toml:0: [file] is missing: column or pattern of the files' paths"
    );
    const std::string head = "name = \"x\"\ntype = \"id_card\"\n";
    EXPECT_EQ(
        wrong_with(head + "colour = 1\n[file]\ncolumn = \"path\""),
        "map.toml:3: colour is not a key of a map"
    );
    EXPECT_EQ(
        wrong_with(head + "[file]\ncolumn = \"nowhere\""),
        "map.toml:4: the index has no column nowhere"
    );
    EXPECT_EQ(
        wrong_with(head + "[file]\npattern = \"{box}/{page}.jpg\""),
        "map.toml:4: the index has no column page"
    );
    EXPECT_EQ(
        wrong_with(head + "[file]\npattern = \"{box/1.jpg\""), "map.toml:4: a { is never closed"
    );
    EXPECT_THAT(
        wrong_with(head + "[file]\npattern = \"1.jpg\""),
        HasSubstr("map.toml:4: the pattern names no column")
    );
    EXPECT_THAT(wrong_with(head + "[file]\n"), HasSubstr("needs either column or pattern"));
    EXPECT_EQ(
        wrong_with(head + "[file]\ncolumn = \"path\"\n[fields]\nmobile = \"client\""),
        "map.toml:6: mobile is not a field of the document type"
    );
    EXPECT_EQ(
        wrong_with("name = \"x\"\ntype = \"king\"\n[file]\ncolumn = \"path\""),
        "map.toml:2: there is no document type king"
    );
    EXPECT_THAT(
        wrong_with("name = \"x\"\n[file]\ncolumn = \"path\""),
        HasSubstr("either type or type_column")
    );
    EXPECT_EQ(
        wrong_with("name = \"a/b\"\ntype = \"id_card\"\n[file]\ncolumn = \"path\""),
        "map.toml:1: name must be up to 64 bytes without slashes or control characters"
    );
    EXPECT_EQ(
        wrong_with("name = 7\ntype = \"id_card\"\n[file]\ncolumn = \"path\""),
        "map.toml:1: a text is needed here"
    );
    EXPECT_THAT(wrong_with("name = \"x"), HasSubstr("map.toml:1: "));
}

TEST_F(ImportTest, MakesPathsAndTypesOfSeveralColumns)
{
    const auto parsed = parse_import_map(
        "name = \"x\"\ntype_column = \"client\"\n[types]\n\"身份证\" = \"id_card\"\n"
        "[file]\npattern = \"{box}/{number}.jpg\"",
        "map.toml",
        {"path", "box", "client", "number"},
        types.installed()
    );
    ASSERT_TRUE(parsed) << parsed.error().reason;
    EXPECT_EQ(parsed->path.size(), 4U);
    EXPECT_EQ(parsed->types.at("身份证"), "id_card");
}

TEST_F(ImportTest, KeepsEachFileWithWhatTheIndexSaysOfIt)
{
    put("A/1.jpg", jpeg('1'));
    const auto outcome = run("A\\1.jpg,B-17,张伟,11010519491231002X\n");
    EXPECT_THAT(codes(outcome), ElementsAre("kept"));
    EXPECT_TRUE(outcome.is_complete());
    const auto original = open_store().find_original({outcome.rows[0].original_id}).value();
    EXPECT_EQ(original.source_name, "1.jpg");
    EXPECT_EQ(original.station, "archive");
    const verify::Announced expected{
        {"#type", "id_card"}, {"name", "张伟"}, {"id_number", "11010519491231002X"}};
    EXPECT_EQ(original.announced, expected);
}

TEST_F(ImportTest, TellsEveryFaultApart)
{
    put("1.jpg", jpeg('1'));
    put("2.JPG", jpeg('2'));
    put("same.jpg", jpeg('1'));
    put("text.jpg", "just text");
    put("cut.jpg", jpeg('3').substr(0, 20));
    put("extra.jpg", jpeg('4'));
    fs::create_symlink("1.jpg", root / "link.jpg");
    fs::create_directory_symlink("/etc", root / "etc");
    const std::string rows =
        "1.jpg,,a,\n2.jpg,,b,\nsame.jpg,,c,\n1.jpg,,a,\n2.JPG,,other,\n"
        "text.jpg,,,\ncut.jpg,,,\nmissing.jpg,,,\nmissing.jpg,,,\nlink.jpg,,,\n"
        "etc/passwd,,,\n../1.jpg,,,\n";
    const std::vector<std::string> expected{
        "kept",
        "kept",
        "repeated",
        "repeated row_repeated",
        "refused row_contradicts",
        "refused not_a_document",
        "refused incomplete",
        "refused missing",
        "refused missing",
        "refused not_a_file",
        "refused not_a_file",
        "refused bad_path"};
    const auto dry = run(rows, true);
    EXPECT_EQ(codes(dry), expected);
    EXPECT_EQ(dry.rows[2].duplicate_of, "1.jpg");
    EXPECT_THAT(dry.unlisted, ElementsAre("extra.jpg"));
    EXPECT_FALSE(dry.is_complete());
    EXPECT_TRUE(open_store().originals(store::whole_site, std::nullopt, "", 10).items.empty())
        << "nothing changed";

    const auto real = run(rows);
    EXPECT_EQ(codes(real), expected);
    EXPECT_EQ(real.rows[2].duplicate_of, real.rows[0].original_id);
    EXPECT_EQ(open_store().originals(store::whole_site, std::nullopt, "", 10).items.size(), 2U);
    EXPECT_EQ(codes(run(rows)), expected) << "another run says the same";
    EXPECT_EQ(open_store().originals(store::whole_site, std::nullopt, "", 10).items.size(), 2U);
}

TEST_F(ImportTest, KeepsFilesInGroupsAndTellsRepeatedRowsApartInThem)
{
    std::string rows;
    for (int i = 0; i < 70; ++i) {
        const auto name = std::to_string(i) + ".jpg";
        put(name, jpeg(static_cast<char>(i + 1)));
        rows += name + ",,,\n";
        if (i == 30) rows += "3.jpg,,,\n3.jpg,,other,\n";
    }
    put("again.jpg", jpeg(static_cast<char>(5)));
    rows += "again.jpg,,,\n3.jpg,,,\n";
    const auto outcome = run(rows);
    EXPECT_EQ(commits, 2);
    EXPECT_EQ(outcome.count(RowState::kept), 70U);
    const auto said = codes(outcome);
    EXPECT_EQ(said[31], "repeated row_repeated");
    EXPECT_EQ(said[32], "refused row_contradicts");
    EXPECT_EQ(said[72], "repeated") << "the same bytes under another name";
    EXPECT_EQ(said[73], "repeated row_repeated");
    EXPECT_EQ(outcome.rows[31].original_id, outcome.rows[3].original_id);
    EXPECT_EQ(outcome.rows[72].duplicate_of, outcome.rows[4].original_id);
}

TEST_F(ImportTest, GoesOnWhereItWasStopped)
{
    std::string rows;
    for (const char mark : {'1', '2', '3', '4', '5'}) {
        put(std::string{mark} + ".jpg", jpeg(mark));
        rows += std::string{mark} + ".jpg,,,\n";
    }
    const auto stopped = run(rows, false, 2);
    EXPECT_THAT(codes(stopped), ElementsAre("kept", "kept", "not_done", "not_done", "not_done"));
    EXPECT_FALSE(stopped.is_complete());
    const auto rest = run(rows);
    EXPECT_EQ(rest.count(RowState::kept), 5U);
    EXPECT_EQ(rest.count_earlier(), 2U);
    EXPECT_TRUE(rest.is_complete());
    EXPECT_EQ(open_store().originals(store::whole_site, std::nullopt, "", 10).items.size(), 5U);
}

TEST_F(ImportTest, NoticesAFileThatChangedSinceAnEarlierRun)
{
    put("1.jpg", jpeg('1'));
    ASSERT_TRUE(run("1.jpg,,,\n").is_complete());
    put("1.jpg", jpeg('2'));
    EXPECT_THAT(codes(run("1.jpg,,,\n")), ElementsAre("refused changed_since"));
}

TEST_F(ImportTest, ReportsFilesButNoValueOfTheIndex)
{
    put("=1.jpg", jpeg('1'));
    put("extra.jpg", jpeg('2'));
    const auto outcome = run("=1.jpg,B-17,SECRETNAME,110105\nmissing.jpg,,,\n");
    for (const auto& report : {report_jsonl(outcome), report_csv(outcome)}) {
        EXPECT_THAT(report, HasSubstr("extra.jpg"));
        EXPECT_THAT(report, HasSubstr("unlisted"));
        EXPECT_THAT(report, HasSubstr("missing"));
        EXPECT_THAT(report, testing::Not(HasSubstr("SECRETNAME")));
        EXPECT_THAT(report, testing::Not(HasSubstr("110105")));
    }
    EXPECT_THAT(report_csv(outcome), testing::Not(HasSubstr(",=1.jpg"))) << "no formula";
    EXPECT_EQ(
        nlohmann::json::parse(report_jsonl(outcome).substr(0, report_jsonl(outcome).find('\n'))
        )["line"],
        2
    );
}

TEST_F(ImportTest, LeavesTheIndexOutOfTheTreesFiles)
{
    put("index.csv", "path\n");
    put("1.jpg", jpeg('1'));
    EXPECT_THAT(Tree{root}.list({root / "index.csv"}), ElementsAre("1.jpg"));
}

TEST_F(ImportTest, ShowsAPersonWhatWasAnnounced)
{
    put("1.jpg", jpeg('1'));
    const auto outcome = run("1.jpg,B-17,张伟,\n");
    const auto job = open_store().claim_job("test", now);
    const auto documents = open_store().finish_job(*job, doubtful_card(), now);
    auto person = sign_in_as("verifier", "li");
    const auto shown = send(person, "GET", "/api/v1/documents/" + documents->at(0).text);
    EXPECT_EQ(body_of(shown)["announced"]["name"], "张伟");
    auto clerk = sign_in_as("operator", "sun");
    EXPECT_THAT(send(clerk, "GET", "/api/v1/originals").body, testing::Not(HasSubstr("张伟")));
}

} // namespace dossier::web
