// Names, labels and bounds of what is asked for.
#include "modules/assessment/commands.h"
#include "modules/assessment/fhir.h"

namespace yilin::assessment {
using entity::field;
using entity::Pii;
using entity::Table;

const Table& EndAssessor::fields() {
  static const Table table("EndAssessor", "停止评估员", {
      field<&EndAssessor::id>("id", "编号").required(),
      field<&EndAssessor::reason>("reason", "原因").required(),
  });
  return table;
}
const Table& PlanAssessment::fields() {
  static const Table table("PlanAssessment", "安排评估", {
      field<&PlanAssessment::elder_id>("elder_id", "老人").required(),
      field<&PlanAssessment::questionnaire>("questionnaire", "量表").text_max(40),
      field<&PlanAssessment::reason>("reason", "评估原因").required(),
      field<&PlanAssessment::first_assessor>("first_assessor", "第一评估员").required(),
      field<&PlanAssessment::second_assessor>("second_assessor", "第二评估员").required(),
  });
  return table;
}
const Table& SaveAssessment::fields() {
  static const Table table("SaveAssessment", "保存评估", {
      field<&SaveAssessment::id>("id", "编号").required(),
      field<&SaveAssessment::version>("version", "版本").required(),
      field<&SaveAssessment::answers>("answers", "作答").list_max(200),
      field<&SaveAssessment::consent>("consent", "知情同意"),
      field<&SaveAssessment::consent_name>("consent_name", "同意人").text_max(30),
      field<&SaveAssessment::informant_name>("informant_name", "信息提供者姓名").text_max(30),
      field<&SaveAssessment::informant>("informant", "信息提供者"),
      field<&SaveAssessment::place>("place", "评估地点").text_max(100),
      field<&SaveAssessment::started_at>("started_at", "开始时间"),
      field<&SaveAssessment::ended_at>("ended_at", "结束时间"),
      field<&SaveAssessment::note>("note", "评估记录").text_max(2000),
  });
  return table;
}
const Table& SignAssessment::fields() {
  static const Table table("SignAssessment", "签名", {
      field<&SignAssessment::id>("id", "编号").required(),
      field<&SignAssessment::version>("version", "版本").required(),
      field<&SignAssessment::signer>("signer", "签名人").required(),
      field<&SignAssessment::name>("name", "姓名").text_max(30),
      field<&SignAssessment::strokes>("strokes", "笔迹").required().text_max(8000),
  });
  return table;
}
const Table& SubmitAssessment::fields() {
  static const Table table("SubmitAssessment", "提交评估", {field<&SubmitAssessment::id>("id", "编号").required()});
  return table;
}
const Table& AssessmentReason::fields() {
  static const Table table("AssessmentReason", "评估与原因", {
      field<&AssessmentReason::id>("id", "编号").required(),
      field<&AssessmentReason::reason>("reason", "原因").required().text_max(500),
  });
  return table;
}
const Table& ReviewAssessment::fields() {
  static const Table table("ReviewAssessment", "审核评估", {
      field<&ReviewAssessment::id>("id", "编号").required(),
      field<&ReviewAssessment::note>("note", "审核意见").text_max(500),
  });
  return table;
}
const Table& ConfirmAssessment::fields() {
  static const Table table("ConfirmAssessment", "确认结果", {
      field<&ConfirmAssessment::id>("id", "编号").required(),
      field<&ConfirmAssessment::told_name>("told_name", "结果告知").required().text_max(30),
  });
  return table;
}
const Table& DisputeAssessment::fields() {
  static const Table table("DisputeAssessment", "提出异议", {
      field<&DisputeAssessment::id>("id", "编号").required(),
      field<&DisputeAssessment::name>("name", "异议人").required().text_max(30),
      field<&DisputeAssessment::reason>("reason", "异议原因").required().text_max(500),
  });
  return table;
}
const Table& DecideFlag::fields() {
  static const Table table("DecideAssessmentFlag", "处理疑点", {
      field<&DecideFlag::id>("id", "编号").required(),
      field<&DecideFlag::decision>("decision", "处理").required(),
      field<&DecideFlag::note>("note", "说明").required().text_max(500),
  });
  return table;
}
const Table& Recognise::fields() {
  static const Table table("RecogniseAssessment", "登记互认结果", {
      field<&Recognise::elder_id>("elder_id", "老人").required(),
      field<&Recognise::questionnaire>("questionnaire", "量表").text_max(40),
      field<&Recognise::level>("level", "等级").required().range(0, 20),
      field<&Recognise::total>("total", "总分").range(0, 1000),
      field<&Recognise::assessed_on>("assessed_on", "评估日期").required(),
      field<&Recognise::valid_until>("valid_until", "有效期至"),
      field<&Recognise::organisation>("organisation", "评估机构").required().text_max(60),
      field<&Recognise::assessors>("assessors", "评估员").text_max(100),
      field<&Recognise::foreign_code>("foreign_code", "证明编号").required().text_max(60),
      field<&Recognise::note>("note", "说明").text_max(500),
  });
  return table;
}
const Table& ImportResponse::fields() {
  static const Table table("ImportAssessmentResponse", "导入评估（FHIR）", {
      field<&ImportResponse::elder_id>("elder_id", "老人").required(),
      field<&ImportResponse::organisation>("organisation", "评估机构").required().text_max(60),
      field<&ImportResponse::document>("document", "QuestionnaireResponse").required().text_max(fhir::kDocumentMax),
  });
  return table;
}
const Table& ImportQuestionnaire::fields() {
  static const Table table("ImportQuestionnaire", "导入量表（FHIR）", {
      field<&ImportQuestionnaire::document>("document", "Questionnaire").required().text_max(fhir::kDocumentMax),
  });
  return table;
}
const Table& ReportChange::fields() {
  static const Table table("ReportHealthChange", "报告健康状况变化", {
      field<&ReportChange::id>("id", "老人").required(),
      field<&ReportChange::kind>("kind", "变化").required(),
      field<&ReportChange::happened_on>("happened_on", "发生日期").required(),
      field<&ReportChange::note>("note", "说明").text_max(500),
  });
  return table;
}

}  // namespace yilin::assessment
