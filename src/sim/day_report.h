#pragma once
// What a simulated day came to: plain counting over what the system itself recorded.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/geo.h"
#include "modules/dispatch/dispatch.h"
#include "modules/orders/orders.h"

namespace yilin::sim {

// One visit that was to be made on the day, as orders, dispatch and the registry know it afterwards.
struct DayVisitFacts {
  orders::Visit visit;
  std::vector<orders::Assignment> assignments;
  Instant ordered_at;
  bool recurring = false;
  Place place;
  dispatch::Ground ground;                // there
  bool emergency = false;
  std::string reason;                     // why it was not made; empty: it was, or she cancelled
  std::vector<WorkerId> usual;            // her two most frequent carers before this visit, if she had two visits or more
};
struct DayFacts {
  Date day;
  std::int64_t elders = 0, workers_on_duty = 0;
  std::vector<DayVisitFacts> visits;
  std::map<WorkerId, Place> homes;
};

struct Quantiles {
  std::int64_t count = 0;
  double p50 = 0, p95 = 0, p99 = 0, mean = 0;
};
struct DayReport {
  Date day;
  std::int64_t elders = 0, workers_on_duty = 0, workers_out = 0;
  std::int64_t visits = 0, recurring = 0, served = 0, cancelled = 0;
  std::int64_t offers = 0, refused = 0, lapsed = 0;
  Quantiles order_to_offer_s;             // until somebody is asked, of visits ordered on the day itself
  Quantiles offer_to_answer_s;            // of accepted offers
  Quantiles order_to_staffed_min;         // until everybody it needs has said yes, of visits ordered on the day itself …
  Quantiles emergency_to_staffed_min;     // … for an emergency
  Quantiles late_min;                     // of served visits: begun after the planned time (0 when in time)
  double travel_min_per_visit = 0, travel_m_per_visit = 0;  // from home or the visit before; the way home is not counted
  double on_time_percent = 0;             // begun within 15 minutes of the planned time
  double gini_hours = 0;                  // of the hours at elders' homes and on the way there, over carers who were out
  double gini_hours_on_duty = 0;          // … over all on duty
  double continuity_percent = 0;          // by one of two usual carers, of visits whose elder has any
  std::int64_t continuity_visits = 0;
  std::map<std::string, std::int64_t> unserved;  // by reason
};

DayReport report_of(const DayFacts& facts);
// 0 = all alike, towards 1 = one has everything.
double gini(std::vector<double> values);
Quantiles quantiles(std::vector<double> values);

std::string to_text(const DayReport& report);
std::string to_json(const DayReport& report);

}  // namespace yilin::sim
