#pragma once
// An independent judge of siting answers: it recounts everything from the input with its own arithmetic (plain loops, its own
// haversine, its own search along ways, Floyd-Warshall) and shares no code with the engine. Slow and simple on purpose.

#include <cstdint>
#include <optional>
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
  double capacity = 0;
};
// Who reaches a site, and how far that is: metres, or seconds. `least` and `most` differ where the last millimetres depend on rounding.
struct Way {
  std::size_t demand;
  double least, most;
};
using Ways = std::vector<std::vector<Way>>;   // of the candidates, then of the existing sites

struct PlacesInput {
  bool degrees = false;
  std::vector<Place> demand, candidates, existing;
  double weight_scale = 1, cost_scale = 1;
  double limit = 0, detour = 1;      // metres of way, or seconds; 0 (only by distance): none
  std::optional<Ways> ways;          // along roads or from a table of times; empty: straight lines
  bool seconds = false;              // of ways; shown in minutes
};
struct CoverInput : PlacesInput {
  std::vector<std::int64_t> budgets; // p or money (× cost_scale), one a year; empty: cover all (LSCP)
  bool counts = true;                // budgets are numbers of sites, cumulative; otherwise money of each year
  bool capacities = false;           // a site serves only so many; one period
};
struct DistanceInput : PlacesInput {
  enum class Kind : std::uint8_t { median, center, capacitated } kind = Kind::median;
  std::int64_t p = 0;
  bool single = false;
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
Result<std::vector<std::string>> check_distance(const DistanceInput& input, std::string_view answer_json);
Result<std::vector<std::string>> check_graph(const GraphInput& input, std::string_view answer_json);
Result<std::vector<std::string>> check_set(const SetInput& input, std::string_view answer_json);
Result<std::vector<std::string>> check_cap(const CapInput& input, std::string_view answer_json);

// Ways along roads, walked in both directions: for each site who is within `limit_m`.
struct Roads {
  struct Node {
    double x, y;                     // as the places
  };
  std::vector<Node> node;
  std::vector<std::pair<std::int32_t, std::int32_t>> edge;
  double snap_m = 300;               // places farther than this from any edge reach nobody
};
Ways walk(const Roads& roads, const PlacesInput& places, double limit_m);

}  // namespace yilin::check::siting
