// Records as files for other systems.

#include "tests/web/described.h"
#include "tests/web/site_fixture.h"
#include "web/digest.h"
#include "web/exports/exports.h"

#include <Poco/StreamCopier.h>
#include <Poco/Zip/ZipArchive.h>
#include <Poco/Zip/ZipStream.h>
#include <gmock/gmock.h>

#include <map>
#include <sstream>

namespace dossier::web {

namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Key;
using testing::StartsWith;

std::map<std::string, std::string> unpacked(const std::string& zip)
{
    std::istringstream in{zip};
    const Poco::Zip::ZipArchive archive{in};
    std::map<std::string, std::string> files;
    for (auto header = archive.headerBegin(); header != archive.headerEnd(); ++header) {
        in.clear();
        Poco::Zip::ZipInputStream part{in, header->second};
        std::ostringstream bytes;
        Poco::StreamCopier::copyStream(part, bytes);
        files.emplace(header->first, bytes.str());
    }
    return files;
}

class ExportsApi : public SiteTest {
protected:
    /// A committed record whose address reads like that.
    std::string commit(char mark, const std::string& address)
    {
        auto examined = doubtful_card();
        for (auto& checked : examined.documents.at(0).fields)
            checked.status = verify::FieldStatus::accepted;
        examined.documents.at(0).find_field("address")->field.value = address;
        now += std::chrono::seconds{1};
        (void)queue_a_document(mark, examined);
        return open_store().records(store::whole_site, "", "", 1).items.at(0).id.text;
    }

    Response export_as(const std::string& format, const std::string& purpose = "audit")
    {
        return send(
            li,
            "POST",
            "/api/v1/exports",
            Json{{"format", format}, {"records", {first, second}}, {"purpose", purpose}}
        );
    }

    Response order(Json what)
    {
        what["format"] = "csv";
        what["purpose"] = "audit";
        return send(li, "POST", "/api/v1/export-runs", what);
    }

    bool work()
    {
        return site.exports->work_once(
            open_store(), [&] { return now; }, site.policy.utc_offset, [] { return false; }
        );
    }

    Response sign_in_again()
    {
        const Json credentials{{"username", "li"}, {"password", password}};
        return send(li, "POST", "/api/v1/session", credentials);
    }

    Browser li = sign_in_as("records", "li");
    std::string first = commit('a', "=HYPERLINK(\"http://x\")");
    std::string second = commit('b', "北京市朝阳区");
};

} // namespace

TEST_F(ExportsApi, GiveATableThatNoSpreadsheetRuns)
{
    const auto answer = export_as("csv");
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_THAT(answer.body, StartsWith("\xef\xbb\xbfnumber,id,type,"));
    EXPECT_THAT(answer.body, HasSubstr("\"'=HYPERLINK(\"\"http://x\"\")\""));
    EXPECT_THAT(answer.body, HasSubstr(",北京市朝阳区,"));
    EXPECT_EQ(std::ranges::count(answer.body, '\n'), 3);
}

TEST_F(ExportsApi, GiveWhatTheInterfaceShows)
{
    const auto answer = export_as("json");
    EXPECT_EQ(difference_from_description("POST", "/api/v1/exports", answer), "");
    EXPECT_EQ(body_of(answer)["items"].at(1)["id"], second);
}

TEST_F(ExportsApi, PackOriginalsAndPagesWithWhatTheyHashTo)
{
    const auto answer = export_as("package");
    ASSERT_EQ(answer.status, 200) << answer.body;
    const auto files = unpacked(answer.body);
    EXPECT_THAT(files.at("bagit.txt"), StartsWith("BagIt-Version: 1.0\n"));
    std::istringstream manifest{files.at("manifest-sha256.txt")};
    std::string digest;
    std::string path;
    int listed = 0;
    while (manifest >> digest >> path) {
        ASSERT_THAT(files, Contains(Key(path)));
        EXPECT_EQ(hex(sha256(std::string_view{files.at(path)})), digest) << path;
        ++listed;
    }
    EXPECT_EQ(listed, 6) << "record, original and page of two records";
    const auto number = open_store().records(store::whole_site, "", "", 2).items.at(0).number;
    EXPECT_THAT(files, Contains(Key("data/" + number + "/record.json")));
    EXPECT_THAT(files, Contains(Key("data/" + number + "/page-001.jpg")));
}

TEST_F(ExportsApi, StandInTheTrailWithEveryRecordThatLeft)
{
    (void)export_as("csv", "authority_request");
    const auto entries = open_store().audit("", 3).items;
    EXPECT_EQ(entries.at(0).action, "records_exported");
    EXPECT_EQ(entries.at(0).detail, "csv 2 authority_request");
    EXPECT_EQ(entries.at(1).action, "record_viewed");
    EXPECT_EQ(entries.at(2).object, "record " + first);
}

TEST_F(ExportsApi, GiveARecordAsAPdfThatSaysWhoTookIt)
{
    const auto answer = send(li, "GET", "/api/v1/records/" + first + "/pdf");
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(answer.media_type, "application/pdf");
    EXPECT_THAT(answer.body, StartsWith("%PDF-1."));
    EXPECT_THAT(answer.body, HasSubstr("(li  2026-11-23 20:00) Tj")) << "by the site's clock";
    const auto entry = open_store().audit("", 1).items.at(0);
    EXPECT_EQ(entry.action + " " + entry.object, "record_printed record " + first);
    EXPECT_EQ(send(li, "GET", "/api/v1/records/nobody/pdf").status, 404);
    auto shen = sign_in_as("verifier", "shen");
    EXPECT_EQ(send(shen, "GET", "/api/v1/records/" + first + "/pdf").status, 403);
}

TEST_F(ExportsApi, PackAPdfOfEachRecord)
{
    const auto files = unpacked(export_as("pdf").body);
    const auto number = open_store().records(store::whole_site, "", "", 1).items.at(0).number;
    EXPECT_THAT(files.at("data/" + number + ".pdf"), StartsWith("%PDF-1."));
}

TEST_F(ExportsApi, AreMadeBesideTheWorkAndFetchedOnce)
{
    const auto ordered = order({{"records", {first, second}}});
    ASSERT_EQ(ordered.status, 202) << ordered.body;
    EXPECT_EQ(difference_from_description("POST", "/api/v1/export-runs", ordered), "");
    const auto id = body_of(ordered)["id"].get<std::string>();
    const auto file = "/api/v1/export-runs/" + id + "/file";
    EXPECT_EQ(send(li, "POST", file).status, 404) << "it is not made yet";
    EXPECT_TRUE(work());
    const auto listed = send(li, "GET", "/api/v1/export-runs");
    EXPECT_EQ(difference_from_description("GET", "/api/v1/export-runs", listed), "");
    EXPECT_EQ(body_of(listed)["runs"].at(0)["state"], "ready");
    EXPECT_EQ(body_of(listed)["runs"].at(0)["done"], 2);
    auto wei = sign_in_as("exporter", "wei");
    EXPECT_EQ(send(wei, "POST", file).status, 404) << "it is another's";
    const auto fetched = send(li, "POST", file);
    ASSERT_EQ(fetched.status, 200);
    EXPECT_THAT(fetched.body, StartsWith("\xef\xbb\xbfnumber,"));
    EXPECT_EQ(send(li, "POST", file).status, 404) << "once";
    const auto history = body_of(send(li, "GET", "/api/v1/export-runs"));
    EXPECT_EQ(history["runs"].size(), 0);
    EXPECT_EQ(history["items"].at(0)["step"], "exported");
    EXPECT_EQ(history["items"].at(0)["sha256"], hex(sha256(std::string_view{fetched.body})));
    EXPECT_EQ(history["items"].at(0)["person"], "li");
    EXPECT_EQ(history["items"].at(1)["step"], "requested");
}

TEST_F(ExportsApi, AreForgottenWhenNobodyFetchesThem)
{
    (void)order({{"records", {first}}});
    EXPECT_TRUE(work());
    now += std::chrono::minutes{31};
    (void)sign_in_again();
    EXPECT_EQ(body_of(send(li, "GET", "/api/v1/export-runs"))["runs"].size(), 0);
}

TEST_F(ExportsApi, TakeWhatASearchFindsOrHowItIsFiled)
{
    while (open_store().index_records(100).left > 0) {
    }
    EXPECT_EQ(body_of(order({{"search", {{"text", "朝阳区"}}}}))["records"], 1);
    EXPECT_EQ(body_of(order({{"search", {{"from", "2026-11-23"}}}}))["records"], 2);
    EXPECT_EQ(type_of(order({{"search", {{"from", "2026-11-24"}}}})), "no_records");
    const auto filed = body_of(order({{"filed", {{"type", "id_card"}, {"to", "2026-11-23"}}}}));
    EXPECT_EQ(filed["records"], 2);
    EXPECT_EQ(type_of(order({{"filed", {{"from", "2026-11-23"}}}})), "too_many_exports")
        << "three of one person";
    EXPECT_EQ(type_of(order({{"filed", {{"colour", "red"}}}})), "bad_records");
    EXPECT_EQ(type_of(order({{"filed", Json::object()}, {"records", {first}}})), "bad_records");
    EXPECT_EQ(type_of(order(Json::object())), "bad_records");
}

TEST_F(ExportsApi, SayWhatIsWrongWithWhatIsAsked)
{
    EXPECT_EQ(type_of(export_as("xls")), "unknown_format");
    EXPECT_EQ(type_of(export_as("csv", "because")), "unknown_purpose");
    const auto nobody = send(
        li,
        "POST",
        "/api/v1/exports",
        Json{{"format", "csv"}, {"records", {"nobody"}}, {"purpose", "audit"}}
    );
    EXPECT_EQ(nobody.status, 404);
    const auto none = send(
        li,
        "POST",
        "/api/v1/exports",
        Json{{"format", "csv"}, {"records", Json::array()}, {"purpose", "audit"}}
    );
    EXPECT_EQ(type_of(none), "bad_records");
    const auto twice = send(
        li,
        "POST",
        "/api/v1/exports",
        Json{{"format", "package"}, {"records", {first, first}}, {"purpose", "audit"}}
    );
    EXPECT_EQ(type_of(twice), "bad_records");
    auto zhao = sign_in_as("verifier", "zhao");
    EXPECT_EQ(
        send(
            zhao,
            "POST",
            "/api/v1/exports",
            Json{{"format", "csv"}, {"records", {first}}, {"purpose", "audit"}}
        ).status,
        403
    );
}

} // namespace dossier::web
