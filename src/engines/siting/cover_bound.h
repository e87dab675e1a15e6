#pragma once
// Upper bounds for maximal covering: the Lagrangian with a price for each row (deflected subgradient, Camerini, Fratta &
// Maffioli 1975), and the linear program. Both give, for each site, how much a plan loses by using or not using it.

#include <functional>
#include <optional>

#include "engines/siting/cover_problem.h"
#include "engines/siting/mip.h"

namespace yilin::siting {

struct CoverBound {
  std::int64_t bound = 0;                 // whole weight, on the core (without what is settled)
  double exact = 0;                       // the same before rounding down
  double price = 0;                       // of a unit of budget
  std::vector<double> use;                // share of each core site in the relaxation
  std::vector<double> worth;              // own weight + Σ prices of its rows
  std::vector<double> row_price;          // behind the bound: 0 … weight of each row
};

// `target` is the value of a known plan.
CoverBound lagrangian_bound(const CoverCore& core, std::int64_t target, int rounds, const std::function<bool()>& time_is_up);
// No budget, but each unit of cost is paid for at `price`: bounds value − price × cost. Starts from `row_price` (empty: half the
// weights); never worse than what those prices give.
CoverBound priced_bound(const CoverCore& core, double price, std::int64_t target, int rounds, const std::vector<double>& row_price,
                        const std::function<bool()>& time_is_up);
// The same by the simplex; nothing where it was cut short.
std::optional<CoverBound> priced_linear_bound(const CoverCore& core, double price, const std::function<bool()>& time_is_up);
// The same with the core's budget.
std::optional<CoverBound> linear_bound(const CoverCore& core, const std::function<bool()>& time_is_up);

// The whole model of a core: minimise minus the covered weight; columns are sites, then rows.
Program program_of(const CoverCore& core);

// The largest whole number that a value computed in doubles still allows.
std::int64_t floor_safely(double v);

}  // namespace yilin::siting
