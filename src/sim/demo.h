#pragma once
// A city of simulated data, made once: providers, accounts, elders, and weeks of orders that were really placed, offered,
// served and settled by the system's own commands while its clock was moved. Interrupted, it goes on where it stopped.

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "http/router.h"
#include "kernel/command/kernel.h"
#include "sim/sim_clock.h"

namespace yilin::sim {

struct DemoOptions {
  std::int64_t elders = 20'000;
  int days = 60;
  std::uint64_t seed = 1;
  std::string catalogue_folder;      // data/catalogue
};
inline constexpr std::int64_t kEldersMax = 2'000'000;

// done / total of a step with a Chinese name; total 0: unknown.
using DemoProgress = std::function<void(std::string_view step, std::int64_t done, std::int64_t total)>;

enum class DemoState : std::uint8_t { none, making, made, real_data };
DemoState demo_state(sql::Connection& db);
// Where the clock must stand when the kernel is opened to make (or go on making) the demo.
Instant demo_start(sql::Connection* db, int days, Instant now);

struct DemoReport {
  std::string account_table;
  std::int64_t elders = 0, organisations = 0, workers = 0, orders = 0, acts = 0, assessments = 0, awards = 0;
  std::map<std::string, std::int64_t> refusals;  // by error code
};
// On a kernel with `clock`, started, all modules attached, divisions loaded and the city set. Ends with the clock at the
// present. Never on the writer's thread.
Result<DemoReport> make_demo(Kernel& kernel, http::Router& router, SimClock& clock, const DemoOptions& options, const DemoProgress& progress);

}  // namespace yilin::sim
