#include "engines/matching/assignment.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <limits>

#include "base/rng.h"

namespace yilin::matching {
namespace {

std::int64_t price(const Rows& rows, const std::vector<int>& column) {
  std::int64_t sum = 0;
  for (std::size_t r = 0; r < column.size(); ++r) {
    if (column[r] < 0) {
      sum += rows.alone[r];
      continue;
    }
    bool found = false;
    for (int a = rows.first[r]; a < rows.first[r + 1]; ++a)
      if (rows.arcs[a].column == column[r]) sum += rows.arcs[a].cost, found = true;
    EXPECT_TRUE(found);
  }
  return sum;
}

std::int64_t brute_force(const Rows& rows, int columns) {
  std::vector<char> taken(columns, 0);
  const std::function<std::int64_t(std::size_t)> best = [&](std::size_t r) -> std::int64_t {
    if (r == rows.alone.size()) return 0;
    std::int64_t least = rows.alone[r] + best(r + 1);
    for (int a = rows.first[r]; a < rows.first[r + 1]; ++a) {
      const Arc& arc = rows.arcs[a];
      if (taken[arc.column]) continue;
      taken[arc.column] = 1;
      least = std::min(least, arc.cost + best(r + 1));
      taken[arc.column] = 0;
    }
    return least;
  };
  return best(0);
}

TEST(Assignment, IsTheCheapestOfAll) {
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    Rng rng(seed);
    const int n = static_cast<int>(rng.between(0, 6)), m = static_cast<int>(rng.between(1, 6));
    Rows rows;
    for (int r = 0; r < n; ++r) {
      rows.first.push_back(static_cast<int>(rows.arcs.size()));
      for (int c = 0; c < m; ++c)
        if (rng.chance(0.6)) rows.arcs.push_back({c, rng.between(0, 30)});
      rows.alone.push_back(rng.between(0, 40));
    }
    rows.first.push_back(static_cast<int>(rows.arcs.size()));
    const auto column = assign(rows, m);
    std::vector<int> used;
    for (const int c : column)
      if (c >= 0) used.push_back(c);
    std::sort(used.begin(), used.end());
    ASSERT_TRUE(std::adjacent_find(used.begin(), used.end()) == used.end()) << "seed " << seed;
    ASSERT_EQ(price(rows, column), brute_force(rows, m)) << "seed " << seed;
  }
}

TEST(Assignment, NobodyAndNothing) {
  EXPECT_TRUE(assign({{0}, {}, {}}, 3).empty());
  EXPECT_EQ(assign({{0, 0}, {}, {5}}, 0), std::vector{-1});
}

}  // namespace
}  // namespace yilin::matching
