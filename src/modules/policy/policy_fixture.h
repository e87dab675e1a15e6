#pragma once
// A city with nothing but divisions and rules, and the people who make them.

#include <gtest/gtest.h>

#include <fmt/format.h>

#include "kernel/entity/json.h"
#include "modules/policy/module.h"
#include "modules/policy/policy.h"
#include "modules/region/module.h"
#include "modules/region/region.h"
#include "support/test_city.h"

namespace yilin::policies {

using access::Role;
using test::Answer;
using test::CallerPtr;

inline std::string as_json(std::string_view text) {
  std::string out;
  entity::append_json_string(out, text);
  return out;
}

class PolicyCity : public ::testing::Test {
 protected:
  static constexpr std::int64_t kPuyang = 410900000000, kTaiqian = 410927000000;
  static constexpr const char* kBenefits = "濮阳市/福利补贴.txt";

  explicit PolicyCity(std::vector<Module> more = {}) : city(joined(std::move(more))) {
    std::vector<region::Division> rows;
    for (const auto& [code, name] : std::initializer_list<std::pair<std::int64_t, std::string_view>>{
             {410000000000, "河南省"}, {kPuyang, "濮阳市"}, {kTaiqian, "台前县"}, {410927100000, "城关镇"}, {410927100001, "测试社区居民委员会"}})
      rows.push_back(region::make_division({code}, name, Date::from_ymd(2020, 1, 1)));
    EXPECT_TRUE(region::seed_divisions(city.kernel(), rows, {kPuyang}));
    city.restart();
    author = city.staff({Role::official}, kPuyang, "起草人甲");
    reviewer = city.staff({Role::official}, kPuyang, "复核人乙");
    signer = city.staff({Role::official}, kPuyang, "签发人丙");
    county = city.staff({Role::official}, kTaiqian, "县里的丁");
    community = city.staff({Role::community_worker}, 410927100001, "社区戊");
    carer = city.worker({1}, {1});
  }
  ~PolicyCity() override { EXPECT_EQ(city.journal_problems(), 0u); }

  static std::vector<Module> joined(std::vector<Module> more) {
    std::vector<Module> all{region::module(), module()};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  template <class T>
  T reading(const CallerPtr& caller, std::function<T(command::Reader&)> work) {
    auto lease = city.kernel().readers->borrow();
    command::Reader reader{*lease, *caller, city.clock.now(), city.kernel()};
    return work(reader);
  }

  static std::string text(const Answer& answer, std::string_view field) {
    const auto json = answer.json();
    return json.is_object() && json.as_object().contains(field) && json.at(field).is_string() ? std::string(json.at(field).as_string()) : answer.body;
  }
  static std::string code(const Answer& answer) { return text(answer, "code"); }
  static std::string detail(const Answer& answer) { return text(answer, "detail"); }

  // ---- drafts ----
  std::string draft(const std::string& note = "提高高龄津贴") {
    const Answer made = city.post(author, "/api/rules/drafts", fmt::format(R"({{"note":{}}})", as_json(note)));
    EXPECT_EQ(made.status, 200) << made.body;
    return std::string(made.json().at("version").at("id").as_string());
  }
  entity::json::value version(const std::string& id) {
    const Answer shown = city.get(author, "/api/rules/versions/" + id);
    EXPECT_EQ(shown.status, 200) << shown.body;
    return shown.json().at("version");
  }
  std::int64_t row_version(const std::string& id) { return version(id).at("version").as_int64(); }
  std::string state(const std::string& id) { return std::string(version(id).at("state").as_string()); }
  struct File {
    std::string id, text;
    std::int64_t version = 0;
  };
  File file(const std::string& version, std::string_view name) {
    const auto shown = city.get(author, "/api/rules/versions/" + version).json();
    for (const auto& f : shown.at("files").as_array()) {
      if (f.at("name").as_string() != name) continue;
      const std::string id(f.at("id").as_string());
      const auto whole = city.get(author, "/api/rules/files/" + id).json();
      return {id, std::string(whole.at("text").as_string()), whole.at("version").as_int64()};
    }
    ADD_FAILURE() << "no file " << name;
    return {};
  }
  Answer save(const CallerPtr& who, const File& f, const std::string& text) {
    return city.put(who, "/api/rules/files/" + f.id, fmt::format(R"({{"text":{},"version":{}}})", as_json(text), f.version));
  }
  // 50 → 60 yuan in the whole city from 2027 on.
  static std::string raised(std::string text, int yuan = 60) {
    const std::string row = "  | 八十 | 濮阳市 | 2024-01 | 50 | 元 | 全国 | 低 | 濮办法 第二条 |\n";
    const std::size_t at = text.find(row);
    EXPECT_NE(at, std::string::npos);
    return text.insert(at + row.size(), fmt::format("  | 八十 | 濮阳市 | 2027-01 | {} | 元 | 濮阳市 | 低 | 濮办法 第二条 |\n", yuan));
  }
  std::string raised_draft() {
    const std::string id = draft();
    const File f = file(id, kBenefits);
    const Answer saved = save(author, f, raised(f.text));
    EXPECT_EQ(saved.status, 200) << saved.body;
    return id;
  }
  Answer step(const CallerPtr& who, const std::string& id, std::string_view verb, std::string_view more = "") {
    return city.post(who, fmt::format("/api/rules/versions/{}/{}", id, verb), fmt::format(R"({{"version":{}{}}})", row_version(id), more));
  }
  void confirm_all(const CallerPtr& who, const std::string& id) {
    const auto list = city.get(who, "/api/rules/versions/" + id + "/boundary").json();
    std::string keys;
    for (const auto& c : list.at("items").as_array()) keys += (keys.empty() ? "" : ",") + as_json(c.at("key").as_string());
    const Answer confirmed = city.post(who, "/api/rules/versions/" + id + "/boundary/confirm", fmt::format(R"({{"keys":[{}]}})", keys));
    EXPECT_EQ(confirmed.status, 200) << confirmed.body;
  }
  void sign_off(const std::string& id) {
    EXPECT_EQ(step(author, id, "submit").status, 200);
    EXPECT_EQ(step(reviewer, id, "approve").status, 200);
    confirm_all(reviewer, id);
    const Answer done = step(signer, id, "sign");
    EXPECT_EQ(done.status, 200) << done.body;
  }
  std::int64_t in_force_number() { return present(city.kernel()).number; }
  std::string amount(std::string_view facts, std::string_view month, std::string_view version = "") {
    const Answer tried = city.post(author, "/api/rules/try", fmt::format(R"({{"facts":{},"month":"{}","region":"{}","benefit":"高龄津贴","usual":true{}}})", as_json(facts), month, kPuyang,
                                                                          version.empty() ? "" : fmt::format(R"(,"version":"{}")", version)));
    EXPECT_EQ(tried.status, 200) << tried.body;
    return tried.status == 200 ? std::string(tried.json().at("items").at(0).at("amount").as_string()) : "";
  }

  test::TestCity city;
  CallerPtr author, reviewer, signer, county, community, carer;
};

}  // namespace yilin::policies
