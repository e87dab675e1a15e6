#include "formats/siting/travel_times.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

#include "base/text.h"
#include "formats/siting/csv_lines.h"

namespace yilin::formats::siting {
namespace {

constexpr std::size_t kPairsMax = 50'000'000, kNone = std::numeric_limits<std::size_t>::max();
constexpr double kSecondsMax = 7 * 24 * 3600;

enum class Column : std::uint8_t { other, demand, site, minutes, seconds };
struct Named {
  std::string_view name;
  Column column;
};
// from_id, to_id and travel_time are what r5r and r5py write.
constexpr Named kNames[] = {{"demand", Column::demand},        {"demand_id", Column::demand}, {"origin", Column::demand},        {"from_id", Column::demand},
                            {"需求点", Column::demand},        {"起点", Column::demand},      {"site", Column::site},            {"site_id", Column::site},
                            {"destination", Column::site},     {"to_id", Column::site},       {"选点", Column::site},            {"设施", Column::site},
                            {"终点", Column::site},            {"minutes", Column::minutes},  {"travel_time", Column::minutes},  {"travel_time_p50", Column::minutes},
                            {"分钟", Column::minutes},         {"时间", Column::minutes},     {"seconds", Column::seconds},      {"秒", Column::seconds}};

Column column_named(std::string_view cell) {
  const std::string lower = text::lower_ascii(cell);
  for (const Named& n : kNames)
    if (n.name == lower) return n.column;
  return Column::other;
}

// Rows where something was wrong, and the first cell concerned.
struct Fault {
  RowList rows;
  std::string example;
  void add(std::size_t row, std::string_view cell, std::string_view column = {}) {
    if (rows.count == 0) example = fmt::format("{}{}{}", text::first(column, 30), column.empty() ? "" : " 列：", text::first(cell, 30));
    rows.add(row);
  }
};

class Ids {
 public:
  explicit Ids(std::span<const std::string_view> ids) {
    of_.reserve(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i)
      if (!of_.try_emplace(ids[i], static_cast<std::int32_t>(i)).second && same_.empty()) same_ = ids[i];
  }
  // Rows of one origin usually follow each other.
  std::int32_t find(std::string_view id) {
    if (id == last_ && last_at_ >= 0) return last_at_;
    const auto it = of_.find(id);
    last_ = id, last_at_ = it == of_.end() ? -1 : it->second;
    return last_at_;
  }
  std::string_view given_twice() const { return same_; }

 private:
  std::unordered_map<std::string_view, std::int32_t> of_;
  std::string_view last_, same_;
  std::int32_t last_at_ = -1;
};

class Reader {
 public:
  Reader(std::string_view text, std::string_view name, std::span<const std::string_view> demand, std::span<const std::string_view> site)
      : text_(without_mark(text)), name_(name), demands_(demand.size()), sites_(site.size()), demand_(demand), site_(site) {
    table_.demand_seen.assign(demands_, 0), table_.site_seen.assign(sites_, 0);
  }

  Result<TravelTimeTable> run() {
    if (!site_.given_twice().empty()) return fail(bad_times, fmt::format("{}：备选点与现有设施都有编号 {}，无法分清时间表说的是哪一处。", name_, site_.given_twice()));
    if (Status s = head(); !s) return fail(s.error());
    std::size_t at = body_;
    std::vector<std::string_view> cells;
    for (std::size_t row = first_row_; at < text_.size(); ++row) {
      at = split_line(text_, at, cells);
      if (blank_line(cells)) {
        ++blank_;
        continue;
      }
      if (wide_) take_wide(row, cells);
      else take_long(row, cells);
      if (pair_.size() > kPairsMax) return fail(bad_times, fmt::format("{}：超过 {} 对，请只保留时限以内的。", name_, kPairsMax));
    }
    return finish();
  }

 private:
  struct Pair {
    std::int32_t demand, site, seconds;
    std::uint32_t row;
  };

  Status head() {
    std::vector<std::string_view> cells;
    body_ = split_line(text_, 0, cells);
    if (text_.empty()) return fail(bad_times, fmt::format("{}：没有数据。", name_));
    for (std::size_t c = 0; c < cells.size(); ++c) {
      const Column column = column_named(cells[c]);
      std::size_t* const place = column == Column::demand ? &demand_at_ : column == Column::site ? &site_at_ : column == Column::minutes || column == Column::seconds ? &time_at_ : nullptr;
      if (place == nullptr || *place != kNone) continue;
      *place = c;
      if (place == &time_at_ && column == Column::seconds) seconds_each_ = 1;
    }
    if (demand_at_ != kNone && site_at_ != kNone && time_at_ != kNone) return {};
    double ignored = 0;
    if (cells.size() == 3 && demand_at_ == kNone && read_number(cells[2], ignored)) {
      demand_at_ = 0, site_at_ = 1, time_at_ = 2, body_ = 0, first_row_ = 1, seconds_each_ = 60;
      return {};
    }
    const bool named = demand_at_ == 0 || (demand_at_ == kNone && text::lower_ascii(cells[0]) == "id") || cells[0] == "编号";
    if (!named || cells.size() < 2 || site_at_ != kNone || time_at_ != kNone) return fail(bad_times, fmt::format("{}：缺少列：须有 demand（需求点）、site（选点）、minutes（分钟）；或首列为 demand，其余各列为选点编号。", name_));
    wide_ = true, seconds_each_ = 60;
    for (std::size_t c = 1; c < cells.size(); ++c) {
      column_.push_back(site_.find(cells[c]));
      column_name_.push_back(cells[c]);
      if (column_.back() < 0) return fail(bad_times, fmt::format("{}：第 1 行的选点 {} 不在备选点与现有设施之中。", name_, text::first(cells[c], 30)));
      if (std::ranges::count(column_, column_.back()) > 1) return fail(bad_times, fmt::format("{}：第 1 行的选点 {} 出现两次。", name_, text::first(cells[c], 30)));
    }
    return {};
  }

  void take_long(std::size_t row, const std::vector<std::string_view>& cells) {
    if (cells.size() <= std::max({demand_at_, site_at_, time_at_})) return short_.add(row, cells[0]);
    const std::int32_t demand = demand_.find(cells[demand_at_]), site = site_.find(cells[site_at_]);
    if (demand < 0) no_demand_.add(row, cells[demand_at_]);
    if (site < 0) no_site_.add(row, cells[site_at_]);
    add(row, demand, site, cells[time_at_], {});
  }
  void take_wide(std::size_t row, const std::vector<std::string_view>& cells) {
    if (cells.size() != column_.size() + 1) return short_.add(row, cells[0]);
    const std::int32_t demand = demand_.find(cells[0]);
    if (demand < 0) return no_demand_.add(row, cells[0]);
    table_.demand_seen[static_cast<std::size_t>(demand)] = 1;
    for (std::size_t c = 0; c < column_.size(); ++c) {
      table_.site_seen[static_cast<std::size_t>(column_[c])] = 1;
      if (!cells[c + 1].empty()) add(row, demand, column_[c], cells[c + 1], column_name_[c]);
    }
  }
  // `column`: of the wide form, named in errors.
  void add(std::size_t row, std::int32_t demand, std::int32_t site, std::string_view cell, std::string_view column) {
    double time = 0;
    if (!read_number(cell, time) || !std::isfinite(time)) return no_number_.add(row, cell, column);
    if (time < 0) return negative_.add(row, cell, column);
    if (time * seconds_each_ > kSecondsMax) return too_long_.add(row, cell, column);
    if (demand < 0 || site < 0) return;
    table_.demand_seen[static_cast<std::size_t>(demand)] = table_.site_seen[static_cast<std::size_t>(site)] = 1;
    pair_.push_back({demand, site, static_cast<std::int32_t>(std::lround(time * seconds_each_)), static_cast<std::uint32_t>(row)});
  }

  Result<TravelTimeTable> finish() {
    const auto before = [](const Pair& a, const Pair& b) { return a.demand != b.demand ? a.demand < b.demand : a.site != b.site ? a.site < b.site : a.row < b.row; };
    if (!std::ranges::is_sorted(pair_, before)) std::ranges::sort(pair_, before);
    for (std::size_t k = 1; k < pair_.size(); ++k)
      if (pair_[k].demand == pair_[k - 1].demand && pair_[k].site == pair_[k - 1].site) same_.add(pair_[k].row, {});
    std::vector<std::string> errors;
    const auto error = [&](const Fault& fault, std::string_view what) {
      if (fault.rows.count > 0) errors.push_back(fmt::format("{}{}{}。", fault.rows.text(), what, fault.example.empty() ? "" : fmt::format("（如“{}”）", fault.example)));
    };
    const std::string_view unit = seconds_each_ == 1 ? "秒数（seconds）" : "分钟数（minutes）";
    error(short_, "的列数不对");
    error(no_demand_, "的需求点（demand）不在需求点文件之中");
    error(no_site_, "的选点（site）不在备选点与现有设施之中");
    error(no_number_, fmt::format("的{}不是数字", unit));
    error(negative_, fmt::format("的{}为负", unit));
    error(too_long_, fmt::format("的{}超过一周", unit));
    error(same_, wide_ ? "的需求点与前面重复" : "的需求点与选点和前面某行相同");
    if (!errors.empty()) return fail(bad_times, fmt::format("{}：{}", name_, fmt::join(errors, "")));
    if (pair_.empty()) return fail(bad_times, fmt::format("{}：没有一对时间。", name_));
    table_.start.reserve(demands_ + 1), table_.site.reserve(pair_.size()), table_.seconds.reserve(pair_.size());
    std::size_t k = 0;
    for (std::size_t i = 0; i < demands_; ++i) {
      for (; k < pair_.size() && static_cast<std::size_t>(pair_[k].demand) == i; ++k) table_.site.push_back(pair_[k].site), table_.seconds.push_back(pair_[k].seconds);
      table_.start.push_back(k);
    }
    const auto warn = [&](const std::vector<char>& seen, std::string_view what) {
      if (const auto missing = std::ranges::count(seen, 0); missing > 0) table_.warnings.push_back(fmt::format("{}：{} 个{}。", name_, missing, what));
    };
    warn(table_.demand_seen, "需求点没有出现在时间表中，按到不了任何一处计");
    warn(table_.site_seen, "选点没有出现在时间表中，按谁也到不了计");
    if (blank_ > 0) table_.warnings.push_back(fmt::format("{}：跳过 {} 个空行。", name_, blank_));
    return std::move(table_);
  }

  const std::string_view text_, name_;
  const std::size_t demands_, sites_;
  Ids demand_, site_;
  TravelTimeTable table_;
  std::vector<Pair> pair_;
  std::vector<std::int32_t> column_;           // wide: site of each column after the first
  std::vector<std::string_view> column_name_;
  std::size_t demand_at_ = kNone, site_at_ = kNone, time_at_ = kNone, body_ = 0, first_row_ = 2, blank_ = 0;
  double seconds_each_ = 60;
  bool wide_ = false;
  Fault short_, no_demand_, no_site_, no_number_, negative_, too_long_, same_;
};

}  // namespace

Result<TravelTimeTable> read_travel_times(std::string_view text, std::string_view name, std::span<const std::string_view> demand,
                                          std::span<const std::string_view> site) {
  return Reader(text, name, demand, site).run();
}

}  // namespace yilin::formats::siting
