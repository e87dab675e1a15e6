#pragma once
// The people of a simulated city, entered as an import would: interrupted, the same call goes on where it stopped.

#include "sim/demo.h"
#include "sim/places.h"

namespace yilin::sim {

struct Couple {
  ElderId one, other;
};
inline constexpr std::size_t kCouplesMax = 2'000;  // whose household is recorded: enough to be met everywhere

// Never on the writer's thread.
// `threads` prepare them; with one, the same people have the same ids each time.
Result<std::vector<Couple>> found_people(Kernel& kernel, const Places& places, std::int64_t elders, std::uint64_t seed, const DemoProgress& progress, int threads = 2);

}  // namespace yilin::sim
