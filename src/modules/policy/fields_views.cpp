// Names and labels of what the routes answer.
#include "modules/policy/views.h"

namespace yilin::policies {
using entity::field;
using entity::Table;

std::span<const entity::EnumName> enum_names(FileState) {
  static constexpr entity::EnumName names[] = {{1, "same", "未改动"}, {2, "changed", "已改动"}, {3, "added", "新增"}};
  return names;
}
std::span<const entity::EnumName> enum_names(ExampleState) {
  static constexpr entity::EnumName names[] = {{1, "passed", "成立"}, {2, "failed", "不成立"}, {3, "not_run", "未运行"}};
  return names;
}
std::span<const entity::EnumName> enum_names(RuleKind) {
  static constexpr entity::EnumName names[] = {{1, "fact", "事实"},   {2, "parameter", "标准"}, {3, "definition", "定义"}, {4, "label", "标签"},
                                               {5, "table", "决策表"}, {6, "benefit", "待遇"},   {7, "relation", "关系"}};
  return names;
}
std::span<const entity::EnumName> enum_names(Outcome) {
  static constexpr entity::EnumName names[] = {{0, "refused", "否"}, {1, "granted", "是"}, {2, "unknown", "待核实"}};
  return names;
}

const Table& FileInfo::fields() {
  static const Table table("RuleFileInfo", "规则文件概况", {
      field<&FileInfo::id>("id", "编号"),
      field<&FileInfo::name>("name", "文件名"),
      field<&FileInfo::state>("state", "改动"),
      field<&FileInfo::bytes>("bytes", "字节数"),
      field<&FileInfo::digest>("digest", "指纹"),
      field<&FileInfo::version>("version", "记录版本"),
      field<&FileInfo::updated_name>("updated_name", "改动人"),
      field<&FileInfo::updated_at>("updated_at", "改动时间"),
  });
  return table;
}
const Table& VersionView::fields() {
  static const Table table("RuleVersionView", "规则版本详情", {
      field<&VersionView::version>("version", "版本"),
      field<&VersionView::based_on_number>("based_on_number", "依据的版本号").describe("0 为随系统附带"),
      field<&VersionView::base_in_force>("base_in_force", "依据的版本正在施行").describe("否则排期前须先合并"),
      field<&VersionView::files>("files", "文件").list_max(kFilesMax),
      field<&VersionView::removed_files>("removed_files", "删除的文件").list_max(kFilesMax),
      field<&VersionView::may>("may", "本人现在可以办理").list_max(20),
  });
  return table;
}
const Table& HistoryRow::fields() {
  static const Table table("RuleHistoryRow", "办理记录", {
      field<&HistoryRow::seq>("seq", "序号"),
      field<&HistoryRow::at>("at", "时间"),
      field<&HistoryRow::actor_name>("actor_name", "办理人"),
      field<&HistoryRow::verb>("verb", "动作"),
      field<&HistoryRow::verb_label>("verb_label", "办理"),
      field<&HistoryRow::reason>("reason", "原因"),
      field<&HistoryRow::file>("file", "文件"),
  });
  return table;
}
const Table& History::fields() {
  static const Table table("RuleHistory", "规则版本的办理记录", {field<&History::items>("items", "各次办理").list_max(http::kPageMax)});
  return table;
}
const Table& Confirmed::fields() {
  static const Table table("RuleBoundaryConfirmed", "边界情形确认结果", {
      field<&Confirmed::confirmed>("confirmed", "本次确认"),
      field<&Confirmed::left>("left", "尚待确认"),
  });
  return table;
}
const Table& Finding::fields() {
  static const Table table("RuleFinding", "规则错误", {
      field<&Finding::file>("file", "文件"),
      field<&Finding::line>("line", "行"),
      field<&Finding::column>("column", "列"),
      field<&Finding::message>("message", "问题"),
  });
  return table;
}
const Table& ExampleRow::fields() {
  static const Table table("RuleExample", "规则示例", {
      field<&ExampleRow::file>("file", "文件"),
      field<&ExampleRow::line>("line", "行"),
      field<&ExampleRow::rule>("rule", "规定"),
      field<&ExampleRow::text>("text", "示例"),
      field<&ExampleRow::state>("state", "结果"),
      field<&ExampleRow::message>("message", "问题"),
  });
  return table;
}
const Table& CheckReport::fields() {
  static const Table table("RuleCheck", "规则检查结果", {
      field<&CheckReport::ok>("ok", "通过"),
      field<&CheckReport::digest>("digest", "规则指纹"),
      field<&CheckReport::errors>("errors", "错误").list_max(policy::kDiagnosticsMax),
      field<&CheckReport::contexts>("contexts", "证明的地区与时段组合"),
      field<&CheckReport::tables>("tables", "证明的决策表"),
      field<&CheckReport::examples>("examples", "运行的示例"),
      field<&CheckReport::rules>("rules", "规定"),
      field<&CheckReport::benefits>("benefits", "待遇"),
      field<&CheckReport::example_rows>("example_rows", "各个示例").list_max(kExampleRowsMax),
  });
  return table;
}
const Table& BoundaryView::fields() {
  static const Table table("RuleBoundaryCase", "边界情形", {
      field<&BoundaryView::key>("key", "标识"),
      field<&BoundaryView::benefit>("benefit", "待遇"),
      field<&BoundaryView::region_name>("region_name", "地区"),
      field<&BoundaryView::month>("month", "月份"),
      field<&BoundaryView::example>("example", "示例"),
      field<&BoundaryView::facts>("facts", "与示例不同之处"),
      field<&BoundaryView::outcome>("outcome", "新规则下的结果"),
      field<&BoundaryView::before>("before", "原规则下的结果"),
      field<&BoundaryView::differs>("differs", "结果有变化"),
      field<&BoundaryView::confirmed_name>("confirmed_name", "确认人"),
      field<&BoundaryView::confirmed_at>("confirmed_at", "确认时间"),
  });
  return table;
}
const Table& BoundaryReport::fields() {
  static const Table table("RuleBoundary", "待确认的边界情形", {
      field<&BoundaryReport::items>("items", "各个情形").list_max(kBoundaryCasesMax),
      field<&BoundaryReport::unconfirmed>("unconfirmed", "尚待确认"),
      field<&BoundaryReport::more>("more", "还有更多").describe("改动过大，只列出前一千个"),
  });
  return table;
}
const Table& GridRow::fields() {
  static const Table table("RuleGridRow", "表格的一行", {
      field<&GridRow::line>("line", "行号"),
      field<&GridRow::cells>("cells", "各格").list_max(1'000),
  });
  return table;
}
const Table& GridView::fields() {
  static const Table table("RuleGrid", "规则表格", {
      field<&GridView::kind>("kind", "种类"),
      field<&GridView::name>("name", "名称"),
      field<&GridView::line>("line", "行号"),
      field<&GridView::columns>("columns", "表头").list_max(1'000),
      field<&GridView::rows>("rows", "各行").list_max(kRowsMax),
  });
  return table;
}
const Table& FileTables::fields() {
  static const Table table("RuleFileTables", "规则文件里的表格", {
      field<&FileTables::file_id>("file_id", "文件编号"),
      field<&FileTables::version>("version", "记录版本"),
      field<&FileTables::tables>("tables", "各张表").list_max(kTablesMax),
  });
  return table;
}
const Table& EditedFile::fields() {
  static const Table table("RuleEditedFile", "改动后的规则文件", {
      field<&EditedFile::file>("file", "文件"),
      field<&EditedFile::text>("text", "正文").text_max(kFileCharsMax),
      field<&EditedFile::tables>("tables", "各张表").list_max(kTablesMax),
  });
  return table;
}
const Table& ParameterRow::fields() {
  static const Table table("RuleParameter", "标准", {
      field<&ParameterRow::item>("item", "项目"),
      field<&ParameterRow::region>("region", "地区代码"),
      field<&ParameterRow::region_name>("region_name", "地区"),
      field<&ParameterRow::from>("from", "自"),
      field<&ParameterRow::to>("to", "至"),
      field<&ParameterRow::value>("value", "数值"),
      field<&ParameterRow::unit>("unit", "单位"),
      field<&ParameterRow::citation>("citation", "依据"),
      field<&ParameterRow::published>("published", "公布"),
      field<&ParameterRow::replaces>("replaces", "替代"),
      field<&ParameterRow::confidence>("confidence", "可信度"),
      field<&ParameterRow::file>("file", "出处"),
      field<&ParameterRow::line>("line", "行"),
  });
  return table;
}
const Table& RuleRow::fields() {
  static const Table table("RuleInForce", "规定", {
      field<&RuleRow::kind>("kind", "种类"),
      field<&RuleRow::name>("name", "名称"),
      field<&RuleRow::type>("type", "类型"),
      field<&RuleRow::household>("household", "按户"),
      field<&RuleRow::value>("value", "内容"),
      field<&RuleRow::conditions>("conditions", "条件").list_max(1'000).describe("事实为可取的值"),
      field<&RuleRow::group>("group", "分组"),
      field<&RuleRow::region_name>("region_name", "地区"),
      field<&RuleRow::from>("from", "自"),
      field<&RuleRow::to>("to", "至"),
      field<&RuleRow::replaces>("replaces", "替代"),
      field<&RuleRow::published>("published", "公布"),
      field<&RuleRow::citation>("citation", "依据"),
      field<&RuleRow::confidence>("confidence", "可信度"),
      field<&RuleRow::remark>("remark", "说明"),
      field<&RuleRow::file>("file", "出处"),
      field<&RuleRow::line>("line", "行"),
  });
  return table;
}
const Table& RuleList::fields() {
  static const Table table("RuleList", "适用的规定", {
      field<&RuleList::number>("number", "版本号"),
      field<&RuleList::region_name>("region_name", "地区"),
      field<&RuleList::month>("month", "月份"),
      field<&RuleList::digest>("digest", "适用规定的指纹"),
      field<&RuleList::items>("items", "各项").list_max(kRuleRowsMax),
  });
  return table;
}
const Table& ReasonLine::fields() {
  static const Table table("RuleReason", "理由", {
      field<&ReasonLine::depth>("depth", "层次"),
      field<&ReasonLine::text>("text", "规定"),
      field<&ReasonLine::value>("value", "取值"),
      field<&ReasonLine::outcome>("outcome", "结论").describe("条件才有"),
      field<&ReasonLine::source>("source", "来源"),
      field<&ReasonLine::citation>("citation", "依据"),
      field<&ReasonLine::note>("note", "适用范围"),
  });
  return table;
}
const Table& FlipView::fields() {
  static const Table table("RuleFlip", "最接近的改变", {
      field<&FlipView::text>("text", "改变"),
      field<&FlipView::outcome>("outcome", "结果"),
  });
  return table;
}
const Table& TriedBenefit::fields() {
  static const Table table("TriedBenefit", "试算的待遇", {
      field<&TriedBenefit::benefit>("benefit", "待遇"),
      field<&TriedBenefit::group>("group", "分组"),
      field<&TriedBenefit::outcome>("outcome", "结论"),
      field<&TriedBenefit::amount>("amount", "金额"),
      field<&TriedBenefit::summary>("summary", "概述"),
      field<&TriedBenefit::reasons>("reasons", "理由").list_max(10'000),
      field<&TriedBenefit::flips>("flips", "最接近的改变").list_max(20),
  });
  return table;
}
const Table& Tried::fields() {
  static const Table table("TriedRules", "试算结果", {
      field<&Tried::number>("number", "版本号"),
      field<&Tried::region_name>("region_name", "地区"),
      field<&Tried::month>("month", "月份"),
      field<&Tried::digest>("digest", "适用规定的指纹"),
      field<&Tried::items>("items", "各项待遇").list_max(1'000),
  });
  return table;
}

namespace diff {
const Table& Line::fields() {
  static const Table table("RuleDiffLine", "逐行差别", {field<&Line::mark>("mark", "标记"), field<&Line::text>("text", "文字")});
  return table;
}
const Table& Item::fields() {
  static const Table table("RuleDiffItem", "规定的差别", {
      field<&Item::change>("change", "改动"),
      field<&Item::kind>("kind", "种类"),
      field<&Item::name>("name", "名称"),
      field<&Item::region_name>("region_name", "地区"),
      field<&Item::from>("from", "自"),
      field<&Item::before>("before", "原数值"),
      field<&Item::after>("after", "新数值"),
      field<&Item::lines>("lines", "逐行").list_max(kLinesMax),
  });
  return table;
}
const Table& File::fields() {
  static const Table table("RuleDiffFile", "文件的差别", {
      field<&File::change>("change", "改动"),
      field<&File::name>("name", "文件名"),
      field<&File::added>("added", "增加行数"),
      field<&File::removed>("removed", "删去行数"),
  });
  return table;
}
const Table& Report::fields() {
  static const Table table("RuleDiff", "两个版本的差别", {
      field<&Report::items>("items", "规定").list_max(kItemsMax),
      field<&Report::files>("files", "文件").list_max(2 * kFilesMax),
      field<&Report::more>("more", "还有更多"),
  });
  return table;
}
}  // namespace diff

}  // namespace yilin::policies
