#include "modules/policy/diff.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "modules/policy/words.h"

namespace yilin::policies::diff {
namespace {

using namespace policy;

constexpr std::size_t kTableCells = 4'000'000;

struct Rule {
  Item head;
  std::string value;               // of parameters
  std::vector<std::string> lines;
};

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    out.emplace_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

// Every rule under what makes it that rule; several of one key (a later publication) are numbered.
std::map<std::string, Rule> rules_of(const RuleSet& set) {
  std::map<std::string, Rule> out;
  const auto put = [&](Rule rule) {
    const std::string key = fmt::format("{} {} {} {}", rule.head.kind, rule.head.name, rule.head.region_name, rule.head.from.index);
    for (int n = 0;; ++n)
      if (out.emplace(fmt::format("{} {}", key, n), rule).second) return;
  };
  const auto word = [&](std::string kind, std::string name, std::string line) {
    Rule r;
    r.head.kind = std::move(kind);
    r.head.name = std::move(name);
    r.lines = {std::move(line)};
    put(std::move(r));
  };
  for (const Region& r : set.regions) word("地区", r.name, fmt::format("地区 {} {}", r.name, to_string(r.code)));
  for (const Document& d : set.documents) word("文件", d.alias, fmt::format("文件 {} {}", d.alias, d.title));
  for (const Enumeration& e : set.enumerations) word("枚举", e.name, fmt::format("枚举 {} {}", e.name, fmt::join(e.values, " ")));
  for (const Name& n : set.names)
    if (n.kind == NameKind::fact) word("事实", n.text, fmt::format("事实 {} {} 范围 {} 至 {}{}", n.text, words::type(set, n), set.format(n.lo, n.type), set.format(n.hi, n.type), n.usual ? " 常值 " + set.format(*n.usual, n.type) : ""));
  for (const Version& v : set.versions) {
    Rule r;
    const Name& n = set.name(v.name);
    r.head.kind = words::kind(n);
    r.head.name = n.text;
    r.head.region_name = set.region_name(v.region);
    r.head.from = v.from;
    if (n.kind == NameKind::parameter) r.value = set.format(set.expr(v.value).literal, n.type);
    r.lines = words::lines(set, v);
    put(std::move(r));
  }
  for (const Relation& x : set.relations) {
    Rule r;
    r.head.kind = "关系";
    r.head.name = words::title(set, x);
    r.head.region_name = set.region_name(x.region);
    r.head.from = x.from;
    r.lines = words::lines(set, x);
    put(std::move(r));
  }
  return out;
}

Item item_of(Change change, const Rule* before, const Rule* after) {
  Item out = (after != nullptr ? after : before)->head;
  out.change = change;
  if (before != nullptr) out.before = before->value;
  if (after != nullptr) out.after = after->value;
  out.lines = lines(before != nullptr ? before->lines : std::vector<std::string>{}, after != nullptr ? after->lines : std::vector<std::string>{});
  if (out.lines.size() > kLinesMax) out.lines.resize(kLinesMax);
  return out;
}

std::vector<File> files_of(const std::vector<Source>& before, const std::vector<Source>& after) {
  std::map<std::string, std::pair<const Source*, const Source*>> names;
  for (const Source& s : before) names[s.name].first = &s;
  for (const Source& s : after) names[s.name].second = &s;
  std::vector<File> out;
  for (const auto& [name, pair] : names) {
    const auto& [old, now] = pair;
    if (old != nullptr && now != nullptr && old->text == now->text) continue;
    File f{old == nullptr ? Change::added : now == nullptr ? Change::removed : Change::changed, name, 0, 0};
    for (const Line& line : lines(old != nullptr ? lines_of(old->text) : std::vector<std::string>{}, now != nullptr ? lines_of(now->text) : std::vector<std::string>{})) {
      f.added += line.mark == Mark::added;
      f.removed += line.mark == Mark::removed;
    }
    out.push_back(std::move(f));
  }
  return out;
}

}  // namespace

std::span<const entity::EnumName> enum_names(Change) {
  static constexpr entity::EnumName names[] = {{1, "added", "新增"}, {2, "removed", "删除"}, {3, "changed", "修改"}};
  return names;
}
std::span<const entity::EnumName> enum_names(Mark) {
  static constexpr entity::EnumName names[] = {{1, "same", "不变"}, {2, "removed", "删去"}, {3, "added", "增加"}};
  return names;
}

std::vector<Line> lines(const std::vector<std::string>& before, const std::vector<std::string>& after) {
  std::size_t head = 0, tail = 0;
  while (head < before.size() && head < after.size() && before[head] == after[head]) ++head;
  while (tail < before.size() - head && tail < after.size() - head && before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) ++tail;
  const std::size_t n = before.size() - head - tail, m = after.size() - head - tail;
  std::vector<Line> out;
  for (std::size_t i = 0; i < head; ++i) out.push_back({Mark::same, before[i]});
  if (n * m <= kTableCells) {
    // Length of the longest common subsequence of what follows.
    std::vector<std::uint32_t> common((n + 1) * (m + 1));
    const auto at = [&](std::size_t i, std::size_t j) -> std::uint32_t& { return common[i * (m + 1) + j]; };
    for (std::size_t i = n; i-- > 0;)
      for (std::size_t j = m; j-- > 0;) at(i, j) = before[head + i] == after[head + j] ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
    for (std::size_t i = 0, j = 0; i < n || j < m;) {
      if (i < n && j < m && before[head + i] == after[head + j]) out.push_back({Mark::same, before[head + i]}), ++i, ++j;
      else if (i < n && (j == m || at(i + 1, j) >= at(i, j + 1))) out.push_back({Mark::removed, before[head + i++]});
      else out.push_back({Mark::added, after[head + j++]});
    }
  } else {
    for (std::size_t i = 0; i < n; ++i) out.push_back({Mark::removed, before[head + i]});
    for (std::size_t j = 0; j < m; ++j) out.push_back({Mark::added, after[head + j]});
  }
  for (std::size_t i = 0; i < tail; ++i) out.push_back({Mark::same, before[before.size() - tail + i]});
  return out;
}

Report compare(const RuleSet& before, const RuleSet& after) {
  const std::map<std::string, Rule> old = rules_of(before), now = rules_of(after);
  Report out;
  const auto put = [&](Item item) {
    if (out.items.size() < kItemsMax) out.items.push_back(std::move(item));
    else out.more = true;
  };
  for (const auto& [key, rule] : now) {
    const auto found = old.find(key);
    if (found == old.end()) put(item_of(Change::added, nullptr, &rule));
    else if (found->second.lines != rule.lines) put(item_of(Change::changed, &found->second, &rule));
  }
  for (const auto& [key, rule] : old)
    if (!now.contains(key)) put(item_of(Change::removed, &rule, nullptr));
  std::ranges::stable_sort(out.items, {}, [](const Item& i) { return std::tie(i.kind, i.name, i.region_name, i.from.index); });
  out.files = files_of(before.sources, after.sources);
  return out;
}

}  // namespace yilin::policies::diff
