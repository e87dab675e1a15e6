// Names, labels and bounds of everything that the hotline stores, shows and takes.
#include "modules/hotline/views.h"

namespace yilin::hotline {
using entity::field;
using entity::Pii;
using entity::Table;

std::span<const entity::EnumName> enum_names(CallState) {
  static constexpr entity::EnumName names[] = {{1, "ringing", "振铃中"}, {2, "answered", "通话中"}, {3, "wrapped", "已整理"}, {4, "missed", "未接"}};
  return names;
}
std::span<const entity::EnumName> enum_names(WrapCode) {
  static constexpr entity::EnumName names[] = {{1, "consult", "咨询"},        {2, "ordered", "下单"},      {3, "complaint", "投诉"},
                                               {4, "emergency", "紧急求助"},  {5, "follow_up", "服务查询"}, {6, "wrong_number", "打错"},
                                               {7, "silent", "无声"},         {99, "other", "其他"}};
  return names;
}
std::span<const entity::EnumName> enum_names(TaskState) {
  static constexpr entity::EnumName names[] = {{1, "open", "待回拨"}, {2, "done", "已回拨"}};
  return names;
}

const Table& Call::fields() {
  static const Table table("Call", "来电", {
      field<&Call::id>("id", "编号"),
      field<&Call::phone>("phone", "来电号码").pii(Pii::phone),
      field<&Call::phone_index>("phone_index", "号码索引").hidden(),
      field<&Call::elder_id>("elder_id", "老人"),
      field<&Call::region>("region", "区划"),
      field<&Call::operator_id>("operator_id", "坐席"),
      field<&Call::state>("state", "状态"),
      field<&Call::rang_at>("rang_at", "振铃时间"),
      field<&Call::answered_at>("answered_at", "接听时间"),
      field<&Call::ended_at>("ended_at", "结束时间"),
      field<&Call::wrap_code>("wrap_code", "来电类别"),
      field<&Call::note>("note", "记录").text_max(1000).sealed(),
      field<&Call::draft>("draft", "草稿").text_max(4000).sealed(),
      field<&Call::order_id>("order_id", "订单编号"),
      field<&Call::emergency_at>("emergency_at", "启动紧急处置时间"),
      field<&Call::version>("version", "版本"),
  });
  return table;
}
const Table& CallTask::fields() {
  static const Table table("CallTask", "回拨任务", {
      field<&CallTask::id>("id", "编号"),
      field<&CallTask::call_id>("call_id", "来电"),
      field<&CallTask::elder_id>("elder_id", "老人"),
      field<&CallTask::region>("region", "区划"),
      field<&CallTask::phone>("phone", "回拨号码").pii(Pii::phone),
      field<&CallTask::due>("due", "应回拨时间"),
      field<&CallTask::what>("what", "事项"),
      field<&CallTask::state>("state", "状态"),
      field<&CallTask::result>("result", "结果").text_max(500),
      field<&CallTask::made_at>("made_at", "产生时间"),
      field<&CallTask::done_by>("done_by", "办理人"),
      field<&CallTask::done_at>("done_at", "办理时间"),
      field<&CallTask::version>("version", "版本"),
  });
  return table;
}
const Table& EmergencyStep::fields() {
  static const Table table("EmergencyStep", "紧急处置步骤", {
      field<&EmergencyStep::id>("id", "编号"),
      field<&EmergencyStep::call_id>("call_id", "来电"),
      field<&EmergencyStep::step>("step", "步骤").text_max(40),
      field<&EmergencyStep::at>("at", "时间"),
      field<&EmergencyStep::by_user>("by_user", "办理人"),
  });
  return table;
}

const Table& SimulateCall::fields() {
  static const Table table("SimulateCall", "模拟来电", {field<&SimulateCall::phone>("phone", "来电号码").required()});
  return table;
}
const Table& Rung::fields() {
  static const Table table("RungCall", "振铃", {
      field<&Rung::id>("id", "编号"),
      field<&Rung::state>("state", "状态"),
      field<&Rung::rang_at>("rang_at", "振铃时间"),
  });
  return table;
}
const Table& Sos::fields() {
  static const Table table("Sos", "紧急求助", {field<&Sos::elder_id>("elder_id", "老人").required()});
  return table;
}
const Table& CallPath::fields() {
  static const Table table("CallPath", "来电", {field<&CallPath::id>("id", "编号").required()});
  return table;
}
const Table& CallDraft::fields() {
  static const Table table("CallDraft", "来电草稿", {
      field<&CallDraft::id>("id", "编号").required(),
      field<&CallDraft::version>("version", "版本").required(),
      field<&CallDraft::draft>("draft", "草稿").required().text_max(4000).describe("JSON 对象的文本"),
  });
  return table;
}
const Table& CallBinding::fields() {
  static const Table table("CallBinding", "确认来电老人", {
      field<&CallBinding::id>("id", "编号").required(),
      field<&CallBinding::elder_id>("elder_id", "老人").required(),
  });
  return table;
}
const Table& CallLater::fields() {
  static const Table table("CallLater", "约定回拨", {
      field<&CallLater::due>("due", "回拨时间").required(),
      field<&CallLater::what>("what", "事项").required().text_max(200),
  });
  return table;
}
const Table& WrapCall::fields() {
  static const Table table("WrapCall", "话后整理", {
      field<&WrapCall::id>("id", "编号").required(),
      field<&WrapCall::wrap_code>("wrap_code", "来电类别").required(),
      field<&WrapCall::note>("note", "记录").text_max(1000),
      field<&WrapCall::order_id>("order_id", "订单编号"),
      field<&WrapCall::callback>("callback", "约定回拨"),
  });
  return table;
}
const Table& TakeStep::fields() {
  static const Table table("TakeEmergencyStep", "登记紧急处置步骤", {
      field<&TakeStep::id>("id", "编号").required(),
      field<&TakeStep::step>("step", "步骤").required().text_max(40),
  });
  return table;
}
const Table& FinishTask::fields() {
  static const Table table("FinishCallTask", "完成回拨", {
      field<&FinishTask::id>("id", "编号").required(),
      field<&FinishTask::result>("result", "结果").required().text_max(500),
  });
  return table;
}

const Table& ClearNumber::fields() {
  static const Table table("ClearCallNumber", "来电号码", {field<&ClearNumber::value>("value", "号码")});
  return table;
}

const Table& CallRow::fields() {
  static const Table table("CallRow", "来电", {
      field<&CallRow::id>("id", "编号"),
      field<&CallRow::phone>("phone", "来电号码").pii(Pii::phone),
      field<&CallRow::elder_id>("elder_id", "老人"),
      field<&CallRow::elder_name>("elder_name", "老人姓名").pii(Pii::name),
      field<&CallRow::operator_name>("operator_name", "坐席"),
      field<&CallRow::region>("region", "区划"),
      field<&CallRow::region_name>("region_name", "区划名称"),
      field<&CallRow::state>("state", "状态"),
      field<&CallRow::rang_at>("rang_at", "振铃时间"),
      field<&CallRow::answered_at>("answered_at", "接听时间"),
      field<&CallRow::ended_at>("ended_at", "结束时间"),
      field<&CallRow::emergency_at>("emergency_at", "启动紧急处置时间"),
      field<&CallRow::wrap_code>("wrap_code", "来电类别"),
  });
  return table;
}
const Table& CallQuery::fields() {
  static const Table table("CallQuery", "查询来电", {
      field<&CallQuery::state>("state", "状态"),
      field<&CallQuery::mine>("mine", "只看我接听的"),
      field<&CallQuery::region>("region", "区划"),
      field<&CallQuery::elder>("elder", "老人"),
      field<&CallQuery::limit>("limit", "条数").range(1, http::kPageMax),
      field<&CallQuery::cursor>("cursor", "游标"),
  });
  return table;
}
const Table& CallerMatch::fields() {
  static const Table table("CallerMatch", "可能的来电人", {
      field<&CallerMatch::elder>("elder", "老人"),
      field<&CallerMatch::is_contact>("is_contact", "是联系人的号码"),
      field<&CallerMatch::contact_name>("contact_name", "联系人").pii(Pii::name),
      field<&CallerMatch::relation>("relation", "关系"),
      field<&CallerMatch::may_order>("may_order", "可代办"),
  });
  return table;
}
const Table& CallOrder::fields() {
  static const Table table("CallOrder", "最近订单", {
      field<&CallOrder::id>("id", "编号"),
      field<&CallOrder::item_name>("item_name", "服务项目"),
      field<&CallOrder::state>("state", "状态"),
      field<&CallOrder::wanted_from>("wanted_from", "期望时间"),
      field<&CallOrder::created_at>("created_at", "下单时间"),
  });
  return table;
}
const Table& StepView::fields() {
  static const Table table("EmergencyStepView", "紧急处置步骤", {
      field<&StepView::step>("step", "步骤"),
      field<&StepView::name>("name", "名称"),
      field<&StepView::due>("due", "应完成时间"),
      field<&StepView::at>("at", "完成时间"),
      field<&StepView::by_name>("by_name", "办理人"),
      field<&StepView::late>("late", "超时"),
  });
  return table;
}
const Table& CallView::fields() {
  static const Table table("CallView", "来电详情", {
      field<&CallView::call>("call", "来电"),
      field<&CallView::elder_name>("elder_name", "老人姓名").pii(Pii::name),
      field<&CallView::operator_name>("operator_name", "坐席"),
      field<&CallView::region_name>("region_name", "区划名称"),
      field<&CallView::matches>("matches", "可能的来电人").list_max(20),
      field<&CallView::orders>("orders", "最近订单").list_max(3),
      field<&CallView::open_complaints>("open_complaints", "未办结投诉"),
      field<&CallView::steps>("steps", "紧急处置步骤").list_max(20),
      field<&CallView::earlier>("earlier", "此号码此前来电").list_max(5),
  });
  return table;
}
const Table& TaskQuery::fields() {
  static const Table table("CallTaskQuery", "查询回拨任务", {
      field<&TaskQuery::state>("state", "状态"),
      field<&TaskQuery::region>("region", "区划"),
      field<&TaskQuery::limit>("limit", "条数").range(1, http::kPageMax),
      field<&TaskQuery::cursor>("cursor", "游标"),
  });
  return table;
}
const Table& TaskView::fields() {
  static const Table table("CallTaskView", "回拨任务", {
      field<&TaskView::task>("task", "任务"),
      field<&TaskView::elder_name>("elder_name", "老人姓名").pii(Pii::name),
      field<&TaskView::region_name>("region_name", "区划名称"),
      field<&TaskView::late>("late", "超时"),
  });
  return table;
}

}  // namespace yilin::hotline
