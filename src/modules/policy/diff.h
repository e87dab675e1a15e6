#pragma once
// What a version says differently from another, rule by rule. PURE.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engines/policy/rule_set.h"
#include "kernel/entity/codec.h"
#include "modules/policy/book.h"

namespace yilin::policies::diff {

enum class Change : std::uint8_t { added = 1, removed = 2, changed = 3 };
std::span<const entity::EnumName> enum_names(Change);
enum class Mark : std::uint8_t { same = 1, removed = 2, added = 3 };
std::span<const entity::EnumName> enum_names(Mark);

struct Line {
  Mark mark = Mark::same;
  std::string text;
  static const entity::Table& fields();
};
struct Item {
  Change change = Change::changed;
  std::string kind, name, region_name;  // "标准", "高龄津贴标准.八十", "濮阳市"
  Month from;                           // the period's beginning; none for facts and words
  std::string before, after;            // values of parameters
  std::vector<Line> lines;              // the whole rule, line by line
  static const entity::Table& fields();
};
struct File {
  Change change = Change::changed;
  std::string name;
  std::int64_t added = 0, removed = 0;  // lines
  static const entity::Table& fields();
};
struct Report {
  std::vector<Item> items;
  std::vector<File> files;
  bool more = false;                    // than kItemsMax
  static const entity::Table& fields();
};
inline constexpr std::size_t kItemsMax = 1'000, kLinesMax = 2'000;

Report compare(const policy::RuleSet& before, const policy::RuleSet& after);
// Longest common subsequence; of long texts what lies between equal beginnings and ends goes as a whole.
std::vector<Line> lines(const std::vector<std::string>& before, const std::vector<std::string>& after);

}  // namespace yilin::policies::diff
