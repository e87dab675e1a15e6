#pragma once
// What dispatchers send and see. Internal to dayplan.

#include "http/page.h"
#include "modules/dayplan/day.h"

namespace yilin::dayplan {

inline constexpr std::size_t kTeamMax = 5;
inline constexpr std::size_t kSlotsMax = 40;

// ---- plans ----
struct PlanPath {
  PlanId id;
  static const entity::Table& fields();
};
struct PlanQuery {
  RegionCode region;
  Date day;                        // none: all
  std::int64_t limit = http::kPageDefault;
  PlanId cursor;
  static const entity::Table& fields();
};
struct PlanView {
  Plan plan;
  std::string region_name;
  std::int64_t open = 0, applied = 0, failed = 0;  // changes
  std::int32_t percent = 0, ahead = 0;             // while it is solved
  static const entity::Table& fields();
};
struct NewPlan {
  RegionCode region;
  Date day;
  static const entity::Table& fields();
};
struct LateVisit {
  VisitId visit_id;
  Instant start;
  static const entity::Table& fields();
};
struct Replan {
  RegionCode region;
  Date day;
  std::vector<WorkerId> absent_worker_ids;
  std::vector<LateVisit> late;
  static const entity::Table& fields();
};

struct ChangeQuery {
  PlanId id;
  std::vector<ChangeState> state;
  std::int64_t limit = http::kPageDefault;
  ChangeId cursor;
  static const entity::Table& fields();
};
struct Named {
  WorkerId worker_id;
  std::string name, organisation_name;
  static const entity::Table& fields();
};
struct ChangeRow {
  Change change;
  OrderId order_id;
  std::string elder_name, region_name, address, item_name;
  std::vector<Named> from_workers, to_workers;
  static const entity::Table& fields();
};
struct UnassignedQuery {
  PlanId id;
  std::int64_t limit = http::kPageDefault;
  std::int64_t cursor = 0;
  static const entity::Table& fields();
};
struct UnassignedRow {
  Unassigned unassigned;
  OrderId order_id;
  std::string elder_name, region_name, item_name;
  Instant planned_start, wanted_from, wanted_to;
  static const entity::Table& fields();
};
struct Choice {                    // of changes; none: all that are proposed
  PlanId id;
  std::vector<ChangeId> change_ids;
  static const entity::Table& fields();
};
struct ChangePath {
  PlanId id;
  ChangeId change;
  static const entity::Table& fields();
};

// ---- the board ----
enum class BlockKind : std::uint8_t { visit = 1, travel = 2, rest = 3, elsewhere = 4 };
std::span<const entity::EnumName> enum_names(BlockKind);
struct Block {
  BlockKind kind = BlockKind::visit;
  Instant from, to;
  VisitId visit_id;                // of a visit, and of the way to it
  std::int64_t travel_min = 0, distance_m = 0;
  bool proposed = false;           // not true yet: of the plan that is shown
  bool clash = false;              // contradicts what else stands
  static const entity::Table& fields();
};
struct GanttRow {
  WorkerId worker_id;
  std::string name, organisation_name;
  bool off_duty = false;
  std::int32_t shift_from_min = 0, shift_to_min = 0;
  std::int64_t home_lon_e6 = 0, home_lat_e6 = 0;
  std::int64_t work_min = 0, travel_min = 0, overtime_min = 0;
  std::vector<Block> blocks;       // by time
  static const entity::Table& fields();
};
struct GanttVisit : dispatch::BoardVisit {  // where the home is not known: where it is taken to be
  Instant wanted_from, wanted_to;
  std::vector<WorkerId> worker_ids;
  bool manual = false, clash = false;
  ChangeId change_id;              // of the plan that is shown
  static const entity::Table& fields();
};
struct GanttQuery {
  RegionCode region;
  Date day;                        // none: today
  PlanId plan;                     // shown as if its open changes were true
  static const entity::Table& fields();
};
struct Gantt {
  RegionCode region;
  Date day;
  std::optional<Plan> plan;        // the latest of that day
  std::vector<GanttRow> rows;
  std::vector<GanttVisit> visits;  // all of the day; those without worker_ids wait for somebody
  std::int64_t travel_min = 0;
  Fen cost_fen;
  static const entity::Table& fields();
};

// ---- trying and moving ----
struct TryQuery {
  VisitId visit_id;
  std::vector<WorkerId> worker_ids;  // none: nobody
  Instant start;                     // none: the best within what the elder was told
  static const entity::Table& fields();
};
struct Breach {
  std::string rule;                  // skill, refused, area, hours, overlap, travel, promise, organisation, team, state, manual, day
  std::string sentence;
  bool forbidden = false;            // true: it cannot be done at all; false: a human may want it all the same
  static const entity::Table& fields();
};
struct Trial {
  VisitId visit_id;
  std::vector<Named> workers;
  bool possible = false;             // no rule is broken
  bool allowed = false;              // nothing forbids it
  Instant start, end;
  Fen change_fen;                    // of the day's price; its parts:
  Fen travel_fen, overtime_fen, unfairness_fen, continuity_fen;
  std::int64_t travel_change_min = 0;
  std::vector<Breach> breaches;
  std::vector<std::string> relaxations;
  static const entity::Table& fields();
};
struct Move {
  VisitId visit_id;
  std::vector<WorkerId> worker_ids;
  Instant start;                     // none: as planned
  RegionCode region;                 // of the board, whose undo stack it lies on; none: of the county
  static const entity::Table& fields();
  Trial trial;                       // worked out before the command
};

struct SlotQuery {
  VisitId visit_id;                  // one that waits; or else a new one:
  ElderId elder_id;
  ServiceItemId item_id;
  std::int64_t units = 1;
  OrganisationId organisation_id;
  Instant from, to;                  // begins within; for a visit that waits: none = as promised
  static const entity::Table& fields();
};
struct Slot {
  Instant start, end;
  std::vector<Named> workers;
  Fen price_fen;                     // what the day's price grows by
  bool usual = false;
  static const entity::Table& fields();
};
struct Slots {
  std::vector<Slot> items;           // cheapest first
  std::string reason;                // when there is none
  std::vector<std::string> relaxations;
  static const entity::Table& fields();
};

Result<http::Page<PlanView>> list_plans(command::Reader& reader, const PlanQuery& in);
Result<PlanView> show_plan(command::Reader& reader, const PlanPath& in);
Result<http::Page<ChangeRow>> list_changes(command::Reader& reader, const ChangeQuery& in);
Result<http::Page<UnassignedRow>> list_unassigned(command::Reader& reader, const UnassignedQuery& in);
Result<Gantt> board(command::Reader& reader, const GanttQuery& in);
Result<Trial> try_move(command::Reader& reader, const TryQuery& in);
Result<Slots> slots(command::Reader& reader, const SlotQuery& in);

Named named(const Kernel& kernel, WorkerId worker);

}  // namespace yilin::dayplan
