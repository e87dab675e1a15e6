#include "modules/benefits/comparable.h"

#include <algorithm>
#include <numeric>

#include "engines/policy/evaluate.h"

namespace yilin::benefits {
namespace {

using policy::Name;
using policy::NameId;
using policy::NameKind;
using policy::RuleSet;

bool same_type(const RuleSet& a, const Name& x, const RuleSet& b, const Name& y) {
  if (x.kind != y.kind || x.household != y.household || x.type.kind != y.type.kind || x.type.dims != y.type.dims) return false;
  if (x.type.kind != policy::Kind::enumeration) return true;
  const auto values = [](const RuleSet& set, const Name& n) -> const std::vector<std::string>& { return set.enumerations[static_cast<std::size_t>(n.type.enumeration)].values; };
  return values(a, x) == values(b, y);
}

// Whatever name of `kind` both have means the same in both.
bool agree(const RuleSet& a, const RuleSet& b, NameKind kind) {
  return std::ranges::all_of(a.names, [&](const Name& x) {
    const NameId other = b.find(x.text);
    if (x.kind != kind || other == policy::kNone) return true;
    const Name& y = b.name(other);
    return same_type(a, x, b, y) && (kind != NameKind::fact || (x.lo == y.lo && x.hi == y.hi));
  });
}

bool knows_facts_of(const RuleSet& set, const RuleSet& other) {
  return std::ranges::all_of(other.names, [&](const Name& n) { return n.kind != NameKind::fact || set.find(n.text) != policy::kNone; });
}

// `to[i]`: what name i is called from now on.
void renumber(RuleSet& set, const std::vector<NameId>& to) {
  std::vector<Name> names(set.names.size());
  for (std::size_t i = 0; i < to.size(); ++i) names[static_cast<std::size_t>(to[i])] = std::move(set.names[i]);
  set.names = std::move(names);
  const auto change = [&](NameId& id) {
    if (id != policy::kNone) id = to[static_cast<std::size_t>(id)];
  };
  for (auto& [text, id] : set.by_name) change(id);
  for (policy::Expr& e : set.exprs) change(e.name);
  for (policy::Relation& r : set.relations)
    for (NameId& id : r.names) change(id);
  for (policy::Version& v : set.versions) {
    change(v.name);
    for (policy::Example& example : v.examples)
      for (policy::ExampleFact& f : example.facts) change(f.name);
  }
}

// With the benefits of `order` in this order; those that it lacks are taken over from `other` without their rules.
policies::Rules ordered(const policies::Rules& rules, const RuleSet& other, const std::vector<std::string>& order) {
  const std::vector<NameId> there = policy::benefits(*rules);
  if (std::ranges::equal(there, order, {}, [&](NameId id) { return rules->name(id).text; })) return rules;
  auto set = std::make_shared<RuleSet>(*rules);
  for (const std::string& benefit : order) {
    if (set->find(benefit) != policy::kNone) continue;
    Name name = other.name(other.find(benefit));
    name.versions.clear();
    set->by_name[benefit] = static_cast<NameId>(set->names.size());
    set->names.push_back(std::move(name));
  }
  std::vector<NameId> to(set->names.size());
  std::iota(to.begin(), to.end(), 0);
  const std::vector<NameId> places = policy::benefits(*set);
  for (std::size_t i = 0; i < places.size(); ++i) to[static_cast<std::size_t>(set->find(order[i]))] = places[i];
  renumber(*set, to);
  return set;
}

}  // namespace

std::optional<SideBySideRules> side_by_side(policies::Rules before, policies::Rules after) {
  for (const NameKind kind : {NameKind::fact, NameKind::benefit})
    if (!agree(*before, *after, kind) || !agree(*after, *before, kind)) return {};
  const bool after_knows = knows_facts_of(*after, *before);
  if (!after_knows && !knows_facts_of(*before, *after)) return {};
  std::vector<std::string> order;
  for (const policies::Rules& set : {before, after})
    for (const NameId id : policy::benefits(*set))
      if (std::ranges::find(order, set->name(id).text) == order.end()) order.push_back(set->name(id).text);
  SideBySideRules out;
  out.before = ordered(before, *after, order);
  out.after = ordered(after, *before, order);
  out.facts = after_knows ? out.after : out.before;
  return out;
}

}  // namespace yilin::benefits
