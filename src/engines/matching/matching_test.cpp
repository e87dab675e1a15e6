#include "engines/matching/matching.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/rng.h"

namespace yilin::matching {
namespace {

constexpr Seconds kEvening = 20 * 3600;

Worker worker(Point at, Skills skills = 1) {
  Worker w;
  w.at = at;
  w.skills = skills;
  w.on = true;
  w.shift_end = kEvening;
  return w;
}
Order order(Point at, Skills skills = 1) {
  Order o;
  o.at = at;
  o.skills = skills;
  o.duration = 1800;
  return o;
}
std::vector<Worker> crowd(std::uint64_t seed, int count) {
  Rng rng(seed);
  std::vector<Worker> workers;
  for (int i = 0; i < count; ++i) {
    auto w = worker({static_cast<std::int32_t>(rng.below(20'000)), static_cast<std::int32_t>(rng.below(20'000))}, rng.below(8) | 1);
    w.jobs = static_cast<int>(rng.below(5));
    workers.push_back(w);
  }
  return workers;
}

TEST(Matching, PlentyGetsTheBestWorkerAtOnce) {
  Rules rules;
  rules.fairness = 60;
  rules.unfamiliar = 300;
  rules.travel_max = 3600;
  const auto workers = crowd(1, 300);
  auto d = Dispatcher::create(rules, workers);
  ASSERT_TRUE(d);
  Rng rng(2);
  for (int i = 0; i < 200; ++i) {
    auto o = order({static_cast<std::int32_t>(rng.below(24'000)) - 2'000, static_cast<std::int32_t>(rng.below(20'000))}, rng.below(4));
    if (rng.chance(0.5)) o.usual = {static_cast<int>(rng.below(300))};
    if (rng.chance(0.5)) o.refused = {static_cast<int>(rng.below(300))};
    Seconds best = std::numeric_limits<Seconds>::max();
    for (int w = 0; w < 300; ++w) {  // the rule, said plainly
      if ((workers[w].skills & o.skills) != o.skills || (!o.refused.empty() && o.refused[0] == w)) continue;
      const double metres = std::hypot(workers[w].at.x - o.at.x, workers[w].at.y - o.at.y);
      best = std::min(best, static_cast<Seconds>(metres * 1.4 / 300 * 60) + 60 * workers[w].jobs + (!o.usual.empty() && o.usual[0] != w ? 300 : 0));
    }
    const auto match = d->offer(i, o, 8 * 3600);
    ASSERT_TRUE(match);
    ASSERT_GE(match->worker, 0);
    EXPECT_NEAR(match->cost, best, 1) << i;
  }
}

TEST(Matching, HardRules) {
  Rules rules;
  rules.idle_per_waiting_percent = 100;
  auto far = worker({15'000, 0});
  auto unskilled = worker({100, 0}, 2);
  auto off = worker({200, 0});
  off.on = false;
  auto busy = worker({300, 0});
  busy.busy = true;
  auto leaving = worker({400, 0});
  leaving.shift_end = 8 * 3600 + 1800;
  auto refused = worker({500, 0});
  auto good = worker({3'000, 0});
  auto d = Dispatcher::create(rules, std::vector{far, unskilled, off, busy, leaving, refused, good});
  auto o = order({0, 0});
  o.refused = {5};
  EXPECT_EQ(d->offer(1, o, 8 * 3600)->worker, 6);
  o.refused = {5, 6};
  EXPECT_EQ(d->offer(2, o, 8 * 3600)->worker, -1);  // the far one is beyond travel_max
  o.urgent = true;
  EXPECT_EQ(d->offer(3, o, 8 * 3600)->worker, 0);   // but goes to an emergency
  EXPECT_EQ(d->waiting(), 1u);
  EXPECT_TRUE(d->withdraw(2));
  EXPECT_FALSE(d->withdraw(2));
}

TEST(Matching, ScarceWaitsForTheBatchAndTheCityGains) {
  Rules rules;
  rules.travel_scarce = 9 * 60;
  // Nearest-first would give the first order the worker that the second one needs.
  auto d = Dispatcher::create(rules, std::vector{worker({0, 0}), worker({3'000, 0})});
  EXPECT_EQ(d->offer(1, order({1'400, 0}), 0)->worker, -1);
  EXPECT_EQ(d->offer(2, order({-1'700, 0}), 0)->worker, -1);
  const auto matches = d->batch(60);
  ASSERT_EQ(matches.size(), 2u);
  EXPECT_EQ(matches[0].worker, 1);
  EXPECT_EQ(matches[1].worker, 0);
  EXPECT_EQ(d->waiting(), 0u);
}

TEST(Matching, AnOrderWaitsForSomebodyWhoIsSoonFree) {
  Rules rules;
  auto soon = worker({100, 0});
  soon.busy = true;
  soon.free_at = 300;
  auto d = Dispatcher::create(rules, std::vector{soon, worker({5'500, 0})});
  d->offer(1, order({0, 0}), 0);
  EXPECT_TRUE(d->batch(60).empty());  // 240 s of waiting beat 25 minutes of travel
  soon.busy = false;
  d->update(0, soon);
  const auto matches = d->batch(300);
  ASSERT_EQ(matches.size(), 1u);
  EXPECT_EQ(matches[0].worker, 0);
}

// Dear waiting sends the idle one at once, cheap waiting keeps the order for her who is near; a low price of leaving it alone sends nobody.
TEST(Matching, ABatchWeighsWaitingTravelAndLeavingAlone) {
  const auto sent = [](Rules rules) {  // one idle 280 s away, one 28 s away who is busy for 600 s
    auto soon = worker({100, 0});
    soon.busy = true;
    soon.free_at = 660;
    auto d = Dispatcher::create(rules, std::vector{soon, worker({1'000, 0})});
    d->offer(1, order({0, 0}), 0);
    const auto matches = d->batch(60);
    return matches.empty() ? -1 : matches[0].worker;
  };
  Rules rules;
  rules.wait_percent = 100;
  EXPECT_EQ(sent(rules), 1);  // 280 < 28 + 600
  rules.wait_percent = 15;
  EXPECT_EQ(sent(rules), -1);  // 280 > 28 + 90
  rules.look_ahead = 300;
  EXPECT_EQ(sent(rules), 1);
  rules.alone = 200;
  EXPECT_EQ(sent(rules), -1);
}

TEST(Matching, ABatchOfOneTakesTheCheapestOfAll) {
  Rules rules;
  rules.idle_per_waiting_percent = 1'000'000;
  rules.fairness = 60;
  rules.unfamiliar = 300;
  rules.alone = 7'200;
  const auto workers = crowd(3, 120);
  Rng rng(4);
  for (int i = 0; i < 200; ++i) {
    auto d = Dispatcher::create(rules, workers);
    auto o = order({static_cast<std::int32_t>(rng.below(26'000)) - 3'000, static_cast<std::int32_t>(rng.below(26'000)) - 3'000}, rng.below(4));
    if (rng.chance(0.5)) o.usual = {static_cast<int>(rng.below(120))};
    if (rng.chance(0.5)) o.refused = {static_cast<int>(rng.below(120))};
    int best = -1;
    double least = 0;
    for (int w = 0; w < 120; ++w) {  // the rule, said plainly
      const double way = std::hypot(workers[w].at.x - o.at.x, workers[w].at.y - o.at.y) * 1.4 / 300 * 60;
      if ((workers[w].skills & o.skills) != o.skills || way > rules.travel_scarce || (!o.refused.empty() && o.refused[0] == w)) continue;
      const double cost = way + 60 * workers[w].jobs + (!o.usual.empty() && o.usual[0] != w ? 300 : 0);
      if (best < 0 || cost < least) best = w, least = cost;
    }
    d->offer(i, o, 0);
    const auto matches = d->batch(0);
    ASSERT_EQ(matches.empty(), best < 0) << i;
    if (best >= 0) {
      EXPECT_NEAR(matches[0].cost, least, 1) << i;
    }
  }
}

TEST(Matching, WhoWaitedLongestAndWhoMattersMostGoFirst) {
  Rules rules;
  rules.travel_scarce = 9 * 60;
  rules.waited_percent = 50;
  auto d = Dispatcher::create(rules, std::vector{worker({0, 0})});
  auto early = order({2'000, 0}), late = order({1'000, 0}), important = order({1'900, 0});
  early.placed = 0, late.placed = 1'000, important.placed = 1'000;
  important.priority = 1;
  d->offer(1, late, 1'000);
  d->offer(2, early, 1'000);
  auto matches = d->batch(1'060);
  ASSERT_EQ(matches.size(), 1u);
  EXPECT_EQ(matches[0].order, 2);
  d->offer(3, important, 1'060);
  EXPECT_EQ(d->batch(1'120).at(0).order, 3);
}

TEST(Matching, TheSameCallsGiveTheSameMatches) {
  const auto run = [] {
    Rules rules;
    rules.idle_per_waiting_percent = 10'000;
    auto d = Dispatcher::create(rules, crowd(5, 50));
    Rng rng(6);
    for (int i = 0; i < 80; ++i) d->offer(i, order({static_cast<std::int32_t>(rng.below(20'000)), static_cast<std::int32_t>(rng.below(20'000))}), 0);
    std::vector<std::pair<int, int>> out;
    for (const Match& m : d->batch(60)) out.emplace_back(m.order, m.worker);
    return out;
  };
  EXPECT_EQ(run(), run());
}

TEST(Matching, WrongInputIsRefused) {
  const auto field = [](const auto& result) { return result ? std::string("accepted") : result.error().fields.at(0).field; };
  Rules slow;
  slow.metres_per_minute = 0;
  EXPECT_EQ(field(Dispatcher::create(slow, {})), "rules");
  Rules negative;
  negative.wait_percent = -1;
  EXPECT_EQ(field(Dispatcher::create(negative, {})), "rules");
  EXPECT_EQ(field(Dispatcher::create({}, std::vector{worker({600'000, 0})})), "workers[0].at");
  EXPECT_EQ(field(Dispatcher::create({}, std::vector<Worker>(kWorkersMax + 1))), "workers");
  auto d = Dispatcher::create({}, {});
  EXPECT_EQ(d->offer(1, order({0, 0}), 0)->worker, -1);  // nobody at all: it waits
  EXPECT_TRUE(d->batch(60).empty());
  auto o = order({0, 0});
  o.duration = -1;
  EXPECT_EQ(field(d->offer(2, o, 0)), "duration");
}

}  // namespace
}  // namespace yilin::matching
