#pragma once
// Ruin and recreate on one model: slack induction by string removals (Christiaens & Vanden Berghe, "Slack Induction by
// String Removals for Vehicle Routing Problems", Transportation Science 2020) under simulated annealing. Plans obey every
// rule at every moment; what does not fit is left out and weighs more than any cost.

#include <cmath>
#include <functional>

#include "engines/routing/insertion.h"
#include "engines/routing/plan.h"

namespace yilin::routing {

// wyrand (Wang Yi): one multiplication a number; the search draws dozens in a microsecond.
class FastRng {
 public:
  explicit FastRng(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15u + 0x1234567) {}
  std::uint64_t next() {
    state_ += 0xa0761d6478bd642fu;
    const __uint128_t p = static_cast<__uint128_t>(state_) * (state_ ^ 0xe7037ed1a0b428dbu);
    return static_cast<std::uint64_t>(p >> 64) ^ static_cast<std::uint64_t>(p);
  }
  int below(int n) { return static_cast<int>((next() >> 32) * static_cast<std::uint64_t>(n) >> 32); }
  double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }

 private:
  std::uint64_t state_;
};

// Temperature in model cost: `from` during the first kWarm iterations (by whose pace a timed run lays out its horizon), then
// falling geometrically to `to` at the horizon, and staying there.
inline constexpr std::int64_t kWarm = 1024;
// Temperatures as parts of the mean cost per visit; measured on the Solomon instances (plain) and elder-care days.
inline constexpr double kHot = 1, kHotPlain = 0.5, kCold = 0.03;
struct Cooling {
  double from = 0, to = 0;
  std::int64_t horizon = 0;
  std::int64_t warm = kWarm;
  double at(std::int64_t i) const {
    if (i <= warm || horizon <= warm) return i <= warm ? from : to;
    return from * std::pow(to / from, std::min(1.0, static_cast<double>(i - warm) / static_cast<double>(horizon - warm)));
  }
};

class Search {
 public:
  Search(const Model&, std::uint64_t seed);

  // Fills up an empty or partial plan.
  void construct();
  // Begins anew from an empty plan, in another order; the best so far stays known.
  void restart();
  // Iterations [first, last); `stop` is asked every 128 and ends it. Returns the iteration reached.
  std::int64_t run(std::int64_t first, std::int64_t last, const Cooling&, const std::function<bool()>& stop);
  // Tries to serve everybody, by absence counters as for drop_carers, until nobody is left out; then continues from the best.
  std::int64_t place_absent(std::int64_t first, std::int64_t last, double temperature, const std::function<bool()>& stop);
  // Tries to get by with fewer carers, down to `least`, in iterations [first, last); then run() uses no more than found.
  std::int64_t drop_carers(std::int64_t first, std::int64_t last, int least, double temperature, const std::function<bool()>& stop);

  Plan& plan() { return plan_; }
  const Plan::Saved& best() const { return best_; }
  const std::vector<int>& near(int task) const { return near_[task]; }  // tasks by travel, nearest first
  // From now on only the neighbourhood of these tasks is ruined.
  void focus(std::vector<int> tasks) { if (!tasks.empty()) seeds_ = std::move(tasks); }
  // A temperature scale: mean cost per visit.
  double scale() const;

 private:
  void find_near();
  void ruin(int seed);
  void recreate();
  void sort_absent();
  int any_task() { return seeds_[rng_.below(static_cast<int>(seeds_.size()))]; }
  void place(int unit);
  void place_single(int unit);
  void place_tied(int unit);
  void place_shipment(int unit);
  void collect(int task, std::vector<Slot>& out);
  template <class F>
  void each_candidate(int task, F&& f);
  template <class Take>
  void scan_route(int task, int carer, std::int64_t& limit, Take&& take);
  void find_free();
  void attempt(int seed);
  void close_one();
  std::int64_t absence() const;
  void squeeze(double temperature);
  int squeezed_task();
  bool swap_tails(double temperature);
  bool accept(const Total& before, double temperature);
  void remove_string(int task, int length);

  const Model& m_;
  Plan plan_;
  Plan::Saved best_;
  FastRng rng_;
  std::vector<int> leaving_, order_, free_;     // units to take out; units to place; one unused carer per type
  std::vector<char> marked_;                    // units in leaving_
  std::vector<std::int64_t> key_;
  std::vector<int> seen_;                       // carers: stamp
  std::vector<std::vector<int>> carers_of_type_;
  std::vector<std::vector<int>> near_;          // by task
  std::vector<int> seeds_;                      // tasks of visits
  std::vector<Slot> slots_a_, slots_b_;
  std::vector<std::int64_t> absences_;          // by unit, for squeeze
  bool stubborn_first_ = false;                 // the next recreate() begins with whom it has left out most often
  int carers_limit_ = std::numeric_limits<int>::max();
  int stamp_ = 0;
};

}  // namespace yilin::routing
