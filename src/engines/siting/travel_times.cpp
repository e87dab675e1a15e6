#include "engines/siting/travel_times.h"

#include <cmath>

#include "base/assert.h"

namespace yilin::siting {

std::int32_t seconds_of_minutes(double minutes) {
  YILIN_ASSERT(minutes >= 0 && minutes * 60 <= kSecondsMax);
  return static_cast<std::int32_t>(std::lround(minutes * 60));
}

ReachPairs pairs_within(const TravelTimes& times, std::int32_t limit_s, std::int32_t first, std::int32_t last) {
  YILIN_ASSERT(0 <= first && first <= last && last <= times.sites);
  const auto wanted = [&](std::uint64_t k) { return times.site[k] >= first && times.site[k] < last && times.seconds[k] <= limit_s; };
  ReachPairs out;
  out.start.assign(static_cast<std::size_t>(last - first) + 1, 0);
  for (std::uint64_t k = 0; k < times.site.size(); ++k)
    if (wanted(k)) ++out.start[static_cast<std::size_t>(times.site[k] - first) + 1];
  for (std::size_t j = 1; j < out.start.size(); ++j) out.start[j] += out.start[j - 1];
  out.pair.resize(out.start.back());
  std::vector<std::uint64_t> next(out.start.begin(), out.start.end() - 1);
  for (std::size_t i = 0; i < times.demands(); ++i)
    for (std::uint64_t k = times.start[i]; k < times.start[i + 1]; ++k)
      if (wanted(k)) out.pair[next[static_cast<std::size_t>(times.site[k] - first)]++] = {static_cast<std::int32_t>(i), times.seconds[k]};
  return out;
}

}  // namespace yilin::siting
