#pragma once
// Simulated annealing over SyncState: single moves, each judged in O(1) by what it drives and delays at least before any of
// it is made.

#include <cstdint>
#include <vector>

#include "base/rng.h"
#include "engines/routing/synchronised_state.h"

namespace yilin::routing {

class SyncSearch {
 public:
  SyncSearch(const SyncProblem& p, std::uint64_t seed);

  void run(std::int64_t moves, double temperature);
  void return_to_best();
  Units best() const { return best_; }
  // Mean distance of a visit to those most likely to follow it: the unit of temperatures.
  double scale() const { return scale_; }
  SyncPlan plan();  // the best

 private:
  struct Gap {
    int from, to;
  };

  bool able(int node, int carer) const { return able_[static_cast<std::size_t>(node) * p_.carers + carer] != 0; }
  int any_carer(int node);
  int any_node();
  double key_in(Gap gap);
  // Where `node` would stand at carer c with this key.
  Gap gap_at(int c, double key, int node) const;
  Units ready(int from, int node) const { return (state_.is_head(from) ? 0 : state_.done(from)) + state_.between(from, node); }
  // Travel saved (below 0) or added when `node` goes there.
  Units travel_change(int node, Gap to) const;
  Units late_change(int v, const Gap (&to)[2]) const;
  bool hopeless(Units change, Units relief) const;

  void find_neighbours();
  void construct();
  void remember();
  void step(double temperature);
  bool move_to(int v, const SyncState::Place& place);
  bool relocate();
  bool change_carer();
  bool exchange();
  bool move_chain();
  bool exchange_tails();

  const SyncProblem& p_;
  Rng rng_;
  SyncState state_;
  std::vector<char> able_;
  std::vector<std::vector<int>> before_, after_;  // per node: who would well precede it, who follow it
  std::vector<int> all_nodes_;
  double scale_ = 1, allowed_ = 0;
  Units cost_ = 0, best_ = 0;
  std::vector<SyncState::Place> best_places_;
  std::vector<int> chain_;
  std::vector<std::pair<int, SyncState::Place>> places_;
  bool renumber_ = false;
};

}  // namespace yilin::routing
