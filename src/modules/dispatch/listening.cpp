// What dispatch hears: visits that wait, offers that end, workers who drop out.
#include <algorithm>

#include "kernel/command/command.h"
#include "kernel/entity/json.h"
#include "modules/dispatch/batch.h"
#include "modules/dispatch/bookings.h"
#include "modules/dispatch/commands.h"
#include "modules/dispatch/lineup.h"
#include "modules/dispatch/machine.h"
#include "modules/providers/providers.h"
#include "modules/registry/registry.h"

namespace yilin::dispatch {
namespace {

constexpr int kHeldMax = 400;
constexpr std::size_t kReleasedAtOnce = 3;  // each goes to somebody else in the same command: 5 ms in all

// A new visit that nobody was asked for, after the order's own command. Once somebody took it in hand meanwhile there is nothing to do.
Status look_first(command::Tx& tx, VisitId id) {
  const auto record = case_of(tx.db, tx.vault(), id);
  YILIN_TRY(const orders::Visit visit, orders::visit(tx.db, tx.vault(), id));
  if (!record || record->state != CaseState::automatic || visit.state != orders::VisitState::planned || visit.version > 1 || in_queue(tx.db, id)) {
    tx.nothing_to_do();
    return {};
  }
  Case looked = *record;
  YILIN_CHECK(look(tx, looked, visit));
  tx.record({"dispatch.offer", "visit", id.value, visit.region, visit.elder_id, {}, entity::to_json(looked)});
  return {};
}

Status hand_over(command::Tx& tx, VisitId id) {
  auto record = case_of(tx.db, tx.vault(), id);
  if (!record || record->state != CaseState::automatic) {
    tx.nothing_to_do();
    return {};
  }
  escalate(tx, *record, "自动派单出错");
  tx.record({"dispatch.offer", "visit", id.value, record->region, record->elder_id, record->why, entity::to_json(*record)});
  return {};
}

using Work = std::function<Status(command::Tx&)>;
Work first_look(VisitId id) {
  return [id](command::Tx& tx) { return look_first(tx, id); };
}
Work handing_over(VisitId id) {
  return [id](command::Tx& tx) { return hand_over(tx, id); };
}

// Visits whose order is durable and whose first look went with the process that ended.
void look_for_the_rest(Kernel& kernel) {
  auto lease = kernel.readers->borrow();
  const auto untouched = orders::untouched_since(*lease, start_of_day(civil_date(kernel.clock.now()) + -1));
  for (const Case& record : cases_of(*lease, kernel.vault, untouched))
    if (record.state == CaseState::automatic && !waiting_line(kernel).has(record.visit_id))
      command::soon(kernel, first_look(record.visit_id), handing_over(record.visit_id));
}

// The machine looks for somebody, or leaves the visit to the plan of its day.
Status begin(command::Tx& tx, Case& record, const orders::Visit& visit, Instant held_until) {
  if (!held_until) return look(tx, record, visit);
  tx.set_deadline("dispatch.hold", visit.id.value, held_until);
  return {};
}

// Who orders waits for the order's number, not for a carer: she is looked for right after, in a command of its own. An emergency
// has its carer before the answer.
Status begin_new(command::Tx& tx, Case& record, const orders::Visit& visit, Instant held_until) {
  YILIN_TRY(const catalogue::ServiceItem item, catalogue::item(tx.kernel, visit.item_id));
  if (held_until || item.category == catalogue::Category::emergency) return begin(tx, record, visit, held_until);
  tx.soon(first_look(visit.id), handing_over(visit.id));
  return {};
}

Status visit_waits(command::Tx& tx, const orders::VisitWaits& event) {
  // A visit that is as it was made has no case yet.
  auto record = event.visit.version > 1 ? case_of(tx.db, tx.vault(), event.visit.id) : std::nullopt;
  if (!record) {
    const Instant until = held_until(tx, event.visit, static_cast<bool>(event.plan));
    record = open_case(tx, event.visit, event.wanted, until ? CaseState::held : CaseState::automatic);
    return begin_new(tx, *record, event.visit, until);
  }
  // Another time: everybody may be asked again.
  forget_bookings(tx, event.visit.id);
  leave_queue(tx, event.visit.id);
  const Instant until = held_until(tx, event.visit, static_cast<bool>(event.plan));
  record->state = until ? CaseState::held : CaseState::automatic;
  record->tries = 0;
  record->why.clear();
  record->escalated_at = {};
  if (event.wanted) record->wanted_worker_id = event.wanted;
  record->waiting_since = record->round_since = tx.now;
  store(tx, *record);
  return begin(tx, *record, event.visit, until);
}

// No plan took it: the machine begins.
Status hold_is_over(command::Tx& tx, const command::Deadline& deadline) {
  auto record = case_of(tx.db, tx.vault(), {deadline.subject});
  const auto visit = orders::visit(tx.db, tx.vault(), {deadline.subject});
  if (!record || record->state != CaseState::held || !visit || visit->state != orders::VisitState::planned) {
    tx.nothing_to_do();
    return {};
  }
  record->state = CaseState::automatic;
  record->waiting_since = record->round_since = tx.now;
  store(tx, *record);
  YILIN_CHECK(look(tx, *record, *visit));
  tx.record({"dispatch.auto", "visit", visit->id.value, visit->region, visit->elder_id, "没有排入日排班", entity::to_json(*record)});
  return {};
}

Status offer_made(command::Tx& tx, const orders::OfferMade& event) {
  book(tx, event.visit, event.assignment.worker_id);
  return {};
}

Status offer_ended(command::Tx& tx, const orders::OfferEnded& event) {
  tx.after_commit(bookings(tx.kernel).drop(event.assignment.worker_id, event.visit.id));
  if (event.visit.state != orders::VisitState::planned) return {};
  auto record = case_of(tx.db, tx.vault(), event.visit.id);
  if (!record) return {};
  if (record->state == CaseState::escalated || record->state == CaseState::held) return {};
  if (record->state == CaseState::manual || event.assignment.manual) {
    escalate(tx, *record, event.assignment.manual ? "人工指派的服务人员没有接单" : "服务人员没有接单，此前已由人工处理");
    return {};
  }
  if (record->state == CaseState::done) {  // she had said yes: a new round without her
    record->state = CaseState::automatic;
    record->tries = 0;
  } else {
    record->tries += 1;
  }
  store(tx, *record);
  return look(tx, *record, event.visit);
}

Status finish(command::Tx& tx, VisitId visit) {
  auto record = case_of(tx.db, tx.vault(), visit);
  if (!record || record->state == CaseState::done) return {};
  leave_queue(tx, visit);
  record->state = CaseState::done;
  store(tx, *record);
  return {};
}

// Bookings of days gone by serve nobody.
Status visit_completed(command::Tx& tx, const orders::VisitCompleted& event) {
  const Instant yesterday = start_of_day(tx.today() + -1);
  for (const orders::Assignment& a : orders::assignments(tx.db, tx.vault(), event.visit.id))
    if (holds_place(a.state)) tx.after_commit(bookings(tx.kernel).drop_before(a.worker_id, yesterday));
  return {};
}

// Gives back what the worker holds and has not begun, a few at a time; `elder`: only of this elder.
Result<bool> release(command::Tx& tx, WorkerId worker, ElderId elder, orders::Reason reason, std::string_view text) {
  const std::vector<ElderId> hers = elder ? registry::ids_of(tx.kernel, elder) : std::vector<ElderId>{};
  std::vector<AssignmentId> held;
  for (const orders::Held& h : orders::held_by(tx.db, tx.vault(), worker, kHeldMax))
    if (h.assignment.state <= orders::AssignmentState::en_route && (!elder || std::find(hers.begin(), hers.end(), h.visit.elder_id) != hers.end()))
      held.push_back(h.assignment.id);
  if (held.empty()) {
    tx.nothing_to_do();
    return false;
  }
  std::reverse(held.begin(), held.end());  // the earliest first
  const bool more = held.size() > kReleasedAtOnce;
  if (more) held.resize(kReleasedAtOnce);
  std::string payload = R"({"assignments":[)";
  for (const AssignmentId id : held) {
    orders::StepInput step;
    step.id = id;
    step.reason = reason;
    step.reason_text = text;
    YILIN_CHECK(orders::reject(tx, step));
    payload += (id == held.front() ? "\"" : ",\"") + std::to_string(id.value) + "\"";
  }
  tx.record({"dispatch.release", "worker", worker.value, {}, elder, std::string(text), payload + "]}"}, {}, worker);
  return more;
}

// Suspended, gone, or her organisation is: not when she was reinstated meanwhile.
bool out_of_service(const Kernel& kernel, WorkerId worker, Instant now) {
  const auto candidate = providers::candidate(kernel, worker, {{}, 0, 0, {}, now, now, {}});
  constexpr auto bit = [](providers::Block b) { return 1u << static_cast<int>(b); };
  return candidate && (candidate->blocks & (bit(providers::Block::left) | bit(providers::Block::worker_suspended) |
                                            bit(providers::Block::organisation_inactive))) != 0;
}

Status release_worker(command::Tx& tx, const command::Deadline& deadline) {
  const WorkerId worker{deadline.subject};
  if (!out_of_service(tx.kernel, worker, tx.now)) {
    tx.nothing_to_do();
    return {};
  }
  YILIN_TRY(const bool more, release(tx, worker, {}, orders::Reason::carer_busy, "服务人员已停派"));
  if (more) tx.set_deadline("dispatch.release", deadline.subject, tx.now);
  return {};
}

Status release_refused(command::Tx& tx, const command::Deadline& deadline) {
  WorkerId worker;
  ElderId elder;
  {
    auto rows = tx.db.rows("SELECT worker_id, elder_id FROM elder_refusal WHERE id = ?", deadline.subject);
    if (!rows.next()) {  // taken back meanwhile
      tx.nothing_to_do();
      return {};
    }
    worker = rows.id<WorkerId>(0);
    elder = rows.id<ElderId>(1);
  }
  YILIN_TRY(const bool more, release(tx, worker, elder, orders::Reason::elder_refused, "老人不愿由这位服务人员上门"));
  if (more) tx.set_deadline("dispatch.refused", deadline.subject, tx.now);
  return {};
}

// The workers of a suspended organisation who hold something, one deadline each.
Status release_organisation(command::Tx& tx, const command::Deadline& deadline) {
  for (const WorkerId worker : orders::workers_holding(tx.db, {deadline.subject})) tx.set_deadline("dispatch.release", worker.value, tx.now);
  tx.nothing_to_do();
  return {};
}

}  // namespace

void listen(Kernel& kernel) {
  auto& hear = kernel.notifications;
  hear.on<orders::VisitWaits>(visit_waits);
  hear.on<orders::OfferMade>(offer_made);
  hear.on<orders::OfferEnded>(offer_ended);
  hear.on<orders::VisitStaffed>([](command::Tx& tx, const orders::VisitStaffed& event) { return finish(tx, event.visit.id); });
  hear.on<orders::VisitCompleted>(visit_completed);
  hear.on<orders::VisitEnded>([](command::Tx& tx, const orders::VisitEnded& event) {
    forget_bookings(tx, event.visit.id);
    return finish(tx, event.visit.id);
  });
  // In a command of its own, as the machine: whoever suspends may not move the assignments, and there may be many.
  hear.on<providers::WorkerSuspended>([](command::Tx& tx, const providers::WorkerSuspended& event) -> Status {
    tx.set_deadline("dispatch.release", event.worker.value, tx.now);
    return {};
  });
  hear.on<providers::OrganisationSuspended>([](command::Tx& tx, const providers::OrganisationSuspended& event) -> Status {
    tx.set_deadline("dispatch.release_all", event.organisation.value, tx.now);
    return {};
  });
  hear.on<registry::ElderWithdrawing>([](command::Tx& tx, const registry::ElderWithdrawing& event) -> Status {
    if (tx.db.rows("SELECT 1 FROM elder_refusal WHERE elder_id = ? LIMIT 1", event.elder).next()) *event.in_use = true;
    return {};
  });
  kernel.deadlines->handle("dispatch.release", release_worker);
  kernel.deadlines->handle("dispatch.release_all", release_organisation);
  kernel.deadlines->handle("dispatch.refused", release_refused);
  kernel.deadlines->handle("dispatch.hold", hold_is_over);
  handle_batches(kernel);
  kernel.at_start([&kernel] { look_for_the_rest(kernel); });
}

}  // namespace yilin::dispatch
