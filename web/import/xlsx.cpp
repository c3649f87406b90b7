// An .xlsx is a zip of XML: workbook.xml names the sheets, a .rels file says where each lies, cells
// refer to shared strings and to styles (which alone tell a date from a number). Poco unpacks and
// parses; what a stranger's file may cost is bounded here.

#include "store/parse_number.h"
#include "web/clock.h"
#include "web/import/grid.h"

#include <Poco/Exception.h>
#include <Poco/SAX/Attributes.h>
#include <Poco/SAX/DefaultHandler.h>
#include <Poco/SAX/SAXParser.h>
#include <Poco/Zip/ZipArchive.h>
#include <Poco/Zip/ZipStream.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <sstream>

namespace dossier::web {

namespace {

using Poco::XML::Attributes;
using Poco::XML::XMLString;
using store::parse_number;

/// The parts of the zip, each unpacked on request and never beyond its bound.
class Package {
public:
    Package(std::string_view bytes, const IndexLimits& limits)
        : stream_(std::string{bytes}),
          limits_(limits),
          archive_(stream_)
    {}

    /// Nothing when there is no such part, it is too large, or it is XML of a kind that no workbook
    /// needs (a document type may define entities that grow without end).
    std::optional<std::string> read(const std::string& name)
    {
        const auto header = archive_.findHeader(name);
        if (header == archive_.headerEnd()) return std::nullopt;
        stream_.clear();
        Poco::Zip::ZipInputStream part{stream_, header->second};
        std::string xml;
        std::array<char, 65536> piece{};
        while (part.read(piece.data(), piece.size()), part.gcount() > 0) {
            xml.append(piece.data(), static_cast<std::size_t>(part.gcount()));
            if (xml.size() > limits_.unpacked) return std::nullopt;
        }
        const bool plain =
            xml.find("<!DOCTYPE") == std::string::npos && xml.find('\0') == std::string::npos;
        return plain ? std::optional{std::move(xml)} : std::nullopt;
    }

private:
    std::istringstream stream_;
    const IndexLimits& limits_;
    Poco::Zip::ZipArchive archive_;
};

/// Handlers never throw: the parser beneath is C.
void parse_xml(const std::string& xml, Poco::XML::DefaultHandler& handler)
{
    Poco::XML::SAXParser parser;
    // Without it attributes have no plain names.
    parser.setFeature(Poco::XML::XMLReader::FEATURE_NAMESPACE_PREFIXES, true);
    parser.setFeature(Poco::XML::XMLReader::FEATURE_EXTERNAL_GENERAL_ENTITIES, false);
    parser.setFeature(Poco::XML::XMLReader::FEATURE_EXTERNAL_PARAMETER_ENTITIES, false);
    parser.setContentHandler(&handler);
    parser.parseMemoryNP(xml.data(), xml.size());
}

/// workbook.xml: the first sheet's relationship, and from which day dates count.
class Workbook : public Poco::XML::DefaultHandler {
public:
    void startElement(
        const XMLString&, const XMLString& name, const XMLString&, const Attributes& attributes
    ) override
    {
        if (name == "workbookPr") {
            const auto& flag = attributes.getValue("date1904");
            from_1904 = flag == "1" || flag == "true";
        }
        if (name != "sheet" || !relationship.empty()) return;
        for (const auto* space :
             {"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
              "http://purl.oclc.org/ooxml/officeDocument/relationships"})
            if (relationship.empty()) relationship = attributes.getValue(space, "id");
    }

    std::string relationship;
    bool from_1904 = false;
};

/// workbook.xml.rels: where the part of a relationship lies.
class Relationships : public Poco::XML::DefaultHandler {
public:
    void startElement(
        const XMLString&, const XMLString& name, const XMLString&, const Attributes& attributes
    ) override
    {
        if (name == "Relationship")
            targets.emplace(attributes.getValue("Id"), attributes.getValue("Target"));
    }

    /// The part's name in the zip: targets are relative to xl/ unless they begin with a slash.
    [[nodiscard]] std::string find_part(const std::string& id) const
    {
        const auto found = targets.find(id);
        if (found == targets.end() || found->second.empty()) return {};
        return found->second.front() == '/' ? found->second.substr(1) : "xl/" + found->second;
    }

    std::map<std::string, std::string> targets;
};

/// sharedStrings.xml: texts by number. Phonetic guides (rPh) are not part of a text.
class SharedStrings : public Poco::XML::DefaultHandler {
public:
    explicit SharedStrings(std::size_t most) : most_(most) {}

    void startElement(const XMLString&, const XMLString& name, const XMLString&, const Attributes&)
        override
    {
        if (name == "si") texts.emplace_back();
        if (name == "rPh") ++guides_;
        in_text_ = name == "t" && guides_ == 0;
    }

    void endElement(const XMLString&, const XMLString& name, const XMLString&) override
    {
        if (name == "rPh") --guides_;
        in_text_ = false;
    }

    void characters(const Poco::XML::XMLChar text[], int start, int length) override
    {
        size_ += static_cast<std::size_t>(length);
        if (in_text_ && !texts.empty() && size_ <= most_)
            texts.back().append(text + start, static_cast<std::size_t>(length));
    }

    [[nodiscard]] bool is_too_much() const { return size_ > most_; }

    std::vector<std::string> texts;

private:
    std::size_t most_;
    std::size_t size_ = 0;
    int guides_ = 0;
    bool in_text_ = false;
};

/// Whether a number format shows a date: it has a year or a day outside of quotes and brackets.
bool shows_date(std::string_view format)
{
    bool quoted = false;
    bool bracketed = false;
    for (std::size_t i = 0; i < format.size(); ++i) {
        const char c = format[i];
        if (c == '\\' || c == '_') {
            ++i;
            continue;
        }
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        if (c == '[') bracketed = true;
        if (c == ']') bracketed = false;
        if (!bracketed && (c == 'y' || c == 'Y' || c == 'd' || c == 'D')) return true;
    }
    return false;
}

/// The formats that files do not spell out (ECMA-376, 18.8.30; 27 and above are the East Asian
/// ones).
bool is_builtin_date(int format)
{
    return (format >= 14 && format <= 17) || format == 22 || (format >= 27 && format <= 31) ||
           format == 36 || (format >= 50 && format <= 54) || format == 57 || format == 58;
}

/// styles.xml: which cell styles show dates.
class Styles : public Poco::XML::DefaultHandler {
public:
    void startElement(
        const XMLString&, const XMLString& name, const XMLString&, const Attributes& attributes
    ) override
    {
        const auto format = parse_number<int>(attributes.getValue("numFmtId")).value_or(0);
        if (name == "cellXfs") in_cells_ = true;
        if (name == "numFmt" && shows_date(attributes.getValue("formatCode")))
            own_dates_.insert(format);
        if (name == "xf" && in_cells_)
            is_date.push_back(is_builtin_date(format) || own_dates_.contains(format));
    }

    void endElement(const XMLString&, const XMLString& name, const XMLString&) override
    {
        if (name == "cellXfs") in_cells_ = false;
    }

    std::vector<bool> is_date;

private:
    std::set<int> own_dates_;
    bool in_cells_ = false;
};

/// Days since the epoch of the workbook as a calendar day. Excel believes in 29 February 1900.
std::string date_of(double serial, bool from_1904)
{
    using std::chrono::days, std::chrono::sys_days, std::chrono::year;
    const sys_days epoch = from_1904       ? sys_days{year{1904} / 1 / 1}
                           : serial < 60.0 ? sys_days{year{1899} / 12 / 31}
                                           : sys_days{year{1899} / 12 / 30};
    return day_text(epoch + days{static_cast<int>(std::floor(serial))});
}

/// A number as a person would have typed it: 13800138000, not 1.3800138E10.
std::string plain_number(const std::string& text)
{
    const auto value = parse_number<double>(text);
    constexpr double exact = 9007199254740992.0; // 2^53
    if (!value || std::abs(*value) >= exact || *value != std::floor(*value)) return text;
    return fmt::format("{:.0f}", *value);
}

/// The column of a reference like BC12, from 0.
std::optional<std::size_t> column_of(std::string_view reference)
{
    std::size_t column = 0;
    std::size_t letters = 0;
    for (;
         letters < reference.size() && std::isupper(static_cast<unsigned char>(reference[letters]));
         ++letters)
        column = column * 26 + static_cast<std::size_t>(reference[letters] - 'A') + 1;
    if (letters == 0 || letters > 3) return std::nullopt;
    return column - 1;
}

/// A sheet: its rows, into the grid.
class Sheet : public Poco::XML::DefaultHandler {
public:
    Sheet(
        const std::vector<std::string>& texts,
        const std::vector<bool>& is_date,
        bool from_1904,
        const IndexLimits& limits,
        Grid& grid
    )
        : texts_(texts),
          is_date_(is_date),
          from_1904_(from_1904),
          limits_(limits),
          grid_(grid)
    {}

    void startElement(
        const XMLString&, const XMLString& name, const XMLString&, const Attributes& attributes
    ) override
    {
        if (grid_.has_failed()) return;
        if (name == "row") begin_row(attributes);
        if (name == "c") begin_cell(attributes);
        if (name == "rPh") ++guides_;
        in_value_ = name == "v" || (name == "t" && guides_ == 0);
    }

    void endElement(const XMLString&, const XMLString& name, const XMLString&) override
    {
        if (name == "rPh") --guides_;
        if (name == "v" || name == "t") in_value_ = false;
        if (grid_.has_failed()) return;
        if (name == "c") end_cell();
        if (name == "row") grid_.add(std::move(row_));
    }

    void characters(const Poco::XML::XMLChar text[], int start, int length) override
    {
        if (!in_value_ || grid_.has_failed()) return;
        value_.append(text + start, static_cast<std::size_t>(length));
        if (value_.size() > limits_.cell) grid_.fail(row_.line, "a cell is too long");
    }

private:
    void begin_row(const Attributes& attributes)
    {
        const auto number = parse_number<int>(attributes.getValue("r"));
        row_ = {.line = number.value_or(row_.line + 1), .cells = {}};
    }

    void begin_cell(const Attributes& attributes)
    {
        value_.clear();
        type_ = attributes.getValue("t");
        style_ = parse_number<std::size_t>(attributes.getValue("s")).value_or(0);
        column_ = column_of(attributes.getValue("r")).value_or(row_.cells.size());
        if (column_ >= limits_.columns) grid_.fail(row_.line, "there are too many columns");
    }

    void end_cell()
    {
        if (value_.empty()) return;
        if (row_.cells.size() <= column_) row_.cells.resize(column_ + 1);
        row_.cells[column_] = cell_text();
    }

    std::string cell_text()
    {
        if (type_ == "s") {
            const auto number = parse_number<std::size_t>(value_);
            if (number && *number < texts_.size()) return texts_[*number];
            grid_.fail(row_.line, "a cell refers to a text that is not there");
            return {};
        }
        if (!type_.empty() && type_ != "n") return value_; // str, inlineStr, b, e, d
        const auto serial = parse_number<double>(value_);
        const bool date = style_ < is_date_.size() && is_date_[style_] && serial &&
                          *serial >= 1.0 && *serial < 2'958'466.0;
        return date ? date_of(*serial, from_1904_) : plain_number(value_);
    }

    const std::vector<std::string>& texts_;
    const std::vector<bool>& is_date_;
    bool from_1904_;
    const IndexLimits& limits_;
    Grid& grid_;
    IndexRow row_;
    std::string value_;
    std::string type_;
    std::size_t style_ = 0;
    std::size_t column_ = 0;
    int guides_ = 0;
    bool in_value_ = false;
};

void read_workbook(Package& package, const IndexLimits& limits, Grid& grid)
{
    const auto book_xml = package.read("xl/workbook.xml");
    const auto links_xml = package.read("xl/_rels/workbook.xml.rels");
    if (!book_xml || !links_xml) return grid.fail(0, "this is no Excel workbook (.xlsx)");
    Workbook book;
    parse_xml(*book_xml, book);
    Relationships links;
    parse_xml(*links_xml, links);
    SharedStrings strings{limits.text};
    if (const auto xml = package.read("xl/sharedStrings.xml")) parse_xml(*xml, strings);
    if (strings.is_too_much()) return grid.fail(0, "there is too much text; split the index");
    Styles styles;
    if (const auto xml = package.read("xl/styles.xml")) parse_xml(*xml, styles);
    const auto sheet_xml = package.read(links.find_part(book.relationship));
    if (!sheet_xml) return grid.fail(0, "the workbook's first sheet cannot be read");
    Sheet sheet{strings.texts, styles.is_date, book.from_1904, limits, grid};
    parse_xml(*sheet_xml, sheet);
}

} // namespace

tl::expected<IndexTable, IndexError> parse_xlsx(std::string_view bytes, const IndexLimits& limits)
{
    Grid grid{limits};
    if (bytes.size() > limits.bytes) grid.fail(0, "the file is too large; split the index");
    try {
        if (!grid.has_failed()) {
            Package package{bytes, limits};
            read_workbook(package, limits, grid);
        }
    } catch (const Poco::Exception& error) {
        grid.fail(0, "the workbook is damaged: " + std::string{error.what()});
    }
    return grid.take_table();
}

} // namespace dossier::web
