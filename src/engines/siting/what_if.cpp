#include "engines/siting/what_if.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/assert.h"

namespace yilin::siting {
namespace {
constexpr double kEarthMm = 6'371'008'800.0, kCellsMax = 1 << 22;
}

WhatIf::WhatIf(const People& people, const Reach& reach) : surface_(people.surface), limit2_(reach.limit2_mm2()) {
  double x_lo = INFINITY, x_hi = -INFINITY, y_lo = INFINITY, y_hi = -INFINITY;
  for (const Point& p : people.at) {
    if (!placed(p)) continue;
    x_lo = std::min(x_lo, p.x), x_hi = std::max(x_hi, p.x), y_lo = std::min(y_lo, p.y), y_hi = std::max(y_hi, p.y);
  }
  start_.assign(1, 0);
  if (x_lo > x_hi) return;
  double height = std::max(1.0, std::sqrt(limit2_)) * 1.000001;
  double width = height;
  if (surface_ == Surface::sphere) width /= std::max(0.01, std::min(std::cos((y_lo - height) / kEarthMm), std::cos((y_hi + height) / kEarthMm)));
  if (const double cells = ((x_hi - x_lo) / width + 1) * ((y_hi - y_lo) / height + 1); cells > kCellsMax) {
    const double grow = std::max({std::sqrt(cells / kCellsMax) * 2, (x_hi - x_lo) / width / kCellsMax * 2, (y_hi - y_lo) / height / kCellsMax * 2});
    width *= grow, height *= grow;
  }
  x0_ = x_lo, y0_ = y_lo, per_x_ = 1 / width, per_y_ = 1 / height;
  columns_ = static_cast<std::size_t>((x_hi - x_lo) * per_x_) + 1, rows_ = static_cast<std::size_t>((y_hi - y_lo) * per_y_) + 1;
  const auto cell_of = [&](const Point& p) {
    return std::min(rows_ - 1, static_cast<std::size_t>((p.y - y0_) * per_y_)) * columns_ + std::min(columns_ - 1, static_cast<std::size_t>((p.x - x0_) * per_x_));
  };
  start_.assign(columns_ * rows_ + 1, 0);
  for (const Point& p : people.at)
    if (placed(p)) ++start_[cell_of(p) + 1];
  for (std::size_t c = 1; c < start_.size(); ++c) start_[c] += start_[c - 1];
  at_.resize(start_.back()), weight_.resize(start_.back()), group_.assign(start_.back(), -1), count_.assign(start_.back(), 0);
  std::vector<std::uint32_t> next(start_.begin(), start_.end() - 1);
  for (std::size_t i = 0; i < people.at.size(); ++i) {
    if (!placed(people.at[i])) continue;
    const std::uint32_t k = next[cell_of(people.at[i])]++;
    at_[k] = people.at[i], weight_[k] = people.weight_of(i);
    if (!people.group.empty()) group_[k] = people.group[i];
    placed_ += weight_[k];
  }
}

template <class Visit>
void WhatIf::each_within(const Point& site, Visit&& visit) const {
  if (!placed(site) || columns_ == 0) return;
  const double fx = std::floor((site.x - x0_) * per_x_), fy = std::floor((site.y - y0_) * per_y_);
  if (fx < -1 || fy < -1 || fx > static_cast<double>(columns_) || fy > static_cast<double>(rows_)) return;
  const auto column = static_cast<std::int64_t>(fx), row = static_cast<std::int64_t>(fy);
  const std::int64_t left = std::max<std::int64_t>(0, column - 1), right = std::min<std::int64_t>(static_cast<std::int64_t>(columns_) - 1, column + 1);
  for (std::int64_t r = std::max<std::int64_t>(0, row - 1); r <= std::min<std::int64_t>(static_cast<std::int64_t>(rows_) - 1, row + 1); ++r) {
    if (left > right) return;
    const std::size_t base = static_cast<std::size_t>(r) * columns_;
    for (std::uint32_t k = start_[base + static_cast<std::size_t>(left)]; k < start_[base + static_cast<std::size_t>(right) + 1]; ++k) {
      const double dy = at_[k].y - site.y;
      if (dy * dy > limit2_) continue;   // before the cosine
      if (distance2_mm2(surface_, at_[k], site) <= limit2_) visit(k);
    }
  }
}

template <class Touch>
WhatIf::Change WhatIf::collect(const Point& site, Touch&& touch) const {
  Change change;
  std::map<std::int32_t, std::int64_t> groups;
  each_within(site, [&](std::uint32_t k) {
    if (!touch(k)) return;
    change.weight += weight_[k];
    if (group_[k] >= 0) groups[group_[k]] += weight_[k];
  });
  change.by_group.assign(groups.begin(), groups.end());
  return change;
}

WhatIf::Change WhatIf::put(const Point& site) {
  Change change = collect(site, [&](std::uint32_t k) {
    YILIN_ASSERT(count_[k] < 65'535);
    return count_[k]++ == 0;
  });
  covered_ += change.weight;
  return change;
}

WhatIf::Change WhatIf::take(const Point& site) {
  Change change = collect(site, [&](std::uint32_t k) {
    YILIN_ASSERT(count_[k] > 0);
    return --count_[k] == 0;
  });
  covered_ -= change.weight;
  return change;
}

WhatIf::Change WhatIf::would_put(const Point& site) const {
  return collect(site, [&](std::uint32_t k) { return count_[k] == 0; });
}

WhatIf::Change WhatIf::would_take(const Point& site) const {
  return collect(site, [&](std::uint32_t k) { return count_[k] == 1; });
}

}  // namespace yilin::siting
