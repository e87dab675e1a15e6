#pragma once
// The whole city as columns of one month: who (the roster, from the registry or from a frozen run) and what is known of them.
// What a column says of a fact is what build_case says of it: both ask stand() and base_value().

#include <span>
#include <unordered_map>

#include "engines/policy/run.h"
#include "modules/benefits/casefile.h"
#include "modules/policy/policy.h"

namespace yilin::benefits {

// Elders by household, households by community.
struct Roster {
  struct Person {
    ElderId elder;
    RegionCode community;          // of the household: where its first elder lives
    std::int64_t house = 0;
  };
  std::vector<Person> people;
};
// Everybody registered by `known_at` who lives or lived in the city; not those who moved away.
Roster roster_now(Kernel& kernel, Instant known_at);

class City {
 public:
  City(policies::Rules rules, RuleVersionId version, Month month, Instant known_at, Roster roster);

  policies::Rules rules;
  RuleVersionId version;
  Month month;
  Instant known_at;
  Roster roster;
  std::unique_ptr<policy::Population> columns;

  std::size_t people() const { return roster.people.size(); }
  std::optional<std::uint32_t> find(ElderId elder) const;              // index into roster.people
  std::optional<std::uint32_t> find_house(std::int64_t house) const;   // index of a household
  std::uint32_t house_of(std::uint32_t person) const { return house_of_[person]; }
  std::uint32_t first_of(std::uint32_t house) const { return first_of_[house]; }  // its first elder; houses() + 1 of them
  std::uint32_t houses() const { return static_cast<std::uint32_t>(first_of_.size() - 1); }
  std::uint32_t person_at(std::uint32_t row) const { return person_at_[row]; }
  std::uint32_t house_at(std::uint32_t household_row) const { return house_at_[household_row]; }
  // The row of a benefit's column: of the person, or of her household.
  std::uint32_t row(const policy::MonthRun::Column& column, std::uint32_t person) const;
  // Households of one community lie together: [first, last) of people.
  std::pair<std::uint32_t, std::uint32_t> community(RegionCode code) const;
  std::vector<RegionCode> communities() const;                         // that have somebody, by code

  // Sets one fact; none: unknown. Returns the household's row, if she is in the city and the rules read the fact.
  std::optional<std::uint32_t> set(SubjectKind kind, std::int64_t subject, std::string_view fact, std::optional<std::int64_t> value);

 private:
  std::vector<std::uint32_t> house_of_, first_of_, person_at_, house_at_;
  std::unordered_map<std::int64_t, std::uint32_t> index_, house_index_;
  std::unordered_map<std::string, int> column_of_;
};

// Reads every record: some 2 s for a million of them. Not on the writer's thread.
std::unique_ptr<City> build_city(sql::Connection& db, Kernel& kernel, policies::InForce rules, Month month, Instant known_at, Roster roster);

// The value that a case has for a fact; none when it is not known.
std::optional<std::int64_t> known_value(const policy::Case& person, policy::NameId fact, std::size_t member = 0);

}  // namespace yilin::benefits
