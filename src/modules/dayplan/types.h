#pragma once
// The plan of a county's day (日排班): proposals for visits that nobody has taken, or for a day that something has upset.
// Tables have the names in the comments. Money is the plan's price in fen (路程、加班、均衡、熟悉 turned into money by dated
// parameters): it compares plans, nobody pays it.

#include <string>
#include <vector>

#include "base/id.h"
#include "base/money.h"
#include "base/region_code.h"
#include "base/time.h"
#include "kernel/entity/codec.h"

namespace yilin::dayplan {

using PlanId = Id<struct DayPlanTag>;
using ChangeId = Id<struct DayPlanChangeTag>;

// nightly: by itself, the evening before; asked: by a dispatcher; replan: after a sick carer or a late visit; board: nothing
// was solved, it only keeps what humans move.
enum class PlanKind : std::uint8_t { nightly = 1, asked = 2, replan = 3, board = 4 };
enum class PlanState : std::uint8_t { waiting = 1, solving = 2, proposed = 3, closed = 4, failed = 5 };
enum class Origin : std::uint8_t { solver = 1, hand = 2 };
// assign: nobody had it; move: other carers (and perhaps another time); retime: the same carers at another time; release:
// nobody can keep it.
enum class ChangeKind : std::uint8_t { assign = 1, move = 2, retime = 3, release = 4 };
// proposed → accepted → applied → undone; dismissed; failed: it could not be done any more; outdated: a newer plan took its
// place. 3 was a step of its own once.
enum class ChangeState : std::uint8_t { proposed = 1, accepted = 2, applied = 4, undone = 5, dismissed = 6, failed = 7, outdated = 8 };
std::span<const entity::EnumName> enum_names(PlanKind);
std::span<const entity::EnumName> enum_names(PlanState);
std::span<const entity::EnumName> enum_names(Origin);
std::span<const entity::EnumName> enum_names(ChangeKind);
std::span<const entity::EnumName> enum_names(ChangeState);

// Table day_plan.
struct Plan {
  PlanId id;
  RegionCode region;
  Date day;
  PlanKind kind = PlanKind::asked;
  PlanState state = PlanState::waiting;
  std::vector<WorkerId> absent_worker_ids;   // replan: make no visit from now on
  std::vector<VisitId> late_visit_ids;       // replan: begin at late_starts (ms since 1970), whatever was promised
  std::vector<std::int64_t> late_starts;
  std::string problem;                       // of a failed one
  std::int64_t visits = 0, carers = 0, proposed = 0, unassigned = 0, clashes = 0;
  std::int64_t travel_before_min = 0, travel_min = 0;
  Fen cost_before_fen, cost_fen;
  std::int64_t iterations = 0;
  UserId by_user;
  std::string by_name;
  Instant created_at, solved_at;
  std::int64_t version = 1;
  Instant updated_at;
  static const entity::Table& fields();
};

// Table day_plan_change.
struct Change {
  ChangeId id;
  PlanId plan_id;
  RegionCode region;
  VisitId visit_id;
  ElderId elder_id;
  Origin origin = Origin::solver;
  ChangeKind kind = ChangeKind::assign;
  ChangeState state = ChangeState::proposed;
  std::vector<WorkerId> from_worker_ids;
  Instant from_start;
  bool from_manual = false;                  // a human had chosen one of them
  std::vector<WorkerId> to_worker_ids;
  Instant to_start;
  std::int64_t duration_min = 0;
  Fen price_fen;                             // of the visit in the plan: its way, its continuity
  std::int64_t travel_min = 0;               // of the way to it
  bool usual = false;                        // somebody the elder knows
  std::string why;
  std::string problem;                       // of a failed one
  std::int64_t sequence = 0;                 // in which they were applied, together where it is the same; the highest is undone first
  UserId by_user;
  Instant decided_at;
  std::int64_t version = 1;
  Instant updated_at;
  static const entity::Table& fields();
};

// Table day_plan_unassigned.
struct Unassigned {
  Id<struct DayPlanUnassignedTag> id;
  PlanId plan_id;
  RegionCode region;
  VisitId visit_id;
  ElderId elder_id;
  std::string reason;
  std::vector<std::string> relaxations;      // the smallest single changes that would serve it
  static const entity::Table& fields();
};

}  // namespace yilin::dayplan
