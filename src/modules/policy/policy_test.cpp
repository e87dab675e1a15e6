// Rules through the whole kernel: from the shipped version to one that is signed and in force.
#include "modules/policy/policy_fixture.h"

#include <set>

namespace yilin::policies {
namespace {

constexpr const char* kOld = "出生日期 1940-05-01";

std::vector<RulesActivated> seen;
Module listener() {
  Module m;
  m.name = "listener";
  m.attach = [](Kernel& kernel, http::Router&) {
    kernel.notifications.on<RulesActivated>([](command::Tx&, const RulesActivated& e) -> Status {
      seen.push_back(e);
      return {};
    });
  };
  return m;
}

class Policy : public PolicyCity {
 protected:
  Policy() : PolicyCity({listener()}) { seen.clear(); }
};

TEST_F(Policy, TheShippedRulesAreVersionOneAndInForce) {
  const InForce now = present(city.kernel());
  ASSERT_NE(now.rules, nullptr);
  EXPECT_EQ(now.number, 1);
  EXPECT_NE(now.rules->find("高龄津贴"), policy::kNone);
  const auto list = city.get(community, "/api/rules/versions").json();
  ASSERT_EQ(list.at("items").as_array().size(), 1u);
  EXPECT_EQ(list.at("items").at(0).at("author_name").as_string(), "随系统附带（示例）");
  EXPECT_EQ(list.at("items").at(0).at("state").as_string(), "active");
  city.restart();
  EXPECT_EQ(present(city.kernel()).version, now.version);
  EXPECT_EQ(city.get(author, "/api/rules/versions").json().at("items").as_array().size(), 1u);
  EXPECT_EQ(city.get(carer, "/api/rules/versions").status, 403);
}

TEST_F(Policy, TablesHoldWhatTheFieldsSay) {
  EXPECT_EQ(city.columns_amiss(RuleVersion::fields(), "rule_version"), "");
  EXPECT_EQ(city.columns_amiss(RuleFile::fields(), "rule_file"), "");
}

TEST_F(Policy, FromADraftToTheNewYear) {
  const std::string id = raised_draft();
  EXPECT_EQ(amount(kOld, "2027-01"), "50元");
  EXPECT_EQ(amount(kOld, "2027-01", id), "60元");
  EXPECT_EQ(step(author, id, "submit").status, 200);
  EXPECT_EQ(code(step(author, id, "approve")), "policies.same_person");
  EXPECT_EQ(step(county, id, "approve").status, 403);
  EXPECT_EQ(step(community, id, "approve").status, 403);
  EXPECT_EQ(step(reviewer, id, "sign").status, 409);  // nothing is signed that was not reviewed
  EXPECT_EQ(step(reviewer, id, "approve").status, 200);
  EXPECT_EQ(code(step(reviewer, id, "sign")), "policies.unconfirmed");
  confirm_all(reviewer, id);
  EXPECT_EQ(code(step(reviewer, id, "sign")), "policies.same_person");
  EXPECT_EQ(code(step(author, id, "sign")), "policies.same_person");
  ASSERT_EQ(step(signer, id, "sign").status, 200);
  EXPECT_EQ(step(signer, id, "schedule", R"(,"activate_on":"2026-11-21")").status, 422);
  const Answer scheduled = step(signer, id, "schedule", R"(,"activate_on":"2027-01-01")");
  ASSERT_EQ(scheduled.status, 200) << scheduled.body;

  // The process is killed and comes back; nothing holds before its day.
  city.restart();
  city.clock.set(*parse_instant("2026-12-31T23:59:59.999+08:00"));
  city.advance(Millis{0});
  EXPECT_EQ(in_force_number(), 1);
  city.advance(Millis{1});
  EXPECT_EQ(in_force_number(), 2);
  EXPECT_EQ(state(id), "active");
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(std::to_string(seen[0].version.value), id);
  EXPECT_EQ(to_string(seen[0].from), "2027-01-01");
  EXPECT_EQ(amount(kOld, "2027-01"), "60元");
  EXPECT_EQ(amount(kOld, "2026-12"), "50元");
  const auto list = city.get(author, "/api/rules/versions?state=superseded").json();
  EXPECT_EQ(list.at("items").as_array().size(), 1u);

  const auto history = city.get(author, "/api/rules/versions/" + id + "/history").json();
  std::string verbs;
  for (const auto& row : history.at("items").as_array()) verbs += std::string(row.at("verb").as_string()) + " ";
  EXPECT_EQ(verbs, "rules.activate rules.schedule rules.sign rules.confirm rules.approve rules.submit rules.edit rules.begin ");
  EXPECT_EQ(history.at("items").at(6).at("file").as_string(), kBenefits);
  EXPECT_EQ(history.at("items").at(2).at("actor_name").as_string(), "签发人丙");
}

TEST_F(Policy, ADayThatPassedWhileTheProcessWasDownComesAtOnce) {
  const std::string id = raised_draft();
  sign_off(id);
  ASSERT_EQ(step(signer, id, "schedule", R"(,"activate_on":"2027-01-01")").status, 200);
  city.clock.set(*parse_instant("2027-01-05T08:00:00+08:00"));
  city.restart();
  city.advance(Millis{0});
  EXPECT_EQ(in_force_number(), 2);
  city.restart();
  EXPECT_EQ(in_force_number(), 2);
  EXPECT_EQ(seen.size(), 1u);
}

TEST_F(Policy, AMonthBeforeTheReformKeepsItsFingerprint) {
  const std::string id = raised_draft();
  const auto digest = [&](std::string_view month, std::string_view version) {
    return text(city.get(author, fmt::format("/api/rules/in-force?region={}&month={}{}", kPuyang, month, version.empty() ? "" : "&version=" + std::string(version))), "digest");
  };
  for (const char* month : {"2024-01", "2025-06", "2026-12"}) EXPECT_EQ(digest(month, ""), digest(month, id)) << month;
  EXPECT_NE(digest("2027-01", ""), digest("2027-01", id));
}

TEST_F(Policy, TwoEditorsAtOnceLoseNothing) {
  const std::string id = draft();
  const File f = file(id, kBenefits);
  ASSERT_EQ(save(author, f, raised(f.text)).status, 200);
  const Answer late = save(reviewer, f, f.text + "# 别人的话\n");
  EXPECT_EQ(late.status, 409);
  EXPECT_NE(detail(late).find("起草人甲"), std::string::npos);
  EXPECT_EQ(file(id, kBenefits).text, raised(f.text));
  // Another file of the same draft is nobody else's business.
  const File other = file(id, "国家/标准.txt");
  EXPECT_EQ(save(reviewer, other, other.text + "# 备注\n").status, 200);
  // The version is decided upon as it was seen.
  const std::int64_t seen_version = row_version(id);
  const File again = file(id, kBenefits);
  ASSERT_EQ(save(reviewer, again, again.text + "# 又改\n").status, 200);
  EXPECT_EQ(city.post(author, "/api/rules/versions/" + id + "/submit", fmt::format(R"({{"version":{}}})", seen_version)).status, 409);
}

TEST_F(Policy, AFileIsReplayedAndUnchangedTextIsNoAct) {
  const std::string id = draft();
  const File f = file(id, kBenefits);
  const std::string body = fmt::format(R"({{"text":{},"version":{}}})", as_json(raised(f.text)), f.version);
  const Answer first = city.send(author, "PUT", "/api/rules/files/" + f.id, body, "same-key-0001");
  const Answer second = city.send(author, "PUT", "/api/rules/files/" + f.id, body, "same-key-0001");
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(first.body, second.body);
  const File now = file(id, kBenefits);
  EXPECT_EQ(save(author, now, now.text).status, 200);
  EXPECT_EQ(file(id, kBenefits).version, now.version);
}

TEST_F(Policy, TheGridChangesOneRowOfTheText) {
  const std::string id = draft();
  const File f = file(id, kBenefits);
  const auto tables = city.get(author, "/api/rules/files/" + f.id + "/tables").json();
  std::int64_t line = 0;
  for (const auto& table : tables.at("tables").as_array())
    for (const auto& row : table.at("rows").as_array())
      if (table.at("name").as_string() == "高龄津贴标准" && row.at("cells").at(0).as_string() == "八十") line = row.at("line").as_int64();
  ASSERT_GT(line, 0);
  const std::string path = "/api/rules/files/" + f.id + "/row";
  const std::string body = fmt::format(R"({{"version":{},"line":{},"operation":"insert_after","cells":["八十","濮阳市","2027-01","60","元","濮阳市","低","濮办法 第二条"]}})", f.version, line);
  const Answer edited = city.post(author, path, body);
  ASSERT_EQ(edited.status, 200) << edited.body;
  EXPECT_EQ(text(edited, "text"), raised(f.text));
  EXPECT_EQ(city.post(author, path, body).status, 409);  // typed over an older text
  EXPECT_EQ(city.post(author, path, fmt::format(R"({{"version":{},"line":1,"operation":"remove"}})", f.version + 1)).status, 422);
  EXPECT_EQ(city.post(author, path, fmt::format(R"({{"version":{},"line":{},"operation":"set","cells":["一格"]}})", f.version + 1, line)).status, 422);
  EXPECT_EQ(city.post(county, path, fmt::format(R"({{"version":{},"line":{},"operation":"remove"}})", f.version + 1, line + 1)).status, 200);
  EXPECT_EQ(file(id, kBenefits).text, f.text);
}

TEST_F(Policy, CheckingAsTypedStoresNothing) {
  const std::string id = draft();
  const File f = file(id, kBenefits);
  const auto check = [&](const std::string& text) {
    return city.post(author, "/api/rules/check", fmt::format(R"({{"version_id":"{}","files":[{{"name":"{}","text":{}}}]}})", id, kBenefits, as_json(text)));
  };
  const auto good = check(raised(f.text)).json();
  EXPECT_TRUE(good.at("ok").as_bool());
  EXPECT_GT(good.at("contexts").as_int64(), 0);
  EXPECT_GT(good.at("tables").as_int64(), 0);
  EXPECT_EQ(good.at("example_rows").as_array().size(), static_cast<std::size_t>(good.at("examples").as_int64()));
  for (const auto& row : good.at("example_rows").as_array()) EXPECT_EQ(row.at("state").as_string(), "passed") << row.at("text").as_string();

  std::string wrong = f.text;
  wrong.replace(wrong.find("得 50元"), std::string("得 50元").size(), "得 51元");
  const auto failed = check(wrong).json();
  EXPECT_FALSE(failed.at("ok").as_bool());
  ASSERT_EQ(failed.at("errors").as_array().size(), 1u);
  EXPECT_EQ(failed.at("errors").at(0).at("file").as_string(), kBenefits);
  EXPECT_GT(failed.at("errors").at(0).at("line").as_int64(), 0);
  EXPECT_GT(failed.at("errors").at(0).at("column").as_int64(), 0);
  std::int64_t bad = 0;
  for (const auto& row : failed.at("example_rows").as_array()) bad += row.at("state").as_string() == "failed";
  EXPECT_EQ(bad, 1);

  std::string gap = f.text;
  gap.replace(gap.find("| 否 | 不满80岁"), std::string("| 否 | 不满80岁").size(), "| 否 | 不满79岁");
  const auto hole = check(gap).json();
  ASSERT_FALSE(hole.at("errors").as_array().empty());
  EXPECT_NE(std::string(hole.at("errors").at(0).at("message").as_string()).find("79岁"), std::string::npos);
  EXPECT_EQ(hole.at("example_rows").at(0).at("state").as_string(), "not_run");
  EXPECT_EQ(file(id, kBenefits).text, f.text);
  EXPECT_EQ(city.post(carer, "/api/rules/check").status, 403);
}

TEST_F(Policy, EveryWrongExampleIsNamed) {
  // Of many, thirty-seven are wrong: each is listed by its line, none is swallowed by the first.
  const std::string id = draft();
  std::string text = "定义 满岁 岁\n  自 2024-01\n  依据 濮办法 第一条\n  公式 年龄\n";
  for (int i = 0; i < 60; ++i) text += fmt::format("  示例 出生日期 {}-06-15 于 2024-06 为 {}岁\n", 1924 + i, 100 - i + (i < 37 ? 1 : 0));
  const auto report = city.post(author, "/api/rules/check", fmt::format(R"({{"version_id":"{}","files":[{{"name":"试.txt","text":{}}}]}})", id, as_json(text))).json();
  EXPECT_EQ(report.at("errors").as_array().size(), 37u);
  std::set<std::int64_t> lines;
  for (const auto& e : report.at("errors").as_array()) lines.insert(e.at("line").as_int64());
  EXPECT_EQ(lines.size(), 37u);
}

TEST_F(Policy, WhatDoesNotCompileIsNotSubmitted) {
  const std::string id = draft();
  EXPECT_EQ(code(step(author, id, "submit")), "policies.no_changes");
  const File f = file(id, kBenefits);
  ASSERT_EQ(save(author, f, f.text + "\n待遇 没写完 元\n").status, 200);  // drafts may be wrong
  const Answer refused = step(author, id, "submit");
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(code(refused), "policies.broken");
  EXPECT_NE(std::string(refused.json().at("errors").at(0).at("label").as_string()).find("福利补贴.txt:"), std::string::npos);
  EXPECT_EQ(city.get(author, "/api/rules/versions/" + id + "/boundary").status, 422);
  EXPECT_EQ(city.get(author, fmt::format("/api/rules/diff?from={}&to={}", present(city.kernel()).version.value, id)).status, 422);
}

TEST_F(Policy, HugeDraftsAnswerAClearError) {
  const std::string id = draft();
  const File f = file(id, kBenefits);
  const Answer large = save(author, f, std::string(kFileBytesMax + 1, '#'));
  EXPECT_EQ(large.status, 422);
  std::string many;
  for (std::size_t i = 0; i <= kFilesMax; ++i) many += fmt::format(R"({}{{"name":"{}.txt","text":"# 空"}})", i ? "," : "", i);
  EXPECT_EQ(city.post(author, "/api/rules/check", fmt::format(R"({{"version_id":"{}","files":[{}]}})", id, many)).status, 422);
  std::string large_text = "# ";
  for (int i = 0; i < 80'000; ++i) large_text += "长";
  Answer last{200, {}, {}};
  for (int i = 0; i < 20 && last.status == 200; ++i)
    last = city.post(author, "/api/rules/versions/" + id + "/files", fmt::format(R"({{"name":"大{}.txt","text":{}}})", i, as_json(large_text)));
  EXPECT_EQ(last.status, 422);
  EXPECT_EQ(code(last), "policies.too_large");
}

TEST_F(Policy, RulesOfEndlessPeriodsAreRefusedAtOnce) {
  // Six hundred changes, each published a month after it began: every month is proved as it was known on every such day.
  std::string text = "标准表 试\n  | 项目 | 地区 | 自 | 至 | 数值 | 单位 | 公布 | 依据 |\n";
  for (Month m = *Month::parse("2030-01"); m < *Month::parse("2080-01"); m = m + 1)
    text += fmt::format("  | 甲 | 全国 | {} | {} | 1 | 元 | {} | 《办法》第一条 |\n", to_string(m), to_string(m), to_string((m + 1).first_day() + 3));
  const Answer refused = city.post(author, "/api/rules/check", fmt::format(R"({{"files":[{{"name":"试.txt","text":{}}}]}})", as_json(text)));
  ASSERT_EQ(refused.status, 200) << refused.body;
  ASSERT_EQ(refused.json().at("errors").as_array().size(), 1u) << refused.body;
  EXPECT_NE(refused.body.find("无法逐一证明"), std::string::npos);
}

TEST_F(Policy, FilesComeAndGoInDraftsOnly) {
  const std::string id = draft();
  const std::string add = "/api/rules/versions/" + id + "/files";
  EXPECT_EQ(city.post(author, add, R"({"name":"新/文件.txt","text":"# 空"})").status, 200);
  EXPECT_EQ(city.post(author, add, R"({"name":"新/文件.txt","text":"# 空"})").status, 422);
  EXPECT_EQ(city.post(author, add, R"({"name":"../../etc.txt","text":"# 空"})").status, 422);
  const File f = file(id, "新/文件.txt");
  EXPECT_EQ(city.post(community, "/api/rules/files/" + f.id + "/remove", R"({"version":1})").status, 403);
  const Answer removed = city.post(author, "/api/rules/files/" + f.id + "/remove", R"({"version":1})");
  ASSERT_EQ(removed.status, 200);
  EXPECT_EQ(removed.json().at("version").at("digest").as_string(), present(city.kernel()).digest);
  const std::string active = std::to_string(present(city.kernel()).version.value);
  EXPECT_EQ(save(author, file(active, kBenefits), "# 直接改现行规则").status, 409);
  EXPECT_EQ(city.post(author, "/api/rules/versions/" + active + "/files", R"({"name":"新.txt","text":"# 空"})").status, 409);
  EXPECT_EQ(step(signer, active, "withdraw", R"(,"reason":"不要了")").status, 409);
}

TEST_F(Policy, OnlyOneIsScheduledAndTheOtherIsMergedFirst) {
  const std::string one = raised_draft();
  const std::string two = draft("独生子女护理假");
  const File leave = file(two, "河南省/标准.txt");
  std::string more = leave.text;
  more.replace(more.find("金额 20天"), std::string("金额 20天").size(), "金额 25天");
  more.replace(more.find("得 20天"), std::string("得 20天").size(), "得 25天");
  ASSERT_EQ(save(author, leave, more).status, 200);
  sign_off(one);
  sign_off(two);
  ASSERT_EQ(step(signer, one, "schedule", R"(,"activate_on":"2027-01-01")").status, 200);
  EXPECT_EQ(code(step(signer, two, "schedule", R"(,"activate_on":"2027-03-01")")), "policies.already_scheduled");
  city.clock.set(*parse_instant("2027-01-01T00:00:00+08:00"));
  city.advance(Millis{0});
  ASSERT_EQ(state(one), "active");
  EXPECT_EQ(code(step(signer, two, "schedule", R"(,"activate_on":"2027-03-01")")), "policies.base_moved");
  EXPECT_EQ(step(signer, two, "return", R"(,"reason":"合并到现行版本")").status, 200);
  const Answer merged = step(author, two, "merge");
  ASSERT_EQ(merged.status, 200) << merged.body;
  EXPECT_TRUE(merged.json().at("base_in_force").as_bool());
  EXPECT_EQ(file(two, kBenefits).text, file(one, kBenefits).text);
  EXPECT_EQ(file(two, "河南省/标准.txt").text, more);
  sign_off(two);
  EXPECT_EQ(step(signer, two, "schedule", R"(,"activate_on":"2027-03-01")").status, 200);
}

TEST_F(Policy, AClashOfBothSidesIsNamedAndNothingIsWritten) {
  const std::string one = raised_draft(), two = draft("另一份");
  const File f = file(two, kBenefits);
  ASSERT_EQ(save(author, f, raised(f.text, 70)).status, 200);
  sign_off(one);
  ASSERT_EQ(step(signer, one, "schedule", R"(,"activate_on":"2026-11-22")").status, 200);
  city.advance(Millis{0});
  ASSERT_EQ(in_force_number(), 2);
  EXPECT_EQ(code(step(author, two, "submit")), "policies.base_moved");
  const Answer clash = step(author, two, "merge");
  EXPECT_EQ(code(clash), "policies.merge_conflict");
  EXPECT_NE(detail(clash).find(kBenefits), std::string::npos);
  EXPECT_EQ(file(two, kBenefits).text, raised(f.text, 70));
}

TEST_F(Policy, AScheduledVersionMayBeMovedOrWithdrawn) {
  const std::string id = raised_draft();
  sign_off(id);
  ASSERT_EQ(step(signer, id, "schedule", R"(,"activate_on":"2027-01-01")").status, 200);
  ASSERT_EQ(step(signer, id, "schedule", R"(,"activate_on":"2027-02-01")").status, 200);
  city.clock.set(*parse_instant("2027-01-15T00:00:00+08:00"));
  city.advance(Millis{0});
  EXPECT_EQ(state(id), "scheduled");
  EXPECT_EQ(step(signer, id, "withdraw").status, 422);  // a reason is due
  EXPECT_EQ(step(county, id, "withdraw", R"(,"reason":"不同意")").status, 403);
  ASSERT_EQ(step(signer, id, "withdraw", R"(,"reason":"预算未落实")").status, 200);
  city.clock.set(*parse_instant("2027-02-02T00:00:00+08:00"));
  city.advance(Millis{0});
  EXPECT_EQ(in_force_number(), 1);
  EXPECT_EQ(version(id).at("reason").as_string(), "预算未落实");
}

TEST_F(Policy, AConfirmationIsOfOneOutcome) {
  const std::string id = raised_draft();
  const auto list = [&] { return city.get(author, "/api/rules/versions/" + id + "/boundary").json(); };
  EXPECT_GT(list().at("unconfirmed").as_int64(), 3);
  confirm_all(reviewer, id);
  EXPECT_EQ(list().at("unconfirmed").as_int64(), 0);
  EXPECT_EQ(list().at("items").at(0).at("confirmed_name").as_string(), "复核人乙");
  File f = file(id, kBenefits);
  std::string other = f.text;
  other.replace(other.find("2027-01 | 60"), std::string("2027-01 | 60").size(), "2027-01 | 65");
  ASSERT_EQ(save(author, f, other).status, 200);
  EXPECT_GT(list().at("unconfirmed").as_int64(), 0);  // 65 yuan is another answer
  EXPECT_EQ(city.post(reviewer, "/api/rules/versions/" + id + "/boundary/confirm", R"({"keys":["0123456789abcdef"]})").status, 409);
}

TEST_F(Policy, WhoMayDoWhat) {
  const std::string id = raised_draft();
  EXPECT_EQ(city.post(community, "/api/rules/drafts", R"({"note":"社区"})").status, 403);
  EXPECT_EQ(city.post(county, "/api/rules/drafts", R"({"note":"县里提标"})").status, 200);
  const CallerPtr auditor = city.staff({Role::auditor}, kPuyang, "审计");
  EXPECT_EQ(city.get(auditor, "/api/rules/versions/" + id).status, 200);
  EXPECT_EQ(city.post(auditor, "/api/rules/drafts", R"({"note":"审计"})").status, 403);
  const CallerPtr finance = city.staff({Role::finance}, kPuyang, "财政");
  ASSERT_EQ(step(author, id, "submit").status, 200);
  EXPECT_EQ(step(finance, id, "approve").status, 200);
  EXPECT_EQ(step(finance, id, "sign").status, 403);
  EXPECT_EQ(city.get(author, "/api/rules/versions/77").status, 404);
  EXPECT_EQ(city.get(author, "/api/rules/files/77").status, 404);
  EXPECT_EQ(city.post(author, "/api/rules/versions/77/submit", R"({"version":1})").status, 404);
}

TEST_F(Policy, DifferencesOfTwoVersions) {
  const std::string id = raised_draft();
  const auto report = city.get(community, fmt::format("/api/rules/diff?from={}&to={}", present(city.kernel()).version.value, id)).json();
  ASSERT_EQ(report.at("items").as_array().size(), 1u);
  const auto& item = report.at("items").at(0);
  EXPECT_EQ(item.at("change").as_string(), "added");
  EXPECT_EQ(item.at("name").as_string(), "高龄津贴标准.八十");
  EXPECT_EQ(item.at("after").as_string(), "60元");
  EXPECT_EQ(item.at("from").as_string(), "2027-01");
}

TEST_F(Policy, ParametersWithTheirCitations) {
  const auto all = city.get(community, "/api/rules/parameters?limit=3").json();
  EXPECT_EQ(all.at("items").as_array().size(), 3u);
  EXPECT_GT(all.at("total").as_int64(), 20);
  EXPECT_EQ(city.get(community, "/api/rules/parameters?limit=3&cursor=3").json().at("items").as_array().size(), 3u);
  const auto here = city.get(community, fmt::format("/api/rules/parameters?q=高龄津贴标准.八十&region={}&month=2025-06", kTaiqian)).json();
  ASSERT_EQ(here.at("items").as_array().size(), 1u);
  const auto& row = here.at("items").at(0);
  EXPECT_EQ(row.at("value").as_string(), "70元");
  EXPECT_EQ(row.at("replaces").as_string(), "濮阳市");
  EXPECT_EQ(row.at("to").as_string(), "2026-12");
  EXPECT_EQ(row.at("confidence").as_string(), "低");
  EXPECT_NE(std::string(row.at("citation").as_string()).find("《台前县"), std::string::npos);
}

TEST_F(Policy, WhatHoldsInAPlaceAndMonth) {
  const auto list = city.get(community, fmt::format("/api/rules/in-force?region={}&month=2025-06&kind=benefit", kTaiqian)).json();
  EXPECT_GE(list.at("items").as_array().size(), 20u);
  for (const auto& row : list.at("items").as_array()) EXPECT_FALSE(row.at("citation").as_string().empty()) << row.at("name").as_string();
  EXPECT_EQ(city.get(community, "/api/rules/in-force?kind=fact&q=出生日期").json().at("items").at(0).at("type").as_string(), "日期");
  EXPECT_EQ(city.get(community, "/api/rules/in-force?month=2026-13").status, 422);
}

TEST_F(Policy, TryingOutExplainsItself) {
  const auto tried = city.post(community, "/api/rules/try", fmt::format(R"({{"facts":"出生日期 1948-06-30，户籍 濮阳市","region":"{}","month":"2026-11","benefit":"高龄津贴","usual":true}})", kPuyang)).json();
  const auto& row = tried.at("items").at(0);
  EXPECT_EQ(row.at("outcome").as_string(), "refused");
  EXPECT_GT(row.at("reasons").as_array().size(), 3u);
  std::string flips;
  for (const auto& f : row.at("flips").as_array()) flips += std::string(f.at("text").as_string()) + std::string(f.at("outcome").as_string());
  EXPECT_FALSE(flips.empty());
  // Unknown is never no.
  const auto unknown = city.post(community, "/api/rules/try", fmt::format(R"({{"facts":"出生日期 1940-06-30，户籍 未知","region":"{}","month":"2026-11","benefit":"高龄津贴"}})", kPuyang)).json();
  EXPECT_EQ(unknown.at("items").at(0).at("outcome").as_string(), "unknown");
  EXPECT_EQ(unknown.at("items").at(0).at("amount").as_string(), "0元至50元");
  const auto all = city.post(community, "/api/rules/try", fmt::format(R"({{"facts":"","region":"{}","usual":true}})", kPuyang)).json();
  EXPECT_GE(all.at("items").as_array().size(), 20u);
  for (const char* facts : {"身高 3米", "出生日期 昨天", "成员（", "出生日期 1940-06-30 1940-06-30"}) {
    const Answer wrong = city.post(community, "/api/rules/try", fmt::format(R"({{"facts":{}}})", as_json(facts)));
    EXPECT_EQ(wrong.status, 422) << facts;
    EXPECT_EQ(wrong.json().at("errors").at(0).at("field").as_string(), "facts");
  }
  EXPECT_EQ(city.post(community, "/api/rules/try", R"({"facts":"","benefit":"没有"})").status, 422);
}

TEST_F(Policy, ScenariosAndTheDraftsMadeFromThem) {
  const Changes changes{{}, {{"高龄津贴标准.八十", {kPuyang}, *Month::parse("2027-01"), {}, "60元"}}};
  const auto rules = reading<Result<Rules>>(author, [&](command::Reader& r) { return with_changes(r, {}, changes); });
  ASSERT_TRUE(rules) << rules.error().message();
  EXPECT_NE(rules->get(), in_force(city.kernel()).get());
  const auto wrong = reading<Result<Rules>>(author, [&](command::Reader& r) { return with_changes(r, {}, {{{"坏.txt", "待遇"}}, {}}); });
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().kind->code, "policies.broken");
  EXPECT_FALSE(wrong.error().fields.empty());
  const auto prepared = reading<Result<PreparedDraft>>(author, [&](command::Reader& r) { return prepare_draft(r, {{}, "由测算方案生成", changes}); });
  ASSERT_TRUE(prepared);
  const auto made = command::run_for<RuleVersion>(city.kernel(), *author, [&](command::Tx& tx) { return create_draft(tx, *prepared); });
  ASSERT_TRUE(made);
  EXPECT_EQ(amount(kOld, "2027-01", std::to_string(made->id.value)), "60元");
  sign_off(std::to_string(made->id.value));
  EXPECT_FALSE(command::run_for<RuleVersion>(city.kernel(), *community, [&](command::Tx& tx) { return create_draft(tx, *prepared); }));
}

TEST_F(Policy, AByteFlippedInTheDatabaseIsFound) {
  const std::string id = raised_draft();
  const RuleVersionId version{std::stoll(id)};
  ASSERT_TRUE(reading<Result<Rules>>(author, [&](command::Reader& r) { return policies::version(r, version); }));
  ASSERT_TRUE(command::run(city.kernel(), access::Caller::system(), [&](command::Tx& tx) -> Status {
    tx.db.exec("UPDATE rule_file SET text = replace(text, '2027-01 | 60', '2027-01 | 90') WHERE version_id = ?", version);
    tx.nothing_to_do();
    return {};
  }));
  const auto altered = reading<Result<Rules>>(author, [&](command::Reader& r) { return policies::version(r, version); });
  ASSERT_FALSE(altered);
  EXPECT_EQ(altered.error().kind->code, "policies.altered");
  EXPECT_EQ(code(step(author, id, "submit")), "policies.altered");
}

}  // namespace
}  // namespace yilin::policies
