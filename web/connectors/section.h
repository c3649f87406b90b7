#pragma once
// A section of the configuration file that describes a service outside: its keys by kind, with what
// is wrong and where. Whoever reads one catches Wrong.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <toml++/toml.h>

namespace dossier::web {

/// What is wrong, and where.
struct Wrong {
    const toml::node* at = nullptr;
    std::string reason;
};

/// Letters, digits and . _ - : what log lines, addresses and signatures hold without quoting.
[[nodiscard]] bool is_plain(const std::string& text, std::size_t most = 64);

/// A section whose keys must all be asked for. Throws Wrong.
class Section {
public:
    Section(const toml::node& node, std::string name);

    const toml::node* find(std::string_view key);
    [[noreturn]] void fail(std::string_view key, const std::string& expects) const;
    [[nodiscard]] std::string text(std::string_view key, const std::string& usual);
    [[nodiscard]] std::string needed(std::string_view key, const std::string& expects);
    [[nodiscard]] std::int64_t
    number(std::string_view key, std::int64_t usual, std::int64_t least, std::int64_t most);
    [[nodiscard]] std::set<std::string> texts(std::string_view key);
    /// The keys that nobody has asked for yet, with their texts.
    [[nodiscard]] std::map<std::string, std::string> other_texts();
    [[nodiscard]] Section within(std::string_view key);
    void require_nothing_else() const;

private:
    const toml::node& node_;
    std::string name_;
    const toml::table* table_ = nullptr;
    std::set<std::string> asked_;
};

} // namespace dossier::web
