#include "modules/policy/boundary.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "modules/policy/words.h"

namespace yilin::policies {
namespace {

using namespace policy;

using Marks = std::vector<std::int32_t>;  // sorted; equal marks are equal rules

// Numbers for what rules say, the same for the same words in either set.
class Marker {
 public:
  std::int32_t mark(std::string text) { return known_.emplace(std::move(text), static_cast<std::int32_t>(known_.size())).first->second; }

 private:
  std::map<std::string, std::int32_t> known_;
};

// Which rules a decision rests on, by their marks.
class Index {
 public:
  Index(const RuleSet& set, Marker& marker) : set_(set) {
    for (std::size_t i = 0; i < set.versions.size(); ++i) versions_.push_back(marker.mark(set.canonical(static_cast<VersionId>(i))));
    for (const Relation& r : set.relations) relations_.push_back(marker.mark(set.canonical(r)));
    for (const Name& n : set.names) facts_.push_back(n.kind == NameKind::fact ? marker.mark(fmt::format("事实 {} {} {}", n.text, set.format(n.lo, n.type), set.format(n.hi, n.type))) : -1);
  }

  Marks all(const Resolution& r) const {
    Marks out;
    for (const VersionId v : r.versions)
      if (v != kNone) out.push_back(versions_[static_cast<std::size_t>(v)]);
    for (const std::int32_t i : r.relations) out.push_back(relations_[static_cast<std::size_t>(i)]);
    std::ranges::sort(out);
    return out;
  }
  // Every name that a decision on `benefit` rests on, rules and facts alike, relations included.
  Marks support(const Resolution& r, NameId benefit) const {
    std::vector<bool> seen(set_.names.size());
    Marks out;
    name(r, benefit, seen, out);
    for (const std::int32_t i : r.relations) {
      const Relation& relation = set_.relations[static_cast<std::size_t>(i)];
      if (std::ranges::find(relation.names, benefit) == relation.names.end()) continue;
      out.push_back(relations_[static_cast<std::size_t>(i)]);
      for (const NameId other : relation.names) name(r, other, seen, out);
    }
    std::ranges::sort(out);
    return out;
  }

 private:
  void name(const Resolution& r, NameId id, std::vector<bool>& seen, Marks& out) const {
    const auto at = static_cast<std::size_t>(id);
    if (seen[at]) return;
    seen[at] = true;
    if (set_.name(id).kind == NameKind::fact) return out.push_back(facts_[at]);
    if (r.versions[at] == kNone) return;
    out.push_back(versions_[static_cast<std::size_t>(r.versions[at])]);
    const Version& v = set_.version(r.versions[at]);
    const auto walk = [&](const auto& self, ExprId e) -> void {
      if (e == kNone) return;
      if (set_.expr(e).name != kNone) name(r, set_.expr(e).name, seen, out);
      for (const ExprId argument : set_.expr(e).args) self(self, argument);
    };
    for (const ExprId c : v.clauses) walk(walk, c);
    walk(walk, v.value);
    for (const ExprId h : v.table.heads) walk(walk, h);
    for (const Row& row : v.table.rows) {
      walk(walk, row.result);
      for (const Cell& c : row.cells)
        for (const Span& s : c.spans) {
          walk(walk, s.lo);
          walk(walk, s.hi);
        }
    }
  }

  const RuleSet& set_;
  Marks versions_, relations_, facts_;
};

// The same person under the other rules: facts are matched by name and type.
Case translated(const RuleSet& from, const Case& person, const RuleSet& to) {
  Case out(to, person.region);
  while (out.people() < person.people()) out.add_member();
  for (std::size_t i = 0; i < to.names.size(); ++i) {
    const Name& n = to.names[i];
    const NameId old = from.find(n.text);
    if (n.kind != NameKind::fact || old == kNone || from.name(old).kind != NameKind::fact || from.name(old).type.kind != n.type.kind) continue;
    if (n.type.kind == Kind::enumeration &&
        from.enumerations[static_cast<std::size_t>(from.name(old).type.enumeration)].values != to.enumerations[static_cast<std::size_t>(n.type.enumeration)].values)
      continue;
    for (std::size_t m = 0; m < out.people(); ++m)
      if (const Interval& value = person.fact(old, m); value.known()) out.set(static_cast<NameId>(i), value.lo, {}, m);
  }
  return out;
}

bool steps_by_one(const Name& n) { return n.type.kind == Kind::number || n.type.kind == Kind::date; }
// One step away from a value; nothing outside the range of the fact.
std::optional<Rational> stepped(const Name& n, const Rational& value, int step) {
  Rational out = value;
  if (step != 0) {
    if (n.type.kind == Kind::date) {
      if (!packed_exists(value.num)) return {};
      out = pack(unpack(value.num) + step);
    } else {
      out = value + Rational(step);
    }
  }
  if (out < n.lo || out > n.hi) return {};
  return out;
}

constexpr std::string_view kItself = "示例本身";

class Generator {
 public:
  Generator(const RuleSet& before, const RuleSet& after) : before_(before), after_(after) {}

  BoundaryList run() {
    for (const Affected& a : affected(before_, after_)) benefit(a);
    return std::move(out_);
  }

 private:
  void benefit(const Affected& a) {
    const Resolution now = resolve(after_, {a.region, a.month, kAllKnown, {}});
    const Version& v = after_.version(now.versions[static_cast<std::size_t>(a.benefit)]);
    const std::size_t first = out_.cases.size();
    for (const Example& example : v.examples) {
      Case person = case_of(after_, example);
      // The region that the change is about decides; an example of a place inside it keeps its own.
      if (rule_region_of(after_, person.region) != a.region) person.region = a.region;
      example_ = words::line(after_, example.at);
      add(a, person, std::string(kItself), a.month + -1);
      add(a, person, std::string(kItself), a.month);
      const Resolution r = resolve(after_, {person.region, a.month, kAllKnown, {}});
      for (const NameId fact : facts_of(after_, r, a.benefit)) {
        const Name& n = after_.name(fact);
        std::set<Rational> values;
        for (const Rational& turn : turning_points(after_, r, person, a.benefit, fact))
          for (const int step : {-1, 0, 1})
            if (step == 0 || steps_by_one(n))
              if (const auto value = stepped(n, turn, step)) values.insert(*value);
        for (const Rational& value : values) {
          Case trial = person;
          trial.set(fact, value);
          add(a, trial, fmt::format("{} {}", n.text, after_.format(value, n.type)), a.month);
        }
      }
    }
    // Where no answer is another (a citation, say), the examples themselves are enough.
    const auto from = out_.cases.begin() + static_cast<std::ptrdiff_t>(first);
    if (std::all_of(from, out_.cases.end(), [](const BoundaryCase& c) { return c.before == c.outcome; }))
      out_.cases.erase(std::remove_if(from, out_.cases.end(), [](const BoundaryCase& c) { return c.facts != kItself; }), out_.cases.end());
  }

  void add(const Affected& a, const Case& person, std::string facts, Month month) {
    if (out_.cases.size() >= kBoundaryCasesMax) {
      out_.more = true;
      return;
    }
    const Name& n = after_.name(a.benefit);
    BoundaryCase c;
    c.benefit = n.text;
    c.region = person.region;
    c.region_name = after_.region_name(person.region);
    c.month = month;
    c.example = example_;
    c.facts = std::move(facts);
    const Context context{person.region, month, kAllKnown, {}};
    c.outcome = decided(after_, context, person, a.benefit);
    const NameId old = before_.find(n.text);
    if (old != kNone && before_.name(old).kind == NameKind::benefit) c.before = decided(before_, context, translated(after_, person, before_), old);
    c.key = sm3_hex(fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}", c.benefit, to_string(c.region), to_string(c.month), c.example, c.facts, c.outcome, c.before)).substr(0, 32);
    if (keys_.insert(c.key).second) out_.cases.push_back(std::move(c));
  }

  static std::string decided(const RuleSet& set, const Context& context, const Case& person, NameId benefit) {
    const Resolution r = resolve(set, context);
    Evaluator e(set, r, person);
    return outcome_text(set, e.decision(benefit));
  }

  const RuleSet& before_;
  const RuleSet& after_;
  BoundaryList out_;
  std::set<std::string> keys_;
  std::string example_;
};

}  // namespace

std::string outcome_text(const RuleSet& rules, const Decision& d) {
  if (!d.exists) return "没有这项规定";
  const Type& type = rules.name(d.benefit).type;
  const Verdict v = d.verdict();
  if (v == Verdict::refused || type.kind == Kind::boolean) return std::string(to_zh(v));
  return fmt::format("{}，{}", to_zh(v), rules.format(d.amount, type));
}

std::vector<Affected> affected(const RuleSet& before, const RuleSet& after) {
  std::vector<Month> months = change_months(after);
  std::ranges::copy(change_months(before), std::back_inserter(months));
  std::ranges::sort(months);
  months.erase(std::unique(months.begin(), months.end()), months.end());
  Marker marker;
  const Index was(before, marker), is(after, marker);
  std::vector<Affected> out;
  std::set<std::pair<NameId, Marks>> seen;
  for (const RegionCode region : rule_regions(after))
    for (const Month month : months) {
      const Resolution old = resolve(before, {region, month, kAllKnown, {}}), now = resolve(after, {region, month, kAllKnown, {}});
      if (was.all(old) == is.all(now)) continue;
      for (const NameId benefit : benefits(after)) {
        if (now.versions[static_cast<std::size_t>(benefit)] == kNone) continue;
        Marks support = is.support(now, benefit);
        const NameId known = before.find(after.name(benefit).text);
        if (known != kNone && before.name(known).kind == NameKind::benefit && was.support(old, known) == support) continue;
        if (seen.emplace(benefit, std::move(support)).second) out.push_back({benefit, region, month});
      }
    }
  return out;
}

BoundaryList boundary_cases(const RuleSet& before, const RuleSet& after) { return Generator(before, after).run(); }

}  // namespace yilin::policies
