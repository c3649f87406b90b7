// Uploads, whole and in parts: what is acknowledged stays, what is repeated is the same, and both
// ways end in the same place.

#include "capture/sniff.h"
#include "tests/web/described.h"
#include "tests/web/site_fixture.h"
#include "web/clock.h"
#include "web/content_range.h"
#include "web/digest.h"

#include <gmock/gmock.h>

namespace dossier::web {

namespace {

constexpr auto uuid = "0b6e6c3e-7d8f-4f59-9d6e-0a4b7f7f2f10";
constexpr auto other_uuid = "0b6e6c3e-7d8f-4f59-9d6e-0a4b7f7f2f11";
constexpr std::string_view pattern = "/api/v1/uploads/{uuid}";

class UploadApi : public SiteTest {
protected:
    UploadApi() : token(open_store().create_station("window-1", store::system_actor(), now)->token)
    {}

    Response ask(const std::string& method, const std::string& id, const std::string& with)
    {
        Request request;
        request.method = method;
        request.path = "/api/v1/uploads/" + id;
        request.headers.emplace("authorization", "Bearer " + with);
        return dispatch(site, routes(), request, now);
    }

    Response put(const std::string& body, TextMap headers, const std::string& id = uuid)
    {
        Request request;
        request.method = "PUT";
        request.path = "/api/v1/uploads/" + id;
        request.headers = std::move(headers);
        request.headers.emplace("authorization", "Bearer " + token);
        request.body = body;
        return dispatch(site, routes(), request, now);
    }

    static TextMap digest_of(const std::string& bytes)
    {
        return {{"digest", "sha-256=" + base64(sha256(bytes))}, {"x-source-name", "%E8%AF%81.jpg"}};
    }

    /// Bytes `first` to `last` of the file.
    Response
    put_part(const std::string& file, std::size_t first, std::size_t last, const char* id = uuid)
    {
        auto headers = digest_of(file);
        headers["content-range"] = "bytes " + std::to_string(first) + "-" + std::to_string(last) +
                                   "/" + std::to_string(file.size());
        return put(file.substr(first, last - first + 1), headers, id);
    }

    /// Asks where the upload stands.
    Response put_nothing(const std::string& file)
    {
        return put("", {{"content-range", "bytes */" + std::to_string(file.size())}});
    }

    std::string token;
};

std::string header_of(const Response& response, std::string_view name)
{
    for (const auto& [key, value] : response.headers)
        if (key == name) return value;
    return {};
}

} // namespace

TEST(ContentRange, IsOneSpellingOfBytesInAWhole)
{
    const auto range = parse_content_range("bytes 5-9/12");
    ASSERT_TRUE(range && range->bytes);
    EXPECT_EQ(range->bytes->first, 5);
    EXPECT_EQ(range->bytes->last, 9);
    EXPECT_EQ(range->total, 12);
    EXPECT_FALSE(parse_content_range("bytes */12")->bytes);
    for (const auto* wrong :
         {"",
          "bytes",
          "bytes 0-1",
          "bytes 0-1/*",
          "bytes 0-1/0",
          "bytes 2-1/9",
          "bytes 0-9/9",
          "bytes -1-2/9",
          "bytes +1-2/9",
          "bytes 0x1-2/9",
          "items 0-1/9",
          "bytes 0-1/9 ",
          "bytes 0-1/9,2-3/9",
          "bytes 0-1/99999999999999999999",
          "bytes 0-9223372036854775807/9",
          "bytes */9223372036854775807",
          "bytes /9",
          "bytes *-*/9",
          "bytes  0-1/9"})
        EXPECT_FALSE(parse_content_range(wrong)) << wrong;
}

TEST(Digest, IsReadInOneSpellingOnly)
{
    const auto digest = sha256(std::string_view{"a"});
    const auto text = "sha-256=" + base64(digest);
    EXPECT_EQ(parse_digest(text), digest);
    for (const auto& wrong :
         {text + "=",
          text.substr(0, text.size() - 1),
          "SHA-256" + text,
          text + ",x",
          std::string{"sha-256="},
          std::string{}})
        EXPECT_FALSE(parse_digest(wrong)) << wrong;
    auto loose = text; // the last letter's spare bits are not zero
    loose[loose.size() - 2] = static_cast<char>(loose[loose.size() - 2] + 1);
    EXPECT_FALSE(parse_digest(loose));
}

TEST_F(UploadApi, TakesAFileOnceHoweverOftenItIsSent)
{
    const auto first = put(smallest_jpeg(), digest_of(smallest_jpeg()));
    ASSERT_EQ(first.status, 201) << first.body;
    EXPECT_EQ(difference_from_description("PUT", pattern, first), "");
    const auto again = put(smallest_jpeg(), digest_of(smallest_jpeg()));
    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(body_of(again), body_of(first));
    const auto repeat = put(smallest_jpeg(), digest_of(smallest_jpeg()), other_uuid);
    EXPECT_EQ(body_of(repeat)["duplicate_of"], body_of(first)["original_id"]);
    EXPECT_EQ(
        body_of(put(smallest_jpeg(), digest_of(smallest_jpeg()), other_uuid)), body_of(repeat)
    ) << "the same answer for ever";
    EXPECT_EQ(wakes, 1);
    EXPECT_EQ(
        open_store().originals(store::whole_site, std::nullopt, "", 10).items.at(0).source_name,
        "证.jpg"
    );
}

TEST_F(UploadApi, GivesAFileTheNameOfTheTokensStation)
{
    Request request;
    request.method = "PUT";
    request.path = std::string{"/api/v1/uploads/"} + uuid;
    request.query = {{"station", "window-2"}};
    request.headers = digest_of(smallest_jpeg());
    request.headers.emplace("authorization", "Bearer " + token);
    request.body = smallest_jpeg();
    ASSERT_EQ(dispatch(site, routes(), request, now).status, 201);
    EXPECT_EQ(
        open_store().originals(store::whole_site, std::nullopt, "", 10).items.at(0).station,
        "window-1"
    );
    EXPECT_EQ(open_store().audit("", 1).items.at(0).actor, "window-1");
}

TEST_F(UploadApi, PutsAFileIntoTheBatchThatItsSenderNames)
{
    Request request;
    request.method = "PUT";
    request.path = std::string{"/api/v1/uploads/"} + uuid;
    request.query = {{"batch", "B-2026-0007"}};
    request.headers = digest_of(smallest_jpeg());
    request.headers.emplace("authorization", "Bearer " + token);
    request.body = smallest_jpeg();
    ASSERT_EQ(dispatch(site, routes(), request, now).status, 201);
    const auto batches = open_store().batches(store::whole_site, std::nullopt, "window-1", "", 10);
    ASSERT_EQ(batches.items.size(), 1U);
    EXPECT_EQ(batches.items[0].announced.name, "B-2026-0007");
    request.path = std::string{"/api/v1/uploads/"} + other_uuid;
    request.query = {{"batch", "no/name"}};
    EXPECT_EQ(type_of(dispatch(site, routes(), request, now)), "bad_batch");
}

TEST_F(UploadApi, RefusesBytesThatAreNotThoseAnnounced)
{
    EXPECT_EQ(type_of(put(smallest_jpeg() + "x", digest_of(smallest_jpeg()))), "digest_mismatch");
    EXPECT_EQ(type_of(put(smallest_jpeg(), {})), "digest_mismatch");
    EXPECT_EQ(type_of(put(smallest_jpeg(), {{"digest", "md5=abc"}})), "digest_mismatch");
}

TEST_F(UploadApi, NeverDropsOtherBytesUnderAUsedUuid)
{
    ASSERT_EQ(put(smallest_jpeg('a'), digest_of(smallest_jpeg('a'))).status, 201);
    EXPECT_EQ(type_of(put(smallest_jpeg('b'), digest_of(smallest_jpeg('b')))), "upload_differs");
    EXPECT_EQ(type_of(put_part(smallest_jpeg('b'), 0, 9)), "upload_differs");
}

TEST_F(UploadApi, RefusesWhatIsNoDocumentWithItsReason)
{
    const auto response = put("just text", digest_of("just text"));
    EXPECT_EQ(response.status, 422);
    EXPECT_FALSE(body_of(response)["detail"].get<std::string>().empty());
}

TEST_F(UploadApi, TakesNothingWhileTheDiskIsLow)
{
    intake_state = "disk_low";
    EXPECT_EQ(put(smallest_jpeg(), digest_of(smallest_jpeg())).status, 507);
    EXPECT_EQ(put_part(smallest_jpeg(), 0, 9).status, 507);
}

TEST_F(UploadApi, RefusesNamesThatCouldBePaths)
{
    for (const auto* name : {"..%2Fetc%2Fpasswd", "a%00b", "a%0Ab", "%zz", "%E4"}) {
        auto headers = digest_of(smallest_jpeg());
        headers["x-source-name"] = name;
        EXPECT_EQ(type_of(put(smallest_jpeg(), headers)), "bad_source_name") << name;
    }
    for (const auto* id :
         {"x", "0b6e6c3e-7d8f-4f59-9d6e-0a4b7f7f2f1", "------------------------------------"})
        EXPECT_EQ(type_of(put(smallest_jpeg(), digest_of(smallest_jpeg()), id)), "bad_uuid") << id;
}

TEST_F(UploadApi, TakesAFileInPartsAndAnswersTheLastLikeAWhole)
{
    const auto file = smallest_jpeg();
    const auto first = put_part(file, 0, 9);
    ASSERT_EQ(first.status, 202) << first.body;
    EXPECT_EQ(difference_from_description("PUT", pattern, first), "");
    EXPECT_EQ(body_of(first)["offset"], 10);
    EXPECT_EQ(header_of(first, "Upload-Offset"), "10");
    EXPECT_EQ(body_of(put_part(file, 10, 19))["offset"], 20);
    const auto last = put_part(file, 20, file.size() - 1);
    ASSERT_EQ(last.status, 201) << last.body;
    EXPECT_EQ(difference_from_description("PUT", pattern, last), "");
    EXPECT_EQ(wakes, 1);
    const auto original =
        open_store().originals(store::whole_site, std::nullopt, "", 10).items.at(0);
    EXPECT_EQ(original.sha256, hex(sha256(file)));
    EXPECT_EQ(original.source_name, "证.jpg");
    EXPECT_EQ(original.station, "window-1");
    EXPECT_TRUE(open_store().fsck().orphans.empty());
    EXPECT_EQ(open_store().fsck().objects, 1) << "the parts are gone";

    EXPECT_EQ(body_of(put_part(file, 20, file.size() - 1)), body_of(last));
    EXPECT_EQ(body_of(put_part(file, 0, 9)), body_of(last));
    EXPECT_EQ(body_of(put(file, digest_of(file))), body_of(last));
}

TEST_F(UploadApi, SaysWhereItGoesOn)
{
    const auto file = smallest_jpeg();
    ASSERT_EQ(put_part(file, 0, 9).status, 202);
    const auto wrong = put_part(file, 15, 19);
    EXPECT_EQ(wrong.status, 409);
    EXPECT_EQ(difference_from_description("PUT", pattern, wrong), "");
    EXPECT_EQ(type_of(wrong), "upload_offset");
    EXPECT_EQ(body_of(wrong)["offset"], 10);
    EXPECT_EQ(header_of(wrong, "Upload-Offset"), "10");
    EXPECT_EQ(put_part(file, 5, 14).status, 409);
    EXPECT_EQ(put_part(file, 0, 9).status, 202) << "its answer was lost";
    EXPECT_EQ(body_of(put_nothing(file))["offset"], 10);

    const auto shown = ask("GET", uuid, token);
    EXPECT_EQ(difference_from_description("GET", pattern, shown), "");
    EXPECT_EQ(body_of(shown)["offset"], 10);
    EXPECT_EQ(body_of(shown)["total"], file.size());
    EXPECT_TRUE(body_of(shown)["original_id"].is_null());
    const auto head = ask("HEAD", uuid, token);
    EXPECT_EQ(header_of(head, "Upload-Offset"), "10");
    EXPECT_EQ(header_of(head, "Upload-Complete"), "?0");
}

TEST_F(UploadApi, ShowsWhatBecameOfAFinishedOne)
{
    const auto file = smallest_jpeg();
    const auto kept = body_of(put(file, digest_of(file)));
    const auto shown = ask("GET", uuid, token);
    EXPECT_EQ(difference_from_description("GET", pattern, shown), "");
    EXPECT_EQ(body_of(shown)["original_id"], kept["original_id"]);
    EXPECT_EQ(header_of(shown, "Upload-Complete"), "?1");
    EXPECT_EQ(ask("GET", other_uuid, token).status, 404);
}

TEST_F(UploadApi, EndsAnUploadWhoseLastAnswerWasNeverGiven)
{
    // As after a crash between the last part and what follows it.
    const auto file = smallest_jpeg();
    const auto content = std::as_bytes(std::span{file});
    ASSERT_TRUE(open_store().keep_part(
        {.upload_id = uuid,
         .sender = "station window-1",
         .station = "window-1",
         .source_name = "a.jpg",
         .sha256 = hex(sha256(file)),
         .total = static_cast<std::int64_t>(file.size()),
         .first_byte = 0,
         .bytes = content,
         .actor = store::system_actor()},
        now
    ));
    EXPECT_EQ(put_nothing(file).status, 201);
    EXPECT_EQ(
        open_store().originals(store::whole_site, std::nullopt, "", 10).items.at(0).source_name,
        "a.jpg"
    );
}

TEST_F(UploadApi, RefusesPartsThatAreNotWhatTheySay)
{
    const auto file = smallest_jpeg();
    const auto with = [&](const std::string& range, const std::string& body) {
        auto headers = digest_of(file);
        headers["content-range"] = range;
        return put(body, headers);
    };
    EXPECT_EQ(type_of(with("bytes 0-9/33", "too short")), "bad_range");
    EXPECT_EQ(type_of(with("bytes 0-3/", "abcd")), "bad_range");
    EXPECT_EQ(type_of(with("bytes */33", "abcd")), "bad_range");
    EXPECT_EQ(type_of(with("bytes 0-3/99999999999", "abcd")), "body_too_large");
    const std::string large(1024 * 1024 + 1, 'x');
    EXPECT_EQ(type_of(with("bytes 0-1048576/2000000", large)), "part_too_large");
    EXPECT_EQ(type_of(put("abcd", {{"content-range", "bytes 0-3/9"}})), "digest_needed");
    EXPECT_EQ(type_of(put_part(file, 4, 9)), "upload_offset");
}

TEST_F(UploadApi, ForgetsPartsThatMakeNoDocumentOrAnotherFile)
{
    const std::string text = "just text";
    ASSERT_EQ(put_part(text, 0, 3).status, 202);
    EXPECT_EQ(put_part(text, 4, 8).status, 422);
    EXPECT_EQ(ask("GET", uuid, token).status, 404);
    auto headers = digest_of("another file");
    headers["content-range"] = "bytes 0-8/9";
    EXPECT_EQ(type_of(put(text, headers)), "digest_mismatch");
    EXPECT_EQ(open_store().fsck().objects, 0);
}

TEST_F(UploadApi, KeepsAnUploadFromAnybodyElse)
{
    const auto file = smallest_jpeg();
    ASSERT_EQ(put_part(file, 0, 9).status, 202);
    const auto mine = token;
    token = open_store().create_station("window-2", store::system_actor(), now)->token;
    EXPECT_EQ(type_of(put_part(file, 10, 19)), "upload_taken");
    EXPECT_EQ(type_of(put_nothing(file)), "upload_taken");
    EXPECT_EQ(type_of(put(file, digest_of(file))), "upload_taken");
    EXPECT_EQ(ask("GET", uuid, token).status, 404);
    EXPECT_EQ(ask("DELETE", uuid, token).status, 404);
    auto person = sign_in_as("operator", "window-1"); // a person of the station's name
    EXPECT_EQ(send(person, "GET", std::string{"/api/v1/uploads/"} + uuid).status, 404);
    EXPECT_EQ(ask("GET", uuid, mine).status, 200);
}

TEST_F(UploadApi, GivesUpAnUploadOnRequest)
{
    const auto file = smallest_jpeg();
    ASSERT_EQ(put_part(file, 0, 9).status, 202);
    EXPECT_EQ(ask("DELETE", uuid, token).status, 204);
    EXPECT_EQ(ask("DELETE", uuid, token).status, 404);
    EXPECT_EQ(ask("GET", uuid, token).status, 404);
    EXPECT_EQ(put_part(file, 0, 9).status, 202) << "and may begin again";
}

TEST_F(UploadApi, TakesAWholeFileInPlaceOfItsParts)
{
    const auto file = smallest_jpeg();
    ASSERT_EQ(put_part(file, 0, 9).status, 202);
    EXPECT_EQ(type_of(put(smallest_jpeg('b'), digest_of(smallest_jpeg('b')))), "upload_differs");
    EXPECT_EQ(put(file, digest_of(file)).status, 201);
    EXPECT_EQ(open_store().fsck().objects, 1);
}

TEST_F(UploadApi, LimitsHowManyOneSenderLeavesOpen)
{
    const auto file = smallest_jpeg();
    std::string id = "0b6e6c3e-7d8f-4f59-9d6e-0a4b7f7f2f00";
    for (int i = 0; i < 16; ++i) {
        id[34] = static_cast<char>('a' + i / 10 % 6);
        id[35] = static_cast<char>('0' + i % 10);
        ASSERT_EQ(put_part(file, 0, 9, id.c_str()).status, 202);
    }
    EXPECT_EQ(type_of(put_part(file, 0, 9)), "too_many_uploads");
}

TEST_F(UploadApi, TellsFromTheDateOfUploadsThatAStationsClockIsWrong)
{
    Browser person = sign_in_as("operator", "sun");
    const auto health = [&] {
        return body_of(send(person, "GET", "/api/v1/station-health"))["items"].at(0);
    };
    const auto put_dated = [&](char mark, const std::string& date) {
        auto headers = digest_of(smallest_jpeg(mark));
        headers.emplace("date", date);
        const auto id = std::string{uuid}.replace(35, 1, 1, mark);
        EXPECT_EQ(put(smallest_jpeg(mark), headers, id).status, 201);
    };
    const auto ten_minutes_fast = to_http_date(now + std::chrono::minutes{10});
    put_dated('a', ten_minutes_fast);
    put_dated('b', ten_minutes_fast);
    put_dated('c', "yesterday");
    EXPECT_TRUE(health()["clock_ahead_s"].is_null()) << "two dates say nothing yet";
    put_dated('d', ten_minutes_fast);
    EXPECT_EQ(health()["clock_ahead_s"], 600);
    EXPECT_EQ(health()["warnings"], Json::array({"clock_fast"}));
}

} // namespace dossier::web
