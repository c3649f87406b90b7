// Mail addresses after RFC 5321 and 5322, with non-ASCII local parts (RFC 6531) and domains
// (RFC 5891). Each finding names the rule that failed; what is merely unusual is for a person.

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

void judge_local(Ruling& ruling, std::string_view local)
{
    if (local.empty()) return ruling.error<"local_empty">();
    if (local.size() > longest_local) ruling.error<"local_too_long">();
    if (local.front() == '"') {
        if (!is_quoted_content(local.substr(1, local.size() - 2))) {
            return ruling.error<"local_charset">();
        }
        return ruling.confirm<"local_quoted">();
    }
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
        const bool quoted = address.starts_with('"') && address.find('@') != address.npos;
        return quoted ? rejected<"local_charset">(address) : rejected<"at_missing">(address);
    }

    const std::string_view local = std::string_view{address}.substr(0, at);
    const std::string domain = lower_ascii(std::string_view{address}.substr(at + 1));
    Ruling ruling = about(std::string{local} + "@" + domain);
    if (!local.starts_with('"') && local.find('@') != local.npos) {
        ruling.error<"at_twice">();
        return ruling;
    }
    judge_local(ruling, local);
    judge_domain(ruling, domain);
    if (address.size() > longest_address) ruling.error<"address_too_long">();
    if (!ruling.has(Severity::error)) judge_provider(ruling, local, domain);
    return ruling;
}

} // namespace dossier::verify
