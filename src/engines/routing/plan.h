#pragma once
// A plan under construction: routes as arrays of tasks with what is needed to judge an insertion in O(1), the moves on it
// (place, take out), and an undo log so that a rejected try costs what it touched. Batch search, live insertion and
// explanations all stand on this one class.

#include <array>
#include <vector>

#include "engines/routing/model.h"
#include "engines/routing/timing.h"

namespace yilin::routing {

// The leg between two neighbours of a route.
struct Gap {
  int from, to;    // places
  int cost;        // of the leg
  int departure;   // earliest, no break taken
  int latest;      // arrival at `to`; in general models the most that any number of breaks leaves, without setup
};

struct RouteState {
  std::vector<int> tasks;
  std::vector<Gap> gaps;          // tasks + 1
  // General models only; [gap × layers + breaks taken].
  std::vector<int> departure;     // earliest at the gap's start
  std::vector<int> latest;        // arrival at the gap's end (setup counted as if coming from elsewhere)
  std::vector<int> latest_leave;  // departure of the task at the gap's end
  std::array<std::int64_t, kLoadDimensionsMax> load{};  // Σ deliveries + pickups, for models with load_total_only
  std::int64_t cost = 0;          // all of the route's, without lateness
  std::int64_t late = 0;
  std::int64_t metres = 0;
  int travel = 0, work = 0;
  int visits = 0;                 // without reloads
  bool broken = false;            // some rule does not hold any more: a visit was taken out where that makes the way longer
};

// Where a task could go.
struct Spot {
  std::int64_t delta = 0;  // model cost, lateness weighed in
  int carer = -1, gap = -1;
  int reload = 0;          // 1: a reload before it, 2: after it
  explicit operator bool() const { return carer >= 0; }
};

struct Total {
  std::int64_t unserved = 0;  // Σ weights
  std::int64_t late = 0;
  std::int64_t cost = 0;
  auto operator<=>(const Total&) const = default;
};

class Plan {
 public:
  explicit Plan(const Model&);

  const Model& model() const { return m_; }
  const RouteState& route(int carer) const { return routes_[carer]; }
  int carer_of(int task) const { return carer_of_[task]; }
  int position_of(int task) const;
  bool served(int unit) const { return carer_of_[m_.units[unit].a] >= 0; }
  const std::vector<int>& absent() const { return absent_; }  // units
  int pin(int task) const { return pins_[task].lo; }
  const Total& total() const { return total_; }
  std::int64_t weighed() const { return total_.cost + total_.late * m_.late_weight; }
  // Routes that taking visits out has broken (possible only where the triangle inequality does not hold, or a trip's load
  // changes): such a plan is no plan.
  int broken() const { return broken_; }
  const std::vector<int>& busy() const { return busy_; }  // carers with tasks, in the order of their first use

  // Puts a task into a gap; times must fit (a scan said so). Loads of reloads included.
  void put(int task, const Spot& spot);
  void set_pin(int task, int begin);
  void clear_pin(int task);
  void mark_served(int unit);  // after its tasks were put
  // Takes the units out, with everything that may not stay without them.
  void take_out(const std::vector<int>& units);
  void add_dependents(std::vector<int>& units) const;
  // Two routes of a plain model exchange what follows a gap of each; times and loads must fit (the caller has looked).
  void swap_tails(int carer_a, int gap_a, int carer_b, int gap_b);

  // From now on this task's windows are not asked, only its pin.
  void ignore_windows(int task) { windowless_ = task; }

  // The model has got more tasks and units: they are absent.
  void grow();

  // Undo: everything since begin() is forgotten by rollback().
  void begin();
  void rollback();

  // Whole plans.
  struct Saved {
    std::vector<std::vector<int>> routes;  // by carer
    std::vector<int> pins;                 // by task; kFar = none
    Total total;
  };
  void save_into(Saved&) const;
  void load(const Saved&);

  bool pinned(int task) const { return pins_[task].lo > -kFar; }
  // Earliest begin ≥ t, latest begin ≤ t within windows and pin; ±kFar if none.
  int begin_at(int task, int t) const;
  int begin_by(int task, int t) const;

  // The exact judgement of a whole sequence for models where O(1) does not do: lateness after the change, or −1 if a rule breaks.
  std::int64_t late_of(int carer, std::span<const int> tasks) const;
  // What counts against a carer's limits, of a whole sequence.
  struct Sums {
    int travel, work, visits;
    std::int64_t metres;
  };
  Sums sums_of(int carer, std::span<const int> tasks) const;
  // Model cost of a whole sequence, lateness weighed in; −1 if a rule breaks. O(tasks).
  std::int64_t price_of(int carer, std::span<const int> tasks) const;

 private:
  void refresh(int carer);
  void touch(int carer);
  void drop_idle_reloads(int carer);
  void refresh_plain(int carer);
  void insert_plain(int carer, int task, int gap);
  void refresh_general(int carer);
  bool leads_to_end(int carer, const RouteState&) const;
  std::int64_t sum_costs(int carer, RouteState& r) const;
  void count_busy(int carer, bool was_empty);

  const Model& m_;
  std::vector<RouteState> routes_;
  std::vector<int> carer_of_;
  std::vector<Span> pins_;
  std::vector<int> absent_, absent_at_;  // absent_at_: position in absent_ or −1
  std::vector<int> busy_, busy_at_;
  Total total_;
  int windowless_ = -1, broken_ = 0;
  // undo log
  std::vector<int> touched_;
  std::vector<char> is_touched_;
  std::vector<RouteState> backup_;       // by order of touching
  std::vector<std::pair<int, Span>> pin_log_;
  std::vector<int> absent_backup_;
  Total total_backup_;
  bool logging_ = false;
  std::vector<char> leaving_;            // by unit
  mutable std::vector<int> scratch_;
};

inline int Plan::begin_at(int task, int t) const {
  const Task& k = m_.tasks[task];
  const Span pin = pins_[task];
  if (t < pin.lo) t = pin.lo;
  if (task == windowless_) return t > pin.hi ? kFar : t;
  const int b = k.window_count == 1 ? (t > k.hi ? kFar : t > k.lo ? t : k.lo) : first_begin(m_.windows_of(k), t);
  return b > pin.hi ? kFar : b;
}

inline int Plan::begin_by(int task, int t) const {
  const Task& k = m_.tasks[task];
  const Span pin = pins_[task];
  if (t > pin.hi) t = pin.hi;
  if (task == windowless_) return t < pin.lo ? -kFar : t;
  const int b = k.window_count == 1 ? (t < k.lo ? -kFar : t < k.hi ? t : k.hi) : last_begin(m_.windows_of(k), t);
  return b < pin.lo ? -kFar : b;
}

}  // namespace yilin::routing
