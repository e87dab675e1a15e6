#pragma once
// Local search over opening years: a closed site takes an open one's place, or two sites change years. Both are exchanges in a
// range of years, so each year keeps a CoverState and follows in microseconds.

#include "base/rng.h"
#include "engines/siting/cover_search.h"

namespace yilin::siting {

// Years are 0 … T-1; T = never.
struct YearPlan {
  std::vector<std::int32_t> year;       // per core site
  std::int64_t value = 0;               // Σ over years, without what the core settled
};
// `limits`: cost that may be open (cumulative) or may open (otherwise) in each year.
class NestedSearch {
 public:
  NestedSearch(const CoverCore& core, std::vector<std::int64_t> limits, bool cumulative);
  YearPlan run(const YearPlan& start, std::int64_t rounds, std::uint64_t seed, const Effort& effort);
  std::int64_t value_of(const std::vector<std::int32_t>& year) const;

 private:
  void set_year(std::int32_t j, std::int32_t year);
  bool affordable() const;
  void fill();

  const CoverCore& core_;
  const std::vector<std::int64_t> limits_;
  const bool cumulative_;
  const std::int32_t years_;
  std::vector<CoverState> state_;
  std::vector<std::int32_t> year_;
  std::vector<std::int64_t> opens_;     // cost that opens in each year
};

}  // namespace yilin::siting
