// What other systems got wrong, each as a test: rounding by head, lost fen, the head counted twice, gaps, silent refusals …
#include "engines/policy/explain.h"
#include "engines/policy/policy_fixture.h"

namespace yilin::policy {
namespace {

constexpr const char* kMeans = R"(
标准表 低保标准
  | 项目 | 地区 | 自 | 数值 | 单位 | 依据 |
  | 月标准 | 全国 | 2020-01 | 632 | 元/人 | 办法 第二条 |
待遇 家庭.低保金 元
  自 2020-01
  依据 办法 第三条
  条件 家庭.月收入 / 家庭.人数 < 低保标准.月标准
  金额 进位到元（低保标准.月标准 × 家庭.人数 − 家庭.月收入）
)";

constexpr const char* kAge = R"(
定义 年龄 岁
  自 2000-01
  依据 办法 第一条
  公式 周岁（出生日期，月末）
标准表 高龄津贴标准
  | 项目 | 地区 | 自 | 数值 | 单位 | 依据 |
  | 八十 | 濮阳市 | 2024-01 | 50 | 元 | 办法 第二条 |
  | 九十 | 濮阳市 | 2024-01 | 100 | 元 | 办法 第二条 |
待遇 高龄津贴 元
  地区 濮阳市
  自 2024-01
  依据 办法 第三条
  条件 在世 且 户籍 在 本市
  条件 年龄 ≥ 80岁
  金额 若 年龄 ≥ 90岁 则 高龄津贴标准.九十 否则 高龄津贴标准.八十
)";

TEST(Acceptance, TopUpIsRoundedOnceOnTheHousehold) {
  const RuleSet set = rules_of(kMeans);
  EXPECT_EQ(decide(set, "家庭.低保金", "家庭.人数 3人，家庭.月收入 1894元", "2024-06"), (Answer{Verdict::granted, 200, 200}));
}

TEST(Acceptance, EveryFenSurvives) {
  const RuleSet exact = rules_of(R"(
事实 额 元 范围 0元 至 100000000元
待遇 返还 元
  自 2020-01
  依据 办法 第一条
  条件 是
  金额 四舍五入到分（额 × 3 / 3）
)");
  for (const std::int64_t fen : {20'000'001LL, 68'212'208LL}) {
    Case person(exact, kHualong);
    ASSERT_TRUE(person.set(exact.find("额"), fen));
    const Resolution r = resolve(exact, {kHualong, month("2024-01"), kAllKnown, {}});
    EXPECT_EQ(Evaluator(exact, r, person).decision(exact.find("返还")).amount.lo, Rational(fen));
  }
}

TEST(Acceptance, OverlapNamesAPersonOfNinety) {
  const std::string said = errors_of(std::string(kAge) + R"(
决策表 月额 元
  自 2024-01
  依据 办法 第四条
  | 年龄 | 结果 |
  | 不满80岁 | 0元 |
  | 80岁以上 | 50元 |
  | 90岁以上 | 100元 |
)");
  EXPECT_NE(said.find("年龄 90岁 时第 2 行与第 3 行同时成立"), std::string::npos) << said;
}

TEST(Acceptance, GapNamesAPersonOfSeventyNine) {
  const std::string said = errors_of(std::string(kAge) + R"(
决策表 月额 元
  自 2024-01
  依据 办法 第四条
  | 年龄 | 结果 |
  | 78岁以下 | 0元 |
  | 80岁以上 | 50元 |
)");
  EXPECT_NE(said.find("年龄 79岁 时没有对应的行"), std::string::npos) << said;
  rules_of(std::string(kAge) + R"(
决策表 月额 元
  自 2024-01
  依据 办法 第四条
  | 年龄 | 结果 |
  | 80岁以上 | 50元 |
  | 其他 | 0元 |
)");
}

TEST(Acceptance, AGapThatOpensYearsLaterIsFound) {
  // Nobody is 125 in 2024; somebody born in 1900 would be in 2025.
  const std::string said = errors_of(std::string(kAge) + R"(
决策表 月额 元
  自 2024-01
  依据 办法 第四条
  | 年龄 | 结果 |
  | 不满80岁 | 0元 |
  | 80岁至124岁 | 50元 |
)");
  EXPECT_NE(said.find("年龄 125岁 时没有对应的行"), std::string::npos) << said;
}

TEST(Acceptance, MissingHukouIsToBeVerifiedWithARange) {
  const RuleSet set = rules_of(kAge);
  EXPECT_EQ(decide(set, "高龄津贴", "出生日期 1930-01-01，户籍 未知", "2024-06"), (Answer{Verdict::unknown, 0, 10'000}));
  EXPECT_EQ(decide(set, "高龄津贴", "出生日期 1960-01-01，户籍 未知", "2024-06"), (Answer{Verdict::refused, 0, 0}));
  EXPECT_EQ(decide(set, "高龄津贴", "出生日期 未知，户籍 410922", "2024-06"), (Answer{Verdict::unknown, 0, 10'000}));
}

TEST(Acceptance, AFutureReformLeavesEarlierMonthsAlone) {
  const std::string reform = std::string(kAge) + R"(
标准表 高龄津贴标准
  | 项目 | 地区 | 自 | 数值 | 单位 | 替代 | 公布 | 依据 |
  | 八十 | 濮阳市 | 2027-01 | 60 | 元 | 濮阳市 | 2026-11-20 | 办法 第二条 |
)";
  const RuleSet before = rules_of(kAge), after = rules_of(reform);
  for (const char* m : {"2024-01", "2025-07", "2026-12"}) {
    const Context c{kHualong, month(m), kAllKnown, {}};
    EXPECT_EQ(rule_hash(before, resolve(before, c)), rule_hash(after, resolve(after, c))) << m;
    EXPECT_EQ(decide(after, "高龄津贴", "出生日期 1940-01-01", m).lo, 5'000);
  }
  EXPECT_EQ(decide(after, "高龄津贴", "出生日期 1940-01-01", "2027-01").lo, 6'000);
  EXPECT_EQ(decide(after, "高龄津贴", "出生日期 1940-01-01", "2027-01", kHualong, date("2026-11-19")).lo, 5'000);
}

TEST(Acceptance, ACaseKeepsTheVersionOfItsOpening) {
  const std::string two = std::string(kAge) + R"(
标准表 高龄津贴标准
  | 项目 | 地区 | 自 | 数值 | 单位 | 替代 | 公布 | 依据 |
  | 八十 | 濮阳市 | 2025-01 | 60 | 元 | 濮阳市 | 2024-12-01 | 办法 第二条 |
)";
  const RuleSet set = rules_of(two);
  const auto person = parse_case(set, kHualong, "出生日期 1940-01-01", true);
  const Resolution r = resolve(set, {kHualong, month("2025-03"), kAllKnown, date("2024-11-10")});
  EXPECT_EQ(Evaluator(set, r, *person).decision(set.find("高龄津贴")).amount.lo, Rational(5'000));
  ASSERT_EQ(r.by_opening.size(), 1u);
  EXPECT_EQ(set.name(r.by_opening[0]).text, "高龄津贴标准.八十");
}

TEST(Acceptance, ALawMayReachCasesInProgress) {
  const RuleSet set = rules_of(R"(
待遇 探访 次
  自 2020-01 至 2024-12
  依据 办法 第五条
  条件 在世
  金额 1次
待遇 探访 次
  自 2025-01
  依据 办法 第六条
  在办 适用
  条件 在世
  金额 4次
)");
  const auto person = parse_case(set, kHualong, "", true);
  const Resolution r = resolve(set, {kHualong, month("2025-03"), kAllKnown, date("2024-11-10")});
  EXPECT_EQ(Evaluator(set, r, *person).decision(set.find("探访")).amount.lo, Rational(4));
  EXPECT_TRUE(r.by_opening.empty());
}

TEST(Acceptance, ACycleThatBeginsIn2027IsNamedWithItsDate) {
  const std::string said = errors_of(R"(
待遇 甲 元
  自 2020-01 至 2026-12
  依据 办法 第一条
  条件 在世
  金额 10元
待遇 甲 元
  自 2027-01
  依据 办法 第一条
  条件 在世
  金额 乙 + 10元
待遇 乙 元
  自 2020-01
  依据 办法 第二条
  条件 在世 且 非 享受（甲）
  金额 5元
)");
  EXPECT_NE(said.find("循环引用：甲 → 乙 → 甲，自 2027-01 起在全国"), std::string::npos) << said;
}

TEST(Acceptance, DeadHeadsShareLeavesAndTheSurvivorsStays) {
  const RuleSet set = rules_of(R"(
事实 家庭.渐退基数 元
事实 分类施保 元
待遇 家庭.渐退金 元
  自 2020-01
  依据 办法 第七条
  条件 家庭.渐退基数 > 0元
  金额 家庭.渐退基数 + 成员合计（若 在世 则 分类施保 否则 0元）
)");
  EXPECT_EQ(decide(set, "家庭.渐退金", "在世 否，分类施保 104元，家庭.渐退基数 313元，成员（在世 是，分类施保 104元）", "2024-06").lo, 41'700);
}

TEST(Acceptance, PartsSumToEveryPrice) {
  const RuleSet set = rules_of(R"(
事实 价格 元 范围 0元 至 3000元
待遇 长护险支付 元
  自 2020-01
  依据 办法 第八条
  条件 是
  金额 舍去到分（价格 × 70%）
待遇 政府补助 元
  自 2020-01
  依据 办法 第八条
  条件 是
  金额 四舍五入到分（（价格 − 长护险支付）× 1/3）不超过 300元
待遇 个人自付 元
  自 2020-01
  依据 办法 第八条
  条件 是
  金额 价格 − 长护险支付 − 政府补助
)");
  const Resolution r = resolve(set, {kHualong, month("2024-01"), kAllKnown, {}});
  for (std::int64_t price = 0; price <= 300'000; ++price) {
    Case person(set, kHualong);
    person.set(set.find("价格"), price);
    std::int64_t sum = 0;
    Evaluator e(set, r, person);
    for (const Decision& d : e.decisions()) {
      EXPECT_GE(d.amount.lo.num, 0);
      sum += d.amount.lo.num;
    }
    ASSERT_EQ(sum, price);
  }
}

TEST(Acceptance, DeathReportedFourMonthsLateListsFourMonths) {
  const RuleSet set = rules_of(kAge);
  std::vector<FactRecord> records{
      {set.find("出生日期"), pack(date("1930-05-01")), {}, {}, date("2020-01-01"), "公安人口库", 0},
      {set.find("户籍"), 410'902, {}, {}, date("2020-01-01"), "公安人口库", 0},
      {set.find("在世"), 1, {}, {}, date("2020-01-01"), "公安人口库", 0},
      {set.find("在世"), 0, date("2024-03-15"), {}, date("2024-07-20"), "火化信息", 0},
  };
  std::vector<std::string> recovered;
  for (Month m = month("2024-01"); m <= month("2024-08"); m = m + 1) {
    const Resolution r = resolve(set, {kHualong, m, kAllKnown, {}});
    const auto amount = [&](Date known) {
      const Case c = case_as_of(set, kHualong, records, m, known);
      return Evaluator(set, r, c).decision(set.find("高龄津贴")).amount.lo.num;
    };
    if (amount(date("2024-07-19")) > amount(date("2024-07-20")) && m < month("2024-07")) recovered.push_back(to_string(m));
    if (m >= month("2024-07")) {
      EXPECT_EQ(amount(date("2024-07-20")), 0);  // stopped the same day
    }
  }
  EXPECT_EQ(recovered, (std::vector<std::string>{"2024-03", "2024-04", "2024-05", "2024-06"}));
}

TEST(Acceptance, ContradictingRecordsAreToBeVerified) {
  const RuleSet set = rules_of(kAge);
  const std::vector<FactRecord> records{
      {set.find("出生日期"), pack(date("1930-05-01")), {}, {}, date("2020-01-01"), "公安人口库", 0},
      {set.find("出生日期"), pack(date("1950-05-01")), {}, {}, date("2020-01-01"), "社保", 0},
      {set.find("户籍"), 410'902, {}, {}, date("2020-01-01"), "公安人口库", 0},
      {set.find("在世"), 1, {}, {}, date("2020-01-01"), "公安人口库", 0},
  };
  const Case c = case_as_of(set, kHualong, records, month("2024-01"), kAllKnown);
  const Resolution r = resolve(set, {kHualong, month("2024-01"), kAllKnown, {}});
  EXPECT_EQ(Evaluator(set, r, c).decision(set.find("高龄津贴")).verdict(), Verdict::unknown);
  EXPECT_EQ(c.provenance(set.find("出生日期")).remark, "两处记录不一致");
}

TEST(Acceptance, ABirthDateInTheFutureIsNotAge) {
  const RuleSet set = rules_of(kAge);
  Case c(set, kHualong);
  EXPECT_FALSE(c.set(set.find("出生日期"), pack(date("2150-01-01"))));
  c.set(set.find("户籍"), 410'902);
  c.set(set.find("在世"), 1);
  const Resolution r = resolve(set, {kHualong, month("2024-01"), kAllKnown, {}});
  EXPECT_EQ(Evaluator(set, r, c).decision(set.find("高龄津贴")).verdict(), Verdict::unknown);
}

TEST(Acceptance, ABirthDateThatHasNotComeIsAwaitedNotRefused) {
  const RuleSet set = rules_of(R"(
事实 生日 日期 范围 1900-01-01 至 月末
待遇 贺礼 元
  自 2020-01
  依据 办法 第一条
  条件 周岁（生日，月末） ≥ 80岁
  金额 10元
)");
  EXPECT_EQ(decide(set, "贺礼", "生日 2024-06-30", "2024-06"), (Answer{Verdict::refused, 0, 0}));
  EXPECT_EQ(decide(set, "贺礼", "生日 2024-07-01", "2024-06"), (Answer{Verdict::unknown, 0, 1'000}));
  EXPECT_EQ(decide(set, "贺礼", "生日 2024-07-01", "2024-07"), (Answer{Verdict::refused, 0, 0}));
  EXPECT_EQ(decide(set, "贺礼", "生日 未知", "2024-06"), (Answer{Verdict::unknown, 0, 1'000}));
  const Compiled shipped = compile(sources_under("policy"), {false});
  EXPECT_EQ(decide(shipped.rules, "高龄津贴", "出生日期 2026-06-01", "2026-05").verdict, Verdict::unknown);
  const auto person = parse_case(shipped.rules, kHualong, "出生日期 2026-06-01", true);
  const Resolution r = resolve(shipped.rules, {kHualong, month("2026-05"), kAllKnown, {}});
  EXPECT_NE(to_text(explain(shipped.rules, r, *person, shipped.rules.find("高龄津贴"))).find("晚于当月"), std::string::npos);
}

TEST(Acceptance, AHouseholdOfWhichOnlyADeadHeadIsListedIsDecided) {
  // Nobody is "the head" to the rules: who is listed counts, and who is not known is to be verified.
  const Compiled shipped = compile(sources_under("policy"), {false});
  const RuleSet& set = shipped.rules;
  EXPECT_EQ(decide(set, "家庭.分类施保金", "在世 否，家庭.月收入 0元", "2026-05"), (Answer{Verdict::granted, 0, 0}));
  EXPECT_EQ(decide(set, "高龄津贴", "在世 否，出生日期 1930-01-01", "2026-05").verdict, Verdict::refused);
  const auto nobody = parse_case(set, kHualong, "", false);
  const Resolution r = resolve(set, {kHualong, month("2026-05"), kAllKnown, {}});
  Evaluator e(set, r, *nobody);
  for (const Decision& d : e.decisions()) {
    if (!d.exists) continue;
    EXPECT_NE(d.verdict(), Verdict::granted) << set.name(d.benefit).text;
    EXPECT_LE(d.amount.lo, d.amount.hi);
  }
  EXPECT_EQ(e.decision(set.find("家庭.低保金")).verdict(), Verdict::unknown);
}

}  // namespace
}  // namespace yilin::policy
