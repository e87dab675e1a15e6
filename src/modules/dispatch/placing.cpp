// What a plan of the day, or a human at its board, decides for a visit (dispatch.h).
#include <algorithm>

#include "kernel/entity/json.h"
#include "modules/dispatch/commands.h"
#include "modules/dispatch/lineup.h"
#include "modules/dispatch/machine.h"
#include "modules/providers/providers.h"
#include "modules/registry/registry.h"

namespace yilin::dispatch {
namespace {

using orders::AssignmentState;

bool among(const std::vector<WorkerId>& list, WorkerId worker) { return std::find(list.begin(), list.end(), worker) != list.end(); }

struct Standing {
  std::vector<orders::Assignment> staying, leaving;
};

Result<Standing> standing(command::Tx& tx, const orders::Visit& visit, const Placement& in) {
  Standing out;
  for (orders::Assignment& a : orders::assignments(tx.db, tx.vault(), visit.id)) {
    if (!holds_place(a.state)) continue;
    if (a.state == AssignmentState::checked_in || a.state == AssignmentState::checked_out) return fail(errors::not_waiting);
    const bool stays = among(in.workers, a.worker_id);
    if (!stays && a.manual && !in.over_manual) return fail(errors::chosen_by_hand);
    (stays ? out.staying : out.leaving).push_back(std::move(a));
  }
  return out;
}

// Whether a booking stands only until the placements made together with this one are all done.
bool given_up(const Placement& in, WorkerId worker, const rules::Booking& booking) {
  if (in.together == nullptr) return false;
  const auto other = std::find_if(in.together->begin(), in.together->end(), [&](const Placement& p) { return p.visit == booking.visit; });
  return other != in.together->end() && (other->start != booking.from || !among(other->workers, worker));
}

// What a dispatcher's own offer is held against, for each of them.
Status may_go(command::Tx& tx, Field& field, const orders::Visit& visit, const Placement& in) {
  YILIN_CHECK(add_workers(tx.db, tx.kernel, field, visit.elder_id, in.workers));
  for (const rules::Worker& w : field.workers) {
    if (w.refused) return fail(errors::refused_by_elder);
    if (w.organisation != field.workers[0].organisation) return fail(errors::other_organisation);
    for (const rules::Booking& b : w.bookings)
      if (b.visit != visit.id && !given_up(in, w.id, b) && rules::overlaps(b, field.wish)) return fail(errors::busy_then);
  }
  return {};
}

}  // namespace

Result<std::vector<orders::Assignment>> place(command::Tx& tx, const Placement& in) {
  YILIN_TRY(orders::Visit visit, orders::visit(tx.db, tx.vault(), in.visit));
  if (visit.state != orders::VisitState::planned && visit.state != orders::VisitState::staffed) return fail(errors::not_waiting);
  if (std::ssize(in.workers) > visit.workers_needed) return fail_field("worker_ids", "服务人员", "人数超过这次服务所需。");
  YILIN_TRY(const Standing stand, standing(tx, visit, in));
  const Instant start = in.start ? in.start : visit.planned_start;
  Field field = bare_field(tx.kernel, visit, tx.today());
  field.wish.to = start + (visit.planned_end - visit.planned_start);
  field.wish.from = start;
  YILIN_CHECK(may_go(tx, field, visit, in));

  auto record = case_of(tx.db, tx.vault(), visit.id);
  if (!record) record = open_case(tx, visit, {}, CaseState::held);
  leave_queue(tx, visit.id);
  record->state = CaseState::held;  // whoever gives back now is not replaced by the machine
  record->tries = 0;
  record->why.clear();
  record->escalated_at = {};
  record->round_since = tx.now;
  store(tx, *record);
  for (const orders::Assignment& a : stand.leaving) YILIN_CHECK(orders::withdraw(tx, a.id, in.reason, in.reason_text));
  if (start != visit.planned_start) {
    YILIN_TRY(visit, orders::retime(tx, visit.id, start, in.tolerance));
    forget_bookings(tx, visit.id);
    for (const orders::Assignment& a : stand.staying) book(tx, visit, a.worker_id);
  }
  std::vector<orders::Assignment> made = stand.staying;
  for (rules::Worker& w : field.workers) {
    w.wanted = w.id == record->wanted_worker_id;
    if (std::any_of(stand.staying.begin(), stand.staying.end(), [&](const orders::Assignment& a) { return a.worker_id == w.id; })) continue;
    const rules::Ranked ranked = rules::judge(field.wish, w, field.terms);
    YILIN_TRY(orders::Assignment offered, orders::offer(tx, {visit.id, w.id, w.organisation, in.expires, in.manual, ranked.score, explain_json(ranked)}));
    made.push_back(std::move(offered));
  }
  if (in.workers.empty()) {
    const auto told = orders::promise(tx.db, visit.id);
    const Instant until = held_until(tx, visit, told && told->plan);
    if (until) tx.set_deadline("dispatch.hold", visit.id.value, until);
    else {  // taken out by a human or a plan, and no plan is to come
      escalate(tx, *record, "人员已撤下，没有后续排班");
      return made;
    }
  } else {
    YILIN_TRY(visit, orders::visit(tx.db, tx.vault(), visit.id));
    record->state = visit.state == orders::VisitState::staffed ? CaseState::done : in.manual ? CaseState::manual : CaseState::automatic;
  }
  store(tx, *record);
  return made;
}

}  // namespace yilin::dispatch
