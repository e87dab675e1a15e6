#pragma once
// Which decisions a change of the rules touches, and the cases on either side of every point they turn on, for somebody to confirm
// by name. PURE.

#include <string>
#include <vector>

#include "engines/policy/explain.h"

namespace yilin::policies {

inline constexpr std::size_t kBoundaryCasesMax = 1'000;

// A benefit that something is decided differently in, or by other rules: in this region from this month on.
struct Affected {
  policy::NameId benefit = policy::kNone;  // of the new rules
  RegionCode region;
  Month month;
};
// One per distinct set of rules behind a benefit, at the first region and month where it differs from the old ones.
std::vector<Affected> affected(const policy::RuleSet& before, const policy::RuleSet& after);

struct BoundaryCase {
  std::string key;      // of all that is below: another outcome is another case
  std::string benefit;
  RegionCode region;
  std::string region_name;
  Month month;
  std::string example;  // the line of the rule file that the person is taken from
  std::string facts;    // what differs from it
  std::string outcome, before;  // "是，60元"; under the old rules, "" when they had none
};
struct BoundaryList {
  std::vector<BoundaryCase> cases;
  bool more = false;    // than kBoundaryCasesMax
};
// Around each example of the benefits that are affected: the person herself in the month before and in the month of the change, and
// every fact moved to both sides of each point where the answer turns (threshold −1/0/+1, the day of the birthday).
BoundaryList boundary_cases(const policy::RuleSet& before, const policy::RuleSet& after);

// "是，60元", "否", "待核实，0元至60元"; "没有这项规定".
std::string outcome_text(const policy::RuleSet& rules, const policy::Decision& decision);

}  // namespace yilin::policies
