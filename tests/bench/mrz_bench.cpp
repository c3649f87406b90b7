// How machine-readable zones are read: passports (TD3), cards of two and three lines (TD2, TD1) and
// permits of made-up people, worn as scans are. Prints lines found and right, lines accepted
// (confidence of the accept threshold, not repaired) and accepted wrongly, and processor time a
// zone. Usage: mrz_bench [zones-a-format [seed [train|held-out [show]]]]

#include "capture/page.h"
#include "capture/straighten.h"
#include "ocr/recipe/page_text.h"
#include "ocr/recipe/read_mrz.h"
#include "tests/bench/measure.h"
#include "tests/bench/recognisers.h"
#include "tests/bench/specimen_pixels.h"

#include <fmt/format.h>

#include "samples/render/decor.h"
#include "samples/render/mrz_zone.h"
#include "samples/render/wear.h"
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using namespace dossier;

struct Kind {
    std::string_view name;
    double width;
    double height;
};

constexpr Kind kinds[] = {
    {"TD3", 125, 88}, {"TD2", 105, 74}, {"TD1", 85.6, 54}, {"permit", 85.6, 54}};

std::vector<std::string>
zone_of(std::string_view kind, samples::Dice& dice, const samples::Person& person)
{
    using samples::Home;
    static constexpr std::string_view states[] = {"CHN", "UTO", "GBR", "USA", "FRA", "D"};
    if (kind == "permit") {
        const Home home = dice.chance(0.5) ? Home::taiwan : Home::hong_kong;
        const auto permit = samples::make_permit(dice, person, home);
        return samples::permit_zone(home == Home::taiwan ? "CT" : "CR", person, permit);
    }
    auto document = samples::make_passport(dice, person);
    document.nationality = dice.pick(states);
    if (kind == "TD3") return samples::passport_zone(person, document);
    return kind == "TD2" ? samples::small_zone(person, document)
                         : samples::card_zone(person, document);
}

struct Zone {
    std::vector<std::string> lines;
    cv::Mat picture;
    int dpi = 0;
};

Zone draw(const Kind& kind, samples::LayoutSet set, std::uint64_t seed, std::uint64_t number)
{
    samples::Dice dice(seed, number);
    const auto person = samples::make_person(dice, samples::Script::hans);
    Zone zone;
    zone.lines = zone_of(kind.name, dice, person);
    zone.dpi = dice.chance(0.4) ? 200 : 300;
    samples::Canvas canvas(kind.width + 20, kind.height + 20, zone.dpi, {0.97, 0.97, 0.97});
    const samples::Colour wave{0.7, 0.75, 0.85, 0.4};
    samples::guilloche(canvas, dice, 10, 10, kind.width, kind.height, wave, wave);
    canvas.frame(10, 10, kind.width, kind.height, 0.2, {0.4, 0.4, 0.4});
    canvas.text(16, 22, person.name, {.size = 3.4});
    canvas.text(16, 30, person.issuing_authority, {.size = 3.0});
    const double length = 2.54 * static_cast<double>(zone.lines.front().size());
    const double last = kind.height + 10 - 6.5;
    (void)samples::draw_zone(
        canvas,
        10 + (kind.width - length) / 2,
        last - 6.35 * static_cast<double>(zone.lines.size() - 1),
        zone.lines,
        set
    );
    samples::Wear wear =
        samples::draw_wear(dice, {"passport", dice.chance(0.5) ? "data_page" : "a4_copy", set});
    wear.rotation_deg = 0; // how pages are turned is another bench's
    zone.picture = bench::picture_of(samples::wear_out(canvas.finish(), wear, dice).image);
    return zone;
}

struct Tally {
    int lines = 0;
    int found = 0;
    int right = 0;
    int accepted = 0;
    int wrongly = 0;
    std::vector<double> milliseconds;
};

void read(const Zone& zone, bench::Recognisers& recognisers, bool show, Tally& tally)
{
    capture::Page page;
    page.pixels = zone.picture;
    page.facts.width = zone.picture.cols;
    page.facts.height = zone.picture.rows;
    page.facts.dpi = zone.dpi;
    const auto upright = capture::straighten(std::move(page));
    const auto clean = ocr::clean_page(upright.page.pixels);
    const double start = bench::cpu_milliseconds();
    const auto mrz = ocr::read_mrz(clean.grey, clean.segments, recognisers.engines());
    tally.milliseconds.push_back(bench::cpu_milliseconds() - start);
    for (std::size_t i = 0; i < zone.lines.size(); ++i) {
        ++tally.lines;
        if (!mrz || i >= mrz->lines.size()) {
            if (show) fmt::print("  not found: {}\n", zone.lines[i]);
            continue;
        }
        const auto& line = mrz->lines[i];
        const bool right = line.text == zone.lines[i];
        constexpr double accept = 0.99;
        const bool accepted = line.confidence >= accept && !line.repaired;
        ++tally.found;
        tally.right += right ? 1 : 0;
        tally.accepted += accepted ? 1 : 0;
        tally.wrongly += accepted && !right ? 1 : 0;
        if (show && (!right || !accepted))
            fmt::print(
                "  {} {:.3f}{}\n    {}\n    {}\n",
                right      ? "right"
                : accepted ? "WRONG"
                           : "wrong",
                line.confidence,
                line.repaired ? " repaired" : "",
                zone.lines[i],
                line.text
            );
    }
}

} // namespace

int main(int argc, char** argv)
{
    const int zones = argc > 1 ? std::atoi(argv[1]) : 25;                            // NOLINT
    const auto seed = static_cast<std::uint64_t>(argc > 2 ? std::atoi(argv[2]) : 1); // NOLINT
    const bool held_out = argc > 3 && argv[3] == std::string_view("held-out");
    const bool show = argc > 4;
    bench::Recognisers recognisers;
    fmt::print(
        "{:<8} {:>6} {:>6} {:>7} {:>9} {:>8} {:>8}\n",
        "format",
        "lines",
        "found",
        "right",
        "accepted",
        "wrongly",
        "ms/zone"
    );
    std::uint64_t number = 0;
    for (const Kind& kind : kinds) {
        Tally tally;
        for (int i = 0; i < zones; ++i) {
            const auto set = held_out ? samples::LayoutSet::held_out : samples::LayoutSet::train;
            read(draw(kind, set, seed, number++), recognisers, show, tally);
        }
        fmt::print(
            "{:<8} {:>6} {:>6} {:>6.1f}% {:>8.1f}% {:>8} {:>8.0f}\n",
            kind.name,
            tally.lines,
            tally.found,
            100.0 * tally.right / tally.lines,
            100.0 * tally.accepted / tally.lines,
            tally.wrongly,
            bench::median(tally.milliseconds)
        );
    }
    return 0;
}
