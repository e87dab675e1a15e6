#pragma once
// Who serves in the simulated city: organisations, facilities and workers with their certificates.

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "kernel/command/kernel.h"
#include "modules/providers/providers.h"
#include "sim/places.h"

namespace yilin::sim {

struct NetworkReport {
  std::int64_t organisations = 0, facilities = 0, workers = 0, certificates = 0;
  OrganisationId first_organisation;  // whose manager and carer get demo accounts
  WorkerId first_worker;
  std::string first_worker_name, first_organisation_name;
};

// Workers (`workers`; 0: about √elders) in three kinds of organisations for each area. Each organisation, facility and worker is one act.
// Not for a city that has some already. Never on the writer's thread.
Result<NetworkReport> build_network(Kernel& kernel, const Places& places, std::int64_t elders, std::uint64_t seed, std::int64_t workers = 0);

}  // namespace yilin::sim
