#include "formats/routing/explanation.h"

#include <gtest/gtest.h>

#include "engines/routing/solver.h"
#include "formats/routing/plan_text.h"

namespace yilin::formats {
namespace {

// A street of four houses a minute apart; A starts at house 0, B at house 3, C cannot bathe.
const std::string kStreet = R"({
  "vehicles": [{"id": 1, "start_index": 0, "skills": [5], "time_window": [0, 3600]},
               {"id": 2, "start_index": 3, "skills": [5], "time_window": [0, 3600]},
               {"id": 3, "start_index": 1, "time_window": [0, 3600]}],
  "jobs": [{"id": 10, "location_index": 1, "service": 600, "skills": [5], "refused": [2]},
           {"id": 11, "location_index": 2, "service": 600, "skills": [5]},
           {"id": 12, "location_index": 1, "service": 600, "skills": [9]},
           {"id": 13, "location_index": 2, "service": 600, "time_windows": [[9000, 9600]]},
           {"id": 14, "location_index": 2, "service": 300, "skills": [5], "second": {"skills": []}}],
  "matrices": {"car": {"durations": [[0, 60, 120, 180], [60, 0, 60, 120], [120, 60, 0, 60], [180, 120, 60, 0]]}}})";

template <class T>
T must(Result<T> r) {
  if (!r) throw std::runtime_error(std::string(r.error().message()) + (r.error().fields.empty() ? "" : r.error().fields[0].field + r.error().fields[0].message));
  return std::move(*r);
}

struct Street : testing::Test {
  VroomDay day = must(read_vroom(kStreet));
  routing::Answer answer = must(routing::solve(day.problem, {.iterations = 300}));
  Result<Explanation> why(std::string_view visit, std::optional<std::string_view> carer = std::nullopt) { return explain(day.problem, answer.solution, visit, carer, 1, day.skills); }
};

TEST_F(Street, TheOtherCarerIsTheDifferenceOfTwoEvaluations) {
  const auto all = why("11");
  ASSERT_TRUE(all) << all.error().message();
  ASSERT_TRUE(all->served);
  const std::string other = all->carers[0] == "1" ? "2" : "1";
  const auto one = why("11", other);
  ASSERT_EQ(one->alternatives.size(), 1u);
  const Alternative& a = one->alternatives[0];
  ASSERT_TRUE(a.possible) << to_text(*one);
  // The same move made by hand and priced from nothing.
  routing::Problem forced = day.problem;
  forced.visits[1].locked_carer = other == "1" ? 0 : 1;
  auto live = routing::LivePlan::open(day.problem, answer.solution);
  ASSERT_TRUE(live->drop(1));
  double best = 1e18;
  const auto offers = must(live->offers(1, 10));
  for (const auto& offer : offers)
    if (day.problem.carers[static_cast<std::size_t>(offer.carer)].id == other) {
      ASSERT_TRUE(live->take(1, offer));
      const auto after = routing::evaluate(day.problem, live->answer().solution);
      ASSERT_TRUE(after);
      best = static_cast<double>(after->score.cost - answer.score.cost) / routing::kCostScale;
      ASSERT_TRUE(live->drop(1));
    }
  EXPECT_DOUBLE_EQ(a.cost, best);
  EXPECT_DOUBLE_EQ(a.cost, a.travel + a.overtime + a.unfairness + a.continuity);
}

TEST_F(Street, SaysWhoCannotAndWhatWouldHelp) {
  const auto refused = why("10", "2");
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->carers, std::vector<std::string>{"1"});
  ASSERT_EQ(refused->alternatives.size(), 1u);
  EXPECT_FALSE(refused->alternatives[0].possible);
  EXPECT_NE(to_text(*refused).find("允许派 2"), std::string::npos) << to_text(*refused);
  const auto unskilled = why("10", "3");
  EXPECT_EQ(unskilled->alternatives.at(0).obstacle, obstacle_text(routing::Reason::no_skill));
}

TEST_F(Street, SaysWhyNobodyComes) {
  const auto skill = why("12");
  ASSERT_TRUE(skill);
  EXPECT_FALSE(skill->served);
  EXPECT_EQ(skill->reason, reason_text(routing::Reason::no_skill));
  ASSERT_FALSE(skill->relaxations.empty());
  EXPECT_NE(skill->relaxations[0].find("技能 9"), std::string::npos) << skill->relaxations[0];
  const auto late = why("13");
  EXPECT_EQ(late->reason, reason_text(routing::Reason::out_of_reach));
  EXPECT_NE(to_text(*late).find("提前"), std::string::npos) << to_text(*late);
  const auto only = why("13", "2");
  for (const auto& r : only->relaxations) EXPECT_NE(r.find('2'), std::string::npos);
}

TEST_F(Street, TwoCarersAreComparedAsAPair) {
  const auto pair = why("14");
  ASSERT_TRUE(pair) << pair.error().message();
  ASSERT_EQ(pair->carers.size(), 2u);
  ASSERT_FALSE(pair->alternatives.empty());
  for (const Alternative& a : pair->alternatives) {
    if (!a.possible) continue;
    EXPECT_EQ(a.carers.size(), 2u);
  }
}

TEST_F(Street, UnknownIdsAreNamed) {
  EXPECT_EQ(why("99").error().kind->http_status, 404);
  EXPECT_NE(why("10", "99").error().message().find("99"), std::string::npos);
}

TEST_F(Street, OurOwnAnswerIsReadBackAsThePlan) {
  const auto plan = read_vroom_plan(day, write_vroom(day, answer));
  ASSERT_TRUE(plan) << plan.error().message();
  const auto again = routing::evaluate(day.problem, *plan);
  ASSERT_TRUE(again) << again.error().message();
  EXPECT_EQ(again->score, answer.score);
  EXPECT_FALSE(read_vroom_plan(day, R"({"routes":[{"vehicle":77,"steps":[]}]})"));
  EXPECT_FALSE(read_vroom_plan(day, R"({"routes":[{"vehicle":1,"steps":[{"type":"job","id":555,"arrival":0}]}]})"));
}

TEST(Solomon, ASolIsReadBack) {
  std::string text = "T1\n\nVEHICLE\nNUMBER CAPACITY\n 2 50\n\nCUSTOMER\nCUST NO. XCOORD. YCOORD. DEMAND READY DUE SERVICE\n 0 0 0 0 0 1000 0\n";
  for (int i = 1; i <= 4; ++i) text += " " + std::to_string(i) + " " + std::to_string(10 * i) + " 0 10 0 900 5\n";
  const auto day = read_solomon(text);
  ASSERT_TRUE(day) << day.error().message();
  const auto answer = routing::solve(day->problem, {.iterations = 200});
  const auto plan = read_sol(*day, write_sol(*day, *answer));
  ASSERT_TRUE(plan);
  EXPECT_EQ(routing::evaluate(day->problem, *plan)->score.cost, answer->score.cost);
  EXPECT_FALSE(read_sol(*day, "Route #1: 1 9\n"));
  const auto why = explain(day->problem, *plan, "2", std::nullopt, day->unit);
  ASSERT_TRUE(why) << why.error().message();
  EXPECT_TRUE(why->served);
}

TEST(HomeCare, AnotherCarerIsTriedAtEveryPlaceOfTheOrder) {
  const auto day = read_home_care(R"({
    "caregivers": [{"id": "a", "abilities": ["wash"]}, {"id": "b", "abilities": ["wash", "lift"]}, {"id": "c", "abilities": ["cook"]}],
    "services": [{"id": "wash", "default_duration": 10}, {"id": "lift", "default_duration": 10}, {"id": "cook", "default_duration": 10}],
    "patients": [{"id": "p1", "time_window": [0, 30], "required_caregivers": [{"service": "wash"}]},
                 {"id": "p2", "time_window": [0, 60], "required_caregivers": [{"service": "wash"}, {"service": "lift"}], "synchronization": {"type": "simultaneous"}}],
    "distances": [[0, 5, 5], [5, 0, 2], [5, 2, 0]]})");
  ASSERT_TRUE(day) << day.error().message();
  const auto plan = routing::solve(day->problem, {.iterations = 2'000});
  ASSERT_TRUE(plan);
  const auto read = read_home_care_plan(*day, write_home_care(*day, *plan));
  ASSERT_TRUE(read) << read.error().message();
  EXPECT_EQ(read->order, plan->order);
  const auto why = explain(*day, *read, "p1");
  ASSERT_TRUE(why);
  ASSERT_FALSE(why->alternatives.empty());
  EXPECT_TRUE(why->alternatives[0].possible);
  EXPECT_GE(why->alternatives[0].cost, -1e-9) << "the plan of so small a day is the best one";
  const auto unable = explain(*day, *read, "p1", "c");
  ASSERT_EQ(unable->alternatives.size(), 1u);
  EXPECT_FALSE(unable->alternatives[0].possible);
  EXPECT_FALSE(read_home_care_plan(*day, R"({"global_ordering":["p1"],"routes":[]})"));
}

}  // namespace
}  // namespace yilin::formats
