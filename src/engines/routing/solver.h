#pragma once
// The routing engine. All functions are pure: the same arguments give the same bytes, on any number of threads.
//
//   auto answer = routing::solve(problem, {.iterations = 100'000, .seed = 1});
//
// Bad input (see validate) is an Error whose fields name the field and the id. An infeasible day is not an error: the
// best partial plan comes back, with the reason for every visit left out.

#include <atomic>

#include "base/result.h"
#include "engines/routing/answer.h"
#include "engines/routing/problem.h"

namespace yilin::routing {

namespace errors {
inline constexpr ErrorKind invalid_problem{"routing.invalid_problem", 422, "排班数据有误。", "The routing problem is invalid."};
inline constexpr ErrorKind too_large{"routing.too_large", 422, "排班规模超出上限。", "The routing problem exceeds a limit."};
inline constexpr ErrorKind invalid_plan{"routing.invalid_plan", 422, "方案与排班数据不符。", "The plan contradicts its problem."};
}  // namespace errors

struct Options {
  std::int64_t iterations = 0;  // stop after so many; 0 = no limit
  double seconds = 0;           // stop after so much CPU time of the busiest thread; 0 = no limit. Neither = 10,000 iterations
  std::int64_t horizon = 0;     // to replay a timed run: its Answer::horizon (how long a search the cooling was laid out for)
  int threads = 1;              // changes the time, never the answer
  std::uint64_t seed = 1;
  const Solution* start = nullptr;  // continue from this plan
  const std::atomic<bool>* stop = nullptr;  // becomes true: the search ends soon, with the best plan so far
  bool stopped() const { return stop != nullptr && stop->load(std::memory_order_relaxed); }
};

// Every index in range, windows ascending, ids unique, limits kept, … The first 20 findings.
Status validate(const Problem&);
// One more visit beside those of a valid problem.
Status validate_visit(const Problem&, const Visit&);

Result<Answer> solve(const Problem&, const Options&);

// A price for Objective::broken_continuity, in cost units, that the length of the day's ways suggests: five sixths of the way
// from a visit to its tenth-nearest. Measured to keep four visits of five with a usual carer for a few per cent more travel.
std::int64_t usual_continuity_price(const Problem&);

// The plan as it stands, priced. Fails with invalid_plan where it breaks a rule, naming carer and visit. Starts of tied
// visits are taken from the plan. O(visits).
Result<Answer> evaluate(const Problem&, const Solution&, const Options& = {});

}  // namespace yilin::routing
