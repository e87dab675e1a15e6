// A telephone rings: who it may be, who answers, and what becomes of it.
#include "modules/hotline/hotline.h"

#include "support/story.h"
#include "modules/hotline/module.h"
#include "modules/hotline/rules.h"

namespace yilin::hotline {
namespace {

constexpr std::string_view kPhone = "13839312345";

class Hotline : public test::Story {
 protected:
  Hotline() : Story({module()}) {
    as_system<bool>([](command::Tx& tx) -> Result<bool> {
      region::put_setting(tx, "demo", "1");
      return true;
    });
    city.restart();
    second = city.staff({test::Role::hotline_operator}, kCity, "坐席二");
    qingfeng = city.staff({test::Role::hotline_operator}, kQingfeng, "外县坐席");
  }
  ElderId person(int serial, std::string_view phone, std::string_view contact = {}) {
    registry::NewElder in;
    in.name = "李秀兰";
    in.id_card = card(serial);
    in.region = {kHome};
    in.address = "2 号楼 201";
    if (!phone.empty()) in.phone = Phone::trusted(std::string(phone));
    if (!contact.empty()) {
      registry::NewContact son;
      son.name = "李强";
      son.relation = registry::Relation::son;
      son.phone = Phone::trusted(std::string(contact));
      son.may_order = true;
      in.contacts = {son};
    }
    return as_system<ElderId>([&](command::Tx& tx) { return registry::create_elder(tx, in); }, true);
  }
  std::string ring(std::string_view phone = kPhone) {
    const auto rung = city.post(hotline, "/api/calls/simulate", fmt::format(R"({{"phone":"{}"}})", phone));
    EXPECT_EQ(rung.status, 200) << rung.body;
    return "/api/calls/" + text(rung, "id");
  }
  std::string answered(std::string_view phone = kPhone) {
    const std::string path = ring(phone);
    EXPECT_EQ(city.post(hotline, path + "/answer").status, 200);
    return path;
  }
  entity::json::object shown(const std::string& path) {
    const auto answer = city.get(hotline, path);
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(answer.body.find(kPhone), std::string::npos) << "a phone in the clear";
    return answer.json().as_object();
  }
  static std::string member(const entity::json::object& view, std::string_view key) {
    return std::string(view.at("call").at(key).as_string());
  }
  std::size_t count(const test::CallerPtr& who, const std::string& path) {
    const auto answer = city.get(who, path);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.json().at("items").as_array().size();
  }
  test::CallerPtr second, qingfeng;
};

TEST_F(Hotline, TablesHoldWhatTheFieldsSay) {
  expect_columns(Call::fields(), "call");
  expect_columns(CallTask::fields(), "call_task");
  expect_columns(EmergencyStep::fields(), "emergency_step");
}

TEST(HotlineRules, ACallBelongsWhereItsLikelyCallersLive) {
  const RegionCode city{410900000000}, a{410902006001}, b{410902006002}, far{410922001001};
  EXPECT_EQ(rules::origin_of({}, city).region, city);
  EXPECT_EQ(rules::origin_of({{{1}, a}}, city).region, a);
  EXPECT_EQ(rules::origin_of({{{1}, a}, {{1}, a}}, city).elder, ElderId{1});
  const auto street = rules::origin_of({{{1}, a}, {{2}, b}}, city);
  EXPECT_EQ(street.region, RegionCode{410902006000});
  EXPECT_FALSE(street.elder);
  EXPECT_EQ(rules::origin_of({{{1}, a}, {{2}, far}}, city).region, city);
}

TEST_F(Hotline, AnUnknownNumberIsBoundByTheOperator) {
  const std::string path = answered();
  auto view = shown(path);
  EXPECT_EQ(view.at("matches").as_array().size(), 0u);
  EXPECT_TRUE(view.at("call").at("elder_id").is_null());
  EXPECT_EQ(member(view, "region"), "410900000000");
  EXPECT_EQ(member(view, "phone"), "138****2345");
  order(elder, "haircut");
  ASSERT_EQ(city.post(hotline, "/api/complaints", fmt::format(R"({{"elder_id":"{}","text":"来晚了"}})", elder.value)).status, 200);
  EXPECT_EQ(city.post(hotline, path + "/bind", R"({"elder_id":"77"})").status, 404);
  const auto bound = city.post(hotline, path + "/bind", fmt::format(R"({{"elder_id":"{}"}})", elder.value));
  ASSERT_EQ(bound.status, 200) << bound.body;
  view = shown(path);
  EXPECT_EQ(member(view, "region"), std::to_string(kHome));
  EXPECT_EQ(view.at("elder_name").as_string(), "王秀英");
  EXPECT_EQ(view.at("orders").as_array().size(), 1u);
  EXPECT_EQ(view.at("open_complaints").as_int64(), 1);
}

TEST_F(Hotline, OneMatchIsTheCaller) {
  const ElderId her = person(11, kPhone);
  const auto first = shown(ring());
  EXPECT_EQ(member(first, "elder_id"), std::to_string(her.value));
  EXPECT_EQ(first.at("matches").as_array().size(), 1u);
  EXPECT_EQ(shown(ring()).at("earlier").as_array().size(), 1u);
}

TEST_F(Hotline, SeveralMatchesAreAskedAbout) {
  person(11, kPhone);
  person(12, "", kPhone);
  const auto view = shown(ring());
  const auto& matches = view.at("matches").as_array();
  ASSERT_EQ(matches.size(), 2u);
  EXPECT_FALSE(matches[0].at("is_contact").as_bool());
  EXPECT_TRUE(matches[1].at("is_contact").as_bool());
  EXPECT_TRUE(matches[1].at("may_order").as_bool());
  EXPECT_TRUE(view.at("call").at("elder_id").is_null());
  EXPECT_EQ(member(view, "region"), std::to_string(kHome));
}

TEST_F(Hotline, TheDraftSurvivesARestart) {
  const std::string path = ring();
  EXPECT_EQ(member(shown(path), "draft"), "{}");
  EXPECT_EQ(city.put(hotline, path + "/draft", R"({"version":1,"draft":"{}"})").status, 409) << "not answered yet";
  ASSERT_EQ(city.post(hotline, path + "/answer").status, 200);
  const auto kept = city.put(hotline, path + "/draft", R"({"version":2,"draft":"{\"item\":\"助浴\"}"})");
  ASSERT_EQ(kept.status, 200) << kept.body;
  EXPECT_EQ(city.put(hotline, path + "/draft", R"({"version":2,"draft":"{}"})").status, 409);
  EXPECT_EQ(code(city.put(second, path + "/draft", R"({"version":3,"draft":"{}"})")), "hotline.other_operator");
  city.restart();
  EXPECT_EQ(member(shown(path), "draft"), R"({"item":"助浴"})");
  EXPECT_EQ(member(shown(path), "state"), "answered");
}

TEST_F(Hotline, AMissedCallIsRungBack) {
  const std::string path = ring();
  city.advance(seconds(59));
  EXPECT_EQ(member(shown(path), "state"), "ringing");
  city.restart();
  city.advance(seconds(2));
  EXPECT_EQ(member(shown(path), "state"), "missed");
  EXPECT_EQ(city.post(hotline, path + "/answer").status, 409);
  EXPECT_EQ(count(hotline, "/api/calls?state=missed"), 1u);

  const auto tasks = city.get(hotline, "/api/call-tasks?state=open");
  ASSERT_EQ(tasks.status, 200) << tasks.body;
  EXPECT_EQ(tasks.body.find(kPhone), std::string::npos);
  ASSERT_EQ(tasks.json().at("items").as_array().size(), 1u);
  const auto json = tasks.json();
  const std::string done = "/api/call-tasks/" + std::string(json.at("items").at(0).at("task").at("id").as_string()) + "/done";
  EXPECT_EQ(city.post(qingfeng, done, R"({"result":"已回拨"})").status, 404);
  EXPECT_EQ(city.post(hotline, done).status, 422);
  EXPECT_EQ(city.post(hotline, done, R"({"result":"已回拨，咨询助餐"})").status, 200);
  EXPECT_EQ(city.post(hotline, done, R"({"result":"再次"})").status, 409);
  EXPECT_EQ(count(hotline, "/api/call-tasks?state=open"), 0u);
}

TEST_F(Hotline, TheWholeNumberIsSeenForAReasonAndThatIsAnAct) {
  const std::string path = ring();
  const auto revealed = [&] {
    auto db = city.kernel().readers->borrow();
    return city.kernel().journal->entries(*db, {.verb = "call.reveal"});
  };
  const std::string why = R"({"reason":"回拨核实"})";
  EXPECT_EQ(city.post(hotline, path + "/reveal").status, 422);
  EXPECT_EQ(city.post(hotline, path + "/reveal", R"({"reason":" 1 "})").status, 422);
  EXPECT_EQ(city.post(city.staff({test::Role::official}, kCity), path + "/reveal", why).status, 403);
  EXPECT_EQ(city.post(qingfeng, path + "/reveal", why).status, 404) << "another region's call";
  EXPECT_TRUE(revealed().empty());
  const auto seen = city.post(second, path + "/reveal", why);
  ASSERT_EQ(seen.status, 200) << seen.body;
  EXPECT_EQ(text(seen, "value"), kPhone);
  ASSERT_EQ(revealed().size(), 1u);
  EXPECT_EQ(revealed()[0].actor_name, "坐席二");
  EXPECT_EQ(revealed()[0].reason, "回拨核实");
  EXPECT_EQ(revealed()[0].payload.find(kPhone), std::string::npos);

  city.advance(seconds(61));
  const auto tasks = city.get(hotline, "/api/call-tasks?state=open").json();
  const std::string task = "/api/call-tasks/" + std::string(tasks.at("items").at(0).at("task").at("id").as_string());
  EXPECT_EQ(text(city.post(hotline, task + "/reveal", why), "value"), kPhone);
  EXPECT_EQ(city.post(qingfeng, task + "/reveal", why).status, 404);
  EXPECT_EQ(revealed().size(), 2u);
}

TEST_F(Hotline, ACallWithoutANumberHasNoneToShow) {
  const ElderId silent = person(31, "");
  const auto rung = city.post(city.home({silent}), "/api/calls/sos", fmt::format(R"({{"elder_id":"{}"}})", silent.value));
  ASSERT_EQ(rung.status, 200) << rung.body;
  EXPECT_EQ(code(city.post(hotline, "/api/calls/" + text(rung, "id") + "/reveal", R"({"reason":"回拨核实"})")), "hotline.no_number");
}

TEST_F(Hotline, AnAnsweredCallIsNotMissed) {
  const std::string path = answered();
  city.advance(minutes(5));
  EXPECT_EQ(member(shown(path), "state"), "answered");
  EXPECT_EQ(count(hotline, "/api/call-tasks"), 0u);
}

TEST_F(Hotline, OperatorsOfTheRegionAreTold) {
  std::vector<std::string> here, elsewhere;
  const auto into = [](std::vector<std::string>& list) {
    return [&list](const command::Change& change) {
      list.emplace_back(change.subject_kind);
      return true;
    };
  };
  ASSERT_TRUE(city.kernel().live.listen(second, into(here)));
  ASSERT_TRUE(city.kernel().live.listen(qingfeng, into(elsewhere)));
  ring();
  city.advance(seconds(61));
  std::sort(here.begin(), here.end());
  EXPECT_EQ(here, (std::vector<std::string>{"call", "call", "call_task"}));
  EXPECT_TRUE(elsewhere.empty());
}

TEST_F(Hotline, TwoOperatorsAnswerAtOnce) {
  const std::string path = ring();
  const int one = city.post(hotline, path + "/answer").status, two = city.post(second, path + "/answer").status;
  EXPECT_EQ(one, 200);
  EXPECT_EQ(two, 409);
  EXPECT_EQ(count(hotline, "/api/calls?mine=true"), 1u);
  EXPECT_EQ(count(second, "/api/calls?mine=true"), 0u);
  EXPECT_EQ(code(city.post(second, path + "/wrap", R"({"wrap_code":"consult"})")), "hotline.other_operator");
}

TEST_F(Hotline, AnEmergencyIsTimed) {
  person(11, kPhone);
  const std::string path = ring();
  EXPECT_EQ(city.post(hotline, path + "/emergency").status, 409) << "nobody has answered";
  ASSERT_EQ(city.post(hotline, path + "/answer").status, 200);
  const std::string steps = path + "/emergency/steps";
  EXPECT_EQ(code(city.post(hotline, steps, R"({"step":"place"})")), "hotline.no_emergency");
  ASSERT_EQ(city.post(hotline, path + "/emergency").status, 200);
  EXPECT_EQ(code(city.post(second, path + "/emergency")), "hotline.emergency_already");
  city.advance(seconds(20));
  EXPECT_EQ(city.post(hotline, steps, R"({"step":"place"})").status, 200);
  EXPECT_EQ(code(city.post(second, steps, R"({"step":"place"})")), "hotline.step_taken");
  city.advance(seconds(70));
  EXPECT_EQ(city.post(second, steps, R"({"step":"ambulance"})").status, 200) << "a colleague helps";
  EXPECT_EQ(city.post(hotline, steps, R"({"step":"prayer"})").status, 422);
  const auto view = shown(path);
  const auto& list = view.at("steps").as_array();
  ASSERT_EQ(list.size(), 5u);
  EXPECT_EQ(list[0].at("name").as_string(), "确认地点");
  EXPECT_FALSE(list[0].at("late").as_bool());
  EXPECT_TRUE(list[1].at("late").as_bool());
  EXPECT_EQ(list[1].at("at").as_string(), to_string(city.clock.now()));
  EXPECT_TRUE(list[2].at("at").is_null());
  EXPECT_FALSE(list[2].at("late").as_bool());
  ASSERT_EQ(city.post(hotline, path + "/wrap", R"({"wrap_code":"emergency","note":"已送医"})").status, 200);
  EXPECT_EQ(city.post(hotline, steps, R"({"step":"follow_up"})").status, 200) << "after the call";
}

TEST_F(Hotline, TheRedKeyRingsWithTheEmergencyOn) {
  const auto her = city.home({elder});
  const std::string body = fmt::format(R"({{"elder_id":"{}"}})", elder.value);
  const auto pressed = city.post(her, "/api/calls/sos", body);
  ASSERT_EQ(pressed.status, 200) << pressed.body;
  EXPECT_EQ(text(city.post(her, "/api/calls/sos", body), "id"), text(pressed, "id")) << "pressed twice";
  EXPECT_EQ(city.post(city.home({person(11, kPhone)}), "/api/calls/sos", body).status, 404) << "somebody else's elder";
  EXPECT_EQ(city.post(hotline, "/api/calls/sos", body).status, 403);
  const std::string path = "/api/calls/" + text(pressed, "id");
  auto view = shown(path);
  EXPECT_EQ(member(view, "state"), "ringing");
  EXPECT_EQ(member(view, "elder_id"), std::to_string(elder.value));
  EXPECT_EQ(view.at("steps").as_array().size(), 5u);
  EXPECT_TRUE(view.at("earlier").as_array().empty()) << "no number, no earlier calls";
  city.advance(seconds(61));
  const auto task = city.get(hotline, "/api/call-tasks?state=open").json().at("items").at(0);
  EXPECT_EQ(task.at("task").at("what").as_string(), "紧急求助未接，请立即回拨。");
}

TEST_F(Hotline, WrappingTellsWhatItLedTo) {
  person(11, kPhone);
  const std::string path = answered();
  const OrderId others = order(elder, "haircut");
  const auto wrap = [&](const std::string& body) { return city.post(hotline, path + "/wrap", body); };
  EXPECT_EQ(wrap("{}").status, 422);
  EXPECT_EQ(wrap(R"({"wrap_code":"dance"})").status, 422);
  EXPECT_EQ(wrap(fmt::format(R"({{"wrap_code":"ordered","order_id":"{}"}})", others.value)).status, 422) << "another elder's order";
  EXPECT_EQ(wrap(R"({"wrap_code":"consult","callback":{"due":"2020-01-01T09:00:00+08:00","what":"回话"}})").status, 422);
  const auto done = wrap(R"({"wrap_code":"consult","note":"问助餐","callback":{"due":"2026-11-23T09:00:00+08:00","what":"告知助餐点"}})");
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_EQ(text(done, "state"), "wrapped");
  EXPECT_EQ(wrap(R"({"wrap_code":"consult"})").status, 409);
  EXPECT_EQ(count(hotline, "/api/call-tasks"), 1u);

  const std::string unknown = answered("13700000001");
  const auto bound = city.post(hotline, unknown + "/wrap", fmt::format(R"({{"wrap_code":"ordered","order_id":"{}"}})", others.value));
  ASSERT_EQ(bound.status, 200) << bound.body;
  EXPECT_EQ(text(bound, "elder_id"), std::to_string(elder.value));
}

TEST_F(Hotline, OtherRegionsSeeNothing) {
  person(11, kPhone);
  const std::string path = ring();
  EXPECT_EQ(city.get(qingfeng, path).status, 404);
  EXPECT_EQ(city.post(qingfeng, path + "/answer").status, 404);
  EXPECT_EQ(count(qingfeng, "/api/calls"), 0u);
  EXPECT_EQ(city.get(city.home({elder}), path).status, 403);
  ASSERT_EQ(city.post(hotline, path + "/answer").status, 200);
  EXPECT_EQ(city.post(qingfeng, path + "/emergency").status, 404);
}

TEST_F(Hotline, WrongInputIsNamed) {
  EXPECT_EQ(city.post(hotline, "/api/calls/simulate", R"({"phone":"12"})").status, 422);
  EXPECT_EQ(city.post(hotline, "/api/calls/simulate", "{}").status, 422);
  const std::string path = answered();
  EXPECT_EQ(city.put(hotline, path + "/draft", R"({"version":2,"draft":"half a {"})").status, 422);
  EXPECT_EQ(city.put(hotline, path + "/draft", R"({"version":2,"draft":"[]"})").status, 422);
  EXPECT_EQ(city.put(hotline, path + "/draft", R"({"draft":"{}"})").status, 422);
  EXPECT_EQ(city.put(hotline, path + "/draft", fmt::format(R"({{"version":2,"draft":"{}"}})", std::string(4001, 'x'))).status, 422);
  EXPECT_EQ(city.post(hotline, path + "/bind").status, 422);
  EXPECT_EQ(city.get(hotline, "/api/calls?state=asleep").status, 422);
  EXPECT_EQ(city.get(hotline, "/api/calls?limit=0").status, 422);
}

TEST_F(Hotline, OnlyADemonstrationSimulatesCalls) {
  as_system<bool>([](command::Tx& tx) -> Result<bool> {
    region::put_setting(tx, "demo", "0");
    return true;
  });
  city.restart();
  EXPECT_EQ(city.post(hotline, "/api/calls/simulate", R"({"phone":"13839312345"})").status, 404);
}

}  // namespace
}  // namespace yilin::hotline
