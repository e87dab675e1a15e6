#include "modules/benefits/facts.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace yilin::benefits {
namespace {

constexpr std::int64_t kIdEpoch_ms = 1'704'067'200'000;  // 2024-01-01 UTC (base/id.h)
constexpr int kIdLowBits = 22;

bool valid_on(const FactRecord& r, Date day) { return (!r.valid_from || r.valid_from <= day) && (!r.valid_to || day < r.valid_to); }

const entity::EnumName* name_of(Origin origin) {
  for (const entity::EnumName& n : enum_names(origin))
    if (n.value == static_cast<std::int64_t>(origin)) return &n;
  return nullptr;
}

std::string who_says(const FactRecord& r) { return r.source.empty() ? std::string(name_of(r.origin)->label) : r.source; }

// Which of `seen` counts; all are of one confidence.
Stand latest(const std::vector<const FactRecord*>& seen) {
  const FactRecord* best = nullptr;
  const auto newer = [](const FactRecord& a, const FactRecord& b) {
    const Date x = civil_date(a.recorded_at), y = civil_date(b.recorded_at);
    if (x != y) return x < y;
    const std::int32_t from = a.valid_from ? a.valid_from.days : Date::kNone, other = b.valid_from ? b.valid_from.days : Date::kNone;
    return from < other;
  };
  for (const FactRecord* r : seen)
    if (!best || newer(*best, *r)) best = r;
  for (const FactRecord* r : seen)
    if (!newer(*r, *best) && !newer(*best, *r) && r->value != best->value)
      return {Knowledge::contradictory, best, fmt::format("两处记录不一致：{}为{}，{}为{}", who_says(*best), best->value, who_says(*r), r->value)};
  return {best->value.empty() ? Knowledge::unknown : Knowledge::known, best, {}};
}

}  // namespace

Stand stand(std::span<const FactRecord> records, Date day, Instant known_at, bool take_claims) {
  std::vector<const FactRecord*> verified, claimed;
  for (const FactRecord& r : records) {
    if (r.recorded_at > known_at || !valid_on(r, day) || (r.value.empty() && r.replaces)) continue;
    const bool replaced = std::ranges::any_of(records, [&](const FactRecord& o) { return r.id && o.replaces == r.id && o.recorded_at <= known_at; });
    if (replaced) continue;
    (r.confidence == Confidence::verified || take_claims ? verified : claimed).push_back(&r);
  }
  if (!verified.empty()) {
    Stand out = latest(verified);
    if (out.knowledge != Knowledge::unknown) return out;
  }
  if (claimed.empty()) return {Knowledge::unknown, verified.empty() ? nullptr : latest(verified).record, {}};
  Stand out = latest(claimed);
  if (out.knowledge == Knowledge::known) {
    out.knowledge = Knowledge::claimed;
    out.remark = fmt::format("申报为{}，待核实", out.record->value);
  }
  return out;
}

std::optional<policy::Rational> base_value(const policy::RuleSet& rules, policy::NameId fact, std::string_view text, Date day) {
  const policy::Name& name = rules.name(fact);
  const auto value = rules.parse_value(name.type, text);
  if (!value || !value->whole() || *value < name.lo || *value > name.hi) return {};
  if (name.type.kind == policy::Kind::date && (!policy::packed_exists(value->num) || (name.text == kBirth && policy::unpack(value->num) > day))) return {};
  return value;
}

std::string with_unit(const policy::RuleSet& rules, policy::NameId fact, std::string_view text) {
  const policy::Type& type = rules.name(fact).type;
  const std::string trimmed = text::half_width(text::trim(text));
  if (rules.parse_value(type, trimmed)) return trimmed;
  std::string better;
  if (type.kind == policy::Kind::number) better = trimmed + policy::to_string(type.dims);
  if (type.kind == policy::Kind::date)
    if (const auto date = Date::parse(trimmed)) better = to_string(*date);
  if (type.kind == policy::Kind::boolean)
    better = trimmed == "Y" || trimmed == "y" || trimmed == "TRUE" || trimmed == "1" || trimmed == "有" ? "是"
             : trimmed == "N" || trimmed == "n" || trimmed == "FALSE" || trimmed == "0" || trimmed == "无" ? "否"
                                                                                                        : "";
  return !better.empty() && rules.parse_value(type, better) ? better : trimmed;
}

std::vector<Said> registry_says(const registry::Facts& f, bool urban) {
  using registry::Label;
  using registry::Living;
  std::vector<Said> out;
  const auto held = [&](Label label) { return (f.labels & bit(label)) != 0; };
  if (f.birth) out.push_back({kBirth, to_string(f.birth), "老人档案"});
  if (f.state != registry::ElderState::dead) out.push_back({kAlive, "是", "老人档案"});
  else out.push_back({kAlive, "否", "死亡登记"});
  if (f.ability != registry::Ability::unassessed) {
    constexpr std::string_view levels[] = {"能力完好", "轻度失能", "中度失能", "重度失能", "完全失能"};
    out.push_back({"能力等级", std::string(levels[static_cast<int>(f.ability)]), "能力评估"});
  }
  if (f.living != Living::unknown) {
    out.push_back({"住机构", f.living == Living::institution ? "是" : "否", "档案居住情况"});
    out.push_back({"留守", f.living == Living::left_behind ? "是" : "否", "档案居住情况"});
  }
  if (f.living == Living::alone) {
    out.push_back({"家庭.同住人数", "1人", "档案居住情况（独居）", true});
    out.push_back({"家庭.同住老人", "1人", "档案居住情况（独居）", true});
  }
  // A label that is missing says nothing: nobody may have asked.
  if (held(Label::dementia)) out.push_back({"失智", "是", "标签（失智）"});
  if (held(Label::family_planning) || held(Label::lost_only_child)) out.push_back({"计生特殊家庭", "是", "标签（计生特殊家庭）"});
  if (held(Label::preferential)) out.push_back({"优抚对象", "是", "标签（优抚）"});
  if (held(Label::extreme_poverty) && f.living != Living::unknown)
    out.push_back({"供养方式", f.living == Living::institution ? "集中供养" : "分散供养", "标签（特困）与居住情况"});
  out.push_back({"家庭.城乡", urban ? "城镇" : "农村", "区划城乡分类", true});
  return out;
}

FactRecord record_of(const Said& said, const registry::Facts& facts, std::int64_t house) {
  FactRecord r;
  r.subject_kind = said.household ? SubjectKind::household : SubjectKind::elder;
  r.subject = said.household ? house : facts.id.value;
  r.region = facts.region;
  r.fact = said.fact;
  r.value = said.value;
  r.recorded_at = registered_at(facts.id);
  r.origin = Origin::registry;
  r.source = said.source;
  return r;
}

Instant registered_at(ElderId elder) { return start_of_day(civil_date({(elder.value >> kIdLowBits) + kIdEpoch_ms})); }

}  // namespace yilin::benefits
