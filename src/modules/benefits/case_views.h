#pragma once
// Applications, awards and back-dated changes over HTTP. Internal to benefits.

#include "modules/benefits/decision_views.h"
#include "http/page.h"

namespace yilin::benefits {

struct Apply {
  ElderId elder_id;
  std::string benefit;
  Channel channel = Channel::desk;
  bool by_promise = false;
  std::string on_behalf, statement;
  Month first_month;               // none: this month
  TaskId task_id;
  std::vector<NewFact> facts;      // stated with it; claims, unless a desk says that they are verified
  static const entity::Table& fields();
};
struct StepInput {
  ApplicationId id;
  std::int64_t version = 0;
  std::string reason, note;
  std::string decision;            // JSON of ExplanationView, worked out before the command
  static const entity::Table& fields();
};
struct ApplicationPath {
  ApplicationId id;
  static const entity::Table& fields();
};
struct ApplicationQuery {
  RegionCode region;
  std::string benefit;
  std::optional<ApplicationState> state;
  ElderId elder;
  std::optional<bool> overdue;
  std::int64_t limit = http::kPageDefault;
  ApplicationId cursor;
  static const entity::Table& fields();
};
struct ApplicationView {
  Application application;
  std::string elder_name, region_name;
  std::vector<std::string> moves;  // that the caller may make now
  std::vector<Step> steps;         // of one application only
  std::string decision;            // JSON of ExplanationView, as decided when refused or confirmed; "" before
  static const entity::Table& fields();
};

struct PublicNoticeQuery {
  RegionCode region;
  std::int64_t limit = http::kPageDefault;
  ApplicationId cursor;
  static const entity::Table& fields();
};
struct PublicNotice {
  ApplicationId id;
  std::string masked_name;         // 王*英
  std::string region_name, benefit;
  Fen amount_fen;
  Date notice_from, notice_to;
  std::string objections_to;       // whom to tell
  static const entity::Table& fields();
};

struct AwardQuery {
  RegionCode region;
  std::string benefit;
  std::optional<AwardState> state;
  ElderId elder;
  std::int64_t limit = http::kPageDefault;
  AwardId cursor;
  static const entity::Table& fields();
};
struct AwardPath {
  AwardId id;
  static const entity::Table& fields();
};
struct AwardView {
  Award award;
  std::string elder_name, region_name;
  std::vector<AwardChange> changes;  // of one award only
  static const entity::Table& fields();
};
struct StopAward {
  AwardId id;
  std::int64_t version = 0;
  StopReason why = StopReason::other;
  Month last_month;                // none: last month
  std::string reason;
  static const entity::Table& fields();
};
struct ChangeAward {
  AwardId id;
  std::int64_t version = 0;
  Month from;                      // the amount as decided from this month on
  std::string reason;
  static const entity::Table& fields();
};

struct OpenAdjustment {
  ElderId elder_id;
  Month from;                      // at most 60 months back
  std::string cause;
  static const entity::Table& fields();
};
// Everybody who would be decided on otherwise, since a back-dated rule or a late list.
struct SweepAdjustments {
  Month from;
  std::string cause;
  static const entity::Table& fields();
};
struct SweepStarted {
  std::int64_t months = 0;         // frozen ones that are derived again, in the background
  static const entity::Table& fields();
};
struct AdjustmentQuery {
  RegionCode region;
  std::optional<AdjustmentState> state;
  ElderId elder;
  std::int64_t limit = http::kPageDefault;
  AdjustmentId cursor;
  static const entity::Table& fields();
};
struct AdjustmentPath {
  AdjustmentId id;
  static const entity::Table& fields();
};
struct DecideAdjustment {
  AdjustmentId id;
  std::int64_t version = 0;
  bool approve = false;
  std::string reason;
  static const entity::Table& fields();
};
struct AdjustmentView {
  Adjustment adjustment;
  std::string elder_name, region_name, opened_name;
  std::vector<AdjustmentLine> lines;  // of one only
  static const entity::Table& fields();
};

Result<ApplicationView> apply(command::Tx& tx, const Apply& in);
Status prepare_decision(command::Reader& reader, StepInput& in);   // for steps that end it
Result<ApplicationView> take_step(command::Tx& tx, const StepInput& in, std::string_view verb);
Result<http::Page<ApplicationView>> list_applications(command::Reader& reader, const ApplicationQuery& in);
Result<ApplicationView> show_application(command::Reader& reader, const ApplicationPath& in);
// What was decided on it, for printing. Error: not_decided.
Result<NoticeView> application_notice(command::Reader& reader, const ApplicationPath& in);
Result<http::Page<PublicNotice>> public_notices(command::Reader& reader, const PublicNoticeQuery& in);
Status notice_ended(command::Tx& tx, ApplicationId id);   // deadline "benefits.notice"
Status step_overdue(command::Tx& tx, ApplicationId id);   // deadline "benefits.step"

Result<http::Page<AwardView>> list_awards(command::Reader& reader, const AwardQuery& in);
Result<AwardView> show_award(command::Reader& reader, const AwardPath& in);
Result<AwardView> stop_award(command::Tx& tx, const StopAward& in);
Result<AwardView> change_award(command::Tx& tx, const ChangeAward& in);

Result<AdjustmentView> open_adjustment(command::Tx& tx, const OpenAdjustment& in);
Result<SweepStarted> sweep_adjustments(command::Tx& tx, const SweepAdjustments& in);
Result<AdjustmentView> decide_adjustment(command::Tx& tx, const DecideAdjustment& in);
Result<http::Page<AdjustmentView>> list_adjustments(command::Reader& reader, const AdjustmentQuery& in);
Result<AdjustmentView> show_adjustment(command::Reader& reader, const AdjustmentPath& in);

void listen_to_deaths(Kernel& kernel);
void listen_to_mergers(Kernel& kernel);

}  // namespace yilin::benefits
