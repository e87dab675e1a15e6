#include "base/geo.h"

#include <gtest/gtest.h>

namespace yilin {
namespace {

TEST(Distance, KnownLengths) {
  EXPECT_EQ(distance_m({115'000'000, 35'000'000}, {115'000'000, 35'000'000}), 0);
  EXPECT_EQ(distance_m({0, 0}, {1'000'000, 0}), 111'195);             // a degree on the equator
  EXPECT_EQ(distance_m({0, 0}, {180'000'000, 0}), 20'015'114);        // half way round
  EXPECT_EQ(distance_m({115'029'000, 35'762'000}, {115'030'000, 35'762'000}), 90);
}

TEST(Place, ZeroIsNotPlaced) {
  EXPECT_FALSE(Place{});
  EXPECT_TRUE((Place{1, 0}));
}

}  // namespace
}  // namespace yilin
