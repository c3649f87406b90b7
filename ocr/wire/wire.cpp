#include "ocr/wire.h"

#include "ocr/document_type.h"
#include "ocr/wire/cbor.h"

#include <algorithm>
#include <limits>
#include <type_traits>

namespace dossier::ocr {
namespace {

constexpr std::int64_t wire_version = 1;
constexpr int max_side = 100'000;
constexpr std::size_t max_pages = 2'000;
constexpr std::size_t max_items = 2'000;
constexpr std::size_t max_lines = 100'000;
constexpr std::size_t max_codes = 64;
constexpr std::size_t max_name = 64;
constexpr std::size_t max_value = std::size_t{16} * 1024;
constexpr std::size_t max_preview = std::size_t{8} << 20U;

/// The type as the wire sees it: read by the writer, filled by the reader.
template <class Wire, class T>
using On = std::conditional_t<Wire::reads, T, const T>;

template <class Wire>
class Members {
public:
    Members(Wire& wire, std::size_t count) : wire_(wire) { wire.object(count); }

    void text(std::string_view name, On<Wire, std::string>& value, std::size_t limit)
    {
        wire_.key(name);
        if constexpr (Wire::reads) {
            value = wire_.text(limit);
        } else {
            wire_.text(std::string_view(value).substr(0, cut(value, limit)));
        }
    }

    template <class Int>
    void integer(std::string_view name, Int& value, std::int64_t least, std::int64_t most)
    {
        wire_.key(name);
        if constexpr (Wire::reads) {
            value = static_cast<Int>(wire_.integer(least, most));
        } else {
            wire_.integer(static_cast<std::int64_t>(value));
        }
    }

    void boolean(std::string_view name, On<Wire, bool>& value)
    {
        wire_.key(name);
        if constexpr (Wire::reads) {
            value = wire_.boolean();
        } else {
            wire_.boolean(value);
        }
    }

    void number(std::string_view name, On<Wire, double>& value, double least, double most)
    {
        wire_.key(name);
        if constexpr (Wire::reads) {
            value = wire_.number(least, most);
        } else {
            wire_.number(std::clamp(value, least, most));
        }
    }

    template <class List, class Each>
    void list(std::string_view name, List& values, std::size_t limit, Each&& each)
    {
        wire_.key(name);
        if constexpr (Wire::reads) {
            const std::size_t size = wire_.array(limit);
            for (std::size_t i = 0; i < size && !wire_.has_failed(); ++i)
                each(wire_, values.emplace_back());
        } else {
            const std::size_t size = std::min(values.size(), limit);
            wire_.array(size);
            for (std::size_t i = 0; i < size; ++i)
                each(wire_, values[i]);
        }
    }

    /// A short list of numbers or enumerators.
    template <class List>
    void integers(std::string_view name, List& values, std::int64_t least, std::int64_t most)
    {
        constexpr std::size_t limit = 64;
        list(name, values, limit, [&](Wire& wire, auto& each) {
            if constexpr (Wire::reads) {
                each = static_cast<typename List::value_type>(wire.integer(least, most));
            } else {
                wire.integer(static_cast<std::int64_t>(each));
            }
        });
    }

    template <class T>
    void object(std::string_view name, T& value)
    {
        wire_.key(name);
        pass(wire_, value);
    }

private:
    /// Where to cut a text that is too long: never inside a character.
    static std::size_t cut(std::string_view text, std::size_t limit)
    {
        if (text.size() <= limit) return text.size();
        while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0U) == 0x80U)
            --limit;
        return limit;
    }

    Wire& wire_;
};

} // namespace

// One description a type for both directions. Not in the unnamed namespace: Members finds them by
// the namespace of their arguments.

template <class Wire>
static void pass(Wire& wire, On<Wire, capture::Box>& box)
{
    Members<Wire> members(wire, 4);
    members.integer("x", box.x, 0, max_side);
    members.integer("y", box.y, 0, max_side);
    members.integer("width", box.width, 0, max_side);
    members.integer("height", box.height, 0, max_side);
}

template <class Wire>
static void pass(Wire& wire, On<Wire, Candidate>& candidate)
{
    Members<Wire> members(wire, 2);
    members.text("value", candidate.value, max_value);
    members.number("confidence", candidate.confidence, 0, 1);
}

template <class Wire>
static void pass(Wire& wire, On<Wire, Sighting>& sighting)
{
    Members<Wire> members(wire, 4);
    members.integer("by", sighting.by, 0, 3);
    members.text("text", sighting.text, max_value);
    members.number("least", sighting.least, 0, 1);
    members.number("mean", sighting.mean, 0, 1);
}

template <class Wire>
static void pass(Wire& wire, On<Wire, Field>& field)
{
    Members<Wire> members(wire, 9);
    members.text("name", field.name, max_name);
    members.text("value", field.value, max_value);
    members.text("raw", field.raw, max_value);
    members.number("confidence", field.confidence, 0, 1);
    members.boolean("repaired", field.repaired);
    members.integer("page", field.page, 0, max_pages);
    members.object("box", field.box);
    members.list("alternatives", field.alternatives, 16, [](Wire& w, auto& each) {
        pass(w, each);
    });
    members.list("sightings", field.sightings, 8, [](Wire& w, auto& each) { pass(w, each); });
}

template <class Wire>
static void pass(Wire& wire, On<Wire, Pair>& pair)
{
    Members<Wire> members(wire, 4);
    members.text("label", pair.label, max_value);
    members.text("value", pair.value, max_value);
    members.integer("page", pair.page, 0, max_pages);
    members.object("box", pair.box);
}

template <class Wire>
static void pass(Wire& wire, On<Wire, Document>& document)
{
    Members<Wire> members(wire, 6);
    members.text("type", document.type, max_name);
    members.integer("type_version", document.type_version, 0, std::numeric_limits<int>::max());
    members.number("type_confidence", document.type_confidence, 0, 1);
    members.list("pages", document.pages, max_pages, [](Wire& w, auto& page) {
        if constexpr (Wire::reads) {
            page = static_cast<int>(w.integer(0, max_pages));
        } else {
            w.integer(page);
        }
    });
    members.list("fields", document.fields, max_items, [](Wire& w, auto& each) { pass(w, each); });
    members.list("pairs", document.pairs, max_items, [](Wire& w, auto& each) { pass(w, each); });
}

template <class Wire>
static void pass(Wire& wire, On<Wire, capture::Skew>& skew)
{
    Members<Wire> members(wire, 2);
    members.number("degrees", skew.degrees, -90, 90);
    members.number("confidence", skew.confidence, 0, 1);
}

template <class Wire>
static void pass(Wire& wire, On<Wire, capture::Quality>& quality)
{
    Members<Wire> members(wire, 5);
    members.number("blur", quality.blur, 0, 1);
    members.number("contrast", quality.contrast, 0, 1);
    members.integer("text_height", quality.text_height, 0, max_side);
    members.integer("verdict", quality.verdict, 0, 2);
    members.integers("flaws", quality.flaws, 0, 9);
}

template <class Wire>
static void pass(Wire& wire, On<Wire, capture::Code>& code)
{
    Members<Wire> members(wire, 3);
    members.text("symbology", code.symbology, max_name);
    members.text("text", code.text, max_value);
    members.object("box", code.box);
}

template <class Wire>
static void pass(Wire& wire, On<Wire, capture::ScanTrace>& trace)
{
    Members<Wire> members(wire, 2);
    members.integer("paper_brightness", trace.paper_brightness, 0, 255);
    members.integers("streaks", trace.streaks, 0, 1'000);
}

template <class Wire>
static void pass(Wire& wire, On<Wire, capture::PageFacts>& page)
{
    Members<Wire> members(wire, 14);
    members.integer("index", page.index, 0, max_pages);
    members.integer("width", page.width, 1, max_side);
    members.integer("height", page.height, 1, max_side);
    members.integer("dpi", page.dpi, 0, max_side);
    members.integer("rotation_deg", page.rotation_deg, 0, 270);
    members.object("skew", page.skew);
    members.boolean("blank", page.blank);
    members.number("blank_probability", page.blank_probability, 0, 1);
    members.object("quality", page.quality);
    members.integer("colour_mode", page.colour_mode, 0, 2);
    members.integer("role", page.role, 0, 2);
    members.list("codes", page.codes, max_codes, [](Wire& w, auto& each) { pass(w, each); });
    members.object("trace", page.trace);
    wire.key("likeness");
    if constexpr (Wire::reads) {
        if (wire.array(page.likeness.size()) != page.likeness.size())
            wire.fail("a likeness is incomplete");
        for (std::int64_t& each : page.likeness)
            each = wire.integer(0, std::numeric_limits<std::int64_t>::max());
    } else {
        wire.array(page.likeness.size());
        for (const std::int64_t each : page.likeness)
            wire.integer(each);
    }
}

template <class Wire>
static void pass(Wire& wire, On<Wire, capture::Preview>& preview)
{
    Members<Wire> members(wire, 5);
    members.integer("page", preview.page, 0, max_pages);
    members.integer("width", preview.width, 1, max_side);
    members.integer("height", preview.height, 1, max_side);
    wire.key("from_scan");
    if constexpr (Wire::reads) {
        if (wire.array(preview.from_scan.size()) != preview.from_scan.size())
            wire.fail("a matrix is incomplete");
        for (double& each : preview.from_scan)
            each = wire.number(-1e6, 1e6);
        wire.key("jpeg");
        preview.jpeg = wire.bytes(max_preview);
    } else {
        wire.array(preview.from_scan.size());
        for (const double each : preview.from_scan)
            wire.number(each);
        wire.key("jpeg");
        wire.bytes(preview.jpeg);
    }
}

template <class Wire>
static void pass(Wire& wire, On<Wire, Line>& line)
{
    Members<Wire> members(wire, 3);
    members.integer("page", line.page, 0, max_pages);
    members.text("text", line.text, max_value);
    members.object("box", line.box);
}

template <class Wire>
static void pass(Wire& wire, On<Wire, Reading>& reading)
{
    Members<Wire> members(wire, 4);
    members.list("pages", reading.pages, max_pages, [](Wire& w, auto& each) { pass(w, each); });
    members.list("documents", reading.documents, max_items, [](Wire& w, auto& each) {
        pass(w, each);
    });
    members.list("previews", reading.previews, max_pages, [](Wire& w, auto& each) {
        pass(w, each);
    });
    members.list("lines", reading.lines, max_lines, [](Wire& w, auto& each) { pass(w, each); });
}

template <class Wire>
static void pass(Wire& wire, On<Wire, capture::Refusal>& refusal)
{
    Members<Wire> members(wire, 2);
    members.text("code", refusal.code, max_name);
    members.text("message", refusal.message, max_value);
}

template <class Wire>
static void pass(Wire& wire, On<Wire, Separation>& separation)
{
    Members<Wire> members(wire, 3);
    members.integer("mode", separation.mode, 0, 4);
    members.integer("count", separation.count, 1, most_sheets_counted);
    members.integer("sides", separation.sides, 1, 2);
}

template <class Wire>
static void pass_options(Wire& wire, On<Wire, ReadOptions>& options, std::int64_t& deadline)
{
    Members<Wire> members(wire, 6);
    members.text("type", options.type, max_name);
    members.boolean("previews", options.previews);
    members.boolean("is_bundle", options.is_bundle);
    members.boolean("look_only", options.look_only);
    members.object("separation", options.separation);
    members.integer("deadline", deadline, 1, 24LL * 3'600'000);
}

namespace {

bool is_inside(const capture::Box& box, const capture::PageFacts& page)
{
    return box.width <= page.width - box.x && box.height <= page.height - box.y;
}

bool is_jpeg(std::span<const std::byte> bytes)
{
    constexpr std::byte ff{0xFF};
    return bytes.size() > 16 && bytes[0] == ff && bytes[1] == std::byte{0xD8} && bytes[2] == ff &&
           bytes[bytes.size() - 2] == ff && bytes.back() == std::byte{0xD9};
}

/// Whether everything on a reading's documents lies on its pages.
bool is_sound(const Reading& reading)
{
    const auto on_page = [&](int page, const capture::Box& box) {
        return page < std::ssize(reading.pages) &&
               is_inside(box, reading.pages[static_cast<std::size_t>(page)]);
    };
    for (std::size_t i = 0; i < reading.pages.size(); ++i) {
        const auto& page = reading.pages[i];
        if (page.index != static_cast<int>(i) || page.rotation_deg % 90 != 0) return false;
        const auto lies = [&](const capture::Code& code) { return is_inside(code.box, page); };
        if (!std::ranges::all_of(page.codes, lies)) return false;
    }
    for (const auto& document : reading.documents) {
        const bool pages_exist = std::ranges::all_of(document.pages, [&](int page) {
            return page < std::ssize(reading.pages);
        });
        const bool fields_lie = std::ranges::all_of(document.fields, [&](const Field& f) {
            return on_page(f.page, f.box);
        });
        const bool pairs_lie = std::ranges::all_of(document.pairs, [&](const Pair& p) {
            return on_page(p.page, p.box);
        });
        if (!pages_exist || !fields_lie || !pairs_lie) return false;
    }
    const bool previews_lie = std::ranges::all_of(reading.previews, [&](const auto& preview) {
        return preview.page < std::ssize(reading.pages) && is_jpeg(preview.jpeg);
    });
    return previews_lie && std::ranges::all_of(reading.lines, [&](const Line& line) {
               return line.page < std::ssize(reading.pages);
           });
}

template <class T>
std::vector<std::byte> encode_answer(std::string_view kind, const T& value)
{
    CborWriter writer;
    writer.object(2);
    writer.key("version");
    writer.integer(wire_version);
    writer.key(kind);
    pass(writer, value);
    return writer.take();
}

Unreadable garbled(std::string code, std::string_view why)
{
    return {
        UnreadableKind::garbled,
        std::move(code),
        "The reader's answer was not understood: " + std::string(why) + "."};
}

/// Starts an answer of that kind; the reader has failed when it is of another.
CborReader open_answer(std::span<const std::byte> answer, std::string_view kind)
{
    CborReader reader(answer);
    reader.object(2);
    reader.key("version");
    reader.integer(wire_version, wire_version);
    reader.key(kind);
    return reader;
}

} // namespace

std::vector<std::byte> encode(const Reading& reading)
{
    return encode_answer("reading", reading);
}

std::vector<std::byte> encode(const capture::Refusal& refusal)
{
    return encode_answer("refusal", refusal);
}

tl::expected<Reading, Unreadable> decode(std::span<const std::byte> answer)
{
    if (answer.empty()) return tl::unexpected(garbled("no_answer", "it is empty"));
    if (answer.size() > max_answer_bytes)
        return tl::unexpected(garbled("answer_too_large", "it is too large"));
    if (auto reader = open_answer(answer, "refusal"); !reader.has_failed()) {
        capture::Refusal refusal;
        pass(reader, refusal);
        if (!reader.is_complete() || refusal.code.empty())
            return tl::unexpected(garbled("bad_answer", "its refusal is broken"));
        return tl::unexpected(Unreadable{UnreadableKind::refused, refusal.code, refusal.message});
    }
    auto reader = open_answer(answer, "reading");
    Reading reading;
    if (!reader.has_failed()) pass(reader, reading);
    if (reader.has_failed()) return tl::unexpected(garbled("bad_answer", reader.reason()));
    if (!reader.is_complete())
        return tl::unexpected(garbled("bad_answer", "something follows its end"));
    if (!is_sound(reading))
        return tl::unexpected(garbled("bad_answer", "it speaks of places outside the pages"));
    return reading;
}

std::vector<std::byte> encode(const ReadOptions& options)
{
    CborWriter writer;
    std::int64_t deadline = options.deadline.count();
    pass_options(writer, options, deadline);
    return writer.take();
}

std::optional<ReadOptions> decode_options(std::span<const std::byte> request)
{
    CborReader reader(request);
    ReadOptions options;
    std::int64_t deadline = 0;
    pass_options(reader, options, deadline);
    options.deadline = std::chrono::milliseconds(deadline);
    if (!reader.is_complete()) return std::nullopt;
    return options;
}

template <class Wire>
static void pass_types(Wire& wire, On<Wire, std::vector<std::string>>& types)
{
    Members<Wire> members(wire, 1);
    members.list("types", types, max_types, [](Wire& w, auto& each) {
        // Not as text, which has no line breaks here.
        if constexpr (Wire::reads) {
            for (const std::byte one : w.bytes(max_type_bytes))
                each += std::to_integer<char>(one);
        } else {
            w.bytes(std::as_bytes(std::span(each)));
        }
    });
}

std::vector<std::byte> encode_types(const std::vector<std::string>& types)
{
    CborWriter writer;
    pass_types(writer, types);
    return writer.take();
}

std::optional<std::vector<std::string>> decode_types(std::span<const std::byte> bytes)
{
    CborReader reader(bytes);
    std::vector<std::string> types;
    pass_types(reader, types);
    if (!reader.is_complete()) return std::nullopt;
    return types;
}

} // namespace dossier::ocr
