#include "modules/settlement/rules.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace yilin::settlement::rules {
namespace {

using catalogue::Payer;
using catalogue::QuotePart;

std::vector<QuotePart> parts(std::initializer_list<std::int64_t> amounts) {
  std::vector<QuotePart> out;
  int i = 0;
  for (const std::int64_t a : amounts) {
    QuotePart part;
    part.payer = static_cast<Payer>(2 + i++);
    part.amount_fen = {a};
    part.from_quota = i == 1;
    out.push_back(part);
  }
  return out;
}

TEST(Price, CorrectionsLowerItAndNeverRaiseIt) {
  EXPECT_EQ(price_of({Fen{9000}, 90, false, {}}), Fen{9000});
  EXPECT_EQ(price_of({Fen{9000}, 90, false, {{"price_fen", 6000}}}), Fen{6000});
  EXPECT_EQ(price_of({Fen{9000}, 90, false, {{"price_fen", 99'000}}}), Fen{9000});
  EXPECT_EQ(price_of({Fen{9000}, 90, false, {{"minutes", 45}}}), Fen{9000});   // sold by the visit
  EXPECT_EQ(price_of({Fen{9000}, 90, true, {{"minutes", 45}}}), Fen{4500});
  EXPECT_EQ(price_of({Fen{100}, 90, true, {{"minutes", 1}}}), Fen{1});         // 1.11 fen
  EXPECT_EQ(price_of({Fen{9000}, 90, true, {{"minutes", 45}, {"price_fen", 5000}}}), Fen{5000});
}

TEST(Split, TheQuotedPriceIsSplitAsQuoted) {
  const Split s = split({10'000}, {10'000}, parts({4000, 3000, 2000}));
  ASSERT_EQ(s.shares.size(), 4u);
  EXPECT_EQ(s.shares[0].amount, Fen{4000});
  EXPECT_EQ(s.shares[3].payer, Payer::elder);
  EXPECT_EQ(s.self, Fen{1000});
  EXPECT_EQ(s.from_quota, Fen{4000});
}

TEST(Split, ALowerPriceLowersEveryShare) {
  const Split s = split({5'000}, {10'000}, parts({4000, 3000, 2000}));
  EXPECT_EQ(s.shares[0].amount, Fen{2000});
  EXPECT_EQ(s.shares[2].amount, Fen{1000});
  EXPECT_EQ(s.self, Fen{500});
  EXPECT_TRUE(split({0}, {10'000}, parts({4000})).shares.empty());
  EXPECT_TRUE(split({0}, {0}, {}).shares.empty());
}

RC_GTEST_PROP(Split, SharesSumToThePriceAndNobodyPaysMoreThanQuoted, ()) {
  std::vector<QuotePart> quoted;
  Fen sum;
  const auto count = *rc::gen::inRange(0, 6);
  for (int i = 0; i < count; ++i) {
    QuotePart part;
    part.payer = static_cast<Payer>(1 + i);
    part.amount_fen = {*rc::gen::inRange<std::int64_t>(0, 50'000)};
    part.from_quota = *rc::gen::arbitrary<bool>();
    sum += part.amount_fen;
    quoted.push_back(part);
  }
  const Fen full = sum + Fen{*rc::gen::inRange<std::int64_t>(0, 50'000)};
  const Fen price{*rc::gen::inRange<std::int64_t>(0, full.value + 1)};
  const Split s = split(price, full, quoted);
  Fen total, quota;
  for (const Share& share : s.shares) {
    RC_ASSERT(share.amount.value > 0);
    total += share.amount;
    if (share.from_quota) quota += share.amount;
    for (const QuotePart& part : quoted)
      if (part.payer == share.payer) RC_ASSERT(share.amount <= part.amount_fen);
  }
  RC_ASSERT(total == price);
  RC_ASSERT(quota == s.from_quota);
  RC_ASSERT(s.subsidy + s.self == price);
  RC_ASSERT(s.subsidy <= sum);
}

TEST(Months, AClosedMonthSendsItsReceiptToTheNextOpenOne) {
  const Month november = *Month::parse("2026-11");
  EXPECT_EQ(open_month(november, {}), november);
  EXPECT_EQ(open_month(november, {november, november + 1, november + 3}), november + 2);
}

TEST(Digest, EveryLineCounts) {
  const std::string a = next_digest("", line_of({1}, {2}, Date::from_ymd(2026, 11, 22), {900}));
  EXPECT_EQ(a.size(), 64u);
  EXPECT_NE(a, next_digest("", line_of({1}, {2}, Date::from_ymd(2026, 11, 22), {901})));
  EXPECT_NE(next_digest(a, "x"), next_digest("", "x"));
}

}  // namespace
}  // namespace yilin::settlement::rules
