#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "engines/siting/datum.h"
#include "engines/siting/reach_index.h"
#include "formats/text_decoder.h"
#include "main/engine_files.h"
#include "main/site_command.h"

namespace yilin::commands {
namespace {

using formats::siting::Axes;
using formats::siting::bad_points;

Result<Layer> read_layer(const std::string& path, const std::string& datum, bool places_needed) {
  YILIN_TRY(std::string text, read_table_text(path));
  YILIN_TRY(formats::siting::PointTable table, formats::siting::read_points(std::move(text), path, places_needed));
  const std::optional<siting::Datum> from = siting::datum_named(datum);
  if (!from) return fail(errors::invalid, "不认识的坐标系：" + datum + "（可用 wgs84、gcj02、bd09、cgcs2000）。");
  Layer layer{std::move(table), {}};
  layer.at.reserve(layer.table.size());
  for (std::size_t i = 0; i < layer.table.size(); ++i) {
    const double x = layer.table.x[i], y = layer.table.y[i];
    if (std::isnan(x) || std::isnan(y)) {
      layer.at.push_back(siting::unplaced());
    } else if (layer.table.axes == Axes::plane_km) {
      layer.at.push_back(siting::on_plane_m(x * 1000, y * 1000));
    } else {
      const siting::Degrees wgs = siting::to_wgs84({x, y}, *from);
      layer.at.push_back(siting::on_sphere_deg(wgs.lon, wgs.lat));
    }
  }
  return layer;
}

// Demand (a sample) within 300 m of the sites, if the sites were shifted from one datum to another.
std::int64_t close_by(const Layers& layers, const std::vector<siting::Point>& sites) {
  const siting::ReachIndex index(layers.surface, sites, siting::Reach{300'000, 1000}.limit2_mm2());
  const std::size_t step = std::max<std::size_t>(1, layers.demand.at.size() / 100'000);
  std::int64_t total = 0;
  for (std::size_t i = 0; i < layers.demand.at.size(); i += step) {
    bool near = false;
    index.each(layers.demand.at[i], [&](std::int32_t, double) { near = true; });
    if (near) total += layers.demand.table.weight[i];
  }
  return total;
}

// A layer in another datum than declared lies hundreds of metres off: its sites then miss the people they stand among.
void suspect_datum(Layers& layers, const Layer& sites, std::string_view what) {
  if (layers.surface != siting::Surface::sphere || sites.at.empty()) return;
  const std::int64_t declared = close_by(layers, sites.at);
  for (const auto& [datum, name] : {std::pair{siting::Datum::gcj02, "GCJ-02"}, std::pair{siting::Datum::bd09, "BD-09"}}) {
    for (const bool forth : {true, false}) {
      std::vector<siting::Point> moved;
      for (std::size_t j = 0; j < sites.table.size(); ++j) {
        const siting::Degrees p{sites.table.x[j], sites.table.y[j]};
        if (std::isnan(p.lon)) continue;
        const siting::Degrees q = forth ? siting::to_wgs84(p, datum) : siting::from_wgs84(p, datum);
        moved.push_back(siting::on_sphere_deg(q.lon, q.lat));
      }
      const std::int64_t then = close_by(layers, moved);
      if (then > declared + declared / 3 && then > 100) {
        layers.warnings.push_back(fmt::format("{}与需求点的坐标系可能不一致：若{}是 {}，300 米内的人数会由 {:.10g} 变为 {:.10g}（抽样）。请核对 --datum。", what, forth ? std::string(what) : "需求点", name,
                                              layers.shown(declared), layers.shown(then)));
        return;
      }
    }
  }
}

// Sites that nobody reaches, and among them those that lie where nobody lives far and wide: in the sea, or in another city.
void suspect_lonely(const SiteOptions& options, Layers& layers, const Layer& sites, std::string_view what) {
  if (sites.table.size() == 0) return;
  constexpr std::int64_t kFarMm = 20'000'000;
  const auto far_from_all = [&](const std::vector<siting::Point>& at) { return siting::audit(layers.people(), at, {kFarMm, 1000}).in_reach; };
  const auto warn = [&](const std::vector<std::size_t>& which, std::string_view sentence) {
    if (which.empty()) return;
    std::vector<std::string_view> ids;
    for (std::size_t k = 0; k < std::min<std::size_t>(5, which.size()); ++k) ids.push_back(sites.table.id[which[k]]);
    layers.warnings.push_back(fmt::format("{} 个{}{}：{}{}。", which.size(), what, sentence, fmt::join(ids, "、"), which.size() > 5 ? " 等" : ""));
  };
  std::vector<std::size_t> lonely, nowhere, asked;
  const bool limited = options.radius_m > 0 || options.minutes > 0;
  std::vector<std::int64_t> in_reach(sites.at.size(), 0);
  if (layers.pairs || limited) in_reach = layers.audit(sites).in_reach;
  for (std::size_t j = 0; j < sites.at.size(); ++j) {
    if (!siting::placed(sites.at[j])) nowhere.push_back(j);
    else if (in_reach[j] == 0) asked.push_back(j);
  }
  if (layers.pairs || limited) lonely = asked;
  warn(lonely, layers.timed ? "在时限内没有任何需求" : layers.pairs && !limited ? "没有任何需求走得到" : "的服务半径内没有任何需求");
  warn(nowhere, "没有位置，不能服务任何人");
  if (layers.timed || asked.empty()) return;
  std::vector<siting::Point> at;
  for (const std::size_t j : asked) at.push_back(sites.at[j]);
  const std::vector<std::int64_t> wide = far_from_all(at);
  std::vector<std::size_t> remote;
  for (std::size_t k = 0; k < asked.size(); ++k)
    if (wide[k] == 0) remote.push_back(asked[k]);
  warn(remote, "周围 20 千米内没有任何需求，可能落在水面或外地，请核对坐标");
}

// All layers on one surface; places that look like something else are told.
Status place(const SiteOptions& options, Layers& layers) {
  const Axes axes = layers.demand.table.axes;
  for (const Layer* layer : {&layers.candidates, &layers.existing})
    if (layer->table.size() > 0 && layer->table.axes != axes)
      return fail(bad_points, fmt::format("{} 与 {} 的坐标单位不同：一个是千米（x,y），一个是经纬度（lon,lat）。", options.demand, layer->table.name));
  layers.surface = axes == Axes::degrees ? siting::Surface::sphere : siting::Surface::plane;
  if (axes == Axes::degrees) return {};
  const auto all = [&](auto&& holds) {
    const formats::siting::PointTable& t = layers.demand.table;
    for (std::size_t i = 0; i < t.size(); ++i)
      if (!std::isnan(t.x[i]) && !holds(t.x[i], t.y[i])) return false;
    return t.unplaced < t.size();
  };
  if (all([](double x, double y) { return x > 73 && x < 136 && y > 3 && y < 54; })) layers.warnings.push_back("需求点的 x、y 像是经纬度；若是，请把列名改为 lon、lat。现按千米计算。");
  else if (all([](double x, double y) { return std::abs(x) > 10'000 && std::abs(y) > 10'000; })) layers.warnings.push_back("需求点的 x、y 像是以米为单位；若是，请换算为千米。现按千米计算。");
  return {};
}

}  // namespace

siting::People Layers::people() const {
  siting::People out;
  out.surface = surface;
  out.at = demand.at, out.weight = demand.table.weight;
  if (!demand.table.group.empty()) out.group = demand.table.group, out.groups = static_cast<std::int32_t>(demand.table.group_name.size());
  return out;
}

siting::Audit Layers::audit(const Layer& sites) const {
  if (pairs) return siting::audit_pairs(people(), pairs_of(sites));
  return siting::audit(people(), sites.at, reach);
}

siting::MergedPeople Layers::merge() const {
  if (pairs) return siting::merge_pairs(people(), pairs->existing, pairs->candidates);
  return siting::merge(people(), existing.at, candidates.at, reach, true);
}

siting::MergedPeople Layers::merge_all() const {
  if (pairs) return siting::merge_pairs(people(), {}, siting::joined(pairs->candidates, pairs->existing));
  std::vector<siting::Point> sites = candidates.at;
  sites.insert(sites.end(), existing.at.begin(), existing.at.end());
  return siting::merge(people(), {}, sites, reach, true);
}

Result<siting::Reach> reach_of(const SiteOptions& options) {
  if (!(options.radius_m > 0)) return fail(errors::invalid, "服务半径 --radius 须大于 0（米）。");
  if (options.radius_m > 90'000) return fail(errors::invalid, "服务半径 --radius 不得超过 90000 米。");
  if (!(options.detour >= 1 && options.detour <= 5)) return fail(errors::invalid, "绕行系数 --detour 须在 1 与 5 之间。");
  return siting::Reach{std::llround(options.radius_m * 1000), std::llround(options.detour * 1000)};
}

Status check_reach_options(const SiteOptions& options) {
  if (!options.times.empty()) {
    if (!options.roads.empty()) return fail(errors::invalid, "--times 与 --roads 只能选一个。");
    if (options.detour != 1) return fail(errors::invalid, "给出 --times 时按表中的时间计算，不再使用绕行系数 --detour。");
    if (options.radius_m >= 0) return fail(errors::invalid, "给出 --times 时以 --minutes 为限，不再使用 --radius。");
    if (options.minutes < 0 && options.by_distance()) return {};
    if (!(options.minutes > 0 && options.minutes <= 10080)) return fail(errors::invalid, "时限 --minutes 须大于 0（分钟），不超过一周。");
    return {};
  }
  if (options.minutes >= 0) return fail(errors::invalid, "--minutes 须与 --times 同用；按距离计算时请用 --radius（米）。");
  if (!options.roads.empty() && options.detour != 1) return fail(errors::invalid, "给出 --roads 时按路程计算，不再使用绕行系数 --detour。");
  if (options.by_distance() && options.radius_m < 0) return {};
  return reach_of(options).map([](const siting::Reach&) {});
}

std::string too_little(const Layers& layers, const std::vector<std::int64_t>& budgets) {
  std::int64_t cheapest = -1;
  for (std::size_t j = 0; j < layers.candidates.table.cost.size(); ++j)
    if (layers.rule_of(j) != formats::siting::PointRule::excluded) cheapest = cheapest < 0 ? layers.candidates.table.cost[j] : std::min(cheapest, layers.candidates.table.cost[j]);
  if (budgets.empty() || cheapest < 0 || *std::ranges::max_element(budgets) >= cheapest) return {};
  return fmt::format("预算低于造价最低的备选点（{:.10g}），一处也建不了。", static_cast<double>(cheapest) / static_cast<double>(layers.candidates.table.cost_scale));
}

Result<std::string> read_table_text(const std::string& path) {
  YILIN_TRY(std::string bytes, read_text(path));
  if (text::well_formed(bytes)) return bytes;
  // Spreadsheets in Chinese save CSV as GB18030.
  formats::TextDecoder decoder(formats::memory_source(std::move(bytes)));
  std::string out;
  for (;;) {
    YILIN_TRY(const bool more, decoder.more(out));
    if (!more) return out;
  }
}

Result<Layers> read_layers(const SiteOptions& options, bool needs_candidates) {
  const auto datum = [&](const std::string& own) { return own.empty() ? options.datum : own; };
  if (options.demand.empty()) return fail(errors::invalid, "缺少需求点文件 --demand。");
  if (needs_candidates && options.candidates.empty()) return fail(errors::invalid, "缺少备选点文件 --candidates。");
  YILIN_CHECK(check_reach_options(options));
  const bool timed = !options.times.empty();
  Layers layers;
  YILIN_TRY(layers.demand, read_layer(options.demand, datum(options.demand_datum), !timed));
  if (!options.candidates.empty()) { YILIN_TRY(layers.candidates, read_layer(options.candidates, datum(options.candidates_datum), !timed)); }
  if (!options.existing.empty()) { YILIN_TRY(layers.existing, read_layer(options.existing, datum(options.existing_datum), !timed)); }
  for (const Layer* layer : {&layers.demand, &layers.candidates, &layers.existing})
    layers.warnings.insert(layers.warnings.end(), layer->table.warnings.begin(), layer->table.warnings.end());
  if (timed) {
    YILIN_CHECK(take_times(options, layers));
  } else {
    YILIN_CHECK(place(options, layers));
    if (options.radius_m > 0) { YILIN_TRY(layers.reach, reach_of(options)); }
    if (!options.roads.empty()) YILIN_CHECK(walk(options, layers));
  }
  suspect_lonely(options, layers, layers.candidates, "备选点");
  suspect_lonely(options, layers, layers.existing, "现有设施");
  if (timed) return layers;
  suspect_datum(layers, layers.candidates, "备选点");
  suspect_datum(layers, layers.existing, "现有设施");
  return layers;
}

}  // namespace yilin::commands
