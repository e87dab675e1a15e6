#include "base/id.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace yilin {
namespace {
constexpr std::int64_t kNow = 1'767'600'000'000;  // 2026-01-05

RC_GTEST_PROP(IdSource, RisesWhateverTheClockDoes, (const std::vector<std::int16_t>& steps)) {
  IdSource ids(7, 0);
  std::int64_t now = kNow, last = 0;
  for (const auto step : steps) {
    now += step;  // stands still, jumps and steps back
    const ElderId id = ids.next<ElderId>(now);
    RC_ASSERT(id.value > last);
    last = id.value;
  }
}

TEST(IdSource, RisesAcrossARestartWithAClockSetBack) {
  IdSource before(3, 0);
  for (int i = 0; i < 10'000; ++i) before.next_value(kNow);
  const std::int64_t floor = before.high_water();
  IdSource after(3, floor);
  EXPECT_GT(after.next_value(kNow - 86'400'000), floor);
}

TEST(IdSource, OneMillisecondHoldsMoreThanItsSequence) {
  IdSource ids(0, 0);
  const std::int64_t first = ids.next_value(kNow);
  std::int64_t last = first;
  for (int i = 0; i < 4096; ++i) last = ids.next_value(kNow);
  EXPECT_EQ(last - first, std::int64_t{1} << 22);  // the next millisecond, sequence 0
}

TEST(IdSource, CellsNeverCollide) {
  IdSource a(1, 0), b(IdSource::kCellMax, 0);
  for (int i = 0; i < 5000; ++i) {
    const std::int64_t x = a.next_value(kNow), y = b.next_value(kNow);
    EXPECT_EQ(x >> 12 & 1023, 1);
    EXPECT_EQ(y >> 12 & 1023, 1023);
  }
}

TEST(Id, NoneIsFalse) {
  EXPECT_FALSE(OrderId{});
  EXPECT_TRUE(OrderId{5});
  EXPECT_LT(OrderId{5}, OrderId{6});
}
}  // namespace
}  // namespace yilin
