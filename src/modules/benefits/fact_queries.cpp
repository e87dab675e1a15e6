#include <algorithm>
#include <map>

#include "modules/benefits/decide.h"
#include "modules/benefits/fact_views.h"
#include "modules/benefits/programs.h"
#include "modules/benefits/rows.h"

namespace yilin::benefits {
namespace {

std::string_view kind_code(policy::Kind kind) {
  constexpr std::string_view codes[] = {"boolean", "number", "date", "choice", "region"};
  return codes[static_cast<int>(kind)];
}

Word word_of(const policy::RuleSet& rules, const policy::Name& n) {
  Word w;
  w.name = n.text;
  w.kind = kind_code(n.type.kind);
  w.household = n.household;
  if (n.type.kind == policy::Kind::number) w.unit = policy::to_string(n.type.dims);
  if (n.type.kind == policy::Kind::number || n.type.kind == policy::Kind::date) {
    w.least = rules.format(n.lo, n.type);
    w.most = rules.format(n.hi, n.type);
  }
  if (n.type.kind == policy::Kind::boolean) w.choices = {"是", "否"};
  if (n.type.kind == policy::Kind::enumeration) w.choices = rules.enumerations[static_cast<std::size_t>(n.type.enumeration)].values;
  return w;
}

}  // namespace

Result<Vocabulary> vocabulary(command::Reader& reader) {
  const policies::InForce present = policies::present(reader.kernel);
  const policy::RuleSet& rules = *present.rules;
  Vocabulary out;
  out.rule_number = present.number;
  for (const policy::Name& n : rules.names) {
    if (n.kind == policy::NameKind::fact) out.facts.push_back(word_of(rules, n));
    if (n.kind != policy::NameKind::benefit || n.versions.empty()) continue;
    const policy::Version& v = rules.version(n.versions.back());
    out.benefits.push_back({n.text, v.group, v.citation, n.household, measure_of(n), v.confidence != policy::Confidence::official, programs(reader.kernel).of(n.text)});
  }
  return out;
}

Result<ElderFacts> elder_facts(command::Reader& reader, const ElderMonth& in) {
  YILIN_TRY(const auto brief, registry::brief(reader, in.id));
  YILIN_TRY(const Dossier d, load_dossier(reader.db, reader.kernel, brief.id));
  const auto rules = policies::in_force(reader.kernel);
  AsOf as_of = now_of(reader);
  if (in.month.index) as_of.month = in.month;
  if (in.known_at) as_of.known_at = in.known_at;
  const CaseFile file = build_case(*rules, d, as_of, urban(reader.kernel, d));
  ElderFacts out;
  out.elder_id = brief.id;
  out.elder_name = brief.name;
  out.month = as_of.month;
  out.known_at = as_of.known_at;
  for (const auto& member : d.members) out.household.push_back(member.facts.id);
  const auto hers = [&](const FactRecord& r) {
    return r.subject == d.house || std::ranges::any_of(d.members[0].ids, [&](ElderId id) { return id.value == r.subject; }) || r.subject_kind == SubjectKind::region;
  };
  for (const KnownFact& k : file.facts) {
    const policy::Name& name = rules->name(k.fact);
    FactView v;
    v.fact = name.text;
    v.household = name.household;
    v.knowledge = k.knowledge;
    v.remark = k.remark;
    if (k.record) {
      if (k.knowledge != Knowledge::contradictory) v.value = k.record->value;
      v.source = k.record->source;
      v.since = k.record->valid_from;
      v.recorded_at = k.record->recorded_at;
    }
    for (auto r = d.records.rbegin(); r != d.records.rend(); ++r)
      if (r->fact == name.text && hers(*r) && v.records.size() < kFactsAtOnce) v.records.push_back(*r);
    out.facts.push_back(std::move(v));
  }
  return out;
}

}  // namespace yilin::benefits
