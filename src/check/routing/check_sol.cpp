#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <sstream>

#include "check/routing/check.h"

namespace yilin::check {
namespace {

struct Customer {
  double x = 0, y = 0, demand = 0, open = 0, due = HUGE_VAL, service = 0;
};
struct Instance {
  std::vector<Customer> nodes;
  std::vector<std::vector<double>> matrix;
  double capacity = HUGE_VAL;
  std::size_t vehicles = SIZE_MAX;
  bool whole = false;  // TSPLIB's rounding
};

Result<Verdict> walk(const Instance& in, std::string_view plan, bool dimacs) {
  if (in.nodes.size() < 2) return fail(errors::malformed, "实例中没有客户。");
  const double slack = dimacs ? 1e-6 : 1e-6 * static_cast<double>(in.nodes.size());
  const auto leg = [&](std::size_t a, std::size_t b) {
    if (!in.matrix.empty()) return in.matrix[a][b];
    const double d = std::sqrt((in.nodes[a].x - in.nodes[b].x) * (in.nodes[a].x - in.nodes[b].x) +
                               (in.nodes[a].y - in.nodes[b].y) * (in.nodes[a].y - in.nodes[b].y));
    if (in.whole) return std::floor(d + 0.5);
    return dimacs ? std::floor(d * 10 + 1e-9) / 10 : d;
  };
  Verdict verdict;
  std::vector<int> visits(in.nodes.size(), 0);
  double distance = 0;
  std::size_t routes = 0;
  std::istringstream lines{std::string(plan)};
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("Route", 0) != 0) continue;
    const auto colon = line.find(':');
    if (colon == std::string::npos) return fail(errors::malformed, "路线一行缺少冒号：" + line);
    std::istringstream words(line.substr(colon + 1));
    std::size_t at = 0;
    double time = in.nodes[0].open, load = 0;
    bool used = false;
    for (std::string word; words >> word;) {
      char* end = nullptr;
      const unsigned long to = std::strtoul(word.c_str(), &end, 10);
      if (*end != 0) return fail(errors::malformed, "路线中有不是编号的内容：" + word);
      if (to < 1 || to >= in.nodes.size()) {
        verdict.violations.push_back(fmt::format("{} 中的客户 {} 不存在。", line.substr(0, colon), to));
        continue;
      }
      used = true;
      const Customer& c = in.nodes[to];
      ++visits[to];
      distance += leg(at, to);
      time = std::max(time + leg(at, to), c.open);
      if (time > c.due + slack) verdict.violations.push_back(fmt::format("客户 {} 在 {:.4f} 才开始，迟于 {:.4f}。", to, time, c.due));
      time += c.service;
      load += c.demand;
      at = to;
    }
    if (!used) continue;
    ++routes;
    distance += leg(at, 0);
    time += leg(at, 0);
    if (time > in.nodes[0].due + slack) verdict.violations.push_back(fmt::format("{} 在 {:.4f} 才回站，迟于 {:.4f}。", line.substr(0, colon), time, in.nodes[0].due));
    if (load > in.capacity + 1e-9) verdict.violations.push_back(fmt::format("{} 载量 {} 超过 {}。", line.substr(0, colon), load, in.capacity));
  }
  for (std::size_t i = 1; i < visits.size(); ++i)
    if (visits[i] != 1) verdict.violations.push_back(fmt::format("客户 {} 被访问 {} 次。", i, visits[i]));
  if (routes > in.vehicles) verdict.violations.push_back(fmt::format("用了 {} 辆车，只有 {} 辆。", routes, in.vehicles));
  verdict.figures = {{"vehicles", static_cast<double>(routes)}, {"distance", distance}};
  return verdict;
}

}  // namespace

Result<Verdict> check_solomon(std::string_view instance, std::string_view plan, bool dimacs) {
  Instance in;
  std::istringstream lines{std::string(instance)};
  bool vehicle = false, customers = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.find("VEHICLE") != std::string::npos) vehicle = true;
    if (line.find("CUSTOMER") != std::string::npos) customers = true;
    std::istringstream words(line);
    double id;
    if (!(words >> id)) continue;
    if (customers) {
      Customer c;
      if (!(words >> c.x >> c.y >> c.demand >> c.open >> c.due >> c.service)) return fail(errors::malformed, "客户一行不完整：" + line);
      in.nodes.push_back(c);
    } else if (vehicle) {
      in.vehicles = static_cast<std::size_t>(id);
      words >> in.capacity;
    }
  }
  return walk(in, plan, dimacs);
}

Result<Verdict> check_vrplib(std::string_view instance, std::string_view plan, bool dimacs) {
  Instance in;
  in.whole = true;
  std::string text(instance);
  for (char& c : text)
    if (c == ':') c = ' ';
  std::istringstream words(text);
  std::size_t n = 0;
  bool explicit_weights = false, lower = false;
  for (std::string word; words >> word;) {
    if (word == "DIMENSION") words >> n, in.nodes.resize(n);
    else if (word == "CAPACITY") words >> in.capacity;
    else if (word == "VEHICLES") words >> in.vehicles;
    else if (word == "TYPE") words >> word, in.whole = word == "CVRP";
    else if (word == "EDGE_WEIGHT_TYPE") words >> word, explicit_weights = word == "EXPLICIT";
    else if (word == "EDGE_WEIGHT_FORMAT") words >> word, lower = word == "LOWER_ROW";
    else if (word == "SERVICE_TIME") {
      double everywhere = 0;
      words >> everywhere;
      for (std::size_t i = 1; i < n; ++i) in.nodes[i].service = everywhere;
    } else if (word == "EDGE_WEIGHT_SECTION" && explicit_weights) {
      in.matrix.assign(n, std::vector<double>(n, 0));
      for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < (lower ? i : n); ++j) {
          words >> in.matrix[i][j];
          if (lower) in.matrix[j][i] = in.matrix[i][j];
        }
    } else if (word == "NODE_COORD_SECTION" || word == "DEMAND_SECTION" || word == "TIME_WINDOW_SECTION" || word == "SERVICE_TIME_SECTION") {
      for (std::size_t i = 0; i < n; ++i) {
        std::size_t id = 0;
        if (!(words >> id) || id < 1 || id > n) return fail(errors::malformed, word + " 不完整。");
        Customer& c = in.nodes[id - 1];
        if (word == "NODE_COORD_SECTION") words >> c.x >> c.y;
        else if (word == "DEMAND_SECTION") words >> c.demand;
        else if (word == "TIME_WINDOW_SECTION") words >> c.open >> c.due, in.whole = false;
        else words >> c.service;
      }
    }
  }
  return walk(in, plan, dimacs);
}

}  // namespace yilin::check
