#pragma once
// The sparse covering model. People who reach exactly the same set of sites are one row: nothing is lost (isomorphic
// aggregation), and a city of millions becomes some ten thousand rows.

#include <cstdint>
#include <span>
#include <vector>

#include "engines/siting/coverage.h"

namespace yilin::siting {

// Row r is covered by any of sites site[start[r]] … site[start[r+1]-1] (ascending).
struct CoverRows {
  std::int32_t sites = 0;
  std::vector<std::int64_t> weight;
  std::vector<std::uint32_t> start{0};
  std::vector<std::int32_t> site;
  std::int32_t rows() const { return static_cast<std::int32_t>(weight.size()); }
  std::span<const std::int32_t> of(std::int32_t r) const {
    const auto i = static_cast<std::size_t>(r);
    return {site.data() + start[i], start[i + 1] - start[i]};
  }
};

// The same read by site: which rows does it cover (ascending)?
struct CoverColumns {
  std::vector<std::uint32_t> start{0};
  std::vector<std::int32_t> row;
  std::span<const std::int32_t> of(std::int32_t j) const {
    const auto i = static_cast<std::size_t>(j);
    return {row.data() + start[i], start[i + 1] - start[i]};
  }
};
CoverColumns columns_of(const CoverRows& rows);

// Adds rows one by one; equal sets of sites are joined. The order of rows is that of first appearance.
class RowMerger {
 public:
  explicit RowMerger(std::int32_t sites);
  std::int32_t add(std::span<const std::int32_t> sites, std::int64_t weight);  // ascending, not empty; returns the row
  CoverRows take() { return std::move(rows_); }

 private:
  void grow();
  CoverRows rows_;
  std::vector<std::uint64_t> key_;    // per site, random
  std::vector<std::uint64_t> hash_;   // per row
  std::vector<std::int32_t> table_;   // open addressing; -1 = free
};

struct MergedPeople {
  CoverRows rows;
  std::int64_t already_covered = 0;    // weight within reach of a site of `existing`
  std::int64_t beyond_reach = 0;       // weight with neither an existing site nor a candidate within reach
  std::int64_t unplaced = 0;
  std::vector<std::int32_t> row_of;    // per person, if asked for: row, kCovered, kBeyond or kUnplaced
  static constexpr std::int32_t kCovered = -1, kBeyond = -2, kUnplaced = -3;
};
// O(people + pairs within reach).
MergedPeople merge(const People& people, std::span<const Point> existing, std::span<const Point> candidates, const Reach& reach,
                   bool with_row_of = false);

}  // namespace yilin::siting
