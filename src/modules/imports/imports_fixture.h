#pragma once
// In tests only: a small city into which files are brought through the routes, as people bring them.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "formats/table_fixture.h"
#include "kernel/command/command.h"
#include "modules/accounts/accounts.h"
#include "modules/accounts/module.h"
#include "modules/catalogue/catalogue.h"
#include "modules/catalogue/module.h"
#include "modules/facilities/module.h"
#include "modules/imports/imports.h"
#include "modules/imports/module.h"
#include "modules/orders/module.h"
#include "modules/providers/module.h"
#include "modules/registry/registry_fixture.h"

namespace yilin::imports {

using registry::card;
using registry::kCity;
using registry::kHualong;
using registry::kKunwu;
using registry::kPuyangXian;

class ImportsTest : public ::testing::Test {
 protected:
  test::TestCity city{{region::module(), accounts::module(), registry::module(), catalogue::module(), providers::module(), orders::module(), facilities::module(), module()}};
  test::CallerPtr clerk, other_clerk, official, operator_;

  void SetUp() override {
    ASSERT_TRUE(region::seed_divisions(city.kernel(), registry::small_city(), {kCity}, false));
    city.restart();
    ASSERT_TRUE(catalogue::load_seed(city.kernel(), std::string(YILIN_SOURCE_DIR) + "/data/catalogue"));
    clerk = city.staff({access::Role::community_worker}, kHualong, "李梅");
    other_clerk = city.staff({access::Role::community_worker}, kPuyangXian, "张军");
    official = city.staff({access::Role::official}, kCity, "陈处");
    operator_ = city.staff({access::Role::hotline_operator}, kCity, "坐席一");
  }
  void TearDown() override { EXPECT_EQ(city.journal_problems(), 0u); }

  // Callers of a test city have no account; whose work goes on after a restart must have one.
  void give_account(const test::CallerPtr& who, access::Role role, std::int64_t region) {
    accounts::NewAccount wanted;
    wanted.username = fmt::format("user{}", who->user.value);
    wanted.name = who->name;
    wanted.roles = {role};
    wanted.scopes.push_back(accounts::ScopeInput{{region}, {}, {}});
    const auto made = accounts::create_demo_accounts(city.kernel(), {wanted});
    ASSERT_TRUE(made) << made.error().message();
    std::const_pointer_cast<access::Caller>(who)->user = made->front().id;
  }
  void change(const sql::Statement& statement) {
    ASSERT_TRUE(command::run(city.kernel(), access::Caller::system(), [&](command::Tx& tx) -> Status {
      tx.db.exec(statement);
      tx.nothing_to_do();
      return {};
    }));
  }
  void restart_and_finish() {
    city.restart();
    city.kernel().deadlines->fire_due();
    wait_until_idle(city.kernel());
  }

  test::Answer send_file(const test::CallerPtr& who, std::string_view kind, const std::string& bytes, std::string name = "roll.csv") {
    const std::string path = city.folder + "/upload";
    std::ofstream(path, std::ios::binary) << bytes;
    http::Request request = city.make(who, http::Method::post, fmt::format("/api/uploads/imports/{}", kind));
    request.headers.emplace_back("x-upload-name", std::move(name));
    request.body = path;
    return city.request(std::move(request));
  }
  // The id of the job; the file is taken in.
  std::string uploaded(const test::CallerPtr& who, std::string_view kind, const std::string& bytes) {
    const auto answer = send_file(who, kind, bytes);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.status == 200 ? std::string(answer.json().at("job").at("id").as_string()) : std::string("0");
  }
  static std::string path(const std::string& id, std::string_view rest = {}) { return "/api/imports/" + id + std::string(rest); }
  entity::json::value job(const test::CallerPtr& who, const std::string& id) { return city.get(who, path(id)).json().at("job"); }
  std::int64_t of(const entity::json::value& job, std::string_view key) { return job.at(key).as_int64(); }
  std::string state(const test::CallerPtr& who, const std::string& id) { return std::string(job(who, id).at("state").as_string()); }

  void check(const test::CallerPtr& who, const std::string& id) {
    const auto answer = city.post(who, path(id, "/check"));
    EXPECT_EQ(answer.status, 200) << answer.body;
    wait_until_idle(city.kernel());
    EXPECT_EQ(state(who, id), "checked") << city.get(who, path(id)).body;
  }
  void run(const test::CallerPtr& who, const std::string& id) {
    const auto answer = city.post(who, path(id, "/run"));
    EXPECT_EQ(answer.status, 200) << answer.body;
    wait_until_idle(city.kernel());
    EXPECT_EQ(state(who, id), "done") << city.get(who, path(id)).body;
  }
  std::string brought(const test::CallerPtr& who, std::string_view kind, const std::string& bytes) {
    const std::string id = uploaded(who, kind, bytes);
    check(who, id);
    run(who, id);
    return id;
  }
  void roll_back(const test::CallerPtr& who, const std::string& id) {
    EXPECT_EQ(city.post(who, path(id, "/rollback"), R"({"reason":"文件弄错了"})").status, 200);
    wait_until_idle(city.kernel());
    EXPECT_EQ(state(who, id), "rolled_back");
  }
  // "3 身份证号" for each fault.
  std::vector<std::string> faults(const test::CallerPtr& who, const std::string& id) {
    std::vector<std::string> out;
    const auto answer = city.get(who, path(id, "/errors?limit=200"));
    EXPECT_EQ(answer.status, 200) << answer.body;
    const auto body = answer.json();
    for (const auto& item : body.at("items").as_array())
      out.push_back(fmt::format("{} {}", item.at("row").as_int64(), std::string_view(item.at("label").as_string())));
    return out;
  }
  std::int64_t elders(const test::CallerPtr& who) { return city.get(who, "/api/elders?limit=1").json().at("total").as_int64(); }

  static std::string card_of(int n) { return card("410902", Date::from_ymd(1940, 1, 1) + n, n % 1000).reveal(); }
  static std::string roll(int from, int to) {
    std::string csv = "姓名,身份证号,联系电话,所属社区,家庭住址\n";
    for (int n = from; n < to; ++n) csv += fmt::format("王秀英,{},,华龙区中原路街道昆吾社区,{} 号楼\n", card_of(n), n);
    return csv;
  }
};

}  // namespace yilin::imports
