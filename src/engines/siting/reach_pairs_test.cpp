// Reach given pair by pair says the same as reach by distance, when the pairs are the distances; travel times are pairs.
#include <gtest/gtest.h>

#include <cmath>

#include "base/rng.h"
#include "engines/siting/travel_times.h"
#include "engines/siting/walk_reach.h"

namespace yilin::siting {
namespace {

TEST(ReachPairs, EqualCoverageByDistance) {
  Rng rng(41);
  std::vector<Point> at, sites, standing;
  std::vector<std::int64_t> weight;
  std::vector<std::int32_t> group;
  for (int i = 0; i < 300; ++i) {
    at.push_back(i % 20 == 0 ? unplaced() : on_plane_m(rng.uniform() * 4000, rng.uniform() * 4000));
    weight.push_back(rng.between(0, 3)), group.push_back(static_cast<std::int32_t>(rng.below(5)));
  }
  for (int j = 0; j < 25; ++j) sites.push_back(on_plane_m(rng.uniform() * 4000, rng.uniform() * 4000));
  for (int j = 0; j < 4; ++j) standing.push_back(on_plane_m(rng.uniform() * 4000, rng.uniform() * 4000));
  People people;
  people.at = at, people.weight = weight, people.group = group, people.groups = 5;
  const Reach reach{700'000, 1000};
  const auto pairs_of = [&](const std::vector<Point>& from) {
    ReachPairs pairs;
    for (const Point& s : from) {
      for (std::size_t i = 0; i < at.size(); ++i)
        if (placed(at[i]) && distance2_mm2(Surface::plane, s, at[i]) <= reach.limit2_mm2())
          pairs.pair.push_back({static_cast<std::int32_t>(i), static_cast<std::int32_t>(std::lround(1000 * distance_m(Surface::plane, s, at[i])))});
      pairs.start.push_back(pairs.pair.size());
    }
    return pairs;
  };
  const Audit a = audit(people, sites, reach), b = audit_pairs(people, pairs_of(sites));
  EXPECT_EQ(a.all.covered, b.all.covered);
  EXPECT_EQ(a.all.unplaced, b.all.unplaced);
  EXPECT_EQ(a.reached, b.reached);
  EXPECT_EQ(a.in_reach, b.in_reach);
  EXPECT_EQ(a.only_here, b.only_here);
  for (std::size_t g = 0; g < 5; ++g) EXPECT_EQ(a.by_group[g].uncovered, b.by_group[g].uncovered);
  const MergedPeople m = merge(people, standing, sites, reach, true), n = merge_pairs(people, pairs_of(standing), pairs_of(sites));
  EXPECT_EQ(m.row_of, n.row_of);
  EXPECT_EQ(m.rows.weight, n.rows.weight);
  EXPECT_EQ(m.already_covered, n.already_covered);
  EXPECT_EQ(m.beyond_reach, n.beyond_reach);
  const std::vector<double> supply(sites.size(), 20);
  const std::vector<Zone> zones{{250'000, 1}, {700'000, 0.4}};
  const Accessibility x = floating_catchments(people, sites, supply, zones, 1000), y = catchments_of_pairs(people, pairs_of(sites), supply, zones);
  for (std::size_t i = 0; i < at.size(); ++i) EXPECT_NEAR(x.per_person[i], y.per_person[i], 1e-9);
  EXPECT_NEAR(y.demand_weighted_sum, y.supply_reaching_anyone, 1e-6);

  // What-if by pairs and by places: the same sites put and taken say the same.
  const ReachPairs pairs = pairs_of(sites);
  WhatIf by_place(people, reach);
  PairsWhatIf by_pairs(people);
  for (int step = 0; step < 60; ++step) {
    const auto j = static_cast<std::int32_t>(rng.below(sites.size()));
    const Point& place = sites[static_cast<std::size_t>(j)];
    const WhatIf::Change one = step < 40 ? by_place.put(place) : by_place.would_put(place);
    const WhatIf::Change other = by_pairs.put(pairs.of(j));
    EXPECT_EQ(one.weight, other.weight);
    EXPECT_EQ(one.by_group, other.by_group);
    if (step >= 40) {
      const WhatIf::Change back = by_pairs.take(pairs.of(j));
      EXPECT_EQ(back.weight, other.weight);
    }
    EXPECT_EQ(by_place.covered(), by_pairs.covered());
  }
}

TEST(TravelTimes, AreClosedAtTheLimitAndSparse) {
  // Demand 0: 15 minutes to site 0, 2 to site 2. Demand 1: a second more than 15 minutes to site 0. Demand 2: nothing.
  const TravelTimes times{3, {0, 2, 3, 3}, {0, 2, 0}, {900, 120, 901}};
  const std::int32_t limit = seconds_of_minutes(15);
  const ReachPairs first = pairs_within(times, limit, 0, 1), rest = pairs_within(times, limit, 1, 3);
  ASSERT_EQ(first.pair.size(), 1u);
  EXPECT_EQ(first.pair[0].place, 0);
  EXPECT_EQ(first.pair[0].far, 900);
  EXPECT_EQ(rest.sites(), 2);
  EXPECT_EQ(rest.of(0).size(), 0u);
  EXPECT_EQ(rest.of(1)[0].far, 120);
  EXPECT_EQ(pairs_within(times, limit - 1, 0, 1).pair.size(), 0u);
  EXPECT_EQ(seconds_of_minutes(15.0 + 1e-9), 900);

  const ReachPairs all = joined(first, rest), same = pairs_within(times, limit, 0, 3);
  EXPECT_EQ(all.start, same.start);
  const std::vector<std::int32_t> client_of{1, -1, 0};
  const DistanceTable table = table_of_pairs(pairs_within(times, kSecondsMax, 0, 3), client_of, 2, 60);
  EXPECT_EQ(table.far, (std::vector<std::int32_t>{kUnreachable, 15, kUnreachable, kUnreachable, kUnreachable, 2}));
}

TEST(WalkReach, CountsPeopleFarFromAnyWay) {
  const std::vector<Point> nodes{on_plane_m(0, 0), on_plane_m(1000, 0)};
  const std::vector<WayEdge> edges{{0, 1, 1'000'000}};
  const WalkNetwork network(Surface::plane, nodes, edges);
  const std::vector<Point> at{on_plane_m(500, 20), on_plane_m(500, 150), on_plane_m(500, 900), unplaced()};
  const std::vector<std::int64_t> weight{1, 10, 100, 1000};
  People people;
  people.at = at, people.weight = weight;
  const WalkLayer layer = walk_layer(network, people, 300'000);
  EXPECT_EQ(layer.off_network, 100);
  EXPECT_EQ(layer.beyond_100_m, 110);
  // 500 m along and 20 m beside the way: within 520 m, not within 519.
  const std::vector<Snap> centre = network.snap(std::vector<Point>{on_plane_m(0, 0)}, 10'000);
  EXPECT_EQ(network.within(centre, layer.snap, 520'000).pair.size(), 1u);
  EXPECT_EQ(network.within(centre, layer.snap, 519'999).pair.size(), 0u);
}

}  // namespace
}  // namespace yilin::siting
