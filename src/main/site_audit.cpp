// yilin site audit: who is within reach of what there is, by community; accessibility by floating catchments.
#include <algorithm>
#include <cmath>

#include "main/engine_files.h"
#include "main/site_command.h"

namespace yilin::commands {
namespace {

void tally(JsonText& json, const Layers& layers, const siting::Tally& t) {
  json.field("total", layers.shown(t.total())).field("covered", layers.shown(t.covered)).field("uncovered", layers.shown(t.uncovered)).field("unplaced", layers.shown(t.unplaced));
  json.field("covered_percent", t.total() == 0 ? 0.0 : 100.0 * static_cast<double>(t.covered) / static_cast<double>(t.total()));
}

// Luo & Qi's three zones with Gaussian-like weights for the enhanced form; one zone for the plain one.
std::vector<siting::Zone> zones_of(const SiteOptions& o, const siting::Reach& reach) {
  if (o.fca == "2sfca") return {{reach.path_mm, 1}};
  return {{reach.path_mm / 3, 1}, {reach.path_mm * 2 / 3, 0.68}, {reach.path_mm, 0.22}};
}

Status catchments(JsonText& json, const SiteOptions& o, const Layers& layers, const Layer& sites) {
  if (sites.table.capacity.empty()) return fail(errors::invalid, "可达性分析须有容量（capacity）一列。");
  const std::vector<siting::Zone> zones = zones_of(o, layers.reach);
  const siting::Accessibility a =
      layers.walking ? siting::catchments_of_pairs(layers.people(), &sites == &layers.existing ? layers.walking->existing : layers.walking->candidates, sites.table.capacity, zones)
                     : siting::floating_catchments(layers.people(), sites.at, sites.table.capacity, zones, layers.reach.detour_permille);
  const double scale = static_cast<double>(layers.demand.table.weight_scale);
  json.line().key("accessibility").open('{').field("method", o.fca).field("supply_reaching_anyone", a.supply_reaching_anyone);
  json.field("people_times_accessibility", a.demand_weighted_sum);
  json.key("sites").open('[');
  for (std::size_t j = 0; j < sites.table.size(); ++j) json.open('{').field("id", sites.table.id[j]).field("supply_per_person", a.ratio[j] * scale).close('}');
  json.close(']');
  if (!layers.demand.table.group.empty()) {
    std::vector<double> sum(layers.demand.table.group_name.size(), 0), people(sum.size(), 0);
    for (std::size_t i = 0; i < a.per_person.size(); ++i) {
      const auto g = static_cast<std::size_t>(layers.demand.table.group[i]);
      const auto weight = static_cast<double>(layers.demand.table.weight[i]);
      sum[g] += weight * a.per_person[i] * scale, people[g] += weight;
    }
    json.key("groups").open('[');
    for (std::size_t g = 0; g < sum.size(); ++g) json.open('{').field("group", layers.demand.table.group_name[g]).field("mean", people[g] > 0 ? sum[g] / people[g] : 0.0).close('}');
    json.close(']');
  }
  json.close('}');
  return {};
}

}  // namespace

int site_audit(const SiteOptions& o) {
  if (o.existing.empty() && o.candidates.empty()) return say(Error(errors::invalid, "缺少设施文件 --existing。"));
  if (o.radius_m < 0) return say(Error(errors::invalid, "缺少服务半径 --radius（米）。"));
  const Result<Layers> read = read_layers(o, false);
  if (!read) return say(read.error());
  const Layers& layers = *read;
  const Layer& sites = o.existing.empty() ? layers.candidates : layers.existing;
  const siting::Audit audit = layers.audit(sites);
  JsonText json;
  json.open('{').field("model", "audit").field("status", "counted");
  tally(json, layers, audit.all);
  if (!layers.demand.table.group.empty()) {
    json.line().key("groups").open('[');
    for (std::size_t g = 0; g < audit.by_group.size(); ++g) {
      json.line().open('{').field("group", layers.demand.table.group_name[g]);
      tally(json, layers, audit.by_group[g]);
      json.close('}');
    }
    json.line_end().close(']');
  }
  json.line().key("sites").open('[');
  for (std::size_t j = 0; j < sites.table.size(); ++j)
    json.line().open('{').field("id", sites.table.id[j]).field("in_reach", layers.shown(audit.in_reach[j])).field("only_here", layers.shown(audit.only_here[j])).close('}');
  json.line_end().close(']');
  if (!o.fca.empty())
    if (const Status done = catchments(json, o, layers, sites); !done) return say(done.error());
  answer_settings(json, o, layers);
  if (!o.uncovered.empty()) {
    std::string text = "id,reason\n";
    for (std::size_t i = 0; i < audit.reached.size(); ++i)
      if (audit.reached[i] == 0) text += fmt::format("{},{}\n", layers.demand.table.id[i], siting::placed(layers.demand.at[i]) ? "服务半径内没有设施" : "没有位置");
    if (const Status written = write_text(o.uncovered, text); !written) return say(written.error());
  }
  return finish_answer(o, json);
}

}  // namespace yilin::commands
