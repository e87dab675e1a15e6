// Order intake through HTTP: rules, quota, dispatch, journal, sealing and fsync, by many clients at once, alone and while a
// big import runs (bar 1).
#include <atomic>
#include <cstdlib>
#include <thread>

#include "base/log.h"
#include "bench/calibrate.h"
#include "bench/ceiling.h"
#include "bench/city.h"
#include "bench/load.h"
#include "bench/people.h"
#include "bench/report.h"
#include "http/wire/server.h"
#include "kernel/command/command.h"
#include "kernel/sql/scratch.h"
#include "main/modules.h"
#include "modules/region/region.h"
#include "modules/registry/registry.h"

namespace yilin {
namespace {

using bench::Percentiles;

struct Options {
  CityOptions city;
  bench::CityShape shape;
  int clients = 32;
  double seconds = 10;
};

std::vector<sql::Migration> all_migrations() {
  std::vector<sql::Migration> all;
  const auto add = [&](std::span<const sql::Migration> some) { all.insert(all.end(), some.begin(), some.end()); };
  add(journal::migrations());
  add(command::migrations());
  for (const Module& module : city_modules()) add(module.migrations);
  return all;
}

struct Run {
  std::int64_t placed = 0, refused = 0;
  double seconds = 0;
  double process_cpu_us = 0;
  Percentiles answered;
  double rate() const { return static_cast<double>(placed) / seconds; }
};

// Every client places orders for `seconds`, each with a key of its own.
Run place_orders(std::uint16_t port, const std::vector<std::string>& cookies, const bench::Wishes& wishes, int clients, double seconds, int phase) {
  Run run;
  Rng rng(static_cast<std::uint64_t>(phase));
  std::int64_t sent = 0;
  const std::int64_t start = system_clock().monotonic_us();
  const std::int64_t end = start + static_cast<std::int64_t>(seconds * 1e6);
  const double cpu = bench::process_cpu_us();
  bench::load(
      port, clients,
      [&](int client, std::string& out) {
        if (system_clock().monotonic_us() >= end) return false;
        bench::append_post(out, "/api/orders", cookies[static_cast<std::size_t>(client) % cookies.size()], fmt::format("intake-{}-{:08}", phase, sent++),
                           wishes.order(rng, system_clock().now()));
        return true;
      },
      [&](int, const bench::Reply& reply) {
        run.placed += reply.status == 200;
        run.refused += reply.status != 200;
        if (reply.status != 200 && run.refused == 1) fmt::print(stderr, "  first refusal: {} {}\n", reply.status, reply.body);
        run.answered.add(static_cast<double>(reply.us) / 1e3);
      });
  run.seconds = static_cast<double>(system_clock().monotonic_us() - start) / 1e6;
  run.process_cpu_us = bench::process_cpu_us() - cpu;
  return run;
}

// A bulk run that goes on as long as it lives.
class Import {
 public:
  explicit Import(Kernel& kernel) : kernel_(kernel), thread_([this] { work(); }) {}
  std::int64_t stop() {
    stop_ = true;
    thread_.join();
    return rows_;
  }

 private:
  void work() {
    const auto communities = region::divisions(kernel_)->communities(region::divisions(kernel_)->city().subtree());
    bench::People people({communities.begin(), communities.end()}, civil_date(kernel_.clock.now()), 2);
    registry::BulkElders bulk(kernel_, {&access::Caller::system(), [](const access::Caller*) {}}, {.run = "bench import"});
    while (!stop_ && bulk.add(people.next())) {
    }
    rows_ = bulk.position();
  }
  Kernel& kernel_;
  std::atomic<bool> stop_{false};
  std::int64_t rows_ = 0;
  std::thread thread_;
};

std::int64_t one(sql::Connection& db, const sql::Statement& statement) {
  auto rows = db.rows(statement);
  return rows.next() ? rows.integer(0) : 0;
}

// From an order's row to its first offer's; waits until none of the visits since `mark` is still to be looked at.
Percentiles offers_after(Kernel& kernel, std::int64_t mark, double& without_share) {
  for (int tries = 0;; ++tries) {
    auto lease = kernel.readers->borrow();
    const std::int64_t waiting = one(*lease, {"SELECT COUNT(*) FROM deadline WHERE kind = 'dispatch.look'"});
    if (waiting == 0) break;
    if (tries == 600) throw std::runtime_error(fmt::format("{} visits are still waiting to be dispatched", waiting));
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  auto lease = kernel.readers->borrow();
  Percentiles out;
  auto rows = lease->rows("SELECT first_offer_at, created_at FROM visit WHERE id > ?", mark);
  std::int64_t without = 0, all = 0;
  while (rows.next()) {
    ++all;
    if (rows.null(0)) ++without;
    else out.add(static_cast<double>(rows.integer(0) - rows.integer(1)));
  }
  without_share = all == 0 ? 0 : static_cast<double>(without) / static_cast<double>(all);
  return out;
}

void show(bench::Report& report, std::string_view name, Run& run, double bar_rate, double bar_p99) {
  report.at_least(fmt::format("{}: placed", name), run.rate(), "orders/s", bar_rate);
  report.figure(fmt::format("{}: answered, p50", name), run.answered.at(0.5), "ms");
  report.at_most(fmt::format("{}: answered, p99", name), run.answered.at(0.99), "ms", bar_p99);
  report.at_most(fmt::format("{}: refused", name), static_cast<double>(run.refused), "orders", 0);
  report.figure(fmt::format("{}: processor time", name), run.process_cpu_us / static_cast<double>(run.placed), "us/order");
}

int run(const Options& options, const std::string& source) {
  const bool postgres = std::getenv("YILIN_TEST_PG") != nullptr;
  const auto dialect = postgres ? sql::Dialect::postgres : sql::Dialect::sqlite;
  bench::Report report(postgres ? "intake_postgres" : "intake_sqlite");
  log::set_quiet(true);
  const bench::Folder folder;
  const sql::Scratch scratch(dialect), bare(dialect);
  CityOptions where = options.city;
  where.data = folder.path();
  where.database = scratch.url();
  where.quiet = true;
  const auto operators = bench::make_city(where, options.shape, source);

  Percentiles fsync = bench::fsync_times(folder.path(), 2);
  report.figure("calibration: write and fsync, p50", fsync.at(0.5), "ms");
  report.figure("calibration: write and fsync, p99", fsync.at(0.99), "ms");

  City city = open_city(where);
  Kernel& kernel = *city.kernel;
  if (postgres) {
    auto lease = kernel.readers->borrow();
    auto rows = lease->rows("SELECT current_setting('fsync')");
    if (!rows.next() || rows.text(0) != "on") throw std::runtime_error("this PostgreSQL does not sync: YILIN_PG_DURABLE=1 tests/with_postgres bench/intake");
  }
  http::ServerOptions wire;
  wire.port = 0;
  wire.upload_folder = folder.path() + "/uploads";
  http::Server server(wire, [&](http::Request request, std::shared_ptr<http::Responder> responder) {
    city.router->handle(std::move(request), std::move(responder));
  });
  kernel.start();
  server.start();
  std::vector<std::string> cookies;
  for (const bench::Operator& o : operators) cookies.push_back(bench::sign_in(server.port(), o));
  const bench::Wishes wishes = bench::Wishes::of(kernel);

  const auto snapshot = [&] {
    auto lease = kernel.readers->borrow();
    return bench::count_rows(*lease);
  };
  const auto last_visit = [&] {
    auto lease = kernel.readers->borrow();
    return one(*lease, {"SELECT MAX(id) FROM visit"});
  };
  (void)place_orders(server.port(), cookies, wishes, options.clients, 1, 1);  // caches and statements are warm from here on
  double without = 0;
  (void)offers_after(kernel, 0, without);

  const std::int64_t mark = last_visit();
  const auto rows_before = snapshot();
  const auto stats_before = kernel.writer->stats();
  Run alone = place_orders(server.port(), cookies, wishes, options.clients, options.seconds, 2);
  const auto stats = kernel.writer->stats();
  Percentiles offered = offers_after(kernel, mark, without);
  const double group = static_cast<double>(stats.jobs - stats_before.jobs) / static_cast<double>(std::max<std::int64_t>(1, stats.groups - stats_before.groups));
  const double acts_per_group = std::max(1.0, static_cast<double>(alone.placed) / static_cast<double>(stats.groups - stats_before.groups));
  bench::Ceiling ceiling;
  {
    auto lease = kernel.readers->borrow();
    ceiling = bench::measure_ceiling(*lease, rows_before, alone.placed, static_cast<std::int64_t>(acts_per_group + 0.5), bare.url(), all_migrations());
  }
  report.figure("calibration: ceiling, bare inserts", ceiling.acts_per_second, "orders/s");
  report.figure("rows an order leaves, with its offer", ceiling.rows_per_act, "rows");
  const double bar_rate = std::min(2000.0, 0.35 * ceiling.acts_per_second), bar_p99 = 25 + 2 * fsync.at(0.99);

  report.figure("clients", options.clients, "clients");
  show(report, "alone", alone, bar_rate, bar_p99);
  report.figure("alone: jobs a commit", group, "jobs");
  report.figure("alone: from the order to its offer, p50", offered.at(0.5), "ms");
  report.figure("alone: from the order to its offer, p99", offered.at(0.99), "ms");
  report.figure("alone: for a human, nobody was free", without * 100, "%");

  const std::int64_t second = last_visit();
  Import import(kernel);
  Run busy = place_orders(server.port(), cookies, wishes, options.clients, options.seconds, 3);
  const std::int64_t imported = import.stop();
  Percentiles offered_busy = offers_after(kernel, second, without);
  show(report, "during an import", busy, bar_rate, bar_p99);
  report.figure("during an import: from the order to its offer, p99", offered_busy.at(0.99), "ms");
  report.figure("during an import: imported meanwhile", static_cast<double>(imported) / busy.seconds, "elders/s");

  server.stop();
  kernel.stop();
  return report.finish();
}

}  // namespace
}  // namespace yilin

int main(int argc, char** argv) {
  yilin::Options options;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    if (name == "--clients") options.clients = std::atoi(argv[i + 1]);
    else if (name == "--seconds") options.seconds = std::atof(argv[i + 1]);
    else if (name == "--elders") options.shape.elders = std::atoll(argv[i + 1]);
    else if (name == "--workers") options.shape.workers = std::atoll(argv[i + 1]);
    else {
      fmt::print(stderr, "bench/intake [--clients N] [--seconds S] [--elders N] [--workers N]\n");
      return 2;
    }
  }
  try {
    return yilin::run(options, YILIN_SOURCE_DIR);
  } catch (const std::exception& e) {
    fmt::print(stderr, "bench intake: {}\n", e.what());
    return 2;
  }
}
