#include "modules/orders/module.h"

#include "modules/orders/assigning.h"
#include "modules/orders/care.h"
#include "modules/orders/elders.h"
#include "modules/orders/parameters.h"
#include "modules/orders/past.h"
#include "modules/orders/placing.h"
#include "modules/orders/routes.h"
#include "modules/orders/rules.h"
#include "modules/orders/visiting.h"

namespace yilin::orders {

std::span<const sql::Migration> migrations();

const Parameters& parameters(const Kernel& kernel) { return kernel.parts.get<Parameters>(); }

Module module() {
  Module m;
  m.name = "orders";
  m.migrations = migrations();
  m.attach = [](Kernel& kernel, http::Router& router) {
    auto lease = kernel.readers->borrow();
    kernel.parts.put<Parameters>().load(*lease, "order_parameter");
    kernel.parts.put<QuotaSources>();
    kernel.deadlines->handle("order.offer", [](command::Tx& tx, const command::Deadline& d) { return expire_offer(tx, {d.subject}); });
    kernel.deadlines->handle("visit.confirm", [](command::Tx& tx, const command::Deadline& d) { return confirm_by_itself(tx, {d.subject}); });
    kernel.deadlines->handle("quota.expire", [](command::Tx& tx, const command::Deadline& d) { return expire_quota(tx, {d.subject}); });
    kernel.deadlines->handle("order.plan", [](command::Tx& tx, const command::Deadline& d) { return run_plan(tx, {d.subject}); });
    kernel.deadlines->handle("order.elder_gone", [](command::Tx& tx, const command::Deadline& d) { return elder_gone(tx, {d.subject}); });
    listen_to_elders(kernel);
    guard_withdrawals(kernel);
    add_routes(router);
  };
  m.errors = {&errors::quote_changed, &errors::quota_spent, &errors::not_for_this_elder, &errors::worker_blocked, &errors::already_offered,
              &errors::fully_staffed, &errors::offer_lapsed, &errors::already_rated, &errors::outside_promise, &errors::not_served_yet};
  m.verbs = {{"order.place", "下单"},           {"order.export", "导出订单"},           {"order.cancel", "取消订单"},     {"order.approve", "审核通过订单"},   {"order.refuse", "审核退回订单"},
             {"order.elder_gone", "老人去世或迁出，停止服务"},
             {"assignment.accept", "接单"},     {"assignment.reject", "拒单"},    {"assignment.depart", "出发"},       {"assignment.check_in", "签到"},
             {"assignment.check_out", "签退"},  {"assignment.no_show", "敲门无人"}, {"assignment.expire", "派单超时"},  {"visit.confirm", "确认服务"},
             {"visit.rate", "评价服务"},        {"visit.dispute", "提出争议"},    {"visit.resolve", "处理争议"},       {"visit.correct", "更正服务记录"},
             {"visit.reschedule", "改期"},      {"complaint.make", "投诉"},       {"complaint.handle", "处理投诉"},    {"complaint.close", "办结投诉"},
             {"callback.answer", "登记回访"},   {"plan.make", "制定定期计划"},    {"plan.pause", "暂停定期计划"},      {"plan.resume", "恢复定期计划"},
             {"plan.end", "结束定期计划"},      {"plan.run", "按定期计划下单"},   {"evidence.photo", "上传服务照片"},  {"quota.expire", "额度过期"},        {"tag.fix", "安装门牌标签"}};
  return m;
}

}  // namespace yilin::orders
