#pragma once
// Pages of a batch's documents, arranged anew by a person: another type, a document split, two
// joined, a page moved. What comes of it is read again.

#include "store/types.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dossier::store {

/// A document beside others of its batch. `pages` are its own, in their order.
struct NeighbourDocument {
    DocumentId id;
    std::int64_t version = 0;
    std::string type;
    DocumentState state = DocumentState::review;
    std::string source_name;
    std::string claimed_by; ///< empty: nobody, or the lease ran out
    std::vector<int> pages;
};

/// In the order of their files; the document that was asked about is among them. Of a document
/// without a batch it is the only one.
struct Neighbourhood {
    std::optional<std::string> batch_id;
    std::vector<NeighbourDocument> documents;
};

struct DocumentVersion {
    DocumentId id;
    std::int64_t version = 0;
};

struct DocumentPage {
    DocumentId document_id;
    int page = 0;
    bool operator==(const DocumentPage&) const = default;
};

/// A document to be made. `type` empty: reading finds it out.
struct WantedDocument {
    std::string type;
    std::vector<DocumentPage> pages;
};

/// `from`: all that give their pages, as somebody saw them. `into`: each of those pages once.
struct Rearrangement {
    std::vector<DocumentVersion> from;
    std::vector<WantedDocument> into;
};

} // namespace dossier::store
