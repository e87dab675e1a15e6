#pragma once
// Live dispatch: which worker gets which waiting order now. Pure: the caller keeps the clock, tells what happened, and asks.
//
// While workers are plentiful the best one is taken at once; where they are scarce the waiting orders of the whole city are
// matched together every so often, and workers who will soon be free bid as well (the order then waits for them). Which of
// the two holds is decided per district and skill by the number of idle workers for each waiting order, never by the clock.
// Nearest-first collapses when idle supply runs out (Castillo, Knoepfle, Weyl, "Surge Pricing Solves the Wild Goose Chase",
// EC 2018); matching in batches is the common practice of ride platforms (Xu et al., KDD 2018). An urgent order never waits
// for a batch and has no cap.
//
// Times are whole seconds from any origin, places are metres in a plane. A pair costs seconds:
//   travel + (wait until the worker is free, by Rules::wait_percent in a batch) + fairness × jobs today
//   + unfamiliar (when the order names usual workers)

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"

namespace yilin::matching {

using Seconds = std::int32_t;
using Skills = std::uint64_t;  // bit s = skill s

inline constexpr int kSkills = 64;
inline constexpr int kWorkersMax = 100'000;
inline constexpr int kOrdersMax = 100'000;     // waiting at one time
inline constexpr std::int32_t kSpanMax = 500'000;  // metres: no city is wider

struct Point {
  std::int32_t x = 0, y = 0;
};

struct Worker {
  Point at;               // where she is, or where her present job is
  Skills skills = 0;
  int district = 0;
  bool on = false;        // at work and not suspended
  bool busy = false;      // has a job; says so by update() when it ends
  Seconds free_at = 0;    // of a busy one: when she expects to be free
  Seconds shift_end = 0;  // sets out on nothing that cannot be finished by then
  int jobs = 0;           // today
};

struct Order {
  Point at;
  Skills skills = 0;
  int district = 0;
  Seconds placed = 0;
  Seconds duration = 0;
  int priority = 0;            // an order of higher priority is left waiting last
  bool urgent = false;
  std::vector<int> refused;    // workers who may not come (or have just declined)
  std::vector<int> usual;
};

struct Rules {
  int detour_percent = 140;
  std::int32_t metres_per_minute = 300;  // 18 km/h
  Seconds travel_max = 20 * 60;          // nobody is sent farther, urgent orders excepted
  Seconds travel_scarce = 390;           // in a batch: long ways eat the capacity that others wait for …
  int patience_percent = 35;             // … but the limit grows by so much of the time an order has waited
  Seconds look_ahead = 45 * 60;          // who is free by then bids in a batch
  Seconds batch_every = 60;
  int idle_per_waiting_percent = 2450;   // fewer idle workers than this for each waiting order: scarce
  Seconds fairness = 0;                  // seconds for each job she has had today
  Seconds unfamiliar = 0;
  int waited_percent = 7;                // of the time an order has waited: how much that speaks for it in a batch
  int candidates = 16;                   // per order in a batch
  int wait_percent = 12;                 // a minute until somebody is free, beside a minute of travel, in a batch
  Seconds alone = 15 * 60;               // in a batch: a dearer chain of changes is not worth one order more now
};

struct Match {
  int order = -1;   // the caller's number
  int worker = -1;
  Seconds travel = 0;
  Seconds cost = 0;
};

// What a waiting order could get, cheapest first: for explanations and for manual dispatch.
struct Candidate {
  int worker = -1;
  Seconds travel = 0, wait = 0, cost = 0;
};

class Dispatcher {
 public:
  // The workers are numbered by their position. invalid (422): too many, a place outside the span, a negative district.
  static Result<Dispatcher> create(const Rules& rules, std::span<const Worker> workers);

  // She moved, became free or busy, came or went. O(1).
  void update(int worker, const Worker& now);
  const Worker& worker(int index) const { return workers_[static_cast<std::size_t>(index)]; }

  // A new order, or one whose worker declined. Its best worker where supply is plentiful or it is urgent; otherwise it
  // waits for the batch and the match has no worker. `number` is the caller's. A matched order is forgotten here, and the
  // caller says by update() what the worker does now. O(cells searched), some microseconds.
  Result<Match> offer(int number, const Order& order, Seconds now);
  bool withdraw(int number);  // a waiting order is cancelled; false when it is not waiting

  // Everybody who waits, matched together; call it every rules.batch_every. Orders matched to somebody who is not free yet
  // go on waiting. O(orders × candidates × log).
  std::vector<Match> batch(Seconds now);

  std::vector<Candidate> candidates(const Order& order, Seconds now, int count) const;
  bool scarce(const Order& order) const;
  std::size_t waiting() const { return waiting_.size(); }

 private:
  struct Waiting {
    int number;
    Order order;
  };
  // Who may be matched in a batch, by place: the row of cells y holds bidders_[bidder_first_[y × columns + x]] onwards.
  struct Bidder {
    Point at;
    int worker;
    Seconds wait, free_at, shift_end;
    Seconds price;  // of wait and fairness
    Skills skills;
  };
  explicit Dispatcher(const Rules& rules) : rules_(rules) {}

  Seconds travel(Point a, Point b) const;
  int cell(Point p) const;
  void count(const Worker& w, int sign);
  void count(const Order& o, int sign);
  // The cheapest `count` pairs, cheapest first; `ahead` < 0: idle workers only.
  void search(const Order& order, Seconds now, Seconds ahead, Seconds cap, int count, std::vector<Candidate>& found) const;
  void gather_bidders(Seconds now);
  void bid(const Order& order, Seconds cap, std::vector<Candidate>& found) const;

  Rules rules_;
  double seconds_per_metre_ = 0;
  std::vector<Worker> workers_;
  std::vector<std::vector<int>> cells_;  // workers on duty by place
  std::vector<int> slot_;                // position inside the cell, −1 = off duty
  Point low_{};
  int columns_ = 1, rows_ = 1, districts_ = 1;
  std::vector<int> idle_, queued_;       // district × (skill, and one column for everybody)
  std::vector<Waiting> waiting_;
  std::vector<Bidder> bidders_;
  std::vector<int> bidder_first_;
  mutable std::vector<Candidate> found_;
};

}  // namespace yilin::matching
