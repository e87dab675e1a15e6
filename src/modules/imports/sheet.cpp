#include "modules/imports/sheet.h"

#include "base/text.h"

namespace yilin::imports {

Result<Opening> look_at(Kind kind, const std::string& path) {
  YILIN_TRY(const auto reader, formats::open_table_file(path));
  std::vector<std::vector<std::string>> rows;
  std::vector<std::size_t> numbers;
  formats::Row row;
  while (rows.size() < kHeaderRowsMax) {
    YILIN_TRY(const bool found, reader->next(row));
    if (!found) break;
    rows.emplace_back();
    for (const std::string_view cell : row.cells) rows.back().emplace_back(text::first(text::trim(cell), 200));
    numbers.push_back(row.number);
  }
  if (rows.empty()) return fail(formats::table_broken, "文件里没有内容。");
  const std::size_t at = header_among(kind, rows);
  return Opening{numbers[at], rows[at]};
}

Result<Sheet> Sheet::open(const Job& job, const std::string& path, std::span<const ColumnUse> columns) {
  YILIN_TRY(auto reader, formats::open_table_file(path));
  std::vector<std::pair<std::string_view, std::size_t>> at;
  for (const ColumnUse& use : columns)
    if (const Target* target = find_target(job.kind, use.field)) at.emplace_back(target->name, static_cast<std::size_t>(use.column));
  Sheet sheet(std::move(reader), std::move(at));
  do {
    YILIN_TRY(const bool found, sheet.reader_->next(sheet.row_));
    if (!found) return fail(formats::table_broken, "文件里没有内容。");
  } while (sheet.row_.number < static_cast<std::size_t>(job.header_row));
  return sheet;
}

Result<bool> Sheet::next() {
  for (;;) {
    YILIN_TRY(const bool found, reader_->next(row_));
    if (!found) return false;
    for (const std::string_view cell : row_.cells)
      if (!text::trim(cell).empty()) return true;  // rows of blanks only are nobody's
  }
}

std::string_view Sheet::cell(std::string_view field) const {
  for (const auto& [name, column] : at_)
    if (name == field) return text::trim(row_.cell(column));
  return {};
}

}  // namespace yilin::imports
