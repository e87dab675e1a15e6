#pragma once
// Assessments of ability, who makes them, and what is due. Tables have the names in the comments.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/region_code.h"
#include "base/time.h"
#include "kernel/entity/codec.h"

namespace yilin::assessment {

using AssessorId = Id<struct AssessorTag>;
using AssessmentId = Id<struct AssessmentTag>;
using SignatureId = Id<struct AssessmentSignatureTag>;
using PhotoId = Id<struct AssessmentPhotoTag>;
using FlagId = Id<struct AssessmentFlagTag>;
using DueId = Id<struct AssessmentDueTag>;
using HealthChangeId = Id<struct HealthChangeTag>;

// draft → submitted → reviewed → effective ⇄ disputed → superseded; voided from anywhere before.
enum class State : std::uint8_t { draft = 1, submitted = 2, reviewed = 3, effective = 4, disputed = 5, superseded = 6, voided = 7 };
// A.1.3 of GB/T 42195-2022.
enum class Reason : std::uint8_t { first = 1, routine = 2, change = 3, dispute = 4, other = 9 };
// own: by our assessors; recognised: a result of another place (互认); imported: an old record.
enum class Source : std::uint8_t { own = 1, recognised = 2, imported = 3 };
enum class Consent : std::uint8_t { none = 0, elder = 1, guardian = 2 };
// Relation to the elder, A.3 of GB/T 42195-2022.
enum class Informant : std::uint8_t { none = 0, self = 1, spouse = 2, child = 3, relative = 4, hired_carer = 5, community = 6, other = 9 };
enum class Signer : std::uint8_t { first_assessor = 1, second_assessor = 2, informant = 3 };
enum class Background : std::uint8_t { medicine = 1, nursing = 2, social_work = 3, elder_care = 4, other = 9 };
enum class AssessorState : std::uint8_t { active = 1, ended = 2 };
enum class FlagKind : std::uint8_t {
  outlier_assessor = 1, level_jump = 2, same_assessor = 3, too_fast = 4, overlapping = 5, level_differs = 6,
};
enum class FlagState : std::uint8_t { open = 1, explained = 2, confirmed = 3 };
enum class DueKind : std::uint8_t { first = 1, routine = 2, change = 3, dispute = 4, voided = 5 };
enum class ChangeKind : std::uint8_t { discharge = 1, stroke = 2, fall = 3, dementia = 4, worse = 5, better = 6, other = 9 };
std::span<const entity::EnumName> enum_names(State);
std::span<const entity::EnumName> enum_names(Reason);
std::span<const entity::EnumName> enum_names(Source);
std::span<const entity::EnumName> enum_names(Consent);
std::span<const entity::EnumName> enum_names(Informant);
std::span<const entity::EnumName> enum_names(Signer);
std::span<const entity::EnumName> enum_names(Background);
std::span<const entity::EnumName> enum_names(AssessorState);
std::span<const entity::EnumName> enum_names(FlagKind);
std::span<const entity::EnumName> enum_names(FlagState);
std::span<const entity::EnumName> enum_names(DueKind);
std::span<const entity::EnumName> enum_names(ChangeKind);

// Table assessor: who may assess, as long as the qualification lasts. She signs in as a user of the desk or as a worker.
struct Assessor {
  AssessorId id;
  RegionCode region;
  std::string name;
  UserId user_id;
  WorkerId worker_id;
  OrganisationId organisation_id;
  std::string organisation;            // that she assesses for, as printed
  Background background = Background::other;
  std::string certificate_no;
  Date qualified_from, qualified_to;   // last valid day; none: open
  AssessorState state = AssessorState::active;
  std::int64_t version = 1;
  Instant created_at, updated_at;
  bool qualified(Date on) const {
    return state == AssessorState::active && qualified_from <= on && (!qualified_to || on <= qualified_to);
  }
  static const entity::Table& fields();
};

// Table assessment.
struct Assessment {
  AssessmentId id;
  ElderId elder_id;
  RegionCode region;                   // of the elder, that day
  OrganisationId organisation_id;
  std::string organisation;            // that assessed, as printed
  std::string questionnaire, questionnaire_version;
  Reason reason = Reason::first;
  Source source = Source::own;
  State state = State::draft;
  AssessorId first_assessor, second_assessor;  // own only
  std::string assessors;               // recognised, imported: their names
  Consent consent = Consent::none;
  std::string consent_name;
  Instant consent_at;
  std::string informant_name;
  Informant informant = Informant::none;
  std::string place;
  Instant started_at, ended_at;
  Date assessed_on;                    // the base date of the result
  std::string answers;                 // JSON: every item's answer
  std::string note;
  std::optional<std::int32_t> total, initial_level, level;
  std::vector<std::string> triggers;   // codes of those that changed the level
  Instant submitted_at;
  UserId reviewed_by;
  Instant reviewed_at;
  std::string review_note;
  UserId confirmed_by;
  Instant effective_at;
  std::string told_name;               // to whom the result was told
  Date valid_until;
  std::string verify_code;             // on the certificate; empty before it is effective
  std::string foreign_code;            // recognised: the certificate of the other place
  Instant disputed_at;
  std::string dispute_name, dispute_reason;
  AssessmentId previous_id;            // that this one answers
  AssessmentId superseded_by;
  std::string end_reason;              // voided: why; draft: why it was returned
  UserId created_by;
  std::int64_t version = 1;
  Instant created_at, updated_at;
  static const entity::Table& fields();
};

// Table assessment_signature: immutable; counts while the digest is that of what stands.
struct Signature {
  SignatureId id;
  AssessmentId assessment_id;
  Signer signer = Signer::informant;
  AssessorId assessor_id;
  std::string name;
  std::string strokes;                 // an SVG path in a field of 600 × 200
  std::string digest;                  // SM3 of what was signed, hex
  Instant signed_at;
  UserId by_user;
  static const entity::Table& fields();
};

// Table assessment_photo; the picture lies sealed in the data folder.
struct Photo {
  PhotoId id;
  AssessmentId assessment_id;
  std::string caption;
  std::string digest;
  Instant taken_at;
  UserId by_user;
  static const entity::Table& fields();
};

// Table assessment_flag: a doubt that a reviewer answers.
struct Flag {
  FlagId id;
  AssessmentId assessment_id;
  RegionCode region;
  FlagKind kind = FlagKind::too_fast;
  std::string detail;                  // a sentence with the figures
  FlagState state = FlagState::open;
  Instant made_at;
  UserId decided_by;
  Instant decided_at;
  std::string decision;
  static const entity::Table& fields();
};

// Table assessment_due: one row an elder and questionnaire.
struct Due {
  DueId id;
  ElderId elder_id;
  std::string questionnaire;
  RegionCode region;
  DueKind kind = DueKind::first;
  Date due_on;
  std::string reason;
  AssessmentId assessment_id;          // that it follows
  AssessmentId planned_id;             // that will answer it
  static const entity::Table& fields();
};

// Table health_change: what was reported about an elder between two assessments.
struct HealthChange {
  HealthChangeId id;
  ElderId elder_id;
  RegionCode region;
  ChangeKind kind = ChangeKind::other;
  Date happened_on;
  std::string note;
  UserId reported_by;
  Instant reported_at;
  static const entity::Table& fields();
};

}  // namespace yilin::assessment
