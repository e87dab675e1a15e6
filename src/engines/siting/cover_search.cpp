#include "engines/siting/cover_search.h"

#include <algorithm>
#include <cmath>

namespace yilin::siting {

CoverState::CoverState(const CoverCore& core) : core_(core), worth_(core.own) {
  const auto n = core.site.size(), rows = core.rows.weight.size();
  count_.assign(rows, 0), only_.assign(rows, 0);
  open_.assign(n, 0), at_.assign(n, -1);
  blocks_.resize((n + kBlock - 1) / kBlock);
  for (const std::int64_t c : core.cost) unit_cost_ = unit_cost_ && c == core.cost[0];
  for (std::int32_t r = 0; r < core.rows.rows(); ++r)
    for (const std::int32_t j : core.rows.of(r)) worth_[static_cast<std::size_t>(j)] += core.rows.weight[static_cast<std::size_t>(r)];
}

void CoverState::open(std::int32_t j) {
  const auto i = static_cast<std::size_t>(j);
  open_[i] = 1, at_[i] = static_cast<std::int32_t>(list_.size());
  list_.push_back(j);
  value_ += worth_[i], spent_ += core_.cost[i];
  touch(j);
  for (const std::int32_t row : core_.columns.of(j)) {
    const auto r = static_cast<std::size_t>(row);
    const std::int64_t weight = core_.rows.weight[r];
    const std::int32_t before = count_[r]++;
    if (before == 0) {
      for (const std::int32_t k : core_.rows.of(row))
        if (k != j) change(k, -weight);
    } else if (before == 1) {
      change(only_[r], -weight);
    }
    only_[r] ^= j;
  }
}

void CoverState::close(std::int32_t j) {
  const auto i = static_cast<std::size_t>(j);
  open_[i] = 0;
  list_[static_cast<std::size_t>(at_[i])] = list_.back();
  at_[static_cast<std::size_t>(list_.back())] = at_[i];
  list_.pop_back();
  value_ -= worth_[i], spent_ -= core_.cost[i];
  touch(j);
  for (const std::int32_t row : core_.columns.of(j)) {
    const auto r = static_cast<std::size_t>(row);
    const std::int64_t weight = core_.rows.weight[r];
    only_[r] ^= j;
    const std::int32_t after = --count_[r];
    if (after == 0) {
      for (const std::int32_t k : core_.rows.of(row))
        if (k != j) change(k, weight);
    } else if (after == 1) {
      change(only_[r], weight);
    }
  }
}

std::vector<std::int32_t> CoverState::sites() const {
  std::vector<std::int32_t> out = list_;
  std::ranges::sort(out);
  return out;
}

bool CoverState::better(std::int32_t a, std::int32_t b) const {
  const auto i = static_cast<std::size_t>(a), k = static_cast<std::size_t>(b);
  if (unit_cost_) return worth_[i] != worth_[k] ? worth_[i] > worth_[k] : a < b;
  const auto left = static_cast<double>(worth_[i]) * static_cast<double>(core_.cost[k]);
  const auto right = static_cast<double>(worth_[k]) * static_cast<double>(core_.cost[i]);
  return left != right ? left > right : a < b;
}

const CoverState::Block& CoverState::block(std::size_t b) {
  Block& block = blocks_[b];
  if (block.fresh) return block;
  block = {-1, -1, true};
  const auto end = static_cast<std::int32_t>(std::min((b + 1) * kBlock, open_.size()));
  for (auto j = static_cast<std::int32_t>(b * kBlock); j < end; ++j) {
    if (open_[static_cast<std::size_t>(j)]) {
      if (block.least_open < 0 || better(block.least_open, j)) block.least_open = j;
    } else if (block.best_closed < 0 || better(j, block.best_closed)) {
      block.best_closed = j;
    }
  }
  return block;
}

std::int32_t CoverState::best_closed(std::int64_t slack, const std::vector<std::uint32_t>& barred_until, std::uint32_t now) {
  std::int32_t best = -1;
  const auto may = [&](std::int32_t j) {
    const auto i = static_cast<std::size_t>(j);
    return !open_[i] && core_.cost[i] <= slack && barred_until[i] <= now && worth_[i] > 0;
  };
  for (std::size_t b = 0; b < blocks_.size(); ++b) {
    const std::int32_t top = block(b).best_closed;
    if (top < 0 || worth_[static_cast<std::size_t>(top)] <= 0 || (best >= 0 && !better(top, best))) continue;
    if (may(top)) {
      best = top;
      continue;
    }
    const auto end = static_cast<std::int32_t>(std::min((b + 1) * kBlock, open_.size()));
    for (auto j = static_cast<std::int32_t>(b * kBlock); j < end; ++j)
      if (may(j) && (best < 0 || better(j, best))) best = j;
  }
  return best;
}

std::int32_t CoverState::least_open(const std::vector<std::uint32_t>& barred_until, std::uint32_t now) {
  std::int32_t least = -1;
  for (std::size_t b = 0; b < blocks_.size(); ++b) {
    const std::int32_t low = block(b).least_open;
    if (low < 0 || (least >= 0 && !better(least, low))) continue;
    if (barred_until[static_cast<std::size_t>(low)] <= now) {
      least = low;
      continue;
    }
    const auto end = static_cast<std::int32_t>(std::min((b + 1) * kBlock, open_.size()));
    for (auto j = static_cast<std::int32_t>(b * kBlock); j < end; ++j)
      if (open_[static_cast<std::size_t>(j)] && barred_until[static_cast<std::size_t>(j)] <= now && (least < 0 || better(least, j))) least = j;
  }
  return least;
}

void fill_greedily(CoverState& state, const CoverCore& core) {
  const std::vector<std::uint32_t> nobody(core.site.size(), 0);
  for (;;) {
    const std::int32_t j = state.best_closed(core.budget - state.spent(), nobody, 0);
    if (j < 0) return;
    state.open(j);
  }
}

namespace {

class Search {
 public:
  Search(const CoverCore& core, std::uint64_t seed) : core_(core), state_(core), rng_(seed), barred_(core.site.size(), 0) {}

  SearchReport run(const std::vector<std::int32_t>& start, std::int64_t iterations, const Effort& effort) {
    for (const std::int32_t j : start) state_.open(j);
    recreate();
    SearchReport report{state_.sites(), state_.value(), 0};
    if (state_.unordered().empty() || static_cast<std::size_t>(state_.unordered().size()) == core_.site.size()) return report;
    // The threshold starts at a share of the worth of a middling open site and falls to nothing.
    const double mean = static_cast<double>(state_.value()) / static_cast<double>(state_.unordered().size());
    for (std::int64_t i = 0; i < iterations; ++i) {
      if (i % 64 == 0 && effort.stopped()) break;
      const double left = 1 - static_cast<double>(i % kCycle_) / static_cast<double>(kCycle_);
      const std::int64_t before = state_.value();
      changes_.clear();
      step();
      const double loss = static_cast<double>(before - state_.value());
      if (loss > 0 && loss > -std::log(rng_.uniform() + 1e-12) * 0.03 * mean * left * left) undo();
      if (state_.value() > report.value) {
        report.value = state_.value();
        report.open = state_.sites();
      }
      ++report.iterations;
    }
    return report;
  }

 private:
  void open(std::int32_t j) { state_.open(j), changes_.push_back(j); }
  void close(std::int32_t j) { state_.close(j), changes_.push_back(~j); }
  void undo() {
    while (!changes_.empty()) {
      const std::int32_t c = changes_.back();
      changes_.pop_back();
      if (c >= 0) state_.close(c);
      else state_.open(~c);
    }
  }
  std::int32_t random_open() { return state_.unordered()[rng_.below(state_.unordered().size())]; }
  // An open site that shares a row with a neighbour of `j`, or any.
  std::int32_t open_near(std::int32_t j) {
    for (int attempt = 0; attempt < 12; ++attempt) {
      std::int32_t k = j;
      for (int hop = 0; hop < 3; ++hop) {
        const auto rows = core_.columns.of(k);
        if (rows.empty()) break;
        const auto sites = core_.rows.of(rows[rng_.below(rows.size())]);
        k = sites[rng_.below(sites.size())];
        if (state_.is_open(k)) return k;
      }
    }
    return random_open();
  }

  void step() {
    if (state_.unordered().empty()) return;
    const std::int32_t first = random_open();
    const auto wanted = 1 + rng_.below(4);
    close(first);
    for (std::uint64_t n = 1; n < wanted && !state_.unordered().empty(); ++n) close(rng_.chance(0.8) ? open_near(first) : random_open());
    ++now_;
    if (rng_.chance(0.7)) barred_[static_cast<std::size_t>(first)] = now_ + 1;
    recreate();
    polish();
    if (state_.unordered().empty()) recreate();
  }
  void recreate() {
    for (;;) {
      const std::int32_t j = state_.best_closed(core_.budget - state_.spent(), barred_, now_);
      if (j < 0) return;
      open(j);
    }
  }
  // Exchanges the best closed site for the least open one while that gains.
  void polish() {
    for (int round = 0; round < 8; ++round) {
      const std::int32_t in = state_.best_closed(core_.budget, barred_, now_);
      if (in < 0 || (state_.unit_cost() && !exchange_gains(in))) return;
      const std::int64_t before = state_.value();
      const std::size_t mark = changes_.size();
      open(in);
      while (state_.spent() > core_.budget) {
        const std::int32_t out = state_.least_open(none_, 0);
        close(out);
      }
      recreate();
      if (state_.value() <= before) {
        while (changes_.size() > mark) {
          const std::int32_t c = changes_.back();
          changes_.pop_back();
          if (c >= 0) state_.close(c);
          else state_.open(~c);
        }
        return;
      }
    }
  }

  // Would opening `in` and closing the then least open site gain? (Costs of one each: exactly one has to close.)
  bool exchange_gains(std::int32_t in) {
    const std::int32_t least = state_.least_open(none_, 0);
    if (least < 0 || state_.worth(in) > state_.worth(least)) return least >= 0;
    bool gains = false;
    touched_.clear();
    for (const std::int32_t row : core_.columns.of(in)) {
      const std::int32_t only = state_.only_open(row);
      if (only < 0) continue;
      std::int64_t& shared = shared_[static_cast<std::size_t>(only)];
      if (shared == 0) touched_.push_back(only);
      shared += core_.rows.weight[static_cast<std::size_t>(row)];
      gains = gains || state_.worth(in) + shared > state_.worth(only);
    }
    for (const std::int32_t k : touched_) shared_[static_cast<std::size_t>(k)] = 0;
    return gains;
  }

  static constexpr std::int64_t kCycle_ = 20'000;
  const CoverCore& core_;
  CoverState state_;
  Rng rng_;
  std::vector<std::uint32_t> barred_;
  std::vector<std::uint32_t> none_ = std::vector<std::uint32_t>(barred_.size(), 0);
  std::vector<std::int32_t> changes_, touched_;
  std::vector<std::int64_t> shared_ = std::vector<std::int64_t>(barred_.size(), 0);
  std::uint32_t now_ = 0;
};

}  // namespace

SearchReport search(const CoverCore& core, const std::vector<std::int32_t>& start, std::int64_t iterations, std::uint64_t seed,
                    const Effort& effort) {
  return Search(core, seed).run(start, iterations, effort);
}

}  // namespace yilin::siting
