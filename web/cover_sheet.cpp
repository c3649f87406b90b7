#include "web/cover_sheet.h"

#include "capture/utf8.h"
#include "web/language.h"
#include "web/pdf_writer.h"
#include "web/sheets/drawing.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace dossier::web {

namespace {

constexpr double margin = 15.0;
constexpr double inner_width = sheet_width - 2 * margin;

constexpr Words cover_title{"批次封面", "批次封面", "Batch cover sheet"};
constexpr Words separator_title{"单证分隔页", "單證分隔頁", "Document separator"};
constexpr Words sheets_word{"张数", "張數", "Sheets"};
constexpr Words sides_word{"每张扫描面数", "每張掃描面數", "Sides of each"};
constexpr Words separators_word{"分隔页数", "分隔頁數", "Separators"};
constexpr Words type_word{"单证类型", "單證類型", "Document type"};
constexpr Words station_word{"工位", "工位", "Station"};
constexpr Words date_word{"日期", "日期", "Date"};
constexpr Words cover_note{
    "放在整批单证之上，一同扫描。请勿折叠或书写。",
    "放在整批單證之上，一同掃描。請勿摺疊或書寫。",
    "Lay on top of the batch and scan with it. Do not fold or write on it."};
constexpr Words separator_note{
    "放在每份新单证之前。可重复使用，请勿折叠或书写。",
    "放在每份新單證之前。可重複使用，請勿摺疊或書寫。",
    "Lay before each new document. Can be used again. Do not fold or write on it."};

/// Every letter of Courier.
constexpr double fixed_letter = 0.6;

double chinese_width(std::string_view text, double size)
{
    return static_cast<double>(capture::code_points(text).size()) * size;
}

void put_title(Drawing& page, const Words& words, double baseline)
{
    constexpr double size = 9.0;
    page.text(SheetFont::simplified, size, margin, baseline, words.simplified);
    const double next = margin + chinese_width(words.simplified, size) + 6.0;
    page.text(SheetFont::traditional, size * 0.6, next, baseline - 3.4, words.traditional);
    page.text(SheetFont::bold, size * 0.5, next, baseline + 1.0, words.english);
}

void put_fact(Drawing& page, const Words& words, std::string_view value, double baseline)
{
    constexpr double size = 3.6;
    double x = margin;
    page.text(SheetFont::simplified, size, x, baseline, words.simplified);
    x += chinese_width(words.simplified, size) + 2.0;
    page.text(SheetFont::traditional, size, x, baseline, words.traditional);
    x += chinese_width(words.traditional, size) + 2.0;
    page.text(SheetFont::bold, size * 0.9, x, baseline, words.english);
    constexpr double values = margin + 82.0;
    const bool is_plain = std::ranges::all_of(value, [](char c) { return c > 0; });
    page.text(is_plain ? SheetFont::bold : SheetFont::simplified, 4.6, values, baseline, value);
}

void put_note(Drawing& page, const Words& words, double baseline)
{
    page.text(SheetFont::simplified, 4.0, margin, baseline, words.simplified);
    page.text(SheetFont::traditional, 4.0, margin, baseline + 6.0, words.traditional);
    page.text(SheetFont::bold, 3.6, margin, baseline + 12.0, words.english);
}

/// A Code 128 as wide as the page allows; left out when a module would be too narrow to be scanned
/// at 200 dpi (two pixels).
void put_code_128(Drawing& page, const std::string& text, double y)
{
    constexpr double widest_module = 0.5;
    constexpr double least_module = 0.25;
    constexpr double height = 22.0;
    constexpr double quiet = 10.0;
    const auto widths = code_128(text);
    double modules = 0.0;
    for (const int width : widths)
        modules += width;
    const double module = std::min(widest_module, inner_width / (modules + 2 * quiet));
    if (module < least_module) return;
    page.bars((sheet_width - modules * module) / 2, y, module, height, widths);
}

/// As large as the page's width allows, in the middle.
void put_large(Drawing& page, std::string_view text, double baseline)
{
    constexpr double largest = 14.0;
    const auto letters = static_cast<double>(text.size());
    const double size = std::min(largest, inner_width / (letters * fixed_letter));
    const double x = (sheet_width - letters * fixed_letter * size) / 2;
    page.text(SheetFont::fixed, size, x, baseline, text);
}

void put_codes(Drawing& page, const std::string& text, double qr_y, double side)
{
    const QrCode code = qr_code(text);
    page.patch_t(margin, 9.0, inner_width);
    page.qr((sheet_width - side) / 2, qr_y, side, code);
    constexpr double second = 36.0;
    page.qr(sheet_width - margin - second, 176.0, second, code);
}

std::string draw_cover(const CoverPrint& print)
{
    const auto& cover = print.cover;
    Drawing page;
    put_codes(page, code_text(cover), 68.0, 90.0);
    put_title(page, cover_title, 44.0);
    put_large(page, cover.batch, 60.0);
    double baseline = 178.0;
    const auto fact = [&](const Words& words, std::string_view value) {
        if (value.empty()) return;
        put_fact(page, words, value, baseline);
        baseline += 8.0;
    };
    fact(sheets_word, cover.sheets > 0 ? std::to_string(cover.sheets) : "");
    fact(sides_word, std::to_string(cover.sides));
    fact(separators_word, cover.separators >= 0 ? std::to_string(cover.separators) : "");
    fact(type_word, cover.type);
    fact(station_word, print.station);
    fact(date_word, print.date);
    put_code_128(page, code_text(capture::CoverSheet{.batch = cover.batch, .type = {}}), 228.0);
    put_note(page, cover_note, 262.0);
    return page.finish();
}

std::string draw_separator(const capture::SeparatorSheet& separator)
{
    Drawing page;
    put_codes(page, code_text(separator), 58.0, 108.0);
    put_title(page, separator_title, 44.0);
    if (!separator.type.empty()) put_fact(page, type_word, separator.type, 190.0);
    put_code_128(page, code_text(separator), 228.0);
    put_note(page, separator_note, 262.0);
    return page.finish();
}

/// A Chinese font that the viewer has to bring, as the standard foresees (ISO 32000-1, 9.7.5.2).
void put_chinese_font(
    PdfWriter& writer,
    int font,
    std::string_view name,
    std::string_view encoding,
    std::string_view ordering
)
{
    const int descendant = writer.reserve();
    const int descriptor = writer.reserve();
    writer.put(
        font,
        fmt::format(
            "<< /Type /Font /Subtype /Type0 /BaseFont /{} /Encoding /{} /DescendantFonts [{} 0 R] "
            ">>",
            name,
            encoding,
            descendant
        )
    );
    writer.put(
        descendant,
        fmt::format(
            "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /{} /DW 1000 /W [1 94 500] "
            "/CIDSystemInfo << /Registry (Adobe) /Ordering ({}) /Supplement 4 >> "
            "/FontDescriptor {} 0 R >>",
            name,
            ordering,
            descriptor
        )
    );
    writer.put(
        descriptor,
        fmt::format(
            "<< /Type /FontDescriptor /FontName /{} /Flags 4 /FontBBox [-25 -254 1000 880] "
            "/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
            name
        )
    );
}

std::string put_fonts(PdfWriter& writer)
{
    const int bold = writer.reserve();
    const int fixed = writer.reserve();
    const int simplified = writer.reserve();
    const int traditional = writer.reserve();
    const auto standard = [](std::string_view name) {
        return fmt::format(
            "<< /Type /Font /Subtype /Type1 /BaseFont /{} /Encoding /WinAnsiEncoding >>", name
        );
    };
    writer.put(bold, standard("Helvetica-Bold"));
    writer.put(fixed, standard("Courier-Bold"));
    put_chinese_font(writer, simplified, "STSong-Light", "UniGB-UTF16-H", "GB1");
    put_chinese_font(writer, traditional, "MSung-Light", "UniCNS-UTF16-H", "CNS1");
    return fmt::format(
        "<< /{} {} 0 R /{} {} 0 R /{} {} 0 R /{} {} 0 R >>",
        resource_name(SheetFont::bold),
        bold,
        resource_name(SheetFont::fixed),
        fixed,
        resource_name(SheetFont::simplified),
        simplified,
        resource_name(SheetFont::traditional),
        traditional
    );
}

std::string sheets_pdf(const std::vector<std::string>& contents)
{
    PdfWriter writer;
    const int catalog = writer.reserve();
    PdfPages pages{writer};
    const auto resources = "/Font " + put_fonts(writer);
    for (const auto& content : contents)
        pages.add(sheet_width * points_per_mm, sheet_height * points_per_mm, resources, content);
    // Printed at its own size: patch bars have their widths in inches.
    writer.put(
        catalog,
        fmt::format(
            "<< /Type /Catalog /Pages {} 0 R /ViewerPreferences << /PrintScaling /None >> >>",
            pages.put()
        )
    );
    return writer.finish(catalog);
}

} // namespace

std::string cover_sheet_pdf(const CoverPrint& print)
{
    std::vector<std::string> contents{draw_cover(print)};
    const auto separators = static_cast<std::size_t>(std::max(0, print.cover.separators));
    contents.insert(contents.end(), separators, draw_separator({}));
    return sheets_pdf(contents);
}

std::string separator_sheet_pdf(const capture::SeparatorSheet& separator, int copies)
{
    return sheets_pdf(std::vector<std::string>(
        static_cast<std::size_t>(std::max(1, copies)), draw_separator(separator)
    ));
}

} // namespace dossier::web
