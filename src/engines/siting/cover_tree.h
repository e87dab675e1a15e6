#pragma once
// Depth-first branch and bound for a covering core at a price per unit of cost: the config of most value − price × cost whose
// cost lies within a window. Bounds are Lagrangian (prices of rows handed from parent to child), sites are fixed by reduced
// cost in every node. Meant for connected cores of up to some hundred sites, where it needs a hundredth of a simplex's time.

#include <cstdint>
#include <functional>
#include <vector>

#include "engines/siting/cover_problem.h"

namespace yilin::siting {

struct TreeQuestion {
  std::int64_t price = 0;              // per unit of cost, ≥ 0
  std::int64_t cost_lo = 0, cost_hi = 0;
  std::int64_t floor = 0;              // only configs worth more matter
  std::int64_t nodes_max = 0;          // 0: no limit
  std::function<bool()> time_is_up;
};
struct TreeAnswer {
  bool stopped = false;                // time or nodes ran out: what was found may not be the best
  bool better = false;                 // `open` is worth more than floor, and the best unless stopped
  std::int64_t worth = 0;
  std::int64_t bound = 0;              // at the root
  std::vector<std::int32_t> open;      // core sites, ascending
  std::int64_t nodes = 0;
};
TreeAnswer branch_and_bound(const CoverCore& core, const TreeQuestion& question);

}  // namespace yilin::siting
