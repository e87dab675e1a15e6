// The fields() tables of duplicates and of handing over.
#include "modules/registry/views.h"

namespace yilin::registry {

namespace {
using entity::Pii;
constexpr std::size_t kReasonChars = 200;
}  // namespace

std::span<const entity::EnumName> enum_names(PairDecision) {
  static constexpr entity::EnumName names[] = {{1, "merge", "是同一人，合并"}, {2, "distinct", "不是同一人"}};
  return names;
}

const entity::Table& DuplicateQuery::fields() {
  static const entity::Table table("DuplicateQuery", "疑似重复查询", {
      entity::field<&DuplicateQuery::region>("region", "地区"),
      entity::field<&DuplicateQuery::state>("state", "状态"),
      entity::field<&DuplicateQuery::elder>("elder", "老人"),
      entity::field<&DuplicateQuery::limit>("limit", "条数").range(1, http::kPageMax),
      entity::field<&DuplicateQuery::cursor>("cursor", "翻页位置").text_max(60),
  });
  return table;
}

const entity::Table& DuplicateView::fields() {
  static const entity::Table table("DuplicateView", "疑似重复", {
      entity::field<&DuplicateView::id>("id", "编号"),
      entity::field<&DuplicateView::score>("score", "相似度"),
      entity::field<&DuplicateView::reasons>("reasons", "理由").list_max(16),
      entity::field<&DuplicateView::state>("state", "状态"),
      entity::field<&DuplicateView::note>("note", "说明"),
      entity::field<&DuplicateView::a>("a", "甲"),
      entity::field<&DuplicateView::b>("b", "乙"),
  });
  return table;
}

const entity::Table& DecidePair::fields() {
  static const entity::Table table("DecidePair", "核对疑似重复", {
      entity::field<&DecidePair::id>("id", "编号").required(),
      entity::field<&DecidePair::decision>("decision", "结论").required(),
      entity::field<&DecidePair::keep>("keep", "保留的档案"),
      entity::field<&DecidePair::reason>("reason", "原因").required().text_max(kReasonChars),
  });
  return table;
}

const entity::Table& PairDecided::fields() {
  static const entity::Table table("PairDecided", "核对结果", {
      entity::field<&PairDecided::id>("id", "编号"),
      entity::field<&PairDecided::state>("state", "状态"),
      entity::field<&PairDecided::kept>("kept", "保留的档案"),
      entity::field<&PairDecided::merge_id>("merge_id", "合并编号"),
  });
  return table;
}

const entity::Table& MergeView::fields() {
  static const entity::Table table("MergeView", "合并记录", {
      entity::field<&MergeView::id>("id", "编号"),
      entity::field<&MergeView::kept>("kept", "保留的档案"),
      entity::field<&MergeView::merged>("merged", "并入的档案"),
      entity::field<&MergeView::merged_name>("merged_name", "并入者姓名").pii(Pii::name),
      entity::field<&MergeView::state>("state", "状态"),
      entity::field<&MergeView::reason>("reason", "原因"),
      entity::field<&MergeView::at>("at", "时间"),
  });
  return table;
}

const entity::Table& MergeList::fields() {
  static const entity::Table table("MergeList", "合并记录列表", {
      entity::field<&MergeList::items>("items", "各项").list_max(100),
  });
  return table;
}

const entity::Table& UndoMerge::fields() {
  static const entity::Table table("UndoMerge", "撤销合并", {
      entity::field<&UndoMerge::id>("id", "编号").required(),
      entity::field<&UndoMerge::reason>("reason", "原因").required().text_max(kReasonChars),
  });
  return table;
}

const entity::Table& CheckDuplicates::fields() {
  static const entity::Table table("CheckDuplicates", "查重", {
      entity::field<&CheckDuplicates::name>("name", "姓名").text_max(50).pii(Pii::name),
      entity::field<&CheckDuplicates::id_card>("id_card", "身份证号").pii(Pii::id_number),
      entity::field<&CheckDuplicates::birth>("birth", "出生日期"),
      entity::field<&CheckDuplicates::phone>("phone", "电话").pii(Pii::phone),
      entity::field<&CheckDuplicates::region>("region", "社区"),
  });
  return table;
}

const entity::Table& LikelyDuplicate::fields() {
  static const entity::Table table("LikelyDuplicate", "可能的重复", {
      entity::field<&LikelyDuplicate::score>("score", "相似度"),
      entity::field<&LikelyDuplicate::reasons>("reasons", "理由").list_max(16),
      entity::field<&LikelyDuplicate::elsewhere>("elsewhere", "在他处登记"),
      entity::field<&LikelyDuplicate::elder>("elder", "老人"),
  });
  return table;
}

const entity::Table& LikelyDuplicates::fields() {
  static const entity::Table table("LikelyDuplicates", "查重结果", {
      entity::field<&LikelyDuplicates::items>("items", "各项").list_max(20),
  });
  return table;
}

const entity::Table& AskMigration::fields() {
  static const entity::Table table("AskMigration", "申请迁入", {
      entity::field<&AskMigration::id_card>("id_card", "身份证号").required().pii(Pii::id_number),
      entity::field<&AskMigration::region>("region", "迁入社区").required(),
      entity::field<&AskMigration::address>("address", "住址").text_max(120).pii(Pii::address),
      entity::field<&AskMigration::reason>("reason", "原因").required().text_max(kReasonChars),
  });
  return table;
}

const entity::Table& HandOver::fields() {
  static const entity::Table table("HandOver", "移交迁出", {
      entity::field<&HandOver::id>("id", "编号").required(),
      entity::field<&HandOver::region>("region", "迁往社区").required(),
      entity::field<&HandOver::address>("address", "住址").text_max(120).pii(Pii::address),
      entity::field<&HandOver::reason>("reason", "原因").required().text_max(kReasonChars),
  });
  return table;
}

const entity::Table& MigrationQuery::fields() {
  static const entity::Table table("MigrationQuery", "迁移查询", {
      entity::field<&MigrationQuery::waiting_for_me>("waiting_for_me", "待我办理"),
      entity::field<&MigrationQuery::state>("state", "状态"),
      entity::field<&MigrationQuery::limit>("limit", "条数").range(1, http::kPageMax),
      entity::field<&MigrationQuery::cursor>("cursor", "翻页位置").text_max(60),
  });
  return table;
}

const entity::Table& MigrationView::fields() {
  static const entity::Table table("MigrationView", "迁移申请", {
      entity::field<&MigrationView::id>("id", "编号"),
      entity::field<&MigrationView::elder_id>("elder_id", "老人"),
      entity::field<&MigrationView::elder_name>("elder_name", "姓名"),
      entity::field<&MigrationView::kind>("kind", "方式"),
      entity::field<&MigrationView::state>("state", "状态"),
      entity::field<&MigrationView::from_name>("from_name", "原登记地"),
      entity::field<&MigrationView::to_name>("to_name", "迁入地"),
      entity::field<&MigrationView::to_region>("to_region", "迁入社区"),
      entity::field<&MigrationView::to_address>("to_address", "迁入住址").pii(Pii::address),
      entity::field<&MigrationView::reason>("reason", "原因"),
      entity::field<&MigrationView::asked_name>("asked_name", "申请人"),
      entity::field<&MigrationView::decided_name>("decided_name", "办理人"),
      entity::field<&MigrationView::decision_reason>("decision_reason", "办理意见"),
      entity::field<&MigrationView::waiting_for_me>("waiting_for_me", "待我办理"),
      entity::field<&MigrationView::created_at>("created_at", "申请时间"),
      entity::field<&MigrationView::decided_at>("decided_at", "办理时间"),
  });
  return table;
}

const entity::Table& DecideMigration::fields() {
  static const entity::Table table("DecideMigration", "办理迁移", {
      entity::field<&DecideMigration::id>("id", "编号").required(),
      entity::field<&DecideMigration::reason>("reason", "原因").text_max(kReasonChars),
  });
  return table;
}

}  // namespace yilin::registry
