// Orders of an earlier system, and the workers and organisations that orders hold on to.
#include "modules/orders/past.h"

#include "modules/orders/rows.h"
#include "modules/providers/providers.h"

namespace yilin::orders {
namespace {

Visit visit_of(command::Tx& tx, const Order& order, const PastOrder& in) {
  Visit v;
  v.id = tx.new_id<VisitId>();
  v.order_id = order.id;
  v.elder_id = order.elder_id;
  v.item_id = order.item_id;
  v.region = order.region;
  v.organisation_id = order.organisation_id;
  v.planned_start = v.started_at = in.started_at;
  v.planned_end = v.ended_at = v.confirmed_at = in.ended_at;
  v.state = VisitState::settled;
  v.minutes = static_cast<std::int32_t>((in.ended_at - in.started_at).value / 60'000);
  v.face = in.face ? static_cast<std::int32_t>(*in.face) : 0;
  v.created_at = in.placed_at;
  v.updated_at = in.ended_at;
  return v;
}

Assignment assignment_of(command::Tx& tx, const Visit& visit, const PastOrder& in) {
  Assignment a;
  a.id = tx.new_id<AssignmentId>();
  a.visit_id = visit.id;
  a.order_id = visit.order_id;
  a.elder_id = visit.elder_id;
  a.region = visit.region;
  a.worker_id = in.worker_id;
  a.organisation_id = visit.organisation_id;
  a.state = AssignmentState::checked_out;
  a.offered_at = a.decided_at = in.placed_at;
  a.checked_in_at = in.started_at;
  a.checked_out_at = in.ended_at;
  a.manual = true;
  a.explain = "[]";
  return a;
}

Rating rating_of(command::Tx& tx, const Visit& visit, const PastOrder& in) {
  Rating r;
  r.id = tx.new_id<RatingId>();
  r.visit_id = visit.id;
  r.elder_id = visit.elder_id;
  r.worker_id = in.worker_id;
  r.organisation_id = visit.organisation_id;
  r.region = visit.region;
  r.face = *in.face;
  r.words = in.words;
  r.by_user = tx.caller.user;
  r.at = in.ended_at;
  return r;
}

bool any(sql::Connection& db, const sql::Statement& statement) { return db.rows(statement).next(); }

}  // namespace

Result<OrderId> add_past(command::Tx& tx, const PastOrder& in) {
  if (in.placed_at > in.started_at) return fail_field("placed", "下单时间", "下单时间不能晚于服务开始时间。");
  if (in.ended_at < in.started_at) return fail_field("ended", "服务结束时间", "服务结束时间不能早于开始时间。");
  if (in.ended_at > tx.now) return fail_field("started", "服务时间", "往日订单的服务时间应在今天之前。");
  if (in.price_fen != in.subsidy_fen + in.self_fen) return fail_field("price", "总价", "总价应等于补贴加自付。");
  Order o;
  o.id = tx.new_id<OrderId>();
  o.elder_id = in.elder_id;
  o.item_id = in.item_id;
  o.region = in.region;
  o.organisation_id = in.organisation_id;
  o.units = in.units;
  o.channel = Channel::imported;
  o.placed_by = tx.caller.user;
  o.wanted_from = in.started_at;
  o.wanted_to = in.started_at;
  o.state = in.cancelled ? OrderState::cancelled : OrderState::closed;
  o.price_fen = in.price_fen;
  o.subsidy_fen = in.subsidy_fen;
  o.self_fen = in.self_fen;
  o.quota_month = Month::of(civil_date(in.started_at));
  o.note = in.note;
  o.reason = in.cancelled ? Reason::other : Reason::none;
  o.cancelled_by = in.cancelled ? CancelledBy::staff : CancelledBy::nobody;
  o.created_at = in.placed_at;
  o.updated_at = in.cancelled ? in.started_at : in.ended_at;
  entity::store::insert(tx.db, tx.vault(), "service_order", o);
  if (in.cancelled) {
    YILIN_CHECK(tx.announce(PastOrderAdded{o, nullptr, nullptr}));
    return o.id;
  }
  const Visit v = visit_of(tx, o, in);
  entity::store::insert(tx.db, tx.vault(), "visit", v);
  if (in.worker_id) entity::store::insert(tx.db, tx.vault(), "assignment", assignment_of(tx, v, in));
  std::optional<Rating> rating;
  if (in.face) {
    rating = rating_of(tx, v, in);
    entity::store::insert(tx.db, tx.vault(), "rating", *rating);
  }
  YILIN_CHECK(tx.announce(PastOrderAdded{o, &v, rating ? &*rating : nullptr}));
  return o.id;
}

Result<bool> withdraw_past(command::Tx& tx, OrderId id) {
  auto found = order(tx.db, tx.vault(), id);
  if (!found || found->channel != Channel::imported || found->version != 1) return false;
  const auto visit = first<Visit>(tx.db, tx.vault(), "visit", entity::store::select<Visit>("visit", "t").add(" WHERE t.order_id = ?", id));
  if (any(tx.db, {"SELECT 1 FROM complaint WHERE order_id = ?", id})) return false;
  std::optional<Rating> rating;
  if (visit) {
    if (visit->version != 1 || any(tx.db, {"SELECT 1 FROM callback WHERE visit_id = ?", visit->id}) ||
        any(tx.db, {"SELECT 1 FROM correction WHERE visit_id = ?", visit->id}))
      return false;
    rating = first<Rating>(tx.db, tx.vault(), "rating", entity::store::select<Rating>("rating", "t").add(" WHERE t.visit_id = ?", visit->id));
    tx.db.queue("DELETE FROM rating WHERE visit_id = ?", visit->id);
    tx.db.queue("DELETE FROM assignment WHERE visit_id = ?", visit->id);
    tx.db.queue("DELETE FROM visit WHERE id = ?", visit->id);
  }
  tx.db.queue("DELETE FROM service_order WHERE id = ?", id);
  YILIN_CHECK(tx.announce(PastOrderWithdrawn{*found, visit ? &*visit : nullptr, rating ? &*rating : nullptr}));
  return true;
}

void guard_withdrawals(Kernel& kernel) {
  kernel.notifications.on<providers::WorkerWithdrawing>([](command::Tx& tx, const providers::WorkerWithdrawing& event) -> Status {
    *event.in_use = *event.in_use || any(tx.db, {"SELECT 1 FROM assignment WHERE worker_id = ?", event.worker}) ||
                    any(tx.db, {"SELECT 1 FROM order_plan WHERE worker_id = ?", event.worker});
    return {};
  });
  kernel.notifications.on<providers::OrganisationWithdrawing>([](command::Tx& tx, const providers::OrganisationWithdrawing& event) -> Status {
    *event.in_use = *event.in_use || any(tx.db, {"SELECT 1 FROM service_order WHERE organisation_id = ?", event.organisation}) ||
                    any(tx.db, {"SELECT 1 FROM visit WHERE organisation_id = ?", event.organisation}) ||
                    any(tx.db, {"SELECT 1 FROM order_plan WHERE organisation_id = ?", event.organisation});
    return {};
  });
}

}  // namespace yilin::orders
