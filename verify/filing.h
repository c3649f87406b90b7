#pragma once
// How a record is filed (归档): the classes that rules give it, and its archive number (档号).
// Rules, words and the number's pattern are the site's data (samples/filing.toml). Pure.

#include "verify/examine.h"
#include "verify/retention.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::verify {

/// By what records are told apart. `region` is a GB/T 2260 code of six digits; the others are words
/// of the site's plan.
inline constexpr std::array<std::string_view, 6> class_names{
    "nature", "business", "value_tier", "region", "security_level", "retention_class"};

/// A word for each of `class_names`; empty where no rule says one.
using Classes = std::map<std::string, std::string, std::less<>>;

/// A word that a class may have. `code` is what an archive number says for it; empty: its name.
struct ClassWord {
    std::string name;
    ocr::Title title;
    std::string code;
};

/// Gives classes (and `catalogue`, the 目录号) to documents of these types (none: of all) in which
/// `field` begins with one of `begins` (none: all).
struct FilingRule {
    std::vector<std::string> types;
    std::string field;
    std::vector<std::string> begins;
    std::map<std::string, std::string, std::less<>> gives;
};

inline constexpr std::string_view usual_number = "{fonds}-{catalogue}-{volume:4}-{item:4}";

/// A risk that customers are rated with, and after how many months one is looked at again.
struct RiskWord {
    std::string name;
    ocr::Title title;
    int review_months = 12;
};

/// `first_review_months`: of a customer who is not rated, after his first record.
struct ReviewPlan {
    std::vector<RiskWord> risks;
    int first_review_months = 36;
};

/// Null where the plan has no such word.
[[nodiscard]] const RiskWord* find_risk(const ReviewPlan& plan, std::string_view name);

/// `number`: text with {fonds}, {catalogue}, {year}, {type}, the names of classes, and the counters
/// {volume:WIDTH} and {item:WIDTH}, which count what agrees in all the rest. `items_per_volume`:
/// after so many items the next volume (案卷) begins.
struct FilingPlan {
    std::map<std::string, std::vector<ClassWord>, std::less<>> words; ///< by class, in their order
    std::vector<FilingRule> rules;                                    ///< a later one counts more
    int region_digits = 2; ///< 2: province, 4: city, 6: county; 0: none
    std::string fonds;     ///< 全宗号
    std::string number;    ///< empty: `usual_number`
    int items_per_volume = 100;
    ReviewPlan reviews;
    RetentionSchedule retention; ///< by the words of `retention_class`
};

/// What the rules give, `catalogue` among it.
[[nodiscard]] Classes classify(const CheckedDocument& document, const FilingPlan& plan);

/// Whether a class may have that word.
[[nodiscard]] bool
may_be(const FilingPlan& plan, std::string_view class_name, std::string_view word);

/// What is wrong with the plan's number; empty when nothing is.
[[nodiscard]] std::string fault_in_number(const FilingPlan& plan);

/// The series that a number of these classes is counted in.
[[nodiscard]] std::string
number_series(const FilingPlan& plan, const Classes& classes, std::string_view type, int year);
/// The `count`th number of a series, from 1.
[[nodiscard]] std::string number_in_series(
    const FilingPlan& plan,
    const Classes& classes,
    std::string_view type,
    int year,
    std::int64_t count
);

} // namespace dossier::verify
