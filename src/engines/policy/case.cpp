#include <algorithm>

#include "base/assert.h"
#include "engines/policy/evaluate.h"

namespace yilin::policy {

Case::Case(const RuleSet& set, RegionCode where) : region(where), set_(&set), provenance_(set.names.size()) { add_member(); }

std::size_t Case::add_member() {
  YILIN_ASSERT(people_.size() < kMembersMax);
  std::vector<Interval> facts(set_->names.size());
  for (std::size_t i = 0; i < facts.size(); ++i) facts[i] = {set_->names[i].lo, set_->names[i].hi};
  people_.push_back(std::move(facts));
  return people_.size() - 1;
}

bool Case::set(NameId fact, Rational value, Provenance from, std::size_t member) {
  if (fact < 0 || static_cast<std::size_t>(fact) >= set_->names.size()) return false;
  const Name& n = set_->name(fact);
  if (n.kind != NameKind::fact || member >= people_.size()) return false;
  if (n.household) member = 0;
  bool good = value >= n.lo && value <= n.hi && value.whole();
  if (n.type.kind == Kind::date) good = good && packed_exists(value.num);
  if (member == 0) provenance_[fact] = std::move(from);
  if (!good) {
    forget(fact, "取值超出范围", member);
    return false;
  }
  people_[member][fact] = exactly(value);
  return true;
}

void Case::forget(NameId fact, std::string remark, std::size_t member) {
  const Name& n = set_->name(fact);
  if (n.household) member = 0;
  people_[member][fact] = {n.lo, n.hi};
  if (member == 0) provenance_[fact].remark = std::move(remark);
}

void Case::limit(NameId fact, Interval range, std::string remark, std::size_t member) {
  const Name& n = set_->name(fact);
  if (n.household) member = 0;
  people_[member][fact] = {std::clamp(range.lo, n.lo, n.hi), std::clamp(range.hi, n.lo, n.hi)};
  if (member == 0) provenance_[fact].remark = std::move(remark);
}

const Interval& Case::fact(NameId id, std::size_t member) const { return people_[member][static_cast<std::size_t>(id)]; }
const Provenance& Case::provenance(NameId id) const { return provenance_[static_cast<std::size_t>(id)]; }

Case case_as_of(const RuleSet& set, RegionCode region, const std::vector<FactRecord>& records, Month month, Date known_at) {
  Case out(set, region);
  std::size_t people = 1;
  for (const FactRecord& r : records) people = std::max(people, r.member + 1);
  while (out.people() < std::min<std::size_t>(people, kMembersMax)) out.add_member();
  const Date day = month.end() + -1;
  std::vector<const FactRecord*> best(set.names.size() * out.people(), nullptr);
  const auto visible = [&](const FactRecord& r) {
    return r.fact >= 0 && r.recorded <= known_at && (!r.from || r.from <= day) && (!r.to || day < r.to) && r.member < out.people();
  };
  const auto slot = [&](const FactRecord& r) -> const FactRecord*& {
    return best[(set.name(r.fact).household ? 0 : r.member) * set.names.size() + static_cast<std::size_t>(r.fact)];
  };
  for (const FactRecord& r : records)
    if (visible(r) && (!slot(r) || slot(r)->recorded < r.recorded)) slot(r) = &r;
  for (const FactRecord* r : best)
    if (r) out.set(r->fact, r->value, {r->source, r->from, r->recorded, {}}, r->member);
  for (const FactRecord& r : records) {
    if (!visible(r)) continue;
    const FactRecord* chosen = slot(r);
    if (chosen == &r || chosen->recorded != r.recorded || chosen->value == r.value) continue;
    const std::size_t member = set.name(r.fact).household ? 0 : r.member;
    const Interval now = out.fact(r.fact, member);
    out.limit(r.fact, hull(now, exactly(r.value)), "两处记录不一致", member);
  }
  return out;
}

}  // namespace yilin::policy
