#pragma once
// In tests only: a small city with two counties, four communities, and people to put there.

#include <gtest/gtest.h>

#include "base/rng.h"
#include "modules/accounts/module.h"
#include "modules/region/module.h"
#include "modules/region/region.h"
#include "modules/registry/memory.h"
#include "modules/registry/module.h"
#include "modules/registry/registry.h"
#include "support/test_city.h"

namespace yilin::registry {

inline constexpr std::int64_t kCity = 410900000000, kHualong = 410902000000, kPuyangXian = 410928000000;
inline constexpr std::int64_t kKunwu = 410902006001, kShengli = 410902006002, kLiuzhuang = 410928100201, kWangzhuang = 410928100202;

inline std::vector<region::Division> small_city() {
  const Date long_ago = Date::from_ymd(1990, 1, 1);
  std::vector<region::Division> rows;
  const std::pair<std::int64_t, const char*> names[] = {
      {410000000000, "河南省"},       {kCity, "濮阳市"},           {kHualong, "华龙区"},           {kPuyangXian, "濮阳县"},
      {410902006000, "中原路街道办事处"}, {410928100000, "城关镇"},   {kKunwu, "昆吾社区居民委员会"}, {kShengli, "胜利社区居民委员会"},
      {kLiuzhuang, "刘庄村民委员会"}, {kWangzhuang, "王庄村民委员会"}};
  for (const auto& [code, name] : names) rows.push_back(region::make_division({code}, name, long_ago));
  return rows;
}

// A valid ID number: area, birth, serial.
inline IdCard card(std::string_view area, Date birth, int serial) {
  std::string text(area);
  std::string day = to_string(birth);
  std::erase(day, '-');
  text += day;
  text += {static_cast<char>('0' + serial / 100 % 10), static_cast<char>('0' + serial / 10 % 10), static_cast<char>('0' + serial % 10)};
  return IdCard::trusted(text + IdCard::check_character(text));
}

inline NewElder person(std::string name, std::int64_t region, Date birth, int serial) {
  NewElder p;
  p.name = std::move(name);
  p.region = {region};
  p.id_card = card("410902", birth, serial);
  p.address = "1 号楼 101";
  return p;
}

class RegistryTest : public ::testing::Test {
 protected:
  test::TestCity city{{region::module(), accounts::module(), registry::module()}};
  test::CallerPtr clerk, other_clerk, official, operator_;

  void SetUp() override {
    ASSERT_TRUE(region::seed_divisions(city.kernel(), small_city(), {kCity}, false));
    city.restart();
    clerk = city.staff({access::Role::community_worker}, kHualong, "李梅");
    other_clerk = city.staff({access::Role::community_worker}, kPuyangXian, "张军");
    official = city.staff({access::Role::official}, kCity, "陈处");
    operator_ = city.staff({access::Role::hotline_operator}, kCity, "坐席一");
  }

  // Registers through the façade, as the system.
  ElderId add(const NewElder& in) {
    auto id = command::run_for<ElderId>(city.kernel(), access::Caller::system(),
                                        [&](command::Tx& tx) { return create_elder(tx, in); });
    EXPECT_TRUE(id) << (id ? "" : id.error().message()) << (id || id.error().fields.empty() ? "" : id.error().fields[0].message);
    return id ? *id : ElderId{};
  }
  Memory& mem() { return memory(city.kernel()); }
  static std::string path(ElderId id, std::string_view rest = {}) {
    return "/api/elders/" + std::to_string(id.value) + std::string(rest);
  }
  std::vector<std::string> names(const test::CallerPtr& who, const std::string& query) {
    const auto answer = city.get(who, "/api/elders?" + query);
    EXPECT_EQ(answer.status, 200) << query << " " << answer.body;
    std::vector<std::string> out;
    if (answer.status == 200)
      for (const auto body = answer.json(); const auto& item : body.at("items").as_array()) out.emplace_back(item.at("name").as_string().c_str());
    return out;
  }
  static std::string code(const test::Answer& answer) { return std::string(answer.json().at("code").as_string().c_str()); }
};

}  // namespace yilin::registry
