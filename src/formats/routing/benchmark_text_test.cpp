#include "formats/routing/benchmark_text.h"

#include <gtest/gtest.h>

namespace yilin::formats {
namespace {

const std::string kSolomon =
    "T1\n\nVEHICLE\nNUMBER     CAPACITY\n  3          50\n\nCUSTOMER\nCUST NO.  XCOORD.  YCOORD.  DEMAND  READY TIME  DUE DATE  SERVICE TIME\n \n"
    "  0  0  0   0   0  100   0\n  1  3  4  10  10   20   5\n  2  1  1  20   0   90   5\n";

const std::string kVrplib =
    "NAME : small\nCOMMENT : none\nTYPE : CVRP\nDIMENSION : 3\nEDGE_WEIGHT_TYPE : EUC_2D\nCAPACITY : 50\nNODE_COORD_SECTION\n1 0 0\n2 3 4\n3 1 1\n"
    "DEMAND_SECTION\n1 0\n2 10\n3 20\nDEPOT_SECTION\n1\n-1\nEOF\n";

TEST(BenchmarkText, SolomonUnderEachConvention) {
  const auto dimacs = read_solomon(kSolomon);
  ASSERT_TRUE(dimacs) << dimacs.error().message();
  EXPECT_EQ(dimacs->name, "T1");
  EXPECT_EQ(dimacs->unit, 10);
  EXPECT_EQ(dimacs->problem.carers.size(), 3u);
  EXPECT_EQ(dimacs->problem.visits[0].windows[0], (routing::Window{100, 200}));
  EXPECT_EQ(dimacs->problem.profiles[0].costs[1], 50);   // 5.0
  EXPECT_EQ(dimacs->problem.profiles[0].costs[2], 14);   // √2 cut
  const auto exact = read_solomon(kSolomon, Rounding::exact);
  EXPECT_EQ(exact->problem.profiles[0].costs[2], 14142);
  EXPECT_EQ(exact->problem.profiles[0].durations[2], 14143);  // up
  EXPECT_EQ(exact->problem.profiles[0].durations[1], 50000);  // a whole distance stays whole
}

TEST(BenchmarkText, Vrplib) {
  const auto day = read_vrplib(kVrplib);
  ASSERT_TRUE(day) << day.error().message();
  EXPECT_EQ(day->unit, 1);
  EXPECT_EQ(day->problem.profiles[0].costs[2], 1);  // √2 to the nearest
  EXPECT_TRUE(day->problem.visits[0].windows.empty());
  EXPECT_EQ(day->problem.visits[1].delivery, routing::Load{20});
  const auto listed = read_vrplib(
      "TYPE: VRPTW\nDIMENSION: 3\nVEHICLES: 2\nCAPACITY: 9\nEDGE_WEIGHT_TYPE: EXPLICIT\nEDGE_WEIGHT_FORMAT: LOWER_ROW\nEDGE_WEIGHT_SECTION\n7\n8 9\n"
      "TIME_WINDOW_SECTION\n1 0 99\n2 5 6\n3 7 8\nSERVICE_TIME: 4\nDEMAND_SECTION\n1 0\n2 1\n3 1\nDEPOT_SECTION\n1\n-1\nEOF\n");
  ASSERT_TRUE(listed) << listed.error().message();
  EXPECT_EQ(listed->problem.carers.size(), 2u);
  EXPECT_EQ(listed->problem.profiles[0].costs[5], 9);
  EXPECT_EQ(listed->problem.visits[1].service, 4);
  EXPECT_EQ(listed->problem.visits[0].windows[0], (routing::Window{5, 6}));
}

TEST(BenchmarkText, SolNamesCustomersAndCost) {
  const auto day = read_solomon(kSolomon);
  routing::Answer answer;
  routing::RouteAnswer route;
  route.steps = {{.kind = routing::StopKind::start, .place = 0}, {.index = 1, .place = 2}, {.index = 0, .place = 1}, {.kind = routing::StopKind::end, .place = 0}};
  answer.routes = {route};
  EXPECT_EQ(write_sol(*day, answer), "Route #1: 2 1\nCost 10.0\n");
}

TEST(BenchmarkText, ErrorsNameTheLine) {
  const auto message = [](const auto& day) { return day ? std::string("accepted") : std::string(day.error().message()); };
  std::string text = kSolomon;
  text.replace(text.find("10   20   5"), 11, "30   20   5");
  EXPECT_EQ(message(read_solomon(text)), "第 11 行：客户 1 的时间窗在打开之前就关闭。");
  text = kSolomon;
  text.replace(text.find("  2  1  1"), 9, "  7  1  1");
  EXPECT_EQ(message(read_solomon(text)), "第 12 行：客户编号应为 2，现为 7。");
  text = kSolomon;
  text.replace(text.find("  1  3  4  10"), 13, "  1  3  x  10");
  EXPECT_EQ(message(read_solomon(text)), "第 11 行：“x”不是数字。");
  EXPECT_EQ(message(read_solomon("")), "没有 VEHICLE 一节（车辆数与载量）。");
  text = kVrplib;
  text.replace(text.find("CVRP"), 4, "ATSP");
  EXPECT_EQ(message(read_vrplib(text)), "第 3 行：尚不支持 TYPE ATSP（支持 CVRP、VRPTW）。");
  text = kVrplib;
  text.replace(text.find("DIMENSION : 3"), 13, "DIMENSION : 9999999");
  EXPECT_EQ(message(read_vrplib(text)), "第 4 行：DIMENSION 应在 2 至 5000 之间。");
  text = kVrplib;
  text.replace(text.find("3 20\n"), 5, "8 20\n");
  EXPECT_EQ(message(read_vrplib(text)), "第 14 行：节点编号应在 1 至 3 之间，现为 8。");
  EXPECT_EQ(message(read_vrplib("DIMENSION 3\n")), "没有 CAPACITY。");
}

}  // namespace
}  // namespace yilin::formats
