#pragma once
// A city's day played through the real commands, with people who refuse, fall ill and come late by chance, and what it came
// to. Some days are played before it, so that elders have usual carers and the evening before has planned the day.

#include "http/router.h"
#include "sim/day_report.h"
#include "sim/demo.h"
#include "sim/world.h"

namespace yilin::sim {

struct DayOptions {
  std::uint64_t seed = 1;
  std::int64_t elders = 5'000;
  int days_before = 5;
  double orders_a_day = 0;          // 0: as busy as a demonstration of so many elders
  std::int64_t workers = 0;         // 0: as many as it has
  Date day;
  Chances chances{};
  std::string catalogue_folder;     // data/catalogue
};

// When the clock must stand when the kernel is opened.
Instant day_start(const DayOptions& options);

struct PlayedDay {
  DayReport report;
  std::map<std::string, std::int64_t> refusals;  // of commands, by error code
  std::int64_t acts = 0;
};
// On an empty city as make_demo wants it, whose kernel was not started. Never on the writer's thread. The same options, the same
// report: one clock goes second by second, every chance is drawn from the seed, and no thread overtakes another.
Result<PlayedDay> play_day(Kernel& kernel, http::Router& router, SimClock& clock, const DayOptions& options, const DemoProgress& progress);

}  // namespace yilin::sim
