#include "check/routing/check.h"

#include <gtest/gtest.h>

#include <cmath>

namespace yilin::check {
namespace {

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}
double figure(const Verdict& verdict, std::string_view name) {
  for (const Figure& f : verdict.figures)
    if (f.name == name) return f.value;
  return -1;
}
std::string first(const Result<Verdict>& verdict) {
  return !verdict ? std::string(verdict.error().kind->code) : verdict->kept() ? "kept" : verdict->violations[0];
}

const std::string kSolomon =
    "T1\n\nVEHICLE\nNUMBER     CAPACITY\n  2          30\n\nCUSTOMER\nCUST NO.  XCOORD.  YCOORD.  DEMAND  READY TIME  DUE DATE  SERVICE TIME\n\n"
    "  0  0  0   0   0  100   0\n  1  3  4  10  10   20   5\n  2  1  1  20   0   90   5\n";

TEST(CheckSolomon, PricesAPlanAndFindsWhatIsWrong) {
  const auto good = check_solomon(kSolomon, "Route #1: 1 2\nCost 10.0\n", true);
  ASSERT_TRUE(good && good->kept());
  EXPECT_NEAR(figure(*good, "distance"), 5.0 + 3.6 + 1.4, 1e-9);
  EXPECT_EQ(figure(*good, "vehicles"), 1);
  EXPECT_NEAR(figure(*check_solomon(kSolomon, "Route #1: 1 2\n", false), "distance"), 5 + std::sqrt(13) + std::sqrt(2), 1e-9);
  EXPECT_EQ(first(check_solomon(kSolomon, "Route #1: 1\n", true)), "客户 2 被访问 0 次。");
  EXPECT_EQ(first(check_solomon(kSolomon, "Route #1: 1 2 2\n", true)), "Route #1 载量 50 超过 30。");
  EXPECT_EQ(first(check_solomon(replaced(kSolomon, "  20   5\n", "  12   5\n"), "Route #1: 2 1\n", true)), "kept");
  EXPECT_EQ(first(check_solomon(replaced(kSolomon, "10   20   5", " 0    9   5"), "Route #1: 2 1\n", true)), "客户 1 在 10.0000 才开始，迟于 9.0000。");
  EXPECT_EQ(first(check_solomon(kSolomon, "Route #1: 3 1 2\n", true)), "Route #1 中的客户 3 不存在。");
  EXPECT_EQ(first(check_solomon(kSolomon, "Route #1: x\n", true)), "malformed");
  EXPECT_EQ(first(check_solomon("", "", true)), "malformed");
}

const std::string kCare = R"({"patients": [
    {"id": "p1", "time_window": [10, 20], "required_caregivers": [{"service": "s1", "duration": 7}]},
    {"id": "p2", "time_window": [0, 4], "required_caregivers": [{"service": "s1", "duration": 12}, {"service": "s2", "duration": 5}],
     "synchronization": {"type": "sequential", "distance": [3, 9]}}],
  "caregivers": [{"id": "c1", "abilities": ["s1"]}, {"id": "c2", "abilities": ["s2", "s1"]}],
  "distances": [[0, 1.5, 2], [1.5, 0, 3], [2, 3, 0]]})";
const std::string kCarePlan = R"({"global_ordering": ["p2", "p1"], "routes": [
    {"caregiver_id": "c1", "locations": [{"patient": "p2", "service": "s1", "arrival_time": 2, "departure_time": 14}]},
    {"caregiver_id": "c2", "locations": [{"patient": "p2", "service": "s2", "arrival_time": 5, "departure_time": 10},
                                         {"patient": "p1", "service": "s1", "arrival_time": 13, "departure_time": 20}]}]})";

TEST(CheckHomeCare, PricesAPlanAndFindsWhatIsWrong) {
  const auto good = check_home_care(kCare, kCarePlan);
  ASSERT_TRUE(good);
  EXPECT_EQ(first(good), "kept");
  EXPECT_NEAR(figure(*good, "travel"), 2 + 2 + 2 + 3 + 1.5, 1e-9);
  EXPECT_NEAR(figure(*good, "tardiness"), 1, 1e-9);
  EXPECT_NEAR(figure(*good, "cost"), (10.5 + 1 + 1) / 3, 1e-9);
  EXPECT_EQ(first(check_home_care(kCare, replaced(kCarePlan, "\"arrival_time\": 13, \"departure_time\": 20", "\"arrival_time\": 12, \"departure_time\": 19"))),
            "c2 在 12.000 开始 p1 的服务，最早 13.000 才能到。");
  EXPECT_EQ(first(check_home_care(kCare, replaced(kCarePlan, "\"arrival_time\": 5, \"departure_time\": 10", "\"arrival_time\": 4, \"departure_time\": 9"))),
            "p2 两项开始相隔 2.000，应在 3 至 9。");
  EXPECT_EQ(first(check_home_care(kCare, replaced(kCarePlan, "\"c2\"", "\"c1\""))), "人员 c1 有两条路线。");
  EXPECT_EQ(first(check_home_care(kCare, replaced(kCarePlan, "\"departure_time\": 20", "\"departure_time\": 19"))), "p1 的 s1 应做 7。");
  EXPECT_EQ(first(check_home_care(kCare, "{}")), "malformed");
}

const std::string kVroom = R"({"vehicles": [
    {"id": 1, "start_index": 0, "end_index": 0, "skills": [1], "time_window": [0, 200], "capacity": [2],
     "breaks": [{"id": 4, "service": 10, "time_windows": [[50, 60]]}]},
    {"id": 2, "start_index": 0, "end_index": 0, "time_window": [0, 200], "capacity": [2]}],
  "jobs": [{"id": 1, "location_index": 1, "service": 20, "skills": [1], "delivery": [1], "time_windows": [[10, 30]], "second": {"service": 15, "gap": [0, 5]}},
           {"id": 2, "location_index": 2, "service": 5, "setup": 2, "delivery": [1], "priority": 7}],
  "precedences": [{"before": 1, "after": 2, "gap": [0, 100]}],
  "matrices": {"car": {"durations": [[0, 10, 20], [10, 0, 15], [20, 15, 0]]}}})";
const std::string kVroomPlan = R"({"code": 0, "unassigned": [], "routes": [
    {"vehicle": 1, "cost": 45, "steps": [
      {"type": "start", "location_index": 0, "arrival": 0, "setup": 0, "service": 0, "waiting_time": 0},
      {"type": "job", "id": 1, "location_index": 1, "arrival": 10, "setup": 0, "service": 20, "waiting_time": 0},
      {"type": "break", "id": 4, "arrival": 30, "setup": 0, "service": 10, "waiting_time": 20},
      {"type": "job", "id": 2, "location_index": 2, "arrival": 75, "setup": 2, "service": 5, "waiting_time": 0},
      {"type": "end", "location_index": 0, "arrival": 102, "setup": 0, "service": 0, "waiting_time": 0}]},
    {"vehicle": 2, "cost": 20, "steps": [
      {"type": "start", "location_index": 0, "arrival": 2, "setup": 0, "service": 0, "waiting_time": 0},
      {"type": "job", "id": 1, "second": 1, "location_index": 1, "arrival": 12, "setup": 0, "service": 15, "waiting_time": 0},
      {"type": "end", "location_index": 0, "arrival": 37, "setup": 0, "service": 0, "waiting_time": 0}]}]})";

TEST(CheckVroom, PricesAPlanAndFindsWhatIsWrong) {
  const auto good = check_vroom(kVroom, kVroomPlan);
  ASSERT_TRUE(good);
  EXPECT_EQ(first(good), "kept");
  EXPECT_EQ(figure(*good, "cost"), 65);
  EXPECT_EQ(figure(*good, "routes"), 2);
  const auto with = [](const std::string& from, const std::string& to, std::size_t which = 0) {
    const auto verdict = check_vroom(kVroom, replaced(kVroomPlan, from, to));
    return which == 0 ? first(verdict) : verdict->violations.at(which);
  };
  const auto rule = [](const std::string& from, const std::string& to) { return first(check_vroom(replaced(kVroom, from, to), kVroomPlan)); };
  EXPECT_EQ(with("\"arrival\": 75", "\"arrival\": 54"), "车辆 1 第 4 步：54 到达，最早 55 才能到。");
  EXPECT_EQ(with("\"waiting_time\": 20", "\"waiting_time\": 5"), "车辆 1 第 3 步：休息 4 不在时段内。");
  EXPECT_EQ(with("\"setup\": 2, \"service\": 5", "\"setup\": 0, \"service\": 5"), "车辆 1 第 4 步：任务 2 的准备时长应为 2。");
  EXPECT_EQ(with("\"cost\": 45", "\"cost\": 40"), "车辆 1 的费用应为 45.0，方案写的是 40。");
  EXPECT_EQ(with("\"arrival\": 12, \"setup\"", "\"arrival\": 17, \"setup\"", 1), "任务 1 两人开始相隔 7，应在 0 至 5。");
  EXPECT_EQ(rule("\"skills\": [1], \"time_window\"", "\"skills\": [2], \"time_window\""), "车辆 1 第 2 步：缺少任务 1 的技能 1。");
  EXPECT_EQ(rule("\"capacity\": [2],\n     \"breaks\"", "\"capacity\": [1],\n     \"breaks\""), "车辆 1 超载。");
  EXPECT_EQ(rule("[[10, 30]]", "[[11, 30]]"), "车辆 1 第 2 步：任务 1 在 10 开始，不在时段内。");
  EXPECT_EQ(rule("\"gap\": [0, 100]", "\"gap\": [0, 40]"), "任务 1 与 2 相隔 45，不在 0 至 40。");
  EXPECT_EQ(rule("\"time_window\": [0, 200], \"capacity\": [2],", "\"time_window\": [0, 100], \"capacity\": [2],"), "车辆 1 在 0–102 工作，班次是 0–100。");
  EXPECT_EQ(rule("\"priority\": 7", "\"priority\": 7, \"refused\": [1]"), "车辆 1 第 4 步：任务 2 拒绝此人。");
  EXPECT_EQ(rule("\"time_windows\": [[50, 60]]}", "\"time_windows\": [[50, 60]], \"max_load\": [0]}"), "车辆 1 休息时载量 1 超过 0。");
  EXPECT_EQ(rule("\"service\": 5,", "\"service\": 9, \"service_per_type\": {\"aide\": 5},"), "车辆 1 第 4 步：任务 2 的服务时长不对。");
  EXPECT_EQ(first(check_vroom(replaced(replaced(kVroom, "\"service\": 5,", "\"service\": 9, \"service_per_type\": {\"aide\": 5},"), "\"id\": 1, \"start_index\"", "\"id\": 1, \"type\": \"aide\", \"start_index\""), kVroomPlan)), "kept");
  EXPECT_EQ(first(check_vroom(kVroom, R"({"routes": [], "unassigned": [{"id": 1}]})")), "任务 2 既没有安排，也没有列为未安排。");
  EXPECT_EQ(figure(*check_vroom(kVroom, R"({"routes": [], "unassigned": [{"id": 1}, {"id": 2}]})"), "unassigned_priority"), 7);
  EXPECT_EQ(first(check_vroom("[]", kVroomPlan)), "malformed");
}

// Without a matrix a leg is the distance between the coordinates and two fifths more, at 18 km/h: 0.01 degrees to the north are
// 1,112 m, so 1,556 m and 311 s.
TEST(CheckVroom, MeasuresLegsBetweenCoordinates) {
  const std::string instance = R"({"vehicles": [{"id": 1, "start": [112.5, 37.8], "end": [112.5, 37.8], "costs": {"per_hour": 3600}}],
    "jobs": [{"id": 1, "location": [112.5, 37.81], "service": 60, "setup": 9}, {"id": 2, "location": [112.5, 37.81], "service": 60, "setup": 9}]})";
  const std::string plan = R"({"code": 0, "unassigned": [], "routes": [{"vehicle": 1, "cost": 622, "steps": [
    {"type": "start", "location": [112.5, 37.8], "arrival": 0, "setup": 0, "service": 0, "waiting_time": 0},
    {"type": "job", "id": 1, "location": [112.5, 37.81], "arrival": 311, "setup": 9, "service": 60, "waiting_time": 0},
    {"type": "job", "id": 2, "location": [112.5, 37.81], "arrival": 380, "setup": 0, "service": 60, "waiting_time": 0},
    {"type": "end", "location": [112.5, 37.8], "arrival": 751, "setup": 0, "service": 0, "waiting_time": 0}]}]})";
  EXPECT_EQ(first(check_vroom(instance, plan)), "kept");
  EXPECT_EQ(first(check_vroom(instance, replaced(plan, "\"arrival\": 751", "\"arrival\": 750"))), "车辆 1 第 4 步：750 到达，最早 751 才能到。");
  EXPECT_EQ(first(check_vroom(instance, replaced(plan, "\"cost\": 622", "\"cost\": 600"))), "车辆 1 的费用应为 622.0，方案写的是 600。");
  EXPECT_EQ(first(check_vroom(replaced(instance, "[112.5, 37.81], \"service\": 60, \"setup\": 9}]", "[112.5, 37.82], \"service\": 60, \"setup\": 9}]"), plan)), "车辆 1 第 3 步：任务 2 的地点不对。");
}

TEST(CheckVroom, TownAndCountryHaveTheirOwnPace) {
  const std::string instance = R"({"vehicles": [{"id": 1, "start": [112.5, 37.8], "end": [112.5, 37.8]}],
    "jobs": [{"id": 1, "location": [112.5, 37.81], "rural": true}]})";
  const std::string plan = R"({"code": 0, "unassigned": [], "routes": [{"vehicle": 1, "cost": 416, "steps": [
    {"type": "start", "location": [112.5, 37.8], "arrival": 0, "setup": 0, "service": 0, "waiting_time": 0},
    {"type": "job", "id": 1, "location": [112.5, 37.81], "arrival": 208, "setup": 0, "service": 0, "waiting_time": 0},
    {"type": "end", "location": [112.5, 37.8], "arrival": 416, "setup": 0, "service": 0, "waiting_time": 0}]}]})";
  EXPECT_EQ(first(check_vroom(instance, plan)), "kept");
  EXPECT_EQ(first(check_vroom(replaced(instance, "true", "false"), plan)), "车辆 1 第 2 步：208 到达，最早 311 才能到。");
  const std::string fast = replaced(instance, "\"jobs\"", "\"profiles\": {\"car\": {\"rural\": {\"detour\": 1, \"speed_kmh\": 36}}}, \"jobs\"");
  EXPECT_EQ(first(check_vroom(fast, plan)), "车辆 1 的费用应为 222.0，方案写的是 416。");
}

// Loading is work: it counts towards the hours and towards overtime.
TEST(CheckVroom, ReloadsAreWork) {
  const std::string instance = R"({"vehicles": [{"id": 1, "start_index": 0, "end_index": 0, "capacity": [1], "max_work_time": 100, "trips": {"max": 2, "duration": 30},
      "overtime": {"after": 70, "per_hour": 3600}}],
    "jobs": [{"id": 1, "location_index": 1, "service": 5, "delivery": [1]}, {"id": 2, "location_index": 1, "service": 5, "delivery": [1]}],
    "matrices": {"car": {"durations": [[0, 10], [10, 0]]}}})";
  const std::string plan = R"({"code": 0, "unassigned": [], "routes": [{"vehicle": 1, "cost": 50, "steps": [
    {"type": "start", "location_index": 0, "arrival": 0, "setup": 0, "service": 0, "waiting_time": 0},
    {"type": "job", "id": 1, "location_index": 1, "arrival": 10, "setup": 0, "service": 5, "waiting_time": 0},
    {"type": "reload", "location_index": 0, "arrival": 25, "setup": 0, "service": 30, "waiting_time": 0},
    {"type": "job", "id": 2, "location_index": 1, "arrival": 65, "setup": 0, "service": 5, "waiting_time": 0},
    {"type": "end", "location_index": 0, "arrival": 80, "setup": 0, "service": 0, "waiting_time": 0}]}]})";
  EXPECT_EQ(first(check_vroom(instance, plan)), "kept");
  EXPECT_EQ(first(check_vroom(replaced(instance, "\"max_work_time\": 100", "\"max_work_time\": 79"), plan)), "车辆 1 的工作时长 80 超过 79。");
  EXPECT_EQ(first(check_vroom(instance, replaced(plan, "\"cost\": 50", "\"cost\": 40"))), "车辆 1 的费用应为 50.0，方案写的是 40。");
}

}  // namespace
}  // namespace yilin::check
