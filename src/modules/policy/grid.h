#pragma once
// 标准表 and 决策表 as grids, read from the text alone, so that a draft with mistakes has its grids too; and changes of one row that
// leave every other byte of the file as it is. PURE.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "kernel/entity/codec.h"

namespace yilin::policies::grid {

enum class Kind : std::uint8_t { parameters = 1, decision = 2 };
std::span<const entity::EnumName> enum_names(Kind);

struct Row {
  std::int64_t line = 0;           // 1-based
  std::vector<std::string> cells;  // trimmed
};
struct Grid {
  Kind kind = Kind::parameters;
  std::string name;                // "高龄津贴标准"
  std::int64_t line = 0;           // of 标准表 …
  std::vector<std::string> columns;
  std::vector<Row> rows;
};
inline constexpr std::size_t kCellCharsMax = 200, kCellsMax = 32;

std::vector<Grid> read(std::string_view text);

enum class Operation : std::uint8_t { set = 1, insert_after = 2, remove = 3 };
std::span<const entity::EnumName> enum_names(Operation);

// `line` is a row of some grid (for insert_after also its head). Cells: as many as the grid has columns; of `set` only those
// that differ are written. Errors: fields "line" and "cells".
Result<std::string> edit(std::string_view text, std::int64_t line, Operation operation, const std::vector<std::string>& cells);

}  // namespace yilin::policies::grid
