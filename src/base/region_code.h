#pragma once
// The 12-digit code of an administrative division (GB/T 2260 + GB/T 10114 + statistical code). The subtree of a code is
// one half-open range, which is how scopes and sums over the tree are written.

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace yilin {

enum class RegionLevel : std::uint8_t { country, province, city, county, street, community };

struct RegionRange;

struct RegionCode {
  std::int64_t value = 0;  // 0 = the whole country
  friend constexpr auto operator<=>(RegionCode, RegionCode) = default;

  static Result<RegionCode> parse(std::string_view text);  // 2, 4, 6, 9 or 12 digits; padded with zeros
  constexpr RegionLevel level() const {
    if (value == 0) return RegionLevel::country;
    if (value % 10'000'000'000 == 0) return RegionLevel::province;
    if (value % 100'000'000 == 0) return RegionLevel::city;
    if (value % 1'000'000 == 0) return RegionLevel::county;
    if (value % 1'000 == 0) return RegionLevel::street;
    return RegionLevel::community;
  }
  // The ancestor at `level`; itself when it is at that level or above.
  constexpr RegionCode at(RegionLevel level) const {
    constexpr std::int64_t unit[] = {0, 10'000'000'000, 100'000'000, 1'000'000, 1'000, 1};
    const std::int64_t u = unit[static_cast<int>(level)];
    return u == 0 ? RegionCode{} : RegionCode{value / u * u};
  }
  constexpr RegionCode parent() const {
    const RegionLevel l = level();
    return l == RegionLevel::country ? *this : at(static_cast<RegionLevel>(static_cast<int>(l) - 1));
  }
  constexpr RegionRange subtree() const;
  constexpr bool contains(RegionCode other) const;
};

struct RegionRange {
  std::int64_t lo = 0, hi = 0;  // lo ≤ code < hi
  constexpr bool contains(RegionCode c) const { return lo <= c.value && c.value < hi; }
  constexpr bool empty() const { return lo >= hi; }
  friend constexpr auto operator<=>(RegionRange, RegionRange) = default;
};

constexpr RegionRange RegionCode::subtree() const {
  constexpr std::int64_t size[] = {1'000'000'000'000, 10'000'000'000, 100'000'000, 1'000'000, 1'000, 1};
  return {value, value + size[static_cast<int>(level())]};
}
constexpr bool RegionCode::contains(RegionCode other) const { return subtree().contains(other); }

std::string to_string(RegionCode code);  // always 12 digits

}  // namespace yilin
