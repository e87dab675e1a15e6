#pragma once
// A county's day as the routing engine sees it: built from what stands in orders, providers, the registry and dispatch, read
// from one snapshot. Times of the problem are seconds since the day's midnight, costs are fen. Internal to dayplan.

#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "engines/routing/live.h"
#include "engines/routing/solver.h"
#include "kernel/command/tx.h"
#include "modules/dayplan/dayplan.h"
#include "modules/dispatch/dispatch.h"
#include "modules/orders/orders.h"
#include "modules/providers/providers.h"

namespace yilin::dayplan {

// One visit of the problem. A visit that needs several carers of whom some are promised already has one entry for each place.
struct Stop {
  VisitId visit;            // none: another one's visit, of a carer who also serves elsewhere
  ElderId elder;
  bool held = false;        // by `holder`; otherwise the plan is to find somebody
  bool manual = false;
  WorkerId holder, second_holder;
};
struct Holder {
  WorkerId worker;
  bool manual = false;
};
struct DayVisit {           // of the county, whether or not the problem has it
  orders::Visit visit;
  orders::Promise promise;
  Place place;              // as it is, or where it is taken to be when not known
  std::vector<Holder> holders;
  std::vector<int> stops;   // of the problem; empty: it contradicts what else stands (clash), or has ended
  bool clash = false;
};
struct DayCarer {
  providers::WorkerFacts facts;
  int index = -1;           // of the problem
  bool off = false;         // not on duty that day
};

struct Override {           // as if these workers had it then
  VisitId visit;
  Instant start;
  std::vector<WorkerId> workers;
};
struct DayOptions {
  Instant now;                      // what has begun stays, nothing else begins before
  bool promised = false;            // false: who holds a visit keeps it, at its time. true (for re-planning): she may be
                                    // replaced and it may move, unless a human chose her
  std::vector<WorkerId> absent;     // their visits are anybody's
  std::set<VisitId> open;           // taken as if nobody held them
  std::vector<Override> overrides;
  ServiceItemId also_item;          // carers for a visit that does not exist yet count as well
  RegionCode also_region;
};

struct Day {
  RegionCode region;
  Date date;
  routing::Problem problem;
  std::vector<Stop> stops;                        // beside problem.visits
  std::vector<DayVisit> visits;                   // by planned start
  std::vector<DayCarer> carers;                   // beside problem.carers first, then those who are off
  routing::Solution standing;                     // what stands (with the overrides)
  std::unordered_map<WorkerId, int> carer_of;     // index in the problem
  std::unordered_map<VisitId, std::size_t> at;    // index in visits

  Instant instant(routing::Time t) const { return start_of_day(date) + seconds(t); }
  routing::Time time(Instant t) const { return (t - start_of_day(date)).value / 1000; }
  const DayVisit* find(VisitId visit) const;
  std::string worker_name(int carer) const { return carers[static_cast<std::size_t>(carer)].facts.name; }
};

// Error: too_many_visits.
Result<Day> build_day(const command::Reader& reader, RegionCode region, Date date, const DayOptions& options);

// A visit that does not exist yet, as the problem would have it.
struct Wish {
  ElderId elder;
  ServiceItemId item;
  std::int64_t units = 1;
  Instant from, to;           // begins within
  OrganisationId organisation;
};
Result<routing::Visit> visit_of(const command::Reader& reader, Day& day, const Wish& wish);

// What stands, priced. Also for a day on which nobody is on duty, which the engine does not take.
Result<routing::Answer> price(const Day& day);

Fen fen(routing::Cost cost);
bool over(orders::VisitState state);  // cancelled, nobody home, failed: takes nobody's time

}  // namespace yilin::dayplan
