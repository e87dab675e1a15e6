#include "http/metrics.h"

#include <algorithm>

#include <fmt/format.h>

namespace yilin::http {

void RouteMetrics::count(int status, std::int64_t us) {
  const auto bucket = std::lower_bound(kBounds.begin(), kBounds.end(), us) - kBounds.begin();
  buckets[bucket].fetch_add(1, std::memory_order_relaxed);
  by_class[std::clamp(status / 100, 0, 5)].fetch_add(1, std::memory_order_relaxed);
  sum_us.fetch_add(us, std::memory_order_relaxed);
}

void RouteMetrics::append_to(std::string& out, const std::string& route) const {
  std::int64_t total = 0;
  for (std::size_t i = 0; i < by_class.size(); ++i)
    if (const std::int64_t n = by_class[i].load(std::memory_order_relaxed); n > 0)
      fmt::format_to(std::back_inserter(out), "yilin_requests_total{{route=\"{}\",status=\"{}xx\"}} {}\n", route, i, n);
  for (std::size_t i = 0; i < buckets.size(); ++i) {
    total += buckets[i].load(std::memory_order_relaxed);
    const std::string bound = i < kBounds.size() ? fmt::format("{}", static_cast<double>(kBounds[i]) / 1e6) : "+Inf";
    fmt::format_to(std::back_inserter(out), "yilin_request_seconds_bucket{{route=\"{}\",le=\"{}\"}} {}\n", route, bound, total);
  }
  fmt::format_to(std::back_inserter(out), "yilin_request_seconds_sum{{route=\"{}\"}} {}\nyilin_request_seconds_count{{route=\"{}\"}} {}\n",
                 route, static_cast<double>(sum_us.load(std::memory_order_relaxed)) / 1e6, route, total);
}

}  // namespace yilin::http
