// Providers through the whole kernel: vetting, scopes, workers, certificates and their deadlines.
#include "modules/providers/module.h"

#include <gtest/gtest.h>

#include <algorithm>

#include <fmt/format.h>

#include "kernel/command/command.h"
#include "kernel/sql/migrations.h"
#include "modules/catalogue/catalogue.h"
#include "modules/catalogue/module.h"
#include "modules/providers/providers.h"
#include "modules/region/module.h"
#include "modules/region/region.h"
#include "support/test_city.h"

namespace yilin::providers {
namespace {

using access::Role;
constexpr std::int64_t kPuyang = 410900000000, kHualong = 410902000000, kQingfeng = 410922000000;
const RegionCode kCommunity{410902006001};

class Providers : public ::testing::Test {
 protected:
  Providers() : city({region::module(), catalogue::module(), module()}) {
    std::vector<region::Division> rows;
    for (const auto& [code, name] : std::initializer_list<std::pair<std::int64_t, std::string_view>>{
             {410000000000, "河南省"}, {kPuyang, "濮阳市"}, {kHualong, "华龙区"}, {410902006000, "胜利路街道办事处"},
             {410902006001, "测试社区居民委员会"}, {kQingfeng, "清丰县"}, {411300000000, "南阳市"}})
      rows.push_back(region::make_division({code}, name, Date::from_ymd(2020, 1, 1)));
    EXPECT_TRUE(region::seed_divisions(city.kernel(), rows, {kPuyang}));
    city.restart();
    EXPECT_TRUE(catalogue::load_seed(city.kernel(), std::string(YILIN_SOURCE_DIR) + "/data/catalogue"));
    official = city.staff({Role::official}, kPuyang);
    hualong = city.staff({Role::official, Role::dispatcher}, kHualong);
    qingfeng = city.staff({Role::official, Role::dispatcher}, kQingfeng);
  }
  ~Providers() override { EXPECT_EQ(city.journal_problems(), 0u); }

  static std::string text(const test::Answer& answer, std::string_view key) { return std::string(answer.json().at(key).as_string()); }
  static std::string code(const test::Answer& answer) { return text(answer, "code"); }

  std::string company_body(std::string_view credit, std::string_view areas = "\"410902000000\"", std::string_view more = "") {
    return fmt::format(R"({{"name":"龙都居家养老服务中心","credit_code":"{}","kind":"private_nonprofit","region":"410902000000",
        "services":["bath_home","clean_room"],"areas":[{}]{}}})", credit, areas, more);
  }
  OrganisationId active_company(std::string_view credit = "91330100799655058B") {
    const auto made = city.post(hualong, "/api/organisations", company_body(credit));
    EXPECT_EQ(made.status, 200) << made.body;
    const std::string path = "/api/organisations/" + text(made, "id");
    EXPECT_EQ(city.post(hualong, path + "/vet", R"({"decision":"approve"})").status, 200);
    EXPECT_EQ(city.post(hualong, path + "/vet", R"({"decision":"activate"})").status, 200);
    return {std::stoll(text(made, "id"))};
  }
  static std::string worker_body(OrganisationId company, std::string_view card = "410902194512310034") {
    return fmt::format(R"({{"organisation_id":"{}","name":"李秀兰","phone":"13839300001","id_card":"{}",
        "skills":["bathing","daily_care"],"work_days":[1,2,3,4,5,6,7]}})", company.value, card);
  }
  WorkerId carer(OrganisationId company) {
    const auto made = city.post(hualong, "/api/workers", worker_body(company));
    EXPECT_EQ(made.status, 200) << made.body;
    return {std::stoll(text(made, "id"))};
  }
  std::string certify(WorkerId worker, std::string_view kind, std::string_view expires) {
    const auto made = city.post(hualong, fmt::format("/api/workers/{}/certificates", worker.value),
                                fmt::format(R"({{"kind":"{}","number":"A-1","issued":"2025-12-01","expires":"{}"}})", kind, expires));
    EXPECT_EQ(made.status, 200) << made.body;
    return text(made, "id");
  }
  std::string why_not(WorkerId worker) {
    const auto item = catalogue::item_by_code(city.kernel(), "bath_home");
    const Instant start = city.clock.now() + hours(1);
    const auto found = candidate(city.kernel(), worker, {item->code, catalogue::mask_of(item->skills), catalogue::mask_of(item->licences),
                                                         kCommunity, start, start + minutes(90), {}});
    return found ? explain(*found) : "unknown";
  }

  test::TestCity city;
  test::CallerPtr official, hualong, qingfeng;
};

TEST_F(Providers, TablesHoldWhatTheFieldsSay) {
  auto db = city.kernel().readers->borrow();
  const auto same = [&](const entity::Table& table, std::string_view name) {
    std::vector<std::string> expected;
    for (const entity::Field& f : table.fields()) expected.emplace_back(f.name);
    auto columns = sql::columns(*db, name);
    std::sort(expected.begin(), expected.end());
    std::sort(columns.begin(), columns.end());
    EXPECT_EQ(expected, columns) << name;
  };
  same(Organisation::fields(), "organisation");
  same(Worker::fields(), "worker");
  same(Certificate::fields(), "certificate");
}

TEST_F(Providers, VettingFollowsItsLifeCycle) {
  const auto made = city.post(hualong, "/api/organisations", company_body("91330100799655058B"));
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(text(made, "state"), "applied");
  const std::string path = "/api/organisations/" + text(made, "id");
  EXPECT_EQ(city.post(hualong, path + "/vet", R"({"decision":"activate"})").status, 409);
  EXPECT_EQ(city.post(hualong, path + "/vet", R"({"decision":"refuse"})").status, 422);
  EXPECT_EQ(city.post(hualong, path + "/vet", R"({"decision":"refuse","reason":"缺少食品经营许可"})").status, 200);
  const auto manager = city.organisation({std::stoll(text(made, "id"))});
  EXPECT_EQ(city.post(manager, path + "/vet", R"({"decision":"reapply"})").status, 200);
  EXPECT_EQ(code(city.post(manager, path + "/vet", R"({"decision":"approve"})")), "not_your_move");
  EXPECT_EQ(city.post(hualong, path + "/vet", R"({"decision":"approve"})").status, 200);
  EXPECT_EQ(city.post(hualong, path + "/vet", R"({"decision":"activate"})").status, 200);
  EXPECT_EQ(city.post(hualong, path + "/suspend", "{}").status, 422);
  EXPECT_EQ(city.post(hualong, path + "/suspend", R"({"reason":"投诉查实"})").status, 200);
  EXPECT_EQ(text(city.get(manager, path), "state_reason"), "投诉查实");
  EXPECT_EQ(city.post(hualong, path + "/remove", R"({"reason":"到期未整改"})").status, 200);
  EXPECT_EQ(city.post(hualong, path + "/reinstate", R"({"reason":"x"})").status, 409);
}

TEST_F(Providers, CreditCodesAreCheckedAndUnique) {
  EXPECT_EQ(city.post(hualong, "/api/organisations", company_body("91330100799655058C")).status, 422);
  EXPECT_EQ(city.post(hualong, "/api/organisations", company_body("")).status, 422);
  EXPECT_EQ(city.post(hualong, "/api/organisations", company_body("91330100799655058B")).status, 200);
  EXPECT_EQ(code(city.post(hualong, "/api/organisations", company_body("91330100799655058B"))), "providers.credit_code_taken");
  EXPECT_EQ(city.post(hualong, "/api/organisations", company_body("9144030071526726XG", R"("411300000000")")).status, 422);
  EXPECT_EQ(city.post(hualong, "/api/organisations", company_body("9144030071526726XG", "")).status, 422);
  EXPECT_EQ(city.post(qingfeng, "/api/organisations", company_body("9144030071526726XG")).status, 422);  // registered elsewhere
}

TEST_F(Providers, ScopesHideWhatIsElsewhere) {
  const OrganisationId company = active_company();
  const WorkerId worker = carer(company);
  const std::string organisation_path = fmt::format("/api/organisations/{}", company.value);
  const std::string worker_path = fmt::format("/api/workers/{}", worker.value);
  EXPECT_EQ(city.get(official, organisation_path).status, 200);
  EXPECT_EQ(city.get(qingfeng, organisation_path).status, 404);
  EXPECT_EQ(city.get(qingfeng, worker_path).status, 404);
  EXPECT_EQ(city.post(qingfeng, worker_path + "/suspend", R"({"reason":"x"})").status, 404);
  EXPECT_EQ(city.get(nullptr, organisation_path).status, 401);
  EXPECT_EQ(city.get(city.home({{1}}), worker_path).status, 403);

  // Another provider sees neither; her own manager sees both and cannot hire into another organisation.
  const OrganisationId other = active_company("9144030071526726XG");
  EXPECT_EQ(city.get(city.organisation(other), organisation_path).status, 404);
  EXPECT_EQ(city.get(city.organisation(other), worker_path).status, 404);
  EXPECT_EQ(city.get(city.organisation(other), "/api/workers").json().at("items").as_array().size(), 0u);
  const auto manager = city.organisation(company);
  EXPECT_EQ(city.get(manager, "/api/organisations").json().at("items").as_array().size(), 1u);
  EXPECT_EQ(city.get(manager, worker_path).status, 200);
  EXPECT_EQ(city.post(manager, "/api/workers", worker_body(other, "411302194001010011")).status, 422);
  EXPECT_EQ(city.get(city.worker(worker, company), worker_path).status, 200);
  EXPECT_EQ(city.get(city.worker({5}, company), worker_path).status, 404);
}

TEST_F(Providers, AnOrganisationIsSeenWhereItServes) {
  const auto made = city.post(official, "/api/organisations", company_body("91330100799655058B", R"("410902000000","410922000000")"));
  ASSERT_EQ(made.status, 200) << made.body;
  const std::string path = "/api/organisations/" + text(made, "id");
  EXPECT_EQ(city.get(qingfeng, path).status, 200);
  EXPECT_EQ(city.get(qingfeng, "/api/organisations?region=410922&service=bath_home").json().at("items").as_array().size(), 1u);
  EXPECT_EQ(city.get(qingfeng, "/api/organisations?region=410902").json().at("items").as_array().size(), 0u);
  EXPECT_EQ(city.post(qingfeng, path + "/vet", R"({"decision":"approve"})").status, 404);  // but vetted where it is registered
}

TEST_F(Providers, AManagerKeepsTheAddressButNotTheServices) {
  const OrganisationId company = active_company();
  const auto manager = city.organisation(company);
  const std::string path = fmt::format("/api/organisations/{}", company.value);
  const std::string version = std::to_string(city.get(manager, path).json().at("version").as_int64());
  const std::string body = company_body("91330100799655058B", "\"410902000000\"", R"(,"phone":"0393-1234567","version":)" + version);
  EXPECT_EQ(city.put(manager, path, body).status, 200);
  EXPECT_EQ(city.put(manager, path, body).status, 409);
  const std::string next = std::to_string(city.get(manager, path).json().at("version").as_int64());
  EXPECT_EQ(city.put(manager, path, company_body("91330100799655058B", "\"410900000000\"", ",\"version\":" + next)).status, 422);
  EXPECT_EQ(city.put(official, path, company_body("91330100799655058B", "\"410900000000\"", ",\"version\":" + next)).status, 200);
}

TEST_F(Providers, OrganisationsAndWorkersAreFoundAsPeopleSpeakOfThem) {
  const OrganisationId company = active_company();
  const WorkerId worker = carer(company);
  const auto admin = city.staff({Role::system_admin}, kPuyang, "系统管理员"), elsewhere = city.staff({Role::system_admin}, kQingfeng);
  const auto found = [&](const test::CallerPtr& who, const std::string& path) {
    const auto answer = city.get(who, path);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.json().at("items").as_array().size();
  };
  for (const char* q : {"龙都", "居家养老", "longdu", "ldjj", "jujia", "jjyl", "LongDu", "91330100799655058B", ""})
    EXPECT_EQ(found(admin, std::string("/api/organisations/choices?q=") + q), 1u) << q;
  for (const char* q : {"康乐", "ongdu", "b", "%", "_"}) EXPECT_EQ(found(admin, std::string("/api/organisations/choices?q=") + q), 0u) << q;
  EXPECT_EQ(found(elsewhere, "/api/organisations/choices?q=longdu"), 0u) << "outside the scope";
  EXPECT_EQ(found(admin, "/api/organisations/choices?id=" + std::to_string(company.value)), 1u);
  EXPECT_EQ(found(official, "/api/organisations?q=ldjj"), 1u) << "the list finds by pinyin too";
  for (const char* q : {"李秀兰", "秀", "lxl", "lixiu", "xiulan"})
    EXPECT_EQ(found(admin, fmt::format("/api/workers/choices?organisation_id={}&q={}", company.value, q)), 1u) << q;
  EXPECT_EQ(found(admin, fmt::format("/api/workers/choices?organisation_id={}&q=lxl", company.value + 1)), 0u);
  const auto choice = city.get(admin, fmt::format("/api/workers/choices?id={}", worker.value));
  EXPECT_EQ(choice.body.find("13839300001"), std::string::npos) << choice.body;
  EXPECT_NE(choice.body.find("龙都居家养老服务中心"), std::string::npos);
  EXPECT_EQ(city.get(admin, "/api/organisations").status, 403) << "names only";
  EXPECT_EQ(city.get(city.worker(worker, company), "/api/organisations/choices").status, 403);
}

TEST_F(Providers, SecretsAreMaskedAndRevealingIsAnAct) {
  const OrganisationId company = active_company();
  const WorkerId worker = carer(company);
  const std::string path = fmt::format("/api/workers/{}", worker.value);
  const auto shown = city.get(hualong, path);
  EXPECT_EQ(text(shown, "phone"), "138****0001");
  EXPECT_EQ(text(shown, "id_card"), "410902********0034");
  EXPECT_EQ(text(shown, "sex"), "male");  // from the ID number
  EXPECT_EQ(shown.body.find("13839300001"), std::string::npos);
  EXPECT_EQ(city.post(hualong, path + "/reveal", R"({"field":"phone"})").status, 422);
  EXPECT_EQ(text(city.post(hualong, path + "/reveal", R"({"field":"phone","reason":"通知改期"})"), "value"), "13839300001");
  EXPECT_EQ(city.get(hualong, "/api/workers?q=13839300001").json().at("items").as_array().size(), 1u);
  EXPECT_EQ(city.get(hualong, "/api/workers?q=%E7%A7%80&skill=bathing").json().at("items").as_array().size(), 1u);
  EXPECT_EQ(city.get(hualong, "/api/workers?q=%25&skill=driving").json().at("items").as_array().size(), 0u);
  EXPECT_EQ(code(city.post(hualong, "/api/workers", worker_body(company))), "providers.worker_known");

  // A form sends the numbers back empty: they stay.
  EXPECT_EQ(city.put(hualong, path, R"({"name":"李秀兰","skills":["driving"],"work_days":[1],"version":1})").status, 200);
  EXPECT_EQ(text(city.get(hualong, path), "phone"), "138****0001");
}

TEST_F(Providers, CandidatesFollowEveryChange) {
  const OrganisationId company = active_company();
  const WorkerId worker = carer(company);
  EXPECT_EQ(why_not(worker), "缺少证书：健康证、养老护理员证");
  certify(worker, "care_worker", "2030-01-01");
  const std::string health = certify(worker, "health_certificate", "2026-12-01");
  EXPECT_EQ(why_not(worker), "");
  EXPECT_EQ(city.post(hualong, "/api/certificates/" + health + "/revoke", R"({"reason":"伪造"})").status, 200);
  EXPECT_EQ(city.post(hualong, "/api/certificates/" + health + "/revoke", R"({"reason":"伪造"})").status, 409);
  EXPECT_EQ(why_not(worker), "缺少证书：健康证");
  certify(worker, "health_certificate", "2026-12-01");

  std::vector<std::string> told;
  city.kernel().notifications.on<WorkerSuspended>([&](command::Tx&, const WorkerSuspended& e) -> Status {
    told.push_back("worker " + e.reason);
    return {};
  });
  city.kernel().notifications.on<OrganisationSuspended>([&](command::Tx&, const OrganisationSuspended& e) -> Status {
    told.push_back("organisation " + e.reason);
    return {};
  });
  const std::string path = fmt::format("/api/workers/{}", worker.value);
  const auto manager = city.organisation(company);
  EXPECT_EQ(city.post(manager, path + "/suspend", R"({"reason":"服务态度"})").status, 200);
  EXPECT_EQ(why_not(worker), "本人已被暂停");
  EXPECT_EQ(city.post(manager, path + "/reinstate", R"({"reason":"整改"})").status, 403);
  EXPECT_EQ(city.post(hualong, path + "/reinstate", R"({"reason":"整改"})").status, 200);
  const std::string company_path = fmt::format("/api/organisations/{}", company.value);
  EXPECT_EQ(city.post(hualong, company_path + "/suspend", R"({"reason":"检查不合格"})").status, 200);
  EXPECT_EQ(why_not(worker), "所属组织不在服务中");
  EXPECT_EQ(told, (std::vector<std::string>{"worker 服务态度", "organisation 检查不合格"}));

  city.restart();
  EXPECT_EQ(why_not(worker), "所属组织不在服务中");
  EXPECT_EQ(city.post(hualong, company_path + "/reinstate", R"({"reason":"复查合格"})").status, 200);
  EXPECT_EQ(why_not(worker), "");
  EXPECT_EQ(city.post(hualong, path + "/leave", R"({"reason":"离职"})").status, 200);
  EXPECT_EQ(why_not(worker), "已离职");
}

TEST_F(Providers, ALicenceRunsOutByItself) {
  const WorkerId worker = carer(active_company());
  certify(worker, "care_worker", "2030-01-01");
  certify(worker, "health_certificate", "2027-01-10");
  EXPECT_EQ(city.get(hualong, "/api/workers/expiring").json().at("items").as_array().size(), 0u);
  EXPECT_EQ(city.get(hualong, "/api/workers/expiring?days=60").json().at("items").as_array().size(), 1u);
  const auto acts = [&](std::string_view verb) {
    auto db = city.kernel().readers->borrow();
    auto rows = db->rows("SELECT COUNT(*) FROM journal WHERE verb = ?", verb);
    rows.next();
    return rows.integer(0);
  };
  city.advance(days(19));  // to 11 December
  EXPECT_EQ(acts("certificate.warning"), 1);
  const auto listed = city.get(hualong, "/api/workers/expiring").json();
  ASSERT_EQ(listed.at("items").as_array().size(), 1u);
  EXPECT_EQ(listed.at("items").at(0).at("days_left").as_int64(), 30);
  EXPECT_EQ(listed.at("items").at(0).at("worker_name").as_string(), "李秀兰");
  EXPECT_EQ(why_not(worker), "");
  city.advance(days(31));
  EXPECT_EQ(acts("certificate.expire"), 1);
  EXPECT_EQ(why_not(worker), "健康证已过期");
  EXPECT_EQ(city.get(hualong, "/api/workers/expiring").json().at("items").at(0).at("days_left").as_int64(), -1);

  certify(worker, "health_certificate", "2028-01-10");  // renewed: no more warning
  EXPECT_EQ(why_not(worker), "");
  EXPECT_EQ(city.get(hualong, "/api/workers/expiring").json().at("items").as_array().size(), 0u);
}

TEST_F(Providers, ARenewedCertificateIsNotWarnedOf) {
  const WorkerId worker = carer(active_company());
  certify(worker, "health_certificate", "2027-01-10");
  certify(worker, "health_certificate", "2028-01-10");
  city.advance(days(60));
  auto db = city.kernel().readers->borrow();
  auto rows = db->rows("SELECT COUNT(*) FROM journal WHERE verb IN ('certificate.warning', 'certificate.expire')");
  rows.next();
  EXPECT_EQ(rows.integer(0), 0);
}

TEST_F(Providers, RatingsKeepTheMean) {
  const WorkerId worker = carer(active_company());
  for (const int face : {3, 3, 2})
    ASSERT_TRUE(command::run(city.kernel(), access::Caller::system(), [&](command::Tx& tx) -> Status {
      YILIN_CHECK(rated(tx, worker, face));
      tx.record({"visit.rate", "visit", 1, {}, {}, {}, {}});
      return {};
    }));
  EXPECT_EQ(providers::worker(city.kernel(), worker)->rating_x100, 267);
  city.restart();
  EXPECT_EQ(providers::worker(city.kernel(), worker)->rating_x100, 267);
}

}  // namespace
}  // namespace yilin::providers
