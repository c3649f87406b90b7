// Zones decoded from what two recognisers are said to have seen.

#include "ocr/fields/mrz.h"

#include <gtest/gtest.h>

namespace dossier::ocr {
namespace {

/// Both recognisers saw these lines, the fillers by their shape.
MrzCells cells_of(const std::vector<std::string>& lines)
{
    MrzCells cells;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        auto& row = cells.emplace_back();
        for (std::size_t k = 0; k < lines[i].size(); ++k) {
            MrzCell cell;
            cell.box = {static_cast<int>(k) * 20, static_cast<int>(i) * 50, 20, 24};
            if (lines[i][k] == '<')
                cell.filler = 0.9;
            else
                cell.seen.fill({{std::string(1, lines[i][k]), 0.99}});
            row.push_back(cell);
        }
    }
    return cells;
}

const std::vector<std::string> passport{
    "POCHNZHANG<<SANFENG<<<<<<<<<<<<<<<<<<<<<<<<<", "E123456782CHN9003071M3203064<<<<<<<<<<<<<<<6"};

/// What a recogniser saw at a place, with another possibility.
void see(MrzCell& cell, std::size_t who, std::string first, std::string other = {})
{
    cell.seen[who] = {{std::move(first), 0.9}};
    if (!other.empty()) cell.seen[who].push_back({std::move(other), 0.1});
}

std::string fact(const Mrz& mrz, std::string_view name)
{
    const MrzFact* found = mrz.find_fact(name);
    return found == nullptr ? "(none)" : found->value;
}

TEST(Mrz, SaysWhoHoldsThePassport)
{
    const auto mrz = decode_mrz(cells_of(passport));
    ASSERT_TRUE(mrz.has_value());
    EXPECT_EQ(mrz->lines[0].text, passport[0]);
    EXPECT_EQ(mrz->lines[1].text, passport[1]);
    EXPECT_GT(mrz->lines[0].confidence, 0.99);
    EXPECT_GT(mrz->lines[1].confidence, 0.99);
    EXPECT_EQ(fact(*mrz, "number"), "E12345678");
    EXPECT_EQ(fact(*mrz, "birth_date"), "1990-03-07");
    EXPECT_EQ(fact(*mrz, "expiry_date"), "2032-03-06");
    EXPECT_EQ(fact(*mrz, "sex"), "男");
    EXPECT_EQ(fact(*mrz, "nationality"), "CHN");
    EXPECT_TRUE(mrz->find_fact("number")->proven);
}

TEST(Mrz, KnowsCardsOfTwoAndThreeLinesAndPermits)
{
    const auto small = decode_mrz(
        cells_of({"I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"})
    );
    ASSERT_TRUE(small.has_value());
    EXPECT_EQ(fact(*small, "number"), "D23145890");
    const auto card = decode_mrz(cells_of(
        {"I<UTOD231458907<<<<<<<<<<<<<<<",
         "7408122F1204159UTO<<<<<<<<<<<6",
         "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"}
    ));
    ASSERT_TRUE(card.has_value());
    EXPECT_EQ(fact(*card, "sex"), "女");
    const auto permit = decode_mrz(cells_of(
        {"CRH0000000101072706306F0102281",
         "<<<<<<<<<<<<<<<<<<CAB987654352",
         "WONG<<SIU<LING<<<<<<<<<<<<<<<<"}
    ));
    ASSERT_TRUE(permit.has_value());
    EXPECT_EQ(fact(*permit, "number"), "H00000001");
    EXPECT_EQ(fact(*permit, "birth_date"), "2001-02-28");
    EXPECT_FALSE(decode_mrz(cells_of({"SHORT", "LINES"})).has_value());
}

TEST(Mrz, ReadsDigitsWhereOnlyDigitsStandAndLettersWhereOnlyLetters)
{
    auto cells = cells_of(passport);
    for (const std::size_t who : {0U, 1U}) {
        see(cells[1][15], who, "O");
        see(cells[0][5], who, "2");
    }
    const auto mrz = decode_mrz(cells);
    ASSERT_TRUE(mrz.has_value());
    EXPECT_EQ(mrz->lines[1].text, passport[1]);
    EXPECT_EQ(mrz->lines[0].text, passport[0]);
}

TEST(Mrz, LetsCheckDigitsSettleWhatTwoRecognisersReadDifferently)
{
    auto cells = cells_of(passport);
    see(cells[1][3], 0, "3");
    see(cells[1][3], 1, "8");
    const auto mrz = decode_mrz(cells);
    ASSERT_TRUE(mrz.has_value());
    EXPECT_EQ(mrz->lines[1].text, passport[1]);
    EXPECT_FALSE(mrz->lines[1].repaired);
    EXPECT_GT(mrz->lines[1].confidence, 0.99);
}

TEST(Mrz, NeverAcceptsWhatOnlyBecameRightByRepair)
{
    auto cells = cells_of(passport);
    for (const std::size_t who : {0U, 1U})
        see(cells[1][3], who, "8", "3");
    const auto mrz = decode_mrz(cells);
    ASSERT_TRUE(mrz.has_value());
    EXPECT_EQ(mrz->lines[1].text, passport[1]);
    EXPECT_TRUE(mrz->lines[1].repaired);
    EXPECT_LT(mrz->lines[1].confidence, 0.8);
    EXPECT_FALSE(mrz->find_fact("number")->proven);
}

TEST(Mrz, DoubtsNamesAndSexThatOneRecogniserReadDifferently)
{
    auto cells = cells_of(passport);
    see(cells[0][6], 0, "N");
    see(cells[1][20], 0, "F");
    const auto mrz = decode_mrz(cells);
    ASSERT_TRUE(mrz.has_value());
    EXPECT_LT(mrz->lines[0].confidence, 0.8);
    EXPECT_LT(mrz->lines[1].confidence, 0.8);
    EXPECT_LT(mrz->find_fact("sex")->confidence, 0.8);
    EXPECT_GT(mrz->find_fact("number")->confidence, 0.99);
}

TEST(Mrz, DoubtsAFillerThatCheckDigitsCannotSee)
{
    // A second pair of fillers, where a letter was taken for one: no check digit covers names.
    auto cells = cells_of(passport);
    cells[0][14].seen.fill({});
    cells[0][14].filler = 0.9;
    cells[0][15].seen.fill({});
    cells[0][15].filler = 0.9;
    const auto mrz = decode_mrz(cells);
    ASSERT_TRUE(mrz.has_value());
    EXPECT_EQ(mrz->lines[0].text.substr(5, 14), "ZHANG<<SA<<ENG");
    EXPECT_LT(mrz->lines[0].confidence, 0.8);
}

TEST(Mrz, ComputesCheckDigitsAsIcaoDoes)
{
    EXPECT_EQ(mrz_check_digit("D23145890"), '7');
    EXPECT_EQ(mrz_check_digit("340712"), '7');
    EXPECT_EQ(mrz_check_digit("ZE184226B<<<<<"), '1');
}

} // namespace
} // namespace dossier::ocr
