#pragma once
// Coverage where reach is given pair by pair: along a walking network or from a table of ways. The same answers as coverage.h
// and cover_rows.h give for distances.

#include "engines/siting/cover_rows.h"
#include "engines/siting/walk_network.h"

namespace yilin::siting {

// `pairs`: for each site the people within reach, ascending. O(people + pairs).
Audit audit_pairs(const People& people, const WalkNetwork::Pairs& pairs);
MergedPeople merge_pairs(const People& people, const WalkNetwork::Pairs& existing, const WalkNetwork::Pairs& candidates);
Accessibility catchments_of_pairs(const People& people, const WalkNetwork::Pairs& pairs, std::span<const double> supply, std::span<const Zone> zones);

// Places, and how they lie on a network: people farther than `far_mm` from any way reach nobody and are counted.
struct WalkLayer {
  std::vector<Snap> snap;
  std::int64_t off_network = 0;          // weight of placed people without a way within `far_mm`
  std::int64_t beyond_100_m = 0;         // weight of placed people with no way within 100 m, those among them
};
WalkLayer walk_layer(const WalkNetwork& network, const People& people, std::int32_t far_mm);

}  // namespace yilin::siting
