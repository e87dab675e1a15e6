#include "modules/dispatch/rules.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace yilin::dispatch::rules {
namespace {

const Instant kNoon = *parse_instant("2026-11-22T12:00:00+08:00");
constexpr Place kElder{115'030'000, 35'760'000};

Wish wish() { return {{1}, kNoon, kNoon + hours(1), kElder}; }
Place east(std::int64_t e6) { return {kElder.lon_e6 + e6, kElder.lat_e6}; }
Worker worker(std::int64_t id, std::int64_t e6, std::int64_t familiar = 0) {
  Worker w;
  w.id = {id};
  w.organisation = {10};
  w.home = east(e6);
  w.familiar = familiar;
  return w;
}
std::vector<std::int64_t> order_of(const std::vector<Ranked>& ranked) {
  std::vector<std::int64_t> out;
  for (const Ranked& r : ranked) out.push_back(r.worker.value);
  return out;
}

TEST(Rank, TheNearerOneComesFirstAndTheFamiliarOneBeforeHer) {
  EXPECT_EQ(order_of(rank(wish(), {worker(1, 30'000), worker(2, 10'000)}, {})), (std::vector<std::int64_t>{2, 1}));
  EXPECT_EQ(order_of(rank(wish(), {worker(1, 30'000, 5), worker(2, 10'000)}, {})), (std::vector<std::int64_t>{1, 2}));
}

TEST(Rank, TheWantedOneComesFirstEvenFromFarAway) {
  Worker far = worker(1, 300'000);
  far.wanted = true;
  const auto ranked = rank(wish(), {far, worker(2, 10'000, 5)}, {});
  EXPECT_EQ(ranked[0].worker, WorkerId{1});
  EXPECT_EQ(ranked[0].barrier, Barrier::none);
}

TEST(Rank, ScoresAreExplainedByTheirParts) {
  const Ranked r = judge(wish(), worker(1, 16'600, 2), {});
  std::int32_t sum = 0;
  for (const ScorePart& p : r.parts) {
    sum += p.points;
    EXPECT_FALSE(p.sentence.empty());
  }
  EXPECT_EQ(sum, r.score);
  EXPECT_EQ(r.travel_min, 8);  // 1.5 km × 1.3 at 250 m a minute
  EXPECT_EQ(r.parts[1].points, 100);
}

TEST(Rank, NobodyIsSentWhoCannotBeThereInTime) {
  Worker busy = worker(1, 10'000);
  busy.bookings = {{{2}, kNoon - hours(1), kNoon - minutes(2), east(100'000)}};
  EXPECT_EQ(judge(wish(), busy, {}).barrier, Barrier::conflict);
  busy.bookings[0].to = kNoon - minutes(50);
  EXPECT_EQ(judge(wish(), busy, {}).barrier, Barrier::none);
  busy.bookings[0] = {{2}, kNoon + minutes(30), kNoon + hours(2), kElder};
  EXPECT_EQ(judge(wish(), busy, {}).barrier, Barrier::conflict);
  busy.bookings[0].visit = {1};  // the visit itself
  EXPECT_EQ(judge(wish(), busy, {}).barrier, Barrier::none);
}

TEST(Rank, SheSetsOutFromHerLastVisitOfTheDay) {
  Worker w = worker(1, 100'000);
  w.bookings = {{{2}, kNoon - hours(3), kNoon - hours(2), east(5'000)}};
  EXPECT_LT(judge(wish(), w, {}).travel_min, 5);
}

TEST(Rank, WhoRefusedOrIsRefusedOrTooFarIsNamedAsSuch) {
  Worker w = worker(1, 10'000);
  w.tried = true;
  EXPECT_EQ(judge(wish(), w, {}).barrier, Barrier::tried);
  w.refused = true;
  EXPECT_EQ(judge(wish(), w, {}).barrier, Barrier::refused);
  EXPECT_EQ(judge(wish(), worker(2, 1'000'000), {}).barrier, Barrier::too_far);
}

TEST(Choose, ATeamComesFromOneOrganisation) {
  Worker alone = worker(1, 1'000), first = worker(2, 20'000), second = worker(3, 30'000);
  alone.organisation = {99};
  const auto ranked = rank(wish(), {alone, first, second}, {});
  EXPECT_EQ(choose(ranked, 1, {}), (std::vector<std::size_t>{0}));
  EXPECT_EQ(choose(ranked, 2, {}), (std::vector<std::size_t>{1, 2}));
  EXPECT_EQ(choose(ranked, 1, {10}), (std::vector<std::size_t>{1}));
  EXPECT_TRUE(choose(ranked, 3, {}).empty());
}

RC_GTEST_PROP(Choose, TheBestTeamIsTheOneThatRankAndChooseFind, ()) {
  std::vector<Worker> workers;
  const auto count = *rc::gen::inRange(0, 12);
  for (int i = 0; i < count; ++i) {
    workers.push_back(worker(i + 1, *rc::gen::inRange<std::int64_t>(0, 6) * 80'000, *rc::gen::inRange<std::int64_t>(0, 3)));
    workers.back().organisation = {*rc::gen::inRange<std::int64_t>(1, 4)};
    workers.back().tried = *rc::gen::inRange(0, 5) == 0;
    workers.back().wanted = *rc::gen::inRange(0, 8) == 0;
    if (*rc::gen::inRange(0, 3) == 0) workers.back().bookings = {{{2}, kNoon - hours(2), kNoon - minutes(*rc::gen::inRange(0, 60)), east(90'000)}};
  }
  const auto missing = *rc::gen::inRange<std::size_t>(1, 4);
  const OrganisationId only{*rc::gen::inRange<std::int64_t>(0, 4)};
  const auto ranked = rank(wish(), workers, {});
  const auto team = best_team(wish(), workers, {}, missing, only);
  const auto chosen = choose(ranked, missing, only);
  RC_ASSERT(team.size() == chosen.size());
  for (std::size_t i = 0; i < team.size(); ++i) {
    RC_ASSERT(team[i].worker == ranked[chosen[i]].worker);
    RC_ASSERT(team[i].score == ranked[chosen[i]].score);
    RC_ASSERT(team[i].parts.size() == ranked[chosen[i]].parts.size());
  }
}

RC_GTEST_PROP(Rank, FurtherNeverScoresMore, ()) {
  const auto near = *rc::gen::inRange<std::int64_t>(0, 400'000);
  const auto more = *rc::gen::inRange<std::int64_t>(0, 400'000);
  const auto familiar = *rc::gen::inRange<std::int64_t>(0, 9);
  RC_ASSERT(judge(wish(), worker(1, near, familiar), {}).score >= judge(wish(), worker(1, near + more, familiar), {}).score);
}

RC_GTEST_PROP(Rank, TheOrderDoesNotDependOnTheOrderOfTheFacts, ()) {
  std::vector<Worker> workers;
  const auto count = *rc::gen::inRange(1, 12);
  for (int i = 0; i < count; ++i)
    workers.push_back(worker(i + 1, *rc::gen::inRange<std::int64_t>(0, 5) * 20'000, *rc::gen::inRange<std::int64_t>(0, 3)));
  const auto once = order_of(rank(wish(), workers, {}));
  std::reverse(workers.begin(), workers.end());
  RC_ASSERT(order_of(rank(wish(), workers, {})) == once);
}

RC_GTEST_PROP(Rank, ScoresStayWithinBounds, ()) {
  Worker w = worker(1, *rc::gen::inRange<std::int64_t>(-2'000'000, 2'000'000), *rc::gen::inRange<std::int64_t>(0, 1000));
  w.wanted = *rc::gen::arbitrary<bool>();
  const Ranked r = judge(wish(), w, {});
  RC_ASSERT(r.score >= 0 && r.score <= 1000);
}

}  // namespace
}  // namespace yilin::dispatch::rules
