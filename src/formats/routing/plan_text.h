#pragma once
// Plans as other programs (and our own writers) leave them, read back against their instance.

#include <string_view>

#include "formats/routing/benchmark_text.h"
#include "formats/routing/home_care.h"
#include "formats/routing/vroom.h"

namespace yilin::formats {

// The `routes` of an answer in VROOM's JSON (write_vroom's, or VROOM's own). Every wrong id is named.
Result<routing::Solution> read_vroom_plan(const VroomDay& day, std::string_view answer);

// A .sol text: "Route #1: 5 3 7", one line each, by the n-th carer; other lines are passed over.
Result<routing::Solution> read_sol(const BenchmarkDay& day, std::string_view text);

// write_home_care's JSON. The order is the file's global_ordering, the starts are the file's.
Result<routing::SyncPlan> read_home_care_plan(const HomeCareDay& day, std::string_view text);

}  // namespace yilin::formats
