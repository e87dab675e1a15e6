// The policy engine on a whole city, against its bars. Argument: households (default 1310000).
#include <sys/resource.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "bench/policy_city.h"
#include "bench/policy_oracle.h"
#include "bench/report.h"
#include "engines/policy/compile.h"
#include "engines/policy/explain.h"
#include "engines/policy/run.h"

namespace yilin::bench {
namespace {
using namespace policy;

const Month kMonth = *Month::parse("2026-05");

std::vector<Source> rule_files() {
  std::vector<Source> out;
  for (const auto& entry : std::filesystem::recursive_directory_iterator("policy"))
    if (entry.path().extension() == ".txt") {
      std::ifstream in(entry.path(), std::ios::binary);
      out.push_back({entry.path().string(), {std::istreambuf_iterator<char>(in), {}}});
    }
  std::ranges::sort(out, {}, &Source::name);
  return out;
}

template <class F>
double best_ms(int times, F&& f) {
  double best = 1e18;
  for (int i = 0; i < times; ++i) {
    const double start = process_cpu_us();
    f();
    best = std::min(best, (process_cpu_us() - start) / 1e3);
  }
  return best;
}

Population population_of(const RuleSet& set, const City& city) {
  std::vector<std::uint32_t> household_of;
  std::vector<RegionCode> region_of;
  for (const Elder& e : city.elders) household_of.push_back(e.household);
  for (const House& h : city.houses) region_of.push_back(RegionCode{h.county * std::int64_t{1'000'000}});
  Population p(Schema(set), rule_regions(set), household_of, region_of);
  std::vector<std::int64_t> values;
  const auto fill = [&](const char* fact, const auto& all, auto&& of) {
    const int column = p.schema().find(fact);
    if (column < 0) return;
    values.clear();
    for (const auto& x : all) values.push_back(of(x));
    p.fill(column, values);
  };
  const auto person = [&](const char* fact, auto member) {
    fill(fact, city.elders, [&](const Elder& e) -> std::int64_t { return e.*member == static_cast<std::remove_reference_t<decltype(e.*member)>>(kNotKnown) && !e.known ? kUnknownValue : e.*member; });
  };
  const auto small = [&](const char* fact, std::int8_t Elder::*member) { fill(fact, city.elders, [&](const Elder& e) -> std::int64_t { return e.*member; }); };
  fill("出生日期", city.elders, [](const Elder& e) { return pack(Date{e.birth}); });
  person("户籍", &Elder::hukou);
  person("个人月收入", &Elder::income);
  person("本月服务费", &Elder::bill);
  fill("本月助餐次数", city.elders, [](const Elder& e) -> std::int64_t { return e.meals; });
  small("在世", &Elder::alive);
  small("能力等级", &Elder::ability);
  small("失智", &Elder::dementia);
  small("残疾等级", &Elder::handicap);
  small("残疾类别", &Elder::handicap_kind);
  small("重病", &Elder::severe);
  small("住机构", &Elder::institution);
  small("供养方式", &Elder::support);
  small("自理丧失项", &Elder::lost_acts);
  small("计生特殊家庭", &Elder::family_planning);
  small("优抚对象", &Elder::veteran);
  small("留守", &Elder::left_behind);
  small("长护险等级", &Elder::ltc_grade);
  small("长护险参保", &Elder::ltc_insured);
  small("已享改造", &Elder::adapted);
  small("床位在用", &Elder::bed_used);
  small("床位新建", &Elder::bed_new);
  small("独生子女父母", &Elder::only_child);
  const auto house = [&](const char* fact, auto member) { fill(fact, city.houses, [&](const House& h) -> std::int64_t { return h.*member; }); };
  fill("家庭.月收入", city.houses, [](const House& h) -> std::int64_t { return h.known ? h.income : kUnknownValue; });
  house("家庭.人数", &House::size);
  house("家庭.同住人数", &House::living);
  house("家庭.同住老人", &House::living_old);
  house("家庭.城乡", &House::rural);
  house("家庭.工资收入", &House::wages);
  house("家庭.赡养费", &House::support);
  house("家庭.刚性支出", &House::rigid);
  house("家庭.财产符合", &House::assets_ok);
  house("家庭.渐退中", &House::tapering);
  house("家庭.渐退基数", &House::taper_base);
  fill("家庭.渐退开始", city.houses, [](const House& h) { return pack(Date{h.taper_start}); });
  house("家庭.突发困难", &House::emergency);
  house("家庭.本年临时救助", &House::reliefs);
  p.finish();
  return p;
}

// Differences between run and oracle over everybody whose household is fully known.
std::int64_t disagreements(const City& city, const Population& p, const MonthRun& run, std::int64_t& compared) {
  const Oracle oracle(city);
  std::int64_t wrong = 0;
  const auto columns = [&](const std::vector<std::string>& names) {
    std::vector<std::size_t> out;
    for (const std::string& n : names) out.push_back(static_cast<std::size_t>(std::ranges::find(run.columns, n, &MonthRun::Column::name) - run.columns.begin()));
    return out;
  };
  const auto check = [&](const std::vector<std::string>& names, const std::vector<std::size_t>& at, std::uint32_t row, const std::vector<std::int64_t>& expected) {
    for (std::size_t k = 0; k < at.size(); ++k, ++compared)
      if (run.amount(at[k], row) != expected[k] && ++wrong <= 5) fmt::print(stderr, "{} row {}: {} expected {}\n", names[k], row, run.amount(at[k], row), expected[k]);
  };
  const auto house_names = Oracle::house_names(), elder_names = Oracle::elder_names();
  const auto house_columns = columns(house_names), elder_columns = columns(elder_names);
  if (house_names.size() + elder_names.size() != run.columns.size()) ++wrong, fmt::print(stderr, "the oracle knows {} benefits of {}\n", house_names.size() + elder_names.size(), run.columns.size());
  for (std::uint32_t h = 0; h < city.houses.size(); ++h) {
    const std::uint32_t row = p.household_row_of(h);
    if (!p.household_known(row)) continue;
    check(house_names, house_columns, row, oracle.house(h));
    for (const std::size_t i : oracle.members(h)) check(elder_names, elder_columns, p.row_of(static_cast<std::uint32_t>(i)), oracle.elder(i));
  }
  return wrong;
}

bool same_bits(const MonthRun& a, const MonthRun& b) {
  for (std::size_t k = 0; k < a.columns.size(); ++k)
    if (a.columns[k].status != b.columns[k].status || a.columns[k].amount != b.columns[k].amount || a.columns[k].lo != b.columns[k].lo || a.columns[k].hi != b.columns[k].hi) return false;
  return true;
}

// Months of a delta list that are not what `compare` says of the month.
int wrong_months(const RuleSet& before, const RuleSet& after, const Population& population, Month since, const Adjustments& delta) {
  int wrong = 0;
  for (int k = 0; k < 24; ++k) {
    const std::vector<Difference> expected = compare(before, kAllKnown, after, kAllKnown, population, since + k, {{}, true, 0}).differences;
    std::vector<Difference> listed;
    for (const Adjustment& a : delta.list)
      if (a.first <= since + k && since + k < a.first + a.months) listed.push_back({a.row, a.column, since + k, a.before, a.after});
    wrong += listed != expected;
  }
  return wrong;
}

// What the machine gives at this moment: a chain of 3-cycle multiplications, and memory written and read.
void calibrate(Report& report) {
  std::uint64_t x = 3;
  report.figure("calibration: 10 million dependent multiplications", best_ms(9, [&] {
    for (int i = 0; i < 10'000'000; ++i) x = x * 0x9E3779B97F4A7C15ULL | 1;
  }), x ? "ms CPU" : "");
  std::vector<std::uint64_t> memory(std::size_t{16} << 20);
  report.figure("calibration: 128 MiB written", best_ms(5, [&] { std::ranges::fill(memory, ++x); }), "ms CPU");
}

// 100 tables and 100 benefits, thresholds and rates of their own in each of 13 regions, changed once: 200 rules, 2,600 parameters.
std::vector<Source> wide_rules() {
  std::string s = "文件 法 《办法》（示例）\n地区 省 41\n地区 市 4113\n";
  std::vector<std::string> regions{"全国"};
  for (int r = 0; r < 12; ++r) {
    s += fmt::format("地区 县{} 4113{:02}\n", static_cast<char>('A' + r), r + 2);
    regions.push_back(fmt::format("县{}", static_cast<char>('A' + r)));
  }
  s += "事实 出生日期 日期 常值 1950-01-01\n事实 收入 元 范围 0元 至 10000元 常值 100元\n事实 在世 是否 常值 是\n";
  s += "定义 年龄 岁\n  自 2000-01\n  依据 法 第一条\n  公式 周岁（出生日期，月末）\n  示例 出生日期 1950-01-01 于 2024-06 为 74岁\n";
  for (int k = 0; k < 100; ++k) {
    s += fmt::format("标准表 标准{}甲\n  | 项目 | 地区 | 自 | 数值 | 单位 | 替代 | 公布 | 依据 |\n", k);
    for (std::size_t r = 0; r < regions.size(); ++r) {
      s += fmt::format("  | 龄 | {} | 2023-01 | {} | 岁 | {} | | 法 第二条 |\n", regions[r], 75 + (k + r) % 5, r ? "全国" : "");
      s += fmt::format("  | 额 | {} | 2023-01 | {} | 元 | {} | | 法 第二条 |\n", regions[r], 50 + k + r, r ? "全国" : "");
    }
    s += fmt::format(
        "决策表 表{0}甲 元\n  自 2023-01\n  依据 法 第三条\n  | 年龄 | 收入 | 结果 |\n  | 不满 标准{0}甲.龄 | 任意 | 0元 |\n  | 标准{0}甲.龄 以上 至 不满 90岁 | 不满1000元 | 标准{0}甲.额 |\n"
        "  | 标准{0}甲.龄 以上 至 不满 90岁 | 1000元以上 | 10元 |\n  | 90岁以上 | 不满1000元 | 标准{0}甲.额 + 50元 |\n  | 90岁以上 | 1000元以上 | 60元 |\n"
        "  示例 于 2024-06 为 0元\n  示例 出生日期 1940-01-01 于 2024-06 为 {1}元\n  示例 出生日期 1940-01-01，收入 2000元 于 2024-06 为 10元\n"
        "  示例 出生日期 1930-01-01 于 2024-06 为 {2}元\n  示例 出生日期 1930-01-01，收入 2000元 于 2024-06 为 60元\n"
        "待遇 待遇{0}甲 元\n  自 2023-01\n  依据 法 第四条\n  条件 在世\n  条件 年龄 ≥ 标准{0}甲.龄\n  金额 表{0}甲\n  示例 出生日期 1940-01-01 于 2024-06 得 {1}元\n",
        k, 50 + k, 100 + k);
  }
  return {{"wide.txt", std::move(s)}};
}
}  // namespace

int main_(std::size_t houses) {
  Report report("policy");
  calibrate(report);
  Compiled compiled = compile(rule_files());
  for (const Diagnostic& d : compiled.errors) fmt::print(stderr, "{}\n", to_string(d));
  if (!compiled.ok()) return 1;
  const RuleSet& rules = compiled.rules;
  City city = make_city(houses, 1);
  Population population = population_of(rules, city);
  report.figure("elders", static_cast<double>(population.persons()), "");
  report.figure("households", static_cast<double>(population.households()), "");
  report.figure("benefits", static_cast<double>(benefits(rules).size()), "");
  report.figure("households with something unknown", static_cast<double>(population.unknown_households().size()), "");
  report.figure("shipped rules compiled and proved", best_ms(3, [] { compile(rule_files()); }), "ms");

  MonthRun run;
  const Decider decider(rules, population, kMonth);
  decider.run(population, {}, run);
  report.figure("operations a block", static_cast<double>(decider.instructions()), "");
  std::int64_t compared = 0;
  const std::int64_t wrong = disagreements(city, population, run, compared);
  report.figure("decisions compared with the oracle", static_cast<double>(compared), "");
  report.at_most("decisions that differ from the oracle", static_cast<double>(wrong), "", 0);

  report.figure("1 programs for a month, all counties", best_ms(5, [&] { Decider(rules, population, kMonth); }), "ms CPU");
  report.at_most("1 whole city", best_ms(9, [&] { decider.run(population, {}, run); }), "ms CPU", 60);
  report.at_most("2 memory, inputs and outputs", static_cast<double>(population.bytes() + run.bytes()) / 1e6, "MB", 300);
  report.figure("2 of which inputs", static_cast<double>(population.bytes()) / 1e6, "MB");

  bool equal = true;
  for (const Isa isa : supported_isas())
    for (const int threads : {1, 2}) {
      MonthRun other;
      const RunOptions options{isa, threads};
      decider.run(population, options, other);
      equal = equal && same_bits(run, other);
      report.figure(fmt::format("9 whole city, {}, {} thread(s)", to_string(isa), threads), best_ms(3, [&] { decider.run(population, options, other); }), "ms CPU");
    }
  report.at_least("9 equal bit for bit", equal, "", 1);

  Rng rng(3);
  const int column = population.schema().find("家庭.月收入");
  constexpr int kUpdates = 20'000;
  std::vector<std::pair<std::uint32_t, std::int64_t>> changes;
  for (int i = 0; i < kUpdates; ++i) changes.push_back({static_cast<std::uint32_t>(rng.below(population.households())), rng.between(0, 500'000)});
  const double update_us = best_ms(3, [&] {
    for (const auto& [row, value] : changes) {
      population.set(column, row, value);
      decider.update(population, row, run);
    }
  }) * 1e3 / kUpdates;
  report.at_most("3 one elder changed, all rules", update_us, "µs CPU", 5);

  const auto person = parse_case(rules, RegionCode{410'927'000'000}, "出生日期 1930-06-30，户籍 台前县，家庭.月收入 1000元，能力等级 重度失能，本月服务费 800元", true);
  const Resolution resolution = resolve(rules, {RegionCode{410'927'000'000}, kMonth, kAllKnown, {}});
  double worst = 0, sum = 0;
  for (const NameId id : benefits(rules)) {
    constexpr int kTimes = 200;
    const double us = best_ms(3, [&] {
      for (int i = 0; i < kTimes; ++i) explain(rules, resolution, *person, id);
    }) * 1e3 / kTimes;
    worst = std::max(worst, us);
    sum += us;
  }
  report.at_most("5 one full explanation, the longest", worst, "µs CPU", 100);
  report.figure("5 one full explanation, mean of all benefits", sum / static_cast<double>(benefits(rules).size()), "µs CPU");
  report.figure("5 nearest flips, 高龄津贴", best_ms(3, [&] { nearest_flips(rules, {RegionCode{410'927'000'000}, kMonth, kAllKnown, {}}, *person, rules.find("高龄津贴")); }), "ms CPU");

  // Every parameter that ships, raised by ten yuan, by one, or by a tenth.
  std::vector<std::pair<double, std::string>> what_ifs;
  for (const Name& n : rules.names) {
    if (n.kind != NameKind::parameter) continue;
    RuleSet scenario = rules;
    const Rational value = rules.expr(rules.version(n.versions.front()).value).literal;
    const Rational raised = !n.type.whole ? value + Rational(1, 10) : Rational(value.num + (n.type.dims.power[static_cast<int>(Base::money)] == 1 ? 1'000 : 1));
    if (!scenario.add_parameter(n.text, RegionCode{410'900'000'000}, *Month::parse("2026-05"), *Month::parse("2028-01"), raised)) return 1;
    what_ifs.push_back({best_ms(3, [&] { compare(rules, kAllKnown, scenario, kAllKnown, population, kMonth, {{}, false, 10}); }), n.text});
  }
  std::ranges::sort(what_ifs, std::ranges::greater{});
  for (std::size_t k = 0; k < what_ifs.size(); k += k < 5 ? 1 : 10) report.figure(fmt::format("6 what-if, {} of {}: {}", k + 1, what_ifs.size(), what_ifs[k].second), what_ifs[k].first, "ms CPU");
  report.at_most("6 what-if, the longest", what_ifs.front().first, "ms CPU", 60);

  Tariff tariff{"高龄津贴标准.八十", RegionCode{410'900'000'000}, {}};
  for (int k = 0; k < 1'000; ++k) tariff.values.push_back(3'000 + 10 * k);
  std::optional<TariffEffects> priced;
  report.figure("6 1,000 values of 高龄津贴标准.八十, by county and benefit (aim 50)", best_ms(3, [&] { priced = compare_tariffs(rules, kAllKnown, population, kMonth, tariff); }), "ms CPU");
  int wrong_values = 0;
  for (const std::size_t k : {0u, 200u, 201u, 999u}) {
    RuleSet scenario = rules;
    if (!scenario.add_parameter(tariff.parameter, tariff.region, kMonth, kMonth + 1, tariff.values[k])) return 1;
    wrong_values += !priced || (*priced)[k] != compare(rules, kAllKnown, scenario, kAllKnown, population, kMonth, {}).effects;
  }
  report.at_most("6 values that differ from a what-if of their own", wrong_values, "", 0);

  RuleSet backdated = rules;
  if (!backdated.add_parameter("低保标准.农村", RegionCode{410'900'000'000}, *Month::parse("2024-06"), *Month::parse("2026-06"), 54'000)) return 1;
  const Month since = *Month::parse("2024-06");
  Adjustments delta;
  const double back = best_ms(3, [&] { delta = adjustments(rules, kAllKnown, backdated, kAllKnown, population, since, 24, {}); });
  std::size_t months = 0;
  for (const Adjustment& a : delta.list) months += a.months;
  report.figure("7 differences listed, a person or household and month", static_cast<double>(months), "");
  report.figure("7 in lines of equal months", static_cast<double>(delta.list.size()), "");
  report.at_most("7 back-dated change over 24 months, delta list", back / 1e3, "s CPU", 2);
  report.at_most("7 months that differ from a what-if of their own", static_cast<double>(wrong_months(rules, backdated, population, since, delta)), "", 0);

  const std::vector<Source> wide = wide_rules();
  Compiled proved;
  const double compile_ms = best_ms(3, [&] { proved = compile(wide); });
  for (const Diagnostic& d : proved.errors) fmt::print(stderr, "{}\n", to_string(d));
  report.figure("8 tables proved", static_cast<double>(proved.proofs.tables), "");
  report.at_least("8 proved without a fault", proved.ok(), "", 1);
  report.at_most("8 compile 200 rules × 13 regions", compile_ms / 1e3, "s CPU", 2);

  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  report.figure("resident set with the oracle's copy, highest", static_cast<double>(usage.ru_maxrss) / 1e3, "MB");
  return report.finish();
}
}  // namespace yilin::bench

int main(int argc, char** argv) { return yilin::bench::main_(argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 1'310'000); }
