#include "tests/web/site_fixture.h"

#include <fstream>

namespace dossier::web {

namespace {

ocr::FieldType field_type(const std::string& name, ocr::Grammar grammar)
{
    ocr::FieldType type;
    type.name = name;
    type.title = {.zh_hans = name, .zh_hant = name, .en = name};
    type.grammar = grammar;
    if (name == "id_number") type.rule = "cn-id";
    return type;
}

verify::CheckedField
field(const std::string& name, const std::string& value, verify::FieldStatus status)
{
    ocr::Field read;
    read.name = name;
    read.value = value;
    read.raw = value;
    read.confidence = 0.5;
    read.box = {.x = 10, .y = 20, .width = 100, .height = 30};
    return {.field = read, .status = status};
}

ocr::TypeCatalog one_type()
{
    ocr::DocumentType card;
    card.name = "id_card";
    card.title = {.zh_hans = "居民身份证", .zh_hant = "居民身份證", .en = "Identity card"};
    card.fields = {
        field_type("name", ocr::Grammar::name),
        field_type("id_number", ocr::Grammar::cn_id),
        field_type("address", ocr::Grammar::text),
        field_type("sex", ocr::Grammar::sex)};
    card.fields.at(1).rule = "cn-id";
    card.cross_checks = {"id_number.sex"};
    return {.types = {card}};
}

store::Bytes jpeg()
{
    return {
        std::byte{0xff},
        std::byte{0xd8},
        std::byte{0xff},
        std::byte{0xe0},
        std::byte{0},
        std::byte{0xd9}};
}

} // namespace

store::StoreOptions cheap_store()
{
    store::StoreOptions options;
    options.password_cost = {.passes = 1, .memory_kib = 64, .lanes = 1};
    return options;
}

store::Examined doubtful_card()
{
    using verify::FieldStatus;
    verify::CheckedDocument document;
    document.type = "id_card";
    document.type_version = 1;
    document.type_confidence = 0.99;
    document.pages = {0};
    document.fields = {
        field("name", "张伟", FieldStatus::accepted),
        field("id_number", "11010519491231002X", FieldStatus::review),
        field("address", "北京市朝阳区", FieldStatus::review),
        field("sex", "女", FieldStatus::accepted)};
    store::Examined examined;
    examined.documents = {document};
    capture::PageFacts page;
    page.width = 1000;
    page.height = 600;
    page.dpi = 300;
    examined.pages = {page};
    capture::Preview preview;
    preview.width = 500;
    preview.height = 300;
    preview.jpeg = jpeg();
    examined.previews = {preview};
    return examined;
}

store::Examined sure_card()
{
    auto examined = doubtful_card();
    for (auto& checked : examined.documents.at(0).fields)
        checked.status = verify::FieldStatus::accepted;
    return examined;
}

std::string smallest_jpeg(char mark)
{
    using namespace std::string_literals;
    return "\xff\xd8\xff\xfe\x00\x03"s + mark +
           "\xff\xc0\x00\x0b\x08\x00\x10\x00\x10\x01\x01\x11\x00\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x12\xff\xd9"s;
}

std::string keep_an_original(store::Store& store, char mark, store::Instant now)
{
    const store::Bytes bytes{std::byte{0xff}, static_cast<std::byte>(mark)};
    const auto kept = store.keep_original(
        {.intake_key = std::string{"test "} + mark,
         .station = "window-1",
         .source_name = "scan.jpg",
         .media_type = "image/jpeg",
         .bytes = bytes,
         .actor = store::system_actor()},
        now
    );
    if (kept.as != store::KeptAs::fresh) throw std::runtime_error("no new original");
    return kept.id.text;
}

std::string
keep_a_document(store::Store& store, char mark, const store::Examined& examined, store::Instant now)
{
    (void)keep_an_original(store, mark, now);
    const auto job = store.claim_job("test", now);
    const auto documents = store.finish_job(*job, examined, now);
    if (!documents) throw std::runtime_error("no document");
    return documents->at(0).text;
}

SiteTest::SiteTest(const store::StoreOptions& options)
    : types(one_type()),
      vault(data, store::system_random(), options, {}, [](store::Store&) {}),
      site{
          .vault = vault,
          .types = types,
          .policy = {.demo = true, .second_factor_required = false, .warnings = {"a warning"}},
          .limits = {},
          .metrics = metrics,
          .unseal_throttle = throttle,
          .intake_state = [this] { return intake_state; },
          .stations = [this] { return stations; },
          .work_arrived = [this] { ++wakes; },
          .can_read = [this] { return can_read; }}
{
    std::filesystem::create_directories(data.keys());
    store::write_key_file(key_file, store::system_random());
    const auto made =
        store::Keyring::create(data.keys(), store::KeyFile{key_file}, store::system_random());
    if (!made || !vault.unseal(store::KeyFile{key_file})) throw std::runtime_error("no archive");
}

Response SiteTest::send(
    Browser& browser,
    const std::string& method,
    const std::string& target,
    const std::optional<Json>& body,
    const TextMap& headers
)
{
    Request request;
    request.method = method;
    const auto question = target.find('?');
    request.path = target.substr(0, question);
    if (question != std::string::npos)
        request.query = parse_query(target.substr(question + 1)).value();
    request.headers = headers;
    if (body) {
        request.body = body->dump();
        request.headers.emplace("content-type", "application/json");
    }
    if (!browser.cookie.empty()) request.headers.emplace("cookie", browser.cookie);
    if (!browser.csrf.empty()) request.headers.emplace("x-csrf-token", browser.csrf);
    auto response = dispatch(site, routes(), std::move(request), now);
    for (const auto& [name, value] : response.headers)
        if (name == "Set-Cookie") browser.cookie = value.substr(0, value.find(';'));
    const auto answer = nlohmann::json::parse(response.body, nullptr, false);
    if (answer.is_object() && answer.contains("csrf_token")) browser.csrf = answer["csrf_token"];
    return response;
}

nlohmann::json SiteTest::body_of(const Response& response)
{
    return nlohmann::json::parse(response.body);
}

std::string SiteTest::type_of(const Response& response)
{
    return response.media_type == "application/problem+json" ? body_of(response)["type"] : "";
}

SiteTest::Browser SiteTest::sign_in_as(const std::string& role, const std::string& name)
{
    const auto made = open_store().create_user(name, name, role, store::system_actor(), now);
    Browser browser;
    const Json credentials{{"username", name}, {"password", made->one_time_password}};
    EXPECT_EQ(send(browser, "POST", "/api/v1/session", credentials).status, 200);
    const Json change{{"old_password", made->one_time_password}, {"new_password", password}};
    EXPECT_EQ(send(browser, "POST", "/api/v1/session/password", change).status, 200);
    return browser;
}

std::string SiteTest::id_of(const std::string& name)
{
    for (const auto& user : open_store().users())
        if (user.username == name) return user.id.text;
    throw std::runtime_error("no account " + name);
}

std::string SiteTest::queue_a_document(char mark, const store::Examined& examined)
{
    return keep_a_document(open_store(), mark, examined, now);
}

} // namespace dossier::web
