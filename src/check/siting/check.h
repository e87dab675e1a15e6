#pragma once
// An independent judge of siting answers: it recounts everything from the input with its own arithmetic (plain loops, its own
// haversine, Floyd-Warshall) and shares no code with the engine. Slow and simple on purpose.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace yilin::check::siting {

inline constexpr ErrorKind bad_answer{"siting.bad_answer", 422, "答案文件不是选址结果。", "The file is not a siting answer."};

struct Place {
  std::string id;
  double x = 0, y = 0;              // km, or degrees (lon, lat); NaN: no place
  std::int64_t weight = 1;          // or cost, in the answer's units × scale
  bool required = false, excluded = false;
};
struct CoverInput {
  bool degrees = false;
  std::vector<Place> demand, candidates, existing;
  double weight_scale = 1, cost_scale = 1;
  double radius_m = 0, detour = 1;
  std::vector<std::int64_t> budgets; // p or money (× cost_scale), one a year; empty: cover all (LSCP)
  bool counts = true;                // budgets are numbers of sites, cumulative; otherwise money of each year
};
struct GraphInput {
  std::int32_t nodes = 0, p = 0;
  struct Edge {
    std::int32_t a, b, length;       // nodes from 0; the last of several between two nodes counts
  };
  std::vector<Edge> edges;
  bool center = false;
};
struct SetInput {
  std::vector<std::int64_t> cost;
  std::vector<std::vector<std::int32_t>> rows;
};
struct CapInput {
  std::vector<double> capacity, fixed, demand, cost;   // cost: client × sites + site
  bool single = false;
};

// Chinese sentences, one for each thing that is wrong; empty: the answer holds.
Result<std::vector<std::string>> check_cover(const CoverInput& input, std::string_view answer_json);
Result<std::vector<std::string>> check_graph(const GraphInput& input, std::string_view answer_json);
Result<std::vector<std::string>> check_set(const SetInput& input, std::string_view answer_json);
Result<std::vector<std::string>> check_cap(const CapInput& input, std::string_view answer_json);

}  // namespace yilin::check::siting
