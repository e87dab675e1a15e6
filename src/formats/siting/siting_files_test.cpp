// What people put into siting files, and what the public formats look like.
#include <gtest/gtest.h>

#include <cmath>

#include "formats/siting/or_library.h"
#include "formats/siting/point_table.h"
#include "formats/siting/travel_times.h"

namespace yilin::formats::siting {
namespace {

std::string refusal(std::string text) {
  const auto r = read_points(std::move(text), "需求.csv");
  return r ? "" : std::string(r.error().message());
}

TEST(Points, ReadChineseHeadersPlacesAndGroups) {
  const auto t = read_points("\xEF\xBB\xBF编号,经度,纬度,人数,社区,状态\r\nA,112.5,33.0,3,东关,必选\r\n\"B,1\",112.6,33.1,2,东关,\r\nC,,,1,西关,排除\r\n", "x.csv");
  ASSERT_TRUE(t.has_value());
  EXPECT_EQ(t->axes, Axes::degrees);
  ASSERT_EQ(t->size(), 3u);
  EXPECT_EQ(t->id[1], "B,1");
  EXPECT_TRUE(std::isnan(t->x[2]));
  EXPECT_EQ(t->unplaced, 1u);
  EXPECT_EQ(t->weight, (std::vector<std::int64_t>{3, 2, 1}));
  EXPECT_EQ(t->group, (std::vector<std::int32_t>{0, 0, 1}));
  EXPECT_EQ(t->rule[0], PointRule::required);
  EXPECT_EQ(t->rule[2], PointRule::excluded);
  EXPECT_FALSE(t->warnings.empty());
}

TEST(Points, WithoutHeaderAreIdXYWeightAndFractionsAreScaled) {
  const auto t = read_points("1,0.5,2,1.5\n2,0.25,3,2\n", "x.csv");
  ASSERT_TRUE(t.has_value());
  EXPECT_EQ(t->axes, Axes::plane_km);
  EXPECT_EQ(t->weight_scale, 1000);
  EXPECT_EQ(t->weight, (std::vector<std::int64_t>{1500, 2000}));
}

TEST(Points, RefuseNamingTheRows) {
  EXPECT_NE(refusal("id,lon,lat,weight\na,33.0,112.5,1\n").find("第 2 行经度与纬度疑似颠倒"), std::string::npos);
  EXPECT_NE(refusal("id,x,y,weight\na,1,2,-1\nb,1,2,1\nc,1,2,-5\n").find("第 2、4 行的人数为负"), std::string::npos);
  EXPECT_NE(refusal("id,x,y\na,1,2\na,3,4\n").find("第 3 行的编号与前面重复"), std::string::npos);
  EXPECT_NE(refusal("id,x,y,cost\na,1,2,0\n").find("造价"), std::string::npos);
  EXPECT_NE(refusal("id,x,y,weight\na,1,2,NaN\n").find("不是数字"), std::string::npos);
  EXPECT_NE(refusal("id,weight,z\na,1,2\n").find("缺少列"), std::string::npos);
  EXPECT_NE(refusal("").find("没有数据"), std::string::npos);
}

TEST(Points, UnreadablePlacesAreCountedNotDropped) {
  const auto t = read_points("id,x,y,weight\na,nan,2,4\nb,东,2,1\nc,1,1,1\n", "x.csv");
  ASSERT_TRUE(t.has_value());
  EXPECT_EQ(t->size(), 3u);
  EXPECT_EQ(t->unplaced, 2u);
  EXPECT_EQ(t->warnings.size(), 2u);
}

TEST(Points, LabelsAreTakenApart) {
  const auto t = read_points("id,x,y,weight,标签\na,1,2,1,独居;失能\nb,1,3,2,\nc,1,4,3,失能、独居、失能\nd,1,5,4,独居;失能\n", "x.csv");
  ASSERT_TRUE(t.has_value());
  EXPECT_EQ(t->label_name, (std::vector<std::string_view>{"独居", "失能"}));
  EXPECT_EQ(t->label_set[0], t->label_set[3]);
  EXPECT_EQ(t->label_sets[static_cast<std::size_t>(t->label_set[2])], (std::vector<std::int32_t>{0, 1}));
  EXPECT_TRUE(t->label_sets[static_cast<std::size_t>(t->label_set[1])].empty());
}

TEST(Points, TellColumnsThatAreNotUsedAndWeightsThatAreEmpty) {
  const auto t = read_points("id,x,y,wieght,weight,人数\na,1,2,3,4,9\nb,1,2,3,,9\n", "x.csv");
  ASSERT_TRUE(t.has_value());
  EXPECT_EQ(t->weight, (std::vector<std::int64_t>{4, 1}));
  ASSERT_EQ(t->warnings.size(), 2u);
  EXPECT_NE(t->warnings[0].find("wieght、人数"), std::string::npos);
  EXPECT_NE(t->warnings[1].find("第 3 行没有人数"), std::string::npos);
}

TEST(Points, NeedNoPlacesWhereTimesAreGiven) {
  EXPECT_FALSE(read_points("id,weight\na,3\n", "x.csv").has_value());
  const auto t = read_points("id,weight\na,3\n", "x.csv", false);
  ASSERT_TRUE(t.has_value());
  EXPECT_EQ(t->axes, Axes::none);
  EXPECT_TRUE(std::isnan(t->x[0]));
  EXPECT_TRUE(t->warnings.empty());
}

const std::vector<std::string_view> kDemand{"a", "b", "c"}, kSites{"s", "t"};
Result<TravelTimeTable> times(std::string_view text) { return read_travel_times(text, "时间.csv", kDemand, kSites); }
std::string times_refusal(std::string_view text) {
  const auto r = times(text);
  return r ? "" : std::string(r.error().message());
}

TEST(TravelTimes, LongWideAndWithoutHeaderSayTheSame) {
  for (const std::string_view text : {"demand,site,minutes\nb,t,1.5\na,t,15\na,s,0\n", "minutes,选点,需求点\n0,s,a\n15,t,a\n1.5,t,b\n", "a,t,15\nb,t,1.5\na,s,0\n",
                                      "demand,t,s\na,15,0\nb,1.5,\n", "site,seconds,demand\ns,0,a\nt,900,a\n\nt,90,b\n"}) {
    const auto t = times(text);
    ASSERT_TRUE(t.has_value()) << t.error().message();
    EXPECT_EQ(t->start, (std::vector<std::uint64_t>{0, 2, 3, 3})) << text;
    EXPECT_EQ(t->site, (std::vector<std::int32_t>{0, 1, 1})) << text;
    EXPECT_EQ(t->seconds, (std::vector<std::int32_t>{0, 900, 90})) << text;
    ASSERT_FALSE(t->warnings.empty());
    EXPECT_NE(t->warnings[0].find("1 个需求点没有出现"), std::string::npos);
  }
}

TEST(TravelTimes, RefuseNamingRowAndColumn) {
  const std::string head = "demand,site,minutes\n";
  EXPECT_NE(times_refusal(head + "a,s,1\nz,s,1\ny,s,2\n").find("第 3、4 行的需求点（demand）不在需求点文件之中（如“z”）"), std::string::npos);
  EXPECT_NE(times_refusal(head + "a,u,1\n").find("第 2 行的选点（site）不在"), std::string::npos);
  EXPECT_NE(times_refusal(head + "a,s,1\na,s,1\n").find("第 3 行的需求点与选点和前面某行相同"), std::string::npos);
  EXPECT_NE(times_refusal(head + "a,s,-1\n").find("第 2 行的分钟数（minutes）为负（如“-1”）"), std::string::npos);
  EXPECT_NE(times_refusal(head + "a,s,约10\n").find("第 2 行的分钟数（minutes）不是数字（如“约10”）"), std::string::npos);
  EXPECT_NE(times_refusal(head + "a,s,inf\n").find("不是数字"), std::string::npos);
  EXPECT_NE(times_refusal(head + "a,s,\n").find("不是数字"), std::string::npos);
  EXPECT_NE(times_refusal(head + "a,s,1e9\n").find("超过一周"), std::string::npos);
  EXPECT_NE(times_refusal(head + "a,s\n").find("列数"), std::string::npos);
  EXPECT_NE(times_refusal("demand,s,u\na,1,2\n").find("第 1 行的选点 u"), std::string::npos);
  EXPECT_NE(times_refusal("demand,s,t\na,1,x\n").find("（如“t 列：x”）"), std::string::npos);
  EXPECT_NE(times_refusal("demand,s,t\na,1,2\na,1,2\n").find("重复"), std::string::npos);
  EXPECT_NE(times_refusal("起,止,分\n").find("缺少列"), std::string::npos);
  EXPECT_NE(times_refusal(head).find("没有一对时间"), std::string::npos);
  EXPECT_NE(times_refusal("").find("没有数据"), std::string::npos);
  const std::vector<std::string_view> twice{"s", "s"};
  EXPECT_FALSE(read_travel_times(head + "a,s,1\n", "x.csv", kDemand, twice).has_value());
}

TEST(OrLibrary, ReadsEveryFormat) {
  const auto pmed = read_pmed(" 3 2 1\n1 2 30\n 2 3 46 ");
  ASSERT_TRUE(pmed.has_value());
  EXPECT_EQ(pmed->nodes, 3);
  EXPECT_EQ(pmed->edges[1].length, 46);
  EXPECT_EQ(pmed->edges[1].a, 1);
  const auto scp = read_scp("2 3\n5 1 2\n2\n1 3\n1\n2\n");
  ASSERT_TRUE(scp.has_value());
  EXPECT_EQ(scp->cost, (std::vector<std::int64_t>{5, 1, 2}));
  EXPECT_EQ(scp->rows[0], (std::vector<std::int32_t>{0, 2}));
  const auto cap = read_cap("2 1\n5000 7500.\n5000 0\n146\n 6739.725 10355.05\n");
  ASSERT_TRUE(cap.has_value());
  EXPECT_EQ(cap->sites[0].fixed, 7500);
  EXPECT_EQ(cap->cost[1], 10355.05);
  const auto mclp = read_mclp("1 2\nF 0 1.5 2 1\nC a 1 2 90\nC b 3 4 5\n");
  ASSERT_TRUE(mclp.has_value());
  EXPECT_EQ(mclp->clients[1].amount, 5);
}

TEST(OrLibrary, RefusesWhatIsCutShortOrOutOfRange) {
  EXPECT_FALSE(read_pmed("3 2 1\n1 2 30\n2 4 46").has_value());
  EXPECT_FALSE(read_pmed("3 2 1\n1 2 30\n").has_value());
  EXPECT_FALSE(read_scp("2 3\n5 1 2\n2\n1 3\n1\n").has_value());
  EXPECT_FALSE(read_cap("2 1\ncapacity 7500\n").has_value());
  EXPECT_FALSE(read_mclp("1 2\nF 0 1.5 2 1\nC a 1 2 90\n").has_value());
}

}  // namespace
}  // namespace yilin::formats::siting
