#include "engines/routing/live.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "engines/routing/relaxation_fixture.h"

namespace yilin::routing {
namespace {

TEST(Relaxations, AreEnoughAndOneLessIsNot) {
  int seen[9] = {};
  for (std::uint64_t seed = 1; seed <= 120; ++seed) {
    const Problem p = random_street(seed, 9, 2);
    const Answer a = must(solve(p, {.iterations = 150}));
    for (const Unserved& u : a.unserved)
      for (const Relaxation& r : u.relaxations) {
        const std::string where = "seed " + std::to_string(seed) + " visit " + std::to_string(u.visit) + " kind " + std::to_string(static_cast<int>(r.kind)) + " amount " + std::to_string(r.amount);
        ++seen[static_cast<int>(r.kind)];
        if (r.kind == RelaxationKind::other_visit) {
          EXPECT_TRUE(fits(p, without_visit(a.solution, static_cast<int>(r.amount)), u.visit, r.carer)) << where;
          continue;
        }
        const Solution free = without_rests(a.solution);
        EXPECT_TRUE(fits(relaxed(p, u.visit, r, r.amount), free, u.visit, r.carer)) << where;
        if (r.kind == RelaxationKind::skill || r.kind == RelaxationKind::allow_refused) continue;
        for (std::size_t c = 0; c < p.carers.size(); ++c) {  // nobody could for less
          const Relaxation other{r.kind, static_cast<int>(c), r.amount};
          EXPECT_FALSE(fits(relaxed(p, u.visit, other, r.amount - 1), free, u.visit, static_cast<int>(c))) << where << " carer " << c;
        }
      }
  }
  for (const RelaxationKind k : {RelaxationKind::later, RelaxationKind::earlier, RelaxationKind::longer_shift, RelaxationKind::more_capacity, RelaxationKind::skill, RelaxationKind::other_visit})
    EXPECT_GT(seen[static_cast<int>(k)], 0) << static_cast<int>(k);
}

TEST(Reasons, SayWhatIsTrue) {
  Problem p = street(100);
  const auto add = [&](int place, Time service, std::vector<Window> windows) -> Visit& {
    p.visits.push_back(visit(p, place, service, std::move(windows)));
    return p.visits.back();
  };
  add(1, 10, {{0, 50}}).skills = {3};
  add(1, 10, {{0, 50}}).refused = {0};
  add(1, 10, {{0, 50}}).delivery = {99};
  add(99, 10, {{0, 20}});
  add(1, 10, {{0, 50}});
  add(1, 75, {{2, 2}}).priority = 9;
  p.precedences = {{3, 4}};
  add(2, 60, {{0, 50}});
  p.carers = {carer(p, 0, {0, 100})};
  p.carers[0].capacity = {50};
  const Answer a = must(solve(p, {.iterations = 100}));
  std::vector<std::pair<int, Reason>> reasons;
  for (const Unserved& u : a.unserved) reasons.emplace_back(u.visit, u.reason);
  const std::vector<std::pair<int, Reason>> expected{{0, Reason::no_skill}, {1, Reason::refused}, {2, Reason::capacity}, {3, Reason::out_of_reach}, {4, Reason::tied}, {6, Reason::day_full}};
  EXPECT_EQ(reasons, expected);
}

TEST(Live, AnOffersPriceIsTheDifferenceOfTwoEvaluations) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    Problem p = random_street(seed, 10, 3);
    const Answer a = must(solve(p, {.iterations = 150}));
    LivePlan live = must(LivePlan::open(p, a.solution));
    const Answer before = live.answer();
    Visit more = visit(p, 7, 10, {{0, 200}});
    const int index = must(live.add(more));
    for (const Offer& o : must(live.offers(index, 10))) {
      ASSERT_TRUE(live.take(index, o));
      const Answer after = live.answer();
      EXPECT_EQ(after.score.cost - before.score.cost, o.price) << seed;
      p.visits.push_back(more);
      EXPECT_EQ(must(evaluate(p, after.solution)).score.cost, after.score.cost) << seed;
      p.visits.pop_back();
      ASSERT_TRUE(live.drop(index));
      EXPECT_EQ(live.answer().score.cost, before.score.cost);
    }
  }
}

TEST(Live, ANewPlaceIsLikeAnyOther) {
  for (const bool matrix : {true, false}) {
    Rng rng(3);
    Problem p;
    if (matrix) {
      p = street(20);
      p.profiles[0].durations[5] = 9;  // one way is longer
    } else {
      for (int i = 0; i < 20; ++i) p.places.push_back({Place{112'000'000 + 9'000 * i, 37'000'000 + rng.between(0, 9'000)}, i % 5 == 0});
      p.profiles.emplace_back();
    }
    for (int i = 0; i < 8; ++i) p.visits.push_back(visit(p, static_cast<int>(rng.below(20)), 10));
    for (int i = 0; i < 2; ++i) p.carers.push_back(carer(p, 9 * i, {0, 20'000}));
    const Answer a = must(solve(p, {.iterations = 200}));
    LivePlan live = must(LivePlan::open(p, a.solution));
    const Location where{Place{112'200'000, 37'003'000}, false};
    PlaceLegs legs;
    for (int i = 0; matrix && i < 20; ++i) legs.durations_from.push_back(25 - i), legs.durations_to.push_back(27 - i);
    const int place = must(live.add_place(where, {legs}));
    EXPECT_EQ(place, 20);
    const int index = must(live.add(visit(p, place, 10)));
    const std::vector<Offer> offers = must(live.offers(index, 5));
    ASSERT_EQ(offers.size(), 2u);
    // The same day with the place known from the start.
    Problem q = p;
    q.places.push_back(where);
    if (matrix) {
      q.profiles[0].durations.clear();
      for (int i = 0; i <= 20; ++i)
        for (int j = 0; j <= 20; ++j) q.profiles[0].durations.push_back(i == j ? 0 : i == 20 ? 25 - j : j == 20 ? 27 - i : p.profiles[0].durations[i * 20 + j]);
    }
    LivePlan known = must(LivePlan::open(q, a.solution));
    const std::vector<Offer> expected = must(known.offers(must(known.add(visit(q, 20, 10))), 5));
    ASSERT_EQ(expected.size(), 2u);
    for (int i = 0; i < 2; ++i) {
      EXPECT_EQ(offers[i].carer, expected[i].carer);
      EXPECT_EQ(offers[i].price, expected[i].price);
      EXPECT_EQ(offers[i].begin, expected[i].begin);
    }
    ASSERT_TRUE(live.take(index, offers[0]));
    EXPECT_EQ(live.answer().score.cost - a.score.cost, offers[0].price);
  }
  LivePlan live = must(LivePlan::open(street(2), {}));
  EXPECT_FALSE(live.add_place({}));  // a matrix needs the legs
}

TEST(Live, OffersForTwoCarers) {
  Problem p = street(30);
  for (int i = 0; i < 6; ++i) p.visits.push_back(visit(p, 5 * i, 10));
  for (int i = 0; i < 3; ++i) p.carers.push_back(carer(p, 10 * i, {0, 300}));
  const Answer a = must(solve(p, {.iterations = 150}));
  LivePlan live = must(LivePlan::open(p, a.solution));
  Visit bath = visit(p, 15, 20, {{100, 140}});
  bath.second = SecondCarer{{}, 20, 0, 0, -1};
  const int index = must(live.add(bath));
  const std::vector<Offer> offers = must(live.offers(index, 5));
  ASSERT_FALSE(offers.empty());
  EXPECT_NE(offers[0].carer, offers[0].second_carer);
  EXPECT_EQ(offers[0].begin, offers[0].second_begin);
  ASSERT_TRUE(live.take(index, offers[0]));
  EXPECT_EQ(live.answer().score.unserved, 0);
  EXPECT_FALSE(live.take(index, offers[0]));
}

TEST(Live, CompareSaysWhatTheOtherCarerWouldCost) {
  Problem p = street(30);
  p.visits = {visit(p, 5, 10)};
  p.carers = {carer(p, 4, {0, 100})};
  p.carers.push_back(carer(p, 20, {0, 100}));
  p.carers.push_back(carer(p, 6, {0, 8}));
  const Answer a = must(solve(p, {.iterations = 50}));
  const LivePlan live = must(LivePlan::open(p, a.solution));
  const Comparison far = must(live.compare(0, 1));
  ASSERT_TRUE(far.possible);
  EXPECT_EQ(far.with_other.cost - far.with_this.cost, 28 * kCostScale);  // 15 there and back instead of 1
  const Comparison busy = must(live.compare(0, 2));
  EXPECT_FALSE(busy.possible);
  EXPECT_EQ(busy.obstacle, Reason::out_of_reach);
  ASSERT_FALSE(busy.relaxations.empty());
  EXPECT_EQ(busy.relaxations[0], (Relaxation{RelaxationKind::longer_shift, 2, 4}));
}

TEST(Replan, ASickCarersVisitsGoToOthersAndPromisesHold) {
  Rng rng(9);
  Problem p = street(60);
  for (int i = 0; i < 40; ++i) p.visits.push_back(visit(p, static_cast<int>(rng.below(60)), 15, {{60 * rng.between(0, 5), 400}}));
  for (int i = 0; i < 40; i += 9) p.visits[i].second = SecondCarer{{}, 15, 0, 0, -1};
  for (int i = 0; i < 10; ++i) p.carers.push_back(carer(p, 6 * i, {0, 480}));
  const Answer day = must(solve(p, {.iterations = 1000}));
  ASSERT_EQ(day.score.unserved, 0);
  const int sick = day.routes[0].carer;
  Changes changes;
  changes.absent_carers = {sick};
  changes.tolerance = 20;
  changes.iterations = 400;
  const Answer mended = must(replan(p, day.solution, changes));
  EXPECT_EQ(mended.score.unserved, 0);
  for (const RouteAnswer& r : mended.routes) {
    EXPECT_NE(r.carer, sick);
    for (const Step& s : r.steps) {
      if (s.kind != StopKind::visit) continue;
      for (const RouteAnswer& old : day.routes)
        for (const Step& t : old.steps) {
          const bool same = t.kind == StopKind::visit && t.index == s.index && t.second == s.second;
          EXPECT_TRUE(!same || std::abs(t.begin - s.begin) <= 20);
        }
    }
  }
  EXPECT_EQ(mended.parts.moved, 0);
  Changes cancelled;
  cancelled.cancelled_visits = {3};
  EXPECT_EQ(must(replan(p, day.solution, cancelled)).score.unserved, 0);
}

TEST(Knobs, FairnessAndContinuity) {
  Problem p = street(40);
  for (int i = 0; i < 24; ++i) {
    p.visits.push_back(visit(p, 10 + i % 5, 15));
    p.visits.back().usual = {i % 4};
  }
  for (int i = 0; i < 4; ++i) p.carers.push_back(carer(p, 10 + i, {0, 480}));
  const auto spread = [&](const Answer& a) {
    Time most = 0, least = a.routes.size() < 4 ? 0 : 10'000;
    for (const RouteAnswer& r : a.routes) most = std::max(most, r.work), least = std::min(least, r.work);
    return most - least;
  };
  const auto strangers = [&](const Answer& a) {
    int n = 0;
    for (const RouteAnswer& r : a.routes)
      for (const Step& s : r.steps) n += s.kind == StopKind::visit && p.visits[s.index].usual[0] != r.carer;
    return n;
  };
  const Answer plain = must(solve(p, {.iterations = 1500}));
  p.objective.unfairness_per_hour = 36'000;
  EXPECT_LT(spread(must(solve(p, {.iterations = 1500}))), 40);
  p.objective.unfairness_per_hour = 0;
  p.objective.broken_continuity = 100;
  EXPECT_EQ(strangers(must(solve(p, {.iterations = 3000}))), 0);
  EXPECT_GT(strangers(plain), 0);
}

}  // namespace
}  // namespace yilin::routing
