#pragma once
// Which sites does a point reach? A uniform grid over the sites, cells as wide as the reach; each cell keeps the sites of
// its 3 × 3 neighbourhood in one run, so a question reads one contiguous run and tests each site once.
// Building: O(sites + cells); a question: O(sites nearby). Answers come in ascending order of site.

#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "engines/siting/points.h"

namespace yilin::siting {

class ReachIndex {
 public:
  // Sites that are not placed are never reached.
  ReachIndex(Surface surface, std::span<const Point> sites, double limit2_mm2);

  // visit(site, distance2_mm2) for each site within reach of `p`.
  template <class Visit>
  void each(const Point& p, Visit&& visit) const {
    const double fx = (p.x - x0_) * per_x_, fy = (p.y - y0_) * per_y_;
    if (!(fx >= 0 && fy >= 0 && fx < static_cast<double>(columns_) && fy < static_cast<double>(rows_))) return;  // also NaN
    const auto column = static_cast<std::size_t>(fx), row = static_cast<std::size_t>(fy);
    const std::size_t cell = row * columns_ + column;
    const double cosine = cosine_at(row, p.y);
    // Found first, visited then: one branch a site would be guessed wrong a third of the time.
    std::int32_t site[kChunk];
    double far2[kChunk];
    for (std::uint32_t i = start_[cell], end = start_[cell + 1]; i < end;) {
      const std::uint32_t stop = end - i > kChunk ? i + kChunk : end;
      std::size_t found = 0;
      for (; i < stop; ++i) {
        const Near& s = near_[i];
        const double dx = p.x - s.x, dy = p.y - s.y;
        const double d2 = cosine * s.cosine * dx * dx + dy * dy;
        site[found] = s.site, far2[found] = d2;
        found += d2 <= limit2_ ? 1 : 0;
      }
      for (std::size_t k = 0; k < found; ++k) visit(site[k], far2[k]);
    }
  }

  std::size_t bytes() const { return near_.size() * sizeof(Near) + start_.size() * sizeof(std::uint32_t); }

 private:
  static constexpr std::uint32_t kChunk = 64;
  struct Near {
    double x, y, cosine;
    std::int32_t site;
  };
  struct RowCosine {  // cos y around the middle of a row of cells, to the second order: error below 1e-11
    double y, c0, c1, c2;
  };
  double cosine_at(std::size_t row, double y) const {
    const RowCosine& r = cosines_[row];
    const double d = y - r.y;
    return r.c0 + d * (r.c1 + d * r.c2);
  }

  Surface surface_;
  double limit2_;
  double x0_ = 0, y0_ = 0, per_x_ = 0, per_y_ = 0;
  std::size_t columns_ = 0, rows_ = 0;
  std::vector<std::uint32_t> start_;
  std::vector<Near> near_;
  std::vector<RowCosine> cosines_;
};

}  // namespace yilin::siting
