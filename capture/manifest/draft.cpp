#include "capture/manifest/draft.h"

#include "capture/folder/names.h"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace dossier::capture {

namespace {

constexpr std::size_t longest_batch_name = 200;
constexpr std::size_t longest_type_name = 64;
/// Leaves room for what a claimed name says before it.
constexpr std::size_t longest_file_name = 200;
constexpr int most_sheets = 100'000;

std::optional<int> number_within(std::string_view text, int least, int most)
{
    int number = 0;
    const auto* const end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stopped != end || number < least || number > most)
        return std::nullopt;
    return number;
}

bool is_type_name(std::string_view text)
{
    return !text.empty() && text.size() <= longest_type_name &&
           std::ranges::all_of(text, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
           });
}

bool is_batch_name(std::string_view text)
{
    return !text.empty() && text.size() <= longest_batch_name && is_usable_name(text);
}

/// A name that the hot folder itself would take as a document, in this very folder.
bool is_document_name(std::string_view name)
{
    return name.size() <= longest_file_name && name.find_first_of("/\\") == name.npos &&
           !is_own_folder(name) && is_usable_name(name) && !is_ignored_name(name) &&
           !is_manifest_name(name);
}

/// Empty when it is no SHA-256.
std::string lower_hex(std::string_view text)
{
    constexpr std::size_t digits = 64;
    const bool is_hex = text.size() == digits &&
                        std::ranges::all_of(text, [](unsigned char c) { return std::isxdigit(c); });
    std::string lower(is_hex ? text : "");
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    return lower;
}

} // namespace

tl::expected<void, ManifestProblem>
ManifestDraft::set_fact(std::string_view word, std::string_view value)
{
    if (!words_.emplace(word).second) return tl::unexpected(ManifestProblem::repeated_word);
    bool is_good = false;
    if (word == "name") {
        manifest_.name = value;
        is_good = is_batch_name(value);
    } else if (word == "sheets") {
        manifest_.sheets = number_within(value, 1, most_sheets);
        is_good = manifest_.sheets.has_value();
    } else if (word == "sides") {
        manifest_.sides = number_within(value, 1, 2);
        is_good = manifest_.sides.has_value();
    } else if (word == "type") {
        manifest_.type = value;
        is_good = is_type_name(value);
    } else {
        return tl::unexpected(ManifestProblem::unknown_word);
    }
    if (!is_good) return tl::unexpected(ManifestProblem::bad_fact);
    return {};
}

tl::expected<void, ManifestProblem>
ManifestDraft::add_file(std::string_view name, std::string_view sha256)
{
    if (!is_document_name(name)) return tl::unexpected(ManifestProblem::bad_file_name);
    std::string hex = lower_hex(sha256);
    if (hex.empty()) return tl::unexpected(ManifestProblem::bad_sha256);
    if (!names_.emplace(name).second) return tl::unexpected(ManifestProblem::repeated_file);
    if (manifest_.files.size() == max_manifest_files)
        return tl::unexpected(ManifestProblem::too_many_files);
    manifest_.files.push_back({std::string(name), std::move(hex)});
    return {};
}

tl::expected<Manifest, ManifestProblem> ManifestDraft::finish(std::string_view default_name)
{
    if (manifest_.files.empty()) return tl::unexpected(ManifestProblem::no_files);
    if (manifest_.name.empty()) manifest_.name = shortened_name(default_name, longest_batch_name);
    return std::move(manifest_);
}

} // namespace dossier::capture
