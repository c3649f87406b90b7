#include "store/search/question.h"

#include "verify/search_terms.h"

#include <algorithm>

namespace dossier::store {
namespace {

constexpr std::size_t most_words = 4;

std::vector<std::string_view> parted(std::string_view text)
{
    constexpr std::string_view wide_space = "\u3000";
    std::vector<std::string_view> parts;
    while (!text.empty() && parts.size() < most_words) {
        const auto end = std::min(text.find(' '), text.find(wide_space));
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) {
            break;
        }
        text.remove_prefix(end + (text[end] == ' ' ? 1 : wide_space.size()));
    }
    return parts;
}

} // namespace

std::vector<Word> words_of(std::string_view typed, const Alphabet& alphabet)
{
    const auto whole = verify::searchable(typed).text;
    std::vector<std::u32string> texts;
    if (std::ranges::all_of(whole, [](char32_t c) { return c < 0x2E80; })) {
        texts.push_back(whole);
    } else {
        for (const auto part : parted(typed)) {
            texts.push_back(verify::searchable(part).text);
        }
    }
    std::vector<Word> words;
    for (const auto& text : texts) {
        if (text.empty()) {
            continue;
        }
        auto& word = words.emplace_back();
        word.push_back(Pattern::of_text(text, alphabet));
        if (std::ranges::all_of(text, is_latin)) {
            std::ranges::move(Pattern::of_pinyin(text, alphabet), std::back_inserter(word));
        }
    }
    return words;
}

} // namespace dossier::store
