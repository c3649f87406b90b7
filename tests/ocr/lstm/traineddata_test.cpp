#include "ocr/lstm/traineddata.h"
#include "tests/ocr/lstm/made_up_model.h"

#include <gtest/gtest.h>

namespace dossier::ocr::lstm {
namespace {

Model read(const std::string& bytes)
{
    return read_traineddata(std::as_bytes(std::span(bytes)));
}

TEST(Traineddata, HoldsANetworkItsCharactersAndTheirCodes)
{
    const auto made_up = made_up_model();
    const auto model = read(traineddata_of(made_up));
    EXPECT_EQ(model.height, 9);
    EXPECT_EQ(model.convolution.weights, made_up.convolution.weights);
    EXPECT_EQ(model.column.units, 3U);
    ASSERT_EQ(model.line.size(), 2U);
    EXPECT_FALSE(model.line[0].runs_backwards);
    EXPECT_TRUE(model.line[1].runs_backwards);
    EXPECT_EQ(model.line[1].gates[2].weights, made_up.line[1].gates[2].weights);
    EXPECT_FLOAT_EQ(model.line[1].gates[3].scales[17], made_up.line[1].gates[3].scales[17]);
    EXPECT_EQ(model.output.weights, made_up.output.weights);
    EXPECT_EQ(model.blank, 4U);
    EXPECT_EQ(model.characters, made_up.characters);
    EXPECT_EQ(model.codes, made_up.codes);
}

TEST(Traineddata, IsRefusedWhereverItIsCutOff)
{
    const auto whole = traineddata_of(made_up_model());
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_THROW(read(whole.substr(0, size)), ModelError) << size << " bytes";
}

TEST(Traineddata, IsReadOrRefusedWhateverBitIsWrong)
{
    const auto whole = traineddata_of(made_up_model());
    for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
        auto wrong = whole;
        wrong[bit / 8] = static_cast<char>(wrong[bit / 8] ^ 1 << bit % 8);
        try {
            const auto model = read(wrong);
            EXPECT_EQ(model.codes.size(), model.characters.size());
            EXPECT_LT(model.blank, model.output.outputs);
        } catch (const ModelError&) {
        }
    }
}

TEST(Traineddata, IsOfAnotherKindWithWindowsOfAnotherSize)
{
    auto bytes = traineddata_of(made_up_model());
    const auto convolve = bytes.find("Convolve");
    const auto half_width = bytes.find("its name", convolve) + 8;
    bytes[half_width] = 2;
    EXPECT_THROW(read(bytes), OtherModel);
}

TEST(Traineddata, IsRefusedWithLayersThatDoNotFit)
{
    auto model = made_up_model();
    model.output = Dice().matrix(17, 5);
    EXPECT_THROW(read(traineddata_of(model)), ModelError);
}

TEST(Traineddata, IsRefusedWithCodesThatTheNetworkDoesNotSay)
{
    auto model = made_up_model();
    model.codes[3] = {1, 5};
    EXPECT_THROW(read(traineddata_of(model)), ModelError);
}

} // namespace
} // namespace dossier::ocr::lstm
