#include "ocr/fields/grammar.h"

#include "capture/utf8.h"
#include "ocr/ethnicities.h"
#include "ocr/fields/receipt_values.h"
#include "ocr/fields/text.h"
#include "ocr/fields/variants.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace dossier::ocr {
namespace {

constexpr std::string_view long_term = "长期";
constexpr std::size_t postcode_digits = 6;

bool is_blank(char32_t c)
{
    return c == U' ' || c == U'\n' || c == U'_' || c == 0x3000;
}

/// Whether a text ends with the bracket that one inside of it needs.
bool closes(std::u32string_view text)
{
    constexpr std::u32string_view brackets = U"[]【】《》";
    const auto at = brackets.find(text.back());
    return at != brackets.npos && at % 2 == 1 && text.find(brackets[at - 1]) != text.npos;
}

/// Without blanks, and without punctuation at both ends that belongs to the form.
std::u32string trimmed(std::u32string points)
{
    constexpr std::u32string_view edge = U"：:;；,，、。．._-—–·|~'\"‘’“”*=<>《》【】[]";
    const auto is_edge = [&](char32_t c) {
        return is_blank(c) || edge.find(c) != std::u32string_view::npos;
    };
    while (!points.empty() && is_edge(points.front()))
        points.erase(points.begin());
    while (!points.empty() && is_edge(points.back()) && !closes(points))
        points.pop_back();
    return points;
}

/// Blanks between Latin words stay, all others go.
std::u32string without_blanks(std::u32string_view text)
{
    std::u32string kept;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!is_blank(text[i])) {
            kept.push_back(text[i]);
            continue;
        }
        const bool between_latin = !kept.empty() && kept.back() < 0x80 && kept.back() != U' ' &&
                                   i + 1 < text.size() && text[i + 1] < 0x80 &&
                                   !is_blank(text[i + 1]);
        if (between_latin) kept.push_back(U' ');
    }
    return kept;
}

char upper(char32_t c)
{
    c = fold(c);
    return static_cast<char>(c >= U'a' && c <= U'z' ? c - 32 : c);
}

std::string digits_of(std::u32string_view text)
{
    std::string digits;
    for (const char32_t c : text) {
        if (const char digit = as_digit(c); digit != '\0') digits.push_back(digit);
    }
    return digits;
}

Normal cn_id(std::u32string_view text)
{
    std::string number;
    for (const char32_t c : text) {
        const char32_t plain = fold(c);
        if ((plain == U'x' || c == U'×' || c == U'Ⅹ') && number.size() == 17) {
            number.push_back('X');
        } else if (const char digit = as_digit(c); digit != '\0') {
            number.push_back(digit);
        }
    }
    return {number, passes_cn_id(number)};
}

/// Whether the third to eighth characters are digits: the region of the registrar.
bool names_region(std::string_view code)
{
    return code.find_first_not_of("0123456789", 2) >= 8;
}

Normal uscc(std::u32string_view text)
{
    // The alphabet has no I, O, S, V, Z: what looks like them is a digit or U.
    static const std::map<char, char> alike{{'I', '1'}, {'O', '0'}, {'S', '5'}, {'Z', '2'}};
    constexpr std::size_t length = 18;
    std::string code;
    for (const char32_t c : text) {
        const char32_t plain = fold(c);
        // Behind the code stands which copy this is: (1-1).
        if (!counts(plain) && !is_blank(c) && code.size() >= length) break;
        if (!is_letter(plain) && !is_digit(plain)) continue;
        const char letter = upper(plain);
        const auto found = alike.find(letter);
        code.push_back(found == alike.end() ? letter : found->second);
    }
    // A 9 taken for Q twice may pass; hardly any code begins with Q.
    return {code, passes_uscc(code) && names_region(code), code.starts_with('Q')};
}

bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

bool is_plain_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool is_one(char c)
{
    return c == '1' || c == 'I';
}

/// The ones and capital I that begin at `begin`, taken for l where small letters stand about them.
/// Returns where they end.
std::size_t mend_ones(const std::string& part, std::size_t begin, std::string& mended)
{
    std::size_t end = begin;
    while (end < part.size() && is_one(part[end]))
        ++end;
    const bool after_letter = begin == 0 || is_lower(part[begin - 1]);
    if (after_letter && end < part.size() && is_lower(part[end]))
        mended.replace(begin, end - begin, end - begin, 'l');
    return end;
}

/// Ones and capital I among small letters are l; l and o that end a number are 1 and 0. Answers
/// whether something was changed.
bool mend_look_alikes(std::string& part)
{
    std::string mended = part;
    for (std::size_t i = 0; i < part.size(); ++i) {
        if (is_one(part[i])) {
            i = mend_ones(part, i, mended) - 1;
            continue;
        }
        const bool is_last = i + 1 == part.size();
        const bool is_between = i > 0 && !is_last && is_lower(part[i - 1]) && is_lower(part[i + 1]);
        const bool ends_number = i > 0 && is_last && is_plain_digit(part[i - 1]);
        if (is_between && part[i] == '0') mended[i] = 'o';
        if (ends_number && part[i] == 'l') mended[i] = '1';
        if (ends_number && part[i] == 'o') mended[i] = '0';
    }
    return std::exchange(part, mended) != part;
}

/// Whether a number begins with a 1 that may as well end the word before it: mail30 looks the same
/// as mai130; work12 is none, for no word ends with kl.
bool has_one_behind_word(std::string_view part)
{
    constexpr std::string_view before_l = "aeioul";
    for (std::size_t i = 1; i + 1 < part.size(); ++i) {
        const bool may_be_l = before_l.find(part[i - 1]) != before_l.npos;
        if (part[i] == '1' && may_be_l && is_plain_digit(part[i + 1])) return true;
    }
    return false;
}

/// Whether a number follows an l that may as well be its 1: studiol6 looks the same as studio16.
/// Words that end in mail are common.
bool has_l_before_number(std::string_view part)
{
    for (std::size_t i = 0; i + 1 < part.size(); ++i) {
        if (part[i] == 'l' && is_plain_digit(part[i + 1]) &&
            !part.substr(0, i + 1).ends_with("mail"))
            return true;
    }
    return false;
}

/// Whether a name ends in an l that may as well be a number: hello11 looks the same as helloll,
/// river1 as riverl, home1 as homel. Of some words nobody else has the beginning.
bool ends_like_a_number(std::string_view part)
{
    constexpr std::string_view words[] = {
        "mail",
        "hotel",
        "school",
        "global",
        "digital",
        "national",
        "official",
        "personal",
        "general",
        "capital",
        "medical",
        "social",
        "legal",
        "portal",
        "channel",
        "daniel",
        "michael"};
    return part.size() > 1 && part.ends_with('l') &&
           std::ranges::none_of(words, [&](std::string_view word) { return part.ends_with(word); });
}

/// A q behind a digit, or behind what looks like a 1, ends a name as a 9 does: river19, of which
/// the networks make riverlq. Answers whether there was one.
bool mend_nine(std::string& part)
{
    if (part.size() < 3 || part.back() != 'q') return false;
    char& before = part[part.size() - 2];
    if (before == 'l' || before == 'I') before = '1';
    if (!is_plain_digit(before)) return false;
    part.back() = '9';
    return true;
}

/// Whatever is mended is a guess, for there are domains like 1and1.com; but a word that ends in
/// mail is as good as read.
Normal with_likely_letters(const std::string& address)
{
    const auto at = address.find('@');
    std::string local = address.substr(0, at);
    bool guessed = mend_nine(local);
    guessed |= mend_look_alikes(local);
    guessed |=
        ends_like_a_number(local) || has_one_behind_word(local) || has_l_before_number(local);
    std::string mended = local + '@';
    for (std::size_t begin = at + 1; begin <= address.size();) {
        const auto end = std::min(address.find('.', begin), address.size());
        std::string part = address.substr(begin, end - begin);
        guessed |= mend_look_alikes(part);
        if (part.ends_with("mai1") || part.ends_with("maiI")) part.back() = 'l';
        mended += part;
        if (end < address.size()) mended += '.';
        begin = end + 1;
    }
    return {mended, true, guessed};
}

Normal email(std::u32string_view text)
{
    // What is left of the label stands before its colon.
    const auto label = text.substr(0, text.find(U'@')).find_last_of(U":：");
    if (label != text.npos) text.remove_prefix(label + 1);
    std::string address;
    bool complete = true; // what cannot stand in an address stood for something that can
    for (char32_t c : text) {
        if (c == U'。' || c == U'，' || c == U',') c = U'.';
        if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
        if (is_blank(c)) continue;
        complete = complete && c < 0x80;
        if (c < 0x80) address.push_back(static_cast<char>(c));
    }
    const auto at = address.find('@');
    const auto dot = address.rfind('.');
    const bool ok = complete && at != std::string::npos && at > 0 &&
                    address.find('@', at + 1) == std::string::npos && dot != std::string::npos &&
                    dot > at + 1 && dot + 2 < address.size();
    return ok ? with_likely_letters(address) : Normal{address, false};
}

/// Brackets and bars between digits are ones: the Chinese model likes them better.
std::u32string with_ones(std::u32string_view text)
{
    std::u32string mended(text);
    const auto is_number = [&](std::size_t at) {
        return at < mended.size() &&
               (is_digit(mended[at]) || mended[at] == U'年' || mended[at] == U'月');
    };
    const auto is_word = [&](std::size_t at) {
        return at < mended.size() && (is_digit(mended[at]) || is_han(mended[at]));
    };
    for (std::size_t i = 0; i < mended.size(); ++i) {
        const bool is_bar =
            std::u32string_view(U"][|!丨l").find(mended[i]) != std::u32string_view::npos;
        const bool is_bracket = mended[i] == U']' || mended[i] == U'|';
        const bool beside_number = (i > 0 && is_number(i - 1)) || is_number(i + 1);
        const bool between_words = is_bracket && i > 0 && is_word(i - 1) && is_word(i + 1);
        if ((is_bar && beside_number) || between_words) mended[i] = U'1';
    }
    return mended;
}

/// Capital numerals have look-alikes that never stand in an amount (domain.md 5).
std::u32string as_amount(std::u32string_view text)
{
    static const std::map<char32_t, char32_t> alike{
        {U'什', U'仟'},
        {U'任', U'仟'},
        {U'参', U'叁'},
        {U'壶', U'壹'},
        {U'喜', U'壹'},
        {U'贪', U'贰'},
        {U'肄', U'肆'},
        {U'睦', U'陆'},
        {U'染', U'柒'},
        {U'久', U'玖'},
        {U'白', U'佰'},
        {U'方', U'万'},
        {U'束', U'整'},
        {U'o', U'0'},
        {U'O', U'0'}};
    std::u32string mended(text);
    const auto is_of_word = [&](std::size_t at) {
        return at < text.size() && is_letter(text[at]) && text[at] != U'o' && text[at] != U'O';
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_in_word = (i > 0 && is_of_word(i - 1)) || is_of_word(i + 1); // MOP
        const auto found = alike.find(text[i]);
        if (found != alike.end() && !is_in_word) mended[i] = found->second;
    }
    return mended;
}

bool is_numeral(char32_t c)
{
    constexpr std::u32string_view numerals =
        U"〇零一二三四五六七八九十百千万亿壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億";
    return is_digit(c) || numerals.find(c) != std::u32string_view::npos;
}

/// Whether a character may stand in an amount: numerals, marks, currencies, what they are of or
/// about.
bool is_of_amount(char32_t c)
{
    constexpr std::u32string_view marks = U" .,-~/%()$:：，。、－—～（）￥¥€£";
    constexpr std::u32string_view words =
        U"元圆圓整正角分厘股人民币幣美港澳门門台臺日英欧歐镑鎊韩韓新加坡瑞士法郎"
        U"大小写寫每年月日以上下内內不足至到约約左右无無合共计計实實认認缴繳";
    return is_numeral(c) || marks.find(c) != marks.npos || words.find(c) != words.npos;
}

/// Without the currencies that are written in letters: any other letter is a misread numeral.
std::u32string without_currency(std::u32string_view text)
{
    static constexpr std::u32string_view codes[] = {
        U"RMB",
        U"CNY",
        U"USD",
        U"HKD",
        U"MOP",
        U"TWD",
        U"EUR",
        U"GBP",
        U"JPY",
        U"SGD",
        U"AUD",
        U"HK",
        U"US",
        U"NT"};
    const auto code_at = [&](std::size_t at) {
        return std::ranges::find_if(codes, [&](std::u32string_view code) {
            return text.substr(at).starts_with(code);
        });
    };
    std::u32string rest;
    for (std::size_t at = 0; at < text.size();) {
        const auto code = code_at(at);
        if (code == std::end(codes))
            rest += text[at++];
        else
            at += code->size();
    }
    return rest;
}

/// Punctuation beside Han characters is full width, as it is printed.
std::u32string with_wide_punctuation(std::u32string_view text)
{
    std::u32string mended(text);
    for (std::size_t i = 0; i < mended.size(); ++i) {
        const bool is_mark =
            std::u32string_view(U",;:()").find(mended[i]) != std::u32string_view::npos;
        const bool after_han = i > 0 && is_han(mended[i - 1]);
        const bool before_han = i + 1 < mended.size() && is_han(mended[i + 1]);
        if (is_mark && (after_han || before_han)) mended[i] += 0xFEE0;
        // The stroke and the full-width point are look-alikes of the enumeration comma and the
        // comma.
        if (mended[i] == U'丶' && after_han) mended[i] = U'、';
        if (mended[i] == U'．' && after_han && before_han) mended[i] = U'，';
    }
    // A bracket of another kind than its partner is the recogniser's.
    const auto count = [&](char32_t c) { return std::ranges::count(mended, c); };
    for (const auto& [open, close] : {std::pair{U'《', U'》'}, std::pair{U'〈', U'〉'}}) {
        if (count(open) == count(close)) continue;
        std::ranges::replace(mended, open, U'（');
        std::ranges::replace(mended, close, U'）');
    }
    return mended;
}

/// What a rule leaves before or behind a text is read as a stroke or a ring.
std::u32string_view without_strokes(std::u32string_view text)
{
    constexpr std::u32string_view strokes = U"丨｜|°";
    const auto first = text.find_first_not_of(strokes);
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(strokes) - first + 1);
}

/// What the side of a cell leaves before an address, which begins with a name or a number:
/// il山東省.
std::u32string_view without_side(std::u32string_view address)
{
    const auto first = address.find_first_not_of(U"ilI!");
    return first == address.npos || !is_han(address[first]) ? address : address.substr(first);
}

/// Whether a list of items ends with a mark that is none of a list's: its full stop, which is
/// small.
bool ends_with_a_dot(std::u32string_view whole)
{
    constexpr std::u32string_view dots = U"·°．.：:•｡";
    constexpr std::ptrdiff_t enough = 2;
    const auto ends_item = [](char32_t c) { return is_semicolon(c) || fold(c) == U':'; };
    return !whole.empty() && dots.find(whole.back()) != dots.npos &&
           std::ranges::count_if(whole, ends_item) >= enough;
}

/// A dot between the digits of a house is a speck: 16.5号. Answers whether there was any.
bool remove_points(std::u32string& address)
{
    bool removed = false;
    for (std::size_t i = address.size(); i-- > 1;) {
        const bool is_between =
            i + 1 < address.size() && is_digit(address[i - 1]) && is_digit(address[i + 1]);
        if (address[i] != U'.' || !is_between) continue;
        address.erase(i, 1);
        removed = true;
    }
    return removed;
}

/// 口 behind a Chinese character is read as a box: 进出□。 Answers whether there was one.
bool restore_mouths(std::u32string& text)
{
    bool was_there = false;
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] != U'□' || !is_han(text[i - 1])) continue;
        text[i] = U'口';
        was_there = true;
    }
    return was_there;
}

/// A dot right behind a mark is a speck. Answers whether there was any.
bool remove_specks(std::u32string& text)
{
    constexpr std::u32string_view marks = U"、，；。";
    constexpr std::u32string_view specks = U".·．";
    bool removed = false;
    for (std::size_t i = text.size(); i-- > 1;) {
        if (specks.find(text[i]) == specks.npos || marks.find(text[i - 1]) == marks.npos) continue;
        text.erase(i, 1);
        removed = true;
    }
    return removed;
}

/// Among semicolons a colon is one of them that lost its foot, unless it announces what follows.
/// Answers whether there was any.
bool mend_semicolons(std::u32string& text)
{
    constexpr std::array<std::u32string_view, 5> announcing{
        U"项目", U"范围", U"包括", U"其中", U"如下"};
    constexpr std::ptrdiff_t enough = 3;
    if (std::ranges::count(text, U'；') + std::ranges::count(text, U'：') < enough) return false;
    bool mended = false;
    for (std::size_t i = 2; i < text.size(); ++i) {
        const auto before = std::u32string_view(text).substr(i - 2, 2);
        if (text[i] != U'：' || std::ranges::find(announcing, before) != announcing.end()) continue;
        text[i] = U'；';
        mended = true;
    }
    return mended;
}

/// A text that breaks off inside brackets or after a comma was not found whole.
bool is_finished(std::u32string_view text)
{
    if (text.empty()) return false;
    const auto count = [&](std::u32string_view marks) {
        return std::ranges::count_if(text, [&](char32_t c) { return marks.find(c) != marks.npos; });
    };
    const bool breaks_off = std::u32string_view(U"、，,；;").find(text.back()) != text.npos;
    return !breaks_off && count(U"(（") == count(U")）");
}

Normal amount(std::u32string_view text)
{
    const auto mended = with_wide_punctuation(as_amount(without_blanks(text)));
    const bool has_day = mended.find_first_of(U"年月日") != mended.npos; // of the next cell
    return {
        capture::to_utf8(mended),
        !has_day && std::ranges::any_of(mended, is_numeral) &&
            std::ranges::all_of(without_currency(mended), is_of_amount)};
}

/// A date whose 日 is worn to strokes: 2028年2月1411. Nothing where they may be digits as well.
std::optional<std::string> date_with_worn_day(std::u32string_view text)
{
    constexpr std::size_t most_strokes = 2;
    constexpr std::u32string_view strokes = U"1lIHh";
    const auto month = text.rfind(U'月');
    if (month == text.npos || text.find(U'年') > month) return std::nullopt;
    const auto tail = text.substr(month + 1);
    if (tail.size() <= 2) return std::nullopt; // a day without its sign
    std::optional<std::string> found;
    for (const std::size_t digits : {1U, 2U}) {
        if (tail.size() <= digits || tail.size() > digits + most_strokes) continue;
        const auto day = tail.substr(0, digits);
        const bool is_worn = std::ranges::all_of(day, is_digit) &&
                             tail.find_first_not_of(strokes, digits) == tail.npos;
        const auto date = is_worn ? parse_date(text.substr(0, month + 1 + digits)) : std::nullopt;
        if (!date) continue;
        if (found) return std::nullopt;
        found = date;
    }
    return found;
}

Normal date(std::u32string_view text)
{
    // What is left of the label: 出生日期.
    const auto label = text.rfind(U'期');
    if (label != text.npos && parse_date(text.substr(label + 1))) text.remove_prefix(label + 1);
    const auto bare = without_blanks(text);
    if (const auto found = date_with_worn_day(bare)) return {*found, true, true};
    const auto found = parse_date(text);
    return {found.value_or(capture::to_utf8(bare)), found.has_value()};
}

bool says_long_term(std::u32string_view text)
{
    constexpr std::array<std::u32string_view, 6> words{
        U"长期", U"長期", U"永久", U"无固定", U"無固定", U"long"};
    std::u32string plain;
    for (const char32_t c : text)
        plain.push_back(fold(c));
    return std::ranges::any_of(words, [&](auto word) {
        return plain.find(word) != std::u32string::npos;
    });
}

/// Where the second of two dates begins: after the first eight digits or the word between them.
std::size_t second_date(std::u32string_view text)
{
    for (const auto* word : {U"至", U"到", U"~", U"～", U"——"}) {
        if (const auto at = text.find(word); at != std::u32string_view::npos && at >= 6)
            return at + 1;
    }
    // yyyy.mm.dd-yyyy.mm.dd: the first dash or space after a whole date.
    for (std::size_t i = 8; i < text.size(); ++i) {
        const bool is_break =
            !is_digit(text[i]) && text[i] != U'.' && text[i] != U'日' && text[i] != U'月';
        if (is_break && parse_date(text.substr(0, i)).has_value()) return i + 1;
    }
    return std::u32string_view::npos;
}

Normal date_range(std::u32string_view text, std::string_view part)
{
    const std::size_t second = second_date(text);
    const bool wants_end = part == "to";
    if (wants_end && says_long_term(text)) return {std::string(long_term), true};
    if (wants_end && second != std::u32string_view::npos) {
        return date(text.substr(second));
    }
    return date(text.substr(0, second == std::u32string_view::npos ? text.size() : second));
}

/// Whether the word at `at` stands behind an empty box that was read as a character.
bool is_behind_box(std::u32string_view text, std::size_t at)
{
    return at > 0 && std::u32string_view(U"口□囗").find(text[at - 1]) != text.npos;
}

/// Of words behind boxes that were read as characters the one whose box is not read as an empty
/// one: there is a tick in it. Nothing where that is none or several.
std::optional<std::u32string>
ticked_word(std::u32string_view text, const std::vector<std::u32string>& words)
{
    std::optional<std::u32string> ticked;
    int empty = 0;
    for (const auto& word : words) {
        const auto at = text.find(word);
        if (at == text.npos) continue;
        if (is_behind_box(text, at)) {
            ++empty;
        } else if (ticked) {
            return std::nullopt;
        } else {
            ticked = word;
        }
    }
    return empty > 0 ? ticked : std::nullopt;
}

Normal sex(std::u32string_view text)
{
    std::u32string plain;
    for (const char32_t c : text)
        plain.push_back(fold(c));
    const bool male = plain.find(U'男') != std::u32string::npos;
    const bool female = plain.find(U'女') != std::u32string::npos;
    if (male != female) return {male ? "男" : "女", true};
    if (const auto word = ticked_word(plain, {U"男", U"女"}))
        return {capture::to_utf8(*word), true, true};
    const bool says_female = plain.find(U"female") != std::u32string::npos || plain == U"f";
    const bool says_male =
        !says_female && (plain.find(U"male") != std::u32string::npos || plain == U"m");
    if (says_male != says_female) return {says_male ? "男" : "女", true};
    return {capture::to_utf8(without_blanks(text)), false};
}

/// The one word of several that stands there, as it is printed: 離異 is 离异.
Normal choice(std::u32string_view text, const std::vector<std::string>& choices)
{
    const auto plain = simplified(std::u32string(text)); // as long as the text
    std::vector<std::u32string> words;
    for (const auto& each : choices)
        words.push_back(capture::code_points(each));
    const auto printed = [&](const std::u32string& word) {
        return capture::to_utf8(text.substr(plain.find(word), word.size()));
    };
    if (const auto word = ticked_word(plain, words)) return {printed(*word), true, true};
    const std::u32string* found = nullptr;
    for (const auto& each : words) {
        if (plain.find(each) == plain.npos) continue;
        if (found != nullptr) return {capture::to_utf8(without_blanks(text)), false};
        found = &each;
    }
    if (found != nullptr) return {printed(*found), true};
    return {capture::to_utf8(without_blanks(text)), false};
}

/// A stroke behind a lone surname is the character 一, as in 陈一; a single small letter beside Han
/// characters is a speck.
std::u32string with_thin_characters(std::u32string text)
{
    const auto han = std::ranges::count_if(text, is_han);
    for (std::size_t i = 1; han == 1 && i < text.size(); ++i) {
        if ((text[i] == U'—' || text[i] == U'―') && is_han(text[i - 1])) text[i] = U'一';
    }
    if (han > 1 && std::ranges::count_if(text, is_letter) == 1)
        std::erase_if(text, [](char32_t c) { return c >= U'a' && c <= U'z'; });
    return text;
}

Normal name(std::u32string_view printed)
{
    const std::u32string thin = with_thin_characters(std::u32string(printed));
    const std::u32string text = trimmed(thin);
    std::u32string kept;
    for (const char32_t c : without_blanks(text)) {
        if (is_han(c) || is_letter(c) || c == U'·' || c == U' ' || c == U'-' || c == U',')
            kept.push_back(c);
        if (c == U'•' || c == U'・' || c == U'．') kept.push_back(U'·');
    }
    // Longer names than of two double surnames are of several words, with a dot between them.
    constexpr std::size_t longest_word = 6;
    const auto han = static_cast<std::size_t>(std::ranges::count_if(kept, is_han));
    const bool is_word = han == kept.size() && han >= 2 && han <= longest_word;
    const bool is_words = han + 1 == kept.size() && han >= 2 && han <= 16;
    const bool is_well_formed = is_word || is_words || (han == 0 && kept.size() >= 3);
    return {capture::to_utf8(kept), is_well_formed, thin != printed};
}

/// One of the 56 peoples, or what cards print for people who are of none.
bool is_ethnicity(std::u32string_view name)
{
    const std::string text = capture::to_utf8(name);
    if (text == "穿青人" || text == "其他") return true;
    return std::ranges::find(ethnicities(), text, &Ethnicity::name) != ethnicities().end();
}

Normal ethnicity(std::u32string_view text)
{
    std::u32string kept;
    for (const char32_t c : text) {
        if (is_han(c)) kept.push_back(c);
    }
    if (kept.size() > 1 && kept.back() == U'族') kept.pop_back();
    return {capture::to_utf8(kept), is_ethnicity(simplified(kept))};
}

Normal phone(std::u32string_view text)
{
    std::string number;
    for (const char32_t c : text) {
        const char32_t plain = fold(c);
        if (is_digit(plain) || plain == U'-' || plain == U'+' || plain == U'(' || plain == U')')
            number.push_back(static_cast<char>(plain));
        constexpr std::u32string_view dashes = U"—–一·•・";
        if (dashes.find(c) != dashes.npos) number.push_back('-');
    }
    const auto digits = std::ranges::count_if(number, [](char c) { return c >= '0' && c <= '9'; });
    return {number, digits >= 7 && digits <= 15};
}

Normal mobile(std::u32string_view text)
{
    std::string number = digits_of(text);
    const bool has_plus = !text.empty() && text.front() == U'+';
    const std::string_view local =
        std::string_view(number).substr(number.size() == 13 && number.starts_with("86") ? 2 : 0);
    const bool ok = local.size() == 11 && local[0] == '1' && local[1] >= '3';
    return {has_plus ? "+" + number : number, ok};
}

} // namespace

std::string capitals_and_digits(std::u32string_view text)
{
    std::string kept;
    for (const char32_t c : text) {
        const char32_t plain = fold(c);
        if (is_letter(plain) || is_digit(plain)) kept.push_back(upper(plain));
    }
    return kept;
}

char as_digit(char32_t c)
{
    static const std::map<char32_t, char> alike{
        {U'O', '0'},  {U'o', '0'}, {U'Q', '0'}, {U'D', '0'}, {U'〇', '0'}, {U'○', '0'},
        {U'口', '0'}, {U'I', '1'}, {U'l', '1'}, {U'i', '1'}, {U'|', '1'},  {U'!', '1'},
        {U'丨', '1'}, {U'Z', '2'}, {U'z', '2'}, {U'A', '4'}, {U'S', '5'},  {U's', '5'},
        {U'G', '6'},  {U'b', '6'}, {U'B', '8'}, {U'g', '9'}, {U'q', '9'}};
    c = c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c;
    if (is_digit(c)) return static_cast<char>(c);
    const auto found = alike.find(c);
    return found == alike.end() ? '\0' : found->second;
}

namespace {

/// What a text says, with everything in it.
Normal normalise_whole(const FieldType& field, std::string_view text)
{
    const bool is_code = field.grammar == Grammar::email || field.grammar == Grammar::uscc ||
                         field.grammar == Grammar::alnum ||
                         field.grammar == Grammar::passport_number ||
                         field.grammar == Grammar::permit_number;
    const std::u32string whole =
        is_code ? capture::code_points(text) : with_ones(capture::code_points(text));
    const std::u32string points = trimmed(whole);
    if (points.empty()) return {};
    switch (field.grammar) {
    case Grammar::text: {
        // A sentence keeps its full stop.
        const bool has_dot = field.multiline && ends_with_a_dot(whole);
        const bool is_sentence = has_dot || (field.multiline && whole.ends_with(U'。'));
        auto printed = without_strokes(points);
        if (field.names == "address") printed = without_side(printed);
        auto kept = with_wide_punctuation(without_blanks(trimmed(std::u32string(printed))));
        const bool has_boxes = field.multiline && restore_mouths(kept);
        const bool has_specks = field.multiline && remove_specks(kept);
        const bool has_points = field.names == "address" && remove_points(kept);
        const bool guessed = (field.multiline && mend_semicolons(kept)) || has_dot || has_specks ||
                             has_points || has_boxes;
        const bool finished = is_finished(with_wide_punctuation(without_blanks(whole)));
        return {capture::to_utf8(is_sentence ? kept + U'。' : kept), finished, guessed};
    }
    case Grammar::amount: return amount(points);
    case Grammar::name: return name(whole);
    case Grammar::cn_id: return cn_id(points);
    case Grammar::uscc: return uscc(points);
    case Grammar::digits: {
        const std::string digits = digits_of(points);
        const bool is_whole =
            field.rule == "postcode" ? digits.size() == postcode_digits : !digits.empty();
        return {digits, is_whole && (!has_check_digit(field) || passes_luhn(digits))};
    }
    case Grammar::mobile: return mobile(points);
    case Grammar::phone: return phone(points);
    case Grammar::email: return email(points);
    case Grammar::date: return date(points);
    case Grammar::date_range: return date_range(points, field.part);
    case Grammar::sex: return sex(points);
    case Grammar::ethnicity: return ethnicity(points);
    case Grammar::choice: return choice(points, field.choices);
    case Grammar::alnum: {
        const std::string kept = capitals_and_digits(points);
        return {kept, !kept.empty()};
    }
    case Grammar::latin_name: return latin_name(points);
    case Grammar::passport_number: return passport_number(points);
    case Grammar::permit_number: return permit_number(points);
    case Grammar::country: return country(points);
    case Grammar::month: return month(points);
    case Grammar::short_date: {
        const auto found = find_short_date(points);
        return {found ? found->iso : capture::to_utf8(points), found.has_value()};
    }
    case Grammar::money: {
        const auto amounts = find_amounts(points);
        const bool is_amount = !amounts.empty();
        return {is_amount ? amounts.front() : capture::to_utf8(points), is_amount};
    }
    case Grammar::mrz: return {capture::to_utf8(points), false}; // decoded in mrz.cpp
    }
    return {};
}

/// Whether so few rows of digits are well-formed that one digit too many is no other number.
bool has_length(const FieldType& field)
{
    return field.grammar == Grammar::cn_id || field.grammar == Grammar::mobile ||
           (field.grammar == Grammar::digits &&
            (field.rule == "postcode" || field.rule == "bank-card"));
}

std::string without_bars(std::string_view text)
{
    constexpr std::u32string_view bars = U"|丨!！[]";
    auto points = capture::code_points(text);
    std::erase_if(points, [&](char32_t c) { return bars.find(c) != bars.npos; });
    return capture::to_utf8(points);
}

} // namespace

Normal normalise(const FieldType& field, std::string_view text)
{
    const Normal whole = normalise_whole(field, text);
    if (whole.well_formed || !has_length(field)) return whole;
    // The sides of cells that are left are ones in a number, unless it is too long with them.
    Normal bare = normalise_whole(field, without_bars(text));
    bare.guessed = true;
    return bare.well_formed ? bare : whole;
}

bool has_check_digit(const FieldType& field)
{
    return field.grammar == Grammar::cn_id || field.grammar == Grammar::uscc ||
           field.rule == "bank-card";
}

bool is_ascii(const FieldType& field)
{
    switch (field.grammar) {
    case Grammar::cn_id:
    case Grammar::uscc:
    case Grammar::digits:
    case Grammar::mobile:
    case Grammar::phone:
    case Grammar::email:
    case Grammar::latin_name:
    case Grammar::passport_number:
    case Grammar::permit_number:
    case Grammar::month:
    case Grammar::money:
    case Grammar::mrz:
    case Grammar::alnum: return true;
    case Grammar::text:
    case Grammar::name:
    case Grammar::date:
    case Grammar::date_range:
    case Grammar::short_date:
    case Grammar::sex:
    case Grammar::ethnicity:
    case Grammar::choice:
    case Grammar::country:
    case Grammar::amount: return false;
    }
    return false;
}

} // namespace dossier::ocr
