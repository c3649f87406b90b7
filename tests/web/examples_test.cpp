// The examples of openapi.json are what was sent and answered in a day's work, played here on an
// archive of its own: none is written by hand. DOSSIER_WRITE_EXAMPLES=1 writes them anew.

#include "tests/web/described.h"
#include "tests/web/site_fixture.h"
#include "web/digest.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>

namespace dossier::web {
namespace {

/// What is random becomes the same in every run: ids by the order in which they are first seen,
/// what is secret or depends on keys a mark.
class Blanks {
public:
    Json fill(Json value)
    {
        if (value.is_string()) return Json(fill_text(value.get<std::string>()));
        if (!value.is_structured()) return value;
        for (auto& [name, member] : value.items())
            member = is_random(name) ? Json("…") : fill(member);
        return value;
    }

private:
    static bool is_random(const std::string& name)
    {
        return name == "csrf_token" || name == "one_time_password" || name == "token";
    }

    std::string fill_text(const std::string& text)
    {
        // Ids, and a batch's name, which is of its id.
        static const std::regex id{
            "[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}|A-[0-9a-f]{8}"};
        std::string out;
        auto from = text.cbegin();
        for (std::sregex_iterator found{text.begin(), text.end(), id}, none; found != none;
             ++found) {
            out.append(from, found->operator[](0).first);
            out += known_.try_emplace(found->str(), number(found->str())).first->second;
            from = found->operator[](0).second;
        }
        return out.append(from, text.cend());
    }

    [[nodiscard]] std::string number(const std::string& id) const
    {
        const auto next = known_.size() + 1;
        if (id.starts_with("A-")) return fmt::format("A-{:08}", next);
        return id.size() == 36 ? fmt::format("00000000-0000-4000-8000-{:012}", next)
                               : fmt::format("{:032}", next);
    }

    std::map<std::string, std::string> known_;
};

class Examples : public SiteTest {
protected:
    /// Asks, and keeps question and answer as the example of that operation.
    nlohmann::json show(
        Browser& who, const std::string& method, const std::string& pattern, const Json& given = {}
    )
    {
        return show_at(who, method, pattern, {}, given);
    }

    nlohmann::json show_at(
        Browser& who,
        const std::string& method,
        const std::string& pattern,
        const TextMap& params,
        const Json& given = {},
        const TextMap& headers = {}
    )
    {
        const auto response = send(
            who,
            method,
            with_params(pattern, params),
            given.is_null() ? std::nullopt : std::optional{given},
            headers
        );
        keep(method, pattern, given, response);
        return body_of(response);
    }

    void keep(
        const std::string& method,
        const std::string& pattern,
        const Json& given,
        const Response& response
    )
    {
        const auto answer = Json::parse(response.body);
        EXPECT_EQ(difference_from_description(method, pattern, response), "")
            << method << ' ' << pattern << ' ' << response.body;
        auto key = method;
        std::ranges::transform(key, key.begin(), [](unsigned char c) { return std::tolower(c); });
        auto& operation = examples_[pattern][key];
        if (!given.is_null()) {
            EXPECT_EQ(difference_of_request(method, pattern, given), "")
                << method << ' ' << pattern;
            operation["requestBody"] = blanks_.fill(given);
        }
        operation["responses"][std::to_string(response.status)] = blanks_.fill(answer);
    }

    /// The description with these examples and no others.
    [[nodiscard]] Json with_examples(Json description) const
    {
        for (auto& [pattern, operations] : description["paths"].items())
            for (auto& [method, operation] : operations.items()) {
                if (operation.contains("requestBody"))
                    put_example(operation["requestBody"], found(pattern, method, "requestBody"));
                for (auto& [status, response] : operation["responses"].items())
                    put_example(response, found(pattern, method, "responses", status));
            }
        return description;
    }

    std::size_t count() const
    {
        std::size_t count = 0;
        for (const auto& [pattern, operations] : examples_)
            count += operations.size();
        return count;
    }

private:
    static std::string with_params(std::string pattern, const TextMap& params)
    {
        for (const auto& [name, value] : params) {
            const auto place = '{' + name + '}';
            pattern.replace(pattern.find(place), place.size(), value);
        }
        return pattern;
    }

    [[nodiscard]] Json found(
        const std::string& pattern,
        const std::string& method,
        const std::string& part,
        const std::string& status = {}
    ) const
    {
        const auto operations = examples_.find(pattern);
        if (operations == examples_.end() || !operations->second.contains(method)) return {};
        const auto& example = operations->second.at(method);
        if (!example.contains(part)) return {};
        if (status.empty()) return example[part];
        return example[part].contains(status) ? example[part][status] : Json{};
    }

    static void put_example(Json& holder, const Json& example)
    {
        if (!holder.contains("content")) return;
        for (auto& [media, content] : holder["content"].items()) {
            content.erase("example");
            if (media == "application/json" && !example.is_null()) content["example"] = example;
        }
    }

    Blanks blanks_;
    std::map<std::string, Json> examples_;
};

std::string read(const char* path)
{
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

TextMap version_of(const nlohmann::json& document)
{
    return {{"if-match", fmt::format("\"{}\"", document["version"].get<int>())}};
}

TEST_F(Examples, AreWhatWasSentAndAnswered)
{
    auto wang = sign_in_as("administrator", "wang");
    auto chen = sign_in_as("records", "chen");

    // A scanning program hands a file in.
    const auto token = show(wang, "POST", "/api/v1/stations", Json{{"name", "window-1"}})["token"];
    Request upload;
    upload.method = "PUT";
    upload.path = "/api/v1/uploads/0b6e6c3e-7d8f-4f59-9d6e-0a4b7f7f2f10";
    upload.body = smallest_jpeg();
    upload.headers = {
        {"authorization", "Bearer " + token.get<std::string>()},
        {"digest", "sha-256=" + base64(sha256(upload.body))},
        {"x-source-name", "scan-0001.jpg"}};
    const auto kept = dispatch(site, routes(), upload, now);
    keep("PUT", "/api/v1/uploads/{uuid}", {}, kept);
    show_at(
        wang,
        "GET",
        "/api/v1/originals/{id}",
        {{"id", body_of(kept)["original_id"].get<std::string>()}}
    );
    const auto job = open_store().claim_job("test", now);
    ASSERT_TRUE(open_store().finish_job(*job, doubtful_card(), now).has_value());
    show(wang, "GET", "/api/v1/batches");

    // A verifier settles what is in doubt.
    const Json name{{"username", "wang"}, {"password", password}};
    Browser desk;
    show(desk, "POST", "/api/v1/session", name);
    show(desk, "GET", "/api/v1/session");
    show(desk, "GET", "/api/v1/types");
    show(desk, "GET", "/api/v1/queue");
    show(desk, "GET", "/api/v1/value-groups");
    auto document = show(desk, "POST", "/api/v1/queue/claim", Json::object());
    const auto id = document["id"].get<std::string>();
    show_at(desk, "GET", "/api/v1/documents/{id}", {{"id", id}});
    Json decision{{"action", "confirm"}};
    const auto doubts = document["discrepancies"];
    for (const auto& doubt : doubts) {
        document = show_at(
            desk,
            "POST",
            "/api/v1/discrepancies/{id}/decision",
            {{"id", doubt["id"].get<std::string>()}},
            decision,
            version_of(document)
        );
        decision = {{"action", "correct"}, {"value", "北京市朝阳区建国路1号"}};
    }
    const auto record_id =
        show_at(
            desk, "POST", "/api/v1/documents/{id}/commit", {{"id", id}}, {}, version_of(document)
        )["record_id"]
            .get<std::string>();

    // Who keeps records finds it, corrects it, lends it, takes it out.
    while (open_store().index_records(100).left > 0) {
    }
    show(chen, "GET", "/api/v1/records");
    show(chen, "POST", "/api/v1/records/search", Json{{"text", "zhangwei"}});
    show_at(chen, "GET", "/api/v1/records/{id}", {{"id", record_id}});
    const auto correction = show_at(
        chen,
        "POST",
        "/api/v1/records/{id}/corrections",
        {{"id", record_id}},
        Json{{"field", "name"}, {"value", "张炜"}, {"reason", "The card says so"}}
    );
    show_at(
        wang,
        "POST",
        "/api/v1/corrections/{id}/decision",
        {{"id", correction["id"].get<std::string>()}},
        Json{{"action", "approve"}}
    );
    const auto loan = show(
        chen,
        "POST",
        "/api/v1/my-loans",
        Json{
            {"kind", "view"},
            {"records", "D-2026-000001"},
            {"purpose", "A complaint"},
            {"days", "3"}}
    );
    show_at(
        wang,
        "POST",
        "/api/v1/loans/{id}/decision",
        {{"id", loan["id"].get<std::string>()}},
        Json{{"action", "approve"}}
    );
    show(wang, "POST", "/api/v1/customers/find", Json{{"number", "11010519491231002X"}});
    show(
        chen,
        "POST",
        "/api/v1/exports",
        Json{{"format", "json"}, {"records", {record_id}}, {"purpose", "customer_request"}}
    );
    show(
        chen,
        "POST",
        "/api/v1/data-requests",
        Json{
            {"rights", "access copy"},
            {"name", "张炜"},
            {"id_number", "11010519491231002X"},
            {"received_on", "2026-11-23"}}
    );
    const auto li = show(
        wang,
        "POST",
        "/api/v1/users",
        Json{{"username", "li"}, {"display_name", "李核验"}, {"role", "verifier"}}
    );
    show_at(
        wang,
        "PUT",
        "/api/v1/users/{id}/role",
        {{"id", li["user"]["id"].get<std::string>()}},
        Json{{"role", "verifier,records"}}
    );

    EXPECT_EQ(count(), 25U) << "operations with examples";
    const auto written = read(DOSSIER_OPENAPI);
    const auto described = with_examples(Json::parse(written)).dump(2) + '\n';
    if (std::getenv("DOSSIER_WRITE_EXAMPLES") != nullptr)
        std::ofstream{DOSSIER_OPENAPI, std::ios::binary} << described;
    EXPECT_EQ(described, read(DOSSIER_OPENAPI)) << "see the first lines of this file";
}

} // namespace
} // namespace dossier::web
