#include "verify/rules/domain_name.h"

#include "capture/utf8.h"
#include "verify/rules/text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>

namespace dossier::verify {

namespace {

constexpr std::size_t longest_label = 63;   ///< octets, RFC 1035 2.3.4
constexpr std::size_t longest_domain = 253; ///< octets without the final dot

/// Blocks of signs: Latin-1 signs, punctuation, arrows to geometric shapes, CJK punctuation,
/// private use, specials, variation selectors and tags.
constexpr std::array<std::pair<char32_t, char32_t>, 9> signs{
    {{0x80, 0xA9},
     {0xAB, 0xB4},
     {0xB6, 0xB6},
     {0xB8, 0xB9},
     {0xBB, 0xBF},
     {0x2000, 0x2BFF},
     {0x3000, 0x3004},
     {0x3008, 0x3020},
     {0xE000, 0xF8FF}}};

bool is_sign(char32_t c)
{
    if (c == 0xD7 || c == 0xF7 || c >= 0x323B0 || (c >= 0xFE00 && c <= 0xFFFF)) return true;
    return std::ranges::any_of(signs, [c](const auto& range) {
        return c >= range.first && c <= range.second;
    });
}

// RFC 3492, section 5.
constexpr std::uint32_t base = 36;
constexpr std::uint32_t t_min = 1;
constexpr std::uint32_t t_max = 26;

std::uint32_t adapt(std::uint32_t delta, std::uint32_t points, bool first)
{
    delta = first ? delta / 700 : delta / 2;
    delta += delta / points;
    std::uint32_t k = 0;
    for (; delta > (base - t_min) * t_max / 2; k += base)
        delta /= base - t_min;
    return k + (base - t_min + 1) * delta / (delta + 38);
}

void append_delta(std::string& output, std::uint32_t delta, std::uint32_t bias)
{
    constexpr std::string_view digits = "abcdefghijklmnopqrstuvwxyz0123456789";
    for (std::uint32_t k = base;; k += base) {
        const std::uint32_t t = k <= bias ? t_min : std::min(k - bias, t_max);
        if (delta < t) break;
        output.push_back(digits[t + (delta - t) % (base - t)]);
        delta = (delta - t) / (base - t);
    }
    output.push_back(digits[delta]);
}

/// The label as it goes into the DNS, or nothing when it cannot.
std::optional<std::string> ascii_label(std::string_view label)
{
    if (std::ranges::all_of(label, is_ascii)) return std::string{label};
    if (!is_internationalised_text(label)) return {};
    const auto encoded = punycode(capture::code_points(label));
    return encoded ? std::optional{"xn--" + *encoded} : std::nullopt;
}

bool is_ascii_label(std::string_view label)
{
    return std::ranges::all_of(label, [](char c) {
        return is_letter(c) || is_digit(c) || c == '-';
    });
}

/// Judges one label and appends its ASCII form to `domain`.
void judge_label(Ruling& ruling, std::string_view label, std::string& domain)
{
    if (label.empty()) return ruling.error<"label_empty">();
    if (label.size() > longest_domain) return ruling.error<"label_too_long">();
    const auto ascii = ascii_label(label);
    if (!ascii || !is_ascii_label(*ascii)) return ruling.error<"domain_charset">();
    if (label.front() == '-' || label.back() == '-') ruling.error<"label_hyphen">();
    if (ascii->size() > longest_label) ruling.error<"label_too_long">();
    const bool is_encoded = ascii->starts_with("xn--");
    if (!is_encoded && ascii->size() > 3 && ascii->substr(2, 2) == "--") {
        ruling.confirm<"label_reserved">();
    }
    if (!domain.empty()) domain.push_back('.');
    domain += *ascii;
}

/// Top-level names that are misreadings of real ones; none of them exists.
bool looks_misread(std::string_view last_label)
{
    constexpr std::array<std::string_view, 9> misread{
        "corn", "con", "c0m", "corm", "comn", "cn0", "nel", "0rg", "cnn"};
    return std::ranges::find(misread, last_label) != misread.end();
}

void judge_last_label(Ruling& ruling, std::string_view label)
{
    if (label.starts_with("xn--")) return;
    if (!std::ranges::all_of(label, is_letter)) ruling.error<"top_level">();
    if (label.size() < 2) ruling.error<"top_level">();
}

bool is_hexadecimal(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f');
}

bool is_ipv4(std::string_view text)
{
    int parts = 0;
    while (true) {
        const std::size_t end = text.find('.');
        const std::string_view part = text.substr(0, end);
        if (part.empty() || part.size() > 3 || !all_digits(part) || to_number(part) > 255)
            return false;
        ++parts;
        if (end == text.npos) return parts == 4;
        text.remove_prefix(end + 1);
    }
}

/// RFC 5321 4.1.3: eight groups of up to four hexadecimal digits, the last two perhaps as IPv4, and
/// once :: for groups of zeros.
bool is_ipv6(std::string_view text)
{
    constexpr int all = 8;
    const std::size_t gap = text.find("::");
    if (gap != text.npos && text.find("::", gap + 1) != text.npos) return false;
    if (text.starts_with(':') && gap != 0) return false;
    if (text.ends_with(':') && gap != text.size() - 2) return false;
    int groups = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(':'), text.size());
        const std::string_view group = text.substr(0, end);
        const bool is_last = end == text.size();
        if (is_last && is_ipv4(group)) {
            groups += 2;
        } else if (group.size() > 4 || !std::ranges::all_of(group, is_hexadecimal)) {
            return false;
        } else if (!group.empty()) {
            ++groups;
        }
        text.remove_prefix(is_last ? end : end + 1);
    }
    return gap == std::string_view::npos ? groups == all : groups < all;
}

void judge_literal(Ruling& ruling, std::string_view domain)
{
    std::string_view inside = domain.substr(1, domain.size() - 2);
    const bool six = inside.starts_with("ipv6:");
    if (six) inside.remove_prefix(5);
    if (!(six ? is_ipv6(inside) : is_ipv4(inside))) return ruling.error<"ip_literal">();
    ruling.confirm<"ip_domain">();
}

} // namespace

std::string lower_ascii(std::string_view text)
{
    std::string lower{text};
    for (char& c : lower) {
        if (is_upper(c)) c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
}

bool is_internationalised_text(std::string_view text)
{
    return std::ranges::none_of(capture::code_points(text), [](char32_t c) {
        return c >= 0x80 && is_sign(c);
    });
}

std::optional<std::string> punycode(std::u32string_view label)
{
    std::string output;
    for (const char32_t c : label) {
        if (c < 0x80) output.push_back(static_cast<char>(c));
    }
    const auto basic = static_cast<std::uint32_t>(output.size());
    if (basic > 0) output.push_back('-');

    std::uint32_t n = 0x80;
    std::uint32_t delta = 0;
    std::uint32_t bias = 72;
    for (std::uint32_t handled = basic; handled < label.size(); ++n, ++delta) {
        std::uint32_t smallest = std::numeric_limits<std::uint32_t>::max();
        for (const char32_t c : label) {
            if (c >= n) smallest = std::min(smallest, static_cast<std::uint32_t>(c));
        }
        const std::uint64_t grown = delta + std::uint64_t{smallest - n} * (handled + 1);
        if (grown > std::numeric_limits<std::uint32_t>::max()) return {};
        delta = static_cast<std::uint32_t>(grown);
        n = smallest;
        for (const char32_t c : label) {
            if (c < n) ++delta;
            if (c != n) continue;
            append_delta(output, delta, bias);
            bias = adapt(delta, handled + 1, handled == basic);
            delta = 0;
            ++handled;
        }
    }
    return output;
}

void judge_domain(Ruling& ruling, std::string_view domain)
{
    if (domain.empty()) return ruling.error<"domain_empty">();
    if (domain.front() == '[' && domain.back() == ']') return judge_literal(ruling, domain);

    std::string ascii;
    std::size_t labels = 0;
    std::string_view rest = domain;
    while (true) {
        const std::size_t end = rest.find('.');
        judge_label(ruling, rest.substr(0, end), ascii);
        ++labels;
        if (end == rest.npos) break;
        rest.remove_prefix(end + 1);
    }
    if (ascii.size() > longest_domain) ruling.error<"domain_too_long">();
    if (ruling.has(Severity::error)) return;
    const std::string_view last = std::string_view{ascii}.substr(ascii.rfind('.') + 1);
    judge_last_label(ruling, last);
    if (labels < 2) ruling.confirm<"single_label">();
    if (looks_misread(last)) ruling.confirm<"domain_misread">();
    ruling.facts["domain"] = ascii;
}

} // namespace dossier::verify
