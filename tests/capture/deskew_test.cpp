#include "capture/deskew.h"
#include "capture/orient.h"
#include "capture/straighten.h"
#include "tests/capture/pictures.h"

#include <gtest/gtest.h>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <cmath>
#include <random>
#include <string>

namespace dossier::capture {

namespace {

cv::Mat noise(unsigned seed = 5)
{
    cv::Mat picture(1170, 827, CV_8UC1);
    cv::RNG(seed).fill(picture, cv::RNG::NORMAL, 128, 40);
    return picture;
}

/// Turned clockwise about its middle, onto white.
cv::Mat turned_by(const cv::Mat& page, double degrees)
{
    const cv::Point2f middle(
        static_cast<float>(page.cols - 1) / 2, static_cast<float>(page.rows - 1) / 2
    );
    const cv::Mat turn = cv::getRotationMatrix2D(middle, -degrees, 1.0);
    cv::Mat result;
    cv::warpAffine(
        page, result, turn, page.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT, cv::Scalar(255)
    );
    return result;
}

/// An A4 page at 150 dpi with a few words and figures on it, no two seeds alike.
cv::Mat a_page_of_few_words(unsigned seed, int lines)
{
    constexpr int faces = 4;
    const std::string letters = "ABCDEFGHKLMNPRSTUVWXYZabcdehiklmnorstuvwxz0123456789";
    std::mt19937 random(seed);
    cv::Mat page(1754, 1240, CV_8UC1, cv::Scalar(250));
    for (int line = 0; line < lines; ++line) {
        std::string words;
        for (unsigned i = 0; i < 8 + random() % 12; ++i)
            words += i % 6 == 5 ? ' ' : letters[random() % letters.size()];
        const cv::Point start(
            150 + static_cast<int>(random() % 300),
            220 + line * (1280 / lines) + static_cast<int>(random() % 60)
        );
        const double size = 0.8 + 0.1 * static_cast<double>(random() % 6);
        const int face = static_cast<int>(random() % faces);
        cv::putText(page, words, start, face, size, cv::Scalar(30), 2, cv::LINE_AA);
    }
    cv::GaussianBlur(page, page, {0, 0}, 0.8);
    cv::Mat grain(page.size(), CV_8UC1);
    cv::RNG(seed).fill(grain, cv::RNG::NORMAL, 20, 4);
    return page - grain;
}

Page page_of(const cv::Mat& pixels)
{
    PageFacts facts;
    facts.width = pixels.cols;
    facts.height = pixels.rows;
    return {pixels.clone(), facts};
}

TEST(Deskew, FindsTheAngleOfTurnedPages)
{
    for (const double angle : {-14.0, -7.3, -1.37, -0.2, 0.0, 0.31, 2.5, 9.9, 14.6})
        EXPECT_NEAR(find_skew(a_page_of_text(angle)).degrees, angle, 0.05) << angle;
}

TEST(Deskew, IsSureOfAPageOfText)
{
    EXPECT_GT(find_skew(a_page_of_text(3.0)).confidence, 0.9);
}

TEST(Deskew, IsNotSureOfNoiseOrNothing)
{
    for (unsigned seed = 1; seed <= 5; ++seed)
        EXPECT_LT(find_skew(noise(seed)).confidence, 0.2) << seed;
    EXPECT_LT(find_skew(cv::Mat(1170, 827, CV_8UC1, cv::Scalar(255))).confidence, 0.2);
    EXPECT_EQ(find_skew(cv::Mat(3, 2, CV_8UC1, cv::Scalar(0))).confidence, 0.0);
}

TEST(Deskew, ManagesWithOneLineOfText)
{
    const Skew skew = find_skew(a_page_of_text(4.2, 1));
    EXPECT_NEAR(skew.degrees, 4.2, 0.3);
    EXPECT_GT(skew.confidence, 0.2);
}

TEST(Deskew, WorksOnAPageThatLiesOnItsSide)
{
    EXPECT_NEAR(find_skew(turned(a_page_of_text(-2.2), 90)).degrees, -2.2, 0.05);
}

TEST(Deskew, IgnoresTheDarkBorderOfTheScanner)
{
    cv::Mat page = a_page_of_text(3.0);
    page.colRange(0, 60).setTo(10);
    page.rowRange(1100, 1170).setTo(15);
    EXPECT_NEAR(find_skew(page).degrees, 3.0, 0.05);
}

TEST(Deskew, FindsTheAngleOfAFewWords)
{
    double sum = 0.0;
    for (unsigned seed = 1; seed <= 12; ++seed) {
        const double angle = -13.0 + 2.1 * seed;
        const cv::Mat page =
            turned_by(a_page_of_few_words(seed, 1 + static_cast<int>(seed % 4)), angle);
        const Skew skew = find_skew(page);
        EXPECT_NEAR(skew.degrees, angle, 0.5) << seed;
        EXPECT_GT(skew.confidence, 0.2) << seed;
        sum += std::abs(skew.degrees - angle);
    }
    EXPECT_LT(sum / 12, 0.1);
}

/// Letters that dance about their line, as an old machine types; every other one is the same and
/// stands right.
TEST(Deskew, TrustsTheSameCharacterTwice)
{
    const std::string others = "SCOJUGQ";
    double sum = 0.0;
    for (unsigned seed = 1; seed <= 4; ++seed) {
        std::mt19937 random(seed);
        cv::Mat page(1754, 1240, CV_8UC1, cv::Scalar(250));
        for (int i = 0; i < 10; ++i) {
            const bool is_same = i % 2 == 0;
            const int dance = is_same ? 0 : static_cast<int>(random() % 9) - 4;
            const std::string letter(1, is_same ? 'R' : others[random() % others.size()]);
            const cv::Point at(300 + i * 52, 800 + dance);
            cv::putText(page, letter, at, 0, 1.6, cv::Scalar(30), 3, cv::LINE_AA);
        }
        cv::GaussianBlur(page, page, {0, 0}, 0.8);
        const double angle = -12.0 + 5.3 * seed;
        sum += std::abs(find_skew(turned_by(page, angle)).degrees - angle);
    }
    EXPECT_LT(sum / 4, 0.04);
}

/// A card on the glass, its sheet almost level before a black lid: the lid's wedge is too thin to
/// be told from print.
TEST(Deskew, IsNotDrawnToTheRimByAThinWedgeOfTheLid)
{
    for (const double angle : {-0.9, 0.3, 0.6}) {
        cv::Mat page(3508, 2480, CV_8UC1, cv::Scalar(245));
        for (int line = 0; line < 4; ++line)
            for (int x = 800; x < 1500 - 60 * line; x += 50)
                cv::rectangle(page, cv::Rect(x, 1000 + 90 * line, 34, 36), cv::Scalar(30), 5);
        const cv::Point2f middle(1239.5F, 1753.5F);
        cv::warpAffine(
            page,
            page,
            cv::getRotationMatrix2D(middle, -angle, 1.0),
            page.size(),
            cv::INTER_LINEAR,
            cv::BORDER_CONSTANT,
            cv::Scalar(12)
        );
        EXPECT_NEAR(find_skew(page).degrees, angle, 0.03);
    }
}

TEST(Deskew, FindsTheAngleOfAFewWordsOnTheirSide)
{
    const cv::Mat page = turned_by(a_page_of_few_words(3, 3), 4.0);
    EXPECT_NEAR(find_skew(turned(page, 90)).degrees, 4.0, 0.5);
}

TEST(Deskew, IsNeverSureOfAnAngleItDoesNotLookFor)
{
    const cv::Mat text = a_page_of_text(0.0);
    const cv::Mat words = a_page_of_few_words(9, 3);
    for (const double angle : {-44.0, -31.0, -22.0, -18.0, -16.0, 16.0, 17.0, 20.0, 27.0, 38.0}) {
        EXPECT_LT(find_skew(turned_by(text, angle)).confidence, 0.2) << angle;
        EXPECT_LT(find_skew(turned_by(words, angle)).confidence, 0.2) << angle;
    }
}

TEST(Deskew, LooksAsFarAsItIsTold)
{
    const SkewOptions wide{30.0};
    EXPECT_NEAR(find_skew(turned_by(a_page_of_text(0.0), 22.0), wide).degrees, 22.0, 0.05);
}

TEST(Deskew, IsNotSureOfNoiseOfAnyShape)
{
    for (const cv::Size size :
         {cv::Size(9, 7), cv::Size(64, 64), cv::Size(33, 2000), cv::Size(3001, 300)}) {
        cv::Mat picture(size, CV_8UC1);
        cv::RNG(2).fill(picture, cv::RNG::UNIFORM, 0, 256);
        EXPECT_LT(find_skew(picture).confidence, 0.2) << size;
    }
}

TEST(Straighten, NeverTurnsAStraightPage)
{
    for (unsigned seed = 1; seed <= 100; ++seed) {
        const bool few = seed % 2 == 0;
        const int lines = few ? 1 + static_cast<int>(seed / 2 % 4) : static_cast<int>(seed / 4);
        const cv::Mat page =
            few ? a_page_of_few_words(seed, lines) : a_page_of_text(0.0, std::max(1, lines));
        const Straightened result = straighten(page_of(page));
        EXPECT_EQ(result.page.facts.rotation_deg, 0) << seed;
        EXPECT_EQ(largest_difference(result.page.pixels, page), 0)
            << seed << ": " << result.page.facts.skew.degrees;
    }
}

} // namespace

} // namespace dossier::capture
