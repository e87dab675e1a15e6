#include "modules/facilities/what_if.h"

#include <algorithm>

#include <fmt/format.h>

#include "kernel/entity/json.h"
#include "modules/facilities/joined.h"
#include "modules/facilities/memory.h"
#include "modules/facilities/rules.h"

namespace yilin::facilities {
namespace {

using entity::field;
using entity::Table;
using ByGroup = WhatIfs::ByGroup;

constexpr std::size_t kRegionsShown = 50;
constexpr std::int64_t kRefresh_us = 60'000'000;

struct Move {
  std::int64_t id = 0;
  bool of_scenario = false;
  Place to;
};
struct Wanted {
  std::vector<Place> add;
  std::vector<Move> move;
};

template <class Take>
Status each_part(std::string_view text, std::string_view name, Take take) {
  std::size_t count = 0;
  while (!text.empty()) {
    const std::size_t end = text.find(';');
    if (++count > kChangesMax) return fail_field(std::string(name), "变动", fmt::format("一次最多试 {} 处变动。", kChangesMax));
    YILIN_CHECK(take(text.substr(0, end)));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return {};
}

Result<Place> place_near(const Crowd& crowd, double margin_m, std::string_view text, std::string_view name) {
  YILIN_TRY(const Place given, rules::parse_place(text, name));
  const auto place = rules::place_of(given.lon_e6, given.lat_e6, MapDatum::wgs84);
  if (!place) return fail_field(std::string(name), "位置", place.error().fields[0].message);
  if (const auto far = metres_to_city(crowd, *place); !*place || (far && *far > margin_m))
    return fail_field(std::string(name), "位置", "这个位置离本市老人居住的地方太远。");
  return *place;
}

Result<Wanted> parse(const command::Reader& reader, const Crowd& crowd, const WhatIfQuery& in) {
  Wanted out;
  const auto margin = static_cast<double>(shelf(reader.kernel).books()->parameters.value("city_margin_m", region::city(reader.kernel), reader.today()));
  YILIN_CHECK(each_part(in.add, "add", [&](std::string_view part) -> Status {
    YILIN_TRY(const Place place, place_near(crowd, margin, part, "add"));
    out.add.push_back(place);
    return {};
  }));
  YILIN_CHECK(each_part(in.move, "move", [&](std::string_view part) -> Status {
    const std::size_t colon = part.find(':');
    Move move;
    move.of_scenario = part.starts_with('s');
    const auto id = colon == std::string_view::npos ? std::nullopt : entity::parse_integer_text(part.substr(move.of_scenario, colon - move.of_scenario));
    if (!id) return fail_field("move", "移动", "应写作“设施编号:经度,纬度”或“s方案点序号:经度,纬度”。");
    move.id = *id;
    YILIN_TRY(move.to, place_near(crowd, margin, part.substr(colon + 1), "move"));
    out.move.push_back(move);
    return {};
  }));
  if (out.add.size() + out.move.size() + in.drop.size() + in.drop_site.size() > kChangesMax)
    return fail_field("add", "变动", fmt::format("一次最多试 {} 处变动。", kChangesMax));
  return out;
}

}  // namespace

WhatIfs::Base::Base(const Kernel& kernel, std::shared_ptr<const Crowd> picture, const ReachTerms& reach)
    : crowd(std::move(picture)), terms(reach), walked(reacher(kernel, crowd, reach)) {
  if (walked) {
    pairs.emplace(crowd->everybody());
  } else {
    towns.emplace(crowd->people(true), urban_reach(reach));
    country.emplace(crowd->people(false), rural_reach(reach));
  }
}

namespace {
void add(const siting::WhatIf::Change& change, std::int64_t sign, ByGroup& by_group) {
  for (const auto& [group, weight] : change.by_group) by_group[group] += sign * weight;
}
}  // namespace

void WhatIfs::Base::put(const ReachSite& site, ByGroup& by_group) {
  if (pairs) return add(pairs->put(walked->from(site)), 1, by_group);
  for (auto* part : {&towns, &country}) add((*part)->put(site.at), 1, by_group);
}
void WhatIfs::Base::put(const std::vector<ReachSite>& sites, ByGroup& by_group) {
  if (!pairs) {
    for (const ReachSite& site : sites) put(site, by_group);
    return;
  }
  const auto in_towns = walked->pairs(crowd->numbers(true), true, sites), outside = walked->pairs(crowd->numbers(false), false, sites);
  std::vector<siting::ReachPair> both;
  for (std::int32_t k = 0; k < in_towns.sites(); ++k) {
    both.assign(in_towns.of(k).begin(), in_towns.of(k).end());
    for (const siting::ReachPair& p : outside.of(k)) both.push_back({p.place + static_cast<std::int32_t>(crowd->urban), p.far});
    add(pairs->put(both), 1, by_group);
  }
}
void WhatIfs::Base::take(const ReachSite& site, ByGroup& by_group) {
  if (pairs) return add(pairs->take(walked->from(site)), -1, by_group);
  for (auto* part : {&towns, &country}) add((*part)->take(site.at), -1, by_group);
}

std::shared_ptr<WhatIfs::Base> WhatIfs::make(const Question& question, const std::vector<ChosenSite>& sites) const {
  auto out = std::make_shared<Base>(kernel_, crowd(kernel_), question.terms);
  const auto groups = static_cast<std::size_t>(out->crowd->groups);
  out->elders.assign(groups, 0);
  out->unplaced.assign(groups, 0);
  out->covered.assign(groups, 0);
  for (std::size_t i = 0; i < out->crowd->size(); ++i) {
    const auto g = static_cast<std::size_t>(out->crowd->group[i]);
    ++out->elders[g];
    out->unplaced[g] += !siting::placed(out->walked ? out->walked->known()[i] : out->crowd->at[i]);
  }
  out->sites = sites;
  ByGroup covered;
  const Centres there = centres(kernel_, question.kinds);
  std::vector<ReachSite> standing = there.sites();
  for (std::size_t k = 0; k < there.id.size(); ++k) out->facility.emplace(there.id[k].value, standing[k]);
  std::erase_if(standing, [&](const ReachSite& s) {
    return std::any_of(question.without.begin(), question.without.end(), [&](FacilityId id) { return s.key == facility_key(id); });
  });
  for (const FacilityId id : question.without) out->facility.erase(id.value);
  for (const ChosenSite& site : sites) {
    const ReachSite chosen{point_of({site.lon_e6, site.lat_e6}), site.key};
    out->site.emplace(site.number, chosen);
    standing.push_back(chosen);
  }
  out->put(standing, covered);
  for (const auto& [group, weight] : covered) out->covered[static_cast<std::size_t>(group)] = weight;
  out->made_us = kernel_.clock.monotonic_us();
  return out;
}

void WhatIfs::refresh_later(const std::string& key, const Question& question, std::vector<ChosenSite> sites) {
  const auto planner = memory(kernel_).planner.lock();
  if (!refreshing_.empty() || !planner) return;
  const bool posted = planner->post([this, key, question, sites = std::move(sites)] {
    auto fresh = make(question, sites);
    const std::lock_guard lock(mutex_);
    for (auto& [kept_key, base] : kept_)
      if (kept_key == key) base = std::move(fresh);
    refreshing_.clear();
  });
  if (posted) refreshing_ = key;
}

// A scenario is asked about on its own terms. Its inputs are long: they are read once for each of its versions.
Result<WhatIfs::Asked> WhatIfs::scenario(command::Reader& reader, ScenarioId id) {
  auto rows = reader.db.rows(sql::Statement("SELECT t.updated_at, t.verdict FROM plan_scenario t WHERE t.id = ?", id)
                                 .add(access::visible({.region = "t.region"}, reader.caller)));
  if (!rows.next()) return fail(yilin::errors::not_found);
  if (rows.null(1)) return fail(errors::not_run);
  const std::int64_t version = rows.integer(0);
  {
    const std::lock_guard lock(mutex_);
    for (const Asked& known : asked_)
      if (known.id == id && known.version == version) return known;
  }
  YILIN_TRY(const Scenario row, own_scenario(reader, id));
  const ScenarioInputs inputs = inputs_of(row);
  Asked fresh{id, version, inputs, inputs.kinds, inputs.without};
  const std::lock_guard lock(mutex_);
  std::erase_if(asked_, [&](const Asked& known) { return known.id == id; });
  if (asked_.size() >= kAsked) asked_.erase(asked_.begin());
  asked_.push_back(fresh);
  return fresh;
}

Result<std::shared_ptr<WhatIfs::Base>> WhatIfs::get(command::Reader& reader, const WhatIfQuery& in) {
  Asked asked;
  if (in.scenario) {
    YILIN_TRY(asked, scenario(reader, in.scenario));
  }
  ReachWish wish = in;
  const auto otherwise = [](auto& own, const auto& of_scenario) {
    if (!own) own = of_scenario;
  };
  otherwise(wish.reach, asked.wish.reach);
  otherwise(wish.urban_minutes, asked.wish.urban_minutes);
  otherwise(wish.urban_pace_mm_s, asked.wish.urban_pace_mm_s);
  otherwise(wish.urban_detour_permille, asked.wish.urban_detour_permille);
  otherwise(wish.rural_path_m, asked.wish.rural_path_m);
  otherwise(wish.rural_detour_permille, asked.wish.rural_detour_permille);
  Question question;
  YILIN_TRY(question.terms, reach_terms(kernel_, reader.today(), wish));
  question.kinds = mask_of(in.kinds.empty() ? asked.kinds : in.kinds);
  question.without = asked.without;
  const std::string key = fmt::format("{}|{}|{}|{}|{}", question.kinds, shelf(kernel_).facilities.map_version(), in.scenario.value, asked.version, entity::to_json(question.terms));
  const std::lock_guard lock(mutex_);
  for (auto it = kept_.begin(); it != kept_.end(); ++it) {
    if (it->first != key) continue;
    kept_.splice(kept_.begin(), kept_, it);
    const auto& base = kept_.front().second;
    if (kernel_.clock.monotonic_us() - base->made_us >= kRefresh_us && memory(kernel_).crowds.version() != base->crowd->version)
      refresh_later(key, question, base->sites);
    return base;
  }
  std::vector<ChosenSite> sites;
  if (in.scenario) {
    YILIN_TRY(auto result, show_result(reader, {in.scenario}));
    sites = std::move(result.sites);
  }
  kept_.emplace_front(key, make(question, sites));
  if (kept_.size() > kKept) kept_.pop_back();
  return kept_.front().second;
}

Result<WhatIfAnswer> what_if(command::Reader& reader, const WhatIfQuery& in) {
  YILIN_TRY(const auto base, memory(reader.kernel).what_ifs.get(reader, in));
  YILIN_TRY(const Wanted wanted, parse(reader, *base->crowd, in));
  if (base->terms.reach == ReachKind::table && (!wanted.add.empty() || !wanted.move.empty()))
    return fail_field(wanted.add.empty() ? "move" : "add", "变动", "按给定时间表计算时，表里没有新位置的时间，只能试去掉一处。");
  std::vector<ReachSite> taken, put;
  const auto find = [](const std::unordered_map<std::int64_t, ReachSite>& where, std::int64_t id, std::string_view name) -> Result<ReachSite> {
    const auto found = where.find(id);
    if (found == where.end()) return fail_field(std::string(name), "设施", fmt::format("编号 {} 不在计入的设施或方案点之中。", id));
    return found->second;
  };
  std::vector<std::int64_t> gone;  // the same one twice would be taken twice
  const auto take = [&](bool of_scenario, std::int64_t id, std::string_view name) -> Status {
    if (std::find(gone.begin(), gone.end(), of_scenario ? -id : id) != gone.end()) return fail_field(std::string(name), "设施", "同一处写了两次。");
    gone.push_back(of_scenario ? -id : id);
    YILIN_TRY(const ReachSite at, find(of_scenario ? base->site : base->facility, id, name));
    taken.push_back(at);
    return {};
  };
  for (const FacilityId id : in.drop) YILIN_CHECK(take(false, id.value, "drop"));
  for (const std::int64_t number : in.drop_site) YILIN_CHECK(take(true, number, "drop_site"));
  for (const Move& move : wanted.move) {
    YILIN_CHECK(take(move.of_scenario, move.id, "move"));
    put.push_back({point_of(move.to), {}});
  }
  for (const Place& place : wanted.add) put.push_back({point_of(place), {}});

  ByGroup change;
  {
    const std::lock_guard lock(base->changing);
    ByGroup undone;
    for (const ReachSite& at : taken) base->take(at, change);
    for (const ReachSite& at : put) base->put(at, change);
    for (const ReachSite& at : put) base->take(at, undone);
    for (const ReachSite& at : taken) base->put(at, undone);
  }

  WhatIfAnswer out;
  const auto divisions = region::divisions(reader.kernel);
  const auto ranges = seen(reader, *divisions, in.region.value ? in.region : divisions->city());
  for (const region::CommunityRange& r : ranges)
    for (std::uint32_t g = r.first; g < r.last && g < base->elders.size(); ++g) {
      out.elders += base->elders[g];
      out.unplaced += base->unplaced[g];
      out.covered_before += base->covered[g];
    }
  out.covered_after = out.covered_before;
  std::vector<std::pair<std::int32_t, std::int64_t>> by_group;
  for (const auto& [group, weight] : change) {
    if (weight == 0 || !within(ranges, group)) continue;
    by_group.emplace_back(group, weight);
    out.covered_after += weight;
    (weight > 0 ? out.gained : out.lost) += std::abs(weight);
  }
  out.regions = static_cast<std::int64_t>(by_group.size());
  std::sort(by_group.begin(), by_group.end(), [](const auto& a, const auto& b) { return std::pair(-std::abs(a.second), a.first) < std::pair(-std::abs(b.second), b.first); });
  for (std::size_t k = 0; k < std::min(kRegionsShown, by_group.size()); ++k) {
    const RegionCode code = divisions->community_at(static_cast<std::uint32_t>(by_group[k].first));
    out.by_region.push_back({code, divisions->full_name(code), by_group[k].second});
  }
  if (const std::int64_t placed = out.elders - out.unplaced; placed > 0) {
    out.share_before_bp = out.covered_before * 10'000 / placed;
    out.share_after_bp = out.covered_after * 10'000 / placed;
  }
  out.terms = base->terms;
  out.as_of = base->crowd->as_of;
  return out;
}

const Table& WhatIfQuery::fields() {
  using F = WhatIfQuery;
  static const Table table("WhatIfQuery", "试一试", joined({}, ReachWish::fields(), {
      field<&F::region>("region", "地区"),
      field<&F::kinds>("kinds", "设施类型").list_max(9),
      field<&F::scenario>("scenario", "方案"),
      field<&F::add>("add", "新增").text_max(600).describe("经度,纬度；多处用分号分开（WGS-84）"),
      field<&F::drop>("drop", "取消的设施").list_max(kChangesMax),
      field<&F::drop_site>("drop_site", "取消的方案点").list_max(kChangesMax).range(1, kSitesMax),
      field<&F::move>("move", "移动").text_max(900).describe("设施编号:经度,纬度 或 s方案点序号:经度,纬度；多处用分号分开"),
  }));
  return table;
}
const Table& WhatIfRegion::fields() {
  using F = WhatIfRegion;
  static const Table table("WhatIfRegion", "变化的社区", {
      field<&F::region>("region", "地区"),
      field<&F::region_name>("region_name", "地区名称"),
      field<&F::change>("change", "变化").unit("人"),
  });
  return table;
}
const Table& WhatIfAnswer::fields() {
  using F = WhatIfAnswer;
  static const Table table("WhatIfAnswer", "试算结果", {
      field<&F::elders>("elders", "老人").unit("人"),
      field<&F::unplaced>("unplaced", "没有位置").unit("人"),
      field<&F::covered_before>("covered_before", "变动前覆盖").unit("人"),
      field<&F::covered_after>("covered_after", "变动后覆盖").unit("人"),
      field<&F::gained>("gained", "新覆盖").unit("人"),
      field<&F::lost>("lost", "失去覆盖").unit("人"),
      field<&F::share_before_bp>("share_before_bp", "变动前覆盖率").unit("万分之一"),
      field<&F::share_after_bp>("share_after_bp", "变动后覆盖率").unit("万分之一"),
      field<&F::by_region>("by_region", "变化的社区").list_max(kRegionsShown),
      field<&F::regions>("regions", "变化的社区数"),
      field<&F::terms>("terms", "口径"),
      field<&F::as_of>("as_of", "数据时间"),
  });
  return table;
}

}  // namespace yilin::facilities
