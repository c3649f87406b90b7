#pragma once
// The document types of a running service: the newest of each name is in force; older versions stay
// as long as the service does, for documents that were read with them. What is installed as files
// is there from the start, what people published joins when the archive opens and whenever somebody
// publishes. Safe from any thread.

#include "ocr/document_type.h"

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::web {

/// What readers and rules go by, unchanged for as long as somebody holds it.
struct TypesInForce {
    /// Also those that were withdrawn, in their last version: there are documents of them.
    ocr::TypeCatalog catalog;
    std::vector<std::string> published; ///< texts of those that are not the readers' own files
    std::set<std::string, std::less<>> withdrawn;

    /// Whether pages may become a document of that type.
    [[nodiscard]] bool is_read(std::string_view type) const
    {
        return catalog.find_type(type) != nullptr && !withdrawn.contains(type);
    }
};

class TypeShelf {
public:
    explicit TypeShelf(ocr::TypeCatalog installed);

    [[nodiscard]] std::shared_ptr<const TypesInForce> in_force() const;
    /// The types in force, with that version in the place of its type: what a document was read
    /// with. The type in force where the version is not known.
    [[nodiscard]] std::shared_ptr<const ocr::TypeCatalog>
    as_of(std::string_view type, int version) const;
    /// Null where nobody knows that version.
    [[nodiscard]] std::shared_ptr<const ocr::DocumentType>
    find(std::string_view type, int version) const;

    /// What lies in files beside the program.
    [[nodiscard]] const ocr::TypeCatalog& installed() const { return installed_; }

    /// A published version; of the same version as a file's it counts before the file.
    void put(ocr::DocumentType published);
    /// Nothing is read as that type any more, until a version after this one is put here. One that
    /// lies in a file is read all the same.
    void withdraw(const std::string& type, int version);

private:
    struct Kept {
        std::shared_ptr<const ocr::DocumentType> type;
        bool is_installed = false;
    };

    void keep(Kept kept);
    void choose();

    const ocr::TypeCatalog installed_;
    mutable std::mutex mutex_;
    std::map<std::string, std::map<int, Kept>, std::less<>> types_;
    std::map<std::string, int, std::less<>> withdrawn_; ///< from which version on
    std::vector<std::string> order_;                    ///< in which names came
    std::shared_ptr<const TypesInForce> in_force_;
};

} // namespace dossier::web
