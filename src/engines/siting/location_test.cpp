// p-median, p-center, capacitated location, allocation and walking against plain enumeration.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include "base/rng.h"
#include "engines/siting/allocation.h"
#include "engines/siting/capacitated.h"
#include "engines/siting/p_center.h"
#include "engines/siting/p_median.h"
#include "engines/siting/walk_network.h"

namespace yilin::siting {
namespace {

std::vector<Edge> random_graph(Rng& rng, std::int32_t nodes, int more) {
  std::vector<Edge> edges;
  for (std::int32_t v = 1; v < nodes; ++v) edges.push_back({static_cast<std::int32_t>(rng.below(static_cast<std::uint64_t>(v))), v, static_cast<std::int32_t>(rng.between(0, 30))});
  for (int e = 0; e < more; ++e)
    edges.push_back({static_cast<std::int32_t>(rng.below(static_cast<std::uint64_t>(nodes))), static_cast<std::int32_t>(rng.below(static_cast<std::uint64_t>(nodes))), static_cast<std::int32_t>(rng.between(1, 30))});
  return edges;
}

TEST(ShortestPaths, EqualFloydAndTheLastOfParallelEdgesCounts) {
  Rng rng(1);
  for (int round = 0; round < 10; ++round) {
    const auto edges = random_graph(rng, 20, 40);
    const DistanceTable d = all_shortest_paths(20, edges);
    std::vector<std::vector<std::int64_t>> f(20, std::vector<std::int64_t>(20, 1'000'000));
    for (const Edge& e : edges) f[static_cast<std::size_t>(e.a)][static_cast<std::size_t>(e.b)] = f[static_cast<std::size_t>(e.b)][static_cast<std::size_t>(e.a)] = e.length;
    for (std::size_t i = 0; i < 20; ++i) f[i][i] = 0;
    for (std::size_t k = 0; k < 20; ++k)
      for (std::size_t i = 0; i < 20; ++i)
        for (std::size_t j = 0; j < 20; ++j) f[i][j] = std::min(f[i][j], f[i][k] + f[k][j]);
    for (std::int32_t i = 0; i < 20; ++i)
      for (std::int32_t j = 0; j < 20; ++j) ASSERT_EQ(d.at(i, j), f[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)]);
  }
}

TEST(MedianAndCenter, EqualEnumeration) {
  Rng rng(5);
  for (int round = 0; round < 30; ++round) {
    const std::int32_t n = 13;
    const DistanceTable d = all_shortest_paths(n, random_graph(rng, n, 14));
    const auto p = static_cast<std::int32_t>(rng.between(1, 5));
    std::vector<std::int64_t> weight(static_cast<std::size_t>(n), 1);
    if (round % 2)
      for (std::int64_t& w : weight) w = rng.between(0, 9);
    std::int64_t median = 1 << 30;
    std::int32_t center = 1 << 30;
    for (std::uint32_t set = 1; set < (1u << n); ++set) {
      if (std::popcount(set) != p) continue;
      std::int64_t sum = 0;
      std::int32_t longest = 0;
      for (std::int32_t i = 0; i < n; ++i) {
        std::int32_t near = kUnreachable;
        for (std::int32_t j = 0; j < n; ++j)
          if (set >> j & 1) near = std::min(near, d.at(j, i));
        sum += weight[static_cast<std::size_t>(i)] * near, longest = std::max(longest, near);
      }
      median = std::min(median, sum), center = std::min(center, longest);
    }
    MedianProblem problem;
    problem.distance = &d, problem.p = p;
    if (round % 2) problem.weight = weight;
    const MedianPlan m = p_median(problem, {});
    ASSERT_EQ(m.value, median) << round;
    EXPECT_EQ(m.verdict, Verdict::proved_optimal);
    const CenterPlan c = p_center(d, p, {});
    ASSERT_EQ(c.value, center) << round;
    EXPECT_EQ(c.verdict, Verdict::proved_optimal);
  }
}

// Ways that are missing: nobody with a weight may be left without one, and where that cannot be, the answer says so.
TEST(MedianAndCenter, LeaveNobodyWithoutAWay) {
  Rng rng(6);
  int possible = 0, impossible = 0;
  for (int round = 0; round < 60; ++round) {
    const std::int32_t clients = 9, sites = 8;
    DistanceTable d{clients, sites, {}};
    for (int k = 0; k < clients * sites; ++k) d.far.push_back(rng.chance(0.55) ? kUnreachable : static_cast<std::int32_t>(rng.between(1, 900)));
    std::vector<std::int64_t> weight;
    for (int i = 0; i < clients; ++i) weight.push_back(round % 3 == 0 ? 1 : rng.between(1, 50));
    MedianProblem problem;
    problem.distance = &d, problem.weight = weight, problem.p = static_cast<std::int32_t>(rng.between(1, 5));
    if (round % 2) problem.required = {static_cast<std::int32_t>(rng.below(sites))};
    std::int64_t median = kUnreachable * std::int64_t{1000};
    std::int32_t center = kUnreachable;
    for (std::uint32_t set = 1; set < (1u << sites); ++set) {
      if (std::popcount(set) != problem.p) continue;
      std::int64_t sum = 0;
      std::int32_t longest = 0;
      for (std::int32_t i = 0; i < clients; ++i) {
        std::int32_t near = kUnreachable;
        for (std::int32_t j = 0; j < sites; ++j)
          if (set >> j & 1) near = std::min(near, d.at(j, i));
        sum += weight[static_cast<std::size_t>(i)] * near, longest = std::max(longest, near);
      }
      center = std::min(center, longest);
      if (longest < kUnreachable && (problem.required.empty() || set >> problem.required[0] & 1)) median = std::min(median, sum);
    }
    const MedianPlan m = p_median(problem, {});
    if (median < kUnreachable * std::int64_t{1000}) {
      ++possible;
      ASSERT_EQ(m.verdict, Verdict::proved_optimal) << round;
      ASSERT_EQ(m.value, median) << round;
    } else {
      ++impossible;
      ASSERT_EQ(m.verdict, Verdict::infeasible) << round;
      EXPECT_FALSE(m.reason.empty());
    }
    const CenterPlan c = p_center(d, problem.p, {});
    ASSERT_EQ(c.verdict, center < kUnreachable ? Verdict::proved_optimal : Verdict::infeasible) << round;
    if (center < kUnreachable) EXPECT_EQ(c.value, center) << round;
    else EXPECT_FALSE(c.reason.empty());
  }
  EXPECT_GT(possible, 10);
  EXPECT_GT(impossible, 10);
}

// Too large to be proved: the bound must still be one of the table with gaps, not of one where a missing way costs a fortune.
TEST(MedianAndCenter, BoundsWellWhereWaysAreMissing) {
  Rng rng(8);
  const std::int32_t clients = 150, sites = 70;
  std::vector<std::pair<double, double>> client, site;
  for (int i = 0; i < clients; ++i) client.emplace_back(rng.uniform() * 4000, rng.uniform() * 4000);
  for (int j = 0; j < sites; ++j) site.emplace_back(rng.uniform() * 4000, rng.uniform() * 4000);
  DistanceTable d{clients, sites, {}};
  for (const auto& [x, y] : site)
    for (const auto& [a, b] : client) {
      const double far = std::hypot(x - a, y - b);
      d.far.push_back(far <= 1100 ? static_cast<std::int32_t>(far) : kUnreachable);
    }
  MedianProblem problem;
  problem.distance = &d, problem.p = 17;
  const MedianPlan plan = p_median(problem, {});
  ASSERT_NE(plan.verdict, Verdict::infeasible) << plan.reason;
  EXPECT_LE(plan.bound, plan.value);
  EXPECT_GT(static_cast<double>(plan.bound), 0.85 * static_cast<double>(plan.value));
}

TEST(Capacitated, OpensWhatIsRequiredAndSaysWhoIsStranded) {
  CapacitatedProblem p;
  p.capacity = {10, 10}, p.fixed = {1, 50}, p.demand = {4, 4}, p.cost = {1, 1, 1, 1};
  EXPECT_NEAR(capacitated(p, {}).value, 3, 1e-6);
  p.required = {0, 1};
  const CapacitatedPlan plan = capacitated(p, {});
  EXPECT_EQ(plan.verdict, Verdict::proved_optimal);
  EXPECT_NEAR(plan.value, 52, 1e-6);   // whoever must open may as well serve
  EXPECT_EQ(plan.open, (std::vector<std::int32_t>{1}));
  p.cost[2] = p.cost[3] = INFINITY;
  const CapacitatedPlan none = capacitated(p, {});
  EXPECT_EQ(none.verdict, Verdict::infeasible);
  EXPECT_NE(none.reason.find("1 个需求点"), std::string::npos);
}

TEST(Capacitated, EqualsEnumerationOfSingleAssignments) {
  Rng rng(3);
  for (int round = 0; round < 20; ++round) {
    CapacitatedProblem p;
    p.single = true;
    for (int j = 0; j < 3; ++j) p.capacity.push_back(static_cast<double>(rng.between(8, 20))), p.fixed.push_back(static_cast<double>(rng.between(5, 40)));
    for (int i = 0; i < 5; ++i) {
      p.demand.push_back(static_cast<double>(rng.between(1, 8)));
      for (int j = 0; j < 3; ++j) p.cost.push_back(static_cast<double>(rng.between(1, 30)));
    }
    double best = INFINITY;
    for (int code = 0; code < 243; ++code) {
      double cost = 0, load[3] = {0, 0, 0};
      for (int i = 0, c = code; i < 5; ++i, c /= 3) load[c % 3] += p.demand[static_cast<std::size_t>(i)], cost += p.cost[static_cast<std::size_t>(i * 3 + c % 3)];
      bool fits = true;
      for (std::size_t j = 0; j < 3; ++j) {
        fits = fits && load[j] <= p.capacity[j];
        cost += load[j] > 0 ? p.fixed[j] : 0;
      }
      if (fits) best = std::min(best, cost);
    }
    const CapacitatedPlan single = capacitated(p, {});
    if (best == INFINITY) {
      EXPECT_EQ(single.verdict, Verdict::infeasible);
      EXPECT_FALSE(single.reason.empty());
      continue;
    }
    ASSERT_EQ(single.verdict, Verdict::proved_optimal);
    ASSERT_NEAR(single.value, best, 1e-6) << round;
    p.single = false;
    const CapacitatedPlan split = capacitated(p, {});
    EXPECT_LE(split.value, best + 1e-6);
    std::vector<double> served(5, 0);
    for (const Share& s : split.shares) served[static_cast<std::size_t>(s.client)] += s.share;
    for (const double s : served) EXPECT_NEAR(s, 1, 1e-6);
  }
}

TEST(Allocation, StaysWithinOneStepOfTheRelaxation) {
  Rng rng(7);
  for (int round = 0; round < 40; ++round) {
    AllocationProblem p;
    for (int h = 0; h < 200; ++h) {
      for (std::uint64_t t = rng.below(4); t > 0; --t) p.tier.push_back({rng.between(10, 90), rng.between(1, 60)});
      p.start.push_back(static_cast<std::uint32_t>(p.tier.size()));
      p.group.push_back(static_cast<std::int32_t>(rng.below(3)));
    }
    p.budget = 4000;
    if (round % 2) p.floor = {600, 0, 300}, p.cap = {1500, 1200, 5000};
    const auto a = allocate(p);
    ASSERT_TRUE(a.has_value());
    std::int64_t cost = 0, benefit = 0;
    std::vector<std::int64_t> by_group(3, 0);
    for (std::size_t h = 0; h < 200; ++h) {
      if (a->chosen[h] < 0) continue;
      const Tier& t = p.tier[p.start[h] + static_cast<std::uint32_t>(a->chosen[h])];
      ASSERT_LT(p.start[h] + static_cast<std::uint32_t>(a->chosen[h]), p.start[h + 1]);
      cost += t.cost, benefit += t.benefit, by_group[static_cast<std::size_t>(p.group[h])] += t.cost;
    }
    EXPECT_EQ(cost, a->cost);
    EXPECT_EQ(benefit, a->benefit);
    EXPECT_LE(cost, p.budget);
    EXPECT_LE(static_cast<double>(benefit), a->bound + 1e-6);
    const double limits = round % 2 ? 6 : 1;   // each binding limit may cut one step
    EXPECT_LE(a->bound - static_cast<double>(benefit), limits * static_cast<double>(a->largest_step));
    for (std::size_t g = 0; round % 2 && g < 3; ++g) {
      EXPECT_LE(by_group[g], p.cap[g]);
      EXPECT_GE(by_group[g], p.floor[g] - 90);  // one package may not fit
    }
  }
  AllocationProblem wrong;
  wrong.budget = 10, wrong.floor = {20};
  EXPECT_FALSE(allocate(wrong).has_value());
}

TEST(AllocationOverYears, DecidesForAllYearsTogether) {
  // Year after year the first household would take its small package at once and spoil its large one.
  AllocationProblem p;
  p.tier = {{5, 6}, {10, 11}, {5, 5}};
  p.start = {0, 2, 3};
  const std::vector<YearTerms> years{{5, {}, {}}, {10, {}, {}}};
  const auto a = allocate_years(p, years);
  ASSERT_TRUE(a.has_value());
  EXPECT_EQ(a->benefit, 16);
  EXPECT_DOUBLE_EQ(a->bound, 16);
  EXPECT_EQ(a->chosen, (std::vector<std::int32_t>{1, 0}));
  EXPECT_EQ(a->year, (std::vector<std::int32_t>{1, 0}));
}

TEST(AllocationOverYears, StaysWithinLimitsAndBelowItsBound) {
  Rng rng(12);
  for (int round = 0; round < 80; ++round) {
    AllocationProblem p;
    const int households = 6, groups = 2, count = 2;
    for (int h = 0; h < households; ++h) {
      for (std::int64_t k = rng.between(1, 2); k > 0; --k) p.tier.push_back({rng.between(1, 9), rng.between(1, 20)});
      p.start.push_back(static_cast<std::uint32_t>(p.tier.size()));
      p.group.push_back(static_cast<std::int32_t>(rng.below(groups)));
    }
    std::vector<YearTerms> years;
    for (int t = 0; t < count; ++t) years.push_back({rng.between(8, 20), {rng.between(0, 3), rng.between(0, 3)}, {rng.between(6, 14), rng.between(6, 14)}});
    const auto a = allocate_years(p, years);
    ASSERT_TRUE(a.has_value());
    std::vector<std::vector<std::int64_t>> spent(count, std::vector<std::int64_t>(groups, 0));
    std::int64_t benefit = 0;
    for (std::size_t h = 0; h < households; ++h) {
      ASSERT_EQ(a->chosen[h] < 0, a->year[h] < 0);
      if (a->chosen[h] < 0) continue;
      const Tier& tier = p.tier[p.start[h] + static_cast<std::uint32_t>(a->chosen[h])];
      spent[static_cast<std::size_t>(a->year[h])][static_cast<std::size_t>(p.group[h])] += tier.cost, benefit += tier.benefit;
    }
    EXPECT_EQ(benefit, a->benefit);
    for (std::size_t t = 0; t < count; ++t) {
      EXPECT_LE(spent[t][0] + spent[t][1], years[t].budget);
      EXPECT_EQ(spent[t], a->by_year[t].group_cost);
      for (std::size_t g = 0; g < groups; ++g) EXPECT_LE(spent[t][g], years[t].cap[g]);
    }
    // Every way of giving packages, with floors as the engine counts what it misses of them: none is better than the bound.
    std::int64_t best = 0;
    std::vector<std::int64_t> digit(households, 0);
    for (bool more = true; more;) {
      std::vector<std::int64_t> sum(count * groups, 0);
      std::int64_t worth = 0;
      for (std::size_t h = 0; h < households; ++h) {
        if (digit[h] == 0) continue;
        const auto tiers = static_cast<std::int64_t>(p.start[h + 1] - p.start[h]);
        const Tier& tier = p.tier[p.start[h] + static_cast<std::uint32_t>((digit[h] - 1) % tiers)];
        sum[static_cast<std::size_t>((digit[h] - 1) / tiers * groups + p.group[h])] += tier.cost, worth += tier.benefit;
      }
      bool fits = true;
      for (std::size_t t = 0; t < count; ++t) {
        fits = fits && sum[t * groups] + sum[t * groups + 1] <= years[t].budget;
        for (std::size_t g = 0; g < groups; ++g) fits = fits && sum[t * groups + g] <= years[t].cap[g] && sum[t * groups + g] >= years[t].floor[g];
      }
      if (fits) best = std::max(best, worth);
      more = false;
      for (std::size_t h = 0; h < households && !more; ++h) {
        if (++digit[h] <= static_cast<std::int64_t>(p.start[h + 1] - p.start[h]) * count) more = true;
        else digit[h] = 0;
      }
    }
    EXPECT_GE(a->bound, static_cast<double>(best) - 1e-9) << round;
    EXPECT_LE(static_cast<double>(a->benefit), a->bound + 1e-9 + (a->short_of_floors > 0 ? 1e9 : 0)) << round;
  }
}

TEST(SplitTask, KeepsBothMarginsAndRoundsEveryCell) {
  Rng rng(9);
  for (int round = 0; round < 60; ++round) {
    std::vector<std::int64_t> row, column;
    std::int64_t total = 0;
    for (int r = 0; r < 13; ++r) row.push_back(rng.between(0, 400)), total += row.back();
    std::int64_t left = total;
    for (int c = 0; c < 4; ++c) column.push_back(rng.between(0, left)), left -= column.back();
    column.push_back(left);
    const auto cells = split_task(row, column);
    ASSERT_TRUE(cells.has_value());
    for (std::size_t r = 0; r < row.size(); ++r) EXPECT_EQ(std::accumulate(cells->begin() + static_cast<std::ptrdiff_t>(r * 5), cells->begin() + static_cast<std::ptrdiff_t>(r * 5 + 5), std::int64_t{0}), row[r]);
    for (std::size_t c = 0; c < 5; ++c) {
      std::int64_t sum = 0;
      for (std::size_t r = 0; r < row.size(); ++r) {
        sum += (*cells)[r * 5 + c];
        const double quota = static_cast<double>(row[r] * column[c]) / static_cast<double>(std::max<std::int64_t>(1, total));
        EXPECT_LT(std::abs(static_cast<double>((*cells)[r * 5 + c]) - quota), 1.0);
      }
      EXPECT_EQ(sum, column[c]);
    }
  }
  EXPECT_FALSE(split_task(std::vector<std::int64_t>{3}, std::vector<std::int64_t>{4}).has_value());
}

TEST(Walking, EqualsFloydOverSnappedPlaces) {
  Rng rng(21);
  for (int round = 0; round < 12; ++round) {
    const std::int32_t n = 25;
    std::vector<Point> nodes;
    for (std::int32_t v = 0; v < n; ++v) nodes.push_back(on_plane_m(100 * (v % 5) + rng.uniform() * 30, 100 * (v / 5) + rng.uniform() * 30));
    std::vector<WayEdge> edges;
    const auto join = [&](std::int32_t a, std::int32_t b) {
      if (rng.chance(0.85)) edges.push_back({a, b, static_cast<std::int32_t>(1000 * distance_m(Surface::plane, nodes[static_cast<std::size_t>(a)], nodes[static_cast<std::size_t>(b)]))});
    };
    for (std::int32_t v = 0; v < n; ++v) {
      if (v % 5 < 4) join(v, v + 1);
      if (v < 20) join(v, v + 5);
    }
    std::vector<Point> centres, people;
    for (int k = 0; k < 6; ++k) centres.push_back(on_plane_m(rng.uniform() * 430, rng.uniform() * 430));
    for (int i = 0; i < 60; ++i) people.push_back(on_plane_m(rng.uniform() * 430, rng.uniform() * 430));
    const WalkNetwork net(Surface::plane, nodes, edges);
    const auto from = net.snap(centres, 100'000), to = net.snap(people, 100'000);
    std::vector<std::vector<std::int64_t>> f(n, std::vector<std::int64_t>(n, 1'000'000'000));
    for (const WayEdge& e : edges) f[static_cast<std::size_t>(e.a)][static_cast<std::size_t>(e.b)] = f[static_cast<std::size_t>(e.b)][static_cast<std::size_t>(e.a)] = e.length_mm;
    for (std::size_t v = 0; v < n; ++v) f[v][v] = 0;
    for (std::size_t k = 0; k < n; ++k)
      for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j) f[i][j] = std::min(f[i][j], f[i][k] + f[k][j]);
    const std::int32_t limit = 300'000;
    const auto pairs = net.within(from, to, limit), twice = net.within(from, to, limit, 2);
    EXPECT_EQ(pairs.start, twice.start);
    for (std::size_t k = 0; k < from.size(); ++k) {
      std::vector<std::pair<std::int32_t, std::int32_t>> expected, got;
      for (std::size_t i = 0; i < to.size() && from[k].edge >= 0; ++i) {
        if (to[i].edge < 0) continue;
        const WayEdge &a = edges[static_cast<std::size_t>(from[k].edge)], &b = edges[static_cast<std::size_t>(to[i].edge)];
        std::int64_t d = 1'000'000'000;
        for (const auto& [u, at_u] : {std::pair{a.a, from[k].along_mm}, std::pair{a.b, a.length_mm - from[k].along_mm}})
          for (const auto& [v, at_v] : {std::pair{b.a, to[i].along_mm}, std::pair{b.b, b.length_mm - to[i].along_mm}})
            d = std::min(d, at_u + f[static_cast<std::size_t>(u)][static_cast<std::size_t>(v)] + at_v);
        if (from[k].edge == to[i].edge) d = std::min<std::int64_t>(d, std::abs(from[k].along_mm - to[i].along_mm));
        d += from[k].away_mm + to[i].away_mm;
        if (d <= limit) expected.emplace_back(static_cast<std::int32_t>(i), static_cast<std::int32_t>(d));
      }
      for (std::uint64_t q = pairs.start[k]; q < pairs.start[k + 1]; ++q) got.emplace_back(pairs.pair[q].place, pairs.pair[q].far);
      ASSERT_EQ(got, expected) << round << " centre " << k;
    }
  }
}

}  // namespace
}  // namespace yilin::siting
