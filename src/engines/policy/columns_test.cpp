// The population run against the interpreter, on random people with unknown facts, on every instruction set, 1–3 threads.
#include <algorithm>
#include <array>

#include "base/rng.h"
#include "engines/policy/policy_fixture.h"
#include "engines/policy/run.h"

namespace yilin::policy {
namespace {

const RuleSet& shipped_rules() {
  static const RuleSet set = [] {
    Compiled c = compile(sources_under("policy"), {false});
    for (const Diagnostic& d : c.errors) ADD_FAILURE() << to_string(d);
    return std::move(c.rules);
  }();
  return set;
}

struct City {
  Population population;
  std::vector<std::uint32_t> household_of;
  std::vector<RegionCode> region_of;
};
// Values cluster at thresholds: most facts small, dates around 60–101 years, money around the lines.
std::int64_t random_value(Rng& rng, const Name& n) {
  const auto within = [&](std::int64_t v) { return std::clamp(v, n.lo.num, n.hi.num); };
  if (n.type.kind == Kind::date) return pack(Date::from_ymd(static_cast<int>(rng.between(1920, 1966)), static_cast<unsigned>(rng.between(1, 12)), static_cast<unsigned>(rng.between(1, 28))));
  if (n.type.kind == Kind::region) return std::array{410'902, 410'922, 410'927, 411'302, 410'000}[rng.below(5)];
  if (n.type.dims.power[0] == 1) return within(rng.chance(0.3) ? 0 : rng.between(0, rng.chance(0.5) ? 250'000 : 600'000));
  return within(n.lo.num + static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(std::min<std::int64_t>(n.hi.num - n.lo.num, 8)) + 1)));
}

City random_city(const RuleSet& set, std::size_t households, double unknown, std::uint64_t seed) {
  Rng rng(seed);
  std::vector<std::uint32_t> household_of;
  std::vector<RegionCode> region_of;
  constexpr std::int64_t regions[] = {410'902'000'000, 410'927'000'000, 410'922'001'000, 411'302'000'000, 410'927'003'000};
  for (std::size_t h = 0; h < households; ++h) {
    region_of.push_back(RegionCode{regions[rng.below(5)]});
    for (std::uint64_t k = 1 + rng.below(rng.chance(0.02) ? 9 : 2); k > 0; --k) household_of.push_back(static_cast<std::uint32_t>(h));
  }
  Population p(Schema(set), rule_regions(set), household_of, region_of);
  for (std::size_t c = 0; c < p.schema().columns.size(); ++c) {
    const Name& n = set.name(set.find(p.schema().columns[c].fact));
    std::vector<std::int64_t> values(n.household ? p.households() : p.persons());
    for (std::int64_t& v : values) v = rng.chance(unknown) ? kUnknownValue : random_value(rng, n);
    EXPECT_EQ(p.fill(static_cast<int>(c), values), 0);
  }
  p.finish();
  return {std::move(p), std::move(household_of), std::move(region_of)};
}

Case case_at(const RuleSet& set, const Population& p, std::uint32_t row, RegionCode region) {
  Case c(set, region);
  const std::uint32_t h = p.household_at(row);
  const auto copy = [&](std::uint32_t from, std::size_t member) {
    for (std::size_t k = 0; k < p.schema().columns.size(); ++k) {
      const NameId id = set.find(p.schema().columns[k].fact);
      const bool household = set.name(id).household;
      if (household && member != 0) continue;
      const std::int64_t v = p.get(static_cast<int>(k), household ? h : from);
      if (v != kUnknownValue) c.set(id, v, {}, member);
    }
  };
  copy(row, 0);
  for (std::uint32_t r = p.first_row(h); r < p.first_row(h + 1); ++r)
    if (r != row) copy(r, c.add_member());
  return c;
}

void expect_equal(const RuleSet& set, const Population& p, const MonthRun& run, std::uint32_t row, Month month) {
  const std::uint32_t h = p.household_at(row);
  RegionCode region;
  for (const auto& s : p.stretches())
    if (h >= s.households_from && h < s.households_to) region = s.region;
  const Resolution r = resolve(set, {region, month, kAllKnown, {}});
  const Case c = case_at(set, p, row, region);
  Evaluator e(set, r, c);
  const auto& all = e.decisions();
  for (std::size_t b = 0; b < all.size(); ++b) {
    const Decision& d = all[b];
    const std::uint32_t at = run.columns[b].household ? h : row;
    ASSERT_EQ(run.verdict(b, at), d.verdict()) << run.columns[b].name << " row " << row << " " << to_string(month);
    const Interval range = run.range(b, at);
    ASSERT_EQ(range.lo, d.amount.lo) << run.columns[b].name << " row " << row;
    ASSERT_EQ(range.hi, d.amount.hi) << run.columns[b].name << " row " << row;
    if (!d.exists) continue;
    std::uint8_t failed = 0;
    for (int k = 0; k < 32; ++k)
      if (d.failed >> k & 1) failed |= static_cast<std::uint8_t>(1 << std::min(k, kClausesShown - 1));
    ASSERT_EQ(run.columns[b].status[at] & kClauses, failed) << run.columns[b].name << " row " << row;
  }
}

TEST(Columns, AgreeWithTheInterpreterOnTheShippedRules) {
  const RuleSet& set = shipped_rules();
  for (const char* when : {"2024-03", "2026-05"}) {
    const City city = random_city(set, 700, 0.01, 7);
    const Decider decider(set, city.population, month(when));
    MonthRun run;
    decider.run(city.population, {}, run);
    for (std::uint32_t row = 0; row < city.population.persons(); ++row) {
      expect_equal(set, city.population, run, row, month(when));
      if (HasFatalFailure()) return;
    }
  }
}

TEST(Columns, EveryInstructionSetAndThreadCountGivesTheSameBits) {
  const RuleSet& set = shipped_rules();
  const City city = random_city(set, 6'000, 0.002, 11);
  const Decider decider(set, city.population, month("2026-05"));
  MonthRun first;
  decider.run(city.population, {Isa::scalar, 1}, first);
  for (const Isa isa : supported_isas())
    for (const int threads : {1, 2, 3}) {
      MonthRun run;
      decider.run(city.population, {isa, threads}, run);
      EXPECT_EQ(run.hashes, first.hashes);
      for (std::size_t b = 0; b < run.columns.size(); ++b) {
        EXPECT_EQ(run.columns[b].status, first.columns[b].status) << to_string(isa) << threads << run.columns[b].name;
        EXPECT_EQ(run.columns[b].amount, first.columns[b].amount) << to_string(isa) << threads << run.columns[b].name;
        EXPECT_EQ(run.columns[b].lo, first.columns[b].lo);
        EXPECT_EQ(run.columns[b].hi, first.columns[b].hi);
      }
    }
}

TEST(Columns, OneElderChangedIsDecidedAgain) {
  const RuleSet& set = shipped_rules();
  City city = random_city(set, 500, 0.0, 3);
  const Decider decider(set, city.population, month("2026-05"));
  MonthRun run;
  decider.run(city.population, {}, run);
  Rng rng(5);
  for (int k = 0; k < 200; ++k) {
    const auto column = static_cast<int>(rng.below(city.population.schema().columns.size()));
    const Name& n = set.name(set.find(city.population.schema().columns[static_cast<std::size_t>(column)].fact));
    const auto row = static_cast<std::uint32_t>(rng.below(city.population.persons()));
    const std::uint32_t h = city.population.household_at(row);
    city.population.set(column, n.household ? h : row, random_value(rng, n));
    decider.update(city.population, h, run);
    expect_equal(set, city.population, run, row, month("2026-05"));
    if (HasFatalFailure()) return;
  }
}

TEST(Columns, AnExactWhatIfEqualsTwoRuns) {
  const RuleSet& before = shipped_rules();
  RuleSet after = before;
  ASSERT_TRUE(after.add_parameter("高龄津贴标准.八十", kPuyang, month("2026-01"), month("2027-01"), 6'000));
  ASSERT_TRUE(after.add_parameter("低保标准.城镇", kPuyang, month("2026-01"), month("2027-01"), 70'000));
  EXPECT_FALSE(after.add_parameter("没有.的", kPuyang, month("2026-01"), month("2027-01"), 1));
  const City city = random_city(before, 3'000, 0.003, 13);
  const Population& p = city.population;
  MonthRun a, b;
  Decider(before, p, month("2026-05")).run(p, {}, a);
  Decider(after, p, month("2026-05")).run(p, {}, b);
  const Comparison c = compare(before, kAllKnown, after, kAllKnown, p, month("2026-05"), {{}, true, 0});
  std::vector<std::vector<Effect>> expected(p.stretches().size(), std::vector<Effect>(a.columns.size()));
  std::vector<Difference> differences;
  for (std::size_t k = 0; k < a.columns.size(); ++k)
    for (std::size_t s = 0; s < p.stretches().size(); ++s) {
      const auto& st = p.stretches()[s];
      const bool h = a.columns[k].household;
      for (std::uint32_t r = h ? st.households_from : p.first_row(st.households_from); r < (h ? st.households_to : p.first_row(st.households_to)); ++r) {
        const std::int64_t x = a.amount(k, r), y = b.amount(k, r);
        Effect& e = expected[s][k];
        e.winners += y > x;
        e.losers += y < x;
        e.gained += std::max<std::int64_t>(y - x, 0);
        e.lost += std::max<std::int64_t>(x - y, 0);
        if (x != y) differences.push_back({r, static_cast<std::uint16_t>(k), month("2026-05"), x, y});
      }
    }
  EXPECT_EQ(c.effects, expected);
  EXPECT_EQ(c.differences, differences);
  EXPECT_GT(differences.size(), 100u);
  EXPECT_LT(c.benefits.size(), a.columns.size());
  // A month outside the scenario is not touched.
  EXPECT_TRUE(compare(before, kAllKnown, after, kAllKnown, p, month("2025-12"), {}).benefits.empty());
}

RuleSet with(const char* more) {
  std::vector<Source> sources = sources_under("policy");
  sources.insert(sources.begin(), {"更新.txt", more});  // first, so that every number inside the rule set moves
  Compiled c = compile(std::move(sources), {false});
  for (const Diagnostic& d : c.errors) ADD_FAILURE() << to_string(d);
  return std::move(c.rules);
}

TEST(Columns, AFutureReformLeavesAFrozenRunByteIdentical) {
  const RuleSet& before = shipped_rules();
  const RuleSet after = with(R"(
标准表 高龄津贴标准
  | 项目 | 地区 | 自 | 数值 | 单位 | 替代 | 公布 | 可信度 | 依据 |
  | 八十 | 濮阳市 | 2027-01 | 60 | 元 | 濮阳市 | 2026-04-20 | 低 | 濮办法 第二条 |
)");
  const City city = random_city(before, 800, 0.005, 19);
  MonthRun a, b;
  Decider(before, city.population, month("2026-05")).run(city.population, {}, a);
  Decider(after, city.population, month("2026-05")).run(city.population, {}, b);
  EXPECT_EQ(a.hashes, b.hashes);
  ASSERT_EQ(a.columns.size(), b.columns.size());
  for (std::size_t k = 0; k < a.columns.size(); ++k) {
    EXPECT_EQ(a.columns[k].name, b.columns[k].name);
    EXPECT_EQ(a.columns[k].status, b.columns[k].status);
    EXPECT_EQ(a.columns[k].amount, b.columns[k].amount);
  }
  MonthRun c, d;
  Decider(before, city.population, month("2027-01")).run(city.population, {}, c);
  Decider(after, city.population, month("2027-01")).run(city.population, {}, d);
  EXPECT_NE(c.hashes, d.hashes);
}

TEST(Columns, ABackdatedRuleGivesADeltaForEachPastMonth) {
  const RuleSet set = with(R"(
标准表 高龄津贴标准
  | 项目 | 地区 | 自 | 数值 | 单位 | 替代 | 公布 | 可信度 | 依据 |
  | 九十 | 濮阳市 | 2025-01 | 105 | 元 | 濮阳市 | 2025-06-15 | 低 | 濮办法 第二条 |
)");
  const City city = random_city(set, 800, 0.005, 23);
  for (const char* m : {"2024-12", "2025-01", "2025-05"}) {
    CompareOptions options;
    options.list = true;
    const Comparison c = compare(set, date("2025-06-14"), set, date("2025-06-15"), city.population, month(m), options);
    EXPECT_EQ(c.differences.empty(), month(m) < month("2025-01")) << m;
    for (const Difference& d : c.differences) {
      EXPECT_EQ(set.name(benefits(set)[d.column]).text, "高龄津贴");
      EXPECT_EQ(d.after - d.before, 500);
    }
  }
}

// Every month of `from` … by itself against all of them together.
void expect_months(const RuleSet& before, Date before_known, const RuleSet& after, Date after_known, const Population& p, Month first, int months, std::size_t at_least) {
  std::vector<std::tuple<std::uint16_t, std::uint32_t, std::int32_t, std::int64_t, std::int64_t>> expected, got;
  std::vector<std::vector<Effect>> effects(p.stretches().size(), std::vector<Effect>(benefits(before).size()));
  for (int k = 0; k < months; ++k) {
    const Comparison c = compare(before, before_known, after, after_known, p, first + k, {{}, true, 0});
    for (const Difference& d : c.differences) expected.push_back({d.column, d.row, d.month.index, d.before, d.after});
    for (std::size_t s = 0; s < effects.size(); ++s)
      for (std::size_t b = 0; b < effects[s].size(); ++b) effects[s][b] += c.effects[s][b];
  }
  std::ranges::sort(expected);
  EXPECT_GT(expected.size(), at_least);
  std::optional<Adjustments> one;
  for (const Isa isa : supported_isas())
    for (const int threads : {1, 3}) {
      const Adjustments a = adjustments(before, before_known, after, after_known, p, first, months, {isa, threads});
      EXPECT_EQ(a.effects, effects);
      if (!one) one = a;
      EXPECT_EQ(a.list, one->list);
    }
  for (std::size_t i = 0; i < one->list.size(); ++i) {
    const Adjustment& a = one->list[i];
    for (int k = 0; k < a.months; ++k) got.push_back({a.column, a.row, (a.first + k).index, a.before, a.after});
    if (i == 0) continue;
    const Adjustment& o = one->list[i - 1];  // as long as they can be
    EXPECT_FALSE(o.column == a.column && o.row == a.row && o.first + o.months == a.first && o.before == a.before && o.after == a.after);
  }
  EXPECT_EQ(got, expected);
}

TEST(Columns, AdjustmentsEqualEveryMonthByItself) {
  const RuleSet& before = shipped_rules();
  const City city = random_city(before, 2'000, 0.002, 29);
  RuleSet line = before, tariff = before, both = before;
  ASSERT_TRUE(line.add_parameter("低保标准.农村", kPuyang, month("2025-07"), month("2026-06"), 54'000));
  ASSERT_TRUE(tariff.add_parameter("高龄津贴标准.八十", kPuyang, month("2024-06"), month("2026-06"), 6'000));
  ASSERT_TRUE(both.add_parameter("低保标准.城镇", kPuyang, month("2025-03"), month("2025-09"), 70'000));
  ASSERT_TRUE(both.add_parameter("低保标准.城镇", kPuyang, month("2025-09"), month("2026-01"), 71'000));
  expect_months(before, kAllKnown, line, kAllKnown, city.population, month("2025-05"), 14, 500);
  expect_months(before, kAllKnown, tariff, kAllKnown, city.population, month("2024-04"), 24, 500);
  expect_months(before, kAllKnown, both, kAllKnown, city.population, month("2025-01"), 13, 500);
  EXPECT_TRUE(adjustments(before, kAllKnown, before, kAllKnown, city.population, month("2025-01"), 12, {}).list.empty());
}

TEST(Columns, TariffsEqualOneWhatIfEach) {
  const RuleSet& set = shipped_rules();
  const City city = random_city(set, 3'000, 0.003, 31);
  const auto priced = [&](const char* parameter, const std::vector<std::int64_t>& values) {
    return compare_tariffs(set, kAllKnown, city.population, month("2026-05"), {parameter, kPuyang, values});
  };
  const std::vector<std::int64_t> values{0, 100, 5'000, 7'500, 9'999, 12'345, 40'000};
  for (const char* parameter : {"高龄津贴标准.八十", "高龄津贴标准.九十", "残疾补贴标准.生活补贴", "服务补贴标准.叠加封顶", "床位标准.建床"}) {
    SCOPED_TRACE(parameter);
    const auto all = priced(parameter, values);
    ASSERT_TRUE(all);
    for (const Isa isa : supported_isas()) EXPECT_EQ(compare_tariffs(set, kAllKnown, city.population, month("2026-05"), {parameter, kPuyang, values}, isa), all);
    std::int64_t touched = 0;
    for (std::size_t v = 0; v < values.size(); ++v) {
      RuleSet scenario = set;
      ASSERT_TRUE(scenario.add_parameter(parameter, kPuyang, month("2026-05"), month("2026-06"), values[v]));
      EXPECT_EQ((*all)[v], compare(set, kAllKnown, scenario, kAllKnown, city.population, month("2026-05"), {}).effects) << values[v];
      for (const auto& stretch : (*all)[v])
        for (const Effect& e : stretch) touched += e.winners + e.losers;
    }
    EXPECT_GT(touched, 0);
  }
  EXPECT_FALSE(priced("低保标准.农村", {50'000})) << "incomes are held against it";
  EXPECT_FALSE(priced("没有.的", {1}));
  EXPECT_FALSE(priced("高龄津贴标准.八十", {}));
}

TEST(Columns, TheHeadIsCountedOnce) {
  // A person has one row, whoever lists her: the subsidy goes once for each of two members, not three times.
  const RuleSet set = rules_of(R"(
待遇 家庭.增发 元
  自 2020-01
  依据 办法 第一条
  条件 是
  金额 成员合计（若 在世 则 104元 否则 0元）
)");
  Population p(Schema(set), rule_regions(set), {0, 0}, {kHualong});
  p.fill(p.schema().find("在世"), std::vector<std::int64_t>{1, 1});
  p.finish();
  MonthRun run;
  Decider(set, p, month("2024-01")).run(p, {}, run);
  EXPECT_EQ(run.amount(0, 0), 20'800);
}

TEST(Columns, ABirthDateThatHasNotComeIsUnknownUntilThen) {
  const RuleSet& set = shipped_rules();
  City city = random_city(set, 900, 0.003, 37);
  Population& p = city.population;
  const int birth = p.schema().find("出生日期");
  for (std::uint32_t row = 0; row < p.persons(); row += 17) p.set(birth, row, pack(date(row % 2 == 0 ? "2025-09-30" : "2026-02-01")));
  std::size_t unknown = SIZE_MAX;
  for (const char* when : {"2025-08", "2025-09", "2026-02"}) {
    const Decider decider(set, p, month(when));
    MonthRun run, again;
    decider.run(p, {}, run);
    EXPECT_LT(run.uncertain_households.size(), unknown) << when;
    unknown = run.uncertain_households.size();
    for (std::uint32_t row = 0; row < p.persons(); ++row) {
      expect_equal(set, p, run, row, month(when));
      if (HasFatalFailure()) return;
    }
    decider.run(p, {}, again);
    for (std::uint32_t h = 0; h < p.households(); ++h) decider.update(p, h, again);
    for (std::size_t b = 0; b < run.columns.size(); ++b) {
      EXPECT_EQ(run.columns[b].status, again.columns[b].status);
      EXPECT_EQ(run.columns[b].amount, again.columns[b].amount);
      EXPECT_EQ(run.columns[b].lo, again.columns[b].lo);
    }
  }
  RuleSet line = set;
  ASSERT_TRUE(line.add_parameter("低保标准.农村", kPuyang, month("2025-07"), month("2026-06"), 54'000));
  expect_months(set, kAllKnown, line, kAllKnown, p, month("2025-06"), 10, 100);
}

TEST(Columns, FactsOutsideTheirRangeAreUnknown) {
  const RuleSet& set = shipped_rules();
  City city = random_city(set, 50, 0.0, 17);
  Population& p = city.population;
  const int birth = p.schema().find("出生日期");
  std::vector<std::int64_t> values(p.persons(), pack(date("1930-01-01")));
  values[0] = pack(date("2150-01-01"));
  EXPECT_EQ(p.fill(birth, values), 1);
  p.finish();
  EXPECT_EQ(p.get(birth, p.row_of(0)), kUnknownValue);
  EXPECT_EQ(p.unknown_households().size(), 1u);
  MonthRun run;
  Decider(set, p, month("2024-06")).run(p, {}, run);
  expect_equal(set, p, run, p.row_of(0), month("2024-06"));
}

}  // namespace
}  // namespace yilin::policy
