// The field tables of orders, visits, assignments and their company.
#include "modules/orders/orders.h"

namespace yilin::orders {
using entity::field;
using entity::Pii;
using entity::Table;

const Table& Order::fields() {
  static const Table table("Order", "订单", {
      field<&Order::id>("id", "订单编号"),
      field<&Order::elder_id>("elder_id", "老人"),
      field<&Order::item_id>("item_id", "服务项目"),
      field<&Order::region>("region", "所在社区"),
      field<&Order::organisation_id>("organisation_id", "服务组织"),
      field<&Order::units>("units", "数量"),
      field<&Order::channel>("channel", "来源"),
      field<&Order::placed_by>("placed_by", "下单人"),
      field<&Order::on_behalf>("on_behalf", "代办人").pii(Pii::name),
      field<&Order::wanted_from>("wanted_from", "希望时间起"),
      field<&Order::wanted_to>("wanted_to", "希望时间止"),
      field<&Order::state>("state", "状态"),
      field<&Order::price_fen>("price_fen", "价格").unit("分"),
      field<&Order::subsidy_fen>("subsidy_fen", "补贴").unit("分"),
      field<&Order::quota_fen>("quota_fen", "其中占用额度").unit("分"),
      field<&Order::self_fen>("self_fen", "自付").unit("分"),
      field<&Order::quota_month>("quota_month", "额度月份"),
      field<&Order::note>("note", "备注").pii(Pii::health).text_max(500),
      field<&Order::reason>("reason", "取消原因"),
      field<&Order::reason_text>("reason_text", "取消说明"),
      field<&Order::cancelled_by>("cancelled_by", "由谁取消"),
      field<&Order::plan_id>("plan_id", "定期计划"),
      field<&Order::version>("version", "版本"),
      field<&Order::created_at>("created_at", "下单时间"),
      field<&Order::updated_at>("updated_at", "更新时间"),
  });
  return table;
}

const Table& Visit::fields() {
  static const Table table("Visit", "上门服务", {
      field<&Visit::id>("id", "服务编号"),
      field<&Visit::order_id>("order_id", "订单编号"),
      field<&Visit::elder_id>("elder_id", "老人"),
      field<&Visit::item_id>("item_id", "服务项目"),
      field<&Visit::region>("region", "所在社区"),
      field<&Visit::organisation_id>("organisation_id", "服务组织"),
      field<&Visit::planned_start>("planned_start", "计划开始"),
      field<&Visit::planned_end>("planned_end", "计划结束"),
      field<&Visit::state>("state", "状态"),
      field<&Visit::workers_needed>("workers_needed", "所需人数"),
      field<&Visit::first_offer_at>("first_offer_at", "首次派单"),
      field<&Visit::staffed_at>("staffed_at", "接单时间"),
      field<&Visit::started_at>("started_at", "开始时间"),
      field<&Visit::ended_at>("ended_at", "结束时间"),
      field<&Visit::confirmed_at>("confirmed_at", "确认时间"),
      field<&Visit::minutes>("minutes", "服务时长").unit("分钟"),
      field<&Visit::proof_score>("proof_score", "凭证得分"),
      field<&Visit::flags>("flags", "异常标记").describe("按位：0 时间重叠，1 路程不可能，2 时长不足，3 事后补录，4 凭证不足，5 离家过远，6 设备时间不准"),
      field<&Visit::face>("face", "评价"),
      field<&Visit::version>("version", "版本"),
      field<&Visit::created_at>("created_at", "生成时间"),
      field<&Visit::updated_at>("updated_at", "更新时间"),
  });
  return table;
}

const Table& Assignment::fields() {
  static const Table table("Assignment", "派单", {
      field<&Assignment::id>("id", "派单编号"),
      field<&Assignment::visit_id>("visit_id", "服务编号"),
      field<&Assignment::order_id>("order_id", "订单编号"),
      field<&Assignment::elder_id>("elder_id", "老人"),
      field<&Assignment::region>("region", "所在社区"),
      field<&Assignment::worker_id>("worker_id", "服务人员"),
      field<&Assignment::organisation_id>("organisation_id", "服务组织"),
      field<&Assignment::state>("state", "状态"),
      field<&Assignment::offered_at>("offered_at", "派单时间"),
      field<&Assignment::expires_at>("expires_at", "应答期限"),
      field<&Assignment::decided_at>("decided_at", "应答时间"),
      field<&Assignment::departed_at>("departed_at", "出发时间"),
      field<&Assignment::checked_in_at>("checked_in_at", "签到时间"),
      field<&Assignment::checked_out_at>("checked_out_at", "签退时间"),
      field<&Assignment::manual>("manual", "人工指派"),
      field<&Assignment::score>("score", "匹配得分"),
      field<&Assignment::explain>("explain", "得分说明"),
      field<&Assignment::reason>("reason", "原因"),
      field<&Assignment::reason_text>("reason_text", "原因说明"),
  });
  return table;
}

const Table& Evidence::fields() {
  static const Table table("Evidence", "服务凭证", {
      field<&Evidence::id>("id", "凭证编号"),
      field<&Evidence::visit_id>("visit_id", "服务编号"),
      field<&Evidence::assignment_id>("assignment_id", "派单编号"),
      field<&Evidence::worker_id>("worker_id", "服务人员"),
      field<&Evidence::kind>("kind", "种类"),
      field<&Evidence::at_check_out>("at_check_out", "签退时取得"),
      field<&Evidence::at>("at", "系统时间"),
      field<&Evidence::device_at>("device_at", "设备时间"),
      field<&Evidence::lon_e6>("lon_e6", "经度").pii(Pii::place).unit("百万分之一度"),
      field<&Evidence::lat_e6>("lat_e6", "纬度").pii(Pii::place).unit("百万分之一度"),
      field<&Evidence::accuracy_m>("accuracy_m", "定位精度").unit("米"),
      field<&Evidence::accepted>("accepted", "是否有效"),
      field<&Evidence::points>("points", "得分"),
      field<&Evidence::detail>("detail", "说明"),
      field<&Evidence::digest>("digest", "文件摘要"),
      field<&Evidence::file_id>("file_id", "文件"),
  });
  return table;
}

const Table& Quota::fields() {
  static const Table table("Quota", "月度额度", {
      field<&Quota::id>("id", "额度编号"),
      field<&Quota::elder_id>("elder_id", "老人"),
      field<&Quota::region>("region", "所在社区"),
      field<&Quota::month>("month", "月份"),
      field<&Quota::amount_fen>("amount_fen", "额度").unit("分"),
      field<&Quota::reserved_fen>("reserved_fen", "已预留").unit("分"),
      field<&Quota::consumed_fen>("consumed_fen", "已使用").unit("分"),
      field<&Quota::expired_fen>("expired_fen", "已过期").unit("分"),
      field<&Quota::elsewhere_fen>("elsewhere_fen", "合并档案已用").unit("分").derived().describe("同一人在被合并的档案下已预留和已使用的额度"),
      field<&Quota::rule>("rule", "规则"),
      field<&Quota::basis>("basis", "依据"),
  });
  return table;
}

const Table& Rating::fields() {
  static const Table table("Rating", "评价", {
      field<&Rating::id>("id", "评价编号"),
      field<&Rating::visit_id>("visit_id", "服务编号"),
      field<&Rating::elder_id>("elder_id", "老人"),
      field<&Rating::worker_id>("worker_id", "服务人员"),
      field<&Rating::organisation_id>("organisation_id", "服务组织"),
      field<&Rating::region>("region", "所在社区"),
      field<&Rating::face>("face", "评价"),
      field<&Rating::words>("words", "留言").text_max(500),
      field<&Rating::by_user>("by_user", "评价人"),
      field<&Rating::at>("at", "时间"),
  });
  return table;
}

const Table& Complaint::fields() {
  static const Table table("Complaint", "投诉", {
      field<&Complaint::id>("id", "投诉编号"),
      field<&Complaint::order_id>("order_id", "订单编号"),
      field<&Complaint::elder_id>("elder_id", "老人"),
      field<&Complaint::organisation_id>("organisation_id", "服务组织"),
      field<&Complaint::region>("region", "所在社区"),
      field<&Complaint::text>("text", "投诉内容").text_max(1000),
      field<&Complaint::state>("state", "状态"),
      field<&Complaint::handling>("handling", "处理情况").text_max(1000),
      field<&Complaint::by_user>("by_user", "受理人"),
      field<&Complaint::handled_by>("handled_by", "办理人"),
      field<&Complaint::at>("at", "受理时间"),
      field<&Complaint::handled_at>("handled_at", "办理时间"),
      field<&Complaint::version>("version", "版本"),
  });
  return table;
}

const Table& Callback::fields() {
  static const Table table("Callback", "回访核查", {
      field<&Callback::id>("id", "回访编号"),
      field<&Callback::visit_id>("visit_id", "服务编号"),
      field<&Callback::elder_id>("elder_id", "老人"),
      field<&Callback::organisation_id>("organisation_id", "服务组织"),
      field<&Callback::region>("region", "所在社区"),
      field<&Callback::why>("why", "抽取原因"),
      field<&Callback::state>("state", "状态"),
      field<&Callback::tries>("tries", "拨打次数"),
      field<&Callback::answers>("answers", "问卷答案").text_max(4000),
      field<&Callback::confirmed_service>("confirmed_service", "老人确认已服务"),
      field<&Callback::by_user>("by_user", "回访人"),
      field<&Callback::at>("at", "生成时间"),
      field<&Callback::answered_at>("answered_at", "回访时间"),
  });
  return table;
}

const Table& Correction::fields() {
  static const Table table("Correction", "更正", {
      entity::field<&Correction::id>("id", "更正编号"),
      entity::field<&Correction::visit_id>("visit_id", "服务编号"),
      entity::field<&Correction::region>("region", "所在社区"),
      entity::field<&Correction::what>("field", "更正内容"),
      entity::field<&Correction::before>("before", "原记录"),
      entity::field<&Correction::after>("after", "更正为"),
      entity::field<&Correction::reason>("reason", "原因"),
      entity::field<&Correction::by_user>("by_user", "更正人"),
      entity::field<&Correction::signature>("signature", "签名"),
      entity::field<&Correction::at>("at", "时间"),
  });
  return table;
}

const Table& OrderPlan::fields() {
  static const Table table("OrderPlan", "定期计划", {
      field<&OrderPlan::id>("id", "计划编号"),
      field<&OrderPlan::elder_id>("elder_id", "老人"),
      field<&OrderPlan::item_id>("item_id", "服务项目"),
      field<&OrderPlan::region>("region", "所在社区"),
      field<&OrderPlan::organisation_id>("organisation_id", "服务组织"),
      field<&OrderPlan::worker_id>("worker_id", "指定服务人员"),
      field<&OrderPlan::units>("units", "数量"),
      field<&OrderPlan::weekdays>("weekdays", "星期几"),
      field<&OrderPlan::start_min>("start_min", "开始时刻").unit("分钟"),
      field<&OrderPlan::window_min>("window_min", "可推迟").unit("分钟"),
      field<&OrderPlan::from_date>("from_date", "开始日期"),
      field<&OrderPlan::to_date>("to_date", "结束日期"),
      field<&OrderPlan::generated_to>("generated_to", "已生成至"),
      field<&OrderPlan::state>("state", "状态"),
      field<&OrderPlan::note>("note", "备注"),
      field<&OrderPlan::by_user>("by_user", "制定人"),
      field<&OrderPlan::version>("version", "版本"),
      field<&OrderPlan::created_at>("created_at", "制定时间"),
      field<&OrderPlan::updated_at>("updated_at", "更新时间"),
  });
  return table;
}

const Table& NewOrder::fields() {
  static const Table table("NewOrder", "下单", {
      field<&NewOrder::elder_id>("elder_id", "老人").required(),
      field<&NewOrder::item_id>("item_id", "服务项目").required(),
      field<&NewOrder::units>("units", "数量").range(1, 100),
      field<&NewOrder::wanted_from>("wanted_from", "希望时间").required(),
      field<&NewOrder::wanted_to>("wanted_to", "最晚时间"),
      field<&NewOrder::organisation_id>("organisation_id", "服务组织"),
      field<&NewOrder::worker_id>("worker_id", "指定服务人员"),
      field<&NewOrder::channel>("channel", "来源"),
      field<&NewOrder::on_behalf>("on_behalf", "代办人").text_max(50),
      field<&NewOrder::note>("note", "备注").text_max(500),
      field<&NewOrder::expected_self_fen>("expected_self_fen", "报价时的自付金额").unit("分"),
  });
  return table;
}

const Table& ProofInput::fields() {
  static const Table table("ProofInput", "凭证", {
      field<&ProofInput::kind>("kind", "种类").required(),
      field<&ProofInput::value>("value", "门牌标签或服务码").text_max(64),
      field<&ProofInput::lon_e6>("lon_e6", "经度").range(-180'000'000, 180'000'000),
      field<&ProofInput::lat_e6>("lat_e6", "纬度").range(-90'000'000, 90'000'000),
      field<&ProofInput::accuracy_m>("accuracy_m", "定位精度").range(0, 100'000).unit("米"),
      field<&ProofInput::digest>("digest", "文件摘要").text_max(64),
      field<&ProofInput::file_id>("file_id", "文件"),
  });
  return table;
}

const Table& StepInput::fields() {
  static const Table table("StepInput", "办理一步", {
      field<&StepInput::id>("id", "派单编号").required(),
      field<&StepInput::device_at>("device_at", "设备时间"),
      field<&StepInput::proofs>("proofs", "凭证").list_max(6),
      field<&StepInput::reason>("reason", "原因"),
      field<&StepInput::reason_text>("reason_text", "原因说明").text_max(200),
      field<&StepInput::tasks_done>("tasks_done", "完成的事项").list_max(30),
  });
  return table;
}

}  // namespace yilin::orders
