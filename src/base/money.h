#pragma once
// Money is whole fen (1/100 yuan) in an int64. No float ever touches it; ratios are integers per 10,000 and every
// rounding has a name.

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace yilin {

struct Fen {
  std::int64_t value = 0;
  friend constexpr auto operator<=>(Fen, Fen) = default;
  friend constexpr Fen operator+(Fen a, Fen b) { return {a.value + b.value}; }
  friend constexpr Fen operator-(Fen a, Fen b) { return {a.value - b.value}; }
  friend constexpr Fen operator-(Fen a) { return {-a.value}; }
  friend constexpr Fen operator*(Fen a, std::int64_t n) { return {a.value * n}; }
  Fen& operator+=(Fen o) { value += o.value; return *this; }
  Fen& operator-=(Fen o) { value -= o.value; return *this; }
};

// 比例, in units of 1/10,000 (7500 = 75 %).
struct BasisPoints {
  std::int32_t value = 0;
  friend constexpr auto operator<=>(BasisPoints, BasisPoints) = default;
};

// 四舍五入到分: half away from zero. |amount| ≤ 9e14 fen.
Fen share_rounded(Fen amount, BasisPoints ratio);
// 舍去分以下 (towards zero).
Fen share_truncated(Fen amount, BasisPoints ratio);

// Splits `amount` ≥ 0 by weights ≥ 0 (not all zero) so that the parts sum to it exactly; the fen left over go to the
// largest remainders, ties to the earlier part (largest-remainder method).
std::vector<Fen> split_exact(Fen amount, const std::vector<std::int64_t>& weights);

std::string to_yuan(Fen amount);  // "-12.30"

}  // namespace yilin
