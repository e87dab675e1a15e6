#pragma once
// A kernel with modules attached, on a temporary database and a clock that stands still (2026-11-22 09:00 China time).
// Requests go to the router without a socket; what one leaves to be done soon is done when it returns. Temporary files go with
// the object. The database is SQLite; PostgreSQL with
//   YILIN_TEST_CITY=postgres tests/with_postgres build/dev/tests/orders_test
//
//   TestCity city({region::module(), registry::module()});
//   auto nurse = city.staff({access::Role::community_worker}, 410902006001);
//   auto answer = city.post(nurse, "/api/elders", R"({"name":"王秀英"})");
//   EXPECT_EQ(answer.status, 200);

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "http/module.h"
#include "http/router.h"
#include "kernel/sql/scratch.h"

namespace yilin::test {

using CallerPtr = std::shared_ptr<const access::Caller>;

struct Answer {
  int status;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  entity::json::value json() const { return entity::json::parse(body); }
};

class TestCity {
 public:
  explicit TestCity(std::vector<Module> modules, std::string database = {});  // empty: a temporary one
  ~TestCity();

  ManualClock clock;
  std::string folder;
  Kernel& kernel() { return *kernel_; }
  http::Router& router() { return *router_; }

  CallerPtr staff(access::Roles roles, std::int64_t region, std::string name = "测试人员");
  CallerPtr organisation(OrganisationId organisation);                    // provider_manager
  CallerPtr worker(WorkerId worker, OrganisationId organisation);         // carer
  CallerPtr home(std::vector<ElderId> elders, access::Roles roles = {access::Role::elder});

  Answer get(const CallerPtr& caller, std::string_view path_and_query);
  // A fresh Idempotency-Key each time unless one is given.
  Answer send(const CallerPtr& caller, std::string_view method, std::string_view path, std::string_view body,
              std::string_view key = {});
  Answer post(const CallerPtr& caller, std::string_view path, std::string_view body = "{}", std::string_view key = {}) {
    return send(caller, "POST", path, body, key);
  }
  Answer put(const CallerPtr& caller, std::string_view path, std::string_view body) { return send(caller, "PUT", path, body); }
  Answer request(http::Request request);
  // A request as get() and send() make it, to be changed before request(): uploads, cookies.
  http::Request make(const CallerPtr& caller, http::Method method, std::string_view path_and_query);
  // Moves the clock and fires every deadline that has come due on the way.
  void advance(Millis by);
  // Stops the kernel and starts it again on the same database and clock.
  void restart();
  // How a table differs from its fields(); "" when it does not.
  std::string columns_amiss(const entity::Table& fields, std::string_view table);
  // 0 when the journal is sound.
  std::size_t journal_problems();

 private:
  void open();
  std::vector<Module> modules_;
  std::unique_ptr<sql::Scratch> scratch_;
  std::string database_;
  std::unique_ptr<Kernel> kernel_;
  std::unique_ptr<http::Router> router_;
  std::vector<CallerPtr> callers_;
  std::int64_t next_user_ = 1;
  std::int64_t next_key_ = 1;
};

}  // namespace yilin::test
