#include "modules/audit/types.h"

namespace yilin::audit {
using entity::field;
using entity::Table;

std::span<const entity::EnumName> enum_names(Envelope) {
  static constexpr entity::EnumName names[] = {{0, "open", "可读"}, {1, "erased", "已依法清除"}, {2, "damaged", "已损坏"}};
  return names;
}

const Table& JournalFilter::fields() {
  static const Table table("JournalFilter", "办理记录查询", {
      field<&JournalFilter::subject_kind>("subject_kind", "对象种类").text_max(40),
      field<&JournalFilter::subject>("subject", "对象编号"),
      field<&JournalFilter::elder>("elder", "老人"),
      field<&JournalFilter::actor>("actor", "办理人"),
      field<&JournalFilter::verb>("verb", "事项").text_max(60),
      field<&JournalFilter::region>("region", "区划"),
      field<&JournalFilter::from>("from", "自").describe("不填且没有其他条件时为近 31 天"),
      field<&JournalFilter::to>("to", "至（含）"),
      field<&JournalFilter::limit>("limit", "每页条数").range(1, http::kPageMax),
      field<&JournalFilter::cursor>("cursor", "页标").text_max(32),
  });
  return table;
}

const Table& ActPath::fields() {
  static const Table table("ActPath", "办理记录", {field<&ActPath::seq>("seq", "序号").required()});
  return table;
}

const Table& ActView::fields() {
  static const Table table("Act", "办理记录", {
      field<&ActView::seq>("seq", "序号"),
      field<&ActView::at>("at", "时间"),
      field<&ActView::verb>("verb", "事项代码"),
      field<&ActView::verb_label>("verb_label", "事项"),
      field<&ActView::sentence>("sentence", "说明"),
      field<&ActView::actor>("actor", "办理人"),
      field<&ActView::actor_name>("actor_name", "办理人姓名"),
      field<&ActView::on_behalf_of>("on_behalf_of", "代办的老人"),
      field<&ActView::organisation>("organisation", "服务组织"),
      field<&ActView::subject_kind>("subject_kind", "对象种类"),
      field<&ActView::subject>("subject", "对象编号"),
      field<&ActView::region>("region", "区划"),
      field<&ActView::region_name>("region_name", "区划名称"),
      field<&ActView::elder>("elder", "涉及的老人"),
      field<&ActView::reason>("reason", "原因"),
      field<&ActView::envelope>("envelope", "内容状态"),
  });
  return table;
}

const Table& PayloadRequest::fields() {
  static const Table table("PayloadRequest", "查阅办理内容", {
      field<&PayloadRequest::seq>("seq", "序号").required(),
      field<&PayloadRequest::reason>("reason", "查阅原因").required().text_max(200),
  });
  return table;
}

const Table& PayloadView::fields() {
  static const Table table("Payload", "办理内容", {
      field<&PayloadView::seq>("seq", "序号"),
      field<&PayloadView::envelope>("envelope", "内容状态"),
      field<&PayloadView::payload>("payload", "内容（JSON）").describe("身份证号和电话已遮盖"),
  });
  return table;
}

const Table& VerbView::fields() {
  static const Table table("Verb", "事项", {
      field<&VerbView::verb>("verb", "代码"),
      field<&VerbView::label>("label", "名称"),
  });
  return table;
}

const Table& VerbList::fields() {
  static const Table table("VerbList", "事项列表", {field<&VerbList::items>("items", "各事项").list_max(1000)});
  return table;
}

const Table& ChainProblem::fields() {
  static const Table table("ChainProblem", "链条问题", {
      field<&ChainProblem::finding>("finding", "种类"),
      field<&ChainProblem::seq>("seq", "自第几条"),
      field<&ChainProblem::last>("last", "至第几条"),
      field<&ChainProblem::sentence>("sentence", "说明"),
  });
  return table;
}

const Table& ChainStatus::fields() {
  static const Table table("ChainStatus", "链条核对", {
      field<&ChainStatus::last_seq>("last_seq", "最新一条"),
      field<&ChainStatus::last_checkpoint>("last_checkpoint", "最近检查点"),
      field<&ChainStatus::running>("running", "正在核对"),
      field<&ChainStatus::done>("done", "已核对"),
      field<&ChainStatus::total>("total", "共计"),
      field<&ChainStatus::verified_at>("verified_at", "核对时间"),
      field<&ChainStatus::sound>("sound", "链条完整"),
      field<&ChainStatus::acts>("acts", "条数"),
      field<&ChainStatus::erased_payloads>("erased_payloads", "依法清除内容"),
      field<&ChainStatus::problems>("problems", "问题"),
  });
  return table;
}

}  // namespace yilin::audit
