#include "modules/facilities/rules.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <numeric>

#include "modules/facilities/index.h"

namespace yilin::facilities {
namespace {

const RegionCode kHualong{410902000000}, kCommunity{410902006001}, kElsewhere{410922001001};
const Date kToday = Date::from_ymd(2026, 11, 22);

std::string field_of(const Result<Place>& place) { return place ? std::string() : place.error().fields.at(0).field; }

StandardTerms standard(std::string code, RegionCode region, std::int64_t least, Date from = Date::from_ymd(2020, 1, 1), Measure measure = Measure::area_m2) {
  StandardTerms t;
  t.code = code;
  t.kind = FacilityKind::day_care;
  t.region = region;
  t.valid_from = from;
  t.measure = measure;
  t.least = least;
  t.clause = "日间照料中心";
  return t;
}

TEST(Place, IsReadWithoutFloats) {
  EXPECT_EQ(*rules::parse_place("115.029,35.762"), (Place{115'029'000, 35'762'000}));
  EXPECT_EQ(*rules::parse_place(" 115.0290001234 , 35 "), (Place{115'029'000, 35'000'000}));
  for (const char* wrong : {"", "115", "115,", "a,b", "-1,3", "181,3", "1.2.3,4", "1e2,3", "115.02x,3"})
    EXPECT_FALSE(rules::parse_place(wrong)) << wrong;
}

TEST(Place, SwappedIsSaidSo) {
  const auto swapped = rules::place_of(35'762'000, 115'029'000, MapDatum::wgs84);
  ASSERT_FALSE(swapped);
  EXPECT_NE(swapped.error().fields[0].message.find("填反"), std::string::npos);
  EXPECT_EQ(field_of(rules::place_of(10'000'000, 35'000'000, MapDatum::wgs84)), "lon_e6");
  EXPECT_EQ(field_of(rules::place_of(115'000'000, 60'000'000, MapDatum::wgs84)), "lat_e6");
  EXPECT_EQ(*rules::place_of(0, 0, MapDatum::gcj02), Place{});
}

TEST(Place, AMapServicesDatumIsTakenOff) {
  const Place gcj = *rules::place_of(115'029'000, 35'762'000, MapDatum::gcj02);
  const auto shift = distance_m({115'029'000, 35'762'000}, gcj);
  EXPECT_GT(shift, 300);
  EXPECT_LT(shift, 900);
  const auto baidu = distance_m({115'029'000, 35'762'000}, *rules::place_of(115'029'000, 35'762'000, MapDatum::bd09));
  EXPECT_GT(baidu, shift);
  EXPECT_EQ(*rules::place_of(115'029'000, 35'762'000, MapDatum::cgcs2000), (Place{115'029'000, 35'762'000}));
}

TEST(Standards, TheDeepestRegionAndTheLatestRowWin) {
  const std::vector<StandardTerms> book{standard("area", {}, 100), standard("area", {410900000000}, 200), standard("area", {410900000000}, 150, Date::from_ymd(2019, 1, 1)),
                                        standard("area", {410900000000}, 300, Date::from_ymd(2027, 1, 1))};
  const auto here = rules::standards_for(book, FacilityKind::day_care, kCommunity, kToday);
  ASSERT_EQ(here.size(), 1u);
  EXPECT_EQ(here[0].least, 200);
  EXPECT_EQ(rules::standards_for(book, FacilityKind::day_care, {411300000000}, kToday).at(0).least, 100);
  EXPECT_TRUE(rules::standards_for(book, FacilityKind::care_home, kCommunity, kToday).empty());
}

TEST(Standards, UnknownIsNeverNo) {
  const std::vector<StandardTerms> book{standard("area", {}, 200), standard("fire", {}, 1, Date::from_ymd(2020, 1, 1), Measure::fire_approved)};
  Facility f;
  f.region = kCommunity;
  EXPECT_EQ(rules::overall(rules::check(book, f, kToday)), Meets::unknown);
  f.area_m2 = 180;
  const auto failing = rules::check(book, f, kToday);
  EXPECT_EQ(rules::overall(failing), Meets::no);
  EXPECT_EQ(failing[0].sentence, "建筑面积 180平方米，少于 200平方米。");
  f.area_m2 = 200;  // exactly enough
  EXPECT_EQ(rules::overall(rules::check(book, f, kToday)), Meets::unknown);
  f.fire = Approval::approved;
  EXPECT_EQ(rules::overall(rules::check(book, f, kToday)), Meets::yes);
  f.fire = Approval::not_approved;
  EXPECT_EQ(rules::overall(rules::check(book, f, kToday)), Meets::no);
  EXPECT_EQ(rules::overall({}), Meets::unknown);
}

TEST(Standards, BedsOfAKindAreUnknownUntilTheyAreTold) {
  const std::vector<StandardTerms> book{standard("nursing", {}, 55, Date::from_ymd(2020, 1, 1), Measure::nursing_share)};
  Facility f;
  f.region = kCommunity;
  f.beds = 20;
  EXPECT_EQ(rules::check(book, f, kToday)[0].meets, Meets::unknown);
  f.beds_full = 20;
  f.beds_nursing = 11;
  EXPECT_EQ(rules::check(book, f, kToday)[0].meets, Meets::yes);
  f.beds_nursing = 10;
  EXPECT_EQ(rules::check(book, f, kToday)[0].meets, Meets::no);
}

TEST(Record, PartsAgree) {
  FacilityRecord record;
  EXPECT_TRUE(rules::check_record(record, 12));
  record.beds_full = 10;
  EXPECT_FALSE(rules::check_record(record, 12));
  record.beds_day = 2;
  EXPECT_TRUE(rules::check_record(record, 12));
  record.beds_nursing = 11;
  EXPECT_FALSE(rules::check_record(record, 12));
  record.beds_nursing = 10;
  record.fee_min_fen = {300000};
  record.fee_max_fen = {200000};
  EXPECT_EQ(rules::check_record(record, 12).error().fields[0].field, "fee_max_fen");
}

TEST(Housing, EveryRuleIsShownAndTheDeepestBinds) {
  HousingTerms province, city;
  province.code = "henan";
  province.region = {410000000000};
  province.valid_from = Date::from_ymd(2020, 1, 1);
  province.m2_per_100_households = 30;
  city = province;
  city.code = "nanyang";
  city.region = {411300000000};
  city.m2_per_100_households = 100;
  const std::vector<HousingTerms> book{city, province};
  Quarter q;
  q.region = {411302001001};
  q.households = 1234;
  const auto owed = rules::housing_rules_for(book, q, kToday);
  ASSERT_EQ(owed.size(), 2u);
  EXPECT_EQ(owed[1].code, "nanyang");
  EXPECT_EQ(rules::owed_m2(owed[0], q.households), 371);   // 370.2 rounded up
  EXPECT_EQ(rules::owed_m2(owed[1], q.households), 1234);
  q.region = kCommunity;
  EXPECT_EQ(rules::housing_rules_for(book, q, kToday).size(), 1u);
  q.planned_on = Date::from_ymd(2019, 6, 1);  // before any rule held
  EXPECT_TRUE(rules::housing_rules_for(book, q, kToday).empty());
}

TEST(Housing, FourStepsGoTogether) {
  Quarter q;
  EXPECT_NE(rules::out_of_step(q), "");  // planned without its rooms
  q.care_stage = Stage::planned;
  EXPECT_EQ(rules::out_of_step(q), "");
  q.housing_stage = Stage::delivered;
  EXPECT_EQ(rules::out_of_step(q), "住宅已交付，配建养老用房已规划，未同步。");
  q.kind = QuarterKind::existing;
  EXPECT_EQ(rules::out_of_step(q), "");
}

TEST(Apportion, SumsExactlyAndStaysWithinOne) {
  rc::check([] {
    const auto weights = *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(0, 1'000'000));
    const auto total = *rc::gen::inRange<std::int64_t>(0, 100'000);
    const auto parts = rules::apportion(weights, total);
    RC_ASSERT(parts.size() == weights.size());
    if (weights.empty()) return;
    RC_ASSERT(std::accumulate(parts.begin(), parts.end(), std::int64_t{0}) == total);
    const auto sum = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
    for (std::size_t i = 0; i < parts.size() && sum > 0; ++i) {
      RC_ASSERT(parts[i] >= weights[i] * total / sum);
      RC_ASSERT(parts[i] <= weights[i] * total / sum + 1);
    }
  });
}

TEST(Index, NearestFirstAndUnplacedLast) {
  FacilityIndex index;
  const auto facility = [&](std::int64_t id, std::int64_t lon, FacilityState state = FacilityState::open) {
    Facility f;
    f.id = {id};
    f.region = kCommunity;
    f.lon_e6 = lon;
    f.lat_e6 = lon ? 35'762'000 : 0;
    f.state = state;
    f.beds = 10;
    index.put(f);
  };
  facility(1, 115'090'000);
  facility(2, 0);
  facility(3, 115'031'000);
  facility(4, 115'029'000, FacilityState::closed);
  const auto open = [](const FacilityIndex::Entry& e) { return e.facility.state == FacilityState::open && kHualong.contains(e.facility.region); };
  const auto near = index.find({115'029'000, 35'762'000}, 0, open, 0, 10);
  ASSERT_EQ(near.rows.size(), 3u);
  EXPECT_EQ(near.rows[0].entry.facility.id, FacilityId{3});
  EXPECT_EQ(near.rows[0].distance_m, 180);
  EXPECT_EQ(near.rows[1].entry.facility.id, FacilityId{1});
  EXPECT_EQ(near.rows[2].distance_m, -1);
  EXPECT_EQ(index.find({115'029'000, 35'762'000}, 180, open, 0, 10).total, 1);  // closed: 180 m is within 180 m
  EXPECT_EQ(index.find({}, 0, open, 1, 1).rows.size(), 1u);
  EXPECT_EQ(index.find({}, 0, open, 1, 1).total, 3);

  // Beds and photos leave the map of reach as it is; a move does not.
  const auto map = index.map_version(), all = index.version();
  index.occupy({3}, BedKind::full, 1);
  EXPECT_EQ(index.map_version(), map);
  EXPECT_GT(index.version(), all);
  EXPECT_EQ(index.get({3})->beds_free(), 9);
  facility(3, 115'032'000);
  EXPECT_GT(index.map_version(), map);
  EXPECT_EQ(index.get({3})->beds_free(), 9);  // who is in it stays
}

}  // namespace
}  // namespace yilin::facilities
