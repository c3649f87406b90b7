#include "tests/bench/drawn_pages.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cairo.h>
#include <numbers>
#include <pango/pangocairo.h>
#include <vector>

namespace dossier::bench {

namespace {

constexpr int width = 2480; // A4 at 300 dpi
constexpr int height = 3508;

const std::vector<std::string> developed_fonts{
    "Noto Sans CJK SC",
    "Noto Serif CJK SC",
    "AR PL UKai CN",
    "AR PL UMing CN",
    "WenQuanYi Zen Hei"};
/// Where a face has no Chinese characters, Fontconfig takes them from another.
const std::vector<std::string> held_out_fonts{
    "Noto Serif CJK TC Bold",
    "Noto Sans CJK TC Bold",
    "WenQuanYi Micro Hei",
    "AR PL UKai TW",
    "Liberation Serif",
    "Liberation Sans",
    "DejaVu Sans"};
const std::string characters =
    "张王李赵陈刘杨黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏"
    "薛叶"
    "北京上海广州深圳市区路号院楼单元室有限公司责任经营范围法定代表人注册资本成立日期营业期限住所登"
    "记机关"
    "姓名性别民族出生身份证号码地址签发有效期联系电话电子邮箱职业年收入开户银行账户";
const std::string old_characters =
    "張陳劉楊黃吳孫馬羅鄭謝韓馮蕭鄧許蘇盧賈葉東門縣鄉莊園樓號業經營範圍註冊資本證書買賣財產繼承遺囑"
    "國華興寶龍鳳鶴壽祿賢學問禮義讀詩歲時節氣陰陽雲風長遠開關聽說見聞處總統議論變點黨";

struct Ink {
    cairo_t* cairo;
    std::mt19937& random;
    std::string font;

    int pick(int from, int to) const { return std::uniform_int_distribution(from, to)(random); }

    std::string words(int count, const std::string& of = characters) const
    {
        std::string text;
        for (int i = 0; i < count; ++i) {
            const auto at = static_cast<std::size_t>(pick(0, static_cast<int>(of.size() / 3) - 1));
            text += of.substr(3 * at, 3);
        }
        return text;
    }

    /// Latin letters as in names and addresses: capitals first, some parts capitals throughout.
    std::string latin(int count) const
    {
        std::string text;
        while (static_cast<int>(text.size()) < count) {
            const bool loud = random() % 4 == 0;
            const int length = pick(2, 8);
            for (int i = 0; i < length; ++i)
                text += static_cast<char>((i == 0 || loud ? 'A' : 'a') + pick(0, 25));
            text += ' ';
        }
        text.pop_back();
        return text;
    }

    /// A line as short as `count` characters: mostly Chinese, now and then figures or Latin.
    std::string short_line(int count) const
    {
        switch (random() % 8) {
        case 0: return digits(count) + (random() % 2 == 0 ? "" : "-" + digits(4));
        case 1: return latin(count * 3 / 2);
        case 2: return words(count / 2) + " " + digits(count);
        default: return words(count);
        }
    }

    std::string digits(int count) const
    {
        std::string text;
        for (int i = 0; i < count; ++i)
            text += static_cast<char>('0' + pick(0, 9));
        return text;
    }

    /// As outlines: Cairo 1.16 puts glyphs on whole pixels of the picture, print does not.
    void text(double x, double y, int pixels, const std::string& what) const
    {
        PangoLayout* layout = pango_cairo_create_layout(cairo);
        PangoFontDescription* description = pango_font_description_from_string(font.c_str());
        pango_font_description_set_absolute_size(description, pixels * PANGO_SCALE);
        pango_layout_set_font_description(layout, description);
        pango_layout_set_text(layout, what.c_str(), -1);
        cairo_move_to(cairo, x, y);
        pango_cairo_layout_path(cairo, layout);
        cairo_fill(cairo);
        pango_font_description_free(description);
        g_object_unref(layout);
    }

    void rule(double x1, double y1, double x2, double y2, double thick) const
    {
        cairo_set_line_width(cairo, thick);
        cairo_move_to(cairo, x1, y1);
        cairo_line_to(cairo, x2, y2);
        cairo_stroke(cairo);
    }
};

void draw_form(const Ink& ink)
{
    ink.text(900, 250, 80, "个人客户信息表");
    const int rows = ink.pick(10, 18);
    for (int r = 0; r <= rows; ++r)
        ink.rule(250, 450 + r * 140, 2230, 450 + r * 140, 3);
    for (const int x : {250, 700, 1240, 1690, 2230})
        ink.rule(x, 450, x, 450 + rows * 140, 3);
    for (int r = 0; r < rows; ++r) {
        ink.text(280, 490 + r * 140, 42, ink.words(4));
        ink.text(730, 490 + r * 140, 42, ink.words(ink.pick(2, 8)));
        ink.text(1270, 490 + r * 140, 42, ink.words(4));
        ink.text(1720, 490 + r * 140, 42, ink.digits(ink.pick(6, 18)));
    }
}

void draw_card(const Ink& ink)
{
    const double x = ink.pick(300, 900);
    const double y = ink.pick(300, 1600);
    cairo_rectangle(ink.cairo, x, y, 1010, 638);
    cairo_set_line_width(ink.cairo, 2);
    cairo_stroke(ink.cairo);
    ink.text(x + 60, y + 60, 40, "姓名  " + ink.words(3));
    ink.text(x + 60, y + 140, 36, "性别 男   民族 汉");
    ink.text(x + 60, y + 220, 36, "出生 1987 年 5 月 12 日");
    ink.text(x + 60, y + 300, 36, "住址 " + ink.words(11));
    ink.text(x + 150, y + 350, 36, ink.words(8));
    ink.text(x + 60, y + 540, 42, "公民身份号码  " + ink.digits(18));
    cairo_rectangle(ink.cairo, x + 680, y + 80, 260, 330);
    cairo_set_source_rgb(ink.cairo, 0.6, 0.6, 0.6);
    cairo_fill(ink.cairo);
    cairo_set_source_rgb(ink.cairo, 0.1, 0.1, 0.1);
}

void draw_licence(const Ink& ink)
{
    cairo_rectangle(ink.cairo, 150, 200, 2180, 3000);
    cairo_set_line_width(ink.cairo, 12);
    cairo_stroke(ink.cairo);
    ink.text(880, 500, 170, "营业执照");
    for (int r = 0; r < 9; ++r) {
        ink.text(400, 1000 + r * 150, 52, ink.words(4));
        ink.text(750, 1000 + r * 150, 48, ink.words(ink.pick(3, 26)));
    }
    cairo_set_source_rgb(ink.cairo, 0.7, 0.2, 0.2);
    cairo_arc(ink.cairo, 1750, 2600, 240, 0, 2 * std::numbers::pi);
    cairo_set_line_width(ink.cairo, 16);
    cairo_stroke(ink.cairo);
}

void draw_dense(const Ink& ink)
{
    const int size = ink.pick(34, 52);
    for (int y = 250; y < 3200; y += size * 17 / 10)
        ink.text(260, y, size, ink.words(1900 / size));
}

void draw_sparse(const Ink& ink)
{
    // Each line in a quarter of the page of its own: print does not go over print.
    std::array<int, 4> quarters{0, 1, 2, 3};
    std::ranges::shuffle(quarters, ink.random);
    const int lines = ink.pick(1, 4);
    for (int i = 0; i < lines; ++i) {
        const double y = 200 + 750 * quarters[static_cast<std::size_t>(i)] + ink.pick(0, 680);
        ink.text(ink.pick(200, 1200), y, ink.pick(40, 60), ink.short_line(ink.pick(5, 14)));
    }
}

/// Columns from right to left, as letters and old deeds are written, in simplified or traditional
/// characters.
void draw_vertical(const Ink& ink)
{
    const std::string& script = ink.pick(0, 1) == 0 ? characters : old_characters;
    const int size = ink.pick(44, 64);
    const int columns = ink.pick(5, 14);
    const int pitch = size * ink.pick(17, 22) / 10;
    for (int c = 0; c < columns; ++c)
        for (int i = 0, count = ink.pick(12, 40); i < count; ++i)
            ink.text(2150 - c * pitch, 300 + i * size * 21 / 20, size, ink.words(1, script));
}

/// As a scanner and a copier leave it.
cv::Mat degraded(cv::Mat grey, std::mt19937& random)
{
    const auto real = [&](double from, double to) {
        return std::uniform_real_distribution(from, to)(random);
    };
    cv::GaussianBlur(grey, grey, {0, 0}, real(0.4, 1.2));
    const double slope = real(0.05, 0.3);
    cv::Mat shade(1, grey.cols, CV_32F);
    for (int x = 0; x < grey.cols; ++x)
        shade.at<float>(x) = static_cast<float>(1.0 - slope * x / grey.cols);
    cv::Mat exact;
    grey.convertTo(exact, CV_32F);
    for (int y = 0; y < grey.rows; ++y)
        exact.row(y) = exact.row(y).mul(shade);
    cv::Mat noise(grey.size(), CV_32F);
    cv::RNG generator(random());
    generator.fill(noise, cv::RNG::NORMAL, 0, real(2, 9));
    exact += noise;
    exact.convertTo(grey, CV_8U);
    return grey;
}

void add_border(cv::Mat& grey, std::mt19937& random)
{
    const auto bar = [&] { return std::uniform_int_distribution(20, 140)(random); };
    grey.colRange(0, bar()).setTo(12);
    grey.rowRange(grey.rows - bar(), grey.rows).setTo(18);
}

} // namespace

DrawnPage
draw_page(const std::string& kind, double skew_deg, std::mt19937& random, FontSet font_set)
{
    const std::array<std::string, 5> on_lid{"form", "card", "licence", "dense", "sparse"};
    const bool has_lid = kind == "lid";
    const std::string& content = has_lid ? on_lid[random() % on_lid.size()] : kind;
    cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    cairo_t* cairo = cairo_create(surface);
    const double around = has_lid ? 0.06 : 1.0;
    cairo_set_source_rgb(cairo, around, around, around);
    cairo_paint(cairo);
    cairo_translate(cairo, width / 2.0, height / 2.0);
    cairo_rotate(cairo, skew_deg * std::numbers::pi / 180);
    cairo_translate(cairo, -width / 2.0, -height / 2.0);
    cairo_set_source_rgb(cairo, 0.97, 0.97, 0.97);
    cairo_rectangle(cairo, 0, 0, width, height);
    cairo_fill(cairo);
    cairo_set_source_rgb(cairo, 0.1, 0.1, 0.1);
    const auto& fonts = font_set == FontSet::developed ? developed_fonts : held_out_fonts;
    const Ink ink{cairo, random, fonts[random() % fonts.size()]};
    if (content == "form") draw_form(ink);
    if (content == "card") draw_card(ink);
    if (content == "licence") draw_licence(ink);
    if (content == "dense") draw_dense(ink);
    if (content == "sparse") draw_sparse(ink);
    if (content == "vertical") draw_vertical(ink);
    cairo_surface_flush(surface);
    const cv::Mat drawn(
        height,
        width,
        CV_8UC4,
        cairo_image_surface_get_data(surface),
        static_cast<std::size_t>(cairo_image_surface_get_stride(surface))
    );
    DrawnPage page;
    cv::cvtColor(drawn, page.grey, cv::COLOR_BGRA2GRAY);
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
    page.grey = degraded(page.grey, random);
    if (!has_lid && random() % 8 == 0) add_border(page.grey, random);
    page.skew_deg = skew_deg;
    page.kind = kind;
    page.content = content;
    page.font = ink.font;
    return page;
}

} // namespace dossier::bench
