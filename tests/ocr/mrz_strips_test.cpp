#include "ocr/layout/mrz_strips.h"
#include "ocr/recipe/page_text.h"
#include "tests/bench/specimen_pixels.h"

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

#include "samples/render/mrz_zone.h"

namespace dossier::ocr {
namespace {

/// A card with a zone of three lines, at 300 dpi.
CleanPage a_card_with_a_zone()
{
    samples::Canvas canvas(106, 54, 300, {1, 1, 1});
    (void)samples::draw_zone(
        canvas,
        25,
        30,
        {"I<UTOD231458907<<<<<<<<<<<<<<<",
         "7408122F1204159UTO<<<<<<<<<<<6",
         "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"},
        samples::LayoutSet::train
    );
    return clean_page(bench::picture_of(canvas.finish().image));
}

TEST(MrzStrips, AreLinesOfOnePitchBelowEachOther)
{
    const CleanPage card = a_card_with_a_zone();
    const auto strips = find_mrz_strips(card.grey, card.segments);
    ASSERT_EQ(strips.size(), 3U);
    for (const MrzStrip& strip : strips)
        EXPECT_EQ(strip.places.size(), 30U);
}

TEST(MrzStrips, AreFoundBesideWhatIsLeftOfAnEdge)
{
    CleanPage card = a_card_with_a_zone();
    ASSERT_FALSE(card.segments.empty());
    const capture::Box& line = card.segments.back().box;
    const int high = 3 * line.height;
    const int before = line.x - 6 * line.height; // further off than characters are
    const capture::Box edge{before - 8, line.y - line.height, 8, high};
    card.segments.push_back({.box = edge, .parts = {edge}});
    EXPECT_EQ(find_mrz_strips(card.grey, card.segments).size(), 3U);
}

} // namespace
} // namespace dossier::ocr
