#pragma once
// What stands beside a label: the rest of its line up to the next label or cell border, else the
// cell to its right, else what is below it; with continuation lines where the field has them.

#include "ocr/fields/labels.h"
#include "ocr/fields/mrz.h"
#include "ocr/fields/text.h"
#include "ocr/layout/rules.h"

#include <optional>
#include <vector>

namespace dossier::ocr {

/// The recognised text of one upright page.
struct PageText {
    int page = 0;
    int width = 0; ///< pixels of the upright page
    int height = 0;
    int text_height = 0;
    Alphabet hand = Alphabet::chinese; ///< simplified or traditional
    Recogniser by = Recogniser::first; ///< who read the lines
    std::vector<TextLine> lines;
    Rules rules;
    std::optional<Mrz> mrz{};   ///< its lines are not among `lines`
    bool is_photograph = false; ///< lines lie aslant, and confidences promise more than they keep
    bool is_copy = false;       ///< scanned in black and white: the second learned to read it
    std::vector<capture::Box> pieces{}; ///< of a copy: its connected ink
};

enum class Extent { one_line, many_lines };

/// Where to look first: a few characters behind a label may be the rest of a label badly read, the
/// edges of a card or a photograph are no cells, and what a printer put into a printed form may
/// stand between two rows.
enum class Start { on_the_line, beyond_the_line, outside_of_cells, below, off_the_row };

/// Tables have labels before their values or over them: where more cells under a label hold a value
/// than cells beside one, all labels that have a cell for themselves are marked as heads.
void mark_heads(const PageText& page, std::vector<LabelHit>& hits);

/// The runs of symbols that make up the value of `hits[at]`, in reading order; empty when there is
/// none. `hits` are all labels of the page, in line order.
[[nodiscard]] std::vector<Span> find_value(
    const PageText& page,
    const std::vector<LabelHit>& hits,
    std::size_t at,
    Extent extent,
    Start start = Start::on_the_line
);

/// Whether another line stands right above the value and beside the label, so that a value of one
/// line may be the lower half of one of two.
[[nodiscard]] bool may_be_lower_half(
    const PageText& page,
    const std::vector<LabelHit>& hits,
    std::size_t at,
    const std::vector<Span>& value
);

/// Where boxes stand among the words of a value, the words of the ticked one; else the value
/// itself. Empty when no box is ticked.
[[nodiscard]] std::vector<Span> ticked_part(const PageText& page, const std::vector<Span>& value);

[[nodiscard]] std::string text_of(const PageText& page, const std::vector<Span>& spans);
[[nodiscard]] capture::Box box_of(const PageText& page, const std::vector<Span>& spans);

} // namespace dossier::ocr
