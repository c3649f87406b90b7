#pragma once
// Real forms of unknown layouts through the real reader: whether label-value pairs that people
// marked on them (facts.json: file -> list of key, value) are among the pairs that were found.

#include "tests/bench/read/folder.h"

#include <string>
#include <string_view>
#include <vector>

namespace dossier::bench {

/// A label and the value that belongs to it. On forms a fact may be one line of a longer value.
struct Fact {
    std::string label;
    std::string value;
};

/// Where the value of a fact was found: under its label, exactly or within more; in a pair whose
/// label is right but says something else, while the value stands elsewhere; under another label;
/// in no pair; nowhere in the text.
enum class Place { exact, within, misplaced, other_label, no_pair, not_read };

struct FoundFact {
    std::string file;
    Fact fact;
    Place place = Place::not_read;
    ocr::Pair nearest; ///< the pair that decided; empty in the last two cases
};

/// Whether a pair's label is the fact's: the same letters, digits and characters but for one in
/// five, without numbering; or the beginning of it, when half of it is there.
[[nodiscard]] bool is_label(std::string_view read, std::string_view truth);

[[nodiscard]] std::vector<FoundFact>
find_facts(const ReadPicture& picture, const std::vector<Fact>& facts);

/// How many facts were found where, and the time a page.
void print_facts(const std::vector<FoundFact>& facts, const std::vector<ReadPicture>& pictures);

/// Every fact with where it was found: private.
void show_facts(const std::vector<FoundFact>& facts);

} // namespace dossier::bench
