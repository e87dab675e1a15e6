// What becomes of an elder's orders when she dies, leaves or is taken back.
#include "modules/orders/elders.h"

#include <fmt/format.h>

#include "modules/orders/rows.h"
#include "modules/registry/registry.h"

namespace yilin::orders {
namespace {

constexpr int kCancelledAtOnce = 5;  // with visits, offers and quota some 15 statements each: 5 ms in all

Status stop_service(command::Tx& tx, ElderId elder) {
  // In a command of its own, as the machine: whoever registers a death may not move orders, and there may be many.
  tx.set_deadline("order.elder_gone", elder.value, tx.now);
  return {};
}

bool in_use(command::Tx& tx, ElderId elder) {
  const auto any = [&](sql::Literal text) { return tx.db.rows(sql::Statement(text, elder)).next(); };
  return any("SELECT 1 FROM service_order WHERE elder_id = ? LIMIT 1") || any("SELECT 1 FROM complaint WHERE elder_id = ? LIMIT 1") ||
         any("SELECT 1 FROM order_plan WHERE elder_id = ? LIMIT 1") || any("SELECT 1 FROM quota WHERE elder_id = ? LIMIT 1") ||
         any("SELECT 1 FROM door_tag WHERE elder_id = ? LIMIT 1");
}

// Ends her plans; returns how many.
int end_plans(command::Tx& tx, ElderId elder) {
  auto statement = entity::store::select<OrderPlan>("order_plan", "t").add(" WHERE t.state <> ?", PlanState::ended);
  statement.add(registry::of_elder("t.elder_id", tx.kernel, elder)).add(" ORDER BY t.id LIMIT 20");
  auto plans = all<OrderPlan>(tx.db, tx.vault(), "order_plan", statement);
  for (OrderPlan& plan : plans) {
    plan.state = PlanState::ended;
    tx.cancel_deadline("order.plan", plan.id.value);
    touch(tx, "order_plan", plan);
    tx.changed({"order_plan", plan.id.value, plan.region, plan.organisation_id, {}, plan.elder_id});
  }
  return static_cast<int>(plans.size());
}

// Those whose carer is at the door go on to their end.
std::vector<Order> still_open(command::Tx& tx, ElderId elder) {
  auto statement = entity::store::select<Order>("service_order", "t")
                       .add(" WHERE t.state IN (1, 2, 3, 4) AND NOT EXISTS (SELECT 1 FROM visit v WHERE v.order_id = t.id AND v.state = ?)",
                            VisitState::in_service);
  statement.add(registry::of_elder("t.elder_id", tx.kernel, elder)).add(" ORDER BY t.id LIMIT ?", kCancelledAtOnce);
  return all<Order>(tx.db, tx.vault(), "service_order", statement);
}

}  // namespace

Status elder_gone(command::Tx& tx, ElderId elder) {
  const auto facts = registry::facts(tx.kernel, elder);
  if (!facts || facts->state == registry::ElderState::active) {  // it was recorded in error, and taken back meanwhile
    tx.nothing_to_do();
    return {};
  }
  const Reason reason = facts->state == registry::ElderState::dead ? Reason::elder_died : Reason::elder_left;
  int done = end_plans(tx, elder);
  std::string ids;
  for (Order& order : still_open(tx, elder)) {
    YILIN_CHECK(cancel_order(tx, order, reason, {}, CancelledBy::system));
    tx.changed({"order", order.id.value, order.region, order.organisation_id, {}, order.elder_id});
    ids += fmt::format("{}\"{}\"", ids.empty() ? "" : ",", order.id.value);
    ++done;
  }
  if (done == 0) {
    tx.nothing_to_do();
    return {};
  }
  tx.set_deadline("order.elder_gone", elder.value, tx.now);  // until nothing is left
  tx.record({"order.elder_gone", "elder", elder.value, facts->region, elder, spoken(reason, {}), fmt::format(R"({{"orders":[{}]}})", ids)});
  return {};
}

void listen_to_elders(Kernel& kernel) {
  kernel.notifications.on<registry::ElderDied>([](command::Tx& tx, const registry::ElderDied& e) { return stop_service(tx, e.elder); });
  kernel.notifications.on<registry::ElderMoved>([](command::Tx& tx, const registry::ElderMoved& e) -> Status {
    return e.to.value == 0 ? stop_service(tx, e.elder) : Status{};
  });
  kernel.notifications.on<registry::ElderWithdrawing>([](command::Tx& tx, const registry::ElderWithdrawing& e) -> Status {
    if (in_use(tx, e.elder)) *e.in_use = true;
    return {};
  });
}

}  // namespace yilin::orders
