// Bars 1–4 and 10: coverage and the covering models, on the invented city and the public instance.
#include <sys/resource.h>

#include <algorithm>

#include "bench/siting_bars.h"
#include "bench/siting_city.h"
#include "engines/siting/coverage.h"
#include "engines/siting/max_cover.h"
#include "engines/siting/nested_cover.h"
#include "engines/siting/what_if.h"
#include "formats/siting/or_library.h"

namespace yilin::bench {
namespace {

using namespace siting;

constexpr std::size_t kSites = 4'994;

City city_of(const SitingArguments& a) { return make_city(static_cast<std::size_t>(a.elders), kSites, a.seed); }
People people_of(const City& city) {
  People people;
  people.at = city.elders, people.group = city.community, people.groups = kSites;
  return people;
}
double peak_mb() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

// Year by year, each time the site that gains most.
std::int64_t yearly_greedy(const CoverRows& rows, const std::vector<std::int64_t>& upto) {
  const CoverColumns columns = columns_of(rows);
  std::vector<std::int64_t> gain(static_cast<std::size_t>(rows.sites), 0);
  for (std::int32_t r = 0; r < rows.rows(); ++r)
    for (const std::int32_t j : rows.of(r)) gain[static_cast<std::size_t>(j)] += rows.weight[static_cast<std::size_t>(r)];
  std::vector<char> covered(rows.weight.size(), 0);
  std::int64_t value = 0, sum = 0, open = 0;
  for (const std::int64_t p : upto) {
    for (; open < p; ++open) {
      const auto best = std::ranges::max_element(gain) - gain.begin();
      value += gain[static_cast<std::size_t>(best)];
      for (const std::int32_t r : columns.of(static_cast<std::int32_t>(best))) {
        if (covered[static_cast<std::size_t>(r)]) continue;
        covered[static_cast<std::size_t>(r)] = 1;
        for (const std::int32_t j : rows.of(r)) gain[static_cast<std::size_t>(j)] -= rows.weight[static_cast<std::size_t>(r)];
      }
    }
    sum += value;
  }
  return sum;
}

}  // namespace

void coverage_audit(const SitingArguments& a, Report& report) {
  const City city = city_of(a);
  const double before = peak_mb();
  Audit audit;
  const Spent spent = spent_by([&] { audit = siting::audit(people_of(city), city.sites, {770'000, 1000}); });
  report.at_most("1 audit of the city, processor", spent.cpu, "s", 0.3);
  report.at_most("1 audit: memory beyond the input", peak_mb() - before, "MB", 150);
  report.figure("1 audit: share covered", 100.0 * static_cast<double>(audit.all.covered) / static_cast<double>(audit.all.total()), "%");
}

void public_cover(const SitingArguments& a, Report& report) {
  const auto text = instance("U5000.txt");
  if (!text) return;
  const auto file = formats::siting::read_mclp(*text);
  if (!file) throw std::runtime_error("U5000.txt cannot be read");
  std::vector<Point> at, sites;
  std::vector<std::int64_t> weight;
  for (const auto& c : file->clients) at.push_back(on_plane_m(c.x * 1000, c.y * 1000)), weight.push_back(c.amount);
  for (const auto& s : file->sites) sites.push_back(on_plane_m(s.x * 1000, s.y * 1000));
  People people;
  people.at = at, people.weight = weight;
  constexpr std::pair<std::int64_t, double> best_known[] = {{1500, 122'751}, {2000, 185'752}, {2500, 238'963}};
  for (const auto& [metres, best] : best_known) {
    CoverPlan plan;
    const Spent spent = spent_by([&] { plan = max_cover({merge(people, {}, sites, Reach{metres * 1000, 1000}).rows, {}, 50, {}}, within(a.seconds > 0 ? a.seconds : 10)); });
    report.at_least(fmt::format("2 U5000, {} m, p = 50", metres), static_cast<double>(plan.value), "people", best);
    report.figure(fmt::format("2 U5000, {} m: {}, gap", metres, code(plan.verdict)), gap_percent(static_cast<double>(plan.value), static_cast<double>(plan.bound)), "%");
    report.figure(fmt::format("2 U5000, {} m: processor", metres), spent.cpu, "s");
  }
}

void whole_city(const SitingArguments& a, Report& report) {
  const City city = city_of(a);
  for (const std::int64_t metres : {770, 1000}) {
    MergedPeople merged;
    const Spent merging = spent_by([&] { merged = merge(people_of(city), {}, city.sites, Reach{metres * 1000, 1000}); });
    report.figure(fmt::format("3 {} m: join and merge, processor", metres), merging.cpu, "s");
    for (const std::int64_t p : {250, 500, 1000, 2000}) {
      const CoverProblem problem{merged.rows, {}, p, {}};
      const std::string name = fmt::format("3 {} m, p = {}", metres, p);
      CoverPlan plan;
      const Spent first = spent_by([&] { plan = max_cover(problem, within(std::max(0.1, 1 - merging.cpu) * a.threads, a.threads)); });
      report.at_most(fmt::format("{}: gap after {:.2f} s of {} threads and the join", name, first.cpu / a.threads, a.threads), gap_percent(static_cast<double>(plan.value), static_cast<double>(plan.bound)), "%", 0.3);
      const double wall = metres == 770 ? 10 : 30;
      const Spent full = spent_by([&] { plan = max_cover(problem, within((a.seconds > 0 ? a.seconds : 2 * wall), a.threads)); });
      report.at_most(fmt::format("{}: {}, gap", name, code(plan.verdict)), gap_percent(static_cast<double>(plan.value), static_cast<double>(plan.bound)), "%", 0);
      report.figure(fmt::format("{}: processor", name), full.cpu, "s");
      report.at_most(fmt::format("{}: wall", name), full.wall, "s", wall);
    }
  }
}

void years_nested(const SitingArguments& a, Report& report) {
  const City city = city_of(a);
  const CoverRows rows = merge(people_of(city), {}, city.sites, Reach{770'000, 1000}).rows;
  const NestedProblem problem{rows, {}, {250, 500, 1000}, true, {}};
  NestedPlan plan;
  const Spent quick = spent_by([&] { plan = nested_cover(problem, within(5.0 * a.threads, a.threads)); });
  report.at_most(fmt::format("4 three years: gap after 5 s of {} threads ({:.1f} s of processor)", a.threads, quick.cpu), gap_percent(static_cast<double>(plan.value), static_cast<double>(plan.bound)), "%", 0.05);
  report.at_least("4 three years: above yearly greedy", static_cast<double>(plan.value - yearly_greedy(rows, problem.budgets)), "people", 0);
  const Spent full = spent_by([&] { plan = nested_cover(problem, within(a.seconds > 0 ? a.seconds : 60, a.threads)); });
  report.at_most(fmt::format("4 three years: {}, gap", code(plan.verdict)), gap_percent(static_cast<double>(plan.value), static_cast<double>(plan.bound)), "%", 0);
  report.figure("4 three years: processor", full.cpu, "s");
  report.at_most("4 three years: wall", full.wall, "s", 30);
}

void what_ifs(const SitingArguments& a, Report& report) {
  const City city = city_of(a);
  WhatIf what_if(people_of(city), {770'000, 1000});
  for (std::size_t j = 0; j < city.sites.size(); j += 5) what_if.put(city.sites[j]);
  std::vector<double> each;
  for (const Point& site : city.sites) each.push_back(1e6 * spent_by([&] { what_if.would_put(site); }).cpu);
  std::ranges::sort(each);
  report.at_most("10 what if a centre stood here, in the engine, p99", each[each.size() * 99 / 100], "µs", 5'000);
}

}  // namespace yilin::bench
