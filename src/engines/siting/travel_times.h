#pragma once
// A given travel-time matrix, the third kind of reach beside straight lines and walked ways: minutes by foot, bus or car that somebody
// else worked out. One way, from demand to site. It may be sparse: a pair that is not there is out of reach.

#include "engines/siting/reach_pairs.h"

namespace yilin::siting {

struct TravelTimes {
  std::int32_t sites = 0;
  std::vector<std::uint64_t> start{0};        // of demand i: start[i] … start[i+1]-1 in site and seconds
  std::vector<std::int32_t> site, seconds;    // sites ascending
  std::size_t demands() const { return start.size() - 1; }
};

// Times and limits are compared as whole seconds, so that 15 minutes are within 15 minutes however either is written.
constexpr std::int32_t kSecondsMax = 7 * 24 * 3600;
std::int32_t seconds_of_minutes(double minutes);   // 0 ≤ minutes ≤ kSecondsMax / 60; rounded

// Who reaches sites first … last-1 (0 … last-first-1 in the answer) within `limit_s`, closed. O(pairs).
ReachPairs pairs_within(const TravelTimes& times, std::int32_t limit_s, std::int32_t first, std::int32_t last);

}  // namespace yilin::siting
