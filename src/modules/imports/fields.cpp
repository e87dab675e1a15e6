// The fields() tables.
#include "modules/imports/views.h"

namespace yilin::imports {

namespace {
constexpr std::size_t kColumnsMax = 512;
}

std::span<const entity::EnumName> enum_names(Kind) {
  static constexpr entity::EnumName names[] = {
      {1, "elders", "老人名册"}, {2, "workers", "服务人员"}, {3, "providers", "服务组织和设施"}, {4, "orders", "往日订单"}};
  return names;
}

std::span<const entity::EnumName> enum_names(State) {
  static constexpr entity::EnumName names[] = {
      {1, "uploaded", "待检查"},   {2, "checking", "检查中"}, {3, "checked", "已检查"},      {4, "running", "导入中"},  {5, "interrupted", "已中断"},
      {6, "done", "已完成"}, {7, "rolling_back", "撤回中"}, {8, "rolled_back", "已撤回"}, {9, "discarded", "已放弃"}};
  return names;
}

std::span<const entity::EnumName> enum_names(Subject) {
  static constexpr entity::EnumName names[] = {
      {1, "elder", "老人"}, {2, "worker", "服务人员"}, {3, "organisation", "服务组织"}, {4, "facility", "设施"}, {5, "order", "订单"}};
  return names;
}

const entity::Table& ColumnUse::fields() {
  static const entity::Table table("ImportColumn", "列的对应", {
      entity::field<&ColumnUse::column>("column", "列").required().range(0, kColumnsMax - 1).describe("从 0 数起"),
      entity::field<&ColumnUse::header>("header", "表头").text_max(200),
      entity::field<&ColumnUse::field>("field", "对应字段").text_max(40).describe("空为不导入"),
  });
  return table;
}

const entity::Table& ImportColumns::fields() {
  static const entity::Table table("ImportColumns", "各列的对应", {
      entity::field<&ImportColumns::items>("items", "各列").list_max(kColumnsMax),
  });
  return table;
}

const entity::Table& Job::fields() {
  static const entity::Table table("ImportJob", "导入批次", {
      entity::field<&Job::id>("id", "编号"),
      entity::field<&Job::kind>("kind", "类型"),
      entity::field<&Job::state>("state", "状态"),
      entity::field<&Job::file_name>("file_name", "文件名").text_max(255),
      entity::field<&Job::digest>("digest", "文件摘要").hidden(),
      entity::field<&Job::bytes>("bytes", "文件大小").unit("字节"),
      entity::field<&Job::header_row>("header_row", "表头所在行"),
      entity::field<&Job::columns>("columns", "各列的对应").text_max(200'000).hidden(),
      entity::field<&Job::rows_total>("rows_total", "数据行数").describe("检查之后才知道"),
      entity::field<&Job::position>("position", "已处理行数"),
      entity::field<&Job::added>("added", "新增").describe("检查之后为可以新增的行数"),
      entity::field<&Job::known>("known", "已有").describe("已登记过的行，不作改动"),
      entity::field<&Job::wrong>("wrong", "有误"),
      entity::field<&Job::pairs>("pairs", "疑似重复").describe("待核对的疑似重复对数，不妨碍导入"),
      entity::field<&Job::withdrawn>("withdrawn", "已撤回"),
      entity::field<&Job::kept>("kept", "未能撤回"),
      entity::field<&Job::problem>("problem", "中断原因").text_max(300),
      entity::field<&Job::reason>("reason", "撤回原因").text_max(300),
      entity::field<&Job::file_kept>("file_kept", "原文件仍保留"),
      entity::field<&Job::same_as>("same_as", "相同文件的前一次导入"),
      entity::field<&Job::region>("region", "范围"),
      entity::field<&Job::organisation_id>("organisation_id", "所属组织"),
      entity::field<&Job::by_user>("by_user", "导入人编号"),
      entity::field<&Job::by_name>("by_name", "导入人").text_max(100),
      entity::field<&Job::run_by>("run_by", "启动人编号"),
      entity::field<&Job::resumed>("resumed", "自动继续次数").describe("服务重新启动后自动接着做的次数"),
      entity::field<&Job::resumed_from>("resumed_from", "自动继续的位置"),
      entity::field<&Job::resumed_at>("resumed_at", "最近一次自动继续"),
      entity::field<&Job::stalled>("stalled", "没有进展的重启次数").hidden(),
      entity::field<&Job::version>("version", "版本"),
      entity::field<&Job::created_at>("created_at", "上传时间"),
      entity::field<&Job::updated_at>("updated_at", "更新时间"),
  });
  return table;
}

const entity::Table& ImportPath::fields() {
  static const entity::Table table("ImportPath", "导入批次编号", {entity::field<&ImportPath::id>("id", "编号").required()});
  return table;
}

const entity::Table& ImportQuery::fields() {
  static const entity::Table table("ImportQuery", "导入批次查询", {
      entity::field<&ImportQuery::kind>("kind", "类型"),
      entity::field<&ImportQuery::state>("state", "状态"),
      entity::field<&ImportQuery::region>("region", "地区"),
      entity::field<&ImportQuery::limit>("limit", "条数").range(1, http::kPageMax),
      entity::field<&ImportQuery::cursor>("cursor", "从此之后"),
  });
  return table;
}

const entity::Table& RowsQuery::fields() {
  static const entity::Table table("ImportRowsQuery", "导入行查询", {
      entity::field<&RowsQuery::id>("id", "编号").required(),
      entity::field<&RowsQuery::limit>("limit", "条数").range(1, http::kPageMax),
      entity::field<&RowsQuery::cursor>("cursor", "从此之后").text_max(40),
  });
  return table;
}

const entity::Table& MappingInput::fields() {
  static const entity::Table table("ImportMapping", "列的对应", {
      entity::field<&MappingInput::id>("id", "编号").required(),
      entity::field<&MappingInput::version>("version", "版本").required(),
      entity::field<&MappingInput::columns>("columns", "各列").required().list_max(kColumnsMax),
  });
  return table;
}

const entity::Table& RollbackInput::fields() {
  static const entity::Table table("ImportRollback", "撤回导入", {
      entity::field<&RollbackInput::id>("id", "编号").required(),
      entity::field<&RollbackInput::reason>("reason", "原因").required().text_max(300),
  });
  return table;
}

const entity::Table& KindQuery::fields() {
  static const entity::Table table("ImportKindQuery", "导入类型", {entity::field<&KindQuery::kind>("kind", "类型").required()});
  return table;
}

const entity::Table& TargetField::fields() {
  static const entity::Table table("ImportField", "可导入的字段", {
      entity::field<&TargetField::name>("name", "字段"),
      entity::field<&TargetField::label>("label", "名称"),
      entity::field<&TargetField::note>("note", "说明"),
      entity::field<&TargetField::required>("required", "必填"),
  });
  return table;
}

const entity::Table& JobView::fields() {
  static const entity::Table table("ImportJobView", "导入批次详情", {
      entity::field<&JobView::job>("job", "批次"),
      entity::field<&JobView::columns>("columns", "各列的对应").list_max(kColumnsMax),
      entity::field<&JobView::targets>("targets", "可导入的字段").list_max(100),
      entity::field<&JobView::missing>("missing", "没有对应列的必填字段").list_max(100),
      entity::field<&JobView::mine>("mine", "本人上传").describe("只有上传的人能看原文件的内容"),
      entity::field<&JobView::file_until>("file_until", "原文件保留至"),
  });
  return table;
}

const entity::Table& PreviewRow::fields() {
  static const entity::Table table("ImportPreviewRow", "预览行", {
      entity::field<&PreviewRow::row>("row", "行号"),
      entity::field<&PreviewRow::cells>("cells", "各格").list_max(kColumnsMax),
  });
  return table;
}

const entity::Table& Preview::fields() {
  static const entity::Table table("ImportPreview", "文件预览", {
      entity::field<&Preview::headers>("headers", "表头").list_max(kColumnsMax),
      entity::field<&Preview::rows>("rows", "前几行").list_max(100),
  });
  return table;
}

const entity::Table& RowError::fields() {
  static const entity::Table table("ImportRowError", "行错误", {
      entity::field<&RowError::row>("row", "行号"),
      entity::field<&RowError::field>("field", "字段"),
      entity::field<&RowError::label>("label", "列"),
      entity::field<&RowError::message>("message", "问题"),
  });
  return table;
}

const entity::Table& KeptRow::fields() {
  static const entity::Table table("ImportKeptRow", "未能撤回的记录", {
      entity::field<&KeptRow::row>("row", "行号").describe("0 为不详"),
      entity::field<&KeptRow::subject>("subject", "类别"),
      entity::field<&KeptRow::subject_id>("subject_id", "编号"),
      entity::field<&KeptRow::name>("name", "名称").pii(entity::Pii::name),
  });
  return table;
}

}  // namespace yilin::imports
