// Registers through the interface, and what stands on their pages.

#include "tests/web/described.h"
#include "tests/web/pdf_text.h"
#include "tests/web/site_fixture.h"
#include "web/registers/print.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace dossier::web {

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

store::StoreOptions with_classes()
{
    auto options = cheap_store();
    options.filing.fonds = "J001";
    options.filing.words["retention_class"] = {
        {"short", {.zh_hans = "短期", .zh_hant = "短期限", .en = "Two years"}, "D2"}};
    options.filing.rules = {
        {.types = {}, .field = {}, .begins = {}, .gives = {{"retention_class", "short"}}}};
    return options;
}

class RegistersApi : public SiteTest {
protected:
    RegistersApi() : SiteTest(with_classes())
    {
        site.print_font = std::make_shared<FontFile>(DOSSIER_TEST_PRINT_FONT);
        (void)queue_a_document('a', sure_card());
    }

    Response make(Json fields) { return send(chen, "POST", "/api/v1/registers", fields); }

    Json of_today(const std::string& kind, const std::string& language = "zh-CN")
    {
        return {
            {"kind", kind},
            {"language", language},
            {"from", "2026-11-23"},
            {"until", "2026-11-23"}};
    }

    Browser chen = sign_in_as("records", "chen");
};

} // namespace

TEST_F(RegistersApi, PrintWhatWasHandedOver)
{
    const auto made = make(of_today("handover"));
    ASSERT_EQ(made.status, 201) << made.body;
    EXPECT_THAT(made.body, StartsWith("%PDF-"));
    const auto text = pdf_text(made.body);
    EXPECT_THAT(
        text,
        AllOf(
            HasSubstr("档案移交清册"),
            HasSubstr("R-2026-0001"),
            HasSubstr("D-2026-000001"),
            HasSubstr("居民身份证"),
            HasSubstr("短期"),
            HasSubstr("*伟"),
            HasSubstr("监交人"),
            HasSubstr("1 / 1"),
            Not(HasSubstr("张伟"))
        )
    );
    const auto list = send(chen, "GET", "/api/v1/registers");
    EXPECT_EQ(difference_from_description("GET", "/api/v1/registers", list), "");
    const auto item = body_of(list)["items"].at(0);
    EXPECT_EQ(item["lines"], 1);
    EXPECT_THAT(text, HasSubstr(item["sha256"].get<std::string>()));
    EXPECT_THAT(text, HasSubstr(item["audit_root"].get<std::string>()));
}

TEST_F(RegistersApi, SpeakThreeLanguages)
{
    EXPECT_THAT(
        pdf_text(make(of_today("handover", "zh-TW")).body),
        AllOf(HasSubstr("檔案移交清冊"), HasSubstr("監交人"), HasSubstr("短期限"))
    );
    EXPECT_THAT(
        pdf_text(make(of_today("loans", "en")).body),
        AllOf(HasSubstr("Borrowing register"), HasSubstr("Nothing in this period"))
    );
    EXPECT_THAT(
        pdf_text(make(of_today("destruction")).body),
        AllOf(HasSubstr("档案销毁清册"), HasSubstr("监销人（业务部门）"))
    );
}

TEST_F(RegistersApi, GiveTheBareLinesThatTheDigestIsOf)
{
    auto asked = of_today("handover");
    asked["format"] = "text";
    const auto made = make(asked);
    EXPECT_THAT(made.body, AllOf(HasSubstr("\tD-2026-000001\tid_card\t"), HasSubstr("\tshort\t")));
}

TEST_F(RegistersApi, SayWhatIsWrongWithWhatIsAsked)
{
    auto asked = of_today("handover");
    asked["language"] = "fr";
    EXPECT_EQ(type_of(make(asked)), "unknown_language");
    asked = of_today("lent");
    EXPECT_EQ(type_of(make(asked)), "unknown_kind");
    asked = of_today("loans");
    asked["until"] = "2026-02-30";
    EXPECT_EQ(type_of(make(asked)), "bad_day");
    asked = of_today("handover");
    asked["retention_class"] = "no such";
    EXPECT_EQ(make(asked).status, 422);
    auto li = sign_in_as("exporter", "li");
    EXPECT_EQ(send(li, "POST", "/api/v1/registers", of_today("handover")).status, 403);
    EXPECT_EQ(send(li, "GET", "/api/v1/registers").status, 200);
}

TEST(RegisterPrint, NumbersLinesAndPagesAndRepeatsItsHead)
{
    store::Register made;
    made.item.number = "R-2026-0009";
    made.item.query.kind = store::RegisterKind::handover;
    made.item.note = "a note";
    for (int at = 1; at <= 80; ++at)
        made.rows.push_back(
            {fmt::format("J001-001-0001-{:04}", at),
             fmt::format("D-2026-{:06}", at),
             "receipt",
             "a company with such a long name that it is printed in more lines than one",
             "2",
             "2026-11-23T04:00:00Z",
             "",
             "",
             "B-1",
             ""}
        );
    const auto font = TrueTypeFont::load(DOSSIER_TEST_PRINT_FONT);
    const ocr::TypeCatalog types;
    const verify::FilingPlan plan;
    const auto text = pdf_text(register_pdf(
        made, {.types = types, .plan = plan, .font = font, .language = Language::english}
    ));
    EXPECT_THAT(text, AllOf(HasSubstr("80 lines, 160 pages"), HasSubstr("J001-001-0001-0080")));
    std::size_t heads = 0;
    for (auto at = text.find("Archive number"); at != std::string::npos;
         at = text.find("Archive number", at + 1))
        ++heads;
    EXPECT_GE(heads, 4U);
    EXPECT_THAT(text, HasSubstr(fmt::format("1 / ")));
}

TEST(TrueType, SubsetsHoldWhatWasWrittenAndLittleElse)
{
    const auto font = TrueTypeFont::load(DOSSIER_TEST_PRINT_FONT);
    EXPECT_EQ(font.glyph_of(U'\U0010FFFF'), 0);
    std::vector<std::uint16_t> glyphs{0};
    for (const char32_t c : std::u32string_view{U"档案é"})
        glyphs.push_back(font.glyph_of(c));
    EXPECT_THAT(glyphs, testing::Each(testing::Lt(50'000)));
    const auto part = font.part(glyphs);
    EXPECT_LT(part.file.size(), 10'000U);
    for (const auto* table : {"glyf", "head", "hhea", "hmtx", "loca", "maxp"})
        EXPECT_THAT(part.file, HasSubstr(table));
    const TrueTypeFont cut{part.file};
    for (std::size_t at = 0; at < glyphs.size(); ++at)
        EXPECT_EQ(cut.width_of(part.glyphs.at(at)), font.width_of(glyphs.at(at)));
    EXPECT_NEAR(font.width_of(glyphs.at(1)), 1000, 60);
}

TEST(TrueType, RefusesWhatIsNoFont)
{
    EXPECT_THROW(TrueTypeFont{std::string{"not a font at all"}}, std::runtime_error);
    EXPECT_THROW(TrueTypeFont{std::string{}}, std::runtime_error);
}

} // namespace dossier::web
