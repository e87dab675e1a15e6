// What an act costs the writer, and how fast the chain is verified, on SQLite. Both are bounded in processor time, and the
// bounds stretch with this run's speed of SM3: on a busy machine a core is worth half.
#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "base/rng.h"
#include "bench/report.h"
#include "kernel/journal/journal.h"
#include "kernel/sql/scratch.h"

namespace yilin {
namespace {

constexpr int kGroup = 64;
constexpr double kAppendUs = 15, kVerifyUs = 10;  // 10 us are 200,000 acts/s on two cores
constexpr double kSm3QuietMbPerS = 366;           // one core of the reference machine, quiet

double sm3_mb_per_s() {
  std::string block(64 << 10, 'x');
  const double before = bench::thread_cpu_us();
  double done = 0;
  while (bench::thread_cpu_us() - before < 300'000) {
    block[0] = static_cast<char>(sealing::sm3(block)[0]);
    done += static_cast<double>(block.size());
  }
  return done / (bench::thread_cpu_us() - before);
}

// As an order's act is: some 400 bytes, an elder at random, a subject that rises.
journal::Act order_act(Rng& rng, std::int64_t n) {
  static const std::string payload = "{\"item\":\"助浴\",\"address\":\"" + std::string(340, 'x') + "\",\"own_share_fen\":1200}";
  return {"order.place", "order", (std::int64_t{1} << 40) + n, RegionCode{410902001000 + static_cast<std::int64_t>(rng.below(400))},
          ElderId{(std::int64_t{1} << 39) + static_cast<std::int64_t>(rng.below(200'000))}, "电话下单", payload};
}

int run(std::int64_t acts) {
  bench::Report report("journal");
  const auto keys = sealing::key_provider_for_tests(1);
  const sql::Scratch scratch;
  const std::string file = scratch.url().substr(7) + ".checkpoints";
  const auto db = sql::open(scratch.url(), sql::Role::writer);
  sql::migrate(*db, journal::migrations());

  const double sm3 = sm3_mb_per_s();
  report.figure("calibration: SM3", sm3, "MB/s");
  const double stretch = std::max(1.0, kSm3QuietMbPerS / sm3);

  Rng rng(1);
  double append_us = 0;
  const auto started = system_clock().monotonic_us();
  {
    journal::Journal journal(*keys, file, *db);
    for (std::int64_t n = 0; n < acts;) {
      db->begin();
      const double before = bench::thread_cpu_us();
      for (int i = 0; i < kGroup && n < acts; ++i, ++n) {
        journal.append(*db, {1'790'000'000'000 + n}, {UserId{n % 500 + 1}, "王丽"}, order_act(rng, n));
        journal.job_done();
      }
      append_us += bench::thread_cpu_us() - before;
      db->commit();
      journal.after_commit();
      db->maintain();
    }
  }
  const double append_seconds = static_cast<double>(system_clock().monotonic_us() - started) / 1e6;
  const double count = static_cast<double>(acts);
  report.figure("acts appended", count, "acts");
  report.at_most("append, processor time", append_us / count, "us/act", kAppendUs * stretch);
  report.at_least("append with commits of 64", count / append_seconds, "acts/s", 2000);
  report.figure("database", static_cast<double>(std::filesystem::file_size(scratch.url().substr(7))) / count, "bytes/act");

  const auto reader = sql::open(scratch.url(), sql::Role::reader);
  const auto verify_started = system_clock().monotonic_us();
  const double verify_cpu_started = bench::process_cpu_us();
  const journal::Verdict verdict = journal::Journal::verify(*keys, file, *reader);
  const double verify_seconds = static_cast<double>(system_clock().monotonic_us() - verify_started) / 1e6;
  report.at_most("verify, processor time", (bench::process_cpu_us() - verify_cpu_started) / count, "us/act", kVerifyUs * stretch);
  report.figure("verify", count / verify_seconds, "acts/s");
  report.at_most("problems found in a sound journal", static_cast<double>(verdict.problems.size()), "problems", 0);
  return report.finish();
}

}  // namespace
}  // namespace yilin

int main(int argc, char** argv) { return yilin::run(argc > 1 ? std::atoll(argv[1]) : 500'000); }
