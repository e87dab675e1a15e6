// The tree through the whole kernel: loading, routes, zones, borders.
#include <gtest/gtest.h>
#include <lzma.h>

#include <filesystem>
#include <fstream>
#include <future>

#include "modules/region/module.h"
#include "modules/region/region.h"
#include "support/test_city.h"

namespace yilin::region {
namespace {

using access::Role;
const std::string kFile = std::string(YILIN_SOURCE_DIR) + "/data/divisions/divisions.csv.xz";

// Loaded once for all tests here: the whole country takes seconds with assertions on.
class Region : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    city = new test::TestCity({module()});
    std::int64_t last = 0;
    const auto report = load_divisions(city->kernel(), kFile, [&](std::int64_t done, std::int64_t total) {
      EXPECT_GT(done, last);
      EXPECT_LE(done, total);
      last = done;
    });
    ASSERT_TRUE(report) << report.error().message();
    EXPECT_TRUE(report->loaded);
    ASSERT_TRUE(set_city(city->kernel(), {410900000000}, true));
    city->restart();
  }
  static void TearDownTestSuite() { delete city; }
  static test::TestCity* city;

  std::int64_t count(const sql::Statement& query) {
    auto db = city->kernel().readers->borrow();
    auto rows = db->rows(query);
    rows.next();
    return rows.integer(0);
  }
  static std::string items(const test::Answer& answer) {
    std::string out;
    const auto json = answer.json();
    for (const auto& item : json.at("items").as_array()) out += std::string(item.at("short_name").as_string()) + " ";
    return out;
  }
};
test::TestCity* Region::city = nullptr;

TEST_F(Region, LoadsTheWholeCountryOnce) {
  EXPECT_EQ(count(sql::Statement("SELECT COUNT(*) FROM division WHERE synthetic = 0")), 665271);
  EXPECT_EQ(count(sql::Statement("SELECT COUNT(*) FROM division WHERE synthetic = 1")), 41351 + 2 * 2975 + 2 * 342);
  const auto again = load_divisions(city->kernel(), kFile);
  ASSERT_TRUE(again);
  EXPECT_FALSE(again->loaded);
  EXPECT_EQ(divisions(city->kernel())->city(), RegionCode{410900000000});
  EXPECT_EQ(region::city(city->kernel()), RegionCode{410900000000});
  EXPECT_TRUE(demo(city->kernel()));
  EXPECT_EQ(divisions(city->kernel())->full_name({410902001001}), "濮阳市华龙区中原路街道京东社区");
  EXPECT_EQ(city->journal_problems(), 0u);
}

TEST_F(Region, ListsChildrenAnywhere) {
  EXPECT_EQ(city->get(nullptr, "/api/regions/children").json().at("items").as_array().size(), 31u);
  EXPECT_EQ(items(city->get(nullptr, "/api/regions/children?parent=410900000000")),
            "华龙区 清丰县 南乐县 范县 台前县 濮阳县 河南濮阳工业园区 濮阳经济技术开发区 市直 ");
  EXPECT_NE(items(city->get(nullptr, "/api/regions/children?parent=411302")).find("街道"), std::string::npos);
  EXPECT_EQ(items(city->get(nullptr, "/api/regions/children?parent=441900")).substr(0, 26), "东城街道 南城街道 ");
  EXPECT_EQ(city->get(nullptr, "/api/regions/children?parent=410902001001").json().at("items").as_array().size(), 0u);
  EXPECT_EQ(city->get(nullptr, "/api/regions/children?parent=990000000000").status, 404);
  EXPECT_EQ(city->get(nullptr, "/api/regions/children?parent=abc").status, 422);
}

TEST_F(Region, ShowsOneWithItsPath) {
  const auto answer = city->get(nullptr, "/api/regions/411302001001");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.json().at("path").as_array().size(), 5u);
  EXPECT_EQ(answer.json().at("region").at("full_name").as_string().subview(0, 18), "南阳市宛城区");
  const auto zone = city->get(nullptr, "/api/regions/410972");
  EXPECT_TRUE(zone.json().at("region").at("zone").as_bool());
  EXPECT_EQ(city->get(nullptr, "/api/regions/410902001777").status, 404);
  EXPECT_EQ(city->get(nullptr, "/api/regions/nowhere").status, 404);
}

TEST_F(Region, SearchStaysInTheScope) {
  const auto county = city->staff({Role::official}, 410928000000);
  EXPECT_EQ(items(city->get(county, "/api/regions/search?q=%E6%9F%B3%E5%B1%AF%E9%95%87")), "柳屯镇 ");
  EXPECT_EQ(items(city->get(county, "/api/regions/search?q=hualongqu")), "");
  EXPECT_EQ(items(city->get(city->staff({Role::official}, 410900000000), "/api/regions/search?q=hualongqu")), "华龙区 ");
  EXPECT_EQ(city->get(nullptr, "/api/regions/search?q=a").status, 401);
  EXPECT_EQ(city->get(county, "/api/regions/search").status, 422);
  EXPECT_EQ(city->get(county, "/api/regions/search?q=a&limit=0").status, 422);
}

TEST_F(Region, DrawsASchematicMap) {
  const auto map = city->get(nullptr, "/api/regions/map").json();
  EXPECT_EQ(map.at("kind").as_string(), "schematic");
  EXPECT_EQ(map.at("stamp").as_string().subview(0, 9), "示意图");
  EXPECT_EQ(map.at("tiles").as_array().size(), 8u);
  EXPECT_EQ(map.at("columns").as_int64(), 3);
  EXPECT_EQ(city->get(nullptr, "/api/regions/geometry").status, 404);
  EXPECT_EQ(city->get(nullptr, "/api/regions/map?region=990000").status, 404);
}

TEST_F(Region, AddsAZone) {
  const auto official = city->staff({Role::official}, 410900000000);
  const auto county = city->staff({Role::official}, 410928000000);
  const std::string body = R"({"code":"410975","name":"濮东新区","valid_from":"2026-01-01","reason":"濮政〔2026〕9号"})";
  EXPECT_EQ(city->post(county, "/api/regions/zones", body).status, 404);
  EXPECT_EQ(city->post(city->staff({Role::auditor}, 410900000000), "/api/regions/zones", body).status, 403);
  const auto added = city->post(official, "/api/regions/zones", body);
  ASSERT_EQ(added.status, 200) << added.body;
  EXPECT_NE(items(city->get(nullptr, "/api/regions/children?parent=4109")).find("濮东新区"), std::string::npos);
  EXPECT_EQ(city->post(official, "/api/regions/zones", body).status, 409);
  EXPECT_EQ(city->post(official, "/api/regions/zones", "{}").json().at("errors").as_array().size(), 4u);
  EXPECT_EQ(city->post(official, "/api/regions/zones", R"({"code":5,"name":[],"valid_from":"x","reason":{}})").status, 422);
  const auto index = divisions(city->kernel())->index_of({410975999999});
  city->restart();
  EXPECT_EQ(divisions(city->kernel())->index_of({410975999999}), index);
  EXPECT_TRUE(divisions(city->kernel())->find({410975000000})->zone);
}

TEST_F(Region, NamesPassOverLevelsThatAreNotThere) {
  const auto name = [&](const char* code) {
    return std::string(city->get(nullptr, std::string("/api/regions/") + code).json().at("region").at("full_name").as_string());
  };
  EXPECT_EQ(name("110101001001"), "北京市东城区东华门街道多福巷社区");
  EXPECT_EQ(name("110101"), "北京市东城区");
  EXPECT_EQ(name("419001"), "河南省济源市");
  EXPECT_EQ(name("441900003000"), "东莞市东城街道");
  EXPECT_EQ(name("410000"), "河南省");
}

struct Capture : http::Responder {
  std::promise<http::Response> answer;
  void respond(http::Response response) override { answer.set_value(std::move(response)); }
  std::shared_ptr<http::EventSink> open_events() override { return nullptr; }
};

TEST_F(Region, ImportsACitysBorders) {
  const std::string upload = city->folder + "/upload";
  std::ofstream(upload) << R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"410902"},)"
                        << R"("geometry":{"type":"Polygon","coordinates":[[[115,35],[115.1,35],[115.1,35.1],[115,35]]]}}]})";
  const auto send = [&](const test::CallerPtr& caller, std::string number, std::string file) {
    http::Request request = city->make(caller, http::Method::post, "/api/uploads/regions/geometry");
    if (!number.empty()) request.query.emplace_back("review_number", number);
    request.body = std::move(file);
    return city->request(std::move(request));
  };
  const auto official = city->staff({Role::official}, 410900000000);
  EXPECT_EQ(send(official, "", upload).status, 422);
  EXPECT_EQ(send(official, "我自己画的", upload).status, 422);
  EXPECT_EQ(send(city->staff({Role::official}, 410928000000), "豫S(2023)012号", upload).status, 404);
  EXPECT_EQ(send(official, "豫S(2023)012号", kFile).status, 422);
  const auto answer = send(official, "豫S(2023)012号", upload);
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.json().at("shapes").as_int64(), 1);
  EXPECT_FALSE(answer.json().at("missing").as_array().empty());

  const auto map = city->get(nullptr, "/api/regions/map").json();
  EXPECT_EQ(map.at("kind").as_string(), "geometry");
  EXPECT_EQ(map.at("stamp").as_string(), "审图号：豫S(2023)012号");
  auto capture = std::make_shared<Capture>();
  auto future = capture->answer.get_future();
  city->router().handle(city->make(nullptr, http::Method::get, "/api/regions/geometry"), capture);
  const http::Response served = future.get();
  EXPECT_EQ(served.status, 200);
  EXPECT_TRUE(std::filesystem::exists(served.file));
}

TEST(Loading, GoesOnAfterAKill) {
  test::TestCity city({module()});
  // As if the process had died behind the first 8,000 lines: the mark and the rows of the same transactions are there.
  {
    struct Stop {};
    std::int64_t seen = 0;
    try {
      (void)load_divisions(city.kernel(), kFile, [&](std::int64_t done, std::int64_t) {
        seen = done;
        if (done >= 8000) throw Stop{};
      });
    } catch (const Stop&) {
    }
    EXPECT_EQ(seen, 8000);
  }
  city.restart();
  const auto report = load_divisions(city.kernel(), kFile);
  ASSERT_TRUE(report) << report.error().message();
  EXPECT_LT(report->rows, 713256);
  auto db = city.kernel().readers->borrow();
  auto rows = db->rows("SELECT COUNT(*) FROM division");
  rows.next();
  EXPECT_EQ(rows.integer(0), 665271 + 41351 + 2 * 2975 + 2 * 342);
}

std::string packed(const std::string& text) {
  std::string out(lzma_stream_buffer_bound(text.size()), '\0');
  std::size_t size = 0;
  EXPECT_EQ(lzma_easy_buffer_encode(6, LZMA_CHECK_CRC32, nullptr, reinterpret_cast<const std::uint8_t*>(text.data()), text.size(),
                                    reinterpret_cast<std::uint8_t*>(out.data()), &size, out.size()),
            LZMA_OK);
  out.resize(size);
  return out;
}

TEST(Loading, ALaterEditionDatesWhatChanged) {
  test::TestCity city({module()});
  const auto load = [&](const char* name, const std::string& rows) {
    const std::string path = city.folder + "/" + name;
    std::ofstream(path, std::ios::binary) << packed("code,name\n" + rows);
    const auto report = load_divisions(city.kernel(), path);
    ASSERT_TRUE(report) << report.error().message();
  };
  const std::string base = "410000000000,河南省\n410900000000,濮阳市\n410902000000,华龙区\n410902001000,中原路街道\n";
  load("a.xz", base + "410902001001,京东社区居民委员会\n410902001002,玉北社区居民委员会\n");
  city.advance(days(1));
  load("b.xz", base + "410902001001,京东新社区居民委员会\n410902001003,滨河社区居民委员会\n");
  ASSERT_TRUE(set_city(city.kernel(), {410900000000}, false));
  city.restart();
  const auto tree = divisions(city.kernel());
  const Date yesterday = Date::from_ymd(2026, 11, 22), today = yesterday + 1;
  EXPECT_EQ(tree->name({410902001001}), "京东新社区");
  EXPECT_TRUE(tree->exists({410902001001}, yesterday));
  EXPECT_TRUE(tree->exists({410902001002}, yesterday));
  EXPECT_FALSE(tree->exists({410902001002}, today));
  EXPECT_FALSE(tree->exists({410902001003}, yesterday));
  EXPECT_TRUE(tree->exists({410902001003}, today));
  EXPECT_TRUE(tree->exists({410902001999}, today));  // the stand-in stays
  EXPECT_TRUE(tree->index_of({410902001002}));       // facts of its days keep their place
  EXPECT_EQ(city.get(nullptr, "/api/regions/children?parent=410902001000").json().at("items").as_array().size(), 3u);
  EXPECT_EQ(city.journal_problems(), 0u);
}

TEST(Loading, RefusesWhatIsNoDataFile) {
  test::TestCity city({module()});
  EXPECT_FALSE(load_divisions(city.kernel(), "/nonexistent"));
  std::ofstream(city.folder + "/x.xz") << "not xz at all";
  EXPECT_FALSE(load_divisions(city.kernel(), city.folder + "/x.xz"));
  EXPECT_FALSE(set_city(city.kernel(), {410900000000}, false));
}

}  // namespace
}  // namespace yilin::region
