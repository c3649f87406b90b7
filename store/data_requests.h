#pragma once
// What people may ask of what is kept of them (个人信息权利请求; PIPL art. 44 to 50): registered,
// the asker's identity proven, what is kept of him found, done or refused with a reason, answered
// in time. One person drafts the answer, another lets it go. And restrictions: a customer's records
// are stored and looked at, and nothing else (art. 47).

#include "store/types.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dossier::store {

/// To see it, to get a copy, to have it set right, its processing restricted, to object to it, to
/// have it deleted.
enum class DataRight { access, copy, correction, restriction, objection, erasure };

/// `received`: nothing is told or done until his identity is proven (`identified`). `drafted`: an
/// answer waits for a second person, who lets it go (`answered`) or sends it back (`identified`).
enum class DataRequestState { received, identified, drafted, answered, withdrawn };

enum class DataAnswer { granted, partly, refused };

/// What somebody noted or did, for ever. `detail`: codes and numbers of records, nothing personal.
struct DataRequestStep {
    std::string what;
    std::string who;
    Instant at{};
    std::string detail;
};

/// How a thing was found. `name` alone may be somebody else: a person must say it is his.
enum class FoundBy { number, name };

/// A record, or a document that was never filed: it waits for people, or was rejected.
struct FoundItem {
    bool is_record = true;
    std::string id;
    FoundBy by = FoundBy::number;
    bool is_own = false;      ///< the record's customer is he
    bool is_included = false; ///< it counts as his
};

/// What is told of a found item beside it, as the archive has it now.
struct FoundFacts {
    FoundItem item;
    std::string number; ///< of a record; of a document empty
    std::string archive_number;
    std::string type;
    Instant at{};               ///< filed, or arrived
    std::string state;          ///< filed, review, rejected, destroyed
    int kept_through = 0;       ///< year; 0: its term does not run, or it is kept for ever
    bool is_held = false;       ///< a legal hold stands
    bool may_be_listed = false; ///< its term is over and no hold stands
};

struct DataRequestItem {
    std::string id;
    std::string number; ///< P-2026-0001
    DataRequestState state = DataRequestState::received;
    std::vector<DataRight> rights;
    std::chrono::sys_days received_on{};
    std::chrono::sys_days due_on{};
    std::optional<std::chrono::sys_days> extended_from; ///< when it was due before it was extended
    std::string name;                                   ///< of the person
    std::string registered_by;
    Instant registered_at{};

    [[nodiscard]] bool is_open() const
    {
        return state != DataRequestState::answered && state != DataRequestState::withdrawn;
    }
};

/// What is said when a request comes in. `id_number`: of any document that proves who he is.
/// `represented_by`: who asks for him, and by what right; empty: he himself.
struct DataRequestDraft {
    std::vector<DataRight> rights;
    std::string name;
    std::string id_number;
    std::string contact; ///< where the answer goes
    std::string represented_by;
    std::string wish;
    std::chrono::sys_days received_on{};
};

struct DataRequest {
    DataRequestItem item;
    std::int64_t version = 1;
    std::string id_number;
    std::string contact;
    std::string represented_by;
    std::string wish;
    std::string proof;          ///< how his identity was proven
    std::string customer_id;    ///< empty: no customer has his number
    bool is_restricted = false; ///< that customer's records, now
    DataAnswer answer = DataAnswer::granted;
    std::string answer_text;
    std::string answer_reason; ///< why it is refused, wholly or partly
    std::string note; ///< why it was sent back or withdrawn, or a restriction lifted, at last
    std::string extension_reason;
    /// Until when its day may still be put off; nothing where it may not.
    std::optional<std::chrono::sys_days> extendable_until;
    std::vector<DataRequestStep> steps;
    std::vector<FoundFacts> found;
    std::int64_t unread_files = 0; ///< quarantined: nobody can say of whom they are
};

/// Which requests. `open`: the first due first. `all`: newest first.
enum class DataRequestList { open, all };

/// A found record's values as its person may see them: those of others are masked whole.
struct OwnCopy {
    Record record;
    std::vector<std::string> masked; ///< fields
};

} // namespace dossier::store
