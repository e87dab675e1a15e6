// From what happens in a community to the figures of every level above it.
#include "modules/figures/figures.h"

#include "modules/dispatch/module.h"
#include "support/story.h"
#include "modules/figures/module.h"
#include "modules/settlement/module.h"

namespace yilin::figures {
namespace {

class FiguresStory : public test::Story {
 protected:
  FiguresStory() : Story({dispatch::module(), settlement::module(), module()}) {
    official = city.staff({test::Role::official}, kCity, "市民政");
    county = city.staff({test::Role::official}, kHualong, "区民政");
    elsewhere = city.staff({test::Role::official}, kQingfeng, "外县");
  }
  OrderId confirmed(ElderId who, std::string_view item = "bath_home") {
    const OrderId id = served(who, item);
    confirm(id);
    return id;
  }
  void rate(OrderId id, std::string_view face) {
    const auto rated = city.post(hotline, fmt::format("/api/visits/{}/rating", visit_of(id).id.value), fmt::format(R"({{"face":"{}"}})", face));
    EXPECT_EQ(rated.status, 200) << rated.body;
  }
  entity::json::value figures(const test::CallerPtr& who, std::string_view query = "") {
    const auto answer = city.get(who, fmt::format("/api/figures?{}", query));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.json();
  }
  std::int64_t total(const test::CallerPtr& who, std::string_view metric, std::string_view query = "") {
    return figures(who, query).at("total").at(metric).as_int64();
  }
  std::vector<std::array<std::int64_t, 4>> counters() {
    std::vector<std::array<std::int64_t, 4>> out;
    auto db = city.kernel().readers->borrow();
    auto rows = db->rows("SELECT region, day, metric, value FROM counter WHERE value <> 0 ORDER BY region, day, metric");
    while (rows.next()) out.push_back({rows.integer(0), rows.integer(1), rows.integer(2), rows.integer(3)});
    return out;
  }
  test::CallerPtr official, county, elsewhere;
};

constexpr std::string_view kParts[] = {"orders_placed", "orders_cancelled", "visits_done", "visit_minutes", "visits_confirmed", "ratings_bad",
                                       "ratings_fair", "ratings_good", "complaints", "settled_fen", "subsidy_fen", "self_fen", "response_5",
                                       "response_15", "response_30", "response_60", "response_240", "response_over"};

TEST_F(FiguresStory, WhatHappensIsCountedAtEveryLevel) {
  const OrderId first = confirmed(elder);
  rate(first, "good");
  const OrderId dropped = order(elder, "haircut", 30);
  const auto cancelled = city.post(hotline, fmt::format("/api/orders/{}/cancel", dropped.value), R"({"reason":"not_needed"})");
  ASSERT_EQ(cancelled.status, 200) << cancelled.body;
  const auto complained = city.post(hotline, "/api/complaints", fmt::format(R"({{"elder_id":"{}","text":"来晚了"}})", elder.value));
  ASSERT_EQ(complained.status, 200) << complained.body;

  std::string_view levels[] = {"410900000000", "410902000000", "410902006000", "410902006001"};
  const auto city_total = figures(official).at("total");
  EXPECT_EQ(city_total.at("orders_placed").as_int64(), 2);
  EXPECT_EQ(city_total.at("orders_cancelled").as_int64(), 1);
  EXPECT_EQ(city_total.at("visits_done").as_int64(), 1);
  EXPECT_EQ(city_total.at("visit_minutes").as_int64(), 60);
  EXPECT_EQ(city_total.at("minutes_per_visit").as_int64(), 60);
  EXPECT_EQ(city_total.at("visits_confirmed").as_int64(), 1);
  EXPECT_EQ(city_total.at("ratings_good").as_int64(), 1);
  EXPECT_EQ(city_total.at("satisfied_permille").as_int64(), 1000);
  EXPECT_EQ(city_total.at("cancelled_permille").as_int64(), 500);
  EXPECT_EQ(city_total.at("complaints").as_int64(), 1);
  EXPECT_EQ(city_total.at("response_5").as_int64(), 1);
  EXPECT_EQ(city_total.at("settled_fen").as_int64(), city_total.at("subsidy_fen").as_int64() + city_total.at("self_fen").as_int64());
  EXPECT_GT(city_total.at("settled_fen").as_int64(), 0);
  for (const auto level : levels) {
    const auto shown = figures(official, fmt::format("region={}", level));
    for (const auto part : kParts) {
      EXPECT_EQ(shown.at("total").at(part), city_total.at(part)) << level << " " << part;
      std::int64_t sum = 0;
      for (const auto& child : shown.at("children").as_array()) sum += child.at(part).as_int64();
      if (level != "410902006001") { EXPECT_EQ(sum, city_total.at(part).as_int64()) << level << " " << part; }
    }
  }
  EXPECT_TRUE(figures(official, "from=2026-10-01&to=2026-10-31").at("total").at("satisfied_permille").is_null());
}

TEST_F(FiguresStory, AnotherCountySeesOnlyItsOwn) {
  confirmed(elder);
  EXPECT_EQ(total(county, "visits_done"), 1);
  EXPECT_EQ(figures(county).at("total").at("region").as_string(), "410902000000");
  EXPECT_EQ(total(elsewhere, "visits_done"), 0);
  EXPECT_EQ(city.get(elsewhere, "/api/figures?region=410902000000").status, 404);
  EXPECT_EQ(city.get(elsewhere, "/api/figures?region=410900000000").status, 404);
  EXPECT_EQ(city.get(elsewhere, "/api/figures/elders?region=410902000000").status, 404);
  EXPECT_EQ(city.get(elsewhere, "/api/figures/rows?metric=visits_done&region=410902000000").status, 404);
  EXPECT_EQ(city.get(elsewhere, "/api/figures/rows?metric=visits_done").json().at("items").as_array().size(), 0u);
  for (const auto& nobody : {city.organisation(company), city.home({elder}), carer(workers[0])}) {
    EXPECT_EQ(city.get(nobody, "/api/figures").status, 403);
    EXPECT_EQ(city.get(nobody, "/api/figures/elders").status, 403);
    EXPECT_EQ(city.get(nobody, "/api/figures/rows?metric=visits_done").status, 403);
    EXPECT_EQ(city.get(nobody, "/api/today").status, 200);
  }
  EXPECT_EQ(city.get(official, "/api/figures?from=2026-11-22&to=2026-11-21").status, 422);
  EXPECT_EQ(city.get(official, "/api/figures?from=2020-01-01").status, 422);
  EXPECT_EQ(city.get(official, "/api/figures/rows?metric=nothing").status, 422);
  EXPECT_EQ(city.get(official, "/api/figures/rows?metric=visits_done&limit=201").status, 422);
}

TEST_F(FiguresStory, ARestartAndARebuildChangeNothing) {
  rate(confirmed(elder), "fair");
  city.advance(hours(26));
  confirmed(add_elder(2), "clean_room");
  const auto kept = counters();
  const auto shown = figures(official);
  EXPECT_FALSE(kept.empty());
  city.restart();
  EXPECT_EQ(figures(official), shown);
  as_system<std::int64_t>([](command::Tx& tx) -> Result<std::int64_t> { return rebuild(tx); });
  EXPECT_EQ(counters(), kept);
  EXPECT_EQ(figures(official), shown);
  // A database that has orders and was never counted.
  as_system<std::int64_t>([](command::Tx& tx) -> Result<std::int64_t> {
    tx.db.exec("DELETE FROM visit_response");
    return tx.db.exec("DELETE FROM counter");
  });
  city.restart();
  EXPECT_EQ(counters(), kept);
  EXPECT_EQ(figures(official), shown);
}

TEST_F(FiguresStory, ARefusedCommandCountsNothing) {
  const OrderId id = confirmed(elder);
  const auto before = counters();
  EXPECT_FALSE(command::run(city.kernel(), access::Caller::system(), [&](command::Tx& tx) -> Status {
    YILIN_TRY(const orders::Order placed, orders::order(tx.db, tx.vault(), id));
    YILIN_CHECK(tx.announce(orders::OrderCancelled{placed}));
    return fail(yilin::errors::conflict);
  }));
  EXPECT_EQ(counters(), before);
  EXPECT_EQ(total(official, "orders_cancelled"), 0);
}

TEST_F(FiguresStory, AFigureLeadsToItsRows) {
  const OrderId first = confirmed(elder), second = confirmed(elder, "clean_room");
  for (const auto metric : kParts) {
    std::int64_t sum = 0;
    std::string cursor;
    do {
      const auto page = city.get(official, fmt::format("/api/figures/rows?metric={}&limit=1{}", metric, cursor));
      ASSERT_EQ(page.status, 200) << metric << page.body;
      const auto json = page.json();
      for (const auto& item : json.at("items").as_array()) {
        sum += item.at("value").as_int64();
        const auto id = std::stoll(std::string(item.at("order_id").as_string()));
        EXPECT_TRUE(id == first.value || id == second.value) << metric;
      }
      cursor = json.at("next").is_null() ? "" : "&cursor=" + text(page, "next");
    } while (!cursor.empty());
    EXPECT_EQ(sum, total(official, metric)) << metric;
  }
}

TEST_F(FiguresStory, EldersByLabelAgeLivingAndAbility) {
  add_elder(2);
  const auto shown = city.get(official, "/api/figures/elders");
  ASSERT_EQ(shown.status, 200) << shown.body;
  const auto json = shown.json();
  EXPECT_EQ(json.at("total").at("elders").as_int64(), 2);
  std::int64_t sum = 0;
  for (const auto& child : json.at("children").as_array()) sum += child.at("elders").as_int64();
  EXPECT_EQ(sum, 2);
  const auto count = [&](std::string_view by, std::string_view key) {
    for (const auto& item : json.at("total").at(by).as_array())
      if (item.at("key").as_string() == key) return item.at("elders").as_int64();
    return std::int64_t{-1};
  };
  EXPECT_EQ(count("labels", "subsistence"), 2);
  EXPECT_EQ(count("ages", "80_89"), 2);
  EXPECT_EQ(count("ability", "moderate"), 2);
  EXPECT_EQ(count("living", "unknown"), 2);
  EXPECT_EQ(city.get(elsewhere, "/api/figures/elders").json().at("total").at("elders").as_int64(), 0);
}

TEST_F(FiguresStory, TodayListsWhatWaits) {
  const auto waiting = [&](const test::CallerPtr& who, std::string_view kind) -> std::int64_t {
    const auto answer = city.get(who, "/api/today");
    EXPECT_EQ(answer.status, 200) << answer.body;
    const auto json = answer.json();
    for (const auto& item : json.at("items").as_array())
      if (item.at("kind").as_string() == kind) return item.at("count").as_int64();
    return 0;
  };
  const OrderId id = order(elder, "bath_home", 1);
  const auto offered = offers(id);
  ASSERT_FALSE(offered.empty());
  EXPECT_EQ(waiting(carer(offered[0].worker_id), "offers_open"), 1);
  EXPECT_EQ(step(offered[0], "accept").status, 200);
  EXPECT_EQ(waiting(county, "visits_late"), 0);
  city.clock.advance(hours(2));
  EXPECT_EQ(waiting(county, "visits_late"), 1);
  EXPECT_EQ(waiting(city.organisation(company), "visits_late"), 1);
  EXPECT_EQ(waiting(city.organisation({9}), "visits_late"), 0);
  EXPECT_EQ(waiting(elsewhere, "visits_late"), 0);
  ASSERT_EQ(city.post(hotline, "/api/complaints", fmt::format(R"({{"elder_id":"{}","text":"没有来"}})", elder.value)).status, 200);
  EXPECT_EQ(waiting(official, "complaints_open"), 1);
  EXPECT_EQ(waiting(elsewhere, "complaints_open"), 0);
  const auto admin = city.staff({test::Role::system_admin}, kCity);
  EXPECT_EQ(city.get(admin, "/api/today").json().at("items").as_array().size(), 0u);
}

}  // namespace
}  // namespace yilin::figures
