// The service circle and what-if, against answers that can be counted by hand.
#include <map>
#include <set>

#include "modules/facilities/facilities_fixture.h"
#include "modules/facilities/memory.h"
#include "modules/facilities/rules.h"

namespace yilin::facilities {
namespace {

// The test community is a town: 15 minutes at 1 m/s are 900 m of way, 692 m as the crow flies: two letters, not three.
//
//   elders   A  B  -  D  -  F  -  -        and one without a place
class Coverage : public FacilitiesTest {
 protected:
  Coverage() {
    elders['B'] = elder_at('B', 12);
    elders['D'] = elder_at('D', 14);
    elders['F'] = elder_at('F', 16);
    elder_at(' ', 17);
  }
  entity::json::value table(const test::CallerPtr& who, std::string_view query = "") {
    const auto answer = city.get(who, fmt::format("/api/coverage{}", query));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.json();
  }
  std::string point(char letter) { return fmt::format("{}.{:06},35.76", at(letter) / 1'000'000, at(letter) % 1'000'000); }
  entity::json::value what_if(const test::CallerPtr& who, std::string_view query) {
    const auto answer = city.get(who, fmt::format("/api/planning/what-if?{}", query));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.json();
  }
  std::map<char, ElderId> elders;
};

TEST_F(Coverage, EverybodyIsCountedOnce) {
  EXPECT_TRUE(region::divisions(city.kernel())->urban({kHome}));
  auto before = table(official).at("total");
  EXPECT_EQ(number(before, "elders"), 5);
  EXPECT_EQ(number(before, "covered"), 0);
  EXPECT_EQ(number(before, "uncovered"), 4);
  EXPECT_EQ(number(before, "unplaced"), 1);

  facility_at('C');
  const auto after = table(official);
  EXPECT_EQ(number(after.at("total"), "covered"), 3);  // A, B, D; F lies three letters away
  EXPECT_EQ(number(after.at("total"), "share_bp"), 7500);
  EXPECT_EQ(number(after, "centres"), 1);
  std::int64_t sum = 0;
  for (const auto& child : after.at("children").as_array()) sum += number(child, "covered") + number(child, "uncovered") + number(child, "unplaced");
  EXPECT_EQ(sum, 5);
  EXPECT_EQ(number(after.at("terms"), "urban_path_m"), 900);
  EXPECT_NE(after.at("terms").at("method").as_string().find("1.300"), std::string::npos);

  // Meal points are not among the usual centres; asked for, they are.
  facility_at('F', "", "meal_point");
  EXPECT_EQ(number(table(official).at("total"), "covered"), 3);
  EXPECT_EQ(number(table(official, "?kinds=day_care,meal_point").at("total"), "covered"), 4);
  // Somebody moves; somebody dies.
  EXPECT_EQ(city.post(county, fmt::format("/api/elders/{}/death", elders['B'].value), R"({"version":1,"died_on":"2026-11-20","evidence":"村委会通知"})").status, 200);
  EXPECT_EQ(number(table(official).at("total"), "covered"), 2);
}

TEST_F(Coverage, TheEdgeIsWithin) {
  facility_at('C');
  // F is 3 × 249.57 m away, whose way at factor 1 is reached exactly at a path of that many metres rounded up.
  const double exact = siting::distance_m(siting::Surface::sphere, siting::on_sphere_deg(static_cast<double>(at('C')) / 1e6, 35.76),
                                          siting::on_sphere_deg(static_cast<double>(at('F')) / 1e6, 35.76));
  const auto path = [&](std::int64_t metres) {  // minutes × pace that give the metres
    const auto answer = table(official, fmt::format("?urban_minutes=10&urban_detour_permille=1000&urban_pace_mm_s={}", metres * 1000 / 600));
    EXPECT_LE(std::abs(number(answer.at("terms"), "urban_path_m") - metres), 1);
    return std::pair(number(answer.at("terms"), "urban_path_m"), number(answer.at("total"), "covered"));
  };
  for (const std::int64_t metres : {740, 744, 747, 750, 756}) {
    const auto [asked, found] = path(metres);
    EXPECT_EQ(found, static_cast<double>(asked) >= exact ? 4 : 3) << asked << " of " << exact;
  }
}

TEST_F(Coverage, WrongTermsAreRefused) {
  for (const char* query : {"urban_minutes=0", "urban_pace_mm_s=0", "urban_detour_permille=999", "rural_path_m=0", "rural_path_m=-5", "kinds=nothing"})
    EXPECT_EQ(city.get(official, fmt::format("/api/coverage?{}", query)).status, 422) << query;
}

TEST_F(Coverage, WhoIsNotCoveredByRight) {
  facility_at('B');
  const auto list = city.get(county, "/api/coverage/uncovered");
  ASSERT_EQ(list.status, 200) << list.body;
  EXPECT_EQ(number(list.json(), "total"), 1);
  const auto item = list.json().at("items").at(0);
  EXPECT_EQ(std::stoll(std::string(item.at("id").as_string())), elders['F'].value);
  EXPECT_EQ(item.at("nearest_name").as_string(), "B处日间照料中心");
  EXPECT_NEAR(static_cast<double>(number(item, "nearest_m")), 998, 4);
  EXPECT_EQ(number(city.get(county, "/api/coverage/uncovered?unplaced=true").json(), "total"), 1);
  // Another county sees nothing of it, and counts nobody.
  EXPECT_EQ(number(city.get(outside, "/api/coverage/uncovered").json(), "total"), 0);
  EXPECT_EQ(number(table(outside).at("total"), "elders"), 0);
  EXPECT_TRUE(table(outside).at("children").as_array().size() <= 1u);
  EXPECT_EQ(city.get(hotline, "/api/coverage/uncovered").status, 403);
  // Page by page, each of them once.
  EXPECT_EQ(city.post(official, "/api/facilities/" + std::string(item.at("nearest").as_string()) + "/close", R"({"reason":"拆迁"})").status, 200);
  std::set<std::string> seen;
  for (std::string cursor = "0"; !cursor.empty();) {
    const auto page = city.get(county, "/api/coverage/uncovered?limit=1&cursor=" + (cursor == "0" ? "" : cursor)).json();
    for (const auto& e : page.at("items").as_array()) EXPECT_TRUE(seen.emplace(e.at("id").as_string()).second);
    cursor = page.at("next").is_null() ? "" : std::string(page.at("next").as_string());
  }
  EXPECT_EQ(seen.size(), 4u);
}

TEST_F(Coverage, LoadAndAccessibility) {
  const std::string b = facility_at('B', R"(,"beds":30,"area_m2":230)"), f = facility_at('F', R"(,"beds":10,"area_m2":230)");
  const auto loads = city.get(official, "/api/coverage/centres").json();
  ASSERT_EQ(number(loads, "total"), 2);
  // B: A, B, D. F: D, F.
  for (const auto& row : loads.at("items").as_array()) {
    const bool is_b = row.at("id").as_string() == b;
    EXPECT_EQ(number(row, "in_reach"), is_b ? 3 : 2);
    EXPECT_EQ(number(row, "only_here"), is_b ? 2 : 1);
  }
  // 2SFCA by hand: 30/3 = 10 each for A, B, D; 10/2 = 5 each for D, F. Mean (10 + 10 + 15 + 5) / 4 = 10 beds a head.
  const auto access = city.get(official, "/api/coverage/access?method=two_step").json();
  EXPECT_EQ(number(access.at("total"), "beds_per_1000_milli"), 10'000'000);
  EXPECT_EQ(number(access, "beds_reaching_milli"), 40'000);  // all of the supply
  EXPECT_EQ(number(access.at("total"), "without"), 0);
  const auto enhanced = city.get(official, "/api/coverage/access?method=enhanced").json();
  EXPECT_EQ(number(enhanced, "beds_reaching_milli"), 40'000);
}

TEST_F(Coverage, WhatIfFollowsAtOnce) {
  const std::string c = facility_at('C');
  const auto same = what_if(official, "");
  EXPECT_EQ(number(same, "covered_before"), 3);
  EXPECT_EQ(number(same, "covered_after"), 3);
  const auto added = what_if(official, "add=" + point('F'));
  EXPECT_EQ(number(added, "covered_after"), 4);
  EXPECT_EQ(number(added, "gained"), 1);
  EXPECT_EQ(added.at("by_region").at(0).at("region").as_string(), std::to_string(kHome));
  const auto dropped = what_if(official, "drop=" + c);
  EXPECT_EQ(number(dropped, "covered_after"), 0);
  const auto moved = what_if(official, fmt::format("move={}:{}", c, point('E')));
  EXPECT_EQ(number(moved, "covered_after"), 2);  // D and F; A and B lose it
  // Nothing of this was real.
  EXPECT_EQ(number(what_if(official, ""), "covered_after"), 3);
  EXPECT_EQ(number(what_if(outside, "add=" + point('F')), "covered_after"), 0);

  for (const std::string& wrong : {std::string("add=35.76,115.03"), std::string("add=122.5,30.0"), std::string("drop=77"), "drop=" + c + "," + c, "move=" + c + ":" + "x",
                                   std::string("move=115,35"), std::string("add=") + "115.03,35.76;115.03,35.76;115.03,35.76;115.03,35.76;115.03,35.76;115.03,35.76;115.03,35.76;115.03,35.76;115.03,35.76;115.03,35.76;115.03,35.76;115.03,35.76;115.03,35.76;115.03,35.76;115.03,35.76;115.03,35.76;115.03,35.76;115.03,35.76;115.03,35.76;115.03,35.76;115.03,35.76"})
    EXPECT_EQ(city.get(official, "/api/planning/what-if?" + wrong).status, 422) << wrong;

  // A new facility is on the map at once; a new elder within a minute, in the background.
  facility_at('F');
  EXPECT_EQ(number(what_if(official, ""), "covered_before"), 4);
  elder_at('F', 21);
  EXPECT_EQ(number(what_if(official, ""), "covered_before"), 4);
  city.clock.advance(minutes(2));
  what_if(official, "");
  memory(city.kernel()).planner.lock()->wait_until_idle();
  EXPECT_EQ(number(what_if(official, ""), "covered_before"), 5);
}

TEST_F(Coverage, TheCitySetsItsTerms) {
  facility_at('C');
  const auto set = [&](const test::CallerPtr& who, std::string_view name, std::int64_t value) {
    return city.post(who, "/api/coverage/parameters",
                     fmt::format(R"({{"name":"{}","region":"410900000000","valid_from":"2026-01-01","value":{},"basis":"市民政局口径","confidence":"文件"}})", name, value)).status;
  };
  EXPECT_EQ(set(county, "urban_minutes", 20), 422);  // a county does not speak for the city
  EXPECT_EQ(set(official, "urban_minutes", 0), 422);
  EXPECT_EQ(set(official, "nonsense", 1), 422);
  EXPECT_EQ(set(official, "urban_minutes", 20), 200);
  EXPECT_EQ(number(table(official).at("total"), "covered"), 4);
  // The elders' places are declared to be in a map service's datum: they lie elsewhere from now on.
  EXPECT_EQ(set(official, "elders_datum", 2), 200);
  EXPECT_NE(number(table(official).at("total"), "covered"), 4);
  EXPECT_EQ(table(official).at("terms").at("elders_datum").as_string(), "gcj02");
}

TEST_F(Coverage, AShiftedDatumIsStraightenedAsTheFormulaDoes) {
  const auto picture = crowd(city.kernel());
  const auto set = city.post(official, "/api/coverage/parameters",
                             R"({"name":"elders_datum","region":"410900000000","valid_from":"2026-01-01","value":2,"basis":"x","confidence":"x"})");
  ASSERT_EQ(set.status, 200) << set.body;
  const auto shifted = crowd(city.kernel());
  ASSERT_EQ(shifted->size(), picture->size());
  for (std::size_t i = 0; i < picture->size(); ++i) {
    if (!siting::placed(picture->at[i])) continue;
    const Place raw = place_at(picture->at[i]);
    const Place right = *rules::place_of(raw.lon_e6, raw.lat_e6, MapDatum::gcj02);
    EXPECT_LE(distance_m(right, place_at(shifted->at[i])), 1);
  }
}

}  // namespace
}  // namespace yilin::facilities
