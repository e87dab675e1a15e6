#include "base/region_code.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace yilin {
namespace {
RegionCode code(const char* text) { return RegionCode::parse(text).value(); }

TEST(RegionCode, PadsShortCodes) {
  EXPECT_EQ(to_string(code("41")), "410000000000");
  EXPECT_EQ(to_string(code("4109")), "410900000000");
  EXPECT_EQ(to_string(code("410902")), "410902000000");
  EXPECT_EQ(to_string(code("410902006")), "410902006000");
  EXPECT_EQ(to_string(code("410902006001")), "410902006001");
  EXPECT_EQ(to_string(RegionCode{}), "000000000000");
  for (const char* text : {"", "4", "410", "41090", "4109020060011", "41090a", "-10902", "+10902", " 41090"})
    EXPECT_FALSE(RegionCode::parse(text)) << text;
}

TEST(RegionCode, Levels) {
  EXPECT_EQ(RegionCode{}.level(), RegionLevel::country);
  EXPECT_EQ(code("41").level(), RegionLevel::province);
  EXPECT_EQ(code("4109").level(), RegionLevel::city);
  EXPECT_EQ(code("410902").level(), RegionLevel::county);
  EXPECT_EQ(code("410902006").level(), RegionLevel::street);
  EXPECT_EQ(code("410902006001").level(), RegionLevel::community);
}

TEST(RegionCode, SubtreesAreHalfOpenRanges) {
  const RegionRange city = code("4109").subtree();
  EXPECT_TRUE(city.contains(code("4109")));
  EXPECT_TRUE(city.contains(code("410999999999")));
  EXPECT_FALSE(city.contains(code("4110")));
  EXPECT_FALSE(city.contains(code("410899999999")));
  EXPECT_TRUE(RegionCode{}.contains(code("659999999999")));
  EXPECT_EQ(code("410902006001").subtree().hi - code("410902006001").subtree().lo, 1);
}

RC_GTEST_PROP(RegionCode, AncestorsContainTheirDescendants, ()) {
  const RegionCode any{*rc::gen::inRange<std::int64_t>(1, 1'000'000'000'000)};
  for (RegionCode up = any; up != RegionCode{}; up = up.parent()) {
    RC_ASSERT(up.contains(any));
    RC_ASSERT(up.parent().level() < up.level());
    RC_ASSERT(any.at(up.level()) == up);
  }
  RC_ASSERT(RegionCode::parse(to_string(any)) == any);
}
}  // namespace
}  // namespace yilin
