#include "store/receipt.h"

#include "store/crypto/signature.h"
#include "store/moment.h"
#include "store/rows/words.h"

#include <ranges>
#include <vector>

namespace dossier::store {
namespace {

std::string member(std::string_view name, int value)
{
    return " " + std::string(name) + "=" + std::to_string(value);
}

std::string announced_line(const Announced& announced)
{
    std::string line = "announced";
    if (announced.sheets > 0) {
        line += member("sheets", announced.sheets) + member("sides", announced.sides);
    }
    if (announced.separators >= 0) {
        line += member("separators", announced.separators);
    }
    if (announced.files > 0) {
        line += member("files", announced.files);
    }
    return line == "announced" ? "announced nothing" : line;
}

std::string counted_line(const LedgerCounts& counts)
{
    return "counted" + member("files", counts.files) + member("repeats", counts.repeats) +
           member("unreadable", counts.unreadable) + member("images", counts.images) +
           member("sheets", counts.sheets) + member("cover_sheets", counts.cover_sheets) +
           member("separators", counts.separators) + member("blanks", counts.blanks) +
           member("content", counts.content);
}

std::string_view fate(const LedgerFile& file)
{
    if (file.is_repeat) {
        return "repeat";
    }
    return file.state == OriginalState::quarantined ? "unreadable" : "kept";
}

/// Which pages of a file are the batch's, where not all are: `pages 5-8/12` and the file's hash.
std::string part_line(const LedgerFile& file)
{
    if (file.pages.empty() || std::ssize(file.pages) == file.page_count) {
        return {};
    }
    return "pages " + std::to_string(file.pages.front().page_no + 1) + "-" +
           std::to_string(file.pages.back().page_no + 1) + "/" + std::to_string(file.page_count) +
           " " + file.sha256 + "\n";
}

std::vector<std::string> parted(const std::string& line, char separator)
{
    std::vector<std::string> words;
    for (const auto word : std::views::split(line, separator)) {
        words.emplace_back(word.begin(), word.end());
    }
    return words.empty() ? std::vector<std::string>(1) : words;
}

} // namespace

std::string receipt_text(const Batch& batch, std::string_view site_id, Instant now)
{
    const auto& item = batch.item;
    std::string text = "dossier receipt 1\nsite " + std::string(site_id) + "\nstation " +
                       item.station + "\nbatch " + item.announced.name + "\nbatch_id " + item.id +
                       "\nissued " + moment_text(now) + "\n" + announced_line(item.announced) +
                       "\n" + counted_line(item.balance.counts) + "\n";
    if (!item.accepted_by.empty()) {
        text += "accepted_by " + item.accepted_by + "\n";
        text += "imbalances " + std::to_string(item.balance.imbalances.size()) + "\n";
    }
    for (const auto& file : batch.files) {
        text += "file " + file.sha256 + " " + std::to_string(file.size) + " " +
                std::to_string(file.pages.size()) + " " + std::string(fate(file)) + " " +
                file.source_name + "\n";
        text += part_line(file);
    }
    return text;
}

std::optional<std::string> receipt_without(
    std::string_view receipt,
    const std::function<bool(std::string_view sha256)>& is_destroyed,
    Instant now
)
{
    const auto text = receipt.substr(0, receipt.find("\n\n"));
    std::string kept;
    bool speaks_of_it = false;
    for (const auto part : std::views::split(text, '\n')) {
        const std::string line(part.begin(), part.end());
        const auto words = parted(line, ' ');
        if (words[0] == "file" && words.size() > 4 && is_destroyed(words[1])) {
            kept += "file - " + words[2] + " " + words[3] + " destroyed -\n";
            speaks_of_it = true;
        } else if (words[0] == "pages" && words.size() == 3 && is_destroyed(words[2])) {
            kept += "pages " + words[1] + " -\n";
        } else if (words[0] == "issued") {
            kept += line + "\nreissued " + moment_text(now) + "\n";
        } else if (words[0] != "reissued") {
            kept += line + "\n";
        }
    }
    return speaks_of_it ? std::optional(kept) : std::nullopt;
}

bool is_genuine_receipt(std::string_view receipt, std::string_view verifier)
{
    return receipt.starts_with("dossier receipt 1\n") && is_signed_note(receipt, verifier);
}

} // namespace dossier::store
