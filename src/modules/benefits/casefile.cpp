#include "modules/benefits/casefile.h"

#include <algorithm>

#include "kernel/entity/store.h"
#include "modules/benefits/rows.h"

namespace yilin::benefits {
namespace {

bool belongs_to(const FactRecord& r, const Dossier& d, std::size_t member) {
  const auto& ids = d.members[member].ids;
  return std::ranges::any_of(ids, [&](ElderId id) { return id.value == r.subject; });
}

// The records of one fact of one member (or of the household), the registry's own word among them.
std::vector<FactRecord> of_fact(const Dossier& d, std::string_view fact, bool household, std::size_t member, const std::vector<std::vector<Said>>& said) {
  std::vector<FactRecord> out;
  bool registry_told = false;
  const bool alone = d.house == d.members[0].facts.id.value;
  for (const FactRecord& r : d.records) {
    if (r.fact != fact) continue;
    const bool hers = household ? r.subject_kind == SubjectKind::household && (r.subject == d.house || (alone && belongs_to(r, d, 0)))
                                : r.subject_kind == SubjectKind::elder && belongs_to(r, d, member);
    if (!hers) continue;
    registry_told = registry_told || r.origin == Origin::registry;
    out.push_back(r);
  }
  if (registry_told) return out;
  for (std::size_t m = household ? 0 : member; m < (household ? said.size() : member + 1); ++m)
    for (const Said& s : said[m])
      if (s.fact == fact) out.push_back(record_of(s, d.members[m].facts, d.house));
  return out;
}

// What holds for everybody of her region, if nothing else is known: the nearest region that says something.
Stand of_region(const Dossier& d, std::string_view fact, const AsOf& as_of, Date day, std::vector<FactRecord>& kept) {
  kept.clear();
  RegionCode nearest;
  for (const FactRecord& r : d.records)
    if (r.fact == fact && r.subject_kind == SubjectKind::region && RegionCode{r.subject}.contains(d.members[0].facts.region)) nearest = std::max(nearest, RegionCode{r.subject});
  for (const FactRecord& r : d.records)
    if (r.fact == fact && r.subject_kind == SubjectKind::region && r.subject == nearest.value) kept.push_back(r);
  return stand(kept, day, as_of.known_at, as_of.take_claims);
}

}  // namespace

Result<Dossier> load_dossier(sql::Connection& db, Kernel& kernel, ElderId elder) {
  const auto facts = registry::facts(kernel, elder);
  if (!facts) return fail(yilin::errors::not_found);
  Dossier d;
  d.house = facts->household ? facts->household.value : facts->id.value;
  d.members.push_back({*facts, registry::ids_of(kernel, facts->id)});
  if (facts->household)
    for (const ElderId other : kernel.parts.get<Households>().members(facts->household)) {
      const auto of = registry::facts(kernel, other);
      if (!of || of->id == facts->id || of->state == registry::ElderState::merged || d.members.size() >= policy::kMembersMax) continue;
      d.members.push_back({*of, registry::ids_of(kernel, of->id)});
    }
  auto q = entity::store::select<FactRecord>("fact_record", "t").add(" WHERE t.subject IN (?", d.house);
  for (const auto& member : d.members)
    for (const ElderId id : member.ids) q.add(", ?", id);
  for (const RegionLevel level : {RegionLevel::province, RegionLevel::city, RegionLevel::county, RegionLevel::street, RegionLevel::community})
    q.add(", ?", facts->region.at(level));
  d.records = all<FactRecord>(db, kernel.vault, "fact_record", q.add(") ORDER BY t.id"));
  return d;
}

CaseFile build_case(const policy::RuleSet& rules, const Dossier& d, const AsOf& as_of, bool urban) {
  const RegionCode region = policy::rule_region_of(rules, d.members[0].facts.region);
  CaseFile out{policy::Case(rules, region), {region, as_of.month, civil_date(as_of.known_at), as_of.opened}, {}};
  const Date day = as_of.month.end() + -1;
  std::vector<std::vector<Said>> said;
  for (const auto& member : d.members) said.push_back(registry_says(member.facts, urban));
  for (std::size_t m = 1; m < d.members.size(); ++m) out.person.add_member();
  std::vector<FactRecord> regional;
  for (std::size_t i = 0; i < rules.names.size(); ++i) {
    const policy::Name& name = rules.names[i];
    if (name.kind != policy::NameKind::fact) continue;
    const auto fact = static_cast<policy::NameId>(i);
    for (std::size_t m = 0; m < (name.household ? 1 : d.members.size()); ++m) {
      const std::vector<FactRecord> records = of_fact(d, name.text, name.household, m, said);
      Stand s = stand(records, day, as_of.known_at, as_of.take_claims);
      if (s.knowledge == Knowledge::unknown && s.record == nullptr) s = of_region(d, name.text, as_of, day, regional);
      policy::Provenance from;
      if (s.record) from = {s.record->source, s.record->valid_from, civil_date(s.record->recorded_at), {}};
      if (s.knowledge == Knowledge::known) {
        const auto value = base_value(rules, fact, s.record->value, day);
        if (value) out.person.set(fact, *value, from, m);
        else {
          s.knowledge = Knowledge::out_of_range;
          s.remark = "记录的取值“" + s.record->value + "”不在范围内";
        }
      }
      if (s.knowledge != Knowledge::known) {
        out.person.set(fact, name.lo, from, m);  // for the source that an explanation shows; forgotten at once
        out.person.forget(fact, s.remark.empty() ? "未登记" : s.remark, m);
      }
      if (m == 0) out.facts.push_back({fact, s.knowledge, s.record ? std::optional(*s.record) : std::nullopt, s.remark});
    }
  }
  return out;
}

std::vector<ElderId> Households::members(HouseholdId household) const {
  const std::lock_guard lock(mutex_);
  const auto found = members_.find(household.value);
  return found == members_.end() ? std::vector<ElderId>() : found->second;
}

bool Households::put(ElderId elder, HouseholdId household) {
  const std::lock_guard lock(mutex_);
  std::int64_t& of = of_[elder.value];
  if (of == household.value) return false;
  if (of != 0) std::erase(members_[of], elder);
  of = household.value;
  if (of == 0) return true;
  auto& list = members_[of];
  list.insert(std::ranges::lower_bound(list, elder), elder);
  return true;
}

}  // namespace yilin::benefits
