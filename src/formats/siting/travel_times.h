#pragma once
// A travel-time matrix as CSV, UTF-8. Long: columns demand 需求点, site 选点, minutes 分钟 (or seconds 秒), in any order; one row a
// pair; three columns without names are these. Wide: the first cell of the first row names the demand column, the others are sites;
// a cell is minutes, an empty one is out of reach. One-way times from demand to site.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace yilin::formats::siting {

inline constexpr ErrorKind bad_times{"siting.bad_times", 422, "出行时间表有误。", "The table of travel times is wrong."};

struct TravelTimeTable {
  std::vector<std::uint64_t> start{0};        // of demand i: start[i] … start[i+1]-1 in site and seconds
  std::vector<std::int32_t> site, seconds;    // sites ascending; whole seconds, rounded
  std::vector<char> demand_seen, site_seen;   // who occurs in the file at all
  std::vector<std::string> warnings;          // Chinese sentences: how many demand points or sites the file does not know
};
// `demand` and `site`: ids in the order of the caller's own rows; an id must not occur twice among the sites. Errors name the rows (the
// first five) and the column: ids that nobody knows, a pair given twice, minutes that are no number, negative or over a week. Pairs
// that are absent are out of reach. At most 50 million pairs, O(pairs).
Result<TravelTimeTable> read_travel_times(std::string_view text, std::string_view name, std::span<const std::string_view> demand,
                                          std::span<const std::string_view> site);

}  // namespace yilin::formats::siting
