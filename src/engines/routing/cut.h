#pragma once
// Cutting a plan into parts of neighbouring routes.

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "engines/routing/model.h"
#include "engines/routing/plan.h"

namespace yilin::routing {

struct Part {
  std::vector<int> visits, carers;  // of the problem, ascending
  std::vector<Frozen> frozen;
};

// `state` has a route for every carer. Visits tied to something in another part are frozen, or left out when unserved.
std::vector<Part> cut(const Problem&, const Solution& state, std::uint64_t seed);

// The routes nearest to those left out, with some of the latter, of about so many visits; empty when nobody is.
Part cut_around_unserved(const Problem&, const Solution& state, int visits, std::uint64_t seed);

// Parts in which every tie lies inside: carers joined by tied visits stay together. All unserved visits are in every part
// that has a carer: each part adds what it knows about them.
std::vector<Part> cut_for_telling(const Problem&, const Solution& state);

// Routes of a part's plan without times: order, reloads and the starts of tied visits.
std::vector<Route> routes_of(const Plan&);
// The other way round, for the carers and visits of the model.
Plan::Saved saved_of(const Model&, const Solution& state);

// Indices in range, no carer and no visit twice.
Status check_shape(const Problem&, const Solution&);

// One answer of several parts.
void join(Answer& to, Answer&& part);
void finish_join(const Problem&, Answer&);
// Of each kind the smallest, in the order of the kinds.
void keep_smallest(std::vector<Relaxation>&);

}  // namespace yilin::routing
