// What a dispatcher, or an elder, decides.
#include <algorithm>

#include "kernel/entity/json.h"
#include "modules/dispatch/commands.h"
#include "modules/dispatch/lineup.h"
#include "modules/dispatch/machine.h"
#include "modules/registry/registry.h"

namespace yilin::dispatch {
namespace {

// A visit inside the caller's scope that waits for a carer.
Result<orders::Visit> waiting_visit(command::Tx& tx, VisitId id) {
  YILIN_TRY(orders::Visit visit, orders::visit_in_scope(tx.reader(), id));
  if (visit.state != orders::VisitState::planned) return fail(errors::not_waiting);
  return visit;
}

bool has_refused(command::Tx& tx, ElderId elder, WorkerId worker) {
  sql::Statement statement("SELECT 1 FROM elder_refusal t WHERE t.worker_id = ?", worker);
  return tx.db.rows(statement.add(registry::of_elder("t.elder_id", tx.kernel, elder))).next();
}

// Room for a human's choice: the machine's weakest open offer gives way.
Status make_room(command::Tx& tx, const Field& field) {
  if (field.missing > 0) return {};
  const orders::Assignment* weakest = nullptr;
  for (const orders::Assignment& a : field.assignments)
    if (a.state == orders::AssignmentState::offered && !a.manual && (!weakest || a.score < weakest->score)) weakest = &a;
  if (!weakest) return fail(errors::not_waiting, "这次服务的人员已满，请先撤回已派的人员。");
  orders::StepInput step;
  step.id = weakest->id;
  step.reason = orders::Reason::other;
  step.reason_text = "调度员另行指派";
  YILIN_CHECK(orders::reject(tx, step));
  return {};
}

bool same_organisation(const Field& field, WorkerId worker, OrganisationId organisation, std::int32_t needed) {
  if (needed < 2) return true;
  return std::none_of(field.assignments.begin(), field.assignments.end(), [&](const orders::Assignment& a) {
    const bool firm = holds_place(a.state) && (a.manual || a.state != orders::AssignmentState::offered);
    return firm && a.worker_id != worker && a.organisation_id != organisation;
  });
}

}  // namespace

Result<orders::Assignment> offer_by_hand(command::Tx& tx, const OfferByHand& in) {
  YILIN_TRY(const orders::Visit visit, waiting_visit(tx, in.id));
  const auto facts = providers::worker(tx.kernel, in.worker_id);
  if (!facts) return fail_field("worker_id", "服务人员", "没有这位服务人员。");
  auto record = case_of(tx.db, tx.vault(), visit.id);
  if (!record) record = open_case(tx, visit, {}, CaseState::manual);
  YILIN_TRY(Field field, survey(tx.db, tx.kernel, visit, &*record, tx.today()));

  YILIN_CHECK(add_workers(tx.db, tx.kernel, field, visit.elder_id, {&in.worker_id, 1}));
  for (rules::Worker& w : field.workers) w.wanted = w.id == record->wanted_worker_id;
  if (field.workers[0].refused) return fail(errors::refused_by_elder);
  if (!same_organisation(field, in.worker_id, facts->organisation, visit.workers_needed)) return fail(errors::other_organisation);
  for (const rules::Booking& b : field.workers[0].bookings)
    if (b.visit != visit.id && rules::overlaps(b, field.wish)) return fail(errors::busy_then);

  record->state = CaseState::manual;
  store(tx, *record);
  YILIN_CHECK(make_room(tx, field));
  record = case_of(tx.db, tx.vault(), visit.id);
  record->state = CaseState::manual;
  record->why.clear();
  record->escalated_at = {};
  store(tx, *record);
  const rules::Ranked ranked = rules::judge(field.wish, field.workers[0], field.terms);
  YILIN_TRY(orders::Assignment made,
            orders::offer(tx, {visit.id, in.worker_id, facts->organisation, {}, true, ranked.score, explain_json(ranked)}));
  tx.record({"dispatch.assign", "visit", visit.id.value, visit.region, visit.elder_id, {}, entity::to_json(made)}, made.organisation_id,
            made.worker_id);
  return made;
}

Result<Case> give_back(command::Tx& tx, const VisitPath& in) {
  YILIN_TRY(const orders::Visit visit, waiting_visit(tx, in.id));
  YILIN_TRY(const Case record, begin_again(tx, visit));
  tx.record({"dispatch.auto", "visit", visit.id.value, visit.region, visit.elder_id, {}, entity::to_json(record)});
  return record;
}

Result<Refusal> refuse(command::Tx& tx, const NewRefusal& in) {
  YILIN_TRY(const registry::ElderBrief elder, registry::brief(tx, in.elder_id));
  if (!providers::worker(tx.kernel, in.worker_id)) return fail_field("worker_id", "服务人员", "没有这位服务人员。");
  if (has_refused(tx, elder.id, in.worker_id)) return fail(errors::already_refused);
  Refusal refusal{tx.new_id<RefusalId>(), elder.id, in.worker_id, elder.region, in.reason, tx.caller.user, tx.now};
  entity::store::insert(tx.db, tx.vault(), "elder_refusal", refusal);
  tx.set_deadline("dispatch.refused", refusal.id.value, tx.now);
  tx.record({"dispatch.refuse", "elder", elder.id.value, elder.region, elder.id, in.reason, entity::to_json(refusal)});
  return refusal;
}

Result<Refusal> take_back_refusal(command::Tx& tx, const RefusalPath& in) {
  auto statement = entity::store::select<Refusal>("elder_refusal", "t").add(" WHERE t.id = ?", in.id);
  statement.add(access::visible({.region = "t.region", .elder = "t.elder_id"}, tx.caller));
  std::optional<Refusal> refusal;
  {
    auto rows = tx.db.rows(statement);
    if (!rows.next()) return fail(yilin::errors::not_found);
    refusal = entity::store::read<Refusal>(rows, tx.vault(), "elder_refusal");
  }
  tx.db.queue("DELETE FROM elder_refusal WHERE id = ?", refusal->id);
  tx.record({"dispatch.refusal_end", "elder", refusal->elder_id.value, refusal->region, refusal->elder_id, {}, entity::to_json(*refusal)});
  return *refusal;
}

}  // namespace yilin::dispatch
