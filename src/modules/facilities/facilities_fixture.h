#pragma once
// In tests only: a street of elders and facilities, a quarter of a kilometre between the letters.
//
//   street   A--B--C--D--E--F--G--H        A is the elder of the story; each letter is 250 m east of the one before

#include "modules/facilities/facilities.h"
#include "modules/facilities/module.h"
#include "support/story.h"

namespace yilin::facilities {

class FacilitiesTest : public test::Story {
 protected:
  static constexpr std::int64_t kLetter = 2'766;  // degrees × 10⁶ for 249.6 m at this latitude
  FacilitiesTest() : Story({module()}) {
    EXPECT_TRUE(load_seed(city.kernel(), std::string(YILIN_SOURCE_DIR) + "/data/facilities"));
    official = city.staff({test::Role::official}, kCity, "陈处");
    county = city.staff({test::Role::official, test::Role::community_worker}, kHualong, "区科长");
    outside = city.staff({test::Role::official, test::Role::community_worker}, kQingfeng, "外县科长");
  }
  static std::int64_t at(char letter) { return kLon + kLetter * (letter - 'A'); }
  ElderId elder_at(char letter, int serial, std::string name = "赵奶奶", std::vector<registry::NewLabel> labels = {}) {
    registry::NewElder in;
    in.name = name;
    in.id_card = card(serial);
    in.region = {kHome};
    in.labels = std::move(labels);
    in.ability = registry::Ability::severe;
    if (letter != ' ') {
      in.lon_e6 = at(letter);
      in.lat_e6 = kLat;
    }
    return as_system<ElderId>([&](command::Tx& tx) { return registry::create_elder(tx, in); }, true);
  }
  std::string body(std::string_view name, char letter, std::string_view more = "", std::string_view kind = "day_care") {
    return fmt::format(R"({{"organisation_id":"{}","name":"{}","kind":"{}","region":"{}","lon_e6":{},"lat_e6":{}{}}})", company.value, name, kind, kHome, at(letter), kLat, more);
  }
  std::string facility_at(char letter, std::string_view more = R"(,"beds":10,"area_m2":230)", std::string_view kind = "day_care") {
    const auto made = city.post(official, "/api/facilities", body(fmt::format("{}处日间照料中心", letter), letter, more, kind));
    EXPECT_EQ(made.status, 200) << made.body;
    return made.status == 200 ? text(made, "id") : std::string();
  }
  static std::int64_t number(const entity::json::value& v, std::string_view key) { return v.at(key).as_int64(); }

  test::CallerPtr official, county, outside;
};

}  // namespace yilin::facilities
