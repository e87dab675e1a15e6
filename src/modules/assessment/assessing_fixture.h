#pragma once
// For tests: the story's city with two assessors, an elder's family and those who plan and review.

#include <fstream>

#include "kernel/command/command.h"
#include "kernel/entity/json.h"
#include "modules/assessment/assessment_fixture.h"
#include "modules/assessment/module.h"
#include "modules/assessment/rows.h"
#include "support/story.h"

namespace yilin::assessment {

class Assessing : public test::Story {
 protected:
  using Answer = test::Answer;
  using CallerPtr = test::CallerPtr;
  using Role = test::Role;

  Assessing() : Story({module()}) {
    official = city.staff({Role::official}, kHualong, "区民政");
    community = city.staff({Role::community_worker}, kHualong, "社区");
    nurse = city.staff({Role::community_worker}, kHualong, "李护士");
    family = city.home({elder}, {Role::family});
    carer = city.worker(workers[0], company);
    first = enter("李评估", nurse->user, {});
    second = enter("王评估", {}, workers[0]);
    EXPECT_TRUE(city.kernel().journal != nullptr);
  }
  AssessorId enter(std::string name, UserId user, WorkerId worker) {
    NewAssessor in;
    in.region = {kHualong};
    in.name = std::move(name);
    in.user_id = user;
    in.worker_id = worker;
    in.organisation = "华龙区评估中心";
    in.certificate_no = "PG-1";
    in.qualified_from = Date::from_ymd(2020, 1, 1);
    if (user) {  // test callers have no account behind them
      Assessor row;
      as_system<bool>([&](command::Tx& tx) -> Result<bool> {
        row.id = tx.new_id<AssessorId>();
        row.region = in.region;
        row.name = in.name;
        row.user_id = user;
        row.organisation = in.organisation;
        row.certificate_no = in.certificate_no;
        row.qualified_from = in.qualified_from;
        row.created_at = row.updated_at = tx.now;
        entity::store::insert(tx.db, tx.vault(), "assessor", row);
        return true;
      });
      return row.id;
    }
    return as_system<AssessorId>([&](command::Tx& tx) { return add_assessor(tx, in); });
  }
  std::string plan(std::string_view reason = "first", AssessorId one = {}, AssessorId two = {}, ElderId who = {}) {
    const Answer made = city.post(community, "/api/assessments",
                                  fmt::format(R"({{"elder_id":"{}","reason":"{}","first_assessor":"{}","second_assessor":"{}"}})", (who ? who : elder).value, reason,
                                              (one ? one : first).value, (two ? two : second).value));
    EXPECT_EQ(made.status, 200) << made.body;
    return made.status == 200 ? text(made, "id") : "";
  }
  std::string form(std::string_view version, const std::vector<assessment::Answer>& answers) {
    const Instant now = city.clock.now();
    return fmt::format(
        R"({{"version":{},"answers":{},"consent":"elder","consent_name":"王秀英","informant":"child","informant_name":"王建国","place":"老人家中","started_at":"{}","ended_at":"{}","note":"配合"}})",
        version, answers_text(answers), to_string(now - minutes(45)), to_string(now - minutes(5)));
  }
  std::string version(const std::string& id) {
    auto db = city.kernel().readers->borrow();
    auto rows = db->rows("SELECT version FROM assessment WHERE id = ?", std::int64_t{std::stoll(id)});
    return rows.next() ? std::to_string(rows.integer(0)) : "0";
  }
  Answer save(const std::string& id, const std::vector<assessment::Answer>& answers, const CallerPtr& who) {
    return city.put(who, "/api/assessments/" + id, form(version(id), answers));
  }
  void sign_all(const std::string& id, CallerPtr one = {}, CallerPtr two = {}) {
    const std::string path = "/api/assessments/" + id + "/sign", v = version(id);
    const auto signed_by = [&](const CallerPtr& who, std::string_view signer, std::string_view name) {
      const Answer made = city.post(who, path, fmt::format(R"({{"version":{},"signer":"{}","name":"{}","strokes":"M10 10L20 20.5 30 10"}})", v, signer, name));
      EXPECT_EQ(made.status, 200) << made.body;
    };
    signed_by(one ? one : nurse, "first_assessor", "");
    signed_by(two ? two : carer, "second_assessor", "");
    signed_by(one ? one : nurse, "informant", "王建国");
  }
  // Filled in, signed and sent.
  std::string submitted(const std::vector<assessment::Answer>& answers, std::string id = "") {
    if (id.empty()) id = plan();
    EXPECT_EQ(save(id, answers, nurse).status, 200);
    sign_all(id);
    const Answer sent = city.post(nurse, "/api/assessments/" + id + "/submit");
    EXPECT_EQ(sent.status, 200) << sent.body;
    return id;
  }
  Answer act(const CallerPtr& who, const std::string& id, std::string_view verb, std::string_view body = "{}") {
    return city.post(who, fmt::format("/api/assessments/{}/{}", id, verb), body);
  }
  std::string confirmed(const std::vector<assessment::Answer>& answers, std::string id = "") {
    id = submitted(answers, std::move(id));
    EXPECT_EQ(act(official, id, "review").status, 200);
    const Answer made = act(official, id, "confirm", R"({"told_name":"王建国"})");
    EXPECT_EQ(made.status, 200) << made.body;
    return id;
  }
  entity::json::value view(const std::string& id) { return city.get(official, "/api/assessments/" + id).json(); }
  std::string state(const std::string& id) { return std::string(view(id).at("assessment").at("state").as_string()); }
  std::vector<std::string> due_kinds() {
    std::vector<std::string> out;
    const auto json = city.get(community, "/api/assessments/due?until=2099-01-01").json();
    for (const auto& row : json.at("items").as_array()) out.emplace_back(row.at("kind").as_string());
    return out;
  }
  Answer upload(const CallerPtr& who, std::string_view path, std::string_view bytes) {
    const std::string file = city.folder + "/upload";
    std::ofstream(file, std::ios::binary) << bytes;
    auto request = city.make(who, http::Method::post, path);
    request.body = file;
    return city.request(std::move(request));
  }
  std::string download(const CallerPtr& who, std::string_view path) {
    const Answer answer = city.get(who, path);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.body;
  }
  static std::vector<assessment::Answer> total(std::int32_t points) { return with_total(shipped("gbt42195"), points); }

  CallerPtr official, community, nurse, family, carer;
  AssessorId first, second;
};

}  // namespace yilin::assessment
