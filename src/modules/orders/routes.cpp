// HTTP ↔ commands and queries, each with its policy.
#include "modules/orders/routes.h"

#include "modules/orders/care.h"
#include "modules/orders/placing.h"
#include "modules/orders/rows.h"
#include "modules/orders/assigning.h"
#include "modules/orders/photos.h"
#include "modules/orders/views.h"
#include "modules/orders/visiting.h"
#include "modules/orders/worklists.h"
#include "modules/registry/registry.h"

namespace yilin::orders {
namespace {
using access::Permission;
using access::Role;
using http::Nothing;

constexpr Permission order_read{"order.read", "查看订单", {Role::official, Role::community_worker, Role::hotline_operator, Role::dispatcher, Role::auditor,
                                                         Role::provider_manager, Role::carer, Role::finance, Role::elder, Role::family}};
constexpr Permission order_place{"order.place", "下单", {Role::official, Role::community_worker, Role::hotline_operator, Role::dispatcher, Role::elder, Role::family}};
constexpr Permission order_review{"order.review", "审核订单", {Role::official, Role::dispatcher}};
constexpr Permission visit_serve{"visit.serve", "上门服务", {Role::carer, Role::provider_manager, Role::dispatcher}};
constexpr Permission visit_confirm{"visit.confirm", "确认与评价服务", {Role::community_worker, Role::hotline_operator, Role::elder, Role::family}};
constexpr Permission visit_dispute{"visit.dispute", "对服务提出争议", {Role::official, Role::community_worker, Role::hotline_operator, Role::dispatcher, Role::elder, Role::family}};
constexpr Permission visit_resolve{"visit.resolve", "处理服务争议", {Role::official, Role::dispatcher}};
constexpr Permission complaint_handle{"complaint.handle", "处理投诉", {Role::official, Role::community_worker, Role::hotline_operator, Role::dispatcher, Role::provider_manager}};
constexpr Permission callback_work{"callback.work", "回访核查", {Role::official, Role::hotline_operator, Role::auditor}};
constexpr Permission tag_fix{"tag.fix", "安装门牌标签", {Role::community_worker, Role::official}};

CancelledBy who_cancels(const access::Caller& caller) {
  if (caller.roles.has(Role::elder)) return CancelledBy::elder;
  if (caller.roles.has(Role::family)) return CancelledBy::family;
  if (caller.kind == access::CallerKind::organisation || caller.kind == access::CallerKind::worker) return CancelledBy::provider;
  return CancelledBy::staff;
}

Order recorded(command::Tx& tx, std::string_view verb, Order order, std::string reason = {}) {
  tx.record({verb, "order", order.id.value, order.region, order.elder_id, std::move(reason), entity::to_json(order)}, order.organisation_id);
  return order;
}
Visit recorded(command::Tx& tx, std::string_view verb, Visit visit, std::string reason = {}) {
  tx.changed({"order", visit.order_id.value, visit.region, visit.organisation_id, {}, visit.elder_id});
  tx.record({verb, "visit", visit.id.value, visit.region, visit.elder_id, std::move(reason), entity::to_json(visit)}, visit.organisation_id);
  return visit;
}
Assignment recorded(command::Tx& tx, std::string_view verb, Assignment a, std::string reason = {}) {
  tx.changed({"order", a.order_id.value, a.region, a.organisation_id, a.worker_id, a.elder_id});
  tx.record({verb, "assignment", a.id.value, a.region, a.elder_id, std::move(reason), entity::to_json(a)}, a.organisation_id, a.worker_id);
  return a;
}

Result<Order> place_order(command::Tx& tx, const NewOrder& in) {
  YILIN_TRY(Order order, place(tx, in));
  return recorded(tx, "order.place", std::move(order));
}
Result<catalogue::Quote> quote_order(command::Reader& reader, const NewOrder& in) {
  YILIN_TRY(const registry::ElderBrief elder, registry::brief(reader, in.elder_id));
  return quote(reader.kernel, in, quota(reader.db, reader.kernel, elder.id, Month::of(civil_date(in.wanted_from))));
}
Result<Order> cancel_by_id(command::Tx& tx, const CancelInput& in) {
  YILIN_CHECK(cancel(tx, in.id, in.reason, in.reason_text, who_cancels(tx.caller)));
  YILIN_TRY(Order order, order(tx.db, tx.vault(), in.id));
  return recorded(tx, "order.cancel", std::move(order), in.reason_text);
}
Result<Order> review_order(command::Tx& tx, const ReviewInput& in) {
  YILIN_TRY(Order order, review(tx, in.id, in.approve, in.reason));
  return recorded(tx, in.approve ? "order.approve" : "order.refuse", std::move(order), in.reason);
}
Result<Visit> confirm_visit(command::Tx& tx, const VisitPath& in) {
  YILIN_CHECK(confirm(tx, in.id));
  YILIN_TRY(Visit row, visit(tx.db, tx.vault(), in.id));
  return recorded(tx, "visit.confirm", std::move(row));
}
Result<Rating> rate_visit(command::Tx& tx, const RatingInput& in) {
  YILIN_TRY(Rating rating, rate(tx, in.id, in.face, in.words));
  tx.record({"visit.rate", "visit", rating.visit_id.value, rating.region, rating.elder_id, {}, entity::to_json(rating)}, rating.organisation_id,
            rating.worker_id);
  return rating;
}
Result<Correction> correct_visit(command::Tx& tx, const CorrectionInput& in) {
  YILIN_TRY(Correction correction, correct(tx, in));
  tx.record({"visit.correct", "visit", correction.visit_id.value, correction.region, {}, in.reason, entity::to_json(correction)});
  return correction;
}
Result<Quota> show_quota(command::Reader& reader, const QuotaInput& in) {
  YILIN_CHECK(registry::brief(reader, in.id));
  return quota(reader.db, reader.kernel, in.id, in.month.index ? in.month : Month::of(reader.today()));
}
Result<Nothing> fix_tag(command::Tx& tx, const TagInput& in) {
  YILIN_TRY(const registry::ElderBrief elder, registry::brief(tx, in.id));
  tx.db.exec("INSERT INTO door_tag (elder_id, tag_index, fixed_at) VALUES (?, ?, ?) "
             "ON CONFLICT (elder_id) DO UPDATE SET tag_index = excluded.tag_index, fixed_at = excluded.fixed_at",
             elder.id, tag_index(tx.kernel, in.tag), tx.now);
  tx.record({"tag.fix", "elder", elder.id.value, elder.region, elder.id, {}, "{}"});
  return Nothing{};
}

// A step of the carer's: the façade's function, then its act.
using Step = Result<Assignment> (*)(command::Tx&, const StepInput&);
auto step(Step work, std::string_view verb) {
  return [work, verb](command::Tx& tx, const StepInput& in) -> Result<Assignment> {
    YILIN_TRY(Assignment assignment, work(tx, in));
    return recorded(tx, verb, std::move(assignment), in.reason_text);
  };
}

}  // namespace

void add_routes(http::Router& router) {
  add_export_routes(router);
  router.query<NewOrder, catalogue::Quote>({"GET /api/orders/quote", "报价", order_place}, quote_order);
  router.command<NewOrder, Order>({"POST /api/orders", "下单", order_place}, place_order);
  router.query<OrderList, http::Page<OrderRow>>({"GET /api/orders", "订单列表", order_read}, list_orders);
  router.query<OrderPath, OrderView>({"GET /api/orders/{id}", "订单详情", order_read}, show_order);
  router.command<CancelInput, Order>({"POST /api/orders/{id}/cancel", "取消订单", order_place}, cancel_by_id);
  router.command<ReviewInput, Order>({"POST /api/orders/{id}/review", "审核订单", order_review}, review_order);
  router.query<QuotaInput, Quota>({"GET /api/elders/{id}/quota", "月度额度", order_place}, show_quota);
  router.command<TagInput, Nothing>({"POST /api/elders/{id}/door-tag", "安装门牌标签", tag_fix}, fix_tag);

  router.query<Nothing, CareDay>({"GET /api/care/today", "我的今日服务", visit_serve},
                                 [](command::Reader& reader, const Nothing&) { return care_today(reader); });
  router.command<StepInput, Assignment>({"POST /api/assignments/{id}/accept", "接单", visit_serve}, step(accept, "assignment.accept"));
  router.command<StepInput, Assignment>({"POST /api/assignments/{id}/reject", "拒单", visit_serve}, step(reject, "assignment.reject"));
  router.command<StepInput, Assignment>({"POST /api/assignments/{id}/depart", "出发", visit_serve}, step(depart, "assignment.depart"));
  router.command<StepInput, Assignment>({"POST /api/assignments/{id}/check-in", "签到", visit_serve}, step(check_in, "assignment.check_in"));
  router.command<StepInput, Assignment>({"POST /api/assignments/{id}/check-out", "签退", visit_serve}, step(check_out, "assignment.check_out"));
  router.command<StepInput, Assignment>({"POST /api/assignments/{id}/no-show", "无人应门", visit_serve}, step(no_show, "assignment.no_show"));

  router.raw({"POST /api/uploads/assignments/{id}/photo", "上传服务照片（JPEG，?device_at=拍摄时间）", visit_serve, false}, keep_photo, nullptr,
             &PhotoKept::fields());
  router.raw({"GET /api/evidence/{id}/photo", "查看服务照片", order_read}, show_photo);

  router.command<VisitPath, Visit>({"POST /api/visits/{id}/confirm", "确认服务", visit_confirm}, confirm_visit);
  router.command<RatingInput, Rating>({"POST /api/visits/{id}/rating", "评价服务", visit_confirm}, rate_visit);
  router.command<DisputeInput, Visit>({"POST /api/visits/{id}/dispute", "提出争议", visit_dispute},
                                      [](command::Tx& tx, const DisputeInput& in) -> Result<Visit> {
                                        YILIN_TRY(Visit row, dispute(tx, in.id, in.reason));
                                        return recorded(tx, "visit.dispute", std::move(row), in.reason);
                                      });
  router.command<ResolveInput, Visit>({"POST /api/visits/{id}/resolve", "处理争议", visit_resolve},
                                      [](command::Tx& tx, const ResolveInput& in) -> Result<Visit> {
                                        YILIN_TRY(Visit row, resolve(tx, in.id, in.uphold, in.reason));
                                        return recorded(tx, "visit.resolve", std::move(row), in.reason);
                                      });
  router.command<CorrectionInput, Correction>({"POST /api/visits/{id}/correct", "更正服务记录", visit_resolve}, correct_visit);
  router.command<RescheduleInput, Visit>({"POST /api/visits/{id}/reschedule", "改期", order_place},
                                         [](command::Tx& tx, const RescheduleInput& in) -> Result<Visit> {
                                           YILIN_TRY(Visit row, reschedule(tx, in.id, in.start, in.reason));
                                           return recorded(tx, "visit.reschedule", std::move(row), in.reason);
                                         });
  router.query<FlaggedList, http::Page<FlaggedVisit>>({"GET /api/visits/flagged", "异常服务", order_read}, flagged_visits);

  router.command<ComplaintInput, Complaint>({"POST /api/complaints", "投诉", visit_dispute}, complain);
  router.query<StateList, http::Page<ComplaintView>>({"GET /api/complaints", "投诉列表", order_read}, list_complaints);
  router.query<ComplaintPath, ComplaintView>({"GET /api/complaints/{id}", "投诉详情", order_read}, show_complaint);
  router.command<ComplaintHandling, Complaint>({"POST /api/complaints/{id}/handle", "处理投诉", complaint_handle}, handle_complaint);
  router.query<StateList, http::Page<CallbackView>>({"GET /api/callbacks", "回访任务", callback_work}, list_callbacks);
  router.query<CallbackPath, CallbackView>({"GET /api/callbacks/{id}", "回访详情", callback_work}, show_callback);
  router.command<CallbackAnswer, Callback>({"POST /api/callbacks/{id}/answer", "登记回访", callback_work}, answer_callback);

  router.command<NewPlan, OrderPlan>({"POST /api/order-plans", "制定定期计划", order_place}, make_plan);
  router.query<StateList, http::Page<PlanView>>({"GET /api/order-plans", "定期计划", order_read}, list_plans);
  router.query<PlanPath, PlanView>({"GET /api/order-plans/{id}", "定期计划详情", order_read}, show_plan);
  const auto mover = [](PlanState to) {
    return [to](command::Tx& tx, const PlanMove& in) { return move_plan(tx, in, to); };
  };
  router.command<PlanMove, OrderPlan>({"POST /api/order-plans/{id}/pause", "暂停定期计划", order_place}, mover(PlanState::paused));
  router.command<PlanMove, OrderPlan>({"POST /api/order-plans/{id}/resume", "恢复定期计划", order_place}, mover(PlanState::active));
  router.command<PlanMove, OrderPlan>({"POST /api/order-plans/{id}/end", "结束定期计划", order_place}, mover(PlanState::ended));
}

}  // namespace yilin::orders
