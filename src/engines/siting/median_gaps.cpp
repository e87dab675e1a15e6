#include "engines/siting/median_gaps.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "engines/siting/interchange.h"
#include "engines/siting/set_cover.h"

namespace yilin::siting {
namespace {

class Gaps {
 public:
  Gaps(const MedianProblem& problem, const Effort& effort) : problem_(problem), d_(*problem.distance), effort_(effort), weight_(problem.weight) {
    if (weight_.empty()) weight_.assign(static_cast<std::size_t>(d_.clients), 1);
    locked_.assign(static_cast<std::size_t>(d_.sites), 0);
    for (const std::int32_t j : problem.required) locked_[static_cast<std::size_t>(j)] = 1;
  }

  MedianPlan run() {
    MedianPlan plan;
    if (plan.reason = reach_everybody(); !plan.reason.empty()) return plan;
    // A way longer than eight times the longest makes a relaxation: no plan that reaches everybody gets dearer or cheaper by it. Where
    // that does not keep the best plan from using it, it gets longer still, as far as sums fit.
    const std::int64_t people = std::max<std::int64_t>(1, std::accumulate(weight_.begin(), weight_.end(), std::int64_t{0}));
    const std::int64_t most = std::clamp<std::int64_t>(100'000'000'000'000'000 / people, longest(), kUnreachable - 1);
    std::int64_t bound = 0;
    for (std::int64_t way = std::min<std::int64_t>(most, 8 * std::int64_t{longest()} + 60);; way = std::min(most, 16 * way)) {
      const DistanceTable filled = fill(static_cast<std::int32_t>(way));
      MedianProblem relaxed = problem_;
      relaxed.distance = &filled;
      plan = p_median(relaxed, effort_);
      bound = std::max(bound, plan.bound);
      if (complete(plan.open)) {
        plan.bound = std::min(bound, plan.value);   // a shorter relaxation may have bounded better
        plan.verdict = plan.bound == plan.value ? Verdict::proved_optimal : Verdict::feasible;
        return plan;
      }
      if (way == most || effort_.stopped()) return from_cover(filled, bound);
    }
  }

 private:
  bool reached(std::size_t i, const std::vector<std::int32_t>& open) const {
    return weight_[i] == 0 || std::ranges::any_of(open, [&](std::int32_t j) { return d_.row(j)[i] < kUnreachable; });
  }
  bool complete(const std::vector<std::int32_t>& open) const {
    for (std::size_t i = 0; i < weight_.size(); ++i)
      if (!reached(i, open)) return false;
    return true;
  }
  std::int32_t longest() const {
    std::int32_t out = 1;
    for (const std::int32_t f : d_.far)
      if (f < kUnreachable) out = std::max(out, f);
    return out;
  }
  DistanceTable fill(std::int32_t way) const {
    DistanceTable out = d_;
    for (std::int32_t& f : out.far) f = std::min(f, way);
    return out;
  }

  // cover_: p or fewer sites, required ones among them, that reach everybody. Otherwise the reason why there are none.
  std::string reach_everybody() {
    if (problem_.p > d_.sites) return "备选点少于要建的数量。";
    if (problem_.p < 1 || static_cast<std::int32_t>(problem_.required.size()) > problem_.p) return problem_.p < 1 ? "新建数量须至少为 1。" : "必选点多于要建的数量。";
    SetCoverProblem cover;
    cover.rows.sites = d_.sites;
    std::size_t stranded = 0;
    for (std::size_t i = 0; i < weight_.size(); ++i) {
      if (reached(i, problem_.required)) continue;
      for (std::int32_t j = 0; j < d_.sites; ++j)
        if (d_.row(j)[i] < kUnreachable) cover.rows.site.push_back(j);
      if (cover.rows.site.size() == cover.rows.start.back()) ++stranded;
      cover.rows.start.push_back(static_cast<std::uint32_t>(cover.rows.site.size()));
      cover.rows.weight.push_back(1);
    }
    if (stranded > 0) return fmt::format("{} 个需求点没有一个选点可达。", stranded);
    cover_ = problem_.required;
    const auto free = problem_.p - static_cast<std::int32_t>(problem_.required.size());
    if (cover.rows.rows() == 0) return {};
    cover.enough = free;
    const SetCoverPlan plan = set_cover(cover, effort_);
    if (plan.bound > free) return fmt::format("开 {} 处时，总有需求点没有一处可达。", problem_.p);
    if (plan.value > free) return "时限内没有找到可行方案，也没有证明不可行。";
    cover_.insert(cover_.end(), plan.open.begin(), plan.open.end());
    return {};
  }

  // What reaches everybody, improved by exchanges that keep it so.
  MedianPlan from_cover(const DistanceTable& filled, std::int64_t bound) {
    std::vector<char> in(static_cast<std::size_t>(d_.sites), 0);
    for (const std::int32_t j : cover_) in[static_cast<std::size_t>(j)] = 1;
    std::vector<std::int32_t> open = cover_, free;
    for (std::int32_t j = 0; j < d_.sites; ++j) {
      if (!in[static_cast<std::size_t>(j)] && static_cast<std::int32_t>(open.size()) < problem_.p) open.push_back(j);
      if (!locked_[static_cast<std::size_t>(j)]) free.push_back(j);
    }
    Interchange local(filled, weight_, locked_);
    local.start_from(open);
    local.descend(free);
    if (!complete(local.open())) local.start_from(open);
    MedianPlan plan;
    plan.open = local.open();
    std::ranges::sort(plan.open);
    plan.value = local.value();
    plan.bound = std::min(bound, plan.value);
    plan.verdict = plan.bound == plan.value ? Verdict::proved_optimal : Verdict::feasible;
    return plan;
  }

  const MedianProblem& problem_;
  const DistanceTable& d_;
  const Effort& effort_;
  std::vector<std::int64_t> weight_;
  std::vector<char> locked_;
  std::vector<std::int32_t> cover_;
};

}  // namespace

MedianPlan median_with_gaps(const MedianProblem& problem, const Effort& effort) { return Gaps(problem, effort).run(); }

}  // namespace yilin::siting
