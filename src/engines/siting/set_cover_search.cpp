#include "engines/siting/set_cover_search.h"

#include <algorithm>

#include "base/rng.h"

namespace yilin::siting {
namespace {

class Search {
 public:
  explicit Search(const SetCoverCore& core)
      : core_(core), weight_(core.rows.weight.size(), 1), count_(core.rows.weight.size(), 0), place_(core.rows.weight.size(), 0), score_(core.site.size(), 0),
        in_(core.site.size(), 0), changed_(core.site.size(), 0), may_enter_(core.site.size(), 1), at_(core.site.size(), 0) {
    for (std::int32_t r = 0; r < core.rows.rows(); ++r) {
      place_[static_cast<std::size_t>(r)] = bare_.size();
      bare_.push_back(r);
      for (const std::int32_t j : core.rows.of(r)) ++score_[static_cast<std::size_t>(j)];
    }
  }
  bool covers() const { return bare_.empty(); }
  std::int64_t cost() const { return cost_; }
  const std::vector<std::int32_t>& open() const { return open_; }
  std::int32_t bare(std::size_t k) const { return bare_[k]; }
  std::size_t bare_rows() const { return bare_.size(); }

  void put(std::int32_t j, std::int64_t now) {
    const auto i = static_cast<std::size_t>(j);
    at_[i] = open_.size(), open_.push_back(j);
    in_[i] = 1, changed_[i] = now, cost_ += core_.cost[i];
    std::int64_t own = 0;   // weight that only j covers
    for (const std::int32_t r : core_.columns.of(j)) {
      const auto row = static_cast<std::size_t>(r);
      if (++count_[row] == 1) {
        own += weight_[row];
        clothe(r);
        for (const std::int32_t k : core_.rows.of(r))
          if (k != j) score_[static_cast<std::size_t>(k)] -= weight_[row], may_enter_[static_cast<std::size_t>(k)] = 1;
      } else if (count_[row] == 2) {
        for (const std::int32_t k : core_.rows.of(r))
          if (k != j && in_[static_cast<std::size_t>(k)]) score_[static_cast<std::size_t>(k)] -= weight_[row];
      }
    }
    score_[i] = own;
  }
  void take(std::int32_t j, std::int64_t now) {
    const auto i = static_cast<std::size_t>(j);
    open_[at_[i]] = open_.back(), at_[static_cast<std::size_t>(open_.back())] = at_[i], open_.pop_back();
    in_[i] = 0, changed_[i] = now, may_enter_[i] = 0, cost_ -= core_.cost[i];
    std::int64_t gain = 0;
    for (const std::int32_t r : core_.columns.of(j)) {
      const auto row = static_cast<std::size_t>(r);
      if (--count_[row] == 0) {
        gain += weight_[row];
        place_[row] = bare_.size(), bare_.push_back(r);
        for (const std::int32_t k : core_.rows.of(r))
          if (k != j) score_[static_cast<std::size_t>(k)] += weight_[row], may_enter_[static_cast<std::size_t>(k)] = 1;
      } else if (count_[row] == 1) {
        for (const std::int32_t k : core_.rows.of(r))
          if (k != j && in_[static_cast<std::size_t>(k)]) score_[static_cast<std::size_t>(k)] += weight_[row];
      }
    }
    score_[i] = gain;
  }
  // Every bare row weighs one more.
  void press() {
    for (const std::int32_t r : bare_) {
      ++weight_[static_cast<std::size_t>(r)];
      for (const std::int32_t k : core_.rows.of(r)) ++score_[static_cast<std::size_t>(k)];
    }
  }
  // Open and least worth for its cost, but not one that changed in step `but`; -1: none.
  std::int32_t least(std::int64_t but) const {
    std::int32_t best = -1;
    for (const std::int32_t j : open_)
      if (changed_[static_cast<std::size_t>(j)] != but && (best < 0 || before(best, j))) best = j;
    return best;
  }
  // A site for a bare row that costs less than `room`, most worth for its cost; -1: none.
  std::int32_t most(std::int32_t row, std::int64_t room) const {
    std::int32_t best = -1;
    for (const std::int32_t j : core_.rows.of(row)) {
      const auto i = static_cast<std::size_t>(j);
      if (may_enter_[i] && core_.cost[i] < room && (best < 0 || before(j, best))) best = j;
    }
    return best;
  }

 private:
  // a is worth more for its cost than b; of equals the longest unchanged is the first to enter and the first to leave.
  bool before(std::int32_t a, std::int32_t b) const {
    const auto x = static_cast<std::size_t>(a), y = static_cast<std::size_t>(b);
    const __int128 left = static_cast<__int128>(score_[x]) * core_.cost[y], right = static_cast<__int128>(score_[y]) * core_.cost[x];
    if (left != right) return left > right;
    return in_[x] ? changed_[x] > changed_[y] : changed_[x] < changed_[y];
  }
  void clothe(std::int32_t r) {
    const std::size_t hole = place_[static_cast<std::size_t>(r)];
    bare_[hole] = bare_.back(), place_[static_cast<std::size_t>(bare_.back())] = hole;
    bare_.pop_back();
  }

  const SetCoverCore& core_;
  std::vector<std::int64_t> weight_;
  std::vector<std::int32_t> count_;
  std::vector<std::size_t> place_;         // of a bare row in bare_
  std::vector<std::int64_t> score_;        // closed: weight of bare rows it would cover; open: weight that only it covers
  std::vector<char> in_;
  std::vector<std::int64_t> changed_;
  std::vector<char> may_enter_;            // something near it changed since it left: no going round in circles
  std::vector<std::size_t> at_;
  std::vector<std::int32_t> bare_, open_;
  std::int64_t cost_ = 0;
};

}  // namespace

std::vector<std::int32_t> search_covers(const SetCoverCore& core, const std::vector<std::int32_t>& start, std::int64_t to_beat, std::int64_t steps, const Effort& effort) {
  Search state(core);
  for (const std::int32_t j : start) state.put(j, 0);
  std::vector<std::int32_t> best;
  Rng rng(effort.seed);
  for (std::int64_t now = 1; now <= steps; ++now) {
    if (now % 1024 == 0 && effort.stopped()) break;
    while (state.covers()) {
      if (state.cost() < to_beat) to_beat = state.cost(), best = state.open();
      state.take(state.least(-1), now);
    }
    // One site leaves that did not enter just now; then bare rows are covered while that stays cheaper than the best.
    if (const std::int32_t j = state.least(now - 1); j >= 0) state.take(j, now);
    while (!state.covers()) {
      const std::int32_t row = state.bare(rng.below(state.bare_rows()));
      const std::int32_t j = state.most(row, to_beat - state.cost());
      if (j < 0) break;
      state.put(j, now);
      state.press();
    }
    if (!state.covers()) state.press();
  }
  std::ranges::sort(best);
  return best;
}

}  // namespace yilin::siting
