#include <algorithm>
#include <chrono>
#include <cmath>

#include "engines/siting/datum.h"
#include "engines/siting/reach_index.h"
#include "main/engine_files.h"
#include "main/site_command.h"

namespace yilin::commands {
namespace {

using formats::siting::Axes;
using formats::siting::bad_points;

Result<Layer> read_layer(const std::string& path, const std::string& datum) {
  YILIN_TRY(std::string text, read_text(path));
  YILIN_TRY(formats::siting::PointTable table, formats::siting::read_points(std::move(text), path));
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

void suspect_lonely(Layers& layers, const Layer& sites, std::string_view what) {
  const siting::Audit audit = layers.audit(sites);
  std::vector<std::string_view> lonely;
  std::size_t count = 0, nowhere = 0;
  for (std::size_t j = 0; j < sites.at.size(); ++j) {
    if (!siting::placed(sites.at[j])) {
      ++nowhere;
      continue;
    }
    if (audit.in_reach[j] > 0) continue;
    if (++count <= 5) lonely.push_back(sites.table.id[j]);
  }
  if (count > 0) layers.warnings.push_back(fmt::format("{} 个{}的服务半径内没有任何需求：{}{}。", count, what, fmt::join(lonely, "、"), count > 5 ? " 等" : ""));
  if (nowhere > 0) layers.warnings.push_back(fmt::format("{} 个{}没有位置，不能服务任何人。", nowhere, what));
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
  if (walking) return siting::audit_pairs(people(), &sites == &existing ? walking->existing : walking->candidates);
  return siting::audit(people(), sites.at, reach);
}

siting::MergedPeople Layers::merge() const {
  if (walking) return siting::merge_pairs(people(), walking->existing, walking->candidates);
  return siting::merge(people(), existing.at, candidates.at, reach, true);
}

Result<siting::Reach> reach_of(const SiteOptions& options) {
  if (!(options.radius_m > 0)) return fail(errors::invalid, "服务半径 --radius 须大于 0（米）。");
  if (options.radius_m > 90'000) return fail(errors::invalid, "服务半径 --radius 不得超过 90000 米。");
  if (!(options.detour >= 1 && options.detour <= 5)) return fail(errors::invalid, "绕行系数 --detour 须在 1 与 5 之间。");
  return siting::Reach{std::llround(options.radius_m * 1000), std::llround(options.detour * 1000)};
}

Result<Layers> read_layers(const SiteOptions& options, bool needs_candidates) {
  const auto datum = [&](const std::string& own) { return own.empty() ? options.datum : own; };
  if (options.demand.empty()) return fail(errors::invalid, "缺少需求点文件 --demand。");
  if (needs_candidates && options.candidates.empty()) return fail(errors::invalid, "缺少备选点文件 --candidates。");
  Layers layers;
  YILIN_TRY(layers.demand, read_layer(options.demand, datum(options.demand_datum)));
  if (!options.candidates.empty()) { YILIN_TRY(layers.candidates, read_layer(options.candidates, datum(options.candidates_datum))); }
  if (!options.existing.empty()) { YILIN_TRY(layers.existing, read_layer(options.existing, datum(options.existing_datum))); }
  const Axes axes = layers.demand.table.axes;
  for (const Layer* layer : {&layers.candidates, &layers.existing})
    if (layer->table.size() > 0 && layer->table.axes != axes)
      return fail(bad_points, fmt::format("{} 与 {} 的坐标单位不同：一个是千米（x,y），一个是经纬度（lon,lat）。", options.demand, layer->table.name));
  layers.surface = axes == Axes::degrees ? siting::Surface::sphere : siting::Surface::plane;
  for (const Layer* layer : {&layers.demand, &layers.candidates, &layers.existing})
    layers.warnings.insert(layers.warnings.end(), layer->table.warnings.begin(), layer->table.warnings.end());
  if (axes == Axes::plane_km) {
    const auto degrees_like = [](const Layer& l) {
      return l.table.size() > 0 && std::ranges::all_of(l.table.x, [](double v) { return std::isnan(v) || (v > 73 && v < 136); }) &&
             std::ranges::all_of(l.table.y, [](double v) { return std::isnan(v) || (v > 3 && v < 54); });
    };
    if (degrees_like(layers.demand)) layers.warnings.push_back("需求点的 x、y 像是经纬度；若是，请把列名改为 lon、lat。现按千米计算。");
  }
  if (options.radius_m >= 0 || options.model.empty() || options.model == "mclp" || options.model == "lscp") {
    YILIN_TRY(layers.reach, reach_of(options));
    if (!options.roads.empty()) YILIN_CHECK(walk(options, layers));
    if (layers.candidates.table.size() > 0) suspect_lonely(layers, layers.candidates, "备选点");
    else if (layers.existing.table.size() > 0) suspect_lonely(layers, layers.existing, "现有设施");
  }
  if (layers.candidates.table.size() > 0) suspect_datum(layers, layers.candidates, "备选点");
  if (layers.existing.table.size() > 0) suspect_datum(layers, layers.existing, "现有设施");
  return layers;
}

siting::Effort effort_of(const SiteOptions& options) {
  siting::Effort effort;
  effort.iterations = options.iterations, effort.seed = options.seed, effort.threads = options.threads, effort.persistent = options.prove;
  const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(options.seconds);
  effort.time_is_up = [end] { return std::chrono::steady_clock::now() >= end; };
  return effort;
}

void answer_head(JsonText& json, std::string_view model, siting::Verdict verdict, const std::string& reason, double objective, double bound,
                 const std::string& method) {
  json.open('{').field("model", model).field("status", siting::code(verdict));
  if (verdict == siting::Verdict::infeasible) {
    json.field("status_text", "无可行方案").field("reason", reason);
    return;
  }
  const double gap = objective == 0 ? 0 : 100 * std::abs(bound - objective) / std::abs(objective);
  json.field("status_text", verdict == siting::Verdict::proved_optimal ? std::string("已证明最优") : fmt::format("可行，与最优至多相差 {:.4f}%", gap));
  json.field("objective", objective).field("bound", bound).field("gap_percent", gap).field("method", method);
}

void answer_settings(JsonText& json, const SiteOptions& options, const Layers& layers) {
  json.line().key("settings").open('{');
  json.field("distance", layers.walking ? "walking_network" : layers.surface == siting::Surface::sphere ? "great_circle" : "plane");
  if (options.radius_m > 0) json.field("radius_m", options.radius_m);
  if (layers.walking) {
    json.field("roads", options.roads).field("snap_m", options.snap_m).field("ways", layers.walking->ways);
    json.field("off_network", layers.shown(layers.walking->off_network)).field("beyond_100_m_of_any_way", layers.shown(layers.walking->beyond_100_m));
  } else {
    json.field("detour_factor", options.detour);
  }
  json.field("seed", static_cast<std::int64_t>(options.seed));
  if (layers.surface == siting::Surface::sphere) json.field("datum", options.datum);
  json.close('}');
  json.key("warnings").open('[');
  for (const std::string& w : layers.warnings) json.value(w);
  json.close(']');
}

int finish_answer(const SiteOptions& options, JsonText& json) {
  json.close('}');
  if (const Status written = write_text(options.out, json.text() + "\n"); !written) return say(written.error());
  return 0;
}

}  // namespace yilin::commands
