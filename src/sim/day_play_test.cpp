#include "sim/day_play.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <numeric>

#include "base/assert.h"
#include "base/log.h"
#include "kernel/entity/codec.h"
#include "kernel/sql/scratch.h"
#include "modules/accounts/module.h"
#include "modules/catalogue/module.h"
#include "modules/dayplan/module.h"
#include "modules/dispatch/module.h"
#include "modules/facilities/module.h"
#include "modules/hotline/module.h"
#include "modules/orders/module.h"
#include "modules/providers/module.h"
#include "modules/region/module.h"
#include "modules/region/region.h"
#include "modules/registry/module.h"
#include "modules/settlement/module.h"
#include "modules/solving/module.h"
#include "sim/module.h"

namespace yilin::sim {
namespace {

TEST(DayReport, GiniOfAlikeIsNoneAndOfOneIsNearlyOne) {
  EXPECT_DOUBLE_EQ(gini({4, 4, 4}), 0);
  EXPECT_NEAR(gini({0, 0, 0, 8}), 0.75, 1e-12);
  EXPECT_NEAR(gini({1, 3}), 0.25, 1e-12);
  EXPECT_DOUBLE_EQ(gini({}), 0);
}

TEST(DayReport, QuantilesAreValuesThatOccurred) {
  std::vector<double> values(100);
  std::iota(values.begin(), values.end(), 1);
  const Quantiles q = quantiles(values);
  EXPECT_DOUBLE_EQ(q.p50, 50);
  EXPECT_DOUBLE_EQ(q.p95, 95);
  EXPECT_DOUBLE_EQ(q.p99, 99);
  EXPECT_EQ(quantiles({}).count, 0);
}

// Two carers a kilometre apart on one parallel; she comes late to the second visit, the third is nobody's.
TEST(DayReport, CountsWhatTheSystemRecorded) {
  const Instant eight = *parse_instant("2026-03-09T08:00:00+08:00");
  DayFacts facts;
  facts.day = civil_date(eight);
  const auto visit = [&](Instant planned, Instant started, orders::VisitState state) {
    DayVisitFacts v;
    v.visit.planned_start = planned;
    v.visit.started_at = started;
    v.visit.state = state;
    v.visit.first_offer_at = v.visit.staffed_at = eight;
    v.ordered_at = eight - minutes(10);
    v.place = {115'000'000, 35'000'000};
    v.ground = {1000, 100};
    return v;
  };
  const auto done = [&](WorkerId w, Instant from, Instant to) {
    orders::Assignment a;
    a.worker_id = w;
    a.state = orders::AssignmentState::checked_out;
    a.offered_at = eight;
    a.decided_at = eight + seconds(30);
    a.checked_in_at = from;
    a.checked_out_at = to;
    return a;
  };
  facts.workers_on_duty = 2;
  facts.homes[WorkerId{1}] = {115'000'000, 35'009'000};  // about 1,000 m north
  facts.visits.push_back(visit(eight, eight + minutes(5), orders::VisitState::completed));
  facts.visits[0].assignments = {done({1}, eight + minutes(5), eight + minutes(65))};
  facts.visits[0].usual = {{1}, {2}};
  facts.visits.push_back(visit(eight + hours(2), eight + hours(2) + minutes(20), orders::VisitState::settled));
  facts.visits[1].assignments = {done({1}, eight + hours(2) + minutes(20), eight + hours(3))};
  facts.visits[1].usual = {{2}, {3}};
  facts.visits.push_back(visit(eight + hours(3), {}, orders::VisitState::planned));
  facts.visits[2].reason = "没有合适的服务人员";
  facts.visits.push_back(visit(eight + hours(3), {}, orders::VisitState::cancelled));
  const DayReport r = report_of(facts);
  EXPECT_EQ(r.visits, 4);
  EXPECT_EQ(r.served, 2);
  EXPECT_EQ(r.cancelled, 1);
  EXPECT_EQ(r.unserved.at("没有合适的服务人员"), 1);
  EXPECT_DOUBLE_EQ(r.on_time_percent, 50);
  EXPECT_DOUBLE_EQ(r.continuity_percent, 50);
  EXPECT_NEAR(r.travel_m_per_visit, 500, 2);
  EXPECT_NEAR(r.travel_min_per_visit, 5, 0.1);
  EXPECT_DOUBLE_EQ(r.gini_hours, 0);
  EXPECT_DOUBLE_EQ(r.gini_hours_on_duty, 0.5) << "the other one on duty had nothing to do";
  EXPECT_DOUBLE_EQ(r.order_to_offer_s.p50, 600);
  EXPECT_EQ(r.emergency_to_staffed_min.count, 0);
  EXPECT_DOUBLE_EQ(r.offer_to_answer_s.p50, 30);
  EXPECT_DOUBLE_EQ(r.order_to_staffed_min.p50, 10);
  EXPECT_EQ(entity::json::parse(to_json(r)).at("unserved").at("没有合适的服务人员").as_int64(), 1);
  EXPECT_NE(to_text(r).find("没有合适的服务人员 1 次"), std::string::npos);
}

std::vector<region::Division> divisions() {
  const Date since = Date::from_ymd(2020, 1, 1);
  std::vector<region::Division> rows = {region::make_division(RegionCode{410000000000}, "河南省", since), region::make_division(RegionCode{410900000000}, "濮阳市", since)};
  for (const std::int64_t county : {410902000000, 410922000000}) {
    rows.push_back(region::make_division(RegionCode{county}, "某县", since));
    rows.push_back(region::make_division(RegionCode{county + 1'000}, "某街道办事处", since));
    for (int i = 1; i <= 3; ++i) rows.push_back(region::make_division(RegionCode{county + 1'000 + i}, "某社区居委会", since));
  }
  return rows;
}

Result<PlayedDay> play(const DayOptions& options) {
  log::set_quiet(true);
  std::string folder = std::filesystem::temp_directory_path() / "yilin-day-XXXXXX";
  YILIN_ASSERT(mkdtemp(folder.data()) != nullptr);
  const std::vector<Module> modules = {region::module(),   accounts::module(), registry::module(), catalogue::module(),  providers::module(), orders::module(), facilities::module(),
                                       dispatch::module(), solving::module(),  dayplan::module(),  settlement::module(), hotline::module(),   module()};
  std::vector<sql::Migration> migrations;
  for (const Module& m : modules) migrations.insert(migrations.end(), m.migrations.begin(), m.migrations.end());
  const char* wanted = std::getenv("YILIN_TEST_CITY");
  const sql::Scratch database(wanted != nullptr && std::string_view(wanted) == "postgres" ? sql::Dialect::postgres : sql::Dialect::sqlite);
  Result<PlayedDay> out = fail(yilin::errors::internal);
  {
    SimClock clock(day_start(options));
    Kernel kernel(KernelOptions{database.url(), folder, 1, 2}, clock, migrations);
    YILIN_ASSERT(region::seed_divisions(kernel, divisions(), RegionCode{410900000000}, true));
    http::Router router(kernel);
    for (const Module& m : modules) m.attach(kernel, router);
    out = play_day(kernel, router, clock, options, [](std::string_view, std::int64_t, std::int64_t) {});
    kernel.stop();
  }
  std::filesystem::remove_all(folder);
  return out;
}

TEST(PlayDay, EverybodyWhoOrderedIsAccountedFor) {
  DayOptions options;
  options.elders = 200;
  options.days_before = 2;
  options.orders_a_day = 25;
  options.day = Date::from_ymd(2026, 3, 10);
  options.catalogue_folder = YILIN_SOURCE_DIR "/data/catalogue";
  const auto day = play(options);
  ASSERT_TRUE(day) << day.error().message();
  const DayReport& r = day->report;
  std::int64_t unserved = 0;
  for (const auto& [reason, count] : r.unserved) {
    EXPECT_FALSE(reason.empty());
    unserved += count;
  }
  EXPECT_EQ(r.served + r.cancelled + unserved, r.visits);
  EXPECT_GT(r.served, 3);
  EXPECT_GT(r.recurring, 0);
  EXPECT_GE(r.offers, r.served);
  EXPECT_GT(r.travel_min_per_visit, 0);
  EXPECT_GE(r.gini_hours, 0);
  EXPECT_LT(r.gini_hours, 1);
  EXPECT_LE(r.on_time_percent, 100);
  for (const auto& [code, count] : day->refusals) EXPECT_FALSE(code == "internal" || code == "http_500" || code == "http_422") << code << " " << count;

  const auto again = play(options);
  ASSERT_TRUE(again);
  EXPECT_EQ(to_json(again->report), to_json(r)) << "the same seed, the same bytes";
  EXPECT_EQ(to_text(again->report), to_text(r));
  options.seed = 2;
  const auto other = play(options);
  ASSERT_TRUE(other);
  EXPECT_NE(to_json(other->report), to_json(r)) << "another seed, another day";

  // Nobody keeps a promise: everything that is dispatched live ends with a human or nobody.
  options.chances.refuses = 1;
  options.chances.ignores = 0;
  const auto unwilling = play(options);
  ASSERT_TRUE(unwilling);
  EXPECT_EQ(unwilling->report.served, 0);
  EXPECT_FALSE(unwilling->report.unserved.empty());
}

}  // namespace
}  // namespace yilin::sim
