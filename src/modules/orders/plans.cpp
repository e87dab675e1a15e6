// Recurring orders: a plan places the orders of the coming days, each with a quote of its own day.
#include <algorithm>

#include "modules/orders/care.h"
#include "modules/orders/parameters.h"
#include "kernel/lifecycle/lifecycle.h"
#include "modules/orders/rows.h"
#include "modules/orders/rules.h"
#include "modules/registry/registry.h"

namespace yilin::orders {
namespace {
constexpr int kOrdersPerRunMax = 14;

// The plan runs again early the next morning.
void wait_for_tomorrow(command::Tx& tx, const OrderPlan& plan) {
  tx.set_deadline("order.plan", plan.id.value, start_of_day(tx.today() + 1) + hours(5));
}
}  // namespace

Result<OrderPlan> make_plan(command::Tx& tx, const NewPlan& in) {
  YILIN_TRY(const registry::ElderBrief elder, registry::brief(tx, in.elder_id));
  YILIN_TRY(const catalogue::ServiceItem item, catalogue::item(tx.kernel, in.item_id));
  OrderPlan plan;
  plan.id = tx.new_id<PlanId>();
  plan.elder_id = elder.id;
  plan.item_id = item.id;
  plan.region = elder.region;
  plan.organisation_id = in.organisation_id;
  plan.worker_id = in.worker_id;
  plan.units = in.units;
  plan.weekdays = in.weekdays;
  std::sort(plan.weekdays.begin(), plan.weekdays.end());
  plan.weekdays.erase(std::unique(plan.weekdays.begin(), plan.weekdays.end()), plan.weekdays.end());
  plan.start_min = in.start_min;
  plan.window_min = in.window_min;
  plan.from_date = in.from_date ? in.from_date : tx.today() + 1;
  plan.to_date = in.to_date;
  if (plan.from_date <= tx.today()) return fail_field("from_date", "开始日期", "定期计划最早从明天开始。");
  if (plan.to_date && plan.to_date < plan.from_date) return fail_field("to_date", "结束日期", "结束日期不能早于开始日期。");
  plan.generated_to = plan.from_date + -1;
  plan.note = in.note;
  plan.by_user = tx.caller.user;
  plan.created_at = plan.updated_at = tx.now;
  entity::store::insert(tx.db, tx.vault(), "order_plan", plan);
  tx.set_deadline("order.plan", plan.id.value, tx.now + seconds(1));
  tx.record({"plan.make", "order_plan", plan.id.value, plan.region, plan.elder_id, {}, entity::to_json(plan)}, plan.organisation_id);
  return plan;
}

Result<OrderPlan> move_plan(command::Tx& tx, const PlanMove& in, PlanState to) {
  YILIN_TRY(OrderPlan plan, mine<OrderPlan>(tx, "order_plan", kOrderOwner, in.id));
  if (plan.version != in.version) return fail(yilin::errors::conflict);
  if (plan.state == PlanState::ended || plan.state == to) return fail(lifecycle::errors::illegal_move);
  plan.state = to;
  if (to == PlanState::active) {
    plan.generated_to = std::max(plan.generated_to, tx.today());
    tx.set_deadline("order.plan", plan.id.value, tx.now + seconds(1));
  } else {
    tx.cancel_deadline("order.plan", plan.id.value);
  }
  touch(tx, "order_plan", plan);
  const std::string_view verb = to == PlanState::active ? "plan.resume" : to == PlanState::paused ? "plan.pause" : "plan.end";
  tx.record({verb, "order_plan", plan.id.value, plan.region, plan.elder_id, {}, entity::to_json(plan)}, plan.organisation_id);
  return plan;
}

Status run_plan(command::Tx& tx, PlanId id) {
  YILIN_TRY(OrderPlan plan, by_id<OrderPlan>(tx.db, tx.vault(), "order_plan", id));
  const auto elder = registry::facts(tx.kernel, plan.elder_id);
  const bool alive = elder && elder->state == registry::ElderState::active;
  if (plan.state != PlanState::active) {
    tx.nothing_to_do();
    return {};
  }
  std::string placed;
  if (!alive || (plan.to_date && plan.generated_to >= plan.to_date)) {
    plan.state = PlanState::ended;
  } else {
    const Date until = tx.today() + static_cast<std::int32_t>(parameters(tx.kernel).value("plan_days_ahead", plan.region, tx.today()));
    int count = 0;
    for (const Date day : plan_days(plan, plan.generated_to, until)) {
      NewOrder wish;
      wish.elder_id = plan.elder_id;
      wish.item_id = plan.item_id;
      wish.units = plan.units;
      wish.wanted_from = start_of_day(day) + minutes(plan.start_min);
      wish.wanted_to = wish.wanted_from + minutes(plan.window_min);
      wish.organisation_id = plan.organisation_id;
      wish.worker_id = plan.worker_id;
      wish.channel = Channel::plan;
      wish.note = plan.note;
      YILIN_TRY(const Order order, place(tx, wish, plan.id));
      placed += (placed.empty() ? "\"" : ",\"") + std::to_string(order.id.value) + "\"";
      tx.changed({"order", order.id.value, order.region, order.organisation_id, {}, order.elder_id});
      plan.generated_to = day;
      if (++count == kOrdersPerRunMax) break;
    }
    if (count < kOrdersPerRunMax) plan.generated_to = std::max(plan.generated_to, until);
    wait_for_tomorrow(tx, plan);
  }
  touch(tx, "order_plan", plan);
  tx.record({"plan.run", "order_plan", plan.id.value, plan.region, plan.elder_id, {}, "{\"orders\":[" + placed + "]}"}, plan.organisation_id);
  return {};
}

}  // namespace yilin::orders
