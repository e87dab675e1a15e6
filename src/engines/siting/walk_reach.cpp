#include "engines/siting/walk_reach.h"

namespace yilin::siting {

WalkLayer walk_layer(const WalkNetwork& network, const People& people, std::int32_t far_mm) {
  WalkLayer out{network.snap(people.at, far_mm), 0, 0};
  for (std::size_t i = 0; i < out.snap.size(); ++i) {
    if (!placed(people.at[i])) continue;
    if (out.snap[i].edge < 0) out.off_network += people.weight_of(i);
    if (out.snap[i].edge < 0 || out.snap[i].away_mm > 100'000) out.beyond_100_m += people.weight_of(i);
  }
  return out;
}

}  // namespace yilin::siting
