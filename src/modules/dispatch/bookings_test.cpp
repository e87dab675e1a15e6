#include "modules/dispatch/bookings.h"

#include <gtest/gtest.h>

namespace yilin::dispatch {
namespace {

constexpr WorkerId kAnna{11}, kBert{12};

constexpr Instant hour(std::int64_t h) { return Instant{h * 3'600'000}; }
rules::Booking at(std::int64_t visit, std::int64_t h) { return {VisitId{visit}, hour(h), hour(h + 1), {}}; }

std::vector<std::int64_t> visits(const Bookings& all, WorkerId worker) {
  std::vector<std::int64_t> out;
  for (const rules::Booking& b : all.between(worker, hour(0), hour(100))) out.push_back(b.visit.value);
  return out;
}
using Visits = std::vector<std::int64_t>;

TEST(Bookings, CountsBeforeTheCommitAndAfter) {
  Bookings all;
  const auto done = all.add(kAnna, at(1, 9));
  EXPECT_EQ(visits(all, kAnna), Visits{1});
  done();
  EXPECT_EQ(visits(all, kAnna), Visits{1});
  EXPECT_TRUE(visits(all, kBert).empty());
}

TEST(Bookings, WhatWasRolledBackGoesWithTheNextCommit) {
  Bookings all;
  (void)all.add(kAnna, at(1, 9));
  all.add(kBert, at(2, 9))();
  EXPECT_TRUE(visits(all, kAnna).empty());
  EXPECT_EQ(visits(all, kBert), Visits{2});
}

TEST(Bookings, TheSecondTryOfATransactionKeepsItsBooking) {
  Bookings all;
  (void)all.add(kAnna, at(1, 9));
  all.add(kAnna, at(1, 9))();
  all.add(kBert, at(2, 9))();
  EXPECT_EQ(visits(all, kAnna), Visits{1});
}

TEST(Bookings, ARolledBackMoveLeavesTheOldTime) {
  Bookings all;
  all.add(kAnna, at(1, 9))();
  (void)all.add(kAnna, at(1, 11));  // moved, and rolled back
  all.add(kBert, at(2, 9))();
  ASSERT_EQ(visits(all, kAnna), Visits{1});
  EXPECT_EQ(all.between(kAnna, hour(0), hour(100)).front().from, hour(9));
  all.drop(VisitId{1})();
  EXPECT_TRUE(visits(all, kAnna).empty());
}

TEST(Bookings, GivenUpCountsUntilTheCommit) {
  Bookings all;
  all.add(kAnna, at(1, 9))();
  const auto done = all.drop(kAnna, VisitId{1});
  EXPECT_EQ(visits(all, kAnna), Visits{1});
  done();
  EXPECT_TRUE(visits(all, kAnna).empty());
}

TEST(Bookings, GivenUpAndTakenAgainInOneGroupStays) {
  Bookings all;
  all.add(kAnna, at(1, 9))();
  const auto first = all.drop(VisitId{1});
  const auto second = all.add(kAnna, at(1, 9));
  first();
  second();
  EXPECT_EQ(visits(all, kAnna), Visits{1});
}

TEST(Bookings, AVisitOfTwoGoesFromBoth) {
  Bookings all;
  all.add(kAnna, at(1, 9))();
  all.add(kBert, at(1, 9))();
  all.add(kBert, at(2, 8))();
  EXPECT_EQ(visits(all, kBert), (Visits{2, 1}));  // by start
  all.drop(VisitId{1})();
  EXPECT_TRUE(visits(all, kAnna).empty());
  EXPECT_EQ(visits(all, kBert), Visits{2});
}

TEST(Bookings, OldOnesGo) {
  Bookings all;
  for (std::int64_t h : {9, 30, 50}) all.add(kAnna, at(h, h))();
  all.drop_before(kAnna, hour(30))();
  EXPECT_EQ(visits(all, kAnna), (Visits{30, 50}));
  EXPECT_EQ(all.between(kAnna, hour(30), hour(50)).size(), 1u);  // the end is open
  const auto taken = all.all_between(hour(0), hour(100));
  ASSERT_EQ(taken.size(), 2u);
  EXPECT_EQ(taken[0].worker, kAnna);
  EXPECT_EQ(taken[0].visit, VisitId{30});
}

}  // namespace
}  // namespace yilin::dispatch
