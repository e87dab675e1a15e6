#pragma once
// What screens see of assessments. Internal to assessment.

#include <vector>

#include "http/page.h"
#include "http/router.h"
#include "modules/assessment/commands.h"
#include "modules/assessment/scoring.h"
#include "modules/registry/types.h"

namespace yilin::assessment {

struct AssessmentPath {
  AssessmentId id;
  static const entity::Table& fields();
};

struct AssessmentQuery {
  RegionCode region;
  std::optional<State> state;
  std::optional<Source> source;
  std::string questionnaire;
  ElderId elder;
  AssessorId assessor;
  bool mine = false;          // those that the caller assesses
  std::int64_t limit = http::kPageDefault;
  AssessmentId cursor;
  static const entity::Table& fields();
};
struct AssessmentRow {
  AssessmentId id;
  ElderId elder_id;
  std::string elder_name;
  std::int32_t elder_age = -1;
  RegionCode region;
  std::string region_name;
  std::string questionnaire, questionnaire_title;
  Reason reason = Reason::first;
  Source source = Source::own;
  State state = State::draft;
  std::string first_assessor_name, second_assessor_name;
  std::string organisation;
  Date assessed_on, valid_until;
  std::optional<std::int32_t> total, level;
  std::string level_name;
  Instant submitted_at, created_at;
  static const entity::Table& fields();
};

struct AssessmentView {
  Assessment assessment;
  registry::ElderBrief elder;
  std::string questionnaire_title, level_name;
  std::string first_assessor_name, second_assessor_name, reviewed_by_name, confirmed_by_name;
  std::vector<Answer> answers;
  Score score;
  std::vector<Signature> signatures;
  bool signed_as_it_stands = false;    // all three, and nothing has changed since
  std::vector<Photo> photos;
  std::vector<Flag> flags;
  std::optional<Signer> i_am;          // one of its two assessors
  std::vector<AssessmentRow> earlier;  // of the same elder
  static const entity::Table& fields();
};

// The reviewers' work: what waits, why, for how long.
struct ReviewQuery {
  RegionCode region;
  std::int64_t limit = http::kPageDefault;
  AssessmentId cursor;
  static const entity::Table& fields();
};
struct ReviewRow {
  AssessmentRow row;
  std::string why;                     // "2 个疑点待处理：评估过快、总是同一评估员"
  std::vector<Flag> flags;             // open ones
  std::int32_t waiting_days = 0;
  static const entity::Table& fields();
};

struct DueQuery {
  RegionCode region;
  std::optional<DueKind> kind;         // first: never assessed and of the age that a city sets
  std::string questionnaire;           // not first
  std::optional<registry::Label> label;  // first only
  Date until;                          // none: as many days ahead as a city sets
  std::int64_t limit = http::kPageDefault;
  std::string cursor;
  static const entity::Table& fields();
};
struct DueRow {
  ElderId elder_id;
  std::string elder_name;
  std::int32_t elder_age = -1;
  RegionCode region;
  std::string region_name;
  std::string questionnaire, questionnaire_title;
  DueKind kind = DueKind::first;
  Date due_on;
  std::string reason;
  bool late = false;
  AssessmentId assessment_id, planned_id;
  std::optional<std::int32_t> level;   // the last one
  std::string level_name;
  static const entity::Table& fields();
};

struct OutlierQuery {
  RegionCode region;                   // among whom they are compared
  std::string questionnaire = "gbt42195";
  static const entity::Table& fields();
};
struct OutlierRow {
  AssessorId assessor_id;
  std::string assessor_name, organisation;
  std::int64_t assessments = 0;
  std::vector<std::int64_t> levels, peers;  // how many of each level
  std::int32_t mean_x100 = 0, peers_mean_x100 = 0;
  std::int32_t degrees = 0;            // 0: too few to compare
  std::int64_t chi_square_x100 = 0, critical_x100 = 0;
  bool outlier = false;
  static const entity::Table& fields();
};
struct OutlierList {
  std::string formula;                 // in words, with its source
  Date since;
  std::int64_t least = 0;              // assessments from which on they are compared
  std::vector<std::string> level_names;
  std::vector<OutlierRow> items;       // the most conspicuous first
  static const entity::Table& fields();
};

struct AssessorQuery {
  RegionCode region;
  bool ended = false;
  std::int64_t limit = http::kPageMax;
  AssessorId cursor;
  static const entity::Table& fields();
};
struct AssessorRow {
  Assessor assessor;
  std::string region_name;
  bool qualified = false;              // today
  bool me = false;
  static const entity::Table& fields();
};

struct QuestionnaireList {
  std::vector<QuestionnaireLine> items;
  static const entity::Table& fields();
};
struct QuestionnairePath {
  std::string code, version;           // none: the newest
  static const entity::Table& fields();
};

// A certificate held against our records: nothing but what is printed on it.
struct VerifyQuery {
  std::string code, name;
  static const entity::Table& fields();
};
struct VerifyAnswer {
  std::string name;                    // masked
  std::string standard, level_name;
  std::int32_t level = 0;
  Date assessed_on, valid_until;
  std::string organisation, region_name;
  State state = State::effective;
  bool valid = false;                  // today
  std::string words;
  static const entity::Table& fields();
};

Result<http::Page<AssessmentRow>> list(command::Reader& reader, const AssessmentQuery& in);
Result<AssessmentView> show(command::Reader& reader, const AssessmentPath& in);
Result<http::Page<ReviewRow>> list_reviews(command::Reader& reader, const ReviewQuery& in);
Result<http::Page<DueRow>> list_due(command::Reader& reader, const DueQuery& in);
Result<OutlierList> list_outliers(command::Reader& reader, const OutlierQuery& in);
Result<http::Page<AssessorRow>> list_assessors(command::Reader& reader, const AssessorQuery& in);
Result<QuestionnaireList> list_questionnaires(command::Reader& reader, const http::Nothing& in);
Result<Questionnaire> show_questionnaire(command::Reader& reader, const QuestionnairePath& in);
Result<VerifyAnswer> verify(command::Reader& reader, const VerifyQuery& in);

}  // namespace yilin::assessment
