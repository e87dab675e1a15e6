// Bars 5–7: p-median and p-center on the OR-Library's graphs, set covering and capacities on generated cases of the public sizes.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/rng.h"
#include "bench/siting_bars.h"
#include "engines/siting/capacitated.h"
#include "engines/siting/p_center.h"
#include "engines/siting/p_median.h"
#include "engines/siting/set_cover.h"
#include "formats/siting/or_library.h"

namespace yilin::bench {
namespace {

using namespace siting;

struct Graph {
  std::string name;
  std::int64_t optimum = -1;     // of the p-median; -1: not known
  std::int32_t nodes = 0, p = 0;
  std::vector<Edge> edges;
};
std::vector<Graph> graphs() {
  std::vector<Graph> out;
  const auto optima = instance("pmed/optima.csv");
  if (!optima) return out;
  for (int k = 1; k <= 40; ++k) {
    Graph g;
    g.name = fmt::format("pmed{}", k);
    const auto text = instance("pmed/" + g.name + ".txt");
    if (!text) continue;
    const auto file = formats::siting::read_pmed(*text);
    if (!file) throw std::runtime_error(g.name + " cannot be read");
    g.nodes = file->nodes, g.p = file->p;
    for (const auto& e : file->edges) g.edges.push_back({e.a, e.b, e.length});
    if (const std::size_t at = optima->find(g.name + ","); at != std::string::npos) g.optimum = std::atoll(optima->c_str() + at + g.name.size() + 1);
    out.push_back(std::move(g));
  }
  return out;
}

// Random sets of the sizes of scp4 … scpd (Balas & Ho 1980, Beasley 1990): costs 1–100, two sites a row at least.
SetCoverProblem scp_like(std::int32_t rows, std::int32_t sites, double density, std::uint64_t seed) {
  Rng rng(seed);
  std::vector<std::vector<std::int32_t>> of_row(static_cast<std::size_t>(rows));
  for (std::int32_t j = 0; j < sites; ++j) {
    bool any = false;
    for (std::int32_t r = 0; r < rows; ++r)
      if (rng.chance(density)) of_row[static_cast<std::size_t>(r)].push_back(j), any = true;
    if (!any) of_row[rng.below(static_cast<std::uint64_t>(rows))].push_back(j);
  }
  SetCoverProblem p;
  p.rows.sites = sites;
  for (auto& row : of_row) {
    while (row.size() < 2) row.push_back(static_cast<std::int32_t>(rng.below(static_cast<std::uint64_t>(sites))));
    std::ranges::sort(row);
    row.erase(std::unique(row.begin(), row.end()), row.end());
    p.rows.site.insert(p.rows.site.end(), row.begin(), row.end());
    p.rows.start.push_back(static_cast<std::uint32_t>(p.rows.site.size()));
    p.rows.weight.push_back(1);
  }
  for (std::int32_t j = 0; j < sites; ++j) p.cost.push_back(rng.between(1, 100));
  return p;
}

// 50 warehouses' customers as in cap41 … cap134 (Beasley 1988): total demand 58,268, transport a multiple of the fixed costs.
CapacitatedProblem cap_like(int sites, double capacity, double fixed, std::uint64_t seed) {
  Rng rng(seed);
  CapacitatedProblem p;
  std::vector<std::pair<double, double>> client, site;
  double total = 0;
  for (int i = 0; i < 50; ++i) {
    client.emplace_back(rng.uniform(), rng.uniform());
    p.demand.push_back(std::exp(1.2 * rng.normal()));
    total += p.demand.back();
  }
  for (double& d : p.demand) d = std::max(1.0, std::round(d * 58'268 / total));
  for (int j = 0; j < sites; ++j) {
    site.push_back(j < 16 ? client[static_cast<std::size_t>(j)] : std::pair{rng.uniform(), rng.uniform()});
    p.capacity.push_back(capacity), p.fixed.push_back(j == 0 ? 0 : fixed);
  }
  for (std::size_t i = 0; i < client.size(); ++i)
    for (const auto& [x, y] : site) p.cost.push_back(p.demand[i] * std::round(1e4 * (3 + 90 * std::hypot(client[i].first - x, client[i].second - y))) / 1e4);
  return p;
}

}  // namespace

void medians(const SitingArguments&, Report& report) {
  const std::vector<Graph> all = graphs();
  if (all.empty()) return;
  double cpu = 0, paths = 0, slowest = 0;
  int missed = 0, proved = 0;
  std::string slow, wrong;
  for (const Graph& g : all) {
    MedianPlan plan;
    const Spent spent = spent_by([&] {
      DistanceTable d;
      paths += spent_by([&] { d = all_shortest_paths(g.nodes, g.edges); }).cpu;
      MedianProblem problem;
      problem.distance = &d, problem.p = g.p;
      plan = p_median(problem, {});
    });
    cpu += spent.cpu;
    if (spent.cpu > slowest) slowest = spent.cpu, slow = g.name;
    if (plan.value != g.optimum) ++missed, wrong += " " + g.name;
    proved += plan.verdict == Verdict::proved_optimal;
  }
  report.at_most(fmt::format("5 p-median, {} graphs: not at the optimum{}", all.size(), wrong), missed, "", 0);
  report.at_most("5 p-median: all with shortest paths, processor", cpu, "s", 4.0 * static_cast<double>(all.size()) / 40);
  report.figure("5 p-median: shortest paths alone", paths, "s");
  report.figure(fmt::format("5 p-median: slowest ({})", slow), slowest, "s");
  report.figure("5 p-median: proved", proved, "graphs");
}

void centers(const SitingArguments& a, Report& report) {
  const std::vector<Graph> all = graphs();
  if (all.empty()) return;
  double cpu = 0, slowest = 0;
  int proved = 0;
  std::string slow;
  for (const Graph& g : all) {
    CenterPlan plan;
    const Spent spent = spent_by([&] { plan = p_center(all_shortest_paths(g.nodes, g.edges), g.p, within(a.seconds > 0 ? a.seconds : 20)); });
    cpu += spent.cpu;
    if (spent.cpu > slowest) slowest = spent.cpu, slow = g.name;
    proved += plan.verdict == Verdict::proved_optimal;
  }
  report.at_least("6 p-center: proved", proved, "graphs", static_cast<double>(all.size()));
  report.at_most("6 p-center: all with shortest paths, processor", cpu, "s", 20.0 * static_cast<double>(all.size()) / 40);
  report.figure(fmt::format("6 p-center: slowest ({})", slow), slowest, "s");
}

void sets_and_capacities(const SitingArguments& a, Report& report) {
  struct Size {
    const char* name;
    std::int32_t rows, sites;
    double density;
  };
  double cpu = 0, slowest = 0;
  int proved = 0, cases = 0;
  std::string slow;
  for (const Size& s : {Size{"scp4", 200, 1000, 0.02}, Size{"scp5", 200, 2000, 0.02}, Size{"scp6", 200, 1000, 0.05}, Size{"scpa", 300, 3000, 0.02},
                        Size{"scpb", 300, 3000, 0.05}, Size{"scpc", 400, 4000, 0.02}, Size{"scpd", 400, 4000, 0.05}})
    for (std::uint64_t k = 0; k < 2; ++k) {
      const SetCoverProblem problem = scp_like(s.rows, s.sites, s.density, a.seed * 100 + k);
      SetCoverPlan plan;
      const Spent spent = spent_by([&] { plan = set_cover(problem, within(a.seconds > 0 ? a.seconds : 60)); });
      cpu += spent.cpu, ++cases;
      if (spent.cpu > slowest) slowest = spent.cpu, slow = s.name;
      proved += plan.verdict == Verdict::proved_optimal;
    }
  report.at_least("7 set covering, generated as scp4 … scpd: proved", proved, "cases", cases);
  report.figure("7 set covering: processor", cpu, "s");
  report.figure(fmt::format("7 set covering: slowest (like {})", slow), slowest, "s");
  cpu = slowest = 0, proved = cases = 0;
  for (const auto& [sites, capacity] : {std::pair{16, 5'000.0}, {16, 10'000.0}, {16, 15'000.0}, {25, 5'000.0}, {25, 15'000.0}, {50, 5'000.0}, {50, 10'000.0}, {50, 15'000.0}})
    for (const double fixed : {7'500.0, 12'500.0, 17'500.0, 25'000.0}) {
      const CapacitatedProblem problem = cap_like(sites, capacity, fixed, a.seed * 100 + static_cast<std::uint64_t>(sites));
      CapacitatedPlan plan;
      const Spent spent = spent_by([&] { plan = capacitated(problem, within(a.seconds > 0 ? a.seconds : 10)); });
      cpu += spent.cpu, ++cases;
      if (spent.cpu > slowest) slowest = spent.cpu, slow = fmt::format("{} sites of {}, fixed {}", sites, capacity, fixed);
      proved += plan.verdict == Verdict::proved_optimal;
    }
  report.at_least("7 capacities, generated as cap41 … cap134: proved", proved, "cases", cases);
  report.figure("7 capacities: processor", cpu, "s");
  report.at_most(fmt::format("7 capacities: slowest ({})", slow), slowest, "s", 1);
}

}  // namespace yilin::bench
