// The rules that ship: they compile with all proofs and examples, and their explanations read as intended.
#include "engines/policy/explain.h"
#include "engines/policy/policy_fixture.h"

namespace yilin::policy {
namespace {

const Compiled& shipped() {
  static const Compiled compiled = compile(sources_under("policy"));
  return compiled;
}

TEST(Shipped, CompilesWithItsProofsAndExamples) {
  for (const Diagnostic& d : shipped().errors) ADD_FAILURE() << to_string(d);
  EXPECT_GE(benefits(shipped().rules).size(), 20u);
  EXPECT_GT(shipped().proofs.contexts, 10);
  EXPECT_GT(shipped().proofs.tables, 5);
  EXPECT_GT(shipped().proofs.examples, 100);
}

TEST(Shipped, UncertainFiguresSaySo) {
  const RuleSet& set = shipped().rules;
  for (const Version& v : set.versions)
    if (set.name(v.name).kind == NameKind::parameter) {
      EXPECT_NE(v.confidence, Confidence::official) << set.name(v.name).text;
    }
}

TEST(Shipped, AnExplanationNamesValuesThresholdsAndArticles) {
  const RuleSet& set = shipped().rules;
  const auto person = parse_case(set, kTaiqian, "出生日期 1930-06-30，户籍 台前县", true);
  ASSERT_TRUE(person);
  const Resolution r = resolve(set, {kTaiqian, month("2025-06"), kAllKnown, {}});
  const Explanation e = explain(set, r, *person, set.find("高龄津贴"));
  EXPECT_EQ(e.summary, "高龄津贴：是，150元");
  const std::string text = to_text(e);
  for (const char* part : {"年龄 ≥ 80岁", "年龄 = 95岁", "《濮阳市老年人福利补贴办法（示例）》（示例〔2023〕1号） 第二条", "第 4 行：高龄津贴标准.九十 + 50元", "台前县 自 2025-01 至 2026-12，替代全国规定，示例（可信度低）",
                           "高龄津贴标准.九十 = 100元", "户籍 在 本市", "填写"})
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
}

TEST(Shipped, ARefusalIsExplainedAndTurned) {
  const RuleSet& set = shipped().rules;
  const auto person = parse_case(set, kHualong, "出生日期 1944-07-15，家庭.月收入 3000元，家庭.人数 2人", true);
  ASSERT_TRUE(person);
  const Context context{kHualong, month("2024-06"), kAllKnown, {}};
  const Resolution r = resolve(set, context);
  const Explanation e = explain(set, r, *person, set.find("高龄津贴"));
  EXPECT_EQ(e.summary, "高龄津贴：否，0元");
  EXPECT_NE(to_text(e).find("[否] 年龄 ≥ 80岁"), std::string::npos);
  const auto turns = nearest_flips(set, context, *person, set.find("高龄津贴"));
  ASSERT_FALSE(turns.empty());
  EXPECT_EQ(turns[0].text, "其他不变，到 2024-07");
  EXPECT_EQ(turns[0].decision.amount.lo, Rational(5'000));
  // Two persons, line 680 from 2024-01: below 1,360 the household is within.
  bool found = false;
  for (const Flip& f : nearest_flips(set, context, *person, set.find("家庭.低保金"), 20)) found = found || f.text == "家庭.月收入 由 3000元 变为 1359.99元";
  EXPECT_TRUE(found);
}

TEST(Shipped, BoundaryCasesStandOnBothSidesOfEachThreshold) {
  const RuleSet& set = shipped().rules;
  const auto cases = boundary_cases(set, set.find("高龄津贴"), kHualong, month("2024-06"));
  const auto amount_of = [&](const std::string& facts) -> std::int64_t {
    for (const BoundaryCase& c : cases)
      if (c.facts == facts && c.month == month("2024-06")) return c.decision.amount.lo.num;
    return -1;
  };
  EXPECT_EQ(amount_of("出生日期 1944-06-30"), 5'000);
  EXPECT_EQ(amount_of("出生日期 1944-07-01"), 0);
  EXPECT_EQ(amount_of("出生日期 1934-06-30"), 10'000);
  EXPECT_EQ(amount_of("出生日期 1934-07-01"), 5'000);
  EXPECT_EQ(amount_of("在世 否"), 0);
}

TEST(Shipped, ANoteSaysThatTheOpeningRules) {
  const RuleSet& set = shipped().rules;
  const auto person = parse_case(set, kTaiqian, "出生日期 1944-06-30，户籍 台前县", true);
  const Resolution r = resolve(set, {kTaiqian, month("2025-02"), kAllKnown, date("2024-12-10")});
  EXPECT_NE(to_text(explain(set, r, *person, set.find("高龄津贴"))).find("按受理时的版本办理"), std::string::npos);
}

TEST(Shipped, AnUnknownBenefitHereIsSaid) {
  const RuleSet& set = shipped().rules;
  const auto person = parse_case(set, RegionCode{}, "", true);
  const Resolution r = resolve(set, {RegionCode{}, month("2024-06"), kAllKnown, {}});
  EXPECT_EQ(explain(set, r, *person, set.find("助餐补贴")).summary, "助餐补贴：此地此时没有这项规定");
}

TEST(Shipped, AWrongCaseIsRefusedInChinese) {
  const RuleSet& set = shipped().rules;
  const auto said = [&](std::string_view text) {
    const auto c = parse_case(set, kHualong, text, true);
    return c ? std::string("好") : std::string(c.error().message());
  };
  EXPECT_EQ(said("年纪 80岁"), "第 1 列：“年纪”不是事实。");
  EXPECT_EQ(said("出生日期 1944-06-31"), "第 6 列：取值不正确：“1944-06-31”。");
  EXPECT_EQ(said("家庭.人数 0人"), "第 7 列：“家庭.人数”的取值超出范围（1人 至 20人）。");
  EXPECT_EQ(said("家庭.月收入 3000"), "第 8 列：应为元，“3000”不是。");
  EXPECT_EQ(said(""), "好");
}

}  // namespace
}  // namespace yilin::policy
