#include "formats/routing/benchmark_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <vector>

namespace yilin::formats {
namespace {

using routing::Time;

constexpr double kNumberMax = 1e7;
constexpr int kCustomersMax = routing::kMatrixPlacesMax - 1;

struct Line {
  int number;
  std::vector<std::string_view> words;
};

// Lines with at least one word; words end at white space (and ':' in VRPLIB, where a keyword may carry one).
std::vector<Line> split(std::string_view text, bool colons) {
  std::vector<Line> lines;
  int number = 0;
  for (std::size_t at = 0; at < text.size();) {
    ++number;
    const std::size_t end = std::min(text.find('\n', at), text.size());
    Line line{number, {}};
    for (std::size_t i = at; i < end;) {
      const auto space = [&](char c) { return c == ' ' || c == '\t' || c == '\r' || (colons && c == ':'); };
      while (i < end && space(text[i])) ++i;
      const std::size_t from = i;
      while (i < end && !space(text[i])) ++i;
      if (i > from) line.words.push_back(text.substr(from, i - from));
    }
    if (!line.words.empty()) lines.push_back(std::move(line));
    at = end + 1;
  }
  return lines;
}

tl::unexpected<Error> wrong(int line, const std::string& message) {
  return fail(errors::invalid, line > 0 ? fmt::format("第 {} 行：{}", line, message) : message);
}

Result<double> number(const Line& line, std::size_t word) {
  if (word >= line.words.size()) return wrong(line.number, fmt::format("缺少第 {} 个数。", word + 1));
  const std::string_view text = line.words[word];
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return wrong(line.number, fmt::format("“{}”不是数字。", text));
  if (!(value >= -kNumberMax && value <= kNumberMax)) return wrong(line.number, fmt::format("{} 超出范围。", text));
  return value;
}

struct Customer {
  double x = 0, y = 0, demand = 0, open = 0, due = -1, service = 0;  // due < 0: any time
  int line = 0;
};

struct Plain {
  std::string name;
  int vehicles = 0;
  double capacity = 0;
  bool windows = true;
  std::vector<Customer> nodes;      // 0 is the depot
  std::vector<double> matrix;       // of EXPLICIT files
};

Result<BenchmarkDay> build(const Plain& plain, Rounding rounding) {
  const int n = static_cast<int>(plain.nodes.size());
  if (n < 2) return wrong(0, "没有客户。");
  if (n - 1 > kCustomersMax) return wrong(0, fmt::format("客户超过 {} 个的上限。", kCustomersMax));
  BenchmarkDay day;
  day.name = plain.name;
  day.unit = !plain.matrix.empty() || rounding == Rounding::nearest ? 1 : rounding == Rounding::dimacs ? 10 : 10'000;
  const auto unit = static_cast<double>(day.unit);
  auto& problem = day.problem;
  problem.places.resize(n);
  auto& profile = problem.profiles.emplace_back();
  profile.id = "car";
  profile.durations.resize(static_cast<std::size_t>(n) * n);
  profile.costs.resize(static_cast<std::size_t>(n) * n);
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j) {
      const auto at = static_cast<std::size_t>(i) * n + j;
      double cost, duration;
      if (!plain.matrix.empty()) {
        cost = duration = std::round(plain.matrix[at]);
      } else {
        const double d = unit * std::hypot(plain.nodes[i].x - plain.nodes[j].x, plain.nodes[i].y - plain.nodes[j].y);
        cost = rounding == Rounding::dimacs ? std::floor(d + 1e-9) : std::round(d);
        duration = rounding == Rounding::exact ? std::ceil(d - 1e-6) : cost;
      }
      if (!(cost >= 0 && duration < 2e9)) return wrong(0, fmt::format("从节点 {} 到 {} 的距离不可用。", i, j));
      profile.costs[at] = static_cast<std::int32_t>(cost);
      profile.durations[at] = static_cast<std::int32_t>(duration);
    }
  const auto time = [&](double t) { return static_cast<Time>(std::llround(t * unit)); };
  for (int i = 1; i < n; ++i) {
    const Customer& c = plain.nodes[i];
    if (c.demand < 0) return wrong(c.line, fmt::format("客户 {} 的需求量为负。", i));
    if (c.service < 0) return wrong(c.line, fmt::format("客户 {} 的服务时长为负。", i));
    auto& visit = problem.visits.emplace_back();
    visit.id = std::to_string(i);
    visit.place = i;
    visit.service = time(c.service);
    visit.delivery = {std::llround(c.demand)};
    if (plain.windows && c.due >= 0) {
      if (c.due < c.open) return wrong(c.line, fmt::format("客户 {} 的时间窗在打开之前就关闭。", i));
      visit.windows = {{time(c.open), time(c.due)}};
    }
  }
  for (int k = 0; k < plain.vehicles; ++k) {
    auto& carer = problem.carers.emplace_back();
    carer.id = std::to_string(k + 1);
    carer.start = carer.end = 0;
    carer.capacity = {std::llround(plain.capacity)};
    if (plain.windows && plain.nodes[0].due >= 0) carer.shift = {time(plain.nodes[0].open), time(plain.nodes[0].due)};
  }
  return day;
}

}  // namespace

Result<BenchmarkDay> read_solomon(std::string_view text, Rounding rounding) {
  const auto lines = split(text, false);
  Plain plain;
  enum { head, vehicle, customers } part = head;
  for (const Line& line : lines) {
    const std::string_view first = line.words[0];
    const bool numeric = first[0] >= '0' && first[0] <= '9';
    if (part == head && plain.name.empty()) {
      plain.name = std::string(first);
    } else if (first == "VEHICLE") {
      part = vehicle;
    } else if (first == "CUSTOMER") {
      part = customers;
    } else if (part == vehicle && numeric) {
      YILIN_TRY(const double count, number(line, 0));
      YILIN_TRY(plain.capacity, number(line, 1));
      if (count < 1 || count > routing::kCarersMax) return wrong(line.number, fmt::format("车辆数应在 1 至 {} 之间。", routing::kCarersMax));
      plain.vehicles = static_cast<int>(count);
    } else if (part == customers && (numeric || first[0] == '-')) {
      Customer c;
      c.line = line.number;
      YILIN_TRY(const double id, number(line, 0));
      if (id != static_cast<double>(plain.nodes.size()))
        return wrong(line.number, fmt::format("客户编号应为 {}，现为 {}。", plain.nodes.size(), first));
      YILIN_TRY(c.x, number(line, 1));
      YILIN_TRY(c.y, number(line, 2));
      YILIN_TRY(c.demand, number(line, 3));
      YILIN_TRY(c.open, number(line, 4));
      YILIN_TRY(c.due, number(line, 5));
      YILIN_TRY(c.service, number(line, 6));
      if (c.due < c.open) return wrong(line.number, fmt::format("客户 {} 的时间窗在打开之前就关闭。", first));
      plain.nodes.push_back(c);
    }
  }
  if (plain.vehicles == 0) return wrong(0, "没有 VEHICLE 一节（车辆数与载量）。");
  return build(plain, rounding);
}

Result<BenchmarkDay> read_vrplib(std::string_view text, std::optional<Rounding> rounding) {
  const auto lines = split(text, true);
  Plain plain;
  std::string type = "CVRP", weights = "EUC_2D", format = "FULL_MATRIX", section;
  int dimension = 0;
  double service_everywhere = 0;
  std::vector<double> listed;  // EDGE_WEIGHT_SECTION
  bool windows_given = false;
  for (const Line& line : lines) {
    const std::string_view first = line.words[0];
    const bool keyword = (first[0] >= 'A' && first[0] <= 'Z');
    if (keyword) {
      section.clear();
      const auto value = [&] { return line.words.size() > 1 ? std::string(line.words[1]) : std::string(); };
      if (first == "EOF") break;
      if (first.ends_with("_SECTION")) {
        section = std::string(first);
        if (dimension == 0) return wrong(line.number, "DIMENSION 应写在各节之前。");
        if (section != "NODE_COORD_SECTION" && section != "DEMAND_SECTION" && section != "TIME_WINDOW_SECTION" &&
            section != "SERVICE_TIME_SECTION" && section != "DEPOT_SECTION" && section != "EDGE_WEIGHT_SECTION")
          return wrong(line.number, fmt::format("尚不支持 {}。", section));
      } else if (first == "NAME") {
        plain.name = value();
      } else if (first == "TYPE") {
        type = value();
        if (type != "CVRP" && type != "VRPTW") return wrong(line.number, fmt::format("尚不支持 TYPE {}（支持 CVRP、VRPTW）。", type));
      } else if (first == "DIMENSION") {
        YILIN_TRY(const double count, number(line, 1));
        if (count < 2 || count > kCustomersMax + 1 || count != std::floor(count))
          return wrong(line.number, fmt::format("DIMENSION 应在 2 至 {} 之间。", kCustomersMax + 1));
        dimension = static_cast<int>(count);
        plain.nodes.resize(dimension);
      } else if (first == "CAPACITY") {
        YILIN_TRY(plain.capacity, number(line, 1));
      } else if (first == "VEHICLES") {
        YILIN_TRY(const double count, number(line, 1));
        if (count < 1 || count > routing::kCarersMax) return wrong(line.number, fmt::format("VEHICLES 应在 1 至 {} 之间。", routing::kCarersMax));
        plain.vehicles = static_cast<int>(count);
      } else if (first == "SERVICE_TIME") {
        YILIN_TRY(service_everywhere, number(line, 1));
      } else if (first == "EDGE_WEIGHT_TYPE") {
        weights = value();
        if (weights != "EUC_2D" && weights != "EXPLICIT") return wrong(line.number, fmt::format("尚不支持 EDGE_WEIGHT_TYPE {}。", weights));
      } else if (first == "EDGE_WEIGHT_FORMAT") {
        format = value();
        if (format != "FULL_MATRIX" && format != "LOWER_ROW") return wrong(line.number, fmt::format("尚不支持 EDGE_WEIGHT_FORMAT {}。", format));
      }
      continue;
    }
    if (section == "EDGE_WEIGHT_SECTION") {
      for (std::size_t w = 0; w < line.words.size(); ++w) {
        YILIN_TRY(const double value, number(line, w));
        if (value < 0) return wrong(line.number, "距离不能是负数。");
        listed.push_back(value);
      }
      continue;
    }
    if (section.empty()) continue;
    YILIN_TRY(const double id, number(line, 0));
    if (section == "DEPOT_SECTION") {
      if (id != 1 && id != -1) return wrong(line.number, "只支持一个站点，并且是第一个节点。");
      continue;
    }
    if (id < 1 || id > dimension || id != std::floor(id)) return wrong(line.number, fmt::format("节点编号应在 1 至 {} 之间，现为 {}。", dimension, first));
    Customer& node = plain.nodes[static_cast<std::size_t>(id) - 1];
    node.line = line.number;
    if (section == "NODE_COORD_SECTION") {
      YILIN_TRY(node.x, number(line, 1));
      YILIN_TRY(node.y, number(line, 2));
    } else if (section == "DEMAND_SECTION") {
      YILIN_TRY(node.demand, number(line, 1));
    } else if (section == "TIME_WINDOW_SECTION") {
      windows_given = true;
      YILIN_TRY(node.open, number(line, 1));
      YILIN_TRY(node.due, number(line, 2));
      if (node.due < node.open) return wrong(line.number, fmt::format("节点 {} 的时间窗在打开之前就关闭。", first));
    } else if (section == "SERVICE_TIME_SECTION") {
      YILIN_TRY(node.service, number(line, 1));
    }
  }
  if (dimension == 0) return wrong(0, "没有 DIMENSION。");
  for (std::size_t i = 1; i < plain.nodes.size(); ++i)
    if (plain.nodes[i].service == 0) plain.nodes[i].service = service_everywhere;
  plain.windows = windows_given;
  const auto n = static_cast<std::size_t>(dimension);
  if (weights == "EXPLICIT") {
    const std::size_t expected = format == "FULL_MATRIX" ? n * n : n * (n - 1) / 2;
    if (listed.size() != expected) return wrong(0, fmt::format("EDGE_WEIGHT_SECTION 应有 {} 个数，现有 {} 个。", expected, listed.size()));
    plain.matrix.assign(n * n, 0);
    if (format == "FULL_MATRIX") plain.matrix = listed;
    else
      for (std::size_t i = 1, at = 0; i < n; ++i)
        for (std::size_t j = 0; j < i; ++j, ++at) plain.matrix[i * n + j] = plain.matrix[j * n + i] = listed[at];
  }
  if (plain.vehicles == 0) {
    double demand = 0;
    for (const Customer& c : plain.nodes) demand += c.demand;
    const double needed = plain.capacity > 0 ? std::ceil(demand / plain.capacity * 1.3) + 3 : static_cast<double>(n - 1);
    plain.vehicles = windows_given ? dimension - 1 : std::min(dimension - 1, static_cast<int>(needed));
  }
  if (plain.capacity <= 0) return wrong(0, "没有 CAPACITY。");
  return build(plain, rounding.value_or(type == "VRPTW" || windows_given ? Rounding::dimacs : Rounding::nearest));
}

std::string write_sol(const BenchmarkDay& day, const routing::Answer& answer) {
  std::string out;
  const auto& profile = day.problem.profiles[0];
  const auto n = day.problem.places.size();
  std::int64_t cost = 0;
  int number = 0;
  for (const auto& route : answer.routes) {
    out += fmt::format("Route #{}:", ++number);
    std::size_t at = 0;
    for (const auto& step : route.steps) {
      if (step.kind != routing::StopKind::visit) continue;
      const auto to = static_cast<std::size_t>(step.place);
      cost += profile.costs[at * n + to];
      at = to;
      out += ' ';
      out += day.problem.visits[static_cast<std::size_t>(step.index)].id;
    }
    cost += profile.costs[at * n];
    out += '\n';
  }
  const int decimals = day.unit == 1 ? 0 : day.unit == 10 ? 1 : 4;
  return out + fmt::format("Cost {:.{}f}\n", static_cast<double>(cost) / static_cast<double>(day.unit), decimals);
}

}  // namespace yilin::formats
