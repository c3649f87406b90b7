// States as passports print them beside their code: enough for the customers of a bank in China.
// Others are read from their three letters.

#include "ocr/fields/grammar.h"
#include "ocr/fields/text.h"
#include "ocr/fields/variants.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace dossier::ocr {
namespace {

struct Country {
    std::string_view code;
    std::u32string_view chinese;
    std::u32string_view english;     ///< in small letters, as texts are compared
    std::u32string_view nationality; ///< the same
};

constexpr Country countries[] = {
    {"CHN", U"中国", U"china", U"chinese"},
    {"USA", U"美国", U"united states", U"united states of america"},
    {"GBR", U"英国", U"british", U"british citizen"},
    {"CAN", U"加拿大", U"canada", U"canadian"},
    {"AUS", U"澳大利亚", U"australia", U"australian"},
    {"NZL", U"新西兰", U"new zealand", U"new zealander"},
    {"SGP", U"新加坡", U"singapore", U"singapore citizen"},
    {"MYS", U"马来西亚", U"malaysia", U"malaysian"},
    {"THA", U"泰国", U"thailand", U"thai"},
    {"VNM", U"越南", U"viet nam", U"vietnamese"},
    {"PHL", U"菲律宾", U"philippines", U"filipino"},
    {"IDN", U"印度尼西亚", U"indonesia", U"indonesian"},
    {"JPN", U"日本", U"japan", U"japanese"},
    {"KOR", U"韩国", U"republic of korea", U"korean"},
    {"IND", U"印度", U"india", U"indian"},
    {"PAK", U"巴基斯坦", U"pakistan", U"pakistani"},
    {"RUS", U"俄罗斯", U"russian federation", U"russian"},
    {"KAZ", U"哈萨克斯坦", U"kazakhstan", U"kazakhstani"},
    {"DEU", U"德国", U"deutsch", U"german"},
    {"FRA", U"法国", U"france", U"francaise"},
    {"ITA", U"意大利", U"italia", U"italiana"},
    {"ESP", U"西班牙", U"espana", U"espanola"},
    {"NLD", U"荷兰", U"netherlands", U"nederlandse"},
    {"BRA", U"巴西", U"brasil", U"brasileiro"},
};

} // namespace

Normal country(std::u32string_view text)
{
    std::u32string words;
    std::string capitals;
    for (const char32_t c : text) {
        const char32_t plain = simplified(fold(c));
        if (is_letter(plain)) capitals.push_back(static_cast<char>(plain - U'a' + U'A'));
        if (counts(plain) || (plain == U' ' && !words.empty())) words.push_back(plain);
    }
    for (const Country& each : countries) {
        // 印度尼西亚 stands before 印度 and is not it.
        if (words.find(each.chinese) != words.npos) return {std::string(each.code), true};
    }
    for (const Country& each : countries) {
        const bool is_it =
            words == each.english || words == each.nationality || capitals == each.code;
        if (is_it) return {std::string(each.code), true};
    }
    return {capitals, capitals.size() == 3 && capitals.size() == words.size()};
}

} // namespace dossier::ocr
