// Documents made of pages of several files, as of a station that writes one file a page.

#include "capture/sheet_code.h"
#include "ocr/bundle.h"
#include "store/error.h"
#include "tests/store/archive.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace dossier::store {
namespace {

using namespace std::chrono_literals;
using capture::PageRole;

StoreOptions across_files(std::string_view how)
{
    auto options = cheap_options();
    options.stations.own["desk"] = {
        .separation = *ocr::parse_separation(how), .across_files = true, .batch_idle = 600s};
    return options;
}

/// What a look at a page finds: d content, b blank, s separator that announces a type, c cover.
Examined looked(std::string_view kinds)
{
    Examined result;
    for (const char kind : kinds) {
        capture::PageFacts page;
        page.index = static_cast<int>(result.pages.size());
        page.width = 2480;
        page.height = 3508;
        page.blank = kind == 'b';
        if (kind == 's') {
            page.role = PageRole::separator;
            page.codes = {{"qr_code", "dossier:separator/1;type=id_card", {0, 0, 10, 10}}};
        }
        if (kind == 'c') {
            page.role = PageRole::cover_sheet;
            page.codes = {
                {"qr_code",
                 code_text(capture::CoverSheet{.batch = "B7", .sheets = 2, .type = {}}),
                 {0, 0, 10, 10}}};
        }
        result.pages.push_back(std::move(page));
    }
    return result;
}

/// What reading a bundle of so many pages finds: one document of all of them.
Examined read_as_one(const Bytes& bundle, verify::CheckedDocument card = a_card())
{
    Examined result;
    const auto parts = ocr::parts_of(bundle).value();
    card.pages.clear();
    for (const auto& part : parts) {
        for (std::size_t i = 0; i < part.pages.size(); ++i) {
            capture::PageFacts page;
            page.index = static_cast<int>(result.pages.size());
            page.width = 2480;
            page.height = 3508;
            card.pages.push_back(page.index);
            result.previews.push_back(
                {.page = page.index, .width = 800, .height = 1131, .jpeg = bytes("JPEG")}
            );
            result.pages.push_back(std::move(page));
        }
    }
    result.documents = {card};
    return result;
}

std::string text(std::span<const std::byte> bytes)
{
    std::string text;
    for (const auto byte : bytes) {
        text += static_cast<char>(byte);
    }
    return text;
}

class Bundles : public testing::Test {
protected:
    /// A file of a page (or several) of these kinds, kept and looked at.
    void deliver(const std::string& name, std::string_view kinds)
    {
        keep(name);
        look(kinds);
    }

    OriginalId keep(const std::string& name)
    {
        archive.now += 1s;
        const auto content = bytes("file " + name);
        return archive
            ->keep_original(
                {.intake_key = "hot desk/" + name,
                 .station = "desk",
                 .source_name = name,
                 .media_type = "image/tiff",
                 .bytes = content,
                 .actor = system_actor()},
                archive.now
            )
            .id;
    }

    void look(std::string_view kinds)
    {
        const auto job = archive->claim_job("w", archive.now).value();
        ASSERT_TRUE(job.look_only);
        ASSERT_TRUE(archive->finish_job(job, looked(kinds), archive.now));
    }

    /// "0001.tif 0, 0002.tif 0 id_card; …": what is made of the pages now, and read; sorted, for
    /// jobs of one moment have no order.
    std::string assembled()
    {
        (void)archive->assemble_documents(archive.now);
        std::vector<std::string> made;
        while (const auto job = archive->claim_job("w", archive.now)) {
            EXPECT_TRUE(job->is_bundle);
            const auto bundle = archive->job_bytes(*job);
            made.push_back(names_of(bundle) + (job->type.empty() ? "" : " " + job->type));
            EXPECT_TRUE(archive->finish_job(*job, read_as_one(bundle, card), archive.now));
        }
        std::ranges::sort(made);
        std::string all;
        for (const auto& each : made) {
            all += (all.empty() ? "" : "; ") + each;
        }
        return all;
    }

    static std::string names_of(const Bytes& bundle)
    {
        std::string names;
        const auto parts = ocr::parts_of(bundle).value();
        for (const auto& part : parts) {
            names += names.empty() ? "" : ", ";
            names += text(part.bytes).substr(5);
            for (const int page : part.pages) {
                names += " " + std::to_string(page);
            }
        }
        return names;
    }

    Batch batch()
    {
        const auto listed = archive->batches(whole_site, {}, "", "", 50).items.at(0);
        auto found = archive->find_batch(whole_site, listed.id).value();
        EXPECT_EQ(listed.balance.counts, found.item.balance.counts);
        EXPECT_EQ(listed.balance.imbalances.size(), found.item.balance.imbalances.size());
        return found;
    }

    std::vector<BatchState> settled()
    {
        std::vector<BatchState> states;
        for (const auto& item : archive->settle_batches(archive.now)) {
            states.push_back(item.state);
        }
        return states;
    }

    Archive archive{across_files("separator")};
    verify::CheckedDocument card = a_card();
};

using States = std::vector<BatchState>;

TEST_F(Bundles, AreMadeOfThePagesBetweenSeparators)
{
    deliver("1", "d");
    deliver("2", "d");
    EXPECT_EQ(assembled(), "") << "a third page may come";
    deliver("3", "s");
    EXPECT_EQ(assembled(), "1 0, 2 0");
    deliver("4", "d");
    EXPECT_EQ(assembled(), "");
    archive.now += 10min;
    EXPECT_EQ(assembled(), "4 0 id_card") << "the station is silent";
    EXPECT_EQ(assembled(), "") << "nothing is made twice";
    EXPECT_TRUE(archive->fsck().is_sound());
}

TEST_F(Bundles, TakePagesOutOfFilesOfSeveral)
{
    deliver("1", "ddsd");
    deliver("2", "dsd");
    EXPECT_EQ(assembled(), "1 0 1; 1 3, 2 0 id_card");
}

TEST_F(Bundles, WaitForFilesThatAreReadLater)
{
    keep("1");
    keep("2");
    const auto first = archive->claim_job("w", archive.now).value();
    const auto second = archive->claim_job("v", archive.now).value();
    const bool in_order = archive->find_original(first.original_id)->source_name == "1";
    const auto& early = in_order ? first : second;
    const auto& late = in_order ? second : first;
    (void)archive->finish_job(late, looked("s"), archive.now).value();
    EXPECT_EQ(assembled(), "") << "nobody knows what the first file is";
    (void)archive->finish_job(early, looked("d"), archive.now).value();
    EXPECT_EQ(assembled(), "1 0");
}

TEST_F(Bundles, AreMadeWhenAllAnnouncedSheetsAreThere)
{
    deliver("1", "c");
    deliver("2", "d");
    EXPECT_EQ(assembled(), "");
    deliver("3", "d");
    EXPECT_EQ(assembled(), "2 0, 3 0") << "the cover says two sheets";
    EXPECT_EQ(settled(), States{BatchState::balanced});
    EXPECT_EQ(settled(), States{BatchState::closed});
}

TEST_F(Bundles, EndWhereTheNextBatchBegins)
{
    deliver("1", "d");
    deliver("2", "c");
    EXPECT_EQ(assembled(), "1 0");
}

TEST_F(Bundles, BalanceWithTheirBatch)
{
    deliver("1", "d");
    deliver("2", "d");
    archive.now += 10min;
    EXPECT_EQ(settled(), States{}) << "the pages wait for their document";
    EXPECT_TRUE(batch().item.balance.imbalances.empty()) << "and nothing is wrong with that";
    EXPECT_TRUE(batch().files.at(0).pages.at(0).is_waiting);
    (void)archive->assemble_documents(archive.now);
    EXPECT_EQ(settled(), States{}) << "the document is not read";
    EXPECT_TRUE(batch().documents.empty());
    EXPECT_EQ(assembled(), "1 0, 2 0");
    const auto full = batch();
    ASSERT_EQ(full.documents.size(), 1U);
    EXPECT_EQ(full.item.balance.counts.documents, 1);
    EXPECT_EQ(full.documents.at(0).original_id, full.files.at(0).original_id);
    EXPECT_EQ(full.documents.at(0).pages, std::vector{0});
    for (const auto& file : full.files) {
        EXPECT_EQ(file.pages.at(0).document_id, full.documents.at(0).id);
    }
    EXPECT_EQ(settled(), States{BatchState::balanced});
    EXPECT_EQ(settled(), States{BatchState::closed});
    const auto receipt = archive->batch_receipt(whole_site, full.item.id).value();
    EXPECT_NE(receipt.find(" 6 1 kept 1\n"), std::string::npos) << receipt;
    EXPECT_NE(receipt.find(" 6 1 kept 2\n"), std::string::npos) << receipt;
}

TEST_F(Bundles, GiveWhatComesTooLateToAPerson)
{
    deliver("1", "c");
    deliver("2", "d");
    deliver("3", "d");
    EXPECT_EQ(assembled(), "2 0, 3 0");
    deliver("4", "d");
    archive.now += 10min;
    EXPECT_EQ(assembled(), "") << "it is attached to nothing";
    EXPECT_EQ(settled(), States{});
    const auto late = batch();
    const auto& imbalances = late.item.balance.imbalances;
    EXPECT_TRUE(std::ranges::any_of(imbalances, [&](const Imbalance& one) {
        return one.kind == ImbalanceKind::page_unassigned &&
               one.original_id == late.files.at(3).original_id;
    }));
}

/// A batch of a doubtful document of two pages, and one that came after its end was known.
class LatePages : public Bundles {
protected:
    LatePages()
    {
        card = a_doubtful_card();
        deliver("1", "c");
        deliver("2", "d");
        deliver("3", "d");
        EXPECT_EQ(assembled(), "2 0, 3 0");
        deliver("4", "d");
    }

    [[nodiscard]] FilePage late() { return {batch().files.at(3).original_id, 0}; }

    [[nodiscard]] DocumentId only_document() { return batch().documents.at(0).id; }

    auto put(const FilePage& page, const std::optional<DocumentId>& document)
    {
        const auto& item = batch().item;
        return archive->put_late_page(
            item.id, page, document, item.version, archive.operator_, archive.now
        );
    }

    ConflictKind refused(const FilePage& page, const std::optional<DocumentId>& document)
    {
        return put(page, document).error().kind;
    }
};

TEST_F(LatePages, AreToldApartFromWhatWaits)
{
    const auto files = batch().files;
    EXPECT_TRUE(files.at(3).pages.at(0).is_late);
    EXPECT_FALSE(files.at(3).pages.at(0).is_waiting);
    EXPECT_FALSE(files.at(2).pages.at(0).is_late);
}

TEST_F(LatePages, ArePutOntoADocumentWhosePagesWereArranged)
{
    const auto whole = only_document();
    const auto version = archive.view(whole).version;
    ASSERT_TRUE(archive->arrange(
        {.from = {{whole, version}},
         .into = {{.type = "id_card", .pages = {{whole, 0}}}, {.type = "", .pages = {{whole, 1}}}}},
        archive.verifier,
        archive.now
    ));
    EXPECT_EQ(assembled(), "2 0 id_card; 3 0");
    const auto documents = batch().documents;
    ASSERT_EQ(documents.size(), 2U);
    ASSERT_TRUE(put(late(), documents.at(1).id));
    EXPECT_EQ(assembled(), "3 0, 4 0");
    EXPECT_EQ(batch().documents.size(), 2U);
    EXPECT_TRUE(archive->fsck().is_sound());
}

TEST_F(LatePages, ArePutOntoADocumentThatIsReadAgainWithThem)
{
    const auto before = only_document();
    const auto item = put(late(), before);
    ASSERT_TRUE(item);
    EXPECT_EQ(item->balance.counts.documents, 0) << "it is being made anew";
    EXPECT_EQ(assembled(), "2 0, 3 0, 4 0");
    const auto full = batch();
    ASSERT_EQ(full.documents.size(), 1U);
    EXPECT_NE(full.documents.at(0).id, before);
    EXPECT_EQ(archive.view(before).state, DocumentState::rejected) << "and stays to be looked at";
    EXPECT_EQ(archive.view(only_document()).pages.size(), 3U);
    EXPECT_TRUE(std::ranges::none_of(full.item.balance.imbalances, [](const Imbalance& one) {
        return one.kind == ImbalanceKind::page_unassigned;
    }));
    EXPECT_EQ(assembled(), "") << "nothing is made twice";
    EXPECT_TRUE(archive->fsck().is_sound());
    const auto entries = archive->audit("", 50).items;
    EXPECT_TRUE(std::ranges::any_of(entries, [&](const AuditEntry& entry) {
        return entry.action == "late_page_put" && entry.actor == archive.operator_.name &&
               entry.detail == "document " + before.text;
    }));
}

TEST_F(LatePages, StandWhereTheirFilesDo)
{
    deliver("5", "s");
    deliver("6", "d");
    archive.now += 10min;
    EXPECT_EQ(assembled(), "6 0 id_card");
    const auto last = batch().documents.at(1).id;
    ASSERT_TRUE(put(late(), last)) << "a person knows better than the separator";
    EXPECT_EQ(assembled(), "4 0, 6 0 id_card");
}

TEST_F(LatePages, ArePutOntoADocumentThatAPersonRejectedForLackOfThem)
{
    const auto document = archive.view(only_document());
    ASSERT_TRUE(archive->reject_document(
        document.id, "a page is missing", document.version, archive.verifier, archive.now
    ));
    ASSERT_TRUE(put(late(), document.id));
    EXPECT_EQ(assembled(), "2 0, 3 0, 4 0");
    EXPECT_EQ(archive.view(document.id).reasons.at(""), "a page is missing");
}

TEST_F(LatePages, BecomeADocumentOfTheirOwn)
{
    deliver("5", "d");
    ASSERT_TRUE(put(late(), std::nullopt));
    EXPECT_EQ(assembled(), "4 0, 5 0") << "with those beside them";
    EXPECT_EQ(batch().documents.size(), 2U);
}

/// The document is a record by the time that a page comes late, and an operator puts that to it.
class Supplements : public LatePages {
protected:
    Supplements()
    {
        const auto document = archive.confirm(archive.view(only_document()));
        record =
            archive->commit_document(document.id, document.version, archive.verifier, archive.now)
                .value()
                .id;
    }

    /// What is read on the page that is put to the record.
    DocumentId put_late(const verify::CheckedDocument& page)
    {
        card = page;
        const auto before = batch().documents.size();
        EXPECT_TRUE(put(late(), only_document()));
        EXPECT_EQ(assembled(), "4 0");
        const auto documents = batch().documents;
        EXPECT_EQ(documents.size(), before + 1);
        return documents.back().id;
    }

    Conflict decided_by(const Document& document, const Actor& actor)
    {
        const auto decided = archive->decide(
            document.discrepancies.at(0).id,
            decision(verify::Action::confirm, ""),
            {},
            document.version,
            actor,
            archive.now
        );
        return decided ? Conflict{} : decided.error();
    }

    RecordId committed(const DocumentId& id)
    {
        auto document = archive.view(id);
        if (!document.discrepancies.empty()) {
            document = archive.confirm(document);
        }
        return archive->commit_document(id, document.version, archive.verifier, archive.now)
            .value()
            .id;
    }

    Record view(const RecordId& id)
    {
        return archive->view_record(id, archive.verifier, archive.now).value();
    }

    RecordId record;
};

TEST_F(Supplements, AreNeverAcceptedWithoutAPerson)
{
    const auto id = put_late(a_card());
    const auto document = archive.view(id);
    EXPECT_EQ(document.state, DocumentState::review) << "though nothing on it is in doubt";
    EXPECT_EQ(document.supplements, record);
    const auto claimed = archive->claim_next(archive.verifier, std::nullopt, archive.now);
    ASSERT_TRUE(claimed);
    EXPECT_EQ(claimed->id, id);
}

TEST_F(Supplements, AreForAnybodyButWhoeverPutThem)
{
    const auto document = archive.view(put_late(a_doubtful_card()));
    const auto& operator_ = archive.operator_;
    EXPECT_FALSE(archive->claim_next(operator_, std::nullopt, archive.now));
    EXPECT_EQ(
        archive->claim_document(document.id, operator_, archive.now).error().kind,
        ConflictKind::not_yours
    );
    EXPECT_EQ(decided_by(document, operator_).kind, ConflictKind::not_yours);
    EXPECT_EQ(
        archive->commit_document(document.id, document.version, operator_, archive.now)
            .error()
            .kind,
        ConflictKind::not_yours
    );
    EXPECT_EQ(
        archive->queue(operator_, "", 10, archive.now).items.at(0).waits_for,
        WaitsFor::second_person
    );
    EXPECT_TRUE(archive->claim_next(archive.verifier, std::nullopt, archive.now));
}

TEST_F(Supplements, AreRecordsBesideTheirsAndBothSaySo)
{
    const auto before = view(record);
    const auto supplement = committed(put_late(a_doubtful_card()));
    const auto after = view(record);
    EXPECT_EQ(after.pages.size(), before.pages.size()) << "nothing is added to a record";
    ASSERT_EQ(after.supplemented_by.size(), 1U);
    EXPECT_EQ(after.supplemented_by.at(0).id, supplement);
    EXPECT_EQ(view(supplement).supplements->id, record);
    EXPECT_TRUE(std::ranges::any_of(after.history, [&](const AuditEntry& entry) {
        return entry.action == "supplement_put" && entry.actor == archive.operator_.name;
    }));
    EXPECT_TRUE(archive->fsck().is_sound());
}

TEST_F(Supplements, BelongToTheCustomerOfTheirRecordWhereTheyNameNone)
{
    auto page = a_doubtful_card();
    std::erase_if(page.fields, [](const auto& checked) { return checked.field.name != "name"; });
    (void)committed(put_late(page));
    const auto customers = archive->customers(whole_site, "", 10).items;
    ASSERT_EQ(customers.size(), 1U);
    const auto customer =
        archive->view_customer(customers.at(0).id, archive.verifier, archive.now).value();
    EXPECT_EQ(customer.records.size(), 2U);
}

TEST_F(Supplements, StaySoHoweverTheirPagesAreArranged)
{
    const auto document = archive.view(put_late(a_card()));
    ASSERT_TRUE(archive->arrange(
        {.from = {{document.id, document.version}},
         .into = {{.type = "passport", .pages = {{document.id, 0}}}}},
        archive.verifier,
        archive.now
    ));
    EXPECT_EQ(assembled(), "4 0 passport");
    const auto made = archive.view(batch().documents.back().id);
    EXPECT_NE(made.id, document.id);
    EXPECT_EQ(made.supplements, record);
    EXPECT_EQ(made.state, DocumentState::review);
}

TEST_F(Supplements, CannotBePartedFromTheirRecordBeneathTheService)
{
    const auto id = put_late(a_card());
    ASSERT_EQ(archive.with_shell("DELETE FROM supplement"), 1);
    EXPECT_THROW((void)archive.view(id), Tampered);
    EXPECT_FALSE(archive->fsck().is_sound());
}

TEST_F(LatePages, AreNotPutOntoADocumentThatSomebodyWorksOn)
{
    ASSERT_TRUE(archive->claim_document(only_document(), archive.verifier, archive.now));
    EXPECT_EQ(refused(late(), only_document()), ConflictKind::claimed_by_other);
}

TEST_F(LatePages, ArePutByNobodyWhoSawAnotherVersion)
{
    const auto item = batch().item;
    const auto page = late();
    ASSERT_TRUE(put(page, only_document()));
    const auto again = archive->put_late_page(
        item.id, page, std::nullopt, item.version, archive.operator_, archive.now
    );
    EXPECT_EQ(again.error().kind, ConflictKind::version_changed);
    EXPECT_EQ(refused(page, std::nullopt), ConflictKind::not_allowed) << "it is on one already";
}

TEST_F(LatePages, AreNoPagesThatAreInTime)
{
    EXPECT_EQ(refused({batch().files.at(1).original_id, 0}, {}), ConflictKind::not_allowed);
    EXPECT_EQ(refused({{"nothing"}, 0}, only_document()), ConflictKind::not_allowed);
    EXPECT_EQ(refused(late(), DocumentId{"nothing"}), ConflictKind::not_found);
}

TEST_F(LatePages, DoNotReplaceADocumentBeneathTheArchive)
{
    ASSERT_TRUE(put(late(), only_document()));
    (void)assembled();
    archive.with_shell("UPDATE bundle_page SET is_replaced = 1");
    EXPECT_FALSE(archive->fsck().is_sound());
}

TEST_F(Bundles, HoldADocumentWithAFileThatCannotBeReadForAPerson)
{
    deliver("1", "d");
    keep("2");
    const auto job = archive->claim_job("w", archive.now).value();
    (void)archive->fail_job(
        job, {.code = "broken", .message = "It is."}, Store::Retry::never, archive.now
    );
    deliver("3", "d");
    deliver("4", "s");
    deliver("5", "d");
    archive.now += 10min;
    EXPECT_EQ(assembled(), "5 0 id_card") << "the one beside it is none of its business";
    EXPECT_EQ(settled(), States{});
    const auto item = batch().item;
    ASSERT_TRUE(archive->accept_batch(
        item.id, "rescanned elsewhere", item.version, archive.operator_, archive.now
    ));
    EXPECT_EQ(assembled(), "1 0, 3 0");
    EXPECT_EQ(settled(), States{BatchState::closed});
}

TEST_F(Bundles, WithAnUnreadableFileAreMadeWholeWhenItIsReadAfterAll)
{
    deliver("1", "d");
    const auto second = keep("2");
    const auto job = archive->claim_job("w", archive.now).value();
    (void)archive->fail_job(
        job, {.code = "broken", .message = "It is."}, Store::Retry::never, archive.now
    );
    deliver("3", "s");
    EXPECT_EQ(assembled(), "");
    ASSERT_TRUE(archive->retry_original(second, archive.operator_, archive.now));
    look("d");
    EXPECT_EQ(assembled(), "1 0, 2 0");
}

TEST_F(Bundles, EndWithTheLastFileWhenNothingMoreComes)
{
    deliver("1", "d");
    EXPECT_TRUE(archive->assemble_documents(archive.now).empty());
    EXPECT_EQ(archive->assemble_documents(archive.now, Arrivals::are_over).size(), 1U);
    EXPECT_TRUE(archive->assemble_documents(archive.now, Arrivals::are_over).empty());
}

TEST_F(Bundles, AreMadeOfABatchThatWasLookedAtInVainOnceSomethingComes)
{
    deliver("1", "d");
    for (int look = 0; look < 3; ++look) {
        EXPECT_TRUE(archive->assemble_documents(archive.now).empty());
    }
    deliver("2", "d");
    EXPECT_TRUE(archive->assemble_documents(archive.now).empty());
    deliver("3", "s");
    EXPECT_EQ(archive->assemble_documents(archive.now).size(), 1U);
}

TEST_F(Bundles, AreMadeOfABatchThatWasLookedAtInVainOnceItsStationIsSilent)
{
    deliver("1", "d");
    EXPECT_TRUE(archive->assemble_documents(archive.now).empty());
    archive.now += 10min;
    EXPECT_EQ(archive->assemble_documents(archive.now).size(), 1U);
}

TEST_F(Bundles, AreTheSameAfterARestartAtAnyStep)
{
    const std::string kinds = "ddsdsdd";
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        deliver(std::to_string(i), kinds.substr(i, 1));
        (void)archive->assemble_documents(archive.now);
        archive.close();
        archive.open();
        // Bundles are found in the queue again; their reading is done with the last of them.
        while (const auto job = archive->claim_job("w", archive.now)) {
            const auto bundle = archive->job_bytes(*job);
            (void)archive->finish_job(*job, read_as_one(bundle), archive.now).value();
        }
    }
    archive.now += 10min;
    (void)assembled();
    const auto full = batch();
    EXPECT_EQ(full.documents.size(), 3U);
    EXPECT_TRUE(full.item.balance.imbalances.empty());
    EXPECT_EQ(archive->assemble_documents(archive.now).size(), 0U);
    EXPECT_TRUE(archive->fsck().is_sound());
}

TEST_F(Bundles, GiveTheirRecordEveryFileOnce)
{
    deliver("1", "d");
    deliver("2", "dd");
    archive.now += 10min;
    (void)assembled();
    const auto item = archive->records(whole_site, "", "", 10).items.at(0);
    EXPECT_EQ(item.source_name, "1 – 2");
    const auto record = archive->view_record(item.id, archive.verifier, archive.now).value();
    EXPECT_EQ(
        std::ranges::count(record.attachments, AttachmentKind::original, &Attachment::kind), 2
    );
    EXPECT_EQ(record.pages.size(), 3U);
    const auto file = [&](int number) {
        return text(archive->record_original(item.id, archive.verifier, archive.now, number).value()
        );
    };
    EXPECT_EQ(file(0), "file 1");
    EXPECT_EQ(file(1), "file 2");
    EXPECT_FALSE(archive->record_original(item.id, archive.verifier, archive.now, 2));
    EXPECT_TRUE(archive->record_image(item.id, 2, archive.verifier, archive.now));
}

TEST_F(Bundles, AreReviewedAsOneDocument)
{
    card = a_doubtful_card();
    deliver("1", "d");
    deliver("2", "d");
    archive.now += 10min;
    (void)assembled();
    const auto queue = archive->queue(archive.verifier, "", 10, archive.now).items;
    ASSERT_EQ(queue.size(), 1U);
    EXPECT_EQ(queue.at(0).source_name, "1 – 2");
    EXPECT_EQ(archive.view(queue.at(0).document_id).pages.size(), 2U);
    EXPECT_TRUE(
        archive->page_image(queue.at(0).document_id, 1, archive.verifier, archive.now).has_value()
    );
    archive.now += 1s;
    EXPECT_EQ(settled(), States{BatchState::balanced});
    EXPECT_EQ(settled(), States{}) << "its document waits for a person";
}

TEST_F(Bundles, CannotBeEditedBeneathTheArchive)
{
    deliver("1", "d");
    deliver("2", "d");
    archive.now += 10min;
    (void)assembled();
    EXPECT_TRUE(archive->fsck().is_sound());
    archive.with_shell("UPDATE bundle_page SET position = position + 5 WHERE position = 0");
    EXPECT_THROW((void)batch(), Tampered);
    EXPECT_FALSE(archive->fsck().is_sound());
}

} // namespace
} // namespace dossier::store
