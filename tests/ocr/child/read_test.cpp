// The whole recipe inside the sandbox, with the real libraries, on a committed specimen.

#include "ocr/child_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace dossier::ocr {
namespace {

std::vector<std::byte> specimen(const std::string& name)
{
    std::ifstream in(std::string(DOSSIER_TEST_SPECIMENS) + "/" + name, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    const auto view = std::as_bytes(std::span(bytes));
    return {view.begin(), view.end()};
}

std::string value_of(const Document& document, std::string_view name)
{
    const auto found = std::ranges::find(document.fields, name, &Field::name);
    return found == document.fields.end() ? "" : found->value;
}

const ChildReader::Options with_both_recognisers{
    .program = DOSSIER_TEST_READ, .types = DOSSIER_TEST_TYPES, .models = DOSSIER_TEST_MODELS};

TEST(DossierRead, ReadsASpecimenInsideItsSandbox)
{
    ChildReader reader(with_both_recognisers);
    ReadOptions options;
    options.previews = true;
    const auto reading = reader.read(specimen("01-id-card-portrait-side.jpg"), options);
    ASSERT_TRUE(reading.has_value()) << reading.error().code << ": " << reading.error().message;
    ASSERT_EQ(reading->documents.size(), 1U);
    EXPECT_EQ(reading->documents[0].type, "id_card");
    EXPECT_EQ(value_of(reading->documents[0], "id_number").size(), 18U);
    EXPECT_EQ(reading->previews.size(), 1U);
}

TEST(DossierRead, ReadsThePagesOfAFileAsItsDocuments)
{
    ChildReader reader(with_both_recognisers);
    const auto reading = reader.read(specimen("08-form-with-id-card.tif"), {});
    ASSERT_TRUE(reading.has_value()) << reading.error().code << ": " << reading.error().message;
    ASSERT_GE(reading->documents.size(), 2U);
    EXPECT_EQ(reading->documents[0].type, "customer_form");
    EXPECT_EQ(reading->documents[1].type, "id_card");
}

TEST(DossierRead, ReadsWithTesseractAloneWhereNoModelsAreInstalled)
{
    ChildReader reader({.program = DOSSIER_TEST_READ, .types = DOSSIER_TEST_TYPES});
    const auto reading = reader.read(specimen("01-id-card-portrait-side.jpg"), {});
    ASSERT_TRUE(reading.has_value()) << reading.error().code << ": " << reading.error().message;
    ASSERT_EQ(reading->documents.size(), 1U);
    EXPECT_EQ(value_of(reading->documents[0], "id_number").size(), 18U);
}

TEST(DossierRead, RefusesWhatIsNoPicture)
{
    ChildReader reader(with_both_recognisers);
    constexpr std::string_view text = "this is not a picture";
    const auto reading = reader.read(std::as_bytes(std::span(text)), {});
    ASSERT_FALSE(reading.has_value());
    EXPECT_EQ(reading.error().kind, UnreadableKind::refused);
}

TEST(DossierRead, RefusesATypeNobodyKnows)
{
    ChildReader reader(with_both_recognisers);
    ReadOptions options;
    options.type = "tea_leaves";
    const auto reading = reader.read(specimen("01-id-card-portrait-side.jpg"), options);
    ASSERT_FALSE(reading.has_value());
    EXPECT_EQ(reading.error().code, "unknown_type");
}

} // namespace
} // namespace dossier::ocr
