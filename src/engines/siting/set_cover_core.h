#pragma once
// What dominance leaves of a set covering problem.

#include "engines/siting/set_cover.h"

namespace yilin::siting {

struct SetCoverCore {
  std::vector<std::int32_t> site;        // core site → site of the problem
  std::vector<std::int32_t> settled;     // sites that some cheapest cover contains
  std::int64_t settled_cost = 0;
  std::vector<std::int64_t> cost;
  CoverRows rows;                        // in core numbers
  CoverColumns columns;
  std::int32_t sites() const { return static_cast<std::int32_t>(site.size()); }
};
// `allowed`: sites that may be used (empty: all). Every row must have one.
SetCoverCore reduce(const CoverRows& rows, const std::vector<std::int64_t>& cost, const std::vector<char>& allowed);

}  // namespace yilin::siting
