#pragma once
// VROOM's problem and answer JSON (VROOM-Project/vroom, docs/API.md, 1.14), so that a user of VROOM can change the program
// and nothing else: jobs, shipments, vehicles, matrices, skills, priority, setup and service (also per vehicle type), amounts,
// time windows, breaks with max_load, costs, speed_factor, max_tasks, max_travel_time, max_distance, and `steps` as the plan to continue from.
//
// Without `matrices`, legs are distance × detour between the coordinates, at an e-bike's pace (no routing server is asked); `profiles`
// says otherwise. `steps` may be late by now, but name nobody who may not do the job: that is an error.
//
// Beyond VROOM, our own fields:
//   job      rural: true, due (soft end), usual / refused: [vehicle id], locked_vehicle, locked_start,
//            second: {skills, service, gap: [min, max], locked_vehicle} (another carer at the same visit)
//   vehicle  overtime: {after, per_hour}, max_work_time, max_span, trips: {max, reload_index, duration}, worked_before
//   top      profiles: {"car": {urban: {detour, speed_kmh}, rural: {…}}} (a leg with a rural end is rural; 1.4 at 18 and 1.3 at 25 km/h),
//            precedences: [{before, after: job ids, gap: [min, max]}],
//            objective: {fewest_vehicles, broken_continuity (a price, or "usual": usual_continuity_price()),
//            unfairness_per_hour, moved_visit}

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engines/routing/answer.h"

namespace yilin::formats {

struct VroomDay {
  enum class Kind { job, pickup, delivery };
  struct Task {  // of visit i
    Kind kind = Kind::job;
    std::int64_t id = 0;
    std::string description;
  };
  struct Vehicle {
    std::int64_t id = 0;
    std::string description;
    std::vector<std::int64_t> breaks;
    std::vector<std::string> break_descriptions;
  };
  routing::Problem problem;
  std::vector<Task> tasks;
  std::vector<Vehicle> vehicles;
  std::vector<std::int64_t> skills;        // the problem's skill i as the file calls it
  std::vector<bool> located;               // per place: coordinates are known
  bool indexed = false;                    // places are rows of the given matrices
  std::optional<routing::Solution> plan;   // from `steps`
};

Result<VroomDay> read_vroom(std::string_view text);

// How long it took, as VROOM reports it; both 0 in a run that shall be the same to the byte.
struct VroomTimes {
  std::int64_t loading_ms = 0, solving_ms = 0;
};

// VROOM's answer. Ours beyond it: `reason` of each unassigned task, steps of type "reload", `yilin` with what replays the run.
std::string write_vroom(const VroomDay& day, const routing::Answer& answer, const VroomTimes& times = {});

// A whole answer that says only what was wrong (code 2 = input error, 1 = internal).
std::string write_vroom_error(int code, std::string_view message);

}  // namespace yilin::formats
