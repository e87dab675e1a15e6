// Sweeps, priced pieces and parts over years against plain enumeration.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "base/rng.h"
#include "engines/siting/capacitated_cover.h"
#include "engines/siting/cover_anneal.h"
#include "engines/siting/cover_exact.h"
#include "engines/siting/cover_parts.h"
#include "engines/siting/cover_sweep.h"
#include "engines/siting/part_prices.h"

namespace yilin::siting {
namespace {

// Sites on a line or in a ring; a row is a run of neighbours.
CoverCore random_core(Rng& rng, std::int32_t sites, int rows, bool ring) {
  CoverProblem p;
  RowMerger merger(sites);
  for (int r = 0; r < rows; ++r) {
    const auto from = static_cast<std::int32_t>(rng.below(static_cast<std::uint64_t>(sites)));
    std::vector<std::int32_t> row;
    for (std::int32_t j = from; j < from + 4; ++j)
      if ((ring || j < sites) && rng.chance(0.7)) row.push_back(j % sites);
    std::ranges::sort(row);
    if (!row.empty()) merger.add(row, rng.between(1, 30));
  }
  p.rows = merger.take();
  for (std::int32_t j = 0; j < sites; ++j) p.cost.push_back(rng.between(5, 25)), p.budget += p.cost.back();
  return reduce(p, false);
}

std::vector<std::int32_t> set_of(std::uint32_t bits) {
  std::vector<std::int32_t> out;
  for (std::int32_t j = 0; j < 32; ++j)
    if (bits >> j & 1) out.push_back(j);
  return out;
}

TEST(Sweep, FindsTheBestSetAndKnowsWhenThereIsNoBetter) {
  Rng rng(31);
  for (int round = 0; round < 25; ++round) {
    const CoverCore core = random_core(rng, 14, 40, round % 2);
    std::int64_t best = -1'000'000;
    for (std::uint32_t bits = 0; bits < (1u << core.sites()); ++bits) best = std::max(best, worth_of(core, set_of(bits)));
    const CoverBound bound = tight_bound(core, 0, {}, {});
    ASSERT_GE(bound.bound, best);
    const SweepAnswer found = sweep(core, best - 5, bound.row_price, {});
    ASSERT_TRUE(found.done && found.better) << round;
    ASSERT_EQ(worth_of(core, found.open), best) << round;
    const SweepAnswer none = sweep(core, best, bound.row_price, {});
    ASSERT_TRUE(none.done) << round;
    ASSERT_FALSE(none.better) << round;
    EXPECT_FALSE(sweep(core, best - 5, bound.row_price, [] { return true; }).done);
    for (int looks : {3, 10, 30}) {   // what is known when time is up
      const SweepAnswer cut = sweep(core, best - 5, bound.row_price, [&] { return --looks < 0; });
      ASSERT_GE(cut.bound, best) << round;
      ASSERT_LE(cut.bound, bound.bound) << round;
    }
    const SearchReport annealed = anneal_priced(core, {}, 20'000, 1);
    ASSERT_EQ(annealed.value, best) << round;
    ASSERT_EQ(worth_of(core, annealed.open), best) << round;
    const PricedAnswer priced = solve_priced(core, {}, {}, false, {});
    ASSERT_EQ(priced.worth, best);
    ASSERT_EQ(priced.bound, best);
  }
}

TEST(Sweep, ListsTheBestSetForEveryLabel) {
  Rng rng(32);
  for (int round = 0; round < 15; ++round) {
    const CoverCore core = random_core(rng, 12, 30, round % 2);
    std::vector<std::uint64_t> label;
    for (std::int32_t j = 0; j < core.sites(); ++j) label.push_back(rng.below(3) + 1);
    std::int64_t best = 0;
    for (std::uint32_t bits = 0; bits < (1u << core.sites()); ++bits) best = std::max(best, worth_of(core, set_of(bits)));
    const std::int64_t floor = best - 20;
    std::map<std::uint64_t, std::int64_t> expected, got;
    const auto sum = [&](const std::vector<std::int32_t>& set) {
      std::uint64_t s = 0;
      for (const std::int32_t j : set) s += label[static_cast<std::size_t>(j)];
      return s;
    };
    for (std::uint32_t bits = 0; bits < (1u << core.sites()); ++bits)
      if (const std::int64_t w = worth_of(core, set_of(bits)); w > floor) {
        const auto [at, fresh] = expected.try_emplace(sum(set_of(bits)), w);
        if (!fresh) at->second = std::max(at->second, w);
      }
    const auto sets = sweep_labels(core, floor, tight_bound(core, floor, {}, {}).row_price, label, {});
    ASSERT_TRUE(sets.has_value());
    for (const auto& set : *sets) ASSERT_TRUE(got.try_emplace(sum(set), worth_of(core, set)).second);
    ASSERT_EQ(got, expected) << round;
  }
}

TEST(Parts, OverYearsEqualEnumerationAndThreadsDoNotMatter) {
  Rng rng(33);
  for (int round = 0; round < 24; ++round) {
    // Three clusters of three sites: ten opening years each, 4⁹ plans.
    CoverProblem p;
    RowMerger merger(9);
    for (int r = 0; r < 36; ++r) {
      const auto cluster = static_cast<std::int32_t>(rng.below(3));
      std::vector<std::int32_t> row;
      for (std::int32_t j = 0; j < 3; ++j)
        if (rng.chance(0.55)) row.push_back(cluster * 3 + j);
      if (!row.empty()) merger.add(row, rng.between(1, 40));
    }
    p.rows = merger.take();
    const bool money = round % 3 == 2, cumulative = round % 2 == 0;
    for (int j = 0; j < 9; ++j) p.cost.push_back(money ? 1000 * rng.between(2, 5) : 1);
    p.budget = 100'000;
    const CoverCore core = reduce(p);
    const std::vector<std::int64_t> limits = cumulative ? (money ? std::vector<std::int64_t>{5'000, 9'000, 14'000} : std::vector<std::int64_t>{1, 3, 5})
                                                        : (money ? std::vector<std::int64_t>{6'000, 4'000, 7'000} : std::vector<std::int64_t>{1, 2, 2});
    const auto n = static_cast<std::size_t>(core.sites());
    std::int64_t best = 0, codes = 1;
    for (std::size_t j = 0; j < n; ++j) codes *= 4;
    for (std::int64_t code = 0; code < codes; ++code) {
      std::int64_t opens[4] = {0, 0, 0, 0}, rest = code, running = 0, total = 0;
      std::vector<std::int32_t> year(n);
      for (std::size_t j = 0; j < n; ++j, rest /= 4) year[j] = static_cast<std::int32_t>(rest % 4), opens[rest % 4] += core.cost[j];
      bool fits = true;
      for (std::size_t t = 0; t < 3; ++t) {
        running = cumulative ? running + opens[t] : opens[t];
        fits = fits && running <= limits[t];
      }
      if (!fits) continue;
      for (std::int32_t t = 0; t < 3; ++t) {
        std::vector<std::int32_t> open;
        for (std::size_t j = 0; j < n; ++j)
          if (year[j] <= t) open.push_back(static_cast<std::int32_t>(j)), total += core.own[j];
        total += covered_by(core.rows, open);
      }
      best = std::max(best, total);
    }
    const PartsHint hint{std::vector<std::int32_t>(n, 3), {money ? 0.03 : 60.0, money ? 0.02 : 40.0, money ? 0.01 : 20.0}, {}};
    Effort two;
    two.threads = 2;
    const PartsAnswer one = solve_by_parts({core, limits, cumulative}, hint, {}), other = solve_by_parts({core, limits, cumulative}, hint, two);
    ASSERT_LE(one.value, best) << round;
    ASSERT_GE(one.bound, best) << round;
    ASSERT_TRUE(one.proved) << round;
    ASSERT_EQ(one.value, best) << round;
    EXPECT_EQ(one.year, other.year);
  }
}

TEST(CapacitatedCover, EqualsEnumeration) {
  Rng rng(34);
  for (int round = 0; round < 30; ++round) {
    CapacitatedCoverProblem p;
    RowMerger merger(7);
    for (int r = 0; r < 14; ++r) {
      std::vector<std::int32_t> row;
      for (std::int32_t j = 0; j < 7; ++j)
        if (rng.chance(0.35)) row.push_back(j);
      if (!row.empty()) merger.add(row, rng.between(1, 12));
    }
    p.rows = merger.take();
    for (int j = 0; j < 7; ++j) p.capacity.push_back(rng.between(0, 25)), p.cost.push_back(rng.between(1, 4));
    p.budget = 8;
    p.rule.assign(7, SiteRule::free);
    if (round % 3 == 0) p.rule[2] = SiteRule::required, p.cost[2] = 0, p.rule[5] = SiteRule::excluded;
    std::int64_t best = -1;
    for (std::uint32_t bits = 0; bits < 128; ++bits) {
      std::int64_t cost = 0;
      bool allowed = true;
      for (std::size_t j = 0; j < 7; ++j) {
        const bool in = bits >> j & 1;
        cost += in ? p.cost[j] : 0;
        allowed = allowed && !(in && p.rule[j] == SiteRule::excluded) && (in || p.rule[j] != SiteRule::required);
      }
      if (!allowed || cost > p.budget) continue;
      // What can be served at most: the least cut over sets of sites that are full.
      std::int64_t most = 1 << 30;
      for (std::uint32_t full = bits;; full = (full - 1) & bits) {
        std::int64_t cut = 0;
        for (std::size_t j = 0; j < 7; ++j)
          if (full >> j & 1) cut += p.capacity[j];
        for (std::int32_t r = 0; r < p.rows.rows(); ++r)
          if (std::ranges::any_of(p.rows.of(r), [&](std::int32_t j) { return (bits & ~full) >> j & 1; })) cut += p.rows.weight[static_cast<std::size_t>(r)];
        most = std::min(most, cut);
        if (full == 0) break;
      }
      best = std::max(best, most);
    }
    const CapacitatedCoverPlan plan = capacitated_cover(p, {});
    ASSERT_EQ(plan.verdict, Verdict::proved_optimal) << round;
    ASSERT_EQ(plan.value, best) << round;
    std::int64_t served = 0;
    for (std::size_t k = 0; k < plan.open.size(); ++k) {
      served += plan.served[k];
      EXPECT_LE(plan.served[k], p.capacity[static_cast<std::size_t>(plan.open[k])]);
    }
    EXPECT_EQ(served, plan.value);
  }
}

// Prices of twelve digits, and a start that knows nothing of them: steps of one would never arrive.
TEST(Prices, AreFoundWhereTheyHaveManyDigits) {
  Rng rng(37);
  for (int round = 0; round < 6; ++round) {
    CoverCore core = random_core(rng, 16, 40, false);
    for (std::int64_t& w : core.rows.weight) w *= 100'000'000'000;
    for (std::int64_t& w : core.own) w *= 100'000'000'000;
    std::int64_t all = 0;
    for (const std::int64_t c : core.cost) all += c;
    std::vector<CoverPart> parts;
    for (const Component& c : components_of(core)) {
      parts.emplace_back(core, c, 2);
      parts.back().tabulate(1 << 16);
    }
    const YearLimits limits{{all / 5, all / 4}, false};
    const std::vector<std::int64_t> found = best_prices(parts, limits, std::vector<std::int64_t>{1, 1});
    std::int64_t least = dual_value(parts, limits, found);
    for (double first = 1e9; first < 1e13; first *= 1.15)
      for (double second = 1e9; second < 1e13; second *= 1.15)
        least = std::min(least, dual_value(parts, limits, std::vector<std::int64_t>{std::llround(first), std::llround(second)}));
    EXPECT_LE(static_cast<double>(dual_value(parts, limits, found)), 1.02 * static_cast<double>(least)) << round;
  }
}

}  // namespace
}  // namespace yilin::siting
