#pragma once
// What if a centre stood here, or that one closed? Everybody's number of centres within reach is kept; putting, taking or moving
// one looks only at the people around it: microseconds in a city of millions, wherever the point lies.

#include <cstdint>
#include <vector>

#include "engines/siting/coverage.h"

namespace yilin::siting {

class WhatIf {
 public:
  // Copies places, weights and groups (about 28 bytes a person).
  WhatIf(const People& people, const Reach& reach);

  struct Change {
    std::int64_t weight = 0;                                        // newly covered (put) or left without (take)
    std::vector<std::pair<std::int32_t, std::int64_t>> by_group;    // ascending; only groups concerned
  };
  Change put(const Point& site);
  Change take(const Point& site);                                   // of one that was put
  // What put or take would change, without doing it.
  Change would_put(const Point& site) const;
  Change would_take(const Point& site) const;
  std::int64_t covered() const { return covered_; }
  std::int64_t placed_weight() const { return placed_; }

 private:
  template <class Visit>
  void each_within(const Point& site, Visit&& visit) const;
  template <class Touch>
  Change collect(const Point& site, Touch&& touch) const;

  Surface surface_;
  double limit2_, x0_ = 0, y0_ = 0, per_x_ = 0, per_y_ = 0;
  std::size_t columns_ = 0, rows_ = 0;
  std::vector<std::uint32_t> start_;
  std::vector<Point> at_;                 // people, by cell
  std::vector<std::int64_t> weight_;
  std::vector<std::int32_t> group_;
  std::vector<std::uint16_t> count_;
  std::int64_t covered_ = 0, placed_ = 0;
};

}  // namespace yilin::siting
