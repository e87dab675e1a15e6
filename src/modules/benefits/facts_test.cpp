// Facts and the decisions of one elder: what is unknown stays unknown, what was known stays known.
#include "modules/benefits/benefits_fixture.h"
#include "modules/benefits/rows.h"

namespace yilin::benefits {
namespace {

class Facts : public BenefitsCity {};

FactRecord said(std::int64_t id, std::string value, Date from, Instant at, Confidence confidence = Confidence::verified, std::int64_t replaces = 0) {
  FactRecord r;
  r.id = {id};
  r.value = std::move(value);
  r.valid_from = from;
  r.recorded_at = at;
  r.confidence = confidence;
  r.replaces = {replaces};
  return r;
}

TEST(Stand, TheLatestVerifiedRecordCountsAndAContradictionIsNotKnown) {
  const Date day = Date::from_ymd(2026, 11, 30), may = Date::from_ymd(2026, 5, 1), july = Date::from_ymd(2026, 7, 1);
  const Instant first = start_of_day(Date::from_ymd(2026, 6, 1)), later = first + days(2), never = later + days(300);
  const auto look = [&](std::vector<FactRecord> records, Instant known = {INT64_MAX}, bool claims = false) {
    const Stand s = stand(records, day, known, claims);
    return s.knowledge == Knowledge::known ? s.record->value : "?" + std::to_string(static_cast<int>(s.knowledge));
  };
  EXPECT_EQ(look({}), "?5");
  EXPECT_EQ(look({said(1, "甲", {}, first), said(2, "乙", {}, later)}), "乙");
  EXPECT_EQ(look({said(1, "甲", {}, first), said(2, "乙", {}, later)}, first), "甲");                       // as it was known then
  EXPECT_EQ(look({said(1, "甲", may, first), said(2, "乙", july, first + hours(1))}), "乙");                // the later beginning
  EXPECT_EQ(look({said(1, "甲", may, first), said(2, "乙", may, first + hours(1))}), "?3");                 // contradictory
  EXPECT_EQ(look({said(1, "甲", may, first), said(2, "乙", may, first, Confidence::verified, 1)}), "乙");   // a correction of the same day
  EXPECT_EQ(look({said(1, "甲", may, first), said(2, "", may, later, Confidence::verified, 1)}), "?5");     // taken back
  EXPECT_EQ(look({said(1, "甲", may, first), said(2, "", july, later)}), "?5");                             // from then on nothing is known
  EXPECT_EQ(look({said(1, "甲", may, first), said(2, "乙", may, later, Confidence::claimed)}), "甲");       // a claim does not outweigh
  EXPECT_EQ(look({said(2, "乙", may, later, Confidence::claimed)}), "?2");
  EXPECT_EQ(look({said(2, "乙", may, later, Confidence::claimed)}, never, true), "乙");                     // 告知承诺
  FactRecord over = said(1, "甲", may, first);
  over.valid_to = july;
  EXPECT_EQ(look({over}), "?5");
}

// A person reads it: the month in words, her name once, nothing below zero.
TEST_F(Facts, ANoticeReadsAsAPersonWouldWriteIt) {
  const auto sentence = [&](std::string_view benefit) {
    return std::string(city.get(clerk, fmt::format("/api/elders/{}/benefits/notice?benefit={}&month=2026-11", elder.value, benefit)).json().at("sentence").as_string());
  };
  EXPECT_EQ(sentence("高龄津贴"), "经核对，2026年11月，您的“高龄津贴”还不能确定，有待核实：户籍。");
  EXPECT_EQ(told(elder, "家庭.低保金").find('-'), std::string::npos) << told(elder, "家庭.低保金");
  plain_life(elder);
  EXPECT_EQ(sentence("高龄津贴"), "经核对，2026年11月，您的“高龄津贴”为50元。");
  EXPECT_EQ(sentence("护理补贴").find("2026-11"), std::string::npos);
  EXPECT_EQ(sentence("家庭.低保金"), "经核对，2026年11月，您家的“低保金”为220元。");
}

// Acceptance test 7: without 户籍 she is to be verified, with the possible range, never refused.
TEST_F(Facts, AnUnknownFactMakesARangeAndAKnownOneADecision) {
  EXPECT_EQ(told(elder, "高龄津贴"), "待核实 0元至50元");
  const Answer answer = record(clerk, elder, {{"户籍", "410902"}}, R"(,"source":"户口簿","evidence":"户口簿首页")");
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto changes = answer.json().at("changes").as_array();
  const auto changed = std::ranges::find_if(changes, [](const json::value& c) { return c.at("benefit").as_string() == "高龄津贴"; });
  ASSERT_NE(changed, changes.end());
  EXPECT_EQ(changed->at("before").as_string(), "to_verify");
  EXPECT_EQ(changed->at("after").as_string(), "yes");
  EXPECT_EQ(changed->at("after_text").as_string(), "50元");
  EXPECT_EQ(told(elder, "高龄津贴"), "是 50元");

  const auto why = city.get(clerk, fmt::format("/api/elders/{}/benefits/explain?benefit=高龄津贴", elder.value));
  ASSERT_EQ(why.status, 200) << why.body;
  EXPECT_NE(why.body.find("户口簿"), std::string::npos) << "source of the value";
  EXPECT_NE(why.body.find("第二条"), std::string::npos) << "article";
  EXPECT_FALSE(why.json().at("flips").as_array().empty());
  const auto notice = city.get(clerk, fmt::format("/api/elders/{}/benefits/notice?benefit=高龄津贴", elder.value));
  ASSERT_EQ(notice.status, 200) << notice.body;
  EXPECT_EQ(text(notice, "title"), "待遇告知书");
  const auto refusal = city.get(clerk, fmt::format("/api/elders/{}/benefits/notice?benefit=家庭床位运营补贴", elder.value));
  EXPECT_EQ(refusal.status, 200) << refusal.body;
}

TEST_F(Facts, ACorrectionIsANewRecordAndThePastStaysAsItWasKnown) {
  ASSERT_EQ(record(clerk, elder, {{"户籍", "410902"}}).status, 200);
  const Instant then = city.clock.now();
  city.advance(days(1));
  const auto facts = [&](std::string_view query) {
    const auto answer = city.get(clerk, fmt::format("/api/elders/{}/facts{}", elder.value, query));
    EXPECT_EQ(answer.status, 200) << answer.body;
    const json::value body = answer.json();
    for (const auto& f : body.at("facts").as_array())
      if (f.at("fact").as_string() == "户籍") return f;
    return json::value();
  };
  const std::string id(facts("").at("records").at(0).at("id").as_string());
  const auto corrected = city.post(clerk, "/api/facts/" + id + "/correct", R"({"value":"411302","reason":"看错了户口簿"})");
  ASSERT_EQ(corrected.status, 200) << corrected.body;
  EXPECT_EQ(told(elder, "高龄津贴"), "否");
  EXPECT_EQ(facts("").at("value").as_string(), "411302");
  EXPECT_EQ(facts("").at("records").as_array().size(), 2u);
  std::string at = to_string(then);
  at.replace(at.find('+'), 1, "%2B");
  EXPECT_EQ(facts("?known_at=" + at).at("value").as_string(), "410902");
  EXPECT_EQ(told(elder, "高龄津贴", "?known_at=" + at), "是 50元");
  EXPECT_EQ(city.post(clerk, "/api/facts/" + id + "/correct", R"({"value":"410902","reason":"又改"})").status, 409) << "already replaced";
  const std::string second(facts("").at("records").at(0).at("id").as_string());
  ASSERT_EQ(city.post(clerk, "/api/facts/" + second + "/correct", R"({"value":"","reason":"证件存疑"})").status, 200);
  EXPECT_EQ(told(elder, "高龄津贴"), "待核实 0元至50元");
}

TEST_F(Facts, TwoSourcesThatDisagreeAreNotBelieved) {
  ASSERT_EQ(record(clerk, elder, {{"户籍", "410902"}}).status, 200);
  ASSERT_EQ(record(town, elder, {{"户籍", "411302"}}).status, 200);
  EXPECT_EQ(told(elder, "高龄津贴"), "待核实 0元至50元");
  const auto answer = city.get(clerk, fmt::format("/api/elders/{}/facts", elder.value));
  EXPECT_NE(answer.body.find("两处记录不一致"), std::string::npos);
}

TEST_F(Facts, BadInputIsRefusedInASentence) {
  const auto message = [&](const Values& values, std::string_view more = "") {
    const Answer answer = record(clerk, elder, values, more);
    EXPECT_EQ(answer.status, 422) << answer.body;
    return answer.status == 422 ? std::string(answer.json().at("errors").at(0).at("message").as_string()) : "";
  };
  EXPECT_EQ(message({{"出生日期", "2027-01-01"}}), "出生日期不能晚于今天。");
  EXPECT_NE(message({{"出生日期", "1850-01-01"}}).find("应为日期"), std::string::npos);
  EXPECT_NE(message({{"个人月收入", "很多"}}).find("应为"), std::string::npos);
  EXPECT_NE(message({{"个人月收入", "999999999元"}}).find("应为"), std::string::npos);
  EXPECT_NE(message({{"残疾等级", "九级"}}).find("一级残疾"), std::string::npos);
  EXPECT_NE(message({{"星座", "白羊"}}).find("没有"), std::string::npos);
  EXPECT_NE(message({{"户籍", "410902"}, {"户籍", "411302"}}).find("两个不同的值"), std::string::npos);
  EXPECT_NE(message({{"户籍", "410902"}}, R"(,"valid_from":"2026-06-01","valid_to":"2026-05-01")").find("晚于"), std::string::npos);
  EXPECT_EQ(record(stranger, elder, {{"户籍", "410902"}}).status, 404);
  EXPECT_EQ(record(city.home({ElderId{77}}), elder, {{"户籍", "410902"}}).status, 404);
}

// A birth date that lies after the month asked about is not an age of nought.
TEST_F(Facts, ABirthAfterTheMonthIsUnknownNotYoung) {
  EXPECT_EQ(told(elder, "高龄津贴", "?month=1944-12"), "没有");
  city.advance(days(1));
  ASSERT_EQ(record(clerk, elder, {{"户籍", "410902"}, {"出生日期", "2026-11-01"}}).status, 200);
  EXPECT_EQ(told(elder, "意外伤害保险", "?month=2026-11"), "否");
  EXPECT_NE(told(elder, "意外伤害保险", "?month=2026-10").find("待核实"), std::string::npos);
}

TEST_F(Facts, TheFamilyReadsItsOwnAndItsWordIsAClaim) {
  const auto daughter = city.home({elder}, {Role::family});
  ASSERT_EQ(decisions_of(daughter, elder).status, 200);
  ASSERT_EQ(record(daughter, elder, {{"户籍", "410902"}}).status, 200);
  EXPECT_EQ(told(elder, "高龄津贴"), "待核实 0元至50元") << "a claim is not known";
  const auto believed = city.get(daughter, fmt::format("/api/elders/{}/benefits/explain?benefit=高龄津贴&take_claims=true", elder.value));
  EXPECT_EQ(text(believed, "verdict"), "yes") << believed.body;
  const auto tasks = city.get(clerk, "/api/benefits/tasks?kind=verify").json();
  ASSERT_EQ(tasks.at("items").as_array().size(), 1u);
  EXPECT_EQ(tasks.at("items").at(0).at("task").at("facts").as_string(), "户籍");
  EXPECT_EQ(decisions_of(daughter, add_elder(2)).status, 404) << "somebody else";
}

TEST_F(Facts, WhatAFullListSaysHoldsForWhoeverIsNotOnIt) {
  ASSERT_EQ(city.post(boss, "/api/facts/regions", fmt::format(R"({{"region":"{}","fact":"户籍","value":"410902","source":"公安全量名单"}})", kHualong)).status, 200);
  EXPECT_EQ(told(elder, "高龄津贴"), "是 50元");
  ASSERT_EQ(record(clerk, elder, {{"户籍", "411302"}}).status, 200);
  EXPECT_EQ(told(elder, "高龄津贴"), "否") << "her own record comes first";
  EXPECT_EQ(city.post(county, "/api/facts/regions", fmt::format(R"({{"region":"{}","fact":"户籍","value":"410902","source":"名单"}})", kCity)).status, 404);
}

TEST_F(Facts, ADeathIsKnownFromTheDayItWasReportedAndTrueFromTheDayItHappened) {
  ASSERT_EQ(record(clerk, elder, {{"户籍", "410902"}}).status, 200);
  std::string before = to_string(city.clock.now());
  before.replace(before.find('+'), 1, "%2B");
  city.advance(days(1));
  const auto dead = dies(elder, "2026-09-10");
  ASSERT_EQ(dead.status, 200) << dead.body;
  EXPECT_EQ(told(elder, "高龄津贴", "?month=2026-08"), "是 50元");
  EXPECT_EQ(told(elder, "高龄津贴", "?month=2026-09"), "否");
  EXPECT_EQ(told(elder, "高龄津贴", "?month=2026-10&known_at=" + before), "是 50元") << "as it was known then";
}

// The head of a household has died: the household is decided on with who is left, and nobody is refused for it.
TEST_F(Facts, AHouseholdWithoutItsHeadIsStillAHousehold) {
  const ElderId other = add_elder(2);
  ASSERT_EQ(city.post(clerk, fmt::format("/api/elders/{}/household", other.value), fmt::format(R"({{"with_elder_id":"{}"}})", elder.value)).status, 200);
  city.advance(seconds(2));
  plain_life(elder);
  ASSERT_EQ(record(boss, other, {{"户籍", "410902"}, {"供养方式", "非特困"}, {"残疾等级", "无残疾"}, {"残疾类别", "无残疾类型"}, {"重病", "否"}, {"个人月收入", "0元"}}).status, 200);
  EXPECT_EQ(told(other, "家庭.低保金"), "是 220元") << "720 for one person less 500";
  ASSERT_EQ(dies(elder, "2026-11-20").status, 200);
  EXPECT_EQ(told(other, "家庭.低保金"), "是 220元");
  EXPECT_EQ(told(other, "高龄津贴"), "是 50元");
}

// Acceptance tests 2 and 3 through the API: large amounts stay exact; two records of one person count once.
TEST_F(Facts, LargeAmountsAreExactAndAMergedPersonCountsOnce) {
  plain_life(elder);
  ASSERT_EQ(record(boss, elder, {{"家庭.月收入", "200000元"}}, R"(,"valid_from":"2026-11-02")").status, 200);
  const auto why = city.get(boss, fmt::format("/api/elders/{}/benefits/explain?benefit=家庭.低保金", elder.value));
  EXPECT_NE(why.body.find("200000元"), std::string::npos);
  registry::NewElder in;
  in.name = "王秀英";
  in.birth = Date::from_ymd(1945, 1, 1);
  in.sex = card(1).sex();
  in.region = {kHome};
  in.address = "1 号楼 101";
  const ElderId twin = as_system<ElderId>([&](command::Tx& tx) { return registry::create_elder(tx, in); }, true);
  merge(elder, twin);
  ASSERT_EQ(record(boss, twin, {{"户籍", "410902"}}).status, 200);
  const auto facts = city.get(boss, fmt::format("/api/elders/{}/facts", twin.value)).json();
  EXPECT_EQ(facts.at("elder_id").as_string(), std::to_string(elder.value));
  EXPECT_EQ(facts.at("household").as_array().size(), 1u);
}

TEST_F(Facts, TablesHaveTheColumnsOfTheirStructs) {
  expect_columns(FactRecord::fields(), "fact_record");
  expect_columns(Run::fields(), "benefit_run");
  expect_columns(Program::fields(), "benefit_program");
  expect_columns(Application::fields(), "benefit_application");
  expect_columns(Step::fields(), "application_step");
  expect_columns(Award::fields(), "award");
  expect_columns(AwardChange::fields(), "award_change");
  expect_columns(Adjustment::fields(), "adjustment");
  expect_columns(AdjustmentLine::fields(), "adjustment_line");
  expect_columns(Task::fields(), "benefit_task");
  expect_columns(MatchList::fields(), "match_list");
  expect_columns(MatchRow::fields(), "match_row");
  expect_columns(Scenario::fields(), "benefit_scenario");
}

}  // namespace
}  // namespace yilin::benefits
