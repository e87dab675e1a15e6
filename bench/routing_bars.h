#pragma once
// One function for each bar of the routing engine.

#include <set>
#include <string>

#include "bench/report.h"
#include "engines/routing/solver.h"

namespace yilin::bench {

struct RoutingArguments {
  std::set<int> bars;
  double seconds = 0;   // 0 = the bar's own
  std::string only;
  std::uint64_t seed = 1;
  int threads = 2;      // of the bars that allow two
  int cases = 10'000;   // of bar 10
  std::string vroom;    // its program, to be run beside ours; empty = not
  int vroom_level = 5;  // its -x
};

routing::Answer solved(const routing::Problem&, const routing::Options&);  // throws what validate() found

void solomon_distance(const RoutingArguments&, Report&);  // 1
void solomon_vehicles(const RoutingArguments&, Report&);  // 2
void homberger_200(const RoutingArguments&, Report&);     // 3
void homberger_1000(const RoutingArguments&, Report&);    // 4
void two_carer_days(const RoutingArguments&, Report&);    // 5
void care_day_500(const RoutingArguments&, Report&);      // 6
void care_days_large(const RoutingArguments&, Report&);   // 7
void insert_one(const RoutingArguments&, Report&);        // 8
void rules_kept(const RoutingArguments&, Report&);        // 10
void replan_sick(const RoutingArguments&, Report&);       // 11
void knobs(const RoutingArguments&, Report&);             // 12

}  // namespace yilin::bench
