#include "engines/routing/synchronised.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>

#include "base/rng.h"

namespace yilin::routing {
namespace {

SyncProblem random_problem(std::uint64_t seed, int visits, int carers) {
  Rng rng(seed);
  SyncProblem p;
  p.carers = carers;
  p.locations = visits + 1;
  std::vector<std::pair<std::int64_t, std::int64_t>> at;
  for (int i = 0; i < p.locations; ++i) at.emplace_back(rng.between(0, 60), rng.between(0, 60));
  for (const auto& a : at)
    for (const auto& b : at) p.travel.push_back(std::abs(a.first - b.first) + std::abs(a.second - b.second));
  for (int v = 0; v < visits; ++v) {
    SyncVisit visit;
    visit.location = v + 1;
    visit.open = rng.between(0, 150);
    visit.due = visit.open + rng.between(10, 60);
    const int services = rng.chance(0.4) ? 2 : 1;
    for (int k = 0; k < services; ++k) {
      SyncService service{rng.between(5, 30), {}};
      for (int c = 0; c < carers; ++c)
        if (services == 2 || rng.chance(0.7)) service.carers.push_back(c);
      if (service.carers.empty()) service.carers.push_back(0);
      visit.services.push_back(service);
    }
    if (services == 2 && rng.chance(0.5)) visit.gap_min = rng.between(0, 20), visit.gap_max = visit.gap_min + rng.between(0, 20);
    p.visits.push_back(visit);
  }
  return p;
}

// Times one order and one assignment from scratch: the specification in ten lines.
Units price(const SyncProblem& p, const std::vector<int>& order, const std::vector<std::vector<int>>& carer) {
  std::vector<Units> free(p.carers, 0);
  std::vector<int> at(p.carers, 0);
  Units travel = 0, late = 0, greatest = 0;
  const auto leg = [&](int a, int b) { return p.travel[static_cast<std::size_t>(a) * p.locations + b]; };
  for (const int v : order) {
    const SyncVisit& visit = p.visits[v];
    std::vector<Units> start;
    for (std::size_t k = 0; k < visit.services.size(); ++k)
      start.push_back(std::max(visit.open, free[carer[v][k]] + leg(at[carer[v][k]], visit.location)));
    if (start.size() == 2) {
      start[1] = std::max(start[1], start[0] + visit.gap_min);
      start[0] = std::max(start[0], start[1] - visit.gap_max);
    }
    for (std::size_t k = 0; k < start.size(); ++k) {
      const int c = carer[v][k];
      travel += leg(at[c], visit.location);
      at[c] = visit.location;
      free[c] = start[k] + visit.services[k].duration;
      const Units over = std::max<Units>(0, start[k] - visit.due);
      late += over;
      greatest = std::max(greatest, over);
    }
  }
  for (int c = 0; c < p.carers; ++c) travel += leg(at[c], 0);
  return travel + late + greatest;
}

Units brute_force(const SyncProblem& p) {
  std::vector<int> order(p.visits.size());
  std::iota(order.begin(), order.end(), 0);
  Units best = std::numeric_limits<Units>::max();
  do {
    std::vector<std::vector<int>> carer(p.visits.size());
    const std::function<void(std::size_t)> assign = [&](std::size_t v) {
      if (v == p.visits.size()) {
        best = std::min(best, price(p, order, carer));
        return;
      }
      const auto& services = p.visits[v].services;
      for (const int a : services[0].carers) {
        if (services.size() == 1) {
          carer[v] = {a};
          assign(v + 1);
        } else {
          for (const int b : services[1].carers)
            if (b != a) carer[v] = {a, b}, assign(v + 1);
        }
      }
    };
    assign(0);
  } while (std::next_permutation(order.begin(), order.end()));
  return best;
}

TEST(Synchronised, FindsTheBestOfEveryOrderAndAssignment) {
  for (std::uint64_t seed = 1; seed <= 25; ++seed) {
    const auto p = random_problem(seed, 4, 3);
    const auto plan = solve(p, {.iterations = 20'000, .seed = seed});
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->cost(), brute_force(p)) << "seed " << seed;
  }
}

TEST(Synchronised, ItsTimesAreThoseOfTheSpecification) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const auto p = random_problem(seed, 40, 8);
    const auto plan = solve(p, {.iterations = 30'000, .seed = seed});
    ASSERT_TRUE(plan);
    std::vector<std::vector<int>> carer;
    for (std::size_t v = 0; v < p.visits.size(); ++v) {
      carer.emplace_back();
      for (const SyncStop& stop : plan->stops[v]) carer[v].push_back(stop.carer);
      if (carer[v].size() == 2) {
        EXPECT_NE(carer[v][0], carer[v][1]);
        const Units gap = plan->stops[v][1].start - plan->stops[v][0].start;
        EXPECT_GE(gap, p.visits[v].gap_min);
        EXPECT_LE(gap, p.visits[v].gap_max);
      }
    }
    EXPECT_EQ(price(p, plan->order, carer), plan->cost());
  }
}

TEST(Synchronised, TheSameSeedAndNumberOfMovesGiveTheSamePlan) {
  const auto p = random_problem(7, 30, 6);
  const auto a = solve(p, {.iterations = 20'000, .seed = 3}), b = solve(p, {.iterations = 20'000, .seed = 3});
  EXPECT_EQ(a->order, b->order);
  EXPECT_EQ(a->cost(), b->cost());
  EXPECT_EQ(a->iterations, 20'000);
}

TEST(Synchronised, ATimedRunIsReplayedByItsTwoNumbers) {
  const auto p = random_problem(7, 30, 6);
  for (const double seconds : {0.0, 0.005, 0.1, 0.4}) {  // stopped before, in and behind the pilots
    const auto timed = solve(p, {.seconds = seconds, .seed = 3});
    if (timed->iterations == 0) continue;
    const auto again = solve(p, {.iterations = timed->iterations, .horizon = timed->horizon, .seed = 3});
    EXPECT_EQ(timed->order, again->order) << seconds;
    EXPECT_EQ(timed->cost(), again->cost()) << seconds;
    EXPECT_EQ(timed->iterations, again->iterations) << seconds;
    EXPECT_EQ(timed->horizon, again->horizon) << seconds;
  }
}

TEST(Synchronised, LegsBeyond32BitsAreNoOtherProblem) {
  auto p = random_problem(11, 30, 6);
  const auto near = solve(p, {.iterations = 50'000, .seed = 5});
  constexpr Units kFactor = Units{1} << 32;  // a power of two: temperatures scale without rounding
  for (Units& d : p.travel) d *= kFactor;
  for (SyncVisit& v : p.visits) {
    v.open *= kFactor, v.due *= kFactor, v.gap_min *= kFactor, v.gap_max *= kFactor;
    for (SyncService& s : v.services) s.duration *= kFactor;
  }
  const auto far = solve(p, {.iterations = 50'000, .seed = 5});
  EXPECT_EQ(far->cost(), near->cost() * kFactor);
  EXPECT_EQ(far->order, near->order);
}

TEST(Synchronised, WrongInputNamesTheField) {
  const auto field = [](auto change) {
    auto p = random_problem(1, 4, 3);
    change(p);
    const auto plan = solve(p, {.iterations = 10});
    return plan ? std::string("accepted") : plan.error().fields.at(0).field;
  };
  EXPECT_EQ(field([](auto& p) { p.visits[2].due = p.visits[2].open - 1; }), "visits[2].time_window");
  EXPECT_EQ(field([](auto& p) { p.visits[0].services[0].carers.clear(); }), "visits[0].service");
  EXPECT_EQ(field([](auto& p) { p.visits[1].services = {{5, {1}}, {5, {1}}}; }), "visits[1].service");
  EXPECT_EQ(field([](auto& p) { p.visits[1].services[0].duration = -1; }), "visits[1].duration");
  EXPECT_EQ(field([](auto& p) { p.travel.pop_back(); }), "travel");
  EXPECT_EQ(field([](auto& p) { p.travel[3] = -1; }), "travel");
  EXPECT_EQ(field([](auto& p) { p.visits.clear(); }), "visits");
  EXPECT_EQ(field([](auto& p) { p.visits.resize(kSyncVisitsMax + 1, p.visits[0]); }), "visits");
  EXPECT_EQ(field([](auto& p) { p.visits[3].location = 99; }), "visits[3].location");
}

}  // namespace
}  // namespace yilin::routing
