// Names, labels and bounds of what is stored.
#include "modules/assessment/assessment.h"

namespace yilin::assessment {
using entity::field;
using entity::Pii;
using entity::Table;

std::span<const entity::EnumName> enum_names(State) {
  static constexpr entity::EnumName names[] = {{1, "draft", "评估中"},    {2, "submitted", "待审核"}, {3, "reviewed", "待确认"},  {4, "effective", "生效"},
                                               {5, "disputed", "有异议"}, {6, "superseded", "已更新"}, {7, "voided", "作废"}};
  return names;
}
std::span<const entity::EnumName> enum_names(Reason) {
  static constexpr entity::EnumName names[] = {{1, "first", "首次评估"}, {2, "routine", "常规评估"}, {3, "change", "即时评估（状况变化）"},
                                               {4, "dispute", "对结果有异议的复评"}, {9, "other", "其他"}};
  return names;
}
std::span<const entity::EnumName> enum_names(Source) {
  static constexpr entity::EnumName names[] = {{1, "own", "本地评估"}, {2, "recognised", "互认"}, {3, "imported", "导入"}};
  return names;
}
std::span<const entity::EnumName> enum_names(Consent) {
  static constexpr entity::EnumName names[] = {{0, "none", "未取得"}, {1, "elder", "老人本人同意"}, {2, "guardian", "监护人同意"}};
  return names;
}
std::span<const entity::EnumName> enum_names(Informant) {
  static constexpr entity::EnumName names[] = {{0, "none", "未填"},     {1, "self", "本人"},        {2, "spouse", "配偶"},     {3, "child", "子女"},
                                               {4, "relative", "其他亲属"}, {5, "hired_carer", "雇佣照顾者"}, {6, "community", "村（居）民委员会工作人员"}, {9, "other", "其他"}};
  return names;
}
std::span<const entity::EnumName> enum_names(Signer) {
  static constexpr entity::EnumName names[] = {{1, "first_assessor", "第一评估员"}, {2, "second_assessor", "第二评估员"}, {3, "informant", "信息提供者"}};
  return names;
}
std::span<const entity::EnumName> enum_names(Background) {
  static constexpr entity::EnumName names[] = {{1, "medicine", "医疗"}, {2, "nursing", "护理"}, {3, "social_work", "社会工作"}, {4, "elder_care", "养老护理"}, {9, "other", "其他"}};
  return names;
}
std::span<const entity::EnumName> enum_names(AssessorState) {
  static constexpr entity::EnumName names[] = {{1, "active", "在岗"}, {2, "ended", "已停止"}};
  return names;
}
std::span<const entity::EnumName> enum_names(FlagKind) {
  static constexpr entity::EnumName names[] = {{1, "outlier_assessor", "评估员等级分布异常"}, {2, "level_jump", "待遇核定日前跳级"}, {3, "same_assessor", "总是同一评估员"},
                                               {4, "too_fast", "评估过快"},                   {5, "overlapping", "时间重叠"},        {6, "level_differs", "结论与作答不符"}};
  return names;
}
std::span<const entity::EnumName> enum_names(FlagState) {
  static constexpr entity::EnumName names[] = {{1, "open", "待处理"}, {2, "explained", "已说明"}, {3, "confirmed", "属实"}};
  return names;
}
std::span<const entity::EnumName> enum_names(DueKind) {
  static constexpr entity::EnumName names[] = {{1, "first", "首次"}, {2, "routine", "到期"}, {3, "change", "状况变化"}, {4, "dispute", "异议复评"}, {5, "voided", "作废重评"}};
  return names;
}
std::span<const entity::EnumName> enum_names(ChangeKind) {
  static constexpr entity::EnumName names[] = {{1, "discharge", "出院"}, {2, "stroke", "脑卒中"}, {3, "fall", "跌倒骨折"}, {4, "dementia", "新确诊失智"},
                                               {5, "worse", "明显变差"}, {6, "better", "明显好转"}, {9, "other", "其他"}};
  return names;
}

const Table& Assessor::fields() {
  static const Table table("Assessor", "评估员", {
      field<&Assessor::id>("id", "编号"),
      field<&Assessor::region>("region", "所在区划"),
      field<&Assessor::name>("name", "姓名"),
      field<&Assessor::user_id>("user_id", "登录用户"),
      field<&Assessor::worker_id>("worker_id", "服务人员"),
      field<&Assessor::organisation_id>("organisation_id", "服务组织"),
      field<&Assessor::organisation>("organisation", "评估机构"),
      field<&Assessor::background>("background", "专业背景"),
      field<&Assessor::certificate_no>("certificate_no", "证书编号"),
      field<&Assessor::qualified_from>("qualified_from", "资格起"),
      field<&Assessor::qualified_to>("qualified_to", "资格止"),
      field<&Assessor::state>("state", "状态"),
      field<&Assessor::version>("version", "版本"),
      field<&Assessor::created_at>("created_at", "登记时间"),
      field<&Assessor::updated_at>("updated_at", "更新时间"),
  });
  return table;
}

const Table& Assessment::fields() {
  static const Table table("Assessment", "能力评估", {
      field<&Assessment::id>("id", "编号"),
      field<&Assessment::elder_id>("elder_id", "老人"),
      field<&Assessment::region>("region", "所在社区"),
      field<&Assessment::organisation_id>("organisation_id", "服务组织"),
      field<&Assessment::organisation>("organisation", "评估机构"),
      field<&Assessment::questionnaire>("questionnaire", "量表"),
      field<&Assessment::questionnaire_version>("questionnaire_version", "量表版本"),
      field<&Assessment::reason>("reason", "评估原因"),
      field<&Assessment::source>("source", "来源"),
      field<&Assessment::state>("state", "状态"),
      field<&Assessment::first_assessor>("first_assessor", "第一评估员"),
      field<&Assessment::second_assessor>("second_assessor", "第二评估员"),
      field<&Assessment::assessors>("assessors", "外地评估员"),
      field<&Assessment::consent>("consent", "知情同意"),
      field<&Assessment::consent_name>("consent_name", "同意人").pii(Pii::name),
      field<&Assessment::consent_at>("consent_at", "同意时间"),
      field<&Assessment::informant_name>("informant_name", "信息提供者姓名").pii(Pii::name),
      field<&Assessment::informant>("informant", "信息提供者"),
      field<&Assessment::place>("place", "评估地点").pii(Pii::address),
      field<&Assessment::started_at>("started_at", "开始时间"),
      field<&Assessment::ended_at>("ended_at", "结束时间"),
      field<&Assessment::assessed_on>("assessed_on", "评估基准日"),
      field<&Assessment::answers>("answers", "作答").hidden().sealed(),
      field<&Assessment::note>("note", "评估记录").text_max(2000).sealed(),
      field<&Assessment::total>("total", "总分"),
      field<&Assessment::initial_level>("initial_level", "初步等级"),
      field<&Assessment::level>("level", "最终等级"),
      field<&Assessment::triggers>("triggers", "等级变更条件"),
      field<&Assessment::submitted_at>("submitted_at", "提交时间"),
      field<&Assessment::reviewed_by>("reviewed_by", "审核人"),
      field<&Assessment::reviewed_at>("reviewed_at", "审核时间"),
      field<&Assessment::review_note>("review_note", "审核意见"),
      field<&Assessment::confirmed_by>("confirmed_by", "确认人"),
      field<&Assessment::effective_at>("effective_at", "生效时间"),
      field<&Assessment::told_name>("told_name", "结果告知").pii(Pii::name),
      field<&Assessment::valid_until>("valid_until", "有效期至"),
      field<&Assessment::verify_code>("verify_code", "验证码"),
      field<&Assessment::foreign_code>("foreign_code", "外地证明编号"),
      field<&Assessment::disputed_at>("disputed_at", "异议时间"),
      field<&Assessment::dispute_name>("dispute_name", "异议人").pii(Pii::name),
      field<&Assessment::dispute_reason>("dispute_reason", "异议原因"),
      field<&Assessment::previous_id>("previous_id", "针对的评估"),
      field<&Assessment::superseded_by>("superseded_by", "被哪次评估取代"),
      field<&Assessment::end_reason>("end_reason", "退回或作废原因"),
      field<&Assessment::created_by>("created_by", "安排人"),
      field<&Assessment::version>("version", "版本"),
      field<&Assessment::created_at>("created_at", "安排时间"),
      field<&Assessment::updated_at>("updated_at", "更新时间"),
  });
  return table;
}

const Table& Signature::fields() {
  static const Table table("AssessmentSignature", "签名", {
      field<&Signature::id>("id", "编号"),
      field<&Signature::assessment_id>("assessment_id", "评估"),
      field<&Signature::signer>("signer", "签名人"),
      field<&Signature::assessor_id>("assessor_id", "评估员"),
      field<&Signature::name>("name", "姓名").pii(Pii::name),
      field<&Signature::strokes>("strokes", "笔迹").text_max(8000).sealed(),
      field<&Signature::digest>("digest", "内容摘要"),
      field<&Signature::signed_at>("signed_at", "签名时间"),
      field<&Signature::by_user>("by_user", "操作人"),
  });
  return table;
}
const Table& Photo::fields() {
  static const Table table("AssessmentPhoto", "评估照片", {
      field<&Photo::id>("id", "编号"),
      field<&Photo::assessment_id>("assessment_id", "评估"),
      field<&Photo::caption>("caption", "说明"),
      field<&Photo::digest>("digest", "内容摘要"),
      field<&Photo::taken_at>("taken_at", "拍摄时间"),
      field<&Photo::by_user>("by_user", "操作人"),
  });
  return table;
}
const Table& Flag::fields() {
  static const Table table("AssessmentFlag", "评估疑点", {
      field<&Flag::id>("id", "编号"),
      field<&Flag::assessment_id>("assessment_id", "评估"),
      field<&Flag::region>("region", "区划"),
      field<&Flag::kind>("kind", "疑点"),
      field<&Flag::detail>("detail", "说明"),
      field<&Flag::state>("state", "状态"),
      field<&Flag::made_at>("made_at", "发现时间"),
      field<&Flag::decided_by>("decided_by", "处理人"),
      field<&Flag::decided_at>("decided_at", "处理时间"),
      field<&Flag::decision>("decision", "处理说明"),
  });
  return table;
}
const Table& Due::fields() {
  static const Table table("AssessmentDue", "待评估", {
      field<&Due::id>("id", "编号"),
      field<&Due::elder_id>("elder_id", "老人"),
      field<&Due::questionnaire>("questionnaire", "量表"),
      field<&Due::region>("region", "区划"),
      field<&Due::kind>("kind", "类别"),
      field<&Due::due_on>("due_on", "应评估日期"),
      field<&Due::reason>("reason", "原因"),
      field<&Due::assessment_id>("assessment_id", "上次评估"),
      field<&Due::planned_id>("planned_id", "已安排的评估"),
  });
  return table;
}
const Table& HealthChange::fields() {
  static const Table table("HealthChange", "健康状况变化", {
      field<&HealthChange::id>("id", "编号"),
      field<&HealthChange::elder_id>("elder_id", "老人"),
      field<&HealthChange::region>("region", "区划"),
      field<&HealthChange::kind>("kind", "变化"),
      field<&HealthChange::happened_on>("happened_on", "发生日期"),
      field<&HealthChange::note>("note", "说明").sealed(),
      field<&HealthChange::reported_by>("reported_by", "报告人"),
      field<&HealthChange::reported_at>("reported_at", "报告时间"),
  });
  return table;
}
const Table& NewAssessor::fields() {
  static const Table table("NewAssessor", "登记评估员", {
      field<&NewAssessor::region>("region", "所在区划").required(),
      field<&NewAssessor::name>("name", "姓名").required().text_max(30),
      field<&NewAssessor::user_id>("user_id", "登录用户"),
      field<&NewAssessor::worker_id>("worker_id", "服务人员"),
      field<&NewAssessor::organisation_id>("organisation_id", "服务组织"),
      field<&NewAssessor::organisation>("organisation", "评估机构").required().text_max(60),
      field<&NewAssessor::background>("background", "专业背景"),
      field<&NewAssessor::certificate_no>("certificate_no", "证书编号").required().text_max(60),
      field<&NewAssessor::qualified_from>("qualified_from", "资格起").required(),
      field<&NewAssessor::qualified_to>("qualified_to", "资格止"),
  });
  return table;
}

}  // namespace yilin::assessment
