#pragma once
// Capacitated location: which sites to open and who is served where, cheapest in all. Demand may be split among sites
// (transport), or each client is served by one site (single assignment). Clp and CBC on the strong formulation (a client's
// share of a site is at most that site's opening), which is tight on the public instances.

#include <string>

#include "engines/siting/effort.h"

#include <vector>

namespace yilin::siting {

struct CapacitatedProblem {
  std::vector<double> capacity, fixed;     // per site
  std::vector<double> demand;              // per client
  std::vector<double> cost;                // client × sites + site: of serving all of the client's demand; infinite: not allowed
  bool single = false;
  std::vector<char> required;              // per site: open in every plan; empty: none
};
struct Share {
  std::int32_t client, site;
  double share;                            // of the client's demand
};
struct CapacitatedPlan {
  Verdict verdict = Verdict::infeasible;
  std::string reason;
  double value = 0, bound = 0;
  std::vector<std::int32_t> open;
  std::vector<Share> shares;               // by client, then site; only shares above zero
};
CapacitatedPlan capacitated(const CapacitatedProblem& problem, const Effort& effort);

}  // namespace yilin::siting
