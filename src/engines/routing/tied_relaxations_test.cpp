#include <gtest/gtest.h>

#include "engines/routing/relaxation_fixture.h"

namespace yilin::routing {
namespace {

std::string where(std::uint64_t seed, const Unserved& u, const Relaxation& r) {
  return "seed " + std::to_string(seed) + " visit " + std::to_string(u.visit) + " kind " + std::to_string(static_cast<int>(r.kind)) + " amount " + std::to_string(r.amount) + " carer " + std::to_string(r.carer);
}

bool has_amount(RelaxationKind k) { return k != RelaxationKind::skill && k != RelaxationKind::allow_refused && k != RelaxationKind::other_visit; }

// Visits for two carers and precedences: enough as said, and nobody could for one less.
TEST(TiedRelaxations, AreEnoughAndOneLessIsNot) {
  int seen[9] = {}, pairs = 0;
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    Rng rng(seed + 1000);
    Problem p = random_street(seed, 7, 3);
    for (int i = 0; i < 3; ++i) {
      SecondCarer second{{}, rng.between(5, 30), 0, 0, -1};
      if (rng.chance(0.4)) second.gap_min = rng.between(0, 10), second.gap_max = second.gap_min + rng.between(0, 20);
      if (rng.chance(0.3)) second.skills = {1};
      p.visits[i].second = second;
    }
    if (const int liked = static_cast<int>(rng.below(3)); rng.chance(0.5)) p.visits[0].refused = {(liked + 1) % 3, (liked + 2) % 3};
    p.precedences = {{3, 4, rng.between(0, 10), rng.chance(0.5) ? kNever : 60}};
    const Answer a = must(solve(p, {.iterations = 200}));
    for (const Unserved& u : a.unserved) {
      EXPECT_TRUE(u.reason != Reason::tied || u.relaxations.empty());
      if (!p.visits[u.visit].second && u.visit != 3 && u.visit != 4) continue;
      for (const Relaxation& r : u.relaxations) {
        ++seen[static_cast<int>(r.kind)];
        pairs += p.visits[u.visit].second.has_value();
        if (r.kind == RelaxationKind::other_visit) {
          EXPECT_TRUE(fits(p, without_visit(a.solution, static_cast<int>(r.amount)), u.visit, -1)) << where(seed, u, r);
          continue;
        }
        const Solution free = without_rests(a.solution);
        EXPECT_TRUE(fits(relaxed(p, u.visit, r, r.amount), free, u.visit, -1)) << where(seed, u, r);
        for (int c = 0; c < 3 && has_amount(r.kind); ++c) EXPECT_FALSE(fits(relaxed(p, u.visit, {r.kind, c, 0}, r.amount - 1), free, u.visit, -1)) << where(seed, u, r) << " by " << c;
      }
    }
  }
  EXPECT_GT(pairs, 20);
  for (const RelaxationKind k : {RelaxationKind::later, RelaxationKind::earlier, RelaxationKind::longer_shift, RelaxationKind::skill, RelaxationKind::allow_refused, RelaxationKind::other_visit})
    EXPECT_GT(seen[static_cast<int>(k)], 0) << static_cast<int>(k);
}

// Every pair of gaps of every carer, judged by evaluate().
bool shipment_fits(const Problem& p, const Solution& s, const Shipment& shipment) {
  for (int c = 0; c < static_cast<int>(p.carers.size()); ++c) {
    Solution base = s;
    auto route = std::find_if(base.routes.begin(), base.routes.end(), [&](const Route& r) { return r.carer == c; });
    if (route == base.routes.end()) route = base.routes.insert(base.routes.end(), Route{c, {}});
    const std::vector<Stop> own = route->stops;
    for (std::size_t i = 0; i <= own.size(); ++i)
      for (std::size_t j = i; j <= own.size(); ++j) {
        route->stops = own;
        route->stops.insert(route->stops.begin() + static_cast<std::ptrdiff_t>(j), {StopKind::visit, shipment.delivery, false, {}});
        route->stops.insert(route->stops.begin() + static_cast<std::ptrdiff_t>(i), {StopKind::visit, shipment.pickup, false, {}});
        if (evaluate(p, base)) return true;
      }
  }
  return false;
}

TEST(TiedRelaxations, OfShipments) {
  int seen[9] = {};
  for (std::uint64_t seed = 1; seed <= 120; ++seed) {
    Rng rng(seed + 2000);
    Problem p = random_street(seed, 8, 2);
    for (const int v : {0, 1}) p.visits[v].delivery.clear();
    p.visits[1].windows = {{rng.between(60, 120), rng.between(121, 200)}};
    p.shipments = {{0, 1, {rng.between(1, 8)}}};
    const Answer a = must(solve(p, {.iterations = 200}));
    const Solution free = without_rests(a.solution);
    for (const Unserved& u : a.unserved) {
      if (u.visit > 1) continue;
      for (const Relaxation& r : u.relaxations) {
        ++seen[static_cast<int>(r.kind)];
        Problem q = relaxed(p, u.visit, r, r.amount);
        EXPECT_TRUE(shipment_fits(q, free, p.shipments[0])) << where(seed, u, r);
        for (int c = 0; c < 2 && has_amount(r.kind); ++c) EXPECT_FALSE(shipment_fits(relaxed(p, u.visit, {r.kind, c, 0}, r.amount - 1), free, p.shipments[0])) << where(seed, u, r) << " by " << c;
      }
    }
  }
  for (const RelaxationKind k : {RelaxationKind::later, RelaxationKind::earlier, RelaxationKind::longer_shift, RelaxationKind::more_capacity, RelaxationKind::skill})
    EXPECT_GT(seen[static_cast<int>(k)], 0) << static_cast<int>(k);
}

}  // namespace
}  // namespace yilin::routing
