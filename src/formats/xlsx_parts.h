#pragma once
// The parts of a workbook that are read before its sheet (internal to the reader).

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "formats/xlsx_values.h"
#include "formats/zip_archive.h"

namespace yilin::formats::xlsx {

class SharedStrings {
 public:
  static constexpr std::size_t kStringsMax = 8'000'000;
  std::size_t size() const { return ends_.size(); }
  std::string_view at(std::size_t i) const {
    const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
    return std::string_view(text_).substr(begin, ends_[i] - begin);
  }
  void push(std::string_view text);

 private:
  std::string text_;
  std::vector<std::size_t> ends_;
};

struct Workbook {
  std::string sheet_part;          // of the first visible sheet
  bool epoch_1904 = false;
  SharedStrings strings;
  std::vector<NumberKind> styles;  // by the cell's style index
};

// Finds its way from _rels/.rels; absent styles and strings are empty.
Result<Workbook> read_workbook(ZipArchive& archive);

}  // namespace yilin::formats::xlsx
