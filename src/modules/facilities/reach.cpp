#include "modules/facilities/reach.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "modules/facilities/memory.h"

namespace yilin::facilities {
namespace {

constexpr double kCell_mm = 250'000;
std::int64_t cell_of(std::int64_t x, std::int64_t y) { return x * 1'000'003 + y; }
std::int64_t cell_number(double v) { return static_cast<std::int64_t>(std::floor(v / kCell_mm)); }
// A degree of longitude is shorter than one of latitude.
double narrow_at(double y) { return std::max(0.2, std::cos(y / 6'371'008'800.0)); }

template <class Visit>
void each_cell(const siting::Point& a, const siting::Point& b, Visit&& visit) {
  for (std::int64_t y = cell_number(std::min(a.y, b.y)); y <= cell_number(std::max(a.y, b.y)); ++y)
    for (std::int64_t x = cell_number(std::min(a.x, b.x)); x <= cell_number(std::max(a.x, b.x)); ++x) visit(cell_of(x, y));
}

}  // namespace

std::string facility_key(FacilityId id) { return fmt::format("f:{}", id.value); }
std::string community_key(RegionCode region) { return fmt::format("r:{}", region.value); }
std::string name_key(std::string_view name) { return fmt::format("n:{}", name); }

// ---- roads ----

Roads::Roads(std::vector<siting::Point> nodes, std::vector<siting::WayEdge> edges)
    : nodes_(std::move(nodes)), edges_(std::move(edges)), network_(std::make_unique<siting::WalkNetwork>(siting::Surface::sphere, nodes_, edges_)) {
  for (std::size_t e = 0; e < edges_.size(); ++e)
    each_cell(nodes_[static_cast<std::size_t>(edges_[e].a)], nodes_[static_cast<std::size_t>(edges_[e].b)],
              [&](std::int64_t cell) { cell_[cell].push_back(static_cast<std::int32_t>(e)); });
}

double Roads::length_km() const {
  double sum = 0;
  for (const siting::WayEdge& e : edges_) sum += e.length_mm;
  return sum / 1e6;
}

Roads::Around Roads::around(const siting::Point& place, std::int64_t path_mm, std::int32_t snap_mm) const {
  Around out;
  const double far = static_cast<double>(path_mm + snap_mm), wide = far / narrow_at(place.y);
  each_cell({place.x - wide, place.y - far}, {place.x + wide, place.y + far}, [&](std::int64_t cell) {
    if (const auto found = cell_.find(cell); found != cell_.end()) out.edge_of.insert(out.edge_of.end(), found->second.begin(), found->second.end());
  });
  std::sort(out.edge_of.begin(), out.edge_of.end());
  out.edge_of.erase(std::unique(out.edge_of.begin(), out.edge_of.end()), out.edge_of.end());
  std::unordered_map<std::int32_t, std::int32_t> inner;
  const auto node = [&](std::int32_t n) {
    const auto [found, fresh] = inner.try_emplace(n, static_cast<std::int32_t>(out.node.size()));
    if (fresh) out.node.push_back(nodes_[static_cast<std::size_t>(n)]);
    return found->second;
  };
  for (const std::int32_t e : out.edge_of) {
    const siting::WayEdge& way = edges_[static_cast<std::size_t>(e)];
    const std::int32_t a = node(way.a);
    out.edge.push_back({a, node(way.b), way.length_mm});
  }
  out.network = std::make_unique<siting::WalkNetwork>(siting::Surface::sphere, out.node, out.edge);
  out.centre = out.network->snap(std::span(&place, 1), snap_mm)[0];
  return out;
}

std::shared_ptr<const WalkingCrowd> lay_on(std::shared_ptr<const Crowd> crowd, std::shared_ptr<const Roads> roads, std::int64_t snap_m) {
  auto out = std::make_shared<WalkingCrowd>();
  out->snap = roads->network().snap(crowd->at, static_cast<std::int32_t>(snap_m * 1000));
  out->on_edge.assign(roads->edges() + 1, 0);
  for (std::size_t i = 0; i < out->snap.size(); ++i) {
    if (out->snap[i].edge >= 0) ++out->on_edge[static_cast<std::size_t>(out->snap[i].edge) + 1];
    else out->off_network += siting::placed(crowd->at[i]);
  }
  std::partial_sum(out->on_edge.begin(), out->on_edge.end(), out->on_edge.begin());
  out->elder.resize(out->on_edge.back());
  std::vector<std::uint32_t> next(out->on_edge.begin(), out->on_edge.end() - 1);
  for (std::size_t i = 0; i < out->snap.size(); ++i)
    if (out->snap[i].edge >= 0) out->elder[next[static_cast<std::size_t>(out->snap[i].edge)]++] = static_cast<std::int32_t>(i);
  out->crowd = std::move(crowd);
  out->roads = std::move(roads);
  out->snap_m = snap_m;
  return out;
}

// ---- who reaches ----

std::int32_t reach_limit(const ReachTerms& t, bool towns) {
  if (t.reach != ReachKind::table) return static_cast<std::int32_t>((towns ? t.urban_path_m : t.rural_path_m) * 1000);
  return static_cast<std::int32_t>(towns ? t.urban_minutes * 60 : t.rural_path_m * 1000 / t.urban_pace_mm_s);
}

Reacher::Reacher(std::shared_ptr<const Crowd> crowd, const ReachTerms& terms, std::shared_ptr<const WalkingCrowd> walking,
                 std::shared_ptr<const TravelTimeTable> times)
    : crowd_(std::move(crowd)), walking_(std::move(walking)), times_(std::move(times)), urban_(reach_limit(terms, true)),
      rural_(reach_limit(terms, false)) {
  known_ = crowd_->at;
  if (!times_) return;
  of_group_.assign(static_cast<std::size_t>(crowd_->groups) + 1, 0);
  for (std::size_t i = 0; i < crowd_->size(); ++i) {
    const auto g = static_cast<std::size_t>(crowd_->group[i]);
    const bool listed = g < times_->known.size() && times_->known[g];
    known_[i] = listed ? siting::Point{} : siting::unplaced();
    unknown_ += !listed;
    ++of_group_[g + 1];
  }
  std::partial_sum(of_group_.begin(), of_group_.end(), of_group_.begin());
  elder_.resize(crowd_->size());
  std::vector<std::uint32_t> next(of_group_.begin(), of_group_.end() - 1);
  for (std::size_t i = 0; i < crowd_->size(); ++i) elder_[next[static_cast<std::size_t>(crowd_->group[i])]++] = static_cast<std::int32_t>(i);
}

siting::ReachPairs Reacher::pairs(std::span<const std::int32_t> elders, bool towns, std::span<const ReachSite> sites,
                                  std::optional<std::int32_t> limit) const {
  const std::int32_t most = limit.value_or(this->limit(towns));
  if (walking_) {
    std::vector<siting::Point> at;
    for (const ReachSite& s : sites) at.push_back(s.at);
    const auto centres = walking_->roads->network().snap(at, static_cast<std::int32_t>(walking_->snap_m * 1000));
    std::vector<siting::Snap> places;
    places.reserve(elders.size());
    for (const std::int32_t i : elders) places.push_back(walking_->snap[static_cast<std::size_t>(i)]);
    return walking_->roads->network().within(centres, places, most);
  }
  siting::ReachPairs out;
  // A whole part of the crowd is a run of numbers: nothing has to be looked for.
  const bool run = !elders.empty() && static_cast<std::size_t>(elders.back() - elders.front()) + 1 == elders.size();
  const auto number = [&](std::int32_t elder) -> std::int32_t {
    if (run) return elder >= elders.front() && elder <= elders.back() ? elder - elders.front() : -1;
    const auto found = std::lower_bound(elders.begin(), elders.end(), elder);
    return found != elders.end() && *found == elder ? static_cast<std::int32_t>(found - elders.begin()) : -1;
  };
  for (const ReachSite& site : sites) {
    const std::size_t first = out.pair.size();
    for (const TravelTimeTable::Way& way : times_->of(site.key)) {
      if (way.seconds > most) continue;
      const auto g = static_cast<std::size_t>(way.group);
      for (std::uint32_t k = of_group_[g]; k < of_group_[g + 1]; ++k)
        if (const std::int32_t place = number(elder_[k]); place >= 0) out.pair.push_back({place, way.seconds});
    }
    std::sort(out.pair.begin() + static_cast<std::ptrdiff_t>(first), out.pair.end(), [](const auto& a, const auto& b) { return a.place < b.place; });
    out.start.push_back(out.pair.size());
  }
  return out;
}

std::vector<siting::ReachPair> Reacher::from(const ReachSite& site) const {
  std::vector<siting::ReachPair> out;
  const auto in_towns = [&](std::int32_t elder) { return static_cast<std::size_t>(elder) < crowd_->urban; };
  if (times_) {
    for (const TravelTimeTable::Way& way : times_->of(site.key))
      for (std::uint32_t k = of_group_[static_cast<std::size_t>(way.group)]; k < of_group_[static_cast<std::size_t>(way.group) + 1]; ++k)
        if (way.seconds <= limit(in_towns(elder_[k]))) out.push_back({elder_[k], way.seconds});
  } else {
    const std::int32_t most = std::max(urban_, rural_);
    const auto around = walking_->roads->around(site.at, most, static_cast<std::int32_t>(walking_->snap_m * 1000));
    std::vector<siting::Snap> places;
    std::vector<std::int32_t> who;
    for (std::size_t e = 0; e < around.edge_of.size(); ++e) {
      const auto in_city = static_cast<std::size_t>(around.edge_of[e]);
      for (std::uint32_t k = walking_->on_edge[in_city]; k < walking_->on_edge[in_city + 1]; ++k) {
        who.push_back(walking_->elder[k]);
        places.push_back(walking_->snap[static_cast<std::size_t>(who.back())]);
        places.back().edge = static_cast<std::int32_t>(e);
      }
    }
    const auto found = around.network->within(std::span(&around.centre, 1), places, most);
    for (const siting::ReachPair& p : found.pair) {
      const std::int32_t elder = who[static_cast<std::size_t>(p.place)];
      if (p.far <= limit(in_towns(elder))) out.push_back({elder, p.far});
    }
  }
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.place < b.place; });
  return out;
}

bool Reacher::has(const ReachSite& site) const {
  if (times_) return times_->by_site.contains(site.key);
  return walking_->roads->around(site.at, 0, static_cast<std::int32_t>(walking_->snap_m * 1000)).centre.edge >= 0;
}

std::vector<std::string> Reacher::notes() const {
  if (times_ && unknown_ > 0)
    return {fmt::format("{} 位老人所在的社区不在时间表中，算不出路程，另计为“没有位置”，不算圈内也不算圈外。", unknown_)};
  if (walking_ && walking_->off_network > 0)
    return {fmt::format("{} 位老人的住处 {} 米内没有道路，计为圈外；路网可能不全。", walking_->off_network, walking_->snap_m)};
  return {};
}

std::shared_ptr<const Reacher> reacher(const Kernel& kernel, const std::shared_ptr<const Crowd>& crowd, const ReachTerms& terms) {
  return terms.reach == ReachKind::straight ? nullptr : memory(kernel).layers.reacher(crowd, terms);
}

}  // namespace yilin::facilities
