#pragma once
// How busy a simulated city is: orders grow with the square root of its elders, so that a large city can be made in minutes.

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace yilin::sim {

inline double orders_a_day(std::int64_t elders) { return std::max(6.0, 60.0 * std::sqrt(static_cast<double>(elders) / 20'000)); }
// Each orders once a week or so.
inline std::size_t customers_of(std::int64_t elders, double orders_a_day) {
  return static_cast<std::size_t>(std::clamp<std::int64_t>(static_cast<std::int64_t>(orders_a_day * 7), 40, elders));
}
inline std::size_t customers_of(std::int64_t elders) { return customers_of(elders, orders_a_day(elders)); }

}  // namespace yilin::sim
