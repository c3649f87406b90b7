#pragma once
// A zip of stored files, and the least workbook in one: enough to read, easy to damage.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dossier::web {

class ZipBuilder {
public:
    ZipBuilder& with(const std::string& name, const std::string& content)
    {
        const auto offset = out_.size();
        const auto shared = number(20, 2) + number(0, 2) + number(0, 2) + number(0, 4) +
                            number(crc32(content), 4) + number(content.size(), 4) +
                            number(content.size(), 4) + number(name.size(), 2) + number(0, 2);
        out_ += "PK\x03\x04" + shared + name + content;
        directory_ += "PK\x01\x02" + number(20, 2) + shared + number(0, 2) + number(0, 2) +
                      number(0, 2) + number(0, 4) + number(offset, 4) + name;
        ++files_;
        return *this;
    }

    [[nodiscard]] std::string bytes() const
    {
        return out_ + directory_ + "PK\x05\x06" + number(0, 4) + number(files_, 2) +
               number(files_, 2) + number(directory_.size(), 4) + number(out_.size(), 4) +
               number(0, 2);
    }

private:
    static std::string number(std::size_t value, int size)
    {
        std::string out;
        for (int i = 0; i < size; ++i)
            out += static_cast<char>((value >> (8 * i)) & 0xff);
        return out;
    }

    static std::uint32_t crc32(std::string_view bytes)
    {
        std::uint32_t crc = 0xffffffff;
        for (const char c : bytes) {
            crc ^= static_cast<unsigned char>(c);
            for (int bit = 0; bit < 8; ++bit)
                crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320U : 0U);
        }
        return ~crc;
    }

    std::string out_;
    std::string directory_;
    std::size_t files_ = 0;
};

/// A workbook whose first sheet holds `rows`, the inside of its sheetData.
inline std::string
a_workbook(const std::string& rows, const std::string& strings = "", const std::string& book = "")
{
    const std::string ns = R"(xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main")";
    return ZipBuilder{}
        .with("[Content_Types].xml", "<Types/>")
        .with(
            "xl/workbook.xml",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><workbook " + ns +
                R"( xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">)" +
                book + R"(<sheets><sheet name="one" sheetId="7" r:id="rId3"/>)" +
                R"(<sheet name="two" sheetId="1" r:id="rId1"/></sheets></workbook>)"
        )
        .with(
            "xl/_rels/workbook.xml.rels",
            R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)"
            R"(<Relationship Id="rId1" Target="worksheets/sheet1.xml"/>)"
            R"(<Relationship Id="rId3" Target="/xl/worksheets/sheet3.xml"/></Relationships>)"
        )
        .with("xl/sharedStrings.xml", "<sst " + ns + ">" + strings + "</sst>")
        .with(
            "xl/styles.xml",
            "<styleSheet " + ns +
                R"(><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>)"
                R"(<numFmt numFmtId="165" formatCode="0.00&quot; day&quot;"/></numFmts>)"
                R"(<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>)"
                R"(<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>)"
        )
        .with("xl/worksheets/sheet1.xml", "<worksheet " + ns + "><sheetData/></worksheet>")
        .with(
            "xl/worksheets/sheet3.xml",
            "<worksheet " + ns + "><sheetData>" + rows + "</sheetData></worksheet>"
        )
        .bytes();
}

} // namespace dossier::web
