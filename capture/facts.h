#pragma once
// What capture says about a file and its pages, as plain values without pixels. Everything to the
// right of capture (reading, verification, store, web) sees pages only through these types.

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace dossier::capture {

/// A moment in UTC. Pure code never reads a clock: moments are arguments.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// A rectangle in pixels of the page as scanned (before any rotation or deskew).
struct Box {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
    bool operator==(const Box&) const = default;
};

/// What remains after the right-angle turn is undone: +1.37 means that text lines run downhill
/// to the right by 1.37 degrees. `confidence` is 0..1; noise gives a low one.
struct Skew {
    double degrees = 0.0;
    double confidence = 0.0;
};

enum class QualityVerdict { good, fair, poor };

/// What is wrong with a scan, each a reason to scan again that a person can act on.
/// `resolution_low`: fewer dots per inch than DA/T 31-2017 asks; `colour_missing`: a seal or
/// another coloured part, scanned without colour; `cut_off`: print runs over the edge;
/// `print_broken`: a copier or a hard threshold has left crumbs of the print.
enum class QualityFlaw {
    resolution_low,
    blurred,
    contrast_low,
    too_dark,
    glare,
    cut_off,
    corner_missing,
    skewed,
    colour_missing,
    print_broken
};

/// How well a page can be read. `blur` 0 (sharp) .. 1 (nothing but blur), `contrast` 0..1 between
/// ink and paper, `text_height` the median height of text in pixels (0 when none was seen).
/// `flaws` in the order of the enumeration, each at most once.
struct Quality {
    double blur = 0.0;
    double contrast = 0.0;
    int text_height = 0;
    QualityVerdict verdict = QualityVerdict::good;
    std::vector<QualityFlaw> flaws;
};

enum class ColourMode { bitonal, grey, colour };

/// What a sheet is in the stack. `cover_sheet` opens a batch, `separator` a document; neither is
/// read for fields.
enum class PageRole { content, cover_sheet, separator };

/// A machine-readable mark on a page: `symbology` as `qr_code`, `code_128` or `patch_t`, `text` its
/// content (empty for patch codes).
struct Code {
    std::string symbology;
    std::string text;
    Box box;
    bool operator==(const Code&) const = default;
};

/// What a page tells about the scanner it came from. `paper_brightness` 0..255 of the bare paper (0
/// when no paper was seen); `streaks`: where thin straight lines run along the whole feed
/// direction, in thousandths of the page's width: dirt on the glass draws them at the same place on
/// every page.
struct ScanTrace {
    int paper_brightness = 0;
    std::vector<int> streaks;
};

/// x' = a*x + b*y + c; y' = d*x + e*y + f, for {a, b, c, d, e, f}.
using Affine = std::array<double, 6>;

/// A perceptual hash of 1,008 bits, 63 in each number: few bits differ between two scans of the
/// same sheet (likeness.h). All zero: none was made, for there is no print to go by.
using Likeness = std::array<std::int64_t, 16>;

/// x' = (a*x + b*y + c) / w; y' = (d*x + e*y + f) / w; w = g*x + h*y + i, for {a, b, ..., i}. With
/// {..., 0, 0, 1} at its end it is an Affine.
using Homography = std::array<double, 9>;

/// One page: `width`, `height` in pixels as scanned; `rotation_deg` the content's clockwise turn on
/// the scan (0, 90, 180, 270).
struct PageFacts {
    int index = 0;
    int width = 0;
    int height = 0;
    int dpi = 0;
    int rotation_deg = 0;
    Skew skew;
    bool blank = false;
    double blank_probability = 0.0;
    Quality quality;
    ColourMode colour_mode = ColourMode::grey;
    PageRole role = PageRole::content;
    std::vector<Code> codes;
    ScanTrace trace;
    Likeness likeness{};
};

/// The upright, straightened picture of a page for people to look at: JPEG bytes, its size, and
/// where a point of the scan lies on it.
struct Preview {
    int page = 0;
    int width = 0;
    int height = 0;
    Homography from_scan{1, 0, 0, 0, 1, 0, 0, 0, 1};
    std::vector<std::byte> jpeg;
};

/// Why a file is not taken in or cannot be opened. `code` is stable (`too_many_pixels`), `message`
/// is a sentence a clerk understands, without personal data and without the file's name.
struct Refusal {
    std::string code;
    std::string message;
};

} // namespace dossier::capture
