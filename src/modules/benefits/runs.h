#pragma once
// A month computed, frozen, and derived again. On the background thread. Internal to benefits.

#include "modules/benefits/background.h"
#include "modules/benefits/run_codec.h"
#include "modules/benefits/run_views.h"

namespace yilin::benefits {

void compute_run(Kernel& kernel, RunId id);   // resumable: communities that are written stay
void begin_check(Kernel& kernel, RunId id);   // derives everything again; ends in a stated result, or begins anew at the next start
void resume_runs(Kernel& kernel, sql::Connection& db);  // at start-up

// Whoever of those who hold or held an award would be decided on otherwise in a frozen month from `from` on, knowing what is known now:
// elders, by id. Not on the writer's thread.
Result<std::vector<ElderId>> decided_otherwise(Kernel& kernel, Month from);

std::optional<Run> load_run(sql::Connection& db, const Kernel& kernel, RunId id);
std::optional<RunPart> load_part(sql::Connection& db, RunId run, RegionCode community);
// The last frozen run of a month; none.
std::optional<Run> frozen_run(sql::Connection& db, const Kernel& kernel, Month month);

}  // namespace yilin::benefits
