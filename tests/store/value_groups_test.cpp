// Values of many documents that wait for a look at the picture.

#include "tests/store/archive.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace dossier::store {
namespace {

using namespace std::chrono_literals;

class ValueGroups : public testing::Test {
protected:
    DocumentId deliver(verify::CheckedDocument document)
    {
        archive.now += 1s;
        return archive.read("file " + std::to_string(++files), {std::move(document)}).at(0);
    }

    /// A card whose name is in doubt, and may be another.
    static verify::CheckedDocument
    named(const std::string& name, const std::string& other, std::string type = "id_card")
    {
        auto card = a_card();
        card.type = std::move(type);
        card.fields[0] = field("name", name, verify::FieldStatus::review);
        card.fields[0].field.alternatives = {{other, 0.3}};
        card.fields[0].field.sightings.clear();
        return card;
    }

    std::vector<GroupValue> values(const ValuesAsked& asked = {})
    {
        return archive->view_values(asked, archive.verifier, archive.now);
    }

    Archive archive;
    int files = 0;
};

TEST_F(ValueGroups, CountWhatWaitsOfEachField)
{
    (void)deliver(a_doubtful_card());
    (void)deliver(a_doubtful_card());
    (void)deliver(named("张三", "张二"));
    const auto groups = archive->value_groups(whole_site);
    ASSERT_EQ(groups.size(), 2U);
    EXPECT_EQ(groups[0].field, "id_number");
    EXPECT_EQ(groups[0].values, 2);
    EXPECT_EQ(groups[1].field, "name");
    EXPECT_EQ(groups[1].type, "id_card");
}

TEST_F(ValueGroups, ShowAFieldOfManyDocumentsThoseFirstThatWaitLongest)
{
    const auto first = deliver(a_doubtful_card());
    const auto second = deliver(a_doubtful_card());
    (void)deliver(named("张三", "张二"));
    const auto shown = values({.type = "id_card", .field = "id_number", .glyph = {}});
    ASSERT_EQ(shown.size(), 2U);
    EXPECT_EQ(shown[0].document_id, first);
    EXPECT_EQ(shown[1].document_id, second);
    EXPECT_EQ(shown[0].checked.field.value, "11010519491231002X");
    EXPECT_TRUE(shown[0].page.preview);
    EXPECT_EQ(
        values({.type = "id_card", .field = "id_number", .glyph = {}, .limit = 1}).size(), 1U
    );
}

TEST_F(ValueGroups, ShowACharacterWhereverItIsDoubted)
{
    const auto first = deliver(named("李己", "李已"));
    (void)deliver(named("李巴", "李已"));
    const auto other = deliver(named("王己明", "王已明", "passport"));
    (void)deliver(named("己方", "己万"));
    const auto shown = values({.type = {}, .field = {}, .glyph = "己"});
    ASSERT_EQ(shown.size(), 2U) << "not where it is sure";
    EXPECT_EQ(shown[0].document_id, first);
    EXPECT_EQ(shown[1].document_id, other);
    EXPECT_EQ(shown[0].glyphs, std::vector<std::string>{"己"});
}

TEST_F(ValueGroups, LeaveOutWhatIsForTwoOrForOthers)
{
    (void)archive.read_with("blind", blind_number());
    EXPECT_TRUE(values().empty());
    EXPECT_TRUE(archive->value_groups(whole_site).empty());
    const auto held = deliver(a_doubtful_card());
    (void)archive->claim_document(held, archive.other, archive.now);
    EXPECT_TRUE(values().empty()) << "somebody has it open";
    archive.now += 1h;
    EXPECT_EQ(values().size(), 1U) << "and had";
}

TEST_F(ValueGroups, LeaveOutWhatALookCannotConfirm)
{
    auto broken = a_doubtful_card();
    broken.findings = {
        {.code = "id_number.checksum",
         .severity = verify::Severity::error,
         .fields = {"id_number"},
         .message = {}}};
    (void)deliver(broken);
    auto missing = a_doubtful_card();
    missing.fields[1].field.value.clear();
    missing.fields[1].field.box = {};
    (void)deliver(missing);
    EXPECT_TRUE(values().empty());
}

TEST_F(ValueGroups, ForgetWhatWasDecided)
{
    const auto id = deliver(a_doubtful_card());
    (void)archive.confirm(archive.view(id));
    EXPECT_TRUE(values().empty());
    EXPECT_TRUE(archive->value_groups(whole_site).empty());
}

TEST_F(ValueGroups, AreViewedInTheTrail)
{
    const auto id = deliver(a_doubtful_card());
    (void)values();
    const auto entry = archive->audit("", 1).items.at(0);
    EXPECT_EQ(entry.action, "value_viewed");
    EXPECT_EQ(entry.object, "document " + id.text);
    EXPECT_EQ(entry.detail, "id_number");
}

} // namespace
} // namespace dossier::store
