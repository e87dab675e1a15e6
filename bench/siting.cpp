// The siting engine's bars, in processor seconds of one thread. The city is invented (siting_city.h).
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>

#include "bench/report.h"
#include "bench/siting_city.h"
#include "engines/siting/allocation.h"
#include "engines/siting/coverage.h"
#include "engines/siting/max_cover.h"
#include "engines/siting/nested_cover.h"
#include "engines/siting/p_center.h"
#include "engines/siting/p_median.h"
#include "engines/siting/walk_network.h"
#include "engines/siting/what_if.h"
#include "formats/siting/or_library.h"

namespace yilin {
namespace {

using namespace siting;

double seconds_of(const std::function<void()>& work) {
  const double before = bench::process_cpu_us();
  work();
  return (bench::process_cpu_us() - before) / 1e6;
}
Effort within(double seconds) {
  Effort effort;
  const double end = bench::process_cpu_us() + seconds * 1e6;
  effort.time_is_up = [end] { return bench::process_cpu_us() >= end; };
  return effort;
}
double gap(const CoverPlan& plan) { return 100.0 * static_cast<double>(plan.bound - plan.value) / static_cast<double>(std::max<std::int64_t>(1, plan.value)); }

void city(bench::Report& report, double seconds) {
  const bench::City city = bench::make_city(1'820'000, 4'994, 1);
  People people;
  people.at = city.elders, people.group = city.community, people.groups = 4'994;
  const Reach near{770'000, 1000};
  report.at_most("audit 1.82 M × 4,994", seconds_of([&] { audit(people, city.sites, near); }), "s", 0.3);
  const std::vector<double> supply(city.sites.size(), 30);
  const std::vector<Zone> zones{{770'000 / 3, 1}, {770'000 * 2 / 3, 0.68}, {770'000, 0.22}};
  Accessibility a;
  report.at_most("E2SFCA of the city", seconds_of([&] { a = floating_catchments(people, city.sites, supply, zones, 1000); }), "s", 0.34);
  report.at_most("supply lost or made", std::abs(a.demand_weighted_sum / a.supply_reaching_anyone - 1), "", 1e-9);

  WhatIf what_if(people, near);
  for (std::size_t j = 0; j < city.sites.size(); j += 5) what_if.put(city.sites[j]);
  std::vector<double> each;
  for (std::size_t j = 0; j < city.sites.size(); ++j) each.push_back(1e6 * seconds_of([&] { what_if.would_put(city.sites[j]); }));
  std::ranges::sort(each);
  report.at_most("what if a centre stood here, p99", each[each.size() * 99 / 100], "µs", 5'000);

  for (const std::int64_t metres : {770, 1000}) {
    MergedPeople merged;
    report.figure(fmt::format("merge at {} m", metres), seconds_of([&] { merged = merge(people, {}, city.sites, Reach{metres * 1000, 1000}); }), "s");
    for (const std::int64_t p : {250, 500, 1000, 2000}) {
      const CoverProblem problem{merged.rows, {}, p, {}};
      CoverPlan plan;
      const double quick = seconds_of([&] { plan = max_cover(problem, within(1)); });
      report.at_most(fmt::format("{} m, p = {}: gap after {:.1f} s", metres, p, quick), gap(plan), "%", 0.3);
      const double full = seconds_of([&] { plan = max_cover(problem, within(seconds)); });
      report.figure(fmt::format("{} m, p = {}: {}, gap", metres, p, code(plan.verdict)), gap(plan), "%");
      report.at_most(fmt::format("{} m, p = {}: processor time", metres, p), full, "s", metres == 770 ? 20 : 60);
    }
    if (metres != 770) continue;
    const NestedProblem nested{merged.rows, {}, {250, 500, 1000}, true, {}};
    NestedPlan plan;
    const double full = seconds_of([&] { plan = nested_cover(nested, within(seconds)); });
    report.figure(fmt::format("three years nested: {}, gap", code(plan.verdict)), 100.0 * static_cast<double>(plan.bound - plan.value) / static_cast<double>(plan.value), "%");
    report.figure("three years nested: processor time", full, "s");
  }
}

void walking(bench::Report& report) {
  constexpr std::int32_t side = 1'140;  // 1.3 million crossings, 60 m apart
  Rng rng(5);
  std::vector<Point> nodes;
  std::vector<WayEdge> edges;
  for (std::int32_t y = 0; y < side; ++y)
    for (std::int32_t x = 0; x < side; ++x) nodes.push_back(on_plane_m(60 * x + 30 * rng.uniform(), 60 * y + 30 * rng.uniform()));
  const auto way = [&](std::int32_t a, std::int32_t b) {
    if (rng.chance(0.9)) edges.push_back({a, b, static_cast<std::int32_t>(1000 * distance_m(Surface::plane, nodes[static_cast<std::size_t>(a)], nodes[static_cast<std::size_t>(b)]))});
  };
  for (std::int32_t v = 0; v < side * side; ++v) {
    if (v % side + 1 < side) way(v, v + 1);
    if (v + side < side * side) way(v, v + side);
  }
  const WalkNetwork network(Surface::plane, nodes, edges);
  std::vector<Snap> centres;
  for (int k = 0; k < 50'000; ++k) centres.push_back({static_cast<std::int32_t>(rng.below(edges.size())), 0, 0});
  report.at_most("walking, 5,000 centres × 900 m", seconds_of([&] { network.nodes_within(std::span(centres).first(5'000), 900'000); }), "s", 0.6);
  report.at_most("walking, 50,000 candidates × 900 m", seconds_of([&] { network.nodes_within(centres, 900'000); }), "s", 6);
}

void packages(bench::Report& report) {
  Rng rng(6);
  AllocationProblem problem;
  for (int h = 0; h < 1'820'000; ++h) {
    if (rng.chance(0.12)) {
      std::int64_t cost = 0, benefit = 0;
      for (int t = 0; t < 3; ++t) problem.tier.push_back({cost += rng.between(800, 3000), benefit += rng.between(5, 60)});
    }
    problem.start.push_back(static_cast<std::uint32_t>(problem.tier.size()));
    problem.group.push_back(static_cast<std::int32_t>(rng.below(13)));
  }
  problem.budget = 200'000'000;
  Result<Allocation> a = fail(bad_allocation);
  report.at_most("packages for 1.82 M households", seconds_of([&] { a = allocate(problem); }), "s", 0.5);
  report.at_most("packages: gap to the relaxation", a->bound - static_cast<double>(a->benefit), "points", static_cast<double>(a->largest_step));
}

void public_instances(bench::Report& report, const std::filesystem::path& folder) {
  double median = 0, center = 0;
  std::int64_t wrong = 0, files = 0, proved = 0;
  std::ifstream optima(folder / "pmed" / "optima.csv");
  for (std::string line; std::getline(optima, line);) {
    const std::size_t comma = line.find(',');
    std::ifstream in(folder / "pmed" / (line.substr(0, comma) + ".txt"));
    if (comma == std::string::npos || !in) continue;
    const auto file = formats::siting::read_pmed(std::string(std::istreambuf_iterator<char>(in), {}));
    if (!file) continue;
    std::vector<Edge> edges;
    for (const auto& e : file->edges) edges.push_back({e.a, e.b, e.length});
    ++files;
    DistanceTable d;
    MedianPlan plan;
    median += seconds_of([&] {
      d = all_shortest_paths(file->nodes, edges);
      MedianProblem problem;
      problem.distance = &d, problem.p = file->p;
      plan = p_median(problem, {});
    });
    wrong += plan.value != std::atoll(line.c_str() + comma + 1);
    CenterPlan radius;
    center += seconds_of([&] { radius = p_center(d, file->p, within(20)); });
    proved += radius.verdict == Verdict::proved_optimal;
  }
  report.at_most(fmt::format("p-median, {} graphs: not the optimum", files), static_cast<double>(wrong), "", 0);
  report.at_most("p-median: all of them", median, "s", files > 20 ? 4 : 2);
  report.at_least("p-center: proved", static_cast<double>(proved), "", static_cast<double>(files));
  report.at_most("p-center: all of them", center, "s", files > 20 ? 20 : 10);

  std::ifstream in(folder / "U5000.txt");
  const auto file = formats::siting::read_mclp(std::string(std::istreambuf_iterator<char>(in), {}));
  if (!file) return;
  std::vector<Point> at, sites;
  std::vector<std::int64_t> weight;
  for (const auto& c : file->clients) at.push_back(on_plane_m(c.x * 1000, c.y * 1000)), weight.push_back(c.amount);
  for (const auto& s : file->sites) sites.push_back(on_plane_m(s.x * 1000, s.y * 1000));
  People people;
  people.at = at, people.weight = weight;
  const std::pair<std::int64_t, double> best_known[] = {{1500, 122'751}, {2000, 185'752}, {2500, 238'963}};
  for (const auto& [metres, best] : best_known) {
    const CoverProblem problem{merge(people, {}, sites, Reach{metres * 1000, 1000}).rows, {}, 50, {}};
    CoverPlan plan;
    const double used = seconds_of([&] { plan = max_cover(problem, within(10)); });
    report.at_least(fmt::format("U5000 at {} m in {:.1f} s", metres, used), static_cast<double>(plan.value), "", best);
  }
}

}  // namespace
}  // namespace yilin

int main(int argc, char** argv) {
  yilin::bench::Report report("siting");
  if (const char* folder = std::getenv("YILIN_BENCH_DATA")) yilin::public_instances(report, std::filesystem::path(folder) / "siting");
  yilin::walking(report);
  yilin::packages(report);
  yilin::city(report, argc > 1 ? std::atof(argv[1]) : 30);
  return report.finish();
}
