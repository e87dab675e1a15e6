// Scenarios through the whole kernel, against answers that can be counted by hand.
#include <map>

#include "modules/facilities/facilities_fixture.h"
#include "modules/facilities/memory.h"

namespace yilin::facilities {
namespace {

//   elders   A2 -  C3 -  -  -  G4 -     two at A (one of the story), three at C, four at G; one without a place
//   reach    two letters
class Planning : public FacilitiesTest {
 protected:
  Planning() {
    registry::NewLabel poor;
    poor.label = registry::Label::extreme_poverty;
    poor.evidence = "证";
    poor.verified = true;
    elder_at('A', 31, "甲");
    for (int i = 0; i < 3; ++i) elder_at('C', 40 + i, "乙");
    for (int i = 0; i < 4; ++i) elder_at('G', 50 + i, "丙", {poor});
    elder_at(' ', 60, "丁");
  }
  static std::string site(std::string_view name, char letter, std::int64_t cost = 0, std::string_view role = "candidate") {
    return fmt::format(R"({{"name":"{}","lon_e6":{},"lat_e6":{},"cost_fen":{},"role":"{}"}})", name, at(letter), kLat, cost, role);
  }
  static std::string scenario(std::string_view model, std::string_view more, std::string_view sites) {
    return fmt::format(R"({{"name":"方案","region":"410900000000","model":"{}",{}"sites":[{}]}})", model, more, sites);
  }
  std::string three() { return site("甲点", 'A') + "," + site("乙点", 'C') + "," + site("丙点", 'G'); }
  std::string create(std::string_view body) {
    const auto made = city.post(official, "/api/planning/scenarios", body);
    EXPECT_EQ(made.status, 200) << made.body;
    return made.status == 200 ? text(made, "id") : std::string();
  }
  entity::json::value run(const std::string& id) {
    const std::string path = "/api/planning/scenarios/" + id;
    const auto queued = city.post(official, path + "/run", R"({"seconds":20})");
    EXPECT_EQ(queued.status, 200) << queued.body;
    memory(city.kernel()).planner.lock()->wait_until_idle();
    EXPECT_EQ(text(city.get(official, path), "state"), "done") << city.get(official, path).body;
    const auto result = city.get(official, path + "/result");
    EXPECT_EQ(result.status, 200) << result.body;
    return result.json();
  }
  entity::json::value solved(std::string_view model, std::string_view more, std::string_view sites) { return run(create(scenario(model, more, sites))); }
  static std::vector<std::string> chosen(const entity::json::value& result) {
    std::vector<std::string> out;
    for (const auto& s : result.at("sites").as_array()) out.emplace_back(s.at("name").as_string());
    return out;
  }
  using Names = std::vector<std::string>;
};

TEST_F(Planning, MostPeopleWithOneSite) {
  const auto r = solved("cover_most", R"("p":1,)", three());
  EXPECT_EQ(r.at("verdict").as_string(), "proved_optimal");
  EXPECT_EQ(chosen(r), Names{"甲点"});  // A and C: five; C alone has the same five, the first of equals is kept
  EXPECT_EQ(number(r, "value"), 5);
  EXPECT_EQ(number(r, "bound"), 5);
  EXPECT_EQ(number(r, "gap_ppm"), 0);
  EXPECT_EQ(number(r, "elders"), 10);
  EXPECT_EQ(number(r, "unplaced"), 1);
  EXPECT_EQ(number(r, "covered_before"), 0);
  EXPECT_EQ(number(r, "covered_after"), 5);
  EXPECT_EQ(number(r.at("sites").at(0), "only_here"), 5);
  EXPECT_EQ(r.at("next_best").at(0).at("name").as_string(), "丙点");
  EXPECT_EQ(number(r.at("next_best").at(0), "gains"), 4);
  ASSERT_EQ(r.at("neighbours").as_array().size(), 1u);  // no p = 0
  EXPECT_EQ(number(r.at("neighbours").at(0), "p"), 2);
  EXPECT_EQ(number(r.at("neighbours").at(0), "change"), 4);
  EXPECT_EQ(number(r.at("by_region").at(0), "gained"), 5);
  EXPECT_NE(r.at("status").as_string().find("已证明最优"), std::string::npos);
  EXPECT_EQ(r.at("input_digest").as_string().size(), 64u);
  EXPECT_NE(r.at("terms").at("method").as_string().find("1.300"), std::string::npos);
}

TEST_F(Planning, WhoGainsByLabel) {
  const auto r = solved("cover_most", R"("p":1,)", site("丙点", 'G'));
  bool found = false;
  for (const auto& row : r.at("by_label").as_array())
    if (row.at("label").as_string() == "特困") {
      found = true;
      EXPECT_EQ(number(row, "elders"), 4);
      EXPECT_EQ(number(row, "gained"), 4);
    }
  EXPECT_TRUE(found);
}

TEST_F(Planning, WhatExistsCountsAndSitesMayBeRequiredOrExcluded) {
  facility_at('B');  // A and C are covered already
  const auto r = solved("cover_most", R"("p":1,)", three());
  EXPECT_EQ(chosen(r), Names{"丙点"});
  EXPECT_EQ(number(r, "covered_before"), 5);
  EXPECT_EQ(number(r, "covered_after"), 9);
  EXPECT_EQ(number(r, "existing"), 1);
  const auto required = solved("cover_most", R"("p":1,)", site("甲点", 'A', 0, "required") + "," + site("丙点", 'G'));
  EXPECT_EQ(chosen(required), Names{"甲点"});
  const auto excluded = solved("cover_most", R"("p":1,)", site("甲点", 'A') + "," + site("丙点", 'G', 0, "excluded"));
  EXPECT_EQ(number(excluded, "value"), 0);
}

TEST_F(Planning, ABudgetIsKept) {
  const std::string sites = site("甲点", 'A', 100) + "," + site("乙点", 'C', 300) + "," + site("丙点", 'G', 250);
  const auto r = solved("cover_most", R"("budget_fen":350,)", sites);
  EXPECT_EQ(number(r, "value"), 9);  // 甲 + 丙
  EXPECT_EQ(number(r, "cost_fen"), 350);
  EXPECT_EQ(number(solved("cover_most", R"("budget_fen":349,)", sites), "value"), 5);
  const auto poor = city.post(official, "/api/planning/scenarios", scenario("cover_most", R"("budget_fen":99,)", sites));
  EXPECT_EQ(poor.status, 422);
  EXPECT_NE(poor.body.find("低于最便宜的备选点"), std::string::npos);
}

TEST_F(Planning, EverybodyWithTheFewest) {
  const auto r = solved("cover_all", "", three() + "," + site("远点", 'E'));
  EXPECT_EQ(r.at("verdict").as_string(), "proved_optimal");
  EXPECT_EQ(number(r, "value"), 2);
  EXPECT_EQ(number(r, "covered_after"), 9);
}

TEST_F(Planning, EverybodyAtTheLeastCostNeedsEveryCost) {
  const auto dear = solved("cover_all", "", site("甲点", 'A', 500) + "," + site("乙点", 'C', 400) + "," + site("丙点", 'G', 100));
  EXPECT_EQ(number(dear, "value"), 500);  // 乙 + 丙
  EXPECT_EQ(number(dear, "cost_fen"), 500);
  const auto refused = [&](std::string_view more, std::string_view sites) {
    const auto answer = city.post(official, "/api/planning/scenarios", scenario("cover_all", more, sites));
    EXPECT_EQ(answer.status, 422) << answer.body;
    return answer.body;
  };
  const std::string one_without = site("甲点", 'A', 500) + "," + site("乙点", 'C') + "," + site("丙点", 'G', 100);
  EXPECT_NE(refused("", one_without).find("sites.1.cost_fen"), std::string::npos);
  EXPECT_NE(refused(R"("from_communities":true,)", site("甲点", 'A', 500)).find("site_cost_fen"), std::string::npos);
  EXPECT_EQ(number(solved("cover_all", R"("site_cost_fen":700,)", one_without), "value"), 600);  // 甲 + 丙
  EXPECT_EQ(number(solved("cover_all", "", three() + "," + site("远点", 'E', 900, "excluded")), "value"), 2);
}

TEST_F(Planning, ABudgetThatAModelWouldIgnoreIsRefused) {
  const std::string sites = site("甲点", 'A', 100) + "," + site("丙点", 'G', 250);
  for (const std::string_view model : {"cover_all", "median", "center", "years"}) {
    const auto answer = city.post(official, "/api/planning/scenarios", scenario(model, R"("p":1,"years":[1],"budget_fen":350,)", sites));
    EXPECT_EQ(answer.status, 422) << model << answer.body;
    EXPECT_NE(answer.body.find("budget_fen"), std::string::npos) << model;
  }
}

TEST_F(Planning, WhatMoreBudgetCouldGainIsNotLessThanItDoes) {
  const auto r = solved("cover_most", R"("p":1,)", three());
  const std::string said(r.at("unit_price").as_string());
  const auto at = said.find("最多再覆盖 ");
  ASSERT_NE(at, std::string::npos) << said;
  const std::int64_t gains = number(r.at("neighbours").at(0), "change");
  EXPECT_EQ(gains, 4);
  EXPECT_GE(std::stoll(said.substr(at + std::string_view("最多再覆盖 ").size())), gains);
}

TEST_F(Planning, MedianAndCenterAndYears) {
  const auto median = solved("median", R"("p":1,)", three());
  EXPECT_EQ(median.at("verdict").as_string(), "proved_optimal");
  EXPECT_EQ(median.at("unit").as_string(), "米");
  const auto center = solved("center", R"("p":1,)", three());
  EXPECT_EQ(center.at("verdict").as_string(), "proved_optimal");
  const auto years = solved("years", R"("years":[1,1],)", three());
  EXPECT_EQ(number(years, "value"), 5 + 9);
  ASSERT_EQ(years.at("years").as_array().size(), 2u);
  EXPECT_EQ(number(years.at("years").at(0), "covered"), 5);
  EXPECT_EQ(number(years.at("years").at(1), "covered"), 9);
  const std::string dear = site("甲点", 'A', 30'000'000) + "," + site("乙点", 'C', 30'000'000) + "," + site("丙点", 'G', 30'000'000);
  const auto by_cost = solved("years", R"("years":[30000000,59999999],"by_cost":true,)", dear);  // what is left of a year opens nothing
  EXPECT_EQ(by_cost.at("verdict").as_string(), "proved_optimal");
  EXPECT_EQ(number(by_cost, "value"), number(years, "value"));
  EXPECT_EQ(number(by_cost, "cost_fen"), 60'000'000);
  const auto too_many = solved("median", R"("p":1,)", site("甲点", 'A', 0, "required") + "," + site("丙点", 'G', 0, "required"));
  EXPECT_EQ(too_many.at("verdict").as_string(), "infeasible");
  EXPECT_NE(too_many.at("reason").as_string().find("多于要建的"), std::string::npos);
}

TEST_F(Planning, CommunitiesMayBeTheCandidates) {
  const auto r = solved("cover_most", R"("p":1,"from_communities":true,)", "");
  EXPECT_EQ(r.at("sites").as_array().size(), 1u);
  EXPECT_EQ(r.at("sites").at(0).at("name").as_string(), "测试社区");
}

TEST_F(Planning, TheSameInputGivesTheSameBytes) {
  const std::string id = create(scenario("cover_most", R"("p":2,)", three()));
  const auto first = run(id), second = run(id);
  EXPECT_EQ(first, second);
  elder_at('G', 70);
  EXPECT_NE(run(id).at("input_digest"), first.at("input_digest"));
}

TEST_F(Planning, BadSitesAreNamedByRow) {
  const auto refused = [&](std::string_view sites, std::string_view more = R"("p":1,)") {
    const auto answer = city.post(official, "/api/planning/scenarios", scenario("cover_most", more, sites));
    EXPECT_EQ(answer.status, 422) << answer.body;
    return answer.body;
  };
  EXPECT_NE(refused(three() + fmt::format(R"(,{{"name":"颠倒","lon_e6":{},"lat_e6":{}}})", kLat, kLon)).find("sites.3.lon_e6"), std::string::npos);
  EXPECT_NE(refused(three() + R"(,{"name":"海里","lon_e6":122500000,"lat_e6":30000000})").find("第 4 行备选点离本市"), std::string::npos);
  refused("");
  refused(three(), R"("p":0,)");
  refused(three(), R"("p":-1,)");
  refused(three(), R"("p":1,"urban_minutes":0,)");
  refused(three(), R"("budget_fen":100,)");  // sites without a cost
  // Doubles are said, not dropped.
  const std::string id = create(scenario("cover_most", R"("p":1,)", three() + "," + site("又一个", 'A')));
  const auto shown = city.get(official, "/api/planning/scenarios/" + id).json();
  EXPECT_EQ(shown.at("warnings").at(0).as_string(), "第 1、4 行备选点位置相同。");
  EXPECT_EQ(shown.at("inputs").at("sites").as_array().size(), 4u);
}

TEST_F(Planning, ScenariosHaveALifeOfTheirOwn) {
  const std::string id = create(scenario("cover_most", R"("p":1,)", three())), path = "/api/planning/scenarios/" + id;
  EXPECT_EQ(code(city.get(official, path + "/result")), "facilities.not_run");
  EXPECT_EQ(city.get(county, path).status, 404);  // the city's plan is not the county's
  EXPECT_EQ(city.post(county, path + "/run", "{}").status, 404);
  EXPECT_EQ(city.post(county, "/api/planning/scenarios", scenario("cover_most", R"("p":1,)", three())).status, 422);
  EXPECT_EQ(city.post(official, path + "/cancel").status, 409);
  run(id);
  const auto changed = city.put(official, path, scenario("cover_most", R"("version":1,"p":2,)", three()));
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(text(changed, "state"), "draft");
  EXPECT_EQ(code(city.get(official, path + "/result")), "facilities.not_run");
  run(id);
  city.restart();
  EXPECT_EQ(number(city.get(official, path + "/result").json(), "value"), 9);

  const std::string other = create(scenario("cover_most", R"("p":1,)", three()));
  run(other);
  const auto answer = city.get(official, fmt::format("/api/planning/compare?ids={},{}", id, other));
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto compared = answer.json();
  EXPECT_TRUE(compared.at("same_terms").as_bool());
  EXPECT_EQ(number(compared.at("items").at(0), "sites_chosen"), 2);
  EXPECT_EQ(compared.at("items").at(0).at("shared").at(1).as_int64(), 1);
  EXPECT_EQ(city.get(county, fmt::format("/api/planning/compare?ids={}", id)).status, 404);

  // The plan's sites can be dragged.
  const auto dragged = city.get(official, fmt::format("/api/planning/what-if?scenario={}&drop_site=3", id));
  ASSERT_EQ(dragged.status, 200) << dragged.body;
  EXPECT_EQ(number(dragged.json(), "covered_before"), 9);
  EXPECT_EQ(number(dragged.json(), "covered_after"), 5);
}

TEST_F(Planning, WhatRanWhenTheProcessEndedIsSaidSo) {
  const std::string id = create(scenario("cover_most", R"("p":1,)", three()));
  as_system<int>([&](command::Tx& tx) -> Result<int> {
    tx.db.queue("UPDATE plan_scenario SET state = ? WHERE id = ?", ScenarioState::running, ScenarioId{std::stoll(id)});
    return 1;
  });
  city.restart();
  const auto shown = city.get(official, "/api/planning/scenarios/" + id);
  EXPECT_EQ(text(shown, "state"), "failed");
  EXPECT_NE(text(shown, "state_note").find("重启"), std::string::npos);
  run(id);
}

TEST_F(Planning, ATaskIsPartedExactly) {
  const auto made = city.post(official, "/api/planning/allocations",
                              R"({"name":"床位任务","region":"410900000000","kind":"split","unit":"张","total":1000,"years":[333,333,334]})");
  ASSERT_EQ(made.status, 200) << made.body;
  const auto result = made.json().at("result");
  std::map<std::int64_t, std::int64_t> by_year;
  std::map<std::string, std::int64_t> by_county, sums;
  for (const auto& cell : result.at("cells").as_array()) {
    const std::string county_code(cell.at("region").as_string());
    if (number(cell, "year") == 0) sums[county_code] = number(cell, "amount");
    else by_year[number(cell, "year")] += number(cell, "amount"), by_county[county_code] += number(cell, "amount");
  }
  EXPECT_EQ(by_year, (std::map<std::int64_t, std::int64_t>{{1, 333}, {2, 333}, {3, 334}}));
  EXPECT_EQ(by_county, sums);
  EXPECT_EQ(sums.at("410902000000"), 1000);  // everybody lives there
  EXPECT_EQ(city.get(county, "/api/planning/allocations/" + text(made, "id")).status, 404);
  EXPECT_EQ(city.get(official, "/api/planning/allocations/" + text(made, "id")).json().at("result"), result);
  EXPECT_EQ(city.post(official, "/api/planning/allocations", R"({"name":"x","region":"410900000000","kind":"split","total":10,"counties":[{"region":"410902000000","total":9}]})").status, 422);
}

TEST_F(Planning, PackagesGoWhereTheyDoMost) {
  // Ten severely disabled elders besides the story's moderately disabled one, each a household.
  const auto made = city.post(official, "/api/planning/allocations",
                              R"({"name":"改造","region":"410900000000","kind":"adaptation","years":[1000000,1000000]})");
  ASSERT_EQ(made.status, 200) << made.body;
  const auto result = made.json().at("result");
  EXPECT_EQ(number(result, "eligible"), 10);
  for (const auto& year : result.at("years").as_array()) {
    EXPECT_LE(number(year, "cost_fen"), 1'000'000);
    EXPECT_LE(number(year, "bound") - number(year, "benefit"), number(year, "largest_step"));  // within one household's step
  }
  std::int64_t households = 0;
  for (const auto& cell : result.at("cells").as_array())
    if (number(cell, "year") == 0) households += number(cell, "amount");
  EXPECT_EQ(households, number(result, "total"));
  EXPECT_EQ(city.post(official, "/api/planning/allocations", R"({"name":"x","region":"410900000000","kind":"family_bed"})").status, 422);
  EXPECT_EQ(city.post(official, "/api/planning/allocations", R"({"name":"x","region":"410902006001","kind":"split","total":5})").status, 422);
}

TEST_F(Planning, ASiteServesOnlySoMany) {
  const auto limited = [](std::string_view name, char letter, std::int64_t capacity) {
    return fmt::format(R"({{"name":"{}","lon_e6":{},"lat_e6":{},"capacity":{}}})", name, at(letter), kLat, capacity);
  };
  const std::string sites = limited("甲点", 'A', 3) + "," + limited("丙点", 'G', 10);
  const auto one = solved("cover_capacity", R"("p":1,)", sites);
  EXPECT_EQ(one.at("verdict").as_string(), "proved_optimal");
  EXPECT_EQ(chosen(one), Names{"丙点"});  // four; at A five are in reach and three are taken in
  EXPECT_EQ(number(one, "value"), 4);
  EXPECT_EQ(number(one.at("sites").at(0), "served"), 4);
  const auto both = solved("cover_capacity", R"("p":2,)", sites);
  EXPECT_EQ(number(both, "value"), 7);
  EXPECT_EQ(number(both.at("sites").at(0), "served"), 3);
  EXPECT_EQ(number(both.at("sites").at(0), "capacity"), 3);
  bool told = false;
  for (const auto& w : both.at("warnings").as_array()) told = told || w.as_string().find("只够接纳 7 位") != std::string::npos;
  EXPECT_TRUE(told);
  EXPECT_EQ(number(solved("cover_capacity", R"("budget_fen":100,"site_cost_fen":100,)", sites), "value"), 4);
  EXPECT_EQ(city.post(official, "/api/planning/scenarios", scenario("cover_capacity", R"("p":1,)", three())).status, 422);
}

TEST_F(Planning, EachCommunityGoesToOneSite) {
  // A community of its own north of G, with two elders.
  const RegionCode other = *region::divisions(city.kernel())->community_for({kHualong});
  for (int i = 0; i < 2; ++i) {
    registry::NewElder in;
    in.name = "戊";
    in.id_card = card(70 + i);
    in.region = other;
    in.lon_e6 = at('G');
    in.lat_e6 = kLat;
    as_system<ElderId>([&](command::Tx& tx) { return registry::create_elder(tx, in); }, true);
  }
  const auto limited = [](std::string_view name, char letter, std::int64_t capacity, std::int64_t cost) {
    return fmt::format(R"({{"name":"{}","lon_e6":{},"lat_e6":{},"capacity":{},"cost_fen":{}}})", name, at(letter), kLat, capacity, cost);
  };
  // Nine of one community, two of the other: only C is large enough for the nine, and has no room for all eleven.
  const auto r = solved("assign", R"("way_fen_per_km":100,)", limited("乙点", 'C', 9, 1000) + "," + limited("丙点", 'G', 5, 1000));
  EXPECT_EQ(r.at("verdict").as_string(), "proved_optimal");
  EXPECT_EQ(chosen(r), (Names{"乙点", "丙点"}));
  EXPECT_EQ(r.at("assigned").as_array().size(), 2u);
  std::int64_t ways = 0;
  for (const auto& a : r.at("assigned").as_array()) {
    EXPECT_EQ(a.at("site_name").as_string(), number(a, "elders") == 9 ? "乙点" : "丙点");
    ways += number(a, "elders") * number(a, "path_m");
  }
  EXPECT_NEAR(static_cast<double>(number(r, "value")), 2000 + static_cast<double>(ways) / 10, 10);
  EXPECT_NE(r.at("status").as_string().find(" 元"), std::string::npos);
  // No site may serve part of a community.
  const auto none = solved("assign", R"("way_fen_per_km":100,)", limited("甲点", 'A', 6, 1000) + "," + limited("丙点", 'G', 6, 1000));
  EXPECT_EQ(none.at("verdict").as_string(), "infeasible");
  EXPECT_FALSE(none.at("reason").as_string().empty());
}

}  // namespace
}  // namespace yilin::facilities
