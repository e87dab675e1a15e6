#pragma once
// 主动发现 and verification: who is eligible and does not receive, who may be, and what became of asking. Internal to benefits.

#include "http/page.h"
#include "modules/benefits/decide.h"

namespace yilin::benefits {

struct GapSummaryQuery {
  RegionCode region;
  std::string benefit;
  static const entity::Table& fields();
};
struct GapRow {
  RegionCode region;
  std::string region_name, benefit;
  std::int64_t eligible = 0;       // surely, receive nothing and have not applied
  std::int64_t to_verify = 0;      // perhaps
  Fen amount_fen;                  // of the eligible, a month
  static const entity::Table& fields();
};
struct GapSummary {
  RegionCode region;
  Month month;
  Instant known_at;
  std::vector<GapRow> totals;      // one a benefit
  std::vector<GapRow> children;
  static const entity::Table& fields();
};

struct GapQuery {
  RegionCode region;
  std::string benefit;             // required
  TaskKind kind = TaskKind::outreach;
  std::int64_t limit = http::kPageDefault;
  std::string cursor;
  static const entity::Table& fields();
};
struct Gap {
  ElderId elder_id;
  std::string elder_name, region_name;
  std::int32_t age = -1;
  RegionCode region;
  std::string benefit;
  Verdict verdict = Verdict::yes;
  Fen amount_fen, amount_max_fen;
  std::vector<std::string> open_facts;
  TaskId task_id;                  // that is not done
  bool handed_out = false;         // somebody has it
  std::string assigned_name;
  static const entity::Table& fields();
};

struct HandOut {
  RegionCode region;
  std::string benefit;
  TaskKind kind = TaskKind::outreach;
  std::vector<ElderId> elders;     // none: the first `count` of the region whom nobody has yet
  std::int64_t count = 20;
  UserId assigned_to;              // none: whoever hands out
  std::vector<Gap> chosen;         // worked out before the command
  static const entity::Table& fields();
};
struct TaskQuery {
  RegionCode region;
  std::optional<TaskKind> kind;
  std::optional<TaskState> state;
  std::string benefit;
  ElderId elder;
  bool mine = false;
  std::int64_t limit = http::kPageDefault;
  TaskId cursor;
  static const entity::Table& fields();
};
struct TaskPath {
  TaskId id;
  static const entity::Table& fields();
};
struct TaskView {
  Task task;
  std::string elder_name, region_name;
  std::int32_t age = -1;
  static const entity::Table& fields();
};
struct Handed {
  std::int64_t made = 0, there_already = 0;
  std::vector<TaskView> tasks;
  static const entity::Table& fields();
};
struct TaskResult {
  TaskId id;
  std::int64_t version = 0;
  Outcome outcome = Outcome::none;
  std::string note;
  ApplicationId application_id;
  static const entity::Table& fields();
};

Result<GapSummary> gap_summary(command::Reader& reader, const GapSummaryQuery& in);
Result<http::Page<Gap>> gaps(command::Reader& reader, const GapQuery& in);
Status prepare_hand_out(command::Reader& reader, HandOut& in);
Result<Handed> hand_out(command::Tx& tx, const HandOut& in);
Result<http::Page<TaskView>> list_tasks(command::Reader& reader, const TaskQuery& in);
Result<TaskView> show_task(command::Reader& reader, const TaskPath& in);
Result<TaskView> finish_task(command::Tx& tx, const TaskResult& in);
Status task_overdue(command::Tx& tx, TaskId id);  // deadline "benefits.task"

// Opens a task for each benefit that she would have were her claims verified, and has not without. Inside a command.
Result<std::vector<TaskId>> open_verifications(command::Tx& tx, const policy::RuleSet& rules, const Dossier& dossier, const AsOf& as_of);

}  // namespace yilin::benefits
