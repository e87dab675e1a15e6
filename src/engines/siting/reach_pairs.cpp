#include "engines/siting/reach_pairs.h"

#include <algorithm>
#include <map>

#include "base/assert.h"

namespace yilin::siting {
namespace {

// Sites by person, ascending.
struct ByPerson {
  std::vector<std::uint64_t> start;
  std::vector<std::int32_t> site;

  ByPerson(std::size_t people, const ReachPairs& pairs) : start(people + 1, 0), site(pairs.pair.size()) {
    for (const ReachPair& p : pairs.pair) ++start[static_cast<std::size_t>(p.place) + 1];
    for (std::size_t i = 1; i <= people; ++i) start[i] += start[i - 1];
    std::vector<std::uint64_t> next(start.begin(), start.end() - 1);
    for (std::int32_t j = 0; j < pairs.sites(); ++j)
      for (const ReachPair& p : pairs.of(j)) site[next[static_cast<std::size_t>(p.place)]++] = j;
  }
  std::span<const std::int32_t> of(std::size_t i) const { return {site.data() + start[i], start[i + 1] - start[i]}; }
};

}  // namespace

ReachPairs joined(ReachPairs first, const ReachPairs& then) {
  const std::uint64_t before = first.pair.size();
  first.pair.insert(first.pair.end(), then.pair.begin(), then.pair.end());
  for (std::size_t k = 1; k < then.start.size(); ++k) first.start.push_back(before + then.start[k]);
  return first;
}

Audit audit_pairs(const People& people, const ReachPairs& pairs) {
  const ByPerson sites(people.at.size(), pairs);
  Audit out;
  out.by_group.resize(static_cast<std::size_t>(people.groups));
  out.reached.resize(people.at.size());
  out.in_reach.resize(pairs.start.size() - 1);
  out.only_here.resize(pairs.start.size() - 1);
  for (std::size_t i = 0; i < people.at.size(); ++i) {
    const auto of = sites.of(i);
    const std::int64_t weight = people.weight_of(i);
    out.reached[i] = static_cast<std::uint16_t>(std::min<std::size_t>(of.size(), 65'535));
    for (const std::int32_t j : of) out.in_reach[static_cast<std::size_t>(j)] += weight;
    if (of.size() == 1) out.only_here[static_cast<std::size_t>(of[0])] += weight;
    std::int64_t Tally::*const kind = !of.empty() ? &Tally::covered : placed(people.at[i]) ? &Tally::uncovered : &Tally::unplaced;
    out.all.*kind += weight;
    if (!people.group.empty()) out.by_group[static_cast<std::size_t>(people.group[i])].*kind += weight;
  }
  return out;
}

MergedPeople merge_pairs(const People& people, const ReachPairs& existing, const ReachPairs& candidates) {
  const ByPerson standing(people.at.size(), existing), sites(people.at.size(), candidates);
  MergedPeople out;
  RowMerger merger(candidates.sites());
  out.row_of.resize(people.at.size());
  for (std::size_t i = 0; i < people.at.size(); ++i) {
    const std::int64_t weight = people.weight_of(i);
    std::int32_t& row = out.row_of[i];
    if (!standing.of(i).empty()) row = MergedPeople::kCovered, out.already_covered += weight;
    else if (!sites.of(i).empty()) row = merger.add(sites.of(i), weight);
    else if (placed(people.at[i])) row = MergedPeople::kBeyond, out.beyond_reach += weight;
    else row = MergedPeople::kUnplaced, out.unplaced += weight;
  }
  out.rows = merger.take();
  return out;
}

Accessibility catchments_of_pairs(const People& people, const ReachPairs& pairs, std::span<const double> supply, std::span<const Zone> zones) {
  std::vector<Zone> ordered(zones.begin(), zones.end());
  std::ranges::sort(ordered, {}, &Zone::far);
  const auto decay = [&](std::int32_t far) {
    for (const Zone& z : ordered)
      if (far <= z.far) return z.weight;
    return 0.0;
  };
  Accessibility out;
  out.per_person.assign(people.at.size(), 0);
  out.ratio.assign(supply.size(), 0);
  for (std::size_t j = 0; j < supply.size(); ++j) {
    const auto of = pairs.of(static_cast<std::int32_t>(j));
    double demand = 0;
    for (const ReachPair& p : of) demand += static_cast<double>(people.weight_of(static_cast<std::size_t>(p.place))) * decay(p.far);
    if (demand <= 0) continue;
    out.ratio[j] = supply[j] / demand;
    out.supply_reaching_anyone += supply[j];
    for (const ReachPair& p : of) out.per_person[static_cast<std::size_t>(p.place)] += out.ratio[j] * decay(p.far);
  }
  for (std::size_t i = 0; i < people.at.size(); ++i) out.demand_weighted_sum += out.per_person[i] * static_cast<double>(people.weight_of(i));
  return out;
}

DistanceTable table_of_pairs(const ReachPairs& pairs, std::span<const std::int32_t> client_of, std::int32_t clients, std::int32_t unit) {
  DistanceTable out{clients, pairs.sites(), std::vector<std::int32_t>(static_cast<std::size_t>(clients) * static_cast<std::size_t>(pairs.sites()), kUnreachable)};
  for (std::int32_t j = 0; j < pairs.sites(); ++j)
    for (const ReachPair& p : pairs.of(j))
      if (const std::int32_t client = client_of[static_cast<std::size_t>(p.place)]; client >= 0)
        out.far[static_cast<std::size_t>(j) * static_cast<std::size_t>(clients) + static_cast<std::size_t>(client)] = (p.far + unit / 2) / unit;
  return out;
}

WhatIf::Change PairsWhatIf::collect(std::span<const ReachPair> site, int by) {
  WhatIf::Change change;
  std::map<std::int32_t, std::int64_t> groups;
  for (const ReachPair& p : site) {
    const auto i = static_cast<std::size_t>(p.place);
    YILIN_ASSERT(by > 0 ? count_[i] < 65'535 : count_[i] > 0);
    const bool changes = count_[i] == (by > 0 ? 0 : 1);
    count_[i] = static_cast<std::uint16_t>(count_[i] + by);
    if (!changes) continue;
    change.weight += people_.weight_of(i);
    if (!people_.group.empty()) groups[people_.group[i]] += people_.weight_of(i);
  }
  change.by_group.assign(groups.begin(), groups.end());
  return change;
}

WhatIf::Change PairsWhatIf::put(std::span<const ReachPair> site) {
  WhatIf::Change change = collect(site, 1);
  covered_ += change.weight;
  return change;
}

WhatIf::Change PairsWhatIf::take(std::span<const ReachPair> site) {
  WhatIf::Change change = collect(site, -1);
  covered_ -= change.weight;
  return change;
}

}  // namespace yilin::siting
