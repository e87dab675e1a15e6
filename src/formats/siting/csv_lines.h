#pragma once
// Large plain CSV files line by line, without copying a cell. Internal to the room: the general reader of formats/csv.h copies and
// decodes, which tables of tens of millions of rows do not need.

#include <string>
#include <string_view>
#include <vector>

namespace yilin::formats::siting {

std::string_view without_mark(std::string_view text);   // the UTF-8 byte order mark of spreadsheets

// Cells of the line that begins at `at`; quotes only around whole cells (ids with commas), other cells trimmed. Returns the position
// after the line. Cells point into `text`.
std::size_t split_line(std::string_view text, std::size_t at, std::vector<std::string_view>& cells);
inline bool blank_line(const std::vector<std::string_view>& cells) { return cells.size() == 1 && cells[0].empty(); }

// The whole cell as a number, which may be infinite or none; a leading + is allowed.
bool read_number(std::string_view cell, double& out);

// The rows in which something was wrong: how many, and the first five.
struct RowList {
  std::size_t count = 0;
  std::vector<std::size_t> first;
  void add(std::size_t row) {
    if (++count <= 5) first.push_back(row);
  }
  std::string text() const;   // 第 2、4 行, 第 2、3、4、5、6 行等共 12 行
};

}  // namespace yilin::formats::siting
