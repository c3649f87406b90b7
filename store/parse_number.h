#pragma once

#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>

namespace dossier::store {

/// The number that the whole text is: no space, no plus; nothing of any other text, nor where it
/// does not fit.
template <typename Number>
[[nodiscard]] std::optional<Number> parse_number(std::string_view text)
{
    Number value{};
    const auto* const end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, value);
    return error == std::errc{} && stopped == end ? std::optional{value} : std::nullopt;
}

} // namespace dossier::store
