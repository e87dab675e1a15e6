// The register through the whole kernel: entering, history, standards, photos, who is in, returns, feeds.
#include <filesystem>
#include <fstream>

#include "modules/facilities/directory.h"
#include "modules/facilities/facilities_fixture.h"
#include "modules/facilities/housing.h"
#include "modules/facilities/plan.h"

namespace yilin::facilities {
namespace {

class Register : public FacilitiesTest {};

TEST_F(Register, TablesHoldWhatTheFieldsSay) {
  expect_columns(Facility::fields(), "facility");
  expect_columns(FacilityChange::fields(), "facility_change");
  expect_columns(FacilityPhoto::fields(), "facility_photo");
  expect_columns(StandardTerms::fields(), "facility_standard");
  expect_columns(Stay::fields(), "facility_stay");
  expect_columns(Attendance::fields(), "facility_attendance");
  expect_columns(Quarter::fields(), "quarter");
  expect_columns(QuarterStep::fields(), "quarter_step");
  expect_columns(HousingTerms::fields(), "housing_rule");
  expect_columns(Scenario::fields(), "plan_scenario");
}

TEST_F(Register, SeedIsReadOnce) {
  const auto again = load_seed(city.kernel(), std::string(YILIN_SOURCE_DIR) + "/data/facilities");
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, 0);
  EXPECT_GT(city.get(official, "/api/facility-standards?kind=day_care&region=410902006001").json().at("items").as_array().size(), 2u);
}

TEST_F(Register, FacilitiesNearMeForEverybody) {
  facility_at('H');
  const std::string id = facility_at('B', R"(,"beds":10,"area_m2":230,"services":["meal_canteen"],"phone":"12349")");
  const auto near = city.get(nullptr, fmt::format("/api/public/facilities?near={}.{:06},35.76", kLon / 1'000'000, kLon % 1'000'000));
  ASSERT_EQ(near.status, 200) << near.body;
  const auto items = near.json().at("items").as_array();
  ASSERT_EQ(items.size(), 2u);
  EXPECT_EQ(items[0].at("name").as_string(), "B处日间照料中心");
  EXPECT_NEAR(static_cast<double>(number(items[0], "distance_m")), 250, 2);
  EXPECT_TRUE(items[0].at("open_now").as_bool());
  EXPECT_EQ(items[0].at("service_names").at(0).as_string(), "助餐点就餐");
  EXPECT_EQ(city.get(nullptr, "/api/public/facilities?near=here").status, 422);
  EXPECT_EQ(city.get(nullptr, "/api/public/facilities?within_m=500").status, 422);
  EXPECT_EQ(city.get(nullptr, fmt::format("/api/public/facilities?near={}.{:06},35.76&within_m=300", kLon / 1'000'000, kLon % 1'000'000)).json().at("items").as_array().size(), 1u);
  EXPECT_TRUE(city.get(nullptr, "/api/public/facilities").json().at("items").at(0).at("distance_m").is_null());
  EXPECT_EQ(city.get(nullptr, "/api/public/facilities?accessible=true").json().at("items").as_array().size(), 0u);
  EXPECT_EQ(city.get(nullptr, "/api/public/facilities?limit=1").json().at("next").as_string(), "1");
  EXPECT_EQ(city.get(nullptr, "/api/public/facilities/" + id).status, 200);

  const std::string path = "/api/facilities/" + id;
  EXPECT_EQ(city.post(city.organisation(company), path + "/close", R"({"reason":"x"})").status, 403);
  EXPECT_EQ(city.post(county, path + "/close", R"({"reason":"房屋拆迁"})").status, 200);
  EXPECT_EQ(city.get(nullptr, "/api/public/facilities").json().at("items").as_array().size(), 1u);
  EXPECT_EQ(city.get(nullptr, "/api/public/facilities/" + id).status, 404);
  EXPECT_EQ(city.get(outside, path).status, 404);
}

TEST_F(Register, WrongPlacesAreNamed) {
  const auto post = [&](std::string_view lon_lat, std::string_view datum = "") {
    return city.post(official, "/api/facilities",
                     fmt::format(R"({{"name":"某中心","kind":"day_care","region":"{}",{}{}}})", kHome, lon_lat, datum));
  };
  const auto swapped = post(R"("lon_e6":35760000,"lat_e6":115030000)");
  EXPECT_EQ(swapped.status, 422);
  EXPECT_NE(swapped.body.find("填反"), std::string::npos);
  const auto sea = post(R"("lon_e6":122500000,"lat_e6":30000000)");
  EXPECT_EQ(sea.status, 422);
  EXPECT_NE(sea.body.find("公里"), std::string::npos) << sea.body;
  // In a map service's datum the same numbers are another place.
  const auto gcj = post(fmt::format(R"("lon_e6":{},"lat_e6":{})", kLon, kLat), R"(,"datum":"gcj02")");
  ASSERT_EQ(gcj.status, 200) << gcj.body;
  EXPECT_NE(number(gcj.json(), "lon_e6"), kLon);
  EXPECT_EQ(text(gcj, "source_datum"), "gcj02");
}

TEST_F(Register, TheRecordIsApartFromTheEssentials) {
  const std::string id = facility_at('B');
  const std::string path = "/api/facilities/" + id;
  const auto manager = city.organisation(company);
  EXPECT_EQ(city.put(manager, path + "/record", R"({"version":1,"beds_full":8,"beds_day":6,"beds_nursing":5,"fire":"approved","insured":"yes","fee_min_fen":180000,"fee_max_fen":320000,"admits":["dependent","dementia"],"opened_on":"2024-05-01"})").status, 200);
  auto shown = city.get(official, path);
  EXPECT_EQ(number(shown.json(), "beds"), 14);  // the sum of its kinds
  EXPECT_EQ(text(shown, "credit_code"), "91330100799655058B");
  EXPECT_EQ(city.put(manager, path + "/record", R"({"version":1})").status, 409);
  EXPECT_EQ(city.put(manager, path + "/record", R"({"version":2,"beds_nursing":3})").status, 422);
  EXPECT_EQ(city.put(outside, path + "/record", R"({"version":2})").status, 404);

  // A form that knows only the essentials leaves the record as it is.
  EXPECT_EQ(city.put(manager, path, body("B处新名", 'B', R"(,"beds":14,"area_m2":180,"version":2)")).status, 200);
  shown = city.get(official, path);
  EXPECT_EQ(text(shown, "fire"), "approved");
  EXPECT_EQ(text(shown, "name"), "B处新名");
  EXPECT_EQ(city.put(manager, path, body("B处新名", 'B', R"(,"beds":9,"area_m2":180,"version":3)")).status, 422);

  // What it fails, with the clause.
  EXPECT_EQ(text(shown, "meets"), "no");
  ASSERT_EQ(shown.json().at("failing").as_array().size(), 1u);
  EXPECT_EQ(shown.json().at("failing").at(0).as_string(), "社区日间照料中心建筑面积不少于 200 平方米：建筑面积 180平方米，少于 200平方米。");
  const auto failing = city.get(county, "/api/facilities/failing").json();
  EXPECT_EQ(number(failing, "fail"), 1);
  EXPECT_EQ(failing.at("items").at(0).at("checks").at(0).at("confidence").as_string(), "公开报道");
  EXPECT_EQ(number(city.get(outside, "/api/facilities/failing").json(), "facilities"), 0);

  const auto history = city.get(official, path + "/history").json().at("items").as_array();
  ASSERT_EQ(history.size(), 3u);
  EXPECT_EQ(history[0].at("verb").as_string(), "facility.change");
  EXPECT_EQ(history[0].at("changes").at(0).at("before").as_string(), "B处日间照料中心");
  EXPECT_EQ(history[0].at("changes").at(0).at("after").as_string(), "B处新名");
  EXPECT_EQ(city.get(outside, path + "/history").status, 404);
  EXPECT_EQ(number(city.get(official, fmt::format("/api/organisations/{}", company.value)).json(), "facilities"), 1);
}

TEST_F(Register, PhotosAreShownToEverybodyUntilTheyAreTakenDown) {
  const std::string id = facility_at('B');
  const auto upload = [&](std::string_view bytes) {
    http::Request r = city.make(city.organisation(company), http::Method::post, "/api/uploads/facilities/" + id + "/photo?caption=%E5%A4%A7%E9%97%A8");
    r.body = city.folder + "/spool";
    std::ofstream(r.body, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return city.request(std::move(r));
  };
  const auto at_rest = [&] {
    std::size_t out = 0;
    if (std::filesystem::exists(city.folder + "/photos"))
      for (const auto& file : std::filesystem::recursive_directory_iterator(city.folder + "/photos")) out += file.is_regular_file();
    return out;
  };
  EXPECT_EQ(upload("GIF89a").status, 422);
  const auto kept = upload("\xff\xd8\xff\xe0 a gate");
  ASSERT_EQ(kept.status, 200) << kept.body;
  EXPECT_EQ(text(upload("\xff\xd8\xff\xe0 a gate"), "id"), text(kept, "id"));
  EXPECT_EQ(city.get(nullptr, "/api/public/facilities/" + id).json().at("photos").as_array().size(), 1u);
  EXPECT_EQ(city.get(nullptr, "/api/public/facility-photos/" + text(kept, "id")).status, 200);
  city.restart();
  EXPECT_EQ(city.post(outside, "/api/facility-photos/" + text(kept, "id") + "/remove", R"({"reason":"x"})").status, 404);
  EXPECT_EQ(city.post(official, "/api/facility-photos/" + text(kept, "id") + "/remove", R"({"reason":"过时"})").status, 200);
  EXPECT_EQ(city.get(nullptr, "/api/public/facility-photos/" + text(kept, "id")).status, 404);
  EXPECT_TRUE(city.get(nullptr, "/api/public/facilities/" + id).json().at("photos").as_array().empty());
  // What may not be added is not kept either.
  EXPECT_EQ(at_rest(), 1u);
  ASSERT_EQ(city.post(county, "/api/facilities/" + id + "/close", R"({"reason":"房屋拆迁"})").status, 200);
  EXPECT_GE(upload("\xff\xd8\xff\xe0 too late").status, 400);
  EXPECT_EQ(at_rest(), 1u);
}

TEST_F(Register, BedsAreTakenAndTheReturnFollows) {
  const std::string id = facility_at('B', R"(,"beds":2,"area_m2":230)");
  const std::string path = "/api/facilities/" + id;
  const auto manager = city.organisation(company);
  // Her operator must have been shown her ID number; an elder's number in the system is not enough.
  EXPECT_NE(city.post(manager, path + "/stays", fmt::format(R"({{"elder_id":"{}","bed":"full"}})", elder.value)).status, 200);
  const auto stay = city.post(manager, path + "/stays", fmt::format(R"({{"id_card":"{}","bed":"full","from_day":"2026-11-12"}})", card(1).reveal()));
  ASSERT_EQ(stay.status, 200) << stay.body;
  EXPECT_EQ(code(city.post(county, path + "/stays", fmt::format(R"({{"elder_id":"{}","bed":"full"}})", elder.value))), "facilities.has_bed");
  const ElderId second = elder_at('C', 2), third = elder_at('D', 3);
  EXPECT_EQ(city.post(county, path + "/stays", fmt::format(R"({{"elder_id":"{}","bed":"day"}})", second.value)).status, 200);
  EXPECT_EQ(code(city.post(county, path + "/stays", fmt::format(R"({{"elder_id":"{}","bed":"day"}})", third.value))), "facilities.no_bed");
  EXPECT_EQ(number(city.get(nullptr, "/api/public/facilities/" + id).json(), "beds_free"), 0);
  EXPECT_EQ(city.get(nullptr, "/api/public/facilities?beds_free=true").json().at("items").as_array().size(), 0u);
  EXPECT_EQ(city.get(manager, path + "/stays").json().at("items").as_array().size(), 2u);
  EXPECT_EQ(city.get(outside, path + "/stays").status, 404);

  for (const auto& [who, activity, times] : std::initializer_list<std::tuple<ElderId, std::string_view, int>>{{elder, "meal", 2}, {elder, "meal", 1}, {third, "day_care", 1}})
    EXPECT_EQ(city.post(county, path + "/attendance", fmt::format(R"({{"elder_id":"{}","activity":"{}","times":{}}})", who.value, activity, times)).status, 200);
  EXPECT_EQ(city.post(county, path + "/attendance", fmt::format(R"({{"elder_id":"{}","activity":"meal","day":"2026-12-01"}})", elder.value)).status, 422);
  confirm(served(elder));  // an hour of the operator's people at her home

  auto month = city.get(manager, path + "/return?month=2026-11").json();
  EXPECT_EQ(number(month, "residents_full"), 1);
  EXPECT_EQ(number(month, "residents_day"), 1);
  EXPECT_EQ(number(month, "admitted"), 2);
  EXPECT_EQ(number(month, "bed_days"), 11 + 1);  // from the 12th to today, the 22nd; and today
  EXPECT_EQ(number(month, "meal"), 3);
  EXPECT_EQ(number(month, "day_care"), 1);
  EXPECT_EQ(number(month, "elders_came"), 2);
  EXPECT_EQ(number(month, "home_visits"), 1);
  EXPECT_EQ(number(month, "home_minutes"), 60);
  EXPECT_EQ(city.get(manager, path + "/return?month=2026-12").status, 422);
  EXPECT_EQ(number(city.get(manager, path + "/return?month=2026-10").json(), "bed_days"), 0);

  EXPECT_EQ(city.post(manager, "/api/facility-stays/" + text(stay, "id") + "/end", R"({"reason":"回家"})").status, 200);
  EXPECT_EQ(city.post(manager, "/api/facility-stays/" + text(stay, "id") + "/end", R"({"reason":"回家"})").status, 409);
  month = city.get(manager, path + "/return").json();
  EXPECT_EQ(number(month, "residents_full"), 0);
  EXPECT_EQ(number(month, "left"), 1);
  EXPECT_EQ(number(city.get(nullptr, "/api/public/facilities/" + id).json(), "beds_free"), 1);
  city.restart();
  EXPECT_EQ(number(city.get(nullptr, "/api/public/facilities/" + id).json(), "beds_free"), 1);
}

// Each home visit is in the return of exactly one of its operator's facilities.
TEST_F(Register, HomeVisitsAreCountedOnce) {
  facility_at('B');
  const auto street = city.post(official, "/api/facilities", fmt::format(R"({{"organisation_id":"{}","name":"街道中心","kind":"street_centre","region":"410902006000"}})", company.value));
  ASSERT_EQ(street.status, 200) << street.body;
  served(elder);
  served(elder, "clean_room", 30);
  std::int64_t sum = 0;
  const auto rows = city.get(official, "/api/facility-returns").json().at("items").as_array();
  EXPECT_EQ(rows.size(), 2u);
  for (const auto& row : rows) sum += number(row, "home_visits");
  EXPECT_EQ(sum, 2);
}

TEST_F(Register, QuartersOweRooms) {
  const auto made = city.post(official, "/api/quarters", fmt::format(R"({{"name":"锦绣家园","region":"{}","kind":"new","households":1200,"planned_on":"2024-03-01"}})", kHome));
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(number(made.json(), "owed_m2"), 360);
  EXPECT_EQ(number(made.json(), "debt_m2"), 360);
  EXPECT_EQ(text(made, "rule_name"), "河南省新建小区配建");
  EXPECT_EQ(made.json().at("owed").as_array().size(), 2u);  // the national example, too
  EXPECT_NE(text(made, "step_problem"), "");
  const std::string path = "/api/quarters/" + text(made, "id");
  const auto step = [&](std::string_view body) { return city.post(official, path + "/steps", body); };
  EXPECT_EQ(step(R"({"part":"care","stage":"building"})").status, 409);
  EXPECT_EQ(step(R"({"part":"care","stage":"planned","document":"规划条件 12 号"})").status, 200);
  EXPECT_EQ(step(R"({"part":"care","stage":"building"})").status, 200);
  EXPECT_EQ(step(R"({"part":"care","stage":"accepted"})").status, 422);  // without the measured area
  EXPECT_EQ(number(step(R"({"part":"care","stage":"accepted","provided_m2":300})").json(), "debt_m2"), 60);
  EXPECT_EQ(step(R"({"part":"care","stage":"building"})").status, 422);  // back, without a reason
  EXPECT_EQ(city.get(official, path).json().at("steps").as_array().size(), 3u);
  EXPECT_EQ(city.get(outside, path).status, 404);
  EXPECT_EQ(city.post(official, "/api/quarters", fmt::format(R"({{"name":"老家属院","region":"{}","kind":"existing","households":50,"provided_m2":100}})", kHome)).status, 200);
  const auto debts = city.get(official, "/api/quarters/debts").json();
  EXPECT_EQ(number(debts.at("total"), "debt_m2"), 60);
  EXPECT_EQ(number(debts.at("total"), "quarters"), 2);
  std::int64_t sum = 0;
  for (const auto& child : debts.at("children").as_array()) sum += number(child, "debt_m2");
  EXPECT_EQ(sum, 60);
  EXPECT_EQ(city.get(official, "/api/quarters?in_debt=true").json().at("items").as_array().size(), 1u);
  EXPECT_EQ(number(city.get(outside, "/api/quarters/debts").json().at("total"), "quarters"), 0);
}

TEST_F(Register, OpenDataHasItsShapes) {
  const std::string id = facility_at('B', R"(,"beds":10,"area_m2":230,"services":["meal_canteen"],"phone":"12349")");
  const auto map = city.get(nullptr, "/api/public/facilities.geojson");
  ASSERT_EQ(map.status, 200);
  const auto feature = map.json().at("features").at(0);
  EXPECT_EQ(feature.at("geometry").at("type").as_string(), "Point");
  EXPECT_NEAR(feature.at("geometry").at("coordinates").at(0).as_double(), static_cast<double>(at('B')) / 1e6, 1e-9);
  EXPECT_EQ(feature.at("properties").at("kind").as_string(), "day_care");

  const auto list = [&](std::string_view name) { return city.get(nullptr, fmt::format("/api/public/directory/{}", name)).json(); };
  const auto locations = list("locations");
  EXPECT_EQ(number(locations, "total_items"), 1);
  const auto location = locations.at("contents").at(0);
  EXPECT_EQ(location.at("location_type").as_string(), "physical");
  EXPECT_NEAR(location.at("latitude").as_double(), 35.76, 1e-9);
  const auto at_location = list("service_at_locations").at("contents").at(0), service = list("services").at("contents").at(0), organisation = list("organizations").at("contents").at(0);
  EXPECT_EQ(at_location.at("location_id"), location.at("id"));
  EXPECT_EQ(at_location.at("service_id"), service.at("id"));
  EXPECT_EQ(service.at("organization_id"), organisation.at("id"));
  EXPECT_EQ(std::string(location.at("id").as_string()), uuid_of("location", std::stoll(id)));
  EXPECT_EQ(location.at("id").as_string().at(14), '8');  // version
  EXPECT_EQ(city.get(nullptr, "/api/public/directory/locations?per_page=0").status, 422);
  EXPECT_TRUE(city.get(nullptr, "/api/public/directory/locations?page=2").json().at("empty").as_bool());

  // Nothing changed: nothing is sent.
  http::Request again = city.make(nullptr, http::Method::get, "/api/public/facilities.geojson");
  for (const auto& [name, value] : map.headers)
    if (name == "etag") again.headers.emplace_back("if-none-match", value);
  EXPECT_EQ(city.request(std::move(again)).status, 304);
  EXPECT_EQ(city.post(official, "/api/facilities/" + id + "/close", R"({"reason":"拆迁"})").status, 200);
  EXPECT_TRUE(city.get(nullptr, "/api/public/facilities.geojson").json().at("features").as_array().empty());
}

}  // namespace
}  // namespace yilin::facilities
