#pragma once
// PURE: which fields a file of each kind may fill, by which headers people call them, and which column of a file means
// which field.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "modules/imports/types.h"

namespace yilin::imports {

struct Target {
  std::string_view name;     // "id_card"
  std::string_view label;    // the header in our own templates
  std::string_view aliases;  // other headers, parted by |
  bool required = false;
  std::string_view example = {};
  std::string_view note = {};
};
std::span<const Target> targets(Kind kind);
const Target* find_target(Kind kind, std::string_view name);

// The fields that headers mean, beside them; "" where none fits. No field twice: the first column wins.
std::vector<std::string> guess(Kind kind, std::span<const std::string> headers);
// 422 naming the column: an unknown field, a field twice. Required fields may be missing here (see missing()).
Status check_columns(Kind kind, std::span<const ColumnUse> columns);
// Labels of required fields that no column fills.
std::vector<std::string> missing(Kind kind, std::span<const ColumnUse> columns);

// Rows of a sheet that may hold the headers: the first of them, or a later one when a title stands above.
inline constexpr std::size_t kHeaderRowsMax = 10;
// Index of the row among `rows` that reads most like headers.
std::size_t header_among(Kind kind, std::span<const std::vector<std::string>> rows);

}  // namespace yilin::imports
