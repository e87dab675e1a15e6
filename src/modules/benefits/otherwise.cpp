// Who would be decided otherwise in a frozen month, knowing what is known now: whom a back-dated change of the rules moves, by what is known
// of everybody today and all months at once; and whoever's facts have moved since, one by one.
#include <algorithm>
#include <set>

#include "modules/benefits/background.h"
#include "modules/benefits/comparable.h"
#include "modules/benefits/decide.h"
#include "modules/benefits/rows.h"
#include "modules/benefits/runs.h"

namespace yilin::benefits {
namespace {

struct Frozen {
  Run run;
  policies::Rules rules;
};

Result<std::vector<Frozen>> frozen_from(command::Reader& reader, Month from, Month until) {
  std::vector<Frozen> out;
  for (Month month = from; month <= until; month = month + 1) {
    auto run = frozen_run(reader.db, reader.kernel, month);
    if (!run) continue;
    YILIN_TRY(policies::Rules rules, policies::version(reader, run->rule_version));
    out.push_back({std::move(*run), std::move(rules)});
  }
  return out;
}

// Whether a run sees a rule that another one does not, with the same rule set.
bool published_between(const policy::RuleSet& set, Date after, Date until) {
  const auto came = [&](const auto& rule) { return rule.published > after && rule.published <= until; };
  return std::ranges::any_of(set.versions, came) || std::ranges::any_of(set.relations, came);
}
bool same_rules(const Frozen& a, const Frozen& b) {
  return b.run.month == a.run.month + 1 && b.rules == a.rules && !published_between(*a.rules, civil_date(a.run.known_at), civil_date(b.run.known_at));
}

// Households of the city that hold or held an award: only they can owe or be owed anything.
std::vector<bool> with_awards(sql::Connection& db, Kernel& kernel, const City& city) {
  std::vector<bool> out(city.houses());
  auto rows = db.rows("SELECT DISTINCT elder_id, subject FROM award");
  while (rows.next()) {
    const auto elder = registry::facts(kernel, rows.id<ElderId>(0));
    if (const auto person = elder ? city.find(elder->id) : std::nullopt) out[city.house_of(*person)] = true;
    if (const auto house = city.find_house(rows.integer(1))) out[*house] = true;
  }
  return out;
}

// Households of whom something was recorded since `known`, or of whom something begins or ends between the two months' last days.
std::vector<bool> with_moved_facts(sql::Connection& db, Kernel& kernel, const City& city, Instant known, Month first, Month last) {
  std::vector<bool> out(city.houses());
  const Date from = first.end() + -1, until = last.end() + -1;
  auto rows = db.rows("SELECT DISTINCT subject_kind, subject FROM fact_record WHERE recorded_at > ? OR (valid_from > ? AND valid_from <= ?) OR (valid_to > ? AND valid_to <= ?)", known,
                      from, until, from, until);
  while (rows.next()) {
    const auto kind = static_cast<SubjectKind>(rows.integer(0));
    if (kind == SubjectKind::region) {
      for (std::uint32_t h = 0; h < city.houses(); ++h)
        if (RegionCode{rows.integer(1)}.contains(city.roster.people[city.first_of(h)].community)) out[h] = true;
    } else if (kind == SubjectKind::household) {
      if (const auto house = city.find_house(rows.integer(1))) out[*house] = true;
    } else if (const auto elder = registry::facts(kernel, rows.id<ElderId>(1))) {
      if (const auto person = city.find(elder->id)) out[city.house_of(*person)] = true;
    }
  }
  return out;
}

bool same_decisions(const policy::RuleSet& old_rules, const Outcomes& before, const policy::RuleSet& rules, const Outcomes& after) {
  const auto paid = [](const policy::Decision& d) { return verdict_of(d) == Verdict::yes ? d.amount.lo : policy::Rational(0); };
  return std::ranges::all_of(after.decisions, [&](const policy::Decision& d) {
    const policy::NameId benefit = old_rules.find(rules.name(d.benefit).text);
    const auto was = std::ranges::find(before.decisions, benefit, &policy::Decision::benefit);
    return paid(d) == (was == before.decisions.end() ? policy::Rational(0) : paid(*was));
  });
}

// In some month, decided as it was then and as it would be now.
bool otherwise(Kernel& kernel, std::span<const Frozen> months, const policy::RuleSet& rules, const Dossier& dossier, Instant now) {
  const bool in_town = urban(kernel, dossier);
  return std::ranges::any_of(months, [&](const Frozen& m) {
    const Outcomes before = decide(*m.rules, build_case(*m.rules, dossier, {m.run.month, m.run.known_at, false, {}}, in_town));
    return !same_decisions(*m.rules, before, rules, decide(rules, build_case(rules, dossier, {m.run.month, now, false, {}}, in_town)));
  });
}

}  // namespace

Result<std::vector<ElderId>> decided_otherwise(Kernel& kernel, Month from) {
  auto lease = kernel.readers->borrow();
  command::Reader reader{*lease, access::Caller::system(), kernel.clock.now(), kernel};
  const Month present = Month::of(reader.today());
  YILIN_TRY(const std::vector<Frozen> months, frozen_from(reader, from, present));
  if (months.empty()) return std::vector<ElderId>();
  const policies::InForce rules = policies::present(kernel);
  const auto city = build_city(*lease, kernel, rules, present, reader.now, roster_now(kernel, reader.now));
  const std::vector<bool> held = with_awards(*lease, kernel, *city);
  Instant known = months.front().run.known_at;
  for (const Frozen& m : months) known = std::min(known, m.run.known_at);
  std::vector<bool> singly = with_moved_facts(*lease, kernel, *city, known, months.front().run.month, present);
  std::set<std::uint32_t> people;
  for (std::size_t first = 0, next = 0; first < months.size(); first = next) {
    for (next = first + 1; next < months.size() && same_rules(months[next - 1], months[next]);) ++next;
    const auto pair = side_by_side(months[first].rules, rules.rules);
    if (!pair || pair->facts != pair->after) {  // a fact that is no longer known, or another meaning: nobody is decided with the others
      singly.assign(singly.size(), true);
      break;
    }
    const policy::Adjustments found = policy::adjustments(*pair->before, civil_date(months[first].run.known_at), *pair->after, reader.today(), *city->columns, months[first].run.month,
                                                          static_cast<int>(next - first), {});
    const std::vector<policy::NameId> benefits = policy::benefits(*pair->after);
    for (const policy::Adjustment& a : found.list)
      people.insert(pair->after->name(benefits[a.column]).household ? city->first_of(city->house_at(a.row)) : city->person_at(a.row));
  }
  std::vector<ElderId> out;
  for (std::uint32_t p = 0; p < city->people(); ++p) {
    const std::uint32_t house = city->house_of(p);
    if (!held[house]) continue;
    if (kernel.parts.get<Background>().ending()) return fail(yilin::errors::busy);
    const ElderId elder = city->roster.people[p].elder;
    if (!singly[house]) {
      if (people.contains(p)) out.push_back(elder);
      continue;
    }
    const auto dossier = load_dossier(*lease, kernel, elder);
    if (dossier && otherwise(kernel, months, *rules.rules, *dossier, reader.now)) out.push_back(elder);
  }
  std::ranges::sort(out, {}, [](ElderId id) { return id.value; });
  return out;
}

}  // namespace yilin::benefits
