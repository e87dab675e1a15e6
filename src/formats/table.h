#pragma once
// Tables that people upload: CSV and XLSX behind one streaming reader. Nothing here trusts the file: sizes are bounded,
// broken input is an Error with a Chinese sentence (and the row, where there is one), never a crash.

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace yilin::formats {

namespace limits {
inline constexpr std::size_t kCellBytes = 64 * 1024;
inline constexpr std::size_t kRowBytes = 4 * 1024 * 1024;
inline constexpr std::size_t kColumns = 512;
inline constexpr std::size_t kCsvRows = 5'000'000;
inline constexpr std::size_t kXlsxRows = 1'048'576;  // the format's own
}  // namespace limits

inline constexpr ErrorKind table_broken{"formats.table_broken", 422, "文件已损坏或格式不正确，无法读取。",
                                        "The file is broken or not a table."};
inline constexpr ErrorKind table_unsupported{"formats.table_unsupported", 422,
                                             "不支持这种文件，请另存为 .xlsx 或 .csv 后再试。",
                                             "Not an .xlsx or .csv file."};
inline constexpr ErrorKind table_too_large{"formats.table_too_large", 413, "表格过大，请拆分后再试。",
                                           "The table exceeds a limit."};

struct Row {
  std::size_t number = 0;                    // as the person sees it in Excel: 1 is the first row, blank rows count
  std::span<const std::string_view> cells;   // well-formed UTF-8, line breaks as \n; valid until the next next()
  std::string_view cell(std::size_t column) const { return column < cells.size() ? cells[column] : std::string_view(); }
};

class TableReader {
 public:
  virtual ~TableReader() = default;
  // The next row that is not blank; false at the end. After an error, do not call again.
  virtual Result<bool> next(Row& row) = 0;
};

// Tells XLSX from CSV by content (never by the file's name). The first visible sheet is read.
Result<std::unique_ptr<TableReader>> open_table(std::string bytes);
Result<std::unique_ptr<TableReader>> open_table_file(const std::filesystem::path& path);

// [+-] digits [. digits] [e [+-] digits], and nothing else.
bool plain_number(std::string_view text);

}  // namespace yilin::formats
