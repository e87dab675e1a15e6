// Names, labels and bounds of everything that dispatch stores, shows and takes.
#include "modules/dispatch/commands.h"
#include "modules/dispatch/views.h"

namespace yilin::dispatch {
using entity::field;
using entity::Pii;
using entity::Table;

std::span<const entity::EnumName> enum_names(CaseState) {
  static constexpr entity::EnumName names[] = {
      {1, "auto", "自动派单中"}, {2, "escalated", "待人工处理"}, {3, "manual", "人工处理"}, {4, "done", "已结束"}, {5, "held", "待日排班"}};
  return names;
}

const Table& Case::fields() {
  static const Table table("DispatchCase", "派单任务", {
      field<&Case::id>("id", "编号"),
      field<&Case::visit_id>("visit_id", "服务编号"),
      field<&Case::elder_id>("elder_id", "老人"),
      field<&Case::region>("region", "所在社区"),
      field<&Case::organisation_id>("organisation_id", "指定服务组织"),
      field<&Case::wanted_worker_id>("wanted_worker_id", "指定服务人员"),
      field<&Case::state>("state", "状态"),
      field<&Case::tries>("tries", "未接单次数"),
      field<&Case::why>("why", "转人工原因"),
      field<&Case::waiting_since>("waiting_since", "等待派单自"),
      field<&Case::round_since>("round_since", "本轮开始时间"),
      field<&Case::escalated_at>("escalated_at", "转人工时间"),
      field<&Case::version>("version", "版本"),
      field<&Case::created_at>("created_at", "建立时间"),
      field<&Case::updated_at>("updated_at", "更新时间"),
  });
  return table;
}
const Table& Refusal::fields() {
  static const Table table("ElderRefusal", "老人不愿由其上门", {
      field<&Refusal::id>("id", "编号"),
      field<&Refusal::elder_id>("elder_id", "老人"),
      field<&Refusal::worker_id>("worker_id", "服务人员"),
      field<&Refusal::region>("region", "所在社区"),
      field<&Refusal::reason>("reason", "原因"),
      field<&Refusal::by_user>("by_user", "登记人"),
      field<&Refusal::at>("at", "登记时间"),
  });
  return table;
}
const Table& ScorePart::fields() {
  static const Table table("ScorePart", "得分说明", {
      field<&ScorePart::label>("label", "方面"),
      field<&ScorePart::points>("points", "得分"),
      field<&ScorePart::sentence>("sentence", "说明"),
  });
  return table;
}

const Table& VisitPath::fields() {
  static const Table table("DispatchVisitPath", "上门服务", {field<&VisitPath::id>("id", "服务编号").required()});
  return table;
}
const Table& OfferByHand::fields() {
  static const Table table("OfferByHand", "人工指派", {
      field<&OfferByHand::id>("id", "服务编号").required(),
      field<&OfferByHand::worker_id>("worker_id", "服务人员").required(),
  });
  return table;
}
const Table& NewRefusal::fields() {
  static const Table table("NewElderRefusal", "登记老人不愿由其上门", {
      field<&NewRefusal::elder_id>("elder_id", "老人").required(),
      field<&NewRefusal::worker_id>("worker_id", "服务人员").required(),
      field<&NewRefusal::reason>("reason", "原因").required().text_max(200),
  });
  return table;
}
const Table& RefusalPath::fields() {
  static const Table table("ElderRefusalPath", "老人不愿由其上门", {field<&RefusalPath::id>("id", "编号").required()});
  return table;
}

const Table& BoardAssignment::fields() {
  using T = BoardAssignment;
  static const Table table("BoardAssignment", "派单", {
      field<&T::id>("id", "派单编号"),
      field<&T::worker_id>("worker_id", "服务人员"),
      field<&T::worker_name>("worker_name", "服务人员姓名"),
      field<&T::organisation_name>("organisation_name", "服务组织"),
      field<&T::state>("state", "状态"),
      field<&T::offered_at>("offered_at", "派单时间"),
      field<&T::expires_at>("expires_at", "应答期限"),
      field<&T::manual>("manual", "人工指派"),
      field<&T::score>("score", "匹配得分"),
  });
  return table;
}
Table board_table(std::string_view name, std::string_view label, std::vector<entity::Field> own) {
  using T = BoardVisit;
  std::vector<entity::Field> all = {
      field<&T::visit_id>("visit_id", "服务编号"),
      field<&T::order_id>("order_id", "订单编号"),
      field<&T::elder_id>("elder_id", "老人"),
      field<&T::elder_name>("elder_name", "老人姓名").pii(Pii::name),
      field<&T::region_name>("region_name", "社区"),
      field<&T::address>("address", "住址").pii(Pii::address),
      field<&T::item_name>("item_name", "服务项目"),
      field<&T::region>("region", "区划"),
      field<&T::lon_e6>("lon_e6", "经度").pii(Pii::place).unit("百万分之一度"),
      field<&T::lat_e6>("lat_e6", "纬度").pii(Pii::place).unit("百万分之一度"),
      field<&T::planned_start>("planned_start", "计划开始"),
      field<&T::planned_end>("planned_end", "计划结束"),
      field<&T::state>("state", "状态"),
      field<&T::workers_needed>("workers_needed", "所需人数"),
  };
  all.insert(all.end(), own.begin(), own.end());
  return {name, label, std::move(all)};
}
const Table& BoardRow::fields() {
  using T = BoardRow;
  static const Table table = board_table("BoardRow", "当日服务", {
      field<&T::started_at>("started_at", "实际开始"),
      field<&T::ended_at>("ended_at", "实际结束"),
      field<&T::case_state>("case_state", "派单状态"),
      field<&T::why>("why", "转人工原因"),
      field<&T::late_min>("late_min", "晚点").unit("分钟"),
      field<&T::assignments>("assignments", "派单").list_max(50),
  });
  return table;
}
const Table& Board::fields() {
  static const Table table("DispatchBoard", "调度看板", {
      field<&Board::items>("items", "各项").list_max(kBoardMax),
      field<&Board::next>("next", "下一页"),
      field<&Board::total>("total", "总数").describe("只在第一页给出"),
  });
  return table;
}
const Table& BoardQuery::fields() {
  static const Table table("DispatchBoardQuery", "查询调度看板", {
      field<&BoardQuery::region>("region", "区划"),
      field<&BoardQuery::date>("date", "日期").describe("空表示今天"),
      field<&BoardQuery::state>("state", "状态").list_max(11),
      field<&BoardQuery::limit>("limit", "条数").range(1, kBoardMax),
      field<&BoardQuery::cursor>("cursor", "游标").text_max(60),
  });
  return table;
}
const Table& CandidateView::fields() {
  using T = CandidateView;
  static const Table table("DispatchCandidate", "候选服务人员", {
      field<&T::worker_id>("worker_id", "服务人员"),
      field<&T::worker_name>("worker_name", "姓名"),
      field<&T::organisation_id>("organisation_id", "服务组织编号"),
      field<&T::organisation_name>("organisation_name", "服务组织"),
      field<&T::free>("free", "可派"),
      field<&T::score>("score", "匹配得分").describe("0 到 1000"),
      field<&T::travel_min>("travel_min", "路程").unit("分钟"),
      field<&T::wanted>("wanted", "指定"),
      field<&T::explain>("explain", "得分说明").list_max(8),
      field<&T::blocked>("blocked", "不可派原因"),
  });
  return table;
}
const Table& CandidateList::fields() {
  static const Table table("DispatchCandidates", "候选服务人员列表", {
      field<&CandidateList::case_state>("case_state", "派单状态"),
      field<&CandidateList::items>("items", "各项").list_max(300),
  });
  return table;
}
const Table& EscalatedRow::fields() {
  using T = EscalatedRow;
  static const Table table("EscalatedVisit", "待人工派单", {
      field<&T::id>("id", "编号"),
      field<&T::visit_id>("visit_id", "服务编号"),
      field<&T::order_id>("order_id", "订单编号"),
      field<&T::elder_id>("elder_id", "老人"),
      field<&T::elder_name>("elder_name", "老人姓名").pii(Pii::name),
      field<&T::region_name>("region_name", "社区"),
      field<&T::item_name>("item_name", "服务项目"),
      field<&T::region>("region", "区划"),
      field<&T::planned_start>("planned_start", "计划开始"),
      field<&T::escalated_at>("escalated_at", "转人工时间"),
      field<&T::why>("why", "原因"),
      field<&T::tries>("tries", "未接单次数"),
  });
  return table;
}
const Table& EscalatedQuery::fields() {
  static const Table table("EscalatedQuery", "查询待人工派单", {
      field<&EscalatedQuery::region>("region", "区划"),
      field<&EscalatedQuery::limit>("limit", "条数").range(1, http::kPageMax),
      field<&EscalatedQuery::cursor>("cursor", "游标"),
  });
  return table;
}
const Table& RefusalView::fields() {
  static const Table table("ElderRefusalView", "老人不愿由其上门", {
      field<&RefusalView::refusal>("refusal", "登记"),
      field<&RefusalView::elder_name>("elder_name", "老人姓名").pii(Pii::name),
      field<&RefusalView::worker_name>("worker_name", "服务人员姓名"),
  });
  return table;
}
const Table& RefusalQuery::fields() {
  static const Table table("ElderRefusalQuery", "查询老人不愿由其上门", {
      field<&RefusalQuery::region>("region", "区划"),
      field<&RefusalQuery::elder>("elder", "老人"),
      field<&RefusalQuery::limit>("limit", "条数").range(1, http::kPageMax),
      field<&RefusalQuery::cursor>("cursor", "游标"),
  });
  return table;
}

}  // namespace yilin::dispatch
