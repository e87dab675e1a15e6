// A county's day through the whole kernel: planned in the evening, accepted, moved, upset and mended.
#include "modules/dayplan/dayplan.h"

#include <algorithm>
#include <map>
#include <set>

#include "modules/dayplan/module.h"
#include "modules/dispatch/module.h"
#include "modules/solving/module.h"
#include "support/story.h"

namespace yilin::dayplan {
namespace {

namespace json = entity::json;
using orders::AssignmentState;

class DayPlan : public test::Story {
 protected:
  DayPlan() : Story({dispatch::module(), solving::module(), module()}) {}

  // Every day at nine, to begin within two hours: left to the plan of the day.
  void recurring(ElderId who, std::string_view item = "bath_home", int start_min = 540, int window_min = 120) {
    const auto id = catalogue::item_by_code(city.kernel(), item)->id;
    const auto made = city.post(hotline, "/api/order-plans",
                                fmt::format(R"({{"elder_id":"{}","item_id":"{}","weekdays":[1,2,3,4,5,6,7],"units":1,"start_min":{},"window_min":{}}})", who.value, id.value,
                                            start_min, window_min));
    ASSERT_EQ(made.status, 200) << made.body;
    city.advance(seconds(2));
  }
  std::vector<orders::Visit> tomorrow() {
    auto db = city.kernel().readers->borrow();
    const Date day = civil_date(city.clock.now()) + 1;
    return orders::visits_of_day({*db, access::Caller::system(), city.clock.now(), city.kernel()}, {{kHualong}, start_of_day(day), start_of_day(day + 1), {}, {}, {}, 200});
  }
  std::vector<orders::Assignment> asked(VisitId visit) {
    auto db = city.kernel().readers->borrow();
    return orders::assignments(*db, city.kernel().vault, visit);
  }
  static bool holds(const orders::Assignment& a) { return a.state <= AssignmentState::checked_out; }
  std::vector<WorkerId> holders(VisitId visit) {
    std::vector<WorkerId> out;
    for (const auto& a : asked(visit))
      if (holds(a)) out.push_back(a.worker_id);
    return out;
  }
  std::string day_text(int from_today) { return to_string(civil_date(city.clock.now()) + from_today); }
  std::string plan(int from_today = 1) {
    const auto made = city.post(dispatcher, "/api/day-plans", fmt::format(R"({{"region":"410902000000","day":"{}"}})", day_text(from_today)));
    EXPECT_EQ(made.status, 200) << made.body;
    wait_until_idle(city.kernel());
    return text(made, "id");
  }
  auto changes(const std::string& id, std::string_view state = "proposed") {
    return city.get(dispatcher, "/api/day-plans/" + id + "/changes?limit=200&state=" + std::string(state)).json().at("items").as_array();
  }
  void accept(const std::string& id) {
    const auto done = city.post(dispatcher, "/api/day-plans/" + id + "/accept", "{}");
    ASSERT_EQ(done.status, 200) << done.body;
    wait_until_idle(city.kernel());
  }
  void everybody_accepts() {
    for (const orders::Visit& v : tomorrow())
      for (const auto& a : asked(v.id)) {
        if (a.state != AssignmentState::offered) continue;
        ASSERT_EQ(step(a, "accept").status, 200);
      }
  }
  // Nobody is at two places, and every visit begins as it was promised.
  void expect_sound(const std::vector<orders::Visit>& visits) {
    std::map<WorkerId, std::vector<std::pair<Instant, Instant>>> taken;
    for (const orders::Visit& v : visits) {
      auto db = city.kernel().readers->borrow();
      const auto told = orders::promise(*db, v.id);
      EXPECT_GE(v.planned_start, told->wanted_from);
      EXPECT_LE(v.planned_start, told->wanted_to);
      for (const WorkerId w : holders(v.id)) {
        for (const auto& [from, to] : taken[w]) EXPECT_FALSE(from < v.planned_end && v.planned_start < to) << v.id.value;
        taken[w].emplace_back(v.planned_start, v.planned_end);
      }
    }
  }
};

TEST_F(DayPlan, TablesHoldWhatTheFieldsSay) {
  expect_columns(Plan::fields(), "day_plan");
  expect_columns(Change::fields(), "day_plan_change");
  expect_columns(Unassigned::fields(), "day_plan_unassigned");
}

TEST_F(DayPlan, TheEveningPlansTomorrowAndADispatcherAccepts) {
  for (int i = 2; i <= 5; ++i) recurring(add_elder(i));
  ASSERT_EQ(tomorrow().size(), 4u);
  for (const auto& v : tomorrow()) EXPECT_TRUE(asked(v.id).empty()) << "left to the plan";
  city.advance(minutes(9 * 60 + 1));  // 18:01
  wait_until_idle(city.kernel());
  const auto plans = city.get(dispatcher, "/api/day-plans?day=" + day_text(1)).json().at("items").as_array();
  ASSERT_EQ(plans.size(), 1u);
  EXPECT_EQ(plans[0].at("plan").at("kind").as_string(), "nightly");
  EXPECT_EQ(plans[0].at("plan").at("state").as_string(), "proposed") << json::serialize(plans[0]);
  EXPECT_EQ(plans[0].at("plan").at("unassigned").as_int64(), 0);
  const std::string id(plans[0].at("plan").at("id").as_string());
  ASSERT_EQ(changes(id).size(), 4u);
  for (const auto& row : changes(id)) {
    EXPECT_EQ(row.at("change").at("kind").as_string(), "assign");
    EXPECT_EQ(row.at("to_workers").as_array().size(), 1u);
    EXPECT_GE(row.at("change").at("price_fen").as_int64(), 0);
    EXPECT_EQ(row.at("elder_name").as_string(), "王秀英");
  }
  for (const auto& v : tomorrow()) EXPECT_TRUE(asked(v.id).empty()) << "a proposal only";
  accept(id);
  EXPECT_EQ(changes(id, "applied").size(), 4u) << json::serialize(json::value(changes(id, "failed")));
  for (const auto& v : tomorrow()) EXPECT_EQ(holders(v.id).size(), 1u);
  expect_sound(tomorrow());
  everybody_accepts();
  for (const auto& v : tomorrow()) EXPECT_EQ(v.state, orders::VisitState::staffed);
  // What is staffed is no question any more.
  EXPECT_TRUE(changes(plan()).empty());
}

TEST_F(DayPlan, WhereNobodyAcceptsTheMachineBeginsInTime) {
  recurring(elder);
  const VisitId visit = tomorrow().at(0).id;
  city.advance(hours(11));
  EXPECT_TRUE(asked(visit).empty());
  city.advance(minutes(31));  // 20:31
  EXPECT_EQ(asked(visit).size(), 1u);
}

TEST_F(DayPlan, AHumansChoiceStands) {
  recurring(elder);
  recurring(add_elder(2));
  const auto visits = tomorrow();
  const auto by_hand = city.post(dispatcher, fmt::format("/api/dispatch/visits/{}/offer", visits[0].id.value), fmt::format(R"({{"worker_id":"{}"}})", workers[2].value));
  ASSERT_EQ(by_hand.status, 200) << by_hand.body;
  const std::string id = plan();
  ASSERT_EQ(changes(id).size(), 1u);
  EXPECT_EQ(changes(id)[0].at("change").at("visit_id").as_string(), std::to_string(visits[1].id.value));
  accept(id);
  EXPECT_EQ(holders(visits[0].id), std::vector{workers[2]});
  EXPECT_TRUE(asked(visits[0].id)[0].manual);
}

TEST_F(DayPlan, WhoIsLeftOutHasAReasonAndWhatWouldHelp) {
  // Four at the very same moment, three carers.
  for (int i = 2; i <= 5; ++i) recurring(add_elder(i), "bath_home", 540, 0);
  const std::string id = plan();
  EXPECT_EQ(changes(id).size(), 3u);
  const auto left = city.get(dispatcher, "/api/day-plans/" + id + "/unassigned").json().at("items").as_array();
  ASSERT_EQ(left.size(), 1u);
  EXPECT_NE(std::string(left[0].at("unassigned").at("reason").as_string()).find("排满"), std::string::npos);
  const std::string how = json::serialize(left[0].at("unassigned").at("relaxations"));
  EXPECT_NE(how.find("推后"), std::string::npos) << how;
}

TEST_F(DayPlan, ABedBathGetsTwoOfOneOrganisationAtOneTime) {
  recurring(elder, "bath_bed");
  auto orders = city.get(dispatcher, "/api/orders?state=in_review&limit=200").json().at("items").as_array();
  ASSERT_FALSE(orders.empty());
  for (const auto& o : orders)
    ASSERT_EQ(city.post(dispatcher, "/api/orders/" + std::string(o.at("id").as_string()) + "/review", R"({"approve":true,"reason":"符合"})").status, 200);
  const auto visit = tomorrow().at(0);
  // Approved by hand it was offered at once; those asked say no until nobody is left.
  for (int i = 0; i < 3; ++i)
    for (const auto& a : asked(visit.id)) {
      if (a.state != AssignmentState::offered) continue;
      ASSERT_EQ(step(a, "reject", R"({"reason":"carer_busy"})").status, 200);
    }
  ASSERT_TRUE(holders(visit.id).empty());
  const std::string id = plan();
  ASSERT_EQ(changes(id).size(), 1u);
  EXPECT_EQ(changes(id)[0].at("to_workers").as_array().size(), 2u);
  accept(id);
  const auto both = holders(visit.id);
  ASSERT_EQ(both.size(), 2u) << json::serialize(json::value(changes(id, "failed")));
  EXPECT_NE(both[0], both[1]);
}

TEST_F(DayPlan, ASickCarersVisitsGoToOthersAndTheRestStays) {
  for (int i = 2; i <= 5; ++i) recurring(add_elder(i));
  accept(plan());
  everybody_accepts();
  std::map<VisitId, WorkerId> before;
  for (const auto& v : tomorrow()) before[v.id] = holders(v.id).at(0);
  std::map<WorkerId, int> count;
  for (const auto& [visit, worker] : before) ++count[worker];
  const WorkerId sick = std::max_element(count.begin(), count.end(), [](const auto& a, const auto& b) { return a.second < b.second; })->first;
  const auto asked_for = city.post(dispatcher, "/api/day-plans/replan",
                                   fmt::format(R"({{"region":"410902000000","day":"{}","absent_worker_ids":["{}"]}})", day_text(1), sick.value));
  ASSERT_EQ(asked_for.status, 200) << asked_for.body;
  wait_until_idle(city.kernel());
  const std::string id = text(asked_for, "id");
  const auto view = city.get(dispatcher, "/api/day-plans/" + id);
  EXPECT_EQ(view.json().at("plan").at("state").as_string(), "proposed") << view.body;
  for (const auto& v : tomorrow()) EXPECT_EQ(holders(v.id).at(0), before[v.id]) << "only proposed so far";
  accept(id);
  EXPECT_TRUE(changes(id, "failed").empty()) << json::serialize(json::value(changes(id, "failed")));
  for (const auto& v : tomorrow()) {
    ASSERT_EQ(holders(v.id).size(), 1u);
    if (before[v.id] == sick) {
      EXPECT_NE(holders(v.id)[0], sick);
    } else {
      EXPECT_EQ(holders(v.id)[0], before[v.id]);
    }
  }
  expect_sound(tomorrow());
}

TEST_F(DayPlan, AMoveIsTriedMadeAndUndone) {
  recurring(elder);
  const auto visit = tomorrow().at(0);
  const auto try_it = [&](std::string_view more) { return city.get(dispatcher, fmt::format("/api/day-plans/try?visit_id={}{}", visit.id.value, more)); };
  const auto near = try_it(fmt::format("&worker_ids={}", workers[0].value)), far = try_it(fmt::format("&worker_ids={}", workers[2].value));
  ASSERT_EQ(near.status, 200) << near.body;
  EXPECT_TRUE(near.json().at("possible").as_bool()) << near.body;
  EXPECT_LT(near.json().at("change_fen").as_int64(), far.json().at("change_fen").as_int64());
  EXPECT_TRUE(holders(visit.id).empty()) << "nothing is stored";
  const auto late = try_it(fmt::format("&worker_ids={}&start={}", workers[0].value, "2026-11-23T14:00:00%2B08:00"));
  EXPECT_FALSE(late.json().at("allowed").as_bool());
  EXPECT_EQ(late.json().at("breaches").at(0).at("rule").as_string(), "promise") << late.body;

  const auto send = [&](int worker, std::string_view start) {
    return city.post(dispatcher, "/api/day-plans/moves", fmt::format(R"({{"visit_id":"{}","worker_ids":["{}"],"start":"{}"}})", visit.id.value, workers[static_cast<std::size_t>(worker - 1)].value, start));
  };
  EXPECT_EQ(send(1, "2026-11-23T14:00:00+08:00").status, 409);
  const auto moved = send(1, "2026-11-23T09:30:00+08:00");
  ASSERT_EQ(moved.status, 200) << moved.body;
  EXPECT_EQ(holders(visit.id), std::vector{workers[0]});
  EXPECT_EQ(tomorrow().at(0).planned_start, *parse_instant("2026-11-23T09:30:00+08:00"));
  const auto again = send(2, "2026-11-23T09:30:00+08:00");
  ASSERT_EQ(again.status, 200) << again.body;
  EXPECT_EQ(holders(visit.id), std::vector{workers[1]});

  const std::string undo = "/api/day-plans/" + text(moved, "plan_id") + "/undo";
  EXPECT_EQ(city.post(stranger, undo).status, 404);
  ASSERT_EQ(city.post(dispatcher, undo).status, 200);
  EXPECT_EQ(holders(visit.id), std::vector{workers[0]});
  const auto first = city.post(dispatcher, undo);
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_TRUE(holders(visit.id).empty());
  EXPECT_EQ(tomorrow().at(0).planned_start, visit.planned_start);
  EXPECT_EQ(code(city.post(dispatcher, undo)), "dayplan.nothing_to_undo");
}

TEST_F(DayPlan, WhatHasMovedOnIsNotUndone) {
  recurring(elder);
  const auto visit = tomorrow().at(0);
  const auto moved = city.post(dispatcher, "/api/day-plans/moves", fmt::format(R"({{"visit_id":"{}","worker_ids":["{}"]}})", visit.id.value, workers[0].value));
  ASSERT_EQ(moved.status, 200) << moved.body;
  ASSERT_EQ(step(asked(visit.id).at(0), "reject", R"({"reason":"carer_ill"})").status, 200);
  ASSERT_EQ(city.post(dispatcher, fmt::format("/api/dispatch/visits/{}/offer", visit.id.value), fmt::format(R"({{"worker_id":"{}"}})", workers[1].value)).status, 200);
  EXPECT_EQ(code(city.post(dispatcher, "/api/day-plans/" + text(moved, "plan_id") + "/undo")), "dayplan.moved_on");
  EXPECT_EQ(holders(visit.id), std::vector{workers[1]});
}

TEST_F(DayPlan, TheBoardShowsCarersWaysAndWhoWaits) {
  recurring(elder);
  recurring(add_elder(2), "clean_room", 660, 60);
  const std::string id = plan();
  const std::string path = "/api/day-plans/board?region=410902000000&day=" + day_text(1);
  const auto now = city.get(dispatcher, path);
  ASSERT_EQ(now.status, 200) << now.body;
  EXPECT_EQ(now.json().at("rows").as_array().size(), 3u);
  EXPECT_EQ(now.json().at("visits").as_array().size(), 2u);
  const auto shown = now.json();
  for (const auto& v : shown.at("visits").as_array()) EXPECT_TRUE(v.at("worker_ids").as_array().empty());
  const auto answer = city.get(dispatcher, path + "&plan=" + id);
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto then = answer.json();
  int visits = 0, ways = 0;
  for (const auto& row : then.at("rows").as_array())
    for (const auto& block : row.at("blocks").as_array()) {
      visits += block.at("kind").as_string() == "visit" && block.at("proposed").as_bool();
      ways += block.at("kind").as_string() == "travel";
    }
  EXPECT_EQ(visits, 2);
  EXPECT_GE(ways, 2);
  EXPECT_EQ(city.get(stranger, path).status, 404);
  EXPECT_EQ(city.get(dispatcher, path + "&plan=77").status, 404);
}

TEST_F(DayPlan, SlotsForANewVisitAreTrueAndPriced) {
  recurring(elder, "bath_home", 600, 0);
  accept(plan());
  const ElderId other = add_elder(2);
  const auto item = catalogue::item_by_code(city.kernel(), "bath_home")->id;
  const auto found = city.get(dispatcher, fmt::format("/api/day-plans/slots?elder_id={}&item_id={}&from=2026-11-23T09:00:00%2B08:00&to=2026-11-23T12:00:00%2B08:00", other.value, item.value));
  ASSERT_EQ(found.status, 200) << found.body;
  const auto items = found.json().at("items").as_array();
  ASSERT_FALSE(items.empty()) << found.body;
  for (std::size_t i = 1; i < items.size(); ++i) EXPECT_LE(items[i - 1].at("price_fen").as_int64(), items[i].at("price_fen").as_int64());
  const auto taken = tomorrow().at(0);
  const WorkerId busy = holders(taken.id).at(0);
  for (const auto& slot : items) {
    if (slot.at("workers").at(0).at("worker_id").as_string() != std::to_string(busy.value)) continue;
    const Instant from = *parse_instant(std::string_view(slot.at("start").as_string())), to = *parse_instant(std::string_view(slot.at("end").as_string()));
    EXPECT_FALSE(from < taken.planned_end && taken.planned_start < to);
  }
  EXPECT_EQ(city.get(dispatcher, "/api/day-plans/slots").status, 422);
  EXPECT_EQ(city.get(stranger, fmt::format("/api/day-plans/slots?visit_id={}", taken.id.value)).status, 404);
}

TEST_F(DayPlan, AnEmptyDayHasSlotsAndADayWithoutCarersAReason) {
  const auto item = [&](std::string_view code) { return catalogue::item_by_code(city.kernel(), code)->id.value; };
  const auto ask = [&](std::string_view code) {
    return city.get(dispatcher, fmt::format("/api/day-plans/slots?elder_id={}&item_id={}&from=2026-11-23T09:00:00%2B08:00", elder.value, item(code))).json();
  };
  EXPECT_EQ(ask("bath_home").at("items").as_array().size(), 3u);
  const auto nobody = ask("meal_delivery");  // nobody offers it
  EXPECT_TRUE(nobody.at("items").as_array().empty());
  EXPECT_FALSE(nobody.at("reason").as_string().empty());
  EXPECT_EQ(city.get(dispatcher, "/api/day-plans/board?region=410902000000&day=2026-11-23").status, 200);
  const auto waits = order(elder, "meal_delivery", 26);
  const std::string id = plan();
  EXPECT_EQ(city.get(dispatcher, "/api/day-plans/" + id).json().at("plan").at("state").as_string(), "proposed");
  EXPECT_EQ(city.get(dispatcher, "/api/day-plans/" + id + "/unassigned").json().at("items").as_array().size(), 1u);
  EXPECT_EQ(city.get(dispatcher, "/api/day-plans/board?region=410902000000&day=2026-11-23").json().at("visits").as_array().size(), 1u);
  EXPECT_EQ(city.get(dispatcher, fmt::format("/api/day-plans/try?visit_id={}&worker_ids={}", visit_of(waits).id.value, workers[0].value)).json().at("allowed").as_bool(), false);
}

TEST_F(DayPlan, AnInterruptedPlanGoesOnAfterARestart) {
  recurring(elder);
  const VisitId visit = tomorrow().at(0).id;
  as_system<bool>([&](command::Tx& tx) -> Result<bool> {
    Plan row;
    row.id = tx.new_id<PlanId>();
    row.region = {kHualong};
    row.day = civil_date(tx.now) + 1;
    row.state = PlanState::solving;
    row.created_at = row.updated_at = tx.now;
    entity::store::insert(tx.db, tx.vault(), "day_plan", row);
    return true;
  });
  EXPECT_EQ(code(city.post(dispatcher, "/api/day-plans", fmt::format(R"({{"region":"410902000000","day":"{}"}})", day_text(1)))), "dayplan.being_solved");
  city.restart();
  city.advance(seconds(1));
  wait_until_idle(city.kernel());
  const auto plans = city.get(dispatcher, "/api/day-plans").json().at("items").as_array();
  ASSERT_EQ(plans.size(), 1u);
  EXPECT_EQ(plans[0].at("plan").at("state").as_string(), "proposed");
  accept(std::string(plans[0].at("plan").at("id").as_string()));
  EXPECT_EQ(holders(visit).size(), 1u);
}

TEST_F(DayPlan, OthersDoNotSeeIt) {
  recurring(elder);
  const std::string id = plan();
  EXPECT_EQ(city.get(stranger, "/api/day-plans/" + id).status, 404);
  EXPECT_EQ(city.get(stranger, "/api/day-plans").json().at("items").as_array().size(), 0u);
  EXPECT_EQ(city.post(stranger, "/api/day-plans/" + id + "/accept").status, 404);
  EXPECT_EQ(city.post(stranger, "/api/day-plans", fmt::format(R"({{"region":"410902000000","day":"{}"}})", day_text(1))).status, 404);
  EXPECT_EQ(city.get(hotline, "/api/day-plans/" + id).status, 403);
  EXPECT_EQ(code(city.post(dispatcher, "/api/day-plans", fmt::format(R"({{"region":"410902000000","day":"{}"}})", day_text(-1)))), "dayplan.day_gone");
}

}  // namespace
}  // namespace yilin::dayplan
