#include "ocr/read.h"

#include "capture/clean.h"
#include "capture/codes.h"
#include "capture/open.h"
#include "capture/preview.h"
#include "capture/quality.h"
#include "capture/straighten.h"
#include "ocr/bundle.h"
#include "ocr/fields/classify.h"
#include "ocr/fields/code_words.h"
#include "ocr/fields/decide.h"
#include "ocr/fields/extract.h"
#include "ocr/fields/pairs.h"
#include "ocr/fields/split_labels.h"
#include "ocr/layout/found_lines.h"
#include "ocr/layout/paper.h"
#include "ocr/recipe/assemble.h"
#include "ocr/recipe/broken_print.h"
#include "ocr/recipe/join.h"
#include "ocr/recipe/page_text.h"
#include "ocr/recipe/upright.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

namespace dossier::ocr {
namespace {

using capture::Straightened;

/// What the pages of a document are read with.
struct Means {
    const TypeCatalog& types;
    const Engines& engines;
    const ReadOptions& options;
    const Cleaning& cleaning;
    LabelWords words{types};
};

/// Turned when it stood on its head, or lay on its side because its lines run down.
Straightened set_upright(Straightened page, const Engines& engines)
{
    const int turn = find_turn(page, engines);
    return capture::turn_further(std::move(page), turn);
}

/// Long to short side of what cameras take, to 0.3 %: sheets and cards have other shapes.
bool has_shape_of_sensor(const capture::PageFacts& page)
{
    const double longer = std::max(page.width, page.height);
    const double shape = longer / std::max(1, std::min(page.width, page.height));
    constexpr std::array sensors{4.0 / 3, 3.0 / 2, 16.0 / 9};
    return std::ranges::any_of(sensors, [&](double sensor) {
        return std::abs(shape / sensor - 1) < 0.003;
    });
}

/// A scanner states its resolution and knows no perspective; a camera says nothing, 72 or 96, or
/// what an editor made of it.
bool may_be_photograph(const capture::PageFacts& page)
{
    constexpr int least_of_scanners = 150;
    return page.dpi < least_of_scanners || has_shape_of_sensor(page);
}

/// Found by its edges, a photographed sheet often lies aslant all the same: its lines tell.
Straightened set_level(Straightened page, const Engines& engines)
{
    if (engines.lines == nullptr) return page;
    const auto lines = engines.lines->find(page.page.pixels, Sight::far);
    const auto fall = find_fall(lines, page.page.pixels.size());
    if (fall) page = capture::level_further(std::move(page), *fall);
    return page;
}

/// What of a scan is read by itself: the page; or, where cards lie on it, each card and then the
/// page without them.
struct Parts {
    Straightened page;
    std::vector<Straightened> cards;
    std::vector<capture::Region> regions; ///< of the cards
};

Parts take_apart(capture::Page scan, const Engines& engines)
{
    Parts parts;
    if (scan.facts.role != capture::PageRole::content) {
        parts.page = set_upright(capture::straighten(std::move(scan)), engines);
        return parts;
    }
    const auto regions = capture::find_regions(scan.pixels);
    parts.regions = capture::find_cards(regions);
    for (const auto& card : parts.regions)
        parts.cards.push_back(set_upright(capture::straighten(scan, card), engines));
    const bool is_photograph = may_be_photograph(scan.facts);
    const auto sheet = is_photograph && parts.regions.empty()
                           ? capture::find_rectifiable(regions, scan.facts.width, scan.facts.height)
                           : std::nullopt;
    parts.page = sheet ? capture::straighten(scan, *sheet) : capture::straighten(std::move(scan));
    parts.page = set_upright(std::move(parts.page), engines);
    if (is_photograph) parts.page = set_level(std::move(parts.page), engines);
    return parts;
}

/// What the sheet says to machines, on the page as scanned: before anything is resampled.
void read_codes(capture::Page& scanned)
{
    const cv::Mat grey = capture::grey_of(scanned.pixels);
    scanned.facts.codes = capture::find_codes(grey, scanned.facts.dpi);
    scanned.facts.role = capture::find_role(grey, scanned.facts.dpi, scanned.facts.codes);
}

/// What is written on a page. Covers and separators are not read.
PageText read_text(
    const CleanPage& clean,
    const Means& means,
    const capture::PageFacts& page,
    const PageText* before
)
{
    if (page.role == capture::PageRole::content)
        return recognise_page(clean, means.engines, page.index, means.words.as_type(), before);
    PageText nothing;
    nothing.page = page.index;
    return nothing;
}

/// Boxes were found on the upright page; people and records speak of the page as scanned.
void put_on_scan(Document& document, const Straightened& page)
{
    for (Field& field : document.fields) {
        if (field.box != capture::Box{}) field.box = capture::box_on_scan(page, field.box);
    }
    for (Pair& pair : document.pairs)
        pair.box = capture::box_on_scan(page, pair.box);
}

/// The codes that lie on a part of their page.
std::vector<capture::Code> codes_on(const Straightened& part)
{
    auto codes = part.page.facts.codes;
    const cv::Mat& pixels = part.page.pixels;
    std::erase_if(codes, [&](const capture::Code& code) {
        const auto there = capture::mapped(code.box, part.from_scan, pixels.cols, pixels.rows);
        return there.width <= 0 || there.height <= 0;
    });
    return codes;
}

/// The lines of a part where they lie on the preview of its page.
void put_on_preview(
    const PageText& text,
    const Straightened& part,
    const capture::Preview& preview,
    std::vector<Line>& lines
)
{
    const auto there = capture::chained(part.to_scan, preview.from_scan);
    const auto put = [&](std::string words, const capture::Box& box) {
        const auto place = capture::mapped(box, there, preview.width, preview.height);
        lines.push_back({.page = text.page, .text = std::move(words), .box = place});
    };
    for (const TextLine& line : text.lines)
        put(text_of(line.symbols, 0, line.symbols.size()), line.box);
    if (!text.mrz) return;
    for (const MrzLine& line : text.mrz->lines)
        put(line.text, line.box);
}

Document
read_page(const CleanPage& clean, PageText text, const Means& means, const std::string& forced)
{
    const TypeCatalog& types = means.types;
    Document document;
    document.type = "unknown";
    document.pages = {text.page};
    const Classified classified =
        forced.empty() ? classify(text.lines, types, text.mrz ? text.mrz->lines.front().text : "")
                       : Classified{types.find_type(forced), 1.0};
    document.type_confidence = classified.confidence;
    if (classified.type != nullptr) join_split_labels(text.lines, *classified.type);
    document.pairs = extract_pairs(text, classified.type, means.words);
    if (classified.type == nullptr) return document;
    document.type = classified.type->name;
    document.type_version = classified.type->version;
    document.fields = extract_fields(
        text,
        *classified.type,
        [&](const Span& span, Alphabet alphabet, Recogniser who) {
            return look_again(clean, text, span, alphabet, means.engines.find(who, alphabet));
        }
    );
    return document;
}

/// The last page of the reading. Its type is the one that is asked for, else the one that its
/// cover or separator announces, else its own, else that of the document it lies in.
Document read_in_place(
    const CleanPage& clean, const PageText& text, const Means& means, const Reading& reading
)
{
    const ReadOptions& options = means.options;
    std::string type = options.type;
    if (type.empty()) type = announced_type(reading.pages, options.separation);
    // A sheet may announce what nobody knows.
    if (means.types.find_type(type) == nullptr) type.clear();
    Document document = read_page(clean, text, means, type);
    if (document.type != "unknown") return document;
    const auto other = type_so_far(reading.documents, reading.pages, options.separation);
    return other.empty() ? document : read_page(clean, text, means, other);
}

/// One part of a page, read.
struct ReadPart {
    PageText text;
    std::optional<Document> document;
};

bool is_known(const ReadPart& part)
{
    return part.document && part.document->type != "unknown";
}

/// Whether a field that its type requires was not found.
bool misses_required(const ReadPart& part, const TypeCatalog& types)
{
    if (!is_known(part)) return false;
    const DocumentType& type = *types.find_type(part.document->type);
    return std::ranges::any_of(part.document->fields, [&](const Field& field) {
        const FieldType* known = type.find_field(field.name);
        return field.value.empty() && known != nullptr && known->required;
    });
}

/// Whether what stands under a label could hardly be read, or not at all where its type requires
/// it.
bool leaves_open(const ReadPart& part, const TypeCatalog& types)
{
    constexpr double hardly = 0.1;
    if (!is_known(part)) return false;
    return misses_required(part, types) ||
           std::ranges::any_of(part.document->fields, [](const Field& field) {
               return !field.value.empty() && field.confidence < hardly;
           });
}

/// Whether a value is no more than a guess that its type requires, or that has a form by which
/// another reading of it is known to be better.
bool has_guesses(const ReadPart& part, const TypeCatalog& types)
{
    if (!is_known(part)) return false;
    const DocumentType& type = *types.find_type(part.document->type);
    return std::ranges::any_of(part.document->fields, [&](const Field& field) {
        const FieldType* known = type.find_field(field.name);
        const bool counts =
            known != nullptr && (known->required || known->grammar != Grammar::text);
        return counts && !field.value.empty() && field.confidence <= most_of_a_guess;
    });
}

/// Both readings of a part; the text is that of the first which has any.
ReadPart joined(ReadPart first, ReadPart second)
{
    if (!second.document) return first;
    if (!first.document) return second;
    first.document = join_looks(*std::move(first.document), *std::move(second.document));
    return first;
}

/// Ink shows the lines of a photograph badly, a network those of a scan: what only it shows is for
/// a person, and contradicts nobody.
ReadPart doubted(ReadPart part)
{
    constexpr double at_most = 0.8;
    if (!part.document) return part;
    for (Field& field : part.document->fields)
        field.confidence = std::min(field.confidence, at_most);
    return part;
}

/// Where marks have been taken off print that they cross, some of it is gone with them: what could
/// be read without that is believed sooner.
ReadPart guessed(ReadPart part)
{
    constexpr double less = 0.75;
    if (!part.document) return part;
    for (Field& field : part.document->fields)
        field.confidence = std::min(less * field.confidence, most_of_a_guess);
    return part;
}

/// A scan whose file does not say so, with print large enough to be told apart by its ink.
bool is_scanned_flat(const Straightened& part, const CleanPage& clean)
{
    constexpr int least_text_height = 17;
    return clean.text_height >= least_text_height &&
           is_evenly_white(capture::grey_of(part.page.pixels));
}

/// `part` lies on the last page of the reading. Ink shows the lines of a scan best; on a photograph
/// a network sees them, from afar and from near. Where that leaves something open, the other way is
/// tried too.
ReadPart read_part(const Straightened& part, const Means& means, const Reading& reading)
{
    const TypeCatalog& types = means.types;
    const Engines& engines = means.engines;
    const auto read_lines = [&](const CleanPage& clean, const PageText* before = nullptr) {
        ReadPart read{.text = read_text(clean, means, part.page.facts, before), .document = {}};
        if (read.text.lines.empty()) return read;
        read.document = read_in_place(clean, read.text, means, reading);
        put_on_scan(*read.document, part);
        if (const auto* const type = types.find_type(read.document->type))
            hear_codes(codes_on(part), *type, read.document->fields);
        return read;
    };
    const capture::PageFacts& facts = part.page.facts;
    const bool is_photograph = may_be_photograph(facts);
    const auto look = [&](const cv::Mat& pixels) {
        Cleaning passes = means.cleaning;
        passes.pale_cells = passes.pale_cells && !is_photograph;
        passes.specks = passes.specks && !is_photograph;
        const bool is_copy = facts.colour_mode == capture::ColourMode::bitonal;
        passes.dashed_cells = passes.dashed_cells && is_copy;
        CleanPage clean = clean_page(pixels, passes);
        clean.is_copy = is_copy;
        if (engines.lines == nullptr) return read_lines(clean);
        if (is_photograph && !is_scanned_flat(part, clean)) {
            const CleanPage far = with_found_lines(clean, *engines.lines, Sight::far);
            const CleanPage near = with_found_lines(clean, *engines.lines, Sight::near);
            ReadPart read = read_lines(far);
            if (near.segments != far.segments) read = joined(std::move(read), read_lines(near));
            if (leaves_open(read, types))
                read = joined(std::move(read), doubted(read_lines(clean)));
            if (!has_guesses(read, types)) return read;
            CleanPage faded = clean;
            faded.grey = capture::without_watermarks(pixels, near.text_height);
            faded.ruled = faded.grey;
            return joined(
                std::move(read),
                guessed(read_lines(with_found_lines(faded, *engines.lines, Sight::near)))
            );
        }
        ReadPart read = read_lines(clean);
        if (!leaves_open(read, types)) return read;
        const CleanPage far = with_found_lines(clean, *engines.lines, Sight::far);
        ReadPart other = read_lines(far, &read.text);
        const bool is_needed = misses_required(read, types);
        return joined(std::move(read), is_needed ? std::move(other) : doubted(std::move(other)));
    };
    if (means.cleaning.edges && facts.colour_mode == capture::ColourMode::bitonal) {
        ReadPart read = look(capture::softened(part.page.pixels, facts.dpi));
        // What no copier has worn may be blurred away.
        if (!read.text.lines.empty()) return read;
    }
    return look(part.page.pixels);
}

/// Each card by itself where all of them are known by themselves, and what the page says beside
/// them: stamps and notes alone are no document. Else the page as a whole, which says more.
std::vector<std::pair<const Straightened*, ReadPart>>
read_parts(Parts& parts, const Means& means, const Reading& reading)
{
    std::vector<std::pair<const Straightened*, ReadPart>> found;
    for (const Straightened& card : parts.cards)
        found.emplace_back(&card, read_part(card, means, reading));
    const bool is_apart = !found.empty() && std::ranges::all_of(found, [](const auto& each) {
        return is_known(each.second);
    });
    if (!is_apart) found.clear();
    if (is_apart) parts.page = capture::without(std::move(parts.page), parts.regions);
    auto page = read_part(parts.page, means, reading);
    if (is_apart && !is_known(page)) page.document.reset();
    found.emplace_back(&parts.page, std::move(page));
    return found;
}

/// The file; or the files of a bundle, whose pages alone count.
std::optional<std::vector<BundlePart>>
files_of(std::span<const std::byte> bytes, const ReadOptions& options)
{
    if (options.is_bundle) return parts_of(bytes);
    return std::vector{BundlePart{.pages = {}, .bytes = bytes}};
}

std::vector<int> all_pages(int count)
{
    std::vector<int> pages(static_cast<std::size_t>(count));
    std::iota(pages.begin(), pages.end(), 0);
    return pages;
}

capture::Refusal no_such_page()
{
    return {"no_such_page", "The file has fewer pages than it had."};
}

/// What seals show is lost on a scan without colour. Not so where the file has colour and the sheet
/// has none: that is a photocopy, and scanning it again would bring nothing.
void miss_colour(Reading& reading, const std::vector<bool>& is_colourless, const TypeCatalog& types)
{
    for (const Document& document : reading.documents) {
        const auto* const type = types.find_type(document.type);
        if (type == nullptr || !type->needs_colour) continue;
        for (const int index : document.pages) {
            const auto at = static_cast<std::size_t>(index);
            auto& page = reading.pages[at];
            if (!is_colourless[at] || page.blank) continue;
            page.quality =
                capture::with_flaw(std::move(page.quality), capture::QualityFlaw::colour_missing);
        }
    }
}

/// The next page of the reading: what it is, and what is on it unless it is only looked at.
void read_next(capture::Page scanned, const Means& means, Reading& reading)
{
    const ReadOptions& options = means.options;
    read_codes(scanned);
    capture::judge(scanned);
    Parts parts;
    if (options.look_only)
        parts.page = capture::straighten(std::move(scanned));
    else
        parts = take_apart(std::move(scanned), means.engines);
    capture::PageFacts& facts = parts.page.page.facts;
    facts.quality = capture::with_skew(std::move(facts.quality), facts.skew);
    if (!facts.blank) facts.likeness = capture::find_likeness(parts.page);
    reading.pages.push_back(facts);
    if (options.previews) reading.previews.push_back(capture::make_preview(parts.page));
    if (options.look_only) return;
    for (auto& [part, read] : read_parts(parts, means, reading)) {
        if (read.document) reading.documents.push_back(std::move(*read.document));
        if (options.previews)
            put_on_preview(read.text, *part, reading.previews.back(), reading.lines);
    }
}

} // namespace

tl::expected<Reading, capture::Refusal> read_document(
    std::span<const std::byte> bytes,
    const TypeCatalog& types,
    const Engines& engines,
    const ReadOptions& options,
    const capture::Limits& limits,
    capture::PageRenderer* renderer,
    const Cleaning& cleaning
)
{
    if (!options.type.empty() && types.find_type(options.type) == nullptr) {
        return tl::unexpected(capture::Refusal{
            "unknown_type", "There is no document type of that name."});
    }
    const auto parts = files_of(bytes, options);
    if (!parts) return tl::unexpected(capture::Refusal{"not_a_bundle", "These are no files."});
    const Means means{types, engines, options, cleaning};
    Reading reading;
    std::vector<bool> is_colourless; // of each page's file, whatever its pixels say
    for (const BundlePart& part : *parts) {
        auto source = capture::open_pages(part.bytes, limits, renderer);
        if (!source) return tl::unexpected(source.error());
        for (const int index : part.pages.empty() ? all_pages((*source)->count()) : part.pages) {
            if (index >= (*source)->count()) return tl::unexpected(no_such_page());
            auto scanned = (*source)->page(index);
            if (!scanned) return tl::unexpected(scanned.error());
            scanned->facts.index = static_cast<int>(reading.pages.size());
            is_colourless.push_back(scanned->pixels.channels() == 1);
            read_next(*std::move(scanned), means, reading);
        }
    }
    if (options.look_only) return reading;
    reading.documents = assemble(std::move(reading.documents), reading.pages, options.separation);
    miss_colour(reading, is_colourless, types);
    weigh_broken_print(reading, types);
    return reading;
}

} // namespace dossier::ocr
