#pragma once
// Independent checkers of routing plans. They read the instance and the plan from their own files with their own code and
// share nothing with the solver or its formats, so that a mistake cannot be in both.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace yilin::check {

struct Figure {
  std::string name;  // "distance", "vehicles", …
  double value = 0;
};

struct Verdict {
  std::vector<std::string> violations;  // Chinese sentences naming route and visit; empty = the plan keeps every rule
  std::vector<Figure> figures;          // computed here, never taken from the plan
  bool kept() const { return violations.empty(); }
};

// Solomon or VRPLIB instance against a .sol text. `dimacs`: every arc cut to one decimal; else real distances, with
// 1e-6 of tolerance. VRPLIB's CVRP with EUC_2D always rounds to whole numbers. Figures: vehicles, distance.
Result<Verdict> check_solomon(std::string_view instance, std::string_view plan, bool dimacs);
Result<Verdict> check_vrplib(std::string_view instance, std::string_view plan, bool dimacs);

// Home care: figures travel, tardiness, greatest_tardiness, cost = (their sum) / 3.
Result<Verdict> check_home_care(std::string_view instance, std::string_view plan);

// VROOM's JSON with our own fields: figures routes, unassigned, unassigned_priority, duration, cost.
Result<Verdict> check_vroom(std::string_view instance, std::string_view plan);

}  // namespace yilin::check
