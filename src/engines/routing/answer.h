#pragma once
// What the engine says about a plan: the plan itself (Solution: enough to save, load and continue) and its evaluation
// (Answer: every time, load and price). evaluate() in solver.h makes the second from the first.

#include <compare>

#include "engines/routing/problem.h"

namespace yilin::routing {

enum class StopKind : std::uint8_t { start, visit, rest, reload, end };

// One thing a carer does. `index`: the visit, or the number of the carer's break; unused for start, reload and end.
struct Stop {
  StopKind kind = StopKind::visit;
  int index = -1;
  bool second = false;            // this carer is the visit's second one
  std::optional<Time> start{};    // binding for visits tied to another one (second carer, precedence) or locked; else a note
  bool operator==(const Stop&) const = default;
};

struct Route {
  int carer = -1;
  std::vector<Stop> stops;  // without start and end
  bool operator==(const Route&) const = default;
};

struct Solution {
  std::vector<Route> routes;  // ascending carers; a carer without visits may be absent
  bool operator==(const Solution&) const = default;
};

// Lexicographic, smaller is better.
struct Score {
  std::int64_t unserved_priority = 0;
  std::int64_t unserved = 0;
  std::int64_t lateness = 0;
  std::int64_t carers = 0;  // 0 unless fewest_carers
  Cost cost = 0;
  auto operator<=>(const Score&) const = default;
};

struct CostParts {
  Cost travel = 0, task = 0, fixed = 0, overtime = 0, unfairness = 0, continuity = 0, moved = 0;
  Cost total() const { return travel + task + fixed + overtime + unfairness + continuity + moved; }
  bool operator==(const CostParts&) const = default;
};

struct Step {
  StopKind kind = StopKind::visit;
  int index = -1;
  bool second = false;
  int place = -1;            // -1 for breaks, and for the ends of a carer without a place
  Time arrival = 0;
  Time waiting = 0;
  Time begin = 0;            // arrival + waiting: setup begins here; this is what windows bind
  Time setup = 0, service = 0;
  Time departure = 0;        // begin + setup + service
  Time travel = 0;           // of the leg that ends here
  std::int64_t distance = 0; // of the same leg; 0 when the profile has no distances
  Time lateness = 0;
  Load load;                 // aboard when leaving
  CostParts parts;           // travel of the leg, task, continuity and moved of this visit
};

struct RouteAnswer {
  int carer = -1;
  std::vector<Step> steps;   // from start to end, both always there
  Time travel = 0, service = 0, setup = 0, waiting = 0, work = 0, overtime = 0, lateness = 0;
  std::int64_t distance = 0;
  CostParts parts;           // fixed, overtime and unfairness belong to the route, the rest is summed over the steps
};

// Why a visit is not made, the first that applies.
enum class Reason : std::uint8_t {
  no_skill,       // no carer has the skills (for two carers: no two different carers)
  refused,        // carers with the skills exist, all are refused (or the lock names another)
  capacity,       // the load fits into no such carer's vehicle
  out_of_reach,   // no such carer, with an empty day, can be there in a window and back within shift and limits
  tied,           // its precedence or shipment partner cannot be served
  day_full,       // possible with an empty day, not beside the plan's other visits
};

enum class RelaxationKind : std::uint8_t {
  none,
  later,          // the visit begins `amount` after its last usable window ends
  earlier,        // … `amount` before it begins
  longer_shift,   // the carer ends `amount` later
  more_hours,     // the carer's limit of work or travel grows by `amount`
  more_capacity,  // in one dimension
  skill,          // the carer learns skill number `amount`
  allow_refused,  // the carer is accepted
  other_visit,    // served if visit number `amount` were not
};

// The smallest change of one number that lets `carer` make the visit while all others keep their carer and order.
struct Relaxation {
  RelaxationKind kind = RelaxationKind::none;
  int carer = -1;
  std::int64_t amount = 0;
  bool operator==(const Relaxation&) const = default;
};

struct Unserved {
  int visit = -1;
  Reason reason = Reason::day_full;
  // Each kind's smallest, in the order of the kinds; empty if no single change suffices, or if the reason is `tied`: then
  // the partner's are what counts. For a visit of two carers `carer` is the one whose day changes (moved windows: the first).
  std::vector<Relaxation> relaxations;
};

struct Answer {
  std::vector<RouteAnswer> routes;      // of carers with at least one visit, ascending
  std::vector<Unserved> unserved;       // ascending visits
  Score score;
  CostParts parts;
  Solution solution;
  std::int64_t iterations = 0;          // reached; with `horizon` it replays a timed run
  std::int64_t horizon = 0;
};

}  // namespace yilin::routing
