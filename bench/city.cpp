#include "bench/city.h"

#include <filesystem>

#include <fmt/format.h>

#include "base/rng.h"
#include "http/wire/client.h"
#include "kernel/command/command.h"
#include "modules/accounts/accounts.h"
#include "modules/catalogue/catalogue.h"
#include "modules/region/region.h"
#include "modules/registry/registry.h"
#include "sim/network.h"
#include "sim/people.h"

namespace yilin::bench {
namespace {

template <class T>
T demanded(Result<T> result) {
  if (!result) throw std::runtime_error(std::string(result.error().message()));
  return std::move(*result);
}
void demanded(const Status& status) {
  if (!status) throw std::runtime_error(std::string(status.error().message()));
}

void add_elders(Kernel& kernel, const sim::Places& places, std::int64_t elders) {
  registry::BulkElders::Options options;
  options.run = "bench city";
  options.source = registry::Source::simulated;
  registry::BulkElders bulk(kernel, {&access::Caller::system(), [](const access::Caller*) {}}, options);
  sim::PeopleMaker people(places, 1, civil_date(kernel.clock.now()));
  for (std::int64_t i = 0; i < elders; ++i) demanded(bulk.add(people.next()));
  demanded(bulk.finish());
}

std::vector<Operator> add_operators(Kernel& kernel, const CityShape& shape) {
  std::vector<accounts::NewAccount> wanted;
  for (int i = 0; i < shape.operators; ++i) {
    accounts::NewAccount a;
    a.username = fmt::format("seat{}", i + 1);
    a.name = fmt::format("坐席{}", i + 1);
    a.roles = {access::Role::hotline_operator};
    a.scopes.push_back(accounts::ScopeInput{{shape.code}, {}, {}});
    a.region = {shape.code};
    wanted.push_back(std::move(a));
  }
  std::vector<Operator> out;
  for (const accounts::DemoAccount& a : demanded(accounts::create_demo_accounts(kernel, std::move(wanted)))) out.push_back({a.username, a.password});
  return out;
}

// Two counties with two streets of two communities each.
std::vector<region::Division> handful(RegionCode city) {
  const Date since = Date::from_ymd(2020, 1, 1);
  std::vector<region::Division> out = {region::make_division(city.at(RegionLevel::province), "测试省", since), region::make_division(city, "测试市", since)};
  for (int c = 1; c <= 2; ++c) {
    const std::int64_t county = city.value + c * 1'000'000;
    out.push_back(region::make_division({county}, fmt::format("测试{}县", c), since));
    for (int s = 1; s <= 2; ++s) {
      const std::int64_t street = county + s * 1'000;
      out.push_back(region::make_division({street}, fmt::format("测试{}街道办事处", s), since));
      for (int m = 1; m <= 2; ++m) out.push_back(region::make_division({street + m}, fmt::format("测试{}社区居民委员会", m), since));
    }
  }
  return out;
}

// build_network makes 1.2 √elders workers.
std::int64_t elders_for(std::int64_t workers) { return workers * workers * 100 / 144; }

}  // namespace

std::vector<Operator> make_city(const CityOptions& options, const CityShape& shape, const std::string& source) {
  fmt::print(stderr, "making a city of {} elders and {} workers\n", shape.elders, shape.workers);
  City city = open_city(options, system_clock(), [&](Kernel& kernel) {
    if (!shape.whole_country) return demanded(region::seed_divisions(kernel, handful({shape.code}), {shape.code}, true));
    demanded(region::load_divisions(kernel, source + "/data/divisions/divisions.csv.xz"));
    demanded(region::set_city(kernel, {shape.code}, true));
  });
  city.kernel->start();
  demanded(catalogue::load_seed(*city.kernel, source + "/data/catalogue"));
  const sim::Places places(region::divisions(*city.kernel));
  demanded(sim::build_network(*city.kernel, places, elders_for(shape.workers), 1));
  add_elders(*city.kernel, places, shape.elders);
  return add_operators(*city.kernel, shape);
}

std::string sign_in(std::uint16_t port, const Operator& who) {
  auto client = http::Client::tcp("127.0.0.1", port);
  const auto answer = demanded(client.request("POST", "/api/session", {{"Content-Type", "application/json"}},
                                              fmt::format(R"({{"username":"{}","password":"{}"}})", who.username, who.password)));
  for (const auto& [name, value] : answer.headers)
    if (name == "set-cookie" && value.starts_with(accounts::kSessionCookie)) return value.substr(0, value.find(';'));
  throw std::runtime_error("sign-in was refused: " + answer.body);
}

Wishes Wishes::of(Kernel& kernel) {
  Wishes out;
  for (const catalogue::ServiceItem& item : catalogue::items(kernel))
    if (!item.review_required) out.items.push_back(item.id.value);
  auto lease = kernel.readers->borrow();
  auto rows = lease->rows("SELECT id FROM elder WHERE state = 1 ORDER BY id");
  while (rows.next()) out.elders.push_back(rows.integer(0));
  if (out.elders.empty() || out.items.empty()) throw std::runtime_error("nobody to order for");
  return out;
}

Wishes Wishes::of(const CityOptions& options) {
  City city = open_city(options);
  return of(*city.kernel);
}

std::string Wishes::order(Rng& rng, Instant now) const {
  // On the half hour between eight and five, one to thirty days ahead.
  const Instant at = start_of_day(civil_date(now) + static_cast<std::int32_t>(1 + rng.below(30))) + minutes(8 * 60 + 30 * static_cast<std::int64_t>(rng.below(19)));
  return fmt::format(R"({{"elder_id":"{}","item_id":"{}","wanted_from":"{}","channel":"hotline"}})", elders[rng.below(elders.size())],
                     items[rng.below(items.size())], to_string(at));
}

std::vector<RegionCode> communities(Kernel& kernel) {
  const auto tree = region::divisions(kernel);
  std::vector<RegionCode> out;
  for (const RegionCode code : tree->communities(tree->city().subtree()))
    if (const auto* division = tree->find(code); division != nullptr && !division->synthetic) out.push_back(code);
  return out;
}

Folder::Folder() : path_(std::filesystem::temp_directory_path() / "yilin-bench-XXXXXX") {
  if (::mkdtemp(path_.data()) == nullptr) throw std::runtime_error("no temporary folder");
}
Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace yilin::bench
