#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>

#include "engines/routing/solver.h"
#include "engines/routing/town_fixture.h"

namespace yilin::routing {
namespace {

Answer must(Result<Answer> r) {
  EXPECT_TRUE(r) << (r ? "" : std::string(r.error().message()));
  return r ? std::move(*r) : Answer{};
}

const Step& step_of(const Answer& a, int visit, bool second = false) {
  for (const RouteAnswer& r : a.routes)
    for (const Step& s : r.steps)
      if (s.kind == StopKind::visit && s.index == visit && s.second == second) return s;
  static const Step none;
  ADD_FAILURE() << "visit " << visit << " is not made";
  return none;
}

// The best of all assignments and orders, each judged by evaluate().
Score best_by_trying_everything(const Problem& p) {
  Score best;
  best.unserved = std::numeric_limits<std::int64_t>::max();
  best.unserved_priority = best.unserved;
  std::vector<std::vector<int>> routes(p.carers.size());
  const std::function<void(std::size_t)> place = [&](std::size_t v) {
    if (v == p.visits.size()) {
      Solution s;
      for (std::size_t c = 0; c < routes.size(); ++c) {
        if (routes[c].empty()) continue;
        Route r{static_cast<int>(c), {}};
        for (const int i : routes[c]) r.stops.push_back({StopKind::visit, i});
        s.routes.push_back(std::move(r));
      }
      if (const auto a = evaluate(p, s); a && a->score < best) best = a->score;
      return;
    }
    place(v + 1);  // left out
    for (auto& r : routes)
      for (std::size_t at = 0; at <= r.size(); ++at) {
        r.insert(r.begin() + static_cast<std::ptrdiff_t>(at), static_cast<int>(v));
        place(v + 1);
        r.erase(r.begin() + static_cast<std::ptrdiff_t>(at));
      }
  };
  place(0);
  return best;
}

TEST(Routing, FindsTheBestOfSmallDays) {
  for (std::uint64_t seed = 1; seed <= 25; ++seed) {
    const Problem p = random_street(seed, 4, 2);
    const Answer a = must(solve(p, {.iterations = 1500}));
    EXPECT_EQ(a.score, best_by_trying_everything(p)) << "seed " << seed;
  }
}

TEST(Routing, APlanSavedAndLoadedIsTheSamePlan) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const Problem p = random_street(seed, 12, 3);
    const Answer a = must(solve(p, {.iterations = 300}));
    const Answer b = must(evaluate(p, a.solution));
    EXPECT_EQ(a.solution, b.solution) << seed;
    EXPECT_EQ(a.score, b.score) << seed;
    EXPECT_EQ(a.parts, b.parts) << seed;
  }
}

// Plain days with long routes, where two routes exchange their ends: every plan is one that evaluate() finds the same.
TEST(Routing, LongRoutesKeepWindowsLoadsAndShifts) {
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    Rng rng(seed);
    Problem p = street(40);
    for (int i = 0; i < 80; ++i) {
      const Time from = rng.between(0, 700);
      p.visits.push_back(visit(p, static_cast<int>(rng.below(40)), rng.between(1, 5), {{from, from + rng.between(40, 300)}}));
      p.visits.back().delivery = {rng.between(0, 3)};
    }
    for (int i = 0; i < 6; ++i) {
      p.carers.push_back(carer(p, i % 2 == 0 ? 20 : 5, {0, i < 3 ? 800 : 900}));
      p.carers.back().capacity = {i == 5 ? 60 : 40};
    }
    const Answer a = must(solve(p, {.iterations = 4000, .seed = seed}));
    const Answer b = must(evaluate(p, a.solution));
    EXPECT_EQ(a.score, b.score) << seed;
    EXPECT_EQ(a.parts, b.parts) << seed;
    EXPECT_EQ(a.score.unserved, 0) << seed;
  }
}

TEST(Routing, TheSameSeedAndIterationsGiveTheSamePlan) {
  const Problem p = random_street(7, 30, 5);
  const Answer a = must(solve(p, {.iterations = 800, .seed = 3})), b = must(solve(p, {.iterations = 800, .seed = 3}));
  EXPECT_EQ(a.solution, b.solution);
  const Answer timed = must(solve(p, {.seconds = 0.05, .seed = 3}));
  const Answer again = must(solve(p, {.iterations = timed.iterations, .horizon = timed.horizon, .seed = 3}));
  EXPECT_EQ(timed.solution, again.solution);
}

TEST(Routing, TwoCarersBeginTogether) {
  Problem p = street(20);
  p.visits.push_back(visit(p, 10, 30));
  p.visits.back().second = SecondCarer{{}, 20, 0, 0, -1};
  p.carers = {carer(p, 0, {0, 200})};
  p.carers.push_back(carer(p, 15, {50, 200}));
  const Answer a = must(solve(p, {.iterations = 200}));
  EXPECT_EQ(a.score.unserved, 0);
  EXPECT_EQ(step_of(a, 0).begin, step_of(a, 0, true).begin);
  EXPECT_GE(step_of(a, 0).begin, 55);  // the second comes from house 15 and starts at 50 at the earliest, or swaps roles
  EXPECT_EQ(must(evaluate(p, a.solution)).solution, a.solution);
}

TEST(Routing, TheSecondCarerFollowsWithinTheGap) {
  Problem p = street(20);
  for (int i = 0; i < 6; ++i) {
    p.visits.push_back(visit(p, 3 * i, 10, {{20, 120}}));
    if (i % 2 == 0) p.visits.back().second = SecondCarer{{}, 10, 15, 25, -1};
  }
  for (int i = 0; i < 3; ++i) p.carers.push_back(carer(p, 5 * i, {0, 300}));
  const Answer a = must(solve(p, {.iterations = 1000}));
  EXPECT_EQ(a.score.unserved, 0);
  for (const int v : {0, 2, 4}) {
    const Time gap = step_of(a, v, true).begin - step_of(a, v).begin;
    EXPECT_GE(gap, 15);
    EXPECT_LE(gap, 25);
  }
}

TEST(Routing, PrecedenceHoldsAcrossCarers) {
  Problem p = street(20);
  for (int i = 0; i < 4; ++i) p.visits.push_back(visit(p, 4 * i, 10));
  p.precedences = {{3, 0, 5, 30}, {0, 1, 0, kNever}};
  for (int i = 0; i < 2; ++i) p.carers.push_back(carer(p, 10 * i, {0, 300}));
  const Answer a = must(solve(p, {.iterations = 500}));
  EXPECT_EQ(a.score.unserved, 0);
  const Time gap = step_of(a, 0).begin - step_of(a, 3).departure;
  EXPECT_GE(gap, 5);
  EXPECT_LE(gap, 30);
  EXPECT_GE(step_of(a, 1).begin, step_of(a, 0).departure);
}

TEST(Routing, ABreakMaySplitALeg) {
  // 0 ──60── 60: arrives at 60 + 20; the break must begin in 25 … 35, on the way.
  Problem p = street(61);
  p.visits.push_back(visit(p, 60, 10, {{80, 80}}));
  Carer c = carer(p, 0, {0, 200});
  c.breaks = {{"noon", {{25, 35}}, 20}};
  p.carers.push_back(c);
  const Answer a = must(solve(p, {.iterations = 10}));
  ASSERT_EQ(a.score.unserved, 0);
  const RouteAnswer& r = a.routes[0];
  ASSERT_EQ(r.steps[1].kind, StopKind::rest);
  EXPECT_GE(r.steps[1].begin, 25);
  EXPECT_LE(r.steps[1].begin, 35);
  EXPECT_EQ(step_of(a, 0).begin, 80);
}

TEST(Routing, ABreakWaitsUntilEnoughIsDelivered) {
  Problem p = street(40);
  for (int i = 0; i < 3; ++i) {
    p.visits.push_back(visit(p, 5 + 5 * i, 10));
    p.visits.back().delivery = {2};
  }
  Carer c = carer(p, 0, {0, 200});
  c.capacity = {6};
  c.breaks = {{"noon", {{0, 150}}, 20, {2}}};
  p.carers = {c};
  const auto rest_after = [](const Answer& a) {  // visits made before the break
    int visits = 0;
    for (const Step& s : a.routes[0].steps) {
      if (s.kind == StopKind::rest) return visits;
      visits += s.kind == StopKind::visit;
    }
    return -1;
  };
  EXPECT_GE(rest_after(must(solve(p, {.iterations = 50}))), 2);
  p.carers[0].breaks[0].windows = {{0, 10}};  // nothing has been delivered by then
  EXPECT_EQ(must(solve(p, {.iterations = 50})).score.unserved, 2);
  p.carers[0].breaks[0].max_load = {};
  EXPECT_EQ(must(solve(p, {.iterations = 50})).score.unserved, 0);
}

TEST(Routing, AWorkTypeHasItsOwnTimes) {
  Problem p = street(20);
  p.visits.push_back(visit(p, 10, 60));
  p.visits[0].setup = 5;
  p.visits[0].per_type = {{1, 3, 20}};
  p.carers = {carer(p, 0, {0, 60})};
  EXPECT_EQ(must(solve(p, {.iterations = 10})).score.unserved, 1);
  p.carers[0].work_type = 0;
  EXPECT_EQ(must(solve(p, {.iterations = 10})).score.unserved, 1);
  p.carers[0].work_type = 1;
  const Answer a = must(solve(p, {.iterations = 10}));
  EXPECT_EQ(step_of(a, 0).service, 20);
  EXPECT_EQ(step_of(a, 0).setup, 3);
  EXPECT_EQ(a.routes[0].work, 43);
}

// Taking a visit out may make a day longer: such days are no plans.
TEST(Routing, ShortcutsThatAreDetoursBreakNothing) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    Rng rng(seed);
    Problem p = random_street(seed, 12, 3);
    for (std::int32_t& d : p.profiles[0].durations) d = static_cast<std::int32_t>(rng.below(40));
    const Answer a = must(solve(p, {.iterations = 400, .seed = seed}));
    EXPECT_EQ(must(evaluate(p, a.solution)).score, a.score) << seed;
  }
}

TEST(Routing, ASecondTripFetchesWhatDidNotFit) {
  Problem p = street(20);
  for (int i = 0; i < 4; ++i) {
    p.visits.push_back(visit(p, 4 + 2 * i, 5));
    p.visits.back().delivery = {3};
  }
  Carer c = carer(p, 0, {0, 300});
  c.capacity = {6};
  p.carers = {c};
  EXPECT_EQ(must(solve(p, {.iterations = 300})).score.unserved, 2);
  p.carers[0].trips_max = 2;
  p.carers[0].reload_duration = 10;
  const Answer a = must(solve(p, {.iterations = 300}));
  EXPECT_EQ(a.score.unserved, 0);
  EXPECT_EQ(std::count_if(a.routes[0].steps.begin(), a.routes[0].steps.end(), [](const Step& s) { return s.kind == StopKind::reload; }), 1);
}

TEST(Routing, AShipmentIsPickedUpBeforeItIsDelivered) {
  Problem p = street(20);
  p.visits = {visit(p, 15, 5)};
  p.visits.push_back(visit(p, 5, 5));
  p.visits.push_back(visit(p, 10, 5));
  p.shipments = {{0, 1, {4}}};
  p.visits[2].pickup = {4};
  p.carers = {carer(p, 0, {0, 200})};
  p.carers[0].capacity = {4};
  const Answer a = must(solve(p, {.iterations = 300}));
  EXPECT_EQ(a.score.unserved, 0);
  EXPECT_LT(step_of(a, 0).begin, step_of(a, 1).begin);
  EXPECT_GT(step_of(a, 2).begin, step_of(a, 1).begin);  // no room for it before
}

TEST(Routing, LatenessComesBeforeMoney) {
  Problem p = street(40);
  p.visits = {visit(p, 10, 10)};
  p.visits.push_back(visit(p, 30, 10));
  p.visits[1].due = 35;
  p.carers = {carer(p, 0, {0, 300})};
  const Answer a = must(solve(p, {.iterations = 100}));
  EXPECT_EQ(a.score.lateness, 0);  // the far one first
  EXPECT_LT(step_of(a, 1).begin, step_of(a, 0).begin);
}

TEST(Routing, HigherPriorityIsServedFirst) {
  Problem p = street(5);
  for (int i = 0; i < 3; ++i) p.visits.push_back(visit(p, i, 50, {{0, 60}}));
  p.visits[2].priority = 9;
  p.carers = {carer(p, 0, {0, 120})};
  const Answer a = must(solve(p, {.iterations = 200}));
  EXPECT_EQ(a.score.unserved, 1);
  EXPECT_EQ(a.score.unserved_priority, 0);
}

TEST(Routing, FewestCarersOpensNoMoreThanNeeded) {
  Problem p = street(30);
  for (int i = 0; i < 12; ++i) p.visits.push_back(visit(p, (i * 7) % 30, 5));
  for (int i = 0; i < 6; ++i) p.carers.push_back(carer(p, 5 * i, {0, 400}));
  p.objective.fewest_carers = true;
  const Answer a = must(solve(p, {.iterations = 2000}));
  EXPECT_EQ(a.score.unserved, 0);
  EXPECT_EQ(a.score.carers, 1);
}

TEST(Routing, BadInputNamesFieldAndId) {
  const auto refused = [](const std::function<void(Problem&)>& spoil, const std::string& field, const std::string& id) {
    Problem p = random_street(1, 4, 2);
    spoil(p);
    const Result<Answer> a = solve(p, {.iterations = 1});
    ASSERT_FALSE(a) << field;
    ASSERT_FALSE(a.error().fields.empty()) << field;
    EXPECT_EQ(a.error().fields[0].field, field);
    EXPECT_EQ(a.error().fields[0].label, id);
  };
  refused([](Problem& p) { p.visits[1].service = -1; }, "visits[1].service", "v1");
  refused([](Problem& p) { p.visits[2].windows = {{50, 40}}; }, "visits[2].windows[0]", "v2");
  refused([](Problem& p) { p.visits[2].windows = {{10, 40}, {30, 50}}; }, "visits[2].windows[1]", "v2");
  refused([](Problem& p) { p.visits[0].skills = {-3}; }, "visits[0].skills", "v0");
  refused([](Problem& p) { p.visits[0].place = 99; }, "visits[0].place", "v0");
  refused([](Problem& p) { p.visits[3].id = "v0"; }, "visits[3].id", "v0");
  refused([](Problem& p) { p.carers[1].shift = {9, 8}; }, "carers[1].shift", "c1");
  refused([](Problem& p) { p.profiles[0].durations[5] = -1; }, "profiles[0].durations[0][5]", "walk");
  refused([](Problem& p) { p.visits[0].usual = {7}; }, "visits[0].usual", "v0");
  refused([](Problem& p) { p.precedences = {{0, 1}, {1, 0}}; }, "precedences", "v0");
}

TEST(Routing, LimitsAreNamed) {
  Problem p = street(2);
  for (int i = 0; i < kVisitsMax; ++i) p.visits.push_back(visit(p, 0, 1));
  EXPECT_TRUE(validate(p));
  p.visits.push_back(visit(p, 0, 1));
  const Status s = validate(p);
  ASSERT_FALSE(s);
  EXPECT_EQ(s.error().kind, &errors::too_large);
}

// Whoever stays at home does not travel, however far from start to end it would be.
TEST(Routing, AnUnusedCarersWayBreaksNoLimit) {
  Problem p = street(20);
  p.visits = {visit(p, 1, 10)};
  p.carers = {carer(p, 0, {0, 100})};
  p.carers.push_back(carer(p, 0, {0, 100}));
  p.carers[1].end = 19;
  p.carers[1].travel_max = 5;
  const Result<Answer> a = evaluate(p, {{{0, {{StopKind::visit, 0}}}}});
  ASSERT_TRUE(a) << a.error().message();
  EXPECT_EQ(a->score.unserved, 0);
}

TEST(Routing, APlanThatBreaksARuleIsRefused) {
  Problem p = street(20);
  p.visits = {visit(p, 10, 10, {{0, 5}})};
  p.carers = {carer(p, 0, {0, 100})};
  const Result<Answer> a = evaluate(p, {{{0, {{StopKind::visit, 0}}}}});
  ASSERT_FALSE(a);
  EXPECT_EQ(a.error().kind, &errors::invalid_plan);
}

}  // namespace
}  // namespace yilin::routing
