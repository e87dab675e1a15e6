// Signing in and administering users, through the whole kernel.
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "kernel/command/command.h"
#include "modules/accounts/accounts.h"
#include "modules/accounts/module.h"
#include "modules/region/module.h"
#include "modules/region/region.h"
#include "support/test_city.h"

namespace yilin::accounts {
namespace {

constexpr std::int64_t kCity = 410900000000, kCounty = 410902000000, kOther = 410928000000;

class Accounts : public ::testing::Test {
 protected:
  test::TestCity city{{region::module(), accounts::module()}};
  std::string address = "10.0.0.1";

  void SetUp() override {
    std::vector<region::Division> rows;
    for (const auto& [code, name] : {std::pair<std::int64_t, const char*>{410000000000, "河南省"}, {kCity, "濮阳市"}, {kCounty, "华龙区"},
                                     {kOther, "濮阳县"}, {410902001000, "中原路街道"}})
      rows.push_back(region::make_division({code}, name, {}));
    ASSERT_TRUE(region::seed_divisions(city.kernel(), rows, {kCity}, true));
    restart();
  }
  void restart() {
    city.restart();
    set_home_resolver(city.kernel(), [this](command::Reader&, const Phone& phone) {
      return phone.reveal() == "13900000001" ? family : std::vector<HomeIdentity>();
    });
  }
  std::vector<HomeIdentity> family{{"王秀英", true, {{ElderId{71}, "王秀英"}}}, {"王秀英之子", false, {{ElderId{71}, "王秀英"}, {ElderId{72}, "李大爷"}}}};

  DemoAccount make(std::string username, std::vector<Role> roles, std::int64_t region = kCounty) {
    NewAccount account;
    account.username = std::move(username);
    account.name = "测试员";
    account.roles = std::move(roles);
    account.scopes = {{{region}, {}, {}}};
    auto made = create_demo_accounts(city.kernel(), {account});
    EXPECT_TRUE(made) << made.error().message();
    return made->front();
  }
  // With a second factor and a one-time password, as `yilin user` makes them.
  PreparedAccount make_strict(std::string username, std::vector<Role> roles) {
    NewAccount account;
    account.username = std::move(username);
    account.name = "严格员";
    account.roles = std::move(roles);
    account.scopes = {{{kCounty}, {}, {}}};
    auto prepared = prepare_account(city.kernel(), account);
    EXPECT_TRUE(prepared);
    EXPECT_TRUE(command::run(city.kernel(), access::Caller::system(), [&](command::Tx& tx) -> Status {
      YILIN_TRY(const UserId id, create_account(tx, *prepared));
      tx.record({"account.create", "account", id.value, {}, {}, {}, {}});
      return {};
    }));
    return *prepared;
  }

  test::Answer send(std::string_view method, std::string path, std::string body, const std::string& cookie = {}) {
    http::Request r;
    r.method = method == "DELETE" ? http::Method::del : method == "PUT" ? http::Method::put : method == "GET" ? http::Method::get : http::Method::post;
    r.path = std::move(path);
    r.remote = address;
    r.headers = {{"content-type", "application/json"}, {"idempotency-key", "key-" + std::to_string(++keys)}, {"user-agent", "test\x01"}};
    if (!cookie.empty()) r.headers.emplace_back("cookie", "yilin_session=" + cookie);
    r.body = std::move(body);
    return city.request(std::move(r));
  }
  test::Answer sign_in(const std::string& username, const std::string& password) {
    return send("POST", "/api/session", R"({"username":")" + username + R"(","password":")" + password + "\"}");
  }
  static std::string cookie_of(const test::Answer& answer, const std::string& cookie = "yilin_session") {
    for (const auto& [name, value] : answer.headers)
      if (name == "set-cookie" && value.starts_with(cookie + "=")) return value.substr(cookie.size() + 1, value.find(';') - cookie.size() - 1);
    return {};
  }
  static std::string text(const test::Answer& answer, const char* field) { return std::string(answer.json().at(field).as_string()); }
  static std::string code(const test::Answer& answer) { return text(answer, "code"); }
  test::Answer session(const std::string& cookie) { return send("GET", "/api/session", "", cookie); }

  // An open stream of live updates.
  struct Stream : http::Responder, http::EventSink, std::enable_shared_from_this<Stream> {
    void respond(http::Response response) override { status = response.status; }
    std::shared_ptr<http::EventSink> open_events() override { return shared_from_this(); }
    bool send(std::string_view event, std::string_view) override {
      events.emplace_back(event);
      return !closed;
    }
    void close() override { closed = true; }
    int status = 200;
    bool closed = false;
    std::vector<std::string> events;
  };
  std::shared_ptr<Stream> listen(const std::string& cookie) {
    auto stream = std::make_shared<Stream>();
    http::Request r;
    r.path = "/api/live";
    r.headers = {{"cookie", "yilin_session=" + cookie}};
    city.router().handle(std::move(r), stream);
    return stream;
  }
  void something_happens(std::int64_t region) { city.kernel().live.publish({"order", 1, {region}, {}, {}, {}}); }
  int keys = 10'000'000;
};

TEST_F(Accounts, TheJournalSaysWhoSignedInAndWhoseNameWasTried) {
  const DemoAccount official = make("chenchu", {Role::official});
  const auto acts = [&](std::string_view verb) {
    auto db = city.kernel().readers->borrow();
    return city.kernel().journal->entries(*db, {.verb = verb});
  };
  ASSERT_EQ(sign_in("chenchu", official.password).status, 200);
  ASSERT_EQ(acts("account.sign_in").size(), 1u);
  EXPECT_EQ(acts("account.sign_in")[0].actor, official.id);
  EXPECT_EQ(acts("account.sign_in")[0].actor_name, "测试员");
  EXPECT_EQ(acts("account.sign_in")[0].reason, "");

  EXPECT_EQ(sign_in("chenchu", "not-the-password").status, 401);
  auto failed = acts("account.sign_in_failed").at(0);
  EXPECT_FALSE(failed.actor) << "nobody has proven to be her";
  EXPECT_EQ(failed.actor_name, "未登录");
  EXPECT_EQ(failed.subject, official.id.value);
  EXPECT_EQ(failed.reason, "账号 c***u，密码不正确");
  EXPECT_EQ(sign_in("Secret-99-typed-here", "x").status, 401);
  failed = acts("account.sign_in_failed").at(0);
  EXPECT_EQ(failed.subject, 0);
  EXPECT_EQ(failed.reason, "账号 S***e，没有这个账号");

  const auto strict = make_strict("fanny", {Role::finance});
  const auto step = sign_in("fanny", strict.password);
  EXPECT_EQ(send("POST", "/api/session/totp", R"({"code":"000000","ticket":")" + text(step, "ticket") + "\"}").status, 401);
  EXPECT_EQ(acts("account.sign_in_failed").at(0).reason, "账号 f***y，动态口令不正确");

  ASSERT_EQ(send("POST", "/api/session/code", R"({"phone":"13900000001"})").status, 200);
  EXPECT_EQ(acts("account.code_request").at(0).reason, "手机号 139****0001");
  EXPECT_EQ(send("POST", "/api/session/phone", R"({"phone":"13900000001","code":"000000"})").status, 401);
  EXPECT_EQ(acts("account.sign_in_failed").at(0).reason, "手机号 139****0001，验证码不正确");
  const std::string message(send("GET", "/api/dev/mailbox", "").json().at("items").at(0).at("text").as_string());
  const std::string code = message.substr(message.find_first_of("0123456789"), 6);
  const auto home = send("POST", "/api/session/phone", R"({"phone":"13900000001","code":")" + code + "\"}");
  ASSERT_EQ(home.status, 200) << home.body;
  EXPECT_EQ(acts("account.sign_in").at(0).actor_name, "王秀英");
  EXPECT_TRUE(acts("account.sign_in").at(0).actor);
  EXPECT_EQ(city.journal_problems(), 0u);
}

TEST_F(Accounts, APasswordOpensASession) {
  const DemoAccount a = make("wang.min", {Role::official, Role::finance});
  EXPECT_EQ(session("").status, 401);
  EXPECT_EQ(session("nonsense").status, 401);
  const auto answer = sign_in("wang.min", a.password);
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(text(answer, "step"), "done");
  const auto json = answer.json();
  const auto& view = json.at("session");
  EXPECT_EQ(view.at("kind").as_string(), "staff");
  EXPECT_EQ(view.at("roles").as_array().size(), 2u);
  EXPECT_EQ(view.at("scopes").at(0).at("name").as_string(), "濮阳市华龙区");
  EXPECT_TRUE(view.at("demo").as_bool());
  EXPECT_EQ(view.at("city").at("code").as_string(), "410900000000");
  bool strict = false;
  for (const auto& [name, value] : answer.headers)
    if (name == "set-cookie" && value.starts_with("yilin_session=")) strict = value.find("HttpOnly; SameSite=Strict") != std::string::npos && value.find("Secure") == std::string::npos;
  EXPECT_TRUE(strict);
  const std::string cookie = cookie_of(answer);
  EXPECT_EQ(session(cookie).json().at("name").as_string(), "测试员");
  EXPECT_EQ(send("GET", "/api/users", "", cookie).status, 403);  // an official administers nobody

  restart();  // sessions outlive the process
  EXPECT_EQ(session(cookie).status, 200);
  EXPECT_EQ(send("DELETE", "/api/session", "{}", cookie).status, 200);
  EXPECT_EQ(session(cookie).status, 401);
  EXPECT_EQ(city.journal_problems(), 0u);
}

TEST_F(Accounts, BadInputIsRefusedField) {
  EXPECT_EQ(send("POST", "/api/session", "{").status, 400);
  EXPECT_EQ(send("POST", "/api/session", "{}").json().at("errors").as_array().size(), 2u);
  EXPECT_EQ(send("POST", "/api/session", R"({"username":1,"password":[]})").status, 422);
  EXPECT_EQ(send("POST", "/api/session", R"({"username":"a","password":"b","admin":true})").status, 422);
  EXPECT_EQ(send("POST", "/api/session/totp", R"({"ticket":"x","code":"123456"})").status, 401);
  EXPECT_EQ(send("POST", "/api/session/password", R"({"ticket":"x","new_password":"kT7m-xQ2v-Rp9s"})").status, 401);
  EXPECT_EQ(send("POST", "/api/session/password", R"({"new_password":"kT7m-xQ2v-Rp9s"})").status, 401);
  EXPECT_EQ(send("POST", "/api/session/code", R"({"phone":"12"})").status, 422);
  http::Request form;
  form.method = http::Method::post;
  form.path = "/api/session";
  form.headers = {{"content-type", "application/x-www-form-urlencoded"}};
  form.body = "username=a&password=b";
  EXPECT_EQ(city.request(form).status, 415);
  form.headers = {{"content-type", "application/json"}, {"host", "a"}, {"origin", "http://b"}};
  form.body = R"({"username":"a","password":"b"})";
  EXPECT_EQ(city.request(form).status, 403);
}

TEST_F(Accounts, FiveFailuresLockKnownAndUnknownNamesAlike) {
  const DemoAccount a = make("wang.min", {Role::official});
  for (const std::string& name : {std::string("wang.min"), std::string("nobody.here")}) {
    for (int i = 0; i < 5; ++i) {
      const auto wrong = sign_in(name, "Wrong-password-1");
      EXPECT_EQ(wrong.status, 401);
      EXPECT_EQ(code(wrong), "accounts.wrong_credentials");
    }
    EXPECT_EQ(code(sign_in(name, "Wrong-password-1")), "accounts.locked") << name;
  }
  EXPECT_EQ(code(sign_in("wang.min", a.password)), "accounts.locked");
  city.advance(minutes(15));
  EXPECT_EQ(sign_in("wang.min", a.password).status, 200);
}

TEST_F(Accounts, NobodyLocksTheOwnerOutAtHerOwnDesk) {
  const DemoAccount a = make("wang.min", {Role::official});
  const DemoAccount b = make("li.na", {Role::official});
  const std::string device = cookie_of(sign_in("wang.min", a.password), "yilin_device");
  ASSERT_FALSE(device.empty());
  const auto from_desk = [&](const std::string& name, const std::string& password, const std::string& cookie) {
    http::Request r;
    r.method = http::Method::post;
    r.path = "/api/session";
    r.remote = "10.0.0.9";
    r.headers = {{"content-type", "application/json"}, {"cookie", "yilin_device=" + cookie}};
    r.body = R"({"username":")" + name + R"(","password":")" + password + "\"}";
    return city.request(std::move(r));
  };
  for (int i = 0; i < 5; ++i) sign_in("wang.min", "Wrong-password-1");
  for (int i = 0; i < 5; ++i) sign_in("li.na", "Wrong-password-1");
  EXPECT_EQ(code(sign_in("wang.min", a.password)), "accounts.locked");
  EXPECT_EQ(from_desk("li.na", b.password, device).status, 429);  // another's device
  EXPECT_EQ(from_desk("wang.min", a.password, device + "0").status, 429);
  EXPECT_EQ(from_desk("wang.min", a.password, device).status, 200);
  // A stolen device cookie buys five guesses.
  for (int i = 0; i < 5; ++i) EXPECT_EQ(from_desk("wang.min", "Wrong-password-1", device).status, 401);
  EXPECT_EQ(code(from_desk("wang.min", a.password, device)), "accounts.locked");
  EXPECT_EQ(sign_in("wang.min", a.password).status, 200);  // those did not lock the account
}

TEST_F(Accounts, OneCodeOpensOneSessionHoweverManyTry) {
  const PreparedAccount a = make_strict("li.na", {Role::finance});
  auto answer = sign_in("li.na", a.password);
  answer = send("POST", "/api/session/password", R"({"ticket":")" + text(answer, "ticket") + R"(","new_password":"kT7m-xQ2v-Rp9s"})");
  const std::string secret = text(answer, "totp_secret");
  const auto now = [&] { return city.clock.now().ms / 1000; };
  send("POST", "/api/session/totp", R"({"ticket":")" + text(answer, "ticket") + R"(","code":")" + sealing::totp_code(secret, now()) + "\"}");
  city.advance(seconds(60));
  std::vector<std::string> bodies;
  for (int i = 0; i < 4; ++i)
    bodies.push_back(R"({"ticket":")" + text(sign_in("li.na", "kT7m-xQ2v-Rp9s"), "ticket") + R"(","code":")" + sealing::totp_code(secret, now()) + "\"}");
  std::vector<int> statuses(bodies.size());
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < bodies.size(); ++i)
    threads.emplace_back([&, i] {
      http::Request r;
      r.method = http::Method::post;
      r.path = "/api/session/totp";
      r.remote = "10.0.0.3";
      r.headers = {{"content-type", "application/json"}};
      r.body = bodies[i];
      statuses[i] = city.request(std::move(r)).status;
    });
  for (auto& t : threads) t.join();
  EXPECT_EQ(std::count(statuses.begin(), statuses.end(), 200), 1);
  EXPECT_EQ(std::count(statuses.begin(), statuses.end(), 401), 3);
}

TEST_F(Accounts, LiveUpdatesEndWithTheRightsThatTheyWereOpenedWith) {
  const DemoAccount a = make("wang.min", {Role::official});
  const auto system = city.staff({Role::system_admin}, kCity), security = city.staff({Role::security_admin}, kCity);
  const std::string cookie = cookie_of(sign_in("wang.min", a.password));
  auto stream = listen(cookie);
  something_happens(410902001000);
  something_happens(kOther);
  EXPECT_EQ(stream->events, std::vector<std::string>{"changed"});

  const std::string path = "/api/users/" + std::to_string(a.id.value);
  const auto version = city.get(system, path).json().at("version").as_int64();
  const auto granted = city.put(security, path + "/grants", R"({"version":)" + std::to_string(version) +
                                                               R"(,"roles":["official"],"scopes":[{"region":"410928000000"}]})");
  ASSERT_EQ(granted.status, 200) << granted.body;
  EXPECT_TRUE(stream->closed);
  something_happens(410902001000);
  EXPECT_EQ(stream->events.size(), 1u);

  stream = listen(cookie);  // the browser asks again: the session goes on, with its new rights
  something_happens(410902001000);
  something_happens(kOther);
  EXPECT_EQ(stream->events.size(), 1u);
  ASSERT_EQ(city.post(system, path + "/disable", R"({"reason":"调离"})").status, 200);
  EXPECT_TRUE(stream->closed);
  EXPECT_EQ(listen(cookie)->status, 401);
  EXPECT_EQ(city.kernel().live.listeners(), 0u);
}

TEST_F(Accounts, LiveUpdatesEndWithTheirSessionOnly) {
  const DemoAccount a = make("wang.min", {Role::official});
  const std::string one = cookie_of(sign_in("wang.min", a.password)), two = cookie_of(sign_in("wang.min", a.password));
  const auto first = listen(one), second = listen(two);
  EXPECT_EQ(send("DELETE", "/api/session", "{}", one).status, 200);
  EXPECT_TRUE(first->closed);
  EXPECT_FALSE(second->closed);
  city.kernel().minute();
  EXPECT_FALSE(second->closed);
  city.clock.advance(minutes(31));  // nobody has touched anything
  city.kernel().minute();
  EXPECT_TRUE(second->closed);
}

TEST_F(Accounts, TablesHoldTheirFields) {
  EXPECT_EQ(city.columns_amiss(Account::fields(), "account"), "");
  EXPECT_EQ(city.columns_amiss(SessionRow::fields(), "session"), "");
}

TEST_F(Accounts, ManyFailuresSlowAnAddress) {
  for (int i = 0; i < 30; ++i) sign_in("nobody" + std::to_string(i), "Wrong-password-1");
  const auto refused = sign_in("another", "Wrong-password-1");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(code(refused), "too_many_requests");
  address = "10.0.0.2";
  EXPECT_EQ(sign_in("another", "Wrong-password-1").status, 401);
}

TEST_F(Accounts, FirstSignInChangesThePasswordThenEnrols) {
  const PreparedAccount a = make_strict("li.na", {Role::finance});
  auto answer = sign_in("li.na", a.password);
  ASSERT_EQ(text(answer, "step"), "new_password") << answer.body;
  EXPECT_EQ(cookie_of(answer), "");
  const std::string ticket = text(answer, "ticket");
  EXPECT_EQ(send("POST", "/api/session/password", R"({"ticket":")" + ticket + R"(","new_password":"weak"})").status, 422);
  EXPECT_EQ(send("POST", "/api/session/password", R"({"ticket":")" + ticket + R"(","new_password":")" + a.password + "\"}").status, 422);
  answer = send("POST", "/api/session/password", R"({"ticket":")" + ticket + R"(","new_password":"kT7m-xQ2v-Rp9s"})");
  ASSERT_EQ(answer.status, 200) << answer.body;
  ASSERT_EQ(text(answer, "step"), "enrol");
  EXPECT_EQ(send("POST", "/api/session/password", R"({"ticket":")" + ticket + R"(","new_password":"zT7m-xQ2v-Rp9s"})").status, 401);  // used
  const std::string secret = text(answer, "totp_secret"), second = text(answer, "ticket");
  EXPECT_NE(text(answer, "otpauth_uri").find(secret), std::string::npos);
  const auto now = [&] { return city.clock.now().ms / 1000; };

  EXPECT_EQ(code(send("POST", "/api/session/totp", R"({"ticket":")" + second + R"(","code":"000000"})")), "accounts.wrong_totp");
  const std::string first_code = sealing::totp_code(secret, now());
  answer = send("POST", "/api/session/totp", R"({"ticket":")" + second + R"(","code":")" + first_code + "\"}");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(text(answer, "step"), "done");
  EXPECT_EQ(session(cookie_of(answer)).status, 200);

  // The next time: password, then a code that was not used before.
  EXPECT_EQ(sign_in("li.na", a.password).status, 401);
  answer = sign_in("li.na", "kT7m-xQ2v-Rp9s");
  ASSERT_EQ(text(answer, "step"), "totp");
  EXPECT_EQ(text(answer, "totp_secret"), "");
  const std::string third = text(answer, "ticket");
  EXPECT_EQ(send("POST", "/api/session/totp", R"({"ticket":")" + third + R"(","code":")" + first_code + "\"}").status, 401);
  EXPECT_EQ(send("POST", "/api/session/password", R"({"ticket":")" + third + R"(","new_password":"yT7m-xQ2v-Rp9s"})").status, 401);
  city.advance(seconds(30));
  answer = send("POST", "/api/session/totp", R"({"ticket":")" + third + R"(","code":")" + sealing::totp_code(secret, now()) + "\"}");
  EXPECT_EQ(text(answer, "step"), "done") << answer.body;
  EXPECT_EQ(send("POST", "/api/session/totp", R"({"ticket":")" + third + R"(","code":"123456"})").status, 401);

  answer = sign_in("li.na", "kT7m-xQ2v-Rp9s");
  city.advance(minutes(5));
  EXPECT_EQ(code(send("POST", "/api/session/totp", R"({"ticket":")" + text(answer, "ticket") + R"(","code":")" +
                      sealing::totp_code(secret, now()) + "\"}")), "accounts.ticket_expired");
}

TEST_F(Accounts, ASecondFactorByOnesOwnWish) {
  const DemoAccount a = make("wang.min", {Role::official});
  const std::string old = cookie_of(sign_in("wang.min", a.password));
  const auto enrol = [&](const std::string& password, const std::string& cookie) {
    return send("POST", "/api/session/totp/enrol", R"({"password":")" + password + "\"}", cookie);
  };
  EXPECT_EQ(enrol(a.password, "").status, 401);
  EXPECT_EQ(code(enrol("Wrong-password-1", old)), "accounts.wrong_credentials");
  auto answer = enrol(a.password, old);
  ASSERT_EQ(text(answer, "step"), "enrol") << answer.body;
  const std::string secret = text(answer, "totp_secret"), ticket = text(answer, "ticket");
  EXPECT_EQ(text(sign_in("wang.min", a.password), "step"), "done");  // nothing is bound before the code is given

  answer = send("POST", "/api/session/totp", R"({"ticket":")" + ticket + R"(","code":")" + sealing::totp_code(secret, city.clock.now().ms / 1000) + "\"}", old);
  ASSERT_EQ(text(answer, "step"), "done") << answer.body;
  EXPECT_EQ(session(old).status, 401);
  const std::string fresh = cookie_of(answer);
  EXPECT_EQ(session(fresh).status, 200);
  EXPECT_EQ(code(enrol(a.password, fresh)), "accounts.totp_enrolled");
  EXPECT_EQ(text(sign_in("wang.min", a.password), "step"), "totp");
  EXPECT_EQ(city.journal_problems(), 0u);
}

TEST_F(Accounts, WrongCodesLockToo) {
  const PreparedAccount a = make_strict("li.na", {Role::community_worker});
  auto answer = sign_in("li.na", a.password);
  answer = send("POST", "/api/session/password", R"({"ticket":")" + text(answer, "ticket") + R"(","new_password":"kT7m-xQ2v-Rp9s"})");
  EXPECT_EQ(text(answer, "step"), "done");  // a community worker needs no second factor
  EXPECT_EQ(session(cookie_of(answer)).status, 200);

  const PreparedAccount b = make_strict("zhao.lei", {Role::official});
  answer = sign_in("zhao.lei", b.password);
  answer = send("POST", "/api/session/password", R"({"ticket":")" + text(answer, "ticket") + R"(","new_password":"kT7m-xQ2v-Rp9s"})");
  ASSERT_EQ(text(answer, "step"), "enrol");
  for (int i = 0; i < 5; ++i) send("POST", "/api/session/totp", R"({"ticket":")" + text(answer, "ticket") + R"(","code":"000000"})");
  EXPECT_EQ(code(send("POST", "/api/session/totp", R"({"ticket":")" + text(answer, "ticket") + R"(","code":"000000"})")), "accounts.locked");
}

TEST_F(Accounts, SessionsEndByIdlenessAgeAndNumber) {
  const DemoAccount a = make("wang.min", {Role::official});
  std::string cookie = cookie_of(sign_in("wang.min", a.password));
  city.advance(minutes(29));
  EXPECT_EQ(session(cookie).status, 200);
  city.advance(minutes(29));
  EXPECT_EQ(session(cookie).status, 200);
  city.advance(minutes(30));
  EXPECT_EQ(session(cookie).status, 401);

  cookie = cookie_of(sign_in("wang.min", a.password));
  for (int i = 0; i < 23; ++i) {
    city.advance(minutes(29));
    EXPECT_EQ(session(cookie).status, 200);
  }
  city.advance(minutes(29));
  city.advance(minutes(24));
  EXPECT_EQ(session(cookie).status, 401);

  std::vector<std::string> cookies;
  for (int i = 0; i < 11; ++i) {
    cookies.push_back(cookie_of(sign_in("wang.min", a.password)));
    city.advance(seconds(1));
  }
  EXPECT_EQ(session(cookies[0]).status, 401);
  for (int i = 1; i < 11; ++i) EXPECT_EQ(session(cookies[static_cast<std::size_t>(i)]).status, 200);

  const auto list = send("GET", "/api/sessions", "", cookies[5]);
  EXPECT_EQ(list.json().at("items").as_array().size(), 10u);
  std::string other;
  int current = 0;
  const auto json = list.json();
  for (const auto& item : json.at("items").as_array()) {
    if (item.at("current").as_bool()) ++current;
    else other = std::string(item.at("id").as_string());
    EXPECT_EQ(item.at("agent").as_string(), "test?");
  }
  EXPECT_EQ(current, 1);
  EXPECT_EQ(send("DELETE", "/api/sessions/" + other, "{}", cookies[5]).status, 200);
  EXPECT_EQ(send("DELETE", "/api/sessions/" + other, "{}", cookies[5]).status, 404);
  EXPECT_EQ(session(cookies[1]).status, 401);  // the last of the list is the oldest
  const DemoAccount b = make("zhao.lei", {Role::official});
  const std::string stranger = cookie_of(sign_in("zhao.lei", b.password));
  EXPECT_EQ(send("DELETE", "/api/sessions/" + std::string(list.json().at("items").at(3).at("id").as_string()), "{}", stranger).status, 404);
}

TEST_F(Accounts, ChangingThePasswordEndsTheOtherSessions) {
  const DemoAccount a = make("wang.min", {Role::official});
  const std::string mine = cookie_of(sign_in("wang.min", a.password)), other = cookie_of(sign_in("wang.min", a.password));
  const auto change = [&](const std::string& old_password, const std::string& fresh) {
    return send("POST", "/api/session/password", R"({"old_password":")" + old_password + R"(","new_password":")" + fresh + "\"}", mine);
  };
  EXPECT_EQ(change("Wrong-password-1", "kT7m-xQ2v-Rp9s").status, 422);
  EXPECT_EQ(change(a.password, a.password).status, 422);
  EXPECT_EQ(change(a.password, "1234567890").status, 422);
  ASSERT_EQ(change(a.password, "kT7m-xQ2v-Rp9s").status, 200);
  EXPECT_EQ(session(mine).status, 200);
  EXPECT_EQ(session(other).status, 401);
  EXPECT_EQ(sign_in("wang.min", a.password).status, 401);
  EXPECT_EQ(sign_in("wang.min", "kT7m-xQ2v-Rp9s").status, 200);
}

TEST_F(Accounts, ElderAndFamilySignInByPhone) {
  const auto ask = [&](const char* phone) { return send("POST", "/api/session/code", std::string(R"({"phone":")") + phone + "\"}"); };
  const auto known = ask("13900000001"), unknown = ask("13900000002");
  EXPECT_EQ(known.status, 200);
  EXPECT_EQ(known.body, unknown.body);  // nothing tells which phone is known
  EXPECT_EQ(ask("13900000001").status, 429);
  const auto mailbox = send("GET", "/api/dev/mailbox", "");
  ASSERT_EQ(mailbox.json().at("items").as_array().size(), 1u);
  EXPECT_EQ(mailbox.json().at("items").at(0).at("phone").as_string(), "139****0001");
  const std::string message(mailbox.json().at("items").at(0).at("text").as_string());
  const std::size_t digit = message.find_first_of("0123456789");
  const std::string right = message.substr(digit, 6);

  const auto enter = [&](const char* phone, const std::string& code_text) {
    return send("POST", "/api/session/phone", std::string(R"({"phone":")") + phone + R"(","code":")" + code_text + "\"}");
  };
  EXPECT_EQ(enter("13900000002", right).status, 401);
  EXPECT_EQ(enter("13900000001", right == "000000" ? "111111" : "000000").status, 401);
  const auto answer = enter("13900000001", right);
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.json().at("session").at("kind").as_string(), "home");
  EXPECT_EQ(answer.json().at("session").at("elders").as_array().size(), 2u);
  EXPECT_EQ(answer.json().at("session").at("roles").as_array().size(), 2u);
  EXPECT_EQ(enter("13900000001", right).status, 401);  // once only
  const std::string cookie = cookie_of(answer);

  city.advance(days(20));
  EXPECT_EQ(session(cookie).status, 200);
  // The son's authority ends: effective at the next request.
  family.pop_back();
  ASSERT_TRUE(command::run(city.kernel(), access::Caller::system(), [&](command::Tx& tx) -> Status {
    home_identities_changed(tx);
    tx.record({"test", "test", 0, {}, {}, {}, {}});
    return {};
  }));
  EXPECT_EQ(session(cookie).json().at("elders").as_array().size(), 1u);

  // Too many tries end a code; it ends by itself too.
  ask("13900000001");
  for (int i = 0; i < 5; ++i) enter("13900000001", "abc");
  const std::string second(send("GET", "/api/dev/mailbox", "").json().at("items").at(0).at("text").as_string());
  EXPECT_EQ(enter("13900000001", second.substr(second.find_first_of("0123456789"), 6)).status, 401);
  city.advance(minutes(2));
  ask("13900000001");
  city.advance(minutes(5));
  const std::string third(send("GET", "/api/dev/mailbox", "").json().at("items").at(0).at("text").as_string());
  EXPECT_EQ(enter("13900000001", third.substr(third.find_first_of("0123456789"), 6)).status, 401);
}

TEST_F(Accounts, NothingSecretLiesInTheDatabase) {
  const DemoAccount a = make("wang.min", {Role::official});
  const std::string cookie = cookie_of(sign_in("wang.min", a.password));
  send("POST", "/api/session/code", R"({"phone":"13900000001"})");
  auto db = city.kernel().readers->borrow();
  auto rows = db->rows("SELECT password_hash, phone, totp_secret FROM account");
  while (rows.next()) {
    const auto bytes = rows.bytes(0);
    EXPECT_EQ(std::string(bytes.begin(), bytes.end()).find("argon2"), std::string::npos);
  }
  auto tokens = db->rows("SELECT token_hash FROM session");
  ASSERT_TRUE(tokens.next());
  EXPECT_NE(tokens.text(0), cookie);
}

}  // namespace
}  // namespace yilin::accounts
