#include "engines/siting/p_center.h"

#include <algorithm>

#include "engines/siting/set_cover.h"

namespace yilin::siting {
namespace {

CoverRows within(const DistanceTable& d, std::int32_t radius) {
  CoverRows rows;
  rows.sites = d.sites;
  for (std::int32_t i = 0; i < d.clients; ++i) {
    for (std::int32_t j = 0; j < d.sites; ++j)
      if (d.at(j, i) <= radius) rows.site.push_back(j);
    rows.start.push_back(static_cast<std::uint32_t>(rows.site.size()));
    rows.weight.push_back(1);
  }
  return rows;
}

std::int32_t longest_way(const DistanceTable& d, const std::vector<std::int32_t>& open) {
  std::int32_t longest = 0;
  for (std::int32_t i = 0; i < d.clients; ++i) {
    std::int32_t nearest = kUnreachable;
    for (const std::int32_t j : open) nearest = std::min(nearest, d.at(j, i));
    longest = std::max(longest, nearest);
  }
  return longest;
}

// Farthest-point start (Gonzalez 1985): at most twice the optimum where clients are sites.
std::vector<std::int32_t> spread(const DistanceTable& d, std::int32_t p) {
  std::vector<std::int32_t> nearest(static_cast<std::size_t>(d.clients), kUnreachable), open;
  std::int32_t far = 0;
  while (static_cast<std::int32_t>(open.size()) < p) {
    std::int32_t site = 0;
    for (std::int32_t j = 1; j < d.sites; ++j)
      if (d.at(j, far) < d.at(site, far)) site = j;
    open.push_back(site);
    for (std::int32_t i = 0; i < d.clients; ++i) {
      nearest[static_cast<std::size_t>(i)] = std::min(nearest[static_cast<std::size_t>(i)], d.at(site, i));
      if (nearest[static_cast<std::size_t>(i)] > nearest[static_cast<std::size_t>(far)]) far = i;
    }
  }
  return open;
}

}  // namespace

CenterPlan p_center(const DistanceTable& d, std::int32_t p, const Effort& effort) {
  CenterPlan plan;
  if (p < 1 || p > d.sites) {
    plan.reason = p < 1 ? "新建数量须至少为 1。" : "备选点少于要建的数量。";
    return plan;
  }
  std::vector<std::int32_t> radii = d.far;
  std::ranges::sort(radii);
  radii.erase(std::unique(radii.begin(), radii.end()), radii.end());

  plan.open = spread(d, p);
  plan.value = longest_way(d, plan.open);
  if (plan.value >= kUnreachable) {
    plan.reason = "有需求点与所有备选点都不连通。";
    std::int32_t worst = 0;
    for (std::int32_t i = 0; i < d.clients; ++i) {
      std::int32_t nearest = kUnreachable;
      for (std::int32_t j = 0; j < d.sites; ++j) nearest = std::min(nearest, d.at(j, i));
      worst = std::max(worst, nearest);
    }
    if (worst >= kUnreachable) return plan;
    plan.reason.clear();
  }
  const auto position = [&](std::int32_t radius) { return static_cast<std::size_t>(std::ranges::lower_bound(radii, radius) - radii.begin()); };
  // radii[lo] is possible only from here on; radii[hi] is known to be possible.
  std::size_t lo = 0, hi = position(plan.value);
  bool certain = true;
  for (std::int32_t i = 0; i < d.clients; ++i) {
    std::int32_t nearest = kUnreachable;
    for (std::int32_t j = 0; j < d.sites; ++j) nearest = std::min(nearest, d.at(j, i));
    lo = std::max(lo, position(nearest));
  }
  std::size_t refuted = lo;   // every radius below radii[refuted] is proved too short
  while (lo < hi) {
    const std::size_t mid = lo + (hi - lo) / 2;
    SetCoverProblem question{within(d, radii[mid]), {}, p};
    const SetCoverPlan cover = set_cover(question, effort);
    if (cover.verdict != Verdict::infeasible && cover.value <= p) {
      plan.open = cover.open;
      plan.value = longest_way(d, plan.open);
      hi = std::min(mid, position(plan.value));
    } else {
      lo = mid + 1;
      if (cover.verdict == Verdict::infeasible || cover.bound > p) {
        if (certain) refuted = lo;
      } else {
        certain = false;
      }
    }
  }
  plan.bound = radii[std::min(refuted, hi)];
  plan.verdict = plan.bound == plan.value ? Verdict::proved_optimal : Verdict::feasible;
  return plan;
}

}  // namespace yilin::siting
