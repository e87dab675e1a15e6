#include "modules/facilities/crowd.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include <fmt/format.h>

#include "modules/facilities/memory.h"
#include "modules/facilities/rules.h"
#include "modules/region/region.h"

namespace yilin::facilities {
namespace {

constexpr double kRadius_mm = 6'371'008'800.0, kRadian = 3.14159265358979323846 / 180;
constexpr double kFarFromHome_m = 5'000;

// The offset of a map service's datum bends slowly: between corners 0.005° apart a straight line is right within 2 cm, and a
// city of elders need not be reckoned one by one.
class Straightener {
 public:
  explicit Straightener(MapDatum datum) : datum_(rules::engine_datum(datum)), shifted_(datum == MapDatum::gcj02 || datum == MapDatum::bd09) {}
  siting::Degrees operator()(double lon, double lat) {
    if (!shifted_) return {lon, lat};
    const double fx = lon / kStep, fy = lat / kStep;
    const auto x = static_cast<std::int64_t>(std::floor(fx)), y = static_cast<std::int64_t>(std::floor(fy));
    const Cell& c = cell(x, y);
    const double a = fx - static_cast<double>(x), b = fy - static_cast<double>(y);
    const auto mix = [&](const std::array<double, 4>& v) { return (v[0] * (1 - a) + v[1] * a) * (1 - b) + (v[2] * (1 - a) + v[3] * a) * b; };
    return {lon + mix(c.lon), lat + mix(c.lat)};
  }

 private:
  static constexpr double kStep = 0.005;
  struct Cell {
    std::array<double, 4> lon, lat;   // what is to be added at the corners
  };
  const Cell& cell(std::int64_t x, std::int64_t y) {
    const auto [found, fresh] = cells_.try_emplace(x * 100'000 + y);
    if (fresh)
      for (int k = 0; k < 4; ++k) {
        const siting::Degrees corner{static_cast<double>(x + k % 2) * kStep, static_cast<double>(y + k / 2) * kStep};
        const siting::Degrees right = siting::to_wgs84(corner, datum_);
        found->second.lon[static_cast<std::size_t>(k)] = right.lon - corner.lon;
        found->second.lat[static_cast<std::size_t>(k)] = right.lat - corner.lat;
      }
    return found->second;
  }
  siting::Datum datum_;
  bool shifted_;
  std::unordered_map<std::int64_t, Cell> cells_;
};

// Dense numbers of communities; elders of one stand together in runs, and the same few thousand come again and again.
class GroupOf {
 public:
  explicit GroupOf(const region::Divisions& divisions) : divisions_(divisions) {}
  std::int32_t operator()(RegionCode region) {
    Slot& slot = slots_[static_cast<std::size_t>(region.value * 0x9e3779b97f4a7c15ull >> 51)];
    if (slot.region != region.value) {
      const auto index = divisions_.index_of(region);
      slot = {region.value, index ? static_cast<std::int32_t>(*index) : -1};
    }
    return slot.group;
  }

 private:
  struct Slot {
    std::int64_t region = -1;
    std::int32_t group = -1;
  };
  const region::Divisions& divisions_;
  std::vector<Slot> slots_ = std::vector<Slot>(8192);
};

}  // namespace

siting::Point point_of(Place place) {
  if (!place) return siting::unplaced();
  return siting::on_sphere_deg(static_cast<double>(place.lon_e6) / 1e6, static_cast<double>(place.lat_e6) / 1e6);
}

Place place_at(const siting::Point& point) {
  if (!siting::placed(point)) return {};
  return {std::llround(point.x / kRadius_mm / kRadian * 1e6), std::llround(point.y / kRadius_mm / kRadian * 1e6)};
}

siting::People Crowd::people(bool urban_part) const {
  const std::size_t first = urban_part ? 0 : urban, count = urban_part ? urban : at.size() - urban;
  return {siting::Surface::sphere, std::span(at).subspan(first, count), {}, std::span(group).subspan(first, count), groups};
}
void Crowd::resize(std::size_t n) {
  at.resize(n);
  group.resize(n);
  labels.resize(n);
  id.resize(n);
}
void Crowd::close_gap(std::size_t first, std::size_t last) {
  const auto cut = [&](auto& column) { column.erase(column.begin() + static_cast<std::ptrdiff_t>(first), column.begin() + static_cast<std::ptrdiff_t>(last)); };
  cut(at), cut(group), cut(labels), cut(id);
}

std::vector<std::int32_t> Crowd::numbers(bool urban_part) const {
  std::vector<std::int32_t> out(urban_part ? urban : size() - urban);
  std::iota(out.begin(), out.end(), urban_part ? 0 : static_cast<std::int32_t>(urban));
  return out;
}
siting::People Crowd::everybody() const { return {siting::Surface::sphere, at, {}, group, groups}; }

std::shared_ptr<const Crowd> Crowds::now() {
  const std::uint64_t version = version_.load(std::memory_order_acquire);
  const std::lock_guard lock(mutex_);
  if (!latest_ || latest_->version != version) latest_ = make(version);
  return latest_;
}

std::shared_ptr<const Crowd> Crowds::make(std::uint64_t version) const {
  auto out = std::make_shared<Crowd>();
  const auto divisions = region::divisions(kernel_);
  out->version = version;
  out->as_of = kernel_.clock.now();
  out->groups = static_cast<std::int32_t>(divisions->community_count());
  out->group_urban.resize(static_cast<std::size_t>(out->groups));
  for (std::int32_t g = 0; g < out->groups; ++g)
    out->group_urban[static_cast<std::size_t>(g)] = divisions->urban(divisions->community_at(static_cast<std::uint32_t>(g)));
  out->datum = static_cast<MapDatum>(shelf(kernel_).books()->parameters.value("elders_datum", divisions->city(), civil_date(out->as_of)));

  registry::Filter everybody;
  everybody.ranges = {divisions->city().subtree()};
  GroupOf group_of(*divisions);
  Straightener straight(out->datum);
  // Towns from the front, the country from the back of arrays that are just long enough: nothing is copied.
  out->resize(static_cast<std::size_t>(registry::count(kernel_, everybody)));
  std::size_t front = 0, back = out->size();
  std::vector<registry::Facts> late;  // registered since they were counted
  const auto put = [&](std::size_t at, const registry::Facts& f, std::int32_t group) {
    const bool known = f.lon_e6 != 0 || f.lat_e6 != 0;
    const siting::Degrees place = known ? straight(f.lon_e6 * 1e-6, f.lat_e6 * 1e-6) : siting::Degrees{};
    out->at[at] = known ? siting::on_sphere_deg(place.lon, place.lat) : siting::unplaced();
    out->group[at] = group;
    out->labels[at] = f.labels;
    out->id[at] = f.id;
  };
  registry::for_each(kernel_, everybody, [&](const registry::Facts& f) {
    const std::int32_t group = group_of(f.region);
    if (group < 0) return;  // of a community that was added a moment ago: with the next picture
    if (front == back) return late.push_back(f);
    put(out->group_urban[static_cast<std::size_t>(group)] ? front++ : --back, f, group);
  });
  out->urban = front;
  out->close_gap(front, back);
  for (const registry::Facts& f : late) {
    const std::int32_t group = group_of(f.region);
    if (out->group_urban[static_cast<std::size_t>(group)]) continue;  // she would stand amid the country: with the next picture
    out->resize(out->size() + 1);
    put(out->size() - 1, f, group);
  }

  out->centre.assign(static_cast<std::size_t>(out->groups), siting::Point{});
  std::vector<double> many(static_cast<std::size_t>(out->groups), 0);
  for (std::size_t i = 0; i < out->size(); ++i) {
    if (!siting::placed(out->at[i])) continue;
    const auto g = static_cast<std::size_t>(out->group[i]);
    out->centre[g].x += out->at[i].x;
    out->centre[g].y += out->at[i].y;
    ++many[g];
    ++out->placed;
  }
  for (std::size_t g = 0; g < many.size(); ++g)
    out->centre[g] = many[g] > 0 ? siting::Point{out->centre[g].x / many[g], out->centre[g].y / many[g]} : siting::unplaced();
  return out;
}

void Crowds::listen() {
  const auto older = [this](command::Tx& tx) -> Status {
    tx.after_commit([this] { version_.fetch_add(1, std::memory_order_release); });
    return {};
  };
  auto& n = kernel_.notifications;
  n.on<registry::ElderRegistered>([older](command::Tx& tx, const registry::ElderRegistered&) { return older(tx); });
  n.on<registry::EldersImported>([older](command::Tx& tx, const registry::EldersImported&) { return older(tx); });
  n.on<registry::ElderChanged>([older](command::Tx& tx, const registry::ElderChanged&) { return older(tx); });
  n.on<registry::ElderDied>([older](command::Tx& tx, const registry::ElderDied&) { return older(tx); });
  n.on<registry::ElderMoved>([older](command::Tx& tx, const registry::ElderMoved&) { return older(tx); });
  n.on<registry::ElderRestored>([older](command::Tx& tx, const registry::ElderRestored&) { return older(tx); });
  n.on<registry::ElderWithdrawing>([older](command::Tx& tx, const registry::ElderWithdrawing&) { return older(tx); });
  n.on<registry::EldersMerged>([older](command::Tx& tx, const registry::EldersMerged&) { return older(tx); });
  n.on<registry::ElderUnmerged>([older](command::Tx& tx, const registry::ElderUnmerged&) { return older(tx); });
}

std::shared_ptr<const Crowd> crowd(const Kernel& kernel) { return memory(kernel).crowds.now(); }

std::optional<double> metres_to_city(const Crowd& crowd, Place place) {
  const siting::Point at = point_of(place);
  if (!siting::placed(at) || crowd.placed == 0) return std::nullopt;
  double best = INFINITY;
  for (const siting::Point& c : crowd.centre)
    if (siting::placed(c)) best = std::min(best, siting::distance2_mm2(siting::Surface::sphere, at, c));
  return std::sqrt(best) / 1000;
}

Status check_inside_city(command::Reader& reader, Place place, std::string_view field, std::string_view label) {
  if (!place) return {};
  const auto picture = crowd(reader.kernel);
  const auto far = metres_to_city(*picture, place);
  const auto margin = shelf(reader.kernel).books()->parameters.value("city_margin_m", region::city(reader.kernel), reader.today());
  if (!far || *far <= static_cast<double>(margin)) return {};
  return fail_field(std::string(field), std::string(label),
                    fmt::format("这个位置离本市老人居住的地方最近也有 {} 公里，请核对坐标和坐标系。", static_cast<std::int64_t>(*far / 1000)));
}

std::vector<std::string> place_warnings(command::Reader& reader, Place place, RegionCode region) {
  std::vector<std::string> out;
  if (!place) return {"没有填写位置，不计入服务圈。"};
  const auto picture = crowd(reader.kernel);
  const auto index = region::divisions(reader.kernel)->index_of(region);
  if (!index || !siting::placed(picture->centre[*index])) return out;
  const double far = siting::distance_m(siting::Surface::sphere, point_of(place), picture->centre[*index]);
  if (far > kFarFromHome_m)
    out.push_back(fmt::format("位置离所在社区老人居住的中心约 {:.1f} 公里，请核对。", far / 1000));
  return out;
}

}  // namespace yilin::facilities
