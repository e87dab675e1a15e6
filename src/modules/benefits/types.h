#pragma once
// What is known of elders, what they are entitled to, and what became of it. Facts are bitemporal: valid from–to, recorded at;
// nothing is edited, a correction is a new record that replaces another. Tables have the names in the comments. Amounts are
// base units of the rule language: fen for money; times, persons … for others. Names of facts and benefits are those of the rules.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/identity.h"
#include "base/money.h"
#include "base/region_code.h"
#include "base/time.h"
#include "kernel/entity/codec.h"
#include "modules/policy/types.h"

namespace yilin::benefits {

using policies::RuleVersionId;
using FactRecordId = Id<struct FactRecordTag>;
using RunId = Id<struct BenefitRunTag>;
using ApplicationId = Id<struct BenefitApplicationTag>;
using StepId = Id<struct ApplicationStepTag>;
using AwardId = Id<struct AwardTag>;
using AwardChangeId = Id<struct AwardChangeTag>;
using AdjustmentId = Id<struct AdjustmentTag>;
using AdjustmentLineId = Id<struct AdjustmentLineTag>;
using TaskId = Id<struct BenefitTaskTag>;
using ListId = Id<struct MatchListTag>;
using ListRowId = Id<struct MatchRowTag>;
using ScenarioId = Id<struct ScenarioTag>;

// ---- facts ----

enum class SubjectKind : std::uint8_t { elder = 1, household = 2, region = 3 };
enum class Origin : std::uint8_t { registry = 1, desk = 2, declared = 3, list = 4, assessment = 5, simulated = 6 };
enum class Confidence : std::uint8_t { verified = 1, claimed = 2 };  // 已核实, 待核实
// What is known of a fact on a day: claimed and contradictory ones are unknown to decisions.
enum class Knowledge : std::uint8_t { known = 1, claimed = 2, contradictory = 3, out_of_range = 4, unknown = 5 };

// Table fact_record. A record without a value takes back what it replaces. A household without a row of its own in the registry
// is named by its one elder. A region's record (from a full list: who is not on it) holds for everybody there of whom nothing else is known.
struct FactRecord {
  FactRecordId id;
  SubjectKind subject_kind = SubjectKind::elder;
  std::int64_t subject = 0;        // elder, household or region code
  RegionCode region;               // of that day
  std::string fact, value;         // as an author of rules types it: "2000元", "重度失能"
  Date valid_from, valid_to;       // from ≤ day < to; none: open
  Instant recorded_at;
  Origin origin = Origin::desk;
  std::string source, evidence;
  Confidence confidence = Confidence::verified;
  FactRecordId replaces;
  UserId by_user;
  static const entity::Table& fields();
};

// ---- decisions ----

enum class Verdict : std::uint8_t { no = 0, yes = 1, to_verify = 2 };  // 否 是 待核实
enum class Measure : std::uint8_t { entitlement = 0, money = 1, times = 2, choice = 3, other = 4 };

// ---- runs ----

enum class RunState : std::uint8_t { computing = 1, frozen = 2, failed = 3 };
enum class CheckState : std::uint8_t { none = 0, checking = 1, equal = 2, different = 3, failed = 4 };

// Table benefit_run: the decisions of a month for the whole city, frozen. The same month may be run again, knowing more.
struct Run {
  RunId id;
  Month month;
  Instant known_at;                // facts recorded and rules published until then
  RuleVersionId rule_version;
  std::string rule_hashes;         // JSON: {"410902000000": "<SM3>", …}, by rule region
  RegionCode region;               // the city
  RunState state = RunState::computing;
  std::int64_t communities = 0, done = 0, elders = 0, households = 0;
  std::int64_t granted = 0, to_verify = 0;     // decisions
  Fen amount_fen;                  // of all money benefits
  std::string digest;              // SM3 over the digests of the parts, in the order of communities
  std::string problem;
  CheckState check = CheckState::none;
  std::string check_note;          // what differed
  Instant started_at, frozen_at, checked_at;
  UserId by_user;
  std::int64_t version = 1;
  static const entity::Table& fields();
};

// ---- programmes ----

// Table benefit_program: how a benefit is handed out; a benefit without a row is neither applied for nor a quota.
struct Program {
  std::int64_t id = 0;
  std::string benefit;
  bool by_application = false;     // 依申请, with public notice and confirmation
  bool one_off = false;            // paid once
  bool feeds_quota = false;        // its amount is the month's service quota
  std::string basis, confidence;
  std::int64_t version = 1;
  static const entity::Table& fields();
};

// ---- applications and awards ----

enum class ApplicationState : std::uint8_t {
  applied = 1, checked = 2, surveyed = 3, published = 4, noticed = 5, confirmed = 6, refused = 7, withdrawn = 8,
};
enum class Channel : std::uint8_t { desk = 1, home = 2, hotline = 3, outreach = 4 };

// Table benefit_application.
struct Application {
  ApplicationId id;
  ElderId elder_id;
  std::int64_t subject = 0;        // elder or household whom the award is for
  RegionCode region;               // community of the elder
  std::string benefit;
  Channel channel = Channel::desk;
  bool by_promise = false;         // 告知承诺: what she states counts at once, and is verified afterwards
  std::string on_behalf;           // 代办人与老人的关系
  std::string statement;           // what was said and promised
  ApplicationState state = ApplicationState::applied;
  Month first_month;               // she asks from
  Month start_month;               // the first since then of which she is eligible, or may be; none: not at all
  Verdict verdict = Verdict::to_verify;  // as last decided
  std::int64_t amount = 0, amount_max = 0;
  std::string rule_hash;
  std::string explanation;         // JSON of the decision that refused or confirmed
  Instant applied_at, due_at;      // of the next step; none when it has ended
  bool overdue = false;
  Date notice_from, notice_to;     // the days of public notice
  UserId applied_by;
  TaskId task_id;                  // of outreach
  AwardId award_id;
  std::int64_t version = 1;
  static const entity::Table& fields();
};

// Table application_step: never changed.
struct Step {
  StepId id;
  ApplicationId application_id;
  std::string verb;
  ApplicationState from = ApplicationState::applied, to = ApplicationState::applied;
  std::string reason, note;
  UserId by_user;
  std::string by_name;
  Instant at;
  bool late = false;
  static const entity::Table& fields();
};

enum class AwardState : std::uint8_t { active = 1, stopped = 2 };
enum class ChangeKind : std::uint8_t { start = 1, change = 2, stop = 3, resume = 4 };
enum class StopReason : std::uint8_t { none = 0, died = 1, moved = 2, not_eligible = 3, asked = 4, other = 5, paid_once = 6, duplicate = 7 };

// Table award: who receives what since when. Its history lies in award_change.
struct Award {
  AwardId id;
  ElderId elder_id;
  std::int64_t subject = 0;
  RegionCode region;
  std::string benefit;
  ApplicationId application_id;
  Month from_month, to_month;      // first and last month; to: none = open
  std::int64_t amount = 0;         // of a month
  AwardState state = AwardState::active;
  StopReason stop_reason = StopReason::none;
  std::string rule_hash;
  Instant created_at, updated_at;
  std::int64_t version = 1;
  static const entity::Table& fields();
};
// Table award_change: never changed.
struct AwardChange {
  AwardChangeId id;
  AwardId award_id;
  ChangeKind kind = ChangeKind::start;
  Month month;                     // the first that it concerns
  std::int64_t before = 0, after = 0;
  std::string reason;
  UserId by_user;
  std::string by_name;
  Instant at;
  static const entity::Table& fields();
};

// ---- back-dated changes ----

enum class AdjustmentState : std::uint8_t { open = 1, approved = 2, dismissed = 3 };

// Table adjustment: what was granted by frozen runs and confirmed awards against what is known now. Settled by a decision.
struct Adjustment {
  AdjustmentId id;
  ElderId elder_id;
  RegionCode region;
  std::string cause;               // "死亡登记：2026-07-10"
  AdjustmentState state = AdjustmentState::open;
  Month from_month, to_month;
  std::int64_t recover = 0, make_up = 0;   // Σ over the lines, fen, both ≥ 0
  UserId opened_by, decided_by;
  std::string decided_name, reason;
  Instant opened_at, decided_at;
  std::int64_t version = 1;
  static const entity::Table& fields();
};
// Table adjustment_line.
struct AdjustmentLine {
  AdjustmentLineId id;
  AdjustmentId adjustment_id;
  AwardId award_id;
  std::string benefit;
  Month month;
  std::int64_t before = 0, after = 0;      // fen
  std::string why;
  static const entity::Table& fields();
};

// ---- work lists ----

enum class TaskKind : std::uint8_t { outreach = 1, verify = 2 };   // 主动发现, 待核实
enum class TaskState : std::uint8_t { open = 1, handed_out = 2, done = 3 };
enum class Outcome : std::uint8_t { none = 0, applied = 1, declined = 2, not_eligible = 3, not_reached = 4, verified = 5, not_verifiable = 6 };

// Table benefit_task.
struct Task {
  TaskId id;
  TaskKind kind = TaskKind::outreach;
  ElderId elder_id;
  RegionCode region;
  std::string benefit;
  std::string facts;               // names parted by 、: what is to be verified
  std::int64_t amount = 0, amount_max = 0;
  TaskState state = TaskState::open;
  UserId assigned_to;
  std::string assigned_name;
  Outcome outcome = Outcome::none;
  std::string note;
  ApplicationId application_id;
  Instant created_at, due_at, done_at;
  bool overdue = false;
  UserId created_by, done_by;
  std::int64_t version = 1;
  static const entity::Table& fields();
};

// ---- lists of other offices ----

enum class ListState : std::uint8_t { matched = 1, closed = 2 };
enum class RowResult : std::uint8_t { matched = 1, same = 2, conflict = 3, not_found = 4, faulty = 5 };
enum class RowState : std::uint8_t { open = 1, accepted = 2, rejected = 3 };

// Table match_list: an uploaded list and what was found.
struct MatchList {
  ListId id;
  std::string file_name, digest;
  std::string source;              // the office it comes from
  Date as_of;                      // what its rows say holds from this day, unless a row says another
  RegionCode region;               // scope of whoever brought it
  ListState state = ListState::matched;
  std::int64_t rows = 0, matched = 0, same = 0, conflict = 0, not_found = 0, faulty = 0, accepted = 0, rejected = 0;
  std::string columns;             // JSON: what each column is taken for
  UserId by_user;
  std::string by_name;
  Instant created_at;
  std::int64_t version = 1;
  static const entity::Table& fields();
};
// Table match_row: one fact of one row.
struct MatchRow {
  ListRowId id;
  ListId list_id;
  std::int64_t row_number = 0;
  ElderId elder_id;
  RegionCode region;               // of the elder; of the list when nobody was found
  IdCard id_card;                  // sealed
  std::string name;                // as the list has it
  std::string fact, value;
  Date valid_from;
  RowResult result = RowResult::matched;
  std::string known_value;         // what is on record
  std::string problem;
  RowState state = RowState::open;
  FactRecordId record_id;
  UserId decided_by;
  Instant decided_at;
  static const entity::Table& fields();
};

// ---- what-if ----

enum class ScenarioState : std::uint8_t { computing = 1, done = 2, failed = 3 };

// Table benefit_scenario: changes of the rules and what they would do. Input and result are JSON of the structs in scenarios.h.
struct Scenario {
  ScenarioId id;
  std::string name, note;
  RegionCode region;
  RuleVersionId base_version;
  std::string changes, result;
  Month from_month, to_month;
  ScenarioState state = ScenarioState::computing;
  std::string problem;
  RuleVersionId draft_id;          // made out of it
  UserId by_user;
  std::string by_name;
  Instant created_at, finished_at;
  std::int64_t version = 1;
  static const entity::Table& fields();
};

std::span<const entity::EnumName> enum_names(SubjectKind);
std::span<const entity::EnumName> enum_names(Origin);
std::span<const entity::EnumName> enum_names(Confidence);
std::span<const entity::EnumName> enum_names(Knowledge);
std::span<const entity::EnumName> enum_names(Verdict);
std::span<const entity::EnumName> enum_names(Measure);
std::span<const entity::EnumName> enum_names(RunState);
std::span<const entity::EnumName> enum_names(CheckState);
std::span<const entity::EnumName> enum_names(ApplicationState);
std::span<const entity::EnumName> enum_names(Channel);
std::span<const entity::EnumName> enum_names(AwardState);
std::span<const entity::EnumName> enum_names(ChangeKind);
std::span<const entity::EnumName> enum_names(StopReason);
std::span<const entity::EnumName> enum_names(AdjustmentState);
std::span<const entity::EnumName> enum_names(TaskKind);
std::span<const entity::EnumName> enum_names(TaskState);
std::span<const entity::EnumName> enum_names(Outcome);
std::span<const entity::EnumName> enum_names(ListState);
std::span<const entity::EnumName> enum_names(RowResult);
std::span<const entity::EnumName> enum_names(RowState);
std::span<const entity::EnumName> enum_names(ScenarioState);

}  // namespace yilin::benefits
