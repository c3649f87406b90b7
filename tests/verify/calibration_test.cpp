#include "verify/calibration.h"

#include <gtest/gtest.h>

namespace dossier::verify {

namespace {

SeenValue a_value(double confidence, bool wrong = false)
{
    return {.lane = {.field = "name", .vouched = false}, .confidence = confidence, .wrong = wrong};
}

SeenRecord a_sample(std::vector<SeenValue> values)
{
    return {.type = "id_card", .values = std::move(values), .has_doubts = false, .sampled = true};
}

TEST(Calibration, ComparesWhatWasSaidWithWhatWasRight)
{
    const std::vector records{
        a_sample({a_value(0.92), a_value(0.94, true)}), a_sample({a_value(0.9995)})};
    const auto bins = calibration(records);
    ASSERT_EQ(bins.size(), 2U);
    EXPECT_EQ(bins[0].from, 0.9);
    EXPECT_EQ(bins[0].values, 2);
    EXPECT_EQ(bins[0].right, 1);
    EXPECT_DOUBLE_EQ(bins[0].confidence, 0.93);
    EXPECT_EQ(bins[1].from, 0.999);
}

TEST(Calibration, CountsTheBordersWithTheBinAbove)
{
    const auto bins =
        calibration(std::vector{a_sample({a_value(0.0), a_value(0.5), a_value(1.0)})});
    ASSERT_EQ(bins.size(), 3U);
    EXPECT_EQ(bins[0].from, 0.0);
    EXPECT_EQ(bins[1].from, 0.5);
    EXPECT_EQ(bins[2].from, 0.999);
}

TEST(AcceptedErrors, AreRecordsWithAWrongValueThatWouldPass)
{
    auto unsampled = a_sample({a_value(0.999, true)});
    unsampled.sampled = false;
    const std::vector records{
        a_sample({a_value(0.999)}),
        a_sample({a_value(0.999, true), a_value(0.999, true)}),
        a_sample({a_value(0.999), a_value(0.7, true)}),
        a_sample({a_value(0.7, true)}),
        unsampled};
    const auto errors = accepted_errors(records, {.accept = 0.99});
    EXPECT_EQ(errors.records, 3) << "of the fourth nothing passes, the fifth was not sampled";
    EXPECT_EQ(errors.wrong, 1);
}

TEST(AcceptedErrors, AreNoneWhereNothingMayPass)
{
    Thresholds nothing;
    nothing.learnt.emplace();
    EXPECT_EQ(accepted_errors(std::vector{a_sample({a_value(1.0)})}, nothing).records, 0);
}

} // namespace

} // namespace dossier::verify
