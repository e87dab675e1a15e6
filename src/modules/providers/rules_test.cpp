#include "modules/providers/rules.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "modules/providers/index.h"
#include "modules/providers/queries.h"

namespace yilin::providers {
namespace {

const RegionCode kHualong{410902000000}, kCommunity{410902006001}, kElsewhere{410922001001};
const OrganisationId kOrganisation{1};
const Date kMonday = Date::from_ymd(2026, 11, 23);

Instant at(int hour, int minute = 0, Date day = kMonday) { return start_of_day(day) + minutes(hour * 60 + minute); }

WorkerFacts carer(std::int64_t id = 7) {
  WorkerFacts w;
  w.id = {id};
  w.organisation = kOrganisation;
  w.name = "李秀兰";
  w.skills = catalogue::bit(Skill::bathing) | catalogue::bit(Skill::daily_care);
  w.days = rules::day_mask({1, 2, 3, 4, 5});
  w.shift_from_min = 480;
  w.shift_to_min = 1080;
  return w;
}

CandidateQuery bath_at(Instant starts, int length_min = 90) {
  CandidateQuery q;
  q.item_code = "bath_home";
  q.skills = catalogue::bit(Skill::bathing);
  q.licences = catalogue::bit(Licence::health_certificate);
  q.region = kCommunity;
  q.starts = starts;
  q.ends = starts + minutes(length_min);
  return q;
}


class Index : public ::testing::Test {
 protected:
  Index() {
    index.put(kOrganisation, {"某服务中心", true, {"bath_home"}, {kHualong.subtree()}});
    index.put(carer());
    index.set_licence({7}, Licence::health_certificate, kMonday);
  }
  std::string why(const CandidateQuery& q) {
    const auto found = index.judge({7}, q, at(0));
    return found ? explain(*found) : "unknown";
  }
  WorkerIndex index;
};

TEST_F(Index, ASuitableCarerMayBeSent) {
  const auto found = index.find(bath_at(at(9)), at(0));
  ASSERT_EQ(found.free.size(), 1u);
  EXPECT_TRUE(found.blocked.empty());
  EXPECT_EQ(found.free[0].facts.name, "李秀兰");
  EXPECT_EQ(why(bath_at(at(16, 30))), "");
}

TEST_F(Index, SaysWhyNot) {
  EXPECT_EQ(why(bath_at(at(17))), "不在上班时间内");
  EXPECT_EQ(why(bath_at(at(9, 0, kMonday + 5))), "健康证已过期；当天不上班");
  CandidateQuery q = bath_at(at(9));
  q.skills |= catalogue::bit(Skill::driving);
  q.licences |= catalogue::bit(Licence::driver);
  EXPECT_EQ(why(q), "缺少技能：驾驶；缺少证书：驾驶证");
  q = bath_at(at(9));
  q.item_code = "haircut";
  EXPECT_EQ(why(q), "所属组织不提供此项服务");
  q = bath_at(at(9));
  q.region = kElsewhere;
  EXPECT_EQ(why(q), "不在服务区域内");
}

TEST_F(Index, AnExpiredLicenceRemovesAtOnce) {
  EXPECT_EQ(why(bath_at(at(9))), "");  // its last day
  EXPECT_EQ(why(bath_at(at(9, 0, kMonday + 1))), "健康证已过期");
  index.set_licence({7}, Licence::health_certificate, {});
  EXPECT_EQ(why(bath_at(at(9))), "缺少证书：健康证");
  index.set_licence({7}, Licence::health_certificate, rules::kNeverExpires);
  EXPECT_EQ(why(bath_at(at(9, 0, kMonday + 1))), "");
}

TEST_F(Index, SuspensionBlocksAndReinstatementFrees) {
  WorkerFacts suspended = carer();
  suspended.state = WorkerState::suspended;
  index.put(suspended);
  EXPECT_EQ(why(bath_at(at(9))), "本人已被暂停");
  index.put(carer());
  index.put(kOrganisation, {"某服务中心", false, {"bath_home"}, {kHualong.subtree()}});
  EXPECT_EQ(why(bath_at(at(9))), "所属组织不在服务中");
  EXPECT_EQ(index.find(bath_at(at(9)), at(0)).blocked.size(), 1u);
}

TEST_F(Index, WhoWasEnteredInErrorIsNeitherFreeNorBlocked) {
  index.erase(WorkerId{7});
  EXPECT_TRUE(index.find(bath_at(at(9)), at(0)).free.empty());
  index.for_each_free(bath_at(at(9)), at(0), [](const WorkerFacts& w) { ADD_FAILURE() << w.name; });
}

TEST_F(Index, WhoDoesNotServeThePlaceIsNotListed) {
  CandidateQuery q = bath_at(at(9));
  q.region = kElsewhere;
  const auto found = index.find(q, at(0));
  EXPECT_TRUE(found.free.empty());
  EXPECT_TRUE(found.blocked.empty());
}

TEST_F(Index, ANightShiftBelongsToTheDayItBeganOn) {
  WorkerFacts night = carer();
  night.days = rules::day_mask({1});
  night.shift_from_min = 1200;  // 20:00–08:00
  night.shift_to_min = 480;
  index.put(night);
  index.set_licence({7}, Licence::health_certificate, rules::kNeverExpires);
  EXPECT_EQ(why(bath_at(at(20), 720)), "");
  EXPECT_EQ(why(bath_at(at(6, 0, kMonday + 1))), "");
  EXPECT_EQ(why(bath_at(at(6))), "当天不上班");  // Sunday's shift
  EXPECT_EQ(why(bath_at(at(7, 0, kMonday + 1))), "不在上班时间内");
}

// What is blocked has a reason in words, what is not has none; and free and blocked are exactly those who serve the place.
TEST(IndexLaws, EveryoneIsEitherFreeOrExplained) {
  EXPECT_TRUE(rc::check([] {
    WorkerIndex index;
    const int companies = *rc::gen::inRange(1, 4);
    std::vector<bool> serves;
    for (int c = 0; c < companies; ++c) {
      const bool here = *rc::gen::arbitrary<bool>();
      serves.push_back(here);
      index.put(OrganisationId{c + 1}, {"x", *rc::gen::arbitrary<bool>(), {*rc::gen::arbitrary<bool>() ? "bath_home" : "other"},
                                        {here ? kHualong.subtree() : kElsewhere.subtree()}});
    }
    const int n = *rc::gen::inRange(0, 20);
    std::size_t expected = 0;
    for (int i = 1; i <= n; ++i) {
      WorkerFacts w = carer(i);
      w.organisation = {*rc::gen::inRange(1, companies + 1)};
      w.skills = static_cast<std::uint32_t>(*rc::gen::inRange(0, 16));
      w.days = static_cast<std::uint8_t>(*rc::gen::inRange(0, 128));
      w.shift_from_min = static_cast<std::int16_t>(*rc::gen::inRange(0, 1440));
      w.shift_to_min = static_cast<std::int16_t>(*rc::gen::inRange(0, 1441));
      w.state = static_cast<WorkerState>(*rc::gen::inRange(1, 4));
      index.put(w);
      if (*rc::gen::arbitrary<bool>()) index.set_licence(w.id, Licence::health_certificate, kMonday + *rc::gen::inRange(-2, 3));
      if (serves[static_cast<std::size_t>(w.organisation.value - 1)]) ++expected;
    }
    const CandidateQuery q = bath_at(at(*rc::gen::inRange(0, 24)), *rc::gen::inRange(1, 900));
    const auto found = index.find(q, at(0));
    RC_ASSERT(found.free.size() + found.blocked.size() == expected);
    std::vector<WorkerId> quick, slow;
    index.for_each_free(q, at(0), [&](const WorkerFacts& w) { quick.push_back(w.id); });
    for (const Candidate& c : found.free) slow.push_back(c.facts.id);
    RC_ASSERT(quick == slow);
    for (const Candidate& c : found.free) RC_ASSERT(explain(c).empty());
    for (const Candidate& c : found.blocked) RC_ASSERT(!explain(c).empty());
    for (const Candidate& c : found.free) RC_ASSERT(index.judge(c.facts.id, q, at(0))->may_be_sent());
  }));
}

TEST(Checks, NameTheField) {
  const auto field = [](const Status& status) { return status ? std::string() : status.error().fields.at(0).field; };
  EXPECT_EQ(field(rules::check_place(35'762'000, 115'029'000)), "lon_e6");  // swapped
  EXPECT_EQ(field(rules::check_hours({}, 0, 10, false)), "work_days");
  EXPECT_EQ(field(rules::check_hours({8}, 0, 10, false)), "work_days");
  EXPECT_EQ(field(rules::check_hours({1}, 600, 480, false)), "closes_min");
  EXPECT_EQ(field(rules::check_hours({1}, 1200, 480, true)), "");
  EXPECT_EQ(field(rules::check_service_phone("call me")), "phone");
  EXPECT_EQ(field(rules::check_service_phone("400-123-4567")), "");
  NewOrganisation company;
  company.work_days = {1};
  EXPECT_EQ(field(rules::check_organisation(company)), "credit_code");
  company.kind = OrganisationKind::volunteer_team;
  EXPECT_EQ(field(rules::check_organisation(company)), "");
  NewCertificate certificate;
  certificate.issued = kMonday + 1;
  EXPECT_EQ(field(rules::check_certificate(certificate, kMonday)), "issued");
}

}  // namespace
}  // namespace yilin::providers
