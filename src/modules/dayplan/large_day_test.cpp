// A county's day of ordinary size: everybody is planned or has a reason, and what a dispatcher waits for is quick.
#include <algorithm>
#include <ctime>
#include <map>
#include <thread>

#include "base/rng.h"
#include "modules/dayplan/dayplan.h"
#include "modules/dayplan/module.h"
#include "modules/dispatch/module.h"
#include "modules/solving/module.h"
#include "support/story.h"

namespace yilin::dayplan {
namespace {

constexpr int kVisits = 120, kCarers = 20;
constexpr std::size_t kAtOnce = 40;

class LargeDay : public test::Story {
 protected:
  LargeDay() : Story({dispatch::module(), solving::module(), module()}) {
    search_for(20);  // short: the plan's quality is the engine's affair
    city.restart();
    for (int i = 4; i <= kCarers; ++i) add_worker(company, 3 + i, 0);
    Rng rng(7);
    std::vector<ElderId> elders;
    {
      registry::BulkElders::Options options;
      options.run = "large day";
      options.in_chunk = [&](command::Tx&, std::int64_t, std::span<const registry::BulkRow> rows) -> Status {
        for (const registry::BulkRow& row : rows) elders.push_back(row.elder);
        return {};
      };
      registry::BulkElders bulk(city.kernel(), {&access::Caller::system(), [](const access::Caller*) {}}, options);
      for (int i = 0; i < kVisits; ++i) {
        registry::NewElder in;
        in.name = "李桂兰";
        in.id_card = card(300 + i);
        in.region = {kHome};
        in.address = fmt::format("{} 号楼", i);
        in.lon_e6 = kLon + rng.between(0, 400'000);
        in.lat_e6 = kLat + rng.between(-20'000, 20'000);
        EXPECT_TRUE(bulk.add(in));
      }
      EXPECT_TRUE(bulk.finish());
    }
    const auto item = catalogue::item_by_code(city.kernel(), "clean_room")->id;
    const Instant tomorrow = start_of_day(civil_date(city.clock.now()) + 1);
    for (std::size_t first = 0; first < elders.size(); first += kAtOnce)
      as_system<bool>([&](command::Tx& tx) -> Result<bool> {
        for (std::size_t i = first; i < std::min(first + kAtOnce, elders.size()); ++i) {
          orders::NewOrder wish;
          wish.elder_id = elders[i];
          wish.item_id = item;
          wish.wanted_from = tomorrow + minutes(8 * 60 + rng.between(0, 34) * 15);
          wish.wanted_to = wish.wanted_from + minutes(60);
          YILIN_CHECK(orders::place(tx, wish, orders::PlanId{1}));  // as a recurring order would: left to the plan
        }
        return true;
      });
  }
  void search_for(std::int64_t iterations_per_visit) {
    as_system<bool>([&](command::Tx& tx) -> Result<bool> {
      tx.db.queue("UPDATE day_plan_parameter SET value = ? WHERE name = 'iterations_per_visit'", iterations_per_visit);
      return true;
    });
  }
  static double cpu() {
    timespec t{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
  }
  template <class Work>
  void timed(const char* what, Work work) {
    const double began = cpu();
    work();
    fmt::print("{}: {:.0f} ms CPU\n", what, (cpu() - began) * 1000);
  }
};

TEST_F(LargeDay, IsPlannedAcceptedAndShown) {
  std::string id;
  timed("plan", [&] {
    const auto made = city.post(dispatcher, "/api/day-plans", R"({"region":"410902000000","day":"2026-11-23"})");
    ASSERT_EQ(made.status, 200) << made.body;
    id = text(made, "id");
    wait_until_idle(city.kernel());
  });
  const auto view = city.get(dispatcher, "/api/day-plans/" + id).json();
  EXPECT_EQ(view.at("plan").at("visits").as_int64(), kVisits);
  EXPECT_EQ(view.at("plan").at("proposed").as_int64() + view.at("plan").at("unassigned").as_int64(), kVisits) << entity::json::serialize(view);
  EXPECT_GT(view.at("plan").at("proposed").as_int64(), kVisits * 8 / 10) << entity::json::serialize(view);
  timed("accept all", [&] {
    ASSERT_EQ(city.post(dispatcher, "/api/day-plans/" + id + "/accept", "{}").status, 200);
    wait_until_idle(city.kernel());
  });
  const auto then = city.get(dispatcher, "/api/day-plans/" + id).json();
  EXPECT_EQ(then.at("failed").as_int64(), 0) << entity::json::serialize(then);
  EXPECT_EQ(then.at("applied").as_int64(), view.at("plan").at("proposed").as_int64());

  std::map<WorkerId, std::vector<std::pair<Instant, Instant>>> taken;
  std::vector<orders::Visit> visits;
  {
    auto db = city.kernel().readers->borrow();
    const Instant from = *parse_instant("2026-11-23T00:00:00+08:00");
    visits = orders::visits_of_day({*db, access::Caller::system(), city.clock.now(), city.kernel()}, {{kHualong}, from, from + days(1), {}, {}, {}, 1'000});
    for (const orders::Visit& v : visits) {
      const auto told = orders::promise(*db, v.id);
      EXPECT_TRUE(v.planned_start >= told->wanted_from && v.planned_start <= told->wanted_to);
      for (const orders::Assignment& a : orders::assignments(*db, city.kernel().vault, v.id)) {
        for (const auto& [begin, end] : taken[a.worker_id]) EXPECT_FALSE(begin < v.planned_end && v.planned_start < end);
        taken[a.worker_id].emplace_back(v.planned_start, v.planned_end);
      }
    }
  }
  EXPECT_EQ(visits.size(), static_cast<std::size_t>(kVisits));
  timed("board", [&] { EXPECT_EQ(city.get(dispatcher, "/api/day-plans/board?region=410902000000&day=2026-11-23").status, 200); });
  timed("try", [&] {
    EXPECT_EQ(city.get(dispatcher, fmt::format("/api/day-plans/try?visit_id={}&worker_ids={}", visits[kVisits / 2].id.value, workers[1].value)).status, 200);
  });
  timed("slots", [&] { EXPECT_EQ(city.get(dispatcher, fmt::format("/api/day-plans/slots?visit_id={}", visits[3].id.value)).status, 200); });
  const WorkerId sick = taken.begin()->first;
  timed("replan after a sick carer", [&] {
    ASSERT_EQ(city.post(dispatcher, "/api/day-plans/replan", fmt::format(R"({{"region":"410902000000","day":"2026-11-23","absent_worker_ids":["{}"]}})", sick.value)).status, 200);
    wait_until_idle(city.kernel());
  });
  const auto last = city.get(dispatcher, "/api/day-plans?limit=1").json().at("items").at(0);
  EXPECT_EQ(last.at("plan").at("state").as_string(), "proposed") << entity::json::serialize(last);
  EXPECT_GE(last.at("plan").at("proposed").as_int64(), 1);
  EXPECT_LE(last.at("plan").at("proposed").as_int64(), static_cast<std::int64_t>(taken.begin()->second.size()) + kVisits / 20) << "few others move";
}

// A search of many seconds holds no reader, is given up when the cell stops, and begins again after the start.
TEST_F(LargeDay, NobodyWaitsForALongSearch) {
  constexpr int kPercentMost = 2;
  search_for(400'000);
  city.restart();
  const auto made = city.post(dispatcher, "/api/day-plans", R"({"region":"410902000000","day":"2026-11-23"})");
  ASSERT_EQ(made.status, 200) << made.body;
  const auto state = [&] { return city.get(dispatcher, "/api/day-plans/" + text(made, "id")).json(); };
  while (state().at("plan").at("state").as_string() == "waiting") std::this_thread::yield();
  {
    std::vector<decltype(city.kernel().readers->borrow())> both;  // all that there are
    both.push_back(city.kernel().readers->borrow());
    both.push_back(city.kernel().readers->borrow());
  }
  const auto during = state();
  EXPECT_EQ(during.at("plan").at("state").as_string(), "solving");
  EXPECT_LE(during.at("percent").as_int64(), kPercentMost);
  search_for(20);
  city.restart();
  city.advance(seconds(1));
  wait_until_idle(city.kernel());
  const auto after = state();
  EXPECT_EQ(after.at("plan").at("state").as_string(), "proposed") << entity::json::serialize(after);
  EXPECT_LE(after.at("plan").at("iterations").as_int64(), 20 * kVisits) << "the second search's, not the first one's";
}

}  // namespace
}  // namespace yilin::dayplan
