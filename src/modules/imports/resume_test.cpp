// What a restart does with jobs that were at work. (A real kill -9: bench/kill_import_test.cpp.)
#include "modules/imports/imports_fixture.h"

namespace yilin::imports {
namespace {

class Resume : public ImportsTest {
 protected:
  void SetUp() override {
    ImportsTest::SetUp();
    give_account(clerk, access::Role::community_worker, kHualong);
  }
  std::string begun(const std::string& csv) {
    const std::string id = uploaded(clerk, "elders", csv);
    check(clerk, id);
    EXPECT_EQ(city.post(clerk, path(id, "/run")).status, 200);
    while (of(job(clerk, id), "position") == 0) std::this_thread::yield();
    return id;
  }
  // As a kill leaves it: nobody has told the job that it stands still.
  void left_at_work(const std::string& id, State state) {
    change({"UPDATE import_job SET state = ? WHERE id = ?", state, static_cast<std::int64_t>(std::stoll(id))});
  }
  std::string problem(const std::string& id) { return std::string(job(clerk, id).at("problem").as_string()); }
};

TEST_F(Resume, ARunGoesOnFromItsPosition) {
  const std::string csv = roll(0, 1500) + "坏行,410902194403052324,,昆吾社区,\n" + roll(1500, 1600).substr(roll(0, 0).size());
  const std::string id = begun(csv);
  const std::int64_t before = of(job(clerk, id), "position");
  restart_and_finish();
  const auto row = job(clerk, id);
  EXPECT_EQ(row.at("state").as_string(), "done");
  if (of(row, "resumed") > 0) {
    EXPECT_GE(of(row, "resumed_from"), before);
    EXPECT_NE(city.get(official, "/api/imports?state=done").body.find("\"resumed\":1"), std::string::npos);
  }
  EXPECT_EQ(of(row, "added"), 1600);
  EXPECT_EQ(of(row, "wrong"), 1);
  EXPECT_EQ(of(row, "position"), 1601);
  EXPECT_EQ(elders(clerk), 1600);
  EXPECT_EQ(faults(clerk, id), std::vector<std::string>{"1502 身份证号"});
  EXPECT_EQ(city.get(clerk, "/api/elders?q=" + card_of(7)).json().at("items").as_array().size(), 1u) << "found by every key";
}

TEST_F(Resume, ACheckBeginsAnewAndARollBackEnds) {
  const std::string id = uploaded(clerk, "elders", roll(0, 30));
  check(clerk, id);
  left_at_work(id, State::checking);
  restart_and_finish();
  EXPECT_EQ(state(clerk, id), "checked");
  EXPECT_EQ(of(job(clerk, id), "added"), 30);
  EXPECT_EQ(of(job(clerk, id), "resumed"), 1);
  run(clerk, id);
  EXPECT_EQ(of(job(clerk, id), "resumed"), 0) << "counted for what is at work now";
  left_at_work(id, State::rolling_back);
  restart_and_finish();
  EXPECT_EQ(state(clerk, id), "rolled_back");
  EXPECT_EQ(of(job(clerk, id), "withdrawn"), 30);
  EXPECT_EQ(elders(clerk), 0);
}

TEST_F(Resume, NobodyGoesOnWithRightsThatWereTaken) {
  const std::string id = uploaded(clerk, "elders", roll(0, 30));
  check(clerk, id);
  left_at_work(id, State::running);
  change({"UPDATE account SET state = 1 WHERE id = ?", clerk->user});
  restart_and_finish();
  EXPECT_EQ(state(clerk, id), "interrupted");
  EXPECT_NE(problem(id).find("账号已停用"), std::string::npos);
  EXPECT_EQ(elders(official), 0);
  run(official, id);  // somebody who may
  EXPECT_EQ(elders(official), 30);
}

TEST_F(Resume, WhatNeverGetsOnAsksForAPerson) {
  const std::string id = uploaded(clerk, "elders", roll(0, 30));
  check(clerk, id);
  left_at_work(id, State::running);
  change({"UPDATE import_job SET resumed = 6, stalled = 4, resumed_from = position WHERE id = ?", static_cast<std::int64_t>(std::stoll(id))});
  restart_and_finish();
  EXPECT_EQ(state(clerk, id), "interrupted");
  EXPECT_NE(problem(id).find("没有进展"), std::string::npos);
  run(clerk, id);
  EXPECT_EQ(elders(clerk), 30);
}

TEST_F(Resume, APausedJobWaits) {
  const std::string id = begun(roll(0, 3000));
  city.post(clerk, path(id, "/stop"));
  wait_until_idle(city.kernel());
  const bool over = state(clerk, id) == "done";
  restart_and_finish();
  EXPECT_EQ(state(clerk, id), over ? "done" : "interrupted") << "who has paused it says when it goes on";
}

}  // namespace
}  // namespace yilin::imports
