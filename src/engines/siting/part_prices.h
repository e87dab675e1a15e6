#pragma once
// Prices of opening in each year at which known configs bound best: the dual of choosing one config for every part within the
// budgets, minimised by cutting planes in as many dimensions as there are years.

#include "engines/siting/cover_part.h"

namespace yilin::siting {

struct YearLimits {
  std::vector<std::int64_t> limit;
  bool cumulative = true;
  std::size_t years() const { return limit.size(); }
  // What a price of opening in year t is paid for: prices · budget() is the dual's constant. Prices fall with the years where
  // limits are cumulative.
  std::vector<std::int64_t> budget() const;
};

std::int64_t dual_value(const std::vector<CoverPart>& parts, const YearLimits& limits, std::span<const std::int64_t> prices);
// Whole prices of at least 1 near the minimum, searched for between half and twice `from`.
std::vector<std::int64_t> best_prices(const std::vector<CoverPart>& parts, const YearLimits& limits, std::span<const std::int64_t> from);

}  // namespace yilin::siting
