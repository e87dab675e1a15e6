#include "modules/benefits/decide.h"

#include <algorithm>

#include "modules/region/region.h"

namespace yilin::benefits {

Outcomes decide(const policy::RuleSet& rules, const CaseFile& file) {
  Outcomes out{policy::resolve(rules, file.context), {}};
  policy::Evaluator evaluator(rules, out.resolution, file.person);
  out.decisions = evaluator.decisions();
  return out;
}

Verdict verdict_of(const policy::Decision& d) {
  if (!d.exists) return Verdict::no;
  switch (d.verdict()) {
    case policy::Verdict::granted: return Verdict::yes;
    case policy::Verdict::unknown: return Verdict::to_verify;
    default: return Verdict::no;
  }
}

Measure measure_of(const policy::Name& benefit) {
  if (benefit.type.kind == policy::Kind::boolean) return Measure::entitlement;
  if (benefit.type.kind == policy::Kind::enumeration) return Measure::choice;
  if (benefit.type.kind != policy::Kind::number) return Measure::other;
  policy::Dims money, times;
  money.power[static_cast<int>(policy::Base::money)] = 1;
  times.power[static_cast<int>(policy::Base::times)] = 1;
  return benefit.type.dims == money ? Measure::money : benefit.type.dims == times ? Measure::times : Measure::other;
}

namespace {
Fen money(const policy::RuleSet& rules, const policy::Decision& d, const policy::Rational& amount) {
  if (!d.exists || measure_of(rules.name(d.benefit)) != Measure::money) return {};
  return {policy::round_to(amount, policy::Rounding::down, 1).num};
}
}  // namespace

Fen least(const policy::RuleSet& rules, const policy::Decision& d) { return money(rules, d, d.amount.lo); }
Fen most(const policy::RuleSet& rules, const policy::Decision& d) { return money(rules, d, d.amount.hi); }

std::string amount_text(const policy::RuleSet& rules, const policy::Decision& d) {
  const policy::Name& name = rules.name(d.benefit);
  if (!d.exists || !d.granted.possibly() || name.type.kind == policy::Kind::boolean) return {};
  return rules.format(d.amount, name.type);
}

std::vector<std::string> open_facts(const policy::RuleSet& rules, const CaseFile& file, const Outcomes& outcomes, policy::NameId benefit) {
  std::vector<std::string> out;
  for (const policy::NameId fact : policy::facts_of(rules, outcomes.resolution, benefit))
    if (!file.person.fact(fact, 0).known()) out.push_back(rules.name(fact).text);
  return out;
}

AsOf now_of(const command::Reader& reader) { return {Month::of(reader.today()), reader.now, false, {}}; }

bool urban(Kernel& kernel, const Dossier& d) { return region::divisions(kernel)->urban(d.members[0].facts.region); }

Question ask(Kernel& kernel, policies::Rules rules, Dossier dossier, const AsOf& as_of) {
  CaseFile file = build_case(*rules, dossier, as_of, urban(kernel, dossier));
  Outcomes outcomes = decide(*rules, file);
  return {std::move(rules), std::move(dossier), std::move(file), std::move(outcomes)};
}

Live::Change change_of(const policy::RuleSet& rules, const Dossier& d, const CaseFile& file, std::string_view fact) {
  const policy::NameId id = rules.find(fact);
  const bool household = id != policy::kNone && rules.name(id).household;
  Live::Change out{household ? SubjectKind::household : SubjectKind::elder, household ? d.house : d.members[0].facts.id.value, std::string(fact), {}};
  if (id != policy::kNone && rules.name(id).kind == policy::NameKind::fact) out.value = known_value(file.person, id);
  return out;
}

bool covers(const access::Caller& caller, RegionCode region) {
  if (caller.kind == access::CallerKind::system) return true;
  const RegionRange all = region.subtree();
  return std::ranges::any_of(caller.scope, [&](const RegionRange& r) { return r.lo <= all.lo && all.hi <= r.hi; });
}

Result<policy::NameId> benefit_named(const policy::RuleSet& rules, std::string_view name) {
  const policy::NameId id = rules.find(name);
  if (id == policy::kNone || rules.name(id).kind != policy::NameKind::benefit) {
    Error error(errors::unknown_benefit);
    error.fields.push_back({"benefit", "待遇", "现行规则中没有这项待遇。"});
    return fail(std::move(error));
  }
  return id;
}


}  // namespace yilin::benefits
