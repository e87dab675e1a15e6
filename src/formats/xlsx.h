#pragma once
// XLSX (ECMA-376). Reading streams the first visible sheet; what stays in memory is one row and the shared strings.
// Writing is libxlsxwriter in constant-memory mode: rows go straight to a temporary file, in order.

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "formats/table.h"
#include "formats/zip_archive.h"

namespace yilin::formats {

// Cells are given as text: dates by their style as YYYY-MM-DD (with HH:MM:SS when the style shows a time), other
// numbers without exponent (percentages as fractions), booleans as TRUE/FALSE, formulas by their stored value.
Result<std::unique_ptr<TableReader>> open_xlsx(std::unique_ptr<ZipArchive> archive);

enum class XlsxKind { text, integer, yuan, date };

struct XlsxColumn {
  std::string title;
  double width_chars = 16;
  XlsxKind kind = XlsxKind::text;
};

// The text of a cell is written as its column's kind if it reads as such (integer: at most 15 digits; yuan: "12.30";
// date: "2026-01-05"), else as text. Text never becomes a formula, a link or a number.
struct XlsxCell {
  std::string_view text;
  std::string_view comment = {};  // a note shown at the cell; the first kCommentsMax of a workbook are kept
  bool wrong = false;             // red fill
};

class XlsxWriter {
 public:
  static constexpr std::size_t kCommentsMax = 5'000;  // Excel slows down with more
  static constexpr std::size_t kTextMax = 32'767;     // characters in a cell; the rest is cut off

  // `created` stands in the document's properties: the same rows give the same bytes.
  static Result<XlsxWriter> create(const std::filesystem::path& path, Instant created);
  XlsxWriter(XlsxWriter&&) noexcept;
  XlsxWriter& operator=(XlsxWriter&&) noexcept;
  ~XlsxWriter();  // without finish(): nothing is left at `path`

  // Starts a sheet with a frozen, bold header row. Characters that Excel forbids in sheet names become '_'.
  Status sheet(std::string_view name, std::vector<XlsxColumn> columns);
  Status row(std::span<const XlsxCell> cells);              // at most as many as columns
  Status row(std::span<const std::string_view> cells);
  Status finish();                                          // writes the file; at least one sheet

 private:
  struct Book;
  explicit XlsxWriter(std::unique_ptr<Book> book);
  std::unique_ptr<Book> book_;
};

}  // namespace yilin::formats
