#pragma once
// The public text formats of vehicle routing with time windows: Solomon's tables (1987; Gehring and Homberger's are the
// same) and VRPLIB (CVRPLIB's keyword files), and the .sol text that answers both.
//
// Distances are Euclidean from the coordinates and travel time equals distance. What a distance is, is a convention:
//   dimacs    cut to one decimal (12th DIMACS challenge); times and costs are tenths
//   exact     to four decimals, durations rounded up: such a plan is also feasible in real numbers, and under dimacs
//   nearest   rounded to whole numbers (TSPLIB's EUC_2D)

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "engines/routing/answer.h"

namespace yilin::formats {

enum class Rounding { dimacs, exact, nearest };

struct BenchmarkDay {
  std::string name;
  routing::Problem problem;  // visit i is customer i + 1; all carers are alike and start and end at place 0
  std::int64_t unit = 1;     // whole cost (and time) units in one unit of the file
};

Result<BenchmarkDay> read_solomon(std::string_view text, Rounding rounding = Rounding::dimacs);

// TYPE CVRP or VRPTW; EDGE_WEIGHT_TYPE EUC_2D, or EXPLICIT with FULL_MATRIX or LOWER_ROW (no rounding then); one depot, the
// first node. Without a rounding: nearest for CVRP, dimacs for VRPTW. Without VEHICLES: as many as could be needed.
Result<BenchmarkDay> read_vrplib(std::string_view text, std::optional<Rounding> rounding = std::nullopt);

// "Route #1: 5 3 7 …", one line each, then "Cost 827.3". Customers left out are missing.
std::string write_sol(const BenchmarkDay& day, const routing::Answer& answer);

}  // namespace yilin::formats
