// Work lists, lists of other offices, what-ifs.
#include <fstream>

#include "modules/benefits/benefits_fixture.h"

namespace yilin::benefits {
namespace {

class Work : public BenefitsCity {
 protected:
  Answer upload(const CallerPtr& who, const std::string& bytes, std::string_view query = "?source=市公安局&as_of=2026-11-20") {
    const std::string file = fmt::format("{}/upload-{}", city.folder, ++uploads_);
    std::ofstream(file, std::ios::binary) << bytes;
    http::Request request = city.make(who, http::Method::post, "/api/uploads/benefits/lists" + std::string(query));
    request.headers.emplace_back("x-upload-name", "%E5%90%8D%E5%8D%95.csv");
    request.body = file;
    return city.request(std::move(request));
  }
  std::int64_t count(const json::value& list, std::string_view key) { return list.at(key).as_int64(); }
  int uploads_ = 0;
};

TEST_F(Work, WhoIsEligibleAndDoesNotReceiveIsAWorkList) {
  plain_life(elder);
  const ElderId unknown = add_elder(2);
  const auto summary = city.get(boss, "/api/benefits/gaps/summary?benefit=高龄津贴").json();
  EXPECT_EQ(summary.at("totals").at(0).at("eligible").as_int64(), 1);
  EXPECT_EQ(summary.at("totals").at(0).at("to_verify").as_int64(), 1);
  EXPECT_EQ(summary.at("totals").at(0).at("amount_fen").as_int64(), 5'000);
  const auto list = city.get(clerk, "/api/benefits/gaps?benefit=高龄津贴").json();
  ASSERT_EQ(list.at("items").as_array().size(), 1u);
  EXPECT_EQ(list.at("items").at(0).at("elder_id").as_string(), std::to_string(elder.value));
  const auto open = city.get(clerk, "/api/benefits/gaps?benefit=高龄津贴&kind=verify").json();
  ASSERT_EQ(open.at("items").as_array().size(), 1u);
  EXPECT_EQ(open.at("items").at(0).at("open_facts").at(0).as_string(), "户籍");
  EXPECT_EQ(open.at("items").at(0).at("amount_max_fen").as_int64(), 5'000);
  EXPECT_EQ(city.get(stranger, "/api/benefits/gaps?benefit=高龄津贴").json().at("items").as_array().size(), 0u);

  const auto handed = city.post(town, "/api/benefits/tasks", R"({"benefit":"高龄津贴","kind":"outreach","count":5})");
  ASSERT_EQ(handed.status, 200) << handed.body;
  EXPECT_EQ(handed.json().at("made").as_int64(), 1);
  EXPECT_EQ(city.post(town, "/api/benefits/tasks", R"({"benefit":"高龄津贴","kind":"outreach","count":5})").status, 409) << "handed out already";
  const auto verify = city.post(town, "/api/benefits/tasks", fmt::format(R"({{"benefit":"高龄津贴","kind":"verify","elders":["{}"]}})", unknown.value));
  ASSERT_EQ(verify.status, 200) << verify.body;
  EXPECT_EQ(verify.json().at("tasks").at(0).at("task").at("facts").as_string(), "户籍");

  const std::string task(handed.json().at("tasks").at(0).at("task").at("id").as_string());
  EXPECT_EQ(city.post(town, "/api/benefits/tasks/" + task + "/finish", R"({"outcome":"verified"})").status, 422) << "not an outcome of this kind";
  ASSERT_EQ(city.post(town, "/api/benefits/tasks/" + task + "/finish", R"({"outcome":"not_reached","note":"电话无人接"})").status, 200);
  city.advance(days(17));
  EXPECT_EQ(city.get(town, "/api/benefits/tasks?mine=true&state=handed_out").json().at("items").at(1).at("task").at("overdue").as_bool(), true);
  const Answer applied = apply(clerk, elder, "高龄津贴", fmt::format(R"(,"channel":"outreach","task_id":"{}")", task));
  ASSERT_EQ(applied.status, 200) << applied.body;
  ASSERT_EQ(city.post(town, "/api/benefits/tasks/" + task + "/finish", fmt::format(R"({{"outcome":"applied","application_id":"{}"}})", id_of(applied, "application"))).status, 200);
  EXPECT_EQ(city.get(clerk, "/api/benefits/gaps?benefit=高龄津贴").json().at("items").as_array().size(), 0u) << "who has applied is no gap";
}

// A claim opens a task that nobody has; it is handed out like the others, and found by its id.
TEST_F(Work, AVerificationThatNobodyHasIsHandedOut) {
  const ElderId her = add_elder(2);
  ASSERT_EQ(record(city.home({her}), her, {{"户籍", "410902"}}).status, 200);
  const auto open = city.get(clerk, fmt::format("/api/benefits/tasks?kind=verify&benefit=高龄津贴&elder={}", her.value)).json();
  ASSERT_EQ(open.at("items").as_array().size(), 1u);
  EXPECT_EQ(open.at("items").at(0).at("task").at("state").as_string(), "open");
  const std::string id(open.at("items").at(0).at("task").at("id").as_string());
  const auto gap = city.get(town, "/api/benefits/gaps?benefit=高龄津贴&kind=verify").body;
  EXPECT_NE(gap.find(R"("handed_out":false)"), std::string::npos) << gap;
  const auto handed = city.post(town, "/api/benefits/tasks", fmt::format(R"({{"benefit":"高龄津贴","kind":"verify","elders":["{}"]}})", her.value));
  ASSERT_EQ(handed.status, 200) << handed.body;
  EXPECT_EQ(handed.json().at("made").as_int64(), 1);
  EXPECT_EQ(handed.json().at("tasks").at(0).at("task").at("id").as_string(), id) << "the same task";
  const Answer task = city.get(town, "/api/benefits/tasks/" + id);
  ASSERT_EQ(task.status, 200) << task.body;
  EXPECT_EQ(task.json().at("task").at("state").as_string(), "handed_out");
  EXPECT_EQ(task.json().at("task").at("assigned_name").as_string(), "街道乙");
  EXPECT_EQ(city.get(town, "/api/benefits/tasks?mine=true").json().at("items").as_array().size(), 1u);
  EXPECT_EQ(city.get(stranger, "/api/benefits/tasks/" + id).status, 404);
  EXPECT_EQ(city.post(town, "/api/benefits/tasks", fmt::format(R"({{"benefit":"高龄津贴","kind":"verify","elders":["{}"]}})", her.value)).status, 409) << "he has it";
}

// A row that cannot be taken over is named and stays open; the others are taken over.
TEST_F(Work, ABadRowDoesNotStopTheBatch) {
  const ElderId other = add_elder(2), third = add_elder(3);
  const Answer answer = upload(boss, "身份证号,户籍\n" + card(2).reveal() + ",410902\n" + card(3).reveal() + ",410902\n" + card(77).reveal() + ",410902\n");
  ASSERT_EQ(answer.status, 200) << answer.body;
  const std::string path = "/api/benefits/lists/" + std::string(answer.json().at("id").as_string());
  // The rules have moved on since one of the rows was matched.
  city.kernel().writer->run(sql::Lane::command, [&](sql::Connection& db) {
    db.exec("UPDATE match_row SET value = '火星' WHERE elder_id = ?", other);
    return true;
  });
  const Answer decided = city.post(boss, path + "/decide", R"({"result":"matched","accept":true})");
  ASSERT_EQ(decided.status, 200) << decided.body;
  EXPECT_EQ(count(decided.json(), "decided"), 1);
  ASSERT_EQ(decided.json().at("problems").as_array().size(), 1u);
  EXPECT_EQ(decided.json().at("problems").at(0).at("row_number").as_int64(), 2);
  EXPECT_EQ(count(decided.json(), "left"), 1);
  EXPECT_EQ(told(third, "高龄津贴"), "是 50元");
  EXPECT_EQ(told(other, "高龄津贴"), "待核实 0元至50元");
  const Answer again = city.post(boss, path + "/decide", fmt::format(R"({{"result":"matched","accept":true,"after":"{}"}})", std::string_view(decided.json().at("last").as_string())));
  EXPECT_EQ(again.status, 409) << "nothing behind it";
  // Chosen one by one: one that was not found beside it is named, too.
  std::string rows;
  for (const char* result : {"matched", "not_found"})
    for (const json::value listed = city.get(boss, fmt::format("{}/rows?result={}&state=open", path, result)).json(); const auto& item : listed.at("items").as_array())
      rows += fmt::format("{}\"{}\"", rows.empty() ? "" : ",", std::string_view(item.at("row").at("id").as_string()));
  const Answer chosen = city.post(boss, path + "/decide", fmt::format(R"({{"rows":[{}],"accept":true}})", rows));
  ASSERT_EQ(chosen.status, 200) << chosen.body;
  EXPECT_EQ(count(chosen.json(), "decided"), 0);
  EXPECT_EQ(chosen.json().at("problems").as_array().size(), 2u);
}

TEST_F(Work, AListIsReportedAndNothingChangesBeforeSomebodyDecides) {
  plain_life(elder);
  const ElderId other = add_elder(2);
  const std::string own = card(1).reveal(), second = card(2).reveal(), nobody = card(77).reveal();
  const Answer answer = upload(boss, "姓名,身份证号,户籍,个人月收入,备注\n"
                                     "王秀英," + own + ",410902,800,与记录不同\n"
                                     "王秀英," + second + ",410902,,新的\n"
                                     "李四," + second + ",,300,姓名不符\n"
                                     "某人," + nobody + ",410902,,查无此人\n"
                                     "坏行,123,410902,,号码不对\n"
                                     "王秀英," + second + ",火星,,值不对\n");
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto list = answer.json();
  EXPECT_EQ(count(list, "row_count"), 7);
  EXPECT_EQ(count(list, "same"), 1) << "户籍 of 王秀英";
  EXPECT_EQ(count(list, "matched"), 1);
  EXPECT_EQ(count(list, "conflict"), 2);
  EXPECT_EQ(count(list, "not_found"), 1);
  EXPECT_EQ(count(list, "faulty"), 2);
  EXPECT_EQ(told(other, "高龄津贴"), "待核实 0元至50元") << "nothing has changed";
  const std::string path = "/api/benefits/lists/" + std::string(list.at("id").as_string());
  const auto rows = city.get(boss, path + "/rows?result=faulty").json();
  EXPECT_EQ(rows.at("items").at(0).at("row").at("problem").as_string(), "身份证号不正确");
  EXPECT_EQ(rows.at("items").at(0).at("row").at("row_number").as_int64(), 6);
  EXPECT_EQ(city.get(boss, path + "/rows").body.find(own), std::string::npos) << "numbers are masked";
  ASSERT_EQ(city.post(boss, path + "/decide", R"({"result":"matched","accept":true})").status, 200);
  EXPECT_EQ(told(other, "高龄津贴"), "是 50元");
  EXPECT_EQ(city.post(boss, path + "/decide", R"({"result":"conflict","accept":true})").status, 422) << "a reason";
  EXPECT_EQ(city.post(boss, path + "/decide", R"({"result":"not_found","accept":true})").status, 422);
  for (const char* result : {"same", "conflict", "not_found", "faulty"})
    ASSERT_EQ(city.post(boss, path + "/decide", fmt::format(R"({{"result":"{}","accept":false,"reason":"看过"}})", result)).status, 200) << result;
  EXPECT_EQ(city.get(boss, path).json().at("state").as_string(), "closed");
  EXPECT_EQ(city.get(stranger, path).status, 404);
}

TEST_F(Work, ADeathOnAListStopsWhatIsGrantedOnceSomebodyTakesItOver) {
  plain_life(elder);
  ASSERT_EQ(granted(elder, "高龄津贴").status, 200);
  const Answer answer = upload(boss, "身份证号,死亡日期\n" + card(1).reveal() + ",2026/11/02\n");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(count(answer.json(), "matched"), 1);
  EXPECT_EQ(told(elder, "高龄津贴"), "是 50元");
  ASSERT_EQ(city.post(boss, "/api/benefits/lists/" + std::string(answer.json().at("id").as_string()) + "/decide", R"({"result":"matched","accept":true})").status, 200);
  EXPECT_EQ(told(elder, "高龄津贴"), "否");
  EXPECT_EQ(city.get(boss, fmt::format("/api/benefits/awards?elder={}", elder.value)).json().at("items").at(0).at("award").at("stop_reason").as_string(), "died");
}

// Acceptance test 11, for lists: of 10,000 rows 37 are bad: 37 named rows with their reasons, the sums agree, and what was taken
// over cannot be taken over again.
TEST_F(Work, OfTenThousandRowsEveryBadOneIsNamedAndNoneCountsTwice) {
  std::string csv = "身份证号,户籍\n";
  for (int i = 0; i < 10'000; ++i) {
    const Date born = Date::from_ymd(1940, 1, 1) + i / 900;
    const std::string stem = fmt::format("410902{}{:02}{:02}{:03}", born.year(), born.month(), born.day(), i % 900);
    csv += i % 270 == 5 && i < 37 * 270 ? fmt::format("错误{},410902\n", i) : i == 1 ? card(1).reveal() + ",410902\n" : stem + IdCard::check_character(stem) + ",410902\n";
  }
  const Answer answer = upload(boss, csv);
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto list = answer.json();
  EXPECT_EQ(count(list, "faulty"), 37);
  EXPECT_EQ(count(list, "matched"), 1);
  EXPECT_EQ(count(list, "matched") + count(list, "same") + count(list, "conflict") + count(list, "not_found") + count(list, "faulty"), 10'000);
  const std::string path = "/api/benefits/lists/" + std::string(list.at("id").as_string());
  const auto faulty = city.get(boss, path + "/rows?result=faulty").json();
  ASSERT_EQ(faulty.at("items").as_array().size(), 37u);
  for (const auto& item : faulty.at("items").as_array()) EXPECT_FALSE(item.at("row").at("problem").as_string().empty());
  ASSERT_EQ(city.post(boss, path + "/decide", R"({"result":"matched","accept":true})").status, 200);
  EXPECT_EQ(city.post(boss, path + "/decide", R"({"result":"matched","accept":true})").status, 409);
  const json::value facts = city.get(boss, fmt::format("/api/elders/{}/facts", elder.value)).json();
  std::size_t records = 0;
  for (const auto& f : facts.at("facts").as_array())
    if (f.at("fact").as_string() == "户籍") records = f.at("records").as_array().size();
  EXPECT_EQ(records, 1u);
}

TEST_F(Work, FilesThatAreNoListsAreRefusedInASentence) {
  for (const std::string& bytes : {std::string(), std::string("一,二\n1,2\n"), std::string("身份证号,姓名\n1,2\n"), std::string("身份证号,户籍\n"), std::string("\xff\xfe\x00PK", 6)})
    EXPECT_EQ(upload(boss, bytes).status, 422) << bytes;
  EXPECT_EQ(upload(boss, "身份证号,户籍\n1,2\n", "").status, 422) << "who gave it";
  EXPECT_EQ(upload(clerk, "身份证号,户籍\n1,2\n").status, 403);
}

TEST_F(Work, AWhatIfTellsWinnersLosersAndCostAndBecomesADraft) {
  plain_life(elder);
  const ElderId poor = add_elder(2);
  plain_life(poor);
  const auto scenario = [&](std::string_view name, std::string_view value) {
    const Answer made = city.post(boss, "/api/benefits/scenarios",
                                  fmt::format(R"({{"name":"{}","from":"2026-12","to":"2027-02","parameters":[{{"parameter":"高龄津贴标准.八十","region":"{}","from":"2027-01","value":"{}"}}]}})",
                                              name, kCity, value));
    EXPECT_EQ(made.status, 200) << made.body;
    wait_until_idle(city.kernel());
    return made.status == 200 ? id_of(made, "scenario") : std::string("0");
  };
  const std::string up = scenario("提高", "60元"), down = scenario("降低", "40元");
  const auto view = city.get(boss, "/api/benefits/scenarios/" + up);
  ASSERT_EQ(state_of(view, "scenario"), "done") << view.body;
  const auto result = view.json().at("result");
  EXPECT_EQ(result.at("winners").as_int64(), 2);
  EXPECT_EQ(result.at("losers").as_int64(), 0);
  EXPECT_EQ(result.at("cost_fen").as_int64(), 2 * 2 * 1'000) << "two people, two months, ten yuan";
  ASSERT_EQ(result.at("months").as_array().size(), 3u);
  EXPECT_EQ(result.at("months").at(0).at("cost_fen").as_int64(), 0) << "not before January";
  ASSERT_EQ(result.at("counties").as_array().size(), 1u);
  EXPECT_EQ(result.at("counties").at(0).at("cost_fen").as_int64(), 4'000);
  ASSERT_FALSE(result.at("labels").as_array().empty());
  EXPECT_EQ(result.at("labels").at(0).at("label").as_string(), "低保");
  ASSERT_EQ(result.at("samples").as_array().size(), 2u);
  EXPECT_EQ(result.at("samples").at(0).at("before").at("amount_text").as_string(), "50元");
  EXPECT_EQ(result.at("samples").at(0).at("after").at("amount_text").as_string(), "60元");

  const auto side = city.get(boss, fmt::format("/api/benefits/scenarios/compare?ids={},{}", up, down));
  ASSERT_EQ(side.status, 200) << side.body;
  EXPECT_EQ(side.json().at("scenarios").at(0).at("cost_fen").as_int64(), 4'000);
  EXPECT_EQ(side.json().at("scenarios").at(1).at("cost_fen").as_int64(), -4'000);
  EXPECT_EQ(told(elder, "高龄津贴"), "是 50元") << "nothing has changed";

  const auto published = city.post(boss, "/api/benefits/scenarios/" + up + "/publish");
  ASSERT_EQ(published.status, 200) << published.body;
  EXPECT_EQ(published.json().at("draft").at("state").as_string(), "draft");
  EXPECT_EQ(city.post(boss, "/api/benefits/scenarios/" + up + "/publish").status, 409);
  EXPECT_EQ(city.get(stranger, "/api/benefits/scenarios/" + up).status, 404);
}

TEST_F(Work, WhatIfsThatMeanNothingAreRefused) {
  const auto status = [&](std::string_view body) { return city.post(boss, "/api/benefits/scenarios", body).status; };
  EXPECT_EQ(status(R"({"name":"空"})"), 422);
  EXPECT_EQ(status(R"({"name":"错","parameters":[{"parameter":"没有的标准","from":"2027-01","value":"1元"}]})"), 422);
  EXPECT_EQ(status(R"({"name":"错","parameters":[{"parameter":"高龄津贴标准.八十","from":"2027-01","value":"很多"}]})"), 422);
  EXPECT_EQ(status(R"({"name":"长","from":"2027-01","to":"2035-01","parameters":[{"parameter":"高龄津贴标准.八十","from":"2027-01","value":"60元"}]})"), 422);
}

}  // namespace
}  // namespace yilin::benefits
