#include "engines/siting/reach_index.h"

#include <algorithm>

namespace yilin::siting {
namespace {
constexpr double kEarthMm = 6'371'008'800.0;
constexpr double kCellsMax = 1 << 21;
}  // namespace

ReachIndex::ReachIndex(Surface surface, std::span<const Point> sites, double limit2_mm2) : surface_(surface), limit2_(limit2_mm2) {
  start_.assign(1, 0);
  double x_lo = INFINITY, x_hi = -INFINITY, y_lo = INFINITY, y_hi = -INFINITY;
  for (const Point& s : sites) {
    if (!placed(s)) continue;
    x_lo = std::min(x_lo, s.x), x_hi = std::max(x_hi, s.x);
    y_lo = std::min(y_lo, s.y), y_hi = std::max(y_hi, s.y);
  }
  if (x_lo > x_hi) return;

  // A hair wider than the reach, so that rounding in the cell's number never hides a site two cells away.
  double height = std::max(std::sqrt(limit2_) * 1.000001, 1.0);
  double narrowest = 1;
  if (surface_ == Surface::sphere) narrowest = std::max(0.01, std::min(std::cos((y_lo - height) / kEarthMm), std::cos((y_hi + height) / kEarthMm)));
  double width = height / narrowest;
  const double cells = ((x_hi - x_lo) / width + 3) * ((y_hi - y_lo) / height + 3);
  if (cells > kCellsMax) {
    const double grow = std::sqrt(cells / kCellsMax) * 1.5 + std::max((x_hi - x_lo) / width, (y_hi - y_lo) / height) / kCellsMax;
    width *= grow, height *= grow;
  }
  // One cell and a half before the first site: rounding never puts it into cell 0, which has no neighbour before it.
  x0_ = x_lo - 1.5 * width, y0_ = y_lo - 1.5 * height, per_x_ = 1 / width, per_y_ = 1 / height;
  columns_ = static_cast<std::size_t>((x_hi - x0_) * per_x_) + 2;
  rows_ = static_cast<std::size_t>((y_hi - y0_) * per_y_) + 2;

  cosines_.resize(rows_);
  for (std::size_t r = 0; r < rows_; ++r) {
    const double y = y0_ + (static_cast<double>(r) + 0.5) * height, angle = y / kEarthMm;
    cosines_[r] = surface_ == Surface::plane
                      ? RowCosine{y, 1, 0, 0}
                      : RowCosine{y, std::cos(angle), -std::sin(angle) / kEarthMm, -std::cos(angle) / (2 * kEarthMm * kEarthMm)};
  }

  const auto each_cell_around = [&](const Point& s, auto&& visit) {
    const auto column = static_cast<std::size_t>((s.x - x0_) * per_x_), row = static_cast<std::size_t>((s.y - y0_) * per_y_);
    for (std::size_t r = row - 1; r <= row + 1 && r < rows_; ++r)
      for (std::size_t c = column - 1; c <= column + 1 && c < columns_; ++c) visit(r * columns_ + c);
  };
  start_.assign(columns_ * rows_ + 1, 0);
  for (const Point& s : sites)
    if (placed(s)) each_cell_around(s, [&](std::size_t cell) { ++start_[cell + 1]; });
  for (std::size_t i = 1; i < start_.size(); ++i) start_[i] += start_[i - 1];
  near_.resize(start_.back());
  std::vector<std::uint32_t> at(start_.begin(), start_.end() - 1);
  for (std::size_t j = 0; j < sites.size(); ++j) {
    const Point& s = sites[j];
    if (!placed(s)) continue;
    const double cosine = surface_ == Surface::plane ? 1 : std::cos(s.y / kEarthMm);
    each_cell_around(s, [&](std::size_t cell) { near_[at[cell]++] = {s.x, s.y, cosine, static_cast<std::int32_t>(j)}; });
  }
}

}  // namespace yilin::siting
