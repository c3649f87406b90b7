#pragma once
// The index of an archive that was scanned before: a table with a header, from CSV or Excel. What
// strangers' programs wrote is read with bounds on everything and refused with the line at fault.

#include <tl/expected.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::web {

/// `cells` are as many as the header has, in UTF-8, without spaces at their ends. `line` is where
/// the row begins in the file (CSV) or its number in the sheet (Excel), from 1.
struct IndexRow {
    int line = 0;
    std::vector<std::string> cells;
};

struct IndexTable {
    std::vector<std::string> header; ///< no name twice
    std::vector<IndexRow> rows;      ///< without empty ones
};

struct IndexError {
    int line = 0; ///< 0: the file as a whole
    std::string reason;
};

struct IndexLimits {
    std::size_t bytes = std::size_t{64} << 20;     ///< of the file
    std::size_t unpacked = std::size_t{256} << 20; ///< of one part inside an Excel file
    std::size_t rows = 500'000;
    std::size_t columns = 512;
    std::size_t cell = std::size_t{32} << 10;  ///< bytes in one cell
    std::size_t text = std::size_t{256} << 20; ///< bytes in all cells together
};

/// RFC 4180 with commas, semicolons or tabs, whichever the header uses; UTF-8, UTF-16 with a mark,
/// or GB18030.
[[nodiscard]] tl::expected<IndexTable, IndexError>
parse_csv(std::string_view bytes, const IndexLimits& limits = {});

/// The first sheet of an .xlsx workbook (ECMA-376). Dates become YYYY-MM-DD; formulas count by the
/// value that was saved with them.
[[nodiscard]] tl::expected<IndexTable, IndexError>
parse_xlsx(std::string_view bytes, const IndexLimits& limits = {});

/// Either, by the first bytes.
[[nodiscard]] tl::expected<IndexTable, IndexError>
parse_index(std::string_view bytes, const IndexLimits& limits = {});

} // namespace dossier::web
