// Names, labels and bounds of what goes out.
#include "modules/assessment/views.h"

namespace yilin::assessment {
using entity::field;
using entity::Pii;
using entity::Table;

const Table& AssessmentPath::fields() {
  static const Table table("AssessmentPath", "能力评估", {field<&AssessmentPath::id>("id", "编号").required()});
  return table;
}
const Table& AssessmentQuery::fields() {
  static const Table table("AssessmentQuery", "评估查询", {
      field<&AssessmentQuery::region>("region", "区划"),
      field<&AssessmentQuery::state>("state", "状态"),
      field<&AssessmentQuery::source>("source", "来源"),
      field<&AssessmentQuery::questionnaire>("questionnaire", "量表").text_max(40),
      field<&AssessmentQuery::elder>("elder", "老人"),
      field<&AssessmentQuery::assessor>("assessor", "评估员"),
      field<&AssessmentQuery::mine>("mine", "由我评估"),
      field<&AssessmentQuery::limit>("limit", "条数").range(1, http::kPageMax),
      field<&AssessmentQuery::cursor>("cursor", "游标"),
  });
  return table;
}
const Table& AssessmentRow::fields() {
  static const Table table("AssessmentRow", "评估行", {
      field<&AssessmentRow::id>("id", "编号"),
      field<&AssessmentRow::elder_id>("elder_id", "老人"),
      field<&AssessmentRow::elder_name>("elder_name", "老人姓名").pii(Pii::name),
      field<&AssessmentRow::elder_age>("elder_age", "年龄"),
      field<&AssessmentRow::region>("region", "区划"),
      field<&AssessmentRow::region_name>("region_name", "所在社区"),
      field<&AssessmentRow::questionnaire>("questionnaire", "量表编码"),
      field<&AssessmentRow::questionnaire_title>("questionnaire_title", "量表"),
      field<&AssessmentRow::reason>("reason", "评估原因"),
      field<&AssessmentRow::source>("source", "来源"),
      field<&AssessmentRow::state>("state", "状态"),
      field<&AssessmentRow::first_assessor_name>("first_assessor_name", "第一评估员"),
      field<&AssessmentRow::second_assessor_name>("second_assessor_name", "第二评估员"),
      field<&AssessmentRow::organisation>("organisation", "评估机构"),
      field<&AssessmentRow::assessed_on>("assessed_on", "评估基准日"),
      field<&AssessmentRow::valid_until>("valid_until", "有效期至"),
      field<&AssessmentRow::total>("total", "总分"),
      field<&AssessmentRow::level>("level", "等级"),
      field<&AssessmentRow::level_name>("level_name", "等级名称"),
      field<&AssessmentRow::submitted_at>("submitted_at", "提交时间"),
      field<&AssessmentRow::created_at>("created_at", "安排时间"),
  });
  return table;
}
const Table& AssessmentView::fields() {
  static const Table table("AssessmentView", "评估详情", {
      field<&AssessmentView::assessment>("assessment", "评估"),
      field<&AssessmentView::elder>("elder", "老人"),
      field<&AssessmentView::questionnaire_title>("questionnaire_title", "量表"),
      field<&AssessmentView::level_name>("level_name", "等级名称"),
      field<&AssessmentView::first_assessor_name>("first_assessor_name", "第一评估员"),
      field<&AssessmentView::second_assessor_name>("second_assessor_name", "第二评估员"),
      field<&AssessmentView::reviewed_by_name>("reviewed_by_name", "审核人"),
      field<&AssessmentView::confirmed_by_name>("confirmed_by_name", "确认人"),
      field<&AssessmentView::answers>("answers", "作答").list_max(200),
      field<&AssessmentView::score>("score", "得分"),
      field<&AssessmentView::signatures>("signatures", "签名"),
      field<&AssessmentView::signed_as_it_stands>("signed_as_it_stands", "签名齐全"),
      field<&AssessmentView::photos>("photos", "照片"),
      field<&AssessmentView::flags>("flags", "疑点"),
      field<&AssessmentView::i_am>("i_am", "本人身份"),
      field<&AssessmentView::earlier>("earlier", "历次评估"),
  });
  return table;
}
const Table& ReviewQuery::fields() {
  static const Table table("AssessmentReviewQuery", "审核工作查询", {
      field<&ReviewQuery::region>("region", "区划"),
      field<&ReviewQuery::limit>("limit", "条数").range(1, http::kPageMax),
      field<&ReviewQuery::cursor>("cursor", "游标"),
  });
  return table;
}
const Table& ReviewRow::fields() {
  static const Table table("AssessmentReviewRow", "审核工作", {
      field<&ReviewRow::row>("row", "评估"),
      field<&ReviewRow::why>("why", "事由"),
      field<&ReviewRow::flags>("flags", "疑点"),
      field<&ReviewRow::waiting_days>("waiting_days", "已等天数").unit("天"),
  });
  return table;
}
const Table& DueQuery::fields() {
  static const Table table("AssessmentDueQuery", "待评估查询", {
      field<&DueQuery::region>("region", "区划"),
      field<&DueQuery::kind>("kind", "类别"),
      field<&DueQuery::questionnaire>("questionnaire", "量表").text_max(40),
      field<&DueQuery::label>("label", "标签"),
      field<&DueQuery::until>("until", "到期不晚于"),
      field<&DueQuery::limit>("limit", "条数").range(1, http::kPageMax),
      field<&DueQuery::cursor>("cursor", "游标").text_max(40),
  });
  return table;
}
const Table& DueRow::fields() {
  static const Table table("AssessmentDueRow", "待评估老人", {
      field<&DueRow::elder_id>("elder_id", "老人"),
      field<&DueRow::elder_name>("elder_name", "姓名").pii(Pii::name),
      field<&DueRow::elder_age>("elder_age", "年龄"),
      field<&DueRow::region>("region", "区划"),
      field<&DueRow::region_name>("region_name", "所在社区"),
      field<&DueRow::questionnaire>("questionnaire", "量表"),
      field<&DueRow::questionnaire_title>("questionnaire_title", "量表名称"),
      field<&DueRow::kind>("kind", "类别"),
      field<&DueRow::due_on>("due_on", "应评估日期"),
      field<&DueRow::reason>("reason", "原因"),
      field<&DueRow::late>("late", "已逾期"),
      field<&DueRow::assessment_id>("assessment_id", "上次评估"),
      field<&DueRow::planned_id>("planned_id", "已安排的评估"),
      field<&DueRow::level>("level", "上次等级"),
      field<&DueRow::level_name>("level_name", "上次等级名称"),
  });
  return table;
}
const Table& OutlierQuery::fields() {
  static const Table table("AssessorOutlierQuery", "评估员比较查询", {
      field<&OutlierQuery::region>("region", "区划"),
      field<&OutlierQuery::questionnaire>("questionnaire", "量表").text_max(40),
  });
  return table;
}
const Table& OutlierRow::fields() {
  static const Table table("AssessorOutlierRow", "评估员等级分布", {
      field<&OutlierRow::assessor_id>("assessor_id", "评估员"),
      field<&OutlierRow::assessor_name>("assessor_name", "姓名"),
      field<&OutlierRow::organisation>("organisation", "评估机构"),
      field<&OutlierRow::assessments>("assessments", "件数"),
      field<&OutlierRow::levels>("levels", "各等级件数"),
      field<&OutlierRow::peers>("peers", "同行各等级件数"),
      field<&OutlierRow::mean_x100>("mean_x100", "平均等级×100"),
      field<&OutlierRow::peers_mean_x100>("peers_mean_x100", "同行平均等级×100"),
      field<&OutlierRow::degrees>("degrees", "自由度"),
      field<&OutlierRow::chi_square_x100>("chi_square_x100", "卡方×100"),
      field<&OutlierRow::critical_x100>("critical_x100", "临界值×100"),
      field<&OutlierRow::outlier>("outlier", "异常"),
  });
  return table;
}
const Table& OutlierList::fields() {
  static const Table table("AssessorOutlierList", "评估员比较", {
      field<&OutlierList::formula>("formula", "方法"),
      field<&OutlierList::since>("since", "起始日期"),
      field<&OutlierList::least>("least", "最少件数"),
      field<&OutlierList::level_names>("level_names", "等级名称"),
      field<&OutlierList::items>("items", "各评估员").list_max(2000),
  });
  return table;
}
const Table& AssessorQuery::fields() {
  static const Table table("AssessorQuery", "评估员查询", {
      field<&AssessorQuery::region>("region", "区划"),
      field<&AssessorQuery::ended>("ended", "含已停止"),
      field<&AssessorQuery::limit>("limit", "条数").range(1, http::kPageMax),
      field<&AssessorQuery::cursor>("cursor", "游标"),
  });
  return table;
}
const Table& AssessorRow::fields() {
  static const Table table("AssessorRow", "评估员行", {
      field<&AssessorRow::assessor>("assessor", "评估员"),
      field<&AssessorRow::region_name>("region_name", "区划名称"),
      field<&AssessorRow::qualified>("qualified", "今日有资格"),
      field<&AssessorRow::me>("me", "本人"),
  });
  return table;
}
const Table& QuestionnaireLine::fields() {
  static const Table table("QuestionnaireLine", "量表行", {
      field<&QuestionnaireLine::code>("code", "编码"),
      field<&QuestionnaireLine::version>("version", "版本"),
      field<&QuestionnaireLine::title>("title", "名称"),
      field<&QuestionnaireLine::standard>("standard", "标准"),
      field<&QuestionnaireLine::current>("current", "现行"),
      field<&QuestionnaireLine::valid_from>("valid_from", "启用"),
      field<&QuestionnaireLine::valid_to>("valid_to", "停用"),
      field<&QuestionnaireLine::items>("items", "计分项数"),
      field<&QuestionnaireLine::score_max>("score_max", "满分"),
      field<&QuestionnaireLine::levels>("levels", "等级数"),
      field<&QuestionnaireLine::basis>("basis", "依据"),
      field<&QuestionnaireLine::confidence>("confidence", "可信度"),
  });
  return table;
}
const Table& QuestionnaireList::fields() {
  static const Table table("QuestionnaireList", "量表", {field<&QuestionnaireList::items>("items", "各量表")});
  return table;
}
const Table& QuestionnairePath::fields() {
  static const Table table("QuestionnairePath", "量表", {
      field<&QuestionnairePath::code>("code", "编码").required().text_max(40),
      field<&QuestionnairePath::version>("version", "版本").text_max(40),
  });
  return table;
}
const Table& VerifyQuery::fields() {
  static const Table table("CertificateQuery", "证明核验", {
      field<&VerifyQuery::code>("code", "验证码").required().text_max(40),
      field<&VerifyQuery::name>("name", "姓名").required().text_max(30).describe("全名，或证明上遮盖后的姓名"),
  });
  return table;
}
const Table& VerifyAnswer::fields() {
  static const Table table("CertificateAnswer", "核验结果", {
      field<&VerifyAnswer::name>("name", "姓名（遮盖）"),
      field<&VerifyAnswer::standard>("standard", "评估标准"),
      field<&VerifyAnswer::level_name>("level_name", "等级名称"),
      field<&VerifyAnswer::level>("level", "等级"),
      field<&VerifyAnswer::assessed_on>("assessed_on", "评估日期"),
      field<&VerifyAnswer::valid_until>("valid_until", "有效期至"),
      field<&VerifyAnswer::organisation>("organisation", "评估机构"),
      field<&VerifyAnswer::region_name>("region_name", "所在区县"),
      field<&VerifyAnswer::state>("state", "状态"),
      field<&VerifyAnswer::valid>("valid", "今日有效"),
      field<&VerifyAnswer::words>("words", "说明"),
  });
  return table;
}

}  // namespace yilin::assessment
