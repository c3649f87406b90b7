// The sender of `dossier upload` against the real handlers, over a network that loses requests and
// answers.

#include "tests/web/site_fixture.h"
#include "web/cli/sender.h"
#include "web/digest.h"

#include <gmock/gmock.h>

namespace dossier::web {

namespace {

using namespace std::chrono_literals;

/// A whole JPEG of about `size` bytes: markers and a comment segment or more.
std::string jpeg_of(std::size_t size)
{
    using namespace std::string_literals;
    std::string out = "\xff\xd8"s;
    while (out.size() < size)
        out += "\xff\xfe\xff\xff"s + std::string(0xfffd, 'x');
    return out +
           "\xff\xc0\x00\x0b\x08\x00\x10\x00\x10\x01\x01\x11\x00\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x12\xff\xd9"s;
}

constexpr std::size_t mib = std::size_t{1} << 20;

class Sender : public SiteTest {
protected:
    Sender() : token(open_store().create_station("window-1", store::system_actor(), now)->token) {}

    /// One exchange with the service; `lost` says what the network does to the n-th one.
    enum class Lost { nothing, request, answer };

    Exchange network(std::function<Lost(int)> lost = [](int) { return Lost::nothing; })
    {
        return [this, lost = std::move(lost)](const HttpsRequest& from) {
            ++exchanges;
            const auto fate = lost(exchanges);
            const tl::unexpected<NoAnswer> nobody{
                NoAnswer{.kind = NoAnswer::Kind::unreachable, .reason = "lost"}};
            if (fate == Lost::request) return tl::expected<HttpsAnswer, NoAnswer>{nobody};
            Request request;
            request.method = from.method;
            request.path = from.path;
            for (const auto& [name, value] : from.headers) {
                std::string key = name;
                for (char& c : key)
                    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
                request.headers.emplace(key, value);
            }
            request.headers.emplace("authorization", "Bearer " + token);
            request.body = std::string{from.body};
            sent += from.body.size();
            const auto response = dispatch(site, routes(), std::move(request), now);
            if (fate == Lost::answer) return tl::expected<HttpsAnswer, NoAnswer>{nobody};
            return tl::expected<HttpsAnswer, NoAnswer>{
                HttpsAnswer{.status = response.status, .headers = {}, .body = response.body}};
        };
    }

    Patience patience()
    {
        return {.first = 500ms, .longest = 4s, .give_up = 20s, .pause = [this](auto wait) {
                    pauses.push_back(wait);
                }};
    }

    tl::expected<Sent, capture::Refusal> send_over(const Exchange& exchange, std::string_view bytes)
    {
        return send_file(
            {.bytes = bytes,
             .uuid = upload_uuid("window-1", hex(sha256(bytes))),
             .source_name = "证 件.jpg"},
            exchange,
            patience(),
            [](std::size_t) {}
        );
    }

    std::string token;
    int exchanges = 0;
    std::size_t sent = 0;
    std::vector<std::chrono::milliseconds> pauses;
};

} // namespace

TEST(UploadUuid, IsTheSameForTheSameFileFromTheSameStation)
{
    const auto one = upload_uuid("window-1", "ab");
    EXPECT_EQ(one, upload_uuid("window-1", "ab"));
    EXPECT_NE(one, upload_uuid("window-2", "ab"));
    EXPECT_NE(one, upload_uuid("window-1", "ac"));
    EXPECT_THAT(
        one, testing::MatchesRegex("[0-9a-f-]{14}8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
    );
}

TEST_F(Sender, SendsAFileInPartsOfOneMebibyte)
{
    const auto file = jpeg_of(2 * mib + 5);
    const auto kept = send_over(network(), file);
    ASSERT_TRUE(kept) << kept.error().code;
    EXPECT_EQ(exchanges, 4) << "a look and three parts";
    const auto original = open_store().find_original({kept->original_id}).value();
    EXPECT_EQ(original.sha256, hex(sha256(file)));
    EXPECT_EQ(original.source_name, "证 件.jpg");
    EXPECT_EQ(kept->duplicate_of, "");
}

TEST_F(Sender, SendsNothingTwiceInASecondRun)
{
    const auto file = jpeg_of(2 * mib);
    const auto first = send_over(network(), file);
    sent = 0;
    const auto second = send_over(network(), file);
    EXPECT_EQ(second->original_id, first->original_id);
    EXPECT_EQ(second->duplicate_of, "");
    EXPECT_EQ(sent, 0U);
}

TEST_F(Sender, GoesOnWhereAnEarlierRunBrokeOff)
{
    const auto file = jpeg_of(3 * mib);
    const auto broken =
        send_over(network([](int n) { return n > 3 ? Lost::request : Lost::nothing; }), file);
    EXPECT_EQ(broken.error().code, "unreachable");
    sent = 0;
    ASSERT_TRUE(send_over(network(), file));
    EXPECT_EQ(sent, file.size() - 2 * mib);
}

TEST_F(Sender, GetsThroughWhateverSingleExchangeIsLost)
{
    for (const auto what : {Lost::request, Lost::answer})
        for (int lost = 1; lost <= 5; ++lost) {
            exchanges = 0;
            auto file = jpeg_of(2 * mib);
            file[6] = static_cast<char>('a' + lost);
            file[7] = what == Lost::request ? 'r' : 'a';
            const auto kept =
                send_over(network([&](int n) { return n == lost ? what : Lost::nothing; }), file);
            ASSERT_TRUE(kept) << lost << kept.error().code;
            EXPECT_EQ(open_store().find_original({kept->original_id})->sha256, hex(sha256(file)));
        }
    EXPECT_EQ(open_store().originals(store::whole_site, std::nullopt, "", 50).items.size(), 10U);
}

TEST_F(Sender, WaitsLongerEachTimeAndGivesUpAtLast)
{
    const auto refused = send_over(network([](int) { return Lost::request; }), jpeg_of(10));
    EXPECT_EQ(refused.error().code, "unreachable");
    EXPECT_THAT(pauses, testing::ElementsAre(500ms, 1s, 2s, 4s, 4s, 4s, 4s, 4s));
}

TEST_F(Sender, WaitsWhileTheDiskIsLowAndSaysSoInTheEnd)
{
    intake_state = "disk_low";
    EXPECT_EQ(send_over(network(), jpeg_of(10)).error().code, "disk_low");
    EXPECT_FALSE(pauses.empty());
}

TEST_F(Sender, TakesARefusalForAnAnswer)
{
    const auto refused = send_over(network(), "just text");
    EXPECT_EQ(refused.error().code, "not_a_document");
    EXPECT_FALSE(refused.error().message.empty());
    EXPECT_TRUE(pauses.empty());
}

TEST_F(Sender, NeverTriesAgainWithACertificateThatNobodyVouchesFor)
{
    const Exchange impostor = [&](const HttpsRequest&) -> tl::expected<HttpsAnswer, NoAnswer> {
        ++exchanges;
        return tl::unexpected(NoAnswer{.kind = NoAnswer::Kind::untrusted, .reason = "self-signed"});
    };
    EXPECT_EQ(send_over(impostor, jpeg_of(10)).error().code, "untrusted");
    EXPECT_EQ(exchanges, 1);
}

TEST_F(Sender, IsNotLedInCirclesByAServiceThatLies)
{
    for (const auto* lie :
         {R"({"offset": 0})", R"({"offset": 999999999})", R"({"offset": -1})", "[]", "", "{}"}) {
        const Exchange liar = [&](const HttpsRequest& request
                              ) -> tl::expected<HttpsAnswer, NoAnswer> {
            const bool looks = request.method == "GET";
            return HttpsAnswer{.status = looks ? 404 : 409, .headers = {}, .body = lie};
        };
        EXPECT_FALSE(send_over(liar, jpeg_of(10))) << lie;
    }
}

TEST_F(Sender, AsksWhoItIs)
{
    EXPECT_EQ(ask_station(network(), patience()), "window-1");
    token = "dst_wrong";
    EXPECT_EQ(ask_station(network(), patience()).error().code, "bad_token");
}

TEST(HttpsAddress, IsHttpsAndAHostOnly)
{
    EXPECT_EQ(parse_https_address("https://scan.example:8443")->port, 8443);
    EXPECT_EQ(parse_https_address("https://scan.example/")->port, 443);
    EXPECT_EQ(parse_https_address("https://[::1]:8443")->host, "::1");
    for (const auto* wrong :
         {"",
          "scan.example",
          "http://scan.example",
          "https://",
          "https://a/b",
          "https://u@a",
          "https://a:b",
          "https://a?x=1"})
        EXPECT_FALSE(parse_https_address(wrong)) << wrong;
}

} // namespace dossier::web
