#pragma once
// What a covering plan means: each site's own gain, the next best, cheap swaps, one site more or less, who gains by community and by
// label, who stays without.

#include "engines/siting/max_cover.h"
#include "main/site_command.h"

namespace yilin::commands {

struct CoverCase {
  siting::MergedPeople merged;
  std::vector<std::int64_t> cost;        // empty: by number
  std::vector<siting::SiteRule> rule;
  std::vector<std::int64_t> budgets;     // one a year
  bool money = false;
  siting::SiteRule rule_of(std::int32_t j) const { return rule.empty() ? siting::SiteRule::free : rule[static_cast<std::size_t>(j)]; }
};

class CoverStory {
 public:
  // All must outlive the story. `open`: sites of the problem.
  CoverStory(const Layers& layers, const CoverCase& c, const std::vector<std::int32_t>& open);

  // No plan with one site more (less) covers more than this; nothing: not known.
  struct Neighbours {
    std::optional<std::int64_t> most_with_one_more, most_with_one_less;
  };
  void totals(JsonText& json) const;
  void sites(JsonText& json, const std::vector<std::int32_t>* year) const;
  void next(JsonText& json, const Neighbours& neighbours, bool one_period) const;
  void who_gains(JsonText& json) const;
  Status write_uncovered(const std::string& path) const;   // CSV: id and why

 private:
  double cost(std::int32_t j) const;
  void swaps(JsonText& json) const;
  bool covered(std::int32_t row) const;

  const Layers& layers_;
  const CoverCase& c_;
  const std::vector<std::int32_t>& open_;
  std::vector<char> is_open_;
  std::vector<std::int64_t> worth_, reaches_;   // per site: its own gain (open) or what it would add (closed); weight within its reach
  std::vector<std::int32_t> closed_;            // best first
  std::int64_t covered_ = 0, in_reach_ = 0;
};

}  // namespace yilin::commands
