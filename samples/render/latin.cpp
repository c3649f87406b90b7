#include "samples/render/latin.h"

#include "samples/render/canvas.h"
#include "samples/render/lexicon.h"
#include <algorithm>
#include <stdexcept>
#include <utility>

namespace dossier::samples {
namespace {

using Spelling = std::pair<std::string_view, std::string_view>;

constexpr Spelling given_spellings[] = {
    {"伟", "WEI"},  {"强", "QIANG"}, {"磊", "LEI"},  {"军", "JUN"},  {"勇", "YONG"}, {"杰", "JIE"},
    {"涛", "TAO"},  {"明", "MING"},  {"超", "CHAO"}, {"刚", "GANG"}, {"平", "PING"}, {"辉", "HUI"},
    {"鹏", "PENG"}, {"华", "HUA"},   {"飞", "FEI"},  {"鑫", "XIN"},  {"波", "BO"},   {"斌", "BIN"},
    {"宇", "YU"},   {"浩", "HAO"},   {"凯", "KAI"},  {"健", "JIAN"}, {"俊", "JUN"},  {"帆", "FAN"},
    {"旭", "XU"},   {"宁", "NING"},  {"龙", "LONG"}, {"林", "LIN"},  {"志", "ZHI"},  {"文", "WEN"},
    {"建", "JIAN"}, {"国", "GUO"},   {"嘉", "JIA"},  {"晨", "CHEN"}, {"博", "BO"},   {"哲", "ZHE"},
    {"睿", "RUI"},  {"昊", "HAO"},   {"皓", "HAO"},  {"砚", "YAN"},  {"芳", "FANG"}, {"娜", "NA"},
    {"敏", "MIN"},  {"静", "JING"},  {"丽", "LI"},   {"艳", "YAN"},  {"娟", "JUAN"}, {"霞", "XIA"},
    {"燕", "YAN"},  {"玲", "LING"},  {"桂", "GUI"},  {"英", "YING"}, {"梅", "MEI"},  {"莉", "LI"},
    {"萍", "PING"}, {"红", "HONG"},  {"雪", "XUE"},  {"慧", "HUI"},  {"琳", "LIN"},  {"晶", "JING"},
    {"倩", "QIAN"}, {"颖", "YING"},  {"洁", "JIE"},  {"婷", "TING"}, {"欣", "XIN"},  {"怡", "YI"},
    {"月", "YUE"},  {"琴", "QIN"},   {"淑", "SHU"},  {"雅", "YA"},   {"诗", "SHI"},  {"涵", "HAN"},
    {"梦", "MENG"}, {"瑶", "YAO"},   {"思", "SI"},   {"佳", "JIA"},  {"岚", "LAN"},  {"薇", "WEI"},
    {"云", "YUN"},
};

constexpr Spelling uyghur_spellings[] = {
    {"买买提", "MAIMAITI"},
    {"艾力", "AILI"},
    {"吐尔逊", "TUERXUN"},
    {"热合曼", "REHEMAN"},
    {"阿不都拉", "ABUDULA"},
    {"阿依古丽", "AYIGULI"},
    {"古丽娜尔", "GULINAER"},
    {"热依汗", "REYIHAN"},
    {"阿米娜", "AMINA"},
};

template <std::size_t N>
std::string_view spelling_of(std::string_view word, const Spelling (&table)[N])
{
    const auto* found = std::find_if(std::begin(table), std::end(table), [word](const Spelling& s) {
        return s.first == word;
    });
    if (found == std::end(table)) throw std::logic_error("a name without a spelling");
    return found->second;
}

std::string capitals_of(std::string_view latin)
{
    if (latin == "lv") return "LYU";
    std::string capitals(latin);
    for (char& letter : capitals)
        letter = static_cast<char>(letter - 'a' + 'A');
    return capitals;
}

} // namespace

LatinName latin_of(std::string_view name)
{
    constexpr std::string_view interpunct = "·";
    if (const auto at = name.find(interpunct); at != name.npos)
        return {
            std::string(spelling_of(name.substr(at + interpunct.size()), uyghur_spellings)),
            std::string(spelling_of(name.substr(0, at), uyghur_spellings))};
    for (const Surname& surname : surnames()) {
        if (!name.starts_with(surname.word.hans)) continue;
        LatinName latin{capitals_of(surname.latin), {}};
        for (const auto& character : characters(name.substr(surname.word.hans.size())))
            latin.given += spelling_of(character, given_spellings);
        return latin;
    }
    throw std::logic_error("a surname of nobody");
}

} // namespace dossier::samples
