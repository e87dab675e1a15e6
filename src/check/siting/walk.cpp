// The judge's own walk: places snapped to the nearest edge, a plain search from every site. Where the nearest edge or the last millimetres
// depend on rounding (edges are whole millimetres in the engine, two edges may be equally near) a way has a least and a most.
#include <algorithm>
#include <map>
#include <queue>
#include <unordered_map>

#include "check/siting/places.h"

namespace yilin::check::siting {
namespace {

constexpr double kTie = 0.002, kFarAway = 1e12;   // metres

struct On {
  std::size_t edge;
  double along, away;    // metres from its first node, and beside it
};

class Walker {
 public:
  Walker(const Roads& roads, bool degrees) : roads_(roads), degrees_(degrees), arc_(roads.node.size()) {
    for (std::size_t e = 0; e < roads.edge.size(); ++e) {
      const auto [a, b] = roads.edge[e];
      const Roads::Node &p = roads.node[static_cast<std::size_t>(a)], &q = roads.node[static_cast<std::size_t>(b)];
      length_.push_back(metres_between(degrees, p.x, p.y, q.x, q.y));
      arc_[static_cast<std::size_t>(a)].push_back(e), arc_[static_cast<std::size_t>(b)].push_back(e);
      for (int cx = cell(std::min(p.x, q.x)); cx <= cell(std::max(p.x, q.x)); ++cx)
        for (int cy = cell(std::min(p.y, q.y)); cy <= cell(std::max(p.y, q.y)); ++cy) in_cell_[{cx, cy}].push_back(e);
    }
  }

  // The nearest edges within the snap distance; several where they are equally near.
  std::vector<On> snap(const Place& place) const {
    std::vector<On> found;
    if (nowhere(place)) return found;
    const double north = roads_.snap_m / (degrees_ ? 111'000.0 : 1000.0), east = degrees_ ? north / std::max(0.01, std::cos(place.y * M_PI / 180)) : north;
    double best = roads_.snap_m;
    for (int cx = cell(place.x - east); cx <= cell(place.x + east); ++cx)
      for (int cy = cell(place.y - north); cy <= cell(place.y + north); ++cy) {
        const auto here = in_cell_.find({cx, cy});
        if (here == in_cell_.end()) continue;
        for (const std::size_t e : here->second) {
          const On on = beside(place, e);
          best = std::min(best, on.away);
          if (on.away <= best + kTie) found.push_back(on);
        }
      }
    std::erase_if(found, [&](const On& on) { return on.away > best + kTie; });
    std::sort(found.begin(), found.end(), [](const On& a, const On& b) { return a.edge < b.edge; });
    found.erase(std::unique(found.begin(), found.end(), [](const On& a, const On& b) { return a.edge == b.edge; }), found.end());
    return found;
  }

  // visit(edge, metres to its first node, to its second, doubt) for every edge that a way from `from` within `limit` touches.
  template <class Visit>
  void search(const On& from, double limit, Visit&& visit) const {
    struct Reached {
      double far;
      int hops;
    };
    std::unordered_map<std::size_t, Reached> far;
    using Item = std::pair<double, std::size_t>;
    std::priority_queue<Item, std::vector<Item>, std::greater<>> queue;
    const auto offer = [&](std::size_t node, double d, int hops) {
      if (d > limit) return;
      const auto [it, fresh] = far.try_emplace(node, Reached{d, hops});
      if (!fresh && it->second.far <= d) return;
      it->second = {d, hops};
      queue.emplace(d, node);
    };
    offer(first(from.edge), from.away + from.along, 1);
    offer(second(from.edge), from.away + length_[from.edge] - from.along, 1);
    while (!queue.empty()) {
      const auto [d, u] = queue.top();
      queue.pop();
      const Reached at = far.at(u);
      if (d > at.far) continue;
      for (const std::size_t e : arc_[u]) offer(first(e) == u ? second(e) : first(e), d + length_[e], at.hops + 1);
    }
    std::vector<std::size_t> edges{from.edge};
    for (const auto& [node, reached] : far) edges.insert(edges.end(), arc_[node].begin(), arc_[node].end());
    std::sort(edges.begin(), edges.end());
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    const auto at = [&](std::size_t node) {
      const auto it = far.find(node);
      return it == far.end() ? Reached{kFarAway, 0} : it->second;
    };
    for (const std::size_t e : edges) {
      const Reached a = at(first(e)), b = at(second(e));
      visit(e, a.far, b.far, 0.001 * (std::max(a.hops, b.hops) + 4));
    }
  }
  double length(std::size_t e) const { return length_[e]; }

 private:
  std::size_t first(std::size_t e) const { return static_cast<std::size_t>(roads_.edge[e].first); }
  std::size_t second(std::size_t e) const { return static_cast<std::size_t>(roads_.edge[e].second); }
  int cell(double v) const { return static_cast<int>(std::floor(degrees_ ? v * 250 : v * 2)); }

  On beside(const Place& place, std::size_t e) const {
    const Roads::Node &a = roads_.node[first(e)], &b = roads_.node[second(e)];
    const double per_y = degrees_ ? M_PI / 180 * 6'371'008.8 : 1000, per_x = degrees_ ? per_y * std::cos(place.y * M_PI / 180) : 1000;
    const double ux = (b.x - a.x) * per_x, uy = (b.y - a.y) * per_y, vx = (place.x - a.x) * per_x, vy = (place.y - a.y) * per_y;
    const double length2 = ux * ux + uy * uy, t = length2 > 0 ? std::clamp((ux * vx + uy * vy) / length2, 0.0, 1.0) : 0;
    return {e, t * length_[e], std::hypot(vx - t * ux, vy - t * uy)};
  }

  const Roads& roads_;
  const bool degrees_;
  std::vector<double> length_;
  std::vector<std::vector<std::size_t>> arc_;
  std::map<std::pair<int, int>, std::vector<std::size_t>> in_cell_;
};

}  // namespace

Ways walk(const Roads& roads, const PlacesInput& places, double limit_m) {
  const Walker walker(roads, places.degrees);
  std::vector<std::vector<On>> where;
  std::unordered_map<std::size_t, std::vector<std::pair<std::size_t, On>>> on_edge;
  for (std::size_t i = 0; i < places.demand.size(); ++i) {
    where.push_back(walker.snap(places.demand[i]));
    for (const On& on : where.back()) on_edge[on.edge].emplace_back(i, on);
  }
  Ways out;
  for (const std::vector<Place>* sites : {&places.candidates, &places.existing})
    for (const Place& site : *sites) {
      struct Found {
        double least = kFarAway, most = 0;
        std::size_t times = 0;
      };
      std::map<std::size_t, Found> found;
      const std::vector<On> starts = walker.snap(site);
      for (const On& from : starts)
        walker.search(from, limit_m + 1, [&](std::size_t e, double a, double b, double doubt) {
          const auto here = on_edge.find(e);
          if (here == on_edge.end()) return;
          for (const auto& [i, on] : here->second) {
            double d = std::min(a + on.along, b + walker.length(e) - on.along) + on.away;
            if (e == from.edge) d = std::min(d, std::abs(on.along - from.along) + on.away + from.away);
            const double unsure = doubt + d * 1e-6;
            if (d - unsure > limit_m) continue;
            Found& f = found[i];
            f.least = std::min(f.least, d - unsure), f.most = std::max(f.most, d + unsure), ++f.times;
          }
        });
      std::vector<Way>& ways = out.emplace_back();
      // Not within reach from each of the equally near edges: nobody can say.
      for (const auto& [i, f] : found) ways.push_back({i, std::max(0.0, f.least), f.times == where[i].size() * starts.size() ? f.most : kFarAway});
    }
  return out;
}

}  // namespace yilin::check::siting
