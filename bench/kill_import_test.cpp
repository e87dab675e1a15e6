// kill -9 in the middle of an import: at its next start the server goes on by itself, and every row has come in once.
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>

#include <fmt/format.h>

#include "base/log.h"
#include "bench/city.h"
#include "bench/elder_file.h"
#include "bench/server_process.h"
#include "http/wire/client.h"
#include "kernel/command/kernel.h"
#include "kernel/entity/json.h"
#include "kernel/sql/scratch.h"
#include "modules/accounts/accounts.h"

namespace yilin {
namespace {

constexpr std::int64_t kRows = 30'000, kKills = 3;
constexpr std::int64_t kCity = 410900000000;

class KillImport : public ::testing::TestWithParam<sql::Dialect> {
 protected:
  bench::Folder folder;
  sql::Scratch scratch{GetParam()};
  CityOptions options;
  std::string file = folder.path() + "/elders.csv", cookie, job;
  std::uint16_t port = 0;
  std::int64_t elders_before = 0;

  void SetUp() override {
    log::set_quiet(true);
    options.data = folder.path();
    options.database = scratch.url();
    options.quiet = true;
    bench::make_city(options, {.elders = 20, .workers = 20, .operators = 1, .code = kCity, .whole_country = false}, YILIN_SOURCE_DIR);
    City city = open_city(options);
    accounts::NewAccount wanted;
    wanted.username = "clerk";
    wanted.name = "李梅";
    wanted.roles = {access::Role::official};
    wanted.scopes.push_back(accounts::ScopeInput{{kCity}, {}, {}});
    const auto made = accounts::create_demo_accounts(*city.kernel, {wanted});
    ASSERT_TRUE(made);
    clerk = {made->front().username, made->front().password};
    bench::People people(bench::communities(*city.kernel), civil_date(city.kernel->clock.now()), 7);
    bench::write_elder_file(file, kRows, people);
    elders_before = count();
  }
  std::int64_t count() {
    const auto db = sql::open(database_url(options), sql::Role::reader);
    auto rows = db->rows("SELECT COUNT(*) FROM elder");
    return rows.next() ? rows.integer(0) : 0;
  }
  entity::json::value ask(std::string_view method, const std::string& path, std::string_view body = {}, std::string_view type = "application/json") {
    auto client = http::Client::tcp("127.0.0.1", port);
    const auto answer = client.request(method, path,
                                       {{"Cookie", cookie}, {"Content-Type", std::string(type)}, {"X-Upload-Name", "elders.csv"}, {"Idempotency-Key", fmt::format("kill-import-{}", ++keys_)}}, body);
    if (!answer || answer->status != 200) throw std::runtime_error(answer ? answer->body : std::string(answer.error().message()));
    return entity::json::parse(answer->body);
  }
  entity::json::value look() { return ask("GET", job).at("job"); }
  static std::string state(const entity::json::value& row) { return std::string(row.at("state").as_string()); }
  static std::int64_t of(const entity::json::value& row, std::string_view name) { return row.at(name).as_int64(); }
  entity::json::value wait_while(std::string_view at_work) {
    for (;;)
      if (auto row = look(); state(row) != at_work) return row;
  }
  bench::Operator clerk;

 private:
  int keys_ = 0;
};

TEST_P(KillImport, GoesOnByItselfAndBringsEachRowOnce) {
  auto server = std::make_unique<bench::ServerProcess>(YILIN_PROGRAM, options, 0);
  port = server->wait_until_ready();
  cookie = bench::sign_in(port, clerk);
  std::ifstream in(file, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  job = "/api/imports/" + std::string(ask("POST", "/api/uploads/imports/elders", bytes, "application/octet-stream").at("job").at("id").as_string());

  // Once in the check, which begins anew; then in the run, each time further on.
  ask("POST", job + "/check", "{}");
  server->end(SIGKILL);
  server = std::make_unique<bench::ServerProcess>(YILIN_PROGRAM, options, port);
  server->wait_until_ready();
  const auto checked = wait_while("checking");
  ASSERT_EQ(state(checked), "checked") << checked;
  EXPECT_EQ(of(checked, "resumed"), 1);
  ASSERT_EQ(of(checked, "rows_total"), kRows);

  ask("POST", job + "/run", "{}");
  for (std::int64_t kill = 1; kill <= kKills; ++kill) {
    std::int64_t position = 0;
    for (auto row = look(); position < kill * kRows / (kKills + 1); row = look()) {
      ASSERT_EQ(state(row), "running") << row;
      position = of(row, "position");
    }
    server->end(SIGKILL);
    server = std::make_unique<bench::ServerProcess>(YILIN_PROGRAM, options, port);
    server->wait_until_ready();
    EXPECT_GE(of(look(), "position"), position) << "what was told is durable";
  }
  const auto done = wait_while("running");
  ASSERT_EQ(state(done), "done") << done;
  EXPECT_EQ(of(done, "resumed"), kKills);
  EXPECT_EQ(of(done, "position"), kRows);
  EXPECT_EQ(of(done, "added") + of(done, "known") + of(done, "wrong"), kRows);
  EXPECT_EQ(of(done, "added"), of(checked, "added"));
  EXPECT_EQ(count() - elders_before, of(done, "added")) << "no row is lost, none came in twice";
  server->end(SIGTERM);

  const auto db = sql::open(database_url(options), sql::Role::reader);
  const auto keys = sealing::open_key_file(options.data + "/keys/master.key");
  const auto verdict = journal::Journal::verify(**keys, options.data + "/checkpoints.log", *db);
  for (const auto& problem : verdict.problems) ADD_FAILURE() << problem.sentence;
}

INSTANTIATE_TEST_SUITE_P(Stores, KillImport, ::testing::ValuesIn(sql::scratch_dialects()),
                         [](const auto& info) { return sql::dialect_name(info.param); });

}  // namespace
}  // namespace yilin
