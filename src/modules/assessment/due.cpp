// When each elder is to be assessed next: follows results, reports of change, and what happens to elders.
#include <fmt/format.h>

#include "modules/assessment/rows.h"
#include "modules/registry/registry.h"

namespace yilin::assessment {
namespace {

std::optional<Due> due_of(command::Tx& tx, ElderId elder) {
  return first<Due>(tx.db, tx.vault(), "assessment_due", entity::store::select<Due>("assessment_due", "t").add(" WHERE t.id = ?", elder.value));
}

std::string_view label_of(ChangeKind kind) {
  for (const entity::EnumName& n : enum_names(kind))
    if (n.value == static_cast<std::int64_t>(kind)) return n.label;
  return {};
}

}  // namespace

void set_due(command::Tx& tx, const Due& due) {
  tx.db.queue("DELETE FROM assessment_due WHERE id = ?", due.id);
  entity::store::insert(tx.db, tx.vault(), "assessment_due", due);
}

void bring_forward(command::Tx& tx, Due due) {
  const auto there = due_of(tx, {due.id.value});
  if (there && there->due_on <= due.due_on) return;
  if (there) due.planned_id = there->planned_id;
  set_due(tx, due);
}

void planned(command::Tx& tx, const Assessment& a) {
  auto due = due_of(tx, a.elder_id);
  if (!due) {
    due = Due{{a.elder_id.value}, a.region, DueKind::first, tx.today(), "首次评估。", {}, {}};
  }
  due->planned_id = a.id;
  set_due(tx, *due);
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
  const auto there = due_of(tx, elder.id);
  bring_forward(tx, {{elder.id.value}, elder.region, DueKind::change, tx.today() + static_cast<std::int32_t>(within),
                     fmt::format("{} {}，{} 天内评估。", to_string(in.happened_on), label_of(in.kind), within),
                     there ? there->assessment_id : AssessmentId{}, {}});
  if (tx.caller.kind == access::CallerKind::home) tx.on_behalf_of(elder.id);
  tx.record({"assessment.change", "elder", elder.id.value, elder.region, elder.id, {}, entity::to_json(change)});
  return change;
}

void listen(Kernel& kernel) {
  using namespace registry;
  kernel.notifications.on<ElderDied>([](command::Tx& tx, const ElderDied& e) -> Status {
    tx.db.queue("DELETE FROM assessment_due WHERE id = ?", e.elder);
    return {};
  });
  kernel.notifications.on<ElderMoved>([](command::Tx& tx, const ElderMoved& e) -> Status {
    if (e.to.value == 0) tx.db.queue("DELETE FROM assessment_due WHERE id = ?", e.elder);
    else tx.db.queue("UPDATE assessment_due SET region = ? WHERE id = ?", e.to, e.elder);
    return {};
  });
  // Back again: her last result says when.
  kernel.notifications.on<ElderRestored>([](command::Tx& tx, const ElderRestored& e) -> Status {
    if (due_of(tx, e.elder)) return {};
    const auto stands = standing(tx.db, tx.kernel, e.elder);
    if (stands)
      set_due(tx, {{e.elder.value}, e.region, DueKind::routine, stands->valid_until, fmt::format("上次评估 {}。", to_string(stands->assessed_on)), stands->assessment, {}});
    return {};
  });
  kernel.notifications.on<EldersMerged>([](command::Tx& tx, const EldersMerged& e) -> Status {
    auto due = due_of(tx, e.merged);
    tx.db.queue("DELETE FROM assessment_due WHERE id = ?", e.merged);
    if (!due) return {};
    due->id = {e.kept.value};
    bring_forward(tx, *due);
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
