#pragma once

// Who wants to have the log before it is emptied: called by the one who writes, with the log at
// rest, before every checkpoint and whenever somebody asks.

namespace dossier::store {

class LogKeeper {
public:
    virtual ~LogKeeper() = default;
    /// Takes what the log holds and it has not yet; false where it could not. Then the log is not
    /// emptied for as long as that is bearable.
    virtual bool keep_log() noexcept = 0;
    /// It was emptied all the same: what comes next does not fit what was kept.
    virtual void lose_log() noexcept = 0;
};

} // namespace dossier::store
