// Administration of users: who may do what to whom, and how soon it is in force.
#include <gtest/gtest.h>

#include "modules/accounts/accounts.h"
#include "modules/accounts/module.h"
#include "modules/region/module.h"
#include "modules/region/region.h"
#include "support/test_city.h"

namespace yilin::accounts {
namespace {

constexpr std::int64_t kCity = 410900000000, kCounty = 410902000000, kOther = 410928000000;

class Users : public ::testing::Test {
 protected:
  test::TestCity city{{region::module(), accounts::module()}};
  test::CallerPtr system_admin, security_admin, county_admin, official;

  void SetUp() override {
    std::vector<region::Division> rows;
    for (const auto& [code, name] : {std::pair<std::int64_t, const char*>{410000000000, "河南省"}, {kCity, "濮阳市"}, {kCounty, "华龙区"}, {kOther, "濮阳县"}})
      rows.push_back(region::make_division({code}, name, {}));
    ASSERT_TRUE(region::seed_divisions(city.kernel(), rows, {kCity}, false));
    city.restart();
    system_admin = city.staff({Role::system_admin}, kCity);
    security_admin = city.staff({Role::security_admin}, kCity);
    county_admin = city.staff({Role::system_admin}, kOther);
    official = city.staff({Role::official}, kCity);
  }
  // "id" and one-time password of a new user.
  std::pair<std::string, std::string> create(const std::string& username, std::int64_t region = kCounty) {
    const auto answer = city.post(system_admin, "/api/users", R"({"username":")" + username + R"(","name":"王敏","phone":"13812345678","region":")" +
                                                              std::to_string(region) + R"(","totp_required":false})");
    EXPECT_EQ(answer.status, 200) << answer.body;
    return {std::string(answer.json().at("id").as_string()), std::string(answer.json().at("password").as_string())};
  }
  test::Answer grant(const test::CallerPtr& by, const std::string& id, const std::string& roles, const std::string& scopes, int version) {
    return city.put(by, "/api/users/" + id + "/grants",
                    R"({"roles":)" + roles + R"(,"scopes":)" + scopes + R"(,"version":)" + std::to_string(version) + "}");
  }
  test::Answer raw(http::Method method, std::string path, std::string body, const std::string& cookie = {}) {
    http::Request r;
    r.method = method;
    r.path = std::move(path);
    r.remote = "10.0.0.1";
    r.headers = {{"content-type", "application/json"}};
    if (!cookie.empty()) r.headers.emplace_back("cookie", "yilin_session=" + cookie);
    r.body = std::move(body);
    return city.request(std::move(r));
  }
  // Signs in with a one-time password, sets a lasting one, and returns the cookie.
  std::string first_sign_in(const std::string& username, const std::string& password) {
    auto answer = raw(http::Method::post, "/api/session", R"({"username":")" + username + R"(","password":")" + password + "\"}");
    EXPECT_EQ(answer.json().at("step").as_string(), "new_password") << answer.body;
    answer = raw(http::Method::post, "/api/session/password",
                 R"({"ticket":")" + std::string(answer.json().at("ticket").as_string()) + R"(","new_password":"kT7m-xQ2v-Rp9s"})");
    for (const auto& [name, value] : answer.headers)
      if (name == "set-cookie") return value.substr(14, value.find(';') - 14);
    return {};
  }
  int session_status(const std::string& cookie) { return raw(http::Method::get, "/api/session", "", cookie).status; }
  static std::string code(const test::Answer& answer) { return std::string(answer.json().at("code").as_string()); }
};

TEST_F(Users, TwoAdministratorsMakeAUserTogether) {
  const auto [id, password] = create("wang.min");
  const std::string cookie = first_sign_in("wang.min", password);
  auto me = raw(http::Method::get, "/api/session", "", cookie);
  EXPECT_TRUE(me.json().at("permissions").as_array().empty());  // may do nothing yet

  EXPECT_EQ(grant(system_admin, id, R"(["community_worker"])", "[]", 1).status, 403);
  const auto shown = city.get(security_admin, "/api/users/" + id);
  ASSERT_EQ(shown.status, 200) << shown.body;
  EXPECT_EQ(shown.json().at("phone").as_string(), "138****5678");
  const int version = static_cast<int>(shown.json().at("version").as_int64());
  const auto granted = grant(security_admin, id, R"(["community_worker"])", R"([{"region":"410902000000","from":"2026-11-01"}])", version);
  ASSERT_EQ(granted.status, 200) << granted.body;
  EXPECT_EQ(grant(security_admin, id, R"([])", "[]", version).status, 409);

  me = raw(http::Method::get, "/api/session", "", cookie);  // the very next request has the new rights
  EXPECT_EQ(me.json().at("roles").at(0).as_string(), "community_worker");
  EXPECT_EQ(me.json().at("scopes").at(0).at("code").as_string(), "410902000000");
  EXPECT_EQ(grant(security_admin, id, "[]", "[]", version + 1).status, 200);
  me = raw(http::Method::get, "/api/session", "", cookie);
  EXPECT_TRUE(me.json().at("roles").as_array().empty());
  EXPECT_EQ(city.journal_problems(), 0u);
}

TEST_F(Users, ScopesAreDated) {
  const auto [id, password] = create("wang.min");
  const std::string cookie = first_sign_in("wang.min", password);
  const int version = static_cast<int>(city.get(security_admin, "/api/users/" + id).json().at("version").as_int64());
  ASSERT_EQ(grant(security_admin, id, R"(["official"])", R"([{"region":"410902000000","to":"2026-11-23"},{"region":"410928000000","from":"2026-11-23"}])", version).status, 200);
  const auto scopes = [&] { return raw(http::Method::get, "/api/session", "", cookie).json().at("scopes").at(0).at("code").as_string(); };
  EXPECT_EQ(scopes(), "410902000000");
  city.clock.set(*parse_instant("2026-11-22T23:50:00+08:00"));
  const auto again = raw(http::Method::post, "/api/session", R"({"username":"wang.min","password":"kT7m-xQ2v-Rp9s"})");
  std::string fresh;
  for (const auto& [name, value] : again.headers)
    if (name == "set-cookie" && value.starts_with("yilin_session=")) fresh = value.substr(14, value.find(';') - 14);
  const auto scope_of_fresh = [&] { return raw(http::Method::get, "/api/session", "", fresh).json().at("scopes").at(0).at("code").as_string(); };
  EXPECT_EQ(scope_of_fresh(), "410902000000");
  city.clock.set(*parse_instant("2026-11-23T00:00:01+08:00"));
  EXPECT_EQ(scope_of_fresh(), "410928000000");
}

TEST_F(Users, WrongGrantsAreRefused) {
  const auto [id, password] = create("wang.min");
  for (const char* roles : {R"(["system_admin","auditor"])", R"(["elder"])", R"(["carer"])", R"(["king"])", R"("official")", R"([1])"})
    EXPECT_EQ(grant(security_admin, id, roles, "[]", 1).status, 422) << roles;
  EXPECT_EQ(code(grant(security_admin, id, R"(["auditor"])", "[]", 1)), "accounts.administrator");
  for (const char* scopes : {R"([{"region":"411300000000"}])", R"([{"region":"410000000000"}])", R"([{"region":"410999000000"}])", R"([{}])",
                             R"([{"region":"410902000000","from":"2026-12-01","to":"2026-12-01"}])"})
    EXPECT_EQ(grant(security_admin, id, R"(["official"])", scopes, 1).status, 422) << scopes;
  const auto county_security = city.staff({Role::security_admin}, kOther);
  EXPECT_EQ(grant(county_security, id, R"(["official"])", "[]", 1).status, 404);
  EXPECT_EQ(grant(security_admin, "999", R"(["official"])", "[]", 1).status, 404);
  EXPECT_EQ(grant(official, id, R"(["official"])", "[]", 1).status, 403);
}

TEST_F(Users, ListsWithinTheScope) {
  create("wang.min");
  create("li.na", kOther);
  create("zhang.wei", kOther);
  const auto names = [&](const test::CallerPtr& caller, const std::string& query) {
    std::string out;
    const auto answer = city.get(caller, "/api/users" + query);
    EXPECT_EQ(answer.status, 200) << answer.body;
    const auto json = answer.json();
    for (const auto& item : json.at("items").as_array()) out += std::string(item.at("username").as_string()) + " ";
    return out;
  };
  EXPECT_EQ(names(system_admin, ""), "wang.min li.na zhang.wei ");
  EXPECT_EQ(names(county_admin, ""), "li.na zhang.wei ");
  EXPECT_EQ(names(county_admin, "?region=410902"), "");
  EXPECT_EQ(names(system_admin, "?q=li."), "li.na ");
  EXPECT_EQ(names(system_admin, "?q=%25"), "");
  EXPECT_EQ(names(system_admin, "?role=official"), "");
  EXPECT_EQ(names(system_admin, "?state=disabled"), "");
  const auto page = city.get(system_admin, "/api/users?limit=2").json();
  EXPECT_EQ(names(system_admin, "?limit=2&cursor=" + std::string(page.at("next").as_string())), "zhang.wei ");
  EXPECT_EQ(city.get(system_admin, "/api/users?cursor=x").status, 422);
  EXPECT_EQ(city.get(system_admin, "/api/users?role=king").status, 422);
  EXPECT_EQ(city.get(official, "/api/users").status, 403);
  EXPECT_EQ(city.get(nullptr, "/api/users").status, 401);
}

TEST_F(Users, OtherRegionsDoNotExist) {
  const auto [id, password] = create("wang.min");
  EXPECT_EQ(city.get(county_admin, "/api/users/" + id).status, 404);
  EXPECT_EQ(city.put(county_admin, "/api/users/" + id, R"({"name":"甲","version":1})").status, 404);
  for (const char* action : {"reset-password", "disable", "enable", "unlock"})
    EXPECT_EQ(city.post(county_admin, "/api/users/" + id + "/" + action, R"({"reason":"试"})").status, 404) << action;
  EXPECT_EQ(city.post(city.staff({Role::security_admin}, kOther), "/api/users/" + id + "/reset-totp", R"({"reason":"试"})").status, 404);
  EXPECT_EQ(city.post(county_admin, "/api/users", R"({"username":"new.one","name":"甲","region":"410902000000"})").status, 422);
}

TEST_F(Users, DisablingIsInForceAtOnce) {
  const auto [id, password] = create("wang.min");
  const std::string cookie = first_sign_in("wang.min", password);
  EXPECT_EQ(session_status(cookie), 200);
  EXPECT_EQ(city.post(system_admin, "/api/users/" + id + "/disable", "{}").status, 422);
  ASSERT_EQ(city.post(system_admin, "/api/users/" + id + "/disable", R"({"reason":"调离"})").status, 200);
  EXPECT_EQ(session_status(cookie), 401);
  EXPECT_EQ(city.post(system_admin, "/api/users/" + id + "/disable", R"({"reason":"调离"})").status, 409);
  EXPECT_EQ(code(raw(http::Method::post, "/api/session", R"({"username":"wang.min","password":"kT7m-xQ2v-Rp9s"})")), "accounts.disabled");
  EXPECT_EQ(code(raw(http::Method::post, "/api/session", R"({"username":"wang.min","password":"not-it-at-All1"})")), "accounts.wrong_credentials");
  ASSERT_EQ(city.post(system_admin, "/api/users/" + id + "/enable", R"({"reason":"回任"})").status, 200);
  EXPECT_EQ(raw(http::Method::post, "/api/session", R"({"username":"wang.min","password":"kT7m-xQ2v-Rp9s"})").status, 200);
}

TEST_F(Users, ResetGivesAOneTimePasswordAndIsNeverReplayed) {
  const auto [id, password] = create("wang.min");
  const std::string cookie = first_sign_in("wang.min", password);
  const auto reset = city.post(system_admin, "/api/users/" + id + "/reset-password", R"({"reason":"忘记密码"})", "key-reset-0001");
  const auto again = city.post(system_admin, "/api/users/" + id + "/reset-password", R"({"reason":"忘记密码"})", "key-reset-0001");
  ASSERT_EQ(reset.status, 200) << reset.body;
  EXPECT_NE(reset.body, again.body);
  EXPECT_EQ(session_status(cookie), 401);
  EXPECT_FALSE(first_sign_in("wang.min", std::string(again.json().at("password").as_string())).empty());
}

TEST_F(Users, AdministratorsAreManagedAtTheMachine) {
  NewAccount chief;
  chief.username = "auditor.li";
  chief.name = "审计";
  chief.roles = {Role::auditor};
  chief.scopes = {{{kCity}, {}, {}}};
  const auto made = create_demo_accounts(city.kernel(), {chief});
  ASSERT_TRUE(made);
  const std::string id = std::to_string(made->front().id.value);
  for (const char* action : {"reset-password", "disable", "unlock"})
    EXPECT_EQ(code(city.post(system_admin, "/api/users/" + id + "/" + action, R"({"reason":"试"})")), "accounts.administrator") << action;
  EXPECT_EQ(code(grant(security_admin, id, R"(["official"])", "[]", 1)), "accounts.administrator");
  EXPECT_EQ(code(city.post(security_admin, "/api/users/" + id + "/reset-totp", R"({"reason":"试"})")), "accounts.administrator");
  const auto reset = reset_account(city.kernel(), "auditor.li", true);
  ASSERT_TRUE(reset);
  EXPECT_NE(reset->password, made->front().password);
  EXPECT_FALSE(reset_account(city.kernel(), "nobody", true));
  http::Request local;
  local.method = http::Method::put;
  local.path = "/api/users/" + id + "/grants";
  local.local_admin = true;
  local.headers = {{"content-type", "application/json"}, {"idempotency-key", "key-12345678"}};
  local.body = R"({"roles":["security_admin"],"scopes":[{"region":"410900000000"}],"version":2})";
  EXPECT_EQ(city.request(local).status, 200);
}

TEST_F(Users, NamesAreUniqueAndInputIsChecked) {
  create("wang.min");
  EXPECT_EQ(code(city.post(system_admin, "/api/users", R"({"username":"wang.min","name":"乙"})")), "accounts.username_taken");
  for (const char* bad : {R"({"username":"W","name":"乙"})", R"({"username":"good.name"})", R"({"username":"good.name","name":5})",
                          R"({"username":"good.name","name":"乙","phone":"1"})", R"({"username":"good.name","name":"乙","roles":["official"]})",
                          R"({"username":"good.name","name":"乙","password":"kT7m-xQ2v-Rp9s"})", R"({"username":"good.name","name":"乙","password_hash":"x"})"})
    EXPECT_EQ(city.post(system_admin, "/api/users", bad).status, 422) << bad;
  EXPECT_EQ(city.post(system_admin, "/api/users", "[]").status, 400);
}

TEST_F(Users, LongUnusedAccountsAreDisabled) {
  const auto [id, password] = create("wang.min");
  const auto [busy, busy_password] = create("li.na");
  first_sign_in("wang.min", password);  // plans the daily tidying up
  for (int day = 0; day < 4; ++day) {
    city.advance(days(24));
    if (day == 2) first_sign_in("li.na", busy_password);
  }
  EXPECT_EQ(city.get(system_admin, "/api/users/" + id).json().at("state").as_string(), "disabled");
  EXPECT_EQ(city.get(system_admin, "/api/users/" + busy).json().at("state").as_string(), "active");
  auto db = city.kernel().readers->borrow();
  auto rows = db->rows("SELECT COUNT(*) FROM session WHERE expires_at <= ?", city.clock.now());
  rows.next();
  EXPECT_EQ(rows.integer(0), 0);
}

}  // namespace
}  // namespace yilin::accounts
