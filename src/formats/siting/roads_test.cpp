// Small .osm.pbf files are written here by hand, read back, and broken in every place.
#include <gtest/gtest.h>
#include <zlib.h>

#include "formats/siting/allocation_table.h"
#include "formats/siting/roads.h"

namespace yilin::formats::siting {
namespace {

std::string varint(std::uint64_t v) {
  std::string out;
  for (; v >= 0x80; v >>= 7) out += static_cast<char>(v | 0x80);
  return out + static_cast<char>(v);
}
std::uint64_t zigzag(std::int64_t v) { return static_cast<std::uint64_t>(v << 1) ^ static_cast<std::uint64_t>(v >> 63); }
std::string number(int field, std::uint64_t v) { return varint(static_cast<std::uint64_t>(field) << 3) + varint(v); }
std::string bytes(int field, const std::string& s) { return varint(static_cast<std::uint64_t>(field) << 3 | 2) + varint(s.size()) + s; }
std::string packed_deltas(const std::vector<std::int64_t>& values) {
  std::string out;
  std::int64_t before = 0;
  for (const std::int64_t v : values) out += varint(zigzag(v - before)), before = v;
  return out;
}

std::string block(const std::string& type, const std::string& content, bool deflate) {
  std::string blob;
  if (deflate) {
    uLongf size = ::compressBound(static_cast<uLong>(content.size()));
    std::string out(size, '\0');
    ::compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(content.data()), static_cast<uLong>(content.size()));
    out.resize(size);
    blob = number(2, content.size()) + bytes(3, out);
  } else {
    blob = bytes(1, content);
  }
  const std::string header = bytes(1, type) + number(3, blob.size());
  const auto n = header.size();
  return std::string{static_cast<char>(n >> 24), static_cast<char>(n >> 16), static_cast<char>(n >> 8), static_cast<char>(n)} + header + blob;
}

// Nodes 10, 11, 12, 13 along the equator a hundredth of a degree apart; ways: footway 10-11-12, motorway 12-13, private service 11-13,
// residential 12-13-99 where 99 lies outside the extract.
std::string town(bool deflate) {
  std::string strings;
  for (const char* s : {"", "highway", "footway", "motorway", "service", "access", "private", "residential", "name", "building"}) strings += bytes(1, s);
  const std::string dense = bytes(1, packed_deltas({10, 11, 12, 13})) + bytes(8, packed_deltas({0, 0, 0, 0})) +
                            bytes(9, packed_deltas({1'130'000'000, 1'130'100'000, 1'130'200'000, 1'130'300'000}));
  const auto way = [](const std::string& keys, const std::string& values, const std::vector<std::int64_t>& refs) {
    return bytes(3, number(1, 5) + bytes(2, keys) + bytes(3, values) + bytes(8, packed_deltas(refs)));
  };
  const std::string ways = way("\x01", "\x02", {10, 11, 12}) + way("\x01", "\x03", {12, 13}) + way(std::string("\x01\x05"), std::string("\x04\x06"), {11, 13}) +
                           way(std::string("\x08\x01"), std::string("\x09\x07"), {12, 13, 99}) + way("\x09", "\x09", {10, 13});
  return block("OSMHeader", bytes(4, "OsmSchema-V0.6") + bytes(4, "DenseNodes"), deflate) +
         block("OSMData", bytes(1, strings) + bytes(2, bytes(2, dense)) + bytes(2, ways), deflate);
}

TEST(OsmPbf, TakesWaysForWalkingAndTheirNodes) {
  for (const bool deflate : {false, true}) {
    const auto roads = read_osm_pbf(town(deflate));
    ASSERT_TRUE(roads.has_value()) << roads.error().message();
    EXPECT_EQ(roads->ways, 2);
    EXPECT_EQ(roads->not_for_walking, 2);
    ASSERT_EQ(roads->edges.size(), 3u);
    ASSERT_EQ(roads->nodes.size(), 4u);
    EXPECT_NEAR(roads->nodes[static_cast<std::size_t>(roads->edges[0].a)].x, 113.00, 1e-9);
    EXPECT_NEAR(roads->nodes[static_cast<std::size_t>(roads->edges[2].b)].x, 113.03, 1e-9);
    EXPECT_EQ(roads->warnings.size(), 1u);   // node 99 is missing
  }
}

TEST(OsmPbf, RefusesWhatIsBrokenWithoutReadingBeyondIt) {
  const std::string good = town(true), plain = town(false);
  for (std::size_t cut = 1; cut < good.size(); ++cut) EXPECT_FALSE(read_osm_pbf(std::string_view(good).substr(0, cut)).has_value()) << cut;
  // One byte changed anywhere: an error or another road file, but an answer.
  for (std::size_t at = 0; at < plain.size(); ++at)
    for (const char c : {'\0', '\x7f', '\xff'}) {
      std::string bad = plain;
      bad[at] = c;
      (void)read_osm_pbf(bad).has_value();
    }
  EXPECT_FALSE(read_osm_pbf("PK\x03\x04 not a map").has_value());
  EXPECT_FALSE(read_osm_pbf("").has_value());
  const std::string history = block("OSMHeader", bytes(4, "HistoricalInformation"), false);
  EXPECT_NE(std::string(read_osm_pbf(history).error().message()).find("HistoricalInformation"), std::string::npos);
}

TEST(RoadLines, JoinWhereTheyShareAVertex) {
  const auto roads = read_road_lines(R"({"type":"FeatureCollection","features":[
    {"type":"Feature","properties":{"highway":"residential"},"geometry":{"type":"LineString","coordinates":[[112.5,33.0],[112.51,33.0],[112.52,33.0]]}},
    {"type":"Feature","properties":null,"geometry":{"type":"MultiLineString","coordinates":[[[112.51,33.0],[112.51,33.01]],[[112.6,33.1,5],[112.7,33.1,6]]]}},
    {"type":"Feature","properties":{"highway":"motorway"},"geometry":{"type":"LineString","coordinates":[[112.5,33.0],[112.7,33.1]]}},
    {"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[112.5,33.0]}}]})");
  ASSERT_TRUE(roads.has_value()) << roads.error().message();
  EXPECT_EQ(roads->nodes.size(), 6u);
  EXPECT_EQ(roads->edges.size(), 4u);
  EXPECT_EQ(roads->not_for_walking, 1);
  EXPECT_EQ(roads->warnings.size(), 1u);
  EXPECT_FALSE(read_road_lines("[]").has_value());
  EXPECT_FALSE(read_road_lines(R"({"type":"FeatureCollection","features":[]})").has_value());
  EXPECT_NE(std::string(read_road_lines(R"({"features":[{"geometry":{"type":"LineString","coordinates":[[1,"x"]]}}]})").error().message()).find("第 1 个"), std::string::npos);
}

TEST(Walkable, ByTags) {
  using Tags = std::vector<std::pair<std::string_view, std::string_view>>;
  EXPECT_TRUE(walkable(Tags{{"highway", "steps"}}));
  EXPECT_FALSE(walkable(Tags{{"highway", "trunk"}}));
  EXPECT_TRUE(walkable(Tags{{"highway", "trunk"}, {"foot", "yes"}}));
  EXPECT_FALSE(walkable(Tags{{"highway", "residential"}, {"foot", "no"}}));
  EXPECT_FALSE(walkable(Tags{{"highway", "service"}, {"access", "private"}}));
  EXPECT_TRUE(walkable(Tags{{"highway", "service"}, {"access", "private"}, {"foot", "designated"}}));
  EXPECT_FALSE(walkable(Tags{{"building", "yes"}}));
}

TEST(AllocationTables, ReadAndRefuseNamingTheRow) {
  const auto t = read_households("户,档,费用,效益,区县\n甲,一,800.5,3,宛城\n乙,一,900,2,卧龙\n甲,二,1500,4.25,宛城\n", "户.csv");
  ASSERT_TRUE(t.has_value());
  EXPECT_EQ(t->household, (std::vector<std::string>{"甲", "乙"}));
  EXPECT_EQ(t->start, (std::vector<std::size_t>{0, 2, 3}));
  EXPECT_EQ(t->cost, (std::vector<std::int64_t>{80'050, 150'000, 90'000}));
  EXPECT_EQ(t->benefit[1], 4'250);
  EXPECT_EQ(t->group, (std::vector<std::int32_t>{0, 1}));
  const auto refusal = [](std::string_view text) { return std::string(read_households(text, "x.csv").error().message()); };
  EXPECT_NE(refusal("household,tier,cost,benefit\na,1,-5,2\n").find("第 2 行"), std::string::npos);
  EXPECT_NE(refusal("household,tier,cost,benefit\na,1,5,2\na,1,6,3\n").find("出现两次"), std::string::npos);
  EXPECT_NE(refusal("household,tier,cost\na,1,5\n").find("benefit"), std::string::npos);
  const auto l = read_limits("group,floor,cap,year\n宛城,100,,\n宛城,50,900,2\n", "限.csv", *t, 2);
  ASSERT_TRUE(l.has_value());
  EXPECT_EQ(l->limit[0].year, 0);
  EXPECT_EQ(l->limit[1].cap, 90'000);
  EXPECT_FALSE(read_limits("group,floor,cap\n新野,1,2\n", "限.csv", *t, 1).has_value());
  EXPECT_FALSE(read_limits("group,floor,cap\n宛城,3,2\n", "限.csv", *t, 1).has_value());
  EXPECT_EQ(read_totals("名称,合计\n宛城,12\n", "x.csv")->total[0], 12);
  EXPECT_FALSE(read_totals("id,total\na,1.5\n", "x.csv").has_value());
  EXPECT_FALSE(read_totals("id,total\na,1\na,2\n", "x.csv").has_value());
}

}  // namespace
}  // namespace yilin::formats::siting
