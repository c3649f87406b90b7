#pragma once
// What the machine saw on a file: typed documents, their fields with place, confidence and
// alternatives, and every label-value pair. A Reading holds no opinion on whether a value is
// right; that is verify's job. It is the value that crosses the process boundary (ocr/wire.h).

#include "capture/facts.h"

#include <string>
#include <vector>

namespace dossier::ocr {

/// Another value the field may have, with its probability.
struct Candidate {
    std::string value;
    double confidence = 0.0;
};

/// Which of the recognisers (ocr/engine.h). The first, Tesseract, is always there; `latin` is the
/// second's other model, for lines of ASCII alone; `third` is an older relative of the second, for
/// values that are doubtful.
enum class Recogniser { first, second, latin, third };

/// What one look at a value saw: whose look, the text as it stands there, the least and the mean
/// confidence of its characters.
struct Sighting {
    Recogniser by = Recogniser::first;
    std::string text;
    double least = 0.0;
    double mean = 0.0;
};

/// One value read from a page. `raw` is the text as printed; `value` its normal form (contract:
/// dates YYYY-MM-DD or 长期, identifiers upper case without spaces). `repaired` means that `value`
/// only became well-formed by choosing alternatives over the best raw reading. An empty `value`
/// with an empty box is a field that the type expects and that was not found.
struct Field {
    std::string name;
    std::string value;
    std::string raw;
    double confidence = 0.0;
    bool repaired = false;
    int page = 0;
    capture::Box box;
    std::vector<Candidate> alternatives;
    std::vector<Sighting> sightings; ///< the evidence, in the order of looking
};

/// A printed label (without its colon) and the text beside it.
struct Pair {
    std::string label;
    std::string value;
    int page = 0;
    capture::Box box;
};

/// A line of text as it runs on the upright picture: `box` is in pixels of the page's preview.
struct Line {
    int page = 0;
    std::string text;
    capture::Box box;
};

/// One document found in a file: its type ("unknown" when none fits), the version of the type file
/// that was used, the pages it stands on, its fields in the type's order and all pairs in reading
/// order.
struct Document {
    std::string type;
    int type_version = 0;
    double type_confidence = 0.0;
    std::vector<int> pages;
    std::vector<Field> fields;
    std::vector<Pair> pairs;
};

struct Reading {
    std::vector<capture::PageFacts> pages;
    std::vector<Document> documents;
    std::vector<capture::Preview> previews; ///< where they were asked for
    std::vector<Line> lines;                ///< the text on the previews
};

/// Every way in which reading a file can end badly. `refused`: the file broke a limit or is no
/// picture; the other three speak of the child process.
enum class UnreadableKind { refused, crashed, timed_out, garbled };

struct Unreadable {
    UnreadableKind kind = UnreadableKind::refused;
    std::string code;
    std::string message;
};

} // namespace dossier::ocr
