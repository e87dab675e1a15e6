// A world that begins in the middle of a day: it goes on with what others have left open.
#include "sim/world.h"

#include "modules/dispatch/module.h"
#include "modules/hotline/module.h"
#include "modules/settlement/module.h"
#include "sim/module.h"
#include "support/story.h"

namespace yilin::sim {
namespace {

class WorldStory : public test::Story {
 protected:
  WorldStory() : Story({dispatch::module(), settlement::module(), hotline::module(), module()}) {}
};

TEST_F(WorldStory, PicksUpWhatOthersHaveLeftOpen) {
  const OrderId forgotten = order(elder, "haircut", 1);
  city.clock.advance(hours(24));
  const ElderId second = add_elder(2), third = add_elder(3);
  const OrderId begun = order(second, "clean_room", 1);
  ASSERT_FALSE(offers(begun).empty());
  ASSERT_EQ(step(offers(begun)[0], "accept").status, 200);
  ASSERT_EQ(step(offers(begun)[0], "check-in").status, 200);
  const OrderId promised = order(third, "bath_home", 2);
  ASSERT_EQ(step(offers(promised)[0], "accept").status, 200);
  const OrderId asked = order(elder, "bath_home", 3);

  Hands hands(city.kernel());
  World world(city.kernel(), hands, nullptr, {7, 1, 40, {}, {}, {}});
  world.pick_up();
  for (int i = 0; i < 6 * 60 * 8; ++i) {
    city.advance(seconds(10));
    world.step();
  }
  EXPECT_EQ(order_row(forgotten).state, orders::OrderState::cancelled);
  EXPECT_EQ(order_row(forgotten).reason, orders::Reason::no_carer);
  for (const OrderId id : {begun, promised, asked}) EXPECT_GE(order_row(id).state, orders::OrderState::done) << id.value;
  EXPECT_GT(visit_of(begun).minutes, 10);
}

}  // namespace
}  // namespace yilin::sim
