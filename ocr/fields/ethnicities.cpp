#include "ocr/fields/ethnicities.h"

#include <algorithm>
#include <array>

namespace dossier::ocr {
namespace {

// And what cards print for people who are of none of the 56.
constexpr std::array<std::u32string_view, 58> names{
    U"汉",     U"蒙古",   U"回",       U"藏",     U"维吾尔",   U"苗",   U"彝",     U"壮",
    U"布依",   U"朝鲜",   U"满",       U"侗",     U"瑶",       U"白",   U"土家",   U"哈尼",
    U"哈萨克", U"傣",     U"黎",       U"傈僳",   U"佤",       U"畲",   U"高山",   U"拉祜",
    U"水",     U"东乡",   U"纳西",     U"景颇",   U"柯尔克孜", U"土",   U"达斡尔", U"仫佬",
    U"羌",     U"布朗",   U"撒拉",     U"毛南",   U"仡佬",     U"锡伯", U"阿昌",   U"普米",
    U"塔吉克", U"怒",     U"乌孜别克", U"俄罗斯", U"鄂温克",   U"德昂", U"保安",   U"裕固",
    U"京",     U"塔塔尔", U"独龙",     U"鄂伦春", U"赫哲",     U"门巴", U"珞巴",   U"基诺",
    U"穿青人", U"其他"};

} // namespace

bool is_ethnicity(std::u32string_view name)
{
    return std::ranges::find(names, name) != names.end();
}

} // namespace dossier::ocr
