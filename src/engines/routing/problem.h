#pragma once
// A day of visits and the carers who could make them, as plain data: arrays of ids, places and times. Nothing here knows
// elders, files or clocks. Every index is a position in the vectors of `Problem`; -1 means "none".
//
// Time is an integer in the caller's unit (seconds in the product, tenths in the DIMACS benchmarks), any origin; all times
// of one problem lie within kTimeSpanMax of each other. Cost is an integer of 1/kCostScale cost units, so that "per hour"
// rates times seconds stay exact.

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "base/geo.h"

namespace yilin::routing {

using Time = std::int64_t;
using Cost = std::int64_t;
using Load = std::vector<std::int64_t>;  // one amount per dimension; empty = nothing

inline constexpr Cost kCostScale = 3600;
inline constexpr Time kNever = std::numeric_limits<Time>::max();

// Limits, checked by validate(). 10,000 visits in, 10,001 out.
inline constexpr int kVisitsMax = 10'000;
inline constexpr int kCarersMax = 5'000;
inline constexpr int kPlacesMax = 20'001;
inline constexpr int kMatrixPlacesMax = 5'000;  // a matrix of more is memory we do not want; use coordinates
inline constexpr int kProfilesMax = 16;
inline constexpr int kSkillsMax = 1'024;
inline constexpr int kLoadDimensionsMax = 8;
inline constexpr int kWindowsMax = 16;          // per visit or break
inline constexpr int kBreaksMax = 8;            // per carer
inline constexpr int kTripsMax = 16;
inline constexpr int kWorkTypesMax = 64;        // kinds of carers that take different times for one visit
inline constexpr int kPriorityMax = 100;
inline constexpr std::int64_t kLoadMax = 1'000'000'000;
inline constexpr Time kTimeSpanMax = 200'000'000;
inline constexpr std::int64_t kArcCostMax = 500'000'000;  // of one leg, after the common factor of all rates is taken out

struct Window {
  Time begin = 0, end = kNever;  // both ends belong to it
  bool operator==(const Window&) const = default;
};

// ---- travel -------------------------------------------------------------------------------------------------------

struct Location {
  Place at;  // read only by profiles without a matrix
  bool rural = false;
};

// Legs measured as distance_m() × detour: a leg is rural when either end is.
struct Ground {
  int detour_percent = 140;
  int speed_kmh_tenths = 180;  // 18.0 km/h: an e-bike in town
};

// How one kind of vehicle travels. With `durations`, all matrices are places × places, row = from; without, legs are
// computed from coordinates. `distances` are metres. A non-empty `costs` (in whole cost units) replaces cost_per_hour
// and cost_per_km of the carer.
struct Profile {
  std::string id;
  std::vector<std::int32_t> durations, distances, costs;
  Ground urban, rural{130, 250};
};

// ---- work ---------------------------------------------------------------------------------------------------------

// How long a visit takes a carer of one work type.
struct TypeTime {
  int type = 0;
  Time setup = 0, service = 0;
};

// The other pair of hands at a visit. Both carers come, or the visit is not made. Two different carers.
struct SecondCarer {
  std::vector<int> skills;
  Time service = 0;
  Time gap_min = 0, gap_max = 0;  // start of the second − start of the first; 0, 0 = at the same moment; may be negative
  int locked_carer = -1;
};

struct Visit {
  std::string id;
  int place = 0;
  Time setup = 0;    // before the service, unless the carer's previous stop is at the same place
  Time service = 0;
  std::vector<TypeTime> per_type;  // for carers of these work types instead of the two above; each type once
  std::vector<Window> windows;  // when setup (or, without it, service) may begin; ascending and disjoint; empty = any time.
                                // They bind the first carer; the second follows by the gap
  Time due = kNever;            // soft: beginning later is lateness
  std::vector<int> skills;      // all are needed, each in [0, kSkillsMax)
  int priority = 0;             // 0 … kPriorityMax, weighs when not everybody can be served
  Load delivery, pickup;        // aboard from the start of the trip / until its end
  std::vector<int> usual;       // carers; anyone else costs objective.broken_continuity. Empty = nobody minds
  std::vector<int> refused;     // carers who may not come
  std::optional<SecondCarer> second;
  int locked_carer = -1;              // this carer or nobody
  std::optional<Time> locked_start;   // exactly then or not at all
};

// Two visits made by one carer in one trip, first `pickup`, later `delivery`, with `amount` aboard in between. Both or none.
struct Shipment {
  int pickup = -1, delivery = -1;
  Load amount;
};

// gap_min ≤ start of `after` − end of `before` ≤ gap_max, whoever makes them. `after` is not made without `before`.
// With two carers a visit starts with the earlier and ends with the later of them. Visits of shipments take one carer and
// have no precedence.
struct Precedence {
  int before = -1, after = -1;
  Time gap_min = 0, gap_max = kNever;
};

// Taken once between two stops or on the way, beginning inside a window; the leg around it may be split by it. A carer's
// breaks are taken in the order given here. Carers without a visit take none.
struct Break {
  std::string id;
  std::vector<Window> windows;  // ascending and disjoint; empty = any time
  Time duration = 0;
  Load max_load;                // no more than this is aboard during the break; empty = anything
};

struct Carer {
  std::string id;
  int start = -1, end = -1;  // places; -1 = begins (ends) at the first (last) visit
  Window shift;              // leaves not before, is back not after. A split shift is a shift with a break
  std::vector<int> skills;
  std::vector<Break> breaks;
  int profile = 0;
  int work_type = -1;        // of Visit::per_type; -1 = none
  int speed_percent = 100;   // durations × 100 / speed
  Load capacity;             // empty = unlimited
  int trips_max = 1;         // of more than one trip each later one begins with a reload at `reload_place`
  int reload_place = -1;     // -1 = start
  Time reload_duration = 0;
  // Hard limits of the day. Work = travel + setup + service + reloads, without waiting and breaks.
  int visits_max = std::numeric_limits<int>::max();
  Time travel_max = kNever;
  std::int64_t distance_max = std::numeric_limits<std::int64_t>::max();
  Time work_max = kNever;
  Time span_max = kNever;    // end − start, the start being as late as it can for the earliest end
  // Price in cost units; only carers with at least one visit cost anything.
  std::int64_t cost_fixed = 0, cost_per_hour = 3600, cost_per_km = 0, cost_per_task_hour = 0;  // task: setup and service
  Time work_regular = kNever;           // work beyond it is overtime
  std::int64_t cost_per_overtime_hour = 0;  // on top
  Time worked_before = 0;               // this week, for fairness only
};

// Compared in order: rules are never broken; then unserved priority, number of unserved visits, lateness, (with
// fewest_carers) carers used, cost. VROOM orders the same way.
struct Objective {
  bool fewest_carers = false;
  std::int64_t broken_continuity = 0;    // cost units per visit made by none of its usual carers
  std::int64_t unfairness_per_hour = 0;  // cost units that an hour of work costs more at the fair share than at nothing:
                                         // a carer pays unfairness_per_hour × work² / (2 × share), in hours, where work
                                         // counts worked_before and share = (Σ service + Σ worked_before) / carers
  std::int64_t moved_visit = 0;          // cost units per visit that has another carer than in the given plan
};

struct Problem {
  std::vector<Location> places;
  std::vector<Profile> profiles;
  std::vector<Visit> visits;
  std::vector<Shipment> shipments;
  std::vector<Precedence> precedences;
  std::vector<Carer> carers;
  Objective objective;
};

}  // namespace yilin::routing
