// What the issue promises of `yilin site`, each sentence once: models, reach in three kinds, who gains, one site more or less, determinism.
#include "command_line.h"

namespace yilin::test {
namespace {

using Ids = std::vector<std::string>;

// A row of houses 100 m apart and three candidates among them; one house has no place.
class Street : public SiteCommand {
 protected:
  Street() {
    write("d.csv",
          "id,x,y,weight,社区,标签\n"
          "a,0,0,5,东,独居;失能\nb,0.1,0,5,东,独居\nc,0.5,0,8,西,\nd,0.6,0,1,西,失能\ne,5,0,2,西,\nf,,,3,东,独居\n");
    write("c.csv", "id,x,y,cost,capacity\nleft,0.05,0,10,6\nright,0.55,0,20,9\nmid,0.3,0,15,100\n");
    write("x.csv", "id,x,y,capacity\nold,5.1,0,40\n");
  }
};

TEST_F(Street, CoversMostAndSaysWhoGains) {
  const auto a = judged("--demand @d.csv --candidates @c.csv --radius 100 --p 1");
  EXPECT_EQ(a.at("status").as_string(), "proved_optimal");
  EXPECT_EQ(number(a, "objective"), 10);
  EXPECT_EQ(ids(a), Ids{"left"});
  EXPECT_EQ(number(named(a, "groups", "group", "东"), "gain"), 10);
  EXPECT_EQ(number(named(a, "groups", "group", "东"), "total"), 13);
  EXPECT_EQ(number(named(a, "labels", "label", "独居"), "gain"), 10);
  EXPECT_EQ(number(named(a, "labels", "label", "独居"), "total"), 13);
  EXPECT_EQ(number(named(a, "labels", "label", "失能"), "gain"), 5);
  EXPECT_EQ(number(named(a, "sites", "id", "left"), "gain"), 10);
  EXPECT_EQ(ids(a, "alternatives"), Ids{"right"});
  EXPECT_EQ(number(a.at("one_more").as_object(), "gain_at_least"), 9);
  EXPECT_EQ(number(a.at("one_less").as_object(), "loss_at_most"), 10);
  const auto& uncovered = a.at("uncovered").as_object();
  EXPECT_EQ(number(uncovered, "total"), 14);
  EXPECT_EQ(number(uncovered, "within_reach_of_a_candidate"), 9);
  EXPECT_EQ(number(uncovered, "beyond_reach"), 2);
  EXPECT_EQ(number(uncovered, "unplaced"), 3);
  // The same by money: what one more would cost is told too.
  const auto m = judged("--demand @d.csv --candidates @c.csv --radius 100 --budget 10");
  EXPECT_EQ(ids(m), Ids{"left"});
  EXPECT_EQ(number(m.at("one_more").as_object(), "cost"), 20);
}

TEST_F(Street, RadiusIsClosed) {
  // left is 50 m from b, and 450 m from c: exactly.
  EXPECT_EQ(number(judged("--demand @d.csv --candidates @c.csv --radius 50 --p 1"), "objective"), 10);
  EXPECT_EQ(number(judged("--demand @d.csv --candidates @c.csv --radius 49.999 --p 3"), "objective"), 0);
  EXPECT_EQ(number(judged("--demand @d.csv --candidates @c.csv --radius 65 --detour 1.3 --p 1"), "objective"), 10);
}

TEST_F(Street, CoversEverybodyAndOverYears) {
  const auto all = judged("--demand @d.csv --candidates @c.csv --radius 100 --model lscp");
  EXPECT_EQ(number(all, "objective"), 30);
  EXPECT_EQ(number(named(all, "labels", "label", "失能"), "gain"), 6);
  const auto years = judged("--demand @d.csv --candidates @c.csv --radius 100 --years 2026,2027 --p 1,2");
  EXPECT_EQ(number(years, "objective"), 29);
  EXPECT_EQ(years.at("years").as_array()[1].as_object().at("label").as_int64(), 2027);
  EXPECT_EQ(number(named(years, "sites", "id", "right"), "year"), 2);
  judged("--demand @d.csv --candidates @c.csv --existing @x.csv --radius 100 --years 2 --budget 15");
}

TEST_F(Street, AuditsByCommunityAndLabel) {
  const auto a = answer("audit --demand @d.csv --existing @x.csv --radius 100 --fca 2sfca");
  EXPECT_EQ(number(a, "covered"), 2);
  EXPECT_EQ(number(a, "unplaced"), 3);
  EXPECT_EQ(number(named(a, "labels", "label", "独居"), "unplaced"), 3);
  EXPECT_EQ(number(named(a, "labels", "label", "独居"), "total"), 13);
  EXPECT_EQ(number(a.at("accessibility").as_object(), "supply_reaching_anyone"), 40);
  EXPECT_NEAR(number(named(a.at("accessibility").as_object(), "groups", "group", "西"), "mean"), 40.0 / 11, 1e-9);
}

TEST_F(Street, WhatIfFollowsAtOnce) {
  const auto a = answer("what-if --demand @d.csv --candidates @c.csv --existing @x.csv --radius 100 --put left --take old");
  EXPECT_EQ(number(a, "covered_before"), 2);
  EXPECT_EQ(number(a.at("take").as_object(), "people"), -2);
  EXPECT_EQ(number(a.at("put").as_object(), "people"), 10);
  EXPECT_EQ(number(named(a.at("put").as_object(), "labels", "label", "失能"), "people"), 5);
  EXPECT_EQ(number(a, "covered_after"), 10);
  EXPECT_EQ(number(answer("what-if --demand @d.csv --existing @x.csv --radius 100 --put 0.55,0"), "covered_after"), 11);
  EXPECT_NE(refusal("what-if --demand @d.csv --existing @x.csv --radius 100 --take nobody"), "");
  EXPECT_NE(refusal("what-if --demand @d.csv --existing @x.csv --radius 100 --put here"), "");
}

TEST_F(Street, ServesOnlyAsManyAsThereAreSeats) {
  const auto a = judged("--demand @d.csv --candidates @c.csv --existing @x.csv --radius 100 --p 1 --capacities");
  EXPECT_EQ(number(a, "objective"), 11);   // right's nine, and two at what exists
  EXPECT_EQ(number(named(a, "sites", "id", "right"), "gain"), 9);
  EXPECT_EQ(ids(a, "alternatives"), Ids{"left"});
  EXPECT_EQ(number(named(a, "groups", "group", "西"), "in_reach_before"), 2);
  EXPECT_EQ(number(named(a, "groups", "group", "西"), "newly_in_reach"), 9);
}

TEST_F(Street, LooksAtWaysAndWhatOneSiteMoreOrLessIsWorth) {
  const auto m = judged("--demand @d.csv --candidates @c.csv --model pmedian --p 2");
  EXPECT_EQ(m.at("status").as_string(), "proved_optimal");
  EXPECT_EQ(ids(m), (Ids{"left", "right"}));
  EXPECT_EQ(number(m, "objective"), 5 * 50 + 5 * 50 + 8 * 50 + 50 + 2 * 4450);
  EXPECT_EQ(number(m, "unplaced"), 3);
  EXPECT_EQ(number(named(m, "sites", "id", "left"), "serves"), 10);
  EXPECT_EQ(number(named(m, "sites", "id", "left"), "farther_without"), 5 * 500 + 5 * 400);
  EXPECT_EQ(number(m.at("one_less").as_object(), "farther_at_most"), 4500);
  EXPECT_EQ(number(named(m, "groups", "group", "东"), "mean_way"), 50);
  EXPECT_EQ(number(named(m, "labels", "label", "失能"), "mean_way"), 50);
  const auto with_old = judged("--demand @d.csv --candidates @c.csv --existing @x.csv --model pmedian --p 2");
  EXPECT_EQ(number(with_old, "objective"), 19 * 50 + 2 * 100);
  EXPECT_EQ(number(named(with_old, "groups", "group", "东"), "mean_way_before"), 5050);
  const auto center = judged("--demand @d.csv --candidates @c.csv --existing @x.csv --model pcenter --p 1");
  EXPECT_EQ(ids(center), Ids{"mid"});
  EXPECT_EQ(number(center, "objective"), 300);
  EXPECT_EQ(number(center.at("one_more").as_object(), "shorter_at_least"), 0);
  EXPECT_EQ(judged("--demand @d.csv --candidates @c.csv --model pcenter --p 1 --radius 1000").at("status").as_string(), "infeasible");
}

TEST_F(Street, ExcludedAndRequiredSitesHoldInEveryModel) {
  write("r.csv", "id,x,y,cost,capacity,status\nleft,0.05,0,10,100,排除\nright,0.55,0,20,100,\nmid,0.3,0,15,100,必选\n");
  for (const char* model : {"pmedian --p 2", "pcenter --p 2", "capacitated", "mclp --p 2 --radius 100", "lscp --radius 100"}) {
    const auto a = judged(std::string("--demand @d.csv --candidates @r.csv --model ") + model);
    for (const std::string& id : ids(a)) EXPECT_NE(id, "left") << model;
    EXPECT_NE(std::ranges::count(ids(a), "mid"), 0) << model;
  }
}

TEST_F(Street, WeighsCostAgainstWaysWhereSeatsAreFew) {
  const auto a = judged("--demand @d.csv --candidates @c.csv --existing @x.csv --model capacitated");
  EXPECT_EQ(a.at("status").as_string(), "proved_optimal");
  EXPECT_GT(a.at("assignment").as_array().size(), 0u);
  EXPECT_NE(a.find("one_more"), a.end());
  const auto single = judged("--demand @d.csv --candidates @c.csv --model capacitated --single");
  EXPECT_EQ(single.at("status").as_string(), "proved_optimal");
  write("small.csv", "id,x,y,capacity\ns,0,0,1\n");
  EXPECT_EQ(answer("--demand @d.csv --candidates @small.csv --model capacitated").at("status").as_string(), "infeasible");
}

class Times : public Street {
 protected:
  Times() {
    // mid is near for everybody by the table, whatever the map says; f has no place, but a time.
    write("t.csv", "demand,site,minutes\na,left,15\nb,left,15.02\nc,right,3\nd,right,4\na,mid,15\nb,mid,12\nc,mid,14\nd,mid,40\nf,mid,9\ne,old,20\na,old,31\n");
  }
};

TEST_F(Times, AreTheThirdKindOfReach) {
  const std::string files = "--demand @d.csv --candidates @c.csv --existing @x.csv --times @t.csv --minutes ";
  const auto a = judged(files + "15 --p 1");
  EXPECT_EQ(a.at("status").as_string(), "proved_optimal");
  EXPECT_EQ(ids(a), Ids{"mid"});
  EXPECT_EQ(number(a, "objective"), 21);   // a, b, c and f; closed at 15
  EXPECT_EQ(a.at("settings").as_object().at("distance").as_string(), "travel_times");
  EXPECT_EQ(number(a.at("uncovered").as_object(), "beyond_reach"), 2);   // e: 20 minutes
  EXPECT_EQ(number(a.at("uncovered").as_object(), "unplaced"), 0);
  EXPECT_EQ(number(named(a, "labels", "label", "独居"), "gain"), 13);
  EXPECT_EQ(number(judged(files + "14.98 --p 1"), "objective"), 16);
  EXPECT_EQ(number(judged(files + "15 --model lscp"), "objective"), 35);
  EXPECT_EQ(number(judged(files + "15 --p 1,2"), "objective"), 21 + 22);
  judged(files + "15 --p 1 --capacities");
  const auto audit = answer("audit " + files + "20 --fca e2sfca");
  EXPECT_EQ(number(audit, "covered"), 2);
  EXPECT_EQ(number(audit.at("accessibility").as_object(), "people_times_accessibility"), 40);
  const auto what = answer("what-if " + files + "15 --put mid");
  EXPECT_EQ(number(what, "covered_after"), 21);
  EXPECT_NE(refusal("what-if " + files + "15 --put 0.1,0").find("编号"), std::string::npos);
}

TEST_F(Times, MakeTablesForModelsOfWays) {
  write("new.csv", "demand,site,minutes\na,left,15\nb,left,15.02\nc,right,3\nd,right,4\na,mid,15\nb,mid,12\nc,mid,14\nd,mid,40\nf,mid,9\n");
  const auto none = judged("--demand @d.csv --candidates @c.csv --times @new.csv --model pmedian --p 3");
  EXPECT_EQ(none.at("status").as_string(), "infeasible");   // e has no time to any of them
  EXPECT_NE(none.at("reason").as_string().find("1 个需求点"), std::string::npos);
  const std::string files = "--demand @d.csv --candidates @c.csv --existing @x.csv --times @t.csv ";
  const auto m = judged(files + "--model pmedian --p 1");
  EXPECT_EQ(ids(m), Ids{"mid"});
  EXPECT_EQ(number(m, "objective"), 5 * 15 + 5 * 12 + 8 * 14 + 40 + 2 * 20 + 3 * 9);
  EXPECT_EQ(judged(files + "--model pmedian --p 1 --minutes 30").at("status").as_string(), "infeasible");
  EXPECT_EQ(number(judged(files + "--model pmedian --p 2 --minutes 30"), "objective"), 5 * 15 + 5 * 12 + 8 * 3 + 4 + 2 * 20 + 3 * 9);
  EXPECT_EQ(number(judged(files + "--model pcenter --p 1"), "objective"), 40);
  EXPECT_EQ(number(judged(files + "--model pcenter --p 2"), "objective"), 20);
  EXPECT_EQ(judged("--demand @d.csv --candidates @c.csv --times @new.csv --model pcenter --p 3").at("status").as_string(), "infeasible");
  EXPECT_EQ(judged(files + "--model capacitated").at("status").as_string(), "proved_optimal");
}

TEST_F(Times, NeedNoPlaces) {
  write("bare.csv", "id,weight\na,5\nb,5\nc,8\nd,1\ne,2\nf,3\nnobody,4\n");
  write("sites.csv", "id,cost\nleft,1\nright,1\nmid,1\nold,1\n");
  const auto a = judged("--demand @bare.csv --candidates @sites.csv --times @t.csv --minutes 15 --p 1");
  EXPECT_EQ(number(a, "objective"), 21);
  EXPECT_EQ(number(a.at("uncovered").as_object(), "unplaced"), 0);
  EXPECT_NE(warnings(a).find("1 个需求点没有出现在时间表中"), std::string::npos);
}

// A street from (0,0) to (1,0), and a lane northwards from its middle.
class Roads : public SiteCommand {
 protected:
  Roads() {
    write("roads.geojson",
          R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"highway":"residential"},"geometry":{"type":"LineString","coordinates":[[0,0],[0.5,0],[1,0]]}},)"
          R"({"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[0.5,0],[0.5,0.4]]}}]})");
    write("d.csv", "id,x,y,weight\nwest,0,0,1\nnorth,0.5,0.4,10\neast,1,0,100\noff,8,8,1000\n");
    write("c.csv", "id,x,y\ncorner,0.5,0\nlane,0.5,0.39\n");
    write("x.csv", "id,x,y\nold,0,0\n");
  }
};

TEST_F(Roads, AreWalkedBySolverJudgeAndWhatIf) {
  const std::string files = "--demand @d.csv --candidates @c.csv --roads @roads.geojson ";
  const auto a = judged(files + "--radius 500 --p 1");
  EXPECT_EQ(ids(a), Ids{"corner"});
  EXPECT_EQ(number(a, "objective"), 111);
  EXPECT_EQ(number(judged(files + "--radius 499 --p 1"), "objective"), 10);
  EXPECT_EQ(number(judged(files + "--radius 889 --p 1 --existing @x.csv"), "objective"), 111);
  EXPECT_EQ(number(judged(files + "--radius 900 --existing @x.csv --p 1,2"), "objective"), 222);
  const auto put = answer("what-if " + files + "--existing @x.csv --radius 600 --put 0.95,0.01");
  EXPECT_EQ(number(put, "covered_before"), 1);
  EXPECT_EQ(number(put.at("put").as_object(), "people"), 100);
  EXPECT_EQ(number(answer("what-if " + files + "--existing @x.csv --radius 600 --put lane --take old"), "covered_after"), 10);
  EXPECT_NE(warnings(answer("what-if " + files + "--existing @x.csv --radius 600 --put 3,3")).find("没有道路"), std::string::npos);
  // Someone who stands off the network has no way at all.
  EXPECT_EQ(judged(files + "--model pmedian --p 2").at("status").as_string(), "infeasible");
  write("d.csv", "id,x,y,weight\nwest,0,0,1\nnorth,0.5,0.4,10\neast,1,0,100\n");
  EXPECT_EQ(number(judged(files + "--model pmedian --p 1"), "objective"), 500 + 4000 + 50000);
  EXPECT_EQ(number(judged(files + "--model pcenter --p 1"), "objective"), 500);
  judged("--demand @d.csv --candidates @c.csv --existing @x.csv --roads @roads.geojson --model pmedian --p 1");
}

TEST_F(Street, SameBytesForSameInputWithOneOrTwoThreads) {
  std::string demand = "id,x,y,weight\n", sites = "id,x,y,cost\n";
  std::uint32_t state = 7;
  const auto next = [&] { return (state = state * 1664525u + 1013904223u) >> 8; };
  for (int i = 0; i < 1500; ++i) demand += fmt::format("d{},{},{},{}\n", i, (next() % 20000) / 1000.0, (next() % 20000) / 1000.0, next() % 9);
  for (int j = 0; j < 150; ++j) sites += fmt::format("s{},{},{},{}\n", j, (next() % 20000) / 1000.0, (next() % 20000) / 1000.0, 1 + next() % 9);
  write("many.csv", demand), write("sites.csv", sites);
  for (const char* question : {"--radius 900 --p 20", "--radius 900 --budget 60", "--radius 900 --p 10,20", "--radius 2500 --p 9 --iterations 2000", "--radius 900 --model lscp", "--model pmedian --p 4"}) {
    const std::string line = std::string("--demand @many.csv --candidates @sites.csv ") + question;
    answer(line + " --threads 1");
    const std::string one = read("answer.json");
    answer(line + " --threads 2");
    EXPECT_EQ(one, read("answer.json")) << question;
    judged(line);
  }
}

TEST_F(SiteCommand, AllocatesOverYears) {
  write("h.csv", "household,tier,cost,benefit,区县\nA,small,5,6,甲\nA,large,10,11,甲\nB,small,5,5,乙\n");
  write("l.csv", "group,floor,cap,year\n乙,5,,1\n");
  const auto a = answer("allocate --households @h.csv --limits @l.csv --budget 5,10");
  EXPECT_EQ(a.at("status").as_string(), "proved_optimal");
  EXPECT_EQ(number(a, "benefit"), 16);
  EXPECT_EQ(read("answer.json.csv"), "household,tier,year\nA,large,2\nB,small,1\n");
  EXPECT_NE(refusal("allocate --households @h.csv --limits @l.csv --budget 4,10").find("下限合计"), std::string::npos);
}

}  // namespace
}  // namespace yilin::test
