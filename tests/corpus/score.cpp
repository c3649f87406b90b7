#include "tests/corpus/score.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>

namespace dossier::corpus {
namespace {

/// The document that answers a truth: the first unused one of its type, else the first unused.
const verify::CheckedDocument*
find_answer(const Truth& truth, std::vector<const verify::CheckedDocument*>& unused)
{
    auto found = std::ranges::find(unused, truth.type, [](const auto* each) { return each->type; });
    if (found == unused.end()) found = unused.begin();
    if (found == unused.end()) return nullptr;
    const auto* answer = *found;
    unused.erase(found);
    return answer;
}

} // namespace

std::vector<Truth> load_truth(const std::filesystem::path& file)
{
    std::ifstream in(file);
    std::vector<Truth> truths;
    const auto json = nlohmann::json::parse(in);
    for (const auto& document : json.at("documents")) {
        truths.push_back({document.at("type"), document.at("fields")});
    }
    return truths;
}

std::string folded(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = [&](std::size_t at) {
            return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
        };
        if (byte(i) == 0xEF && (byte(i + 1) == 0xBC || byte(i + 1) == 0xBD)) { // U+FF00..FF7F
            const unsigned point = ((byte(i + 1) & 0x3FU) << 6U) | (byte(i + 2) & 0x3FU);
            if (point >= 0xF01 && point <= 0xF5E) {
                out += static_cast<char>(std::tolower(static_cast<int>(point - 0xF01 + 0x21)));
                i += 2;
                continue;
            }
        }
        if (text[i] == ' ' || text[i] == '\n') continue;
        out += static_cast<char>(std::tolower(static_cast<int>(byte(i))));
    }
    return out;
}

Score& Score::operator+=(const Score& other)
{
    documents += other.documents;
    types_right += other.types_right;
    fields += other.fields;
    exact += other.exact;
    missing += other.missing;
    wrong += other.wrong;
    accepted += other.accepted;
    accepted_wrong += other.accepted_wrong;
    seconds += other.seconds;
    return *this;
}

Score& Score::operator+=(const FieldResult& result)
{
    ++fields;
    if (result.exact) {
        ++exact;
    } else if (result.read.value.empty()) {
        ++missing;
    } else {
        ++wrong;
    }
    if (result.accepted) ++accepted;
    if (result.accepted && !result.exact) ++accepted_wrong;
    return *this;
}

Score score(
    const std::vector<Truth>& truth,
    const std::vector<verify::CheckedDocument>& read,
    std::vector<FieldResult>& results
)
{
    Score sum;
    std::vector<const verify::CheckedDocument*> unused;
    for (const auto& each : read)
        unused.push_back(&each);
    for (const Truth& each : truth) {
        ++sum.documents;
        const auto* answer = find_answer(each, unused);
        if (answer != nullptr && answer->type == each.type) ++sum.types_right;
        for (const auto& [name, value] : each.fields) {
            FieldResult result;
            result.type = each.type;
            result.name = name;
            result.truth = value;
            const auto* field = answer == nullptr ? nullptr : answer->find_field(name);
            if (field != nullptr) {
                result.read = field->field;
                result.exact = folded(field->field.value) == folded(value);
                result.accepted = field->status == verify::FieldStatus::accepted;
            }
            sum += result;
            results.push_back(std::move(result));
        }
    }
    return sum;
}

} // namespace dossier::corpus
