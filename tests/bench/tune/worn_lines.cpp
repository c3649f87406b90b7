// Lines of made-up print on worn papers, as the reader cuts them out, each with its text: what
// tune.py learns from.
//
//   worn_lines SEED PAGES FILE forms   what forms and licences say, mostly on black-and-white
//   copies.
//                                      Most of what the published model reads surely is left out.
//   worn_lines SEED PAGES FILE any     common and rare characters in no order, numerals in words,
//                                      made-up codes, half of it clean: so that nothing is
//                                      forgotten
//
// Lines of which the published model reads hardly anything are left out: nobody could. FILE holds,
// line after line, the width in pixels and the length of the text in bytes (16 bits each,
// little-endian), the text, and 48 rows of grey pixels. Fonts of held-out layouts are not among
// those it prints in.

#include "capture/clean.h"
#include "capture/utf8.h"
#include "ocr/layout/line_picture.h"
#include "ocr/net/line_input.h"
#include "ocr/net/line_recogniser.h"
#include "ocr/recipe/page_text.h"

#include <fmt/format.h>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgproc.hpp>

#include "samples/render/canvas.h"
#include "samples/render/combs.h"
#include "samples/render/lexicon.h"
#include "samples/render/people.h"
#include "samples/render/wear.h"
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iconv.h>
#include <numeric>
#include <set>
#include <string_view>

namespace {

using namespace dossier; // NOLINT: a program of one file
using samples::Dice;
using samples::Script;

constexpr std::string_view labels[] = {
    "姓名",
    "性别",
    "出生日期",
    "民族",
    "国籍/地区",
    "婚姻状况",
    "证件类型",
    "证件号码",
    "有效期至",
    "发证机关",
    "电子邮箱",
    "通讯地址",
    "邮政编码",
    "手机号码",
    "固定电话",
    "年收入",
    "职业",
    "工作单位",
    "税收居民身份",
    "银行卡号",
    "传真",
    "投资偏好",
    "统一社会信用代码",
    "企业名称",
    "法定代表人",
    "注册资本",
    "成立日期",
    "经营范围",
    "住所",
    "联系人",
    "联系电话",
    "营业期限",
    "客户签名：",
    "经办：",
    "复核：",
    "基本信息",
    "证件信息",
    "联系方式",
    "职业信息",
    "账户信息",
    "公民身份号码",
    "家庭住址",
    "单位名称",
    "资金来源",
    "学历",
    "紧急联系人",
    "风险等级",
    "居民身份证",
    "护照",
    "长期",
    "中国",
    "未婚",
    "已婚",
    "离异",
    "丧偶",
    "稳健型",
    "保守型",
    "平衡型",
    "进取型",
    "仅为中国税收居民",
    "仅为非居民",
    "两者均是",
    "个人开户申请书",
    "无",
    "工资收入",
    "经营所得",
    "高中",
    "本科",
    "男",
    "女",
    "汉"};

constexpr std::string_view labels_hant[] = {
    "姓名",
    "性別",
    "出生日期",
    "民族",
    "國籍/地區",
    "婚姻狀況",
    "證件類型",
    "證件號碼",
    "有效期至",
    "簽發機關",
    "電子郵箱",
    "通訊地址",
    "郵政編碼",
    "手提電話",
    "聯絡電話",
    "年收入",
    "職業",
    "工作單位",
    "稅務居民身份",
    "銀行賬號",
    "傳真",
    "投資偏好",
    "統一社會信用代碼",
    "公司名稱",
    "法定代表人",
    "註冊資本",
    "成立日期",
    "經營範圍",
    "住所",
    "聯絡人",
    "客戶簽名：",
    "經辦：",
    "覆核：",
    "基本資料",
    "證件資料",
    "聯絡方式",
    "職業資料",
    "賬戶資料",
    "學歷",
    "緊急聯絡人",
    "風險等級",
    "居民身份證",
    "護照",
    "長期",
    "中國",
    "未婚",
    "已婚",
    "離異",
    "喪偶",
    "穩健型",
    "保守型",
    "平衡型",
    "進取型",
    "僅為中國稅務居民",
    "僅為非居民",
    "個人開戶申請書",
    "無",
    "薪金",
    "高中",
    "本科",
    "男",
    "女",
    "漢"};

constexpr std::string_view labels_en[] = {
    "Name",
    "Sex",
    "Gender",
    "Date of birth",
    "Ethnicity",
    "Nationality",
    "Marital Status",
    "ID Type",
    "ID Number",
    "Expiry Date",
    "Issuing Authority",
    "E-mail",
    "Address",
    "Postcode",
    "Mobile",
    "Telephone",
    "Annual Income",
    "Occupation",
    "Employer",
    "Tax Residency",
    "Account Number",
    "Investment Preference",
    "Company Name",
    "Legal Representative",
    "Registered Capital",
    "Business Scope",
    "Passport No.",
    "Place of birth",
    "Date of issue",
    "Authority",
    "PASSPORT",
    "VALID THRU",
    "UnionPay",
    "Spouse Name",
    "CHINESE",
    "Others"};

constexpr std::string_view months_en[] = {
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};

constexpr std::string_view sentences[] = {
    "本人声明：以上所填内容真实、准确、完整，并同意贵行按规定核实、保存和使用上述资料；如有变更，本"
    "人将及时通知贵行。",
    "注：带*的项目为必填项，请用黑色签字笔工整填写。",
    "（依法须经批准的项目，经相关部门批准后方可开展经营活动）",
    "说明：以下资料如有变更，请及时到本行办理更新手续。"};

constexpr std::string_view sentences_hant[] = {
    "本人聲明：以上所填內容真實、準確、完整，並同意貴行按規定核實、保存和使用上述資料；如有變更，本"
    "人將及時通知貴行。",
    "註：帶*的項目為必填項，請用黑色簽字筆工整填寫。",
    "說明：以下資料如有變更，請及時到本行辦理更新手續。"};

constexpr std::string_view han_fonts[] = {
    "Noto Sans CJK SC",
    "WenQuanYi Zen Hei",
    "Noto Serif CJK SC",
    "AR PL UMing CN",
    "LXGW WenKai",
    "LXGW WenKai Mono",
    "AR PL UMing CN",
    "Noto Serif CJK SC"};

constexpr std::string_view hant_fonts[] = {
    "Noto Sans CJK TC",
    "Noto Serif CJK TC",
    "AR PL UMing TW",
    "LXGW WenKai",
    "cwTeXFangSong",
    "cwTeXKai"};

constexpr std::string_view latin_fonts[] = {
    "DejaVu Sans",
    "DejaVu Sans Mono",
    "Liberation Serif",
    "Liberation Sans",
    "Liberation Mono",
    "Nimbus Roman",
    "Nimbus Sans",
    "C059",
    "P052",
    "DejaVu Serif",
    "Noto Sans CJK SC",
    "OCR B"};

bool is_ascii(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string without_spaces(std::string_view text)
{
    std::string rest;
    std::ranges::copy_if(text, std::back_inserter(rest), [](char c) { return c != ' '; });
    return rest;
}

/// Which lines are made.
enum class Kind { forms, any };

constexpr std::string_view numerals[] = {
    "〇",
    "一",
    "二",
    "三",
    "四",
    "五",
    "六",
    "七",
    "八",
    "九",
    "十",
    "十一",
    "十八",
    "二十",
    "八十八",
    "三十六"};

constexpr std::string_view capital_numerals[] = {
    "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};
constexpr std::string_view capital_numerals_hant[] = {
    "壹", "貳", "叁", "肆", "伍", "陸", "柒", "捌", "玖"};

/// What a script's common characters are: whole rows of a two-byte character set.
struct CommonRows {
    const char* charset;
    int first;
    int last;
};

constexpr CommonRows gb2312 = {"GB2312", 0xb0, 0xd7}; ///< 3,755 characters
constexpr CommonRows big5 = {"BIG5", 0xa4, 0xc6};     ///< 5,401

std::vector<std::string> common_characters(const CommonRows& rows)
{
    std::vector<std::string> characters;
    iconv_t converter = iconv_open("UTF-8", rows.charset);
    for (int lead = rows.first; lead <= rows.last; ++lead) {
        for (int trail = 0x40; trail <= 0xfe; ++trail) {
            char code[] = {static_cast<char>(lead), static_cast<char>(trail)};
            char utf8[8] = {};
            char* from = code;
            char* to = utf8;
            std::size_t left = sizeof code;
            std::size_t room = sizeof utf8;
            iconv(converter, nullptr, nullptr, nullptr, nullptr);
            if (iconv(converter, &from, &left, &to, &room) == 0)
                characters.emplace_back(utf8, sizeof utf8 - room);
        }
    }
    iconv_close(converter);
    return characters;
}

class Texts {
public:
    Texts(Kind kind, const std::filesystem::path& charset) : kind_(kind)
    {
        std::ifstream lines(charset);
        for (std::string line; std::getline(lines, line);) {
            const auto points = capture::code_points(line);
            if (points.size() == 1 && points[0] >= 0x4e00 && points[0] <= 0x9fa5)
                characters_.push_back(line);
        }
        common_ = nameable(common_characters(gb2312));
        common_hant_ = nameable(common_characters(big5));
    }

    /// Nothing is said of the page before.
    void begin_page(Script script)
    {
        script_ = script;
        said_ = 0;
    }

    std::string next(Dice& dice)
    {
        if (kind_ == Kind::forms) return of_a_form(dice);
        const double way = dice.real(0, 1);
        if (way < 0.38) return at_random(common(), 2, 12, dice);
        if (way < 0.53) return at_random(characters_, 2, 8, dice);
        if (way < 0.73) return in_words(dice);
        if (way < 0.85) return made_up_code(dice);
        return of_a_form(dice);
    }

private:
    std::vector<std::string> nameable(const std::vector<std::string>& characters) const
    {
        const std::set<std::string> known(characters_.begin(), characters_.end());
        std::vector<std::string> rest;
        std::ranges::copy_if(characters, std::back_inserter(rest), [&](const std::string& each) {
            return known.contains(each);
        });
        return rest;
    }

    bool is_hant() const { return script_ == Script::hant; }

    const std::vector<std::string>& common() const { return is_hant() ? common_hant_ : common_; }

    std::string of_a_form(Dice& dice)
    {
        constexpr int texts_of_one = 10;
        if (said_++ % texts_of_one == 0) {
            person_ = samples::make_person(dice, script_);
            company_ = samples::make_company(dice, dice.chance(0.3), {2014, 2026});
        }
        const double way = dice.real(0, 1);
        const auto day = dice.chance(0.5) ? person_.birth : company_.established;
        int what = dice.between(0, 34);
        const bool is_of_a_company = what >= 16 && what <= 21 && what != 20; // in hans alone
        if (is_hant() && is_of_a_company) what = 22;
        switch (what) {
        case 0: return person_.name;
        case 1:
        case 2: return person_.address;
        case 3: return person_.id_number;
        case 4: return person_.issuing_authority;
        case 5:
        case 6: return person_.email;
        case 7: return way < 0.5 ? person_.mobile : parted(person_.mobile);
        case 8: return person_.phone;
        case 9: return person_.postcode;
        case 10:
        case 11: return person_.employer;
        case 12: return person_.occupation;
        case 13: return fmt::format("{}{}", dice.between(3, 99), is_hant() ? "萬元" : "万元");
        case 14:
            return way < 0.5 ? person_.account_number : samples::in_fours(person_.account_number);
        case 15: return company_.uscc;
        case 16: return company_.name;
        case 17: return company_.capital.empty() ? company_.type : company_.capital;
        case 18: return company_.address;
        case 19: return part_of(company_.scope, 8, dice);
        case 20:
            return way < 0.25  ? samples::iso(day)
                   : way < 0.5 ? samples::dotted(day)
                               : samples::in_words(day, way < 0.8);
        case 21: return company_.legal_representative;
        case 22:
        case 23: return at_random(is_hant() ? common_hant_ : characters_, 2, 9, dice);
        case 24:
        case 25: return a_label(dice);
        case 32: return numbered(a_label(dice), dice);
        case 33:
        case 34: {
            const std::string label =
                dice.chance(0.5) ? a_label(dice) : numbered(a_label(dice), dice);
            const std::string value = of_a_form(dice);
            return label + std::string(static_cast<std::size_t>(dice.between(0, 2)), ' ') + value;
        }
        case 26:
            return part_of(is_hant() ? dice.pick(sentences_hant) : dice.pick(sentences), 6, dice);
        case 27: return way < 0.5 ? "NO. " + dice.digits(8) : dice.digits(dice.between(4, 19));
        case 30: return std::string(dice.pick(labels_en));
        case 31: return in_english(dice);
        case 28:
            return person_.name + std::string(
                                      dice.chance(0.5)
                                          ? dice.pick(samples::occupations()).in(script_)
                                          : dice.pick(samples::ethnicities()).in(script_)
                                  );
        default: return std::string(dice.pick(samples::ethnicities()).in(script_));
        }
    }

    std::string a_label(Dice& dice) const
    {
        std::string label(is_hant() ? dice.pick(labels_hant) : dice.pick(labels));
        return dice.chance(0.5) ? label + "：" : label;
    }

    static std::string numbered(const std::string& label, Dice& dice)
    {
        const int number = dice.between(1, 29);
        switch (dice.between(0, 3)) {
        case 0: return fmt::format("{}.{}", number, label);
        case 1: return fmt::format("{}、{}", number, label);
        case 2: return fmt::format("*{}", label);
        default: return fmt::format("{}. {}", number, label);
        }
    }

    /// What passports and cards say in two languages or in none.
    static std::string in_english(Dice& dice)
    {
        switch (dice.between(0, 3)) {
        case 0:
            return fmt::format(
                "{:02} {} {}", dice.between(1, 28), dice.pick(months_en), dice.between(1940, 2039)
            );
        case 1: return dice.chance(0.5) ? "女/F" : "男/M";
        case 2: return "中国/CHINESE";
        default: return fmt::format("{:02}/{:02}", dice.between(1, 12), dice.between(24, 39));
        }
    }

    static std::string parted(const std::string& mobile)
    {
        return mobile.substr(0, 3) + " " + mobile.substr(3, 4) + " " + mobile.substr(7);
    }

    /// At least so many characters of it, at most 34.
    static std::string part_of(std::string_view text, int least, Dice& dice)
    {
        const auto points = capture::code_points(std::string(text));
        const auto size =
            std::min(points.size(), static_cast<std::size_t>(dice.between(least, 34)));
        const auto begin =
            points.size() > size ? dice.between(0, static_cast<int>(points.size() - size)) : 0;
        return capture::to_utf8(
            std::u32string_view(points).substr(static_cast<std::size_t>(begin), size)
        );
    }

    static std::string
    at_random(const std::vector<std::string>& from, int least, int most, Dice& dice)
    {
        std::string text;
        const int count = dice.between(least, most);
        for (int i = 0; i < count; ++i)
            text += dice.pick(std::span<const std::string>(from));
        return text;
    }

    std::string in_words(Dice& dice) const
    {
        const auto numeral = [&](int first, int last) {
            return std::string(numerals[static_cast<std::size_t>(dice.between(first, last))]);
        };
        const auto capital = [&] {
            return std::string(
                is_hant() ? dice.pick(capital_numerals_hant) : dice.pick(capital_numerals)
            );
        };
        const auto word = [&] { return at_random(common(), 2, 2, dice); };
        const auto either = [&](const char* hans, const char* hant) {
            return std::string(is_hant() ? hant : hans);
        };
        switch (dice.between(0, 4)) {
        case 0:
            return numeral(0, 9) + numeral(0, 9) + numeral(0, 9) + numeral(0, 9) + "年" +
                   numeral(1, 11) + "月" + numeral(1, 13) + "日";
        case 1:
            return word() + "路" + numeral(1, 15) + either("号院", "號院") + numeral(1, 12) +
                   either("号楼", "號樓");
        case 2:
            return either("人民币", "人民幣") + capital() + "佰" + capital() + "拾" + capital() +
                   either("万元整", "萬圓整");
        case 3: return "第" + numeral(1, 15) + either("条 ", "條 ") + word() + "、" + word();
        default:
            return numeral(1, 15) + either("号", "號") + numeral(1, 15) + either("栋", "棟") +
                   numeral(1, 15) + either("单元", "單元") + dice.digits(3) + "室";
        }
    }

    static constexpr std::string_view capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    static std::string characters_of(std::string_view alphabet, int count, Dice& dice)
    {
        const int last = static_cast<int>(alphabet.size()) - 1;
        std::string text;
        for (int i = 0; i < count; ++i)
            text += alphabet[static_cast<std::size_t>(dice.between(0, last))];
        return text;
    }

    /// A piece of a machine-readable zone; whole lines of it are too long to learn from.
    static std::string piece_of_zone(Dice& dice)
    {
        constexpr std::string_view of_numbers = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
        const auto of = [&](std::string_view alphabet, int count) {
            return characters_of(alphabet, count, dice);
        };
        const auto fillers = [&](int least, int most) {
            return std::string(static_cast<std::size_t>(dice.between(least, most)), '<');
        };
        switch (dice.between(0, 4)) {
        case 0: return "POCHN" + of(capitals, dice.between(2, 5)) + "<<" + of(capitals, 3) + "<";
        case 1: return of(capitals, dice.between(2, 6)) + "<<" + of(capitals, 4) + fillers(1, 5);
        case 2: return of(capitals, dice.between(0, 4)) + fillers(6, 15);
        case 3: return of(of_numbers, 9) + dice.digits(1) + "CHN" + dice.digits(2);
        default:
            return dice.digits(6) + (dice.chance(0.5) ? "M" : "F") + dice.digits(4) + fillers(0, 6);
        }
    }

    static std::string made_up_code(Dice& dice)
    {
        const auto of = [&](std::string_view alphabet, int least, int most) {
            return characters_of(alphabet, dice.between(least, most), dice);
        };
        constexpr std::string_view small = "abcdefghijklmnopqrstuvwxyz";
        constexpr std::string_view of_codes = "ABCDEFGHJKLMNPQRTUWXY0123456789";
        switch (dice.between(0, 6)) {
        case 0:
            return of(small, 2, 7) + "." + of(small, 3, 8) + dice.digits(dice.between(0, 3)) + "@" +
                   of(small, 3, 8) + ".com";
        case 1: return of(of_codes, 8, 18);
        case 2:
            return of(capitals, 1, 1) + of(small, 3, 8) + " " + of(capitals, 1, 1) +
                   of(small, 2, 9);
        case 3: return of(capitals, 3, 9) + ", " + of(capitals, 2, 9);
        case 4:
        case 5: return piece_of_zone(dice);
        default: return dice.digits(dice.between(6, 19));
        }
    }

    Kind kind_;
    Script script_ = Script::hans;
    std::vector<std::string> common_;
    std::vector<std::string> common_hant_;
    std::vector<std::string> characters_; ///< all Han characters that the model can name
    int said_ = 0;
    samples::Person person_;
    samples::Company company_;
};

enum class Ruling { none, cells_of_tables, combs, underlines };

/// How a page is printed; lengths in mm.
struct Style {
    samples::Font font;
    Ruling ruling = Ruling::none;
    samples::CombHabit comb; ///< its lines are those of tables and underlines, too
};

Ruling ruling_of(int drawn)
{
    return drawn < 5   ? Ruling::none
           : drawn < 7 ? Ruling::cells_of_tables
           : drawn < 9 ? Ruling::combs
                       : Ruling::underlines;
}

Style draw_style(Script script, Dice& dice)
{
    Style style;
    style.font.family =
        std::string(script == Script::hant ? dice.pick(hant_fonts) : dice.pick(han_fonts));
    style.font.size = dice.real(2.7, 4.3);
    const double grey = dice.chance(0.35) ? dice.real(0.1, 0.55) : 0.08;
    style.font.colour = dice.chance(0.2) ? samples::Colour{0.1, 0.14, 0.42}
                                         : samples::Colour{grey, grey, grey + 0.01};
    style.comb.colour = {dice.real(0.1, 0.6), 0.3, 0.35};
    return style;
}

void draw_ruling(Style& style, Dice& dice)
{
    style.ruling = ruling_of(dice.between(0, 9));
    style.comb.line = dice.real(0.12, 0.35);
    style.comb.is_open = dice.chance(0.35);
    style.comb.is_apart = !style.comb.is_open && dice.chance(0.4);
    style.comb.pitch = dice.real(3.9, 6.2);
    style.comb.height = style.comb.pitch * dice.real(0.95, 1.4);
    style.comb.ink = dice.real(0.55, 0.9);
}

/// A character a cell; what is not ASCII stands between the cells. Answers where it ends.
double draw_comb(
    samples::Canvas& canvas,
    const samples::CombHabit& comb,
    samples::Font font,
    const std::string& text,
    double x,
    double baseline
)
{
    font.size = std::min(comb.pitch * comb.ink, comb.height * 0.85);
    const double top = baseline + font.size * 0.14 - comb.height * (comb.is_open ? 0.98 : 0.78);
    samples::Rect ink;
    std::string run;
    const auto finish_run = [&] {
        for (std::size_t i = 0; i < run.size(); ++i)
            samples::draw_comb_cell(canvas, comb, x + static_cast<double>(i) * comb.pitch, top);
        if (!run.empty())
            ink = samples::around(ink, canvas.cells(x, baseline, comb.pitch, run, font));
        x += static_cast<double>(run.size()) * comb.pitch;
        run.clear();
    };
    for (const auto& character : samples::characters(text)) {
        if (character.size() == 1) {
            run += character;
            continue;
        }
        finish_run();
        ink = samples::around(ink, canvas.text(x + 0.6, baseline, character, font));
        x += font.size + 1.4;
    }
    finish_run();
    canvas.place("", text, ink);
    return x;
}

bool fits_a_comb(const std::string& text)
{
    const bool is_number = is_ascii(text) || text.find("年") != std::string::npos;
    return is_number && text.find('@') == std::string::npos && text.size() <= 24;
}

samples::Sheet draw_page(Texts& texts, Dice& dice, int dpi)
{
    constexpr double width = 210;
    constexpr double height = 297;
    samples::Canvas canvas(width, height, dpi, {1, 1, 1});
    constexpr double hant_pages = 0.3;
    const Script script = dice.chance(hant_pages) ? Script::hant : Script::hans;
    texts.begin_page(script);
    Style style = draw_style(script, dice);
    double y = 14;
    draw_ruling(style, dice);
    const double size = style.font.size;
    const bool is_combs = style.ruling == Ruling::combs;
    while (y < height - 12) {
        const double row = size * dice.real(1.7, 2.3) + (is_combs ? style.comb.height * 0.6 : 0);
        double x = 14 + dice.real(0, 6);
        for (int column = 0; column < 2 && x < 150; ++column) {
            const std::string text = texts.next(dice);
            samples::Font font = style.font;
            if (is_ascii(text) && dice.chance(0.35))
                font.family = std::string(dice.pick(latin_fonts));
            if (text.find('<') != std::string::npos) font.family = "OCR B";
            if (dice.chance(0.06)) font.bold = true;
            const double baseline = y + size;
            if (is_combs && fits_a_comb(text) && dice.chance(0.85)) {
                x = draw_comb(canvas, style.comb, font, without_spaces(text), x, baseline) + 12;
                continue;
            }
            const double long_ = canvas.text_width(text, font);
            if (x + long_ > width - 10) break;
            canvas.place("", text, canvas.text(x, baseline, text, font));
            if (style.ruling == Ruling::underlines) {
                const double under = baseline + size * 0.25;
                canvas.line(
                    x - 1,
                    under,
                    x + long_ + dice.real(1, 20),
                    under,
                    style.comb.line,
                    style.comb.colour
                );
            }
            if (style.ruling == Ruling::cells_of_tables) {
                const double left = x - dice.real(0.8, 2.5);
                const double wide = long_ + dice.real(2, 12);
                canvas.frame(
                    left, baseline - row * 0.66, wide, row, style.comb.line, style.comb.colour
                );
            }
            x += long_ + dice.real(9, 30);
        }
        y += row;
    }
    return canvas.finish();
}

/// Level, as the reader has made it. Of forms mostly black-and-white copies, which are read worst.
samples::Wear draw_wear(Kind kind, Dice& dice)
{
    samples::Wear wear =
        samples::draw_wear(dice, {"customer_form", "varied_list", samples::LayoutSet::varied});
    wear.skew_deg = dice.real(-0.12, 0.12);
    wear.rotation_deg = 0;
    wear.border_mm = 0;
    wear.fold = 0;
    const bool is_clean = kind == Kind::any && dice.chance(0.5);
    if (is_clean) {
        wear.tone = samples::Tone::grey;
        wear.blur = dice.real(0.25, 0.7);
        wear.noise = dice.real(1, 4);
        wear.shade = 0;
        wear.speckles = 0;
    } else if (dice.chance(kind == Kind::any ? 0.4 : 0.6)) {
        wear.tone = samples::Tone::bilevel;
        wear.shade = 0;
        wear.noise = std::min(wear.noise, 4.0);
        wear.threshold = dice.between(110, 170);
    }
    if (dice.chance(0.08)) {
        wear.layers.pattern = dice.real(0.1, 0.4);
        wear.layers.laid.push_back(samples::Degradation::pattern);
    }
    for (const auto each :
         {samples::Degradation::specks,
          samples::Degradation::bleed_through,
          samples::Degradation::seal}) {
        if (dice.chance(0.1)) samples::lay(wear.layers, each, dice);
    }
    return wear;
}

/// Edits that make of one text the other, in characters of the second.
double error_of(const std::string& read, const std::string& printed)
{
    const auto a = capture::code_points(without_spaces(read));
    const auto b = capture::code_points(without_spaces(printed));
    if (b.empty()) return 1;
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), 0U);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const auto changed = diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
        }
    }
    return static_cast<double>(row.back()) / static_cast<double>(b.size());
}

/// Writes what is worth learning from.
class Writer {
public:
    Writer(Kind kind, const char* file)
        : kind_(kind),
          file_(file, std::ios::binary),
          reader_(DOSSIER_MODELS)
    {}

    void add(const cv::Mat& line, const std::string& text, Dice& dice)
    {
        constexpr int widest = 800;
        constexpr double hopeless = 0.65;
        constexpr float sure = 0.9F;
        if (line.cols > widest) return;
        const auto reading = reader_.read(line, ocr::net::Numbers::bytes);
        const double error = error_of(reading.text(), text);
        const bool is_easy = kind_ == Kind::forms && error == 0 && reading.confidence() > sure;
        if ((is_easy || error > hopeless) && !dice.chance(0.1)) return;
        write(static_cast<std::uint16_t>(line.cols));
        write(static_cast<std::uint16_t>(text.size()));
        file_ << text;
        for (int y = 0; y < line.rows; ++y)
            file_.write(line.ptr<char>(y), line.cols);
        ++count_;
    }

    bool close(int& count)
    {
        count = count_;
        file_.close();
        return static_cast<bool>(file_);
    }

private:
    void write(std::uint16_t number)
    {
        const char bytes[] = {static_cast<char>(number & 0xffU), static_cast<char>(number >> 8U)};
        file_.write(bytes, sizeof bytes);
    }

    Kind kind_;
    std::ofstream file_;
    ocr::net::LineRecogniser reader_;
    int count_ = 0;
};

cv::Mat pixels_of(const samples::Image& image)
{
    const int type = image.channels == 1 ? CV_8UC1 : CV_8UC3;
    const cv::Mat pixels(
        image.height, image.width, type, const_cast<std::uint8_t*>(image.pixels.data()) // NOLINT
    );
    cv::Mat turned;
    if (image.channels == 3)
        cv::cvtColor(pixels, turned, cv::COLOR_RGB2BGR);
    else
        turned = pixels.clone();
    return image.bilevel ? capture::softened(turned, image.dpi) : turned;
}

ocr::LineOptions draw_options(Dice& dice)
{
    const double way = dice.real(0, 1);
    if (way < 0.75) return {.ink_height = 32, .margin = 8, .with_rules = true};
    if (way < 0.92) return {.ink_height = 38, .margin = 5, .with_rules = true};
    return {.ink_height = 22, .margin = 13, .with_rules = true};
}

void cut(
    const ocr::CleanPage& page,
    const ocr::Segment& segment,
    const std::string& text,
    Writer& writer,
    Dice& dice
)
{
    const ocr::LinePicture picture(page.ruled, segment, draw_options(dice));
    if (picture.is_empty()) return;
    // Between Chinese words there are no spaces, whatever room is left.
    const std::string printed = is_ascii(text) ? text : without_spaces(text);
    writer.add(ocr::net::to_line_height(picture.pixels()), printed, dice);
}

/// The one line of print that a segment holds, all of it and little else; null where it is not so.
const samples::Placed*
line_in(const ocr::Segment& segment, const std::vector<samples::Placed>& printed, int text_height)
{
    const capture::Box& box = segment.box;
    const samples::Placed* found = nullptr;
    for (const samples::Placed& each : printed) {
        const double high = std::min<double>(each.box.bottom(), box.y + box.height) -
                            std::max<double>(each.box.y, box.y);
        const double wide = std::min<double>(each.box.right(), box.x + box.width) -
                            std::max<double>(each.box.x, box.x);
        if (high <= 0.3 * std::min<double>(each.box.height, box.height) || wide <= 0) continue;
        if (found != nullptr) return nullptr;
        found = &each;
    }
    if (found == nullptr) return nullptr;
    const double unit = std::max(text_height, 8);
    const double left = box.x - found->box.x;
    const double right = box.x + box.width - found->box.right();
    const bool is_all = left <= 0.2 * unit && right >= -0.2 * unit;
    const bool is_little_else = left >= -1.6 * unit && right <= 1.6 * unit &&
                                box.height <= 2.4 * std::max(found->box.height, 0.6 * unit);
    return is_all && is_little_else ? found : nullptr;
}

/// The place of a line that no segment holds by itself, about as a segment would have it.
cv::Rect place_of(const samples::Rect& box, const cv::Mat& page, Dice& dice)
{
    const double slack = box.height * 0.15 + 1;
    cv::Rect place(
        static_cast<int>(box.x - slack * dice.real(0.3, 1.6)),
        static_cast<int>(box.y - slack * dice.real(0.3, 1.2)),
        0,
        0
    );
    place.width = static_cast<int>(box.right() + slack * dice.real(0.3, 1.6)) - place.x;
    place.height = static_cast<int>(box.bottom() + slack * dice.real(0.3, 1.2)) - place.y;
    return place & cv::Rect(0, 0, page.cols, page.rows);
}

void write_page(Kind kind, Texts& texts, Writer& writer, Dice& dice)
{
    static constexpr int dpis[] = {150, 150, 200, 200, 200, 300, 300, 300};
    const samples::Sheet sheet = draw_page(texts, dice, dice.pick(dpis));
    const samples::Scan scan = samples::wear_out(sheet, draw_wear(kind, dice), dice);
    const ocr::CleanPage page = ocr::clean_page(pixels_of(scan.image));
    if (page.text_height == 0) return;
    std::vector<const samples::Placed*> taken;
    for (const ocr::Segment& segment : page.segments) {
        const auto* line = line_in(segment, scan.fields, page.text_height);
        if (line == nullptr) continue;
        taken.push_back(line);
        cut(page, segment, line->value, writer, dice);
    }
    for (const samples::Placed& line : scan.fields) {
        if (std::ranges::find(taken, &line) != taken.end() || !dice.chance(0.4)) continue;
        const cv::Rect place = place_of(line.box, page.ruled, dice);
        if (place.width < 8 || place.height < 6) continue;
        const capture::Box box{place.x, place.y, place.width, place.height};
        cut(page, {.box = box, .parts = {box}}, line.value, writer, dice);
    }
}

} // namespace

int main(int argc, char** argv)
{
    const std::string_view wanted = argc == 5 ? argv[4] : "";
    if (wanted != "forms" && wanted != "any") {
        std::fputs("usage: worn_lines SEED PAGES FILE forms|any\n", stderr);
        return 2;
    }
    const Kind kind = wanted == "any" ? Kind::any : Kind::forms;
    cv::setNumThreads(1);
    const auto seed = std::strtoull(argv[1], nullptr, 10);
    const int pages = std::atoi(argv[2]);
    Texts texts(kind, std::filesystem::path(DOSSIER_MODELS) / "characters.txt");
    Writer writer(kind, argv[3]);
    for (int page = 0; page < pages; ++page) {
        Dice dice(seed, static_cast<std::uint64_t>(page));
        write_page(kind, texts, writer, dice);
    }
    int lines = 0;
    if (!writer.close(lines)) {
        std::fprintf(stderr, "%s could not be written\n", argv[3]);
        return 1;
    }
    std::fprintf(stderr, "%d lines\n", lines);
    return 0;
}
