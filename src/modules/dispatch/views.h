#pragma once
// What dispatchers see. Internal to dispatch.

#include "http/page.h"
#include "modules/catalogue/types.h"
#include "modules/dispatch/commands.h"
#include "modules/dispatch/rules.h"
#include "modules/orders/types.h"
#include "modules/providers/providers.h"

namespace yilin::dispatch {

inline constexpr std::int64_t kBoardMax = 500;

struct BoardAssignment {
  AssignmentId id;
  WorkerId worker_id;
  std::string worker_name, organisation_name;
  orders::AssignmentState state = orders::AssignmentState::offered;
  Instant offered_at, expires_at;
  bool manual = false;
  std::int32_t score = 0;
  static const entity::Table& fields();
};
struct BoardRow : BoardVisit {
  Instant started_at, ended_at;
  std::optional<CaseState> case_state;
  std::string why;                  // of an escalation
  std::int32_t late_min = 0;        // begun late, or not begun although it should have
  std::vector<BoardAssignment> assignments;
  static const entity::Table& fields();
};
struct Board {
  std::vector<BoardRow> items;      // by planned start
  std::optional<std::string> next;
  std::optional<std::int64_t> total;
  static const entity::Table& fields();
};
struct BoardQuery {
  RegionCode region;
  Date date;                        // none: today
  std::vector<orders::VisitState> state;
  std::int64_t limit = 200;
  std::string cursor;
  static const entity::Table& fields();
};

struct CandidateView {
  WorkerId worker_id;
  std::string worker_name;
  OrganisationId organisation_id;
  std::string organisation_name;
  bool free = false;
  std::int32_t score = 0;
  std::optional<std::int64_t> travel_min;  // null: a place is not known
  bool wanted = false;
  std::vector<ScorePart> explain;          // of the score
  std::string blocked;                     // why she cannot be sent, or is not by the machine; empty when free
  static const entity::Table& fields();
};
struct CandidateList {
  std::optional<CaseState> case_state;
  std::vector<CandidateView> items;        // free ones in the machine's order, then those blocked
  static const entity::Table& fields();
};

struct EscalatedRow {
  CaseId id;
  VisitId visit_id;
  OrderId order_id;
  ElderId elder_id;
  std::string elder_name, region_name, item_name;
  RegionCode region;
  Instant planned_start, escalated_at;
  std::string why;
  std::int32_t tries = 0;
  static const entity::Table& fields();
};
struct EscalatedQuery {
  RegionCode region;
  std::int64_t limit = http::kPageDefault;
  CaseId cursor;
  static const entity::Table& fields();
};

struct RefusalView {
  Refusal refusal;
  std::string elder_name, worker_name;
  static const entity::Table& fields();
};
struct RefusalQuery {
  RegionCode region;
  ElderId elder;
  std::int64_t limit = http::kPageDefault;
  RefusalId cursor;
  static const entity::Table& fields();
};

Result<Board> board(command::Reader& reader, const BoardQuery& in);
Result<CandidateList> candidates_of(command::Reader& reader, const VisitPath& in);
Result<http::Page<EscalatedRow>> escalated(command::Reader& reader, const EscalatedQuery& in);
Result<http::Page<RefusalView>> refusals(command::Reader& reader, const RefusalQuery& in);

}  // namespace yilin::dispatch
