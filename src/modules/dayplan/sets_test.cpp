#include "modules/dayplan/sets.h"

#include <gtest/gtest.h>

namespace yilin::dayplan {
namespace {

const Instant kNine = *parse_instant("2026-11-23T09:00:00+08:00");

// An hour at somebody's home: who went at `from`, who goes at `to`, in minutes after nine.
Change change(std::vector<std::int64_t> before, int from, std::vector<std::int64_t> after, int to) {
  Change c;
  for (const std::int64_t w : before) c.from_worker_ids.push_back({w});
  for (const std::int64_t w : after) c.to_worker_ids.push_back({w});
  c.from_start = kNine + minutes(from);
  c.to_start = kNine + minutes(to);
  c.duration_min = 60;
  return c;
}
using Sets = std::vector<std::vector<std::size_t>>;

TEST(Sets, WhoPushesIsTiedToWhomSheDisplaces) {
  // Nine begins an hour late and pushes ten, which pushes half past eleven; another carer's day is her own.
  const std::vector<Change> day = {change({1}, 0, {1}, 60), change({1}, 60, {1}, 120), change({2}, 0, {2}, 60), change({1}, 150, {1}, 185)};
  EXPECT_EQ(sets_of(day, minutes(15)), (Sets{{0, 1, 3}, {2}}));
}

TEST(Sets, WhatNobodyHeldHangsOnNothing) {
  const std::vector<Change> night = {change({}, 0, {1}, 0), change({}, 60, {1}, 60), change({}, 60, {2}, 60)};
  EXPECT_EQ(sets_of(night, minutes(60)), (Sets{{0}, {1}, {2}}));
}

TEST(Sets, TwoWhoChangePlacesAreOne) {
  EXPECT_EQ(sets_of(std::vector{change({1}, 0, {2}, 0), change({2}, 0, {1}, 0)}, minutes(0)), (Sets{{0, 1}}));
}

TEST(Sets, ASickCarersVisitsGoTheirOwnWays) {
  EXPECT_EQ(sets_of(std::vector{change({1}, 0, {2}, 0), change({1}, 60, {3}, 60), change({1}, 180, {}, 180)}, minutes(30)), (Sets{{0}, {1}, {2}}));
}

TEST(Sets, WhoStaysWhereSheIsGivesNothingUp) {
  // A second carer joins one who stays; what she does an hour later is not touched by that.
  EXPECT_EQ(sets_of(std::vector{change({1}, 0, {1, 2}, 0), change({}, 60, {1}, 60)}, minutes(30)), (Sets{{0}, {1}}));
}

}  // namespace
}  // namespace yilin::dayplan
