// What examine() promises of any reading whatever: 2,000 files of random documents whose values are
// right, damaged or nonsense, 200,000 with DOSSIER_CAMPAIGN=1. A failure prints its seed.

#include "verify/holders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "documents.h"
#include <cstdlib>
#include <random>
#include <set>

namespace dossier::verify {

namespace {

constexpr auto values = std::to_array<std::string_view>(
    {"张三",
     "李四",
     "买买提·艾不拉",
     "男",
     "女",
     "X",
     "汉",
     "1990-03-07",
     "2016-03-07",
     "2036-03-07",
     "2012-02-28",
     "长期",
     "9999-12-31",
     "0000-00-00",
     "11010519900307451X",
     "110105199003074519",
     "440524188001010014",
     "110105900307451",
     "110105201202283015",
     "91310115MA1K3A5B2G",
     "92440305MA5F7C2Y1N",
     "上海某某股份有限公司",
     "上海某某有限公司",
     "有限责任公司",
     "个体工商户",
     "13912345678",
     "北京市朝阳区幸福路1号",
     "上海市浦东新区世纪大道1号",
     "100020",
     "200120",
     "E12345678",
     "CHN",
     "POCHNZHANG<<SANFENG<<<<<<<<<<<<<<<<<<<<<<<<<",
     "E123456782CHN9003071M3203064<<<<<<<<<<<<<<<6",
     " ",
     "<",
     "\n",
     "\xFF\xFE",
     "\xE5\xBC",
     "---",
     "0"}
);

class Dice {
public:
    explicit Dice(unsigned seed) : random_(seed) {}

    std::size_t below(std::size_t limit)
    {
        return std::uniform_int_distribution<std::size_t>{0, limit - 1}(random_);
    }

    double share() { return std::uniform_real_distribution{}(random_); }

    std::string value()
    {
        std::string text{values[below(values.size())]};
        if (share() < 0.2 && !text.empty()) text.erase(below(text.size()), 1);
        if (share() < 0.2) text.insert(below(text.size() + 1), values[below(values.size())]);
        return text;
    }

    ocr::Document document(const ocr::TypeCatalog& types)
    {
        const ocr::DocumentType& type = types.types[below(types.types.size())];
        ocr::Document document;
        document.type = share() < 0.05 ? "unknown" : type.name;
        document.type_confidence = share() < 0.1 ? share() : 0.99;
        for (const ocr::FieldType& field_type : type.fields) {
            if (share() < 0.2) continue;
            ocr::Field& field = document.fields.emplace_back();
            field.name = share() < 0.02 ? "unheard_of" : field_type.name;
            field.value = value();
            field.raw = share() < 0.1 ? value() : field.value;
            field.repaired = share() < 0.1;
            field.confidence = share() < 0.3 ? share() : 0.999;
        }
        return document;
    }

private:
    std::mt19937 random_;
};

bool is_doubted(const CheckedDocument& document, const std::string& field)
{
    return std::ranges::any_of(document.findings, [&](const Finding& finding) {
        return finding.severity != Severity::info &&
               std::ranges::find(finding.fields, field) != finding.fields.end();
    });
}

/// The contract: a field with an error or confirm finding is never accepted; nor is an empty or a
/// repaired one, nor any of a document of doubtful type.
void expect_nothing_doubtful_is_accepted(const CheckedDocument& document)
{
    for (const CheckedField& checked : document.fields) {
        if (checked.status != FieldStatus::accepted) continue;
        EXPECT_FALSE(is_doubted(document, checked.field.name)) << checked.field.name;
        EXPECT_FALSE(checked.field.value.empty()) << checked.field.name;
        EXPECT_FALSE(checked.field.repaired) << checked.field.name;
        EXPECT_NE(checked.standing, Standing::doubted) << checked.field.name;
        EXPECT_GE(document.type_confidence, Thresholds{}.type);
    }
}

/// Whatever a person must know of leads to one.
void expect_every_doubt_waits_for_a_person(const CheckedDocument& document)
{
    const auto waiting = doubtful_fields(document);
    const std::set<std::string> fields{waiting.begin(), waiting.end()};
    for (const Finding& finding : document.findings) {
        if (finding.severity == Severity::info) continue;
        const auto waits = [&](const std::string& field) { return fields.contains(field); };
        const bool is_seen =
            finding.fields.empty() ? waits("") : std::ranges::any_of(finding.fields, waits);
        EXPECT_TRUE(is_seen) << finding.code;
    }
}

TEST(AnyReading, LeadsEveryDoubtToAPersonAndAcceptsNothingDoubtful)
{
    // NOLINTNEXTLINE(concurrency-mt-unsafe): read before any thread
    const unsigned files = std::getenv("DOSSIER_CAMPAIGN") == nullptr ? 2'000 : 200'000;
    const ocr::TypeCatalog types = the_types();
    for (unsigned seed = 0; seed < files && !testing::Test::HasFailure(); ++seed) {
        SCOPED_TRACE(seed);
        Dice dice{seed};
        ocr::Reading reading;
        for (std::size_t documents = 1 + dice.below(3); documents > 0; --documents)
            reading.documents.push_back(dice.document(types));
        for (CheckedDocument& document : examine(reading, types, a_day)) {
            expect_nothing_doubtful_is_accepted(document);
            expect_every_doubt_waits_for_a_person(document);
            (void)recheck(document, types, a_day);
            for (const Holding& holding : holdings(document))
                add_known(document, holding.field, Known::other_holder);
            expect_every_doubt_waits_for_a_person(document);
        }
    }
}

} // namespace

} // namespace dossier::verify
