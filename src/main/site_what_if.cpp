// yilin site what-if: what a new site, a closed one, or a move would change.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "engines/siting/datum.h"
#include "engines/siting/what_if.h"
#include "main/engine_files.h"
#include "main/site_command.h"

namespace yilin::commands {
namespace {

Result<siting::Point> point_of(const SiteOptions& o, const Layers& layers) {
  const std::size_t comma = o.put.find(',');
  double x = NAN, y = NAN;
  const auto number = [](std::string_view s, double& out) {
    const auto [end, error] = std::from_chars(s.data(), s.data() + s.size(), out);
    return error == std::errc() && end == s.data() + s.size() && std::isfinite(out);
  };
  const std::string_view text = o.put;
  if (comma == std::string::npos || !number(text.substr(0, comma), x) || !number(text.substr(comma + 1), y))
    return fail(errors::invalid, "--put 须为 经度,纬度 或 x,y（千米）。");
  if (layers.surface == siting::Surface::plane) return siting::on_plane_m(x * 1000, y * 1000);
  if (x >= 3 && x <= 54 && y >= 73 && y <= 136) return fail(errors::invalid, "--put 的经度与纬度疑似颠倒。");
  if (!(std::abs(x) <= 180 && std::abs(y) <= 90)) return fail(errors::invalid, "--put 不是经纬度。");
  const auto datum = siting::datum_named(o.datum);
  if (!datum) return fail(errors::invalid, "不认识的坐标系：" + o.datum + "。");
  const siting::Degrees wgs = siting::to_wgs84({x, y}, *datum);
  return siting::on_sphere_deg(wgs.lon, wgs.lat);
}

void change(JsonText& json, const Layers& layers, std::string_view name, const siting::WhatIf::Change& c, int sign) {
  json.line().key(name).open('{').field("people", sign * layers.shown(c.weight));
  json.key("groups").open('[');
  for (const auto& [group, weight] : c.by_group)
    json.open('{').field("group", layers.demand.table.group_name[static_cast<std::size_t>(group)]).field("people", sign * layers.shown(weight)).close('}');
  json.close(']').close('}');
}

}  // namespace

int site_what_if(const SiteOptions& o) {
  if (o.put.empty() && o.take.empty()) return say(Error(errors::invalid, "须给出 --put 或 --take。"));
  if (!o.roads.empty()) return say(Error(errors::invalid, "what-if 按直线距离推演，不支持 --roads。"));
  const Result<Layers> read = read_layers(o, false);
  if (!read) return say(read.error());
  const Layers& layers = *read;
  siting::WhatIf what_if(layers.people(), layers.reach);
  for (const siting::Point& p : layers.existing.at) what_if.put(p);
  JsonText json;
  json.open('{').field("model", "what_if").field("status", "counted").field("covered_before", layers.shown(what_if.covered()));
  if (!o.take.empty()) {
    const auto& ids = layers.existing.table.id;
    const auto it = std::ranges::find(ids, std::string_view(o.take));
    if (it == ids.end()) return say(Error(errors::invalid, "现有设施中没有编号 " + o.take + "。"));
    change(json, layers, "take", what_if.take(layers.existing.at[static_cast<std::size_t>(it - ids.begin())]), -1);
  }
  if (!o.put.empty()) {
    const Result<siting::Point> at = point_of(o, layers);
    if (!at) return say(at.error());
    change(json, layers, "put", what_if.put(*at), 1);
  }
  json.line().field("covered_after", layers.shown(what_if.covered()));
  answer_settings(json, o, layers);
  return finish_answer(o, json);
}

}  // namespace yilin::commands
