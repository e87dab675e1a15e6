// Covering models against brute force on small cases; honesty of the verdict; the same answer with one and two threads.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>

#include "base/rng.h"
#include "engines/siting/cover_anneal.h"
#include "engines/siting/cover_bound.h"
#include "engines/siting/cover_parts.h"
#include "engines/siting/cover_search.h"
#include "engines/siting/cover_tree.h"
#include "engines/siting/max_cover.h"
#include "engines/siting/nested_cover.h"
#include "engines/siting/set_cover_search.h"

namespace yilin::siting {
namespace {

CoverRows random_rows(Rng& rng, std::int32_t sites, int rows, std::int32_t width) {
  RowMerger merger(sites);
  std::vector<std::int32_t> row;
  for (int r = 0; r < rows; ++r) {
    // Neighbours on a line, so that a core falls into parts.
    row.clear();
    const auto from = static_cast<std::int32_t>(rng.below(static_cast<std::uint64_t>(sites)));
    for (std::int32_t j = from; j < std::min(sites, from + width); ++j)
      if (row.empty() || rng.chance(0.6)) row.push_back(j);
    merger.add(row, rng.between(1, 20));
  }
  return merger.take();
}

std::int64_t value_of(const CoverRows& rows, std::uint32_t set) {
  std::int64_t total = 0;
  for (std::int32_t r = 0; r < rows.rows(); ++r)
    for (const std::int32_t j : rows.of(r))
      if (set >> j & 1) {
        total += rows.weight[static_cast<std::size_t>(r)];
        break;
      }
  return total;
}

CoverProblem random_problem(Rng& rng, bool costs, bool rules) {
  CoverProblem p;
  p.rows = random_rows(rng, 11, 24, 4);
  p.budget = rng.between(2, 5);
  if (costs) {
    for (int j = 0; j < 11; ++j) p.cost.push_back(rng.between(3, 9));
    p.budget = rng.between(12, 30);
  }
  if (rules) {
    p.rule.assign(11, SiteRule::free);
    p.rule[rng.below(5)] = SiteRule::required;
    p.rule[6 + rng.below(4)] = SiteRule::excluded;
  }
  return p;
}

std::int64_t brute_force(const CoverProblem& p) {
  std::int64_t best = -1;
  for (std::uint32_t set = 0; set < (1u << p.rows.sites); ++set) {
    std::int64_t cost = 0;
    bool allowed = true;
    for (std::int32_t j = 0; j < p.rows.sites; ++j) {
      const bool in = set >> j & 1;
      cost += in ? p.cost_of(j) : 0;
      allowed = allowed && !(in && p.rule_of(j) == SiteRule::excluded) && (in || p.rule_of(j) != SiteRule::required);
    }
    if (allowed && cost <= p.budget) best = std::max(best, value_of(p.rows, set));
  }
  return best;
}

TEST(MaxCover, EqualsBruteForce) {
  Rng rng(1);
  for (int round = 0; round < 45; ++round) {
    const CoverProblem p = random_problem(rng, round % 2, round % 3 == 0);
    const CoverPlan plan = max_cover(p, {});
    const std::int64_t best = brute_force(p);
    if (best < 0) {
      EXPECT_EQ(plan.verdict, Verdict::infeasible);
      EXPECT_FALSE(plan.reason.empty());
      continue;
    }
    ASSERT_EQ(plan.verdict, Verdict::proved_optimal) << round;
    ASSERT_EQ(plan.value, best) << round;
    EXPECT_EQ(covered_by(p.rows, plan.open), plan.value);
  }
}

TEST(MaxCover, MoreBudgetGainsNoMoreThanIsSaid) {
  Rng rng(14);
  int said = 0;
  for (int round = 0; round < 30; ++round) {
    CoverProblem p = random_problem(rng, round % 2, round % 3 == 0);
    Effort hurried;
    hurried.time_is_up = [] { return true; };
    const CoverPlan plan = max_cover(p, round % 5 == 0 ? hurried : Effort{});
    for (const std::int64_t extra : {1, 3}) {
      const auto most = most_with(p, plan, extra);
      if (!most) continue;
      ++said;
      CoverProblem richer = p;
      richer.budget += extra;
      EXPECT_GE(*most, brute_force(richer)) << round;
      EXPECT_GE(*most, plan.value) << round;
    }
  }
  EXPECT_GE(said, 30);
}

TEST(Anneal, KeepsTheBudgetAndSaysWhatItCovers) {
  Rng rng(15);
  int best = 0;
  for (int round = 0; round < 30; ++round) {
    const CoverProblem p = random_problem(rng, round % 2, false);
    const CoverCore core = reduce(p);
    const SearchReport found = anneal(core, {}, 4'000, kHot, 3, {});
    std::int64_t cost = 0, value = covered_by(core.rows, found.open);
    for (const std::int32_t j : found.open) cost += core.cost[static_cast<std::size_t>(j)], value += core.own[static_cast<std::size_t>(j)];
    ASSERT_LE(cost, core.budget) << round;
    ASSERT_EQ(value, found.value) << round;
    ASSERT_LE(value, brute_force(p)) << round;
    best += value == brute_force(p);
    EXPECT_EQ(anneal(core, {}, 4'000, kHot, 3, {}).open, found.open);
  }
  EXPECT_GE(best, 28);
}

TEST(CoverBound, TheDualIsTheLinearProgram) {
  Rng rng(16);
  for (int round = 0; round < 20; ++round) {
    const CoverProblem p = random_problem(rng, round % 2, false);
    const CoverCore core = reduce(p);
    const auto bound = linear_bound(core, {});
    const LinearAnswer primal = solve_linear(program_of(core));
    ASSERT_TRUE(bound && primal.end == LinearAnswer::End::optimal) << round;
    EXPECT_NEAR(bound->exact, -primal.value, 1e-6) << round;
    EXPECT_GE(bound->bound, brute_force(p)) << round;
  }
}

TEST(MaxCover, ALimitNeverYieldsOptimalUnlessProved) {
  Rng rng(4);
  for (int round = 0; round < 3; ++round) {
    CoverProblem p;
    p.rows = random_rows(rng, 40, 250, 8);
    p.budget = 6;
    Effort hurried;
    hurried.time_is_up = [] { return true; };
    const CoverPlan quick = max_cover(p, hurried), full = max_cover(p, {});
    ASSERT_EQ(full.verdict, Verdict::proved_optimal);
    EXPECT_LE(quick.value, full.value);
    EXPECT_GE(quick.bound, full.value);
    if (quick.verdict == Verdict::proved_optimal) {
      EXPECT_EQ(quick.value, full.value);
    }
  }
}

TEST(MaxCover, PartsTreeAndWholeAgreeAndThreadsDoNotMatter) {
  Rng rng(8);
  for (int round = 0; round < 2; ++round) {
    // Forty clusters of sites that share nobody.
    RowMerger merger(400);
    for (int cluster = 0; cluster < 40; ++cluster) {
      const int size = cluster == 0 ? 16 : 8;
      for (int r = 0; r < size * 6; ++r) {
        std::vector<std::int32_t> row;
        for (int j = 0; j < size; ++j)
          if (rng.chance(0.3)) row.push_back(cluster * 10 + j % 10);
        std::ranges::sort(row);
        row.erase(std::unique(row.begin(), row.end()), row.end());
        if (!row.empty()) merger.add(row, rng.between(1, 50));
      }
    }
    CoverProblem p;
    p.rows = merger.take();
    p.budget = 60;
    Effort one, two;
    two.threads = 2;
    const CoverPlan a = max_cover(p, one), b = max_cover(p, two);
    EXPECT_EQ(a.verdict, Verdict::proved_optimal);
    EXPECT_EQ(a.open, b.open);
    EXPECT_EQ(a.value, b.value);
    EXPECT_EQ(a.method, b.method);
  }
}

TEST(CoverTree, EqualsBruteForceAtAPriceAndWithinAWindow) {
  Rng rng(6);
  for (int round = 0; round < 60; ++round) {
    CoverProblem p = random_problem(rng, round % 2, false);
    p.budget = 1000;
    const CoverCore core = reduce(p);
    const std::int64_t price = rng.between(0, 12), lo = rng.between(0, 8), hi = lo + rng.between(0, 20);
    std::int64_t best = -1'000'000;
    for (std::uint32_t set = 0; set < (1u << core.sites()); ++set) {
      std::int64_t cost = 0, own = 0;
      for (std::int32_t j = 0; j < core.sites(); ++j)
        if (set >> j & 1) cost += core.cost[static_cast<std::size_t>(j)], own += core.own[static_cast<std::size_t>(j)];
      if (cost >= lo && cost <= hi) best = std::max(best, own + value_of(core.rows, set) - price * cost);
    }
    const TreeAnswer answer = branch_and_bound(core, {price, lo, hi, -500'000, 0, {}});
    ASSERT_FALSE(answer.stopped);
    ASSERT_EQ(answer.better, best > -500'000) << round;
    if (answer.better) {
      ASSERT_EQ(answer.worth, best) << round;
    }
  }
}

TEST(Search, IsTheSameForTheSameSeed) {
  Rng rng(2);
  CoverProblem p;
  p.rows = random_rows(rng, 80, 600, 9);
  p.budget = 9;
  const CoverCore core = reduce(p);
  EXPECT_EQ(search(core, {}, 500, 3, {}).open, search(core, {}, 500, 3, {}).open);
}

TEST(SetCover, EqualsBruteForce) {
  Rng rng(3);
  for (int round = 0; round < 60; ++round) {
    SetCoverProblem p;
    p.rows = random_rows(rng, 11, 14, 5);
    if (round % 2)
      for (int j = 0; j < 11; ++j) p.cost.push_back(rng.between(2, 9));
    std::int64_t best = 1'000'000, all = 0;
    for (const std::int64_t w : p.rows.weight) all += w;
    for (std::uint32_t set = 0; set < (1u << 11); ++set) {
      if (value_of(p.rows, set) != all) continue;
      std::int64_t cost = 0;
      for (int j = 0; j < 11; ++j)
        if (set >> j & 1) cost += p.cost.empty() ? 1 : p.cost[static_cast<std::size_t>(j)];
      best = std::min(best, cost);
    }
    const SetCoverPlan plan = set_cover(p, {});
    ASSERT_EQ(plan.verdict, Verdict::proved_optimal) << round;
    ASSERT_EQ(plan.value, best) << round;
    EXPECT_EQ(covered_by(p.rows, plan.open), all);
  }
}

TEST(SetCover, SaysWhichRowNobodyCovers) {
  SetCoverProblem p;
  p.rows.sites = 2;
  p.rows.site = {0};
  p.rows.start = {0, 1, 1};
  p.rows.weight = {1, 1};
  const SetCoverPlan plan = set_cover(p, {});
  EXPECT_EQ(plan.verdict, Verdict::infeasible);
  EXPECT_NE(plan.reason.find("第 2 行"), std::string::npos);
}

TEST(NestedCover, EqualsBruteForce) {
  Rng rng(12);
  for (int round = 0; round < 10; ++round) {
    NestedProblem p;
    p.rows = random_rows(rng, 7, 18, 4);
    p.cumulative = round % 2 == 0;
    p.budgets = p.cumulative ? std::vector<std::int64_t>{1, 2, 4} : std::vector<std::int64_t>{6, 5, 9};
    if (!p.cumulative)
      for (int j = 0; j < 7; ++j) p.cost.push_back(rng.between(2, 5));
    std::int64_t best = 0;
    std::vector<int> year(7, 0);
    for (int code = 0; code < 16384; ++code) {  // 4⁷ opening years, 3 = never
      std::int64_t opens[4] = {0, 0, 0, 0}, total = 0;
      for (int j = 0, c = code; j < 7; ++j, c /= 4) year[static_cast<std::size_t>(j)] = c % 4, opens[c % 4] += p.cost.empty() ? 1 : p.cost[static_cast<std::size_t>(j)];
      std::int64_t running = 0;
      bool fits = true;
      for (std::size_t t = 0; t < 3; ++t) {
        running = p.cumulative ? running + opens[t] : opens[t];
        fits = fits && running <= p.budgets[t];
      }
      if (!fits) continue;
      for (int t = 0; t < 3; ++t) {
        std::uint32_t set = 0;
        for (std::size_t j = 0; j < 7; ++j)
          if (year[j] <= t) set |= 1u << j;
        total += value_of(p.rows, set);
      }
      best = std::max(best, total);
    }
    Effort effort;
    effort.iterations = 500;
    const NestedPlan plan = nested_cover(p, effort);
    ASSERT_EQ(plan.verdict, Verdict::proved_optimal) << round;
    ASSERT_EQ(plan.value, best) << round;
  }
}

TEST(SetCoverSearch, FindsTheCheapestCoverOrNothingCheaper) {
  Rng rng(19);
  for (int round = 0; round < 20; ++round) {
    const std::int32_t sites = 12;
    RowMerger merger(sites);
    for (int r = 0; r < 25; ++r) {
      std::vector<std::int32_t> row;
      for (std::int32_t j = 0; j < sites; ++j)
        if (rng.chance(0.3)) row.push_back(j);
      if (!row.empty()) merger.add(row, 1);
    }
    SetCoverCore core;
    core.rows = merger.take(), core.columns = columns_of(core.rows);
    for (std::int32_t j = 0; j < sites; ++j) core.site.push_back(j), core.cost.push_back(rng.between(1, 20));
    std::int64_t least = 1 << 30;
    for (std::uint32_t set = 0; set < (1u << sites); ++set) {
      std::int64_t cost = 0;
      for (std::int32_t j = 0; j < sites; ++j) cost += set >> j & 1 ? core.cost[static_cast<std::size_t>(j)] : 0;
      bool covers = true;
      for (std::int32_t r = 0; r < core.rows.rows() && covers; ++r)
        covers = std::ranges::any_of(core.rows.of(r), [&](std::int32_t j) { return (set >> j & 1) != 0; });
      if (covers) least = std::min(least, cost);
    }
    const std::vector<std::int32_t> found = search_covers(core, {}, 1 << 20, 3'000, {});
    std::int64_t cost = 0;
    for (const std::int32_t j : found) cost += core.cost[static_cast<std::size_t>(j)];
    EXPECT_EQ(cost, least) << round;
    for (std::int32_t r = 0; r < core.rows.rows(); ++r)
      EXPECT_TRUE(std::ranges::any_of(core.rows.of(r), [&](std::int32_t j) { return std::ranges::binary_search(found, j); })) << round;
    EXPECT_TRUE(search_covers(core, found, least, 3'000, {}).empty()) << round;
  }
}

}  // namespace
}  // namespace yilin::siting
