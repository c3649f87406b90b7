#include "capture/utf8.h"
#include "web/import/grid.h"

#include <algorithm>
#include <array>
#include <iconv.h>
#include <memory>
#include <optional>

namespace dossier::web {

namespace {

struct CloseIconv {
    void operator()(void* converter) const { iconv_close(converter); }
};

/// Nothing when the bytes are not of that encoding.
std::optional<std::string> to_utf8_from(const char* encoding, std::string_view bytes)
{
    iconv_t opened = iconv_open("UTF-8", encoding);
    // iconv's own way of saying that it has no such converter.
    if (opened == reinterpret_cast<iconv_t>(-1)) return std::nullopt; // NOLINT
    const std::unique_ptr<void, CloseIconv> converter{opened};
    std::string in{bytes};
    std::string out(in.size() * 3 + 4, '\0'); // two bytes become three, four become four
    char* from = in.data();
    std::size_t left = in.size();
    char* to = out.data();
    std::size_t room = out.size();
    if (iconv(converter.get(), &from, &left, &to, &room) == static_cast<std::size_t>(-1))
        return std::nullopt;
    out.resize(out.size() - room);
    return out;
}

/// UTF-8 (marked or not), UTF-16 (marked), else what Chinese Windows writes.
std::optional<std::string> decode(std::string_view bytes)
{
    if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
    if (bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff"))
        return to_utf8_from("UTF-16", bytes);
    if (capture::is_utf8(bytes)) return std::string{bytes};
    return to_utf8_from("GB18030", bytes);
}

/// The delimiter that stands most often in the first line, outside of quotes.
char find_delimiter(std::string_view text)
{
    constexpr std::string_view candidates = ",;\t";
    std::array<int, candidates.size()> counts{};
    bool quoted = false;
    for (const char c : text) {
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        if (c == '\n' || c == '\r') break;
        if (const auto at = candidates.find(c); at != std::string_view::npos) ++counts.at(at);
    }
    const auto most = std::max_element(counts.begin(), counts.end());
    return candidates[static_cast<std::size_t>(most - counts.begin())];
}

/// One pass over the text; a state machine of RFC 4180 in the shape of a descent.
class Csv {
public:
    Csv(std::string_view text, Grid& grid)
        : text_(text),
          delimiter_(find_delimiter(text)),
          grid_(grid)
    {}

    void read()
    {
        while (at_ < text_.size() && !grid_.has_failed())
            read_row();
    }

private:
    void read_row()
    {
        IndexRow row{.line = line_, .cells = {}};
        do
            row.cells.push_back(read_cell());
        while (take_delimiter() && !grid_.has_failed());
        take_line_end();
        grid_.add(std::move(row));
    }

    std::string read_cell()
    {
        if (at_ < text_.size() && text_[at_] == '"') return read_quoted();
        const auto end = std::find_if(text_.begin() + offset(), text_.end(), [&](char c) {
            return c == delimiter_ || c == '\n' || c == '\r';
        });
        const auto from = at_;
        at_ = static_cast<std::size_t>(end - text_.begin());
        return std::string{text_.substr(from, at_ - from)};
    }

    std::string read_quoted()
    {
        const int begun = line_;
        std::string cell;
        for (++at_; at_ < text_.size(); ++at_) {
            if (text_[at_] == '"' && !(at_ + 1 < text_.size() && text_[at_ + 1] == '"')) {
                ++at_;
                if (at_ < text_.size() && !is_boundary(text_[at_]))
                    grid_.fail(line_, "text stands behind a closing quotation mark");
                return cell;
            }
            if (text_[at_] == '"') ++at_;
            if (text_[at_] == '\n') ++line_;
            cell += text_[at_];
        }
        grid_.fail(begun, "a quotation mark is never closed");
        return cell;
    }

    [[nodiscard]] bool is_boundary(char c) const
    {
        return c == delimiter_ || c == '\n' || c == '\r';
    }

    [[nodiscard]] std::ptrdiff_t offset() const { return static_cast<std::ptrdiff_t>(at_); }

    bool take_delimiter()
    {
        if (at_ >= text_.size() || text_[at_] != delimiter_) return false;
        ++at_;
        return true;
    }

    /// CRLF, LF, or the CR of old.
    void take_line_end()
    {
        if (at_ >= text_.size()) return;
        if (text_[at_] == '\r') ++at_;
        if (at_ < text_.size() && text_[at_] == '\n') ++at_;
        ++line_;
    }

    std::string_view text_;
    char delimiter_;
    Grid& grid_;
    std::size_t at_ = 0;
    int line_ = 1;
};

} // namespace

tl::expected<IndexTable, IndexError> parse_csv(std::string_view bytes, const IndexLimits& limits)
{
    Grid grid{limits};
    if (bytes.size() > limits.bytes) grid.fail(0, "the file is too large; split the index");
    const auto text = grid.has_failed() ? std::nullopt : decode(bytes);
    if (!text)
        grid.fail(0, "the text is neither UTF-8 nor GB18030");
    else
        Csv{*text, grid}.read();
    return grid.take_table();
}

tl::expected<IndexTable, IndexError> parse_index(std::string_view bytes, const IndexLimits& limits)
{
    return bytes.starts_with("PK\x03\x04") ? parse_xlsx(bytes, limits) : parse_csv(bytes, limits);
}

} // namespace dossier::web
