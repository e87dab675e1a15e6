// The registry at the size of a city of 1.82 million elders (bar 2).
#include <atomic>
#include <cstdlib>
#include <functional>
#include <thread>

#include "base/log.h"
#include "base/pinyin.h"
#include "base/text.h"
#include "bench/ask.h"
#include "bench/city.h"
#include "bench/elder_file.h"
#include "bench/memory_watch.h"
#include "bench/percentiles.h"
#include "bench/report.h"
#include "kernel/command/command.h"
#include "kernel/sql/scratch.h"
#include "modules/region/region.h"
#include "modules/registry/registry.h"

namespace yilin {
namespace {

using bench::Percentiles;
using bench::Report;
using registry::NewElder;

constexpr RegionCode kNanyang{411300000000};
constexpr RegionCode kWancheng{411302000000};
constexpr double kCacheMb = 64 + 4 * 16;  // of SQLite: the writer's and the readers' page caches
constexpr int kQueries = 200;             // of each key in each scope
constexpr int kCounterDays = 90;

double seconds_since(std::int64_t start_us) { return static_cast<double>(system_clock().monotonic_us() - start_us) / 1e6; }

void make_divisions(const CityOptions& options) {
  City city = open_city(options, system_clock(), [](Kernel& kernel) {
    kernel.start();
    if (!region::load_divisions(kernel, YILIN_SOURCE_DIR "/data/divisions/divisions.csv.xz") || !region::set_city(kernel, kNanyang, true))
      throw std::runtime_error("the divisions could not be loaded");
  });
}

// A small command every few milliseconds while something else keeps the writer busy.
class Pulse {
 public:
  explicit Pulse(Kernel& kernel) : kernel_(kernel), thread_([this] { beat(); }) {}
  Percentiles stop() {
    stop_ = true;
    thread_.join();
    return std::move(latency_);
  }

 private:
  void beat() {
    while (!stop_) {
      const std::int64_t start = system_clock().monotonic_us();
      (void)command::run(kernel_, access::Caller::system(), [](command::Tx& tx) -> Status {
        tx.record({"elder.reveal", "elder", 1, {}, {}, "bench", "{}"});
        return {};
      });
      latency_.add(static_cast<double>(system_clock().monotonic_us() - start) / 1e3);
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }
  Kernel& kernel_;
  std::atomic<bool> stop_{false};
  Percentiles latency_;
  std::thread thread_;
};

void import_file(Kernel& kernel, const std::string& file, std::int64_t elders, Report& report, bool memory_bar) {
  bench::MemoryWatch memory;
  Pulse pulse(kernel);
  const std::int64_t start = system_clock().monotonic_us();
  const double cpu = bench::process_cpu_us();
  registry::BulkElders::Options options;
  options.run = "bench";
  bool told = false;
  options.in_chunk = [&](command::Tx&, std::int64_t first, std::span<const registry::BulkRow> fates) -> Status {
    for (std::size_t i = 0; i < fates.size() && !told; ++i) {
      if (fates[i].fate != registry::BulkRow::Fate::refused) continue;
      told = true;
      fmt::print(stderr, "  row {} refused: {}\n", first + static_cast<std::int64_t>(i),
                 fates[i].error && !fates[i].error->fields.empty() ? fates[i].error->fields[0].message : "");
    }
    return {};
  };
  registry::BulkElders bulk(kernel, {&access::Caller::system(), [](const access::Caller*) {}}, options);
  std::int64_t rows = 0;
  bench::read_elder_file(file, [&](NewElder elder) {
    if (const auto ok = bulk.add(std::move(elder)); !ok) throw std::runtime_error(std::string(ok.error().message()));
    if (++rows % 200'000 == 0) fmt::print(stderr, "  {} rows, {:.0f} s\n", rows, seconds_since(start));
  });
  const double rows_read = seconds_since(start);
  if (const auto ok = bulk.finish(); !ok) throw std::runtime_error(std::string(ok.error().message()));
  const double total = seconds_since(start);
  Percentiles beats = pulse.stop();
  const auto totals = bulk.totals();
  report.figure("elders added", static_cast<double>(totals.added), "elders");
  report.figure("rows known already", static_cast<double>(totals.known), "rows");
  report.at_most("rows refused", static_cast<double>(totals.refused), "rows", 0);
  report.figure("likely duplicates stored", static_cast<double>(totals.pairs), "pairs");
  report.figure("import: all rows read after", rows_read, "s");
  report.at_most("import: everybody found by every key after", total, "s", std::max(5.0, 300.0 * static_cast<double>(elders) / 1'820'000));
  report.figure("import: processor time", (bench::process_cpu_us() - cpu) / 1e6, "s");
  const double beyond = memory.peak_mb() - kCacheMb;
  if (memory_bar) report.at_most("import: memory at its peak beyond database caches", beyond, "MiB", 512);
  else report.figure("import: memory at its peak", memory.peak_mb(), "MiB");
  const auto stats = kernel.writer->stats();
  report.figure("import: longest run of one job on the writer", static_cast<double>(stats.run_us_max) / 1e3, "ms");
  report.figure("import: longest commit", static_cast<double>(stats.commit_us_max) / 1e3, "ms");
  report.figure("a command meanwhile, p50", beats.at(0.5), "ms");
  report.figure("a command meanwhile, p99", beats.at(0.99), "ms");
}

// Counters of activity as a city has them: every community every day.
void make_counters(const CityOptions& options) {
  City city = open_city(options);
  const std::vector<RegionCode> all = bench::communities(*city.kernel);
  const Date today = civil_date(system_clock().now());
  static constexpr sql::Literal columns[] = {"region", "day", "metric", "value"};
  for (int d = 0; d < kCounterDays; ++d) {
    const auto outcome = city.kernel->writer->run(sql::Lane::bulk, [&](sql::Connection& db) {
      const auto counters = db.bulk("counter", columns);
      for (const RegionCode community : all)
        for (std::int64_t metric = 1; metric <= 6; ++metric)
          counters->row(std::vector<sql::Value>{community.value, std::int64_t{(today + -d).days}, metric, std::int64_t{3}});
      counters->finish();
      return true;
    });
    if (outcome != sql::Outcome::committed) throw std::runtime_error("the counters could not be written");
  }
}

access::Caller official(RegionCode where) {
  access::Caller caller;
  caller.kind = access::CallerKind::staff;
  caller.user = UserId{1};
  caller.roles = {access::Role::official};
  caller.viewer = access::viewer_of(caller.roles);
  caller.scope = {where.subtree()};
  return caller;
}

using Query = std::vector<std::pair<std::string, std::string>>;

// Times of one kind of request: how long it took, and the processor time of its thread, which does all of it. On a machine
// that others keep busy the first says more about them; the bars are read against the second.
struct Times {
  Percentiles wall, processor;
  double p95_wall = 0, p50 = 0, p95 = 0, longest = 0;  // the worst of the scopes
  template <class Request>
  void measure(const Request& request) {
    const std::int64_t start = system_clock().monotonic_us();
    const double cpu = bench::thread_cpu_us();
    request();
    processor.add((bench::thread_cpu_us() - cpu) / 1e3);
    wall.add(seconds_since(start) * 1e3);
  }
  void next_scope() {
    p50 = std::max(p50, processor.at(0.5));
    p95 = std::max(p95, processor.at(0.95));
    longest = std::max(longest, processor.at(1));
    p95_wall = std::max(p95_wall, wall.at(0.95));
    wall = processor = {};
  }
  void tell(Report& report, std::string_view name, double bar) const {
    report.at_most(fmt::format("{}, p95", name), p95, "ms", bar);
    fmt::print("    p50 {:.2f}, longest {:.2f}, p95 by the clock {:.2f} ms\n", p50, longest, p95_wall);
  }
};

// The worst 95th percentile of the scopes: the whole city, a county, a street of its own each time.
void time_lists(City& city, bench::Ask& ask, Report& report, std::string_view name, const std::function<Query(Rng&)>& query) {
  const std::vector<RegionCode> all = bench::communities(*city.kernel);
  Rng rng(7);
  Times times;
  for (const RegionLevel level : {RegionLevel::city, RegionLevel::county, RegionLevel::street}) {
    for (int i = 0; i < kQueries; ++i) {
      ask.as(official(level == RegionLevel::city ? kNanyang : level == RegionLevel::county ? kWancheng : all[rng.below(all.size())].at(level)));
      const Query q = query(rng);
      times.measure([&] {
        const http::Response answer = ask.get("/api/elders", q);
        if (answer.status != 200) throw std::runtime_error("a search failed: " + answer.body);
      });
    }
    times.next_scope();
  }
  times.tell(report, name, 20);
}

void search_all(City& city, bench::Ask& ask, Report& report, const std::vector<NewElder>& sample) {
  const auto by = [&](std::string_view name, const std::function<std::string(const NewElder&)>& key) {
    time_lists(city, ask, report, fmt::format("search by {}", name), [&](Rng& rng) {
      std::string q;
      while (q.empty()) q = key(sample[rng.below(sample.size())]);
      return Query{{"q", q}};
    });
  };
  const auto spelled = [](const std::string& name, std::size_t syllables) {
    std::string out;
    const auto p = person_pinyin(name);
    for (std::size_t i = 0; i < std::min(syllables, p.syllables.size()); ++i) out += p.syllables[i];
    return out;
  };
  by("name", [](const NewElder& e) { return e.name; });
  by("given name", [](const NewElder& e) { return e.name.substr(text::first(e.name, 1).size()); });
  by("one character", [](const NewElder& e) { return std::string(text::first(e.name, 1)); });
  by("pinyin", [&](const NewElder& e) { return spelled(e.name, 9); });
  by("pinyin of the surname", [&](const NewElder& e) { return spelled(e.name, 1); });
  by("initials", [](const NewElder& e) { return person_pinyin(e.name).initials(); });
  by("phone", [](const NewElder& e) { return e.phone.reveal(); });
  by("ID number", [](const NewElder& e) { return e.id_card.reveal(); });
  by("last four", [](const NewElder& e) { return e.id_card.empty() ? std::string() : std::string(e.id_card.last4()); });
  by("name and last four", [](const NewElder& e) { return e.id_card.empty() ? std::string() : e.name + " " + std::string(e.id_card.last4()); });
  by("community", [&](const NewElder& e) { return region::divisions(*city.kernel)->name(e.region); });
  time_lists(city, ask, report, "list with total", [](Rng&) { return Query{}; });
  time_lists(city, ask, report, "list of 80 and over living alone", [](Rng&) { return Query{{"age_min", "80"}, {"living", "alone"}}; });
  time_lists(city, ask, report, "a surname among 90 and over with 低保", [](Rng&) { return Query{{"q", "王"}, {"age_min", "90"}, {"label", "subsistence"}}; });
}

void time_figures(City& city, bench::Ask& ask, Report& report) {
  const std::vector<RegionCode> all = bench::communities(*city.kernel);
  const Date today = civil_date(system_clock().now());
  const std::string long_ago = to_string(today + -(kCounterDays - 1));
  const auto tree = region::divisions(*city.kernel);
  Rng rng(9);
  ask.as(official(kNanyang));
  for (const auto& [name, path, more] : {std::tuple{"activity of 30 days", "/api/figures", Query{}},
                                         std::tuple{"activity of 90 days", "/api/figures", Query{{"from", long_ago}, {"to", to_string(today)}}},
                                         std::tuple{"elders by label, age, living, ability", "/api/figures/elders", Query{}}}) {
    Times times;
    for (const RegionLevel level : {RegionLevel::city, RegionLevel::county, RegionLevel::street, RegionLevel::community}) {
      for (int i = 0; i < 20; ++i) {
        RegionCode where;
        while (tree->find(where) == nullptr) where = all[rng.below(all.size())].at(level);
        Query query = more;
        query.emplace_back("region", to_string(where));
        times.measure([&] {
          const http::Response answer = ask.get(path, query);
          if (answer.status != 200) throw std::runtime_error("a figure failed: " + answer.body);
        });
      }
      times.next_scope();
    }
    times.tell(report, fmt::format("figures: {}, worst level", name), 50);
  }
}

int run(std::int64_t elders) {
  const bool postgres = std::getenv("YILIN_TEST_PG") != nullptr;
  Report report(postgres ? "registry_postgres" : "registry_sqlite");
  log::set_quiet(true);
  const bench::Folder folder;
  const sql::Scratch scratch(postgres ? sql::Dialect::postgres : sql::Dialect::sqlite);
  CityOptions options;
  options.data = folder.path();
  options.database = scratch.url();
  options.quiet = true;
  make_divisions(options);
  std::vector<NewElder> sample;
  {
    City city = open_city(options);
    city.kernel->start();
    const std::string file = folder.path() + "/elders.csv";
    {
      bench::People people(bench::communities(*city.kernel), civil_date(system_clock().now()), 1);
      sample = bench::write_elder_file(file, elders, people);
    }
    report.figure("size of the file", static_cast<double>(std::filesystem::file_size(file)) / 1e6, "MB");
    import_file(*city.kernel, file, elders, report, !postgres);
    std::filesystem::remove(file);
  }
  make_counters(options);

  const std::int64_t start = system_clock().monotonic_us();
  const double cpu = bench::process_cpu_us();
  City city = open_city(options);
  city.kernel->start();
  report.at_most("start of the server", seconds_since(start), "s", 10);
  report.figure("start of the server, processor time", (bench::process_cpu_us() - cpu) / 1e6, "s");
  registry::Filter everybody;
  everybody.ranges = {kNanyang.subtree()};
  report.figure("elders", static_cast<double>(registry::count(*city.kernel, everybody)), "elders");
  bench::Ask ask(*city.router);
  search_all(city, ask, report, sample);
  time_figures(city, ask, report);
  return report.finish();
}

}  // namespace
}  // namespace yilin

int main(int argc, char** argv) {
  std::int64_t elders = 1'820'000;
  if (argc == 3 && std::string_view(argv[1]) == "--elders") elders = std::atoll(argv[2]);
  else if (argc != 1) return fmt::print(stderr, "bench/registry [--elders N]\n"), 2;
  try {
    return yilin::run(elders);
  } catch (const std::exception& e) {
    fmt::print(stderr, "bench registry: {}\n", e.what());
    return 2;
  }
}
