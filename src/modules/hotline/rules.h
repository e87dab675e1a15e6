#pragma once
// PURE: life cycles, and where a call belongs.

#include <span>
#include <vector>

#include "kernel/lifecycle/lifecycle.h"
#include "modules/hotline/types.h"

namespace yilin::hotline::rules {

std::span<const lifecycle::Transition<CallState>> call_moves();
std::span<const lifecycle::Transition<TaskState>> task_moves();

struct LikelyCaller {
  ElderId elder;
  RegionCode region;
};
struct Origin {
  ElderId elder;      // none: nobody or more than one
  RegionCode region;
};
// One elder: hers. Several: the smallest division that holds them all. Nobody: the city.
Origin origin_of(const std::vector<LikelyCaller>& callers, RegionCode city);

}  // namespace yilin::hotline::rules
