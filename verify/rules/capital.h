#pragma once
// Registered capital as licences and forms print it: 壹佰万元整, 100万元人民币,
// 人民币100.0000万元整, 5000万美元, and words with figures beside them.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dossier::verify {

/// `fen` is a hundredth of the currency's unit; `currency` ISO 4217.
struct Capital {
    std::int64_t fen = 0;
    std::string currency;
    bool operator==(const Capital&) const = default;
};

/// What the words say and what the figures do; nothing where it cannot be read as an amount.
struct PrintedCapital {
    std::optional<Capital> words;
    std::optional<Capital> figures;

    /// What it is as a whole; nothing where both stand and differ.
    [[nodiscard]] std::optional<Capital> value() const;
};

[[nodiscard]] PrintedCapital read_capital(std::string_view printed);

} // namespace dossier::verify
