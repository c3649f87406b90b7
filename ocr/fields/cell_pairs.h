#pragma once
// Which cells of ruled tables are labels and which hold their values. What a cell says alone tells
// too little (a name and the label of a name are both a few characters), so cells are judged
// together: a row of labels each followed by its value, or a row of heads over columns of values.

#include "ocr/layout/cells.h"

#include <cstddef>
#include <vector>

namespace dossier::ocr {

/// Both index the cells; a value's cell may be blank, unless it stands in a column.
struct CellPair {
    std::size_t label = 0;
    std::size_t value = 0;
};

/// `likeness`: how much each cell looks like a label (LabelWords), 0 where it is blank. In the
/// order of the values; a value has one label, a label any number of values.
[[nodiscard]] std::vector<CellPair>
pair_cells(const Cells& cells, const std::vector<double>& likeness);

} // namespace dossier::ocr
