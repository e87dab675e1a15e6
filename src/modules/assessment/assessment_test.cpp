// An assessment from the plan to the certificate, by the people who do it.
#include "modules/assessment/assessment.h"

#include <filesystem>

#include "modules/assessment/assessing_fixture.h"

namespace yilin::assessment {
namespace {

using test::Answer;
using test::CallerPtr;
using test::Role;

TEST_F(Assessing, TablesHoldWhatTheFieldsSay) {
  expect_columns(Assessor::fields(), "assessor");
  expect_columns(Assessment::fields(), "assessment");
  expect_columns(Signature::fields(), "assessment_signature");
  expect_columns(Photo::fields(), "assessment_photo");
  expect_columns(Flag::fields(), "assessment_flag");
  expect_columns(Due::fields(), "assessment_due");
  expect_columns(HealthChange::fields(), "health_change");
}

TEST_F(Assessing, FromThePlanToTheCertificate) {
  const std::string id = plan();
  EXPECT_EQ(state(id), "draft");
  auto answers = total(50);
  set(answers, "A.4.1", "dementia");
  ASSERT_EQ(save(id, answers, nurse).status, 200);
  EXPECT_EQ(act(nurse, id, "submit").status, 422);  // nobody has signed
  sign_all(id);
  ASSERT_EQ(save(id, answers, carer).status, 200);
  EXPECT_EQ(act(nurse, id, "submit").status, 200);  // the same content: the signatures stand
  const auto sent = view(id);
  EXPECT_EQ(sent.at("assessment").at("total").as_int64(), 50);
  EXPECT_EQ(sent.at("assessment").at("initial_level").as_int64(), 2);
  EXPECT_EQ(sent.at("assessment").at("level").as_int64(), 3);
  EXPECT_EQ(sent.at("assessment").at("triggers").at(0).as_string(), "mental_disorder");
  EXPECT_EQ(sent.at("answers").as_array().size(), answers.size());
  EXPECT_EQ(registry::facts(city.kernel(), elder)->ability, registry::Ability::moderate);
  EXPECT_EQ(city.get(family, "/api/assessments/" + id).status, 404);  // not told yet

  EXPECT_EQ(act(nurse, id, "review").status, 403);
  ASSERT_EQ(act(official, id, "review", R"({"note":"材料齐全"})").status, 200);
  EXPECT_EQ(act(official, id, "confirm").status, 422);
  const Answer made = act(official, id, "confirm", R"({"told_name":"王建国"})");
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(registry::facts(city.kernel(), elder)->ability, registry::Ability::severe);
  EXPECT_EQ(text(made, "assessed_on"), "2026-11-22");
  EXPECT_EQ(text(made, "valid_until"), "2027-11-22");
  EXPECT_EQ(city.get(family, "/api/assessments/" + id).status, 200);
  {
    auto db = city.kernel().readers->borrow();
    const auto stands = standing(*db, city.kernel(), elder);
    ASSERT_TRUE(stands);
    EXPECT_EQ(stands->level, 3);
    EXPECT_EQ(stands->assessed_on, Date::from_ymd(2026, 11, 22));
    EXPECT_EQ(stands->source, Source::own);
  }
  const std::string code = text(made, "verify_code");
  EXPECT_EQ(code.size(), 19u);
  const auto check = [&](std::string_view c, std::string_view name) { return city.get(nullptr, fmt::format("/api/public/assessments/verify?code={}&name={}", c, name)); };
  for (const std::string_view name : {"王秀英", "王*英"}) {
    const Answer seen = check(code, name);
    ASSERT_EQ(seen.status, 200) << seen.body;
    EXPECT_EQ(text(seen, "name"), "王*英");
    EXPECT_EQ(seen.json().at("level").as_int64(), 3);
    EXPECT_EQ(text(seen, "organisation"), "华龙区评估中心");
    EXPECT_TRUE(seen.json().at("valid").as_bool());
    EXPECT_EQ(seen.body.find(std::to_string(elder.value)), std::string::npos);
    EXPECT_EQ(seen.body.find("王秀英"), std::string::npos);
  }
  EXPECT_EQ(check("ABCD-EFGH-JKLM-NPQR", "王秀英").status, 404);
  EXPECT_EQ(check(code, "李秀英").status, 404);
  EXPECT_EQ(check("", "王*英").status, 422);
  city.advance(days(380));
  EXPECT_FALSE(check(code, "王秀英").json().at("valid").as_bool());
}

TEST_F(Assessing, OnlyItsAssessorsWriteAndSign) {
  const std::string id = plan();
  EXPECT_EQ(code(save(id, total(80), community)), "assessment.not_assessor");
  EXPECT_EQ(code(save(id, total(80), official)), "assessment.not_assessor");
  EXPECT_EQ(save(id, total(80), stranger).status, 404);
  EXPECT_EQ(save(id, total(80), city.worker(workers[1], company)).status, 404);
  ASSERT_EQ(save(id, total(80), nurse).status, 200);
  EXPECT_EQ(city.put(nurse, "/api/assessments/" + id, form("1", total(80))).status, 409);  // an older version
  const std::string path = "/api/assessments/" + id + "/sign";
  const auto sign = [&](const CallerPtr& who, std::string_view v, std::string_view signer, std::string_view name, std::string_view strokes) {
    return city.post(who, path, fmt::format(R"({{"version":{},"signer":"{}","name":"{}","strokes":"{}"}})", v, signer, name, strokes)).status;
  };
  const std::string v = version(id);
  EXPECT_EQ(sign(nurse, v, "second_assessor", "", "M1 1L2 2"), 422);   // for the other one
  EXPECT_EQ(sign(nurse, v, "informant", "别人", "M1 1L2 2"), 422);
  EXPECT_EQ(sign(nurse, v, "first_assessor", "", "<script>"), 422);
  EXPECT_EQ(sign(nurse, "1", "first_assessor", "", "M1 1L2 2"), 409);
  sign_all(id);
  auto changed = total(80);
  set(changed, "B.1.1", "0");
  ASSERT_EQ(save(id, changed, carer).status, 200);
  const Answer refused = act(nurse, id, "submit");
  EXPECT_EQ(refused.status, 422);  // what they signed is not what stands
  EXPECT_EQ(refused.json().at("errors").as_array().size(), 3u);
  EXPECT_FALSE(view(id).at("signed_as_it_stands").as_bool());
  sign_all(id);
  EXPECT_TRUE(view(id).at("signed_as_it_stands").as_bool());
  EXPECT_EQ(act(carer, id, "submit").status, 200);
  EXPECT_EQ(save(id, total(80), nurse).status, 409);
}

TEST_F(Assessing, AnAssessorFromElsewhereReachesHerOwnWorkOnly) {
  const CallerPtr guest = city.staff({Role::community_worker}, kQingfeng, "外县评估员");
  const AssessorId third = enter("外县评估员", guest->user, {});
  const std::string own = plan("first", third, second), other = plan("first", first, second, add_elder(2));
  ASSERT_EQ(save(own, total(80), guest).status, 200);
  EXPECT_EQ(save(other, total(80), guest).status, 404);
  EXPECT_EQ(city.get(guest, "/api/assessments").json().at("items").as_array().size(), 0u);
  const auto mine = city.get(guest, "/api/assessments?mine=true").json();
  ASSERT_EQ(mine.at("items").as_array().size(), 1u);
  EXPECT_EQ(mine.at("items").at(0).at("id").as_string(), own);
}

TEST_F(Assessing, AReturnedOneIsAssessedAgainAndOneThatReviewsDidNotAssess) {
  const std::string id = submitted(total(80));
  EXPECT_EQ(act(official, id, "return").status, 422);
  ASSERT_EQ(act(official, id, "return", R"({"reason":"照片不清"})").status, 200);
  EXPECT_EQ(state(id), "draft");
  ASSERT_EQ(act(nurse, id, "submit").status, 200);  // nothing changed, signed as it stands
  const CallerPtr both = city.staff({Role::official}, kHualong, "又审又评");
  const AssessorId third = enter("兼职评估", both->user, {});
  ASSERT_EQ(act(official, id, "void", R"({"reason":"重来"})").status, 200);
  const std::string other = plan("first", third, second);
  ASSERT_EQ(save(other, total(80), both).status, 200);
  sign_all(other, both);
  ASSERT_EQ(act(both, other, "submit").status, 200);
  EXPECT_EQ(code(act(both, other, "review")), "assessment.own_work");
  EXPECT_EQ(act(official, other, "review").status, 200);
  EXPECT_EQ(code(act(both, other, "confirm", R"({"told_name":"x"})")), "assessment.own_work");
}

TEST_F(Assessing, ADisputeIsAnsweredByOtherAssessors) {
  const std::string id = confirmed(total(70));
  EXPECT_EQ(due_kinds(), std::vector<std::string>{"routine"});
  EXPECT_EQ(act(family, id, "dispute", R"({"name":"王建国"})").status, 422);
  ASSERT_EQ(act(family, id, "dispute", R"({"name":"王建国","reason":"当天她状态特别好"})").status, 200);
  EXPECT_EQ(state(id), "disputed");
  EXPECT_EQ(due_kinds(), std::vector<std::string>{"dispute"});
  EXPECT_EQ(registry::facts(city.kernel(), elder)->ability, registry::Ability::mild);  // it stands until it is answered
  const auto again = [&](std::string_view reason, AssessorId one, AssessorId two) {
    return city.post(community, "/api/assessments",
                     fmt::format(R"({{"elder_id":"{}","reason":"{}","first_assessor":"{}","second_assessor":"{}"}})", elder.value, reason, one.value, two.value));
  };
  const CallerPtr nurse3 = city.staff({Role::community_worker}, kHualong, "赵"), nurse4 = city.staff({Role::community_worker}, kHualong, "钱");
  const AssessorId third = enter("赵评估", nurse3->user, {}), fourth = enter("钱评估", nurse4->user, {});
  EXPECT_EQ(again("dispute", first, third).status, 422);
  EXPECT_EQ(again("routine", third, fourth).status, 422);
  const Answer planned = again("dispute", third, fourth);
  ASSERT_EQ(planned.status, 200) << planned.body;
  EXPECT_EQ(code(again("dispute", third, fourth)), "assessment.already_open");
  const std::string second_time = text(planned, "id");
  EXPECT_EQ(text(planned, "previous_id"), id);
  ASSERT_EQ(save(second_time, total(40), nurse3).status, 200);
  sign_all(second_time, nurse3, nurse4);
  ASSERT_EQ(act(nurse3, second_time, "submit").status, 200);
  ASSERT_EQ(act(official, second_time, "review").status, 200);
  ASSERT_EQ(act(official, second_time, "confirm", R"({"told_name":"王建国"})").status, 200);
  EXPECT_EQ(state(id), "superseded");
  EXPECT_EQ(std::string(view(id).at("assessment").at("superseded_by").as_string()), second_time);
  EXPECT_EQ(registry::facts(city.kernel(), elder)->ability, registry::Ability::severe);
  EXPECT_EQ(due_kinds(), std::vector<std::string>{"routine"});
}

TEST_F(Assessing, ADisputeHasItsTimeAndMayBeRefused) {
  const std::string id = confirmed(total(70));
  ASSERT_EQ(act(community, id, "dispute", R"({"name":"王建国","reason":"不同意"})").status, 200);
  ASSERT_EQ(act(official, id, "uphold", R"({"reason":"查看录像，评分无误"})").status, 200);
  EXPECT_EQ(state(id), "effective");
  EXPECT_EQ(due_kinds(), std::vector<std::string>{"routine"});
  city.advance(days(31));
  EXPECT_EQ(code(act(community, id, "dispute", R"({"name":"王建国","reason":"不同意"})")), "assessment.window_over");
}

TEST_F(Assessing, AVoidedResultLeavesNoLevel) {
  const std::string id = confirmed(total(40));
  ASSERT_EQ(act(official, id, "void", R"({"reason":"冒名"})").status, 200);
  EXPECT_EQ(registry::facts(city.kernel(), elder)->ability, registry::Ability::unassessed);
  EXPECT_EQ(due_kinds(), std::vector<std::string>{"voided"});
  EXPECT_EQ(act(official, id, "void", R"({"reason":"冒名"})").status, 409);
}

TEST_F(Assessing, WhatIsDueAndWhatMakesItDueEarlier) {
  const ElderId never = add_elder(2);
  as_system<bool>([&](command::Tx& tx) -> Result<bool> {
    const auto done = registry::set_ability(tx, never, registry::Ability::unassessed);
    EXPECT_TRUE(done);
    return true;
  });
  const auto first_time = city.get(community, "/api/assessments/due?kind=first").json();
  ASSERT_EQ(first_time.at("items").as_array().size(), 1u);
  EXPECT_EQ(first_time.at("items").at(0).at("elder_id").as_string(), std::to_string(never.value));
  const std::string id = confirmed(total(70));
  const auto due = [&] { return city.get(community, "/api/assessments/due").json().at("items").as_array().size(); };
  EXPECT_EQ(due(), 0u);  // a year away
  EXPECT_EQ(city.get(community, "/api/assessments/due?until=2027-11-22").json().at("items").as_array().size(), 1u);
  const std::string path = fmt::format("/api/elders/{}/health-changes", elder.value);
  EXPECT_EQ(city.post(community, path, R"({"kind":"stroke","happened_on":"2026-12-01"})").status, 422);
  EXPECT_EQ(city.post(stranger, path, R"({"kind":"stroke","happened_on":"2026-11-20"})").status, 404);
  ASSERT_EQ(city.post(family, path, R"({"kind":"stroke","happened_on":"2026-11-20","note":"右侧偏瘫"})").status, 200);
  const auto early = city.get(community, "/api/assessments/due").json();
  ASSERT_EQ(early.at("items").as_array().size(), 1u);
  EXPECT_EQ(early.at("items").at(0).at("kind").as_string(), "change");
  EXPECT_EQ(early.at("items").at(0).at("due_on").as_string(), "2026-12-22");
  EXPECT_EQ(early.at("items").at(0).at("level").as_int64(), 1);
  city.advance(days(1));
  const std::string next = plan("change");
  EXPECT_EQ(city.get(community, "/api/assessments/due").json().at("items").at(0).at("planned_id").as_string(), next);
  confirmed(total(30), next);
  EXPECT_EQ(due(), 0u);
  const auto version = city.get(official, fmt::format("/api/elders/{}", elder.value)).json().at("elder").at("version").as_int64();
  const Answer died = city.post(official, fmt::format("/api/elders/{}/death", elder.value),
                                fmt::format(R"({{"version":{},"died_on":"2026-11-22","evidence":"家属报告"}})", version));
  EXPECT_EQ(died.status, 200) << died.body;
  EXPECT_EQ(city.get(community, "/api/assessments/due?until=2099-01-01").json().at("items").as_array().size(), 0u);
}

TEST_F(Assessing, DoubtsAreAnsweredBeforeTheReview) {
  const std::string id = plan();
  ASSERT_EQ(save(id, total(80), nurse).status, 200);
  const Instant now = city.clock.now();
  auto body = form(version(id), total(80));
  const auto replace = [&](std::string_view from, const std::string& to) { body.replace(body.find(from), from.size(), to); };
  replace(to_string(now - minutes(45)), to_string(now - minutes(15)));
  ASSERT_EQ(city.put(nurse, "/api/assessments/" + id, body).status, 200);
  sign_all(id);
  ASSERT_EQ(act(nurse, id, "submit").status, 200);
  const auto work = city.get(official, "/api/assessments/review").json();
  ASSERT_EQ(work.at("items").as_array().size(), 1u);
  EXPECT_EQ(work.at("items").at(0).at("why").as_string(), "1 个疑点待处理：评估过快。");
  const std::string flag(work.at("items").at(0).at("flags").at(0).at("id").as_string());
  EXPECT_EQ(code(act(official, id, "review")), "assessment.flags_open");
  const std::string path = "/api/assessment-flags/" + flag + "/decide";
  EXPECT_EQ(city.post(official, path, R"({"decision":"explained"})").status, 422);
  EXPECT_EQ(city.post(official, path, R"({"decision":"open","note":"x"})").status, 422);
  EXPECT_EQ(city.post(stranger, path, R"({"decision":"explained","note":"老人情况简单"})").status, 404);
  ASSERT_EQ(city.post(official, path, R"({"decision":"explained","note":"老人情况简单"})").status, 200);
  EXPECT_EQ(city.post(official, path, R"({"decision":"explained","note":"再来"})").status, 409);
  EXPECT_EQ(act(official, id, "review").status, 200);
}

TEST_F(Assessing, ALenientAssessorStandsOut) {
  // Sixty elders: two honest assessors spread over the levels, the pair under test finds everybody severe.
  const CallerPtr nurse3 = city.staff({Role::community_worker}, kHualong, "赵"), nurse4 = city.staff({Role::community_worker}, kHualong, "钱");
  const AssessorId third = enter("赵评估", nurse3->user, {}), fourth = enter("钱评估", nurse4->user, {});
  const std::int32_t points[] = {90, 80, 60, 40, 10};
  for (int n = 0; n < 60; ++n) {
    const ElderId who = add_elder(200 + n);
    const bool lenient = n % 3 == 0;
    PastAssessment in;
    in.elder = who;
    in.first_assessor = lenient ? third : first;
    in.second_assessor = lenient ? fourth : second;
    in.informant_name = "家属";
    in.started_at = city.clock.now() - days(100) + minutes(n * 60);
    in.ended_at = in.started_at + minutes(40);
    in.answers = total(lenient ? 35 : points[n % 5]);
    as_system<AssessmentId>([&](command::Tx& tx) { return add_past(tx, in); });
  }
  const auto found = city.get(official, "/api/assessors/outliers").json();
  ASSERT_EQ(found.at("items").as_array().size(), 4u);
  EXPECT_NE(std::string(found.at("formula").as_string()).find("Cochran"), std::string::npos);
  for (const auto& row : found.at("items").as_array()) {
    const std::string name(row.at("assessor_name").as_string());
    const bool lenient = name == "赵评估" || name == "钱评估";
    EXPECT_EQ(row.at("assessments").as_int64(), lenient ? 20 : 40);
    EXPECT_TRUE(row.at("outlier").as_bool()) << name;  // each pair is the other's peers
  }
  const std::string id = plan("first", third, fourth);
  ASSERT_EQ(save(id, total(35), nurse3).status, 200);
  sign_all(id, nurse3, nurse4);
  ASSERT_EQ(act(nurse3, id, "submit").status, 200);
  int flags = 0;
  const auto seen = view(id);
  for (const auto& flag : seen.at("flags").as_array()) flags += flag.at("kind").as_string() == "outlier_assessor";
  EXPECT_EQ(flags, 2);
  EXPECT_EQ(city.get(community, "/api/assessors/outliers").status, 403);
}

TEST_F(Assessing, AResultOfAnotherPlaceIsRecognised) {
  const auto bring = [&](std::string_view more) {
    return city.post(community, "/api/assessments/recognitions",
                     fmt::format(R"({{"elder_id":"{}","level":2,"assessed_on":"2026-05-01","organisation":"郑州市评估中心","foreign_code":"ZZ-1"{}}})", elder.value, more));
  };
  EXPECT_EQ(bring(R"(,"valid_until":"2026-04-01")").status, 422);
  const Answer made = bring(R"(,"valid_until":"2027-04-30","assessors":"周、吴")");
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(bring("").status, 422);  // the same day again
  const std::string id = text(made, "id");
  EXPECT_EQ(code(act(official, id, "return", R"({"reason":"x"})")), "illegal_move");
  ASSERT_EQ(act(official, id, "review").status, 200);
  ASSERT_EQ(act(official, id, "confirm", R"({"told_name":"本人"})").status, 200);
  EXPECT_EQ(registry::facts(city.kernel(), elder)->ability, registry::Ability::moderate);
  EXPECT_EQ(view(id).at("assessment").at("valid_until").as_string(), "2027-04-30");
  EXPECT_EQ(view(id).at("assessment").at("source").as_string(), "recognised");
}

TEST_F(Assessing, FhirGoesOutAndComesIn) {
  auto answers = total(55);
  set(answers, "A.2.14.1", "2");
  const std::string id = confirmed(answers);
  const Answer file = city.get(official, "/api/assessments/" + id + "/fhir");
  ASSERT_EQ(file.status, 200) << file.body;
  EXPECT_EQ(city.get(community, "/api/assessments/" + id + "/fhir").status, 403);
  EXPECT_EQ(city.get(stranger, "/api/assessments/" + id + "/fhir").status, 404);
  const ElderId other = add_elder(2);
  const auto import = [&](std::string_view document) {
    return city.post(community, "/api/assessments/fhir",
                     fmt::format(R"({{"elder_id":"{}","organisation":"外地","document":{}}})", other.value, entity::json::serialize(entity::json::value(document))));
  };
  const Answer made = import(file.body);
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(made.json().at("level").as_int64(), 3);
  EXPECT_EQ(import(file.body).status, 422);
  EXPECT_EQ(import("{}").status, 422);
  EXPECT_EQ(view(text(made, "id")).at("answers").as_array().size(), answers.size());
  std::string lying = file.body;
  const std::string_view level = R"(urn:yilin:fhir:level","valueInteger":3)";
  ASSERT_NE(lying.find(level), std::string::npos);
  lying.replace(lying.find(level), level.size(), R"(urn:yilin:fhir:level","valueInteger":4)");
  ASSERT_EQ(act(official, text(made, "id"), "void", R"({"reason":"重新导入"})").status, 200);
  const Answer doubted = import(lying);
  ASSERT_EQ(doubted.status, 200) << doubted.body;
  EXPECT_EQ(view(text(doubted, "id")).at("flags").at(0).at("kind").as_string(), "level_differs");
}

TEST_F(Assessing, AQuestionnaireComesInAsFhirAndCanBeUsed) {
  const auto bureau = city.staff({Role::official}, 410900000000, "市民政");  // the whole city uses it
  const Answer out = city.get(nurse, "/api/questionnaires/gbt42195/fhir");
  ASSERT_EQ(out.status, 200);
  const auto import = [&](const std::string& document) {
    return city.post(bureau, "/api/questionnaires/fhir", fmt::format(R"({{"document":{}}})", entity::json::serialize(entity::json::value(document))));
  };
  EXPECT_EQ(import(out.body).status, 200);  // there already, the same
  std::string changed = out.body;
  changed.replace(changed.find("老年人能力评估规范"), std::string_view("老年人能力评估规范").size(), "某市评估办法");
  EXPECT_EQ(code(import(changed)), "assessment.questionnaire_known");
  const std::string_view v = R"("version":"2022","name")";
  ASSERT_NE(changed.find(v), std::string::npos);
  changed.replace(changed.find(v), v.size(), R"("version":"2026-city","name")");
  const Answer made = import(changed);
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(city.get(nurse, "/api/questionnaires/gbt42195?version=2026-city").json().at("title").as_string(), "某市评估办法");
  city.restart();
  EXPECT_EQ(city.get(nurse, "/api/questionnaires/gbt42195?version=2026-city").status, 200);
  EXPECT_EQ(city.get(nurse, "/api/questionnaires").json().at("items").as_array().size(), 4u);
  EXPECT_EQ(city.get(nurse, "/api/questionnaires/unknown").status, 404);
  EXPECT_EQ(import("{}").status, 422);
}

TEST_F(Assessing, ATableOfItemsGoesOutAndComesInOnce) {
  auto answers = total(62);
  answers.push_back({"A.4.2", {}, "降压药 每日一次", {}});
  confirmed(answers);
  std::string table = download(official, "/api/assessments/items.csv?region=410902000000");
  ASSERT_NE(table.find("B.4.5"), std::string::npos);
  const ElderId other = add_elder(2);
  const std::string own = std::to_string(elder.value);
  table.replace(table.find(own), own.size(), std::to_string(other.value));
  const Answer taken = upload(official, "/api/uploads/assessment-items?questionnaire=gbt42195", table);
  ASSERT_EQ(taken.status, 200) << taken.body;
  EXPECT_EQ(taken.json().at("added").as_int64(), 1);
  EXPECT_EQ(taken.json().at("refused").as_int64(), 0) << taken.body;
  EXPECT_EQ(upload(official, "/api/uploads/assessment-items", table).json().at("known").as_int64(), 1);
  const auto rows = city.get(official, fmt::format("/api/assessments?elder={}", other.value)).json();
  ASSERT_EQ(rows.at("items").as_array().size(), 1u);
  EXPECT_EQ(rows.at("items").at(0).at("total").as_int64(), 62);
  EXPECT_EQ(rows.at("items").at(0).at("source").as_string(), "imported");
  const auto second_out = download(official, "/api/assessments/items.csv");
  EXPECT_NE(second_out.find("降压药 每日一次"), std::string::npos);
  // A row that is not whole, one of nobody, one that is no answer.
  const Answer bad = upload(official, "/api/uploads/assessment-items",
                            fmt::format("elder_id,assessed_on,organisation,B.1.1\n{},2026-01-01,甲,4\n77,2026-01-01,甲,4\n{},2026-01-01,甲,9\n", other.value, other.value));
  ASSERT_EQ(bad.status, 200) << bad.body;
  EXPECT_EQ(bad.json().at("refused").as_int64(), 3);
  EXPECT_EQ(bad.json().at("errors").at(1).at("row").as_int64(), 3);
  EXPECT_EQ(upload(official, "/api/uploads/assessment-items", "a,b\n1,2\n").status, 422);
  EXPECT_EQ(upload(official, "/api/uploads/assessment-items", "").status, 422);
}

TEST_F(Assessing, OldRecordsOfTheSeventyTwoPointScaleAreRead) {
  const Questionnaire& old = shipped("mzt039");
  std::string head = "elder_id,assessed_on,organisation", row = fmt::format("{},2021-03-01,旧机构", elder.value);
  for (const Section& s : old.sections)
    for (const Item& i : s.items) {
      head += "," + i.code;
      row += ",2";
    }
  const auto clerk = city.staff({Role::official}, kHualong, "档案员");  // whoever brings it in does not confirm it
  const Answer taken = upload(clerk, "/api/uploads/assessment-items?questionnaire=mzt039", head + "\n" + row + "\n");
  ASSERT_EQ(taken.json().at("added").as_int64(), 1) << taken.body;
  const auto rows = city.get(official, "/api/assessments?questionnaire=mzt039").json();
  EXPECT_EQ(rows.at("items").at(0).at("total").as_int64(), 36);
  EXPECT_EQ(rows.at("items").at(0).at("level_name").as_string(), "中度失能");
  const std::string id(rows.at("items").at(0).at("id").as_string());
  ASSERT_EQ(act(official, id, "review").status, 200);
  ASSERT_EQ(act(official, id, "confirm", R"({"told_name":"档案"})").status, 200);
  EXPECT_EQ(registry::facts(city.kernel(), elder)->ability, registry::Ability::moderate);  // as before: it sets nothing
  EXPECT_EQ(city.post(community, "/api/assessments",
                      fmt::format(R"({{"elder_id":"{}","questionnaire":"mzt039","reason":"first","first_assessor":"{}","second_assessor":"{}"}})", elder.value,
                                  first.value, second.value))
                .status,
            422);  // for reading only
}

TEST_F(Assessing, PhotosOfTheVisit) {
  const std::string id = plan();
  const std::string path = "/api/uploads/assessments/" + id + "/photo?caption=";
  const std::string jpeg = "\xff\xd8\xff\xe0 the room";
  EXPECT_EQ(upload(nurse, path, "no picture").status, 422);
  EXPECT_EQ(upload(community, path, jpeg).status, 403);
  const Answer kept = upload(nurse, path, jpeg);
  ASSERT_EQ(kept.status, 200) << kept.body;
  EXPECT_EQ(text(upload(nurse, path, jpeg), "id"), text(kept, "id"));
  const Answer seen = city.get(official, "/api/assessment-photos/" + text(kept, "id"));
  EXPECT_EQ(seen.body, jpeg);
  EXPECT_EQ(city.get(stranger, "/api/assessment-photos/" + text(kept, "id")).status, 404);
  EXPECT_EQ(view(id).at("photos").as_array().size(), 1u);
  for (const auto& file : std::filesystem::recursive_directory_iterator(city.folder + "/photos")) {
    if (!file.is_regular_file()) continue;
    std::ifstream in(file.path(), std::ios::binary);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}).find("the room"), std::string::npos);
  }
}

TEST_F(Assessing, AssessorsAreRegisteredAndEnded) {
  const auto enter_one = [&](std::string_view more) {
    return city.post(official, "/api/assessors",
                     fmt::format(R"({{"region":"410902000000","name":"孙评估","organisation":"评估中心","certificate_no":"PG-9","qualified_from":"2026-01-01"{}}})", more));
  };
  EXPECT_EQ(enter_one("").status, 422);
  EXPECT_EQ(enter_one(R"(,"worker_id":"77")").status, 422);
  EXPECT_EQ(enter_one(fmt::format(R"(,"worker_id":"{}")", workers[0].value)).status, 422);  // is one already
  const Answer made = enter_one(fmt::format(R"(,"worker_id":"{}")", workers[1].value));
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(city.post(stranger, "/api/assessors/" + text(made, "id") + "/end", R"({"reason":"x"})").status, 404);
  ASSERT_EQ(city.post(official, "/api/assessors/" + text(made, "id") + "/end", R"({"reason":"离职"})").status, 200);
  EXPECT_EQ(city.get(community, "/api/assessors").json().at("items").as_array().size(), 2u);
  EXPECT_EQ(city.get(community, "/api/assessors?ended=true").json().at("items").as_array().size(), 3u);
  EXPECT_EQ(city.get(family, "/api/assessors").status, 403);
}

}  // namespace
}  // namespace yilin::assessment
