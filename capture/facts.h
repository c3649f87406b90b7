#pragma once
// What capture says about a file and its pages, as plain values without pixels. Everything to the
// right of capture (reading, verification, store, web) sees pages only through these types.

#include <array>
#include <chrono>
#include <cstddef>
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

/// How well a page can be read. `blur` 0 (sharp) .. 1 (nothing but blur), `contrast` 0..1 between
/// ink and paper, `text_height` the median height of text in pixels (0 when none was seen).
struct Quality {
    double blur = 0.0;
    double contrast = 0.0;
    int text_height = 0;
    QualityVerdict verdict = QualityVerdict::good;
};

/// x' = a*x + b*y + c; y' = d*x + e*y + f, for {a, b, c, d, e, f}.
using Affine = std::array<double, 6>;

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
};

/// The upright, straightened picture of a page for people to look at: JPEG bytes, its size, and
/// where a point of the scan lies on it.
struct Preview {
    int page = 0;
    int width = 0;
    int height = 0;
    Affine from_scan{1, 0, 0, 0, 1, 0};
    std::vector<std::byte> jpeg;
};

/// Why a file is not taken in or cannot be opened. `code` is stable (`too_many_pixels`), `message`
/// is a sentence a clerk understands, without personal data and without the file's name.
struct Refusal {
    std::string code;
    std::string message;
};

} // namespace dossier::capture
