#include "capture/folder/names.h"

#include "capture/utf8.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

namespace dossier::capture {

namespace {

constexpr std::size_t longest_name = 255;
constexpr std::string_view reason_suffix = ".reason.txt";
/// Room for " (12345)" and the reason's suffix.
constexpr std::size_t longest_kept_name = longest_name - reason_suffix.size() - 8;
constexpr std::size_t longest_extension = 16;

std::size_t extension_at(std::string_view name)
{
    const auto dot = name.rfind('.');
    return dot == std::string_view::npos || dot == 0 || name.size() - dot > longest_extension
               ? name.size()
               : dot;
}

/// When and as which of that moment: what makes a claimed name unique.
std::string ticket(Instant now, int attempt)
{
    const auto second = std::chrono::floor<std::chrono::seconds>(now);
    return fmt::format("{:%Y%m%dT%H%M%S}.{:03}Z-{}", second, (now - second).count(), attempt);
}

std::string behind(const std::string& prefix, std::string_view source_name)
{
    return prefix + shortened_name(source_name, longest_name - prefix.size());
}

} // namespace

bool is_ignored_name(std::string_view name)
{
    static constexpr std::array<std::string_view, 4> endings{
        ".tmp", ".part", ".filepart", ".crdownload"};
    if (name.empty() || name.front() == '.' || name.front() == '~' || name.back() == '~')
        return true;
    std::string lower(name);
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    return std::ranges::any_of(endings, [&](std::string_view end) { return lower.ends_with(end); });
}

bool is_own_folder(std::string_view name)
{
    return name == "rejected" || name == "receipts";
}

bool is_usable_name(std::string_view name)
{
    return cleaned_name(name) == name;
}

std::string cleaned_name(std::string_view name)
{
    std::string clean;
    while (!name.empty()) {
        const auto [point, length] = first_character(name);
        const bool is_ascii_control = point < 0x20 || point == 0x7F;
        const bool is_usable = length > 0 && !is_ascii_control;
        clean += is_usable ? name.substr(0, length) : "_";
        name.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return clean;
}

std::string shortened_name(std::string_view name, std::size_t max_bytes)
{
    if (name.size() <= max_bytes) return std::string(name);
    const std::string_view extension = name.substr(extension_at(name));
    std::size_t cut = max_bytes - extension.size();
    while (cut > 0 && (static_cast<unsigned char>(name[cut]) & 0xC0U) == 0x80U)
        --cut;
    return std::string(name.substr(0, cut)) + std::string(extension);
}

std::string numbered_name(std::string_view name, int number)
{
    std::string fitting = shortened_name(name, longest_kept_name);
    if (number == 1) return fitting;
    const std::size_t dot = extension_at(fitting);
    return fmt::format("{} ({}){}", fitting.substr(0, dot), number, fitting.substr(dot));
}

std::string claimed_name(std::string_view source_name, Instant now, int attempt)
{
    return behind(fmt::format("{}-", ticket(now, attempt)), source_name);
}

std::string batch_mark(Instant now, int attempt)
{
    return ticket(now, attempt) + "m";
}

std::string claimed_manifest_name(std::string_view mark, std::string_view source_name)
{
    return behind(fmt::format("{}-", mark), source_name);
}

std::string
claimed_batch_file_name(std::string_view mark, std::size_t position, std::string_view source_name)
{
    return behind(fmt::format("{}{:05}-", mark, position), source_name);
}

ClaimedName parse_claimed_name(std::string_view claimed_name)
{
    const auto first = claimed_name.find('-');
    const auto second = claimed_name.find('-', first == std::string_view::npos ? first : first + 1);
    if (second == std::string_view::npos)
        return {.mark = {}, .position = {}, .source_name = std::string(claimed_name)};
    ClaimedName parts{
        .mark = {}, .position = {}, .source_name = std::string(claimed_name.substr(second + 1))};
    const std::string_view before = claimed_name.substr(0, second);
    const auto marked = before.find('m', first);
    if (marked == std::string_view::npos) return parts;
    parts.mark = before.substr(0, marked + 1);
    const std::string_view digits = before.substr(marked + 1);
    std::size_t position = 0;
    if (!digits.empty() &&
        std::from_chars(digits.data(), digits.data() + digits.size(), position).ec == std::errc{})
        parts.position = position;
    return parts;
}

std::string reason_name(std::string_view name)
{
    return std::string(name) + std::string(reason_suffix);
}

bool NaturalOrder::operator()(std::string_view one, std::string_view other) const
{
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    // Takes a number without its leading zeros off the front: of two, the longer is the larger.
    const auto take_number = [&](std::string_view& text) {
        text.remove_prefix(std::min(text.find_first_not_of('0'), text.size()));
        const auto end = std::ranges::find_if_not(text, is_digit);
        const auto digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
        text.remove_prefix(digits.size());
        return digits;
    };
    auto a = one;
    auto b = other;
    while (!a.empty() && !b.empty()) {
        if (is_digit(a.front()) && is_digit(b.front())) {
            const auto number = take_number(a);
            const auto other_number = take_number(b);
            if (number.size() != other_number.size()) return number.size() < other_number.size();
            if (number != other_number) return number < other_number;
        } else if (a.front() != b.front()) {
            return static_cast<unsigned char>(a.front()) < static_cast<unsigned char>(b.front());
        } else {
            a.remove_prefix(1);
            b.remove_prefix(1);
        }
    }
    if (a.empty() != b.empty()) return a.empty();
    return one < other; // 1.tif and 01.tif
}

} // namespace dossier::capture
