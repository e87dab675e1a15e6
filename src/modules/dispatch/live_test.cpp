// Batches where carers are scarce, look-ahead, emergencies outside of them, and what plans of the day decide.
#include <map>
#include <set>

#include "modules/dispatch/batch.h"
#include "modules/dispatch/dispatch.h"
#include "modules/dispatch/module.h"
#include "modules/dispatch/rules.h"
#include "support/story.h"

namespace yilin::dispatch {
namespace {

using orders::AssignmentState;

class Live : public test::Story {
 protected:
  Live() : Story({module()}) {}
  void set(std::string_view name, std::int64_t value) {
    as_system<bool>([&](command::Tx& tx) -> Result<bool> {
      tx.db.queue("INSERT INTO dispatch_parameter (name, region, valid_from, value, basis, confidence) VALUES (?, ?, 1, ?, '试验', '示例')", name, RegionCode{kHualong}, value);
      return true;
    });
  }
  void refuse(ElderId who, int worker) {
    const auto made = city.post(hotline, "/api/dispatch/refusals",
                                fmt::format(R"({{"elder_id":"{}","worker_id":"{}","reason":"不习惯"}})", who.value, workers[static_cast<std::size_t>(worker - 1)].value));
    ASSERT_EQ(made.status, 200) << made.body;
  }
  ElderId elder_at(int serial, double steps) {
    registry::NewElder in;
    in.name = "李桂兰";
    in.id_card = card(serial);
    in.region = {kHome};
    in.address = fmt::format("{} 号楼", serial);
    in.lon_e6 = kLon + static_cast<std::int64_t>(kStep * steps);
    in.lat_e6 = kLat;
    in.ability = registry::Ability::moderate;
    return as_system<ElderId>([&](command::Tx& tx) { return registry::create_elder(tx, in); }, true);
  }
  Case record(OrderId id) {
    const VisitId visit = visit_of(id).id;
    auto db = city.kernel().readers->borrow();
    return *case_of(*db, city.kernel().vault, visit);
  }
  std::int64_t queued() {
    auto db = city.kernel().readers->borrow();
    auto rows = db->rows("SELECT COUNT(*) FROM dispatch_waiting");
    rows.next();
    return rows.integer(0);
  }
  void batch() {
    city.advance(seconds(31));
    wait_until_idle(city.kernel());
  }
};

TEST_F(Live, WhereCarersArePlentyTheAnswerIsImmediate) {
  EXPECT_EQ(offers(order(elder, "bath_home")).size(), 1u);
  EXPECT_EQ(queued(), 0);
}

// Carers stand at 1, 2 and 3; the elders, in the order of their calls, at 2.1, 1.9 and 3.2. All at once: each of the three goes
// to one of them, with the least way in all.
TEST_F(Live, WhereTheyAreScarceThoseWhoWaitAreMatchedTogether) {
  set("idle_per_waiting_skill_percent", 400);
  city.restart();
  const OrderId a = order(elder_at(11, 2.1), "bath_home"), b = order(elder_at(12, 1.9), "bath_home"), c = order(elder_at(13, 3.2), "bath_home");
  for (const OrderId id : {a, b, c}) {
    EXPECT_TRUE(offers(id).empty()) << "waits for the batch";
    EXPECT_EQ(record(id).state, CaseState::automatic);
  }
  EXPECT_EQ(queued(), 3);
  batch();
  std::set<WorkerId> asked;
  for (const OrderId id : {a, b, c}) {
    ASSERT_EQ(offers(id).size(), 1u);
    asked.insert(offers(id)[0].worker_id);
    EXPECT_NE(offers(id)[0].explain.find("路程"), std::string::npos);
    EXPECT_GT(offers(id)[0].score, 0);
  }
  EXPECT_EQ(asked.size(), 3u);
  EXPECT_EQ(offers(c)[0].worker_id, workers[2]);
  EXPECT_EQ(offers(b)[0].worker_id, workers[0]);
  EXPECT_EQ(offers(a)[0].worker_id, workers[1]);
  EXPECT_EQ(queued(), 0);
}

TEST_F(Live, ARefusalGoesBackIntoTheBatch) {
  set("idle_per_waiting_skill_percent", 400);
  city.restart();
  const OrderId id = order(elder, "bath_home");
  batch();
  ASSERT_EQ(offers(id).size(), 1u);
  ASSERT_EQ(step(offers(id)[0], "reject", R"({"reason":"carer_busy"})").status, 200);
  EXPECT_EQ(offers(id).size(), 1u);
  EXPECT_EQ(queued(), 1);
  batch();
  ASSERT_EQ(offers(id).size(), 2u);
  EXPECT_NE(offers(id)[1].worker_id, offers(id)[0].worker_id);
}

TEST_F(Live, WhoWillSoonBeFreeBidsWithALaterBeginning) {
  const OrderId first = order(elder, "bath_home", 4);  // 13:00–14:30
  ASSERT_EQ(offers(first)[0].worker_id, workers[0]);
  ASSERT_EQ(step(offers(first)[0], "accept").status, 200);
  const ElderId other = add_elder(2);
  refuse(other, 2);
  refuse(other, 3);
  const auto ask = [&](std::string_view from, std::string_view to) {
    const auto item = catalogue::item_by_code(city.kernel(), "bath_home")->id;
    const auto placed = city.post(hotline, "/api/orders",
                                  fmt::format(R"({{"elder_id":"{}","item_id":"{}","wanted_from":"{}","wanted_to":"{}","channel":"hotline"}})", other.value, item.value, from, to));
    EXPECT_EQ(placed.status, 200) << placed.body;
    return OrderId{std::stoll(text(placed, "id"))};
  };
  // She is promised until 14:40; the carer is free at 14:30, next door.
  const OrderId soon = ask("2026-11-22T14:20:00+08:00", "2026-11-22T14:40:00+08:00");
  EXPECT_TRUE(offers(soon).empty());
  EXPECT_EQ(queued(), 1);
  batch();
  ASSERT_EQ(offers(soon).size(), 1u);
  EXPECT_EQ(offers(soon)[0].worker_id, workers[0]);
  EXPECT_EQ(visit_of(soon).planned_start, *parse_instant("2026-11-22T14:30:00+08:00"));
}

TEST_F(Live, NobodyBidsBeyondHerShift) {
  const auto item = catalogue::item_by_code(city.kernel(), "bath_home")->id;
  const auto ask = [&](ElderId who, std::string_view from, std::string_view to) {
    const auto placed = city.post(hotline, "/api/orders",
                                  fmt::format(R"({{"elder_id":"{}","item_id":"{}","wanted_from":"{}","wanted_to":"{}","channel":"hotline"}})", who.value, item.value, from, to));
    EXPECT_EQ(placed.status, 200) << placed.body;
    return OrderId{std::stoll(text(placed, "id"))};
  };
  const OrderId first = ask(elder, "2026-11-22T15:05:00+08:00", "2026-11-22T15:05:00+08:00");  // until 16:35
  ASSERT_EQ(step(offers(first)[0], "accept").status, 200);
  const ElderId other = add_elder(2);
  refuse(other, 2);
  refuse(other, 3);
  // 16:30–18:00 would be within her shift, 16:35–18:05 is not.
  const OrderId late = ask(other, "2026-11-22T16:30:00+08:00", "2026-11-22T16:50:00+08:00");
  EXPECT_EQ(record(late).state, CaseState::escalated);
  EXPECT_EQ(queued(), 0);
  batch();
  EXPECT_TRUE(offers(late).empty());
}

TEST_F(Live, WhereNobodyCouldComeAHumanLooksAtOnce) {
  for (int i = 1; i <= 3; ++i) refuse(elder, i);
  const OrderId id = order(elder, "bath_home");
  EXPECT_EQ(record(id).state, CaseState::escalated);
  EXPECT_EQ(queued(), 0);
}

TEST_F(Live, WhoHasWaitedLongGoesToAHuman) {
  set("idle_per_waiting_skill_percent", 400);
  set("batch_wait_seconds", 60);
  city.restart();
  const OrderId id = order(elder, "bath_home", 6);
  for (int i = 1; i <= 3; ++i) refuse(elder, i);
  EXPECT_EQ(queued(), 1);
  for (int i = 0; i < 4; ++i) batch();
  EXPECT_EQ(record(id).state, CaseState::escalated);
  EXPECT_EQ(queued(), 0);
}

TEST_F(Live, AnEmergencyWaitsForNoBatchAndHasNoLimit) {
  set("idle_per_waiting_skill_percent", 10'000);
  set("idle_per_waiting_district_percent", 10'000);
  set("travel_cap_min", 1);
  city.restart();
  providers::NewOrganisation in;
  in.name = "应急队";
  in.credit_code = CreditCode::trusted("91410900MA3X000021");
  in.region = {kHualong};
  in.services = {"emergency_response"};
  in.areas = {{kCity}};
  in.opens_min = 0;
  in.closes_min = 1439;
  const auto team = as_system<OrganisationId>([&](command::Tx& tx) { return providers::add_organisation(tx, in, providers::OrganisationState::active); });
  providers::NewWorker rescuer;
  rescuer.organisation_id = team;
  rescuer.name = "应急员";
  rescuer.id_card = card(777);
  rescuer.phone = Phone::trusted("13839300099");
  rescuer.skills = {providers::Skill::emergency_response};
  rescuer.home_lon_e6 = kLon + kStep * 20;  // thirty kilometres away
  rescuer.home_lat_e6 = kLat;
  rescuer.work_days = {1, 2, 3, 4, 5, 6, 7};
  const auto worker = as_system<WorkerId>([&](command::Tx& tx) { return providers::add_worker(tx, rescuer); });
  as_system<providers::CertificateId>([&](command::Tx& tx) {
    return providers::add_certificate(tx, {worker, providers::Licence::first_aid, "A-2", Date::from_ymd(2026, 1, 1), Date::from_ymd(2027, 12, 1)});
  });
  const OrderId id = order(elder, "emergency_response", 1);
  ASSERT_EQ(offers(id).size(), 1u);
  EXPECT_EQ(offers(id)[0].worker_id, worker);
  EXPECT_EQ(queued(), 0);
}

TEST_F(Live, WhoWaitsForABatchSurvivesARestart) {
  set("idle_per_waiting_skill_percent", 400);
  city.restart();
  const OrderId id = order(elder, "bath_home");
  city.restart();
  EXPECT_EQ(queued(), 1);
  batch();
  EXPECT_EQ(offers(id).size(), 1u);
}

TEST_F(Live, APlanPlacesATeamAndAHumansChoiceIsKept) {
  const OrderId id = order(elder, "bath_home");
  const VisitId visit = visit_of(id).id;
  const auto place_on = [&](std::vector<WorkerId> who, bool over) {
    return command::run(city.kernel(), access::Caller::system(), [&](command::Tx& tx) -> Status {
      Placement p;
      p.visit = visit;
      p.workers = std::move(who);
      p.over_manual = over;
      p.reason_text = "排班";
      YILIN_CHECK(place(tx, p));
      tx.record({"test.setup", "test", 1, {}, {}, {}, "{}"});
      return {};
    });
  };
  ASSERT_TRUE(place_on({workers[2]}, false));
  EXPECT_EQ(offers(id).back().worker_id, workers[2]);
  EXPECT_EQ(offers(id)[0].state, AssignmentState::cancelled);
  EXPECT_EQ(offers(id).size(), 2u) << "nobody else was asked in between";
  ASSERT_EQ(city.post(dispatcher, fmt::format("/api/dispatch/visits/{}/offer", visit.value), fmt::format(R"({{"worker_id":"{}"}})", workers[1].value)).status, 200);
  const auto kept = place_on({workers[0]}, false);
  ASSERT_FALSE(kept);
  EXPECT_EQ(kept.error().kind->code, "dispatch.chosen_by_hand");
  EXPECT_EQ(offers(id).back().state, AssignmentState::offered);
  ASSERT_TRUE(place_on({workers[0]}, true));
  // She declines: the machine goes on.
  ASSERT_EQ(step(offers(id).back(), "reject", R"({"reason":"carer_busy"})").status, 200);
  EXPECT_EQ(record(id).state, CaseState::automatic);
  EXPECT_EQ(offers(id).back().state, AssignmentState::offered);
}

TEST_F(Live, WhoIsTakenOffBecauseSheIsIllIsNotAskedAgain) {
  const OrderId id = order(elder, "bath_home");
  const VisitId visit = visit_of(id).id;
  const WorkerId ill = offers(id).back().worker_id;
  const auto done = command::run(city.kernel(), access::Caller::system(), [&](command::Tx& tx) -> Status {
    Placement p;
    p.visit = visit;
    p.reason = orders::Reason::carer_ill;
    YILIN_CHECK(place(tx, p));
    YILIN_CHECK(look_for(tx, visit));
    tx.record({"test.setup", "test", 1, {}, {}, {}, "{}"});
    return {};
  });
  ASSERT_TRUE(done);
  ASSERT_EQ(offers(id).back().state, AssignmentState::offered);
  EXPECT_NE(offers(id).back().worker_id, ill);
}

TEST(Scarce, IsFewerIdleForEachWhoWaitsThanWanted) {
  EXPECT_FALSE(rules::scarce(3, 0, 300));
  EXPECT_TRUE(rules::scarce(2, 0, 300));
  EXPECT_TRUE(rules::scarce(3, 1, 200));
  EXPECT_FALSE(rules::scarce(1, 0, 100));
  EXPECT_TRUE(rules::scarce(0, 0, 1));
}

TEST(Earliest, IsWhenTheLastClashEndsAndTheWayIsDone) {
  rules::Terms terms;
  terms.detour_permille = 1000;
  terms.pace_m_min = 100;
  const Instant nine = *parse_instant("2026-11-22T09:00:00+08:00");
  rules::Wish wish{{1}, nine, nine + minutes(30), {115'000'000, 35'000'000}, nine + minutes(40)};
  rules::Worker worker;
  EXPECT_EQ(rules::earliest(wish, worker, terms, minutes(20)), nine);
  worker.bookings = {{{2}, nine - hours(1), nine + minutes(5), {115'000'000, 35'009'000}}};  // about a kilometre: 11 minutes
  const auto begin = rules::earliest(wish, worker, terms, minutes(20));
  ASSERT_TRUE(begin);
  EXPECT_GT(*begin, nine + minutes(14));
  EXPECT_LT(*begin, nine + minutes(18));
  EXPECT_FALSE(rules::earliest(wish, worker, terms, minutes(10)));
  worker.bookings.push_back({{3}, nine + minutes(30), nine + hours(2), {115'000'000, 35'000'000}});
  EXPECT_FALSE(rules::earliest(wish, worker, terms, minutes(20)));
}

}  // namespace
}  // namespace yilin::dispatch
