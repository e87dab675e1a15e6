// The field tables of what screens see and send.
#include "modules/orders/inputs.h"
#include "modules/orders/views.h"
#include "modules/orders/visiting.h"

namespace yilin::orders {
using entity::field;
using entity::Pii;
using entity::Table;

const Table& OrderRow::fields() {
  static const Table table("OrderRow", "订单", {
      field<&OrderRow::id>("id", "订单编号"),
      field<&OrderRow::elder_id>("elder_id", "老人编号"),
      field<&OrderRow::elder_name>("elder_name", "老人").pii(Pii::name),
      field<&OrderRow::region>("region", "区划"),
      field<&OrderRow::region_name>("region_name", "社区"),
      field<&OrderRow::item_name>("item_name", "服务项目"),
      field<&OrderRow::organisation_name>("organisation_name", "服务组织"),
      field<&OrderRow::wanted_from>("wanted_from", "希望时间起"),
      field<&OrderRow::wanted_to>("wanted_to", "希望时间止"),
      field<&OrderRow::created_at>("created_at", "下单时间"),
      field<&OrderRow::state>("state", "状态"),
      field<&OrderRow::channel>("channel", "来源"),
      field<&OrderRow::price_fen>("price_fen", "价格").unit("分"),
      field<&OrderRow::self_fen>("self_fen", "自付").unit("分"),
      field<&OrderRow::late>("late", "已逾期"),
  });
  return table;
}
const Table& AssignmentView::fields() {
  static const Table table("AssignmentView", "派单情况", {
      field<&AssignmentView::assignment>("assignment", "派单"),
      field<&AssignmentView::worker_name>("worker_name", "服务人员"),
      field<&AssignmentView::organisation_name>("organisation_name", "服务组织"),
  });
  return table;
}
const Table& VisitView::fields() {
  static const Table table("VisitView", "上门服务情况", {
      field<&VisitView::visit>("visit", "上门服务"),
      field<&VisitView::flags>("flags", "异常").list_max(16),
      field<&VisitView::assignments>("assignments", "派单").list_max(50),
      field<&VisitView::evidence>("evidence", "凭证").list_max(50),
      field<&VisitView::corrections>("corrections", "更正").list_max(50),
      field<&VisitView::rating_words>("rating_words", "评价留言"),
      field<&VisitView::service_code>("service_code", "服务码").describe("上门时由老人说给服务人员"),
  });
  return table;
}
const Table& OrderView::fields() {
  static const Table table("OrderView", "订单详情", {
      field<&OrderView::order>("order", "订单"),
      field<&OrderView::elder_name>("elder_name", "老人").pii(Pii::name),
      field<&OrderView::region_name>("region_name", "社区"),
      field<&OrderView::item_name>("item_name", "服务项目"),
      field<&OrderView::organisation_name>("organisation_name", "服务组织"),
      field<&OrderView::placed_by_name>("placed_by_name", "下单人"),
      field<&OrderView::visits>("visits", "上门服务").list_max(50),
  });
  return table;
}
const Table& OrderPath::fields() {
  static const Table table("OrderPath", "订单", {field<&OrderPath::id>("id", "订单编号").required()});
  return table;
}
const Table& VisitPath::fields() {
  static const Table table("VisitPath", "上门服务", {field<&VisitPath::id>("id", "服务编号").required()});
  return table;
}
const Table& OrderList::fields() {
  static const Table table("OrderList", "订单查询", {
      field<&OrderList::region>("region", "区划"),
      field<&OrderList::state>("state", "状态").list_max(7),
      field<&OrderList::elder>("elder", "老人编号"),
      field<&OrderList::organisation>("organisation", "服务组织"),
      field<&OrderList::item>("item", "服务项目"),
      field<&OrderList::from>("from", "下单日期起"),
      field<&OrderList::to>("to", "下单日期止"),
      field<&OrderList::plan>("plan", "定期计划"),
      field<&OrderList::late>("late", "只看逾期"),
      field<&OrderList::disputed>("disputed", "只看有争议"),
      field<&OrderList::limit>("limit", "每页条数").range(1, http::kPageMax),
      field<&OrderList::cursor>("cursor", "从此之后"),
  });
  return table;
}
const Table& CareVisit::fields() {
  static const Table table("CareVisit", "我的服务", {
      field<&CareVisit::assignment_id>("assignment_id", "派单编号"),
      field<&CareVisit::visit_id>("visit_id", "服务编号"),
      field<&CareVisit::state>("state", "状态"),
      field<&CareVisit::visit_state>("visit_state", "服务状态"),
      field<&CareVisit::planned_start>("planned_start", "计划开始"),
      field<&CareVisit::planned_end>("planned_end", "计划结束"),
      field<&CareVisit::expires_at>("expires_at", "应答期限"),
      field<&CareVisit::checked_in_at>("checked_in_at", "签到时间"),
      field<&CareVisit::checked_out_at>("checked_out_at", "签退时间"),
      field<&CareVisit::elder_name>("elder_name", "老人").pii(Pii::name),
      field<&CareVisit::address>("address", "住址").pii(Pii::address),
      field<&CareVisit::region_name>("region_name", "社区"),
      field<&CareVisit::item_name>("item_name", "服务项目"),
      field<&CareVisit::standard>("standard", "服务标准"),
      field<&CareVisit::note>("note", "备注"),
      field<&CareVisit::elder_phone>("elder_phone", "电话").pii(Pii::phone),
      field<&CareVisit::lon_e6>("lon_e6", "经度").pii(Pii::place),
      field<&CareVisit::lat_e6>("lat_e6", "纬度").pii(Pii::place),
      field<&CareVisit::minutes>("minutes", "计划时长").unit("分钟"),
      field<&CareVisit::workers_needed>("workers_needed", "所需人数"),
      field<&CareVisit::proofs>("proofs", "所需凭证").list_max(8),
  });
  return table;
}
const Table& CareDay::fields() {
  static const Table table("CareDay", "今日服务", {field<&CareDay::visits>("visits", "服务").list_max(200)});
  return table;
}
const Table& CorrectionInput::fields() {
  static const Table table("CorrectionInput", "更正", {
      entity::field<&CorrectionInput::id>("id", "服务编号").required(),
      entity::field<&CorrectionInput::what>("field", "更正内容").required().text_max(20),
      entity::field<&CorrectionInput::after>("after", "更正为").required().text_max(20),
      entity::field<&CorrectionInput::reason>("reason", "原因").required().text_max(200),
  });
  return table;
}

// ---- inputs.h ----

const Table& CancelInput::fields() {
  static const Table table("CancelInput", "取消订单", {
      field<&CancelInput::id>("id", "订单编号").required(),
      field<&CancelInput::reason>("reason", "原因"),
      field<&CancelInput::reason_text>("reason_text", "说明").text_max(200),
  });
  return table;
}
const Table& ReviewInput::fields() {
  static const Table table("ReviewInput", "审核订单", {
      field<&ReviewInput::id>("id", "订单编号").required(),
      field<&ReviewInput::approve>("approve", "通过"),
      field<&ReviewInput::reason>("reason", "原因").text_max(200),
  });
  return table;
}
const Table& RescheduleInput::fields() {
  static const Table table("RescheduleInput", "改期", {
      field<&RescheduleInput::id>("id", "服务编号").required(),
      field<&RescheduleInput::start>("start", "新的时间").required(),
      field<&RescheduleInput::reason>("reason", "原因").text_max(200),
  });
  return table;
}
const Table& DisputeInput::fields() {
  static const Table table("DisputeInput", "提出争议", {
      field<&DisputeInput::id>("id", "服务编号").required(),
      field<&DisputeInput::reason>("reason", "原因").required().text_max(200),
  });
  return table;
}
const Table& ResolveInput::fields() {
  static const Table table("ResolveInput", "处理争议", {
      field<&ResolveInput::id>("id", "服务编号").required(),
      field<&ResolveInput::uphold>("uphold", "维持原记录"),
      field<&ResolveInput::reason>("reason", "原因").text_max(200),
  });
  return table;
}
const Table& RatingInput::fields() {
  static const Table table("RatingInput", "评价服务", {
      field<&RatingInput::id>("id", "服务编号").required(),
      field<&RatingInput::face>("face", "评价").required(),
      field<&RatingInput::words>("words", "留言").text_max(500),
  });
  return table;
}
const Table& ComplaintInput::fields() {
  static const Table table("ComplaintInput", "投诉", {
      field<&ComplaintInput::elder_id>("elder_id", "老人").required(),
      field<&ComplaintInput::order_id>("order_id", "订单编号"),
      field<&ComplaintInput::text>("text", "投诉内容").required().text_max(1000),
  });
  return table;
}
const Table& ComplaintHandling::fields() {
  static const Table table("ComplaintHandling", "处理投诉", {
      field<&ComplaintHandling::id>("id", "投诉编号").required(),
      field<&ComplaintHandling::version>("version", "版本").required(),
      field<&ComplaintHandling::handling>("handling", "处理情况").required().text_max(1000),
      field<&ComplaintHandling::close>("close", "办结"),
  });
  return table;
}
const Table& StateList::fields() {
  static const Table table("StateList", "查询", {
      field<&StateList::region>("region", "区划"),
      field<&StateList::elder>("elder", "老人编号"),
      field<&StateList::open>("open", "只看未办结"),
      field<&StateList::limit>("limit", "每页条数").range(1, http::kPageMax),
      field<&StateList::cursor>("cursor", "从此之后").range(0, INT64_MAX),
  });
  return table;
}
const Table& CallbackAnswer::fields() {
  static const Table table("CallbackAnswer", "回访登记", {
      field<&CallbackAnswer::id>("id", "回访编号").required(),
      field<&CallbackAnswer::reached>("reached", "接通"),
      field<&CallbackAnswer::confirmed_service>("confirmed_service", "老人确认已服务"),
      field<&CallbackAnswer::answers>("answers", "问卷答案").list_max(20),
  });
  return table;
}
const Table& NewPlan::fields() {
  static const Table table("NewPlan", "制定定期计划", {
      field<&NewPlan::elder_id>("elder_id", "老人").required(),
      field<&NewPlan::item_id>("item_id", "服务项目").required(),
      field<&NewPlan::organisation_id>("organisation_id", "服务组织"),
      field<&NewPlan::worker_id>("worker_id", "指定服务人员"),
      field<&NewPlan::units>("units", "数量").range(1, 100),
      field<&NewPlan::weekdays>("weekdays", "星期几").required().list_max(7).range(1, 7),
      field<&NewPlan::start_min>("start_min", "开始时刻").range(0, 1439).unit("分钟"),
      field<&NewPlan::window_min>("window_min", "可推迟").range(0, 720).unit("分钟"),
      field<&NewPlan::from_date>("from_date", "开始日期"),
      field<&NewPlan::to_date>("to_date", "结束日期"),
      field<&NewPlan::note>("note", "备注").text_max(500),
  });
  return table;
}
const Table& PlanMove::fields() {
  static const Table table("PlanMove", "变更定期计划", {
      field<&PlanMove::id>("id", "计划编号").required(),
      field<&PlanMove::version>("version", "版本").required(),
  });
  return table;
}
const Table& QuotaInput::fields() {
  static const Table table("QuotaInput", "月度额度查询", {
      field<&QuotaInput::id>("id", "老人编号").required(),
      field<&QuotaInput::month>("month", "月份"),
  });
  return table;
}
const Table& TagInput::fields() {
  static const Table table("TagInput", "安装门牌标签", {
      field<&TagInput::id>("id", "老人编号").required(),
      field<&TagInput::tag>("tag", "标签号").required().text_max(64),
  });
  return table;
}

}  // namespace yilin::orders
