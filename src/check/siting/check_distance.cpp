// p-median, p-center and capacitated answers on places: every way is measured again.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <unordered_map>

#include "check/siting/answer.h"
#include "check/siting/places.h"

namespace yilin::check::siting {
namespace {

// The engine counts whole metres or whole seconds.
struct Range {
  double least = 1e15, most = 1e15;
  bool there() const { return least < 1e15; }
};

class Judge {
 public:
  Judge(const DistanceInput& in, const Claim& claim) : in_(in), claim_(claim) {
    for (std::size_t i = 0; i < in.demand.size(); ++i)
      if (in.demand[i].weight > 0 && !nowhere(in.demand[i])) clients_.push_back(i);
  }

  std::vector<std::string> run() {
    if (claim_.status == "infeasible") {
      if (in_.kind != DistanceInput::Kind::capacitated && greedy_cover() <= in_.p) wrong_.push_back("称无可行方案，但有开得起的选点能让人人可达。");
      return wrong_;
    }
    take_sites();
    if (in_.kind == DistanceInput::Kind::capacitated) judge_shares();
    else judge_nearest();
    judge_status(claim_, -1, wrong_);
    return wrong_;
  }

 private:
  const Place& place(std::size_t site) const { return site < in_.candidates.size() ? in_.candidates[site] : in_.existing[site - in_.candidates.size()]; }

  std::vector<Range> ways_of(std::size_t site) const {
    std::vector<Range> out(in_.demand.size());
    const auto put = [&](std::size_t i, double least, double most) {
      if (in_.limit > 0 && least > in_.limit) return;
      out[i] = {least, most};
    };
    if (in_.ways) {
      const double rounding = in_.seconds ? 0 : 0.5;
      for (const Way& w : (*in_.ways)[site]) put(w.demand, w.least - rounding, w.most + rounding);
      return out;
    }
    for (const std::size_t i : clients_)
      if (const Place &a = in_.demand[i], &b = place(site); !nowhere(b)) {
        const double metres = metres_between(in_.degrees, a.x, a.y, b.x, b.y) * in_.detour;
        put(i, metres * (1 - 1e-6) - 0.5, metres * (1 + 1e-6) + 0.5);   // the engine's short haversine
      }
    return out;
  }

  void take_sites() {
    std::unordered_map<std::string, std::size_t> known;
    for (std::size_t j = 0; j < in_.candidates.size(); ++j) known[in_.candidates[j].id] = j;
    std::set<std::size_t> open;
    for (const Claim::Site& site : claim_.sites) {
      if (site.existing) continue;
      const auto found = known.find(site.id);
      if (found == known.end()) wrong_.push_back(fmt::format("选点 {} 不在备选点中。", site.id));
      else if (!open.insert(found->second).second) wrong_.push_back(fmt::format("选点 {} 出现多次。", site.id));
      else if (place(found->second).excluded) wrong_.push_back(fmt::format("选点 {} 已被排除。", site.id));
    }
    for (std::size_t j = 0; j < in_.candidates.size(); ++j)
      if (in_.candidates[j].required && !open.contains(j)) wrong_.push_back(fmt::format("必选点 {} 没有入选。", in_.candidates[j].id));
    if (in_.kind != DistanceInput::Kind::capacitated && static_cast<std::int64_t>(open.size()) > in_.p) wrong_.push_back(fmt::format("选了 {} 处，多于 {} 处。", open.size(), in_.p));
    open_.assign(open.begin(), open.end());
    for (std::size_t e = 0; e < in_.existing.size(); ++e) open_.push_back(in_.candidates.size() + e);
  }

  void judge_nearest() {
    std::vector<Range> near(in_.demand.size());
    for (const std::size_t site : open_) {
      const std::vector<Range> ways = ways_of(site);
      for (const std::size_t i : clients_) near[i].least = std::min(near[i].least, ways[i].least), near[i].most = std::min(near[i].most, ways[i].most);
    }
    Range sum{0, 0}, longest{0, 0};
    std::size_t stranded = 0;
    for (const std::size_t i : clients_) {
      if (!near[i].there()) {
        ++stranded;
        continue;
      }
      const double people = static_cast<double>(in_.demand[i].weight) / in_.weight_scale;
      sum.least += people * std::max(0.0, near[i].least), sum.most += people * near[i].most;
      longest.least = std::max(longest.least, near[i].least), longest.most = std::max(longest.most, near[i].most);
    }
    if (stranded > 0) wrong_.push_back(fmt::format("{} 个需求点没有一处可达。", stranded));
    const Range& value = in_.kind == DistanceInput::Kind::center ? longest : sum;
    const double unit = in_.seconds ? 60 : 1;
    judge_objective(claim_, value.least / unit, value.most / unit, wrong_);
  }

  void judge_shares() {
    std::unordered_map<std::string, std::size_t> client, site;
    for (const std::size_t i : clients_) client[in_.demand[i].id] = i;
    std::map<std::size_t, std::vector<Range>> ways;
    std::map<std::size_t, double> load;
    Range cost{0, 0};
    for (const std::size_t j : open_) {
      site[place(j).id] = j, ways[j] = ways_of(j);
      if (j < in_.candidates.size()) cost.least += static_cast<double>(place(j).weight) / in_.cost_scale, cost.most = cost.least;
    }
    std::map<std::size_t, double> served;
    std::map<std::size_t, int> parts;
    for (const Claim::Share& s : claim_.shares) {
      const auto c = client.find(s.client), at = site.find(s.site);
      if (c == client.end() || at == site.end() || !(s.share > 0 && s.share <= 1 + 1e-6)) {
        wrong_.push_back(fmt::format("分配 {} → {} 中有不存在的编号、没有开办的选点或不合理的份额。", s.client, s.site));
        continue;
      }
      const Range& way = ways[at->second][c->second];
      if (!way.there()) {
        wrong_.push_back(fmt::format("需求点 {} 到不了 {}。", s.client, s.site));
        continue;
      }
      const double people = s.share * static_cast<double>(in_.demand[c->second].weight) / in_.weight_scale, unit = in_.seconds ? 60 : 1000;
      load[at->second] += people, served[c->second] += s.share, ++parts[c->second];
      cost.least += people * std::max(0.0, way.least) / unit, cost.most += people * way.most / unit;
    }
    for (const std::size_t i : clients_) {
      if (std::abs(served[i] - 1) > 1e-5) wrong_.push_back(fmt::format("需求点 {} 只分配了 {:.6f}。", in_.demand[i].id, served[i]));
      if (in_.single && parts[i] != 1) wrong_.push_back(fmt::format("需求点 {} 由 {} 处服务，应为一处。", in_.demand[i].id, parts[i]));
    }
    for (const auto& [j, people] : load)
      if (people > place(j).capacity * (1 + 1e-6) + 1e-6) wrong_.push_back(fmt::format("{} 超出容量：{:.6g} > {:.6g}。", place(j).id, people, place(j).capacity));
    judge_objective(claim_, cost.least, cost.most, wrong_);
  }

  // How many sites greedily reach everybody; beyond any number where some cannot be reached.
  std::int64_t greedy_cover() const {
    std::vector<std::vector<std::size_t>> reached;
    std::vector<char> done(in_.demand.size(), 0);
    std::int64_t count = 0;
    std::size_t left = clients_.size();
    const auto open = [&](const std::vector<std::size_t>& people) {
      for (const std::size_t i : people)
        if (!done[i]) done[i] = 1, --left;
    };
    for (std::size_t s = 0; s < in_.candidates.size() + in_.existing.size(); ++s) {
      std::vector<std::size_t> people;
      const std::vector<Range> ways = ways_of(s);
      for (const std::size_t i : clients_)
        if (ways[i].there() && (in_.limit <= 0 || ways[i].most <= in_.limit)) people.push_back(i);
      if (s >= in_.candidates.size()) open(people);
      else if (place(s).required) open(people), ++count;
      else if (!place(s).excluded) reached.push_back(std::move(people));
    }
    while (left > 0) {
      const auto fresh = [&](const std::vector<std::size_t>& people) { return std::ranges::count_if(people, [&](std::size_t i) { return !done[i]; }); };
      const auto best = std::ranges::max_element(reached, {}, fresh);
      if (best == reached.end() || fresh(*best) == 0) return std::int64_t{1} << 62;
      open(*best), ++count;
    }
    return count;
  }

  const DistanceInput& in_;
  const Claim& claim_;
  std::vector<std::size_t> clients_, open_;
  std::vector<std::string> wrong_;
};

}  // namespace

Result<std::vector<std::string>> check_distance(const DistanceInput& in, std::string_view answer_json) {
  YILIN_TRY(const Claim claim, read_claim(answer_json));
  return Judge(in, claim).run();
}

}  // namespace yilin::check::siting
