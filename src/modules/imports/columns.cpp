#include "modules/imports/columns.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace yilin::imports {
namespace {

// As headers are compared: half-width, no blanks, no marks of obligation, and without what follows in brackets.
std::string header_key(std::string_view header) {
  std::string key = text::name_key(header);
  std::erase_if(key, [](char c) { return c == '*' || c == ':'; });
  return key;
}
std::string without_brackets(std::string key) {
  const std::size_t open = key.find('(');
  return open == std::string::npos || open == 0 ? key : key.substr(0, open);
}

bool called(const Target& target, std::string_view key) {
  if (key == header_key(target.label)) return true;
  for (std::string_view rest = target.aliases; !rest.empty();) {
    const std::size_t bar = rest.find('|');
    if (header_key(rest.substr(0, bar)) == key) return true;
    if (bar == std::string_view::npos) break;
    rest.remove_prefix(bar + 1);
  }
  return false;
}

std::string_view meaning(Kind kind, std::string_view header) {
  const std::string key = header_key(header);
  if (key.empty()) return {};
  for (const Target& target : targets(kind))
    if (called(target, key)) return target.name;
  const std::string bare = without_brackets(key);
  if (bare != key)
    for (const Target& target : targets(kind))
      if (called(target, bare)) return target.name;
  return {};
}

}  // namespace

const Target* find_target(Kind kind, std::string_view name) {
  for (const Target& target : targets(kind))
    if (target.name == name) return &target;
  return nullptr;
}

std::vector<std::string> guess(Kind kind, std::span<const std::string> headers) {
  std::vector<std::string> out;
  for (const std::string& header : headers) {
    const std::string_view field = meaning(kind, header);
    const bool taken = std::find(out.begin(), out.end(), field) != out.end();
    out.emplace_back(taken ? std::string_view() : field);
  }
  return out;
}

Status check_columns(Kind kind, std::span<const ColumnUse> columns) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const ColumnUse& use = columns[i];
    const std::string path = fmt::format("columns.{}.field", i);
    if (use.field.empty()) continue;
    const Target* target = find_target(kind, use.field);
    if (target == nullptr) return fail_field(path, use.header, "没有这个字段，请重新选择。");
    for (std::size_t j = 0; j < i; ++j)
      if (columns[j].field == use.field) return fail_field(path, use.header, fmt::format("“{}”已经对应另一列，一个字段只能对应一列。", target->label));
  }
  return {};
}

std::vector<std::string> missing(Kind kind, std::span<const ColumnUse> columns) {
  std::vector<std::string> out;
  for (const Target& target : targets(kind)) {
    const auto fills = [&](const ColumnUse& use) { return use.field == target.name; };
    if (target.required && std::none_of(columns.begin(), columns.end(), fills)) out.emplace_back(target.label);
  }
  return out;
}

std::size_t header_among(Kind kind, std::span<const std::vector<std::string>> rows) {
  std::size_t best = 0, most = 0;
  for (std::size_t i = 0; i < rows.size() && i < kHeaderRowsMax; ++i) {
    std::size_t known = 0;
    for (const std::string& field : guess(kind, rows[i])) known += !field.empty();
    if (known > most) {
      most = known;
      best = i;
    }
  }
  return best;
}

}  // namespace yilin::imports
