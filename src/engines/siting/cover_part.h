#pragma once
// One connected part of a covering core: its configs (sets of sites worth remembering), complete for narrow parts, found on
// demand and proved for wide ones.

#include <cstdint>
#include <functional>
#include <vector>

#include "engines/siting/cover_problem.h"

namespace yilin::siting {

struct Config {
  std::int64_t cost = 0, value = 0;
  std::vector<std::int32_t> sites;     // of the part, ascending
  std::int64_t worth_at(std::int64_t lambda) const { return value - lambda * cost; }
};

struct CoverPart {
  CoverCore core;                      // core.site: sites of the whole core
  bool tabulated = false;              // `configs` is complete: nothing costs as much or less and covers more
  std::vector<Config> configs{Config{}};

  // Narrow parts: the best value for every cost, by walking all subsets in Gray order.
  void tabulate();
  void remember(const std::vector<std::int32_t>& sites);
  // The known config of most worth at λ; on ties the cheaper. For tabulated parts, and after solve_at(λ): the best there is.
  const Config& best_at(std::int64_t lambda) const;
  // Wide parts: proves best_at(λ), adding a config if a better one exists. False: time was up.
  bool solve_at(std::int64_t lambda, const std::function<bool()>& time_is_up);
  enum class Search : std::uint8_t { nothing, found, stopped };
  // Wide parts: adds configs of other costs that lose less than `loss` against best_at(λ); nothing: all such are known.
  Search explore(std::int64_t lambda, std::int64_t loss, const std::function<bool()>& time_is_up);

 private:
  void seek(std::int64_t lambda);  // local search at a price
  struct Outcome {
    bool stopped = false, better = false;
    Config config;
  };
  // The config of most worth at λ with lo ≤ cost ≤ hi and worth > floor.
  Outcome best_between(std::int64_t lambda, std::int64_t lo, std::int64_t hi, std::int64_t floor, const std::function<bool()>& time_is_up) const;
};

}  // namespace yilin::siting
