// The routing engine over HTTP, without a socket.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <future>
#include <thread>

#include <fmt/format.h>

#include "engines/routing/solver.h"
#include "formats/routing/vroom.h"
#include "modules/accounts/module.h"
#include "modules/region/module.h"
#include "modules/solving/module.h"
#include "modules/solving/solving.h"
#include "support/test_city.h"

namespace yilin::solving {
namespace {

namespace json = entity::json;

// `visits` houses on a line, one minute apart, two carers at its ends.
std::string street(int visits, std::string_view more = "") {
  std::string jobs;
  for (int i = 0; i < visits; ++i) jobs += fmt::format(R"({}{{"id":{},"location":[115.{:06},35.7],"service":300}})", i ? "," : "", i + 1, 10'000 + i * 100);
  return fmt::format(R"({{"vehicles":[{{"id":1,"start":[115.01,35.7],"time_window":[0,36000]}},{{"id":2,"start":[115.05,35.7],"time_window":[0,36000]}}],"jobs":[{}]{}}})", jobs, more);
}

struct Solving : testing::Test {
  test::TestCity city{{region::module(), accounts::module(), module()}};
  test::CallerPtr dispatcher = city.staff({access::Role::dispatcher}, 410900000000);
  test::CallerPtr other = city.staff({access::Role::dispatcher}, 410900000000);
};

TEST_F(Solving, ASmallDayIsAnsweredAtOnceAndTheCheckerAgrees) {
  const std::string problem = street(12);
  const auto solved = city.post(dispatcher, "/api/route/solve?iterations=2000&seed=3", problem);
  ASSERT_EQ(solved.status, 200) << solved.body;
  EXPECT_EQ(solved.json().at("code").as_int64(), 0);
  EXPECT_TRUE(solved.json().at("unassigned").as_array().empty());
  EXPECT_EQ(city.post(dispatcher, "/api/route/solve?iterations=2000&seed=3", problem).body, solved.body) << "the same seed, the same bytes";
  const auto checked = city.post(dispatcher, "/api/route/check", fmt::format(R"({{"problem":{},"answer":{}}})", problem, solved.body));
  ASSERT_EQ(checked.status, 200) << checked.body;
  EXPECT_TRUE(checked.json().at("kept").as_bool()) << checked.body;
  // A plan that contradicts itself is found out.
  std::string wrong = solved.body;
  wrong.replace(wrong.find("\"arrival\":"), 11, "\"arrival\":9");
  EXPECT_FALSE(city.post(dispatcher, "/api/route/check", fmt::format(R"({{"problem":{},"answer":{}}})", problem, wrong)).json().at("kept").as_bool());
  const auto why = city.post(dispatcher, "/api/route/explain", fmt::format(R"({{"problem":{},"answer":{},"visit":5}})", problem, solved.body));
  ASSERT_EQ(why.status, 200) << why.body;
  EXPECT_TRUE(why.json().at("served").as_bool());
  EXPECT_EQ(why.json().at("alternatives").as_array().size(), 1u);
}

TEST_F(Solving, ALongOneIsAJobOfWhoeverAsked) {
  const auto taken = city.post(dispatcher, "/api/route/solve?iterations=500", street(250));
  ASSERT_EQ(taken.status, 202) << taken.body;
  const std::string path = "/api/route/jobs/" + std::string(taken.json().at("id").as_string());
  background(city.kernel())->wait_until_idle();
  const auto job = city.get(dispatcher, path);
  ASSERT_EQ(job.status, 200) << job.body;
  EXPECT_EQ(job.json().at("state").as_string(), "done");
  EXPECT_EQ(job.json().at("percent").as_int64(), 100);
  EXPECT_EQ(city.get(dispatcher, path + "/answer").json().at("code").as_int64(), 0);
  EXPECT_EQ(city.get(other, path).status, 404);
  EXPECT_EQ(city.get(other, path + "/answer").status, 404);
  EXPECT_EQ(city.post(dispatcher, path + "/cancel").status, 409);
  EXPECT_EQ(city.get(dispatcher, "/api/route/jobs/77").status, 404);
}

TEST_F(Solving, BadInputIsNamed) {
  EXPECT_EQ(city.post(dispatcher, "/api/route/solve", "{").status, 400);
  const auto field_of = [](const test::Answer& answer) { return std::string(answer.json().at("errors").at(0).at("field").as_string()); };
  const auto empty = city.post(dispatcher, "/api/route/solve", "{}");
  EXPECT_EQ(empty.status, 422) << empty.body;
  EXPECT_FALSE(empty.json().at("errors").as_array().empty());
  EXPECT_EQ(city.post(dispatcher, "/api/route/solve?seconds=61", street(2)).status, 422);
  EXPECT_EQ(city.post(dispatcher, "/api/route/solve?nonsense=1", street(2)).status, 422);
  EXPECT_EQ(field_of(city.post(dispatcher, "/api/route/solve?objective=beauty", street(2))), "objective");
  const auto twice = city.post(dispatcher, "/api/route/solve",
                               R"({"vehicles":[{"id":1,"start":[1,1]}],"jobs":[{"id":4,"location":[1,1]},{"id":4,"location":[1,1],"service":-1}]})");
  EXPECT_EQ(twice.status, 422);
  EXPECT_EQ(field_of(twice), "jobs[1].id");
  EXPECT_EQ(city.post(city.home({}), "/api/route/solve", street(2)).status, 403);
  EXPECT_EQ(city.post(dispatcher, "/api/route/check", R"({"problem":{}})").status, 422);
  EXPECT_EQ(field_of(city.post(dispatcher, "/api/route/explain", fmt::format(R"({{"problem":{},"answer":{{}}}})", street(2)))), "visit");
}

TEST_F(Solving, OneVisitBeyondTheLimitIsRefused) {
  const std::string file = city.folder + "/large.json";
  std::ofstream(file) << street(10'001);
  http::Request request = city.make(dispatcher, http::Method::post, "/api/uploads/route/solve?iterations=1");
  request.body = file;
  const auto answer = city.request(std::move(request));
  EXPECT_EQ(answer.status, 422) << answer.body.substr(0, 300);
  EXPECT_NE(answer.body.find("10000"), std::string::npos) << answer.body.substr(0, 300);
}

TEST(BackgroundSolver, TakesOneAfterTheOtherAndNoMoreThanItsQueueHolds) {
  BackgroundSolver solver(0);
  std::promise<void> go;
  std::shared_future<void> gate = go.get_future().share();
  std::vector<int> order;
  const auto first = solver.submit(1, [gate](const auto&) { gate.wait(); });
  while (!solver.state(first)->running) std::this_thread::yield();
  std::vector<BackgroundSolver::Ticket> tickets;
  for (std::size_t i = 0; i < BackgroundSolver::kWaitingMax; ++i) tickets.push_back(solver.submit(1, [&order, i](const auto&) { order.push_back(static_cast<int>(i)); }));
  EXPECT_EQ(solver.submit(1, [](const auto&) {}), 0);
  EXPECT_TRUE(solver.full());
  EXPECT_EQ(solver.state(tickets[3])->ahead, 4u);
  EXPECT_TRUE(solver.withdraw(tickets[0]));
  EXPECT_FALSE(solver.withdraw(first));
  go.set_value();
  solver.wait_until_idle();
  EXPECT_EQ(order.size(), BackgroundSolver::kWaitingMax - 1);
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
  EXPECT_FALSE(solver.state(tickets[5]));
}

TEST(BackgroundSolver, AsksWhatRunsToStopWhenItEnds) {
  constexpr int kTurnsMax = 20'000'000;
  bool asked = false;
  {
    BackgroundSolver solver(0);
    std::promise<void> began;
    solver.submit(60, [&](const std::atomic<bool>& stop) {
      began.set_value();
      for (int i = 0; i < kTurnsMax && !stop; ++i) std::this_thread::yield();
      asked = stop;
    });
    began.get_future().wait();
  }
  EXPECT_TRUE(asked);
}

TEST(BackgroundSolver, ByHandDoesWhatWaitsForWhoeverAsks) {
  BackgroundSolver solver(0);
  solver.work_by_hand();
  std::vector<std::thread::id> where;
  for (int i = 0; i < 3; ++i) solver.submit(1, [&](const auto&) { where.push_back(std::this_thread::get_id()); });
  EXPECT_TRUE(where.empty());
  solver.wait_until_idle();
  EXPECT_EQ(where, std::vector(3, std::this_thread::get_id()));
}

TEST(Search, ThatIsToldToStopEndsSoon) {
  const std::atomic<bool> stop = true;
  for (const int visits : {12, 800}) {  // in one piece, and in parts
    const auto day = formats::read_vroom(street(visits));
    ASSERT_TRUE(day);
    routing::Options options;
    options.iterations = 200'000;
    options.stop = &stop;
    const auto found = routing::solve(day->problem, options);
    ASSERT_TRUE(found);
    EXPECT_LT(found->iterations, 20'000) << visits;
    EXPECT_FALSE(found->routes.empty());
  }
}

}  // namespace
}  // namespace yilin::solving
