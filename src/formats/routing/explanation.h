#pragma once
// Why a visit is made by whom it is, why not by somebody else, or why nobody makes it. Each "what if" is the difference of
// two evaluations of the whole plan; each obstacle is the engine's own (engines/routing/live.h).

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engines/routing/live.h"
#include "formats/routing/home_care.h"

namespace yilin::formats {

inline constexpr int kAlternativesMax = 20;  // told where nobody was named

// What each carer (or pair) instead of the present one would come to; differences, in whole cost units and time units.
struct Alternative {
  std::vector<std::string> carers;
  bool possible = false;
  routing::Time begin = 0;
  double cost = 0, travel = 0, overtime = 0, unfairness = 0, continuity = 0;
  std::int64_t lateness = 0, unserved = 0;
  std::string obstacle;                   // Chinese, when not possible
  std::vector<std::string> relaxations;   // Chinese: the smallest single changes that would make it possible
};

struct Explanation {
  std::string visit;
  bool served = false;
  std::vector<std::string> carers;        // who makes it
  routing::Time begin = 0;
  std::string reason;                     // Chinese, when nobody makes it
  std::vector<std::string> relaxations;
  std::vector<Alternative> alternatives;  // cheapest first, then the impossible ones
};

// `carer`: only what she would mean. not_found for an unknown visit or carer. The plan must keep the problem's rules.
// `unit`: whole cost and time units in one unit of the file; `skills`: what the file calls skill i (empty: i itself).
Result<Explanation> explain(const routing::Problem& problem, const routing::Solution& plan, std::string_view visit,
                            std::optional<std::string_view> carer = std::nullopt, std::int64_t unit = 1, std::span<const std::int64_t> skills = {});
// Costs are (travel + lateness + greatest lateness) / 3 of the instance.
Result<Explanation> explain(const HomeCareDay& day, const routing::SyncPlan& plan, std::string_view visit,
                            std::optional<std::string_view> carer = std::nullopt);

std::string to_text(const Explanation& explanation);
std::string to_json(const Explanation& explanation);

// One Chinese sentence each.
std::string reason_text(routing::Reason reason);
std::string obstacle_text(routing::Reason reason);  // of one carer
std::string relaxation_text(const routing::Problem& problem, const routing::Relaxation& relaxation, std::span<const std::int64_t> skills = {});

}  // namespace yilin::formats
