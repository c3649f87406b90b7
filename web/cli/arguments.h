#pragma once
// The command line of one verb: options that take a value, flags that do not, and the rest.

#include <tl/expected.hpp>

#include <initializer_list>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::web {

struct Arguments {
    std::map<std::string, std::string, std::less<>> options;
    std::set<std::string, std::less<>> flags;
    std::vector<std::string> rest;

    [[nodiscard]] std::optional<std::string> option(std::string_view name) const;

    [[nodiscard]] bool flag(std::string_view name) const { return flags.contains(name); }
};

/// Names without their dashes; `--name value` and `--name=value`; what follows `--` is never an
/// option. The error is what is wrong, as a sentence's part.
[[nodiscard]] tl::expected<Arguments, std::string> parse_arguments(
    std::span<const std::string> given,
    std::initializer_list<std::string_view> options,
    std::initializer_list<std::string_view> flags
);

/// A whole number between two bounds.
[[nodiscard]] std::optional<int> parse_int(std::string_view text, int least, int most);

} // namespace dossier::web
