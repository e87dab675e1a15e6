#include "modules/catalogue/rules.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "modules/catalogue/catalogue.h"

namespace yilin::catalogue {
namespace {

const RegionCode kCountry{0}, kHenan{410000000000}, kPuyang{410900000000}, kHualong{410902000000};
const RegionCode kCommunity{410902006001}, kElsewhere{411302001001};
const Date kNewYear = Date::from_ymd(2026, 1, 1), kDay = Date::from_ymd(2026, 11, 22);
const ServiceItemId kBath{7};

ServiceItem bath() {
  ServiceItem item;
  item.id = kBath;
  item.code = "bath_home";
  item.name = "上门助浴";
  item.category = Category::bath;
  item.duration_min = 90;
  item.units_max = 3;
  return item;
}

Price price(std::int64_t id, RegionCode region, std::int64_t fen, Date from = kNewYear, Date to = {}) {
  Price p;
  p.id = {id};
  p.item_id = kBath;
  p.region = region;
  p.valid_from = from;
  p.valid_to = to;
  p.ceiling_fen = {fen};
  return p;
}

PayerRule rule(std::int64_t id, std::string benefit, Payer payer, std::int32_t bp, std::int32_t order) {
  PayerRule r;
  r.id = {id};
  r.benefit = r.name = benefit;
  r.code = benefit + "." + std::to_string(static_cast<int>(payer));
  r.region = kCountry;
  r.valid_from = kNewYear;
  r.payer = payer;
  r.ratio_bp = {bp};
  r.order_no = order;
  return r;
}

QuoteRequest request(std::int64_t units = 1) { return {kBath, kCommunity, kDay, units, std::nullopt}; }

ElderFacts elder_of_82() {
  ElderFacts e;
  e.birth = Date::from_ymd(1944, 5, 1);
  e.ability = Ability::moderate;
  e.living = Living::alone;
  return e;
}

TEST(Price, DeepestRegionWinsAndDatesIncludeTheLastDay) {
  const Book book({bath()},
                  {price(1, kCountry, 5000), price(2, kPuyang, 6000, kNewYear, Date::from_ymd(2026, 11, 22)),
                   price(3, kPuyang, 7000, Date::from_ymd(2026, 11, 23)), price(4, kHenan, 5500)},
                  {}, {});
  EXPECT_EQ(book.price(kBath, kCommunity, kDay)->ceiling_fen, Fen{6000});
  EXPECT_EQ(book.price(kBath, kCommunity, kDay + 1)->ceiling_fen, Fen{7000});
  EXPECT_EQ(book.price(kBath, kElsewhere, kDay)->ceiling_fen, Fen{5500});
  EXPECT_EQ(book.price(kBath, RegionCode{110101001001}, kDay)->ceiling_fen, Fen{5000});
  EXPECT_EQ(book.price(kBath, kCommunity, kNewYear + -1), nullptr);
}

TEST(Quote, PayersInOrderThenHerOwnShare) {
  auto city = rule(1, "poor", Payer::fiscal_city, 4000, 10);
  auto county = rule(2, "poor", Payer::fiscal_county, 3000, 20);
  auto lottery = rule(3, "lottery", Payer::lottery, 5000, 30);
  lottery.cap_fen = Fen{1000};
  const Book book({bath()}, {price(1, kPuyang, 6000)}, {lottery, county, city}, {});
  const auto q = rules::quote(book, elder_of_82(), request(2));
  ASSERT_TRUE(q);
  EXPECT_EQ(q->price_fen, Fen{12000});
  ASSERT_EQ(q->parts.size(), 3u);
  EXPECT_EQ(q->parts[0].payer, Payer::fiscal_city);
  EXPECT_EQ(q->parts[0].amount_fen, Fen{4800});
  EXPECT_EQ(q->parts[1].amount_fen, Fen{3600});
  EXPECT_EQ(q->parts[2].amount_fen, Fen{1000});
  EXPECT_EQ(q->self_fen, Fen{2600});
  EXPECT_EQ(q->minutes, 90);
  EXPECT_TRUE(q->open_points.empty());
}

TEST(Quote, SharesOfAWholeCoverEvenOneFen) {
  const Book book({bath()}, {price(1, kCountry, 1)},
                  {rule(1, "all", Payer::fiscal_city, 3334, 1), rule(2, "all", Payer::fiscal_county, 3333, 2),
                   rule(3, "all", Payer::lottery, 3333, 3)},
                  {});
  const auto q = rules::quote(book, elder_of_82(), request());
  EXPECT_EQ(q->self_fen, Fen{0});
  EXPECT_EQ(q->subsidy_fen, Fen{1});
}

TEST(Quote, DeeperRegionReplacesTheSameCode) {
  auto city = rule(1, "poor", Payer::fiscal_city, 4000, 10);
  auto here = rule(2, "poor", Payer::fiscal_city, 5000, 10);
  here.region = kHualong;
  const Book book({bath()}, {price(1, kCountry, 10000)}, {city, here}, {});
  EXPECT_EQ(rules::quote(book, elder_of_82(), request())->subsidy_fen, Fen{5000});
  auto elsewhere = request();
  elsewhere.region = kElsewhere;
  EXPECT_EQ(rules::quote(book, elder_of_82(), elsewhere)->subsidy_fen, Fen{4000});
}

TEST(Quote, OfAnExclusiveGroupOnlyTheFirstBenefitThatAppliesPays) {
  auto best = rule(1, "destitute", Payer::fiscal_city, 10000, 1);
  best.labels = {Label::extreme_poverty};
  auto good = rule(2, "poor", Payer::fiscal_city, 5000, 2);
  auto more = rule(3, "poor", Payer::fiscal_county, 1000, 3);
  auto last = rule(4, "old", Payer::fiscal_city, 2000, 4);
  for (PayerRule* r : {&best, &good, &more, &last}) r->exclusive_group = "home";
  const Book book({bath()}, {price(1, kCountry, 10000)}, {best, good, more, last}, {});
  EXPECT_EQ(rules::quote(book, elder_of_82(), request())->subsidy_fen, Fen{6000});
}

TEST(Quote, QuotaLimitsWhatCountsAgainstIt) {
  auto city = rule(1, "poor", Payer::fiscal_city, 8000, 1);
  auto insurance = rule(2, "ltc", Payer::care_insurance, 1500, 2);
  insurance.from_quota = false;
  const Book book({bath()}, {price(1, kCountry, 10000)}, {city, insurance}, {});
  auto asked = request();
  asked.quota_left = Fen{3000};
  const auto q = rules::quote(book, elder_of_82(), asked);
  EXPECT_EQ(q->quota_fen, Fen{3000});
  EXPECT_EQ(q->quota_short_fen, Fen{5000});
  EXPECT_EQ(q->self_fen, Fen{5500});
}

TEST(Quote, UnknownFactsArePendingNotNo) {
  auto disabled = rule(1, "disabled", Payer::fiscal_city, 6000, 1);
  disabled.ability_min = Ability::moderate;
  disabled.labels = {Label::subsistence};
  const Book book({bath()}, {price(1, kCountry, 10000)}, {disabled}, {});
  ElderFacts elder = elder_of_82();
  elder.ability = Ability::unassessed;
  elder.labels_pending = bit(Label::subsistence);
  const auto q = rules::quote(book, elder, request());
  EXPECT_EQ(q->self_fen, Fen{10000});
  ASSERT_EQ(q->open_points.size(), 1u);
  EXPECT_EQ(q->open_points[0].self_fen, Fen{4000});
  EXPECT_EQ(q->open_points[0].facts, (std::vector{Fact::ability, Fact::labels}));
  EXPECT_EQ(q->open_points[0].sentence,
            "能力等级、特殊困难标签待核实：如符合“disabled”（低保；中度失能至完全失能），个人自付将由 100.00 元变为 40.00 元。");

  elder.labels_pending = 0;  // one condition surely fails: nothing is open
  EXPECT_TRUE(rules::quote(book, elder, request())->open_points.empty());
}

TEST(Quote, RefusesWhatCannotBeOrdered) {
  ServiceItem gone = bath();
  gone.id = {8};
  gone.code = "gone";
  gone.active = false;
  const Book book({bath(), gone}, {price(1, kHualong, 100)}, {}, {});
  auto asked = request(4);
  EXPECT_EQ(rules::quote(book, {}, asked).error().fields.at(0).field, "units");
  asked = request();
  asked.region = kElsewhere;
  EXPECT_EQ(rules::quote(book, {}, asked).error().kind, &errors::no_price);
  asked.item = {8};
  EXPECT_EQ(rules::quote(book, {}, asked).error().kind, &errors::item_inactive);
  asked.item = {9};
  EXPECT_EQ(rules::quote(book, {}, asked).error().kind, &yilin::errors::not_found);
}

TEST(MonthlyQuota, HighestThatAppliesAndAgeReachedWithinTheMonth) {
  QuotaRule old;
  old.id = {1};
  old.code = "old";
  old.name = "高龄额度";
  old.valid_from = kNewYear;
  old.age_min = 80;
  old.amount_fen = {10000};
  QuotaRule disabled = old;
  disabled.id = {2};
  disabled.code = "disabled";
  disabled.name = "失能额度";
  disabled.age_min.reset();
  disabled.ability_min = Ability::mild;
  disabled.amount_fen = {30000};
  const Book book({}, {}, {}, {old, disabled});
  ElderFacts elder;
  elder.birth = Date::from_ymd(1946, 11, 30);
  const Month november = Month::of(kDay);
  auto quota = rules::monthly_quota(book, elder, kCommunity, november);
  EXPECT_EQ(quota.amount_fen, Fen{10000});
  ASSERT_EQ(quota.open_points.size(), 1u);
  EXPECT_EQ(quota.open_points[0].self_fen, Fen{30000});
  EXPECT_EQ(rules::monthly_quota(book, elder, kCommunity, november + -1).amount_fen, Fen{0});
  elder.ability = Ability::severe;
  EXPECT_EQ(rules::monthly_quota(book, elder, kCommunity, november).rule, "disabled");
}

TEST(Validity, OverlapIncludesLastDaysAndForgetsWithdrawnRows) {
  const auto row = [](Date from, Date to) { return Validity{kPuyang, from, to}; };
  EXPECT_TRUE(rules::overlap(row(kNewYear, {}), row(kDay, {})));
  EXPECT_TRUE(rules::overlap(row(kNewYear, kDay), row(kDay, {})));
  EXPECT_FALSE(rules::overlap(row(kNewYear, kDay), row(kDay + 1, {})));
  EXPECT_FALSE(rules::overlap(row(kDay, kDay + -1), row(kNewYear, {})));
}

TEST(Validity, WhatHasBeenInForceIsNotRewritten) {
  const Validity running{kPuyang, kNewYear, {}}, coming{kPuyang, kDay + 10, {}};
  EXPECT_FALSE(rules::end_on(running, kDay + -1, kDay));
  EXPECT_TRUE(rules::end_on(running, kDay, kDay));
  EXPECT_TRUE(rules::end_on(coming, kDay + 9, kDay));
  EXPECT_FALSE(rules::end_on(coming, kDay + 8, kDay));
  EXPECT_FALSE(rules::end_on({kPuyang, kDay + 10, kDay + 9}, kDay + 20, kDay));
}

// ---- laws ----

PayerRule any_rule(std::int64_t id) {
  auto r = rule(id, std::string(1, static_cast<char>('a' + *rc::gen::inRange(0, 4))),
                static_cast<Payer>(*rc::gen::inRange(1, 9)), *rc::gen::inRange(0, 10001), *rc::gen::inRange(0, 5));
  r.code += "." + std::to_string(id);
  r.from_quota = *rc::gen::arbitrary<bool>();
  if (*rc::gen::arbitrary<bool>()) r.cap_fen = Fen{*rc::gen::inRange<std::int64_t>(0, 20000)};
  if (*rc::gen::arbitrary<bool>()) r.exclusive_group = "g";
  if (*rc::gen::arbitrary<bool>()) r.ability_min = static_cast<Ability>(*rc::gen::inRange(0, 5));
  if (*rc::gen::arbitrary<bool>()) r.labels = {static_cast<Label>(*rc::gen::inRange(1, 4))};
  if (*rc::gen::arbitrary<bool>()) r.age_min = *rc::gen::inRange(60, 100);
  return r;
}

struct Case {
  Book book;
  ElderFacts elder;
  QuoteRequest asked;
};

Case any_case() {
  std::vector<PayerRule> rules;
  const int n = *rc::gen::inRange(0, 9);
  for (int i = 0; i < n; ++i) rules.push_back(any_rule(i + 1));
  Case c;
  c.book = Book({bath()}, {price(1, kCountry, *rc::gen::inRange<std::int64_t>(0, 50000))}, std::move(rules), {});
  if (*rc::gen::arbitrary<bool>()) c.elder.birth = Date::from_ymd(*rc::gen::inRange(1920, 1970), 3, 1);
  c.elder.ability = static_cast<Ability>(*rc::gen::inRange(-1, 5));
  c.elder.labels = static_cast<std::uint32_t>(*rc::gen::inRange(0, 16));
  c.elder.labels_pending = static_cast<std::uint32_t>(*rc::gen::inRange(0, 16));
  c.asked = request(*rc::gen::inRange(1, 4));
  if (*rc::gen::arbitrary<bool>()) c.asked.quota_left = Fen{*rc::gen::inRange<std::int64_t>(0, 60000)};
  return c;
}

TEST(QuoteLaws, PartsAndSelfSumToThePrice) {
  EXPECT_TRUE(rc::check([] {
    const Case c = any_case();
    const auto q = rules::quote(c.book, c.elder, c.asked);
    RC_ASSERT(q.has_value());
    Fen sum, quota;
    for (const QuotePart& p : q->parts) {
      RC_ASSERT(p.amount_fen > Fen{0});
      sum += p.amount_fen;
      if (p.from_quota) quota += p.amount_fen;
    }
    RC_ASSERT(sum == q->subsidy_fen);
    RC_ASSERT(sum + q->self_fen == q->price_fen);
    RC_ASSERT(q->self_fen >= Fen{0});
    RC_ASSERT(quota == q->quota_fen);
    if (c.asked.quota_left) RC_ASSERT(quota <= *c.asked.quota_left);
    else RC_ASSERT(q->quota_short_fen == Fen{0});
  }));
}

TEST(QuoteLaws, NoPartExceedsItsShareOrItsCap) {
  EXPECT_TRUE(rc::check([] {
    const Case c = any_case();
    const auto q = rules::quote(c.book, c.elder, c.asked);
    for (const QuotePart& p : q->parts)
      for (const PayerRule& r : c.book.payer_rules()) {
        if (r.code != p.rule) continue;
        RC_ASSERT(p.amount_fen <= share_rounded(q->price_fen, r.ratio_bp) + Fen{1});
        if (r.cap_fen) RC_ASSERT(p.amount_fen <= *r.cap_fen);
      }
  }));
}

TEST(QuoteLaws, MoreQuotaNeverMakesHerPayMore) {
  EXPECT_TRUE(rc::check([] {
    Case c = any_case();
    c.asked.quota_left = Fen{*rc::gen::inRange<std::int64_t>(0, 60000)};
    const Fen before = rules::quote(c.book, c.elder, c.asked)->self_fen;
    *c.asked.quota_left += Fen{*rc::gen::inRange<std::int64_t>(0, 60000)};
    RC_ASSERT(rules::quote(c.book, c.elder, c.asked)->self_fen <= before);
  }));
}

TEST(QuoteLaws, NothingIsOpenOnceEverythingIsKnown) {
  EXPECT_TRUE(rc::check([] {
    Case c = any_case();
    c.elder.labels_pending = 0;
    if (c.elder.ability == Ability::unassessed) c.elder.ability = Ability::able;
    if (!c.elder.birth) c.elder.birth = Date::from_ymd(1950, 1, 1);
    RC_ASSERT(rules::quote(c.book, c.elder, c.asked)->open_points.empty());
  }));
}

}  // namespace
}  // namespace yilin::catalogue
