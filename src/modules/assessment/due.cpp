// When each elder is to be assessed next: follows results, reports of change, and what happens to elders.
#include <fmt/format.h>

#include "modules/assessment/rows.h"
#include "modules/registry/registry.h"

namespace yilin::assessment {
namespace {

std::vector<Due> dues_of(command::Tx& tx, ElderId elder) {
  return all<Due>(tx.db, tx.vault(), "assessment_due", entity::store::select<Due>("assessment_due", "t").add(" WHERE t.elder_id = ? ORDER BY t.id", elder));
}
std::optional<Due> due_of(command::Tx& tx, ElderId elder, std::string_view questionnaire) {
  for (Due& due : dues_of(tx, elder))
    if (due.questionnaire == questionnaire) return std::move(due);
  return std::nullopt;
}

std::string_view label_of(ChangeKind kind) {
  for (const entity::EnumName& n : enum_names(kind))
    if (n.value == static_cast<std::int64_t>(kind)) return n.label;
  return {};
}

}  // namespace

void set_due(command::Tx& tx, Due due) {
  tx.db.queue("DELETE FROM assessment_due WHERE elder_id = ? AND questionnaire = ?", due.elder_id, due.questionnaire);
  due.id = tx.new_id<DueId>();
  entity::store::insert(tx.db, tx.vault(), "assessment_due", due);
}

void due_after(command::Tx& tx, Due due) {
  const auto q = shelf(tx.kernel).in_use(due.questionnaire, tx.today());
  if (q && !q->used_on(tx.today())) {
    due.questionnaire = kAbility;
    if (due_of(tx, due.elder_id, kAbility)) return;
  }
  set_due(tx, std::move(due));
}

void bring_forward(command::Tx& tx, Due due) {
  const auto there = due_of(tx, due.elder_id, due.questionnaire);
  if (there && there->due_on <= due.due_on) return;
  if (there) due.planned_id = there->planned_id;
  set_due(tx, std::move(due));
}

void planned(command::Tx& tx, const Assessment& a) {
  auto due = due_of(tx, a.elder_id, a.questionnaire);
  if (!due) due = Due{{}, a.elder_id, a.questionnaire, a.region, DueKind::first, tx.today(), "首次评估。", {}, {}};
  due->planned_id = a.id;
  set_due(tx, std::move(*due));
}

void unplanned(command::Tx& tx, AssessmentId id) { tx.db.queue("UPDATE assessment_due SET planned_id = NULL WHERE planned_id = ?", id); }

Result<HealthChange> report_change(command::Tx& tx, const ReportChange& in) {
  YILIN_TRY(const registry::ElderBrief elder, registry::brief(tx, in.id));
  if (elder.state != registry::ElderState::active) return fail(registry::errors::not_active);
  if (in.happened_on > tx.today()) return fail_field("happened_on", "发生日期", "发生日期不能晚于今天。");
  HealthChange change;
  change.id = tx.new_id<HealthChangeId>();
  change.elder_id = elder.id;
  change.region = elder.region;
  change.kind = in.kind;
  change.happened_on = in.happened_on;
  change.note = in.note;
  change.reported_by = tx.caller.user;
  change.reported_at = tx.now;
  entity::store::insert(tx.db, tx.vault(), "health_change", change);
  const std::int64_t within = parameter(tx.kernel, "change_due_days", elder.region, tx.today());
  std::vector<Due> waiting = dues_of(tx, elder.id);
  if (waiting.empty()) waiting.push_back({{}, elder.id, std::string(kAbility), elder.region, DueKind::change, {}, {}, {}, {}});
  for (const Due& there : waiting)
    bring_forward(tx, {{}, elder.id, there.questionnaire, elder.region, DueKind::change, tx.today() + static_cast<std::int32_t>(within),
                       fmt::format("{} {}，{} 天内评估。", to_string(in.happened_on), label_of(in.kind), within), there.assessment_id, {}});
  if (tx.caller.kind == access::CallerKind::home) tx.on_behalf_of(elder.id);
  tx.record({"assessment.change", "elder", elder.id.value, elder.region, elder.id, {}, entity::to_json(change)});
  return change;
}

void listen(Kernel& kernel) {
  using namespace registry;
  kernel.notifications.on<ElderDied>([](command::Tx& tx, const ElderDied& e) -> Status {
    tx.db.queue("DELETE FROM assessment_due WHERE elder_id = ?", e.elder);
    return {};
  });
  kernel.notifications.on<ElderMoved>([](command::Tx& tx, const ElderMoved& e) -> Status {
    if (e.to.value == 0) tx.db.queue("DELETE FROM assessment_due WHERE elder_id = ?", e.elder);
    else tx.db.queue("UPDATE assessment_due SET region = ? WHERE elder_id = ?", e.to, e.elder);
    return {};
  });
  // Back again: her last results say when.
  kernel.notifications.on<ElderRestored>([](command::Tx& tx, const ElderRestored& e) -> Status {
    for (const QuestionnairePtr& q : shelf(tx.kernel).all()) {
      if (due_of(tx, e.elder, q->code)) continue;
      if (const auto stands = standing(tx.db, tx.kernel, e.elder, q->code))
        set_due(tx, {{}, e.elder, q->code, e.region, DueKind::routine, stands->valid_until, fmt::format("上次评估 {}。", to_string(stands->assessed_on)), stands->assessment, {}});
    }
    return {};
  });
  kernel.notifications.on<EldersMerged>([](command::Tx& tx, const EldersMerged& e) -> Status {
    const std::vector<Due> dues = dues_of(tx, e.merged);
    tx.db.queue("DELETE FROM assessment_due WHERE elder_id = ?", e.merged);
    for (Due due : dues) {
      due.elder_id = e.kept;
      bring_forward(tx, std::move(due));
    }
    return {};
  });
  kernel.notifications.on<ElderWithdrawing>([](command::Tx& tx, const ElderWithdrawing& e) -> Status {
    if (tx.db.rows("SELECT 1 FROM assessment WHERE elder_id = ? LIMIT 1", e.elder).next() ||
        tx.db.rows("SELECT 1 FROM health_change WHERE elder_id = ? LIMIT 1", e.elder).next())
      *e.in_use = true;
    return {};
  });
}

}  // namespace yilin::assessment
