// One elder changes: through HTTP, durable, every rule decided again (bar 4), and what a month of the whole city takes.
#include <cstdlib>

#include "base/log.h"
#include "bench/calibrate.h"
#include "bench/city.h"
#include "bench/report.h"
#include "http/wire/client.h"
#include "http/wire/server.h"
#include "kernel/command/command.h"
#include "kernel/sql/scratch.h"
#include "modules/accounts/accounts.h"
#include "modules/benefits/benefits.h"
#include "modules/region/region.h"

namespace yilin {
namespace {

using bench::Percentiles;

constexpr std::pair<std::string_view, std::string_view> kCommon[] = {
    {"户籍", "410902"},       {"残疾等级", "无残疾"},   {"残疾类别", "无残疾类型"}, {"重病", "否"},         {"失智", "否"},          {"计生特殊家庭", "否"},
    {"优抚对象", "否"},       {"供养方式", "非特困"},   {"自理丧失项", "0分值"},    {"长护险参保", "否"},   {"长护险等级", "长护零级"}, {"已享改造", "否"},
    {"床位在用", "否"},       {"床位新建", "否"},       {"本月服务费", "0元"},      {"本月助餐次数", "0次"}, {"家庭.人数", "2人"},    {"家庭.同住人数", "2人"},
    {"家庭.同住老人", "2人"}, {"家庭.月收入", "4000元"}, {"家庭.工资收入", "0元"},   {"家庭.赡养费", "0元"}, {"家庭.刚性支出", "0元"}, {"家庭.财产符合", "是"},
    {"家庭.渐退中", "否"},    {"家庭.渐退开始", "1900-01-01"}, {"家庭.渐退基数", "0元"}, {"家庭.突发困难", "否"}, {"家庭.本年临时救助", "0次"}};

double ms_since(std::int64_t start_us) { return static_cast<double>(system_clock().monotonic_us() - start_us) / 1e3; }

struct Options {
  CityOptions city;
  bench::CityShape shape;
  int changes = 3'000;
};

int run(Options& options) {
  const bench::Folder folder;
  sql::Scratch scratch;
  options.city.data = folder.path();
  options.city.database = scratch.url();
  options.city.quiet = true;
  options.shape.whole_country = false;
  options.shape.operators = 1;
  options.shape.workers = 100;
  log::set_quiet(true);
  bench::Report report("benefits");
  (void)bench::make_city(options.city, options.shape, YILIN_SOURCE_DIR);
  City city = open_city(options.city);
  Kernel& kernel = *city.kernel;
  kernel.start();
  const auto told = command::run(kernel, access::Caller::system(), [&](command::Tx& tx) -> Status {
    for (const auto& [fact, value] : kCommon) YILIN_CHECK(benefits::add_region_fact(tx, region::city(tx.kernel), fact, value, "bench"));
    tx.record({"demo.facts", "region", 1, {}, {}, {}, "{}"});
    return {};
  });
  if (!told) throw std::runtime_error(std::string(told.error().message()));
  const bench::Wishes wishes = bench::Wishes::of(kernel);

  http::ServerOptions server_options;
  server_options.port = 0;
  server_options.upload_folder = folder.path() + "/uploads";
  http::Server server(server_options, [&](http::Request request, std::shared_ptr<http::Responder> responder) { city.router->handle(std::move(request), std::move(responder)); });
  server.start();
  accounts::NewAccount official;
  official.username = "official";
  official.name = "民政工作人员";
  official.roles = {access::Role::official};
  official.scopes.push_back(accounts::ScopeInput{region::city(kernel), {}, {}});
  official.region = region::city(kernel);
  const auto accounts = accounts::create_demo_accounts(kernel, {official});
  if (!accounts) throw std::runtime_error(std::string(accounts.error().message()));
  const std::string cookie = bench::sign_in(server.port(), {accounts->front().username, accounts->front().password});
  Percentiles fsync = bench::fsync_times(folder.path(), 1);
  report.figure("calibration: 4 KiB and fdatasync, p50", fsync.at(0.5), "ms");
  report.figure("calibration: 4 KiB and fdatasync, p99", fsync.at(0.99), "ms");

  const std::int64_t run_from = system_clock().monotonic_us();
  const auto frozen = command::run(kernel, access::Caller::system(), [&](command::Tx& tx) -> Status {
    YILIN_TRY(const benefits::RunId id, benefits::start_run(tx, Month::of(tx.today())));
    tx.record({"benefit_run.start", "benefit_run", id.value, {}, {}, {}, "{}"});
    return {};
  });
  if (!frozen) throw std::runtime_error(std::string(frozen.error().message()));
  benefits::wait_until_idle(kernel);
  report.figure("a month computed, frozen and stored", ms_since(run_from), "ms");

  // This month in memory: built at the first question, kept fresh by every change from then on.
  auto client = http::Client::tcp("127.0.0.1", server.port());
  const auto summary = [&](std::string_view name) {
    const std::int64_t start = system_clock().monotonic_us();
    const auto answer = client.request("GET", "/api/benefits/gaps/summary", {{"Cookie", cookie}});
    if (!answer || answer->status != 200) throw std::runtime_error("no summary");
    report.figure(name, ms_since(start), "ms");
  };
  summary("eligible but not receiving, memory built first");
  summary("eligible but not receiving, whole city");
  Rng rng(1);
  const auto change = [&](int i) {
    const std::int64_t elder = wishes.elders[rng.below(wishes.elders.size())];
    const std::string body = fmt::format(R"({{"facts":[{{"fact":"个人月收入","value":"{}元","valid_from":"2026-{:02}-{:02}","source":"bench"}}]}})", rng.below(4'000), 1 + i / 28 % 10, 1 + i % 28);
    const std::int64_t start = system_clock().monotonic_us();
    const auto answer = client.request("POST", fmt::format("/api/elders/{}/facts", elder),
                                       {{"Content-Type", "application/json"}, {"Cookie", cookie}, {"Idempotency-Key", fmt::format("bench-benefits-{:08}", i)}}, body);
    const double ms = ms_since(start);
    if (!answer || answer->status != 200) throw std::runtime_error("a change was refused: " + (answer ? answer->body : std::string("no answer")));
    return ms;
  };
  for (int i = 0; i < 200; ++i) (void)change(i);  // caches and statements are warm from here on
  const auto before = kernel.writer->stats();
  const double cpu = bench::process_cpu_us() - bench::thread_cpu_us();
  Percentiles answered;
  for (int i = 0; i < options.changes; ++i) answered.add(change(1'000 + i));
  const auto after = kernel.writer->stats();
  report.figure("a change: processor time of the server", (bench::process_cpu_us() - bench::thread_cpu_us() - cpu) / options.changes, "us");
  report.figure("a change: commit, mean", static_cast<double>(after.commit_us_total - before.commit_us_total) / 1e3 / options.changes, "ms");
  report.figure("a change: answered, p50", answered.at(0.5), "ms");
  report.at_most("a change: answered, p99", answered.at(0.99), "ms", 5 + fsync.at(0.99));
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
    if (name == "--elders") options.shape.elders = std::atoll(argv[i + 1]);
    else if (name == "--changes") options.changes = std::atoi(argv[i + 1]);
    else {
      fmt::print(stderr, "bench/benefits [--elders N] [--changes N]\n");
      return 2;
    }
  }
  try {
    return yilin::run(options);
  } catch (const std::exception& e) {
    fmt::print(stderr, "bench benefits: {}\n", e.what());
    return 2;
  }
}
