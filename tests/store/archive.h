#pragma once
// An archive of a test's own: cheap passwords, counted ids, a clock that the test turns.

#include "store/db/database.h"
#include "store/store.h"
#include "tests/store/counting_random.h"
#include "tests/store/temporary_folder.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace dossier::store {

inline constexpr SlotCost cheap_slot{
    .passes = 1, .memory_kib = 64, .lanes = 1, .floor_memory_kib = 64};

inline StoreOptions cheap_options()
{
    StoreOptions options;
    options.password_cost = {.passes = 1, .memory_kib = 64, .lanes = 1};
    return options;
}

inline Bytes bytes(std::string_view text)
{
    const auto view = std::as_bytes(std::span(text));
    return {view.begin(), view.end()};
}

inline verify::CheckedField field(
    std::string name, std::string value, verify::FieldStatus status = verify::FieldStatus::accepted
)
{
    return {
        .field =
            {.name = std::move(name),
             .value = value,
             .raw = std::move(value),
             .confidence = 0.9,
             .repaired = false,
             .page = 0,
             .box = {1, 2, 3, 4},
             .alternatives = {{"other", 0.1}},
             .sightings = {{ocr::Recogniser::second, "other", 0.8, 0.9}}},
        .status = status};
}

/// A sure document of one page: an ID card with a name and a number.
inline verify::CheckedDocument a_card()
{
    return {
        .type = "id_card",
        .type_version = 1,
        .type_confidence = 0.99,
        .pages = {0},
        .fields = {field("name", "SECRETNAME"), field("id_number", "11010519491231002X")},
        .findings = {},
        .pairs = {}};
}

/// Another person's; `person` below 900,000.
inline verify::CheckedDocument a_card_of(int person)
{
    auto card = a_card();
    card.fields[1] = field("id_number", "110105194912" + std::to_string(100'000 + person));
    return card;
}

/// The same with its number in doubt.
inline verify::CheckedDocument a_doubtful_card()
{
    auto card = a_card();
    card.fields[1].status = verify::FieldStatus::review;
    return card;
}

inline Examined examined(std::vector<verify::CheckedDocument> documents)
{
    Examined result{.documents = std::move(documents), .pages = {}, .previews = {}};
    auto& page = result.pages.emplace_back();
    page.width = 2480;
    page.height = 3508;
    page.dpi = 300;
    result.previews.push_back(
        {.page = 0, .width = 800, .height = 1131, .jpeg = bytes("JPEG page 0")}
    );
    return result;
}

inline verify::Decision
decision(verify::Action action, std::string value = {}, std::string reason = {})
{
    return {.action = action, .value = std::move(value), .reason = std::move(reason)};
}

/// What says that two people key the number of a card from its picture.
inline verify::SecondEyesRules blind_number()
{
    return {
        .own = {{{"id_card", "id_number"}, verify::SecondEyes::blind}}, .site = {}, .share = 1.0};
}

/// A card in its pages, of another type and with these values.
inline verify::CheckedDocument
a_document(std::string type, const std::vector<std::pair<std::string, std::string>>& values)
{
    auto document = a_card();
    document.type = std::move(type);
    document.fields.clear();
    for (const auto& [name, value] : values) {
        document.fields.push_back(field(name, value));
    }
    return document;
}

/// A service outside that is asked about identities.
inline verify::Connector police(verify::AskWhen when = verify::AskWhen::read)
{
    return {
        .name = "police",
        .kind = "identity",
        .about = "id_number",
        .fields = {"name", "id_number"},
        .types = {},
        .when = when,
        .valid_for = std::chrono::days{180}};
}

class Archive {
public:
    explicit Archive(StoreOptions options = cheap_options()) : options_(options)
    {
        (void)Keyring::create(folder().keys(), pass, random, cheap_slot).value();
        open();
    }

    static constexpr Passphrase pass{"a passphrase of tests"};

    DataFolder& folder()
    {
        if (!folder_) {
            folder_.emplace(home.path() / "data");
        }
        return *folder_;
    }

    void open()
    {
        store_ = std::make_unique<Store>(
            folder(), Keyring::open(folder().keys(), pass, cheap_slot).value(), random, options_
        );
    }

    /// Anew, with other options from now on.
    void open_with(const StoreOptions& options)
    {
        close();
        options_ = options;
        open();
    }

    void close() { store_.reset(); }

    Store* operator->() { return store_.get(); }

    Store& operator*() { return *store_; }

    [[nodiscard]] std::filesystem::path path() const { return home.path() / "data"; }

    Kept keep(std::string_view content, std::string key = {})
    {
        const auto copy = bytes(content);
        if (key.empty()) {
            key = "hot desk/" + std::to_string(++keys_) + "-SECRETFILE.png";
        }
        return store_->keep_original(
            {.intake_key = key,
             .station = "desk",
             .source_name = "SECRETFILE.png",
             .media_type = "image/png",
             .bytes = copy,
             .actor = operator_},
            now
        );
    }

    /// Keeps, claims and finishes: the documents of one file.
    std::vector<DocumentId>
    read(std::string_view content, std::vector<verify::CheckedDocument> documents)
    {
        (void)keep(content);
        const auto job = store_->claim_job("w", now).value();
        return store_->finish_job(job, examined(std::move(documents)), now).value();
    }

    /// The one document of a file, a card with its number in doubt, under that policy.
    DocumentId read_with(std::string_view content, const verify::SecondEyesRules& second_eyes)
    {
        (void)keep(content);
        const auto job = store_->claim_job("w", now).value();
        auto result = examined({a_doubtful_card()});
        result.second_eyes = second_eyes;
        return store_->finish_job(job, result, now).value().at(0);
    }

    Document view(const DocumentId& id) { return store_->view_document(id, verifier, now).value(); }

    Document confirm(const Document& document)
    {
        return store_
            ->decide(
                document.discrepancies.at(0).id,
                decision(verify::Action::confirm),
                {},
                document.version,
                verifier,
                now
            )
            .value();
    }

    RecordId commit(std::string_view content)
    {
        const auto document = confirm(view(read(content, {a_doubtful_card()}).at(0)));
        return store_->commit_document(document.id, document.version, verifier, now).value().id;
    }

    /// What a curious administrator does with a database shell.
    std::int64_t with_shell(const std::string& sql)
    {
        Database db(path() / "dossier.db", Access::read_write);
        return db.run(sql);
    }

    TemporaryFolder home;
    CountingRandom random;
    Instant now{std::chrono::sys_days(std::chrono::year(2026) / 11 / 23)};
    Actor operator_{.name = "olga", .role = "operator"};
    Actor verifier{.name = "vera", .role = "verifier"};
    Actor other{.name = "otto", .role = "verifier"};
    Actor arbiter{.name = "ada", .role = "supervisor", .arbitrates = true};

private:
    StoreOptions options_;
    std::optional<DataFolder> folder_;
    std::unique_ptr<Store> store_;
    int keys_ = 0;
};

} // namespace dossier::store
