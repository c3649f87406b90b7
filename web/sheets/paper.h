#pragma once
// Pages of text in one embedded font, as PDF: what registers, letters and copies are printed on.
// Millimetres from the upper left corner.

#include "web/sheets/drawing.h"
#include "web/sheets/true_type.h"

#include <string>
#include <string_view>
#include <vector>

namespace dossier::web {

class Paper {
public:
    Paper(const TrueTypeFont& font, double width, double height)
        : font_(font),
          width_(width),
          height_(height)
    {}

    /// From here on everything goes onto a new page.
    void begin_page() { pages_.emplace_back(height_); }

    [[nodiscard]] Drawing& page() { return pages_.back(); }

    [[nodiscard]] std::size_t pages() const { return pages_.size(); }

    void text(double size, double x, double baseline, std::string_view what);
    void centred(double size, double baseline, std::string_view what);
    /// So that it ends at `x`.
    void ending_at(double x, double size, double baseline, std::string_view what);
    [[nodiscard]] double width_of(std::string_view what, double size) const;
    /// In lines that fit: Chinese is parted anywhere, words of letters where they end if they can.
    [[nodiscard]] std::vector<std::string>
    wrapped(std::string_view what, double size, double width) const;
    /// The file; every page ends with `footer` and its number of all. `language` as in RFC 5646.
    [[nodiscard]] std::string finish(std::string_view footer, std::string_view language);

private:
    EmbeddedFont font_;
    double width_;
    double height_;
    std::vector<Drawing> pages_;
};

} // namespace dossier::web
