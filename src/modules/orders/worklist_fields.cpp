// The field tables of the desk's lists.
#include "modules/orders/worklists.h"

namespace yilin::orders {
using entity::field;
using entity::Pii;
using entity::Table;

const Table& ComplaintView::fields() {
  static const Table table("ComplaintView", "投诉情况", {
      field<&ComplaintView::complaint>("complaint", "投诉"),
      field<&ComplaintView::elder_name>("elder_name", "老人").pii(Pii::name),
      field<&ComplaintView::region_name>("region_name", "社区"),
      field<&ComplaintView::item_name>("item_name", "服务项目"),
      field<&ComplaintView::organisation_name>("organisation_name", "服务组织"),
      field<&ComplaintView::by_name>("by_name", "受理人"),
      field<&ComplaintView::handled_by_name>("handled_by_name", "办理人"),
  });
  return table;
}
const Table& ComplaintPath::fields() {
  static const Table table("ComplaintPath", "投诉", {field<&ComplaintPath::id>("id", "投诉编号").required()});
  return table;
}
const Table& CallbackView::fields() {
  static const Table table("CallbackView", "回访情况", {
      field<&CallbackView::callback>("callback", "回访"),
      field<&CallbackView::elder_name>("elder_name", "老人").pii(Pii::name),
      field<&CallbackView::region_name>("region_name", "社区"),
      field<&CallbackView::item_name>("item_name", "服务项目"),
      field<&CallbackView::organisation_name>("organisation_name", "服务组织"),
      field<&CallbackView::worker_names>("worker_names", "服务人员"),
      field<&CallbackView::by_name>("by_name", "回访人"),
      field<&CallbackView::order_id>("order_id", "订单编号"),
      field<&CallbackView::planned_start>("planned_start", "计划开始"),
      field<&CallbackView::minutes>("minutes", "记录的服务时长").unit("分钟"),
      field<&CallbackView::questions>("questions", "问卷").list_max(20),
  });
  return table;
}
const Table& CallbackPath::fields() {
  static const Table table("CallbackPath", "回访", {field<&CallbackPath::id>("id", "回访编号").required()});
  return table;
}
const Table& PlanView::fields() {
  static const Table table("PlanView", "定期计划情况", {
      field<&PlanView::plan>("plan", "计划"),
      field<&PlanView::elder_name>("elder_name", "老人").pii(Pii::name),
      field<&PlanView::region_name>("region_name", "社区"),
      field<&PlanView::item_name>("item_name", "服务项目"),
      field<&PlanView::organisation_name>("organisation_name", "服务组织"),
      field<&PlanView::worker_name>("worker_name", "服务人员"),
      field<&PlanView::by_name>("by_name", "制定人"),
  });
  return table;
}
const Table& PlanPath::fields() {
  static const Table table("PlanPath", "定期计划", {field<&PlanPath::id>("id", "计划编号").required()});
  return table;
}
const Table& FlaggedVisit::fields() {
  static const Table table("FlaggedVisit", "异常服务", {
      field<&FlaggedVisit::visit>("visit", "上门服务"),
      field<&FlaggedVisit::flags>("flags", "异常").list_max(16),
      field<&FlaggedVisit::elder_name>("elder_name", "老人").pii(Pii::name),
      field<&FlaggedVisit::region_name>("region_name", "社区"),
      field<&FlaggedVisit::item_name>("item_name", "服务项目"),
      field<&FlaggedVisit::organisation_name>("organisation_name", "服务组织"),
  });
  return table;
}
const Table& FlaggedList::fields() {
  static const Table table("FlaggedList", "异常服务查询", {
      field<&FlaggedList::region>("region", "区划"),
      field<&FlaggedList::limit>("limit", "每页条数").range(1, http::kPageMax),
      field<&FlaggedList::cursor>("cursor", "从此之后"),
  });
  return table;
}

}  // namespace yilin::orders
