// Reach, audit, merging, catchments and what-if against plain loops.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "base/rng.h"
#include "engines/siting/cover_rows.h"
#include "engines/siting/coverage.h"
#include "engines/siting/datum.h"
#include "engines/siting/what_if.h"

namespace yilin::siting {
namespace {

struct Town {
  std::vector<Point> people, sites;
  std::vector<std::int64_t> weight;
  std::vector<std::int32_t> group;
  Surface surface;
  People view() const {
    People p;
    p.surface = surface, p.at = people, p.weight = weight, p.group = group, p.groups = 4;
    return p;
  }
};

Town town(Rng& rng, Surface surface, std::size_t people, std::size_t sites) {
  Town t;
  t.surface = surface;
  const auto point = [&] {
    return surface == Surface::plane ? on_plane_m(rng.uniform() * 5000, rng.uniform() * 4000) : on_sphere_deg(112.5 + rng.uniform() * 0.05, 33 + rng.uniform() * 0.04);
  };
  for (std::size_t i = 0; i < people; ++i) {
    t.people.push_back(rng.chance(0.03) ? unplaced() : point());
    t.weight.push_back(rng.between(0, 5));
    t.group.push_back(static_cast<std::int32_t>(rng.below(4)));
  }
  for (std::size_t j = 0; j < sites; ++j) t.sites.push_back(point());
  return t;
}

TEST(Reach, IsClosedAndExactOnThePlane) {
  const Reach reach{770'000, 1000};
  const std::vector<Point> site{on_plane_m(10'000, 10'000)};
  // 462² + 616² = 770²; a millimetre more is outside.
  const std::vector<Point> people{on_plane_m(10'770, 10'000), on_plane_m(10'770.001, 10'000), on_plane_m(10'462, 10'616), on_plane_m(9'538, 9'383.999), unplaced()};
  People p;
  p.at = people;
  const Audit a = audit(p, site, reach);
  EXPECT_EQ(a.reached, (std::vector<std::uint16_t>{1, 0, 1, 0, 0}));
  EXPECT_EQ(a.all.covered, 2);
  EXPECT_EQ(a.all.uncovered, 2);
  EXPECT_EQ(a.all.unplaced, 1);
}

TEST(Reach, DetourShortensTheStraightLineExactly) {
  // 1300 m of way at 1.3 is 1000 m straight.
  const Reach reach{1'300'000, 1300};
  EXPECT_EQ(reach.limit2_mm2(), 1e12);
  EXPECT_EQ((Reach{1'000'000, 1300}).limit2_mm2(), std::floor(1e12 / 1.69));
}

TEST(Audit, EqualsAPlainLoop) {
  Rng rng(7);
  for (int round = 0; round < 12; ++round) {
    // One or two sites too: the smallest grids.
    const Town t = town(rng, round % 2 ? Surface::sphere : Surface::plane, 300, round < 4 ? 1 + static_cast<std::size_t>(round) : 40);
    const Reach reach{rng.between(200, 1500) * 1000, 1000};
    const Audit a = audit(t.view(), t.sites, reach);
    std::int64_t covered = 0;
    for (std::size_t i = 0; i < t.people.size(); ++i) {
      std::uint16_t n = 0;
      for (const Point& s : t.sites) n += placed(t.people[i]) && distance2_mm2(t.surface, t.people[i], s) <= reach.limit2_mm2();
      ASSERT_EQ(a.reached[i], n) << round << " person " << i;
      covered += n > 0 ? t.weight[i] : 0;
    }
    EXPECT_EQ(a.all.covered, covered);
    std::int64_t by_group = 0;
    for (const Tally& g : a.by_group) by_group += g.total();
    EXPECT_EQ(by_group, a.all.total());
  }
}

TEST(Sphere, ShortDistancesEqualHaversine) {
  Rng rng(3);
  for (int i = 0; i < 200; ++i) {
    const double lon = 112 + rng.uniform(), lat = 32 + rng.uniform(), lon2 = lon + 0.01 * rng.uniform(), lat2 = lat + 0.01 * rng.uniform(), rad = M_PI / 180;
    const double s = std::sin((lat - lat2) * rad / 2), c = std::sin((lon - lon2) * rad / 2);
    const double exact = 2 * 6'371'008.8 * std::asin(std::sqrt(s * s + std::cos(lat * rad) * std::cos(lat2 * rad) * c * c));
    EXPECT_NEAR(distance_m(Surface::sphere, on_sphere_deg(lon, lat), on_sphere_deg(lon2, lat2)), exact, exact * 1e-6 + 1e-6);
  }
}

TEST(Merge, LosesNobody) {
  Rng rng(11);
  const Town t = town(rng, Surface::plane, 500, 30);
  const std::vector<Point> existing(t.sites.begin(), t.sites.begin() + 4), candidates(t.sites.begin() + 4, t.sites.end());
  const Reach reach{900'000, 1000};
  const MergedPeople m = merge(t.view(), existing, candidates, reach, true);
  std::int64_t rows = 0, all = 0;
  for (const std::int64_t w : m.rows.weight) rows += w;
  for (const std::int64_t w : t.weight) all += w;
  EXPECT_EQ(rows + m.already_covered + m.beyond_reach + m.unplaced, all);
  EXPECT_EQ(m.already_covered, audit(t.view(), existing, reach).all.covered);
  for (std::size_t i = 0; i < t.people.size(); ++i) {
    if (m.row_of[i] < 0) continue;
    std::vector<std::int32_t> near;
    for (std::size_t j = 0; j < candidates.size(); ++j)
      if (distance2_mm2(Surface::plane, t.people[i], candidates[j]) <= reach.limit2_mm2()) near.push_back(static_cast<std::int32_t>(j));
    EXPECT_TRUE(std::ranges::equal(m.rows.of(m.row_of[i]), near));
  }
}

TEST(Catchments, ConserveSupplyAndEqualAPlainLoop) {
  Rng rng(5);
  const Town t = town(rng, Surface::sphere, 200, 12);
  std::vector<double> supply;
  for (std::size_t j = 0; j < t.sites.size(); ++j) supply.push_back(static_cast<double>(rng.between(10, 90)));
  const std::vector<Zone> zones{{400'000, 1}, {800'000, 0.68}, {1'200'000, 0.22}};
  const Accessibility a = floating_catchments(t.view(), t.sites, supply, zones, 1000);
  EXPECT_NEAR(a.demand_weighted_sum, a.supply_reaching_anyone, 1e-9 * a.supply_reaching_anyone);
  const auto decay = [&](const Point& p, const Point& s) {
    if (!placed(p)) return 0.0;
    const double d2 = distance2_mm2(t.surface, p, s);
    for (const Zone& z : zones)
      if (d2 <= Reach{z.far, 1000}.limit2_mm2()) return z.weight;
    return 0.0;
  };
  for (std::size_t i = 0; i < t.people.size(); ++i) {
    double sum = 0;
    for (std::size_t j = 0; j < t.sites.size(); ++j) {
      double demand = 0;
      for (std::size_t k = 0; k < t.people.size(); ++k) demand += static_cast<double>(t.weight[k]) * decay(t.people[k], t.sites[j]);
      if (demand > 0) sum += supply[j] / demand * decay(t.people[i], t.sites[j]);
    }
    ASSERT_NEAR(a.per_person[i], sum, 1e-9);
  }
}

TEST(WhatIf, FollowsEveryPutAndTake) {
  Rng rng(9);
  for (const Surface surface : {Surface::plane, Surface::sphere}) {
    const Town t = town(rng, surface, 400, 20);
    const Reach reach{700'000, 1000};
    WhatIf what_if(t.view(), reach);
    std::vector<Point> open;
    for (int step = 0; step < 60; ++step) {
      if (open.empty() || rng.chance(0.6)) {
        const Point& s = t.sites[rng.below(t.sites.size())];
        const std::int64_t before = what_if.covered(), would = what_if.would_put(s).weight;
        const WhatIf::Change change = what_if.put(s);
        EXPECT_EQ(change.weight, would);
        EXPECT_EQ(what_if.covered(), before + would);
        open.push_back(s);
      } else {
        const std::size_t at = rng.below(open.size());
        const std::int64_t would = what_if.would_take(open[at]).weight;
        EXPECT_EQ(what_if.take(open[at]).weight, would);
        open.erase(open.begin() + static_cast<std::ptrdiff_t>(at));
      }
      ASSERT_EQ(what_if.covered(), audit(t.view(), open, reach).all.covered);
    }
  }
}

TEST(Datums, ThereAndBackWithinACentimetre) {
  Rng rng(2);
  for (int i = 0; i < 300; ++i) {
    const Degrees p{75 + 55 * rng.uniform(), 18 + 34 * rng.uniform()};
    for (const Datum d : {Datum::gcj02, Datum::bd09, Datum::cgcs2000}) {
      const Degrees there = from_wgs84(p, d), back = to_wgs84(there, d);
      EXPECT_NEAR(back.lon, p.lon, 1e-7);
      EXPECT_NEAR(back.lat, p.lat, 1e-7);
      const double shift = distance_m(Surface::sphere, on_sphere_deg(p.lon, p.lat), on_sphere_deg(there.lon, there.lat));
      if (d == Datum::gcj02) {
        EXPECT_TRUE(shift > 20 && shift < 1200) << shift;
      }
      if (d == Datum::cgcs2000) {
        EXPECT_EQ(shift, 0);
      }
    }
  }
  EXPECT_EQ(datum_named("GCJ-02"), Datum::gcj02);
  EXPECT_EQ(datum_named("utm"), std::nullopt);
}

}  // namespace
}  // namespace yilin::siting
