#include "capture/codes.h"
#include "tests/web/temporary_folder.h"
#include "web/cli/verbs.h"
#include "web/cover_sheet.h"
#include "web/sheets/symbols.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <opencv2/core.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <unistd.h>

namespace dossier::web {
namespace {

using capture::PageRole;

/// Page `number` of a PDF as poppler prints it.
cv::Mat print(const std::string& pdf, int dpi, int number = 1)
{
    const auto stem =
        (std::filesystem::temp_directory_path() / fmt::format("cover_sheet_test-{}", ::getpid()))
            .string();
    std::ofstream{stem + ".pdf", std::ios::binary} << pdf;
    const auto command = fmt::format(
        "pdftoppm -gray -r {0} -f {1} -l {1} -singlefile {2}.pdf {2}", dpi, number, stem
    );
    if (std::system(command.c_str()) != 0) return {}; // NOLINT(concurrency-mt-unsafe)
    std::ifstream in{stem + ".pgm", std::ios::binary};
    std::string magic;
    int width = 0;
    int height = 0;
    int most = 0;
    in >> magic >> width >> height >> most;
    in.get();
    cv::Mat page(height, width, CV_8U);
    in.read(reinterpret_cast<char*>(page.data), static_cast<std::streamsize>(page.total()));
    std::filesystem::remove(stem + ".pdf");
    std::filesystem::remove(stem + ".pgm");
    return in ? page : cv::Mat{};
}

std::size_t count_of(const std::string& text, const std::string& part)
{
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++count;
    return count;
}

const capture::CoverSheet cover{
    .batch = "B-2026-0007", .sheets = 12, .sides = 2, .separators = 3, .type = "customer_form"};

TEST(CoverSheet, IsReadBackOffItsPrint)
{
    for (const int dpi : {150, 300}) {
        const cv::Mat page = print(cover_sheet_pdf({cover, "7", "2026-11-25"}), dpi);
        ASSERT_FALSE(page.empty());
        const auto codes = capture::find_codes(page, dpi);
        EXPECT_EQ(find_role(page, dpi, codes), PageRole::cover_sheet);
        EXPECT_TRUE(std::ranges::any_of(codes, [](const auto& code) {
            return capture::parse_cover_sheet(code.text) == cover;
        }));
        EXPECT_EQ(std::ranges::count(codes, "patch_t", &capture::Code::symbology), 1);
    }
}

TEST(CoverSheet, IsReadByItsBarCodeWhereBothSquaresAreLost)
{
    constexpr int dpi = 200;
    cv::Mat page = print(cover_sheet_pdf({cover, "", ""}), dpi);
    ASSERT_FALSE(page.empty());
    page(cv::Rect{0, page.rows / 5, page.cols, page.rows / 2 + 40}) = 255;
    const auto codes = capture::find_codes(page, dpi);
    EXPECT_EQ(find_role(page, dpi, codes), PageRole::cover_sheet);
    EXPECT_TRUE(std::ranges::any_of(codes, [](const auto& code) {
        const auto read = capture::parse_cover_sheet(code.text);
        return code.symbology == "code_128" && read && read->batch == cover.batch;
    }));
}

TEST(CoverSheet, IsFollowedByTheSeparatorsItAnnounces)
{
    const auto pdf = cover_sheet_pdf({cover, "", ""});
    EXPECT_EQ(count_of(pdf, "/Type /Page "), 4U);
    constexpr int dpi = 150;
    const cv::Mat page = print(pdf, dpi, 4);
    ASSERT_FALSE(page.empty());
    EXPECT_EQ(find_role(page, dpi, capture::find_codes(page, dpi)), PageRole::separator);
}

TEST(CoverSheet, HoldsTheLongestBatchNameAndAStationInChinese)
{
    const capture::CoverSheet longest{.batch = std::string(64, 'W'), .type = {}};
    constexpr int dpi = 200;
    const cv::Mat page = print(cover_sheet_pdf({longest, "中关村支行柜台七", "2026-11-25"}), dpi);
    ASSERT_FALSE(page.empty());
    EXPECT_TRUE(std::ranges::any_of(capture::find_codes(page, dpi), [&](const auto& code) {
        return capture::parse_cover_sheet(code.text) == longest;
    }));
}

TEST(CoverSheet, IsPrintedAtItsOwnSizeWithoutFontsInside)
{
    const auto pdf = cover_sheet_pdf({cover, "7", "2026-11-25"});
    EXPECT_EQ(count_of(pdf, "/PrintScaling /None"), 1U);
    EXPECT_EQ(count_of(pdf, "/FontFile"), 0U);
    EXPECT_EQ(pdf, cover_sheet_pdf({cover, "7", "2026-11-25"})) << "same sheet, same bytes";
}

TEST(SeparatorSheet, IsReadBackWithItsType)
{
    constexpr int dpi = 200;
    const cv::Mat page = print(separator_sheet_pdf({.type = "id_card"}), dpi);
    ASSERT_FALSE(page.empty());
    const auto codes = capture::find_codes(page, dpi);
    EXPECT_EQ(find_role(page, dpi, codes), PageRole::separator);
    EXPECT_TRUE(std::ranges::any_of(codes, [](const auto& code) {
        const auto read = capture::parse_separator_sheet(code.text);
        return read && read->type == "id_card";
    }));
    EXPECT_EQ(count_of(separator_sheet_pdf({}, 5), "/Type /Page "), 5U);
}

TEST(Code128, SaysEveryPrintableCharacterInElevenModules)
{
    std::string text;
    for (char c = ' '; c < 0x7F; ++c)
        text += c;
    const auto widths = code_128(text);
    const auto modules = std::accumulate(widths.begin(), widths.end(), 0);
    // A start, 95 characters, a check character and a stop of 13.
    EXPECT_EQ(modules, 11 * (1 + 95 + 1) + 13);
    EXPECT_EQ(widths.size(), 6U * (1 + 95 + 1) + 7);
}

int run_cover(const std::vector<std::string>& arguments)
{
    return cover_verb.run(arguments);
}

TEST(CoverVerb, WritesTheSheetsItIsAskedFor)
{
    const TemporaryFolder folder;
    const auto file = (folder.path() / "cover.pdf").string();
    EXPECT_EQ(run_cover({"--batch", "B-7", "--separators", "2", "--out", file}), done);
    std::ifstream in{file, std::ios::binary};
    const std::string pdf{std::istreambuf_iterator<char>(in), {}};
    EXPECT_TRUE(pdf.starts_with("%PDF-"));
    EXPECT_EQ(count_of(pdf, "/Type /Page "), 3U);
    EXPECT_EQ(run_cover({"--separator", "--out", file}), done);
}

TEST(CoverVerb, RefusesWhatCannotBePrinted)
{
    const TemporaryFolder folder;
    const auto file = (folder.path() / "cover.pdf").string();
    EXPECT_EQ(run_cover({"--batch", "B 7", "--out", file}), wrong_usage);
    EXPECT_EQ(run_cover({"--batch", "B-7"}), wrong_usage);
    EXPECT_EQ(run_cover({"--out", file}), wrong_usage);
    EXPECT_EQ(run_cover({"--batch", "B-7", "--sides", "3", "--out", file}), wrong_usage);
    EXPECT_EQ(
        run_cover({"--batch", "B-7", "--out", (folder.path() / "no" / "cover.pdf").string()}),
        environment
    );
    EXPECT_FALSE(std::filesystem::exists(file));
}

} // namespace
} // namespace dossier::web
