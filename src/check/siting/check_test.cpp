// The judge passes honest answers and finds every way of tampering with them.
#include <gtest/gtest.h>

#include "check/siting/check.h"
#include "check/siting/datum.h"

namespace yilin::check::siting {
namespace {

Place place(std::string id, double x, double y, std::int64_t weight = 1, double capacity = 0) {
  Place p;
  p.id = std::move(id), p.x = x, p.y = y, p.weight = weight, p.capacity = capacity;
  return p;
}

CoverInput town() {
  CoverInput in;
  in.demand = {place("a", 0, 0, 5), place("b", 1, 0, 7), place("c", 9, 9, 2)};
  in.candidates = {place("s", 0.5, 0), place("t", 1.77, 0), place("u", 9, 9), place("v", 9, 9.1)};
  in.candidates[3].excluded = true;
  in.limit = 770;
  in.budgets = {1};
  return in;
}
std::size_t faults(const CoverInput& in, const char* json) {
  const auto r = check_cover(in, json);
  return r ? r->size() : 99;
}

TEST(CheckCover, PassesAnHonestAnswer) {
  EXPECT_EQ(faults(town(), R"({"status":"proved_optimal","objective":12,"bound":12,"gap_percent":0,"sites":[{"id":"s"}],"uncovered":{"total":2}})"), 0u);
  // 1.77 km and 1 km are exactly 770 m apart: within.
  EXPECT_EQ(faults(town(), R"({"status":"feasible","objective":7,"bound":14,"gap_percent":100,"sites":[{"id":"t"}]})"), 0u);
}

TEST(CheckCover, FindsTampering) {
  const CoverInput in = town();
  EXPECT_GT(faults(in, R"({"status":"proved_optimal","objective":13,"bound":13,"gap_percent":0,"sites":[{"id":"s"}]})"), 0u);
  EXPECT_GT(faults(in, R"({"status":"proved_optimal","objective":12,"bound":14,"gap_percent":16.6667,"sites":[{"id":"s"}]})"), 0u);
  EXPECT_GT(faults(in, R"({"status":"feasible","objective":12,"bound":14,"gap_percent":0,"sites":[{"id":"s"}]})"), 0u);
  EXPECT_GT(faults(in, R"({"status":"feasible","objective":12,"bound":11,"gap_percent":-8.3,"sites":[{"id":"s"}]})"), 0u);
  EXPECT_GT(faults(in, R"({"status":"proved_optimal","objective":14,"bound":14,"gap_percent":0,"sites":[{"id":"s"},{"id":"u"}]})"), 0u);
  EXPECT_GT(faults(in, R"({"status":"proved_optimal","objective":12,"bound":12,"gap_percent":0,"sites":[{"id":"x"}]})"), 0u);
  EXPECT_GT(faults(in, R"({"status":"proved_optimal","objective":2,"bound":2,"gap_percent":0,"sites":[{"id":"v"}]})"), 0u);
  EXPECT_GT(faults(in, R"({"status":"proved_optimal","objective":12,"bound":12,"gap_percent":0,"sites":[{"id":"s"}],"uncovered":{"total":0}})"), 0u);
  EXPECT_GT(faults(in, R"({"status":"optimal","objective":12,"bound":12,"gap_percent":0,"sites":[{"id":"s"}]})"), 0u);
  EXPECT_EQ(faults(in, "nonsense"), 99u);
  CoverInput nested = in;
  nested.budgets = {1, 2};
  EXPECT_EQ(faults(nested, R"({"status":"proved_optimal","objective":26,"bound":26,"gap_percent":0,"sites":[{"id":"s","year":1},{"id":"u","year":2}]})"), 0u);
  EXPECT_GT(faults(nested, R"({"status":"proved_optimal","objective":28,"bound":28,"gap_percent":0,"sites":[{"id":"s","year":1},{"id":"u","year":1}]})"), 0u);
}

TEST(CheckCover, CountsGivenTimesClosedAtTheLimit) {
  CoverInput in = town();
  in.limit = 900, in.seconds = true;
  in.ways = Ways{{{0, 900, 900}, {1, 901, 901}}, {{1, 60, 60}}, {}, {}};
  EXPECT_EQ(faults(in, R"({"status":"feasible","objective":5,"bound":7,"gap_percent":40,"sites":[{"id":"s"}],"uncovered":{"total":9}})"), 0u);
  EXPECT_GT(faults(in, R"({"status":"feasible","objective":12,"bound":12,"gap_percent":0,"sites":[{"id":"s"}]})"), 0u);
}

TEST(CheckCover, DoesNotBelieveThatNothingIsPossible) {
  CoverInput in = town();
  EXPECT_GT(faults(in, R"({"status":"infeasible","reason":"?"})"), 0u);
  in.candidates[0].required = in.candidates[1].required = true;
  EXPECT_EQ(faults(in, R"({"status":"infeasible","reason":"?"})"), 0u);
}

TEST(CheckCover, SeatsPeopleWhereTheyAreSaidToSit) {
  // a reaches s and t, b reaches s only: t must take a's people for both to be full.
  CoverInput in;
  in.demand = {place("a", 0, 0, 5), place("b", 1, 0, 5)};
  in.candidates = {place("s", 0.5, 0, 1, 5)};
  in.existing = {place("t", -0.5, 0, 1, 5)};
  in.limit = 770, in.budgets = {1}, in.capacities = true;
  EXPECT_EQ(faults(in, R"({"status":"proved_optimal","objective":10,"bound":10,"gap_percent":0,"sites":[{"id":"s","existing":false,"served":5},{"id":"t","existing":true,"served":5}],"uncovered":{"total":0}})"), 0u);
  in.candidates[0].capacity = in.existing[0].capacity = 6;
  EXPECT_GT(faults(in, R"({"status":"proved_optimal","objective":11,"bound":11,"gap_percent":0,"sites":[{"id":"s","existing":false,"served":5},{"id":"t","existing":true,"served":6}]})"), 0u);
  EXPECT_GT(faults(in, R"({"status":"proved_optimal","objective":10,"bound":10,"gap_percent":0,"sites":[{"id":"s","existing":false,"served":3},{"id":"t","existing":true,"served":7}]})"), 0u);
}

DistanceInput two_towns() {
  DistanceInput in;
  in.demand = {place("a", 0, 0, 2), place("b", 1, 0, 1), place("c", 3, 0, 1), place("nobody", 50, 0, 0)};
  in.candidates = {place("s", 0, 0, 10, 3), place("t", 3, 0, 20, 3), place("u", 9, 0, 1, 9)};
  in.p = 1;
  return in;
}
std::size_t far_faults(const DistanceInput& in, const char* json) {
  const auto r = check_distance(in, json);
  return r ? r->size() : 99;
}

TEST(CheckDistance, MeasuresEveryWayAgain) {
  DistanceInput in = two_towns();
  EXPECT_EQ(far_faults(in, R"({"status":"proved_optimal","objective":4000,"bound":4000,"gap_percent":0,"sites":[{"id":"s"}]})"), 0u);
  EXPECT_GT(far_faults(in, R"({"status":"proved_optimal","objective":3900,"bound":3900,"gap_percent":0,"sites":[{"id":"s"}]})"), 0u);
  EXPECT_GT(far_faults(in, R"({"status":"proved_optimal","objective":1000,"bound":1000,"gap_percent":0,"sites":[{"id":"s"},{"id":"t"}]})"), 0u);
  in.kind = DistanceInput::Kind::center;
  EXPECT_EQ(far_faults(in, R"({"status":"proved_optimal","objective":3000,"bound":3000,"gap_percent":0,"sites":[{"id":"s"}]})"), 0u);
  EXPECT_GT(far_faults(in, R"({"status":"infeasible","reason":"?"})"), 0u);
  in.limit = 2000;   // nobody farther: one site is not enough any more
  EXPECT_EQ(far_faults(in, R"({"status":"infeasible","reason":"?"})"), 0u);
  EXPECT_GT(far_faults(in, R"({"status":"proved_optimal","objective":3000,"bound":3000,"gap_percent":0,"sites":[{"id":"s"}]})"), 0u);
}

TEST(CheckDistance, AddsUpCostWaysAndCapacity) {
  DistanceInput in = two_towns();
  in.kind = DistanceInput::Kind::capacitated;
  EXPECT_EQ(far_faults(in, R"({"status":"proved_optimal","objective":31,"bound":31,"gap_percent":0,"sites":[{"id":"s"},{"id":"t"}],"assignment":[["a","s",1],["b","s",1],["c","t",1]]})"), 0u);
  EXPECT_GT(far_faults(in, R"({"status":"proved_optimal","objective":14,"bound":14,"gap_percent":0,"sites":[{"id":"s"}],"assignment":[["a","s",1],["b","s",1],["c","s",1]]})"), 0u);
  EXPECT_GT(far_faults(in, R"({"status":"proved_optimal","objective":30,"bound":30,"gap_percent":0,"sites":[{"id":"s"},{"id":"t"}],"assignment":[["a","s",1],["c","t",1]]})"), 0u);
}

// A street from (0,0) to (2,0) km and one that leaves it at (1,0) northwards.
TEST(CheckWalk, FollowsTheStreets) {
  Roads roads;
  roads.node = {{0, 0}, {1, 0}, {2, 0}, {1, 1}};
  roads.edge = {{0, 1}, {1, 2}, {1, 3}};
  PlacesInput in;
  in.demand = {place("end", 1, 1.05), place("corner", 0.95, 0.02), place("far", 0.5, 0.9)};
  in.candidates = {place("s", 0, 0)};
  const Ways ways = walk(roads, in, 2100);
  ASSERT_EQ(ways[0].size(), 2u);
  EXPECT_EQ(ways[0][0].demand, 0u);
  EXPECT_NEAR(ways[0][0].least, 2050, 0.02);
  EXPECT_NEAR(ways[0][0].most, 2050, 0.02);
  EXPECT_NEAR(ways[0][1].least, 970, 0.02);
  EXPECT_EQ(walk(roads, in, 2049)[0].size(), 1u);
}

TEST(CheckBenchmarks, RecountGraphsSetsAndCapacities) {
  GraphInput graph;
  graph.nodes = 3, graph.p = 1;
  graph.edges = {{0, 1, 9}, {0, 1, 4}, {1, 2, 5}};
  EXPECT_EQ(check_graph(graph, R"({"status":"proved_optimal","objective":9,"bound":9,"gap_percent":0,"sites":[{"id":"2"}]})")->size(), 0u);
  EXPECT_GT(check_graph(graph, R"({"status":"proved_optimal","objective":9,"bound":9,"gap_percent":0,"sites":[{"id":"1"}]})")->size(), 0u);
  graph.center = true;
  EXPECT_EQ(check_graph(graph, R"({"status":"proved_optimal","objective":5,"bound":5,"gap_percent":0,"sites":[{"id":"2"}]})")->size(), 0u);
  const SetInput set{{5, 1, 2}, {{0, 2}, {1}}};
  EXPECT_EQ(check_set(set, R"({"status":"proved_optimal","objective":3,"bound":3,"gap_percent":0,"sites":[{"id":"2"},{"id":"3"}]})")->size(), 0u);
  EXPECT_GT(check_set(set, R"({"status":"proved_optimal","objective":2,"bound":2,"gap_percent":0,"sites":[{"id":"3"}]})")->size(), 0u);
  const CapInput cap{{10, 5}, {3, 4}, {6, 4}, {1, 2, 3, 1}, false};
  EXPECT_EQ(check_cap(cap, R"({"status":"proved_optimal","objective":7,"bound":7,"gap_percent":0,"sites":[{"id":"1"}],"assignment":[[1,1,1],[2,1,1]]})")->size(), 0u);
  EXPECT_GT(check_cap(cap, R"({"status":"proved_optimal","objective":10,"bound":10,"gap_percent":0,"sites":[{"id":"1"},{"id":"2"}],"assignment":[[1,2,1],[2,1,1]]})")->size(), 0u);
}

TEST(CheckDatum, AgreesWithPublishedExamples) {
  double lon = 116.41024449916938, lat = 39.91640428150164;   // GCJ-02 of 116.404, 39.915
  ASSERT_TRUE(to_wgs84("GCJ-02", lon, lat));
  EXPECT_NEAR(lon, 116.404, 1e-8);
  EXPECT_NEAR(lat, 39.915, 1e-8);
  double x = 116.41036949371029, y = 39.92133699351021;       // BD-09 of GCJ-02 116.404, 39.915
  double a = 116.404, b = 39.915;
  ASSERT_TRUE(to_wgs84("bd09", x, y) && to_wgs84("gcj02", a, b));
  EXPECT_NEAR(x, a, 1e-8);
  EXPECT_NEAR(y, b, 1e-8);
  EXPECT_TRUE(to_wgs84("cgcs2000", a, b));
  EXPECT_FALSE(to_wgs84("utm", a, b));
}

}  // namespace
}  // namespace yilin::check::siting
