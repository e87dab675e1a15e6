#include "modules/benefits/city.h"

#include <algorithm>
#include <map>
#include <set>

#include "kernel/entity/store.h"
#include "modules/benefits/rows.h"
#include "modules/region/region.h"

namespace yilin::benefits {
namespace {

// Households of more than kMembersMax are kept as several.
void group(std::vector<Roster::Person>& people) {
  std::ranges::sort(people, {}, [](const Roster::Person& p) { return std::tuple(p.house, p.elder.value); });
  for (std::size_t i = 0; i < people.size(); ++i)
    if (i > 0 && people[i].house == people[i - 1].house) people[i].community = people[i - 1].community;
  std::ranges::stable_sort(people, {}, [](const Roster::Person& p) { return std::tuple(p.community.value, p.house); });
}

class Filler {
 public:
  Filler(sql::Connection& db, Kernel& kernel, City& city) : db_(db), kernel_(kernel), city_(city), rules_(*city.rules), day_(city.month.end() + -1) {
    for (const auto& c : city.columns->schema().columns) {
      fact_.push_back(rules_.find(c.fact));
      column_[c.fact] = static_cast<int>(fact_.size()) - 1;
    }
    parsed_.resize(fact_.size());
    default_.resize(fact_.size());
    const auto divisions = region::divisions(kernel);
    for (const Roster::Person& p : city.roster.people) urban_.try_emplace(p.community.value, divisions->urban(p.community));
    for (const Roster::Person& p : city.roster.people) facts_.push_back(registry::facts(kernel, p.elder).value_or(registry::Facts{}));
  }

  void regions() {
    const auto records = all<FactRecord>(db_, kernel_.vault, "fact_record",
                                         entity::store::select<FactRecord>("fact_record", "t").add(" WHERE t.subject_kind = ? ORDER BY t.id", SubjectKind::region));
    std::map<std::pair<int, std::int64_t>, std::vector<FactRecord>> by_region;
    for (const FactRecord& r : records)
      if (const auto c = column_.find(r.fact); c != column_.end()) by_region[{c->second, r.subject}].push_back(r);
    std::vector<std::int64_t> values;
    for (int c = 0; c < static_cast<int>(fact_.size()); ++c) {
      std::unordered_map<std::int64_t, std::int64_t>& of_community = default_[static_cast<std::size_t>(c)];
      for (const auto& [code, urban] : urban_) {
        std::int64_t value = policy::kUnknownValue;
        for (const RegionLevel level : {RegionLevel::community, RegionLevel::street, RegionLevel::county, RegionLevel::city, RegionLevel::province}) {
          const RegionCode around = RegionCode{code}.at(level);
          if (level != RegionLevel::community && around.level() != level) continue;
          const auto found = by_region.find({c, around.value});
          if (found == by_region.end()) continue;
          value = value_of(c, found->second);
          break;
        }
        of_community[code] = value;
      }
      const bool household = city_.columns->schema().columns[static_cast<std::size_t>(c)].household;
      values.clear();
      for (std::uint32_t i = 0; i < (household ? city_.houses() : city_.people()); ++i)
        values.push_back(of_community[city_.roster.people[household ? city_.first_of(i) : i].community.value]);
      city_.columns->fill(c, values);
    }
  }

  void registry() {
    for (std::uint32_t h = 0; h < city_.houses(); ++h) {
      std::vector<FactRecord> of_house;
      for (std::uint32_t p = city_.first_of(h); p < city_.first_of(h + 1); ++p)
        for (const Said& s : says(p)) {
          const auto c = column_.find(std::string(s.fact));
          if (c == column_.end()) continue;
          if (s.household) of_house.push_back(record_of(s, facts_[p], city_.roster.people[p].house));
          else if (registered_at(facts_[p].id) <= city_.known_at) put(c->second, p, parse(c->second, s.value));
        }
      std::ranges::stable_sort(of_house, {}, &FactRecord::fact);
      for (std::size_t i = 0, j = 0; i < of_house.size(); i = j) {
        while (j < of_house.size() && of_house[j].fact == of_house[i].fact) ++j;
        const int c = column_.at(of_house[i].fact);
        put_stand(c, h, stand(std::span(of_house).subspan(i, j - i), day_, city_.known_at));
      }
    }
  }

  void records() {
    std::vector<FactRecord> of_one;
    {
      auto rows = db_.stream(entity::store::select<FactRecord>("fact_record", "t").add(" WHERE t.subject_kind < ? ORDER BY t.subject, t.fact, t.id", SubjectKind::region));
      while (rows.next()) {
        auto r = entity::store::read<FactRecord>(rows, kernel_.vault, "fact_record");
        if (!of_one.empty() && (of_one[0].subject != r.subject || of_one[0].fact != r.fact || of_one[0].subject_kind != r.subject_kind)) take(of_one);
        of_one.push_back(std::move(r));
      }
      if (!of_one.empty()) take(of_one);
    }
    for (const ElderId elder : merged_) case_of(elder);
  }

 private:
  std::vector<Said> says(std::uint32_t p) const { return registry_says(facts_[p], urban_.at(city_.roster.people[p].community.value)); }

  std::int64_t parse(int c, const std::string& text) {
    auto& known = parsed_[static_cast<std::size_t>(c)];
    const auto [at, fresh] = known.try_emplace(text, policy::kUnknownValue);
    if (fresh)
      if (const auto value = base_value(rules_, fact_[static_cast<std::size_t>(c)], text, day_)) at->second = value->num;
    return at->second;
  }
  std::int64_t value_of(int c, std::span<const FactRecord> records) {
    const Stand s = stand(records, day_, city_.known_at);
    return s.knowledge == Knowledge::known ? parse(c, s.record->value) : policy::kUnknownValue;
  }
  void put(int c, std::uint32_t index, std::int64_t value) {
    const bool household = city_.columns->schema().columns[static_cast<std::size_t>(c)].household;
    city_.columns->set(c, household ? city_.columns->household_row_of(index) : city_.columns->row_of(index), value);
  }
  // A subject of whom nothing at all is said stays with what her region says.
  void put_stand(int c, std::uint32_t index, const Stand& s) {
    if (s.knowledge == Knowledge::unknown && s.record == nullptr) return;
    put(c, index, s.knowledge == Knowledge::known ? parse(c, s.record->value) : policy::kUnknownValue);
  }

  void take(std::vector<FactRecord>& records) {
    take_group(records);
    records.clear();
  }
  void take_group(std::vector<FactRecord>& records) {
    const auto c = column_.find(records[0].fact);
    if (c == column_.end()) return;
    const bool household = city_.columns->schema().columns[static_cast<std::size_t>(c->second)].household;
    if (household != (records[0].subject_kind == SubjectKind::household)) return;
    const auto index = household ? city_.find_house(records[0].subject) : city_.find({records[0].subject});
    if (!index) {  // of somebody who was merged, or no longer alone in her household
      const auto kept = registry::facts(kernel_, {records[0].subject});
      if (kept && kept->id.value != records[0].subject && city_.find(kept->id)) merged_.insert(kept->id);
      return;
    }
    if (std::ranges::none_of(records, [](const FactRecord& r) { return r.origin == Origin::registry; })) {
      const std::uint32_t from = household ? city_.first_of(*index) : *index, to = household ? city_.first_of(*index + 1) : *index + 1;
      for (std::uint32_t p = from; p < to; ++p)
        for (const Said& s : says(p))
          if (s.fact == records[0].fact) records.push_back(record_of(s, facts_[p], city_.roster.people[p].house));
    }
    const Stand s = stand(records, day_, city_.known_at);
    // The registry's present word was put already: a record of its own may say that it was not yet so.
    if (s.knowledge == Knowledge::unknown && s.record == nullptr &&
        std::ranges::any_of(records, [](const FactRecord& r) { return r.origin == Origin::registry && r.id; })) {
      const RegionCode community = city_.roster.people[household ? city_.first_of(*index) : *index].community;
      put(c->second, *index, default_[static_cast<std::size_t>(c->second)].at(community.value));
      return;
    }
    put_stand(c->second, *index, s);
  }
  void case_of(ElderId elder) {
    const auto d = load_dossier(db_, kernel_, elder);
    const auto p = city_.find(elder);
    if (!d || !p) return;
    const CaseFile file = build_case(rules_, *d, {city_.month, city_.known_at, false, {}}, urban_.at(city_.roster.people[*p].community.value));
    for (int c = 0; c < static_cast<int>(fact_.size()); ++c) {
      const bool household = city_.columns->schema().columns[static_cast<std::size_t>(c)].household;
      put(c, household ? city_.house_of(*p) : *p, known_value(file.person, fact_[static_cast<std::size_t>(c)]).value_or(policy::kUnknownValue));
    }
  }

  struct ById {
    bool operator()(ElderId a, ElderId b) const { return a < b; }
  };
  sql::Connection& db_;
  Kernel& kernel_;
  City& city_;
  const policy::RuleSet& rules_;
  const Date day_;
  std::vector<policy::NameId> fact_;                       // by column
  std::unordered_map<std::string, int> column_;
  std::vector<std::unordered_map<std::string, std::int64_t>> parsed_;
  std::vector<std::unordered_map<std::int64_t, std::int64_t>> default_;  // by column and community: what the region says
  std::unordered_map<std::int64_t, bool> urban_;           // by community
  std::vector<registry::Facts> facts_;
  std::set<ElderId, ById> merged_;
};

}  // namespace

Roster roster_now(Kernel& kernel, Instant known_at) {
  Roster out;
  registry::Filter filter;
  filter.ranges = {region::city(kernel).subtree()};
  filter.state.reset();
  registry::for_each(kernel, filter, [&](const registry::Facts& f) {
    if (f.state != registry::ElderState::active && f.state != registry::ElderState::dead) return;
    if (registered_at(f.id) > known_at) return;
    out.people.push_back({f.id, f.region, f.household ? f.household.value : f.id.value});
  });
  group(out.people);
  return out;
}

City::City(policies::Rules r, RuleVersionId v, Month m, Instant known, Roster who)
    : rules(std::move(r)), version(v), month(m), known_at(known), roster(std::move(who)) {
  std::vector<RegionCode> region_of;
  std::uint32_t in_house = 0;
  for (std::uint32_t i = 0; i < roster.people.size(); ++i) {
    const Roster::Person& p = roster.people[i];
    if (i == 0 || p.house != roster.people[i - 1].house || in_house == policy::kMembersMax) {
      first_of_.push_back(i);
      region_of.push_back(p.community);
      house_index_.try_emplace(p.house, static_cast<std::uint32_t>(first_of_.size() - 1));
      in_house = 0;
    }
    ++in_house;
    house_of_.push_back(static_cast<std::uint32_t>(first_of_.size() - 1));
    index_[p.elder.value] = i;
  }
  first_of_.push_back(static_cast<std::uint32_t>(roster.people.size()));
  columns = std::make_unique<policy::Population>(policy::Schema(*rules, true), policy::rule_regions(*rules), house_of_, region_of);
  person_at_.resize(people());
  for (std::uint32_t i = 0; i < people(); ++i) person_at_[columns->row_of(i)] = i;
  house_at_.resize(houses());
  for (std::uint32_t h = 0; h < houses(); ++h) house_at_[columns->household_row_of(h)] = h;
  for (std::size_t c = 0; c < columns->schema().columns.size(); ++c) column_of_[columns->schema().columns[c].fact] = static_cast<int>(c);
}

std::optional<std::uint32_t> City::find(ElderId elder) const {
  const auto at = index_.find(elder.value);
  return at == index_.end() ? std::nullopt : std::optional(at->second);
}
std::optional<std::uint32_t> City::find_house(std::int64_t house) const {
  const auto at = house_index_.find(house);
  return at == house_index_.end() ? std::nullopt : std::optional(at->second);
}
std::uint32_t City::row(const policy::MonthRun::Column& column, std::uint32_t person) const {
  return column.household ? columns->household_row_of(house_of_[person]) : columns->row_of(person);
}
std::pair<std::uint32_t, std::uint32_t> City::community(RegionCode code) const {
  const auto range = std::ranges::equal_range(roster.people, code, {}, &Roster::Person::community);
  return {static_cast<std::uint32_t>(range.begin() - roster.people.begin()), static_cast<std::uint32_t>(range.end() - roster.people.begin())};
}
std::vector<RegionCode> City::communities() const {
  std::vector<RegionCode> out;
  for (const Roster::Person& p : roster.people)
    if (out.empty() || out.back() != p.community) out.push_back(p.community);
  return out;
}

std::optional<std::uint32_t> City::set(SubjectKind kind, std::int64_t subject, std::string_view fact, std::optional<std::int64_t> value) {
  const auto c = column_of_.find(std::string(fact));
  if (c == column_of_.end()) return {};
  const bool household = columns->schema().columns[static_cast<std::size_t>(c->second)].household;
  if (household != (kind == SubjectKind::household)) return {};
  const auto index = household ? find_house(subject) : find({subject});
  if (!index) return {};
  columns->set(c->second, household ? columns->household_row_of(*index) : columns->row_of(*index), value.value_or(policy::kUnknownValue));
  return columns->household_row_of(household ? *index : house_of_[*index]);
}

std::unique_ptr<City> build_city(sql::Connection& db, Kernel& kernel, policies::InForce rules, Month month, Instant known_at, Roster roster) {
  auto city = std::make_unique<City>(std::move(rules.rules), rules.version, month, known_at, std::move(roster));
  Filler filler(db, kernel, *city);
  filler.regions();
  filler.registry();
  filler.records();
  city->columns->finish();
  return city;
}

std::optional<std::int64_t> known_value(const policy::Case& person, policy::NameId fact, std::size_t member) {
  const policy::Interval& v = person.fact(fact, member);
  return v.known() ? std::optional(v.lo.num) : std::nullopt;
}

}  // namespace yilin::benefits
