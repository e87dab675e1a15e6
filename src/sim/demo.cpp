#include "sim/demo.h"

#include <cstdio>
#include <filesystem>

#include <fmt/format.h>

#include "kernel/command/command.h"
#include "modules/catalogue/catalogue.h"
#include "modules/region/region.h"
#include "modules/registry/registry.h"
#include "sim/assessments.h"
#include "sim/entitlements.h"
#include "sim/founding.h"
#include "sim/facility_life.h"
#include "sim/history.h"
#include "sim/pace.h"
#include "sim/staff.h"

namespace yilin::sim {
namespace {

constexpr std::string_view kProgress = "demo_progress";  // "network", "elders", "day <date>", "done"
constexpr std::string_view kAssessed = "demo_assessed";  // set before the assessments are made, once
constexpr std::string_view kEntitled = "demo_entitled";  // set when facts and benefits are made: cut off, they are made again, which says the same twice
constexpr std::string_view kNetwork = "demo_network";    // ids of the first organisation and worker

std::string setting(Kernel& kernel, std::string_view key) {
  auto lease = kernel.readers->borrow();
  return region::setting(*lease, key).value_or("");
}

Status mark(Kernel& kernel, std::string_view key, const std::string& value) {
  return command::run(kernel, access::Caller::system(), [&](command::Tx& tx) -> Status {
    region::put_setting(tx, key, value);
    tx.record({"demo.progress", "setting", 0, {}, {}, "", fmt::format(R"({{"{}":"{}"}})", key, value)});
    return {};
  });
}

Result<NetworkReport> network(Kernel& kernel, const Places& places, const DemoOptions& options) {
  NetworkReport report;
  long long organisation = 0, worker = 0;
  if (std::sscanf(setting(kernel, kNetwork).c_str(), "%lld %lld", &organisation, &worker) == 2) {
    report.first_organisation = {organisation};
    report.first_worker = {worker};
    report.first_organisation_name = providers::organisation_name(kernel, report.first_organisation);
    if (const auto facts = providers::worker(kernel, report.first_worker)) report.first_worker_name = facts->name;
    return report;
  }
  YILIN_TRY(report, build_network(kernel, places, options.elders, options.seed));
  YILIN_CHECK(build_quarters(kernel, places, (std::filesystem::path(options.catalogue_folder).parent_path() / "facilities").string(), options.elders, options.seed));
  YILIN_CHECK(mark(kernel, kNetwork, fmt::format("{} {}", report.first_organisation.value, report.first_worker.value)));
  return report;
}

void join_couples(Desk& desk, Hands& hands, const CallerPtr& official, const std::vector<Couple>& couples, const DemoProgress& progress) {
  std::int64_t done = 0;
  for (const Couple& c : couples) {
    desk.post(official, fmt::format("/api/elders/{}/household", c.other.value), fmt::format(R"({{"with_elder_id":"{}"}})", c.one.value));
    if (++done % 100 == 0) progress("登记同住家庭", done, static_cast<std::int64_t>(couples.size()));
  }
  hands.wait();
}

Date day_reached(const std::string& progress) {
  if (!progress.starts_with("day ")) return {};
  const auto day = Date::parse(std::string_view(progress).substr(4));
  return day ? *day : Date{};
}

}  // namespace

DemoState demo_state(sql::Connection& db) {
  const auto progress = region::setting(db, kProgress);
  if (progress) return *progress == "done" ? DemoState::made : DemoState::making;
  const auto city = region::setting(db, "city");
  if (!city) return DemoState::none;
  return region::setting(db, "demo").value_or("0") == "1" ? DemoState::making : DemoState::real_data;
}

Instant demo_start(sql::Connection* db, int days, Instant now) {
  const Instant start = start_of_day(civil_date(now) + -(days + 1)) + hours(8);
  if (db == nullptr) return start;
  const Date reached = day_reached(region::setting(*db, kProgress).value_or(""));
  return reached ? std::max(start, std::min(now, start_of_day(reached + 1))) : start;
}

Result<DemoReport> make_demo(Kernel& kernel, http::Router& router, SimClock& clock, const DemoOptions& options, const DemoProgress& progress) {
  DemoReport report;
  YILIN_CHECK(catalogue::load_seed(kernel, options.catalogue_folder));
  const Places places(region::divisions(kernel));
  if (places.areas().empty()) return fail(yilin::errors::invalid, "这个区划下没有社区，不能作为演示城市。");

  progress("生成服务组织、设施与人员", 0, 0);
  YILIN_TRY(const NetworkReport net, network(kernel, places, options));
  report.organisations = net.organisations;
  report.workers = net.workers;

  std::string stage = setting(kernel, kProgress);
  std::vector<Couple> couples;
  if (stage.empty()) {
    YILIN_TRY(couples, found_people(kernel, places, options.elders, options.seed, progress));
    YILIN_CHECK(fill_facilities(kernel, options.seed));
    YILIN_CHECK(mark(kernel, kProgress, "elders"));
  }
  YILIN_TRY(Staff staff, make_staff(kernel, places, net));
  registry::Filter everybody;
  everybody.ranges = {places.tree().city().subtree()};
  report.elders = registry::count(kernel, everybody);

  {
    Hands hands(kernel);
    Desk desk(hands, router);
    World world(kernel, hands, &desk,
                {options.seed, 1, customers_of(options.elders), staff.of(access::Role::hotline_operator), staff.of(access::Role::dispatcher),
                 staff.of(access::Role::official)});
    const Customers customers(kernel, customers_of(options.elders), options.seed);
    join_couples(desk, hands, world.official(), couples, progress);
    if (!world.has_customers()) return fail(yilin::errors::invalid, "没有可以下单的模拟老人。");
    YILIN_CHECK(play_history(kernel, world, desk, hands, clock, {options.seed, orders_a_day(options.elders), options.days, !day_reached(stage)},
                             [&](Date day) { return mark(kernel, kProgress, "day " + to_string(day)); }, progress));
    report.orders = world.orders_placed();
    report.acts = hands.acts();
    report.refusals = hands.refusals();
    YILIN_TRY(staff, make_staff(kernel, places, net));  // new passwords, set today
    report.account_table = account_table(kernel, staff, places, customers);
  }
  if (setting(kernel, kAssessed).empty()) {
    YILIN_CHECK(mark(kernel, kAssessed, "1"));
    progress("生成能力评估", 0, 0);
    YILIN_TRY(report.assessments, assess(kernel, places, net, staff, options.elders, options.seed));
  }
  if (setting(kernel, kEntitled).empty()) {
    progress("登记事实、核定待遇", 0, 0);
    YILIN_TRY(const EntitlementReport entitled, entitle(kernel, router, clock, places, options.seed));
    report.awards = entitled.awards;
    YILIN_CHECK(mark(kernel, kEntitled, "1"));
  }
  store_account_table(kernel.data_folder, report.account_table);
  YILIN_CHECK(mark(kernel, kProgress, "done"));
  return report;
}

}  // namespace yilin::sim
