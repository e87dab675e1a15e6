// Every route of the program against everything that a stranger may send: never a fault of ours, always a sentence that says
// what is wrong, nothing of another region, nothing half written.
#include <gtest/gtest.h>

#include <set>

#include "main/modules.h"
#include "modules/accounts/accounts.h"
#include "modules/dayplan/dayplan.h"
#include "modules/hotline/hotline.h"
#include "routes/bad_values.h"
#include "support/story.h"

namespace yilin::test {
namespace {

std::vector<Module> rest_of_the_city() {
  std::vector<Module> rest;
  for (Module& m : city_modules()) {
    static const std::set<std::string_view> told{"region", "accounts", "registry", "catalogue", "providers", "orders"};
    if (!told.contains(m.name)) rest.push_back(std::move(m));
  }
  return rest;
}

access::Roles all_roles() {
  access::Roles roles;
  for (const entity::EnumName& name : enum_names(access::Role{})) roles.bits |= 1u << name.value;
  return roles;
}

bool chinese(std::string_view text) {
  for (const char c : text)
    if (static_cast<unsigned char>(c) >= 0xE4 && static_cast<unsigned char>(c) <= 0xE9) return true;
  return false;
}

std::string shortened(std::string text) {
  if (text.size() > 300) text.resize(300);
  return text;
}

class Routes : public Story {
 protected:
  Routes() : Story(rest_of_the_city()) {
    everybody.push_back(city.staff(all_roles(), kHualong, "全能"));
    everybody.push_back(with_all_roles(city.organisation(company)));
    everybody.push_back(with_all_roles(city.worker(workers[0], company)));
    everybody.push_back(with_all_roles(city.home({elder})));
    foreign = city.staff(all_roles(), kQingfeng, "外县全能");
    furnish();
  }
  static CallerPtr with_all_roles(const CallerPtr& caller) {
    const_cast<access::Caller&>(*caller).roles = all_roles();
    return caller;
  }
  // One of everything, so that ids of every kind exist.
  void furnish() {
    const auto& staff = everybody[0];
    known["elder_id"] = known["elder"] = known["with_elder_id"] = known["keep"] = std::to_string(elder.value);
    known["organisation_id"] = known["organisation"] = std::to_string(company.value);
    known["worker_id"] = known["worker"] = std::to_string(workers[0].value);
    known["item_id"] = known["item"] = std::to_string(catalogue::item_by_code(city.kernel(), "bath_home")->id.value);
    const OrderId open = order(elder, "bath_home"), done = served(elder, "clean_room", 6), reviewed = order(elder, "bath_bed", 30);
    confirm(done);
    known["order_id"] = known["order"] = std::to_string(open.value);
    known["visit_id"] = known["visit"] = std::to_string(visit_of(open).id.value);
    const auto keep = [&](const char* name, const Answer& answer, const char* field = "id") {
      EXPECT_EQ(answer.status, 200) << name << " " << answer.body;
      if (answer.status == 200) known[name] = text(answer, field);
    };
    keep("complaint", city.post(hotline, "/api/complaints", fmt::format(R"({{"elder_id":"{}","text":"来晚了"}})", elder.value)));
    keep("plan", city.post(hotline, "/api/order-plans", fmt::format(R"({{"elder_id":"{}","item_id":"{}","weekdays":[1],"units":1}})", elder.value, known["item_id"])));
    keep("refusal", city.post(hotline, "/api/dispatch/refusals", fmt::format(R"({{"elder_id":"{}","worker_id":"{}","reason":"不习惯"}})", elder.value, workers[2].value)));
    // What the addresses name is somebody else than what the bodies name: she may die of what is sent.
    const ElderId other = add_elder(2);
    const OrderId theirs = order(other, "bath_home", 8);
    segments["elders"] = std::to_string(other.value);
    segments["orders"] = std::to_string(theirs.value);
    segments["visits"] = std::to_string(visit_of(theirs).id.value);
    if (!offers(theirs).empty()) segments["assignments"] = std::to_string(offers(theirs)[0].id.value);
    segments["organisations"] = std::to_string(add_company("91410900MA3X000021").value);
    segments["workers"] = std::to_string(workers[2].value);
    segments["items"] = std::to_string(catalogue::item_by_code(city.kernel(), "haircut")->id.value);
    accounts::NewAccount account;
    account.username = "wang.min";
    account.name = "测试员";
    account.roles = {Role::official};
    account.scopes = {{{kHualong}, {}, {}}};
    const auto made = accounts::create_demo_accounts(city.kernel(), {account});
    if (made) segments["users"] = std::to_string(made->front().id.value);
    const hotline::Call rung = as_system<hotline::Call>([](command::Tx& tx) { return hotline::ring(tx, Phone::trusted("13839312345")); }, true);
    known["call"] = std::to_string(rung.id.value);
    own_id = {known["elder_id"], known["order_id"], known["visit_id"], known["complaint"], known["plan"], known["refusal"],
              std::to_string(done.value), std::to_string(visit_of(done).id.value), std::to_string(reviewed.value)};
    for (const orders::Assignment& a : offers(done)) own_id.push_back(std::to_string(a.id.value));
    const auto receipts = city.get(staff, "/api/receipts").json();
    for (const auto& row : receipts.at("items").as_array()) own_id.emplace_back(row.at("receipt").at("id").as_string());
    segments["receipts"] = own_id.back();
    keep("day_plan", city.post(staff, "/api/day-plans", fmt::format(R"({{"region":"{}","day":"2026-11-23"}})", kHualong)));
    dayplan::wait_until_idle(city.kernel());
    segments["day-plans"] = known["day_plan"];
    own_id.push_back(known["day_plan"]);
    segments["complaints"] = known["complaint"];
    segments["order-plans"] = known["plan"];
    segments["refusals"] = known["refusal"];
    segments["calls"] = known["call"];
    furnish_assessments(staff);
    furnish_benefits(staff);
    const Answer draft = city.post(staff, "/api/rules/drafts", R"({"note":"试"})");
    EXPECT_EQ(draft.status, 200) << draft.body;
    if (draft.status == 200) {
      const json::value view = draft.json();
      segments["versions"] = view.at("version").at("id").as_string();
      segments["files"] = view.at("files").at(0).at("id").as_string();
    }
  }
  void furnish_benefits(const CallerPtr& staff) {
    known["benefit"] = "高龄津贴";
    known["fact"] = "户籍";
    const Answer fact = city.post(staff, fmt::format("/api/elders/{}/facts", elder.value), R"({"facts":[{"fact":"户籍","value":"410902"}]})");
    const Answer applied = city.post(staff, "/api/benefits/applications", fmt::format(R"({{"elder_id":"{}","benefit":"高龄津贴"}})", elder.value));
    const Answer filed = city.post(staff, "/api/benefits/relatives", fmt::format(R"({{"elder_id":"{}","relation":"son"}})", elder.value));
    const Answer scenario = city.post(staff, "/api/benefits/scenarios", R"({"name":"提高","parameters":[{"parameter":"高龄津贴标准.八十","region":"410900000000","from":"2027-01","value":"60元"}]})");
    for (const Answer* a : {&fact, &applied, &filed, &scenario}) EXPECT_EQ(a->status, 200) << a->body;
    if (fact.status != 200 || applied.status != 200 || filed.status != 200 || scenario.status != 200) return;
    segments["facts"] = fact.json().at("records").at(0).at("id").as_string();
    segments["applications"] = applied.json().at("application").at("id").as_string();
    segments["relatives"] = filed.json().at("relative").at("id").as_string();
    segments["scenarios"] = scenario.json().at("scenario").at("id").as_string();
    for (const char* what : {"facts", "applications", "relatives", "scenarios"}) own_id.push_back(segments[what]);
  }
  void furnish_assessments(const CallerPtr& staff) {
    const Answer hired = city.post(staff, "/api/assessors", fmt::format(R"({{"region":"{}","name":"李评估","worker_id":"{}","organisation":"评估中心","certificate_no":"1","qualified_from":"2026-01-01"}})", kHualong, workers[0].value));
    EXPECT_EQ(hired.status, 200) << hired.body;
    const Answer brought = city.post(staff, "/api/assessments/recognitions", fmt::format(R"({{"elder_id":"{}","level":2,"assessed_on":"2026-05-01","organisation":"外地","foreign_code":"1"}})", elder.value));
    EXPECT_EQ(brought.status, 200) << brought.body;
    if (hired.status != 200 || brought.status != 200) return;
    segments["assessors"] = known["first_assessor"] = known["second_assessor"] = text(hired, "id");
    segments["assessments"] = text(brought, "id");
    segments["questionnaires"] = "gbt42195";
    own_id.insert(own_id.end(), {text(hired, "id"), text(brought, "id")});
  }
  std::string id_of(std::string_view field) const {
    const auto found = known.find(field);
    return found == known.end() ? std::string() : found->second;
  }
  // The address with its parameters filled in: with `id`, or with that of a thing that is there.
  std::string address(const http::RouteInfo& info, std::string_view id = {}) const {
    std::string path = info.pattern;
    for (std::size_t at = path.find('{'); at != std::string::npos; at = path.find('{')) {
      const std::string name = path.substr(at + 1, path.find('}') - at - 1);
      const std::size_t before = path.rfind('/', at - 2);
      const auto there = segments.find(path.substr(before + 1, at - before - 2));
      std::string value(id);
      if (name == "code") value = "410902006001";
      else if (name == "seq") value = "1";
      else if (id.empty()) value = there != segments.end() ? there->second : id_of("elder_id");
      path.replace(at, name.size() + 2, value);
    }
    return path;
  }
  http::Request request(const CallerPtr& caller, const http::RouteInfo& info, std::string path, std::string body) {
    http::Request r = city.make(caller, info.method, "/");
    r.path = std::move(path);
    r.headers.emplace_back("content-type", "application/json");
    r.headers.emplace_back("idempotency-key", fmt::format("sweep-key-{}", ++keys));
    r.body = std::move(body);
    return r;
  }
  // What every answer must be, whatever was asked.
  Answer sound(http::Request r, const http::RouteInfo& info, std::string_view what) {
    ++asked;
    const Answer answer = city.request(std::move(r));
    const std::string about = fmt::format("{} with {} -> {} {}", info.spec.route, shortened(std::string(what)), answer.status, shortened(answer.body));
    EXPECT_LT(answer.status, 500) << about;
    if (answer.status < 400) return answer;
    std::string type;
    for (const auto& [name, value] : answer.headers)
      if (name == "content-type") type = value;
    EXPECT_TRUE(type.starts_with("application/problem+json")) << about << " " << type;
    boost::system::error_code broken;
    const json::value problem = json::parse(answer.body, broken);
    if (broken || !problem.is_object()) {
      ADD_FAILURE() << about << " is no JSON";
      return answer;
    }
    EXPECT_EQ(problem.at("status").as_int64(), answer.status) << about;
    EXPECT_TRUE(chinese(problem.at("detail").as_string())) << about;
    for (const auto& field : problem.at("errors").as_array()) EXPECT_TRUE(chinese(field.at("message").as_string())) << about;
    EXPECT_TRUE(answer.status != 422 || !problem.at("errors").as_array().empty()) << about;
    return answer;
  }
  bool skipped(const http::RouteInfo& info) const { return info.pattern == "/api/live" || !info.pattern.starts_with("/api/"); }

  std::vector<CallerPtr> everybody;
  CallerPtr foreign;
  std::map<std::string, std::string, std::less<>> known;     // by the name of a field
  std::map<std::string, std::string, std::less<>> segments;  // by the word before it in an address
  std::vector<std::string> own_id;
  std::int64_t keys = 0, asked = 0;
};

TEST_F(Routes, WrongAndExtremeBodiesAreRefusedInASentence) {
  const auto ids = [&](std::string_view name) { return id_of(name); };
  for (const http::RouteInfo& info : city.router().routes()) {
    if (skipped(info) || info.method == http::Method::get) continue;
    const auto& who = everybody[0];
    const std::string path = address(info);
    const auto send = [&](const std::string& body) { return sound(request(who, info, path, body), info, body); };
    for (const char* body : {"", "{", "[]", "7", "\"文字\"", "null", "{\"a\":1,}", "{\"\xff\":1}", "\xff\xfe\xfd", "{}"}) send(body);
    if (info.in == nullptr) continue;
    const json::object base = plausible_object(*info.in, ids);
    EXPECT_EQ(send("{\"" + std::string(100, 'x') + "\":1}").status / 100, 4) << info.spec.route;
    EXPECT_GE(send(std::string(2'000, '[') + std::string(2'000, ']')).status, 400) << info.spec.route;
    for (const entity::Field& field : info.in->fields()) {
      if (field.is_hidden || field.is_derived || info.pattern.find("{" + std::string(field.name) + "}") != std::string::npos) continue;
      const auto with = [&](const json::value& value) {
        json::object body = base;
        body[field.name] = value;
        return json::serialize(body);
      };
      for (const json::value& value : wrong_values(field)) {
        const std::string body = with(value);
        EXPECT_EQ(send(body).status / 100, 4) << info.spec.route << " took " << body;
      }
      for (const json::value& value : extreme_values()) send(with(value));
      if (field.is_required) {
        json::object without = base;
        without.erase(field.name);
        EXPECT_EQ(send(json::serialize(without)).status / 100, 4) << info.spec.route << " does not need " << field.name;
      }
      if (word(schema_of(field), "maxLength") != "" || schema_of(field).contains("maxLength")) {
        const auto most = schema_of(field).at("maxLength").to_number<std::size_t>();
        std::string longer;
        for (std::size_t i = 0; i <= most; ++i) longer += "长";
        EXPECT_EQ(send(with(json::value(longer))).status / 100, 4) << info.spec.route << " takes " << most + 1 << " characters of " << field.name;
      }
    }
  }
  RecordProperty("requests", static_cast<int>(asked));
}

TEST_F(Routes, WrongAndExtremeAddressesAreRefusedInASentence) {
  for (const http::RouteInfo& info : city.router().routes()) {
    if (skipped(info)) continue;
    const bool reads = info.method == http::Method::get;
    for (const auto& who : everybody) {
      // Parameters of the path.
      if (info.pattern.find('{') != std::string::npos)
        for (const std::string& id : extreme_texts()) {
          const Answer answer = sound(request(who, info, address(info, id), "{}"), info, "id " + id);
          const bool by_id = reads && info.pattern.find("{id}") != std::string::npos;
          EXPECT_FALSE(by_id && answer.status == 200) << info.spec.route << " " << id;
        }
      if (!reads || info.in == nullptr || who != everybody[0]) continue;
      // Parameters of the query.
      const std::string path = address(info);
      const auto ask = [&](std::string_view name, const std::string& value) {
        http::Request r = request(who, info, path, "");
        r.query.emplace_back(name, value);
        return sound(std::move(r), info, fmt::format("{}={}", name, value));
      };
      EXPECT_TRUE(info.is_raw || ask("nonsense", "1").status == 422) << info.spec.route;
      if (!info.is_raw) ask("\xff\xfe", "1");
      for (const entity::Field& field : info.in->fields()) {
        if (field.is_hidden || field.is_derived || info.pattern.find("{" + std::string(field.name) + "}") != std::string::npos) continue;
        for (const std::string& value : extreme_texts()) ask(field.name, value);
        if (field.name == "limit") {
          EXPECT_EQ(ask("limit", "0").status, 422) << info.spec.route;
          EXPECT_EQ(ask("limit", "1000000").status, 422) << info.spec.route;
        }
      }
    }
  }
}

TEST_F(Routes, CommandsNeedTheirHeaders) {
  for (const http::RouteInfo& info : city.router().routes()) {
    if (skipped(info) || !info.is_command) continue;
    const auto without = [&](std::string_view header, std::pair<std::string, std::string> instead) {
      http::Request r = request(everybody[0], info, address(info), "{}");
      std::erase_if(r.headers, [&](const auto& h) { return h.first == header; });
      if (!instead.first.empty()) r.headers.push_back(std::move(instead));
      return sound(std::move(r), info, fmt::format("{} instead of {}", instead.second, header)).status;
    };
    EXPECT_EQ(without("content-type", {"content-type", "text/plain"}), 415) << info.spec.route;
    EXPECT_EQ(without("nothing", {"origin", "http://evil.example"}), 403) << info.spec.route;
    if (!info.spec.idempotent) continue;
    EXPECT_EQ(without("idempotency-key", {}), 400) << info.spec.route;
    EXPECT_EQ(without("idempotency-key", {"idempotency-key", "short"}), 400) << info.spec.route;
    EXPECT_EQ(without("idempotency-key", {"idempotency-key", std::string(65, 'k')}), 400) << info.spec.route;
    EXPECT_EQ(without("idempotency-key", {"idempotency-key", "中文钥匙中文钥匙"}), 400) << info.spec.route;
  }
}

TEST_F(Routes, NobodyWithoutASessionGetsIn) {
  for (const http::RouteInfo& info : city.router().routes()) {
    if (skipped(info) || info.spec.policy.open) continue;
    EXPECT_EQ(sound(request(nullptr, info, address(info), "{}"), info, "nobody").status, 401) << info.spec.route;
  }
}

// What happens in Hualong does not exist for the colleagues in Qingfeng, whatever their roles: not even that it exists is told.
TEST_F(Routes, WhatLiesInAnotherRegionDoesNotExist) {
  const auto ids = [&](std::string_view name) { return id_of(name); };
  for (const http::RouteInfo& info : city.router().routes()) {
    if (skipped(info) || info.spec.policy.open || info.pattern.find("{id}") == std::string::npos) continue;
    const std::string body = info.in != nullptr && info.method != http::Method::get ? json::serialize(plausible_object(*info.in, ids)) : std::string("{}");
    for (const std::string& id : own_id) {
      const Answer there = sound(request(foreign, info, address(info, id), info.method == http::Method::get ? "" : body), info, "id " + id);
      const Answer nowhere = sound(request(foreign, info, address(info, "77"), info.method == http::Method::get ? "" : body), info, "id 77");
      EXPECT_NE(there.status, 200) << info.spec.route << " " << id << " " << there.body;
      EXPECT_EQ(there.status, nowhere.status) << info.spec.route << " tells " << id << " from an id that nobody has: " << there.body << " | " << nowhere.body;
    }
  }
}

}  // namespace
}  // namespace yilin::test
