#include "ocr/read.h"

#include "capture/clean.h"
#include "capture/codes.h"
#include "capture/open.h"
#include "capture/preview.h"
#include "capture/quality.h"
#include "capture/straighten.h"
#include "ocr/fields/classify.h"
#include "ocr/fields/extract.h"
#include "ocr/recipe/assemble.h"
#include "ocr/recipe/page_text.h"
#include "ocr/recipe/upright.h"

#include <cmath>
#include <utility>

namespace dossier::ocr {
namespace {

using capture::Straightened;

/// A page made upright and level; turned over when it stood on its head.
Straightened set_upright(capture::Page scanned, const Engines& engines)
{
    Straightened page = capture::straighten(std::move(scanned));
    return is_upside_down(page, engines) ? capture::turn_over(std::move(page)) : std::move(page);
}

/// What the sheet says to machines, on the page as scanned: before anything is resampled.
void read_codes(capture::Page& scanned)
{
    const cv::Mat grey = capture::grey_of(scanned.pixels);
    scanned.facts.codes = capture::find_codes(grey, scanned.facts.dpi);
    scanned.facts.role = capture::find_role(grey, scanned.facts.dpi, scanned.facts.codes);
}

/// What is written on a page. Covers and separators are not read.
PageText read_text(const CleanPage& clean, const Engines& engines, const capture::PageFacts& page)
{
    if (page.role == capture::PageRole::content) return recognise_page(clean, engines, page.index);
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

/// The page's lines where they lie on its preview.
void put_on_preview(
    const PageText& text,
    const Straightened& page,
    const capture::Preview& preview,
    std::vector<Line>& lines
)
{
    const double scale = static_cast<double>(preview.width) / page.page.pixels.cols;
    const auto scaled = [scale](int pixels) {
        return static_cast<int>(std::lround(pixels * scale));
    };
    for (const TextLine& line : text.lines) {
        const auto& box = line.box;
        lines.push_back(
            {.page = text.page,
             .text = text_of(line.symbols, 0, line.symbols.size()),
             .box = {scaled(box.x), scaled(box.y), scaled(box.width), scaled(box.height)}}
        );
    }
}

Document read_page(
    const CleanPage& clean,
    const PageText& text,
    const TypeCatalog& types,
    const Engines& engines,
    const std::string& forced
)
{
    Document document;
    document.type = "unknown";
    document.pages = {text.page};
    const Classified classified =
        forced.empty() ? classify(text.lines, types) : Classified{types.find_type(forced), 1.0};
    document.type_confidence = classified.confidence;
    document.pairs = extract_pairs(text, classified.type);
    if (classified.type == nullptr) return document;
    document.type = classified.type->name;
    document.type_version = classified.type->version;
    document.fields = extract_fields(
        text,
        *classified.type,
        [&](const Span& span, Alphabet alphabet, Recogniser who) {
            return look_again(clean, text, span, alphabet, engines.find(who, alphabet));
        }
    );
    return document;
}

/// The last page of the reading. Its type is the one that is asked for, else the one that its
/// cover or separator announces, else its own, else that of the document it lies in.
Document read_in_place(
    const CleanPage& clean,
    const PageText& text,
    const TypeCatalog& types,
    const Engines& engines,
    const ReadOptions& options,
    const Reading& reading
)
{
    std::string type = options.type;
    if (type.empty()) type = announced_type(reading.pages, options.separation);
    if (types.find_type(type) == nullptr) type.clear(); // a sheet may announce what nobody knows
    Document document = read_page(clean, text, types, engines, type);
    if (document.type != "unknown") return document;
    const auto other = type_so_far(reading.documents, reading.pages, options.separation);
    return other.empty() ? document : read_page(clean, text, types, engines, other);
}

} // namespace

tl::expected<Reading, capture::Refusal> read_document(
    std::span<const std::byte> bytes,
    const TypeCatalog& types,
    const Engines& engines,
    const ReadOptions& options,
    const capture::Limits& limits,
    capture::PageRenderer* renderer
)
{
    if (!options.type.empty() && types.find_type(options.type) == nullptr) {
        return tl::unexpected(capture::Refusal{
            "unknown_type", "There is no document type of that name."});
    }
    auto source = capture::open_pages(bytes, limits, renderer);
    if (!source) return tl::unexpected(source.error());
    Reading reading;
    for (int index = 0; index < (*source)->count(); ++index) {
        auto scanned = (*source)->page(index);
        if (!scanned) return tl::unexpected(scanned.error());
        read_codes(*scanned);
        capture::judge(*scanned);
        Straightened page = set_upright(std::move(*scanned), engines);
        capture::PageFacts& facts = page.page.facts;
        facts.quality = capture::with_skew(std::move(facts.quality), facts.skew);
        if (!facts.blank) facts.likeness = capture::find_likeness(page);
        reading.pages.push_back(facts);
        const CleanPage clean = clean_page(page.page.pixels);
        const PageText text = read_text(clean, engines, facts);
        if (!text.lines.empty()) {
            Document document = read_in_place(clean, text, types, engines, options, reading);
            put_on_scan(document, page);
            reading.documents.push_back(std::move(document));
        }
        if (!options.previews) continue;
        reading.previews.push_back(capture::make_preview(page));
        put_on_preview(text, page, reading.previews.back(), reading.lines);
    }
    reading.documents = assemble(std::move(reading.documents), reading.pages, options.separation);
    return reading;
}

} // namespace dossier::ocr
