// What services outside are asked waits in a queue that survives everything, and what they say is
// evidence that nobody can edit.

#include "tests/store/archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dossier::store {
namespace {

using namespace std::chrono_literals;
using testing::AnyOf;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::Pair;
using verify::AskWhen;
using verify::CheckState;
using verify::Outcome;

constexpr auto lease = 10s;

verify::Connector mail()
{
    return {.name = "mail", .kind = "email", .about = "email", .fields = {"email"}};
}

class ExternalChecks : public testing::Test {
protected:
    explicit ExternalChecks(AskWhen when = AskWhen::read)
    {
        auto options = cheap_options();
        options.connectors = {police(when), mail()};
        archive.emplace(options);
    }

    DocumentId a_waiting_document()
    {
        return (*archive).read(std::to_string(++files_), {a_doubtful_card()}).at(0);
    }

    CheckJob claim(std::string_view connector = "police")
    {
        return (*archive)->claim_check(connector, lease, archive->now).value();
    }

    void answer(Outcome outcome)
    {
        ASSERT_TRUE((*archive)->finish_check(
            claim(),
            {.outcome = outcome, .answer_sha256 = "ab", .reference = "R-1"},
            {},
            archive->now
        ));
    }

    verify::ExternalCheck check_of(const DocumentId& id, std::string_view connector = "police")
    {
        for (const auto& check : archive->view(id).external_checks) {
            if (check.connector == connector) {
                return check;
            }
        }
        return {};
    }

    std::vector<std::string> external_codes(const DocumentId& id)
    {
        std::vector<std::string> codes;
        for (const auto& finding : archive->view(id).checked.findings) {
            codes.push_back(finding.code);
        }
        return codes;
    }

    bool was_audited(std::string_view action, std::string_view detail)
    {
        const auto trail = (*archive)->audit("", 200).items;
        return std::ranges::any_of(trail, [&](const AuditEntry& entry) {
            return entry.action == action && entry.detail == detail;
        });
    }

    std::optional<Archive> archive;

private:
    int files_ = 0;
};

class ExternalChecksAtCommit : public ExternalChecks {
protected:
    ExternalChecksAtCommit() : ExternalChecks(AskWhen::commit) {}
};

TEST_F(ExternalChecks, AreAskedAsSoonAsADocumentIsRead)
{
    const auto id = a_waiting_document();
    EXPECT_EQ(check_of(id).state, CheckState::waiting);
    EXPECT_THAT(external_codes(id), ElementsAre("identity.unanswered"));
    EXPECT_TRUE(was_audited("external_check_asked", "police"));
    const auto job = claim();
    EXPECT_THAT(
        job.asked, ElementsAre(Pair("id_number", "11010519491231002X"), Pair("name", "SECRETNAME"))
    );
    EXPECT_FALSE((*archive)->claim_check("police", lease, archive->now)) << "it is claimed";
}

TEST_F(ExternalChecks, KeepAMatchAsEvidenceThatIsValidForATime)
{
    const auto id = a_waiting_document();
    answer(Outcome::match);
    const auto check = check_of(id);
    EXPECT_EQ(check.state, CheckState::answered);
    EXPECT_EQ(check.outcome, Outcome::match);
    EXPECT_EQ(check.answer_sha256 + check.reference, "abR-1");
    EXPECT_EQ(check.valid_until, archive->now + std::chrono::days{180});
    EXPECT_THAT(external_codes(id), IsEmpty());
    EXPECT_TRUE(was_audited("external_check_answered", "police match"));
    EXPECT_EQ(archive->view(id).version, 1) << "nothing of the document changed";
}

TEST_F(ExternalChecks, SendAMismatchToAPersonAndItBlocksTheCommitUntilTheyDecide)
{
    auto card = a_card();
    card.fields[0].status = verify::FieldStatus::review; // the name waits, the number does not
    const auto id = archive->read("1", {card}).at(0);
    answer(Outcome::mismatch);
    auto document = archive->confirm(archive->view(id));
    EXPECT_THAT(external_codes(id), ElementsAre("identity.mismatch"));
    ASSERT_EQ(document.discrepancies.size(), 2);
    EXPECT_EQ(document.discrepancies[1].field, "id_number");
    EXPECT_FALSE((*archive)->commit_document(id, document.version, archive->verifier, archive->now)
    );
    const auto decided = (*archive)->decide(
        document.discrepancies[1].id,
        decision(verify::Action::confirm),
        {},
        document.version,
        archive->verifier,
        archive->now
    );
    ASSERT_TRUE(decided);
    EXPECT_TRUE((*archive)->commit_document(id, decided->version, archive->verifier, archive->now));
    EXPECT_TRUE(was_audited("discrepancy_opened", "id_number"));
}

TEST_F(ExternalChecks, OpenAgainWhatAPersonHadSettledWithoutKnowingTheAnswer)
{
    const auto id = a_waiting_document();
    const auto settled = archive->confirm(archive->view(id));
    answer(Outcome::not_found);
    const auto document = archive->view(id);
    EXPECT_EQ(document.discrepancies.at(0).state, verify::DiscrepancyState::open);
    EXPECT_GT(document.version, settled.version) << "whoever looks at it is told";
    EXPECT_TRUE(was_audited("discrepancy_reopened", "id_number"));
}

TEST_F(ExternalChecks, NeverBlockARecordAndAreShownOnIt)
{
    const auto id = archive->read("1", {a_card()}).at(0);
    const auto document = archive->view(id);
    ASSERT_EQ(document.state, DocumentState::committed);
    answer(Outcome::mismatch);
    const auto record =
        (*archive)->view_record(*document.record_id, archive->verifier, archive->now).value();
    ASSERT_THAT(record.external_checks, testing::SizeIs(1));
    EXPECT_EQ(record.external_checks[0].outcome, Outcome::mismatch);
    EXPECT_TRUE(std::ranges::any_of(record.history, [](const AuditEntry& entry) {
        return entry.detail == "police mismatch";
    }));
}

TEST_F(ExternalChecks, AreAskedAgainWhenAPersonChangesWhatWasAsked)
{
    const auto id = a_waiting_document();
    answer(Outcome::mismatch);
    const auto document = archive->view(id);
    ASSERT_TRUE((*archive)->decide(
        document.discrepancies.at(0).id,
        decision(verify::Action::correct, "440524188001010014"),
        {},
        document.version,
        archive->verifier,
        archive->now
    ));
    EXPECT_EQ(check_of(id).state, CheckState::waiting);
    EXPECT_EQ(claim().asked.at("id_number"), "440524188001010014");
}

TEST_F(ExternalChecks, AreAskedAgainWhenTheRecordIsCorrected)
{
    const auto id = archive->read("1", {a_card()}).at(0);
    answer(Outcome::mismatch);
    const auto record_id = archive->view(id).record_id.value();
    const auto proposed = (*archive)->propose_correction(
        record_id,
        {.field = "name", .value = "RIGHTNAME", .reason = "misread", .findings = {}},
        archive->verifier,
        archive->now
    );
    ASSERT_TRUE(proposed);
    ASSERT_TRUE((*archive)->decide_correction(
        proposed->item.id, {.approve = true, .reason = {}}, archive->arbiter, archive->now
    ));
    EXPECT_EQ(claim().asked.at("name"), "RIGHTNAME");
}

TEST_F(ExternalChecks, AreNotAskedAgainWhenNothingOfItChanged)
{
    const auto id = a_waiting_document();
    answer(Outcome::match);
    const auto document = archive->confirm(archive->view(id));
    ASSERT_TRUE((*archive)->commit_document(id, document.version, archive->verifier, archive->now));
    EXPECT_EQ(check_of(id).state, CheckState::answered);
}

TEST_F(ExternalChecks, AreNotAskedAboutARejectedDocument)
{
    const auto id = a_waiting_document();
    const auto document = archive->view(id);
    ASSERT_TRUE((*archive)->reject_document(
        id, "not ours", document.version, archive->verifier, archive->now
    ));
    EXPECT_FALSE((*archive)->claim_check("police", lease, archive->now));
    EXPECT_EQ((*archive)->waiting_checks("police"), 0);
    EXPECT_FALSE((*archive)->ask_external(id, "police", archive->verifier, archive->now));
}

TEST_F(ExternalChecks, AreOfferedAgainWhenTheirLeaseRanOutUnderTheSameId)
{
    (void)a_waiting_document();
    const auto first = claim();
    archive->now += lease;
    archive->close();
    archive->open(); // and survive a restart
    const auto second = claim();
    EXPECT_EQ(second.id, first.id);
    EXPECT_EQ(second.attempts, 2);
    EXPECT_FALSE(
        (*archive)->finish_check(first, {.answer_sha256 = {}, .reference = {}}, {}, archive->now)
    ) << "the first claim is no longer whose it is";
    EXPECT_TRUE(was_audited("external_check_answered", "stale_fence"));
    EXPECT_TRUE(
        (*archive)->finish_check(second, {.answer_sha256 = {}, .reference = {}}, {}, archive->now)
    );
}

TEST_F(ExternalChecks, WaitUntilTheyAreDueAgainAndSayWhy)
{
    const auto id = a_waiting_document();
    ASSERT_TRUE((*archive)->put_off_check(claim(), "timed_out", archive->now + 1min, archive->now));
    EXPECT_EQ(check_of(id).trouble, "timed_out");
    EXPECT_EQ((*archive)->waiting_checks("police"), 1);
    EXPECT_FALSE((*archive)->claim_check("police", lease, archive->now));
    archive->now += 1min;
    EXPECT_TRUE((*archive)->claim_check("police", lease, archive->now));
}

TEST_F(ExternalChecks, AreAskedAgainByAPersonAndTheOldEvidenceStays)
{
    const auto id = a_waiting_document();
    answer(Outcome::match);
    ASSERT_TRUE((*archive)->ask_external(id, "police", archive->verifier, archive->now));
    EXPECT_EQ(check_of(id).state, CheckState::waiting);
    EXPECT_EQ(check_of(id).asked_by, "vera");
    archive->close();
    EXPECT_EQ(
        archive->with_shell("UPDATE external_check SET trouble = '' WHERE outcome = 'match'"), 1
    );
}

TEST_F(ExternalChecks, KeepTheirDoubtWhileTheServiceIsAskedOnceMore)
{
    const auto id = archive->read("1", {a_card()}).at(0);
    answer(Outcome::mismatch);
    ASSERT_TRUE((*archive)->ask_external(id, "police", archive->verifier, archive->now));
    EXPECT_EQ(check_of(id).state, CheckState::waiting);
    EXPECT_EQ(check_of(id).outcome, Outcome::mismatch);
    const auto listed = (*archive)->records(whole_site, {}, "", 10).items.at(0);
    EXPECT_TRUE(listed.has_external_doubt);
    answer(Outcome::match);
    EXPECT_EQ(check_of(id).outcome, Outcome::match);
    EXPECT_FALSE((*archive)->records(whole_site, {}, "", 10).items.at(0).has_external_doubt);
}

TEST_F(ExternalChecks, SayWhatCannotBeAsked)
{
    const auto id = a_waiting_document();
    const auto missing = (*archive)->ask_external(id, "mail", archive->verifier, archive->now);
    EXPECT_EQ(missing.error().kind, ConflictKind::not_allowed);
    const auto unknown = (*archive)->ask_external(id, "nobody", archive->verifier, archive->now);
    EXPECT_EQ(unknown.error().kind, ConflictKind::not_found);
}

TEST_F(ExternalChecksAtCommit, AreAskedWhenTheRecordIsMadeAndNotBefore)
{
    const auto id = a_waiting_document();
    EXPECT_EQ(check_of(id).state, CheckState::not_asked);
    const auto document = archive->confirm(archive->view(id));
    ASSERT_TRUE((*archive)->commit_document(id, document.version, archive->verifier, archive->now));
    EXPECT_EQ(check_of(id).state, CheckState::waiting);
}

TEST_F(ExternalChecks, TellWhoKeysBlindThatThereIsADoubtAndNotTheValue)
{
    const auto id = archive->read_with("blind", blind_number());
    answer(Outcome::mismatch);
    const auto document = archive->view(id);
    EXPECT_THAT(external_codes(id), ElementsAre("identity.mismatch"));
    EXPECT_EQ(document.checked.find_field("id_number")->field.value, "");
    EXPECT_TRUE(document.external_checks.at(0).is_current) << "whatever this person may see";
    EXPECT_EQ(document.discrepancies.size(), 1) << "it waits for people anyway";
}

TEST_F(ExternalChecks, SendANewDoubtToAsManyPeopleAsTheFieldNeeds)
{
    auto card = a_card();
    card.fields[0].status = verify::FieldStatus::review;
    const auto id = archive->read("1", {card}).at(0);
    FieldRules rules;
    rules.second_eyes = [](const verify::CheckedDocument&, const std::string& field) {
        return field == "id_number" ? verify::SecondEyes::shown : verify::SecondEyes::none;
    };
    ASSERT_TRUE((*archive)->finish_check(
        claim(),
        {.outcome = Outcome::mismatch, .answer_sha256 = {}, .reference = {}},
        rules,
        archive->now
    ));
    const auto doubt = archive->view(id).discrepancies.at(1);
    EXPECT_EQ(doubt.field, "id_number");
    EXPECT_EQ(doubt.second_eyes, verify::SecondEyes::shown);
}

TEST_F(ExternalChecks, AreNotBelievedWhenTheyWereEdited)
{
    const auto id = a_waiting_document();
    answer(Outcome::mismatch);
    archive->close();
    ASSERT_EQ(archive->with_shell("UPDATE external_check SET outcome = 'match'"), 1);
    archive->open();
    EXPECT_THROW((void)archive->view(id), Tampered);
    EXPECT_FALSE((*archive)->fsck().is_sound());
}

TEST_F(ExternalChecks, ThatWereEditedDoNotHoldUpTheOthers)
{
    const auto edited = a_waiting_document();
    archive->now += 1s;
    const auto sound = a_waiting_document();
    archive->close();
    ASSERT_EQ(
        archive->with_shell(
            "UPDATE external_check SET asked_by = 'eve' WHERE document_id = '" + edited.text + "'"
        ),
        1
    );
    archive->open();
    EXPECT_EQ(claim().document_id, sound);
    EXPECT_FALSE((*archive)->claim_check("police", lease, archive->now));
}

TEST_F(ExternalChecks, HoldNoValueInTheDatabase)
{
    (void)a_waiting_document();
    answer(Outcome::mismatch);
    archive->close();
    for (const auto* const column : {"fields", "sealed", "values_mac", "trouble", "about"}) {
        EXPECT_EQ(
            archive->with_shell(
                std::string("UPDATE external_check SET id = id WHERE instr(") + column +
                ", '11010519491231002X') OR instr(" + column + ", 'SECRETNAME')"
            ),
            0
        ) << column;
    }
}

// --- codes by mail

class EmailCodes : public ExternalChecks {
protected:
    EmailCodes()
    {
        auto form = a_doubtful_card();
        form.fields.push_back(field("email", "zhang@example.com"));
        id = archive->read("form", {form}).at(0);
        EXPECT_TRUE((*archive)->ask_external(id, "mail", archive->verifier, archive->now));
    }

    std::string send(std::chrono::milliseconds lifetime = 15min)
    {
        const auto job = claim("mail");
        const auto code = (*archive)->draw_check_code(job, lifetime, archive->now).value();
        EXPECT_TRUE((*archive)->note_code_sent(job, archive->now));
        return code;
    }

    std::optional<CodeRefusal> enter(const std::string& code)
    {
        const auto done =
            (*archive)->confirm_check_code(id, "mail", code, archive->verifier, archive->now);
        return done ? std::nullopt : std::optional{done.error()};
    }

    static std::string another(std::string code)
    {
        code[0] = code[0] == '9' ? '0' : static_cast<char>(code[0] + 1);
        return code;
    }

    DocumentId id;
};

TEST_F(EmailCodes, AreSixDigitsAndConfirmTheAddress)
{
    EXPECT_EQ(enter("000000"), CodeRefusal::not_sent);
    const auto code = send();
    EXPECT_THAT(code, MatchesRegex("[0-9]{6}"));
    EXPECT_EQ(check_of(id, "mail").state, CheckState::code_sent);
    EXPECT_EQ(enter(code), std::nullopt);
    EXPECT_EQ(check_of(id, "mail").outcome, Outcome::match);
    EXPECT_EQ(enter(code), CodeRefusal::not_sent) << "once";
}

TEST_F(EmailCodes, AreUsedUpByWrongTries)
{
    const auto code = send();
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(enter(another(code)), CodeRefusal::wrong);
    }
    EXPECT_EQ(enter(code), CodeRefusal::used_up);
    EXPECT_EQ(check_of(id, "mail").code_tries_left, 0);
    EXPECT_TRUE(was_audited("external_check_code_wrong", "mail"));
}

TEST_F(EmailCodes, Expire)
{
    const auto code = send(1min);
    archive->now += 1min;
    EXPECT_EQ(enter(code), CodeRefusal::expired);
}

TEST_F(EmailCodes, OfAnEarlierMailAreWrong)
{
    const auto first = send();
    ASSERT_TRUE((*archive)->ask_external(id, "mail", archive->verifier, archive->now));
    EXPECT_EQ(enter(first), CodeRefusal::not_sent);
    const auto second = send();
    EXPECT_EQ(enter(first == second ? another(first) : first), CodeRefusal::wrong);
    EXPECT_EQ(enter(second), std::nullopt);
}

TEST_F(EmailCodes, CannotBeGivenMoreTriesInTheDatabase)
{
    const auto code = send();
    for (int i = 0; i < 5; ++i) {
        (void)enter(another(code));
    }
    archive->close();
    ASSERT_EQ(
        archive->with_shell("UPDATE external_check SET code_tries = 0 WHERE connector = 'mail'"), 1
    );
    archive->open();
    EXPECT_THROW((void)enter(code), Tampered);
}

} // namespace
} // namespace dossier::store
