#pragma once
// Places, and how they lie on a walking network. Who reaches whom along it: WalkNetwork::within, then reach_pairs.h.

#include "engines/siting/coverage.h"
#include "engines/siting/walk_network.h"

namespace yilin::siting {

// People farther than `far_mm` from any way reach nobody and are counted.
struct WalkLayer {
  std::vector<Snap> snap;
  std::int64_t off_network = 0;          // weight of placed people without a way within `far_mm`
  std::int64_t beyond_100_m = 0;         // weight of placed people with no way within 100 m, those among them
};
WalkLayer walk_layer(const WalkNetwork& network, const People& people, std::int32_t far_mm);

}  // namespace yilin::siting
