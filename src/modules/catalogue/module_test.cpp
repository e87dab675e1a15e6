// The catalogue through the whole kernel: seed data, edits, public pages.
#include "modules/catalogue/module.h"

#include <gtest/gtest.h>

#include "kernel/sql/migrations.h"
#include "modules/catalogue/catalogue.h"
#include "modules/region/module.h"
#include "modules/region/region.h"
#include "support/test_city.h"

namespace yilin::catalogue {
namespace {

using access::Role;
const std::string kSeed = std::string(YILIN_SOURCE_DIR) + "/data/catalogue";
const Date kLongAgo = Date::from_ymd(2020, 1, 1);
constexpr std::int64_t kPuyang = 410900000000, kHualong = 410902000000;
const RegionCode kCommunity{410902006001};

class Catalogue : public ::testing::Test {
 protected:
  Catalogue() : city({region::module(), module()}) {
    std::vector<region::Division> rows;
    for (const auto& [code, name] : std::initializer_list<std::pair<std::int64_t, std::string_view>>{
             {410000000000, "河南省"}, {kPuyang, "濮阳市"}, {kHualong, "华龙区"}, {410902006000, "胜利路街道办事处"},
             {410902006001, "测试社区居民委员会"}, {410922000000, "清丰县"}, {411300000000, "南阳市"}})
      rows.push_back(region::make_division({code}, name, kLongAgo));
    EXPECT_TRUE(region::seed_divisions(city.kernel(), rows, {kPuyang}));
    city.restart();
    const auto added = load_seed(city.kernel(), kSeed);
    EXPECT_TRUE(added) << added.error().message();
    seeded = added.value_or(0);
    official = city.staff({Role::official}, kPuyang);
    county_official = city.staff({Role::official}, kHualong);
  }
  ~Catalogue() override { EXPECT_EQ(city.journal_problems(), 0u); }

  std::string price_body(std::string_view item, std::string_view region, std::string_view from, std::int64_t fen) {
    return R"({"item":")" + std::string(item) + R"(","region":")" + std::string(region) + R"(","valid_from":")" +
           std::string(from) + R"(","ceiling_fen":)" + std::to_string(fen) + R"(,"basis":"濮民〔2026〕9号"})";
  }
  std::string code_of(const test::Answer& answer) { return std::string(answer.json().at("code").as_string()); }

  test::TestCity city;
  std::int64_t seeded = 0;
  test::CallerPtr official, county_official;
};

TEST_F(Catalogue, TablesHoldWhatTheFieldsSay) {
  auto db = city.kernel().readers->borrow();
  const auto same = [&](const entity::Table& table, std::string_view name) {
    std::vector<std::string> expected;
    for (const entity::Field& f : table.fields()) expected.emplace_back(f.name);
    auto columns = sql::columns(*db, name);
    std::sort(expected.begin(), expected.end());
    std::sort(columns.begin(), columns.end());
    EXPECT_EQ(expected, columns) << name;
  };
  same(ServiceItem::fields(), "service_item");
  same(Price::fields(), "price");
  same(PayerRule::fields(), "payer_rule");
  same(QuotaRule::fields(), "quota_rule");
}

TEST_F(Catalogue, SeedLoadsOnceAndSurvivesARestart) {
  EXPECT_GT(seeded, 100);
  EXPECT_EQ(load_seed(city.kernel(), kSeed).value(), 0);
  const std::size_t offered = items(city.kernel()).size();
  EXPECT_GE(offered, 30u);
  city.restart();
  EXPECT_EQ(items(city.kernel()).size(), offered);
  EXPECT_EQ(item_by_code(city.kernel(), "bath_bed")->workers_needed, 2);
}

TEST_F(Catalogue, EverySeededItemHasAPriceAndAQuoteThatAddsUp) {
  ElderFacts elder;
  elder.birth = Date::from_ymd(1944, 5, 1);
  elder.ability = Ability::moderate;
  elder.living = Living::alone;
  elder.labels = registry::bit(Label::subsistence);
  for (const ServiceItem& i : items(city.kernel())) {
    const auto q = quote(city.kernel(), elder, {i.id, kCommunity, Date::from_ymd(2026, 11, 22), 1, Fen{60000}});
    ASSERT_TRUE(q) << i.code;
    Fen sum = q->self_fen;
    for (const QuotePart& p : q->parts) sum += p.amount_fen;
    EXPECT_EQ(sum, q->price_fen) << i.code;
    EXPECT_EQ(q->confidence, Confidence::sample);
  }
  const auto bath = quote(city.kernel(), elder, {item_by_code(city.kernel(), "bath_home")->id, kCommunity,
                                                 Date::from_ymd(2026, 11, 22), 1, std::nullopt});
  EXPECT_EQ(bath->unit_price_fen, Fen{11000});  // 华龙区
  ASSERT_EQ(bath->parts.size(), 3u);
  EXPECT_EQ(bath->parts[0].payer, Payer::lottery);
  EXPECT_EQ(bath->parts[0].amount_fen, Fen{4400});
  EXPECT_EQ(bath->self_fen, Fen{1100});
  EXPECT_EQ(monthly_quota(city.kernel(), elder, kCommunity, *Month::parse("2026-11")).amount_fen, Fen{80000});
}

TEST_F(Catalogue, PublicPageNeedsNoSession) {
  const auto answer = city.get(nullptr, "/api/public/services?category=bath&region=410902006001");
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto page = answer.json();
  ASSERT_EQ(page.at("items").as_array().size(), 3u);
  const auto& bath = page.at("items").at(1);
  EXPECT_EQ(bath.at("code").as_string(), "bath_home");
  EXPECT_EQ(bath.at("price_fen").as_int64(), 11000);
  EXPECT_EQ(bath.at("subsidies").at(1).at("pays").as_string(), "90%（福彩公益金 40%、市级财政 30%、县级财政 20%）");
  EXPECT_EQ(city.get(nullptr, "/api/catalogue/items?limit=2").json().at("next").as_string(), "2");
  EXPECT_EQ(city.get(nullptr, "/api/catalogue/items?limit=2&cursor=x").status, 422);
  EXPECT_EQ(city.get(nullptr, "/api/catalogue/prices").status, 401);
}

TEST_F(Catalogue, EstimateSaysWhatIsStillOpen) {
  const std::string id = std::to_string(item_by_code(city.kernel(), "nursing_daily")->id.value);
  const auto answer = city.get(nullptr, "/api/public/estimate?item_id=" + id + "&units=2&age=82&labels=subsistence&living=alone");
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto quote = answer.json();
  EXPECT_EQ(quote.at("price_fen").as_int64(), 7000);
  EXPECT_EQ(quote.at("self_fen").as_int64(), 3500);
  EXPECT_FALSE(quote.at("open_points").as_array().empty());
  EXPECT_EQ(city.get(nullptr, "/api/public/estimate?item_id=" + id + "&units=99").status, 422);
  EXPECT_EQ(city.get(nullptr, "/api/public/estimate?item_id=123").status, 404);
}

TEST_F(Catalogue, PricesOfOneRegionNeverOverlap) {
  auto answer = city.post(official, "/api/catalogue/prices", price_body("clean_room", "410922000000", "2027-01-01", 2600));
  ASSERT_EQ(answer.status, 200) << answer.body;
  answer = city.post(official, "/api/catalogue/prices", price_body("clean_room", "410922000000", "2028-01-01", 2700));
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(code_of(answer), "catalogue.dates_overlap");
  EXPECT_NE(answer.body.find("2027-01-01 起"), std::string::npos);

  const auto rows = city.get(official, "/api/catalogue/prices?item=clean_room&region=410922000000").json();
  const auto& mine = rows.at("items").as_array().back();
  const std::string path = "/api/catalogue/prices/" + std::string(mine.at("id").as_string()) + "/end";
  EXPECT_EQ(city.post(official, path, R"({"version":9,"last_day":"2027-12-31","reason":"调价"})").status, 409);
  EXPECT_EQ(city.post(official, path, R"({"version":1,"last_day":"2026-01-01","reason":"调价"})").status, 422);
  EXPECT_EQ(city.post(official, path, R"({"version":1,"last_day":"2027-12-31","reason":"调价"})").status, 200);
  EXPECT_EQ(city.post(official, "/api/catalogue/prices", price_body("clean_room", "410922000000", "2028-01-01", 2700)).status, 200);
}

TEST_F(Catalogue, OfficialsEditWithinTheirScope) {
  EXPECT_EQ(city.post(county_official, "/api/catalogue/prices", price_body("haircut", "410902", "2027-01-01", 900)).status, 200);
  for (const char* region : {"410900", "410922", "411300", "999999", ""}) {
    const auto answer = city.post(county_official, "/api/catalogue/prices", price_body("haircut", region, "2027-01-01", 900));
    EXPECT_EQ(answer.status, 422) << region << answer.body;
  }
  EXPECT_EQ(city.post(county_official, "/api/catalogue/items", R"({"code":"x","name":"x","category":"meal","unit":"time",
      "duration_min":30,"units_max":1,"workers_needed":1,"basis":"x"})").status, 403);
  const auto carer = city.worker({1}, {2});
  EXPECT_EQ(city.post(carer, "/api/catalogue/prices", price_body("haircut", "410902", "2027-01-01", 900)).status, 403);
}

TEST_F(Catalogue, ItemsAreChangedInPlaceOfTheirVersion) {
  const std::string body = R"({"code":"time_bank","name":"时间银行陪伴","category":"comfort","unit":"hour",
      "duration_min":60,"units_max":2,"workers_needed":1,"skills":["accompanying"],"proofs":["tag"],"basis":"试点方案")";
  auto made = city.post(official, "/api/catalogue/items", body + "}");
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(city.post(official, "/api/catalogue/items", body + "}").status, 409);
  const std::string path = "/api/catalogue/items/" + std::string(made.json().at("id").as_string());
  EXPECT_EQ(city.put(official, path, body + R"(,"version":1,"active":false})").status, 200);
  EXPECT_EQ(city.put(official, path, body + R"(,"version":1,"active":true})").status, 409);
  const auto listed = city.get(official, "/api/catalogue/items?q=time_bank");
  EXPECT_TRUE(listed.json().at("items").as_array().empty());
  EXPECT_EQ(city.get(official, "/api/catalogue/items?q=time_bank&inactive=true").json().at("total").as_int64(), 1);
  EXPECT_EQ(quote(city.kernel(), {}, {item_by_code(city.kernel(), "time_bank")->id, kCommunity, kLongAgo, 1, {}}).error().kind,
            &errors::item_inactive);
}

TEST_F(Catalogue, RulesAreCheckedAndThenApply) {
  const auto rule = [&](std::string_view more) {
    return city.post(official, "/api/catalogue/payer-rules",
                     R"({"code":"test.city","benefit":"test","name":"测试补贴","items":["haircut"],"region":"410900",
                         "valid_from":"2026-11-01","payer":"fiscal_city","ratio_bp":5000,"order_no":1,"basis":"测试")" +
                         std::string(more) + "}");
  };
  EXPECT_EQ(rule(R"(,"payer":"elder")").status, 422);
  EXPECT_EQ(rule(R"(,"items":["nothing"])").status, 422);
  EXPECT_EQ(rule(R"(,"ability_min":"severe","ability_max":"mild")").status, 422);
  EXPECT_EQ(rule(R"(,"valid_to":"2026-10-01")").status, 422);
  EXPECT_EQ(rule(R"(,"labels":["nobody"])").status, 422);
  ASSERT_EQ(rule("").status, 200);
  EXPECT_EQ(rule("").status, 409);
  const ServiceItemId haircut = item_by_code(city.kernel(), "haircut")->id;
  EXPECT_EQ(quote(city.kernel(), {}, {haircut, kCommunity, Date::from_ymd(2026, 11, 22), 2, {}})->subsidy_fen, Fen{1000});
}

}  // namespace
}  // namespace yilin::catalogue
