#pragma once
// Days to route: Solomon's files, and generated ones of the Gehring-Homberger and the elder-care kind.

#include <cstdint>
#include <string>
#include <vector>

#include "engines/routing/problem.h"

namespace yilin::bench {

struct SolomonCase {
  std::string name;
  std::string text;
  double best_dimacs = 0;    // best known by distance
  int fewest_vehicles = 0;
  double pyvrp_dimacs = 0;   // what PyVRP reached in 3 CPU s on a machine like ours, 0 = not noted
};
// From $YILIN_BENCH_DATA/routing/solomon.
std::vector<SolomonCase> solomon_cases();

std::string bench_file(const std::string& path);  // below $YILIN_BENCH_DATA; throws when it cannot be read

// Customers in a square, like Gehring and Homberger's, as a Solomon text: classes C (clustered 1), R (0) and RC (0.5); type 1
// with a short day, narrow windows and small vehicles, type 2 with the opposite; `density`: share of customers with a window.
// Side, horizon, capacity and services are theirs.
struct HombergerShape {
  int customers = 200, type = 1;
  double clustered = 0, density = 1;
};
std::string homberger_like(const HombergerShape&, std::uint64_t seed);

// A day of elder care: 6 skills, windows of 1 to 3 hours, one break, stations; a share of visits needs two carers.
struct CareDayShape {
  int visits = 500, carers = 110;
  double two_carers = 0;    // share
  bool coordinates = false; // travel measured from coordinates instead of a matrix
};
routing::Problem care_day(const CareDayShape&, std::uint64_t seed);

// Small days in which every rule occurs, for checkers.
routing::Problem random_day(std::uint64_t seed);

}  // namespace yilin::bench
