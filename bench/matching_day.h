#pragma once
// A synthetic day of live dispatch: 10,000 orders with two peaks in a city of 40 × 30 km, six skills, one offer in eight
// declined. Load and peaks are those of the study that the bar comes from. Played by our dispatcher and by nearest-first.

#include <cstdint>
#include <vector>

#include "engines/matching/matching.h"

namespace yilin::bench {

struct Day {
  std::vector<matching::Worker> workers;
  std::vector<matching::Order> orders;  // in the order of their coming
  std::vector<std::uint64_t> accept;    // per order, a stream of acceptance
};
Day make_day(std::uint64_t seed, int workers, int orders);

// Of one day, or the mean of several; the counts are sums.
struct Outcome {
  double travel_min = 0, response_mean = 0, response_p95 = 0, response_p99 = 0, us_per_order = 0, gini = 0, slowest_batch_ms = 0, day_s = 0;
  int unserved = 0;
};
Outcome mean(const std::vector<Outcome>&);

Outcome play_ours(const Day&, const matching::Rules&);

// Nearest-first as it is usually built: an order takes the nearest idle worker within the cap or queues; who gets free takes
// the nearest (or the oldest) waiting order within the cap. With `patience_percent` the cap grows by so much of the time an
// order has waited, and every minute the queue is gone through, oldest first.
struct NearestRules {
  matching::Seconds cap = 0;
  bool oldest = false;
  int patience_percent = 0;
};
Outcome play_nearest(const Day&, const NearestRules&);

}  // namespace yilin::bench
