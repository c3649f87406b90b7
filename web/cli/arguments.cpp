#include "web/cli/arguments.h"

#include "store/parse_number.h"

#include <algorithm>

namespace dossier::web {

namespace {

bool contains(std::initializer_list<std::string_view> names, std::string_view name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

} // namespace

std::optional<std::string> Arguments::option(std::string_view name) const
{
    const auto found = options.find(name);
    return found == options.end() ? std::nullopt : std::optional{found->second};
}

tl::expected<Arguments, std::string> parse_arguments(
    std::span<const std::string> given,
    std::initializer_list<std::string_view> options,
    std::initializer_list<std::string_view> flags
)
{
    Arguments out;
    for (std::size_t i = 0; i < given.size(); ++i) {
        const std::string& word = given[i];
        if (word == "--") {
            out.rest.insert(
                out.rest.end(), given.begin() + static_cast<std::ptrdiff_t>(i) + 1, given.end()
            );
            break;
        }
        if (!word.starts_with("--")) {
            out.rest.push_back(word);
            continue;
        }
        const auto equals = word.find('=');
        const auto name = word.substr(2, equals == std::string::npos ? equals : equals - 2);
        if (contains(flags, name) && equals == std::string::npos) {
            out.flags.insert(name);
        } else if (!contains(options, name)) {
            return tl::unexpected("there is no option " + word);
        } else if (equals != std::string::npos) {
            out.options[name] = word.substr(equals + 1);
        } else if (i + 1 < given.size()) {
            out.options[name] = given[++i];
        } else {
            return tl::unexpected(word + " needs a value");
        }
    }
    return out;
}

std::optional<int> parse_int(std::string_view text, int least, int most)
{
    const auto value = store::parse_number<int>(text);
    return value && *value >= least && *value <= most ? value : std::nullopt;
}

} // namespace dossier::web
