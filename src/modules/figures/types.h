#pragma once
// What is counted, by community and day.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "kernel/entity/codec.h"

namespace yilin::figures {

// Column `metric` of table counter: a value is never reused.
enum class Metric : std::uint8_t {
  orders_placed = 1, orders_cancelled = 2,
  visits_done = 3, visit_minutes = 4, visits_confirmed = 5,
  ratings_bad = 6, ratings_fair = 7, ratings_good = 8, complaints = 9,
  settled_fen = 10, subsidy_fen = 11, self_fen = 12,
  // Visits by the minutes between the order and the first time that every carer had accepted.
  response_5 = 13, response_15 = 14, response_30 = 15, response_60 = 16, response_240 = 17, response_over = 18,
};
std::span<const entity::EnumName> enum_names(Metric);
inline constexpr std::size_t kMetrics = 18;

using Values = std::array<std::int64_t, kMetrics>;  // index = metric − 1
constexpr std::size_t index(Metric m) { return static_cast<std::size_t>(m) - 1; }
inline void add(Values& to, const Values& more) {
  for (std::size_t i = 0; i < kMetrics; ++i) to[i] += more[i];
}

// Bounds of the response times: (above, up to]; above the last one, without end.
struct ResponseBand {
  Metric metric;
  std::int64_t above, up_to;
};
inline constexpr std::array<ResponseBand, 6> kResponseBands{{{Metric::response_5, -1, 5}, {Metric::response_15, 5, 15},
                                                             {Metric::response_30, 15, 30}, {Metric::response_60, 30, 60},
                                                             {Metric::response_240, 60, 240},
                                                             {Metric::response_over, 240, INT32_MAX}}};
constexpr Metric response_metric(std::int64_t minutes) {
  for (const ResponseBand& band : kResponseBands)
    if (minutes <= band.up_to) return band.metric;
  return Metric::response_over;
}

}  // namespace yilin::figures
