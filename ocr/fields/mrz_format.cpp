#include "ocr/fields/mrz_format.h"

#include "ocr/fields/mrz.h"

#include <algorithm>

namespace dossier::ocr {
namespace {

std::string times(std::size_t count, char kind)
{
    return std::string(count, kind);
}

bool holds(const MrzCheck& check, std::string_view text)
{
    std::string characters;
    for (const MrzRange& range : check.over)
        characters += text.substr(range.at, range.length);
    const bool left_empty =
        text[check.digit] == '<' && characters.find_first_not_of('<') == std::string::npos;
    return left_empty || mrz_check_digit(characters) == text[check.digit];
}

} // namespace

const std::vector<MrzFormat>& mrz_formats()
{
    static const std::string td3_classes = times(44, 'a') + times(9, 'x') + "d" + times(3, 'a') +
                                           times(6, 'n') + "ds" + times(6, 'n') + "d" +
                                           times(14, 'x') + "nd";
    static const std::string td2_classes = times(36, 'a') + times(9, 'x') + "d" + times(3, 'a') +
                                           times(6, 'n') + "ds" + times(6, 'n') + "d" +
                                           times(7, 'x') + "d";
    static const std::string td1_classes = times(5, 'a') + times(9, 'x') + "n" + times(15, 'x') +
                                           times(6, 'n') + "ds" + times(6, 'n') + "d" +
                                           times(3, 'a') + times(11, 'x') + "d" + times(30, 'a');
    static const std::string permit_classes = "aa" + times(9, 'x') + "d" + "ddd" + times(6, 'd') +
                                              "ds" + times(6, 'd') + "d" + times(18, '<') + "c" +
                                              times(10, 'x') + "d" + times(30, 'a');
    static const std::vector<MrzCheck> permit_checks{
        {{{2, 9}}, 11},
        {{{12, 2}}, 14},
        {{{15, 6}}, 21},
        {{{23, 6}}, 29},
        {{{2, 20}, {23, 7}, {49, 10}}, 59}};
    static const auto permit = [](std::string_view code) {
        return MrzFormat{
            30, code, permit_classes, permit_checks, {2, 9}, {23, 6}, {15, 6}, {22, 1}, {}, 48};
    };
    static const std::vector<MrzFormat> table{
        {44,
         "P",
         td3_classes,
         {{{{44, 9}}, 53},
          {{{57, 6}}, 63},
          {{{65, 6}}, 71},
          {{{72, 14}}, 86},
          {{{44, 10}, {57, 7}, {65, 22}}, 87}},
         {44, 9},
         {57, 6},
         {65, 6},
         {64, 1},
         {54, 3},
         0},
        {36,
         "",
         td2_classes,
         {{{{36, 9}}, 45}, {{{49, 6}}, 55}, {{{57, 6}}, 63}, {{{36, 10}, {49, 7}, {57, 14}}, 71}},
         {36, 9},
         {49, 6},
         {57, 6},
         {56, 1},
         {46, 3},
         0},
        permit("CR"),
        permit("CT"),
        // The number's own check is left to the composite: a long number moves it.
        {30,
         "",
         td1_classes,
         {{{{30, 6}}, 36}, {{{38, 6}}, 44}, {{{5, 25}, {30, 7}, {38, 7}, {48, 11}}, 59}},
         {5, 9},
         {30, 6},
         {38, 6},
         {37, 1},
         {45, 3},
         0},
    };
    return table;
}

bool all_hold(const MrzFormat& format, std::string_view text)
{
    return std::ranges::all_of(format.checks, [&](const MrzCheck& each) {
        return holds(each, text);
    });
}

bool is_checked(const MrzFormat& format, std::size_t at)
{
    return std::ranges::any_of(format.checks, [at](const MrzCheck& check) {
        return check.digit == at || std::ranges::any_of(check.over, [at](const MrzRange& range) {
                   return at >= range.at && at < range.at + range.length;
               });
    });
}

} // namespace dossier::ocr
