// Applications, awards and back-dated changes.
#include "modules/benefits/benefits_fixture.h"
#include "modules/benefits/relatives.h"

namespace yilin::benefits {
namespace {

class Cases : public BenefitsCity {
 protected:
  std::string code_of(const Answer& answer) { return answer.status == 200 ? "200" : code(answer); }
};

TEST_F(Cases, AnApplicationGoesFromHandToHandAndStartsAnAward) {
  plain_life(elder);
  const Answer applied = apply(clerk, elder, "高龄津贴", R"(,"first_month":"2026-11","statement":"本人申请")");
  ASSERT_EQ(applied.status, 200) << applied.body;
  const std::string id = id_of(applied, "application");
  EXPECT_EQ(code_of(apply(clerk, elder, "高龄津贴")), "benefits.already_open");
  EXPECT_EQ(code_of(step(clerk, id, "check")), "benefits.same_person") << "who handed it in";
  EXPECT_EQ(code_of(step(town, id, "survey")), "illegal_move") << "not before the check";
  ASSERT_EQ(step(town, id, "check").status, 200);
  EXPECT_EQ(code_of(step(town, id, "survey")), "benefits.same_person");
  ASSERT_EQ(step(surveyor, id, "survey", R"({"note":"入户见到本人"})").status, 200);
  ASSERT_EQ(step(publisher, id, "publish").status, 200);
  // Acceptance test 12: nothing of it is confirmed before the notice of it has run its time, nor by the street.
  EXPECT_EQ(code_of(step(county, id, "confirm")), "illegal_move");

  const auto notices = city.get(nullptr, "/api/public/benefit-notices").json();
  ASSERT_EQ(notices.at("items").as_array().size(), 1u);
  EXPECT_EQ(notices.at("items").at(0).at("masked_name").as_string(), "王*英");
  EXPECT_EQ(notices.at("items").at(0).at("notice_to").as_string(), "2026-11-29");
  city.advance(days(7));
  EXPECT_EQ(code_of(step(county, id, "confirm")), "illegal_move") << "the seventh day is not over";
  city.advance(days(1));
  EXPECT_EQ(state_of(city.get(clerk, "/api/benefits/applications/" + id), "application"), "noticed");
  EXPECT_EQ(city.get(nullptr, "/api/public/benefit-notices").json().at("items").as_array().size(), 0u);
  const auto other_street = city.staff({Role::official}, kStreet, "街道辛");
  EXPECT_EQ(code_of(step(other_street, id, "confirm")), "benefits.not_county");
  const Answer confirmed = step(county, id, "confirm");
  ASSERT_EQ(confirmed.status, 200) << confirmed.body;
  EXPECT_EQ(state_of(confirmed, "application"), "confirmed");
  EXPECT_EQ(confirmed.json().at("steps").as_array().size(), 6u);
  EXPECT_NE(std::string(confirmed.json().at("decision").as_string()).find("高龄津贴：是，50元"), std::string::npos);

  const auto awards = city.get(boss, fmt::format("/api/benefits/awards?elder={}", elder.value)).json();
  ASSERT_EQ(awards.at("items").as_array().size(), 1u);
  const auto& award = awards.at("items").at(0).at("award");
  EXPECT_EQ(award.at("amount_fen").as_int64(), 5'000);
  EXPECT_EQ(award.at("from_month").as_string(), "2026-11");
  EXPECT_EQ(code_of(apply(clerk, elder, "高龄津贴")), "benefits.already_awarded");
  EXPECT_EQ(decisions_of(city.home({elder}), elder).status, 200);
}

TEST_F(Cases, ARefusalKeepsItsReasonsAndAnObjectionGoesBackToTheSurvey) {
  plain_life(elder);
  ASSERT_EQ(record(boss, elder, {{"户籍", "411302"}}, R"(,"valid_from":"2026-11-02")").status, 200);
  const Answer applied = apply(clerk, elder, "高龄津贴");
  const std::string id = id_of(applied, "application");
  ASSERT_EQ(step(town, id, "check").status, 200);
  ASSERT_EQ(step(surveyor, id, "survey").status, 200);
  EXPECT_EQ(code_of(step(publisher, id, "publish")), "benefits.not_eligible");
  EXPECT_EQ(step(publisher, id, "refuse", "{}").status, 422) << "a reason";
  const Answer refused = step(publisher, id, "refuse", R"({"reason":"户籍不在本市"})");
  ASSERT_EQ(refused.status, 200) << refused.body;
  const std::string why(refused.json().at("decision").as_string());
  EXPECT_NE(why.find("高龄津贴：否"), std::string::npos);
  EXPECT_NE(why.find("户籍 在 本市"), std::string::npos);
  EXPECT_NE(why.find("flips"), std::string::npos);

  ASSERT_EQ(record(boss, elder, {{"户籍", "410902"}}, R"(,"valid_from":"2026-11-03")").status, 200);
  const std::string again = id_of(apply(clerk, elder, "高龄津贴"), "application");
  ASSERT_EQ(step(town, again, "check").status, 200);
  ASSERT_EQ(step(surveyor, again, "survey").status, 200);
  ASSERT_EQ(step(publisher, again, "publish").status, 200);
  EXPECT_EQ(state_of(step(county, again, "object", R"({"reason":"群众反映不住在本地"})"), "application"), "checked");
  city.advance(days(9));
  EXPECT_EQ(state_of(city.get(clerk, "/api/benefits/applications/" + again), "application"), "checked") << "the notice was called off";
  EXPECT_EQ(city.get(clerk, "/api/benefits/applications?overdue=true").json().at("items").as_array().size(), 0u);
  city.advance(days(5));
  EXPECT_EQ(city.get(clerk, "/api/benefits/applications?overdue=true").json().at("items").as_array().size(), 1u) << "the survey is late";
  EXPECT_EQ(state_of(step(city.home({elder}), again, "withdraw", R"({"reason":"不申请了"})"), "application"), "withdrawn");
}

TEST_F(Cases, APromiseCountsAtOnceAndIsVerifiedAfterwards) {
  plain_life(elder);
  const ElderId her = add_elder(2);
  const std::string facts = R"(,"facts":[{"fact":"户籍","value":"410902","confidence":"claimed"}])";
  EXPECT_EQ(apply(hotline, her, "高龄津贴", facts + R"(,"by_promise":true)").status, 422) << "what is promised must be written";
  const Answer applied = apply(hotline, her, "高龄津贴", facts + R"(,"channel":"hotline","by_promise":true,"statement":"承诺户籍属实","on_behalf":"女儿")");
  ASSERT_EQ(applied.status, 200) << applied.body;
  EXPECT_EQ(applied.json().at("application").at("verdict").as_string(), "yes") << applied.body;
  EXPECT_EQ(told(her, "高龄津贴"), "待核实 0元至50元");
  const std::string id = id_of(applied, "application");
  EXPECT_EQ(state_of(step(town, id, "check"), "application"), "surveyed") << "surveyed afterwards";
  const auto tasks = city.get(clerk, fmt::format("/api/benefits/tasks?kind=verify&elder={}", her.value)).json();
  ASSERT_EQ(tasks.at("items").as_array().size(), 1u);
  EXPECT_EQ(tasks.at("items").at(0).at("task").at("facts").as_string(), "户籍");
  // Without a promise the claim is not enough to confirm.
  const ElderId other = add_elder(3);
  const std::string unproved = id_of(apply(hotline, other, "高龄津贴", facts), "application");
  for (const auto& [who, verb] : std::initializer_list<std::pair<CallerPtr, std::string_view>>{{town, "check"}, {surveyor, "survey"}, {publisher, "publish"}})
    ASSERT_EQ(step(who, unproved, verb).status, 200) << verb;
  city.advance(days(8));
  EXPECT_EQ(code_of(step(county, unproved, "confirm")), "benefits.still_open");
}

TEST_F(Cases, WhatIsNotAppliedForAndWhoIsNotThereIsRefused) {
  EXPECT_EQ(code_of(apply(clerk, elder, "个人支付")), "benefits.not_applied_for");
  EXPECT_EQ(code_of(apply(clerk, elder, "不存在的待遇")), "benefits.unknown_benefit");
  EXPECT_EQ(apply(stranger, elder, "高龄津贴").status, 404);
  EXPECT_EQ(apply(clerk, elder, "高龄津贴", R"(,"first_month":"2020-01")").status, 422);
}

// Acceptance test 14: an approver is the applicant's son and has not filed it: he is blocked, and listed.
TEST_F(Cases, AnUnfiledRelativeIsBlockedAndListed) {
  plain_life(elder);
  ASSERT_EQ(city.post(clerk, fmt::format("/api/elders/{}/contacts", elder.value), R"({"contact":{"name":"街道乙","relation":"son","phone":"13839399999"}})").status, 200);
  const std::string id = id_of(apply(clerk, elder, "高龄津贴"), "application");
  EXPECT_EQ(code_of(step(town, id, "check")), "benefits.relative");
  EXPECT_EQ(code_of(step(town, id, "check")), "benefits.relative");
  const auto found = city.get(county, "/api/benefits/relatives?state=found").json();
  ASSERT_EQ(found.at("items").as_array().size(), 1u);
  EXPECT_EQ(found.at("items").at(0).at("relative").at("user_name").as_string(), "街道乙");
  EXPECT_EQ(found.at("items").at(0).at("relative").at("relation").as_string(), "son");
  const std::string row(found.at("items").at(0).at("relative").at("id").as_string());
  EXPECT_EQ(step(publisher, id, "check").status, 200) << "somebody else may";
  EXPECT_EQ(code_of(city.post(town, "/api/benefits/relatives/" + row + "/clear", R"({"reason":"只是同名"})")), "benefits.same_person");
  ASSERT_EQ(city.post(county, "/api/benefits/relatives/" + row + "/clear", R"({"reason":"只是同名"})").status, 200);
  EXPECT_EQ(step(town, id, "survey").status, 200) << "a namesake";
  // Filed: not listed as found, blocked all the same.
  ASSERT_EQ(city.post(surveyor, "/api/benefits/relatives", fmt::format(R"({{"elder_id":"{}","relation":"relative"}})", elder.value)).status, 200);
  EXPECT_EQ(code_of(step(surveyor, id, "object", R"({"reason":"看看"})")), "benefits.relative");
  EXPECT_EQ(city.get(county, "/api/benefits/relatives?state=found").json().at("items").as_array().size(), 0u);
  expect_columns(StaffRelative::fields(), "staff_relative");
}

// Acceptance test 13: a death reported four months late: four months to recover, a case opened, nothing granted from the same day.
TEST_F(Cases, ADeathReportedLateStopsTheAwardAndListsTheMonths) {
  plain_life(elder);
  ASSERT_EQ(granted(elder, "高龄津贴").status, 200);  // from 2026-11
  for (const char* month : {"2026-11", "2026-12", "2027-01", "2027-02"}) {
    while (Month::of(civil_date(city.clock.now())) < *Month::parse(month)) city.advance(days(10));
    frozen(month);
  }
  city.advance(days(31));
  const auto dead = dies(elder, "2026-11-15");
  ASSERT_EQ(dead.status, 200) << dead.body;
  const auto awards = city.get(boss, fmt::format("/api/benefits/awards?elder={}", elder.value)).json();
  EXPECT_EQ(awards.at("items").at(0).at("award").at("state").as_string(), "stopped");
  EXPECT_EQ(awards.at("items").at(0).at("award").at("stop_reason").as_string(), "died");
  const auto lists = city.get(boss, fmt::format("/api/benefits/adjustments?elder={}", elder.value)).json();
  ASSERT_EQ(lists.at("items").as_array().size(), 1u);
  const auto& list = lists.at("items").at(0).at("adjustment");
  EXPECT_EQ(list.at("recover_fen").as_int64(), 4 * 5'000);
  EXPECT_EQ(list.at("make_up_fen").as_int64(), 0);
  const std::string id(list.at("id").as_string());
  EXPECT_EQ(city.get(boss, "/api/benefits/adjustments/" + id).json().at("lines").as_array().size(), 4u);
  EXPECT_EQ(code_of(city.post(clerk, "/api/benefits/adjustments/" + id + "/decide", R"({"approve":true,"reason":"核实"})")), "forbidden");
  EXPECT_EQ(code_of(city.post(county, "/api/benefits/adjustments/" + id + "/decide", R"({"approve":true,"reason":"核实"})")), "benefits.same_person") << "she registered the death";
  ASSERT_EQ(city.post(boss, "/api/benefits/adjustments/" + id + "/decide", R"({"approve":true,"reason":"核实无误"})").status, 200);
  EXPECT_EQ(code_of(city.post(boss, "/api/benefits/adjustments/" + id + "/decide", R"({"approve":true,"reason":"再来"})")), "conflict");
  // What is settled is not asked for twice.
  EXPECT_EQ(code_of(city.post(boss, "/api/benefits/adjustments", fmt::format(R"({{"elder_id":"{}","from":"2026-11","cause":"复查"}})", elder.value))), "benefits.nothing_owed");
}

TEST_F(Cases, AFactThatComesLateMakesUpAndAnotherPersonDecides) {
  plain_life(elder);
  ASSERT_EQ(granted(elder, "护理补贴").status, 200);  // moderate: 100 yuan
  city.advance(days(2));
  frozen("2026-12");
  city.advance(days(31));
  EXPECT_EQ(code_of(city.post(boss, "/api/benefits/adjustments", fmt::format(R"({{"elder_id":"{}","from":"2026-12","cause":"复查"}})", elder.value))), "benefits.nothing_owed");
  ASSERT_EQ(record(boss, elder, {{"能力等级", "重度失能"}}, R"(,"valid_from":"2026-11-01","source":"复评")").status, 200);
  const auto opened = city.post(boss, "/api/benefits/adjustments", fmt::format(R"({{"elder_id":"{}","from":"2026-11","cause":"复评补登"}})", elder.value));
  ASSERT_EQ(opened.status, 200) << opened.body;
  EXPECT_EQ(opened.json().at("adjustment").at("make_up_fen").as_int64(), 10'000);
  const std::string id = id_of(opened, "adjustment");
  EXPECT_EQ(code_of(city.post(boss, "/api/benefits/adjustments/" + id + "/decide", R"({"approve":true,"reason":"自己批"})")), "benefits.same_person");
  EXPECT_EQ(city.post(boss_too, "/api/benefits/adjustments/" + id + "/decide", R"({"approve":false,"reason":"先核实复评"})").status, 200);
  const auto award = city.get(boss, fmt::format("/api/benefits/awards?elder={}", elder.value)).json().at("items").at(0).at("award");
  const std::string award_id(award.at("id").as_string());
  const auto changed = city.post(boss, "/api/benefits/awards/" + award_id + "/change", R"({"from":"2027-01","reason":"复评为重度"})");
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(changed.json().at("award").at("amount_fen").as_int64(), 20'000);
  ASSERT_EQ(city.post(boss, "/api/benefits/awards/" + award_id + "/stop", R"({"why":"asked","reason":"本人申请停发"})").status, 200);
  EXPECT_EQ(city.get(boss, "/api/benefits/awards/" + award_id).json().at("changes").as_array().size(), 3u);
}

// A list that comes late changes past months of many: the whole city is derived again, and everybody concerned gets a list.
TEST_F(Cases, ABackDatedChangeOfTheWholeCityListsEverybodyConcerned) {
  const ElderId other = add_elder(2), untouched = add_elder(3);
  for (const ElderId her : {elder, other, untouched}) {
    plain_life(her);
    as_system<bool>([&](command::Tx& tx) { return bring_award(tx, her, "高龄津贴", {2026 * 12 + 8}, Fen{5'000}); });
  }
  EXPECT_EQ(code_of(city.post(boss, "/api/benefits/adjustments/sweep", R"({"from":"2026-09","cause":"户籍核查"})")), "benefits.nothing_owed");
  for (const char* month : {"2026-09", "2026-10"}) frozen(month);
  city.advance(days(2));
  for (const ElderId her : {elder, other}) ASSERT_EQ(record(boss, her, {{"户籍", "411302"}}, R"(,"valid_from":"2026-10-05","source":"公安名单")").status, 200);
  ASSERT_EQ(city.post(boss, "/api/benefits/adjustments/sweep", R"({"from":"2026-09","cause":"户籍核查"})").json().at("months").as_int64(), 2);
  wait_until_idle(city.kernel());
  const auto lists = city.get(boss, "/api/benefits/adjustments?state=open").json();
  ASSERT_EQ(lists.at("items").as_array().size(), 2u);
  for (const auto& item : lists.at("items").as_array()) EXPECT_EQ(item.at("adjustment").at("recover_fen").as_int64(), 5'000) << "October only";
}

// What an award grants as service quota is the month's quota, with its reason.
TEST_F(Cases, AnAwardFeedsTheMonthlyQuota) {
  plain_life(elder);
  const auto before = quota(elder, {2026 * 12 + 11});
  ASSERT_EQ(granted(elder, "养老服务补贴").status, 200);
  ASSERT_EQ(granted(elder, "护理补贴").status, 200);
  const auto after = quota(elder, {2026 * 12 + 11});
  EXPECT_EQ(after.amount_fen, std::max(before.amount_fen, Fen{20'000}));
  if (before.amount_fen < Fen{20'000}) {
    EXPECT_NE(after.rule.find("养老服务补贴"), std::string::npos) << after.rule;
    EXPECT_NE(after.basis.find("决定编号"), std::string::npos) << after.basis;
  }
  city.restart();
  EXPECT_EQ(quota(elder, {2026 * 12 + 11}).amount_fen, after.amount_fen) << "read from rows again";
}

}  // namespace
}  // namespace yilin::benefits
