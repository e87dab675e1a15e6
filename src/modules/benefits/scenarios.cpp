#include "modules/benefits/scenarios.h"

#include <algorithm>

#include "base/log.h"
#include "kernel/command/command.h"
#include "modules/benefits/background.h"
#include "modules/benefits/comparable.h"
#include "modules/benefits/rows.h"
#include "modules/benefits/scenario_effects.h"
#include "modules/region/region.h"

namespace yilin::benefits {
namespace {

constexpr sql::Literal kTable = "benefit_scenario";

std::optional<Scenario> load_scenario(sql::Connection& db, const Kernel& kernel, ScenarioId id) {
  return first<Scenario>(db, kernel.vault, kTable, entity::store::select<Scenario>(kTable, "t").add(" WHERE t.id = ?", id));
}
Result<Scenario> visible_scenario(sql::Connection& db, const Kernel& kernel, const access::Caller& caller, ScenarioId id) {
  auto found = first<Scenario>(db, kernel.vault, kTable, entity::store::select<Scenario>(kTable, "t").add(" WHERE t.id = ?", id).add(access::in_region("t.region", caller)));
  if (!found) return fail(yilin::errors::not_found);
  return std::move(*found);
}

ScenarioChanges changes_of(const Scenario& s) { return entity::from_json<ScenarioChanges>(s.changes, Date::from_ymd(2100, 1, 1)).value_or(ScenarioChanges{}); }
std::optional<ScenarioResult> result_of(const Scenario& s) {
  if (s.state != ScenarioState::done) return {};
  auto out = entity::from_json<ScenarioResult>(s.result, Date::from_ymd(2100, 1, 1));
  return out ? std::optional(std::move(*out)) : std::nullopt;
}

ScenarioView view_of(const Kernel& kernel, Scenario s, bool whole) {
  ScenarioView out;
  ScenarioChanges changes = changes_of(s);
  out.parameters = std::move(changes.parameters);
  if (whole) {
    out.files = std::move(changes.files);
    out.result = result_of(s);
  }
  out.region_name = region::divisions(const_cast<Kernel&>(kernel))->name(s.region);
  out.scenario = std::move(s);
  return out;
}

Result<SideBySideRules> rules_of(command::Reader& reader, RuleVersionId base, const ScenarioChanges& changes) {
  YILIN_TRY(policies::Rules before, policies::version(reader, base));
  YILIN_TRY(policies::Rules after, policies::with_changes(reader, base, {changes.files, changes.parameters}));
  auto pair = side_by_side(std::move(before), std::move(after));
  if (!pair) return fail(errors::not_comparable);
  return std::move(*pair);
}

// The first month after `month`, at most one after `last`, at whose end some fact is another than the month before: columns are built anew.
Month facts_move(sql::Connection& db, Month month, Month last) {
  Month next = month + 1;
  for (; next <= last; next = next + 1) {
    const Date from = next.first_day() + -1, to = next.end() + -1;
    if (db.rows("SELECT 1 FROM fact_record WHERE (valid_from > ? AND valid_from <= ?) OR (valid_to > ? AND valid_to <= ?) LIMIT 1", from, to, from, to).next()) break;
  }
  return next;
}

SamplePerson sample(command::Reader& reader, const SideBySideRules& rules, const Changed& c, RuleVersionId base) {
  SamplePerson out;
  out.elder_id = c.elder;
  out.month = c.month;
  const policy::NameId benefit = policy::benefits(*rules.before)[c.benefit];
  out.benefit = rules.before->name(benefit).text;
  if (measure_of(rules.before->name(benefit)) == Measure::money) {
    out.before_fen = {c.before};
    out.after_fen = {c.after};
  }
  const registry::Briefs elders(reader, {c.elder});
  if (const auto* brief = elders.find(c.elder)) {
    out.elder_name = brief->name;
    out.region_name = brief->region_name;
  }
  auto dossier = load_dossier(reader.db, reader.kernel, c.elder);
  if (!dossier) return out;
  const AsOf as_of{c.month, reader.now, false, {}};
  const auto told = [&](const policies::Rules& set) {
    return explained({base, 0, {}, set}, ask(reader.kernel, set, *dossier, as_of), set->find(out.benefit), as_of, 0);
  };
  out.before = told(rules.before);
  out.after = told(rules.after);
  return out;
}

Result<ScenarioResult> work_out(Kernel& kernel, const Scenario& s) {
  auto lease = kernel.readers->borrow();
  command::Reader reader{*lease, access::Caller::system(), kernel.clock.now(), kernel};
  YILIN_TRY(const SideBySideRules rules, rules_of(reader, s.base_version, changes_of(s)));
  Effects effects(kernel, *rules.before, s.region);
  const Date known = reader.today();
  for (Month month = s.from_month; month <= s.to_month;) {
    if (kernel.parts.get<Background>().ending()) return fail(yilin::errors::busy);
    const Month next = facts_move(*lease, month, s.to_month);
    const auto city = build_city(*lease, kernel, {s.base_version, 0, {}, rules.facts}, month, reader.now, roster_now(kernel, reader.now));
    const policy::Adjustments found = policy::adjustments(*rules.before, known, *rules.after, known, *city->columns, month, next.index - month.index, {});
    for (; month < next; month = month + 1) effects.month(*city, month, found.list);
  }
  ScenarioResult out = effects.result();
  for (const Changed& c : effects.samples()) out.samples.push_back(sample(reader, rules, c, s.base_version));
  return out;
}

}  // namespace

Status prepare_scenario(command::Reader& reader, NewScenario& in) {
  const Month present = Month::of(reader.today());
  if (!in.base_version || in.draft) in.base_version = policies::present(reader.kernel).version;
  if (in.from.index == 0) in.from = present + 1;
  if (in.to.index == 0) in.to = in.from + 11;
  if (in.to < in.from || in.to > in.from + (kScenarioMonthsMax - 1)) return fail_field("to", "止月", "应不早于起月，最多三十六个月。");
  if (in.from < present + -60 || in.from > present + 60) return fail_field("from", "起月", "应在前后五年以内。");
  if (in.draft) {
    if (!in.parameters.empty() || !in.files.empty()) return fail_field("draft", "规则草案", "测算草案时不能另外改动标准或文件。");
    YILIN_TRY(in.files, policies::draft_changes(reader, in.draft));
  }
  if (in.parameters.empty() && in.files.empty()) return fail_field("parameters", "改动", "请至少改动一项标准或一个规则文件。");
  const auto ranges = registry::scope_of(reader.caller, in.region);
  if (ranges.empty()) return fail(yilin::errors::not_found);
  if (in.region.value == 0) in.region = ranges.front().lo == 0 ? region::city(reader.kernel) : RegionCode{ranges.front().lo};
  if (!covers(reader.caller, in.region)) return fail(yilin::errors::not_found);
  YILIN_TRY(const SideBySideRules rules, rules_of(reader, in.base_version, {in.parameters, in.files}));
  static_cast<void>(rules);
  return {};
}

Result<ScenarioView> add_scenario(command::Tx& tx, const NewScenario& in) {
  Scenario s;
  s.id = tx.new_id<ScenarioId>();
  s.name = in.name;
  s.note = in.note;
  s.region = in.region;
  s.base_version = in.base_version;
  s.draft_id = in.draft;
  s.changes = entity::to_json(ScenarioChanges{in.parameters, in.files});
  s.result = "{}";
  s.from_month = in.from;
  s.to_month = in.to;
  s.by_user = tx.caller.user;
  s.by_name = tx.caller.kind == access::CallerKind::system ? "系统" : tx.caller.name;
  s.created_at = tx.now;
  entity::store::insert(tx.db, tx.vault(), kTable, s);
  tx.after_commit([&kernel = tx.kernel, id = s.id] { kernel.parts.get<Background>().submit([&kernel, id] { compute_scenario(kernel, id); }); });
  tx.record({"benefit_scenario.add", "benefit_scenario", s.id.value, s.region, {}, {}, entity::to_json(s)});
  return view_of(tx.kernel, std::move(s), true);
}

void compute_scenario(Kernel& kernel, ScenarioId id) {
  std::optional<Scenario> s;
  {
    auto lease = kernel.readers->borrow();
    s = load_scenario(*lease, kernel, id);
  }
  if (!s || s->state != ScenarioState::computing) return;
  Result<ScenarioResult> result = fail(yilin::errors::internal);
  try {
    result = work_out(kernel, *s);
  } catch (const std::exception& e) {
    log::error("benefit_scenario_failed", {{"scenario", id.value}, {"what", e.what()}});
  }
  if (kernel.parts.get<Background>().ending()) return;  // computed anew at the next start
  const auto told = command::run(kernel, access::Caller::system(), [&](command::Tx& tx) -> Status {
    auto row = load_scenario(tx.db, tx.kernel, id);
    row->state = result ? ScenarioState::done : ScenarioState::failed;
    row->result = result ? entity::to_json(*result) : "{}";
    row->problem = result ? "" : std::string(result.error().message());
    row->finished_at = tx.now;
    store_row(tx, kTable, *row);
    tx.record({"benefit_scenario.finish", "benefit_scenario", id.value, row->region, {}, {}, "{}"});
    return {};
  });
  if (!told) log::error("benefit_scenario_state_lost", {{"scenario", id.value}});
}

void resume_scenarios(Kernel& kernel, sql::Connection& db) {
  auto rows = db.rows("SELECT id FROM benefit_scenario WHERE state = ? ORDER BY id", ScenarioState::computing);
  while (rows.next()) kernel.parts.get<Background>().submit([&kernel, id = rows.id<ScenarioId>(0)] { compute_scenario(kernel, id); });
}

Result<http::Page<ScenarioView>> list_scenarios(command::Reader& reader, const ScenarioQuery& in) {
  auto q = entity::store::select<Scenario>(kTable, "t").add(" WHERE 1 = 1").add(access::in_region("t.region", reader.caller));
  if (in.cursor) q.add(" AND t.id < ?", in.cursor);
  auto found = all<Scenario>(reader.db, reader.kernel.vault, kTable, q.add(" ORDER BY t.id DESC LIMIT ?", in.limit + 1));
  http::Page<ScenarioView> page;
  page.next = cut_page(found, in.limit);
  for (Scenario& s : found) page.items.push_back(view_of(reader.kernel, std::move(s), false));
  return page;
}

Result<ScenarioView> show_scenario(command::Reader& reader, const ScenarioPath& in) {
  YILIN_TRY(Scenario s, visible_scenario(reader.db, reader.kernel, reader.caller, in.id));
  return view_of(reader.kernel, std::move(s), true);
}

Result<SideBySide> compare_scenarios(command::Reader& reader, const CompareQuery& in) {
  if (in.ids.size() < 2 || in.ids.size() > 4) return fail_field("ids", "方案", "请选择二至四个方案。");
  SideBySide out;
  for (const ScenarioId id : in.ids) {
    YILIN_TRY(const Scenario s, visible_scenario(reader.db, reader.kernel, reader.caller, id));
    const auto result = result_of(s);
    if (!result) return fail(errors::not_computed);
    out.scenarios.push_back({s.id, s.name, s.from_month, s.to_month, result->winners, result->losers, result->cost_fen, result->totals, result->counties});
    for (const EffectRow& e : result->totals)
      if (std::ranges::find(out.benefits, e.benefit) == out.benefits.end()) out.benefits.push_back(e.benefit);
  }
  std::ranges::sort(out.benefits);
  for (ScenarioColumn& column : out.scenarios) {
    std::vector<EffectRow> ordered;
    for (const std::string& benefit : out.benefits) {
      const auto at = std::ranges::find(column.effects, benefit, &EffectRow::benefit);
      ordered.push_back(at != column.effects.end() ? *at : EffectRow{benefit, 0, 0, {}, {}, {}});
    }
    column.effects = std::move(ordered);
  }
  return out;
}

Status prepare_publish(command::Reader& reader, PublishScenario& in) {
  YILIN_TRY(const Scenario s, visible_scenario(reader.db, reader.kernel, reader.caller, in.id));
  if (s.state != ScenarioState::done) return fail(errors::not_computed);
  if (s.draft_id) return fail(yilin::errors::conflict, "这个方案已经写成规则草案。");
  const ScenarioChanges changes = changes_of(s);
  YILIN_TRY(in.prepared, policies::prepare_draft(reader, {s.base_version, "由测算方案“" + s.name + "”写成", {changes.files, changes.parameters}}));
  return {};
}

Result<Published> publish_scenario(command::Tx& tx, const PublishScenario& in) {
  YILIN_TRY(Scenario s, visible_scenario(tx.db, tx.kernel, tx.caller, in.id));
  if (s.draft_id) return fail(yilin::errors::conflict, "这个方案已经写成规则草案。");
  YILIN_TRY(policies::RuleVersion draft, policies::create_draft(tx, in.prepared));
  s.draft_id = draft.id;
  store_row(tx, kTable, s);
  tx.changed({"benefit_scenario", s.id.value, s.region, {}, {}, {}});
  return Published{s.id, std::move(draft)};
}

}  // namespace yilin::benefits
