// Simulated power cuts under the real writer and journal on SQLite (tests/faults): nothing acknowledged may be lost, doubled
// or half written. Two controls show that the harness would notice.
#include <algorithm>
#include <cstdlib>

#include "base/time.h"
#include "bench/report.h"
#include "faults/power_cut.h"

namespace {
using namespace yilin;

void show(const faults::Tally& tally) {
  for (const std::string& finding : tally.findings) fmt::print("    {}\n", finding);
}

int run(std::int64_t cuts, std::uint64_t seed) {
  bench::Report report("power_cut");
  const auto started = system_clock().monotonic_us();
  const faults::Tally tally = faults::cut_power(seed, cuts, faults::Durability::full);
  const double seconds = static_cast<double>(system_clock().monotonic_us() - started) / 1e6;
  show(tally);
  report.at_least("power cuts", static_cast<double>(tally.cuts), "cuts", static_cast<double>(cuts));
  report.figure("acknowledged acts", static_cast<double>(tally.acknowledged), "acts");
  report.at_most("acknowledged acts lost", static_cast<double>(tally.lost), "acts", 0);
  report.at_most("acts doubled", static_cast<double>(tally.doubled), "acts", 0);
  report.at_most("half-written states", static_cast<double>(tally.half_written), "states", 0);
  report.at_most("corrupt databases", static_cast<double>(tally.corrupt), "databases", 0);
  report.at_most("journals that do not verify", static_cast<double>(tally.broken_journals), "journals", 0);
  report.at_most("time", seconds, "s", 60.0 * static_cast<double>(cuts) / 2000);

  const std::int64_t control_cuts = std::max<std::int64_t>(cuts / 10, 50);
  const faults::Tally off = faults::cut_power(seed, control_cuts, faults::Durability::synchronous_off);
  report.at_least("control, synchronous=OFF: lost", static_cast<double>(off.lost), "acts", 1);
  report.figure("control, synchronous=OFF: acknowledged", static_cast<double>(off.acknowledged), "acts");
  const faults::Tally lying = faults::cut_power(seed, control_cuts, faults::Durability::lying_disk);
  report.at_least("control, a disk that lies: lost or corrupt", static_cast<double>(lying.lost + lying.corrupt), "acts", 1);
  return report.finish();
}

}  // namespace

int main(int argc, char** argv) {
  return run(argc > 1 ? std::atoll(argv[1]) : 2000, argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1);
}
