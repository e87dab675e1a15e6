#pragma once
// Cases made from what authors wrote: examples, and the values that rules turn on.

#include "engines/policy/evaluate.h"

namespace yilin::policy {

// The facts of an example; what it does not name takes its 常值, or stays unknown.
Case case_of(const RuleSet& set, const Example& example);
// "出生日期 1944-06-30，户籍 濮阳市，成员（出生日期 1950-03-01）" → the same. Errors in Chinese with the column. `usual`: let 常值 fill in.
Result<Case> parse_case(const RuleSet& set, RegionCode region, std::string_view text, bool usual);

// Boundary cases for the author to confirm: around each example of the benefit in force, every fact it turns on is moved to
// both sides of each point where the answer changes (threshold −1/0/+1, the day of the birthday), and the month to both sides
// of each change of the rules.
struct BoundaryCase {
  std::string facts;           // what differs from the example
  Month month;
  Position example;
  Decision decision;
  bool changed = false;        // against the example
};
std::vector<BoundaryCase> boundary_cases(const RuleSet& set, NameId benefit, RegionCode region, Month month);

// Facts that a decision on this benefit can depend on under `resolution`, in the order of declaration.
std::vector<NameId> facts_of(const RuleSet& set, const Resolution& resolution, NameId benefit);

// The values nearest to the present one, below and above, at which the decision differs; found by doubling steps, then halving.
std::vector<Rational> turning_points(const RuleSet& set, const Resolution& resolution, const Case& person, NameId benefit, NameId fact, std::size_t member = 0);

}  // namespace yilin::policy
