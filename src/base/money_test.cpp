#include "base/money.h"

#include <numeric>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace yilin {
namespace {
TEST(Money, RoundingHasAName) {
  EXPECT_EQ(share_rounded(Fen{5}, BasisPoints{5000}), Fen{3});  // 2.5 fen, half away from zero
  EXPECT_EQ(share_rounded(Fen{-5}, BasisPoints{5000}), Fen{-3});
  EXPECT_EQ(share_truncated(Fen{5}, BasisPoints{5000}), Fen{2});
  EXPECT_EQ(share_truncated(Fen{-5}, BasisPoints{5000}), Fen{-2});
  EXPECT_EQ(share_rounded(Fen{10'000}, BasisPoints{7500}), Fen{7500});
  EXPECT_EQ(share_rounded(Fen{900'000'000'000'000}, BasisPoints{10'000}), Fen{900'000'000'000'000});
}

TEST(Money, PrintsYuan) {
  EXPECT_EQ(to_yuan(Fen{0}), "0.00");
  EXPECT_EQ(to_yuan(Fen{5}), "0.05");
  EXPECT_EQ(to_yuan(Fen{-5}), "-0.05");
  EXPECT_EQ(to_yuan(Fen{-1230}), "-12.30");
  EXPECT_EQ(to_yuan(Fen{123'456'789}), "1234567.89");
}

TEST(Money, LeftoverFenGoToTheLargestRemainder) {
  EXPECT_EQ(split_exact(Fen{100}, {1, 1, 1}), (std::vector<Fen>{{34}, {33}, {33}}));
  EXPECT_EQ(split_exact(Fen{10}, {55, 45}), (std::vector<Fen>{{6}, {4}}));  // 5.5 and 4.5: a tie goes to the earlier
  EXPECT_EQ(split_exact(Fen{10}, {0, 7}), (std::vector<Fen>{{0}, {10}}));
  EXPECT_EQ(split_exact(Fen{0}, {1, 2}), (std::vector<Fen>{{0}, {0}}));
}

RC_GTEST_PROP(Money, PartsSumExactlyAndStandWithinAFenOfTheirShare, ()) {
  const Fen amount{*rc::gen::inRange<std::int64_t>(0, 1'000'000'000'000)};
  auto weights = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(0, 100'000)));
  const std::int64_t total = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
  RC_PRE(total > 0);
  const auto parts = split_exact(amount, weights);
  Fen sum{};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    sum += parts[i];
    const auto floor = static_cast<std::int64_t>(static_cast<__int128>(amount.value) * weights[i] / total);
    RC_ASSERT(parts[i].value >= floor && parts[i].value <= floor + 1);
    RC_ASSERT(weights[i] != 0 || parts[i].value == 0);
  }
  RC_ASSERT(sum == amount);
}
}  // namespace
}  // namespace yilin
