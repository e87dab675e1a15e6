#pragma once
// Maximal covering: open sites of total cost ≤ budget so that the weight of covered rows is largest (MCLP; with costs of
// one each the budget is the number of sites, p). And the reductions that keep at least one optimum.

#include <cstdint>
#include <vector>

#include "engines/siting/cover_rows.h"

namespace yilin::siting {

enum class SiteRule : std::uint8_t { free, required, excluded };

struct CoverProblem {
  CoverRows rows;
  std::vector<std::int64_t> cost;   // per site, > 0; empty: one each
  std::int64_t budget = 0;          // required sites are paid from it too
  std::vector<SiteRule> rule;       // per site; empty: all free
  std::int64_t cost_of(std::int32_t j) const { return cost.empty() ? 1 : cost[static_cast<std::size_t>(j)]; }
  SiteRule rule_of(std::int32_t j) const { return rule.empty() ? SiteRule::free : rule[static_cast<std::size_t>(j)]; }
};

// What is left to decide: free sites that are affordable, cover something and are not dominated by a site that covers
// at least the same and costs no more. Rows with one site left are the site's own gain.
struct CoverCore {
  std::vector<std::int32_t> site;        // core site → site of the problem
  std::vector<std::int32_t> settled;     // sites that are open in every answer
  std::int64_t settled_value = 0;        // what they cover
  std::int64_t budget = 0;               // what remains
  std::vector<std::int64_t> cost;        // per core site
  std::vector<std::int64_t> own;         // per core site: weight that no other core site covers
  CoverRows rows;                        // of core sites, two or more each
  CoverColumns columns;
  std::int32_t sites() const { return static_cast<std::int32_t>(site.size()); }
};
// `dominance` off keeps every plan, not only one of the best (for lists of near-best plans).
CoverCore reduce(const CoverProblem& problem, bool dominance = true);
// A core as a problem again, so that more rules can narrow it further.
CoverProblem problem_of(const CoverCore& core);

// Sites that share no people, directly or through others, are independent but for the budget.
struct Component {
  std::vector<std::int32_t> site, row;   // of the core, ascending
};
std::vector<Component> components_of(const CoverCore& core);
// A component as a core of its own; `core.site` of the answer numbers sites of `core`, its budget pays for everything.
CoverCore core_of(const CoverCore& core, const Component& component);

// Weight of rows covered by `open`, counted from scratch.
std::int64_t covered_by(const CoverRows& rows, const std::vector<std::int32_t>& open);

}  // namespace yilin::siting
