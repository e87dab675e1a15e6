#pragma once
// The facts that the ranking asks for, read with a few indexed statements. Internal to dispatch.

#include <span>
#include <vector>

#include "modules/dispatch/dispatch.h"
#include "modules/dispatch/rules.h"
#include "modules/orders/orders.h"
#include "modules/providers/providers.h"

namespace yilin::dispatch {

inline constexpr std::size_t kChunk = 50;        // nearest workers judged at a time
inline constexpr std::size_t kJudgedMax = 200;   // nobody further is looked at

// Who might go: free by skill, licence, area and hours, nearest to home first.
struct Field {
  rules::Wish wish;
  rules::Terms terms;
  std::vector<rules::Worker> workers;            // the wanted one and those who know the elder first, then by distance
  OrganisationId organisation;                   // of those who hold a place already; none: nobody does
  std::size_t missing = 0;                       // places that nobody holds or is asked for
  std::vector<orders::Assignment> assignments;   // all of the visit
};
bool holds_place(orders::AssignmentState state);  // offered or promised, or done

// `record`: null when no case exists yet.
Result<Field> survey(sql::Connection& db, Kernel& kernel, const orders::Visit& visit, const Case* record, Date today);
// The visit's wish and terms, nobody looked up yet.
Field bare_field(Kernel& kernel, const orders::Visit& visit, Date today);
// These workers with what the score asks for, bookings too.
Status add_workers(sql::Connection& db, Kernel& kernel, Field& field, ElderId elder, std::span<const WorkerId> workers);
// Those who may not be sent, with the reasons.
Result<std::vector<providers::Candidate>> blocked(const Kernel& kernel, const orders::Visit& visit, const Case* record);
// Fills the bookings of workers [first, last).
void add_bookings(const Kernel& kernel, Field& field, std::size_t first, std::size_t last);

}  // namespace yilin::dispatch
