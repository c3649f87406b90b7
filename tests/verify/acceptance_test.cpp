// What learning to accept promises, against a world whose error rates are known: records of good
// and bad pages, whose confidences say how often their values are wrong. Every rate is worked out,
// none is estimated; only the evidence is drawn at random, again and again.

#include "verify/acceptance.h"
#include "verify/learning/binomial.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <random>

namespace dossier::verify {

namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Key;
using testing::Not;
using testing::Pair;

// --- the arithmetic ---

TEST(Binomial, NeedsThreeThousandRecordsWithoutAnErrorToProveOneInAThousand)
{
    EXPECT_LT(upper_bound(0, 2'995, 0.95), 0.001);
    EXPECT_GT(upper_bound(0, 2'994, 0.95), 0.001);
}

TEST(Binomial, BoundsAsClopperAndPearsonPublished)
{
    EXPECT_NEAR(upper_bound(0, 10, 0.95), 0.2589, 1e-4);
    EXPECT_NEAR(upper_bound(1, 10, 0.95), 0.3942, 1e-4);
    EXPECT_NEAR(upper_bound(5, 100, 0.975), 0.1128, 1e-4);
    EXPECT_DOUBLE_EQ(upper_bound(0, 0, 0.95), 1.0);
    EXPECT_DOUBLE_EQ(upper_bound(7, 7, 0.95), 1.0);
}

TEST(Binomial, SumsItsTermsAlsoWhereTheFirstUnderflows)
{
    EXPECT_NEAR(chance_of_at_most(1'000, 1'000'000, 0.001), 0.508, 1e-3);
    EXPECT_NEAR(chance_of_at_most(4, 9, 0.5), 0.5, 1e-12);
    EXPECT_NEAR(chance_of_at_least(3, 1.0), 1 - 2.5 / std::exp(1.0), 1e-12);
}

// --- the world ---

constexpr std::array confidences{0.99995, 0.9992, 0.996, 0.96};

struct Mixture {
    std::array<double, confidences.size()> chances; ///< of each confidence
    double wrong_as_said; ///< times 1 - confidence: how often a value is wrong
};

/// One in ten pages is bad: its values are less sure, and wrong together.
constexpr Mixture good_page{.chances = {0.90, 0.06, 0.03, 0.01}, .wrong_as_said = 0.5};
constexpr Mixture bad_page{.chances = {0.50, 0.20, 0.15, 0.15}, .wrong_as_said = 1.5};
constexpr double bad_pages = 0.1;
constexpr int fields = 5;

/// What a reader really makes of a value it calls so sure; calibrated when `inflation` is 1.
double chance_of_wrong(double confidence, const Mixture& page, double inflation)
{
    return std::min(1.0, (1.0 - confidence) * page.wrong_as_said * inflation);
}

Lane lane_of(int field)
{
    return {.field = "field_" + std::to_string(field), .vouched = false};
}

class World {
public:
    explicit World(unsigned seed) : random_(seed) {}

    std::vector<SeenRecord> records(int count, double inflation = 1.0, bool recent = false)
    {
        std::vector<SeenRecord> made;
        for (int i = 0; i < count; ++i)
            made.push_back(record(i, inflation, recent));
        return made;
    }

private:
    SeenRecord record(int number, double inflation, bool recent)
    {
        const Mixture& page = chance() < bad_pages ? bad_page : good_page;
        SeenRecord record{
            .type = "card",
            .values = {},
            .sampled = true,
            .proves = number % 2 == 0,
            .is_recent = recent};
        for (int field = 0; field < fields; ++field) {
            const double confidence = pick_confidence(page);
            const double wrong = chance_of_wrong(confidence, page, inflation);
            record.values.push_back(
                {.lane = lane_of(field), .confidence = confidence, .wrong = chance() < wrong}
            );
        }
        return record;
    }

    double chance() { return std::uniform_real_distribution{}(random_); }

    double pick_confidence(const Mixture& page)
    {
        double left = chance();
        std::size_t i = 0;
        for (; i + 1 < confidences.size() && left >= page.chances[i]; ++i)
            left -= page.chances[i];
        return confidences[i];
    }

    std::mt19937 random_;
};

/// The true share of accepted records (`any` value accepted, or the `whole` of it) that hold a
/// wrong accepted value, worked out from the mixtures.
struct Truth {
    double any = 0.0;
    double whole = 0.0;
};

Truth truth_of(const Acceptance& acceptance, double inflation)
{
    double accepted = 0.0;
    double accepted_whole = 0.0;
    double right = 0.0;
    double right_whole = 0.0;
    for (const auto& [page, share] :
         {std::pair{&good_page, 1 - bad_pages}, {&bad_page, bad_pages}}) {
        double none_passes = 1.0;
        double none_wrong = 1.0;
        double all_pass = 1.0;
        double all_pass_right = 1.0;
        for (int field = 0; field < fields; ++field) {
            const auto least = acceptance.least.find(lane_of(field));
            double passes = 0.0;
            double passes_wrong = 0.0;
            for (std::size_t i = 0; i < confidences.size(); ++i) {
                if (least == acceptance.least.end() || confidences[i] < least->second) continue;
                passes += page->chances[i];
                passes_wrong +=
                    page->chances[i] * chance_of_wrong(confidences[i], *page, inflation);
            }
            none_passes *= 1 - passes;
            none_wrong *= 1 - passes_wrong;
            all_pass *= passes;
            all_pass_right *= passes - passes_wrong;
        }
        accepted += share * (1 - none_passes);
        right += share * (none_wrong - none_passes);
        accepted_whole += share * all_pass;
        right_whole += share * all_pass_right;
    }
    return {
        .any = accepted > 0 ? 1 - right / accepted : 0.0,
        .whole = accepted_whole > 0 ? 1 - right_whole / accepted_whole : 0.0};
}

// --- the promise ---

constexpr int repetitions = 1'000;

constexpr int promised(int repeated = repetitions)
{
    return repeated * 95 / 100;
}

/// What a reader makes of its errors, in the time that is learnt from and from then on.
struct Inflation {
    double before = 1.0;
    double after = 1.0;
};

struct Count {
    int kept = 0;       ///< no more accepted records hold a wrong value than promised
    int kept_whole = 0; ///< nor of those that no person sees
    int accepting = 0;
    int passing_whole = 0;
    double open_lanes = 0.0;
};

Count repeat(
    int records,
    const Inflation& inflation,
    const AcceptanceRules& rules,
    int repeated = repetitions
)
{
    Count count;
    for (int seed = 0; seed < repeated; ++seed) {
        const auto evidence = World{static_cast<unsigned>(seed)}.records(records, inflation.before);
        const Acceptance learnt = learn_acceptance(evidence, rules).at("card");
        const Truth truth = truth_of(learnt, inflation.after);
        count.kept += truth.any < rules.target ? 1 : 0;
        count.kept_whole += !learnt.passes_whole || truth.whole < rules.target ? 1 : 0;
        count.accepting += learnt.least.empty() ? 0 : 1;
        count.passing_whole += learnt.passes_whole ? 1 : 0;
        count.open_lanes += static_cast<double>(learnt.least.size()) / repeated;
    }
    return count;
}

constexpr AcceptanceRules one_in_a_thousand{};
constexpr AcceptanceRules one_in_a_hundred{.target = 0.01};

/// 200 times; 1,000 times with DOSSIER_CAMPAIGN=1.
TEST(Acceptance, KeepsItsPromiseOfOneInAThousandRecords)
{
    const bool campaign =
        std::getenv("DOSSIER_CAMPAIGN") != nullptr; // NOLINT(concurrency-mt-unsafe)
    const int repeated = campaign ? repetitions : 200;
    const Count count = repeat(20'000, {}, one_in_a_thousand, repeated);
    EXPECT_GE(count.kept, promised(repeated));
    EXPECT_GE(count.kept_whole, promised(repeated));
    // A promise is easily kept by accepting nothing.
    EXPECT_GE(count.accepting, promised(repeated));
    EXPECT_GE(count.passing_whole, repeated / 2);
    EXPECT_GE(count.open_lanes, fields - 0.5);
}

/// A reader so bad that all fields together break the promise at any confidence: some may pass.
TEST(Acceptance, KeepsItsPromiseWhereNotEveryFieldMayPass)
{
    constexpr Inflation bad_reader{.before = 90, .after = 90};
    Acceptance all;
    for (int field = 0; field < fields; ++field)
        all.least[lane_of(field)] = acceptance_steps.front();
    ASSERT_GT(truth_of(all, bad_reader.after).any, one_in_a_hundred.target);

    const Count count = repeat(2'000, bad_reader, one_in_a_hundred);
    EXPECT_GE(count.kept, promised());
    EXPECT_GE(count.kept_whole, promised());
    EXPECT_GE(count.accepting, repetitions / 2);
}

TEST(Acceptance, BreaksItsPromiseWhenTheReaderIsNoLongerAsRightAsItSays)
{
    const Count count = repeat(2'000, {.before = 1.0, .after = 10.0}, one_in_a_hundred);
    EXPECT_EQ(count.accepting, repetitions);
    EXPECT_LE(count.kept, repetitions - promised());
}

TEST(Acceptance, AcceptsNothingOnTooLittleEvidence)
{
    for (const int records : {0, 100, 5'900}) {
        auto evidence = World{1}.records(records);
        for (SeenRecord& record : evidence)
            for (SeenValue& value : record.values)
                value.wrong = false;
        for (const auto& [type, learnt] : learn_acceptance(evidence, one_in_a_thousand)) {
            EXPECT_THAT(learnt.least, IsEmpty()) << records;
            EXPECT_DOUBLE_EQ(learnt.bound, 1.0);
        }
    }
}

TEST(Acceptance, StatesTheBoundThatItProved)
{
    auto evidence = World{1}.records(12'000);
    for (SeenRecord& record : evidence)
        for (SeenValue& value : record.values)
            value.wrong = false;
    const Acceptance learnt = learn_acceptance(evidence, one_in_a_thousand).at("card");
    EXPECT_NEAR(learnt.bound, upper_bound(0, 6'000, 0.95), 1e-5);
    EXPECT_TRUE(learnt.passes_whole);
    EXPECT_THAT(learnt.least, Contains(Pair(lane_of(0), acceptance_steps.back())));
}

/// Records that people were sent because something was wrong with them say nothing of the others.
TEST(Acceptance, TakesOnlySampledRecordsForProof)
{
    auto evidence = World{1}.records(20'000);
    for (SeenRecord& record : evidence)
        record.sampled = false;
    EXPECT_THAT(learn_acceptance(evidence, one_in_a_hundred).at("card").least, IsEmpty());
}

TEST(Acceptance, LetsNoRecordPassWholeWhoseOtherValuesWereDoubted)
{
    auto evidence = World{1}.records(20'000);
    for (SeenRecord& record : evidence)
        record.has_doubts = true;
    const Acceptance learnt = learn_acceptance(evidence, one_in_a_hundred).at("card");
    EXPECT_FALSE(learnt.passes_whole);
    EXPECT_EQ(learnt.least.size(), fields);
}

// --- drift ---

std::vector<SeenRecord> with(std::vector<SeenRecord> records, const std::vector<SeenRecord>& more)
{
    records.insert(records.end(), more.begin(), more.end());
    return records;
}

TEST(Drift, IsFoundWhereValuesAreWrongMoreOftenLately)
{
    World world{3};
    auto evidence = with(world.records(5'000), world.records(500, 1.0, true));
    EXPECT_THAT(find_drift(evidence), IsEmpty());
    for (std::size_t i = 5'000; i < evidence.size(); i += 20)
        evidence[i].values.at(2).wrong = true;
    EXPECT_THAT(find_drift(evidence), ElementsAre(Pair("card", ElementsAre(lane_of(2)))));
}

TEST(Drift, ClosesItsLaneByItself)
{
    World world{3};
    auto evidence = with(world.records(20'000), world.records(1'000, 1.0, true));
    for (std::size_t i = 20'001; i < evidence.size(); i += 20)
        evidence[i].values.at(2).wrong = true; // in the half that chooses
    const Acceptance learnt = learn_acceptance(evidence, one_in_a_hundred).at("card");
    EXPECT_THAT(learnt.least, Not(Contains(Key(lane_of(2)))));
    EXPECT_THAT(learnt.least, Contains(Key(lane_of(1))));
    EXPECT_FALSE(learnt.passes_whole) << "a closed field waits for a person";
}

/// Worse scans make readers less sure; as long as they are right as often as they say, all is well.
TEST(Drift, IsNotWhatLessSureReadingsAre)
{
    World world{3};
    auto evidence = world.records(20'000, 10.0);
    for (int i = 0; i < 20'000; ++i) {
        SeenRecord record = evidence[static_cast<std::size_t>(i)];
        if (record.values.at(0).confidence > 0.99) continue;
        record.is_recent = true;
        evidence.push_back(record);
    }
    EXPECT_THAT(find_drift(evidence), IsEmpty());
}

TEST(Drift, IsSeldomAFalseAlarm)
{
    int alarms = 0;
    for (unsigned seed = 0; seed < 500; ++seed) {
        World world{seed};
        const auto evidence = with(world.records(2'000, 5.0), world.records(400, 5.0, true));
        alarms += find_drift(evidence).empty() ? 0 : 1;
    }
    EXPECT_LE(alarms, 500 / 50);
}

} // namespace

} // namespace dossier::verify
