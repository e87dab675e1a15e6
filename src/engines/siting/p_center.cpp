#include "engines/siting/p_center.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "engines/siting/few_centers.h"
#include "engines/siting/set_cover.h"

namespace yilin::siting {
namespace {

constexpr std::int32_t kFew = 24;   // up to here centres are looked for by rows, beyond by set covering

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
  std::vector<std::int32_t> nearest(static_cast<std::size_t>(d.clients), kUnreachable);
  for (const std::int32_t j : open)
    for (std::size_t i = 0; i < nearest.size(); ++i) nearest[i] = std::min(nearest[i], d.row(j)[i]);
  return nearest.empty() ? 0 : *std::ranges::max_element(nearest);
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

class Bisection {
 public:
  Bisection(const DistanceTable& d, std::int32_t p, const Effort& effort) : d_(d), p_(p), effort_(effort), few_(d, p) {}

  CenterPlan run() {
    CenterPlan plan;
    std::vector<std::int32_t> radii = d_.far;
    std::ranges::sort(radii);
    radii.erase(std::unique(radii.begin(), radii.end()), radii.end());
    std::vector<std::int32_t> nearest(static_cast<std::size_t>(d_.clients), kUnreachable);
    for (std::int32_t j = 0; j < d_.sites; ++j)
      for (std::size_t i = 0; i < nearest.size(); ++i) nearest[i] = std::min(nearest[i], d_.row(j)[i]);
    const std::int32_t worst = nearest.empty() ? 0 : *std::ranges::max_element(nearest);
    if (worst >= kUnreachable) {
      plan.reason = "有需求点与所有备选点都不连通。";
      return plan;
    }
    plan.open = spread(d_, p_);
    plan.value = longest_way(d_, plan.open);
    const auto position = [&](std::int32_t radius) { return static_cast<std::size_t>(std::ranges::lower_bound(radii, radius) - radii.begin()); };
    // radii[lo] is possible only from here on; radii[hi] is known to be possible.
    std::size_t lo = position(worst), hi = position(plan.value), refuted = lo;   // below radii[refuted]: proved too short
    bool certain = true;
    while (lo < hi) {
      const std::size_t mid = lo + (hi - lo) / 2;
      const std::optional<bool> possible = ask(radii[mid]);
      if (possible && *possible) {
        plan.open = open_;
        plan.value = longest_way(d_, plan.open);
        hi = std::min(mid, position(plan.value));
        continue;
      }
      certain = certain && possible.has_value();
      lo = mid + 1;
      if (certain) refuted = lo;
    }
    std::ranges::sort(plan.open);
    plan.open.erase(std::unique(plan.open.begin(), plan.open.end()), plan.open.end());
    plan.bound = radii[std::min(refuted, hi)];
    if (plan.value >= kUnreachable) {
      plan.reason = plan.bound >= kUnreachable ? fmt::format("开 {} 处时，总有需求点没有一处可达。", p_) : "时限内没有找到可行方案，也没有证明不可行。";
      return plan;
    }
    plan.verdict = plan.bound == plan.value ? Verdict::proved_optimal : Verdict::feasible;
    return plan;
  }

 private:
  // Do p sites reach everybody within `radius`? open_ if so; nothing if it was not decided.
  std::optional<bool> ask(std::int32_t radius) {
    if (p_ <= kFew) {
      const FewCenters::Answer answer = few_.ask(radius, effort_.time_is_up);
      if (answer == FewCenters::Answer::yes) open_ = few_.open();
      if (answer != FewCenters::Answer::unknown) return answer == FewCenters::Answer::yes;
    }
    if (effort_.stopped()) return std::nullopt;
    const SetCoverPlan cover = set_cover({within(d_, radius), {}, p_}, effort_);
    if (cover.verdict != Verdict::infeasible && cover.value <= p_) {
      open_ = cover.open;
      return true;
    }
    if (cover.verdict == Verdict::infeasible || cover.bound > p_) return false;
    return std::nullopt;
  }

  const DistanceTable& d_;
  const std::int32_t p_;
  const Effort& effort_;
  FewCenters few_;
  std::vector<std::int32_t> open_;
};

}  // namespace

CenterPlan p_center(const DistanceTable& d, std::int32_t p, const Effort& effort) {
  if (p >= 1 && p <= d.sites) return Bisection(d, p, effort).run();
  CenterPlan plan;
  plan.reason = p < 1 ? "新建数量须至少为 1。" : "备选点少于要建的数量。";
  return plan;
}

}  // namespace yilin::siting
