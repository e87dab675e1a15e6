// Days that something upsets: sets of changes that become true whole or not at all, plans that wait, boards of streets.
#include <algorithm>
#include <future>

#include "modules/dayplan/day.h"
#include "modules/dayplan/module.h"
#include "modules/dayplan/store.h"
#include "modules/dispatch/module.h"
#include "modules/solving/module.h"
#include "modules/solving/solving.h"
#include "support/story.h"

namespace yilin::dayplan {
namespace {

namespace json = entity::json;
using orders::AssignmentState;

class Upset : public test::Story {
 protected:
  Upset() : Story({dispatch::module(), solving::module(), module()}) {}

  std::string day_text(int from_today) { return to_string(civil_date(city.clock.now()) + from_today); }
  Instant at(int hour, int minute) { return start_of_day(civil_date(city.clock.now()) + 1) + hours(hour) + minutes(minute); }
  // A bath at home takes an hour and a half.
  VisitId recurring(ElderId who, int start_min, int window_min, WorkerId wanted = {}) {
    const auto id = catalogue::item_by_code(city.kernel(), "bath_home")->id;
    const auto made = city.post(hotline, "/api/order-plans",
                                fmt::format(R"({{"elder_id":"{}","item_id":"{}","weekdays":[1,2,3,4,5,6,7],"units":1,"start_min":{},"window_min":{}{}}})", who.value, id.value,
                                            start_min, window_min, wanted ? fmt::format(R"(,"worker_id":"{}")", wanted.value) : std::string()));
    EXPECT_EQ(made.status, 200) << made.body;
    city.advance(seconds(2));
    for (const orders::Visit& v : tomorrow())
      if (v.elder_id == who) return v.id;
    return {};
  }
  std::vector<orders::Visit> tomorrow() {
    auto db = city.kernel().readers->borrow();
    const Date day = civil_date(city.clock.now()) + 1;
    return orders::visits_of_day({*db, access::Caller::system(), city.clock.now(), city.kernel()}, {{kHualong}, start_of_day(day), start_of_day(day + 1), {}, {}, {}, 200});
  }
  orders::Visit now(VisitId id) {
    auto db = city.kernel().readers->borrow();
    return *orders::visit(*db, city.kernel().vault, id);
  }
  std::vector<orders::Assignment> asked(VisitId visit) {
    auto db = city.kernel().readers->borrow();
    return orders::assignments(*db, city.kernel().vault, visit);
  }
  std::vector<WorkerId> holders(VisitId visit) {
    std::vector<WorkerId> out;
    for (const auto& a : asked(visit))
      if (a.state <= AssignmentState::checked_out) out.push_back(a.worker_id);
    return out;
  }
  // Only the first carer may come to her.
  ElderId elder_of_the_first(int serial) {
    const ElderId who = add_elder(serial);
    for (const std::size_t w : {1u, 2u})
      EXPECT_EQ(city.post(hotline, "/api/dispatch/refusals", fmt::format(R"({{"elder_id":"{}","worker_id":"{}","reason":"不习惯"}})", who.value, workers[w].value)).status, 200);
    return who;
  }
  std::string ask(std::string_view route, const std::string& body) {
    const auto made = city.post(dispatcher, route, body);
    EXPECT_EQ(made.status, 200) << made.body;
    wait_until_idle(city.kernel());
    return text(made, "id");
  }
  std::string plan() { return ask("/api/day-plans", fmt::format(R"({{"region":"410902000000","day":"{}"}})", day_text(1))); }
  std::string begins_late(VisitId visit, Instant start) {
    return ask("/api/day-plans/replan", fmt::format(R"({{"region":"410902000000","day":"{}","late":[{{"visit_id":"{}","start":"{}"}}]}})", day_text(1), visit.value, to_string(start)));
  }
  std::map<std::string, json::value> changes(const std::string& plan) {  // by visit
    std::map<std::string, json::value> out;
    const auto page = city.get(dispatcher, "/api/day-plans/" + plan + "/changes?limit=200").json();
    for (const auto& row : page.at("items").as_array())
      out[std::string(row.at("change").at("visit_id").as_string())] = row.at("change");
    return out;
  }
  void accept(const std::string& id) {
    ASSERT_EQ(city.post(dispatcher, "/api/day-plans/" + id + "/accept", "{}").status, 200);
    wait_until_idle(city.kernel());
  }
  void everybody_accepts() {
    for (const orders::Visit& v : tomorrow())
      for (const auto& a : asked(v.id)) {
        if (a.state != AssignmentState::offered) continue;
        EXPECT_EQ(step(a, "accept").status, 200);
      }
  }
  std::string state_of(const std::string& plan) { return std::string(city.get(dispatcher, "/api/day-plans/" + plan).json().at("plan").at("state").as_string()); }
  json::value board(std::int64_t region) {
    const auto shown = city.get(dispatcher, fmt::format("/api/day-plans/board?region={}&day={}", region, day_text(1)));
    EXPECT_EQ(shown.status, 200) << shown.body;
    return shown.json();
  }
  // One o'clock and twenty past three, by the one carer who may come to both.
  void two_in_a_row() {
    first = recurring(elder_of_the_first(2), 780, 0);
    second = recurring(elder_of_the_first(3), 920, 60);
    accept(plan());
    everybody_accepts();
    ASSERT_EQ(holders(first), std::vector{workers[0]});
    ASSERT_EQ(holders(second), std::vector{workers[0]});
    stood = now(second).planned_start;
    ASSERT_LT(stood, at(15, 30)) << "the late one will push it";
  }
  void set_price(std::int64_t of_a_stranger) {
    as_system<bool>([&](command::Tx& tx) -> Result<bool> {
      tx.db.queue("UPDATE day_plan_parameter SET value = ? WHERE name = 'broken_continuity_fen'", of_a_stranger);
      return true;
    });
    city.restart();
  }
  VisitId first, second;
  Instant stood;
};

TEST_F(Upset, ALateVisitAndWhatItPushesMoveTogetherAndGoBackTogether) {
  two_in_a_row();
  const std::string id = begins_late(first, at(14, 0));  // far beyond the tolerance of a quarter of an hour
  ASSERT_EQ(changes(id).size(), 2u) << json::serialize(board(kHualong));
  accept(id);
  const auto applied = changes(id);
  for (const auto& [visit, change] : applied) EXPECT_EQ(change.at("state").as_string(), "applied") << json::serialize(change);
  EXPECT_EQ(now(first).planned_start, at(14, 0));
  EXPECT_GE(now(second).planned_start, at(15, 30));
  EXPECT_EQ(now(first).state, orders::VisitState::staffed) << "her promise stands";
  EXPECT_EQ(now(second).state, orders::VisitState::staffed);
  const auto shown = board(kHualong);
  for (const auto& v : shown.at("visits").as_array()) EXPECT_FALSE(v.at("clash").as_bool());

  ASSERT_EQ(city.post(dispatcher, "/api/day-plans/" + id + "/undo").status, 200);
  EXPECT_EQ(now(first).planned_start, at(13, 0));
  EXPECT_EQ(now(second).planned_start, stood);
  const auto undone = changes(id);
  for (const auto& [visit, change] : undone) EXPECT_EQ(change.at("state").as_string(), "undone");
}

TEST_F(Upset, ASetOfWhichOneCannotBeDoneIsRefusedWhole) {
  two_in_a_row();
  const std::string id = begins_late(first, at(14, 0));
  const auto proposed = changes(id);
  ASSERT_EQ(proposed.size(), 2u);
  const Instant pushed = *parse_instant(std::string_view(proposed.at(std::to_string(second.value)).at("to_start").as_string()));
  // Meanwhile the carer is asked for a visit where the second one was to end.
  const ElderId third = elder_of_the_first(4);
  const auto item = catalogue::item_by_code(city.kernel(), "haircut")->id;
  const Instant between = std::max(pushed + minutes(60), stood + minutes(95));
  ASSERT_LT(between, pushed + minutes(90));
  const auto placed = city.post(hotline, "/api/orders", fmt::format(R"({{"elder_id":"{}","item_id":"{}","wanted_from":"{}","channel":"hotline"}})", third.value, item.value, to_string(between)));
  ASSERT_EQ(placed.status, 200) << placed.body;
  const OrderId other{std::stoll(text(placed, "id"))};
  ASSERT_EQ(holders(visit_of(other).id), std::vector{workers[0]});

  accept(id);
  const auto after = changes(id);
  const auto& guilty = after.at(std::to_string(second.value));
  const auto& innocent = after.at(std::to_string(first.value));
  EXPECT_EQ(guilty.at("state").as_string(), "failed");
  EXPECT_NE(std::string(guilty.at("problem").as_string()).find("已有其他服务"), std::string::npos) << json::serialize(guilty);
  EXPECT_EQ(innocent.at("state").as_string(), "failed");
  EXPECT_NE(std::string(innocent.at("problem").as_string()).find("一并调整"), std::string::npos) << json::serialize(innocent);
  EXPECT_EQ(now(first).planned_start, at(13, 0)) << "all stands as it stood";
  EXPECT_EQ(now(second).planned_start, stood);
  EXPECT_EQ(now(first).state, orders::VisitState::staffed);
  EXPECT_EQ(holders(second), std::vector{workers[0]});
}

TEST_F(Upset, APlaceThatAPlanLeavesOpenIsLookedFor) {
  ElderId who = add_elder(2);
  const OrderId order_id = order(who, "bath_bed", 26);
  auto waiting = city.get(dispatcher, "/api/orders?state=in_review&limit=200").json().at("items").as_array();
  for (const auto& o : waiting) ASSERT_EQ(city.post(dispatcher, "/api/orders/" + std::string(o.at("id").as_string()) + "/review", R"({"approve":true,"reason":"符合"})").status, 200);
  const orders::Visit visit = visit_of(order_id);
  ASSERT_EQ(visit.workers_needed, 2);
  as_system<bool>([&](command::Tx& tx) -> Result<bool> {  // nobody is asked when the plan is made
    dispatch::Placement nobody;
    nobody.visit = visit.id;
    YILIN_CHECK(dispatch::place(tx, nobody));
    return true;
  });
  ASSERT_TRUE(holders(visit.id).empty());
  const std::string id = plan();
  as_system<bool>([&](command::Tx& tx) -> Result<bool> {  // it knows one of the two only
    auto list = changes_of(tx.db, tx.vault(), {std::stoll(id)}, {ChangeState::proposed}, 10);
    if (list.size() != 1) return fail(yilin::errors::conflict);
    list[0].to_worker_ids = {workers[1]};
    store(tx, list[0]);
    return true;
  });
  accept(id);
  const auto both = holders(visit.id);
  ASSERT_EQ(both.size(), 2u) << json::serialize(changes(id).begin()->second);
  EXPECT_TRUE(std::find(both.begin(), both.end(), workers[1]) != both.end());
  EXPECT_EQ(changes(id).begin()->second.at("state").as_string(), "applied");
}

TEST_F(Upset, EachBoardUndoesWhatWasMovedOnIt) {
  const VisitId here = recurring(add_elder(2), 540, 120), there = recurring(add_elder(3), 780, 120);
  const auto move = [&](VisitId visit, int worker, std::string_view more) {
    const auto moved = city.post(dispatcher, "/api/day-plans/moves",
                                 fmt::format(R"({{"visit_id":"{}","worker_ids":["{}"]{}}})", visit.value, workers[static_cast<std::size_t>(worker)].value, more));
    EXPECT_EQ(moved.status, 200) << moved.body;
    return text(moved, "plan_id");
  };
  const std::string street = move(here, 0, R"(,"region":"410902006000")"), county = move(there, 1, "");
  EXPECT_NE(street, county);
  EXPECT_EQ(std::string(board(410902006000).at("plan").at("id").as_string()), street);
  EXPECT_EQ(std::string(board(kHualong).at("plan").at("id").as_string()), county);
  ASSERT_EQ(city.post(dispatcher, "/api/day-plans/" + street + "/undo").status, 200);
  EXPECT_TRUE(holders(here).empty());
  EXPECT_EQ(holders(there), std::vector{workers[1]}) << "moved on another board";
  EXPECT_EQ(code(city.post(dispatcher, "/api/day-plans/" + street + "/undo")), "dayplan.nothing_to_undo");
  EXPECT_EQ(city.post(dispatcher, "/api/day-plans/moves", fmt::format(R"({{"visit_id":"{}","worker_ids":[],"region":"410922000000"}})", here.value)).status, 422);
  // Who sees a street only has her own stack there.
  const auto of_street = city.staff({access::Role::dispatcher}, 410902006000, "街道调度");
  const auto hers = city.post(of_street, "/api/day-plans/moves", fmt::format(R"({{"visit_id":"{}","worker_ids":["{}"]}})", here.value, workers[2].value));
  ASSERT_EQ(hers.status, 200) << hers.body;
  EXPECT_EQ(city.post(of_street, "/api/day-plans/" + text(hers, "plan_id") + "/undo").status, 200);
}

TEST_F(Upset, APlanThatMetAFullQueueIsTriedAgain) {
  recurring(add_elder(2), 540, 120);
  const auto solver = solving::background(city.kernel());
  std::promise<void> go;
  std::shared_future<void> gate = go.get_future().share();
  solver->submit(1, [gate](const auto&) { gate.wait(); });
  while (solver->submit(1, [](const auto&) {}) != 0) {}
  city.advance(minutes(9 * 60 + 1));  // 18:01
  const auto newest = [&] { return city.get(dispatcher, "/api/day-plans?day=" + day_text(1)).json().at("items").as_array(); };
  ASSERT_EQ(newest().size(), 1u);
  EXPECT_EQ(newest()[0].at("plan").at("state").as_string(), "waiting");
  go.set_value();
  wait_until_idle(city.kernel());
  city.advance(seconds(31));
  wait_until_idle(city.kernel());
  EXPECT_EQ(newest()[0].at("plan").at("state").as_string(), "proposed");
}

TEST_F(Upset, AStrangersPriceFollowsFromTheDaysWaysUnlessTheCitySaysOtherwise) {
  recurring(add_elder(2), 540, 120);
  registry::NewElder far;
  far.name = "李桂兰";
  far.id_card = card(50);
  far.region = {kHome};
  far.address = "9 号楼";
  far.lon_e6 = kLon + 8 * kStep;
  far.lat_e6 = kLat;
  recurring(as_system<ElderId>([&](command::Tx& tx) { return registry::create_elder(tx, far); }, true), 600, 120);
  const auto price = [&] {
    auto db = city.kernel().readers->borrow();
    const auto day = build_day({*db, access::Caller::system(), city.clock.now(), city.kernel()}, {kHualong}, civil_date(city.clock.now()) + 1, {});
    EXPECT_TRUE(day);
    return std::pair(day->problem.objective.broken_continuity, routing::usual_continuity_price(day->problem));
  };
  const auto [taken, own] = price();
  EXPECT_EQ(taken, own);
  EXPECT_GT(own, 0);
  set_price(777);
  EXPECT_EQ(price().first, 777);
}

TEST_F(Upset, WhomTheElderWantedIsToldSoByAPlanToo) {
  set_price(5'000);  // worth the longer way
  const VisitId visit = recurring(add_elder(2), 540, 120, workers[1]);
  accept(plan());
  ASSERT_EQ(holders(visit), std::vector{workers[1]});
  EXPECT_NE(asked(visit).at(0).explain.find("指定"), std::string::npos) << asked(visit).at(0).explain;
}

}  // namespace
}  // namespace yilin::dayplan
