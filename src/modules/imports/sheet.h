#pragma once
// The rows of an uploaded file as its job reads them: after the header row, cells by the field that they fill.

#include <memory>
#include <string>
#include <vector>

#include "formats/table.h"
#include "modules/imports/columns.h"

namespace yilin::imports {

// What a file begins with.
struct Opening {
  std::size_t header_row = 1;             // as the person counts
  std::vector<std::string> headers;
};
// Error: what is wrong with the file (formats::table_broken …), or that it holds no headers.
Result<Opening> look_at(Kind kind, const std::string& path);

class Sheet {
 public:
  // Stands before the first row of data.
  static Result<Sheet> open(const Job& job, const std::string& path, std::span<const ColumnUse> columns);

  // The next row of data; false at the end. Views stay valid until the next call.
  Result<bool> next();
  std::size_t number() const { return row_.number; }
  std::span<const std::string_view> cells() const { return row_.cells; }
  // Trimmed; "" when the field has no column or the cell is empty.
  std::string_view cell(std::string_view field) const;

 private:
  Sheet(std::unique_ptr<formats::TableReader> reader, std::vector<std::pair<std::string_view, std::size_t>> at)
      : reader_(std::move(reader)), at_(std::move(at)) {}
  std::unique_ptr<formats::TableReader> reader_;
  std::vector<std::pair<std::string_view, std::size_t>> at_;  // field → column
  formats::Row row_;
};

}  // namespace yilin::imports
