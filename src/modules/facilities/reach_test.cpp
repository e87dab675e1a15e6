// Reach along the city's own roads and by a table of times that it gave, against answers that can be counted by hand.
#include <filesystem>
#include <fstream>

#include "modules/facilities/facilities_fixture.h"
#include "modules/facilities/memory.h"
#include "modules/facilities/reach_files.h"

namespace yilin::facilities {
namespace {

// One street, broken between D and E (a river without a bridge):
//
//   elders   A  B  -  D  -  F  -  -        and one without a place
//   street   A--B--C--D  E--F--G--H
class Ways : public FacilitiesTest {
 protected:
  Ways() {
    elder_at('B', 12);
    elder_at('D', 14);
    elder_at('F', 16);
    elder_at(' ', 17);
  }
  test::Answer upload(const test::CallerPtr& who, std::string_view kind, std::string_view query, std::string_view bytes, std::int64_t size = -1) {
    http::Request r = city.make(who, http::Method::post, fmt::format("/api/uploads/coverage/{}?{}", kind, query));
    r.body = city.folder + "/spool";
    std::ofstream(r.body, std::ios::binary | std::ios::trunc).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (size >= 0) std::filesystem::resize_file(r.body, static_cast<std::uintmax_t>(size));
    return city.request(std::move(r));
  }
  static std::string line(std::string_view letters, double shift = 0) {
    std::string points;
    for (const char c : letters) points += fmt::format("{}[{:.7f},{:.7f}]", points.empty() ? "" : ",", static_cast<double>(at(c)) / 1e6 + shift, kLat / 1e6 + shift);
    return fmt::format(R"({{"type":"Feature","properties":{{"highway":"residential"}},"geometry":{{"type":"LineString","coordinates":[{}]}}}})", points);
  }
  static std::string collection(std::string_view features) { return fmt::format(R"({{"type":"FeatureCollection","features":[{}]}})", features); }
  static std::string street() { return collection(line("ABCD") + "," + line("EFGH")); }
  static constexpr std::string_view kRoadQuery = "source=%E4%BA%A4%E9%80%9A%E5%B1%80&dated_on=2026-05-01&datum=wgs84";
  static constexpr std::string_view kTimesQuery = "source=%E4%BA%A4%E9%80%9A%E5%B1%80";
  void give_roads() {
    const auto given = upload(official, "roads", kRoadQuery, street());
    ASSERT_EQ(given.status, 200) << given.body;
  }
  std::string times(std::string_view rows) { return fmt::format("社区,设施或备选点,分钟\n{}", rows); }
  void give_times(std::string_view rows) {
    const auto given = upload(official, "times", kTimesQuery, times(rows));
    ASSERT_EQ(given.status, 200) << given.body;
  }
  entity::json::value ask(std::string_view path) {
    const auto answer = city.get(official, path);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.status == 200 ? answer.json() : entity::json::value(entity::json::object());
  }
  std::int64_t covered(std::string_view query) { return number(ask(fmt::format("/api/coverage?{}", query)).at("total"), "covered"); }
  std::string point(char letter) { return fmt::format("{}.{:06},35.76", at(letter) / 1'000'000, at(letter) % 1'000'000); }
};

TEST_F(Ways, TableHoldsWhatTheFieldsSay) { expect_columns(ReachLayer::fields(), "reach_layer"); }

TEST_F(Ways, WhoIsAcrossTheRiverIsNotWithinReach) {
  facility_at('E', R"(,"beds":12,"area_m2":230)");
  EXPECT_EQ(covered(""), 2);  // D and F, as the crow flies
  const auto none = city.get(official, "/api/coverage?reach=walking");
  EXPECT_EQ(none.status, 422);
  EXPECT_NE(none.body.find("还没有导入路网"), std::string::npos);
  give_roads();
  EXPECT_EQ(covered("reach=walking"), 1);  // F: D would need a bridge
  EXPECT_EQ(covered(""), 2);
  const auto table = ask("/api/coverage?reach=walking");
  const std::string method(table.at("terms").at("method").as_string());
  for (const char* part : {"沿路网步行", "交通局", "2026-05-01", "900 米", "200 米"}) EXPECT_NE(method.find(part), std::string::npos) << method;
  EXPECT_EQ(number(table.at("total"), "unplaced"), 1);
  EXPECT_EQ(number(ask("/api/coverage/uncovered?reach=walking"), "total"), 3);
  EXPECT_EQ(number(ask("/api/coverage/centres?reach=walking").at("items").at(0), "in_reach"), 1);
  // 2SFCA: twelve beds for the one who reaches them.
  const auto access = ask("/api/coverage/access?reach=walking");
  EXPECT_EQ(number(access, "beds_reaching_milli"), 12'000);
  EXPECT_EQ(number(access.at("total"), "without"), 3);
  EXPECT_EQ(number(access.at("total"), "beds_per_1000_milli"), 3'000'000);  // 12 for one of four
  EXPECT_NE(access.at("method").as_string().find("沿路网步行"), std::string::npos);
}

TEST_F(Ways, TheEdgeOfAWalkIsWithin) {
  facility_at('C');
  give_roads();
  // A lies two letters of 249.57 m away: 499.14 m.
  EXPECT_EQ(covered("reach=walking&urban_minutes=10&urban_pace_mm_s=832"), 2);  // 499 m: B and D
  EXPECT_EQ(covered("reach=walking&urban_minutes=10&urban_pace_mm_s=834"), 3);  // 500 m
}

TEST_F(Ways, WhatIfAndTheDrawnReachFollowTheRoads) {
  const std::string e = facility_at('E');
  give_roads();
  const auto what_if = [&](std::string_view query) { return ask(fmt::format("/api/planning/what-if?reach=walking&{}", query)); };
  EXPECT_EQ(number(what_if(""), "covered_before"), 1);
  EXPECT_EQ(number(what_if("add=" + point('C')), "covered_after"), 4);
  EXPECT_EQ(number(what_if("drop=" + e), "covered_after"), 0);
  const auto moved = what_if(fmt::format("move={}:{}", e, point('D')));
  EXPECT_EQ(number(moved, "covered_after"), 3);  // A, B, D
  EXPECT_EQ(number(moved, "lost"), 0);           // of the community: three come, one goes
  EXPECT_EQ(number(what_if(""), "covered_after"), 1);
  const auto shape = ask(fmt::format("/api/coverage/reach?reach=walking&facility={}", e));
  EXPECT_EQ(number(shape, "elders"), 1);
  EXPECT_EQ(shape.at("ways").as_array().size(), 3u);  // E–F, F–G, G–H
  EXPECT_EQ(number(shape, "urban_radius_m"), 0);
  const auto circle = ask(fmt::format("/api/coverage/reach?facility={}", e));
  EXPECT_EQ(number(circle, "urban_radius_m"), 692);
  EXPECT_EQ(number(circle, "elders"), 2);
  EXPECT_TRUE(circle.at("ways").as_array().empty());
  EXPECT_EQ(number(ask("/api/coverage/reach?reach=walking&at=" + point('A')), "elders"), 3);
  EXPECT_EQ(city.get(official, "/api/coverage/reach?at=x").status, 422);
  EXPECT_EQ(city.get(official, "/api/coverage/reach?facility=77").status, 404);
}

TEST_F(Ways, RoadsStayUntilTheyAreReplacedOrRemoved) {
  facility_at('E');
  give_roads();
  city.restart();
  EXPECT_EQ(covered("reach=walking"), 1);
  // A bridge is built.
  const auto bridge = upload(official, "roads", "source=%E6%96%B0%E8%B7%AF%E7%BD%91&datum=wgs84", collection(line("ABCDEFGH")));
  ASSERT_EQ(bridge.status, 200) << bridge.body;
  EXPECT_EQ(covered("reach=walking"), 3);  // B, D and F
  const auto layers = ask("/api/coverage/layers").at("items").as_array();
  ASSERT_EQ(layers.size(), 2u);
  EXPECT_EQ(layers[0].at("state").as_string(), "current");
  EXPECT_EQ(layers[1].at("state").as_string(), "replaced");
  EXPECT_EQ(number(layers[0], "ways"), 7);
  EXPECT_EQ(number(layers[0], "near_permille"), 1000);
  const std::string path = fmt::format("/api/coverage/layers/{}/remove", std::string(layers[0].at("id").as_string()));
  EXPECT_EQ(city.post(county, path, R"({"reason":"x"})").status, 403);
  EXPECT_EQ(city.post(official, path, R"({"reason":"过时"})").status, 200);
  EXPECT_EQ(city.post(official, path, R"({"reason":"过时"})").status, 409);
  EXPECT_EQ(city.get(official, "/api/coverage?reach=walking").status, 422);
  city.restart();
  EXPECT_EQ(city.get(official, "/api/coverage?reach=walking").status, 422);
  EXPECT_EQ(city.journal_problems(), 0u);
}

TEST_F(Ways, BadRoadsAreRefusedWithAReason) {
  const auto refused = [&](std::string_view query, std::string_view bytes, std::string_view why, int status = 422) {
    const auto answer = upload(official, "roads", query, bytes);
    EXPECT_EQ(answer.status, status) << answer.body;
    EXPECT_NE(answer.body.find(why), std::string::npos) << answer.body;
  };
  refused("source=x", street(), "坐标系");
  refused("datum=wgs84", street(), "从哪里来");
  refused("source=x&datum=mars", street(), "没有这种坐标系");
  refused("source=x&datum=wgs84&dated_on=2099-01-01", street(), "不晚于今天");
  refused(kRoadQuery, "", "空的");
  refused(kRoadQuery, "no roads at all", "");
  refused(kRoadQuery, collection(R"({"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[35.76,115.03],[35.77,115.04]]}})"), "写反");
  refused(kRoadQuery, collection(R"({"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[121.4,31.2],[121.5,31.2]]}})"), "公里以外");
  refused(kRoadQuery, collection(line("AB") + R"(,{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[["x",1]]}})"), "第 2 个");
  EXPECT_EQ(upload(county, "roads", kRoadQuery, street()).status, 403);
  EXPECT_EQ(upload(hotline, "roads", kRoadQuery, street()).status, 403);
  // Larger than the limit: refused before it is read.
  EXPECT_EQ(upload(official, "roads", kRoadQuery, "", kRoadBytesMax + 1).status, 413);
  EXPECT_EQ(upload(official, "roads", kRoadQuery, "{", kRoadLinesBytesMax + 1).status, 413);
  EXPECT_TRUE(ask("/api/coverage/layers").at("items").as_array().empty());
}

TEST_F(Ways, AWrongDatumIsNoticed) {
  // Here the map services shift places 533 m eastwards: short streets from south to north at A and B are then far from everybody.
  const auto across = [](char letter) {
    return fmt::format(R"({{"type":"Feature","properties":{{"highway":"residential"}},"geometry":{{"type":"LineString","coordinates":[[{0:.7f},35.7597],[{0:.7f},35.7603]]}}}})",
                       static_cast<double>(at(letter)) / 1e6);
  };
  const auto given = upload(official, "roads", "source=x&datum=gcj02", collection(across('A') + "," + across('B')));
  ASSERT_EQ(given.status, 200) << given.body;
  const auto notes = given.json().at("notes").as_array();
  ASSERT_FALSE(notes.empty());
  EXPECT_NE(notes[0].as_string().find("WGS-84"), std::string::npos) << given.body;
  EXPECT_EQ(number(given.json(), "near_permille"), 0);
}

TEST_F(Ways, MinutesThatWereGivenDecide) {
  const std::string e = facility_at('E'), h = facility_at('H');
  EXPECT_EQ(covered(""), 2);
  give_times(fmt::format("{},{},15\n测试社区,{},15.1\n", kHome, e, h));
  // Everybody takes her community's time, she without a place too; exactly fifteen minutes are within.
  const auto table = ask("/api/coverage?reach=table");
  EXPECT_EQ(number(table.at("total"), "covered"), 5);
  EXPECT_EQ(number(table.at("total"), "unplaced"), 0);
  const std::string method(table.at("terms").at("method").as_string());
  for (const char* part : {"给定的时间表", "交通局", "15 分钟", "16 分 40 秒", "所在社区"}) EXPECT_NE(method.find(part), std::string::npos) << method;
  EXPECT_EQ(covered("reach=table&urban_minutes=14"), 0);
  const auto loads = ask("/api/coverage/centres?reach=table").at("items").as_array();
  for (const auto& c : loads) EXPECT_EQ(number(c, "in_reach"), c.at("id").as_string() == e ? 5 : 0);
  EXPECT_EQ(number(ask("/api/coverage/access?reach=table").at("total"), "without"), 0);
  EXPECT_EQ(city.get(official, "/api/coverage/access?reach=table&path_m=500").status, 422);
  EXPECT_EQ(number(ask("/api/planning/what-if?reach=table&drop=" + e), "covered_after"), 0);
  EXPECT_EQ(city.get(official, "/api/planning/what-if?reach=table&add=" + point('A')).status, 422);
  const auto shape = ask("/api/coverage/reach?reach=table&facility=" + e);
  EXPECT_EQ(number(shape.at("communities").at(0), "seconds"), 900);
  city.restart();
  EXPECT_EQ(covered("reach=table"), 5);
}

TEST_F(Ways, ACommunityThatTheTableLeavesOutIsNotCalledUncovered) {
  facility_at('E');
  const RegionCode other = *region::divisions(city.kernel())->community_for({kHualong});
  give_times(fmt::format("{},新址,5\n", other.value));
  const auto table = ask("/api/coverage?reach=table");
  EXPECT_EQ(number(table.at("total"), "unplaced"), 5);
  EXPECT_EQ(number(table.at("total"), "uncovered"), 0);
  EXPECT_NE(table.at("notes").at(0).as_string().find("5 位老人"), std::string::npos);
}

TEST_F(Ways, WrongRowsOfATableAreNamed) {
  const std::string e = facility_at('E');
  const auto refused = upload(official, "times", kTimesQuery, times(fmt::format("{0},{1},15\n火星社区,{1},15\n{0},12345,15\n{0},{1},-1\n{0},{1},七分\n{0},{1},9\n{0},,3\n", kHome, e)));
  ASSERT_EQ(refused.status, 422) << refused.body;
  const auto errors = refused.json().at("errors").as_array();
  ASSERT_EQ(errors.size(), 6u) << refused.body;
  const auto said = [&](std::size_t k, std::string_view field, std::string_view label, std::string_view why) {
    EXPECT_EQ(errors[k].at("field").as_string(), field);
    EXPECT_NE(std::string(errors[k].at("label").as_string()).find(label), std::string::npos) << refused.body;
    EXPECT_NE(std::string(errors[k].at("message").as_string()).find(why), std::string::npos) << refused.body;
  };
  said(0, "rows.3.community", "第 3 行“社区”", "火星社区");
  said(1, "rows.4.site", "第 4 行", "12345");
  said(2, "rows.5.minutes", "第 5 行“分钟”", "-1");
  said(3, "rows.6.minutes", "第 6 行", "七分");
  said(4, "rows.7.site", "第 7 行", "前面已经有了");
  said(5, "rows.8.site", "第 8 行", "没有填写");
  EXPECT_EQ(upload(official, "times", kTimesQuery, "甲,乙\n1,2\n").status, 422);
  EXPECT_EQ(upload(official, "times", kTimesQuery, times("")).status, 422);
  EXPECT_EQ(upload(official, "times", kTimesQuery, "", kTimesBytesMax + 1).status, 413);
  EXPECT_EQ(upload(county, "times", kTimesQuery, times("")).status, 403);
  EXPECT_TRUE(ask("/api/coverage/layers").at("items").as_array().empty());
}

TEST_F(Ways, ScenariosFollowTheirOwnReach) {
  facility_at('E');
  give_roads();
  const auto site = [&](std::string_view name, char letter) { return fmt::format(R"({{"name":"{}","lon_e6":{},"lat_e6":{}}})", name, at(letter), kLat); };
  const std::string sites = site("甲点", 'C') + "," + site("乙点", 'D') + "," + site("丙点", 'G');
  const auto solved = [&](std::string_view model, std::string_view more) {
    const auto made = city.post(official, "/api/planning/scenarios", fmt::format(R"({{"name":"方案","region":"410900000000","model":"{}",{}"sites":[{}]}})", model, more, sites));
    EXPECT_EQ(made.status, 200) << made.body;
    const std::string path = "/api/planning/scenarios/" + text(made, "id");
    city.post(official, path + "/run", R"({"seconds":20})");
    memory(city.kernel()).planner.lock()->wait_until_idle();
    return std::pair(path, ask(path + "/result"));
  };
  // By road the existing one reaches F only; A, B and D are to be won.
  const auto [path, r] = solved("cover_most", R"("p":1,"reach":"walking",)");
  EXPECT_EQ(number(r, "covered_before"), 1);
  EXPECT_EQ(number(r, "covered_after"), 4);
  EXPECT_EQ(r.at("verdict").as_string(), "proved_optimal");
  EXPECT_NE(r.at("terms").at("method").as_string().find("沿路网步行"), std::string::npos);
  EXPECT_NE(r.at("warnings").at(0).as_string().find("丙点"), std::string::npos);
  // What is tried on the map of the scenario is reckoned as the scenario was.
  const auto id = path.substr(path.rfind('/') + 1);
  EXPECT_EQ(number(ask(fmt::format("/api/planning/what-if?scenario={}", id)), "covered_before"), 4);
  EXPECT_EQ(number(ask(fmt::format("/api/planning/what-if?scenario={}&drop_site={}", id, number(r.at("sites").at(0), "number"))), "covered_after"), 1);
  EXPECT_EQ(number(solved("cover_all", R"("reach":"walking",)").second, "value"), 1);
  EXPECT_EQ(number(solved("years", R"("years":[1,1],"reach":"walking",)").second.at("years").at(0), "covered"), 3);
  EXPECT_EQ(city.post(official, "/api/planning/scenarios", fmt::format(R"({{"name":"x","region":"410900000000","model":"median","p":1,"reach":"walking","sites":[{}]}})", sites)).status, 422);

  // By the table: candidates go by their names.
  give_times(fmt::format("{},丙点,10\n", kHome));
  const auto by_table = solved("cover_most", R"("p":1,"reach":"table",)").second;
  EXPECT_EQ(by_table.at("sites").at(0).at("name").as_string(), "丙点");
  EXPECT_EQ(number(by_table, "covered_after"), 5);
  EXPECT_EQ(number(solved("cover_all", R"("reach":"table",)").second, "value"), 1);
  // What it was reckoned by is gone when it is run again.
  const auto layers = ask("/api/coverage/layers").at("items").as_array();
  for (const auto& l : layers) city.post(official, fmt::format("/api/coverage/layers/{}/remove", std::string(l.at("id").as_string())), R"({"reason":"x"})");
  city.post(official, path + "/run", R"({"seconds":20})");
  memory(city.kernel()).planner.lock()->wait_until_idle();
  const auto again = ask(path + "/result");
  EXPECT_EQ(again.at("verdict").as_string(), "infeasible");
  EXPECT_NE(again.at("reason").as_string().find("路网"), std::string::npos);
}

}  // namespace
}  // namespace yilin::facilities
