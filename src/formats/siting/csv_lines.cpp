#include "formats/siting/csv_lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace yilin::formats::siting {
namespace {

std::string_view trimmed(std::string_view s) {
  while (!s.empty() && (s.front() == ' ' || s.front() == '\t')) s.remove_prefix(1);
  while (!s.empty() && (s.back() == ' ' || s.back() == '\t')) s.remove_suffix(1);
  return s;
}

}  // namespace

std::string_view without_mark(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return text;
}

std::size_t split_line(std::string_view text, std::size_t at, std::vector<std::string_view>& cells) {
  cells.clear();
  for (;;) {
    std::size_t end;
    if (at < text.size() && text[at] == '"') {
      const std::size_t close = text.find('"', at + 1);
      end = close == std::string_view::npos ? text.size() : close;
      cells.push_back(text.substr(at + 1, end - at - 1));
      at = std::min(end + 1, text.size());
      while (at < text.size() && text[at] != ',' && text[at] != '\n' && text[at] != '\r') ++at;
    } else {
      end = at;
      while (end < text.size() && text[end] != ',' && text[end] != '\n' && text[end] != '\r') ++end;
      cells.push_back(trimmed(text.substr(at, end - at)));
      at = end;
    }
    if (at >= text.size() || text[at] != ',') break;
    ++at;
  }
  if (at < text.size() && text[at] == '\r') ++at;
  if (at < text.size() && text[at] == '\n') ++at;
  return at;
}

bool read_number(std::string_view cell, double& out) {
  if (!cell.empty() && cell.front() == '+') cell.remove_prefix(1);
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), out);
  return error == std::errc() && end == cell.data() + cell.size();
}

std::string RowList::text() const { return fmt::format("第 {} 行{}", fmt::join(first, "、"), count > first.size() ? fmt::format("等共 {} 行", count) : ""); }

}  // namespace yilin::formats::siting
