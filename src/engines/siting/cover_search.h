#pragma once
// Local search for maximal covering. CoverState keeps, for any set of open sites, what each closed site would gain and each
// open one would lose, and follows the opening or closing of a site in O(rows of the site × sites of a row): the idea of
// Whitaker's fast interchange (Resende & Werneck 2007) on covering rows.

#include <cstdint>
#include <vector>

#include "base/rng.h"
#include "engines/siting/cover_problem.h"
#include "engines/siting/effort.h"

namespace yilin::siting {

class CoverState {
 public:
  explicit CoverState(const CoverCore& core);
  void open(std::int32_t j);
  void close(std::int32_t j);
  bool is_open(std::int32_t j) const { return open_[static_cast<std::size_t>(j)] != 0; }
  // Closed: weight that it would add. Open: weight that only it covers.
  std::int64_t worth(std::int32_t j) const { return worth_[static_cast<std::size_t>(j)]; }
  std::int64_t value() const { return value_; }   // without what the core settled
  std::int64_t spent() const { return spent_; }
  // The only open site of a row, or -1 where none or several are open.
  std::int32_t only_open(std::int32_t row) const { return count_[static_cast<std::size_t>(row)] == 1 ? only_[static_cast<std::size_t>(row)] : -1; }
  bool unit_cost() const { return unit_cost_; }
  std::vector<std::int32_t> sites() const;         // open ones, ascending
  const std::vector<std::int32_t>& unordered() const { return list_; }

  // The closed site with the best worth per cost that `slack` can pay and that is worth anything, skipping the barred; -1: none.
  std::int32_t best_closed(std::int64_t slack, const std::vector<std::uint32_t>& barred_until, std::uint32_t now);
  // The open site with the least worth per cost; -1: none is open.
  std::int32_t least_open(const std::vector<std::uint32_t>& barred_until, std::uint32_t now);

 private:
  static constexpr std::size_t kBlock = 32;
  struct Block {
    std::int32_t best_closed = -1, least_open = -1;
    bool fresh = false;
  };
  void touch(std::int32_t j) { blocks_[static_cast<std::size_t>(j) / kBlock].fresh = false; }
  void change(std::int32_t j, std::int64_t by) { worth_[static_cast<std::size_t>(j)] += by, touch(j); }
  const Block& block(std::size_t b);
  bool better(std::int32_t a, std::int32_t b) const;   // a's worth per cost is larger; ties by number

  const CoverCore& core_;
  std::vector<std::int64_t> worth_;
  std::vector<std::int32_t> count_;        // per row: open sites
  std::vector<std::int32_t> only_;         // per row: XOR of open sites; the site itself where count is 1
  std::vector<char> open_;
  std::vector<std::int32_t> list_, at_;    // open sites, and where each stands in the list
  std::vector<Block> blocks_;
  bool unit_cost_ = true;
  std::int64_t value_ = 0, spent_ = 0;
};

// Opens the best affordable site until none gains.
void fill_greedily(CoverState& state, const CoverCore& core);

struct SearchReport {
  std::vector<std::int32_t> open;      // core sites, ascending
  std::int64_t value = 0;
  std::int64_t iterations = 0;
};
// Ruin and recreate around random open sites with a falling threshold; starts from `start` (empty: greedy). The best of
// `iterations` rounds; stops early when time is up.
SearchReport search(const CoverCore& core, const std::vector<std::int32_t>& start, std::int64_t iterations, std::uint64_t seed,
                    const Effort& effort);

}  // namespace yilin::siting
