#pragma once
// The problem as the search reads it: flat arrays of 32-bit times (from `origin`), one travel matrix per kind of carer,
// costs divided by their common factor. A Model may hold a part of a problem: some visits and some carers.

#include <cstdint>
#include <span>
#include <vector>

#include "engines/routing/answer.h"
#include "engines/routing/problem.h"

namespace yilin::routing {

inline constexpr int kFar = 1'000'000'000;  // later than any time; kFar + two legs still fits

struct Span {
  int lo, hi;
};

// Travel as one kind of carer does it. Square matrices over the model's places; the last place is "nowhere": no distance
// to anything. `*_from` is the transposed matrix: row = to.
struct Kind {
  int profile = 0, speed_percent = 100;
  std::int64_t cost_per_hour = 0, cost_per_km = 0;
  std::vector<int> time, time_from, cost, cost_from, metres;  // empty = as the one before (cost = time, transposed = symmetric)
  const int* time_to_row(int place, int places) const { return time.data() + std::size_t(place) * places; }
  const int* time_from_row(int place, int places) const { return (time_from.empty() ? time : time_from).data() + std::size_t(place) * places; }
  const int* cost_to_row(int place, int places) const { return (cost.empty() ? time : cost).data() + std::size_t(place) * places; }
  const int* cost_from_row(int place, int places) const {
    return (!cost_from.empty() ? cost_from : !cost.empty() ? cost : !time_from.empty() ? time_from : time).data() + std::size_t(place) * places;
  }
};

// One carer's part of a visit, or a reload: what stands in a route.
struct Task {
  int visit = -1;      // of the problem; -1 for a reload
  bool second = false;
  int place = 0;
  int setup = 0, service = 0;        // the least that any carer of the model takes
  int act_max = 0;                   // the most of both
  int times_first = -1;              // into Model::type_times: entry −1 for carers without a work type, then one per type;
                                     // -1 = the same for all
  int lo = 0, hi = kFar;             // hull of the windows
  int window_first = 0, window_count = 0;
  int due = kFar;
  int unit = -1;
  int only = -1;                     // frozen: this carer of the problem and nobody else
  int home = -1;                     // carer of the given plan, for Objective::moved_visit
  bool minds = false;                // has usual carers
};

enum class UnitKind : std::uint8_t { single, pair, shipment };

// What is served or left out as a whole.
struct Unit {
  UnitKind kind = UnitKind::single;
  int a = -1, b = -1;                // tasks; b only for pairs and shipments
  int gap_min = 0, gap_max = 0;      // pairs: start of b − start of a
  std::int64_t weight = 1;           // of being unserved: priority × (visits + 1) + 1
  bool tied = false;                 // starts are pinned when it is placed
  int depth = 0;                     // length of the longest chain of predecessors
  int carers = 0;                    // how many could do it (the scarcer half)
};

struct Tie {  // gap_min ≤ start of `after` − end of `before` ≤ gap_max
  int before, after;  // units
  int gap_min, gap_max;
};

struct ModelBreak {
  int duration;
  std::vector<Span> windows;
  std::vector<std::int64_t> max_load;  // by dimension; empty = anything
};

struct ActTime {
  int setup, service;
};

struct ModelCarer {
  int carer;                // of the problem
  int kind = 0, type = 0;   // carers of one type are interchangeable
  int work_type = -1;
  int start = 0, end = 0;   // places
  int shift_begin = 0, shift_end = 0;
  std::vector<ModelBreak> breaks;
  bool rests_limited = false;  // some break has a max_load
  int capacity_first = 0;   // into Model::capacities; dimensions values
  int reload_task = -1, trips_max = 1;
  int visits_max = 0;
  int travel_max = kFar, work_max = kFar, span_max = kFar;
  std::int64_t metres_max = 0;
  std::int64_t fixed = 0;        // in model cost
  double task_rate = 0, overtime_rate = 0, unfair_rate = 0;  // model cost per time, per time, per time²
  int work_regular = kFar;
  std::int64_t worked_before = 0;
};

struct Model {
  const Problem* problem = nullptr;
  Time origin = 0;
  Cost factor = 1;               // model cost × factor = Cost
  int places = 0;                // with spare ones and "nowhere"
  int places_known = 0;
  int dimensions = 0;
  int work_types = 0;
  std::vector<int> place_of;     // place of the problem → of the model, −1 = not here
  std::vector<Kind> kinds;
  std::vector<Task> tasks;
  std::vector<Span> windows;
  std::vector<ActTime> type_times;
  std::vector<Unit> units;
  std::vector<Tie> ties;
  std::vector<std::vector<int>> ties_of;        // unit → indices of ties
  std::vector<ModelCarer> carers;
  std::vector<std::int64_t> capacities;         // carers × dimensions
  std::vector<std::int64_t> deliveries, pickups; // tasks × dimensions (a shipment's amount is +pickup, −delivery by `shipped`)
  std::vector<std::int64_t> shipped;            // tasks × dimensions: change of what is aboard
  std::vector<std::uint64_t> allowed, usual;    // tasks × words: bit per carer
  std::size_t words = 0;
  std::int64_t broken_continuity = 0, moved = 0;
  std::int64_t late_weight = 0;                 // model cost per unit of lateness

  // What this model needs; a plain one takes the short path through the search.
  bool plain = true;          // one kind, single windows, no breaks, setups, skills, limits, work prices, ties …
  bool one_matrix = false;    // one kind, cost = time, symmetric
  bool exact = false;         // lateness, span limits, mixed loads or trips: insertions are simulated
  bool load_total_only = true;
  bool has_ties = false;

  bool may(int carer, int task) const { return allowed[task * words + (static_cast<std::size_t>(carer) >> 6)] >> (carer & 63) & 1; }
  bool knows(int carer, int task) const { return usual[task * words + (static_cast<std::size_t>(carer) >> 6)] >> (carer & 63) & 1; }
  std::span<const Span> windows_of(const Task& t) const { return {windows.data() + t.window_first, std::size_t(t.window_count)}; }
  ActTime act_of(const Task& t, const ModelCarer& c) const {
    return t.times_first < 0 ? ActTime{t.setup, t.service} : type_times[static_cast<std::size_t>(t.times_first + c.work_type)];
  }
  std::int64_t work_cost(const ModelCarer& c, std::int64_t work) const {
    const std::int64_t over = work > c.work_regular ? work - c.work_regular : 0;
    const double all = static_cast<double>(work + c.worked_before), before = static_cast<double>(c.worked_before);
    return static_cast<std::int64_t>(c.overtime_rate * static_cast<double>(over) + c.unfair_rate * (all * all - before * before));
  }
};

// One carer's share of a visit whose other half, or whose precedence, lies outside the part: stays where and when it is.
struct Frozen {
  int visit;
  bool second;
  int carer;   // of the problem
  Time start;
};

// The part of a valid problem that these visits and carers make (indices of the problem, ascending). `home`: the plan that
// moved_visit refers to, or nullptr. Visits tied to one another must all be in the part, or be frozen.
Model make_model(const Problem&, std::span<const int> visits, std::span<const int> carers, const Solution* home, std::span<const Frozen> frozen = {});
// The whole problem; with `spare_places` its model has even the places that no visit uses yet, and room for so many more.
Model make_model(const Problem&, const Solution* home, int spare_places = 0);

// One more visit of the problem (the last one), at a place that the model has; returns its unit.
int add_unit(Model&, const Problem&, int visit);

// One more place of the problem (the last one), with its legs from and to all others. There must be a spare one.
void add_place(Model&, const Problem&);

}  // namespace yilin::routing
