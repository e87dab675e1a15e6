#pragma once
// The façade of ability assessment.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kernel/command/kernel.h"
#include "kernel/command/tx.h"
#include "modules/assessment/questionnaire.h"
#include "modules/assessment/types.h"

namespace yilin::assessment {

namespace errors {
inline constexpr ErrorKind questionnaire_broken{"assessment.questionnaire_broken", 422, "量表内容有误，不能使用。", "The questionnaire is not usable."};
inline constexpr ErrorKind questionnaire_known{"assessment.questionnaire_known", 409, "这个量表的这个版本已经有了，内容不同的请另编版本号。",
                                               "This version of the questionnaire is there already."};
inline constexpr ErrorKind not_assessor{"assessment.not_assessor", 403, "您不是这次评估的评估员，或评估资格不在有效期内。",
                                        "Not one of the two assessors, or not qualified today."};
inline constexpr ErrorKind own_work{"assessment.own_work", 403, "评估员不能审核自己参加的评估。", "Assessors do not review their own work."};
inline constexpr ErrorKind flags_open{"assessment.flags_open", 409, "还有疑点没有处理，请先逐条说明。", "There are flags to be answered first."};
inline constexpr ErrorKind already_open{"assessment.already_open", 409, "这位老人已有一次正在进行的评估。", "An assessment is under way."};
inline constexpr ErrorKind window_over{"assessment.window_over", 409, "已过提出异议的期限，可以申请重新评估。", "The time for disputes is over."};
inline constexpr ErrorKind certificate_unknown{"assessment.certificate_unknown", 404, "没有找到这张评估结果证明，请核对验证码和姓名。",
                                               "No certificate with this code and name."};
inline constexpr ErrorKind file_rows{"assessment.file_rows", 413, "文件最多 2000 行，请拆分后再试。", "Too many rows."};
}  // namespace errors

// ---- events, announced inside the transaction ----

struct AssessmentConfirmed {           // the elder's level has changed, or is confirmed anew
  AssessmentId assessment;
  ElderId elder;
  RegionCode region;
  std::int32_t level = 0;
  std::optional<std::int32_t> ability;  // as the registry has it now; none: this questionnaire does not set it
  Date assessed_on;
};
struct AssessmentEnded {               // disputed successfully or voided: no level stands for now
  AssessmentId assessment;
  ElderId elder;
  RegionCode region;
};

// ---- what stands ----

inline constexpr std::string_view kAbility = "gbt42195";  // the national standard

struct Standing {
  AssessmentId assessment;
  std::string questionnaire, questionnaire_version;
  std::int32_t level = 0;
  Date assessed_on, valid_until;
  Source source = Source::own;
  bool disputed = false;
};
// The result in force of an elder by this questionnaire, with its source and date; whoever asks.
std::optional<Standing> standing(sql::Connection& db, const Kernel& kernel, ElderId elder, std::string_view questionnaire = kAbility);

// Of the program or imported; null when unknown. Empty version: the one that is used today.
std::shared_ptr<const Questionnaire> questionnaire(const Kernel& kernel, std::string_view code, std::string_view version = {});

// ---- for the simulator: no act is recorded, the caller's command does that ----

struct NewAssessor {
  RegionCode region;
  std::string name;
  UserId user_id;
  WorkerId worker_id;
  OrganisationId organisation_id;
  std::string organisation;
  Background background = Background::other;
  std::string certificate_no;
  Date qualified_from, qualified_to;
  static const entity::Table& fields();
};
Result<AssessorId> add_assessor(command::Tx& tx, const NewAssessor& in);

// An assessment as it happened: complete answers by two assessors. `state`: draft (planned, without answers), submitted (with
// its flags) or effective.
struct PastAssessment {
  ElderId elder;
  std::string questionnaire = "gbt42195";
  Reason reason = Reason::first;
  AssessorId first_assessor, second_assessor;
  std::string informant_name;
  Informant informant = Informant::child;
  Instant started_at, ended_at;
  std::vector<Answer> answers;
  State state = State::effective;
};
Result<AssessmentId> add_past(command::Tx& tx, const PastAssessment& in);

}  // namespace yilin::assessment
