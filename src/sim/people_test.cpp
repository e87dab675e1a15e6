#include "sim/people.h"

#include <gtest/gtest.h>

#include <set>

#include "kernel/entity/json.h"
#include "sim/numbers.h"

namespace yilin::sim {
namespace {

const Date kToday = Date::from_ymd(2026, 11, 22);
const Date kSince = Date::from_ymd(2020, 1, 1);

Places puyang() {
  std::vector<region::Division> rows;
  const auto add = [&](std::int64_t code, std::string_view name) {
    rows.push_back(region::make_division(RegionCode{code}, name, kSince));
    for (region::Division& below : region::stand_ins(rows.back())) rows.push_back(std::move(below));
  };
  add(410000000000, "河南省");
  add(410900000000, "濮阳市");
  for (const std::int64_t county : {410902, 410922, 410923}) {
    add(county * 1'000'000, "某县");
    for (std::int64_t street = 1; street <= 3; ++street) {
      add(county * 1'000'000 + street * 1'000, "某街道办事处");
      for (std::int64_t community = 1; community <= 4; ++community) add(county * 1'000'000 + street * 1'000 + community, "某社区居委会");
    }
  }
  return Places(std::make_shared<region::Divisions>(std::move(rows), RegionCode{410900000000}));
}

TEST(People, TheSameSeedMakesTheSameElders) {
  const Places places = puyang();
  PeopleMaker one(places, 7, kToday), two(places, 7, kToday), other(places, 8, kToday);
  int different = 0;
  for (int i = 0; i < 500; ++i) {
    const std::string a = entity::to_json(one.next(), entity::Viewer::all()), b = entity::to_json(two.next(), entity::Viewer::all());
    ASSERT_EQ(a, b) << i;
    different += a != entity::to_json(other.next(), entity::Viewer::all());
  }
  EXPECT_GT(different, 490);
}

TEST(People, EverybodyIsOfAgeAndLivesInACommunityOfTheCity) {
  const Places places = puyang();
  PeopleMaker people(places, 1, kToday);
  std::set<std::string> cards;
  int women = 0, labelled = 0, alone = 0;
  constexpr int kCount = 4000;
  for (int i = 0; i < kCount; ++i) {
    const registry::NewElder e = people.next();
    const int age = age_on(e.id_card.birth(), kToday);
    EXPECT_GE(age, 60);
    EXPECT_LE(age, 105);
    EXPECT_EQ(e.sex, e.id_card.sex());
    EXPECT_EQ(e.region.level(), RegionLevel::community);
    EXPECT_FALSE(places.tree().find(e.region)->synthetic);
    EXPECT_TRUE(IdCard::parse(e.id_card.reveal(), kToday));
    EXPECT_TRUE(e.phone.empty() || Phone::parse(e.phone.reveal()));
    EXPECT_TRUE(cards.insert(e.id_card.reveal()).second) << "two elders with one number";
    women += e.sex == Sex::female;
    labelled += !e.labels.empty();
    alone += e.living == registry::Living::alone;
  }
  EXPECT_NEAR(women, kCount * 0.52, kCount * 0.04);
  EXPECT_NEAR(labelled, kCount * 0.2, kCount * 0.1);
  EXPECT_NEAR(alone, kCount * 0.13, kCount * 0.06);
}

TEST(Numbers, AreaCodesWereNeverIssuedAndRangesDoNotMeet) {
  std::set<std::string> seen;
  for (const Whose whose : {Whose::elder, Whose::worker})
    for (std::int64_t i : {0, 1, 499, 500, 20'000, 4'999'999})
      for (const Sex sex : {Sex::male, Sex::female}) {
        const IdCard card = invented_id_card(whose, i, Date::from_ymd(1944, 2, 29), sex);
        EXPECT_TRUE(IdCard::parse(card.reveal(), kToday));
        EXPECT_GE(card.reveal().substr(0, 2), "98");  // GB/T 2260: 11–82; 83 Taiwan; 91 abroad
        EXPECT_EQ(card.sex(), sex);
        EXPECT_TRUE(seen.insert(card.reveal()).second);
      }
  for (const Whose whose : {Whose::elder, Whose::contact, Whose::worker}) {
    const Phone phone = invented_phone(whose, 123);
    EXPECT_TRUE(Phone::parse(phone.reveal()));
    EXPECT_EQ(phone.reveal().substr(0, 3), "154");
    EXPECT_TRUE(seen.insert(phone.reveal()).second);
  }
  EXPECT_TRUE(CreditCode::parse(invented_credit_code(3).text()));
}

TEST(Places, ACityWithoutCountiesIsServedInAreasThatCoverIt) {
  std::vector<region::Division> rows;
  const auto add = [&](std::int64_t code, std::string_view name) {
    rows.push_back(region::make_division(RegionCode{code}, name, kSince));
    for (region::Division& below : region::stand_ins(rows.back())) rows.push_back(std::move(below));
  };
  add(441900000000, "东莞市");
  for (std::int64_t street = 3; street <= 30; ++street) {
    add(441900000000 + street * 1'000, "某镇");
    add(441900000000 + street * 1'000 + 1, "某社区居委会");
  }
  const Places places(std::make_shared<region::Divisions>(std::move(rows), RegionCode{441900000000}));
  std::size_t covered = 0;
  for (const Places::Area& area : places.areas()) covered += area.communities.size();
  EXPECT_LE(places.areas().size(), 12u);
  EXPECT_EQ(covered, 28u);
  EXPECT_EQ(places.communities().size(), 28u);
}

}  // namespace
}  // namespace yilin::sim
