// yilin site what-if: what a new site, a closed one, or a move would change, in a straight line, along ways or by a table of times.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "engines/siting/datum.h"
#include "engines/siting/what_if.h"
#include "main/engine_files.h"
#include "main/site_command.h"

namespace yilin::commands {
namespace {

// A new site: a candidate by its id, or a place.
struct NewSite {
  std::optional<std::size_t> candidate;
  siting::Point at;
};

bool place_of(std::string_view text, double& x, double& y) {
  const auto number = [](std::string_view s, double& out) {
    const auto [end, error] = std::from_chars(s.data(), s.data() + s.size(), out);
    return error == std::errc() && end == s.data() + s.size() && std::isfinite(out);
  };
  const std::size_t comma = text.find(',');
  return comma != std::string_view::npos && number(text.substr(0, comma), x) && number(text.substr(comma + 1), y);
}

Result<NewSite> new_site(const SiteOptions& o, const Layers& layers) {
  const auto& ids = layers.candidates.table.id;
  if (const auto it = std::ranges::find(ids, std::string_view(o.put)); it != ids.end()) {
    const auto j = static_cast<std::size_t>(it - ids.begin());
    return NewSite{j, layers.candidates.at[j]};
  }
  if (layers.timed) return fail(errors::invalid, "给出 --times 时，--put 须为备选点文件（--candidates）中的编号。");
  double x = 0, y = 0;
  if (!place_of(o.put, x, y)) return fail(errors::invalid, "--put 须为 经度,纬度 或 x,y（千米），或备选点文件中的编号。");
  if (layers.surface == siting::Surface::plane) return NewSite{{}, siting::on_plane_m(x * 1000, y * 1000)};
  if (x >= 3 && x <= 54 && y >= 73 && y <= 136) return fail(errors::invalid, "--put 的经度与纬度疑似颠倒。");
  if (!(std::abs(x) <= 180 && std::abs(y) <= 90)) return fail(errors::invalid, "--put 不是经纬度。");
  const auto datum = siting::datum_named(o.datum);
  if (!datum) return fail(errors::invalid, "不认识的坐标系：" + o.datum + "。");
  const siting::Degrees wgs = siting::to_wgs84({x, y}, *datum);
  return NewSite{{}, siting::on_sphere_deg(wgs.lon, wgs.lat)};
}

// Communities and labels at once: the engine counts by one number, so each combination that occurs is one.
class Kinds {
 public:
  explicit Kinds(const formats::siting::PointTable& demand) : demand_(demand) {
    std::map<std::pair<std::int32_t, std::int32_t>, std::int32_t> known;
    for (std::size_t i = 0; i < demand.size(); ++i) {
      const std::pair key{demand.group.empty() ? 0 : demand.group[i], demand.label_set.empty() ? 0 : demand.label_set[i]};
      const auto [it, fresh] = known.try_emplace(key, static_cast<std::int32_t>(known.size()));
      if (fresh) example_.push_back(i);
      of_.push_back(it->second);
    }
  }
  siting::People people(siting::People people) const {
    people.group = of_, people.groups = static_cast<std::int32_t>(example_.size());
    return people;
  }
  void write(JsonText& json, const Layers& layers, std::string_view name, const siting::WhatIf::Change& change, int sign) const {
    json.line().key(name).open('{').field("people", sign * layers.shown(change.weight));
    Breakdown sums(demand_, 1);
    for (const auto& [kind, weight] : change.by_group) sums.add(example_[static_cast<std::size_t>(kind)], 0, sign * weight);
    sums.write(json, [&](JsonText& out, std::span<const std::int64_t> of) { out.field("people", layers.shown(of[0])); });
    json.close('}');
  }

 private:
  const formats::siting::PointTable& demand_;
  std::vector<std::int32_t> of_;
  std::vector<std::size_t> example_;   // one row of each kind
};

// What the two engines of what-if have in common.
class Question {
 public:
  Question(const SiteOptions& o, const Layers& layers, const siting::People& people) : options_(o), layers_(layers) {
    if (layers.pairs) {
      pairs_.emplace(people);
      for (std::int32_t e = 0; e < layers.pairs->existing.sites(); ++e) pairs_->put(layers.pairs->existing.of(e));
    } else {
      places_.emplace(people, layers.reach);
      for (const siting::Point& p : layers.existing.at) places_->put(p);
    }
  }
  std::int64_t covered() const { return pairs_ ? pairs_->covered() : places_->covered(); }
  siting::WhatIf::Change take(std::size_t existing) {
    return pairs_ ? pairs_->take(layers_.pairs->existing.of(static_cast<std::int32_t>(existing))) : places_->take(layers_.existing.at[existing]);
  }
  siting::WhatIf::Change put(const NewSite& site, std::size_t& off_network) {
    if (!pairs_) return places_->put(site.at);
    if (site.candidate) return pairs_->put(layers_.pairs->candidates.of(static_cast<std::int32_t>(*site.candidate)));
    return pairs_->put(layers_.walk_from({&site.at, 1}, options_, off_network).of(0));
  }

 private:
  const SiteOptions& options_;
  const Layers& layers_;
  std::optional<siting::WhatIf> places_;
  std::optional<siting::PairsWhatIf> pairs_;
};

}  // namespace

int site_what_if(const SiteOptions& o) {
  if (o.put.empty() && o.take.empty()) return say(Error(errors::invalid, "须给出 --put 或 --take。"));
  if (o.by_distance()) return say(Error(errors::invalid, "what-if 按服务半径或时限推演，不用 --model。"));
  Result<Layers> read = read_layers(o, false);
  if (!read) return say(read.error());
  Layers& layers = *read;
  const Kinds kinds(layers.demand.table);
  Question question(o, layers, kinds.people(layers.people()));
  JsonText json;
  json.open('{').field("model", "what_if").field("status", "counted").field("covered_before", layers.shown(question.covered()));
  if (!o.take.empty()) {
    const auto& ids = layers.existing.table.id;
    const auto it = std::ranges::find(ids, std::string_view(o.take));
    if (it == ids.end()) return say(Error(errors::invalid, "现有设施中没有编号 " + o.take + "。"));
    kinds.write(json, layers, "take", question.take(static_cast<std::size_t>(it - ids.begin())), -1);
  }
  if (!o.put.empty()) {
    const Result<NewSite> site = new_site(o, layers);
    if (!site) return say(site.error());
    std::size_t off_network = 0;
    kinds.write(json, layers, "put", question.put(*site, off_network), 1);
    if (off_network > 0) layers.warnings.push_back(fmt::format("新建的位置在 {:.10g} 米内没有道路，不能服务任何人。", o.snap_m));
  }
  json.line().field("covered_after", layers.shown(question.covered()));
  answer_settings(json, o, layers);
  return finish_answer(o, json);
}

}  // namespace yilin::commands
