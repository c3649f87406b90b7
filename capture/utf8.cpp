#include "capture/utf8.h"

#include <array>

namespace dossier::capture {

namespace {

constexpr char32_t replacement = 0xFFFD;

/// How many bytes a lead byte promises; 0 for a byte that leads nothing.
std::size_t promised_length(unsigned char lead)
{
    if (lead < 0x80) return 1;
    if (lead < 0xC2 || lead > 0xF4) return 0;
    return lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
}

bool is_sound(char32_t point, std::size_t length)
{
    constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
    const bool is_surrogate = point >= 0xD800 && point <= 0xDFFF;
    return point >= least[length] && point <= 0x10FFFF && !is_surrogate;
}

/// Calls `visit(point)` for every character, and with U+FFFD for every byte that is in none.
template <typename Visit>
void each_character(std::string_view text, Visit visit)
{
    while (!text.empty()) {
        const Utf8Character found = first_character(text);
        const bool is_well_formed = found.length > 0;
        visit(is_well_formed ? found.point : replacement);
        text.remove_prefix(is_well_formed ? found.length : 1);
    }
}

} // namespace

Utf8Character first_character(std::string_view text)
{
    if (text.empty()) return {};
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t length = promised_length(lead);
    if (length == 1) return {lead, 1};
    if (length == 0 || length > text.size()) return {};
    char32_t point = lead & (0x7FU >> length);
    for (const char each : text.substr(1, length - 1)) {
        const auto byte = static_cast<unsigned char>(each);
        if ((byte & 0xC0U) != 0x80U) return {};
        point = (point << 6U) | (byte & 0x3FU);
    }
    return is_sound(point, length) ? Utf8Character{point, length} : Utf8Character{};
}

bool is_utf8(std::string_view text)
{
    while (!text.empty()) {
        const std::size_t length = first_character(text).length;
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

std::string to_utf8(std::string_view text)
{
    std::string sound;
    sound.reserve(text.size());
    each_character(text, [&](char32_t point) { append_utf8(sound, point); });
    return sound;
}

std::u32string code_points(std::string_view text)
{
    std::u32string points;
    points.reserve(text.size());
    each_character(text, [&](char32_t point) { points.push_back(point); });
    return points;
}

void append_utf8(std::string& text, char32_t point)
{
    const auto put = [&](char32_t byte) { text.push_back(static_cast<char>(byte)); };
    const auto tail = [&](unsigned shift) { put(0x80U | ((point >> shift) & 0x3FU)); };
    if (point < 0x80) return put(point);
    if (point < 0x800) {
        put(0xC0U | (point >> 6U));
    } else if (point < 0x10000) {
        put(0xE0U | (point >> 12U));
        tail(6);
    } else {
        put(0xF0U | (point >> 18U));
        tail(12);
        tail(6);
    }
    tail(0);
}

std::string to_utf8(std::u32string_view text)
{
    std::string written;
    written.reserve(text.size());
    for (const char32_t point : text)
        append_utf8(written, point);
    return written;
}

} // namespace dossier::capture
