#pragma once
// The site's filing plan from its file (samples/filing.toml).

#include "verify/filing.h"

#include <tl/expected.hpp>

#include <filesystem>
#include <string>
#include <string_view>

namespace dossier::web {

/// File, line and reason of what is wrong with a plan; line 0 when it is the file as a whole.
struct FilingPlanError {
    std::string file;
    int line = 0;
    std::string reason;
};

[[nodiscard]] tl::expected<verify::FilingPlan, FilingPlanError>
parse_filing_plan(std::string_view text, const std::string& file);
[[nodiscard]] tl::expected<verify::FilingPlan, FilingPlanError>
load_filing_plan(const std::filesystem::path& file);

} // namespace dossier::web
