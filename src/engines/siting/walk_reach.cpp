#include "engines/siting/walk_reach.h"

#include <algorithm>

namespace yilin::siting {
namespace {

// Pairs by person; sites ascending.
struct ByPerson {
  std::vector<std::uint64_t> start;
  struct Way {
    std::int32_t site, path_mm;
  };
  std::vector<Way> way;

  ByPerson(std::size_t people, const WalkNetwork::Pairs& pairs) : start(people + 1, 0), way(pairs.pair.size()) {
    for (const WalkNetwork::Pair& p : pairs.pair) ++start[static_cast<std::size_t>(p.place) + 1];
    for (std::size_t i = 1; i <= people; ++i) start[i] += start[i - 1];
    std::vector<std::uint64_t> next(start.begin(), start.end() - 1);
    for (std::size_t j = 0; j + 1 < pairs.start.size(); ++j)
      for (std::uint64_t k = pairs.start[j]; k < pairs.start[j + 1]; ++k)
        way[next[static_cast<std::size_t>(pairs.pair[k].place)]++] = {static_cast<std::int32_t>(j), pairs.pair[k].path_mm};
  }
  std::span<const Way> of(std::size_t i) const { return {way.data() + start[i], start[i + 1] - start[i]}; }
};

}  // namespace

Audit audit_pairs(const People& people, const WalkNetwork::Pairs& pairs) {
  const ByPerson ways(people.at.size(), pairs);
  Audit out;
  out.by_group.resize(static_cast<std::size_t>(people.groups));
  out.reached.resize(people.at.size());
  out.in_reach.resize(pairs.start.size() - 1);
  out.only_here.resize(pairs.start.size() - 1);
  for (std::size_t i = 0; i < people.at.size(); ++i) {
    const auto of = ways.of(i);
    const std::int64_t weight = people.weight_of(i);
    out.reached[i] = static_cast<std::uint16_t>(std::min<std::size_t>(of.size(), 65'535));
    for (const ByPerson::Way& w : of) out.in_reach[static_cast<std::size_t>(w.site)] += weight;
    if (of.size() == 1) out.only_here[static_cast<std::size_t>(of[0].site)] += weight;
    std::int64_t Tally::*const kind = !of.empty() ? &Tally::covered : placed(people.at[i]) ? &Tally::uncovered : &Tally::unplaced;
    out.all.*kind += weight;
    if (!people.group.empty()) out.by_group[static_cast<std::size_t>(people.group[i])].*kind += weight;
  }
  return out;
}

MergedPeople merge_pairs(const People& people, const WalkNetwork::Pairs& existing, const WalkNetwork::Pairs& candidates) {
  const ByPerson standing(people.at.size(), existing), ways(people.at.size(), candidates);
  MergedPeople out;
  RowMerger merger(static_cast<std::int32_t>(candidates.start.size() - 1));
  out.row_of.resize(people.at.size());
  std::vector<std::int32_t> within;
  for (std::size_t i = 0; i < people.at.size(); ++i) {
    const std::int64_t weight = people.weight_of(i);
    std::int32_t& row = out.row_of[i];
    within.clear();
    for (const ByPerson::Way& w : ways.of(i)) within.push_back(w.site);
    if (!standing.of(i).empty()) row = MergedPeople::kCovered, out.already_covered += weight;
    else if (!within.empty()) row = merger.add(within, weight);
    else if (placed(people.at[i])) row = MergedPeople::kBeyond, out.beyond_reach += weight;
    else row = MergedPeople::kUnplaced, out.unplaced += weight;
  }
  out.rows = merger.take();
  return out;
}

Accessibility catchments_of_pairs(const People& people, const WalkNetwork::Pairs& pairs, std::span<const double> supply, std::span<const Zone> zones) {
  std::vector<Zone> ordered(zones.begin(), zones.end());
  std::ranges::sort(ordered, {}, &Zone::path_mm);
  const auto decay = [&](std::int32_t path_mm) {
    for (const Zone& z : ordered)
      if (path_mm <= z.path_mm) return z.weight;
    return 0.0;
  };
  Accessibility out;
  out.per_person.assign(people.at.size(), 0);
  out.ratio.assign(supply.size(), 0);
  for (std::size_t j = 0; j < supply.size(); ++j) {
    double demand = 0;
    for (std::uint64_t k = pairs.start[j]; k < pairs.start[j + 1]; ++k)
      demand += static_cast<double>(people.weight_of(static_cast<std::size_t>(pairs.pair[k].place))) * decay(pairs.pair[k].path_mm);
    if (demand <= 0) continue;
    out.ratio[j] = supply[j] / demand;
    out.supply_reaching_anyone += supply[j];
    for (std::uint64_t k = pairs.start[j]; k < pairs.start[j + 1]; ++k) out.per_person[static_cast<std::size_t>(pairs.pair[k].place)] += out.ratio[j] * decay(pairs.pair[k].path_mm);
  }
  for (std::size_t i = 0; i < people.at.size(); ++i) out.demand_weighted_sum += out.per_person[i] * static_cast<double>(people.weight_of(i));
  return out;
}

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
