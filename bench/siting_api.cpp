// What a planner's screen asks of a city of 1.82 million elders, over HTTP: the coverage table, and what-if of one facility (bar 10
// of siting). The elders are put into the registry's memory only: what is measured reads nothing else of them.
#include <cstdlib>

#include <fmt/format.h>

#include "base/log.h"
#include "bench/city.h"
#include "bench/memory_watch.h"
#include "bench/percentiles.h"
#include "bench/report.h"
#include "http/wire/client.h"
#include "http/wire/server.h"
#include "kernel/command/command.h"
#include "modules/facilities/facilities.h"
#include "modules/region/region.h"
#include "modules/registry/memory.h"
#include "sim/places.h"

namespace yilin {
namespace {

constexpr RegionCode kNanyang{411300000000};
constexpr std::int64_t kCentres = 421 + 45 + 13;  // day-care, street and county centres of the source documents
constexpr int kQuestions = 2'000;

template <class T>
void demanded(const Result<T>& result) {
  if (!result) throw std::runtime_error(std::string(result.error().message()));
}

// As many as Nanyang has: 13 counties of 16 streets and towns with 24 communities and villages each.
std::vector<region::Division> divisions() {
  const Date since = Date::from_ymd(2020, 1, 1);
  std::vector<region::Division> out{region::make_division(kNanyang.at(RegionLevel::province), "测试省", since), region::make_division(kNanyang, "测试市", since)};
  for (int c = 1; c <= 13; ++c) {
    const std::int64_t county = kNanyang.value + c * 1'000'000;
    out.push_back(region::make_division({county}, fmt::format("测试{}县", c), since));
    for (int s = 1; s <= 16; ++s) {
      const bool town = s <= 4;
      const std::int64_t street = county + (town ? s : 100 + s) * 1'000;
      const std::string name = fmt::format("测试{}{}", s, town ? "街道办事处" : "镇");
      out.push_back(region::make_division({street}, name, since));
      for (int m = 1; m <= 24; ++m)
        out.push_back(region::make_division({street + (town ? m : 200 + m)}, fmt::format("测试{}{}", m, town ? "社区居民委员会" : "村民委员会"), since, name));
    }
  }
  return out;
}

void add_elders(Kernel& kernel, const sim::Places& places, std::int64_t elders) {
  registry::Population& people = registry::memory(kernel).people;
  const auto& communities = places.communities();
  Rng rng(7);
  for (std::int64_t i = 0; i < elders; ++i) {
    registry::Person person;
    const RegionCode home = communities[rng.below(communities.size())];
    const sim::Point at = places.near(home, 900, rng);
    person.facts.id = {i + 1};
    person.facts.region = home;
    person.facts.birth = Date::from_ymd(1945, 1, 1);
    person.facts.lon_e6 = static_cast<std::int32_t>(at.lon_e6);
    person.facts.lat_e6 = static_cast<std::int32_t>(at.lat_e6);
    if (rng.chance(0.03)) person.facts.lon_e6 = person.facts.lat_e6 = 0;  // nobody knows where
    person.card = person.name = person.pinyin = person.phone = static_cast<std::uint32_t>(i + 1);
    people.add(person);
  }
}

std::vector<FacilityId> add_facilities(Kernel& kernel, const sim::Places& places) {
  const auto& communities = places.communities();
  Rng rng(8);
  std::vector<FacilityId> out;
  for (std::int64_t i = 0; i < kCentres; ++i) {
    facilities::NewFacility f;
    f.name = fmt::format("日间照料中心 {}", i + 1);
    f.region = communities[rng.below(communities.size())];
    const sim::Point at = places.near(f.region, 300, rng);
    f.lon_e6 = at.lon_e6;
    f.lat_e6 = at.lat_e6;
    f.beds = 12;
    f.area_m2 = 240;
    demanded(command::run_for<bool>(kernel, access::Caller::system(), [&](command::Tx& tx) -> Result<bool> {
      YILIN_TRY(const FacilityId id, facilities::add_facility(tx, f));
      out.push_back(id);
      tx.record({"facility.simulate", "facility", id.value, f.region, {}, "bench", "{}"});
      return true;
    }));
  }
  return out;
}

std::string degrees(const sim::Point& p) {
  return fmt::format("{}.{:06},{}.{:06}", p.lon_e6 / 1'000'000, p.lon_e6 % 1'000'000, p.lat_e6 / 1'000'000, p.lat_e6 % 1'000'000);
}

int run(std::int64_t elders) {
  log::set_quiet(true);
  bench::Report report("siting_api");
  bench::Folder folder;
  CityOptions options;
  options.data = folder.path();
  options.quiet = true;
  City city = open_city(options, system_clock(), [](Kernel& kernel) {
    if (!region::seed_divisions(kernel, divisions(), kNanyang, true)) throw std::runtime_error("the divisions could not be entered");
  });
  city.kernel->start();
  const sim::Places places(region::divisions(*city.kernel));
  add_elders(*city.kernel, places, elders);
  const auto centres = add_facilities(*city.kernel, places);
  fmt::print(stderr, "{} elders, {} communities, {} facilities\n", elders, places.communities().size(), centres.size());

  auto caller = std::make_shared<access::Caller>();
  caller->kind = access::CallerKind::staff;
  caller->user = UserId{1};
  caller->roles = {access::Role::official};
  caller->scope = {kNanyang.subtree()};
  city.router->set_sessions([caller](const http::Request&) { return std::optional(http::Session{caller, {}}); });
  http::ServerOptions wire;
  wire.port = 0;
  http::Server server(wire, [&](http::Request request, std::shared_ptr<http::Responder> responder) { city.router->handle(std::move(request), std::move(responder)); });
  server.start();
  auto client = http::Client::tcp("127.0.0.1", server.port());
  const auto ask = [&](const std::string& path) {
    const std::int64_t start = system_clock().monotonic_us();
    const auto answer = client.request("GET", path, {}, "");
    if (!answer || answer->status != 200) throw std::runtime_error(path + ": " + (answer ? answer->body : std::string("no answer")));
    return static_cast<double>(system_clock().monotonic_us() - start) / 1e3;
  };

  {
    bench::MemoryWatch memory;
    const double cpu = bench::process_cpu_us();
    const double ms = ask("/api/coverage");
    report.at_most("coverage table, elders' places gathered and everybody asked: processor time", (bench::process_cpu_us() - cpu) / 1e6, "s", 0.3);
    report.figure("the same, to the last byte", ms, "ms");
    report.figure("the same, memory at its peak beyond before", memory.peak_mb() - memory.start_mb(), "MiB");
  }
  {
    const double cpu = bench::process_cpu_us();
    ask("/api/coverage?urban_minutes=14");
    report.figure("with other terms, places gathered already: processor time", (bench::process_cpu_us() - cpu) / 1e6, "s");
  }
  report.figure("the same table again", ask("/api/coverage"), "ms");
  report.figure("first what-if (the index is made)", ask("/api/planning/what-if"), "ms");
  bench::Percentiles latency, processor;
  Rng rng(9);
  for (int i = 0; i < kQuestions; ++i) {
    const std::string to = degrees(places.near(places.communities()[rng.below(places.communities().size())], 500, rng));
    const std::int64_t id = centres[rng.below(centres.size())].value;
    const double before = bench::process_cpu_us();
    latency.add(ask(i % 3 == 0 ? "/api/planning/what-if?add=" + to : i % 3 == 1 ? fmt::format("/api/planning/what-if?drop={}", id)
                                                                                : fmt::format("/api/planning/what-if?move={}:{}", id, to)));
    processor.add((bench::process_cpu_us() - before) / 1e3);
  }
  report.figure("what-if: processor time of one question, client and server, p50", processor.at(0.5), "ms");
  report.figure("the same, p99", processor.at(0.99), "ms");
  report.figure("what-if over HTTP, p50", latency.at(0.5), "ms");
  report.at_most("what-if over HTTP, p99", latency.at(0.99), "ms", 5);
  server.stop();
  return report.finish();
}

}  // namespace
}  // namespace yilin

int main(int argc, char** argv) {
  std::int64_t elders = 1'820'000;
  if (argc == 3 && std::string_view(argv[1]) == "--elders") elders = std::atoll(argv[2]);
  else if (argc != 1) return fmt::print(stderr, "bench/siting_api [--elders N]\n"), 2;
  try {
    return yilin::run(elders);
  } catch (const std::exception& e) {
    fmt::print(stderr, "bench siting_api: {}\n", e.what());
    return 2;
  }
}
