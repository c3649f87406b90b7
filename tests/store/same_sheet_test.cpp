// The hint that a sheet was scanned before.

#include "tests/store/archive.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace dossier::store {
namespace {

using namespace std::chrono_literals;

/// A page whose print is like that of others but for so many bits.
Examined page_like(int bits, verify::CheckedDocument card)
{
    auto result = examined({std::move(card)});
    capture::Likeness likeness{};
    for (int i = 0; i < 504 + bits; ++i) {
        likeness[static_cast<std::size_t>(i / 63)] |= std::int64_t{1} << (i % 63);
    }
    result.pages[0].likeness = likeness;
    return result;
}

class SameSheets : public testing::Test {
protected:
    DocumentId read(const std::string& name, const Examined& what)
    {
        archive.now += 1s;
        const auto content = bytes(name);
        (void)archive->keep_original(
            {.intake_key = name,
             .station = station,
             .source_name = name,
             .media_type = "image/png",
             .bytes = content,
             .actor = system_actor()},
            archive.now
        );
        const auto job = archive->claim_job("w", archive.now).value();
        return archive->finish_job(job, what, archive.now).value().at(0);
    }

    std::string hint_of(const DocumentId& id)
    {
        const auto document = archive.view(id);
        std::string text;
        for (const auto& sheet : document.same_sheets) {
            text += std::to_string(sheet.page) + " is " + sheet.source_name + " " +
                    std::to_string(sheet.document_page);
        }
        return text;
    }

    Archive archive;
    std::string station = "desk";
};

TEST_F(SameSheets, AreHintedAtWithTheEarlierFileAndBatch)
{
    const auto first = read("first.png", page_like(0, a_card()));
    const auto second = read("second.png", page_like(120, a_doubtful_card()));
    EXPECT_EQ(hint_of(first), "");
    EXPECT_EQ(hint_of(second), "0 is first.png 0");
    const auto sheet = archive.view(second).same_sheets.at(0);
    EXPECT_EQ(sheet.document_id, first);
    EXPECT_EQ(sheet.state, DocumentState::committed);
    const auto batch = archive->find_batch(whole_site, sheet.batch_id).value();
    EXPECT_EQ(sheet.batch_name, batch.item.announced.name);
    EXPECT_FALSE(batch.files.at(0).pages.at(0).is_scanned_before);
    EXPECT_TRUE(batch.files.at(1).pages.at(0).is_scanned_before);
    EXPECT_TRUE(batch.item.balance.imbalances.empty()) << "it is a hint only";
}

TEST_F(SameSheets, AreTheLikestOfSeveral)
{
    (void)read("far.png", page_like(200, a_card()));
    (void)read("near.png", page_like(10, a_card()));
    (void)read("middle.png", page_like(100, a_card()));
    EXPECT_EQ(hint_of(read("new.png", page_like(0, a_card()))), "0 is near.png 0");
}

TEST_F(SameSheets, AreNotSaidOfCardsThatOnlyLookAlike)
{
    auto other = a_card();
    other.fields[1].field.value = "110105194912310038";
    (void)read("first.png", page_like(0, other));
    EXPECT_EQ(hint_of(read("second.png", page_like(0, a_card()))), "");
}

TEST_F(SameSheets, AreNotSaidOfTheSameNumberOnAnotherSheet)
{
    (void)read("first.png", page_like(0, a_card()));
    EXPECT_EQ(hint_of(read("second.png", page_like(330, a_card()))), "");
}

TEST_F(SameSheets, AreLookedForAtTheirOwnStation)
{
    (void)read("first.png", page_like(0, a_card()));
    station = "counter";
    EXPECT_EQ(hint_of(read("second.png", page_like(0, a_card()))), "");
}

TEST_F(SameSheets, AreLookedForAmongTheNewestFiles)
{
    (void)read("first.png", page_like(0, a_card()));
    for (int i = 0; i < 300; ++i) {
        (void)read("other " + std::to_string(i), examined({a_card()}));
    }
    EXPECT_EQ(hint_of(read("second.png", page_like(0, a_card()))), "");
}

} // namespace
} // namespace dossier::store
