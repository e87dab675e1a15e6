// A small city, made whole: every command of the story runs, and the journal of it verifies.
#include "sim/demo.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/assert.h"
#include "base/log.h"
#include "http/standard_routes.h"
#include "kernel/sql/scratch.h"
#include "modules/accounts/module.h"
#include "modules/assessment/module.h"
#include "modules/audit/module.h"
#include "modules/benefits/benefits.h"
#include "modules/benefits/module.h"
#include "modules/catalogue/module.h"
#include "modules/dayplan/module.h"
#include "modules/dispatch/module.h"
#include "modules/facilities/module.h"
#include "modules/figures/module.h"
#include "modules/hotline/module.h"
#include "modules/orders/module.h"
#include "modules/policy/module.h"
#include "modules/providers/module.h"
#include "modules/region/module.h"
#include "modules/region/region.h"
#include "modules/registry/module.h"
#include "modules/registry/registry.h"
#include "modules/settlement/module.h"
#include "modules/solving/module.h"
#include "sim/module.h"
#include "sim/staff.h"

namespace yilin::sim {
namespace {

std::vector<region::Division> divisions() {
  const Date since = Date::from_ymd(2020, 1, 1);
  std::vector<region::Division> rows = {region::make_division(RegionCode{410000000000}, "河南省", since),
                                        region::make_division(RegionCode{410900000000}, "濮阳市", since)};
  for (const std::int64_t county : {410902000000, 410922000000}) {
    rows.push_back(region::make_division(RegionCode{county}, "某县", since));
    rows.push_back(region::make_division(RegionCode{county + 1'000}, "某街道办事处", since));
    for (int i = 1; i <= 3; ++i) rows.push_back(region::make_division(RegionCode{county + 1'000 + i}, "某社区居委会", since));
  }
  return rows;
}

TEST(Demo, AWeekOfACityRunsThroughTheRealCommands) {
  log::set_quiet(true);
  std::string folder = std::filesystem::temp_directory_path() / "yilin-demo-XXXXXX";
  YILIN_ASSERT(mkdtemp(folder.data()) != nullptr);
  const std::vector<Module> modules = {region::module(),    accounts::module(), registry::module(),   catalogue::module(), providers::module(),
                                       policies::module(),  assessment::module(),
                                       orders::module(),    benefits::module(),   facilities::module(), dispatch::module(), solving::module(), dayplan::module(), settlement::module(), figures::module(),   hotline::module(),
                                       audit::module(),     module()};
  std::vector<sql::Migration> migrations;
  for (const Module& m : modules) migrations.insert(migrations.end(), m.migrations.begin(), m.migrations.end());
  constexpr int kDays = 7;
  const char* wanted = std::getenv("YILIN_TEST_CITY");
  const sql::Scratch database(wanted != nullptr && std::string_view(wanted) == "postgres" ? sql::Dialect::postgres : sql::Dialect::sqlite);
  {
    SimClock clock(demo_start(nullptr, kDays, system_clock().now()));
    Kernel kernel(KernelOptions{database.url(), folder, 1, 2}, clock, migrations);
    ASSERT_TRUE(region::seed_divisions(kernel, divisions(), RegionCode{410900000000}, true));
    http::Router router(kernel);
    for (const Module& m : modules) m.attach(kernel, router);
    kernel.start();
    const auto report = make_demo(kernel, router, clock, {300, kDays, 5, YILIN_SOURCE_DIR "/data/catalogue"},
                                  [](std::string_view, std::int64_t, std::int64_t) {});
    ASSERT_TRUE(report) << report.error().message();
    EXPECT_EQ(report->elders, 300);
    EXPECT_GT(report->orders, 30);
    for (const auto& [code, count] : report->refusals) EXPECT_FALSE(code == "internal" || code == "http_500" || code == "http_422") << code << " " << count;
    EXPECT_EQ(stored_account_table(folder), report->account_table);
    EXPECT_EQ(std::filesystem::status(folder + "/demo-accounts.txt").permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    auto db = kernel.readers->borrow();
    EXPECT_EQ(demo_state(*db), DemoState::made);
    auto rows = db->rows("SELECT COUNT(DISTINCT state) FROM visit");
    ASSERT_TRUE(rows.next());
    EXPECT_GE(rows.integer(0), 3);
    const auto count = [&](sql::Statement query) {
      auto found = db->rows(query);
      return found.next() ? found.integer(0) : -1;
    };
    EXPECT_GT(count({"SELECT COUNT(*) FROM call WHERE state = 3 AND order_id IS NOT NULL"}), 0);
    EXPECT_GT(count({"SELECT COUNT(*) FROM household"}), 5);
    EXPECT_GT(count({"SELECT COUNT(*) FROM facility WHERE beds_full > 0 AND fire <> 0"}), 0);
    EXPECT_GT(count({"SELECT COUNT(*) FROM facility_stay"}), 0);
    EXPECT_GT(count({"SELECT COUNT(*) FROM facility_attendance"}), 0);
    EXPECT_GE(count({"SELECT COUNT(*) FROM quarter"}), 12);
    EXPECT_EQ(count({"SELECT COUNT(*) FROM plan_scenario"}), 1);
    EXPECT_GT(count({"SELECT COUNT(*) FROM receipt"}), 10);
    EXPECT_EQ(report->assessments, 6);
    EXPECT_EQ(count({"SELECT COUNT(*) FROM assessment WHERE state = 1"}), 2);
    EXPECT_EQ(count({"SELECT COUNT(*) FROM assessment WHERE state = 4 AND level IS NOT NULL"}), count({"SELECT COUNT(*) FROM assessment_due WHERE assessment_id IS NOT NULL"}));
    EXPECT_GT(report->awards, 3);
    EXPECT_EQ(count({"SELECT COUNT(*) FROM benefit_run WHERE state = 2"}), 2);
    EXPECT_GT(count({"SELECT COUNT(*) FROM fact_record"}), 1'500);
    EXPECT_GT(count({"SELECT COUNT(*) FROM benefit_run_tally WHERE to_verify > 0"}), 0);
    EXPECT_GT(count({"SELECT COUNT(*) FROM benefit_run_tally WHERE benefit = '高龄津贴' AND granted > 0"}), 3) << "the facts are known to the months";
    // Nothing of the past is left over: what was not served was cancelled with its reason.
    EXPECT_EQ(count({"SELECT COUNT(*) FROM visit WHERE state IN (1, 2) AND planned_end < ?", clock.now() - hours(8)}), 0);
    EXPECT_EQ(count({"SELECT COUNT(*) FROM dispatch_case t JOIN visit v ON v.id = t.visit_id WHERE t.state = 2 AND v.planned_end < ?", clock.now() - hours(8)}), 0);
  }
  auto keys = sealing::open_key_file(folder + "/keys/master.key");
  ASSERT_TRUE(keys);
  auto connection = sql::open(database.url(), sql::Role::reader);
  EXPECT_TRUE(journal::Journal::verify(**keys, folder + "/checkpoints.log", *connection).sound());
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace yilin::sim
