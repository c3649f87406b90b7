#pragma once
// Which pages of a station's files make documents together, where documents may span files: the
// files' pages as one sequence, split by their sheets (ocr/split.h), and what is to become of each
// group. Pure: the same sequence gives the same groups, whenever it is looked at.

#include "ocr/separation.h"
#include "store/types.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace dossier::store {

/// A page in the order of the files. `is_loose`: of a file that waits for documents to be made of
/// its pages; the others only stand between. `is_hole`: stands for a file that could not be read,
/// of whose pages nobody knows; its facts are those of any page.
struct SequencePage {
    OriginalId original_id;
    capture::PageFacts facts;
    bool is_placed = false; ///< on a document already
    bool is_loose = false;
    bool is_hole = false;
};

/// `waiting`: more may belong to it. `held`: one of its pages could not be read, which is for a
/// person. `ready`: its end is known, it can be made a document. `placed`: it is one. `late`: it is
/// one, but for pages that came after its end was known; those are for a person, too.
enum class GroupFate { waiting, held, ready, placed, late };

/// Pages that lie together, as places in the sequence, and the type that the sheet above them
/// announces. Groups of blank pages alone are none.
struct SequenceGroup {
    std::vector<std::size_t> pages;
    std::string type;
    GroupFate fate = GroupFate::waiting;
};

[[nodiscard]] std::vector<capture::PageFacts> facts_of(std::span<const SequencePage> pages);

/// `has_ended`: nothing comes behind these pages any more.
[[nodiscard]] std::vector<SequenceGroup> group_sequence(
    std::span<const SequencePage> pages, const ocr::Separation& separation, bool has_ended
);

} // namespace dossier::store
