#include "engines/siting/coverage.h"

#include <algorithm>
#include <limits>

#include "base/assert.h"
#include "engines/siting/reach_index.h"

namespace yilin::siting {
namespace {
constexpr std::size_t kPairsKept = 30'000'000;   // 120 MB
}

Audit audit(const People& people, std::span<const Point> sites, const Reach& reach) {
  const ReachIndex index(people.surface, sites, reach.limit2_mm2());
  Audit out;
  out.by_group.resize(static_cast<std::size_t>(people.groups));
  out.reached.resize(people.at.size());
  out.in_reach.resize(sites.size());
  out.only_here.resize(sites.size());
  for (std::size_t i = 0; i < people.at.size(); ++i) {
    const std::int64_t weight = people.weight_of(i);
    std::uint32_t count = 0;
    std::int32_t last = -1;
    index.each(people.at[i], [&](std::int32_t site, double) {
      ++count;
      last = site;
      out.in_reach[static_cast<std::size_t>(site)] += weight;
    });
    out.reached[i] = static_cast<std::uint16_t>(std::min<std::uint32_t>(count, 65'535));
    if (count == 1) out.only_here[static_cast<std::size_t>(last)] += weight;
    std::int64_t Tally::*const kind = count > 0 ? &Tally::covered : placed(people.at[i]) ? &Tally::uncovered : &Tally::unplaced;
    out.all.*kind += weight;
    if (!people.group.empty()) out.by_group[static_cast<std::size_t>(people.group[i])].*kind += weight;
  }
  return out;
}

Accessibility floating_catchments(const People& people, std::span<const Point> sites, std::span<const double> supply,
                                  std::span<const Zone> zones, std::int64_t detour_permille) {
  YILIN_ASSERT(!zones.empty() && supply.size() == sites.size());
  std::vector<Zone> ordered(zones.begin(), zones.end());
  std::sort(ordered.begin(), ordered.end(), [](const Zone& a, const Zone& b) { return a.far < b.far; });
  std::vector<double> limit2;
  for (const Zone& zone : ordered) limit2.push_back(Reach{zone.far, detour_permille}.limit2_mm2());
  const ReachIndex index(people.surface, sites, limit2.back());
  Accessibility out;
  out.per_person.assign(people.at.size(), 0);
  out.ratio.assign(sites.size(), 0);
  std::vector<double> demand(sites.size(), 0);
  // The first sweep keeps what it found, as long as that fits; the second reads it or looks again.
  std::vector<std::uint32_t> found;            // site × zones + zone, person after person
  std::vector<std::uint16_t> count(people.at.size(), 0);
  const auto zones_count = static_cast<std::uint32_t>(limit2.size());
  bool kept = sites.size() * limit2.size() < std::numeric_limits<std::uint32_t>::max();
  if (kept) found.reserve(std::min(kPairsKept, 3 * people.at.size()));
  const auto zone_of = [&](double d2) {
    std::uint32_t z = 0;
    for (std::uint32_t k = 0; k + 1 < zones_count; ++k) z += d2 > limit2[k] ? 1 : 0;
    return z;
  };
  for (std::size_t i = 0; i < people.at.size(); ++i) {
    const auto weight = static_cast<double>(people.weight_of(i));
    const std::size_t before = found.size();
    index.each(people.at[i], [&](std::int32_t site, double d2) {
      const std::uint32_t zone = zone_of(d2);
      demand[static_cast<std::size_t>(site)] += weight * ordered[zone].weight;
      if (kept) found.push_back(static_cast<std::uint32_t>(site) * zones_count + zone);
    });
    const std::size_t mine = found.size() - before;
    count[i] = static_cast<std::uint16_t>(mine);
    kept = kept && mine <= std::numeric_limits<std::uint16_t>::max() && found.size() < kPairsKept;
  }
  std::vector<double> share(kept ? sites.size() * limit2.size() : 0);   // of one person in a zone of a site
  for (std::size_t j = 0; j < sites.size(); ++j)
    if (demand[j] > 0) {
      out.ratio[j] = supply[j] / demand[j];
      out.supply_reaching_anyone += supply[j];
      for (std::size_t z = 0; kept && z < limit2.size(); ++z) share[j * limit2.size() + z] = out.ratio[j] * ordered[z].weight;
    }
  std::size_t at = 0;
  for (std::size_t i = 0; i < people.at.size(); ++i) {
    double sum = 0;
    if (kept)
      for (const std::size_t end = at + count[i]; at < end; ++at) sum += share[found[at]];
    else
      index.each(people.at[i], [&](std::int32_t site, double d2) { sum += out.ratio[static_cast<std::size_t>(site)] * ordered[zone_of(d2)].weight; });
    out.per_person[i] = sum;
    out.demand_weighted_sum += sum * static_cast<double>(people.weight_of(i));
  }
  return out;
}

}  // namespace yilin::siting
