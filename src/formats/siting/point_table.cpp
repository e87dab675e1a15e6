#include "formats/siting/point_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

#include "base/text.h"
#include "formats/siting/csv_lines.h"

namespace yilin::formats::siting {
namespace {

constexpr std::size_t kRowsMax = 20'000'000, kCellsMax = 64;

enum class Column : std::uint8_t { other, id, x, y, lon, lat, weight, cost, capacity, status, group, label };
struct Named {
  std::string_view name;
  Column column;
};
constexpr Named kNames[] = {
    {"id", Column::id}, {"编号", Column::id}, {"代码", Column::id}, {"code", Column::id}, {"x", Column::x}, {"x_km", Column::x}, {"y", Column::y},
    {"y_km", Column::y}, {"lon", Column::lon}, {"lng", Column::lon}, {"longitude", Column::lon}, {"经度", Column::lon}, {"lat", Column::lat},
    {"latitude", Column::lat}, {"纬度", Column::lat}, {"weight", Column::weight}, {"demand", Column::weight}, {"population", Column::weight},
    {"人数", Column::weight}, {"权重", Column::weight}, {"老人数", Column::weight}, {"cost", Column::cost}, {"造价", Column::cost},
    {"费用", Column::cost}, {"成本", Column::cost}, {"capacity", Column::capacity}, {"supply", Column::capacity}, {"beds", Column::capacity},
    {"容量", Column::capacity}, {"床位", Column::capacity}, {"status", Column::status}, {"状态", Column::status}, {"group", Column::group},
    {"community", Column::group}, {"社区", Column::group}, {"分组", Column::group}, {"label", Column::label}, {"labels", Column::label},
    {"标签", Column::label}, {"类别", Column::label}};

Column column_named(std::string_view cell) {
  const std::string lower = text::lower_ascii(cell);
  for (const Named& n : kNames)
    if (n.name == lower) return n.column;
  return Column::other;
}

struct Trouble {
  RowList short_row, no_weight, empty_weight, negative, bad_cost, bad_capacity, bad_status, swapped, outside, bad_place, same_id;
};

std::vector<std::int64_t> scaled(const std::vector<double>& values, std::int64_t& scale) {
  scale = std::ranges::all_of(values, [](double v) { return v == std::floor(v); }) ? 1 : 1000;
  std::vector<std::int64_t> out(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) out[i] = std::llround(values[i] * static_cast<double>(scale));
  return out;
}

class Reader {
 public:
  Reader(std::string text, std::string name, bool places_needed) : places_needed_(places_needed) {
    table_.name = std::move(name);
    table_.text = std::move(text);
    table_.text.reserve(64);  // never inside the string object: views survive the move of the table
  }

  Result<PointTable> run() {
    const std::string_view text = without_mark(table_.text);
    std::vector<std::string_view> cells;
    std::size_t at = split_line(text, 0, cells);
    if (text.empty() || (places_needed_ && cells.size() < 3)) return fail(bad_points, fmt::format("{}：没有数据，或少于三列（应为 id,x,y,weight 或 id,lon,lat,weight）。", table_.name));
    double ignored;
    if (cells.size() >= 3 && read_number(cells[1], ignored) && read_number(cells[2], ignored)) {
      columns_ = {Column::id, Column::x, Column::y, Column::weight};
      at = 0, table_.first_row = 1;
    } else {
      name_columns(cells);
    }
    if (Status s = locate(); !s) return fail(s.error());
    const std::size_t guess = static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1;
    for (auto* v : {&table_.x, &table_.y, &weight_}) v->reserve(guess);
    table_.id.reserve(guess);
    for (std::size_t row = table_.first_row; at < text.size(); ++row) {
      at = split_line(text, at, cells);
      if (blank_line(cells)) {
        ++blank_;
        continue;
      }
      if (table_.size() >= kRowsMax) return fail(bad_points, fmt::format("{}：超过 {} 行，请拆分。", table_.name, kRowsMax));
      take(row, cells);
    }
    return finish();
  }

 private:
  // Columns that are not used are told: a misspelt one would else be missed without a word.
  void name_columns(const std::vector<std::string_view>& cells) {
    std::vector<std::string_view> unused;
    for (const std::string_view cell : cells) {
      Column column = column_named(cell);
      if (std::ranges::find(columns_, column) != columns_.end()) column = Column::other;   // a second name for the same
      if (column == Column::other && !cell.empty()) unused.push_back(text::first(cell, 30));
      columns_.push_back(column);
    }
    if (unused.size() > 8) unused.resize(8);
    if (!unused.empty()) table_.warnings.push_back(fmt::format("{}：没有用到的列：{}。", table_.name, fmt::join(unused, "、")));
  }

  Status locate() {
    const auto where = [&](Column c) {
      const auto it = std::ranges::find(columns_, c);
      return it == columns_.end() ? kNone : static_cast<std::size_t>(it - columns_.begin());
    };
    id_ = where(Column::id), weight_at_ = where(Column::weight), cost_at_ = where(Column::cost), capacity_at_ = where(Column::capacity);
    status_at_ = where(Column::status), group_at_ = where(Column::group), label_at_ = where(Column::label);
    if (where(Column::lon) != kNone && where(Column::lat) != kNone) {
      table_.axes = Axes::degrees;
      x_ = where(Column::lon), y_ = where(Column::lat);
    } else {
      x_ = where(Column::x), y_ = where(Column::y);
    }
    if (x_ == kNone || y_ == kNone) {
      x_ = y_ = kNone;
      table_.axes = Axes::none;
      if (id_ == kNone || places_needed_) return fail(bad_points, fmt::format("{}：缺少列：须有 id，以及 x、y（千米）或 lon、lat（度）。", table_.name));
    }
    if (id_ == kNone) return fail(bad_points, fmt::format("{}：缺少列 id（编号）。", table_.name));
    return {};
  }

  void take(std::size_t row, const std::vector<std::string_view>& cells) {
    const auto cell = [&](std::size_t c) { return c < cells.size() ? cells[c] : std::string_view(); };
    if (cells.size() > kCellsMax || cell(id_).empty()) {
      trouble_.short_row.add(row);
      return;
    }
    double x = kNowhere, y = kNowhere, weight = 1;
    const bool no_place = cell(x_).empty() && cell(y_).empty();
    if (!no_place && (!read_number(cell(x_), x) || !read_number(cell(y_), y) || !std::isfinite(x) || !std::isfinite(y))) {
      trouble_.bad_place.add(row);
      x = y = kNowhere;
    }
    if (table_.axes == Axes::degrees && std::isfinite(x)) {
      if (x == 0 && y == 0) x = y = kNowhere;  // not placed, as the register writes it
      else if (x >= 3 && x <= 54 && y >= 73 && y <= 136) trouble_.swapped.add(row);
      else if (x < 73 || x > 136 || y < 3 || y > 54) trouble_.outside.add(row);
    }
    if (!std::isfinite(x)) ++table_.unplaced;
    if (weight_at_ != kNone) {
      if (cell(weight_at_).empty()) trouble_.empty_weight.add(row);
      else if (!read_number(cell(weight_at_), weight) || !std::isfinite(weight) || weight > 1e12) trouble_.no_weight.add(row), weight = 0;
      else if (weight < 0) trouble_.negative.add(row);
    }
    table_.id.push_back(cell(id_));
    table_.x.push_back(x), table_.y.push_back(y), weight_.push_back(weight);
    if (cost_at_ != kNone) {
      double cost = 0;
      if (!read_number(cell(cost_at_), cost) || !(cost > 0) || cost > 1e12) trouble_.bad_cost.add(row);
      cost_.push_back(cost);
    }
    if (capacity_at_ != kNone) {
      double capacity = 0;
      if (!read_number(cell(capacity_at_), capacity) || !(capacity >= 0) || capacity > 1e12) trouble_.bad_capacity.add(row);
      table_.capacity.push_back(capacity);
    }
    if (status_at_ != kNone) {
      const std::string_view s = cell(status_at_);
      PointRule rule = PointRule::candidate;
      if (s == "required" || s == "必选") rule = PointRule::required;
      else if (s == "excluded" || s == "排除") rule = PointRule::excluded;
      else if (!s.empty() && s != "candidate" && s != "备选") trouble_.bad_status.add(row);
      table_.rule.push_back(rule);
    }
    if (group_at_ != kNone) {
      const auto [it, fresh] = groups_.try_emplace(cell(group_at_), static_cast<std::int32_t>(groups_.size()));
      if (fresh) table_.group_name.push_back(cell(group_at_));
      table_.group.push_back(it->second);
    }
    if (label_at_ != kNone) table_.label_set.push_back(label_set(cell(label_at_)));
    row_of_.push_back(static_cast<std::uint32_t>(row));
  }

  // 独居;失能 and the like: few cells differ, so each is taken apart once.
  std::int32_t label_set(std::string_view cell) {
    const auto [known, fresh] = label_sets_.try_emplace(cell, static_cast<std::int32_t>(table_.label_sets.size()));
    if (!fresh) return known->second;
    std::vector<std::int32_t>& set = table_.label_sets.emplace_back();
    while (!cell.empty()) {
      std::size_t end = cell.size(), after = cell.size();
      for (const std::string_view mark : {";", "；", "|", "、"})
        if (const std::size_t at = cell.find(mark); at < end) end = at, after = at + mark.size();
      const std::string_view name = text::trim(cell.substr(0, end));
      cell.remove_prefix(after);
      if (name.empty()) continue;
      const auto [it, is_new] = labels_.try_emplace(name, static_cast<std::int32_t>(labels_.size()));
      if (is_new) table_.label_name.push_back(name);
      set.push_back(it->second);
    }
    std::ranges::sort(set);
    set.erase(std::unique(set.begin(), set.end()), set.end());
    return known->second;
  }

  Result<PointTable> finish() {
    // Ids: order them by hash, compare neighbours.
    std::vector<std::pair<std::uint64_t, std::uint32_t>> keys(table_.size());
    for (std::size_t i = 0; i < keys.size(); ++i) keys[i] = {std::hash<std::string_view>{}(table_.id[i]), static_cast<std::uint32_t>(i)};
    find_same_ids(keys);
    std::vector<std::string> errors;
    const auto error = [&](const RowList& rows, std::string_view what) {
      if (rows.count > 0) errors.push_back(fmt::format("{}{}。", rows.text(), what));
    };
    error(trouble_.short_row, "没有编号或列数不对");
    error(trouble_.same_id, "的编号与前面重复");
    error(trouble_.negative, "的人数为负");
    error(trouble_.no_weight, "的人数不是数字");
    error(trouble_.bad_cost, "的造价须为正数");
    error(trouble_.bad_capacity, "的容量须为不小于 0 的数字");
    error(trouble_.bad_status, "的状态应为 必选 / 排除 / 备选");
    error(trouble_.swapped, "经度与纬度疑似颠倒");
    if (!errors.empty()) return fail(bad_points, fmt::format("{}：{}", table_.name, fmt::join(errors, "")));
    if (table_.size() == 0) return fail(bad_points, fmt::format("{}：没有数据行。", table_.name));
    if (trouble_.outside.count > 0) table_.warnings.push_back(fmt::format("{}：{}的经纬度不在中国范围内。", table_.name, trouble_.outside.text()));
    if (trouble_.empty_weight.count > 0) table_.warnings.push_back(fmt::format("{}：{}没有人数，按 1 计。", table_.name, trouble_.empty_weight.text()));
    if (trouble_.bad_place.count > 0) table_.warnings.push_back(fmt::format("{}：{}的坐标无法识别，按没有位置计。", table_.name, trouble_.bad_place.text()));
    if (table_.unplaced > 0 && table_.axes != Axes::none) table_.warnings.push_back(fmt::format("{}：{} 行没有位置，单独计数，不算在服务圈内。", table_.name, table_.unplaced));
    if (blank_ > 0) table_.warnings.push_back(fmt::format("{}：跳过 {} 个空行。", table_.name, blank_));
    table_.weight = scaled(weight_, table_.weight_scale);
    if (cost_at_ != kNone) table_.cost = scaled(cost_, table_.cost_scale);
    return std::move(table_);
  }

  void find_same_ids(std::vector<std::pair<std::uint64_t, std::uint32_t>>& keys) {
    std::size_t slots = 16;
    while (slots < keys.size() * 2) slots *= 2;
    std::vector<std::uint32_t> seen(slots, std::numeric_limits<std::uint32_t>::max());
    for (const auto& [hash, i] : keys) {
      std::size_t slot = (hash ^ (hash >> 29)) & (slots - 1);
      while (seen[slot] != std::numeric_limits<std::uint32_t>::max() && table_.id[seen[slot]] != table_.id[i]) slot = (slot + 1) & (slots - 1);
      if (seen[slot] != std::numeric_limits<std::uint32_t>::max()) trouble_.same_id.add(row_of_[i]);
      else seen[slot] = i;
    }
  }

  static constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
  static constexpr double kNowhere = std::numeric_limits<double>::quiet_NaN();
  PointTable table_;
  Trouble trouble_;
  std::vector<Column> columns_;
  std::vector<double> weight_, cost_;
  std::vector<std::uint32_t> row_of_;
  std::unordered_map<std::string_view, std::int32_t> groups_, label_sets_, labels_;
  const bool places_needed_;
  std::size_t id_ = kNone, x_ = kNone, y_ = kNone, weight_at_ = kNone, cost_at_ = kNone, capacity_at_ = kNone, status_at_ = kNone, group_at_ = kNone, label_at_ = kNone;
  std::size_t blank_ = 0;
};

}  // namespace

Result<PointTable> read_points(std::string text, std::string name, bool places_needed) {
  return Reader(std::move(text), std::move(name), places_needed).run();
}

}  // namespace yilin::formats::siting
