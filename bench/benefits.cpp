// One elder changes: through HTTP, durable, every rule decided again (bar 4); and what the whole city takes in the product: a month frozen
// and derived again, a what-if of a year, a standard at many values, a back-dated sweep. `--elders 1820000` is the city of the issue.
#include <cstdlib>

#include "base/log.h"
#include "bench/calibrate.h"
#include "bench/city.h"
#include "bench/memory_watch.h"
#include "bench/report.h"
#include "http/wire/client.h"
#include "http/wire/server.h"
#include "http/wire/target.h"
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

// A record of her own for every elder, beside what the region's lists say: her income, as the pension office would send it.
void record_incomes(Kernel& kernel, const std::vector<std::int64_t>& elders) {
  constexpr std::size_t kAtOnce = 400;
  Rng rng(7);
  for (std::size_t from = 0; from < elders.size(); from += kAtOnce) {
    std::vector<std::string> values;
    std::vector<benefits::ElderFact> facts;
    const std::size_t to = std::min(elders.size(), from + kAtOnce);
    for (std::size_t i = from; i < to; ++i) values.push_back(fmt::format("{}元", 100 + rng.below(4'000)));
    for (std::size_t i = from; i < to; ++i) facts.push_back({{elders[i]}, "个人月收入", values[i - from]});
    const auto told = command::run(
        kernel, access::Caller::system(),
        [&](command::Tx& tx) -> Status {
          YILIN_CHECK(benefits::add_facts(tx, facts, benefits::Origin::list, "bench"));
          tx.record({"demo.facts", "region", 1, {}, {}, {}, "{}"});
          return {};
        },
        sql::Lane::bulk);
    if (!told) throw std::runtime_error(std::string(told.error().message()));
  }
}

constexpr int kPatienceMillis = 600'000;  // a whole city, on a machine that others use too

class Asker {
 public:
  Asker(std::uint16_t port, std::string cookie) : client_(http::Client::tcp("127.0.0.1", port, kPatienceMillis)), cookie_(std::move(cookie)) {}
  std::string get(std::string_view path) { return checked(client_.request("GET", std::string(path), {{"Cookie", cookie_}})); }
  std::string post(std::string_view path, const std::string& body) {
    return checked(client_.request("POST", std::string(path),
                                   {{"Content-Type", "application/json"}, {"Cookie", cookie_}, {"Idempotency-Key", fmt::format("bench-benefits-{:08}", ++keys_)}}, body));
  }
  // The first id that an answer names.
  static std::string id_in(const std::string& answer) {
    const std::size_t at = answer.find("\"id\":\"") + 6;
    return answer.substr(at, answer.find('"', at) - at);
  }

 private:
  static std::string checked(const Result<http::ClientResponse>& answer) {
    if (!answer || answer->status != 200) throw std::runtime_error("refused: " + (answer ? answer->body : std::string("no answer")));
    return answer->body;
  }
  http::Client client_;
  std::string cookie_;
  int keys_ = 0;
};

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
  record_incomes(kernel, wishes.elders);
  report.figure("elders, each with an income on record", static_cast<double>(wishes.elders.size()), "");

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

  bench::MemoryWatch memory;
  Asker asker(server.port(), cookie);
  // Wall time and processor time of the whole process, until the background has nothing left to do.
  const auto measured = [&](std::string_view name, auto&& work) {
    const std::int64_t start = system_clock().monotonic_us();
    const double cpu = bench::process_cpu_us();
    work();
    benefits::wait_until_idle(kernel);
    report.figure(fmt::format("{}, processor time", name), (bench::process_cpu_us() - cpu) / 1e6, "s");
    report.figure(fmt::format("{}, wall time", name), ms_since(start) / 1e3, "s");
  };
  const auto encoded = [](std::string_view text) { return http::percent_encode(text); };
  const std::string month = to_string(Month::of(civil_date(kernel.clock.now())));
  std::string run_id;
  measured("a month computed, frozen and stored", [&] { run_id = Asker::id_in(asker.post("/api/benefits/runs", fmt::format(R"({{"month":"{}"}})", month))); });
  measured("the same derived again and compared byte by byte", [&] { (void)asker.post("/api/benefits/runs/" + run_id + "/check", "{}"); });
  if (asker.get("/api/benefits/runs/" + run_id).find(R"("check_state":"equal")") == std::string::npos) throw std::runtime_error("the month was not derived again");

  // This month in memory: built at the first question, kept fresh by every change from then on.
  measured("eligible but not receiving, memory built first", [&] { (void)asker.get("/api/benefits/gaps/summary"); });
  measured("eligible but not receiving, whole city", [&] { (void)asker.get("/api/benefits/gaps/summary"); });
  measured("a standard at 100 values, whole city", [&] { (void)asker.get(fmt::format("/api/benefits/tariffs?parameter={}&lowest={}&highest={}&step={}", encoded("高龄津贴标准.八十"), encoded("1元"), encoded("100元"), encoded("1元")));
  });
  std::string scenario;
  const Month next = Month::of(civil_date(kernel.clock.now())) + 1;
  measured("a what-if over twelve months", [&] {
    scenario = Asker::id_in(asker.post("/api/benefits/scenarios", fmt::format(R"({{"name":"bench","from":"{}","to":"{}","parameters":[{{"parameter":"高龄津贴标准.八十","region":"410900000000","from":"{}","value":"60元"}}]}})",
                                                                              to_string(next), to_string(next + 11), to_string(next))));
  });
  if (asker.get("/api/benefits/scenarios/" + scenario).find(R"("state":"done")") == std::string::npos) throw std::runtime_error("the what-if was not worked out");
  measured("a back-dated sweep of the frozen month", [&] { (void)asker.post("/api/benefits/adjustments/sweep", fmt::format(R"({{"from":"{}","cause":"bench"}})", month)); });
  report.figure("most memory", memory.peak_mb(), "MiB");
  report.figure("memory of the city before the first month", memory.start_mb(), "MiB");

  Rng rng(1);
  const auto change = [&](int i) {
    const std::int64_t elder = wishes.elders[rng.below(wishes.elders.size())];
    const std::string body = fmt::format(R"({{"facts":[{{"fact":"个人月收入","value":"{}元","valid_from":"2026-{:02}-{:02}","source":"bench"}}]}})", rng.below(4'000), 1 + i / 28 % 10, 1 + i % 28);
    const std::string path = fmt::format("/api/elders/{}/facts", elder);
    const std::int64_t start = system_clock().monotonic_us();
    (void)asker.post(path, body);
    return ms_since(start);
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
