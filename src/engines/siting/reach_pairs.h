#pragma once
// Coverage where reach is given pair by pair: along a walking network (walk_network.h, millimetres of way) or from a table of travel
// times (travel_times.h, seconds). The same answers as coverage.h, cover_rows.h and what_if.h give for distances.

#include "engines/siting/cover_rows.h"
#include "engines/siting/distance_table.h"
#include "engines/siting/what_if.h"

namespace yilin::siting {

struct ReachPair {
  std::int32_t place;              // of the people
  std::int32_t far;                // ≥ 0; millimetres of way or seconds, one unit throughout
};
struct ReachPairs {                // who reaches site k: pair[start[k]] … pair[start[k+1]-1], ascending by place
  std::vector<std::uint64_t> start{0};
  std::vector<ReachPair> pair;
  std::int32_t sites() const { return static_cast<std::int32_t>(start.size()) - 1; }
  std::span<const ReachPair> of(std::int32_t k) const {
    const auto i = static_cast<std::size_t>(k);
    return {pair.data() + start[i], start[i + 1] - start[i]};
  }
};
// The sites of `first`, then those of `then`.
ReachPairs joined(ReachPairs first, const ReachPairs& then);

// All pairs given are within reach. `people.at` only tells who has a place: who has one and reaches nothing is uncovered or beyond
// reach, who has none is unplaced. O(people + pairs).
Audit audit_pairs(const People& people, const ReachPairs& pairs);
MergedPeople merge_pairs(const People& people, const ReachPairs& existing, const ReachPairs& candidates);
// Zones in the unit of the pairs.
Accessibility catchments_of_pairs(const People& people, const ReachPairs& pairs, std::span<const double> supply, std::span<const Zone> zones);

// The dense table of p-median, p-center and capacities: distance = far / unit rounded, kUnreachable where there is no pair.
// client_of: per place its row among the clients, or -1.
DistanceTable table_of_pairs(const ReachPairs& pairs, std::span<const std::int32_t> client_of, std::int32_t clients, std::int32_t unit);

// What if this site stood, or that one closed? O(pairs of the site) a question. Keeps spans of `people`, which must outlive it.
class PairsWhatIf {
 public:
  explicit PairsWhatIf(const People& people) : people_(people), count_(people.at.size(), 0) {}
  WhatIf::Change put(std::span<const ReachPair> site);
  WhatIf::Change take(std::span<const ReachPair> site);   // of one that was put
  std::int64_t covered() const { return covered_; }

 private:
  WhatIf::Change collect(std::span<const ReachPair> site, int by);
  People people_;
  std::vector<std::uint16_t> count_;
  std::int64_t covered_ = 0;
};

}  // namespace yilin::siting
