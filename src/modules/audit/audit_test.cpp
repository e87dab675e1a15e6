#include <gtest/gtest.h>

#include "kernel/command/command.h"
#include "kernel/journal/verbs.h"
#include "modules/audit/module.h"
#include "modules/audit/rules.h"
#include "modules/audit/verifier.h"
#include "modules/region/module.h"
#include "modules/region/region.h"
#include "support/test_city.h"

namespace yilin::audit {
namespace {

using access::Role;
constexpr std::int64_t kCity = 410900000000, kCounty = 410902000000, kOther = 410928000000;

TEST(Masking, HidesNumbersOfPeopleAndLeavesOthers) {
  const Date today = Date::from_ymd(2026, 11, 22);
  EXPECT_EQ(rules::mask_secrets(R"({"id_card":"11010519491231002X","phone":"13812345678"})", today),
            R"({"id_card":"110105********002X","phone":"138****5678"})");
  EXPECT_EQ(rules::mask_secrets("身份证110105194912310021，打0393-8812345", today), "身份证110105194912310021，打0393-8812345");
  EXPECT_EQ(rules::mask_secrets(R"({"id":"123456789012345678","at":1795309200000,"fen":100})", today),
            R"({"id":"123456789012345678","at":1795309200000,"fen":100})");
  EXPECT_EQ(rules::mask_secrets("1381234567890", today), "1381234567890");
  EXPECT_EQ(rules::mask_secrets("", today), "");
}

class Audit : public ::testing::Test {
 protected:
  test::TestCity city{{region::module(), audit::module()}};
  test::CallerPtr auditor, county_auditor, official, worker;

  void SetUp() override {
    static constexpr journal::VerbLabel verbs[] = {{"elder.create", "登记老人"}};
    journal::register_verbs(verbs);
    journal::register_verbs(audit::module().verbs);
    std::vector<region::Division> rows;
    for (const auto& [code, name] : {std::pair<std::int64_t, const char*>{410000000000, "河南省"}, {kCity, "濮阳市"}, {kCounty, "华龙区"}, {kOther, "濮阳县"}})
      rows.push_back(region::make_division({code}, name, {}));
    ASSERT_TRUE(region::seed_divisions(city.kernel(), rows, {kCity}));
    city.restart();
    auditor = city.staff({Role::auditor}, kCity);
    county_auditor = city.staff({Role::auditor}, kOther);
    official = city.staff({Role::official}, kCounty);
    worker = city.staff({Role::community_worker}, kCounty, "王敏");
    act("elder.create", 71, kCounty, "本人申请", R"({"name":"王秀英","id_card":"11010519491231002X"})");
    city.advance(seconds(1));
    act("elder.create", 72, kOther, "", "{}");
    city.advance(seconds(1));
    act("elder.move", 71, kCounty, "", "{}");
  }
  void act(std::string_view verb, std::int64_t elder, std::int64_t region, std::string reason, std::string payload) {
    ASSERT_TRUE(command::run(city.kernel(), *worker, [&](command::Tx& tx) -> Status {
      tx.record({verb, "elder", elder, {region}, ElderId{elder}, reason, payload});
      return {};
    }));
  }
  std::string list(const test::CallerPtr& caller, const std::string& query = "") {
    const auto answer = city.get(caller, "/api/journal" + query);
    EXPECT_EQ(answer.status, 200) << answer.body;
    std::string out;
    const auto json = answer.json();
    for (const auto& item : json.at("items").as_array())
      out += std::string(item.at("verb").as_string()) + ":" + (item.at("subject").is_null() ? "-" : std::string(item.at("subject").as_string())) + " ";
    return out;
  }
  std::string seq_of(const test::CallerPtr& caller, const std::string& query) {
    return std::to_string(city.get(caller, "/api/journal" + query).json().at("items").at(0).at("seq").as_int64());
  }
};

TEST_F(Audit, ShowsWhatLiesInTheScope) {
  EXPECT_EQ(list(auditor), "elder.move:71 elder.create:72 elder.create:71 region.set_city:410900000000 region.load:- ");
  EXPECT_EQ(list(county_auditor), "elder.create:72 ");
  EXPECT_EQ(list(official), "elder.move:71 elder.create:71 ");
  EXPECT_EQ(city.get(worker, "/api/journal").status, 403);
  EXPECT_EQ(city.get(nullptr, "/api/journal").status, 401);
}

TEST_F(Audit, Filters) {
  EXPECT_EQ(list(auditor, "?elder=71"), "elder.move:71 elder.create:71 ");
  EXPECT_EQ(list(county_auditor, "?elder=71"), "");
  EXPECT_EQ(list(auditor, "?subject=72&subject_kind=elder"), "elder.create:72 ");
  EXPECT_EQ(list(auditor, "?verb=elder.create&region=410902"), "elder.create:71 ");
  EXPECT_EQ(list(auditor, "?actor=" + std::to_string(worker->user.value)), "elder.move:71 elder.create:72 elder.create:71 ");
  EXPECT_EQ(list(auditor, "?from=2026-11-23"), "");
  EXPECT_EQ(list(auditor, "?to=2026-11-21"), "");
  EXPECT_EQ(list(auditor, "?from=2026-11-22&to=2026-11-22&verb=elder.move"), "elder.move:71 ");
  const auto page = city.get(auditor, "/api/journal?limit=2&region=4109").json();
  EXPECT_EQ(list(auditor, "?limit=2&region=4109&cursor=" + std::string(page.at("next").as_string())), "elder.create:71 region.set_city:410900000000 ");
  for (const char* bad : {"?cursor=x", "?cursor=-1", "?elder=abc", "?from=yesterday", "?limit=0", "?limit=999", "?who=me"})
    EXPECT_EQ(city.get(auditor, std::string("/api/journal") + bad).status, 422) << bad;
}

TEST_F(Audit, ReadsLikeASentence) {
  const auto item = city.get(auditor, "/api/journal?subject=71&verb=elder.create").json().at("items").at(0);
  EXPECT_EQ(item.at("sentence").as_string(), "王敏 登记老人，原因：本人申请");
  EXPECT_EQ(item.at("region_name").as_string(), "濮阳市华龙区");
  EXPECT_EQ(item.as_object().if_contains("payload"), nullptr);
  const auto verbs = city.get(auditor, "/api/journal/verbs").body;
  EXPECT_NE(verbs.find("登记老人"), std::string::npos);
}

TEST_F(Audit, ReadingAPayloadIsAnAct) {
  const std::string seq = seq_of(auditor, "?subject=71&verb=elder.create");
  EXPECT_EQ(city.get(auditor, "/api/journal/" + seq).json().at("subject").as_string(), "71");
  EXPECT_EQ(city.get(county_auditor, "/api/journal/" + seq).status, 404);
  EXPECT_EQ(city.get(auditor, "/api/journal/999").status, 404);
  EXPECT_EQ(city.get(auditor, "/api/journal/abc").status, 404);
  EXPECT_EQ(city.get(auditor, "/api/journal/-1").status, 404);

  EXPECT_EQ(city.post(county_auditor, "/api/journal/" + seq + "/payload", R"({"reason":"核查"})").status, 404);
  EXPECT_EQ(city.post(auditor, "/api/journal/" + seq + "/payload", "{}").status, 422);
  EXPECT_EQ(city.post(auditor, "/api/journal/" + seq + "/payload", R"({"reason":7})").status, 422);
  EXPECT_EQ(city.post(auditor, "/api/journal/999/payload", R"({"reason":"核查"})").status, 404);
  EXPECT_EQ(list(auditor, "?verb=journal.read_payload"), "");
  const auto payload = city.post(auditor, "/api/journal/" + seq + "/payload", R"({"reason":"核查"})");
  ASSERT_EQ(payload.status, 200) << payload.body;
  EXPECT_EQ(payload.json().at("payload").as_string(), R"({"name":"王秀英","id_card":"110105********002X"})");
  EXPECT_EQ(list(auditor, "?elder=71&verb=journal.read_payload"), "journal.read_payload:" + seq + " ");
}

TEST_F(Audit, VerifiesTheChainWhileRunning) {
  auto status = city.get(auditor, "/api/journal/verify").json();
  EXPECT_TRUE(status.at("verified_at").is_null());
  EXPECT_EQ(status.at("last_seq").as_int64(), 5);
  EXPECT_EQ(city.post(official, "/api/journal/verify").status, 403);
  ASSERT_EQ(city.post(auditor, "/api/journal/verify").status, 200);
  city.kernel().parts.get<Verifier>().wait();
  status = city.get(auditor, "/api/journal/verify").json();
  EXPECT_FALSE(status.at("running").as_bool());
  EXPECT_TRUE(status.at("sound").as_bool());
  EXPECT_EQ(status.at("acts").as_int64(), 6);
  EXPECT_EQ(city.post(auditor, "/api/journal/verify").status, 200);
}

}  // namespace
}  // namespace yilin::audit
