#pragma once
// What is done with assessments. Internal to assessment.

#include <optional>
#include <string>
#include <vector>

#include "modules/assessment/assessment.h"
#include "modules/assessment/rules.h"

namespace yilin::assessment {

// ---- assessors ----

struct EndAssessor {
  AssessorId id;
  std::string reason;
  static const entity::Table& fields();
};
Result<Assessor> register_assessor(command::Tx& tx, const NewAssessor& in);
Result<Assessor> end_assessor(command::Tx& tx, const EndAssessor& in);

// ---- from the plan to the review ----

struct PlanAssessment {
  ElderId elder_id;
  std::string questionnaire = "gbt42195";
  Reason reason = Reason::first;
  AssessorId first_assessor, second_assessor;
  static const entity::Table& fields();
};
Result<Assessment> plan(command::Tx& tx, const PlanAssessment& in);

struct SaveAssessment {  // the whole form as it stands; every few seconds
  AssessmentId id;
  std::optional<std::int64_t> version;
  std::vector<Answer> answers;
  Consent consent = Consent::none;
  std::string consent_name;
  std::string informant_name;
  Informant informant = Informant::none;
  std::string place;
  Instant started_at, ended_at;
  std::string note;
  static const entity::Table& fields();
};
Result<Assessment> save(command::Tx& tx, const SaveAssessment& in);

struct SignAssessment {
  AssessmentId id;
  std::optional<std::int64_t> version;  // of what is signed
  Signer signer = Signer::informant;
  std::string name;
  std::string strokes;
  static const entity::Table& fields();
};
Result<Signature> sign(command::Tx& tx, const SignAssessment& in);

struct SubmitAssessment {
  AssessmentId id;
  std::vector<rules::OutlierOf> outliers;  // found by prepare_submit(), never read from the request
  static const entity::Table& fields();
};
Status prepare_submit(command::Reader& reader, SubmitAssessment& in);
Result<Assessment> submit(command::Tx& tx, const SubmitAssessment& in);

// ---- review, result, dispute ----

struct AssessmentReason {
  AssessmentId id;
  std::string reason;
  static const entity::Table& fields();
};
struct ReviewAssessment {
  AssessmentId id;
  std::string note;
  static const entity::Table& fields();
};
struct ConfirmAssessment {
  AssessmentId id;
  std::string told_name;  // who was told the result
  static const entity::Table& fields();
};
struct DisputeAssessment {
  AssessmentId id;
  std::string name, reason;
  static const entity::Table& fields();
};
struct DecideFlag {
  FlagId id;
  FlagState decision = FlagState::explained;
  std::string note;
  static const entity::Table& fields();
};
Result<Assessment> send_back(command::Tx& tx, const AssessmentReason& in);
Result<Assessment> review(command::Tx& tx, const ReviewAssessment& in);
Result<Assessment> confirm(command::Tx& tx, const ConfirmAssessment& in);
Result<Assessment> dispute(command::Tx& tx, const DisputeAssessment& in);
Result<Assessment> uphold(command::Tx& tx, const AssessmentReason& in);
Result<Assessment> make_void(command::Tx& tx, const AssessmentReason& in);
Result<Flag> decide_flag(command::Tx& tx, const DecideFlag& in);

// ---- results of other places, old records ----

struct Recognise {  // a certificate that somebody brings
  ElderId elder_id;
  std::string questionnaire = "gbt42195";
  std::int32_t level = 0;
  std::optional<std::int32_t> total;
  Date assessed_on, valid_until;
  std::string organisation, assessors, foreign_code, note;
  static const entity::Table& fields();
};
Result<Assessment> recognise(command::Tx& tx, const Recognise& in);

struct ImportResponse {  // a FHIR QuestionnaireResponse
  ElderId elder_id;
  std::string organisation;
  std::string document;
  static const entity::Table& fields();
};
Result<Assessment> import_response(command::Tx& tx, const ImportResponse& in);

struct RowError {
  std::int64_t row = 0;  // as the person sees it in Excel
  std::string message;
  static const entity::Table& fields();
};
struct ImportedRow {     // a row of a table of item scores
  std::int64_t number = 0;
  ElderId elder;
  std::string questionnaire, version;
  Date assessed_on;
  std::string organisation;
  std::vector<Answer> answers;
};
// Entered for review as imported ones; one that is there already stays as it is, one that cannot be taken is named and does not
// stop the others. At most kImportChunk a call.
inline constexpr std::size_t kImportChunk = 50;
struct ImportedChunk {
  std::int64_t added = 0, known = 0;
  std::vector<RowError> refused;
};
Result<ImportedChunk> import_rows(command::Tx& tx, std::span<const ImportedRow> rows);

struct ImportQuestionnaire {
  std::string document;  // a FHIR Questionnaire
  static const entity::Table& fields();
};
struct QuestionnaireLine {
  std::string code, version, title, standard;
  bool current = false;
  Date valid_from, valid_to;
  std::int32_t items = 0, score_max = 0, levels = 0;
  std::string basis, confidence;
  static const entity::Table& fields();
};
QuestionnaireLine line_of(const Questionnaire& questionnaire);
Result<QuestionnaireLine> import_questionnaire(command::Tx& tx, const ImportQuestionnaire& in);

// ---- between two assessments ----

struct ReportChange {
  ElderId id;
  ChangeKind kind = ChangeKind::other;
  Date happened_on;
  std::string note;
  static const entity::Table& fields();
};
Result<HealthChange> report_change(command::Tx& tx, const ReportChange& in);

void listen(Kernel& kernel);  // what happens to elders happens to what is due

}  // namespace yilin::assessment
