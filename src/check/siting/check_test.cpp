// The judge passes honest answers and finds every way of tampering with them.
#include <gtest/gtest.h>

#include "check/siting/check.h"
#include "check/siting/datum.h"

namespace yilin::check::siting {
namespace {

CoverInput town() {
  CoverInput in;
  in.demand = {{"a", 0, 0, 5}, {"b", 1, 0, 7}, {"c", 9, 9, 2}};
  in.candidates = {{"s", 0.5, 0, 1}, {"t", 1.77, 0, 1}, {"u", 9, 9, 1}, {"v", 9, 9.1, 1, false, true}};
  in.radius_m = 770;
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
