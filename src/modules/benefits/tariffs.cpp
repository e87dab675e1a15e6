#include "modules/benefits/tariffs.h"

#include <algorithm>

#include <fmt/format.h>

#include "modules/benefits/live.h"
#include "modules/region/region.h"

namespace yilin::benefits {
namespace {

constexpr std::int64_t kValueMax = 1'000'000'000;  // base units: ten million yuan; amounts stay far below what the engine counts in

Result<policy::Rational> typed(const policy::RuleSet& rules, const policy::Name& parameter, std::string_view field, std::string_view label, std::string_view text) {
  const auto value = rules.parse_value(parameter.type, text);
  if (!value || *value < 0 || *value > kValueMax) return fail_field(std::string(field), std::string(label), fmt::format("“{}”不能作为“{}”的取值，请连同单位填写，例如“60元”。", text, parameter.text));
  return *value;
}

Result<std::vector<policy::Rational>> values_of(const policy::RuleSet& rules, const policy::Name& parameter, const TariffQuery& in) {
  YILIN_TRY(const policy::Rational lowest, typed(rules, parameter, "lowest", "最低", in.lowest));
  YILIN_TRY(const policy::Rational highest, typed(rules, parameter, "highest", "最高", in.highest));
  YILIN_TRY(const policy::Rational step, typed(rules, parameter, "step", "间隔", in.step));
  if (highest < lowest) return fail_field("highest", "最高", "应不低于最低。");
  if (step == 0 || (highest - lowest) / step >= kTariffValuesMax) return fail_field("step", "间隔", fmt::format("应大于零，取值最多 {} 个。", kTariffValuesMax));
  std::vector<policy::Rational> out;
  for (policy::Rational v = lowest; v <= highest; v = v + step) out.push_back(v);
  return out;
}

using Sums = std::vector<std::vector<policy::Effect>>;  // [value][benefit]

Sums by_value(const policy::TariffEffects& effects, std::size_t benefits) {
  Sums out;
  for (const auto& stretches : effects) {
    out.emplace_back(benefits);
    for (const auto& of_stretch : stretches)
      for (std::size_t b = 0; b < benefits; ++b) out.back()[b] += of_stretch[b];
  }
  return out;
}

Result<Sums> all_values(const City& city, std::string_view parameter, RegionCode region, const std::vector<policy::Rational>& values, Date known) {
  const std::size_t benefits = policy::benefits(*city.rules).size();
  if (std::ranges::all_of(values, &policy::Rational::whole)) {
    policy::Tariff tariff{std::string(parameter), region, {}};
    for (const policy::Rational& v : values) tariff.values.push_back(v.num);
    if (const auto priced = policy::compare_tariffs(*city.rules, known, *city.columns, city.month, tariff)) return by_value(*priced, benefits);
  }
  if (static_cast<std::int64_t>(values.size()) > kTariffsOneByOneMax)
    return fail_field("step", "间隔", fmt::format("这个标准牵涉收入、费用或比例，要逐个测算，一次最多 {} 个取值。", kTariffsOneByOneMax));
  policy::TariffEffects effects;
  for (const policy::Rational& value : values) {
    policy::RuleSet scenario = *city.rules;
    YILIN_CHECK(scenario.add_parameter(parameter, region, city.month, city.month + 1, value));
    effects.push_back(policy::compare(*city.rules, known, scenario, known, *city.columns, city.month, {}).effects);
  }
  return by_value(effects, benefits);
}

std::optional<policy::Rational> in_force(const policy::RuleSet& rules, policy::NameId parameter, RegionCode region, Month month, Date known) {
  const policy::VersionId version = policy::resolve(rules, {policy::rule_region_of(rules, region), month, known, {}}).versions[static_cast<std::size_t>(parameter)];
  if (version == policy::kNone) return {};
  const policy::Expr& value = rules.expr(rules.version(version).value);
  return value.op == policy::Op::literal ? std::optional(value.literal) : std::nullopt;
}

}  // namespace

Result<TariffView> compare_tariff(command::Reader& reader, const TariffQuery& in) {
  const RegionCode city = region::city(reader.kernel);
  if (!covers(reader.caller, city)) return fail(yilin::errors::forbidden, "标准比选由市级民政部门办理。");
  const RegionCode region = in.region.value ? in.region : city;
  if (!city.contains(region) && !region.contains(city)) return fail_field("region", "地区", "应为本市或本市的区县。");
  const Live::View now = live(reader.kernel).view(reader.db);
  const policy::RuleSet& rules = *now->city->rules;
  const policy::NameId id = rules.find(in.parameter);
  if (id == policy::kNone || rules.name(id).kind != policy::NameKind::parameter) return fail_field("parameter", "标准", "现行规则中没有这个标准。");
  const policy::Name& parameter = rules.name(id);
  if (parameter.type.kind != policy::Kind::number) return fail_field("parameter", "标准", "这个标准不是数值。");
  YILIN_TRY(const std::vector<policy::Rational> values, values_of(rules, parameter, in));
  const Date known = reader.today();
  YILIN_TRY(const Sums sums, all_values(*now->city, in.parameter, region, values, known));

  TariffView out;
  out.parameter = in.parameter;
  out.region = region;
  out.region_name = rules.region_name(region);
  out.month = now->city->month;
  out.known_at = now->city->known_at;
  out.elders = static_cast<std::int64_t>(now->city->people());
  const auto present = in_force(rules, id, region, out.month, known);
  if (present) out.present = rules.format(*present, parameter.type);
  const std::vector<policy::NameId> benefits = policy::benefits(rules);
  for (std::size_t v = 0; v < values.size(); ++v) {
    TariffRow row;
    row.value = rules.format(values[v], parameter.type);
    row.present = present && values[v] == *present;
    for (std::size_t b = 0; b < benefits.size(); ++b) {
      if (std::ranges::all_of(sums, [&](const auto& of) { return of[b] == policy::Effect{}; })) continue;
      const policy::Effect& e = sums[v][b];
      const bool money = measure_of(rules.name(benefits[b])) == Measure::money;
      const Fen gained{money ? e.gained : 0}, lost{money ? e.lost : 0};
      row.effects.push_back({rules.name(benefits[b]).text, e.winners, e.losers, gained, lost, {gained.value - lost.value}});
      row.cost_fen += row.effects.back().cost_fen;
    }
    out.items.push_back(std::move(row));
  }
  return out;
}

}  // namespace yilin::benefits
