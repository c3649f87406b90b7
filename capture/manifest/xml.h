#pragma once
// As much XML as a manifest needs: elements, attributes, comments, character references, the five
// named entities. No DOCTYPE (so nothing to expand or fetch), no text between elements, no
// namespaces, no validation. Pulled element by element; bounded by the text itself and by depth.

#include "capture/manifest/problem.h"

#include <tl/expected.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dossier::capture {

/// A tag: `<name …>` opens, `</name>` closes, `<name …/>` comes as both.
struct XmlTag {
    enum class Kind { opens, closes, end } kind = Kind::end;
    std::string name;
    std::vector<std::pair<std::string, std::string>> attributes;
    int depth = 0; ///< of the element, the root has 1
};

class XmlReader {
public:
    explicit XmlReader(std::string_view text) : text_(text) {}

    /// The next tag; `end` once the root element is closed and nothing but white space follows.
    [[nodiscard]] tl::expected<XmlTag, ManifestProblem> next();

    /// Where the reader stands, from 1.
    [[nodiscard]] int line() const;

private:
    using Step = tl::expected<void, ManifestProblem>;

    [[nodiscard]] Step skip_between();
    [[nodiscard]] Step skip_past(std::string_view mark);
    [[nodiscard]] Step read_declaration();
    [[nodiscard]] tl::expected<std::string, ManifestProblem> read_name();
    [[nodiscard]] tl::expected<std::string, ManifestProblem> read_value();
    [[nodiscard]] tl::expected<XmlTag, ManifestProblem> read_opening();
    [[nodiscard]] tl::expected<XmlTag, ManifestProblem> read_closing();

    [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }

    void skip_space();

    std::string_view text_;
    std::size_t at_ = 0;
    std::vector<std::string> open_;
    bool closes_at_once_ = false;
    bool has_root_ = false;
};

} // namespace dossier::capture
