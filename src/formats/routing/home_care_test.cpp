#include "formats/routing/home_care.h"

#include <gtest/gtest.h>

namespace yilin::formats {
namespace {

const std::string kDay = R"({
  "patients": [
    {"id": "p1", "time_window": [10, 20.5], "required_caregivers": [{"service": "s1", "duration": 7}]},
    {"id": "p2", "time_window": [0, 60], "required_caregivers": [{"service": "s1"}, {"service": "s2", "duration": 5}],
     "synchronization": {"type": "sequential", "distance": [3, 9]}}],
  "services": [{"id": "s1", "default_duration": 12}, {"id": "s2"}],
  "caregivers": [{"id": "c1", "abilities": ["s1"]}, {"id": "c2", "abilities": ["s2", "s1"]}],
  "distances": [[0, 1.5, 2], [1.5, 0, 3], [2, 3, 0]]})";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(HomeCare, ReadsPatientsCarersAndGaps) {
  const auto day = read_home_care(kDay);
  ASSERT_TRUE(day) << day.error().message();
  const auto& p = day->problem;
  EXPECT_EQ(p.carers, 2);
  EXPECT_EQ(p.locations, 3);
  EXPECT_EQ(p.travel[1], 1'500'000);
  EXPECT_EQ(p.visits[0].due, 20'500'000);
  EXPECT_EQ(p.visits[0].services[0].carers, (std::vector{0, 1}));
  EXPECT_EQ(p.visits[1].services[0].duration, 12'000'000);  // the service's own
  EXPECT_EQ(p.visits[1].services[1].carers, (std::vector{1}));
  EXPECT_EQ(p.visits[1].gap_min, 3'000'000);
  EXPECT_EQ(p.visits[1].gap_max, 9'000'000);
}

TEST(HomeCare, WritesRoutesInGlobalOrder) {
  const auto day = read_home_care(kDay);
  routing::SyncPlan plan;
  plan.order = {1, 0};
  plan.stops = {{{1, 10'500'000}}, {{0, 2'000'000}, {1, 5'000'000}}};
  EXPECT_EQ(write_home_care(*day, plan), R"({
  "global_ordering": ["p2", "p1"],
  "routes": [
    {"caregiver_id": "c1", "locations": [
      {"patient": "p2", "service": "s1", "arrival_time": 2, "departure_time": 14}
    ]},
    {"caregiver_id": "c2", "locations": [
      {"patient": "p2", "service": "s2", "arrival_time": 5, "departure_time": 10},
      {"patient": "p1", "service": "s1", "arrival_time": 10.5, "departure_time": 17.5}
    ]}
  ]
}
)");
}

TEST(HomeCare, WrongInputNamesTheField) {
  const auto field = [](const std::string& text) {
    const auto day = read_home_care(text);
    return day ? std::string("accepted") : day.error().fields.empty() ? std::string(day.error().kind->code) : day.error().fields[0].field;
  };
  EXPECT_EQ(field(replaced(kDay, "[10, 20.5]", "[30, 20.5]")), "patients[0].time_window");
  EXPECT_EQ(field(replaced(kDay, "[10, 20.5]", "[-1, 20.5]")), "patients[0].time_window[0]");
  EXPECT_EQ(field(replaced(kDay, "\"p2\"", "\"p1\"")), "patients[1].id");
  EXPECT_EQ(field(replaced(kDay, "\"s2\", \"duration\": 5", "\"s9\", \"duration\": 5")), "patients[1].required_caregivers[1].service");
  EXPECT_EQ(field(replaced(kDay, "sequential", "later")), "patients[1].synchronization.type");
  EXPECT_EQ(field(replaced(kDay, ", [2, 3, 0]", "")), "distances");
  EXPECT_EQ(field(replaced(kDay, "1.5, 0, 3", "1.5, \"x\", 3")), "distances[1][1]");
  EXPECT_EQ(field("{"), "malformed");
  EXPECT_EQ(field("[]"), "");
}

}  // namespace
}  // namespace yilin::formats
