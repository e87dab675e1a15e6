// Dispatch through the whole kernel: offers that go on to the next, escalation, humans who decide, people who drop out.
#include "modules/dispatch/dispatch.h"

#include <future>
#include <thread>

#include "kernel/command/command.h"
#include "modules/dispatch/module.h"
#include "support/story.h"

namespace yilin::dispatch {
namespace {

using orders::AssignmentState;

class Dispatch : public test::Story {
 protected:
  Dispatch() : Story({module()}) {}
  Case record(OrderId id) {
    const VisitId visit = visit_of(id).id;
    auto db = city.kernel().readers->borrow();
    return *case_of(*db, city.kernel().vault, visit);
  }
  std::string path(OrderId id, std::string_view rest) { return fmt::format("/api/dispatch/visits/{}/{}", visit_of(id).id.value, rest); }
  std::string hand(int worker) { return fmt::format(R"({{"worker_id":"{}"}})", workers[static_cast<std::size_t>(worker - 1)].value); }
  std::string refusal(int worker) {
    return fmt::format(R"({{"elder_id":"{}","worker_id":"{}","reason":"不习惯"}})", elder.value, workers[static_cast<std::size_t>(worker - 1)].value);
  }
  void everybody_refuses(OrderId id) {
    for (std::size_t i = 0; i < workers.size(); ++i)
      ASSERT_EQ(step(offers(id).back(), "reject", R"({"reason":"carer_busy"})").status, 200);
  }
};
constexpr std::string_view kBusy = R"({"reason":"carer_busy"})";

TEST_F(Dispatch, TablesHoldWhatTheFieldsSay) {
  expect_columns(Case::fields(), "dispatch_case");
  expect_columns(Refusal::fields(), "elder_refusal");
}

TEST_F(Dispatch, AnOfferGoesOnToTheNextUntilSomebodyAccepts) {
  const OrderId id = order(elder, "bath_home");
  auto asked = offers(id);
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_EQ(asked[0].worker_id, workers[0]);
  EXPECT_EQ(asked[0].expires_at, city.clock.now() + seconds(120));
  EXPECT_NE(asked[0].explain.find("路程"), std::string::npos);

  EXPECT_EQ(step(asked[0], "reject", kBusy).status, 200);
  asked = offers(id);
  ASSERT_EQ(asked.size(), 2u);
  EXPECT_EQ(asked[1].worker_id, workers[1]);

  city.advance(seconds(121));
  asked = offers(id);
  ASSERT_EQ(asked.size(), 3u);
  EXPECT_EQ(asked[1].state, AssignmentState::expired);
  EXPECT_EQ(asked[2].worker_id, workers[2]);

  EXPECT_EQ(step(asked[1], "accept").status, 409);
  EXPECT_EQ(step(asked[2], "accept").status, 200);
  EXPECT_EQ(visit_of(id).state, orders::VisitState::staffed);
  EXPECT_EQ(record(id).state, CaseState::done);
}

// The order is durable and answered; the process ends before the machine has looked for a carer.
TEST_F(Dispatch, WhatWasNotLookedAtBeforeTheEndIsLookedAtAfterTheNextStart) {
  sql::Writer& writer = *city.kernel().writer;
  std::promise<void> durable;
  city.kernel().notifications.on<orders::OrderPlaced>([&](command::Tx& tx, const orders::OrderPlaced&) -> Status {
    tx.after_commit([&] {
      durable.set_value();
      while (writer.stopped_because().empty()) std::this_thread::yield();
    });
    return {};
  });
  auto placed = std::async(std::launch::async, [&] { return order(elder, "bath_home"); });
  durable.get_future().wait();
  writer.stop();
  const OrderId id = placed.get();
  EXPECT_TRUE(offers(id).empty());
  city.restart();
  command::settle(city.kernel());
  EXPECT_EQ(offers(id).size(), 1u);
  EXPECT_EQ(city.journal_problems(), 0u);
}

TEST_F(Dispatch, UrgentVisitsAreOfferedForThirtySeconds) {
  const OrderId id = order(elder, "bath_home", 1);
  EXPECT_EQ(offers(id)[0].expires_at, city.clock.now() + seconds(30));
}

TEST_F(Dispatch, WhenNobodyIsLeftAHumanDecidesAndTheMachineKeepsAway) {
  const OrderId id = order(elder, "bath_home");
  everybody_refuses(id);
  EXPECT_EQ(record(id).state, CaseState::escalated);
  auto listed = city.get(dispatcher, "/api/dispatch/escalated?region=410902000000");
  ASSERT_EQ(listed.status, 200) << listed.body;
  EXPECT_EQ(listed.json().at("total").as_int64(), 1);
  EXPECT_EQ(listed.json().at("items").at(0).at("elder_name").as_string(), "王秀英");
  EXPECT_EQ(city.get(stranger, "/api/dispatch/escalated").json().at("total").as_int64(), 0);

  EXPECT_EQ(city.post(hotline, path(id, "offer"), hand(2)).status, 403);
  EXPECT_EQ(city.post(stranger, path(id, "offer"), hand(2)).status, 404);
  EXPECT_EQ(city.post(dispatcher, path(id, "offer"), R"({"worker_id":"77"})").status, 422);
  EXPECT_EQ(city.post(dispatcher, path(id, "offer"), R"({"worker_id":7.5})").status, 422);
  const auto made = city.post(dispatcher, path(id, "offer"), hand(2));
  ASSERT_EQ(made.status, 200) << made.body;
  city.advance(hours(1));
  EXPECT_EQ(offers(id).back().state, AssignmentState::offered);
  EXPECT_TRUE(offers(id).back().manual);
  EXPECT_EQ(record(id).state, CaseState::manual);

  EXPECT_EQ(step(offers(id).back(), "reject", kBusy).status, 200);
  EXPECT_EQ(record(id).state, CaseState::escalated);
  EXPECT_EQ(offers(id).size(), 4u);
}

TEST_F(Dispatch, AHumanTakesTheMachinesPlaceAndGivesItBack) {
  const OrderId id = order(elder, "bath_home");
  ASSERT_EQ(city.post(dispatcher, path(id, "offer"), hand(3)).status, 200);
  auto asked = offers(id);
  ASSERT_EQ(asked.size(), 2u);
  EXPECT_EQ(asked[0].state, AssignmentState::rejected);
  EXPECT_EQ(asked[1].worker_id, workers[2]);
  EXPECT_EQ(record(id).state, CaseState::manual);
  EXPECT_EQ(step(asked[1], "reject", kBusy).status, 200);
  ASSERT_EQ(city.post(dispatcher, path(id, "auto")).status, 200);
  EXPECT_EQ(offers(id).back().worker_id, workers[1]);
  EXPECT_EQ(record(id).state, CaseState::automatic);
}

TEST_F(Dispatch, ABedBathNeedsTwoOfOneOrganisation) {
  const OrderId id = order(elder, "bath_bed");
  ASSERT_EQ(city.post(dispatcher, fmt::format("/api/orders/{}/review", id.value), R"({"approve":true,"reason":"符合"})").status, 200);
  auto asked = offers(id);
  ASSERT_EQ(asked.size(), 2u);
  EXPECT_EQ(step(asked[0], "accept").status, 200);
  EXPECT_EQ(visit_of(id).state, orders::VisitState::planned);
  EXPECT_EQ(step(asked[1], "reject", kBusy).status, 200);
  asked = offers(id);
  ASSERT_EQ(asked.size(), 3u);
  EXPECT_EQ(asked[2].worker_id, workers[2]);
  EXPECT_EQ(step(asked[2], "accept").status, 200);
  EXPECT_EQ(visit_of(id).state, orders::VisitState::staffed);
}

TEST_F(Dispatch, NobodyIsAskedToBeAtTwoPlaces) {
  const OrderId first = order(elder, "bath_home"), second = order(add_elder(2), "bath_home");
  EXPECT_EQ(offers(first)[0].worker_id, workers[0]);
  EXPECT_EQ(offers(second)[0].worker_id, workers[1]);
  EXPECT_EQ(city.post(dispatcher, path(second, "offer"), hand(1)).status, 409);
  // Cancelled: she is free again.
  ASSERT_EQ(city.post(hotline, fmt::format("/api/orders/{}/cancel", first.value), R"({"reason":"not_needed","reason_text":"不需要了"})").status, 200);
  EXPECT_EQ(record(first).state, CaseState::done);
  EXPECT_EQ(city.post(dispatcher, path(second, "offer"), hand(1)).status, 200);
}

TEST_F(Dispatch, ASuspendedWorkersVisitsGoToOthers) {
  const OrderId id = order(elder, "bath_home");
  ASSERT_EQ(step(offers(id)[0], "accept").status, 200);
  const auto stopped = city.post(dispatcher, fmt::format("/api/workers/{}/suspend", workers[0].value), R"({"reason":"投诉核查"})");
  ASSERT_EQ(stopped.status, 200) << stopped.body;
  city.advance(seconds(1));
  const auto asked = offers(id);
  ASSERT_EQ(asked.size(), 2u);
  EXPECT_EQ(asked[0].state, AssignmentState::rejected);
  EXPECT_EQ(asked[1].worker_id, workers[1]);
  EXPECT_EQ(visit_of(id).state, orders::VisitState::planned);
  EXPECT_EQ(record(id).state, CaseState::automatic);
}

TEST_F(Dispatch, AnElderMayRefuseAWorker) {
  const auto made = city.post(hotline, "/api/dispatch/refusals", refusal(1));
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(city.post(hotline, "/api/dispatch/refusals", refusal(1)).status, 409);
  EXPECT_EQ(city.post(stranger, "/api/dispatch/refusals", refusal(2)).status, 404);
  const OrderId id = order(elder, "bath_home");
  EXPECT_EQ(offers(id)[0].worker_id, workers[1]);
  EXPECT_EQ(code(city.post(dispatcher, path(id, "offer"), hand(1))), "dispatch.refused_by_elder");
  const auto home = city.home({elder});
  EXPECT_EQ(city.get(home, "/api/dispatch/refusals").json().at("items").as_array().size(), 1u);
  EXPECT_EQ(city.post(stranger, "/api/dispatch/refusals/" + text(made, "id") + "/end").status, 404);
  EXPECT_EQ(city.post(home, "/api/dispatch/refusals/" + text(made, "id") + "/end").status, 200);
  // Refusing her who was asked: the visit goes to another.
  EXPECT_EQ(city.post(home, "/api/dispatch/refusals", refusal(2)).status, 200);
  city.advance(seconds(1));
  EXPECT_EQ(offers(id).back().worker_id, workers[0]);
}

TEST_F(Dispatch, ARefusalAndFamiliarityFollowAMergedElder) {
  registry::NewElder same;
  same.name = "王秀英";
  same.birth = Date::from_ymd(1945, 1, 1);
  same.sex = card(1).sex();
  same.region = {kHome};
  same.address = "1 号楼 101";
  const ElderId twin = as_system<ElderId>([&](command::Tx& tx) { return registry::create_elder(tx, same); }, true);
  ASSERT_EQ(city.post(hotline, "/api/dispatch/refusals",
                      fmt::format(R"({{"elder_id":"{}","worker_id":"{}","reason":"不习惯"}})", twin.value, workers[0].value)).status, 200);
  merge(elder, twin);
  EXPECT_EQ(offers(order(elder, "bath_home"))[0].worker_id, workers[1]);
  EXPECT_EQ(code(city.post(hotline, "/api/dispatch/refusals", refusal(1))), "dispatch.already_refused");
  EXPECT_EQ(city.get(dispatcher, fmt::format("/api/dispatch/refusals?elder={}", elder.value)).json().at("items").as_array().size(), 1u);
}

TEST_F(Dispatch, ADeathTakesTheVisitFromItsCarer) {
  const OrderId id = order(elder, "bath_home");
  ASSERT_EQ(step(offers(id)[0], "accept").status, 200);
  const auto clerk = city.staff({test::Role::community_worker}, kHualong);
  ASSERT_EQ(city.post(clerk, fmt::format("/api/elders/{}/death", elder.value), R"({"version":1,"died_on":"2026-11-21","evidence":"医学证明"})").status, 200);
  city.advance(seconds(1));
  EXPECT_EQ(visit_of(id).state, orders::VisitState::cancelled);
  EXPECT_EQ(record(id).state, CaseState::done);
  EXPECT_EQ(offers(order(add_elder(2), "bath_home"))[0].worker_id, workers[0]);  // she is free again
}

TEST_F(Dispatch, PressedTwiceAtOnceItIsAcceptedOnce) {
  const OrderId id = order(elder, "bath_home");
  const auto offer = offers(id)[0];
  const auto who = carer(offer.worker_id);
  const std::string path = fmt::format("/api/assignments/{}/accept", offer.id.value);
  const auto press = [&](std::string_view key) { return city.post(who, path, "{}", key).status; };
  auto one = std::async(std::launch::async, [&] { return press("first-press"); });
  const int other = press("second-press");
  const int first = one.get();
  EXPECT_EQ(std::min(first, other), 200);
  EXPECT_EQ(std::max(first, other), 409);
  EXPECT_EQ(visit_of(id).state, orders::VisitState::staffed);
  EXPECT_EQ(offers(id).size(), 1u);
}

TEST_F(Dispatch, TheBoardShowsTheDay) {
  order(elder, "bath_home");
  order(add_elder(2), "bath_home", 5);
  const auto board = city.get(dispatcher, "/api/dispatch/board?region=410902000000&date=2026-11-22&limit=1");
  ASSERT_EQ(board.status, 200) << board.body;
  EXPECT_EQ(board.json().at("total").as_int64(), 2);
  const auto row = board.json().at("items").at(0);
  EXPECT_EQ(row.at("case_state").as_string(), "auto");
  EXPECT_EQ(row.at("assignments").at(0).at("worker_name").as_string(), "服务员1");
  const auto second = city.get(dispatcher, "/api/dispatch/board?date=2026-11-22&limit=1&cursor=" + text(board, "next"));
  EXPECT_EQ(second.json().at("items").as_array().size(), 1u);
  EXPECT_TRUE(second.json().at("next").is_null());
  city.clock.advance(minutes(4 * 60 + 20));
  EXPECT_EQ(city.get(dispatcher, "/api/dispatch/board").json().at("items").at(0).at("late_min").as_int64(), 20);
  EXPECT_EQ(city.get(stranger, "/api/dispatch/board").json().at("total").as_int64(), 0);
  EXPECT_EQ(city.get(city.organisation(company), "/api/dispatch/board").json().at("total").as_int64(), 2);
  EXPECT_EQ(city.get(city.organisation({9}), "/api/dispatch/board").json().at("total").as_int64(), 0);
  EXPECT_EQ(city.get(dispatcher, "/api/dispatch/board?cursor=x").status, 422);
  EXPECT_EQ(city.get(dispatcher, "/api/dispatch/board?limit=501").status, 422);
  EXPECT_EQ(city.get(carer(workers[0]), "/api/dispatch/board").status, 403);
}

TEST_F(Dispatch, CandidatesAreExplained) {
  const OrderId id = order(elder, "bath_home");
  const auto list = city.get(dispatcher, path(id, "candidates"));
  ASSERT_EQ(list.status, 200) << list.body;
  const auto items = list.json().at("items").as_array();
  ASSERT_EQ(items.size(), 3u);
  EXPECT_TRUE(items[0].at("free").as_bool());
  EXPECT_EQ(items[0].at("worker_name").as_string(), "服务员2");
  EXPECT_FALSE(items[2].at("free").as_bool());  // who has the offer
  EXPECT_FALSE(items[2].at("blocked").as_string().empty());
  EXPECT_EQ(city.get(stranger, path(id, "candidates")).status, 404);
  EXPECT_EQ(city.get(dispatcher, "/api/dispatch/visits/12/candidates").status, 404);
}

TEST_F(Dispatch, WhoIsTakenIsKnownAfterARestart) {
  order(elder, "bath_home");
  const auto before = taken(city.kernel(), city.clock.now(), city.clock.now() + hours(72));
  city.restart();
  const auto after = taken(city.kernel(), city.clock.now(), city.clock.now() + hours(72));
  ASSERT_EQ(before.size(), 1u);
  ASSERT_EQ(after.size(), 1u);
  EXPECT_EQ(after[0].worker, workers[0]);
  EXPECT_EQ(after[0].visit, before[0].visit);
  EXPECT_EQ(after[0].from, before[0].from);
  EXPECT_EQ(after[0].to, before[0].to);
  EXPECT_EQ(after[0].place, before[0].place);
  EXPECT_EQ(offers(order(add_elder(2), "bath_home"))[0].worker_id, workers[1]);
}

TEST_F(Dispatch, OffersSurviveARestart) {
  const OrderId id = order(elder, "bath_home");
  city.restart();
  city.advance(seconds(121));
  EXPECT_EQ(offers(id).size(), 2u);
}

}  // namespace
}  // namespace yilin::dispatch
