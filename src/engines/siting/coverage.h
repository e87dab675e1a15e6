#pragma once
// Who is within reach of a centre: the audit of a whole city person by person, and accessibility by floating catchments.
// Everything streams over the people; beyond the answers it needs the grid over the sites only.

#include <cstdint>
#include <span>
#include <vector>

#include "engines/siting/points.h"

namespace yilin::siting {

struct People {
  Surface surface = Surface::plane;
  std::span<const Point> at;             // unplaced() where nobody knows
  std::span<const std::int64_t> weight;  // ≥ 0; empty: one each
  std::span<const std::int32_t> group;   // community 0 … groups-1; empty: none
  std::int32_t groups = 0;
  std::int64_t weight_of(std::size_t i) const { return weight.empty() ? 1 : weight[i]; }
};

struct Tally {
  std::int64_t covered = 0, uncovered = 0, unplaced = 0;
  std::int64_t total() const { return covered + uncovered + unplaced; }
};

struct Audit {
  Tally all;
  std::vector<Tally> by_group;
  std::vector<std::uint16_t> reached;      // per person: sites within reach, capped at 65,535
  std::vector<std::int64_t> in_reach;      // per site: weight within its reach
  std::vector<std::int64_t> only_here;     // per site: weight that reaches no other
};

// O(people + pairs within reach).
Audit audit(const People& people, std::span<const Point> sites, const Reach& reach);

// Two-step floating catchment area (Luo & Wang 2003) and its enhanced form with zones (Luo & Qi 2009): a zone's weight
// holds up to and including its path length; 2SFCA is one zone of weight 1.
struct Zone {
  std::int64_t far;  // millimetres of way; of pairs (reach_pairs.h) in their unit
  double weight;  // > 0
};
struct Accessibility {
  std::vector<double> per_person;   // Σ over sites within reach of ratio × zone weight; 0 without a place
  std::vector<double> ratio;        // per site: supply / Σ (people × zone weight); 0 where nobody reaches it
  double supply_reaching_anyone = 0;
  double demand_weighted_sum = 0;   // Σ person weight × accessibility: equal to the supply that reaches anyone
};
Accessibility floating_catchments(const People& people, std::span<const Point> sites, std::span<const double> supply,
                                  std::span<const Zone> zones, std::int64_t detour_permille);

}  // namespace yilin::siting
