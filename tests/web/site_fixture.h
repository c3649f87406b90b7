#pragma once
// A site on a real, temporary archive, and a browser of one person that talks to it without HTTP.

#include "tests/web/temporary_folder.h"
#include "web/dispatch.h"
#include "web/json.h"
#include "web/routes.h"
#include "web/site.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace dossier::web {

/// Passwords cost next to nothing here.
[[nodiscard]] store::StoreOptions cheap_store();

/// 23 November 2026, noon UTC.
inline constexpr store::Instant noon{std::chrono::milliseconds{1'795'435'200'000}};

/// What everybody here chooses.
inline constexpr auto password = "seven grey herons by the lake";

/// An identity card with two doubtful fields, as verification would hand it over.
[[nodiscard]] store::Examined doubtful_card();
/// The same, all of it read surely.
[[nodiscard]] store::Examined sure_card();

/// The smallest file that is whole: a JPEG of markers, with a comment to make it another one.
[[nodiscard]] std::string smallest_jpeg(char mark = 'a');
/// Keeps a file that nobody has read yet and returns its id.
[[nodiscard]] std::string keep_an_original(store::Store& store, char mark, store::Instant now);
/// Keeps a file that says this, and returns the id of its document.
[[nodiscard]] std::string keep_a_document(
    store::Store& store, char mark, const store::Examined& examined, store::Instant now
);

class SiteTest : public testing::Test {
protected:
    explicit SiteTest(const store::StoreOptions& options = cheap_store());

    /// What a browser holds: its cookie and the session's token.
    struct Browser {
        std::string cookie;
        std::string csrf;
    };

    [[nodiscard]] Response send(
        Browser& browser,
        const std::string& method,
        const std::string& target,
        const std::optional<Json>& body = std::nullopt,
        const TextMap& headers = {}
    );
    [[nodiscard]] static nlohmann::json body_of(const Response& response);
    [[nodiscard]] static std::string type_of(const Response& response);

    /// Makes an account, signs in and chooses a password.
    [[nodiscard]] Browser sign_in_as(const std::string& role, const std::string& name);
    /// The id of an account.
    [[nodiscard]] std::string id_of(const std::string& name);
    /// Puts a document with doubts into the queue and returns its id.
    [[nodiscard]] std::string
    queue_a_document(char mark = 'a', const store::Examined& examined = doubtful_card());

    store::Store& open_store() { return *vault.find_store(); }

    store::Instant now = noon;
    TemporaryFolder folder;
    store::DataFolder data{folder.path()};
    std::filesystem::path key_file = folder.path() / "key";
    TypeShelf types;
    Metrics metrics;
    Throttle throttle{3, std::chrono::minutes{1}};
    std::string intake_state;
    std::vector<StationState> stations;
    int wakes = 0;
    bool can_read = true;
    Vault vault;
    Site site;
};

} // namespace dossier::web
