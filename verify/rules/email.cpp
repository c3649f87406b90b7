// Mail addresses after RFC 5321 and 5322, with non-ASCII local parts (RFC 6531) and domains
// (RFC 5891). Each finding names the rule that failed; what is merely unusual is for a person.
// Comments and folding white space, which RFC 5322 permits inside a message, are no part of an
// address and are refused.

#include "verify/rules/domain_name.h"
#include "verify/rules/rules.h"
#include "verify/rules/text.h"

#include <algorithm>
#include <array>

namespace dossier::verify {

namespace {

constexpr std::size_t longest_local = 64;    ///< octets, RFC 5321 4.5.3.1.1
constexpr std::size_t longest_address = 254; ///< octets, RFC 3696 erratum 1690

bool is_atext(char c)
{
    constexpr std::string_view specials = "!#$%&'*+-/=?^_`{|}~";
    return is_letter(c) || is_digit(c) || specials.find(c) != specials.npos || !is_ascii(c);
}

/// Where the local part ends: the @ behind a closing quote, or the last one.
std::size_t find_at(std::string_view address)
{
    if (!address.starts_with('"')) return address.rfind('@');
    for (std::size_t i = 1; i < address.size(); ++i) {
        if (address[i] == '\\') {
            ++i;
        } else if (address[i] == '"') {
            return i + 1 < address.size() && address[i + 1] == '@' ? i + 1 : address.npos;
        }
    }
    return address.npos;
}

/// The inside of a quoted local part: printable characters, quote and backslash escaped.
bool is_quoted_content(std::string_view content)
{
    for (std::size_t i = 0; i < content.size(); ++i) {
        if (content[i] == '\\' && ++i == content.size()) return false;
        const auto c = static_cast<unsigned char>(content[i]);
        if (c < 0x20 || c == 0x7F) return false;
    }
    return true;
}

bool has_any_of(std::string_view text, std::string_view characters)
{
    return text.find_first_of(characters) != text.npos;
}

/// What people and mail programs write around an address; true when there was some.
bool refuse_surroundings(Ruling& ruling, std::string_view part)
{
    if (has_any_of(part, "<>")) {
        ruling.error<"angle_brackets">();
    } else if (has_any_of(part, "()")) {
        ruling.error<"comment">();
    } else if (has_any_of(part, " \t")) {
        ruling.error<"space">();
    } else {
        return false;
    }
    return true;
}

void judge_quoted(Ruling& ruling, std::string_view local)
{
    const std::string_view content = local.substr(1, local.size() - 2);
    if (!is_quoted_content(content) || !is_internationalised_text(content)) {
        return ruling.error<"local_charset">();
    }
    ruling.confirm<"local_quoted">();
}

void judge_local(Ruling& ruling, std::string_view local)
{
    if (local.empty()) return ruling.error<"local_empty">();
    if (local.size() > longest_local) ruling.error<"local_too_long">();
    if (local.front() == '"') return judge_quoted(ruling, local);
    if (refuse_surroundings(ruling, local)) return;
    if (has_any_of(local, "\"")) return ruling.error<"quote_inside">();
    if (local.front() == '.' || local.back() == '.' || local.find("..") != local.npos) {
        ruling.error<"local_dot">();
    }
    const bool sound = std::ranges::all_of(local, [](char c) { return c == '.' || is_atext(c); });
    if (!sound || !is_internationalised_text(local)) ruling.error<"local_charset">();
}

/// Shapes that big providers promise; a person looks when an address breaks one.
void judge_provider(Ruling& ruling, std::string_view local, std::string_view domain)
{
    if (domain == "qq.com" && all_digits(local)) {
        if (local.front() == '0' || local.size() < 5 || local.size() > 11) {
            ruling.confirm<"provider_form">();
        }
    }
    constexpr std::array<std::string_view, 3> netease{"163.com", "126.com", "yeah.net"};
    if (std::ranges::find(netease, domain) != netease.end()) {
        const bool mobile = local.size() == 11 && all_digits(local);
        const bool named = local.size() >= 6 && local.size() <= 18 && is_letter(local.front());
        if (!mobile && !named) ruling.confirm<"provider_form">();
    }
}

} // namespace

Ruling rule_email(std::string_view value, std::chrono::year_month_day)
{
    const std::string address = fold_width(trim(value));
    const std::size_t at = find_at(address);
    if (at == address.npos) {
        if (!address.starts_with('"') || address.find('@') == address.npos)
            return rejected<"at_missing">(address);
        return address.find('"', 1) == address.npos ? rejected<"quote_open">(address)
                                                    : rejected<"quote_inside">(address);
    }

    const std::string_view local = std::string_view{address}.substr(0, at);
    const std::string domain = lower_ascii(std::string_view{address}.substr(at + 1));
    Ruling ruling = about(std::string{local} + "@" + domain);
    if (!local.starts_with('"') && local.find('@') != local.npos) {
        ruling.error<"at_twice">();
        return ruling;
    }
    judge_local(ruling, local);
    if (!refuse_surroundings(ruling, domain)) judge_domain(ruling, domain);
    if (address.size() > longest_address) ruling.error<"address_too_long">();
    if (!ruling.has(Severity::error)) judge_provider(ruling, local, domain);
    return ruling;
}

} // namespace dossier::verify
