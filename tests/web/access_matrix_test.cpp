// The authorisation matrix: every role, wherever it is placed, at every route of the table, with
// what is its own, its department's and another's. What comes out must be web/access_matrix.md, so
// that a new route or role changes a file that people read. DOSSIER_WRITE_MATRIX=1 writes it anew.

#include "tests/web/site_fixture.h"
#include "web/access.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace dossier::web {

namespace {

enum class Placed { site, manager, employee };
enum class Whose { own, department, other };
constexpr std::array belongings{Whose::own, Whose::department, Whose::other};

/// A document in review, one that is committed with a correction, and what they came in.
struct Things {
    std::string document;
    std::string discrepancy;
    std::string record;
    std::string correction;
    std::string batch;
    std::string customer; ///< whose the record is, and nobody else's
    std::string due;      ///< when his card ends
    std::string loan;     ///< of the record, waiting
    std::string number;   ///< the customer's
    std::string station;  ///< empty: a person handed it in

    [[nodiscard]] std::set<std::string> names() const
    {
        std::set<std::string> all{
            document, discrepancy, record, correction, batch, customer, due, loan, station};
        all.erase("");
        return all;
    }
};

/// What a route is asked with, so that it comes as far as the archive (`{id}`: of the thing,
/// `{number}`: its customer's); a version that no document has, so that nothing is changed there.
struct Ask {
    std::optional<Json> body;
    bool has_version = false;
    std::string query{};
};

const std::map<std::string, Ask, std::less<>> asks{
    {"POST /api/v1/discrepancies/{id}/decision", {Json{{"action", "confirm"}}, true}},
    {"POST /api/v1/documents/{id}/reject", {Json{{"reason", "torn"}}, true}},
    {"POST /api/v1/documents/{id}/rescan", {Json{{"reason", "torn"}}, true}},
    {"POST /api/v1/documents/{id}/commit", {std::nullopt, true}},
    {"POST /api/v1/documents/{id}/sheet", {Json{{"reason", "context"}}, false}},
    {"POST /api/v1/records/{id}/corrections",
     {Json{{"field", "name"}, {"value", "张卫"}, {"reason", "misread"}}, false}},
    {"POST /api/v1/corrections/{id}/decision",
     {Json{{"action", "decline"}, {"reason", "it is right"}}, false}},
    {"POST /api/v1/documents/{id}/external-checks/{connector}/email-code",
     {Json{{"code", "123456"}}, false}},
    {"POST /api/v1/records/{id}/external-checks/{connector}/email-code",
     {Json{{"code", "123456"}}, false}},
    {"POST /api/v1/exports",
     {Json{{"format", "json"}, {"purpose", "audit"}, {"records", Json::array({"{id}"})}}, false}},
    {"POST /api/v1/export-runs",
     {Json{{"format", "json"}, {"purpose", "audit"}, {"records", Json::array({"{id}"})}}, false}},
    {"POST /api/v1/records/search", {Json{{"text", "{number}"}}, false}},
    {"PUT /api/v1/records/{id}/filing", {Json{{"box", "A7"}, {"reason", "moved"}}, true}},
    {"GET /api/v1/loans", {std::nullopt, false, "list=waiting"}},
    {"POST /api/v1/loans/{id}/decision", {Json{{"action", "decline"}}, false}},
    {"POST /api/v1/loans/{id}/return", {Json::object(), false}},
    {"POST /api/v1/customers/find", {Json{{"number", "{number}"}}, false}},
    {"POST /api/v1/customers/{id}/merges",
     {Json{{"customer_id", "{id}"}, {"reason", "one and the same"}}, false}},
    {"PUT /api/v1/customers/{id}/risk", {Json{{"risk", "high"}, {"reason", "known"}}, true}},
    {"GET /api/v1/due", {std::nullopt, false, "days=3000"}},
    {"POST /api/v1/due/{id}/done", {Json{{"note", ""}}, false}},
    {"PUT /api/v1/documents/{id}/urgency", {Json{{"urgency", "urgent"}}, false}},
    {"PUT /api/v1/batches/{id}/urgency", {Json{{"urgency", "urgent"}}, false}},
    {"POST /api/v1/records/{id}/holds", {Json{{"reason", "litigation"}}, false}},
    {"POST /api/v1/batches/{id}/accept", {Json{{"reason", "counted"}}, true}},
    {"POST /api/v1/batches/{id}/late-page", {Json{{"original_id", "x"}, {"page", "0"}}, true}},
};

/// Routes whose answer does not tell what is seen: the queue hands out one document, a claim is
/// given back by whom it is, the rest of what they need is not there. Their scope is tested in
/// tests/store/scope_test.cpp.
const std::set<std::string, std::less<>> silent{
    "POST /api/v1/queue/claim",
    "DELETE /api/v1/documents/{id}/claim",
    "PUT /api/v1/corrections/{id}/rechecks/{record}",
    "GET /api/v1/batches/{id}/receipt",
    "GET /api/v1/export-runs",
};

std::string replaced(std::string text, std::string_view what, const std::string& by)
{
    if (const auto found = text.find(what); found != std::string::npos)
        text.replace(found, what.size(), by);
    return text;
}

/// Which of the things a path is about; empty: none that belongs to anybody.
std::string thing_in(std::string_view pattern, const Things& things)
{
    const auto is_about = [&](std::string_view folder) {
        return pattern.starts_with("/api/v1/" + std::string{folder} + "/{id}");
    };
    if (is_about("documents")) return things.document;
    if (is_about("discrepancies")) return things.discrepancy;
    if (is_about("records")) return things.record;
    if (is_about("corrections")) return things.correction;
    if (is_about("batches")) return things.batch;
    if (is_about("loans")) return things.loan;
    if (is_about("customers")) return things.customer;
    if (is_about("due")) return things.due;
    if (pattern == "/api/v1/exports" || pattern == "/api/v1/export-runs") return things.record;
    return {};
}

std::string path_of(std::string_view pattern, const std::string& id)
{
    std::string path{pattern};
    path = replaced(path, "{id}", id.empty() ? "nobody" : id);
    path = replaced(path, "{page}", "0");
    path = replaced(path, "{field}", "id_number");
    path = replaced(path, "{connector}", "registry");
    path = replaced(path, "{name}", "nowhere");
    path = replaced(path, "{record}", "nobody");
    return replaced(path, "{uuid}", "7f0c1f64-6c1e-4b52-9f0e-2f6c4c3b1a10");
}

std::optional<Json>
filled_in(const std::optional<Json>& body, const std::string& id, const std::string& number)
{
    if (!body) return std::nullopt;
    return Json::parse(replaced(replaced(body->dump(), "{id}", id), "{number}", number));
}

/// An identity number that nobody else here has (GB 11643: the check character by ISO 7064).
std::string number_of_person(int nth)
{
    const auto body = fmt::format("11010519491231{:03}", nth);
    int sum = 0;
    int weight = 1 << 17;
    for (const char digit : body) {
        sum += (digit - '0') * (weight % 11);
        weight /= 2;
    }
    return body + "10X98765432"[sum % 11];
}

std::string cursor_of(const Response& response)
{
    const auto body = nlohmann::json::parse(response.body, nullptr, false);
    const bool goes_on =
        body.is_object() && body.contains("next_cursor") && body["next_cursor"].is_string();
    return goes_on ? body["next_cursor"].get<std::string>() : std::string{};
}

store::StoreOptions with_a_registry()
{
    auto options = cheap_store();
    options.filing.reviews.risks = {{.name = "high", .title = {}, .review_months = 6}};
    options.connectors = {
        {.name = "registry", .kind = "identity", .about = "id_number", .fields = {"name"}}};
    return options;
}

store::Examined sound_card(const std::string& number)
{
    auto examined = doubtful_card();
    auto& fields = examined.documents.at(0).fields;
    for (auto& field : fields)
        field.status = verify::FieldStatus::accepted;
    fields.at(1).field.value = number;
    fields.push_back(fields.at(0));
    fields.back().field.name = "valid_to";
    fields.back().field.value = "2027-03-04";
    return examined;
}

} // namespace

class AccessMatrix : public SiteTest {
protected:
    AccessMatrix() : SiteTest(with_a_registry())
    {
        const auto make = [&](const char* name) {
            return open_store().create_department(name, store::system_actor(), now)->id;
        };
        here = make("here");
        elsewhere = make("elsewhere");
        assign("window-here", here);
        assign("window-elsewhere", elsewhere);
        departments = hand_in("window-here", store::system_actor());
        others = hand_in("window-elsewhere", store::system_actor());
    }

    void assign(const std::string& station, const std::string& department)
    {
        ASSERT_TRUE(open_store().assign_station(station, department, store::system_actor(), now));
    }

    std::string hand_in_one(
        const std::string& station, const store::Actor& actor, const store::Examined& examined
    )
    {
        const std::string bytes = "file " + std::to_string(++files);
        const auto kept = open_store().keep_original(
            {.intake_key = bytes,
             .station = station,
             .source_name = "scan.jpg",
             .media_type = "image/jpeg",
             .bytes = std::as_bytes(std::span(bytes)),
             .actor = actor},
            now
        );
        const auto job = open_store().claim_job("test", now);
        const auto made = open_store().finish_job(*job, examined, now);
        if (kept.as != store::KeptAs::fresh || !made) throw std::runtime_error("no document");
        return made->at(0).text;
    }

    Things hand_in(const std::string& station, const store::Actor& actor)
    {
        Things things;
        now += std::chrono::hours{1}; // a batch of its own
        things.document = hand_in_one(station, actor, doubtful_card());
        const store::Actor boss{.name = "boss", .role = "administrator"};
        const auto document = open_store().view_document({things.document}, boss, now);
        things.discrepancy = document->discrepancies.at(0).id;
        things.number = number_of_person(++persons);
        const auto committed = hand_in_one(station, actor, sound_card(things.number));
        things.record = open_store().view_document({committed}, boss, now)->record_id->text;
        const auto seen = open_store().view_record({things.record}, boss, now);
        things.customer = open_store().find_customers(things.number, boss, now).at(0).id;
        things.due = open_store().view_customer(things.customer, boss, now)->due.at(0).id;
        things.loan = open_store()
                          .request_loan(
                              {.kind = store::LoanKind::view,
                               .numbers = {seen->item.number},
                               .purpose = "a complaint",
                               .days = 3},
                              boss,
                              now
                          )
                          ->id;
        things.correction =
            open_store()
                .propose_correction(
                    {things.record},
                    {.field = "name", .value = "张玮", .reason = "misread", .findings = {}},
                    boss,
                    now
                )
                ->item.id;
        things.batch =
            open_store().batches(store::whole_site, std::nullopt, station, "", 1).items.at(0).id;
        if (station != "upload") things.station = station;
        return things;
    }

    /// Signed in, with something of its own in the archive.
    struct Subject {
        Browser browser;
        Things own;
        bool is_scoped = false;
    };

    Subject place(const std::string& role, Placed placed)
    {
        const auto name = "person" + std::to_string(++people);
        now += std::chrono::minutes{70};
        (void)sign_in_as(role, name);
        const bool is_scoped = placed != Placed::site;
        const store::Appointment to{
            .role = role,
            .department = is_scoped ? here : "",
            .manages = placed == Placed::manager};
        EXPECT_TRUE(open_store().appoint({id_of(name)}, to, store::system_actor(), now));
        const store::Actor actor{
            .name = name,
            .role = role,
            .scope = {
                .department = to.department,
                .person = placed == Placed::employee ? name : std::string{}}};
        Subject subject{.browser = {}, .own = hand_in("upload", actor), .is_scoped = is_scoped};
        const Json credentials{{"username", name}, {"password", password}};
        EXPECT_EQ(send(subject.browser, "POST", "/api/v1/session", credentials).status, 200);
        return subject;
    }

    const Things& of(Whose whose, const Subject& subject) const
    {
        return whose == Whose::own          ? subject.own
               : whose == Whose::department ? departments
                                            : others;
    }

    Response ask(Subject& subject, const Route& route, const Things& things)
    {
        const auto id = thing_in(route.pattern, things);
        const auto name = std::string{route.method} + " " + std::string{route.pattern};
        const auto known = asks.find(name);
        TextMap headers;
        if (known != asks.end() && known->second.has_version) headers["if-match"] = "\"999\"";
        auto path = path_of(route.pattern, id);
        if (known != asks.end() && !known->second.query.empty()) path += "?" + known->second.query;
        auto response = send(
            subject.browser,
            std::string{route.method},
            path,
            known == asks.end() ? std::nullopt : filled_in(known->second.body, id, things.number),
            headers
        );
        // Lists to their end.
        for (auto cursor = cursor_of(response); !cursor.empty();) {
            const auto* const joint = path.find('?') == std::string::npos ? "?" : "&";
            const auto next = send(subject.browser, "GET", path + joint + "cursor=" + cursor);
            response.body += next.body;
            cursor = cursor_of(next);
        }
        const auto foreign = subject.is_scoped ? others.names() : std::set<std::string>{};
        for (const auto& one : foreign)
            EXPECT_THAT(response.body, testing::Not(testing::HasSubstr(one))) << name;
        return response;
    }

    /// Of whom a route shows or takes things: a letter each, `-` where it refuses.
    std::string reach(Subject& subject, const Route& route)
    {
        constexpr std::string_view letters = "ODX";
        const auto name = std::string{route.method} + " " + std::string{route.pattern};
        const bool is_silent = silent.contains(name);
        const bool is_about_things = !is_silent && !thing_in(route.pattern, departments).empty();
        std::string reached;
        bool lists = false;
        for (std::size_t i = 0; i < belongings.size(); ++i) {
            const auto& things = of(belongings.at(i), subject);
            const auto response = ask(subject, route, things);
            if (type_of(response) == "forbidden") return "-";
            if (is_about_things) {
                const bool refused = response.status == 404 || response.status == 403;
                if (!refused) reached += letters.at(i);
                continue;
            }
            if (is_silent) continue;
            for (const auto& one : things.names())
                if (response.body.find(one) != std::string::npos) {
                    lists = true;
                    if (!reached.ends_with(letters.at(i))) reached += letters.at(i);
                }
        }
        if (!is_about_things && !lists) return "yes";
        return reached.empty() ? "-" : reached;
    }

    std::string here;
    std::string elsewhere;
    Things departments;
    Things others;
    int files = 0;
    int people = 0;
    int persons = 0;
};

TEST_F(AccessMatrix, IsTheOneThatPeopleRead)
{
    // Signing in and out is anybody's; what the rest needs is in the table.
    std::vector<const Route*> asked;
    for (const auto& route : routes())
        if (route.access > Access::session) asked.push_back(&route);

    std::map<const Route*, std::vector<std::string>> cells;
    for (const auto role : roles()) {
        std::map<const Route*, std::string> row;
        for (const auto placed : {Placed::site, Placed::manager, Placed::employee}) {
            if (placed != Placed::site && is_of_site(role)) continue;
            auto subject = place(std::string{role}, placed);
            for (const auto* route : asked) {
                auto& cell = row[route];
                cell += (placed == Placed::site ? "" : " / ") + reach(subject, *route);
            }
        }
        for (auto& [route, cell] : row) {
            if (cell == "- / - / -") cell = "-";
            if (cell == "yes / yes / yes") cell = "yes";
            cells[route].push_back(cell);
        }
    }

    std::ostringstream text;
    text << "# Who may do what\n\n"
            "Made by `tests/web/access_matrix_test.cpp`, which asks every route as every role and "
            "fails where this file says something else.\n"
            "A cell is what a person reaches: **O** what he brought in himself, **D** what his "
            "department's stations did, **X** another department's; `yes` where nothing of the "
            "archive is asked for, `-` nothing.\n"
            "Three parts are a person of the whole site / the manager of a department / another "
            "person of a department. At a site without departments everybody is of the whole "
            "site.\n\n| route |";
    for (const auto role : roles())
        text << ' ' << role << " |";
    text << "\n| --- |";
    for (std::size_t i = 0; i < roles().size(); ++i)
        text << " --- |";
    text << '\n';
    for (const auto* route : asked) {
        text << "| `" << route->method << ' ' << route->pattern << "` |";
        for (const auto& cell : cells[route])
            text << ' ' << cell << " |";
        text << '\n';
    }

    if (std::getenv("DOSSIER_WRITE_MATRIX") != nullptr)
        std::ofstream{DOSSIER_ACCESS_MATRIX} << text.str();
    std::ifstream file{DOSSIER_ACCESS_MATRIX};
    const std::string written{std::istreambuf_iterator<char>{file}, {}};
    EXPECT_EQ(text.str(), written) << "see the first lines of this file";
}

TEST_F(AccessMatrix, ShowsNoPersonalDataToWhoAdministersAppointsOrAudits)
{
    for (const auto* role : {"auditor", "security_officer", "system_administrator"}) {
        auto subject = place(role, Placed::site);
        for (const auto& route : routes()) {
            if (route.access <= Access::session) continue;
            const auto response = ask(subject, route, departments);
            for (const auto* personal : {"11010519491231002X", "张伟", "北京市朝阳区", "scan.jpg"})
                EXPECT_THAT(response.body, testing::Not(testing::HasSubstr(personal)))
                    << role << ' ' << route.method << ' ' << route.pattern;
        }
    }
}

TEST_F(AccessMatrix, WritesIntoTheTrailWhoAskedForAnotherDepartmentsDocument)
{
    auto subject = place("verifier", Placed::employee);
    EXPECT_EQ(send(subject.browser, "GET", "/api/v1/documents/" + others.document).status, 404);
    const auto entry = open_store().audit("", 1).items.at(0);
    EXPECT_EQ(entry.outcome + " " + entry.detail, "denied not_in_scope");
}

TEST_F(AccessMatrix, CountsOnlyWhatIsSeen)
{
    auto subject = place("verifier", Placed::employee);
    const auto counts = body_of(send(subject.browser, "GET", "/api/v1/queue"))["counts"];
    EXPECT_EQ(counts["review"], 2) << "its own and its department's";
    EXPECT_EQ(counts["committed"], 1) << "the record that it brought in";
}

} // namespace dossier::web
