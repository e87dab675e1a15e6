#pragma once
// CSV as RFC 4180 and as spreadsheets write it: cells quoted where needed, line breaks inside quotes, CR, LF or CRLF,
// separated by comma, semicolon or tab (told by the first line), in UTF-8, UTF-16 with a mark, or GB18030.
// Reading holds one chunk (256 KiB) or one row in memory, and 1.8 million rows of 20 cells take a few seconds.

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "formats/byte_source.h"
#include "formats/table.h"

namespace yilin::formats {

// Errors name the row: a cell over 64 KiB, a row over 4 MiB or 512 cells, a quote without its pair, bytes that are no
// text. \r\n and \r inside quotes are given as \n.
Result<std::unique_ptr<TableReader>> open_csv(std::unique_ptr<ByteSource> source);

// Writes UTF-8 with a byte order mark (Excel and WPS need it) and CRLF line ends.
class CsvWriter {
 public:
  // Appends to `out`, which the caller may send off and clear between rows; it must outlive the writer.
  explicit CsvWriter(std::string& out);
  void row(std::span<const std::string_view> cells);
  void row(std::initializer_list<std::string_view> cells) { row(std::span(cells.begin(), cells.size())); }

 private:
  std::string& out_;
};

// A spreadsheet would run a cell beginning with = + - @ (or their full-width forms), tab, CR or LF as a formula, unless
// it is a plain number. The writer puts an apostrophe before such a cell. (OWASP, "CSV Injection".)
bool formula_like(std::string_view cell);

}  // namespace yilin::formats
