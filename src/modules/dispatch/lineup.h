#pragma once
// The facts that the ranking asks for, read with a few indexed statements. Internal to dispatch.

#include <span>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "modules/dispatch/dispatch.h"
#include "modules/dispatch/rules.h"
#include "modules/orders/orders.h"
#include "modules/providers/providers.h"

namespace yilin::dispatch {

inline constexpr std::size_t kChunk = 50;        // nearest workers judged at a time
inline constexpr std::size_t kJudgedMax = 200;   // nobody further is looked at

// Free by skill, licence, area and hours, and not yet looked at closely.
struct Near {
  bool known;             // wanted, or knows the elder: looked at whatever the distance
  double apart;           // compared only
  WorkerId worker;
  OrganisationId organisation;
  Place home;
  Instant off;            // her shift ends
};

// Who might go.
struct Field {
  rules::Wish wish;
  rules::Terms terms;
  std::vector<rules::Worker> workers;            // with their bookings: the wanted one and those who know the elder first, then by distance
  OrganisationId organisation;                   // of those who hold a place already; none: nobody does
  std::size_t missing = 0;                       // places that nobody holds or is asked for
  std::vector<orders::Assignment> assignments;   // all of the visit
  std::vector<Near> further;                     // no nearer than `workers`, in any order
  WorkerId wanted;
  std::unordered_map<WorkerId, std::int64_t> familiar;
  std::unordered_set<WorkerId> refused, tried;
};
bool holds_place(orders::AssignmentState state);  // offered or promised, or done
Place place_of(const Kernel& kernel, ElderId elder);  // none: not known

// `record`: null when no case exists yet.
// Nobody is in `workers` yet.
Result<Field> survey(sql::Connection& db, Kernel& kernel, const orders::Visit& visit, const Case* record, Date today);
// The visit's wish and terms, nobody looked up yet.
Field bare_field(Kernel& kernel, const orders::Visit& visit, Date today);
// These workers with what the score asks for, bookings too.
Status add_workers(sql::Connection& db, Kernel& kernel, Field& field, ElderId elder, std::span<const WorkerId> workers);
// Those who may not be sent, with the reasons.
Result<std::vector<providers::Candidate>> blocked(const Kernel& kernel, const orders::Visit& visit, const Case* record);
// Takes the next kChunk of those further away into `workers`. False: there is nobody, or kJudgedMax are there.
bool look_further(const Kernel& kernel, Field& field);
inline void look_at_all(const Kernel& kernel, Field& field) {
  while (look_further(kernel, field)) {}
}

}  // namespace yilin::dispatch
