// yilin site audit: who is within reach of what there is, by community; accessibility by floating catchments.
#include <algorithm>
#include <cmath>

#include "engines/siting/travel_times.h"
#include "main/engine_files.h"
#include "main/site_command.h"

namespace yilin::commands {
namespace {

// Luo & Qi's three zones with Gaussian-like weights for the enhanced form; one zone for the plain one.
std::vector<siting::Zone> zones_of(const SiteOptions& o, const Layers& layers) {
  const std::int64_t far = layers.timed ? siting::seconds_of_minutes(o.minutes) : layers.reach.path_mm;
  if (o.fca == "2sfca") return {{far, 1}};
  return {{far / 3, 1}, {far * 2 / 3, 0.68}, {far, 0.22}};
}

Status catchments(JsonText& json, const SiteOptions& o, const Layers& layers, const Layer& sites) {
  if (sites.table.capacity.empty()) return fail(errors::invalid, "可达性分析须有容量（capacity）一列。");
  const std::vector<siting::Zone> zones = zones_of(o, layers);
  const siting::Accessibility a = layers.pairs ? siting::catchments_of_pairs(layers.people(), layers.pairs_of(sites), sites.table.capacity, zones)
                                               : siting::floating_catchments(layers.people(), sites.at, sites.table.capacity, zones, layers.reach.detour_permille);
  const double scale = static_cast<double>(layers.demand.table.weight_scale);
  json.line().key("accessibility").open('{').field("method", o.fca).field("supply_reaching_anyone", a.supply_reaching_anyone);
  json.field("people_times_accessibility", a.demand_weighted_sum);
  json.key("sites").open('[');
  for (std::size_t j = 0; j < sites.table.size(); ++j) json.open('{').field("id", sites.table.id[j]).field("supply_per_person", a.ratio[j] * scale).close('}');
  json.close(']');
  // Weight × accessibility in units of 1e-9, which sums of whole numbers keep exactly.
  enum : std::size_t { people, access, figures };
  constexpr double kNano = 1e9;
  Breakdown sums(layers.demand.table, figures);
  for (std::size_t i = 0; i < a.per_person.size(); ++i) {
    const std::int64_t weight = layers.demand.table.weight[i];
    sums.add(i, people, weight), sums.add(i, access, std::llround(a.per_person[i] * static_cast<double>(weight) * kNano));
  }
  sums.write(json, [&](JsonText& out, std::span<const std::int64_t> of) {
    out.field("mean", of[people] > 0 ? static_cast<double>(of[access]) / kNano * scale / static_cast<double>(of[people]) : 0.0);
  });
  json.close('}');
  return {};
}

void tally(JsonText& json, const Layers& layers, const siting::Tally& t) {
  json.field("total", layers.shown(t.total())).field("covered", layers.shown(t.covered)).field("uncovered", layers.shown(t.uncovered)).field("unplaced", layers.shown(t.unplaced));
  json.field("covered_percent", t.total() == 0 ? 0.0 : 100.0 * static_cast<double>(t.covered) / static_cast<double>(t.total()));
}

void by_community_and_label(JsonText& json, const Layers& layers, const siting::Audit& audit) {
  enum : std::size_t { covered, uncovered, unplaced, figures };
  Breakdown sums(layers.demand.table, figures);
  for (std::size_t i = 0; i < audit.reached.size(); ++i)
    sums.add(i, audit.reached[i] > 0 ? covered : siting::placed(layers.demand.at[i]) ? uncovered : unplaced, layers.demand.table.weight[i]);
  sums.write(json, [&](JsonText& out, std::span<const std::int64_t> of) { tally(out, layers, {of[covered], of[uncovered], of[unplaced]}); });
}

}  // namespace

int site_audit(const SiteOptions& o) {
  if (o.existing.empty() && o.candidates.empty()) return say(Error(errors::invalid, "缺少设施文件 --existing。"));
  if (o.by_distance()) return say(Error(errors::invalid, "audit 按服务半径或时限核算，不用 --model。"));
  const Result<Layers> read = read_layers(o, false);
  if (!read) return say(read.error());
  const Layers& layers = *read;
  const Layer& sites = o.existing.empty() ? layers.candidates : layers.existing;
  const siting::Audit audit = layers.audit(sites);
  JsonText json;
  json.open('{').field("model", "audit").field("status", "counted");
  tally(json, layers, audit.all);
  by_community_and_label(json, layers, audit);
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
      if (audit.reached[i] == 0) text += fmt::format("{},{}\n", layers.demand.table.id[i], siting::placed(layers.demand.at[i]) ? layers.timed ? "时限内没有设施" : "服务半径内没有设施" : "没有位置");
    if (const Status written = write_text(o.uncovered, text); !written) return say(written.error());
  }
  return finish_answer(o, json);
}

}  // namespace yilin::commands
