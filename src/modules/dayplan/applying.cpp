#include "modules/dayplan/applying.h"

#include <algorithm>

#include <fmt/format.h>

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

// Those that nobody has decided otherwise meanwhile.
Result<std::vector<Change>> accepted(command::Tx& tx, std::span<const ChangeId> ids) {
  std::vector<Change> out;
  for (const ChangeId id : ids) {
    YILIN_TRY(Change c, change_by_id(tx, id));
    if (c.state == ChangeState::accepted) out.push_back(std::move(c));
  }
  return out;
}

bool holds(orders::AssignmentState s) { return s <= orders::AssignmentState::checked_out; }

std::vector<WorkerId> sorted(std::vector<WorkerId> list) {
  std::sort(list.begin(), list.end());
  return list;
}

std::vector<WorkerId> holders(command::Tx& tx, VisitId visit) {
  std::vector<WorkerId> out;
  for (const orders::Assignment& a : orders::assignments(tx.db, tx.vault(), visit))
    if (holds(a.state)) out.push_back(a.worker_id);
  return sorted(std::move(out));
}

template <class T>
bool among(const std::vector<T>& list, T what) { return std::find(list.begin(), list.end(), what) != list.end(); }

Millis moved_by(const Change& c) { return c.from_start < c.to_start ? c.to_start - c.from_start : c.from_start - c.to_start; }

// When offers of a plan lapse.
Instant offer_expires(const command::Tx& tx, const Change& change) {
  constexpr Millis kLeast = minutes(2);
  const Instant wanted = tx.now + minutes(parameters(tx.kernel).value("offer_min", change.region, tx.today()));
  return std::max(tx.now + kLeast, std::min(wanted, change.to_start - minutes(15)));
}

// As the dispatcher's plan has it: an absent carer's visits may be taken from her even where a human had chosen her, and a
// visit that is known to begin late begins then, whatever was promised.
dispatch::Placement placement(const command::Tx& tx, const Plan& plan, const Change& c) {
  dispatch::Placement p;
  p.visit = c.visit_id;
  p.start = c.to_start;
  p.workers = c.to_worker_ids;
  p.expires = offer_expires(tx, c);
  p.tolerance = minutes(parameters(tx.kernel).value("tolerance_min", c.region, tx.today()));
  if (among(plan.late_visit_ids, c.visit_id)) p.tolerance = std::max(p.tolerance, moved_by(c));
  const auto leaves = [&](WorkerId w) { return !among(c.to_worker_ids, w); };
  const auto absent = [&](WorkerId w) { return among(plan.absent_worker_ids, w); };
  p.over_manual = std::all_of(c.from_worker_ids.begin(), c.from_worker_ids.end(), [&](WorkerId w) { return !leaves(w) || absent(w); });
  const bool ill = std::any_of(c.from_worker_ids.begin(), c.from_worker_ids.end(), [&](WorkerId w) { return leaves(w) && absent(w); });
  p.reason = ill ? orders::Reason::carer_ill : orders::Reason::other;
  p.reason_text = "日排班调整";
  return p;
}

// Places that a plan leaves open are the machine's affair.
Status look_further(command::Tx& tx, const Change& c) {
  YILIN_TRY(const orders::Visit visit, orders::visit(tx.db, tx.vault(), c.visit_id));
  return std::ssize(c.to_worker_ids) < visit.workers_needed ? dispatch::look_for(tx, c.visit_id) : Status{};
}

}  // namespace

Status apply_together(command::Tx& tx, std::span<const ChangeId> ids, ChangeId& culprit) {
  YILIN_TRY(std::vector<Change> list, accepted(tx, ids));
  if (list.empty()) {
    tx.nothing_to_do();
    return {};
  }
  const auto plan = plan_by_id(tx.db, tx.vault(), list[0].plan_id);
  if (!plan) return fail(yilin::errors::not_found);
  std::vector<dispatch::Placement> placements;
  for (const Change& c : list) {
    culprit = c.id;
    YILIN_TRY(const orders::Visit visit, orders::visit(tx.db, tx.vault(), c.visit_id));
    if (holders(tx, c.visit_id) != sorted(c.from_worker_ids)) return fail(errors::decided, "提出方案之后，这次服务的人员已有变动。");
    if (visit.planned_start != c.from_start) return fail(errors::decided, "提出方案之后，这次服务的时间已有变动。");
    placements.push_back(placement(tx, *plan, c));
  }
  for (std::size_t i = 0; i < list.size(); ++i) {
    culprit = list[i].id;
    placements[i].together = &placements;
    YILIN_CHECK(dispatch::place(tx, placements[i]));
  }
  const std::int64_t sequence = next_sequence(tx, plan->id);
  for (Change& c : list) {
    culprit = c.id;
    YILIN_CHECK(look_further(tx, c));
    c.state = ChangeState::applied;
    c.sequence = sequence;
    store(tx, c);
  }
  tx.record(act_of("dayplan.apply", *plan, list));
  return {};
}

Status fail_together(command::Tx& tx, std::span<const ChangeId> ids, ChangeId culprit, const std::string& why) {
  YILIN_TRY(std::vector<Change> list, accepted(tx, ids));
  if (list.empty()) {
    tx.nothing_to_do();
    return {};
  }
  const auto plan = plan_by_id(tx.db, tx.vault(), list[0].plan_id);
  if (!plan) return fail(yilin::errors::not_found);
  const auto guilty = std::find_if(list.begin(), list.end(), [&](const Change& c) { return c.id == culprit; });
  for (Change& c : list) {
    c.state = ChangeState::failed;
    c.problem = guilty == list.end() || guilty->id == c.id ? why : fmt::format("须与 {} 的另一次服务一并调整，而那一项未成：{}", to_clock(guilty->from_start), why);
    store(tx, c);
  }
  tx.record(act_of("dayplan.change_failed", *plan, list));
  return {};
}

Status undo_together(command::Tx& tx, std::vector<Change>& list) {
  std::vector<dispatch::Placement> placements;
  for (const Change& c : list) {
    if (c.state != ChangeState::applied) return fail(errors::decided);
    YILIN_TRY(const orders::Visit visit, orders::visit(tx.db, tx.vault(), c.visit_id));
    // Some of those asked may have declined meanwhile, but nobody else may have come in.
    const std::vector<WorkerId> now = holders(tx, c.visit_id);
    const bool ours = std::all_of(now.begin(), now.end(), [&](WorkerId w) { return among(c.to_worker_ids, w); });
    if (!ours || visit.planned_start != c.to_start || visit.state > orders::VisitState::staffed) return fail(errors::moved_on);
    dispatch::Placement& p = placements.emplace_back();
    p.visit = c.visit_id;
    p.start = c.from_start;
    p.workers = c.from_worker_ids;
    p.expires = offer_expires(tx, c);
    p.tolerance = moved_by(c);
    p.manual = c.from_manual;
    p.over_manual = true;  // it undoes what a human did with the same hand
    p.reason_text = "撤销排班调整";
  }
  for (dispatch::Placement& p : placements) {
    p.together = &placements;
    YILIN_CHECK(dispatch::place(tx, p));
  }
  for (Change& c : list) {
    c.state = ChangeState::undone;
    store(tx, c);
  }
  return {};
}

}  // namespace yilin::dayplan
