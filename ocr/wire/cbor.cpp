#include "ocr/wire/cbor.h"

#include "capture/utf8.h"

#include <bit>
#include <cmath>

namespace dossier::ocr {
namespace {

enum Major : unsigned {
    major_unsigned = 0,
    major_negative,
    major_bytes,
    major_text,
    major_array,
    major_map,
    major_simple = 7
};

constexpr unsigned simple_false = 20;
constexpr unsigned simple_true = 21;
constexpr unsigned simple_double = 27;

} // namespace

void CborWriter::head(unsigned major, std::uint64_t argument)
{
    const auto put_byte = [this](std::uint64_t value) {
        out_.push_back(static_cast<std::byte>(value & 0xFFU));
    };
    const std::uint64_t top = std::uint64_t{major} << 5U;
    int size = 0;
    if (argument < 24) {
        put_byte(top | argument);
        return;
    }
    if (argument <= 0xFF) {
        put_byte(top | 24U), size = 1;
    } else if (argument <= 0xFFFF) {
        put_byte(top | 25U), size = 2;
    } else if (argument <= 0xFFFFFFFFU) {
        put_byte(top | 26U), size = 4;
    } else {
        put_byte(top | 27U), size = 8;
    }
    for (int i = size - 1; i >= 0; --i)
        put_byte(argument >> (8U * static_cast<unsigned>(i)));
}

void CborWriter::put(std::string_view text)
{
    const auto view = std::as_bytes(std::span(text));
    out_.insert(out_.end(), view.begin(), view.end());
}

void CborWriter::object(std::size_t members)
{
    head(major_map, members);
}

void CborWriter::array(std::size_t size)
{
    head(major_array, size);
}

void CborWriter::key(std::string_view name)
{
    text(name);
}

void CborWriter::text(std::string_view value)
{
    head(major_text, value.size());
    put(value);
}

void CborWriter::bytes(std::span<const std::byte> value)
{
    head(major_bytes, value.size());
    out_.insert(out_.end(), value.begin(), value.end());
}

void CborWriter::integer(std::int64_t value)
{
    if (value >= 0) {
        head(major_unsigned, static_cast<std::uint64_t>(value));
    } else {
        head(major_negative, static_cast<std::uint64_t>(-(value + 1)));
    }
}

void CborWriter::boolean(bool value)
{
    head(major_simple, value ? simple_true : simple_false);
}

void CborWriter::number(double value)
{
    out_.push_back(static_cast<std::byte>((major_simple << 5U) | simple_double));
    const auto bits = std::bit_cast<std::uint64_t>(value);
    for (int shift = 56; shift >= 0; shift -= 8) {
        out_.push_back(static_cast<std::byte>((bits >> static_cast<unsigned>(shift)) & 0xFFU));
    }
}

void CborReader::fail(std::string_view reason)
{
    if (reason_.empty()) reason_ = reason;
}

CborReader::Head CborReader::head()
{
    if (has_failed()) return {};
    if (at_ >= in_.size()) return fail("the answer ends early"), Head{};
    const auto first = std::to_integer<unsigned>(in_[at_++]);
    Head head{.major = first >> 5U, .low = first & 31U, .argument = first & 31U};
    if (head.low < 24) return head;
    if (head.low > 27) return fail("a length is indefinite or reserved"), Head{};
    const std::size_t size = std::size_t{1} << (head.low - 24U);
    if (in_.size() - at_ < size) return fail("the answer ends early"), Head{};
    head.argument = 0;
    for (std::size_t i = 0; i < size; ++i) {
        head.argument = (head.argument << 8U) | std::to_integer<std::uint64_t>(in_[at_++]);
    }
    // One way to write a number, so that an answer has one spelling.
    constexpr std::uint64_t least[] = {24, 0x100, 0x10000, 0x100000000};
    if (head.major != major_simple && head.argument < least[head.low - 24U]) {
        return fail("a length is not in its shortest form"), Head{};
    }
    return head;
}

void CborReader::object(std::size_t members)
{
    const Head h = head();
    if (has_failed()) return;
    if (h.major != major_map || h.argument != members)
        fail("an object has other members than agreed");
}

void CborReader::key(std::string_view name)
{
    const auto found = body(major_text, name.size());
    if (has_failed()) return;
    const auto expected = std::as_bytes(std::span(name));
    if (!std::equal(found.begin(), found.end(), expected.begin(), expected.end()))
        fail("a key is not known");
}

std::size_t CborReader::array(std::size_t limit)
{
    const Head h = head();
    if (has_failed()) return 0;
    // Every element takes a byte at least, so a length cannot promise more than is there.
    if (h.major != major_array || h.argument > limit || h.argument > in_.size() - at_) {
        return fail("a list is missing or too long"), 0;
    }
    return static_cast<std::size_t>(h.argument);
}

std::span<const std::byte> CborReader::body(unsigned major, std::size_t limit)
{
    const Head h = head();
    if (has_failed()) return {};
    if (h.major != major)
        return fail("a value has another kind than agreed"), std::span<const std::byte>{};
    if (h.argument > limit || h.argument > in_.size() - at_) {
        return fail("a text is too long"), std::span<const std::byte>{};
    }
    const auto found = in_.subspan(at_, static_cast<std::size_t>(h.argument));
    at_ += found.size();
    return found;
}

std::string CborReader::text(std::size_t limit)
{
    const auto found = body(major_text, limit);
    std::string text(found.size(), '\0');
    for (std::size_t i = 0; i < found.size(); ++i)
        text[i] = std::to_integer<char>(found[i]);
    if (!is_clean_utf8(text)) return fail("a text is not clean UTF-8"), std::string{};
    return text;
}

std::vector<std::byte> CborReader::bytes(std::size_t limit)
{
    const auto found = body(major_bytes, limit);
    return {found.begin(), found.end()};
}

std::int64_t CborReader::integer(std::int64_t least, std::int64_t most)
{
    const Head h = head();
    if (has_failed()) return 0;
    const bool fits = h.argument <= static_cast<std::uint64_t>(INT64_MAX);
    if (!fits || (h.major != major_unsigned && h.major != major_negative)) {
        return fail("a value has another kind than agreed"), 0;
    }
    const auto magnitude = static_cast<std::int64_t>(h.argument);
    const std::int64_t value = h.major == major_unsigned ? magnitude : -magnitude - 1;
    if (value < least || value > most) return fail("a number is out of its bounds"), 0;
    return value;
}

bool CborReader::boolean()
{
    const Head h = head();
    if (has_failed()) return false;
    if (h.major != major_simple || (h.low != simple_false && h.low != simple_true)) {
        fail("a value has another kind than agreed");
    }
    return h.low == simple_true;
}

double CborReader::number(double least, double most)
{
    const Head h = head();
    if (has_failed()) return 0;
    if (h.major != major_simple || h.low != simple_double) {
        return fail("a value has another kind than agreed"), 0;
    }
    const auto value = std::bit_cast<double>(h.argument);
    if (!std::isfinite(value) || value < least || value > most) {
        return fail("a number is out of its bounds"), 0;
    }
    return value;
}

bool is_clean_utf8(std::string_view text)
{
    while (!text.empty()) {
        const auto [point, length] = capture::first_character(text);
        if (length == 0 || (capture::is_control(point) && point != U'\n')) return false;
        text.remove_prefix(length);
    }
    return true;
}

} // namespace dossier::ocr
