// The server is killed again and again under writing clients that repeat what was not answered (bar 3). Power cuts, which
// forget what was not synced, and their control with synchronous=OFF are bench/power_cut.
#include <cstdlib>

#include "base/log.h"
#include "bench/kill_server.h"
#include "bench/report.h"
#include "kernel/sql/scratch.h"

namespace {
using namespace yilin;

int run(int kills, std::uint64_t seed) {
  const bool postgres = std::getenv("YILIN_TEST_PG") != nullptr;
  bench::Report report(postgres ? "kills_postgres" : "kills_sqlite");
  log::set_quiet(true);
  const bench::Folder folder;
  const sql::Scratch scratch(postgres ? sql::Dialect::postgres : sql::Dialect::sqlite);
  bench::KillOptions options;
  options.server = YILIN_PROGRAM;
  options.city.data = folder.path();
  options.city.database = scratch.url();
  options.city.quiet = true;
  options.operators = bench::make_city(options.city, {.elders = 2'000, .workers = 300}, YILIN_SOURCE_DIR);
  options.wishes = bench::Wishes::of(options.city);
  options.kills = kills;
  options.seed = seed;
  const std::int64_t start = system_clock().monotonic_us();
  const bench::KillTally tally = bench::kill_server(options);
  for (const std::string& finding : tally.findings) fmt::print("    {}\n", finding);
  report.at_least("kill -9", static_cast<double>(tally.kills), "kills", kills);
  report.at_least("acknowledged orders", static_cast<double>(tally.acknowledged), "orders", kills);
  report.figure("requests repeated with their key", static_cast<double>(tally.repeated), "requests");
  report.at_most("acknowledged orders lost", static_cast<double>(tally.lost), "orders", 0);
  report.at_most("orders doubled", static_cast<double>(tally.doubled), "orders", 0);
  report.at_most("half-written orders", static_cast<double>(tally.half_written), "orders", 0);
  report.at_most("refused", static_cast<double>(tally.refused), "orders", 0);
  report.at_least("journal verifies", tally.journal_sound ? 1 : 0, "", 1);
  report.figure("longest restart", tally.start_ms_max, "ms");
  report.figure("time", static_cast<double>(system_clock().monotonic_us() - start) / 1e6, "s");
  return report.finish();
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc > 1 ? std::atoi(argv[1]) : 50, argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1);
  } catch (const std::exception& e) {
    fmt::print(stderr, "bench kills: {}\n", e.what());
    return 2;
  }
}
