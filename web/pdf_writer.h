#pragma once
// The frame of a PDF file (ISO 32000-1, 7.5): objects in the order they are numbered, and the table
// that says where each starts. What stands in the objects is the caller's.

#include <string>
#include <string_view>
#include <vector>

namespace dossier::web {

class PdfWriter {
public:
    PdfWriter();

    /// The number of a new object, which put() or put_stream() fills later.
    [[nodiscard]] int reserve();
    void put(int number, std::string_view body);
    /// `keys` of the stream's dictionary beside its length.
    void put_stream(int number, std::string_view keys, std::string_view bytes);
    /// The whole file; every reserved object must have been put.
    [[nodiscard]] std::string finish(int catalog);

private:
    std::string out_;
    std::vector<std::size_t> starts_;
};

/// The pages of a file (ISO 32000-1, 7.7.3), in the order they are added.
class PdfPages {
public:
    explicit PdfPages(PdfWriter& writer) : writer_(writer), tree_(writer.reserve()) {}

    /// Width and height in points; `resources` are what stands in the page's dictionary of them.
    void add(double width, double height, std::string_view resources, std::string_view content);
    /// Writes their tree, once all are added; its number, for the catalog.
    [[nodiscard]] int put();

private:
    PdfWriter& writer_;
    int tree_;
    int count_ = 0;
    std::string kids_;
};

/// A code point in UTF-16, as hexadecimal digits.
[[nodiscard]] std::string utf16_hex(char32_t point);

} // namespace dossier::web
