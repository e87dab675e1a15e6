// Money of the year by fund.
#include "modules/benefits/funds.h"

#include "modules/benefits/benefits_fixture.h"

namespace yilin::benefits {
namespace {

class Funds : public BenefitsCity {
 protected:
  static constexpr Month kSeptember{2026 * 12 + 8}, kNovember{2026 * 12 + 10};

  void bring(std::string_view benefit, Month from, std::int64_t fen) {
    EXPECT_TRUE(as_system<bool>([&](command::Tx& tx) { return bring_award(tx, elder, benefit, from, Fen{fen}); }));
  }
  Answer budget(const CallerPtr& who, std::int64_t region, std::int64_t fen, std::int64_t other, int version = 0) {
    return city.put(who, "/api/benefits/funds/budgets",
                    fmt::format(R"({{"region":"{}","year":2026,"payer":"lottery","amount_fen":{},"other_fen":{},"basis":"濮财预〔2026〕1号","version":{}}})", region, fen, other, version));
  }
  void pays(std::string_view benefit, std::string_view parts) {
    const Answer answer = city.put(county, "/api/benefits/funds/shares",
                                   fmt::format(R"({{"benefit":"{}","region":"{}","from":"2026-01","parts":{},"basis":"县办法"}})", benefit, kHualong, parts));
    EXPECT_EQ(answer.status, 200) << answer.body;
  }
  json::value forecast(std::int64_t region = kHualong, const CallerPtr& who = {}) {
    const Answer answer = city.get(who ? who : boss, fmt::format("/api/benefits/funds/forecast?region={}&year=2026", region));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.json();
  }
  // {paid, to come} of a fund.
  std::pair<std::int64_t, std::int64_t> fund(const json::value& forecast, std::string_view payer) {
    for (const auto& row : forecast.at("funds").as_array())
      if (row.at("payer").as_string() == payer) return {row.at("paid_fen").as_int64(), row.at("to_come_fen").as_int64()};
    return {-1, -1};
  }
};

// Acceptance test 15: of ten thousand yuan of the lottery 5,490 will have gone to elder care: ten yuan are missing, to the fen.
TEST_F(Funds, AForecastBelowTheShareRaisesAnAlarmWithTheMissingAmount) {
  plain_life(elder);
  bring("高龄津贴", kNovember, 5'000);  // November and December
  pays("高龄津贴", R"([{"payer":"lottery","share_bp":10000}])");
  EXPECT_EQ(forecast().at("lottery").at("state").as_string(), "to_verify") << "no budget is not \"enough\"";
  ASSERT_EQ(budget(county, kHualong, 1'000'000, 539'000).status, 200);
  const json::value all = forecast(kHualong, county);
  const auto& low = all.at("lottery");
  EXPECT_EQ(low.at("forecast_fen").as_int64(), 549'000);
  EXPECT_EQ(low.at("share_bp").as_int64(), 5'490);
  EXPECT_EQ(low.at("required_bp").as_int64(), 5'500);
  EXPECT_EQ(low.at("required_fen").as_int64(), 550'000);
  EXPECT_EQ(low.at("missing_fen").as_int64(), 1'000);
  EXPECT_EQ(low.at("state").as_string(), "short");
  EXPECT_EQ(low.at("sentence").as_string(), "预计全年福彩公益金 10000.00 元中用于养老 5490.00 元，占 54.90%，低于 55.00%，还差 10.00 元。");
  EXPECT_NE(std::string(all.at("required_basis").as_string()).find("55%"), std::string::npos);
  EXPECT_EQ(all.at("required_confidence").as_string(), "中");

  EXPECT_EQ(code(budget(county, kHualong, 1'000'000, 540'000)), "conflict") << "the version that was seen";
  ASSERT_EQ(budget(county, kHualong, 1'000'000, 540'000, 1).status, 200);
  EXPECT_EQ(forecast().at("lottery").at("state").as_string(), "met");
  EXPECT_EQ(forecast().at("lottery").at("share_bp").as_int64(), 5'500);
  ASSERT_EQ(budget(county, kHualong, 1'000'001, 540'000, 2).status, 200);
  EXPECT_EQ(forecast().at("lottery").at("missing_fen").as_int64(), 1) << "550,000.55 fen are 550,001";
  EXPECT_EQ(forecast().at("lottery").at("state").as_string(), "short");
}

TEST_F(Funds, TheCityIsTheSumOfItsOwnAndItsCounties) {
  plain_life(elder);
  bring("高龄津贴", kNovember, 5'000);
  pays("高龄津贴", R"([{"payer":"lottery","share_bp":10000}])");
  ASSERT_EQ(budget(county, kHualong, 1'000'000, 540'000).status, 200);
  json::value whole = forecast(kCity);
  EXPECT_EQ(whole.at("lottery").at("state").as_string(), "to_verify");
  ASSERT_EQ(whole.at("lottery").at("without_budget").as_array().size(), 1u);
  EXPECT_EQ(whole.at("lottery").at("without_budget").at(0).as_string(), "清丰县");
  ASSERT_EQ(budget(stranger, kQingfeng, 100'000, 60'000).status, 200);
  ASSERT_EQ(budget(boss, kCity, 2'000'000, 1'000'000).status, 200);
  whole = forecast(kCity);
  const auto& lottery = whole.at("lottery");
  EXPECT_EQ(lottery.at("budget_fen").as_int64(), 3'100'000);
  EXPECT_EQ(lottery.at("forecast_fen").as_int64(), 10'000 + 540'000 + 60'000 + 1'000'000);
  EXPECT_EQ(lottery.at("missing_fen").as_int64(), 1'705'000 - 1'610'000);
  EXPECT_EQ(lottery.at("state").as_string(), "short");
  std::int64_t budgets = 0, forecasts = 0;
  for (const auto& child : whole.at("children").as_array()) {
    budgets += child.at("budget_fen").as_int64();
    forecasts += child.at("forecast_fen").as_int64();
  }
  EXPECT_EQ(budgets, lottery.at("budget_fen").as_int64());
  EXPECT_EQ(forecasts, lottery.at("forecast_fen").as_int64());
  EXPECT_EQ(whole.at("children").at(0).at("region_name").as_string(), "濮阳市本级");
}

TEST_F(Funds, WhatIsPaidAndWhatIsToComeGoToTheFundsThatPay) {
  plain_life(elder);
  bring("高龄津贴", kSeptember, 5'001);  // as shipped: 30 % city, 70 % county; the odd fen goes to the larger remainder
  bring("养老服务补贴", kSeptember, 20'000);  // a quota: what is over is paid as services, what is to come half by the lottery
  const json::value now = forecast();
  EXPECT_EQ(now.at("from_month").as_string(), "2026-11");
  EXPECT_EQ(fund(now, "fiscal_city"), (std::pair<std::int64_t, std::int64_t>{2 * 1'500, 2 * 1'500}));
  EXPECT_EQ(fund(now, "fiscal_county"), (std::pair<std::int64_t, std::int64_t>{2 * 3'501, 2 * 3'501 + 20'000}));
  EXPECT_EQ(fund(now, "lottery"), (std::pair<std::int64_t, std::int64_t>{0, 20'000}));
  // A service that was had in November counts as paid from December on, as its receipt says.
  confirm(served(elder));
  const auto receipts = city.get(city.staff({Role::finance}, kHualong, "资金"), "/api/receipts").json();
  ASSERT_EQ(receipts.at("items").as_array().size(), 1u);
  const std::int64_t subsidy = receipts.at("items").at(0).at("receipt").at("subsidy_fen").as_int64();
  ASSERT_GT(subsidy, 0);
  city.advance(days(12));
  const json::value december = forecast();
  std::int64_t services = 0, paid = 0;
  for (const auto& line : december.at("benefits").as_array())
    if (line.at("benefit").as_string() == "上门服务") services += line.at("paid_fen").as_int64();
  for (const auto& row : december.at("funds").as_array()) paid += row.at("paid_fen").as_int64();
  EXPECT_EQ(services, subsidy);
  EXPECT_EQ(paid, subsidy + 3 * 5'001);
}

// A month that was frozen is paid as it was frozen, until a list of differences is settled.
TEST_F(Funds, AStopThatComesLateIsPaidUntilItIsSettled) {
  plain_life(elder);
  bring("高龄津贴", kSeptember, 5'000);
  frozen("2026-10");
  EXPECT_EQ(fund(forecast(), "fiscal_county"), (std::pair<std::int64_t, std::int64_t>{2 * 3'500, 2 * 3'500}));
  const auto award = city.get(boss, "/api/benefits/awards").json().at("items").at(0).at("award");
  ASSERT_EQ(city.post(boss, fmt::format("/api/benefits/awards/{}/stop", std::string_view(award.at("id").as_string())), R"({"why":"moved","last_month":"2026-09","reason":"迁出"})").status, 200);
  EXPECT_EQ(fund(forecast(), "fiscal_county"), (std::pair<std::int64_t, std::int64_t>{2 * 3'500, 0}));
  const auto list = city.get(boss, "/api/benefits/adjustments?state=open").json().at("items").at(0).at("adjustment");
  ASSERT_EQ(city.post(boss_too, fmt::format("/api/benefits/adjustments/{}/decide", std::string_view(list.at("id").as_string())), R"({"approve":true,"reason":"核实"})").status, 200);
  EXPECT_EQ(fund(forecast(), "fiscal_county"), (std::pair<std::int64_t, std::int64_t>{3'500, 0}));
}

TEST_F(Funds, WhoMayAndWhatIsNoBudget) {
  EXPECT_EQ(city.get(clerk, "/api/benefits/funds/forecast").status, 403);
  EXPECT_EQ(city.get(stranger, fmt::format("/api/benefits/funds/forecast?region={}", kHualong)).status, 404);
  EXPECT_EQ(city.get(stranger, "/api/benefits/funds/forecast").json().at("region").as_string(), std::to_string(kQingfeng)) << "her own";
  EXPECT_EQ(city.get(town, "/api/benefits/funds/forecast").status, 422) << "a street has no budget";
  EXPECT_EQ(budget(county, kQingfeng, 1, 0).status, 403);
  EXPECT_EQ(budget(county, kCity, 1, 0).status, 403);
  EXPECT_EQ(budget(county, kHome, 1, 0).status, 422);
  EXPECT_EQ(budget(county, kHualong, 1, 2).status, 422);
  EXPECT_EQ(budget(county, kHualong, -1, 0).status, 422);
  for (const char* parts : {R"([{"payer":"lottery","share_bp":9999}])", R"([{"payer":"elder","share_bp":10000}])", R"([{"payer":"lottery","share_bp":5000},{"payer":"lottery","share_bp":5000}])", "[]"})
    EXPECT_EQ(city.put(county, "/api/benefits/funds/shares",
                       fmt::format(R"({{"benefit":"高龄津贴","region":"{}","from":"2026-01","parts":{},"basis":"县办法"}})", kHualong, parts)).status, 422) << parts;
  ASSERT_EQ(budget(county, kHualong, 100, 0).status, 200);
  const auto listed = city.get(county, "/api/benefits/funds/budgets").json();
  ASSERT_EQ(listed.at("items").as_array().size(), 1u);
  EXPECT_EQ(listed.at("items").at(0).at("budget").at("by_name").as_string(), "县民政戊");
  EXPECT_EQ(city.get(county, "/api/benefits/funds/shares?benefit=高龄津贴").json().at("items").at(0).at("parts").as_array().size(), 2u);
  expect_columns(FundBudget::fields(), "fund_budget");
}

// Unknown is never "no", and never "enough".
TEST(LotteryShareOf, IsShortOnlyWhenItIsSoWhateverIsStillOpen) {
  const auto judged = [](std::optional<std::int64_t> budget, std::int64_t forecast, std::int64_t unfunded = 0, bool missing_one = false) {
    LotteryShare s;
    if (budget) s.budget_fen = Fen{*budget};
    s.forecast_fen = Fen{forecast};
    s.unfunded_fen = Fen{unfunded};
    s.required_bp = {5'500};
    if (missing_one) s.without_budget = {"清丰县"};
    judge(s);
    return s;
  };
  EXPECT_EQ(judged({}, 100).state, ShareState::to_verify);
  EXPECT_EQ(judged(1'000, 549).state, ShareState::short_of);
  EXPECT_EQ(judged(1'000, 549).missing_fen, Fen{1});
  EXPECT_EQ(judged(1'000, 550).state, ShareState::met);
  EXPECT_EQ(judged(1'000, 549, 1).state, ShareState::to_verify) << "the lottery may pay what nobody says who pays";
  EXPECT_EQ(judged(1'000, 548, 1).state, ShareState::short_of);
  EXPECT_EQ(judged(1'000, 550, 0, true).state, ShareState::to_verify);
  EXPECT_EQ(judged(1'000, 549, 0, true).state, ShareState::short_of) << "whatever the other one enters";
  EXPECT_EQ(judged(0, 0).state, ShareState::met);
  EXPECT_EQ(judged(9'000'000'000'000'000, 4'949'999'999'999'999).missing_fen, Fen{1});
}

}  // namespace
}  // namespace yilin::benefits
