#include "sim/live_day.h"

#include <gtest/gtest.h>

#include "modules/accounts/module.h"
#include "modules/catalogue/module.h"
#include "modules/facilities/module.h"
#include "modules/orders/module.h"
#include "modules/providers/module.h"
#include "modules/region/module.h"
#include "modules/registry/module.h"
#include "sim/module.h"
#include "support/test_city.h"

namespace yilin::sim {
namespace {

struct LiveDayRoutes : testing::Test {
  test::TestCity city{{region::module(), accounts::module(), registry::module(), catalogue::module(), providers::module(), orders::module(), facilities::module(), module()}};
  test::CallerPtr dispatcher = city.staff({access::Role::dispatcher}, 410900000000);
};

TEST_F(LiveDayRoutes, DoNotExistOutsideADemo) {
  EXPECT_EQ(city.get(dispatcher, "/api/sim").status, 404);
  EXPECT_EQ(city.post(dispatcher, "/api/sim/play", R"({"speed":60})").status, 404);
  EXPECT_EQ(city.post(dispatcher, "/api/sim/stop").status, 404);
  EXPECT_EQ(live_day(city.kernel()).speed(), 0);
}

TEST_F(LiveDayRoutes, PlayAndStop) {
  live_day(city.kernel()).allow();
  EXPECT_EQ(city.post(dispatcher, "/api/sim/play", R"({"speed":7})").status, 422);
  EXPECT_EQ(city.post(dispatcher, "/api/sim/play", R"({"speed":60})").json().at("speed").as_int64(), 60);
  EXPECT_TRUE(city.get(dispatcher, "/api/sim").json().at("playing").as_bool());
  EXPECT_EQ(city.post(dispatcher, "/api/sim/stop").json().at("playing").as_bool(), false);
  EXPECT_EQ(city.post(city.home({}), "/api/sim/play", R"({"speed":1})").status, 403);
}

}  // namespace
}  // namespace yilin::sim
