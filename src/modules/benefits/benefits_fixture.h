#pragma once
// For tests: the story's city with the shipped rules, and the people who decide. 王秀英, 81, moderately disabled, lives in 测试社区.

#include "kernel/command/command.h"
#include "modules/benefits/benefits.h"
#include "modules/benefits/decide.h"
#include "modules/benefits/module.h"
#include "modules/policy/module.h"
#include "modules/settlement/module.h"
#include "support/story.h"

namespace yilin::benefits {

using test::Answer;
using test::CallerPtr;
using test::Role;
namespace json = entity::json;

class BenefitsCity : public test::Story {
 protected:
  static constexpr std::int64_t kStreet = 410902006000;

  explicit BenefitsCity(std::vector<Module> more = {}) : Story(joined(std::move(more))) {
    clerk = city.staff({Role::community_worker}, kHome, "社区甲");
    town = city.staff({Role::official}, kStreet, "街道乙");
    surveyor = city.staff({Role::community_worker}, kStreet, "街道丙");
    publisher = city.staff({Role::official}, kStreet, "街道丁");
    county = city.staff({Role::official}, kHualong, "县民政戊");
    boss = city.staff({Role::official}, kCity, "市民政己");
    boss_too = city.staff({Role::official}, kCity, "市民政庚");
  }
  static std::vector<Module> joined(std::vector<Module> more) {
    std::vector<Module> all{policies::module(), settlement::module(), module()};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }

  static std::string quoted(std::string_view text) {
    std::string out;
    entity::append_json_string(out, text);
    return out;
  }
  using Values = std::vector<std::pair<std::string_view, std::string_view>>;
  static std::string facts_json(const Values& values, std::string_view more = "") {
    std::string out = "{\"facts\":[";
    for (const auto& [fact, value] : values)
      out += fmt::format("{}{{\"fact\":{},\"value\":{}{}}}", out.back() == '[' ? "" : ",", quoted(fact), quoted(value), more);
    return out + "]}";
  }
  Answer record(const CallerPtr& who, ElderId her, const Values& values, std::string_view more = "") {
    return city.post(who, fmt::format("/api/elders/{}/facts", her.value), facts_json(values, more));
  }
  // What a register of everybody would say of her: nothing special.
  void plain_life(ElderId her) {
    const auto answer = record(boss, her,
                               {{"户籍", "410902"},        {"残疾等级", "无残疾"},       {"残疾类别", "无残疾类型"}, {"重病", "否"},
                                {"失智", "否"},            {"住机构", "否"},             {"供养方式", "非特困"},     {"自理丧失项", "0分值"},
                                {"计生特殊家庭", "否"},    {"优抚对象", "否"},           {"留守", "否"},             {"长护险等级", "长护零级"},
                                {"长护险参保", "否"},      {"个人月收入", "500元"},      {"本月服务费", "0元"},      {"本月助餐次数", "0次"},
                                {"已享改造", "否"},        {"床位在用", "否"},           {"床位新建", "否"},         {"家庭.人数", "1人"},
                                {"家庭.同住人数", "1人"},  {"家庭.同住老人", "1人"},     {"家庭.月收入", "500元"},   {"家庭.工资收入", "0元"},
                                {"家庭.赡养费", "0元"},    {"家庭.刚性支出", "0元"},     {"家庭.财产符合", "是"},    {"家庭.渐退中", "否"},
                                {"家庭.渐退开始", "1900-01-01"}, {"家庭.渐退基数", "0元"}, {"家庭.突发困难", "否"},    {"家庭.本年临时救助", "0次"}});
    EXPECT_EQ(answer.status, 200) << answer.body;
  }
  Answer dies(ElderId her, std::string_view on) {
    const auto detail = city.get(boss, fmt::format("/api/elders/{}", her.value)).json();
    return city.post(county, fmt::format("/api/elders/{}/death", her.value),
                     fmt::format(R"({{"version":{},"died_on":"{}","evidence":"家属报告"}})", detail.at("elder").at("version").as_int64(), on));
  }
  Answer decisions_of(const CallerPtr& who, ElderId her, std::string_view query = "") {
    return city.get(who, fmt::format("/api/elders/{}/benefits{}", her.value, query));
  }
  // "是 50元", "待核实 0元至50元", "否".
  std::string told(ElderId her, std::string_view benefit, std::string_view query = "") {
    const Answer answer = decisions_of(boss, her, query);
    EXPECT_EQ(answer.status, 200) << answer.body;
    const json::value body = answer.json();
    for (const auto& row : body.at("benefits").as_array()) {
      if (row.at("benefit").as_string() != benefit) continue;
      const std::string_view verdict = row.at("verdict").as_string();
      std::string out = verdict == "yes" ? "是" : verdict == "no" ? "否" : "待核实";
      if (!row.at("amount_text").as_string().empty()) out += " " + std::string(row.at("amount_text").as_string());
      return out;
    }
    return "没有";
  }
  Answer apply(const CallerPtr& who, ElderId her, std::string_view benefit, std::string_view more = "") {
    return city.post(who, "/api/benefits/applications", fmt::format(R"({{"elder_id":"{}","benefit":{}{}}})", her.value, quoted(benefit), more));
  }
  static std::string id_of(const Answer& answer, std::string_view of) { return std::string(answer.json().at(of).at("id").as_string()); }
  static std::string state_of(const Answer& answer, std::string_view of) { return std::string(answer.json().at(of).at("state").as_string()); }
  Answer step(const CallerPtr& who, const std::string& id, std::string_view verb, std::string_view body = R"({"reason":"按规定"})") {
    return city.post(who, fmt::format("/api/benefits/applications/{}/{}", id, verb), body);
  }
  // Applied for, checked, surveyed, published, waited for, confirmed.
  Answer granted(ElderId her, std::string_view benefit) {
    const Answer applied = apply(clerk, her, benefit);
    EXPECT_EQ(applied.status, 200) << applied.body;
    const std::string id = id_of(applied, "application");
    for (const auto& [who, verb] : std::initializer_list<std::pair<CallerPtr, std::string_view>>{{town, "check"}, {surveyor, "survey"}, {publisher, "publish"}}) {
      const Answer answer = step(who, id, verb);
      EXPECT_EQ(answer.status, 200) << verb << " " << answer.body;
    }
    city.advance(days(8));
    return step(county, id, "confirm");
  }
  // A frozen month; its id.
  std::string frozen(std::string_view month) {
    city.clock.advance(seconds(1));
    const Answer begun = city.post(boss, "/api/benefits/runs", fmt::format(R"({{"month":"{}"}})", month));
    EXPECT_EQ(begun.status, 200) << begun.body;
    if (begun.status != 200) return "0";
    wait_until_idle(city.kernel());
    const std::string id = id_of(begun, "run");
    const Answer run = city.get(boss, "/api/benefits/runs/" + id);
    EXPECT_EQ(state_of(run, "run"), "frozen") << run.body;
    city.clock.advance(seconds(1));
    return id;
  }
  // Derives a run again: "equal", or what differs.
  std::string derived_again(const std::string& id) {
    EXPECT_EQ(city.post(boss, "/api/benefits/runs/" + id + "/check").status, 200);
    wait_until_idle(city.kernel());
    const auto run = city.get(boss, "/api/benefits/runs/" + id).json().at("run");
    const std::string state(run.at("check_state").as_string());
    return state == "equal" ? state : state + ": " + std::string(run.at("check_note").as_string());
  }

  CallerPtr clerk, town, surveyor, publisher, county, boss, boss_too;
};

}  // namespace yilin::benefits
