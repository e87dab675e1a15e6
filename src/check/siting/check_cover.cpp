#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include "check/siting/answer.h"
#include "check/siting/check.h"

namespace yilin::check::siting {
namespace {

// Within reach, closed. Kilometres are taken as whole millimetres and compared exactly.
class Near {
 public:
  explicit Near(const CoverInput& in) : in_(in) {
    const auto path = static_cast<__int128>(std::llround(in.radius_m * 1000)), detour = static_cast<__int128>(std::llround(in.detour * 1000));
    limit2_ = path * path * 1'000'000 / (detour * detour);
    straight_m_ = in.radius_m / in.detour;
  }
  bool operator()(const Place& a, const Place& b) const {
    if (std::isnan(a.x) || std::isnan(b.x)) return false;
    if (!in_.degrees) {
      const __int128 dx = std::llround(a.x * 1e6) - std::llround(b.x * 1e6), dy = std::llround(a.y * 1e6) - std::llround(b.y * 1e6);
      return dx * dx + dy * dy <= limit2_;
    }
    constexpr double rad = M_PI / 180, earth_m = 6'371'008.8;
    const double s = std::sin((a.y - b.y) * rad / 2), t = std::sin((a.x - b.x) * rad / 2);
    const double h = s * s + std::cos(a.y * rad) * std::cos(b.y * rad) * t * t;
    return 2 * earth_m * std::asin(std::min(1.0, std::sqrt(h))) <= straight_m_ + 1e-3;  // a millimetre: coordinates are no finer
  }
  // Cheap first look: rows of latitude (or y) farther apart than the reach.
  double band() const { return in_.degrees ? straight_m_ / 111'000 * 1.01 : straight_m_ / 1000 * 1.000001 + 1e-6; }

 private:
  const CoverInput& in_;
  __int128 limit2_ = 0;
  double straight_m_ = 0;
};

// Weight of demand within reach of any of `open`, counted with a sweep along y.
std::int64_t covered(const CoverInput& in, const std::vector<const Place*>& open) {
  const Near near(in);
  std::vector<const Place*> sites;
  for (const Place* s : open)
    if (!std::isnan(s->y)) sites.push_back(s);
  std::sort(sites.begin(), sites.end(), [](const Place* a, const Place* b) { return a->y < b->y; });
  std::int64_t total = 0;
  for (const Place& d : in.demand) {
    if (std::isnan(d.x) || std::isnan(d.y)) continue;
    auto it = std::lower_bound(sites.begin(), sites.end(), d.y - near.band(), [](const Place* s, double y) { return s->y < y; });
    for (; it != sites.end() && (*it)->y <= d.y + near.band(); ++it)
      if (near(d, **it)) {
        total += d.weight;
        break;
      }
  }
  return total;
}

}  // namespace

Result<std::vector<std::string>> check_cover(const CoverInput& in, std::string_view answer_json) {
  YILIN_TRY(const Claim claim, read_claim(answer_json));
  std::vector<std::string> wrong;
  if (claim.status == "infeasible") return wrong;
  std::unordered_map<std::string, const Place*> by_id;
  for (const Place& c : in.candidates) by_id[c.id] = &c;
  std::unordered_map<std::string, int> opened;
  const std::size_t years = std::max<std::size_t>(1, in.budgets.size());
  std::vector<const Place*> open;
  for (const Place& e : in.existing) open.push_back(&e);
  std::vector<std::int64_t> spent(years, 0);
  std::vector<std::vector<const Place*>> new_in(years);
  if (years > 1 && claim.year.size() != claim.sites.size()) wrong.push_back("多年方案须写明每处的开办年份。");
  for (std::size_t k = 0; k < claim.sites.size(); ++k) {
    const auto found = by_id.find(claim.sites[k]);
    if (found == by_id.end()) {
      wrong.push_back(fmt::format("选点 {} 不在备选点中。", claim.sites[k]));
      continue;
    }
    if (++opened[claim.sites[k]] > 1) wrong.push_back(fmt::format("选点 {} 出现多次。", claim.sites[k]));
    if (found->second->excluded) wrong.push_back(fmt::format("选点 {} 已被排除。", claim.sites[k]));
    const int year = years > 1 && k < claim.year.size() ? claim.year[k] : 1;
    if (year < 1 || year > static_cast<int>(years)) {
      wrong.push_back(fmt::format("选点 {} 的年份 {} 不在计划内。", claim.sites[k], year));
      continue;
    }
    spent[static_cast<std::size_t>(year) - 1] += in.counts ? 1 : found->second->weight;
    new_in[static_cast<std::size_t>(year) - 1].push_back(found->second);
  }
  for (const Place& c : in.candidates)
    if (c.required && opened[c.id] == 0) wrong.push_back(fmt::format("必选点 {} 没有入选。", c.id));
  std::int64_t running = 0;
  for (std::size_t t = 0; t < in.budgets.size(); ++t) {
    running = in.counts ? running + spent[t] : spent[t];
    if (running > in.budgets[t]) wrong.push_back(fmt::format("第 {} 年超出{}：{} > {}。", t + 1, in.counts ? "数量" : "预算", running, in.budgets[t]));
  }
  std::int64_t sum = 0, last = 0;
  for (std::size_t t = 0; t < years; ++t) {
    open.insert(open.end(), new_in[t].begin(), new_in[t].end());
    sum += last = covered(in, open);
  }
  if (in.budgets.empty()) {
    // Cover all: everyone within reach of any candidate or existing site must be covered; the objective is the cost.
    std::vector<const Place*> all;
    for (const Place& e : in.existing) all.push_back(&e);
    for (const Place& c : in.candidates)
      if (!c.excluded) all.push_back(&c);
    if (covered(in, all) != last) wrong.push_back("有可以覆盖的人没有被覆盖。");
    const double cost = static_cast<double>(std::accumulate(spent.begin(), spent.end(), std::int64_t{0})) / (in.counts ? 1 : in.cost_scale);
    if (std::abs(cost - claim.objective) > 1e-6) wrong.push_back(fmt::format("目标值写作 {:.10g}，重算为 {:.10g}。", claim.objective, cost));
    judge_status(claim, -1, wrong);
  } else {
    const double value = static_cast<double>(sum) / in.weight_scale;
    if (std::abs(value - claim.objective) > 1e-6 * std::max(1.0, value)) wrong.push_back(fmt::format("目标值写作 {:.10g}，重算为 {:.10g}。", claim.objective, value));
    judge_status(claim, 1, wrong);
  }
  if (claim.has_uncovered) {
    std::int64_t total = 0;
    for (const Place& d : in.demand) total += d.weight;
    const double left = static_cast<double>(total - last) / in.weight_scale;
    if (std::abs(left - claim.uncovered) > 1e-6 * std::max(1.0, left)) wrong.push_back(fmt::format("未覆盖写作 {:.10g}，重算为 {:.10g}。", claim.uncovered, left));
  }
  return wrong;
}

}  // namespace yilin::check::siting
