#pragma once
// Counters per route for /metrics (Prometheus text format 0.0.4). Lock-free to count.

#include <array>
#include <atomic>
#include <cstdint>
#include <string>

namespace yilin::http {

struct RouteMetrics {
  // Upper bounds in microseconds; the last bucket is unbounded.
  static constexpr std::array<std::int64_t, 9> kBounds{500, 1'000, 2'500, 5'000, 10'000, 25'000, 100'000, 500'000, 2'000'000};
  std::array<std::atomic<std::int64_t>, kBounds.size() + 1> buckets{};
  std::array<std::atomic<std::int64_t>, 6> by_class{};  // index = status / 100
  std::atomic<std::int64_t> sum_us{0};

  void count(int status, std::int64_t us);
  void append_to(std::string& out, const std::string& route) const;
};

}  // namespace yilin::http
