#pragma once
// How a version of a document type gets into the archive and from there to whoever reads: kept,
// audited, put on the shelf. What is read from then on is read with it, without a restart.

#include "store/store.h"
#include "web/type_form.h"
#include "web/type_shelf.h"

#include <tl/expected.hpp>

#include <string>
#include <variant>

namespace dossier::web {

/// Puts on the shelf what was ever published. One that this program does not understand (an older
/// one, after a restore) stays in the archive only, and the log names it. Throws store::Error.
void put_published(TypeShelf& types, store::Store& store);

/// What is to be published: a text, and the draft it is of, if any.
struct Publication {
    std::string text;
    std::string reason;
    std::string draft_id;
    std::int64_t draft_version = 0;
};

using PublishingFault = std::variant<TypeFault, store::Conflict>;

/// Publishes it as the newest version of its type. One at a time.
[[nodiscard]] tl::expected<store::TypeVersion, PublishingFault> publish(
    TypeShelf& types,
    store::Store& store,
    const Publication& publication,
    const store::Actor& actor,
    store::Instant now
);

/// Takes a type out of force: what is read from then on is no document of it, what is one stays.
/// `not_found` for one that nobody published or that is withdrawn, `not_allowed` for one that lies
/// in a file beside the program.
[[nodiscard]] tl::expected<store::TypeVersion, store::Conflict> withdraw(
    TypeShelf& types,
    store::Store& store,
    const std::string& name,
    const std::string& reason,
    const store::Actor& actor,
    store::Instant now
);

} // namespace dossier::web
