#pragma once
// Which version of every rule holds for a region, a benefit month and what was known at a date: the most specific region wins
// (country < province < city < county, each naming what it replaces), then the latest publication. A rule published later than
// known_at is not seen. A case opened earlier keeps the versions of its day, save those marked 在办 适用.

#include "engines/policy/rule_set.h"

namespace yilin::policy {

inline constexpr Date kAllKnown{INT32_MAX};

struct Context {
  RegionCode region;            // where the case is handled
  Month month;                  // the benefit month
  Date known_at = kAllKnown;
  Date opened;                  // of a case in progress; none: the rules of the month itself
};

struct Resolution {
  Context context;
  std::vector<VersionId> versions;        // by NameId; kNone: no such rule here and now
  std::vector<NameId> by_opening;         // names that hold by the day of opening although a newer version exists
  std::vector<std::int32_t> relations;    // indexes, in the order in which they apply
};

// O(versions).
Resolution resolve(const RuleSet& set, const Context& context);
// SM3 over the canonical text of what is resolved and the declared facts, 64 hex digits: equal hashes decide equally. Rules of
// other months, regions and later publications take no part, so a future reform does not change the hash of a past month.
std::string rule_hash(const RuleSet& set, const Resolution& resolution);
std::string sm3_hex(std::string_view bytes);

// Months (ascending, the first is the earliest `from`) at which some version or relation begins or ends.
std::vector<Month> change_months(const RuleSet& set);
// Declared regions that rules can differ in: for each, one code that stands for its part without finer rules.
std::vector<RegionCode> rule_regions(const RuleSet& set);
// The declared region that `code` lies in, as an element of rule_regions.
RegionCode rule_region_of(const RuleSet& set, RegionCode code);

}  // namespace yilin::policy
