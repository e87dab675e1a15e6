#include "base/rng.h"

#include <cmath>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace yilin {
namespace {
TEST(Rng, ASeedReplays) {
  Rng a(42), b(42), c(43);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(a.next(), b.next());
  EXPECT_NE(Rng(42).next(), c.next());
  Rng x = a.fork(1), y = b.fork(1), z = b.fork(2);
  EXPECT_EQ(x.next(), y.next());
  EXPECT_NE(y.next(), z.next());
}

RC_GTEST_PROP(Rng, StaysInRange, (std::uint64_t seed)) {
  Rng rng(seed);
  const auto lo = *rc::gen::inRange<std::int64_t>(-1000, 1000);
  const auto hi = *rc::gen::inRange<std::int64_t>(lo, 2000);
  for (int i = 0; i < 50; ++i) {
    const std::int64_t n = rng.between(lo, hi);
    RC_ASSERT(lo <= n && n <= hi);
    const double u = rng.uniform();
    RC_ASSERT(0 <= u && u < 1);
    RC_ASSERT(std::isfinite(rng.normal()));
  }
}
}  // namespace
}  // namespace yilin
