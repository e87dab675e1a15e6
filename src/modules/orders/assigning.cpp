// 派单 and 接单: offers, answers, and what happens when nobody answers.
#include <algorithm>

#include "base/log.h"
#include "modules/orders/assigning.h"
#include "modules/orders/lifecycle.h"
#include "modules/orders/parameters.h"
#include "modules/orders/rows.h"
#include "modules/orders/rules.h"
#include "modules/providers/providers.h"

namespace yilin::orders {
namespace {

bool holds(AssignmentState s) {  // the worker is expected to come, or has come
  return s == AssignmentState::accepted || s == AssignmentState::en_route || s == AssignmentState::checked_in ||
         s == AssignmentState::checked_out;
}

Status move_assignment(command::Tx& tx, Assignment& assignment, std::string_view verb, std::string_view reason = {}) {
  YILIN_TRY(assignment.state, lifecycle::move(assignment_moves(), assignment.state, verb, tx.caller, reason));
  return {};
}

void store(command::Tx& tx, const Assignment& assignment) {
  entity::store::update(tx.db, tx.vault(), "assignment", assignment);
  tx.changed({"assignment", assignment.id.value, assignment.region, assignment.organisation_id, assignment.worker_id, assignment.elder_id});
}

Status move_order(command::Tx& tx, OrderId id, std::string_view verb) {
  YILIN_TRY(Order row, order(tx.db, tx.vault(), id));
  YILIN_TRY(row.state, lifecycle::move(order_moves(), row.state, verb, access::Caller::system()));
  touch(tx, "service_order", row);
  return {};
}

// The visit lost a worker: it waits again, and dispatch hears of it.
Status unstaff(command::Tx& tx, Visit& visit) {
  if (visit.state != VisitState::staffed) return {};
  YILIN_TRY(visit.state, lifecycle::move(visit_moves(), visit.state, "unstaff", access::Caller::system()));
  visit.staffed_at = {};
  touch(tx, "visit", visit);
  return move_order(tx, visit.order_id, "unstaff");
}

Status end_offer(command::Tx& tx, Assignment& assignment) {
  tx.cancel_deadline("order.offer", assignment.id.value);
  assignment.decided_at = tx.now;
  store(tx, assignment);
  YILIN_TRY(Visit row, visit(tx.db, tx.vault(), assignment.visit_id));
  YILIN_CHECK(unstaff(tx, row));
  return tx.announce(OfferEnded{row, assignment});
}

}  // namespace

Result<Assignment> my_assignment(command::Tx& tx, AssignmentId id) {
  return mine<Assignment>(tx, "assignment", kAssignmentOwner, id);
}

Result<Assignment> offer(command::Tx& tx, const NewOffer& in) {
  YILIN_TRY(Visit row, visit(tx.db, tx.vault(), in.visit));
  if (row.state != VisitState::planned) return fail(lifecycle::errors::illegal_move, "这次服务已不在待派单状态。");
  int held = 0;
  if (row.first_offer_at)
    for (const Assignment& a : assignments(tx.db, tx.vault(), row.id)) {
      if (a.worker_id == in.worker && (holds(a.state) || a.state == AssignmentState::offered)) return fail(errors::already_offered);
      held += holds(a.state) || a.state == AssignmentState::offered;
    }
  if (held >= row.workers_needed) return fail(errors::fully_staffed);
  YILIN_TRY(const catalogue::ServiceItem item, catalogue::item(tx.kernel, row.item_id));
  const auto candidate = providers::candidate(
      tx.kernel, in.worker,
      {item.code, catalogue::mask_of(item.skills), catalogue::mask_of(item.licences), row.region, row.planned_start, row.planned_end, {}});
  if (!candidate) return fail(yilin::errors::not_found);
  if (!candidate->may_be_sent()) return fail(errors::worker_blocked, providers::explain(*candidate) + "。");

  Assignment assignment;
  assignment.id = tx.new_id<AssignmentId>();
  assignment.visit_id = row.id;
  assignment.order_id = row.order_id;
  assignment.elder_id = row.elder_id;
  assignment.region = row.region;
  assignment.worker_id = in.worker;
  assignment.organisation_id = candidate->facts.organisation;
  assignment.offered_at = tx.now;
  assignment.expires_at = in.expires;
  assignment.manual = in.manual;
  assignment.score = in.score;
  assignment.explain = in.explain;
  entity::store::insert(tx.db, tx.vault(), "assignment", assignment);
  tx.changed({"assignment", assignment.id.value, row.region, assignment.organisation_id, in.worker, row.elder_id});
  if (in.expires) tx.set_deadline("order.offer", assignment.id.value, in.expires);
  if (!row.first_offer_at) {
    row.first_offer_at = tx.now;
    touch(tx, "visit", row, {"first_offer_at", "version", "updated_at"});
  }
  YILIN_CHECK(tx.announce(OfferMade{row, assignment}));
  return assignment;
}

Result<Assignment> accept(command::Tx& tx, const StepInput& in) {
  YILIN_TRY(Assignment assignment, my_assignment(tx, in.id));
  if (assignment.state == AssignmentState::expired) return fail(errors::offer_lapsed);
  YILIN_CHECK(move_assignment(tx, assignment, "accept"));
  assignment.decided_at = tx.now;
  store(tx, assignment);
  tx.cancel_deadline("order.offer", assignment.id.value);

  YILIN_TRY(Visit row, visit(tx.db, tx.vault(), assignment.visit_id));
  const auto others = assignments(tx.db, tx.vault(), row.id);
  const auto held = std::count_if(others.begin(), others.end(), [](const Assignment& a) { return holds(a.state); });
  row.organisation_id = assignment.organisation_id;
  if (held < row.workers_needed) {
    touch(tx, "visit", row);
    return assignment;
  }
  YILIN_TRY(row.state, lifecycle::move(visit_moves(), row.state, "staff", tx.caller));
  row.staffed_at = tx.now;
  touch(tx, "visit", row);
  YILIN_TRY(Order parent, order(tx.db, tx.vault(), row.order_id));
  YILIN_TRY(parent.state, lifecycle::move(order_moves(), parent.state, "staff", tx.caller));
  parent.organisation_id = row.organisation_id;
  touch(tx, "service_order", parent);
  YILIN_CHECK(tx.announce(VisitStaffed{row}));
  return assignment;
}

Result<Assignment> reject(command::Tx& tx, const StepInput& in) {
  YILIN_TRY(Assignment assignment, my_assignment(tx, in.id));
  YILIN_CHECK(move_assignment(tx, assignment, "reject", spoken(in.reason, in.reason_text)));
  assignment.reason = in.reason;
  assignment.reason_text = in.reason_text;
  YILIN_CHECK(end_offer(tx, assignment));
  return assignment;
}

Status withdraw(command::Tx& tx, AssignmentId id, Reason reason, std::string_view text) {
  YILIN_TRY(Assignment assignment, by_id<Assignment>(tx.db, tx.vault(), "assignment", id));
  YILIN_TRY(assignment.state, lifecycle::move(assignment_moves(), assignment.state, "cancel", access::Caller::system()));
  assignment.reason = reason;
  assignment.reason_text = text;
  return end_offer(tx, assignment);
}

Status expire_offer(command::Tx& tx, AssignmentId id) {
  YILIN_TRY(Assignment assignment, by_id<Assignment>(tx.db, tx.vault(), "assignment", id));
  if (assignment.state != AssignmentState::offered) {
    tx.nothing_to_do();
    return {};
  }
  YILIN_CHECK(move_assignment(tx, assignment, "expire"));
  YILIN_CHECK(end_offer(tx, assignment));
  tx.record({"assignment.expire", "assignment", assignment.id.value, assignment.region, assignment.elder_id, {},
             entity::to_json(assignment)},
            assignment.organisation_id, assignment.worker_id);
  return {};
}

Status withdraw_offers(command::Tx& tx, VisitId visit, Reason reason) {
  for (Assignment& a : assignments(tx.db, tx.vault(), visit)) {
    if (a.state != AssignmentState::offered && a.state != AssignmentState::accepted && a.state != AssignmentState::en_route) continue;
    YILIN_TRY(a.state, lifecycle::move(assignment_moves(), a.state, "cancel", access::Caller::system()));
    a.reason = reason;
    tx.cancel_deadline("order.offer", a.id.value);
    a.decided_at = tx.now;
    store(tx, a);
  }
  return {};
}

Status end_visit(command::Tx& tx, Visit& row, std::string_view verb, Reason reason, std::string_view text) {
  YILIN_TRY(row.state, lifecycle::move(visit_moves(), row.state, verb, tx.caller, spoken(reason, text)));
  YILIN_CHECK(withdraw_offers(tx, row.id, reason));
  touch(tx, "visit", row);
  return tx.announce(VisitEnded{row, reason});
}

Result<Visit> reschedule(command::Tx& tx, VisitId id, Instant start, std::string_view reason) {
  YILIN_TRY(Visit row, mine<Visit>(tx, "visit", kVisitOwner, id));
  const bool was_staffed = row.state == VisitState::staffed;
  YILIN_CHECK(check_window(start, start, tx.now, parameters(tx.kernel).value("order_days_ahead_max", row.region, tx.today())));
  YILIN_TRY(row.state, lifecycle::move(visit_moves(), row.state, "reschedule", tx.caller, reason));
  YILIN_CHECK(withdraw_offers(tx, row.id, Reason::other_time));
  const Millis length = row.planned_end - row.planned_start;
  row.planned_start = start;
  row.planned_end = start + length;
  row.staffed_at = {};
  touch(tx, "visit", row);
  if (was_staffed) YILIN_CHECK(move_order(tx, row.order_id, "unstaff"));
  YILIN_CHECK(tx.announce(VisitWaits{row, {}}));
  return row;
}

}  // namespace yilin::orders
