#include <algorithm>
#include <array>

#include "formats/csv.h"

namespace yilin::formats {
namespace {
// "＝＋－＠" are read as their ASCII forms by East Asian editions of Excel.
constexpr std::array<std::string_view, 11> kFormulaHeads{"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"};

bool needs_quotes(std::string_view cell) {
  return cell.find_first_of(",;\t\"\r\n") != std::string_view::npos || cell.starts_with(' ') || cell.ends_with(' ');
}

void append_cell(std::string& out, std::string_view cell) {
  const bool formula = formula_like(cell);
  if (!needs_quotes(cell)) {
    if (formula) out.push_back('\'');
    out += cell;
    return;
  }
  out.push_back('"');
  if (formula) out.push_back('\'');
  for (const char c : cell) {
    if (c == '"') out.push_back('"');
    out.push_back(c);
  }
  out.push_back('"');
}
}  // namespace

bool formula_like(std::string_view cell) {
  const auto heads = [&](std::string_view head) { return cell.starts_with(head); };
  return std::any_of(kFormulaHeads.begin(), kFormulaHeads.end(), heads) && !plain_number(cell);
}

CsvWriter::CsvWriter(std::string& out) : out_(out) { out_ += "\xEF\xBB\xBF"; }

void CsvWriter::row(std::span<const std::string_view> cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out_.push_back(',');
    append_cell(out_, cells[i]);
  }
  out_ += "\r\n";
}
}  // namespace yilin::formats
