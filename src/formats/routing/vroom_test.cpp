#include "formats/routing/vroom.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace yilin::formats {
namespace {

namespace json = boost::json;

const std::string kDay = R"({
  "vehicles": [
    {"id": 7, "start_index": 0, "end_index": 0, "skills": [3, 9], "time_window": [0, 1000], "capacity": [4], "speed_factor": 1.5, "max_tasks": 5,
     "costs": {"fixed": 10, "per_hour": 7200}, "breaks": [{"id": 1, "service": 60, "time_windows": [[100, 500]]}],
     "steps": [{"type": "start"}, {"type": "job", "id": 12, "service_at": 50}, {"type": "break", "id": 1}, {"type": "end"}]},
    {"id": 8, "start_index": 1, "capacity": [2], "overtime": {"after": 100, "per_hour": 20}}],
  "jobs": [
    {"id": 12, "location_index": 1, "service": 30, "setup": 5, "skills": [9], "priority": 10, "delivery": [2], "time_windows": [[0, 90], [200, 300]], "description": "助浴"},
    {"id": 13, "location_index": 2, "usual": [8], "refused": [7], "second": {"skills": [3], "gap": [0, 600]}}],
  "shipments": [{"amount": [1], "pickup": {"id": 1, "location_index": 0}, "delivery": {"id": 1, "location_index": 2, "service": 9}, "priority": 3}],
  "precedences": [{"before": 12, "after": 13, "gap": [0]}],
  "matrices": {"car": {"durations": [[0, 10, 20], [10, 0, 15], [20, 15, 0]]}}})";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(Vroom, ReadsWhatUsersSend) {
  const auto day = read_vroom(replaced(kDay, R"(, "gap": [0]}])", "}]"));
  ASSERT_TRUE(day) << day.error().message();
  const auto& p = day->problem;
  ASSERT_EQ(p.carers.size(), 2u);
  EXPECT_EQ(p.carers[0].speed_percent, 150);
  EXPECT_EQ(p.carers[0].visits_max, 5);
  EXPECT_EQ(p.carers[0].cost_fixed, 10);
  EXPECT_EQ(p.carers[0].cost_per_hour, 7200);
  EXPECT_EQ(p.carers[0].skills, (std::vector{0, 1}));
  EXPECT_EQ(p.carers[0].breaks[0].windows[0], (routing::Window{100, 500}));
  EXPECT_EQ(p.carers[1].end, -1);
  EXPECT_EQ(p.carers[1].work_regular, 100);
  ASSERT_EQ(p.visits.size(), 4u);
  EXPECT_EQ(p.visits[0].skills, std::vector{1});
  EXPECT_EQ(p.visits[0].windows.size(), 2u);
  EXPECT_EQ(p.visits[0].delivery, routing::Load{2});
  EXPECT_EQ(p.visits[1].usual, std::vector{1});
  EXPECT_EQ(p.visits[1].refused, std::vector{0});
  EXPECT_EQ(p.visits[1].second->gap_max, 600);
  EXPECT_EQ(p.shipments[0].pickup, 2);
  EXPECT_EQ(p.shipments[0].delivery, 3);
  EXPECT_EQ(p.visits[3].priority, 3);
  EXPECT_EQ(p.precedences[0].after, 1);
  ASSERT_TRUE(day->plan);
  EXPECT_EQ(day->plan->routes[0].stops.size(), 2u);
  EXPECT_EQ(day->plan->routes[0].stops[0].start, 50);
}

TEST(Vroom, TimesPerVehicleTypeAndLoadsDuringBreaks) {
  const auto day = read_vroom(R"({"vehicles": [
      {"id": 1, "start": [115.03, 35.76], "type": "nurse", "capacity": [5], "breaks": [{"id": 1, "service": 9, "max_load": [3]}]},
      {"id": 2, "start": [115.03, 35.76], "type": "aide"}],
    "jobs": [{"id": 1, "location": [115.05, 35.77], "setup": 4, "service": 30, "setup_per_type": {"aide": 6}, "service_per_type": {"nurse": 20, "cook": 50}}]})");
  ASSERT_TRUE(day) << day.error().message();
  const auto& p = day->problem;
  EXPECT_EQ(p.carers[0].breaks[0].max_load, routing::Load{3});
  const auto time_of = [&](int carer) {
    for (const auto& t : p.visits[0].per_type)
      if (t.type == p.carers[carer].work_type) return std::pair{t.setup, t.service};
    return std::pair<routing::Time, routing::Time>{-1, -1};
  };
  EXPECT_EQ(time_of(0), (std::pair<routing::Time, routing::Time>{4, 20}));
  EXPECT_EQ(time_of(1), (std::pair<routing::Time, routing::Time>{6, 30}));
}

TEST(Vroom, ThePriceOfContinuityMayFollowTheDaysWays) {
  const std::string good = replaced(kDay, R"(, "gap": [0]}])", "}]");
  const auto price = [&](const std::string& text) { return read_vroom(replaced(good, "\"matrices\"", "\"objective\": {\"broken_continuity\": " + text + "}, \"matrices\"")); };
  EXPECT_EQ(price("7")->problem.objective.broken_continuity, 7);
  EXPECT_GT(price("\"usual\"")->problem.objective.broken_continuity, 0);
  const auto wrong = price("\"much\"");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().fields[0].field, "objective.broken_continuity");
}

TEST(Vroom, CoordinatesWithoutMatricesBecomePlaces) {
  const auto day = read_vroom(R"({"vehicles": [{"id": 1, "start": [115.03, 35.76]}],
    "jobs": [{"id": 1, "location": [115.05, 35.77]}, {"id": 2, "location": [115.03, 35.76]}]})");
  ASSERT_TRUE(day) << day.error().message();
  EXPECT_EQ(day->problem.places.size(), 2u);
  EXPECT_EQ(day->problem.visits[1].place, day->problem.carers[0].start);
  EXPECT_EQ(day->problem.places[1].at.lon_e6, 115'050'000);
  EXPECT_TRUE(day->problem.profiles[0].durations.empty());
}

TEST(Vroom, WrongInputNamesTheField) {
  const auto field = [](const std::string& text) {
    const auto day = read_vroom(text);
    return day ? std::string("accepted") : day.error().fields.empty() ? std::string(day.error().kind->code) : day.error().fields[0].field;
  };
  EXPECT_EQ(field(kDay), "precedences[0].gap");
  const std::string good = replaced(kDay, R"(, "gap": [0]}])", "}]");
  EXPECT_EQ(field(good), "accepted");
  EXPECT_EQ(field(replaced(good, "[[0, 90]", "[[90, 0]")), "jobs[0].time_windows[0]");
  EXPECT_EQ(field(replaced(good, "[200, 300]", "[50, 300]")), "jobs[0].time_windows");
  EXPECT_EQ(field(replaced(good, "\"id\": 13", "\"id\": 12")), "jobs[1].id");
  EXPECT_EQ(field(replaced(good, "\"service\": 30", "\"service\": -1")), "jobs[0].service");
  EXPECT_EQ(field(replaced(good, "\"service\": 30", "\"service\": \"30\"")), "jobs[0].service");
  EXPECT_EQ(field(replaced(good, "\"priority\": 10", "\"priority\": 101")), "jobs[0].priority");
  EXPECT_EQ(field(replaced(good, "\"delivery\": [2]", "\"delivery\": [2, 1]")), "jobs[0].delivery");
  EXPECT_EQ(field(replaced(good, "\"usual\": [8]", "\"usual\": [9]")), "jobs[1].usual[0]");
  EXPECT_EQ(field(replaced(good, "\"location_index\": 1, \"service\"", "\"location_index\": 3, \"service\"")), "jobs[0].location_index");
  EXPECT_EQ(field(replaced(good, "\"location_index\": 1, \"service\"", "\"location\": [1, 2], \"service\"")), "jobs[0].location_index");
  EXPECT_EQ(field(replaced(good, "\"type\": \"job\", \"id\": 12", "\"type\": \"job\", \"id\": 99")), "vehicles[0].steps[1].id");
  EXPECT_EQ(field(replaced(good, "[20, 15, 0]", "[20, 15]")), "matrices.car.durations[2]");
  EXPECT_EQ(field(replaced(good, "[20, 15, 0]", "[20, -15, 0]")), "matrices.car.durations[2][1]");
  EXPECT_EQ(field(replaced(good, "\"speed_factor\": 1.5", "\"profile\": \"bike\"")), "vehicles[0].profile");
  EXPECT_EQ(field(replaced(good, "\"id\": 8", "\"id\": 7")), "vehicles[1].id");
  EXPECT_EQ(field(replaced(good, "\"setup\": 5", "\"service_per_type\": {\"van\": -1}")), "jobs[0].service_per_type.van");
  EXPECT_EQ(field(replaced(good, "\"id\": 1, \"service\": 60", "\"id\": 1, \"service\": 60, \"max_load\": [1, 2]")), "vehicles[0].breaks[0].max_load");
  EXPECT_EQ(field(R"({"jobs": [{"id": 1, "location": [1, 2]}]})"), "vehicles");
  EXPECT_EQ(field(R"({"vehicles": [{"id": 1, "start": [1, 2]}]})"), "jobs");
  EXPECT_EQ(field("{\"vehicles\": "), "malformed");
}

TEST(Vroom, WrongInputNamesTheId) {
  const std::string good = replaced(kDay, R"(, "gap": [0]}])", "}]");
  const auto first = [](const std::string& text) {
    const auto day = read_vroom(text);
    return day ? std::string("accepted") : day.error().fields.at(0).message;
  };
  EXPECT_EQ(first(replaced(good, "\"service\": 30", "\"service\": -1")), "编号 12：应在 0 至 100000000 之间，现为 -1。");
  EXPECT_EQ(first(replaced(good, "\"max_tasks\": 5", "\"max_tasks\": true")), "编号 7：应为整数。");
  EXPECT_EQ(first(replaced(good, "\"id\": 8", "\"id\": 7")), "车辆编号 7 重复。");
}

TEST(Vroom, AGivenPlanMayBeLateButNotBreakWhoMayDoWhat) {
  const std::string good = replaced(kDay, R"(, "gap": [0]}])", "}]");
  const auto wrong = [](const std::string& text) {
    const auto day = read_vroom(text);
    return day ? FieldError{"accepted", "", ""} : day.error().fields.at(0);
  };
  EXPECT_EQ(wrong(replaced(good, "\"service_at\": 50", "\"service_at\": 950")).field, "accepted");
  const FieldError unskilled = wrong(replaced(good, "\"skills\": [9], \"priority\"", "\"skills\": [4], \"priority\""));
  EXPECT_EQ(unskilled.field, "vehicles[0].steps[1].id");
  EXPECT_EQ(unskilled.message, "车辆 7 没有任务 12 所需的技能 4。");
  EXPECT_EQ(wrong(replaced(good, "\"type\": \"job\", \"id\": 12", "\"type\": \"job\", \"id\": 13")).message, "任务 13 不接受车辆 7。");
  EXPECT_EQ(wrong(replaced(good, "\"description\": \"助浴\"", "\"locked_vehicle\": 8")).message, "任务 12 已指定车辆 8，不能由 7 做。");
}

TEST(Vroom, TownAndCountryTravelAsTheProfileSays) {
  const std::string text = R"({"vehicles": [{"id": 1, "start": [115.03, 35.76], "profile": "van"}], "profiles": {"van": {"urban": {"detour": 1.5, "speed_kmh": 30}, "rural": {"speed_kmh": 50.5}}},
    "jobs": [{"id": 1, "location": [115.05, 35.77]}, {"id": 2, "location": [115.04, 35.76], "rural": true}]})";
  const auto day = read_vroom(text);
  ASSERT_TRUE(day) << day.error().message();
  const auto& profile = day->problem.profiles.at(0);
  EXPECT_EQ(profile.urban.detour_percent, 150);
  EXPECT_EQ(profile.urban.speed_kmh_tenths, 300);
  EXPECT_EQ(profile.rural.detour_percent, 130);
  EXPECT_EQ(profile.rural.speed_kmh_tenths, 505);
  EXPECT_EQ(day->problem.carers[0].profile, 0);
  EXPECT_FALSE(day->problem.places[static_cast<std::size_t>(day->problem.visits[0].place)].rural);
  EXPECT_TRUE(day->problem.places[static_cast<std::size_t>(day->problem.visits[1].place)].rural);
  EXPECT_EQ(read_vroom(replaced(text, "true", "1")).error().fields.at(0).field, "jobs[1].rural");
  EXPECT_EQ(read_vroom(replaced(text, "50.5", "0")).error().fields.at(0).field, "profiles.van.rural.speed_kmh");
}

TEST(Vroom, AnswersAsVroomDoes) {
  const auto day = read_vroom(replaced(kDay, R"(, "gap": [0]}])", "}]"));
  routing::Answer answer;
  routing::RouteAnswer route;
  route.carer = 0;
  route.parts.travel = 40 * routing::kCostScale;
  route.steps = {{.kind = routing::StopKind::start, .place = 0, .arrival = 40, .begin = 40, .departure = 40, .load = {2}},
                 {.kind = routing::StopKind::visit, .index = 0, .place = 1, .arrival = 50, .waiting = 3, .begin = 53, .setup = 5, .service = 30, .departure = 88, .travel = 10, .load = {0}},
                 {.kind = routing::StopKind::rest, .index = 0, .arrival = 88, .waiting = 12, .begin = 100, .service = 60, .departure = 160, .load = {0}},
                 {.kind = routing::StopKind::end, .place = 0, .arrival = 170, .begin = 170, .departure = 170, .travel = 10, .load = {0}}};
  answer.routes = {route};
  answer.parts = route.parts;
  answer.unserved = {{1, routing::Reason::refused, {{routing::RelaxationKind::allow_refused, 0, 0}}}, {2, routing::Reason::tied, {}}, {3, routing::Reason::tied, {}}};
  const auto out = json::parse(write_vroom(*day, answer)).as_object();
  EXPECT_EQ(out.at("code"), 0);
  const auto& summary = out.at("summary").as_object();
  EXPECT_EQ(summary.at("cost"), 40);
  EXPECT_EQ(summary.at("unassigned"), 3);
  EXPECT_EQ(summary.at("duration"), 20);
  EXPECT_EQ(summary.at("service"), 30);
  EXPECT_EQ(summary.at("setup"), 5);
  EXPECT_EQ(summary.at("waiting_time"), 15);
  EXPECT_EQ(summary.at("priority"), 10);
  EXPECT_EQ(summary.at("delivery"), json::array{2});
  const auto& steps = out.at("routes").as_array().at(0).as_object().at("steps").as_array();
  EXPECT_EQ(steps.at(1).at("type"), "job");
  EXPECT_EQ(steps.at(1).at("id"), 12);
  EXPECT_EQ(steps.at(1).at("description"), "助浴");
  EXPECT_EQ(steps.at(1).at("location_index"), 1);
  EXPECT_EQ(steps.at(1).at("arrival"), 50);
  EXPECT_EQ(steps.at(2).at("type"), "break");
  EXPECT_EQ(steps.at(2).at("id"), 1);
  EXPECT_EQ(steps.at(3).at("duration"), 20);
  const auto& left = out.at("unassigned").as_array();
  EXPECT_EQ(left.at(0).at("id"), 13);
  EXPECT_EQ(left.at(0).at("reason"), "refused");
  EXPECT_EQ(left.at(0).at("relaxations").as_array().at(0).at("vehicle"), 7);
  EXPECT_EQ(left.at(1).at("type"), "pickup");
}

}  // namespace
}  // namespace yilin::formats
