#include "formats/siting/allocation_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>
#include <unordered_map>

#include "formats/siting/csv_lines.h"

namespace yilin::formats::siting {
namespace {

struct Names {
  std::string_view english, chinese;
};

// Lines with the wanted columns in the wanted order; a missing optional column reads as empty.
class Table {
 public:
  Table(std::string_view text, std::string_view name) : rest_(without_mark(text)), name_(name) {}
  Status find(std::initializer_list<Names> wanted, std::size_t needed) {
    std::vector<std::string_view> head;
    take_line(head);
    for (const Names& n : wanted) {
      const auto it = std::ranges::find_if(head, [&](std::string_view c) { return c == n.english || c == n.chinese; });
      at_.push_back(it == head.end() ? kNone : static_cast<std::size_t>(it - head.begin()));
      if (it == head.end() && at_.size() <= needed) return fail(bad_table, fmt::format("{}：缺少列 {}（{}）。", name_, n.english, n.chinese));
    }
    return {};
  }
  bool has(std::size_t column) const { return at_[column] != kNone; }
  bool next() {
    while (!rest_.empty()) {
      take_line(cells_);
      if (!blank_line(cells_)) return true;
    }
    return false;
  }
  std::string_view cell(std::size_t column) const { return at_[column] < cells_.size() ? cells_[at_[column]] : std::string_view(); }
  // × scale, rounded; false: not a number within ±1e13.
  bool number(std::size_t column, double scale, std::int64_t& out) const {
    double v = 0;
    if (!read_number(cell(column), v) || !(std::abs(v) <= 1e13)) return false;
    out = std::llround(v * scale);
    return true;
  }
  tl::unexpected<Error> wrong(std::string_view what) const { return fail(bad_table, fmt::format("{}：第 {} 行{}。", name_, row_, what)); }

 private:
  static constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
  void take_line(std::vector<std::string_view>& cells) {
    rest_.remove_prefix(split_line(rest_, 0, cells));
    ++row_;
  }
  std::string_view rest_, name_;
  std::vector<std::size_t> at_;
  std::vector<std::string_view> cells_;
  std::size_t row_ = 0;
};

}  // namespace

Result<HouseholdTable> read_households(std::string_view text, std::string_view name) {
  Table in(text, name);
  YILIN_CHECK(in.find({{"household", "户"}, {"tier", "档"}, {"cost", "费用"}, {"benefit", "效益"}, {"group", "区县"}}, 4));
  struct Row {
    std::size_t household;
    std::string_view tier;
    std::int64_t cost, benefit;
  };
  HouseholdTable out;
  std::vector<Row> rows;
  std::unordered_map<std::string_view, std::size_t> known;
  std::unordered_map<std::string_view, std::int32_t> groups;
  std::size_t useless = 0;
  while (in.next()) {
    if (in.cell(0).empty()) return in.wrong("没有户号");
    Row row{0, in.cell(1), 0, 0};
    if (!in.number(2, 100, row.cost) || row.cost <= 0) return in.wrong("的费用须为正数");
    if (!in.number(3, kBenefitScale, row.benefit) || row.benefit < 0) return in.wrong("的效益须为不小于 0 的数");
    const auto [it, fresh] = known.try_emplace(in.cell(0), out.household.size());
    row.household = it->second;
    if (fresh) out.household.emplace_back(in.cell(0));
    if (in.has(4)) {
      const auto [g, is_new] = groups.try_emplace(in.cell(4), static_cast<std::int32_t>(out.group_name.size()));
      if (is_new) out.group_name.emplace_back(in.cell(4));
      if (fresh) out.group.push_back(g->second);
      else if (out.group[row.household] != g->second) return in.wrong("的区县与同一户的前一行不同");
    }
    useless += row.benefit == 0;
    rows.push_back(row);
  }
  if (rows.empty()) return fail(bad_table, fmt::format("{}：没有数据行。", name));
  std::ranges::stable_sort(rows, {}, &Row::household);
  std::set<std::string_view> tiers;
  for (std::size_t k = 0; k < rows.size(); ++k) {
    if (k == 0 || rows[k].household != rows[k - 1].household) tiers.clear();
    if (!tiers.insert(rows[k].tier).second) return fail(bad_table, fmt::format("{}：户 {} 的档 {} 出现两次。", name, out.household[rows[k].household], rows[k].tier));
    out.tier.emplace_back(rows[k].tier), out.cost.push_back(rows[k].cost), out.benefit.push_back(rows[k].benefit);
    if (k + 1 == rows.size() || rows[k + 1].household != rows[k].household) out.start.push_back(k + 1);
  }
  if (useless > 0) out.warnings.push_back(fmt::format("{}：{} 行的效益为 0，不会入选。", name, useless));
  return out;
}

Result<LimitTable> read_limits(std::string_view text, std::string_view name, const HouseholdTable& households, std::int32_t years) {
  Table in(text, name);
  YILIN_CHECK(in.find({{"group", "区县"}, {"floor", "下限"}, {"cap", "上限"}, {"year", "年"}}, 1));
  LimitTable out;
  std::set<std::pair<std::int32_t, std::int32_t>> seen;
  while (in.next()) {
    const auto it = std::ranges::find(households.group_name, in.cell(0));
    if (it == households.group_name.end()) return in.wrong(fmt::format("的区县 {} 没有一户", in.cell(0)));
    LimitTable::Limit l{static_cast<std::int32_t>(it - households.group_name.begin()), 0, 0, std::numeric_limits<std::int64_t>::max()};
    if (!in.cell(1).empty() && (!in.number(1, 100, l.floor) || l.floor < 0)) return in.wrong("的下限须为不小于 0 的数");
    if (!in.cell(2).empty() && (!in.number(2, 100, l.cap) || l.cap < l.floor)) return in.wrong("的上限须为不小于下限的数");
    if (std::int64_t year = 0; !in.cell(3).empty()) {
      if (!in.number(3, 1, year) || year < 1 || year > years) return in.wrong(fmt::format("的年须在 1 与 {} 之间", years));
      l.year = static_cast<std::int32_t>(year);
    }
    if (!seen.insert({l.group, l.year}).second) return in.wrong("与前面的区县、年相同");
    out.limit.push_back(l);
  }
  // A year's own limits come after those of every year, and count.
  std::ranges::stable_sort(out.limit, {}, [](const LimitTable::Limit& l) { return l.year != 0; });
  return out;
}

Result<TotalTable> read_totals(std::string_view text, std::string_view name) {
  Table in(text, name);
  YILIN_CHECK(in.find({{"id", "名称"}, {"total", "合计"}}, 2));
  TotalTable out;
  while (in.next()) {
    std::int64_t total = 0, thousandths = 0;
    if (!in.number(1, 1, total) || !in.number(1, 1000, thousandths) || total < 0 || thousandths != total * 1000) return in.wrong("的合计须为不小于 0 的整数");
    if (std::ranges::find(out.id, in.cell(0)) != out.id.end()) return in.wrong("的名称与前面重复");
    out.id.emplace_back(in.cell(0)), out.total.push_back(total);
  }
  if (out.id.empty()) return fail(bad_table, fmt::format("{}：没有数据行。", name));
  return out;
}

}  // namespace yilin::formats::siting
