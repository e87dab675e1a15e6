#pragma once
// Home health care routing and scheduling instances and plans (JSON of Ceschia, Di Gaspero, Rosati, Schaerf 2024):
//   {"patients": [{id, time_window: [earliest, latest start], required_caregivers: [{service, duration}] (one or two),
//                  synchronization: {type: simultaneous | sequential, distance: [min, max]}}],
//    "services": [{id, default_duration}], "caregivers": [{id, abilities: [service]}], "distances": [[…]]}
// Row 0 of `distances` is the office, row i the i-th patient. Numbers may have fractions.
// A plan: {"global_ordering": [patient], "routes": [{caregiver_id, locations: [{patient, service, arrival_time,
// departure_time}]}]}; arrival_time is when the service starts.

#include <string>
#include <string_view>
#include <vector>

#include "engines/routing/synchronised.h"

namespace yilin::formats {

inline constexpr double kHomeCareUnits = 1e6;  // Units in one unit of the file

struct HomeCareDay {
  routing::SyncProblem problem;
  std::vector<std::string> patients, carers;
  std::vector<std::vector<std::string>> services;  // per patient, in the file's order
};

Result<HomeCareDay> read_home_care(std::string_view text);
std::string write_home_care(const HomeCareDay& day, const routing::SyncPlan& plan);

}  // namespace yilin::formats
