#include "ocr/document_type.h"
#include "ocr/fields/classify.h"
#include "tests/ocr/lines.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace dossier::ocr {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view small_type = R"(
name = "ticket"
version = 2
title = { zh_hans = "票", zh_hant = "票", en = "Ticket" }

[[anchor]]
text = "车票"
weight = 2.0

[[field]]
name = "price"
title = { zh_hans = "票价", zh_hant = "票價", en = "Price" }
labels = ["票价", "票價"]
grammar = "amount"
required = true
)";

class TypeFiles : public testing::Test {
protected:
    TypeFiles()
        : folder_(
              fs::path(testing::TempDir()) /
              testing::UnitTest::GetInstance()->current_test_info()->name()
          )
    {
        fs::remove_all(folder_);
        fs::create_directories(folder_);
    }

    ~TypeFiles() override { fs::remove_all(folder_); }

    tl::expected<TypeCatalog, TypeError> load(std::string_view text)
    {
        std::ofstream(folder_ / "ticket.toml") << text;
        return load_types(folder_);
    }

    /// "line: reason" of the refusal.
    std::string refusal_of(std::string_view text)
    {
        const auto types = load(text);
        return types ? "loaded" : std::to_string(types.error().line) + ": " + types.error().reason;
    }

    fs::path folder_;
};

TEST_F(TypeFiles, LoadWhatAFileSays)
{
    const auto types = load(small_type);
    ASSERT_TRUE(types.has_value()) << types.error().reason;
    const DocumentType* type = types->find_type("ticket");
    ASSERT_NE(type, nullptr);
    EXPECT_EQ(type->version, 2);
    EXPECT_EQ(type->anchors.at(0).weight, 2.0);
    const FieldType* price = type->find_field("price");
    ASSERT_NE(price, nullptr);
    EXPECT_EQ(price->grammar, Grammar::amount);
    EXPECT_TRUE(price->required);
    EXPECT_EQ(price->title.zh_hant, "票價");
    EXPECT_FALSE(type->needs_colour);
}

TEST_F(TypeFiles, LoadATextAsTheyLoadAFile)
{
    const auto type = parse_type(small_type);
    ASSERT_TRUE(type.has_value()) << type.error().reason;
    EXPECT_EQ(type->name, "ticket");
    EXPECT_EQ(type->text, small_type);
    EXPECT_EQ(load(small_type)->types.at(0).text, small_type);
    const auto broken = parse_type("name = \"ticket\"\nversion = 0\n");
    EXPECT_EQ(broken.error().reason, "'version' must be 1 or more");
    EXPECT_FALSE(parse_type(std::string(max_type_bytes + 1, '#')).has_value());
}

TEST_F(TypeFiles, KnowAFieldByItsZone)
{
    const std::string zoned = std::string(small_type) + R"(
[[field]]
name = "seat"
title = { zh_hans = "座位", zh_hant = "座位", en = "Seat" }
zone = [100, 200, 300, 50]
)";
    const auto types = load(zoned);
    ASSERT_TRUE(types.has_value()) << types.error().reason;
    EXPECT_EQ(types->types.at(0).fields.at(1).zone, (std::vector<int>{100, 200, 300, 50}));
    EXPECT_NE(
        refusal_of(std::string(small_type) + "zone = [1, 2, 3, 4]\n").find("no labels"),
        std::string::npos
    );
    for (const auto* wrong :
         {"[900, 0, 200, 10]", "[0, 0, 0, 10]", "[0, 0, 10]", "[-1, 0, 10, 10]"})
        EXPECT_NE(
            refusal_of(
                std::string(small_type) +
                "[[field]]\nname = \"seat\"\ntitle = { zh_hans = \"a\", zh_hant = \"a\", en = "
                "\"a\" }\nzone = " +
                wrong
            )
                .find("thousandths"),
            std::string::npos
        ) << wrong;
}

TEST_F(TypeFiles, SayThatASealNeedsColour)
{
    const auto types = load("colour = \"required\"" + std::string(small_type));
    ASSERT_TRUE(types.has_value()) << types.error().reason;
    EXPECT_TRUE(types->find_type("ticket")->needs_colour);
    EXPECT_EQ(
        refusal_of("colour = \"nice\"" + std::string(small_type)),
        "1: 'colour' must be \"required\""
    );
}

TEST_F(TypeFiles, SayThatTwoPeopleMustLookAtAField)
{
    const std::string blind = std::string(small_type) + "second_eyes = \"blind\"\n";
    EXPECT_EQ(load(blind)->types.at(0).fields.at(0).second_eyes, "blind");
    EXPECT_EQ(load(small_type)->types.at(0).fields.at(0).second_eyes, "");
    const std::string wrong = std::string(small_type) + "second_eyes = \"both\"\n";
    EXPECT_EQ(
        refusal_of("second_eyes = \"both\"" + std::string(small_type)),
        "1: second_eyes must be shown or blind"
    );
    EXPECT_NE(refusal_of(wrong).find("second_eyes must be shown or blind"), std::string::npos);
}

TEST_F(TypeFiles, SayItOfAllTheirFieldsButThoseThatSayItThemselves)
{
    const std::string shown = "second_eyes = \"shown\"" + std::string(small_type);
    EXPECT_EQ(load(shown)->types.at(0).fields.at(0).second_eyes, "shown");
    const std::string but_one = shown + "second_eyes = \"blind\"\n";
    EXPECT_EQ(load(but_one)->types.at(0).fields.at(0).second_eyes, "blind");
}

TEST_F(TypeFiles, RefuseAKeyNobodyKnows)
{
    EXPECT_EQ(
        refusal_of(std::string(small_type) + "colour = \"red\"\n"), "16: key 'colour' is not known"
    );
}

TEST_F(TypeFiles, RefuseAGrammarNobodyKnows)
{
    EXPECT_EQ(
        refusal_of(
            std::string(small_type) +
            "[[field]]\nname = \"x\"\ntitle = { zh_hans = \"x\", zh_hant = \"x\", en = \"x\" "
            "}\nlabels = [\"x\"]\ngrammar = \"poem\"\n"
        ),
        "16: grammar 'poem' is not known"
    );
}

TEST_F(TypeFiles, RefuseAFieldThatNothingOnThePageTells)
{
    const auto with = [](std::string_view more) {
        return std::string(small_type) +
               "[[field]]\nname = \"x\"\ntitle = { zh_hans = \"x\", zh_hant = \"x\", en = \"x\" "
               "}\n" +
               std::string(more);
    };
    EXPECT_EQ(refusal_of(with("")), "16: field 'x': it needs at least one label");
    EXPECT_EQ(refusal_of(with("endings = [\"银行\"]\n")), "loaded");
    EXPECT_EQ(refusal_of(with("grammar = \"mrz\"\npart = \"2\"\n")), "loaded");
    EXPECT_EQ(
        refusal_of(with("grammar = \"mrz\"\npart = \"4\"\n")),
        "16: field 'x': part is from or to with grammar date_range, 1, 2 or 3 with mrz"
    );
    EXPECT_EQ(
        refusal_of(with("mrz = \"shoe_size\"\n")),
        "16: field 'x': mrz must be number, birth_date, expiry_date, sex or nationality"
    );
}

TEST_F(TypeFiles, TakeOneKindOfAnchorAtATime)
{
    const auto with = [](std::string_view anchor) {
        return std::string(small_type) + "[[anchor]]\n" + std::string(anchor);
    };
    EXPECT_EQ(refusal_of(with("mrz = \"P\"\n")), "loaded");
    EXPECT_EQ(refusal_of(with("number = \"cn_id\"\nbegins = [\"81\"]\n")), "loaded");
    EXPECT_EQ(
        refusal_of(with("text = \"票\"\nmrz = \"P\"\n")),
        "16: an anchor is one of text, mrz or number"
    );
    EXPECT_EQ(refusal_of(with("number = \"shoe\"\n")), "16: number must be cn_id or bank_card");
}

TEST_F(TypeFiles, RefuseWhatIsNoToml)
{
    EXPECT_NE(refusal_of("name = \n").find("1: "), std::string::npos);
}

TEST_F(TypeFiles, RefuseAnEmptyFolder)
{
    EXPECT_FALSE(load_types(folder_).has_value());
    EXPECT_FALSE(load_types(folder_ / "missing").has_value());
}

TEST(TypeCatalog, HoldsTheProjectsOwnTypes)
{
    const auto types = load_types(DOSSIER_TEST_TYPES);
    ASSERT_TRUE(types.has_value())
        << types.error().file << ":" << types.error().line << ": " << types.error().reason;
    for (const auto* name :
         {"bank_card",
          "business_licence",
          "corporate_form",
          "customer_form",
          "hk_macau_permit",
          "id_card",
          "passport",
          "residence_permit",
          "taiwan_permit"}) {
        EXPECT_NE(types->find_type(name), nullptr) << name;
    }
    EXPECT_EQ(types->find_type("id_card")->fields.size(), 9U);
    EXPECT_EQ(types->find_type("business_licence")->fields.size(), 11U);
    EXPECT_EQ(types->find_type("customer_form")->fields.size(), 25U);
    EXPECT_EQ(types->find_type("corporate_form")->fields.size(), 11U);
    EXPECT_EQ(types->find_type("passport")->fields.size(), 9U);
    EXPECT_EQ(types->find_type("bank_card")->fields.size(), 4U);
    for (const auto* name : {"hk_macau_permit", "taiwan_permit", "residence_permit"})
        EXPECT_EQ(types->find_type(name)->fields.size(), 6U) << name;
}

TEST(TypesInUse, KnowACardWhoseLabelsAreWashedOut)
{
    const auto types = load_types(DOSSIER_TEST_TYPES).value();
    const auto found = classify(
        {line(0, 0, "11010519491231002X"),
         line(0, 100, "中华人民共和国"),
         line(0, 200, "济南市公安局历下分局")},
        types
    );
    ASSERT_NE(found.type, nullptr);
    EXPECT_EQ(found.type->name, "id_card");
    EXPECT_LT(found.confidence, 0.8) << "for a person";
}

} // namespace
} // namespace dossier::ocr
