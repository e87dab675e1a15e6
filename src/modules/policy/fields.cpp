// Names, labels and bounds of what is stored and of what the commands take.
#include "modules/policy/views.h"

namespace yilin::policies {
using entity::field;
using entity::Table;

const Table& RuleVersion::fields() {
  static const Table table("RuleVersion", "规则版本", {
      field<&RuleVersion::id>("id", "编号"),
      field<&RuleVersion::number>("number", "版本号"),
      field<&RuleVersion::state>("state", "状态"),
      field<&RuleVersion::based_on>("based_on", "依据的版本"),
      field<&RuleVersion::activate_on>("activate_on", "施行日期"),
      field<&RuleVersion::digest>("digest", "规则指纹"),
      field<&RuleVersion::note>("note", "说明").text_max(300),
      field<&RuleVersion::reason>("reason", "退回或撤回原因").text_max(300),
      field<&RuleVersion::author>("author", "起草人编号"),
      field<&RuleVersion::reviewer>("reviewer", "复核人编号"),
      field<&RuleVersion::signer>("signer", "签发人编号"),
      field<&RuleVersion::author_name>("author_name", "起草人"),
      field<&RuleVersion::reviewer_name>("reviewer_name", "复核人"),
      field<&RuleVersion::signer_name>("signer_name", "签发人"),
      field<&RuleVersion::created_at>("created_at", "起草时间"),
      field<&RuleVersion::submitted_at>("submitted_at", "提交时间"),
      field<&RuleVersion::reviewed_at>("reviewed_at", "复核时间"),
      field<&RuleVersion::signed_at>("signed_at", "签发时间"),
      field<&RuleVersion::activated_at>("activated_at", "施行时间"),
      field<&RuleVersion::ended_at>("ended_at", "停用时间"),
      field<&RuleVersion::updated_at>("updated_at", "最近改动"),
      field<&RuleVersion::version>("version", "记录版本"),
  });
  return table;
}
const Table& RuleFile::fields() {
  static const Table table("RuleFile", "规则文件", {
      field<&RuleFile::id>("id", "编号"),
      field<&RuleFile::version_id>("version_id", "规则版本"),
      field<&RuleFile::name>("name", "文件名").text_max(kFileNameMax),
      field<&RuleFile::text>("text", "正文").text_max(kFileCharsMax),
      field<&RuleFile::digest>("digest", "指纹"),
      field<&RuleFile::bytes>("bytes", "字节数"),
      field<&RuleFile::updated_by>("updated_by", "改动人编号"),
      field<&RuleFile::updated_name>("updated_name", "改动人"),
      field<&RuleFile::updated_at>("updated_at", "改动时间"),
      field<&RuleFile::version>("version", "记录版本"),
  });
  return table;
}
const Table& FileChange::fields() {
  static const Table table("RuleFileChange", "规则文件的改动", {
      field<&FileChange::name>("name", "文件名").required().text_max(kFileNameMax),
      field<&FileChange::text>("text", "正文").text_max(kFileCharsMax).describe("空缺表示删除此文件"),
  });
  return table;
}
const Table& ParameterChange::fields() {
  static const Table table("RuleParameterChange", "标准的改动", {
      field<&ParameterChange::parameter>("parameter", "标准项目").required().describe("如 高龄津贴标准.八十"),
      field<&ParameterChange::region>("region", "地区").describe("空缺为全国"),
      field<&ParameterChange::from>("from", "自").required(),
      field<&ParameterChange::to>("to", "至"),
      field<&ParameterChange::value>("value", "数值").required().text_max(60).describe("带单位，如 60元"),
  });
  return table;
}

const Table& VersionPath::fields() {
  static const Table table("RuleVersionPath", "规则版本", {field<&VersionPath::id>("id", "编号").required()});
  return table;
}
const Table& FilePath::fields() {
  static const Table table("RuleFilePath", "规则文件", {field<&FilePath::id>("id", "编号").required()});
  return table;
}
const Table& VersionQuery::fields() {
  static const Table table("RuleVersionQuery", "查询规则版本", {
      field<&VersionQuery::state>("state", "状态"),
      field<&VersionQuery::limit>("limit", "条数").range(1, http::kPageMax),
      field<&VersionQuery::cursor>("cursor", "游标"),
  });
  return table;
}

const Table& BeginDraft::fields() {
  static const Table table("BeginRuleDraft", "起草规则", {
      field<&BeginDraft::based_on>("based_on", "依据的版本").describe("空缺为现行版本"),
      field<&BeginDraft::note>("note", "说明").required().text_max(300),
  });
  return table;
}
const Table& SaveFile::fields() {
  static const Table table("SaveRuleFile", "保存规则文件", {
      field<&SaveFile::id>("id", "编号").required(),
      field<&SaveFile::text>("text", "正文").required().text_max(kFileCharsMax),
      field<&SaveFile::version>("version", "改动前的记录版本").required().range(1, INT64_MAX),
  });
  return table;
}
const Table& AddFile::fields() {
  static const Table table("AddRuleFile", "新增规则文件", {
      field<&AddFile::id>("id", "规则版本").required(),
      field<&AddFile::name>("name", "文件名").required().text_max(kFileNameMax),
      field<&AddFile::text>("text", "正文").required().text_max(kFileCharsMax),
  });
  return table;
}
const Table& RemoveFile::fields() {
  static const Table table("RemoveRuleFile", "删除规则文件", {
      field<&RemoveFile::id>("id", "编号").required(),
      field<&RemoveFile::version>("version", "改动前的记录版本").required().range(1, INT64_MAX),
  });
  return table;
}
const Table& EditRow::fields() {
  static const Table table("EditRuleRow", "修改表格的一行", {
      field<&EditRow::id>("id", "文件编号").required(),
      field<&EditRow::version>("version", "改动前的记录版本").required().range(1, INT64_MAX),
      field<&EditRow::line>("line", "行号").required().range(1, 1'000'000),
      field<&EditRow::operation>("operation", "操作").required(),
      field<&EditRow::cells>("cells", "各格").list_max(grid::kCellsMax).describe("删除时不填"),
  });
  return table;
}
const Table& Step::fields() {
  static const Table table("RuleStep", "办理规则版本", {
      field<&Step::id>("id", "编号").required(),
      field<&Step::version>("version", "改动前的记录版本").required().range(1, INT64_MAX),
      field<&Step::reason>("reason", "原因").text_max(300).describe("退回和撤回必填"),
  });
  return table;
}
const Table& Schedule::fields() {
  static const Table table("ScheduleRules", "排定施行日期", {
      field<&Schedule::id>("id", "编号").required(),
      field<&Schedule::version>("version", "改动前的记录版本").required().range(1, INT64_MAX),
      field<&Schedule::activate_on>("activate_on", "施行日期").required(),
  });
  return table;
}
const Table& ConfirmBoundary::fields() {
  static const Table table("ConfirmRuleBoundary", "确认边界情形", {
      field<&ConfirmBoundary::id>("id", "编号").required(),
      field<&ConfirmBoundary::keys>("keys", "情形").required().list_max(kConfirmedAtOnce),
  });
  return table;
}
const Table& CheckInput::fields() {
  static const Table table("CheckRules", "检查规则", {
      field<&CheckInput::version_id>("version_id", "规则版本").describe("空缺为现行版本"),
      field<&CheckInput::files>("files", "改动的文件").list_max(kFilesMax).describe("代替已保存的同名文件"),
  });
  return table;
}
const Table& DiffQuery::fields() {
  static const Table table("RuleDiffQuery", "比较两个版本", {
      field<&DiffQuery::from>("from", "旧版本").required(),
      field<&DiffQuery::to>("to", "新版本").required(),
  });
  return table;
}
const Table& ParameterQuery::fields() {
  static const Table table("RuleParameterQuery", "查询标准", {
      field<&ParameterQuery::version>("version", "规则版本").describe("空缺为现行版本"),
      field<&ParameterQuery::region>("region", "地区").describe("只列这个地区适用的"),
      field<&ParameterQuery::month>("month", "月份").describe("只列这个月份适用的"),
      field<&ParameterQuery::q>("q", "项目名称").text_max(60),
      field<&ParameterQuery::limit>("limit", "条数").range(1, http::kPageMax),
      field<&ParameterQuery::cursor>("cursor", "游标").text_max(20),
  });
  return table;
}
const Table& RulesQuery::fields() {
  static const Table table("RuleQuery", "查询适用的规定", {
      field<&RulesQuery::version>("version", "规则版本").describe("空缺为现行版本"),
      field<&RulesQuery::region>("region", "地区").describe("空缺为全国"),
      field<&RulesQuery::month>("month", "月份").describe("空缺为本月"),
      field<&RulesQuery::kind>("kind", "种类"),
      field<&RulesQuery::q>("q", "名称").text_max(60),
  });
  return table;
}
const Table& TryInput::fields() {
  static const Table table("TryRules", "试算", {
      field<&TryInput::version>("version", "规则版本").describe("空缺为现行版本"),
      field<&TryInput::region>("region", "办理地区").describe("空缺为全国"),
      field<&TryInput::month>("month", "待遇月份").describe("空缺为本月"),
      field<&TryInput::known_at>("known_at", "截至哪天公布的规定"),
      field<&TryInput::opened>("opened", "受理日期").describe("按受理时的规定办理"),
      field<&TryInput::facts>("facts", "情形").text_max(4'000).describe("如 出生日期 1944-06-30，户籍 濮阳市，成员（出生日期 1950-03-01）"),
      field<&TryInput::benefit>("benefit", "待遇").text_max(60).describe("填写后给出全部理由和最接近的改变"),
      field<&TryInput::usual>("usual", "未写的事实取常值").describe("否则为未知"),
  });
  return table;
}

}  // namespace yilin::policies
