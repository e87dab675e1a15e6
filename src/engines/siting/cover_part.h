#pragma once
// One independent piece of a covering core over one or more years, and its configs: sets of openings worth remembering.
// Opening site j in year t is a column (j, t) that covers j's people from t on; a priced piece then is plain covering whatever
// the number of years. For one year a column is a site.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "engines/siting/cover_problem.h"

namespace yilin::siting {

struct Config {
  std::vector<std::int64_t> opens;     // cost that opens in each year
  std::int64_t value = 0;              // weight covered, summed over the years
  std::vector<std::int32_t> columns;   // of the part, ascending
};

class CoverPart {
 public:
  // `component` of a core whose costs are base costs.
  CoverPart(const CoverCore& whole, const Component& component, std::int32_t years);

  std::int32_t columns() const { return core_.sites(); }
  std::int32_t site_of(std::int32_t column) const { return site_[static_cast<std::size_t>(column)]; }   // of the whole core
  std::int32_t year_of(std::int32_t column) const { return year_[static_cast<std::size_t>(column)]; }
  const std::vector<Config>& configs() const { return configs_; }
  bool complete() const { return complete_; }

  // All configs that no other beats, where there are at most `most` combinations.
  void tabulate(std::int64_t most);
  // Prices of opening one unit of cost in each year, from now on.
  void set_prices(std::span<const std::int64_t> prices);
  // `by_year`: per year of people, prices of the whole core's rows, as a hint for bounds.
  void hint(std::span<const std::vector<double>> by_year, const Component& component);
  void remember(std::vector<std::int32_t> columns);
  std::int64_t worth(const Config& c) const;
  const Config& best() const;                       // of the known ones, at the present prices; on ties the first
  std::int64_t upper() const;                       // no config is worth more at the present prices
  void seek(std::int64_t moves);                    // annealing at the present prices
  void bound(int rounds, const std::function<bool()>& time_is_up);  // makes upper() smaller by subgradient
  void bound_tightly(const std::function<bool()>& time_is_up);  // by the simplex, where it pays
  // Proves best(), finding it first. False: time was up.
  bool solve(const std::function<bool()>& time_is_up);

  // The same part split further, when only configs that lose less than `loss` against best() matter: what is settled by that
  // (one part with a single config), and pieces with the best config cut to size. Each piece knows all its configs that matter
  // or is not complete.
  std::vector<CoverPart> refine(std::int64_t loss, const std::function<bool()>& time_is_up) const;

 private:
  CoverPart() = default;
  Config config_of(std::vector<std::int32_t> columns) const;
  std::optional<std::vector<std::uint64_t>> labels() const;
  void enumerate(std::int64_t loss, const std::function<bool()>& time_is_up);

  CoverCore core_;                                  // columns; cost: at the present prices
  std::vector<std::int32_t> site_, year_;
  std::vector<std::int64_t> base_;                  // cost without price
  std::int32_t years_ = 1;
  std::vector<std::int64_t> prices_;
  bool complete_ = false, solved_ = false;
  bool tight_ = false;                              // row_price_ are those of bound_tightly() at the present prices
  std::vector<Config> configs_;
  std::vector<double> row_price_;
  std::int64_t upper_ = 0;
};

}  // namespace yilin::siting
