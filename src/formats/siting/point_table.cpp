#include "formats/siting/point_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <unordered_map>

namespace yilin::formats::siting {
namespace {

constexpr std::size_t kRowsMax = 20'000'000, kCellsMax = 64;

enum class Column : std::uint8_t { other, id, x, y, lon, lat, weight, cost, capacity, status, group };
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
    {"community", Column::group}, {"社区", Column::group}, {"分组", Column::group}};

Column column_named(std::string_view cell) {
  std::string lower(cell);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  for (const Named& n : kNames)
    if (n.name == lower) return n.column;
  return Column::other;
}

std::string_view trimmed(std::string_view s) {
  while (!s.empty() && (s.front() == ' ' || s.front() == '\t')) s.remove_prefix(1);
  while (!s.empty() && (s.back() == ' ' || s.back() == '\t')) s.remove_suffix(1);
  return s;
}

// Cells of one line; quotes only around whole cells (ids with commas). Returns the position after the line.
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

bool number(std::string_view cell, double& out) {
  if (!cell.empty() && cell.front() == '+') cell.remove_prefix(1);
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), out);
  return error == std::errc() && end == cell.data() + cell.size();
}

// The rows in which something was wrong: how many, and the first five.
struct Rows {
  std::size_t count = 0;
  std::vector<std::size_t> first;
  void add(std::size_t row) {
    if (++count <= 5) first.push_back(row);
  }
  std::string text() const { return fmt::format("第 {} 行{}", fmt::join(first, "、"), count > first.size() ? fmt::format("等共 {} 行", count) : ""); }
};

struct Trouble {
  Rows short_row, no_weight, negative, bad_cost, bad_capacity, bad_status, swapped, outside, no_place, bad_place, same_id, zero_weight;
};

std::vector<std::int64_t> scaled(const std::vector<double>& values, std::int64_t& scale) {
  scale = std::ranges::all_of(values, [](double v) { return v == std::floor(v); }) ? 1 : 1000;
  std::vector<std::int64_t> out(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) out[i] = std::llround(values[i] * static_cast<double>(scale));
  return out;
}

class Reader {
 public:
  Reader(std::string text, std::string name) {
    table_.name = std::move(name);
    table_.text = std::move(text);
    table_.text.reserve(64);  // never inside the string object: views survive the move of the table
  }

  Result<PointTable> run() {
    std::string_view text = table_.text;
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    std::vector<std::string_view> cells;
    std::size_t at = split_line(text, 0, cells);
    if (text.empty() || cells.size() < 3) return fail(bad_points, fmt::format("{}：没有数据，或少于三列（应为 id,x,y,weight 或 id,lon,lat,weight）。", table_.name));
    double ignored;
    if (number(cells[1], ignored) && number(cells[2], ignored)) {
      columns_ = {Column::id, Column::x, Column::y, Column::weight};
      at = 0, table_.first_row = 1;
    } else {
      for (const std::string_view cell : cells) columns_.push_back(column_named(cell));
    }
    if (Status s = locate(); !s) return fail(s.error());
    const std::size_t guess = static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1;
    for (auto* v : {&table_.x, &table_.y, &weight_}) v->reserve(guess);
    table_.id.reserve(guess);
    for (std::size_t row = table_.first_row; at < text.size(); ++row) {
      at = split_line(text, at, cells);
      if (cells.size() == 1 && cells[0].empty()) {
        ++blank_;
        continue;
      }
      if (table_.size() >= kRowsMax) return fail(bad_points, fmt::format("{}：超过 {} 行，请拆分。", table_.name, kRowsMax));
      take(row, cells);
    }
    return finish();
  }

 private:
  Status locate() {
    const auto where = [&](Column c) {
      const auto it = std::ranges::find(columns_, c);
      return it == columns_.end() ? kNone : static_cast<std::size_t>(it - columns_.begin());
    };
    id_ = where(Column::id), weight_at_ = where(Column::weight), cost_at_ = where(Column::cost), capacity_at_ = where(Column::capacity);
    status_at_ = where(Column::status), group_at_ = where(Column::group);
    if (where(Column::lon) != kNone && where(Column::lat) != kNone) {
      table_.axes = Axes::degrees;
      x_ = where(Column::lon), y_ = where(Column::lat);
    } else {
      x_ = where(Column::x), y_ = where(Column::y);
    }
    if (id_ == kNone || x_ == kNone || y_ == kNone) return fail(bad_points, fmt::format("{}：缺少列：须有 id，以及 x、y（千米）或 lon、lat（度）。", table_.name));
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
    if (!no_place && (!number(cell(x_), x) || !number(cell(y_), y) || !std::isfinite(x) || !std::isfinite(y))) {
      trouble_.bad_place.add(row);
      x = y = kNowhere;
    }
    if (table_.axes == Axes::degrees && std::isfinite(x)) {
      if (x == 0 && y == 0) x = y = kNowhere;  // not placed, as the register writes it
      else if (x >= 3 && x <= 54 && y >= 73 && y <= 136) trouble_.swapped.add(row);
      else if (x < 73 || x > 136 || y < 3 || y > 54) trouble_.outside.add(row);
    }
    if (!std::isfinite(x)) ++table_.unplaced;
    if (weight_at_ != kNone && !cell(weight_at_).empty()) {
      if (!number(cell(weight_at_), weight) || !std::isfinite(weight) || weight > 1e12) trouble_.no_weight.add(row), weight = 0;
      else if (weight < 0) trouble_.negative.add(row);
    }
    table_.id.push_back(cell(id_));
    table_.x.push_back(x), table_.y.push_back(y), weight_.push_back(weight);
    if (cost_at_ != kNone) {
      double cost = 0;
      if (!number(cell(cost_at_), cost) || !(cost > 0) || cost > 1e12) trouble_.bad_cost.add(row);
      cost_.push_back(cost);
    }
    if (capacity_at_ != kNone) {
      double capacity = 0;
      if (!number(cell(capacity_at_), capacity) || !(capacity >= 0) || capacity > 1e12) trouble_.bad_capacity.add(row);
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
    row_of_.push_back(static_cast<std::uint32_t>(row));
  }

  Result<PointTable> finish() {
    // Ids: order them by hash, compare neighbours.
    std::vector<std::pair<std::uint64_t, std::uint32_t>> keys(table_.size());
    for (std::size_t i = 0; i < keys.size(); ++i) keys[i] = {std::hash<std::string_view>{}(table_.id[i]), static_cast<std::uint32_t>(i)};
    find_same_ids(keys);
    std::vector<std::string> errors;
    const auto error = [&](const Rows& rows, std::string_view what) {
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
    if (trouble_.bad_place.count > 0) table_.warnings.push_back(fmt::format("{}：{}的坐标无法识别，按没有位置计。", table_.name, trouble_.bad_place.text()));
    if (table_.unplaced > 0) table_.warnings.push_back(fmt::format("{}：{} 行没有位置，单独计数，不算在服务圈内。", table_.name, table_.unplaced));
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
  std::unordered_map<std::string_view, std::int32_t> groups_;
  std::size_t id_ = kNone, x_ = kNone, y_ = kNone, weight_at_ = kNone, cost_at_ = kNone, capacity_at_ = kNone, status_at_ = kNone, group_at_ = kNone;
  std::size_t blank_ = 0;
};

}  // namespace

Result<PointTable> read_points(std::string text, std::string name) { return Reader(std::move(text), std::move(name)).run(); }

}  // namespace yilin::formats::siting
