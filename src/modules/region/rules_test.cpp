#include "modules/region/rules.h"

#include <gtest/gtest.h>

#include "modules/region/geometry.h"

namespace yilin::region {
namespace {

constexpr RegionCode kCity{410900000000};

// A city of two counties, with an empty zone code and the county's name before a town's.
std::vector<Division> sample(RegionCode city = kCity) {
  struct Row {
    std::int64_t code;
    const char* name;
  };
  static constexpr Row rows[] = {
      {410000000000, "河南省"},         {410900000000, "濮阳市"},           {410902000000, "华龙区"},
      {410902001000, "中原路街道"},     {410902001001, "京东社区居民委员会"}, {410902001002, "玉北社区居委会"},
      {410902101000, "岳村镇"},         {410902101001, "岳村社区居民委员会"}, {410902101200, "东岳村村民委员会"},
      {410902101201, "西岳村村委会"},   {410928000000, "濮阳县"},           {410928100000, "城关镇"},
      {410928101000, "濮阳县柳屯镇"},   {410928101200, "柳屯村村民委员会"},  {410972000000, "濮阳经济技术开发区"},
      {410972100000, "城关镇"},         {441900000000, "东莞市"},
  };
  std::vector<Division> out;
  std::string street;
  for (const Row& row : rows) {
    Division d = make_division({row.code}, row.name, {}, street);
    if (d.level == RegionLevel::street) street = d.name;
    const bool within = city.contains(d.code);
    const auto below = within ? stand_ins(d) : std::vector<Division>();
    out.push_back(std::move(d));
    out.insert(out.end(), below.begin(), below.end());
  }
  return out;
}

class Tree : public ::testing::Test {
 protected:
  Divisions tree{sample(), kCity};
  static std::string names(const std::vector<const Division*>& found) {
    std::string out;
    for (const Division* d : found) out += d->short_name + " ";
    return out;
  }
};

TEST(Names, ShortOnesReadAsPeopleSayThem) {
  EXPECT_EQ(short_name("承福门社区居民委员会"), "承福门社区");
  EXPECT_EQ(short_name("多福巷社区居委会"), "多福巷社区");
  EXPECT_EQ(short_name("张庄村民委员会"), "张庄村");
  EXPECT_EQ(short_name("张庄村村民委员会"), "张庄村");
  EXPECT_EQ(short_name("东店村委会"), "东店村");
  EXPECT_EQ(short_name("金堤路街道办事处"), "金堤路街道");
  EXPECT_EQ(short_name("三连生活区"), "三连生活区");
  EXPECT_EQ(short_name("村委会"), "村委会");
}

TEST(Names, UrbanClassFollowsDigitsAndNames) {
  EXPECT_EQ(derive_urban_class({410902001001}, "京东社区居民委员会", "中原路街道"), UrbanClass::city_centre);
  EXPECT_EQ(derive_urban_class({410902101001}, "岳村社区居民委员会", "岳村镇"), UrbanClass::town_centre);
  EXPECT_EQ(derive_urban_class({410902101200}, "东岳村村民委员会", "岳村镇"), UrbanClass::village);
  EXPECT_EQ(derive_urban_class({410902101003}, "某村村委会", "岳村镇"), UrbanClass::village);  // the name says more than the digits
  EXPECT_EQ(derive_urban_class({410902001000}, "中原路街道", ""), UrbanClass::city_centre);
  EXPECT_EQ(derive_urban_class({410922200000}, "六塔乡", ""), UrbanClass::village);
  EXPECT_EQ(derive_urban_class({410902000000}, "华龙区", ""), UrbanClass::unknown);
}

TEST_F(Tree, EveryLevelHasAPlaceForWhatIsKnownNoCloser) {
  EXPECT_EQ(tree.community_for(kCity), RegionCode{410900999999});
  EXPECT_EQ(tree.community_for({410902000000}), RegionCode{410902999999});
  EXPECT_EQ(tree.community_for({410902001000}), RegionCode{410902001999});
  EXPECT_EQ(tree.community_for({410902001001}), RegionCode{410902001001});
  EXPECT_EQ(tree.community_for({410902001777}), std::nullopt);
  EXPECT_EQ(tree.community_for({441900000000}), std::nullopt);
  EXPECT_EQ(tree.full_name({410902001999}), "濮阳市华龙区中原路街道未定社区");
}

TEST_F(Tree, ChildrenPartitionTheirParent) {
  const auto check = [&](const auto& self, RegionCode parent) -> void {
    const auto children = tree.children(parent);
    if (children.empty()) return;
    std::uint32_t sum = 0;
    for (const RegionCode child : children) {
      const CommunityRange range = tree.range_of(child);
      sum += range.size();
      for (const RegionCode other : children)
        EXPECT_EQ(child.contains(other), other == child) << to_string(child) << to_string(other);
      self(self, child);
    }
    // The slots kept for zones to come belong to the city and to no child yet.
    const std::uint32_t own = tree.range_of(parent).size();
    EXPECT_EQ(own, sum + (parent == kCity ? 28 : 0)) << to_string(parent);
  };
  check(check, kCity);
  EXPECT_EQ(tree.children(kCity).front(), RegionCode{410902000000});
  EXPECT_EQ(tree.children(kCity).back(), RegionCode{410900999000});  // the stand-in last
}

TEST_F(Tree, DenseNumbersAreARangeForEverySubtree) {
  for (std::uint32_t i = 0; i < tree.community_count(); ++i) {
    EXPECT_EQ(tree.index_of(tree.community_at(i)), i);
    if (i > 0) {
      EXPECT_LT(tree.community_at(i - 1), tree.community_at(i));
    }
  }
  const CommunityRange county = tree.range_of({410902000000});
  for (std::uint32_t i = 0; i < tree.community_count(); ++i)
    EXPECT_EQ(RegionCode{410902000000}.contains(tree.community_at(i)), county.first <= i && i < county.last);
  EXPECT_EQ(tree.index_of({410902001777}), std::nullopt);
  EXPECT_TRUE(tree.range_of({441900000000}).empty());
}

TEST_F(Tree, NamesReadFromTheCityDown) {
  EXPECT_EQ(tree.full_name({410902001001}), "濮阳市华龙区中原路街道京东社区");
  EXPECT_EQ(tree.full_name({410928101200}), "濮阳市濮阳县柳屯镇柳屯村");  // the county is not said twice
  EXPECT_EQ(tree.name({410902001002}), "玉北社区");
  EXPECT_EQ(tree.name({999999999999}), "");
  EXPECT_TRUE(tree.urban({410902001001}));
  EXPECT_FALSE(tree.urban({410902101201}));
}

TEST_F(Tree, SearchesByNamePinyinAndInitials) {
  EXPECT_EQ(names(tree.search("岳村", {}, 10)), "岳村镇 岳村社区 东岳村 西岳村 ");
  EXPECT_EQ(names(tree.search("huanlong", {}, 10)), "");
  EXPECT_EQ(names(tree.search("hualong", {}, 10)), "华龙区 ");
  EXPECT_EQ(names(tree.search("ZYLJ", {}, 10)), "中原路街道 ");
  EXPECT_EQ(names(tree.search("yuecun", {}, 2)), "岳村镇 岳村社区 ");
  EXPECT_EQ(names(tree.search("41090200", {}, 2)), "华龙区 中原路街道 ");
  EXPECT_EQ(names(tree.search("未定", {}, 10)), "");
  EXPECT_EQ(names(tree.search(" ", {}, 10)), "");
  const RegionRange county[] = {RegionCode{410928000000}.subtree()};
  EXPECT_EQ(names(tree.search("城关", county, 10)), "城关镇 ");
  EXPECT_EQ(names(tree.search("岳村", county, 10)), "");
}

TEST_F(Tree, ResolvesWhatPeopleWrite) {
  const auto at = [&](std::string_view text, RegionCode under = kCity) {
    const auto code = tree.resolve(text, under);
    return code ? code->value : 0;
  };
  EXPECT_EQ(at("410902001001"), 410902001001);
  EXPECT_EQ(at("华龙区中原路街道京东社区"), 410902001001);
  EXPECT_EQ(at("河南省 濮阳市 华龙区 中原路街道办事处 京东社区居民委员会"), 410902001001);
  EXPECT_EQ(at("华龙中原路京东"), 410902001001);
  EXPECT_EQ(at("京东社区"), 410902001001);
  EXPECT_EQ(at("华龙区"), 410902000000);
  EXPECT_EQ(at("城关镇"), 0);  // two of them
  EXPECT_EQ(at("濮阳县城关镇"), 410928100000);
  EXPECT_EQ(at("城关镇", {410928000000}), 410928100000);
  EXPECT_EQ(at("濮阳县柳屯镇柳屯村"), 410928101200);
  EXPECT_EQ(at("京东社区", {410928000000}), 0);
  EXPECT_EQ(at("火星街道"), 0);
  EXPECT_EQ(at(""), 0);
  EXPECT_EQ(at("410902001777"), 0);
  EXPECT_EQ(at(std::string(1000, 'x')), 0);
  EXPECT_EQ(at("\xff\xfe"), 0);
}

TEST_F(Tree, AZoneTakesTheSlotKeptForIt) {
  const NewZone zone{{410975000000}, "濮东新区", Date::from_ymd(2026, 12, 1), "濮政〔2026〕9号"};
  const auto rows = rules::decide_zone(zone, tree);
  ASSERT_TRUE(rows);
  const auto grown = tree.with(*rows);
  EXPECT_EQ(grown->community_count(), tree.community_count());
  for (std::uint32_t i = 0; i < tree.community_count(); ++i) EXPECT_EQ(grown->community_at(i), tree.community_at(i));
  EXPECT_EQ(grown->full_name({410975999999}), "濮阳市濮东新区区直未定社区");
  EXPECT_FALSE(grown->exists(zone.code, Date::from_ymd(2026, 11, 30)));
  EXPECT_TRUE(grown->exists(zone.code, Date::from_ymd(2026, 12, 1)));
  EXPECT_TRUE(grown->find(zone.code)->zone);
  EXPECT_EQ(rules::decide_zone(zone, *grown).error().kind->code, "region.zone_exists");
}

TEST_F(Tree, RefusesZonesThatAreNone) {
  const Date day = Date::from_ymd(2026, 12, 1);
  EXPECT_FALSE(rules::decide_zone({{410905000000}, "甲", day, "乙"}, tree));
  EXPECT_FALSE(rules::decide_zone({{411375000000}, "甲", day, "乙"}, tree));
  EXPECT_FALSE(rules::decide_zone({{410975001000}, "甲", day, "乙"}, tree));
  EXPECT_FALSE(rules::decide_zone({{410975000000}, "  ", day, "乙"}, tree));
}

TEST(CityWithoutCounties, StreetsHangBelowTheCity) {
  const RegionCode dongguan{441900000000};
  std::vector<Division> rows;
  for (const auto& [code, name] : {std::pair<std::int64_t, const char*>{441900000000, "东莞市"}, {441900003000, "东城街道"},
                                   {441900003001, "岗贝社区居民委员会"}}) {
    Division d = make_division({code}, name, {});
    for (Division& below : stand_ins(d)) rows.push_back(std::move(below));
    rows.push_back(std::move(d));
  }
  const Divisions tree(std::move(rows), dongguan);
  EXPECT_EQ(tree.children(dongguan), (std::vector<RegionCode>{{441900003000}, {441900999000}}));
  EXPECT_EQ(tree.full_name({441900003001}), "东莞市东城街道岗贝社区");
  EXPECT_EQ(tree.range_of({441900003000}).size(), 2u);
}

TEST(Layout, IsNearlySquareAndHoldsAll) {
  for (std::size_t n = 0; n < 300; ++n) {
    const rules::Layout layout = rules::layout_of(n);
    const auto cells = static_cast<std::size_t>(layout.columns) * static_cast<std::size_t>(layout.rows);
    EXPECT_GE(cells, n);
    EXPECT_LE(std::abs(layout.columns - layout.rows), 1);
    EXPECT_LT(cells - n, std::max<std::size_t>(1, static_cast<std::size_t>(layout.columns)));
  }
}

TEST(ReviewNumber, LooksLikeOne) {
  for (const char* good : {"豫S(2023)012号", "GS(2022)4317号", "豫濮S〔2024〕3号", "豫 S（2023）012 号"})
    EXPECT_TRUE(rules::review_number_plausible(good)) << good;
  for (const char* bad : {"", "2023", "S()1号", "豫S(23)012号", "豫S(2023)号", "豫S(2023)012", "豫S(2023)012号x"})
    EXPECT_FALSE(rules::review_number_plausible(bad)) << bad;
}

std::string feature(std::string_view code, std::string_view ring = "[[115,35],[115.1,35],[115.1,35.1],[115,35]]") {
  return R"({"type":"Feature","properties":{"code":")" + std::string(code) + R"(","secret":"x"},"geometry":{"type":"Polygon","coordinates":[)" +
         std::string(ring) + "]}}";
}
std::string collection(const std::string& features) { return R"({"type":"FeatureCollection","features":[)" + features + "]}"; }

TEST_F(Tree, ChecksACitysBorders) {
  const Date today = Date::from_ymd(2026, 11, 22);
  const auto good = check_geometry(collection(feature("410902") + "," + feature("410928000000")), tree, today);
  ASSERT_TRUE(good) << good.error().message();
  EXPECT_EQ(good->shapes, 2);
  EXPECT_EQ(good->missing, (std::vector<std::string>{"410972000000 濮阳经济技术开发区"}));
  EXPECT_EQ(good->geojson.find("secret"), std::string::npos);
  EXPECT_TRUE(check_geometry(good->geojson, tree, today));

  for (const std::string& bad :
       {std::string("{"), std::string("[]"), collection(""), collection(feature("411302")), collection(feature("410999")),
        collection(feature("410902") + "," + feature("410902")), collection(feature("410902", "[[115,35],[115.1,35],[115,35]]")),
        collection(feature("410902", "[[115,35],[115.1,35],[115.1,35.1],[115,35.2]]")),
        collection(feature("410902", "[[0,0],[1,0],[1,1],[0,0]]")), collection(feature("410902", R"([["a",35],[115,35],[115,36],["a",35]])")),
        collection(R"({"type":"Feature","properties":{"code":"410902"},"geometry":{"type":"Point","coordinates":[115,35]}})"),
        collection(R"({"type":"Feature","geometry":null})"), std::string(R"({"type":"FeatureCollection","features":{}})")})
    EXPECT_FALSE(check_geometry(bad, tree, today)) << bad;
}

}  // namespace
}  // namespace yilin::region
