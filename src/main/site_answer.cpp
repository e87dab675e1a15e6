// What every answer of `yilin site` begins and ends with, and who gains by community and by label.
#include <chrono>
#include <cmath>

#include "main/engine_files.h"
#include "main/site_command.h"

namespace yilin::commands {

siting::Effort effort_of(const SiteOptions& options) {
  siting::Effort effort;
  effort.iterations = options.iterations, effort.seed = options.seed, effort.threads = options.threads, effort.persistent = options.prove;
  const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(options.seconds);
  effort.time_is_up = [end] { return std::chrono::steady_clock::now() >= end; };
  return effort;
}

Breakdown::Breakdown(const formats::siting::PointTable& demand, std::size_t figures)
    : demand_(demand), figures_(figures), by_group_(demand.group_name.size() * figures, 0), by_label_set_(demand.label_sets.size() * figures, 0) {}

void Breakdown::add(std::size_t person, std::size_t figure, std::int64_t amount) {
  if (!demand_.group.empty()) by_group_[static_cast<std::size_t>(demand_.group[person]) * figures_ + figure] += amount;
  if (!demand_.label_set.empty()) by_label_set_[static_cast<std::size_t>(demand_.label_set[person]) * figures_ + figure] += amount;
}

void Breakdown::write(JsonText& json, const Figures& figures) const {
  const auto list = [&](std::string_view many, std::string_view one, const std::vector<std::string_view>& names, const std::vector<std::int64_t>& sums) {
    json.line().key(many).open('[');
    for (std::size_t g = 0; g < names.size(); ++g) {
      json.line().open('{').field(one, names[g]);
      figures(json, {sums.data() + g * figures_, figures_});
      json.close('}');
    }
    json.line_end().close(']');
  };
  if (!demand_.group.empty()) list("groups", "group", demand_.group_name, by_group_);
  if (demand_.label_set.empty()) return;
  std::vector<std::int64_t> by_label(demand_.label_name.size() * figures_, 0);
  for (std::size_t s = 0; s < demand_.label_sets.size(); ++s)
    for (const std::int32_t label : demand_.label_sets[s])
      for (std::size_t f = 0; f < figures_; ++f) by_label[static_cast<std::size_t>(label) * figures_ + f] += by_label_set_[s * figures_ + f];
  list("labels", "label", demand_.label_name, by_label);
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
  json.field("distance", layers.timed ? "travel_times" : layers.walking ? "walking_network" : layers.surface == siting::Surface::sphere ? "great_circle" : "plane");
  if (options.radius_m > 0) json.field("radius_m", options.radius_m);
  if (layers.timed) {
    json.field("times", options.times);
    if (options.minutes > 0) json.field("minutes", options.minutes);
  } else if (layers.walking) {
    json.field("roads", options.roads).field("snap_m", options.snap_m).field("ways", layers.walking->ways);
    json.field("off_network", layers.shown(layers.walking->people.off_network)).field("beyond_100_m_of_any_way", layers.shown(layers.walking->people.beyond_100_m));
  } else {
    json.field("detour_factor", options.detour);
  }
  json.field("seed", static_cast<std::int64_t>(options.seed));
  if (layers.surface == siting::Surface::sphere && !layers.timed) json.field("datum", options.datum);
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

int answer_infeasible(const SiteOptions& options, const Layers& layers, std::string_view model, const std::string& reason) {
  JsonText json;
  answer_head(json, model, siting::Verdict::infeasible, reason, 0, 0, {});
  answer_settings(json, options, layers);
  return finish_answer(options, json);
}

}  // namespace yilin::commands
