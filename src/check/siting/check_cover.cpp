#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <queue>
#include <unordered_map>

#include "check/siting/answer.h"
#include "check/siting/places.h"

namespace yilin::check::siting {
namespace {

// Weight of demand that is certainly covered, and that perhaps is: they differ where rounding along roads could decide.
struct Count {
  std::int64_t sure = 0, perhaps = 0;
};

// Sites by number: candidates, then existing ones.
class Reach {
 public:
  explicit Reach(const CoverInput& in) : in_(in) {
    const auto path = static_cast<__int128>(std::llround(in.limit * 1000)), detour = static_cast<__int128>(std::llround(in.detour * 1000));
    limit2_ = path * path * 1'000'000 / (detour * detour);
    straight_m_ = in.limit / in.detour;
  }

  Count covered(const std::vector<std::size_t>& open) const { return in_.ways ? by_ways(open) : in_straight_lines(open); }
  // Certainly or perhaps.
  std::vector<std::size_t> who(std::size_t site) const {
    std::vector<std::size_t> out;
    if (in_.ways) {
      for (const Way& w : (*in_.ways)[site])
        if (w.least <= in_.limit) out.push_back(w.demand);
      return out;
    }
    for (std::size_t i = 0; i < in_.demand.size(); ++i)
      if (near(in_.demand[i], place(site))) out.push_back(i);
    return out;
  }

 private:
  const Place& place(std::size_t site) const { return site < in_.candidates.size() ? in_.candidates[site] : in_.existing[site - in_.candidates.size()]; }

  // Closed. Kilometres are taken as whole millimetres and compared exactly.
  bool near(const Place& a, const Place& b) const {
    if (nowhere(a) || nowhere(b)) return false;
    if (in_.degrees) return metres_between(true, a.x, a.y, b.x, b.y) <= straight_m_ + 1e-3;  // a millimetre: coordinates are no finer
    const __int128 dx = std::llround(a.x * 1e6) - std::llround(b.x * 1e6), dy = std::llround(a.y * 1e6) - std::llround(b.y * 1e6);
    return dx * dx + dy * dy <= limit2_;
  }

  Count by_ways(const std::vector<std::size_t>& open) const {
    std::vector<char> state(in_.demand.size(), 0);   // 1: perhaps, 2: certainly
    for (const std::size_t site : open)
      for (const Way& w : (*in_.ways)[site]) state[w.demand] = std::max<char>(state[w.demand], w.most <= in_.limit ? 2 : w.least <= in_.limit ? 1 : 0);
    Count out;
    for (std::size_t i = 0; i < state.size(); ++i) {
      if (state[i] == 2) out.sure += in_.demand[i].weight;
      if (state[i] > 0) out.perhaps += in_.demand[i].weight;
    }
    return out;
  }

  // A sweep along y: rows of latitude (or y) farther apart than the reach are not looked at.
  Count in_straight_lines(const std::vector<std::size_t>& open) const {
    const double band = in_.degrees ? straight_m_ / 111'000 * 1.01 : straight_m_ / 1000 * 1.000001 + 1e-6;
    std::vector<const Place*> sites;
    for (const std::size_t s : open)
      if (!nowhere(place(s))) sites.push_back(&place(s));
    std::sort(sites.begin(), sites.end(), [](const Place* a, const Place* b) { return a->y < b->y; });
    Count out;
    for (const Place& d : in_.demand) {
      if (nowhere(d)) continue;
      auto it = std::lower_bound(sites.begin(), sites.end(), d.y - band, [](const Place* s, double y) { return s->y < y; });
      for (; it != sites.end() && (*it)->y <= d.y + band; ++it)
        if (near(d, **it)) {
          out.sure += d.weight, out.perhaps += d.weight;
          break;
        }
    }
    return out;
  }

  const CoverInput& in_;
  __int128 limit2_ = 0;
  double straight_m_ = 0;
};

class Judge {
 public:
  Judge(const CoverInput& in, const Claim& claim) : in_(in), claim_(claim), reach_(in), years_(std::max<std::size_t>(1, in.budgets.size())), new_in_(years_), spent_(years_, 0) {
    for (std::size_t e = 0; e < in.existing.size(); ++e) existing_.push_back(in.candidates.size() + e);
  }

  std::vector<std::string> run() {
    if (claim_.status == "infeasible") {
      if (!hopeless()) wrong_.push_back("称无可行方案，但预算够建必选点，也够建最便宜的一处。");
      return wrong_;
    }
    take_sites();
    for (const Place& c : in_.candidates)
      if (c.required && opened_[c.id] == 0) wrong_.push_back(fmt::format("必选点 {} 没有入选。", c.id));
    std::int64_t running = 0;
    for (std::size_t t = 0; t < in_.budgets.size(); ++t) {
      running = in_.counts ? running + spent_[t] : spent_[t];
      if (running > in_.budgets[t]) wrong_.push_back(fmt::format("第 {} 年超出{}：{} > {}。", t + 1, in_.counts ? "数量" : "预算", running, in_.budgets[t]));
    }
    if (in_.capacities) judge_places();
    else if (in_.budgets.empty()) judge_everybody();
    else judge_most();
    return wrong_;
  }

 private:
  // Neither the required sites nor the cheapest one can be paid.
  bool hopeless() const {
    if (in_.budgets.empty()) return false;
    std::int64_t required = 0, cheapest = 1ll << 62;
    for (const Place& c : in_.candidates) {
      const std::int64_t cost = in_.counts ? 1 : c.weight;
      if (c.required) required += cost;
      if (!c.excluded) cheapest = std::min(cheapest, cost);
    }
    return required > in_.budgets[0] || *std::max_element(in_.budgets.begin(), in_.budgets.end()) < cheapest;
  }

  void take_sites() {
    std::unordered_map<std::string, std::size_t> candidate, existing;
    for (std::size_t j = 0; j < in_.candidates.size(); ++j) candidate[in_.candidates[j].id] = j;
    for (std::size_t e = 0; e < in_.existing.size(); ++e) existing[in_.existing[e].id] = in_.candidates.size() + e;
    for (const Claim::Site& site : claim_.sites) {
      if (site.existing) {
        if (const auto found = existing.find(site.id); found == existing.end()) wrong_.push_back(fmt::format("{} 不在现有设施中。", site.id));
        else served_[found->second] += site.served;
        continue;
      }
      const auto found = candidate.find(site.id);
      if (found == candidate.end()) {
        wrong_.push_back(fmt::format("选点 {} 不在备选点中。", site.id));
        continue;
      }
      const Place& place = in_.candidates[found->second];
      if (++opened_[site.id] > 1) wrong_.push_back(fmt::format("选点 {} 出现多次。", site.id));
      if (place.excluded) wrong_.push_back(fmt::format("选点 {} 已被排除。", site.id));
      const int year = years_ > 1 ? site.year : 1;
      if (year < 1 || year > static_cast<int>(years_)) {
        wrong_.push_back(fmt::format("选点 {} 的年份 {} 不在计划内。", site.id, year));
        continue;
      }
      spent_[static_cast<std::size_t>(year) - 1] += in_.counts ? 1 : place.weight;
      new_in_[static_cast<std::size_t>(year) - 1].push_back(found->second);
      served_[found->second] += site.served;
    }
  }

  std::vector<std::size_t> open_until(std::size_t year) const {
    std::vector<std::size_t> open = existing_;
    for (std::size_t t = 0; t <= year; ++t) open.insert(open.end(), new_in_[t].begin(), new_in_[t].end());
    return open;
  }

  void judge_most() {
    Count sum, last;
    for (std::size_t t = 0; t < years_; ++t) {
      last = reach_.covered(open_until(t));
      sum.sure += last.sure, sum.perhaps += last.perhaps;
    }
    judge_objective(claim_, shown(sum.sure), shown(sum.perhaps), wrong_);
    judge_status(claim_, 1, wrong_);
    judge_uncovered(last);
  }

  // Everyone within reach of any site that may be used must be covered; the objective is the cost.
  void judge_everybody() {
    std::vector<std::size_t> all = existing_;
    for (std::size_t j = 0; j < in_.candidates.size(); ++j)
      if (!in_.candidates[j].excluded) all.push_back(j);
    const Count last = reach_.covered(open_until(0));
    if (reach_.covered(all).sure > last.perhaps) wrong_.push_back("有可以覆盖的人没有被覆盖。");
    const double cost = static_cast<double>(spent_[0]) / (in_.counts ? 1 : in_.cost_scale);
    judge_objective(claim_, cost, cost, wrong_);
    judge_status(claim_, -1, wrong_);
    judge_uncovered(last);
  }

  // Who is said to be served where must be possible: people with the same open sites in reach as one, moved along augmenting paths.
  void judge_places() {
    double total = 0;
    std::map<std::size_t, std::int64_t> room;
    for (const auto& [site, served] : served_) {
      const Place& p = site < in_.candidates.size() ? in_.candidates[site] : in_.existing[site - in_.candidates.size()];
      if (served > p.capacity + 1e-9 || served < 0) wrong_.push_back(fmt::format("{} 服务 {:.10g} 人，超出容量 {:.10g}。", p.id, served, p.capacity));
      total += served;
      room[site] = std::llround(served * in_.weight_scale);
    }
    std::vector<std::vector<std::size_t>> reaches(in_.demand.size());
    for (const auto& [site, places] : room)
      for (const std::size_t i : reach_.who(site)) reaches[i].push_back(site);
    std::map<std::vector<std::size_t>, std::int64_t> people;
    for (std::size_t i = 0; i < reaches.size(); ++i)
      if (!reaches[i].empty()) people[reaches[i]] += in_.demand[i].weight;
    if (!can_be_seated(people, room)) wrong_.push_back("各处所称的服务人数，可达的人凑不齐。");
    judge_objective(claim_, total, total, wrong_);
    judge_status(claim_, 1, wrong_);
    const auto seated = static_cast<std::int64_t>(std::llround(total * in_.weight_scale));
    judge_uncovered({seated, seated});
  }

  static bool can_be_seated(const std::map<std::vector<std::size_t>, std::int64_t>& people, const std::map<std::size_t, std::int64_t>& room) {
    std::vector<const std::vector<std::size_t>*> sites;
    std::vector<std::int64_t> left;
    std::map<std::size_t, std::vector<std::size_t>> groups_at;
    for (const auto& [set, weight] : people) {
      for (const std::size_t s : set) groups_at[s].push_back(left.size());
      sites.push_back(&set), left.push_back(weight);
    }
    std::map<std::pair<std::size_t, std::size_t>, std::int64_t> seated;   // group, site
    for (const auto& [target, places] : room) {
      for (std::int64_t missing = places; missing > 0;) {
        // Backwards from the site: a group with people left, or one whose people could give up a seat elsewhere.
        std::map<std::size_t, std::size_t> group_from, site_from;   // group → site it would move to; site → group that would leave it
        std::queue<std::size_t> queue({target});
        std::optional<std::size_t> giver;
        while (!queue.empty() && !giver) {
          const std::size_t site = queue.front();
          queue.pop();
          for (const std::size_t g : groups_at[site]) {
            if (!group_from.try_emplace(g, site).second) continue;
            if (left[g] > 0) {
              giver = g;
              break;
            }
            for (const std::size_t other : *sites[g])
              if (other != target && seated[{g, other}] > 0 && site_from.try_emplace(other, g).second) queue.push(other);
          }
        }
        if (!giver) return false;
        std::int64_t amount = std::min(missing, left[*giver]);
        for (std::size_t site = group_from[*giver]; site != target; site = group_from[site_from[site]]) amount = std::min(amount, seated[{site_from[site], site}]);
        left[*giver] -= amount;
        std::size_t g = *giver;
        for (std::size_t site = group_from[g];; site = group_from[g]) {
          seated[{g, site}] += amount;
          if (site == target) break;
          g = site_from[site];
          seated[{g, site}] -= amount;
        }
        missing -= amount;
      }
    }
    return true;
  }

  double shown(std::int64_t weight) const { return static_cast<double>(weight) / in_.weight_scale; }
  void judge_uncovered(const Count& covered) {
    if (!claim_.has_uncovered) return;
    std::int64_t total = 0;
    for (const Place& d : in_.demand) total += d.weight;
    const double least = shown(total - covered.perhaps), most = shown(total - covered.sure), slack = 1e-6 * std::max(1.0, most);
    if (!(claim_.uncovered >= least - slack && claim_.uncovered <= most + slack)) wrong_.push_back(fmt::format("未覆盖写作 {:.10g}，重算为 {:.10g}。", claim_.uncovered, most));
  }

  const CoverInput& in_;
  const Claim& claim_;
  const Reach reach_;
  const std::size_t years_;
  std::vector<std::size_t> existing_;
  std::vector<std::vector<std::size_t>> new_in_;
  std::vector<std::int64_t> spent_;
  std::unordered_map<std::string, int> opened_;
  std::map<std::size_t, double> served_;
  std::vector<std::string> wrong_;
};

}  // namespace

Result<std::vector<std::string>> check_cover(const CoverInput& in, std::string_view answer_json) {
  YILIN_TRY(const Claim claim, read_claim(answer_json));
  return Judge(in, claim).run();
}

}  // namespace yilin::check::siting
