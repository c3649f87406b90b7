#pragma once

// A system that fails on demand, beneath everything: the calls by which files are opened, written,
// synced, renamed and removed, as the program and its libraries (SQLite too) make them. Linked into
// a test it is armed by these functions; as a library under LD_PRELOAD it listens to the
// environment, see bad_system.cpp. Only calls on files and folders count, from any thread.

namespace dossier::faults {

/// What goes wrong at the `nth` call (from 1), and whether at all later ones too. `error` 0 makes
/// a write short instead, which is no failure; other calls then succeed. `writes_only`: as on a
/// full disk, only writes count and fail; the first takes a part of its bytes, the next ones none.
struct Plan {
    long nth = 0;
    int error = 0;
    bool from_then_on = false;
    bool writes_only = false;
};

void arm(const Plan& plan);

/// Ends what `arm` began; returns how many calls were counted.
long disarm();

/// A file system of another machine: no RENAME_NOREPLACE, no sync of folders, leases that say
/// "busy" whatever is true, as NFS and SMB do.
void become_network_share(bool is_share);

} // namespace dossier::faults
