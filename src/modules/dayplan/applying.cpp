#include "modules/dayplan/applying.h"

#include <algorithm>

#include "modules/dayplan/parameters.h"
#include "modules/dispatch/dispatch.h"
#include "modules/orders/orders.h"

namespace yilin::dayplan {
namespace {

Result<Change> change_by_id(command::Tx& tx, ChangeId id) {
  auto rows = tx.db.rows(entity::store::select<Change>("day_plan_change", "t").add(" WHERE t.id = ?", id));
  if (!rows.next()) return fail(yilin::errors::not_found);
  return entity::store::read<Change>(rows, tx.vault(), "day_plan_change");
}

bool holds(orders::AssignmentState s) { return s <= orders::AssignmentState::checked_out; }

std::vector<WorkerId> holders(command::Tx& tx, VisitId visit) {
  std::vector<WorkerId> out;
  for (const orders::Assignment& a : orders::assignments(tx.db, tx.vault(), visit))
    if (holds(a.state)) out.push_back(a.worker_id);
  std::sort(out.begin(), out.end());
  return out;
}

bool among(const std::vector<WorkerId>& list, WorkerId w) { return std::find(list.begin(), list.end(), w) != list.end(); }

Result<bool> may_override(command::Tx& tx, const Change& c) {
  // Only of those whom the dispatcher has declared absent may a human's choice be undone.
  const auto plan = plan_by_id(tx.db, tx.vault(), c.plan_id);
  if (!plan) return fail(yilin::errors::not_found);
  return std::all_of(c.from_worker_ids.begin(), c.from_worker_ids.end(), [&](WorkerId w) { return among(c.to_worker_ids, w) || among(plan->absent_worker_ids, w); });
}

dispatch::Placement placement(command::Tx& tx, const Change& c) {
  dispatch::Placement p;
  p.visit = c.visit_id;
  p.start = c.to_start;
  p.workers = c.to_worker_ids;
  p.expires = offer_expires(tx, c);
  p.tolerance = minutes(parameters(tx.kernel).value("tolerance_min", c.region, tx.today()));
  p.reason_text = "日排班调整";
  return p;
}

}  // namespace

Instant offer_expires(const command::Tx& tx, const Change& change) {
  constexpr Millis kLeast = minutes(2);
  const Instant wanted = tx.now + minutes(parameters(tx.kernel).value("offer_min", change.region, tx.today()));
  return std::max(tx.now + kLeast, std::min(wanted, change.to_start - minutes(15)));
}

Status give_back_step(command::Tx& tx, ChangeId id) {
  YILIN_TRY(Change c, change_by_id(tx, id));
  if (c.state != ChangeState::accepted) {
    tx.nothing_to_do();
    return {};
  }
  c.state = ChangeState::released;
  const std::vector<WorkerId> now = holders(tx, c.visit_id);
  std::vector<WorkerId> before = c.from_worker_ids;
  std::sort(before.begin(), before.end());
  if (now != before) return fail(errors::decided, "提出方案之后，这次服务的人员已有变动。");
  const bool leaves = std::any_of(now.begin(), now.end(), [&](WorkerId w) { return !among(c.to_worker_ids, w); });
  if (leaves) {
    dispatch::Placement p = placement(tx, c);
    p.start = {};
    p.workers.clear();
    for (const WorkerId w : now)
      if (among(c.to_worker_ids, w)) p.workers.push_back(w);
    YILIN_TRY(p.over_manual, may_override(tx, c));
    YILIN_CHECK(dispatch::place(tx, p));
  }
  store(tx, c);
  if (leaves) tx.record(act_of("dayplan.give_back", c));
  else tx.nothing_to_do();
  return {};
}

Status place_step(command::Tx& tx, ChangeId id) {
  YILIN_TRY(Change c, change_by_id(tx, id));
  if (c.state != ChangeState::released) {
    tx.nothing_to_do();
    return {};
  }
  if (c.kind == ChangeKind::release) YILIN_CHECK(dispatch::look_for(tx, c.visit_id));
  else YILIN_CHECK(dispatch::place(tx, placement(tx, c)));
  c.state = ChangeState::applied;
  c.sequence = next_sequence(tx, c.plan_id);
  store(tx, c);
  tx.record(act_of("dayplan.apply", c));
  return {};
}

Status fail_step(command::Tx& tx, ChangeId id, std::string why) {
  YILIN_TRY(Change c, change_by_id(tx, id));
  // Who had it has given it back already.
  if (c.state == ChangeState::released) YILIN_CHECK(dispatch::look_for(tx, c.visit_id));
  c.state = ChangeState::failed;
  c.problem = std::move(why);
  store(tx, c);
  tx.record(act_of("dayplan.change_failed", c));
  return {};
}

Status undo_change(command::Tx& tx, Change& c) {
  if (c.state != ChangeState::applied) return fail(errors::decided);
  YILIN_TRY(const orders::Visit visit, orders::visit(tx.db, tx.vault(), c.visit_id));
  std::vector<WorkerId> now = holders(tx, c.visit_id), after = c.to_worker_ids;
  std::sort(after.begin(), after.end());
  // Some of those asked may have declined meanwhile, but nobody else may have come in.
  const bool ours = std::all_of(now.begin(), now.end(), [&](WorkerId w) { return among(after, w); });
  if (!ours || visit.planned_start != c.to_start || visit.state > orders::VisitState::staffed) return fail(errors::moved_on);
  dispatch::Placement p = placement(tx, c);
  p.start = c.from_start;
  p.workers = c.from_worker_ids;
  p.tolerance = c.from_start < c.to_start ? c.to_start - c.from_start : c.from_start - c.to_start;
  p.manual = c.from_manual;
  p.over_manual = true;  // it undoes what a human did with the same hand
  p.reason_text = "撤销排班调整";
  YILIN_CHECK(dispatch::place(tx, p));
  c.state = ChangeState::undone;
  store(tx, c);
  return {};
}

}  // namespace yilin::dayplan
