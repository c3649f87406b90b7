#pragma once
// What of the archive one person may see. A site without departments has one scope, `whole_site`.
// Every query of the store over originals, batches, documents and records asks for it; the
// conditions in SQL are those of rows/scoped.h.

#include <string>

namespace dossier::store {

/// Whose something is: the department (its id) and the person who brought it in. Both are set when
/// it arrives and stay, whatever becomes of its station or that person. No person: a station's
/// delivery, which is its department's.
struct Owner {
    std::string department{};
    std::string created_by{};

    bool operator==(const Owner&) const = default;
};

/// Without a department: all of the site. With one: nothing of any other, nor what has none. With a
/// `person`: of the department's files what he created or its stations delivered, its documents
/// while they are in review, and the records that he created. Without: all of the department, as
/// its manager sees it.
struct Scope {
    std::string department{}; ///< id
    std::string person{};     ///< account name

    [[nodiscard]] bool is_site() const { return department.empty(); }

    /// May change what is committed: not an employee within a department.
    [[nodiscard]] bool keeps_records() const { return person.empty(); }

    bool operator==(const Scope&) const = default;
};

inline const Scope whole_site{};

} // namespace dossier::store
