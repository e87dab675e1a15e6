// Orders through the whole kernel: what becomes of them when elders die, leave or turn out to be one person, and their quota.
#include "modules/orders/orders.h"

#include <future>

#include "modules/orders/rules.h"
#include "support/story.h"

namespace yilin::orders {
namespace {

class Orders : public test::Story {
 protected:
  Orders() : Story({}) { clerk = city.staff({test::Role::community_worker, test::Role::official, test::Role::dispatcher}, kHualong, "社区"); }
  std::string elder_path(ElderId id, std::string_view rest = {}) { return fmt::format("/api/elders/{}{}", id.value, rest); }
  void dies(ElderId id) {
    const auto version = city.get(clerk, elder_path(id)).json().at("elder").at("version").as_int64();
    const auto died = city.post(clerk, elder_path(id, "/death"), fmt::format(R"({{"version":{},"died_on":"2026-11-21","evidence":"医学证明"}})", version));
    ASSERT_EQ(died.status, 200) << died.body;
    city.advance(seconds(1));
  }
  std::int64_t count(std::string_view path) { return static_cast<std::int64_t>(city.get(clerk, path).json().at("items").as_array().size()); }
  // The same person once more, without her number: a likely pair.
  ElderId twin() {
    registry::NewElder in;
    in.name = "王秀英";
    in.birth = Date::from_ymd(1945, 1, 1);
    in.sex = card(1).sex();
    in.region = {kHome};
    in.address = "1 号楼 101";
    in.ability = registry::Ability::moderate;
    registry::NewLabel poor;
    poor.label = registry::Label::subsistence;
    poor.evidence = "低保证";
    poor.verified = true;
    in.labels = {poor};
    return as_system<ElderId>([&](command::Tx& tx) { return registry::create_elder(tx, in); }, true);
  }
  test::CallerPtr clerk;
};

TEST_F(Orders, TablesHoldWhatTheFieldsSay) {
  expect_columns(Order::fields(), "service_order");
  expect_columns(Visit::fields(), "visit");
  expect_columns(Assignment::fields(), "assignment");
  expect_columns(Quota::fields(), "quota");
  expect_columns(Rating::fields(), "rating");
  expect_columns(Complaint::fields(), "complaint");
  expect_columns(Callback::fields(), "callback");
  expect_columns(Correction::fields(), "correction");
  expect_columns(OrderPlan::fields(), "order_plan");
}

TEST_F(Orders, ADeathCancelsWhatIsOpenAndFreesItsQuota) {
  std::vector<OrderId> open;
  for (int i = 0; i < 7; ++i) open.push_back(order(elder, "bath_home", 4 + 24 * i));
  const auto item = catalogue::item_by_code(city.kernel(), "clean_room")->id;
  const auto plan = city.post(hotline, "/api/order-plans", fmt::format(R"({{"elder_id":"{}","item_id":"{}","weekdays":[1,3],"units":1}})", elder.value, item.value));
  ASSERT_EQ(plan.status, 200) << plan.body;
  const OrderId done = served(elder);
  EXPECT_GT(quota(elder).reserved_fen, order_row(done).quota_fen);
  dies(elder);
  for (const OrderId id : open) {
    EXPECT_EQ(order_row(id).state, OrderState::cancelled);
    EXPECT_EQ(order_row(id).reason, Reason::elder_died);
    EXPECT_EQ(order_row(id).cancelled_by, CancelledBy::system);
    EXPECT_EQ(visit_of(id).state, VisitState::cancelled);
  }
  EXPECT_EQ(order_row(done).state, OrderState::done);  // was served, and will be paid
  EXPECT_EQ(quota(elder).reserved_fen, order_row(done).quota_fen);
  EXPECT_EQ(count("/api/order-plans?open=true"), 0);
  EXPECT_EQ(city.post(hotline, "/api/orders", fmt::format(R"({{"elder_id":"{}","item_id":"{}","wanted_from":"{}"}})", elder.value, item.value,
                                                         to_string(city.clock.now() + hours(5)))).status, 409);
}

TEST_F(Orders, WhoLeavesTheCityIsServedNoMore) {
  const OrderId id = order(elder, "bath_home", 20);
  const auto version = city.get(clerk, elder_path(elder)).json().at("elder").at("version").as_int64();
  const auto left = city.post(clerk, elder_path(elder, "/leave"), fmt::format(R"({{"version":{},"moved_to":"郑州市","reason":"随子女"}})", version));
  ASSERT_EQ(left.status, 200) << left.body;
  city.advance(seconds(1));
  EXPECT_EQ(order_row(id).reason, Reason::elder_left);
  EXPECT_EQ(quota(elder).reserved_fen, Fen{});
}

TEST_F(Orders, AServiceUnderWayGoesOnToItsEnd) {
  const OrderId id = order(elder, "bath_home");
  as_system<Assignment>([&](command::Tx& tx) { return offer(tx, {visit_of(id).id, workers[0], {}, {}, true, 0, {}}); });
  const auto assignment = offers(id)[0];
  ASSERT_EQ(step(assignment, "accept").status, 200);
  ASSERT_EQ(step(assignment, "check-in").status, 200);
  const auto cancelled = city.post(hotline, fmt::format("/api/orders/{}/cancel", id.value), R"({"reason":"not_needed"})");
  EXPECT_EQ(code(cancelled), "illegal_move");
  dies(elder);
  EXPECT_EQ(order_row(id).state, OrderState::scheduled);
  city.clock.advance(minutes(50));
  EXPECT_EQ(step(assignment, "check-out").status, 200);
  EXPECT_EQ(order_row(id).state, OrderState::done);
}

TEST_F(Orders, AnImportedElderWithOrdersIsNotTakenBack) {
  const ElderId other = add_elder(2);
  order(elder, "haircut");
  for (const auto& [who, expected] : {std::pair{elder, true}, {other, false}}) {
    bool in_use = false;
    as_system<bool>([&](command::Tx& tx) -> Result<bool> {
      YILIN_CHECK(tx.announce(registry::ElderWithdrawing{who, &in_use}));
      return in_use;
    });
    EXPECT_EQ(in_use, expected);
  }
}

TEST_F(Orders, AMergedEldersOrdersFollowTheOneThatWasKept) {
  const ElderId other = twin();
  const OrderId under_other = served(other), open = order(other, "haircut", 30);
  const OrderId under_kept = order(elder, "clean_room", 28);
  const Fen used = quota(other).reserved_fen, own = quota(elder).reserved_fen, amount = quota(elder).amount_fen;
  ASSERT_GT(used, Fen{});
  merge(elder, other);

  EXPECT_EQ(count(fmt::format("/api/orders?elder={}", elder.value)), 3);
  EXPECT_EQ(count(fmt::format("/api/orders?elder={}", other.value)), 3);
  const auto shown = city.get(clerk, fmt::format("/api/orders/{}", under_other.value)).json();
  EXPECT_EQ(shown.at("elder_name").as_string(), "王秀英");
  // One person, one entitlement.
  EXPECT_EQ(quota(elder).elsewhere_fen, used);
  EXPECT_EQ(quota(elder).left(), amount - own - used);
  // What was begun goes on, and her telephone shows it.
  const auto complained = city.post(hotline, "/api/complaints", fmt::format(R"({{"elder_id":"{}","order_id":"{}","text":"来晚了"}})", elder.value, under_other.value));
  EXPECT_EQ(complained.status, 200) << complained.body;
  const auto ids = registry::ids_of(city.kernel(), elder);
  EXPECT_EQ(ids, (std::vector<ElderId>{elder, other}));
  EXPECT_EQ(city.get(city.home(ids), "/api/orders").json().at("items").as_array().size(), 3u);
  dies(elder);
  EXPECT_EQ(order_row(open).state, OrderState::cancelled);
  EXPECT_EQ(order_row(under_kept).state, OrderState::cancelled);
  EXPECT_EQ(order_row(under_other).state, OrderState::done);
}

TEST_F(Orders, AnOrderIsAnnouncedOnceThoughItIsReviewed) {
  std::vector<OrderId> announced;
  int waits = 0;
  city.kernel().notifications.on<OrderPlaced>([&](command::Tx&, const OrderPlaced& e) -> Status {
    announced.push_back(e.order.id);
    return {};
  });
  city.kernel().notifications.on<VisitWaits>([&](command::Tx&, const VisitWaits&) -> Status {
    ++waits;
    return {};
  });
  const OrderId plain = order(elder, "bath_home"), reviewed = order(elder, "bath_bed"), refused = order(elder, "bath_bed", 30);
  EXPECT_EQ(waits, 1);
  const auto review = [&](OrderId id, std::string_view body) { return city.post(clerk, fmt::format("/api/orders/{}/review", id.value), body).status; };
  EXPECT_EQ(review(reviewed, R"({"approve":true,"reason":"符合"})"), 200);
  EXPECT_EQ(review(refused, R"({"approve":false,"reason":"缺医嘱"})"), 200);
  EXPECT_EQ(announced, (std::vector<OrderId>{plain, reviewed, refused}));
  EXPECT_EQ(waits, 2);
}

TEST_F(Orders, NobodyAtHomeIsACodeNotASentence) {
  const auto knocked = [&](std::string_view body) {
    const OrderId id = order(elder, "bath_home");
    as_system<Assignment>([&](command::Tx& tx) { return offer(tx, {visit_of(id).id, workers[0], {}, {}, true, 0, {}}); });
    EXPECT_EQ(step(offers(id)[0], "accept").status, 200);
    const auto answer = step(offers(id)[0], "no-show", body);
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(visit_of(id).state, VisitState::no_show);
    EXPECT_EQ(order_row(id).state, OrderState::closed);
    return std::pair{offers(id)[0], order_row(id)};
  };
  const auto [silent, order_silent] = knocked("{}");
  EXPECT_EQ(silent.reason, Reason::nobody_home);
  EXPECT_EQ(silent.reason_text, "");
  EXPECT_EQ(order_silent.reason, Reason::nobody_home);
  const auto [told, order_told] = knocked(R"({"reason":"elder_refused","reason_text":"说今天不洗了"})");
  EXPECT_EQ(told.reason, Reason::elder_refused);
  EXPECT_EQ(order_told.reason_text, "说今天不洗了");
  EXPECT_EQ(quota(elder).reserved_fen, Fen{});
}

TEST_F(Orders, TwoOrdersAtOnceNeverOverspendTheQuota) {
  const auto item = catalogue::item_by_code(city.kernel(), "bath_home")->id;
  const std::string body = fmt::format(R"({{"elder_id":"{}","item_id":"{}","wanted_from":"{}"}})", elder.value, item.value, to_string(city.clock.now() + hours(5)));
  std::vector<std::future<int>> asked;
  for (int i = 0; i < 12; ++i)
    asked.push_back(std::async(std::launch::async, [&, key = fmt::format("at-once-{}", i)] { return city.post(hotline, "/api/orders", body, key).status; }));
  for (auto& answer : asked) EXPECT_EQ(answer.get(), 200);
  const Quota held = quota(elder);
  EXPECT_EQ(held.reserved_fen, held.amount_fen);  // spent to the last fen, and no further
}

TEST(QuotaRules, ACorrectionMovesWhatWasConsumed) {
  Quota q;
  q.amount_fen = {10'000};
  q.consumed_fen = {6'000};
  q.reserved_fen = {3'000};
  EXPECT_EQ(correctable(q, Fen{8'000}, Fen{6'000}), Fen{7'000});  // its own and the 1,000 left
  EXPECT_EQ(correctable(q, Fen{5'000}, Fen{4'000}), Fen{5'000});  // never more than it had reserved
  EXPECT_EQ(correct(q, Fen{6'000}, Fen{0}, false).left(), Fen{7'000});
  EXPECT_EQ(correct(q, Fen{6'000}, Fen{7'000}, false).left(), Fen{0});
  const Quota lapsed = correct(q, Fen{6'000}, Fen{2'000}, true);
  EXPECT_EQ(lapsed.consumed_fen, Fen{2'000});
  EXPECT_EQ(lapsed.expired_fen, Fen{4'000});
  EXPECT_EQ(lapsed.left(), Fen{1'000});
}

}  // namespace
}  // namespace yilin::orders
