#include "modules/assessment/routes.h"

#include "http/download/download.h"
#include "modules/assessment/files.h"
#include "modules/assessment/views.h"

namespace yilin::assessment {
namespace {
using access::Permission;
using access::Role;

constexpr Permission assessment_read{"assessment.read", "查看能力评估",
                                     {Role::official, Role::community_worker, Role::hotline_operator, Role::carer, Role::provider_manager, Role::elder, Role::family}};
constexpr Permission assessment_plan{"assessment.plan", "安排能力评估", {Role::official, Role::community_worker}};
// Who of these is an assessor stands in table assessor.
constexpr Permission assessment_assess{"assessment.assess", "填写能力评估", {Role::official, Role::community_worker, Role::carer, Role::provider_manager}};
constexpr Permission assessment_review{"assessment.review", "审核能力评估", {Role::official}};
constexpr Permission assessment_dispute{"assessment.dispute", "对评估结果提出异议",
                                        {Role::elder, Role::family, Role::official, Role::community_worker, Role::hotline_operator}};
constexpr Permission assessment_change{"assessment.change", "报告健康状况变化",
                                       {Role::elder, Role::family, Role::official, Role::community_worker, Role::hotline_operator}};
constexpr Permission assessment_export{"assessment.export", "导出能力评估", {Role::official}};
constexpr Permission assessor_manage{"assessor.manage", "登记评估员", {Role::official}};
constexpr Permission questionnaire_import{"questionnaire.import", "导入评估量表", {Role::official}};
}  // namespace

void add_routes(http::Router& router) {
  using http::Nothing;
  using http::Page;
  using formats::XlsxKind;
  router.query<Nothing, QuestionnaireList>({"GET /api/questionnaires", "评估量表", http::any_session}, list_questionnaires);
  router.query<QuestionnairePath, Questionnaire>({"GET /api/questionnaires/{code}", "评估量表内容", http::any_session}, show_questionnaire);
  router.raw({"GET /api/questionnaires/{code}/fhir", "导出量表（FHIR Questionnaire）", http::any_session}, send_questionnaire);
  router.command<ImportQuestionnaire, QuestionnaireLine>({"POST /api/questionnaires/fhir", "导入量表（FHIR Questionnaire）", questionnaire_import}, import_questionnaire);

  router.query<AssessorQuery, Page<AssessorRow>>({"GET /api/assessors", "评估员", assessment_plan}, list_assessors);
  router.command<NewAssessor, Assessor>({"POST /api/assessors", "登记评估员", assessor_manage}, register_assessor);
  router.command<EndAssessor, Assessor>({"POST /api/assessors/{id}/end", "停止评估员", assessor_manage}, end_assessor);
  router.query<OutlierQuery, OutlierList>({"GET /api/assessors/outliers", "评估员等级分布比较", assessment_review}, list_outliers);

  router.query<AssessmentQuery, Page<AssessmentRow>>({"GET /api/assessments", "能力评估列表", assessment_read}, list);
  http::download::add_list_routes<AssessmentQuery, AssessmentRow>(
      router, assessment_export,
      {"GET /api/assessments/export.csv", "GET /api/assessments/export.xlsx", "导出能力评估", "assessments", "能力评估", "assessment.export", "assessment_list",
       {{"id", XlsxKind::text, 22}, {"elder_name"}, {"elder_age", XlsxKind::text, 8}, {"region_name", XlsxKind::text, 28}, {"questionnaire_title", XlsxKind::text, 24},
        {"reason"}, {"source"}, {"state"}, {"first_assessor_name"}, {"second_assessor_name"}, {"organisation", XlsxKind::text, 24}, {"assessed_on"}, {"total"},
        {"level_name", XlsxKind::text, 24}, {"valid_until"}}},
      list);
  router.raw({"GET /api/assessments/items.csv", "导出评估明细（每项得分）", assessment_export}, send_items, &ItemsQuery::fields());
  router.raw({"POST /api/uploads/assessment-items", "导入评估明细（CSV 或 XLSX，?questionnaire=量表）", assessment_export, false}, take_items, nullptr,
             &ImportReport::fields());
  router.query<ReviewQuery, Page<ReviewRow>>({"GET /api/assessments/review", "审核工作", assessment_review}, list_reviews);
  router.query<DueQuery, Page<DueRow>>({"GET /api/assessments/due", "待评估名单", assessment_plan}, list_due);
  router.query<AssessmentPath, AssessmentView>({"GET /api/assessments/{id}", "评估详情", assessment_read}, show);
  router.command<PlanAssessment, Assessment>({"POST /api/assessments", "安排评估", assessment_plan}, plan);
  router.command<SaveAssessment, Assessment>({"PUT /api/assessments/{id}", "保存评估", assessment_assess}, save);
  router.command<SignAssessment, Signature>({"POST /api/assessments/{id}/sign", "签名", assessment_assess}, sign);
  router.command<SubmitAssessment, Assessment>({"POST /api/assessments/{id}/submit", "提交评估", assessment_assess}, submit, prepare_submit);
  router.command<AssessmentReason, Assessment>({"POST /api/assessments/{id}/return", "退回评估", assessment_review}, send_back);
  router.command<ReviewAssessment, Assessment>({"POST /api/assessments/{id}/review", "审核通过", assessment_review}, review);
  router.command<ConfirmAssessment, Assessment>({"POST /api/assessments/{id}/confirm", "告知并确认结果", assessment_review}, confirm);
  router.command<DisputeAssessment, Assessment>({"POST /api/assessments/{id}/dispute", "提出异议", assessment_dispute}, dispute);
  router.command<AssessmentReason, Assessment>({"POST /api/assessments/{id}/uphold", "维持原结果", assessment_review}, uphold);
  router.command<AssessmentReason, Assessment>({"POST /api/assessments/{id}/void", "作废评估", assessment_review}, make_void);
  router.command<DecideFlag, Flag>({"POST /api/assessment-flags/{id}/decide", "处理评估疑点", assessment_review}, decide_flag);
  router.command<Recognise, Assessment>({"POST /api/assessments/recognitions", "登记互认结果", assessment_plan}, recognise);
  router.command<ImportResponse, Assessment>({"POST /api/assessments/fhir", "导入评估（FHIR QuestionnaireResponse）", assessment_plan}, import_response);
  router.raw({"GET /api/assessments/{id}/fhir", "导出评估（FHIR QuestionnaireResponse）", assessment_export}, send_response);
  router.raw({"POST /api/uploads/assessments/{id}/photo", "上传评估照片（JPEG，?caption=说明）", assessment_assess, false}, keep_photo, nullptr,
             &AssessmentPhotoKept::fields());
  router.raw({"GET /api/assessment-photos/{id}", "查看评估照片", assessment_read}, show_photo);
  router.command<ReportChange, HealthChange>({"POST /api/elders/{id}/health-changes", "报告健康状况变化", assessment_change}, report_change);

  router.query<VerifyQuery, VerifyAnswer>({"GET /api/public/assessments/verify", "核验评估结果证明", http::open_to_all}, verify);
}

}  // namespace yilin::assessment
