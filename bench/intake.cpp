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
#include "modules/registry/registry.h"

namespace yilin {
namespace {

using bench::Percentiles;

struct Options {
  CityOptions city;
  bench::CityShape shape;
  int clients = 64;
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
  double behind_ms = 0;  // after the last answer, until a carer had been looked for for every order
  double server_cpu_us = 0;
  Percentiles answered;
  double rate() const { return static_cast<double>(placed) / seconds; }
  double rate_with_carers() const { return static_cast<double>(placed) / (seconds + behind_ms / 1e3); }
};

// Orders for `seconds`, each with a key of its own: at `rate` a second, or (0) as fast as they are answered.
Run place_orders(Kernel& kernel, std::uint16_t port, const std::vector<std::string>& cookies, const bench::Wishes& wishes, int clients, double rate, double seconds,
                 int phase) {
  Run run;
  Rng rng(static_cast<std::uint64_t>(phase));
  std::int64_t sent = 0;
  const std::int64_t start = system_clock().monotonic_us();
  const double cpu = bench::process_cpu_us() - bench::thread_cpu_us();  // without the clients, who are this thread
  bench::load(
      {port, clients, rate, seconds},
      [&](int client, std::string& out) {
        bench::append_post(out, "/api/orders", cookies[static_cast<std::size_t>(client) % cookies.size()], fmt::format("intake-{}-{:08}", phase, sent++),
                           wishes.order(rng, system_clock().now()));
      },
      [&](int, const bench::Reply& reply) {
        run.placed += reply.status == 200;
        run.refused += reply.status != 200;
        if (reply.status != 200 && run.refused == 1) fmt::print(stderr, "  first refusal: {} {}\n", reply.status, reply.body);
        run.answered.add(static_cast<double>(reply.us) / 1e3);
      });
  const std::int64_t end = system_clock().monotonic_us();
  run.seconds = static_cast<double>(end - start) / 1e6;
  command::settle(kernel);
  run.behind_ms = static_cast<double>(system_clock().monotonic_us() - end) / 1e3;
  run.server_cpu_us = bench::process_cpu_us() - bench::thread_cpu_us() - cpu;
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
    bench::People people(bench::communities(kernel_), civil_date(kernel_.clock.now()), 2);
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

// Orders since `mark` that found nobody free, in percent.
double without_offer(sql::Connection& db, std::int64_t mark) {
  const auto all = one(db, {"SELECT COUNT(*) FROM visit WHERE id > ?", mark});
  const auto without = one(db, {"SELECT COUNT(*) FROM visit WHERE id > ? AND first_offer_at IS NULL", mark});
  return all == 0 ? 0 : 100 * static_cast<double>(without) / static_cast<double>(all);
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
  const auto place = [&](double rate, double seconds, int phase) {
    return place_orders(kernel, server.port(), cookies, wishes, options.clients, rate, seconds, phase);
  };
  (void)place(0, 1, 1);  // caches and statements are warm from here on

  // As fast as they are answered, and what a bare loop makes of the same rows.
  const std::int64_t mark = last_visit();
  const auto rows_before = snapshot();
  const auto stats_before = kernel.writer->stats();
  Run flat_out = place(0, options.seconds, 2);
  const auto stats = kernel.writer->stats();
  const double orders_per_group = static_cast<double>(flat_out.placed) / static_cast<double>(std::max<std::int64_t>(1, stats.groups - stats_before.groups));
  bench::Ceiling ceiling;
  double unserved = 0;
  {
    auto lease = kernel.readers->borrow();
    unserved = without_offer(*lease, mark);
    ceiling = bench::measure_ceiling(*lease, rows_before, flat_out.placed, static_cast<std::int64_t>(orders_per_group + 0.5), bare.url(), all_migrations());
  }
  const double bar_rate = std::min(2000.0, 0.35 * ceiling.acts_per_second), bar_p99 = 25 + 2 * fsync.at(0.99);
  report.figure("clients", options.clients, "clients");
  report.figure("calibration: ceiling, bare inserts", ceiling.acts_per_second, "orders/s");
  report.figure("rows an order leaves, with its offer", ceiling.rows_per_act, "rows");
  report.figure("orders a commit", orders_per_group, "orders");
  report.figure("offered to nobody, for a human", unserved, "%");
  report.at_least("flat out: placed", flat_out.rate(), "orders/s", bar_rate);
  report.at_least("flat out: placed, and a carer looked for for each", flat_out.rate_with_carers(), "orders/s", bar_rate);
  report.figure("flat out: of the ceiling, with carers", 100 * flat_out.rate_with_carers() / ceiling.acts_per_second, "%");
  report.figure("flat out: processor time of the server", flat_out.server_cpu_us / static_cast<double>(flat_out.placed), "us/order");
  report.figure("flat out: answered, p99", flat_out.answered.at(0.99), "ms");
  report.at_most("flat out: refused", static_cast<double>(flat_out.refused), "orders", 0);

  // Orders due at the bar's rate, whatever the answers do: what people wait then.
  const auto show = [&](std::string_view name, Run& run) {
    report.at_least(fmt::format("{}: placed", name), run.rate(), "orders/s", 0.95 * bar_rate);
    report.figure(fmt::format("{}: answered, p50", name), run.answered.at(0.5), "ms");
    report.at_most(fmt::format("{}: answered, p99", name), run.answered.at(0.99), "ms", bar_p99);
    report.figure(fmt::format("{}: looking for carers ended behind the last answer by", name), run.behind_ms, "ms");
    report.at_most(fmt::format("{}: refused", name), static_cast<double>(run.refused), "orders", 0);
  };
  Run steady = place(bar_rate, options.seconds, 3);
  show("at the bar's rate", steady);
  Import import(kernel);
  Run busy = place(bar_rate, options.seconds, 4);
  const std::int64_t imported = import.stop();
  show("during an import", busy);
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
