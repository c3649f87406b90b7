#pragma once
// How sure a value must be to pass without a person, learnt from what people found, so that the
// promise holds: with the confidence asked for, at most a target share of accepted records holds a
// wrong value. The arithmetic is in verify/README.md. Too little evidence accepts less, never more;
// where corrections have become more frequent lately, nothing is accepted. Pure.

#include "verify/examine.h"

#include <array>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace dossier::verify {

/// A value that only its confidence kept from being accepted, or let through: what a person found.
struct SeenValue {
    Lane lane;
    double confidence = 0.0;
    bool wrong = false;
};

/// A record that a person has settled. `sampled`: it was chosen without looking at it and all its
/// values were seen; only such records prove anything. `proves`: it belongs to the half that
/// proves, the other half chooses what is to be proved. `is_recent`: of the time that drift is
/// looked for in.
struct SeenRecord {
    std::string type;
    std::vector<SeenValue> values;
    bool has_doubts = false; ///< other values of it would have gone to a person anyway
    bool sampled = false;
    bool proves = false;
    bool is_recent = false;
};

/// `target`: the share of accepted records that may hold a wrong value. `confidence`: how sure that
/// is to be.
struct AcceptanceRules {
    double target = 0.001;
    double confidence = 0.95;
};

/// The confidences that can be thresholds, the strictest first.
inline constexpr std::array acceptance_steps{
    0.9999, 0.9995, 0.999, 0.998, 0.995, 0.99, 0.98, 0.95, 0.9, 0.8};

/// Every type that the records speak of; nothing is accepted of another.
[[nodiscard]] std::map<std::string, Acceptance>
learn_acceptance(std::span<const SeenRecord> records, const AcceptanceRules& rules);

/// The lanes whose values are wrong more often lately than before, by type.
[[nodiscard]] std::map<std::string, std::set<Lane>> find_drift(std::span<const SeenRecord> records);

} // namespace dossier::verify
