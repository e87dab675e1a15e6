// Scenarios: saving, running, reading, comparing.
#include "modules/facilities/plan.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "kernel/entity/json.h"
#include "kernel/entity/store.h"
#include "modules/facilities/memory.h"
#include "modules/facilities/register.h"
#include "modules/facilities/rules.h"

namespace yilin::facilities {
namespace {

namespace store = entity::store;
constexpr access::OwnerColumns kOwner{.region = "t.region"};
constexpr double kSameSite_m = 100;
constexpr std::size_t kNamedRows = 10;   // in a sentence about rows

journal::Act act(std::string_view verb, const Scenario& s) { return {verb, "plan_scenario", s.id.value, s.region, {}, {}, entity::to_json(s)}; }

void take(Scenario& row, const ScenarioInputs& in) {
  row.name = in.name;
  row.region = in.region;
  row.model = in.model;
  row.inputs_json = entity::to_json(in);
  row.sites = static_cast<std::int64_t>(in.sites.size());
  row.state = ScenarioState::draft;
  row.state_note.clear();
  row.verdict.reset();
  row.value.reset();
  row.bound.reset();
  row.input_digest.clear();
  row.result_json.clear();
}

Status check_scope(command::Tx& tx, RegionCode region) {
  if (region::divisions(tx.kernel)->city().contains(region) && region::divisions(tx.kernel)->exists(region, tx.today()) &&
      (tx.caller.kind != access::CallerKind::staff || tx.caller.in_scope(region)))
    return {};
  return fail_field("region", "规划范围", "没有这个地区，或不在您的管辖范围内。");
}

std::string rows_of(const std::vector<std::size_t>& rows) {
  std::string out;
  for (std::size_t k = 0; k < std::min(rows.size(), kNamedRows); ++k) out += fmt::format("{}{}", k ? "、" : "", rows[k] + 1);
  return rows.size() > kNamedRows ? out + fmt::format(" 等 {} 行", rows.size()) : out + " 行";
}

Result<PlanResult> result_of(const Scenario& scenario, Date today) {
  if (scenario.result_json.empty()) return fail(errors::not_run);
  return entity::from_json<PlanResult>(scenario.result_json, today);
}

}  // namespace

std::span<const lifecycle::Transition<ScenarioState>> scenario_moves() {
  using S = ScenarioState;
  static constexpr access::Roles official{access::Role::official}, nobody{};
  static constexpr lifecycle::Transition<S> moves[] = {
      {S::draft, "run", S::queued, official},     {S::done, "run", S::queued, official},        {S::failed, "run", S::queued, official},
      {S::cancelled, "run", S::queued, official}, {S::queued, "start", S::running, nobody},     {S::running, "finish", S::done, nobody},
      {S::running, "give_up", S::failed, nobody}, {S::queued, "give_up", S::failed, nobody},    {S::queued, "cancel", S::cancelled, official},
      {S::running, "cancel", S::cancelled, official}, {S::draft, "change", S::draft, official}, {S::done, "change", S::draft, official},
      {S::failed, "change", S::draft, official},  {S::cancelled, "change", S::draft, official},
  };
  return moves;
}

ScenarioInputs inputs_of(const Scenario& scenario) {
  auto inputs = entity::from_json<ScenarioInputs>(scenario.inputs_json, Date{});
  return inputs ? std::move(*inputs) : ScenarioInputs{};
}

Result<Scenario> own_scenario(const command::Reader& reader, ScenarioId id) {
  auto found = read_rows<Scenario>(reader.db, reader.kernel.vault,
                                   store::select<Scenario>("plan_scenario", "t").add(" WHERE t.id = ?", id).add(access::visible(kOwner, reader.caller)), "plan_scenario");
  if (found.empty()) return fail(yilin::errors::not_found);
  return std::move(found[0]);
}

ScenarioView view_of(const command::Reader& reader, Scenario scenario) {
  ScenarioView view;
  static_cast<Scenario&>(view) = std::move(scenario);
  view.region_name = region::divisions(reader.kernel)->full_name(view.region);
  const auto planner = memory(reader.kernel).planner.lock();
  if (const auto progress = planner ? planner->progress(view.id) : std::nullopt) {
    view.phase = progress->phase;
    view.elapsed_ms = progress->elapsed_ms;
    view.seconds = progress->seconds;
  }
  return view;
}

std::vector<std::string> site_warnings(const ScenarioInputs& in) {
  std::vector<std::string> out;
  std::map<std::pair<std::int64_t, std::int64_t>, std::vector<std::size_t>> at;
  std::map<std::string_view, std::vector<std::size_t>> named;
  for (std::size_t i = 0; i < in.sites.size(); ++i) {
    at[{in.sites[i].lon_e6, in.sites[i].lat_e6}].push_back(i);
    named[in.sites[i].name].push_back(i);
  }
  for (const auto& [place, rows] : at)
    if (rows.size() > 1 && out.size() < kNamedRows) out.push_back(fmt::format("第 {}备选点位置相同。", rows_of(rows)));
  for (const auto& [name, rows] : named)
    if (rows.size() > 1 && out.size() < kNamedRows) out.push_back(fmt::format("第 {}备选点名称相同（{}）。", rows_of(rows), name));
  return out;
}

bool decided_by_cost(const ScenarioInputs& in) {
  if (in.budget_fen.value > 0 || (in.model == Model::years && in.by_cost) || in.model == Model::assign) return true;
  if (in.model != Model::cover_all) return false;
  return in.site_cost_fen.value > 0 ||
         std::any_of(in.sites.begin(), in.sites.end(), [](const PlanSite& s) { return s.role != SiteRole::excluded && s.cost_fen.value > 0; });
}

Status check_inputs(command::Reader& reader, const ScenarioInputs& in) {
  const bool by_budget = in.model == Model::cover_most || in.model == Model::cover_capacity;
  const bool counted = by_budget || in.model == Model::median || in.model == Model::center;
  if (in.sites.empty() && !in.from_communities) return fail_field("sites", "备选点", "请至少给出一个备选点，或选择以社区为备选点。");
  if (counted && in.p == 0 && in.budget_fen.value == 0) return fail_field("p", "新建处数", "请填写新建处数或预算。");
  if (!by_budget && counted && in.p == 0) return fail_field("p", "新建处数", "这个模型按处数计算，请填写新建处数。");
  if (in.model == Model::years && in.years.empty()) return fail_field("years", "各年安排", "请填写各年的处数或预算。");
  if (in.budget_fen.value > 0 && !by_budget)
    return fail_field("budget_fen", "预算", in.model == Model::years ? "这个模型的预算请按年填在各年安排里，这里请留空。" : "只有“覆盖最多”按预算计算；这个模型不受预算约束，请把预算留空。");
  const ReachKind reach = in.reach.value_or(ReachKind::straight);
  if (reach != ReachKind::straight) {
    if (in.model == Model::median || in.model == Model::center || in.model == Model::assign)
      return fail_field("reach", "路程算法", "按距离求优的模型只能用直线距离乘绕行系数；沿路网步行和给定时间表用于各种覆盖模型。");
    YILIN_CHECK(memory(reader.kernel).layers.ready(reach));
  }
  const bool limited = in.model == Model::cover_capacity || in.model == Model::assign;
  if (limited && in.from_communities && in.site_capacity == 0) return fail_field("site_capacity", "每处服务能力", "以社区为备选点时，请填写每处能服务多少位老人。");
  const bool by_cost = decided_by_cost(in);
  const std::string_view why = in.model == Model::assign ? "按服务能力分派要比较建设费用和路程，每个备选点都要有费用。"
                               : in.model == Model::cover_all ? "已有备选点填了费用，将求费用最省的方案：每个备选点都要有费用；要求处数最少，请把费用都留空。"
                                                            : "按预算计算时，每个备选点都要有费用。";
  const auto picture = crowd(reader.kernel);
  const auto margin = static_cast<double>(shelf(reader.kernel).books()->parameters.value("city_margin_m", region::city(reader.kernel), reader.today()));
  std::int64_t cheapest = INT64_MAX;
  std::vector<std::size_t> far;
  for (std::size_t i = 0; i < in.sites.size(); ++i) {
    const PlanSite& site = in.sites[i];
    const auto at = rules::place_of(site.lon_e6, site.lat_e6, in.datum);
    if (!at) return fail_field(fmt::format("sites.{}.{}", i, at.error().fields[0].field), fmt::format("第 {} 行", i + 1), at.error().fields[0].message);
    if (!*at) return fail_field(fmt::format("sites.{}.lon_e6", i), fmt::format("第 {} 行", i + 1), "备选点没有位置。");
    if (const auto metres = metres_to_city(*picture, *at); metres && *metres > margin) far.push_back(i);
    const std::int64_t cost = site.cost_fen.value > 0 ? site.cost_fen.value : in.site_cost_fen.value;
    if (by_cost && cost == 0 && site.role != SiteRole::excluded) return fail_field(fmt::format("sites.{}.cost_fen", i), fmt::format("第 {} 行", i + 1), std::string(why));
    if (limited && site.capacity == 0 && in.site_capacity == 0 && site.role != SiteRole::excluded)
      return fail_field(fmt::format("sites.{}.capacity", i), fmt::format("第 {} 行", i + 1), "请填写这一处能服务多少位老人，或填写每处服务能力。");
    if (site.role != SiteRole::excluded) cheapest = std::min(cheapest, cost);
  }
  if (!far.empty())
    return fail_field(fmt::format("sites.{}.lon_e6", far[0]), "备选点", fmt::format("第 {}备选点离本市老人居住的地方太远，请核对坐标和坐标系。", rows_of(far)));
  if (by_cost && in.from_communities) {
    if (in.site_cost_fen.value == 0) return fail_field("site_cost_fen", "每处费用", "以社区为备选点并按费用计算时，请填写每处费用。");
    cheapest = std::min(cheapest, in.site_cost_fen.value);
  }
  if (in.budget_fen.value > 0 && in.budget_fen.value < cheapest)
    return fail_field("budget_fen", "预算", fmt::format("预算 {} 元低于最便宜的备选点 {} 元。", in.budget_fen.value / 100, cheapest / 100));
  return {};
}

Result<ScenarioView> create_scenario(command::Tx& tx, const ScenarioInputs& in) {
  YILIN_CHECK(check_scope(tx, in.region));
  Scenario row;
  take(row, in);
  row.id = tx.new_id<ScenarioId>();
  row.created_by = tx.caller.user;
  row.created_at = row.updated_at = tx.now;
  store::insert(tx.db, tx.vault(), "plan_scenario", row);
  tx.record(act("planning.create", row));
  return view_of(tx.reader(), std::move(row));
}

Result<ScenarioId> add_scenario(command::Tx& tx, std::string_view name, RegionCode region, std::int64_t p, const std::vector<PlannedSite>& sites) {
  ScenarioInputs in;
  in.name = name;
  in.region = region;
  in.p = p;
  for (const PlannedSite& s : sites) in.sites.push_back({s.name, s.lon_e6, s.lat_e6, s.cost_fen, SiteRole::candidate, 0});
  Scenario row;
  take(row, in);
  row.id = tx.new_id<ScenarioId>();
  row.created_at = row.updated_at = tx.now;
  store::insert(tx.db, tx.vault(), "plan_scenario", row);
  return row.id;
}

Result<ScenarioView> change_scenario(command::Tx& tx, const ChangeScenario& in) {
  YILIN_TRY(Scenario row, own_scenario(tx.reader(), in.id));
  if (row.version != in.version) return fail(yilin::errors::conflict);
  YILIN_CHECK(check_scope(tx, in.region));
  YILIN_CHECK(lifecycle::move(scenario_moves(), row.state, "change", tx.caller));
  take(row, in);
  ++row.version;
  row.updated_at = tx.now;
  store::update(tx.db, tx.vault(), "plan_scenario", row);
  tx.record(act("planning.change", row));
  return view_of(tx.reader(), std::move(row));
}

Result<ScenarioView> run_scenario(command::Tx& tx, const RunScenario& in) {
  YILIN_TRY(Scenario row, own_scenario(tx.reader(), in.id));
  YILIN_TRY(row.state, lifecycle::move(scenario_moves(), row.state, "run", tx.caller));
  const auto planner = memory(tx.kernel).planner.lock();
  if (!planner || planner->full()) return fail(errors::planning_full);
  row.state_note.clear();
  row.updated_at = tx.now;
  store::update(tx.db, tx.vault(), "plan_scenario", row, {"state", "state_note", "updated_at"});
  tx.record(act("planning.run", row));
  tx.after_commit([planner, id = row.id, seconds = in.seconds] { planner->submit(id, seconds); });
  return view_of(tx.reader(), std::move(row));
}

Result<ScenarioView> cancel_scenario(command::Tx& tx, const ScenarioPath& in) {
  YILIN_TRY(Scenario row, own_scenario(tx.reader(), in.id));
  YILIN_TRY(row.state, lifecycle::move(scenario_moves(), row.state, "cancel", tx.caller));
  row.updated_at = tx.now;
  store::update(tx.db, tx.vault(), "plan_scenario", row, {"state", "updated_at"});
  tx.record(act("planning.cancel", row));
  if (const auto planner = memory(tx.kernel).planner.lock()) tx.after_commit([planner, id = row.id] { planner->cancel(id); });
  return view_of(tx.reader(), std::move(row));
}

Result<http::Page<ScenarioView>> list_scenarios(command::Reader& reader, const ScenarioQuery& in) {
  auto statement = store::select<Scenario>("plan_scenario", "t").add(" WHERE 1 = 1").add(access::visible(kOwner, reader.caller, in.region));
  if (in.state) statement.add(" AND t.state = ?", *in.state);
  if (in.cursor) statement.add(" AND t.id < ?", in.cursor);
  statement.add(" ORDER BY t.id DESC LIMIT ?", in.limit + 1);
  std::vector<ScenarioView> views;
  for (Scenario& row : read_rows<Scenario>(reader.db, reader.kernel.vault, statement, "plan_scenario")) views.push_back(view_of(reader, std::move(row)));
  return page_of(std::move(views), in.limit);
}

Result<ScenarioDetail> show_scenario(command::Reader& reader, const ScenarioPath& in) {
  YILIN_TRY(Scenario row, own_scenario(reader, in.id));
  ScenarioDetail out;
  out.inputs = inputs_of(row);
  out.warnings = site_warnings(out.inputs);
  static_cast<ScenarioView&>(out) = view_of(reader, std::move(row));
  return out;
}

Result<PlanResult> show_result(command::Reader& reader, const ScenarioPath& in) {
  YILIN_TRY(const Scenario row, own_scenario(reader, in.id));
  return result_of(row, reader.today());
}

Result<Comparison> compare(command::Reader& reader, const CompareQuery& in) {
  if (in.ids.size() > kComparedMax) return fail_field("ids", "方案", fmt::format("一次最多对比 {} 个方案。", kComparedMax));
  Comparison out;
  std::vector<PlanResult> results;
  for (const ScenarioId id : in.ids) {
    YILIN_TRY(const Scenario row, own_scenario(reader, id));
    CompareRow compared;
    compared.id = row.id;
    compared.name = row.name;
    compared.region_name = region::divisions(reader.kernel)->full_name(row.region);
    compared.model = row.model;
    compared.state = row.state;
    PlanResult result;
    if (!row.result_json.empty()) {
      YILIN_TRY(result, result_of(row, reader.today()));
      compared.sites_chosen = static_cast<std::int64_t>(result.sites.size());
      const std::int64_t gained = result.covered_after - result.covered_before;
      if (gained > 0) compared.cost_per_elder_fen = result.cost_fen.value / gained;
      compared.result = result;
      compared.result->sites.clear();
      compared.result->by_region.clear();
      compared.result->assigned.clear();
      if (!results.empty() && !results.front().terms.method.empty()) out.same_terms = out.same_terms && results.front().terms.method == result.terms.method;
    }
    results.push_back(std::move(result));
    out.items.push_back(std::move(compared));
  }
  for (std::size_t a = 0; a < results.size(); ++a)
    for (std::size_t b = 0; b < results.size(); ++b) {
      std::int64_t shared = 0;
      for (const ChosenSite& one : results[a].sites)
        shared += std::any_of(results[b].sites.begin(), results[b].sites.end(), [&](const ChosenSite& other) {
          return static_cast<double>(distance_m(Place{one.lon_e6, one.lat_e6}, Place{other.lon_e6, other.lat_e6})) <= kSameSite_m;
        });
      out.items[a].shared.push_back(shared);
    }
  return out;
}

}  // namespace yilin::facilities
