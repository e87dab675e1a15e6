#include "engines/routing/parts.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "engines/routing/cut.h"
#include "engines/routing/town_fixture.h"

namespace yilin::routing {
namespace {

// A county by coordinates, more than is searched in one piece; every twelfth visit needs two carers.
Problem county(int carers) {
  Rng rng(5);
  Problem p;
  for (int i = 0; i < 900; ++i) p.places.push_back({Place{112'000'000 + rng.between(0, 400'000), 37'000'000 + rng.between(0, 300'000)}, rng.chance(0.2)});
  p.profiles.emplace_back();
  for (int i = 0; i < 800; ++i) {
    Visit v = visit(p, 100 + i, 1800, {{28'800 + 3600 * rng.between(0, 6), 64'800}});
    if (i % 12 == 0) v.second = SecondCarer{{}, 1800, 0, 0, -1};
    p.visits.push_back(std::move(v));
  }
  for (int i = 0; i < carers; ++i) p.carers.push_back(carer(p, i % 100, {28'800, 64'800}));
  return p;
}

TEST(Parts, GiveTheSamePlanOnOneAndTwoThreads) {
  const Problem p = county(200);
  const Result<Answer> one = solve(p, {.iterations = 32'000, .threads = 1}), two = solve(p, {.iterations = 32'000, .threads = 2});
  ASSERT_TRUE(one && two);
  EXPECT_EQ(one->solution, two->solution);
  EXPECT_EQ(one->score.unserved, 0);
  for (int v = 0; v < 800; v += 12) {
    std::vector<Time> begins;
    for (const RouteAnswer& r : one->routes)
      for (const Step& s : r.steps)
        if (s.kind == StopKind::visit && s.index == v) begins.push_back(s.begin);
    ASSERT_EQ(begins.size(), 2u);
    EXPECT_EQ(begins[0], begins[1]);
  }
}

// All but what two carers of different parts could do together.
TEST(Parts, TellWhatTheWholeTells) {
  const Problem p = county(48);
  const Result<Answer> day = solve(p, {.iterations = 12'000});
  ASSERT_TRUE(day && !day->unserved.empty());
  const Result<Answer> whole = evaluate(p, day->solution), parts = evaluate_in_parts(p, day->solution);
  ASSERT_TRUE(whole && parts);
  EXPECT_EQ(parts->solution, whole->solution);
  EXPECT_EQ(parts->score, whole->score);
  EXPECT_EQ(parts->parts, whole->parts);
  ASSERT_EQ(parts->routes.size(), whole->routes.size());
  for (std::size_t r = 0; r < parts->routes.size(); ++r) EXPECT_EQ(parts->routes[r].work, whole->routes[r].work);
  ASSERT_EQ(parts->unserved.size(), whole->unserved.size());
  const auto moved_or_longer = [](const Unserved& u) {
    std::vector<Relaxation> out = u.relaxations;
    std::erase_if(out, [](const Relaxation& r) { return r.kind == RelaxationKind::other_visit; });  // several do as well
    return out;
  };
  for (std::size_t i = 0; i < parts->unserved.size(); ++i) {
    EXPECT_EQ(parts->unserved[i].visit, whole->unserved[i].visit);
    EXPECT_EQ(parts->unserved[i].reason, whole->unserved[i].reason);
    if (p.visits[whole->unserved[i].visit].second) continue;
    EXPECT_EQ(moved_or_longer(parts->unserved[i]), moved_or_longer(whole->unserved[i]));
  }
}

TEST(Parts, OneIsDrawnAroundThoseLeftOut) {
  const Problem p = county(48);
  const Result<Answer> day = solve(p, {.iterations = 12'000});
  ASSERT_TRUE(day && !day->unserved.empty());
  Solution state;
  for (std::size_t c = 0; c < p.carers.size(); ++c) state.routes.push_back({static_cast<int>(c), {}});
  for (const Route& r : day->solution.routes) state.routes[r.carer] = r;
  const auto left_out = [&](int v) { return std::any_of(day->unserved.begin(), day->unserved.end(), [&](const Unserved& u) { return u.visit == v; }); };
  const Part some = cut_around_unserved(p, state, 100, 1), all = cut_around_unserved(p, state, 2'000, 1);
  EXPECT_TRUE(std::any_of(some.visits.begin(), some.visits.end(), left_out));
  EXPECT_TRUE(std::any_of(some.visits.begin(), some.visits.end(), [&](int v) { return !left_out(v); }));
  EXPECT_LT(some.visits.size() + some.frozen.size(), 200u);
  EXPECT_EQ(all.visits.size(), p.visits.size());
  EXPECT_EQ(all.carers.size(), p.carers.size());
}

// A county that two halves cannot serve each by itself: the late shift lives in the other one.
TEST(Parts, NobodyIsLeftOutForLivingAcrossACut) {
  Problem p = county(200);
  for (Visit& v : p.visits) v.second.reset();
  for (std::size_t c = 0; c < p.carers.size(); ++c) p.carers[c].shift = c % 5 == 0 ? Window{43'200, 72'000} : Window{28'800, 57'600};
  for (std::size_t v = 0; v < p.visits.size(); ++v) p.visits[v].windows = v % 16 == 0 ? std::vector<Window>{{61'200, 64'800}} : std::vector<Window>{{28'800, 64'800}};
  const Result<Answer> day = solve(p, {.iterations = 24'000});
  ASSERT_TRUE(day);
  EXPECT_EQ(day->score.unserved, 0);
}

}  // namespace
}  // namespace yilin::routing
