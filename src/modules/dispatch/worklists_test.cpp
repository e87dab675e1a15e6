// What the desk works through after the visits: complaints, call-backs, plans, and the photos of a visit.
#include <filesystem>
#include <fstream>

#include "modules/dispatch/dispatch.h"
#include "modules/dispatch/module.h"
#include "support/story.h"

namespace yilin::dispatch {
namespace {

const std::string kJpeg = "\xff\xd8\xff\xe0 a picture of a clean kitchen";

class Worklists : public test::Story {
 protected:
  Worklists() : Story({module()}) {}
  orders::Assignment at_work(OrderId id) {
    const orders::Assignment mine = offers(id).back();
    for (const std::string_view verb : {"accept", "depart", "check-in"}) EXPECT_EQ(step(mine, verb).status, 200);
    return mine;
  }
  test::Answer send_photo(const test::CallerPtr& who, const orders::Assignment& a, const std::string& bytes) {
    const std::string spool = city.folder + "/spooled";
    std::ofstream(spool, std::ios::binary) << bytes;
    http::Request request = city.make(who, http::Method::post, fmt::format("/api/uploads/assignments/{}/photo", a.id.value));
    request.query.emplace_back("device_at", "2026-11-22T12:50:00+08:00");
    request.body = spool;
    return city.request(std::move(request));
  }
  entity::json::object only(const std::string& path) {
    const auto answer = city.get(hotline, path);
    EXPECT_EQ(answer.status, 200) << answer.body;
    const auto json = answer.json();
    const auto& items = json.at("items").as_array();
    EXPECT_EQ(items.size(), 1u) << answer.body;
    return items.empty() ? entity::json::object{} : items[0].as_object();
  }
};

TEST_F(Worklists, AComplaintNamesItsPeople) {
  const OrderId id = order(elder, "haircut");
  const auto made = city.post(hotline, "/api/complaints",
                              fmt::format(R"({{"elder_id":"{}","order_id":"{}","text":"来晚了"}})", elder.value, id.value));
  ASSERT_EQ(made.status, 200) << made.body;
  const auto row = only("/api/complaints?open=true");
  EXPECT_EQ(row.at("elder_name").as_string(), "王秀英");
  EXPECT_EQ(row.at("item_name").as_string(), "上门理发");
  EXPECT_EQ(row.at("complaint").at("state").as_string(), "open");
  const std::string path = "/api/complaints/" + text(made, "id");
  EXPECT_EQ(city.get(hotline, path).status, 200);
  EXPECT_EQ(city.get(stranger, path).status, 404);
  ASSERT_EQ(city.post(hotline, path + "/handle", R"({"version":1,"handling":"已致歉并改期","close":true})").status, 200);
  EXPECT_EQ(city.get(hotline, path).json().at("complaint").at("state").as_string(), "closed");
  EXPECT_EQ(city.get(hotline, "/api/complaints?open=true").json().at("items").as_array().size(), 0u);
}

TEST_F(Worklists, ACallbackBringsItsScriptAndWhatWasRecorded) {
  const OrderId id = order(elder, "haircut");
  const orders::Assignment mine = at_work(id);
  ASSERT_EQ(step(mine, "check-out").status, 200);
  const auto row = only("/api/callbacks?open=true");
  const std::string path = "/api/callbacks/" + std::string(row.at("callback").at("id").as_string());
  const auto view = city.get(hotline, path).json();
  EXPECT_EQ(view.at("order_id").as_string(), std::to_string(id.value));
  EXPECT_EQ(view.at("worker_names").as_string(), "服务员1");
  EXPECT_EQ(city.get(stranger, path).status, 404);
  std::string answers;
  for (std::size_t i = 0; i < view.at("questions").as_array().size(); ++i) answers += answers.empty() ? "\"是\"" : ",\"是\"";
  const std::string body = fmt::format(R"({{"reached":true,"confirmed_service":true,"answers":[{}]}})", answers);
  EXPECT_EQ(city.post(hotline, path + "/answer", R"({"reached":true,"answers":["是"]})").status, 422);
  ASSERT_EQ(city.post(hotline, path + "/answer", body).status, 200);
  EXPECT_EQ(city.get(hotline, path).json().at("callback").at("state").as_string(), "answered");
}

TEST_F(Worklists, AFlaggedVisitNamesWhatIsWrong) {
  ASSERT_EQ(step(at_work(order(elder, "haircut")), "check-out").status, 200);
  const auto row = only("/api/visits/flagged");
  EXPECT_EQ(row.at("elder_name").as_string(), "王秀英");
  EXPECT_FALSE(row.at("flags").as_array().empty());
}

TEST_F(Worklists, APlanAndItsOrdersAreFound) {
  const auto item = catalogue::item_by_code(city.kernel(), "haircut")->id;
  const auto made = city.post(hotline, "/api/order-plans",
                              fmt::format(R"({{"elder_id":"{}","item_id":"{}","weekdays":[1,4],"start_min":540}})", elder.value, item.value));
  ASSERT_EQ(made.status, 200) << made.body;
  city.advance(seconds(2));
  EXPECT_EQ(only("/api/order-plans?open=true").at("item_name").as_string(), "上门理发");
  const auto orders = city.get(hotline, fmt::format("/api/orders?plan={}", text(made, "id"))).json();
  EXPECT_EQ(orders.at("items").as_array().size(), 2u) << "the coming week has one Monday and one Thursday";
  EXPECT_EQ(city.get(stranger, "/api/order-plans/" + text(made, "id")).status, 404);
}

TEST_F(Worklists, OrdersInDisputeAreFound) {
  const OrderId id = order(elder, "haircut");
  ASSERT_EQ(step(at_work(id), "check-out").status, 200);
  EXPECT_EQ(city.get(hotline, "/api/orders?disputed=true").json().at("items").as_array().size(), 0u);
  ASSERT_EQ(city.post(hotline, fmt::format("/api/visits/{}/dispute", visit_of(id).id.value), R"({"reason":"没有来"})").status, 200);
  EXPECT_EQ(only("/api/orders?disputed=true").at("id").as_string(), std::to_string(id.value));
}

TEST_F(Worklists, APhotoIsKeptSealedAndCountsOnce) {
  const orders::Assignment mine = at_work(order(elder, "haircut"));
  const auto me = carer(mine.worker_id);
  EXPECT_EQ(send_photo(me, mine, "GIF89a").status, 422);
  EXPECT_EQ(send_photo(me, mine, std::string("\xff\xd8\xff") + std::string(5 << 20, 'x')).status, 413);
  EXPECT_EQ(send_photo(stranger, mine, kJpeg).status, 404);
  EXPECT_FALSE(std::filesystem::exists(city.folder + "/photos")) << "who has no right leaves nothing behind";
  const auto kept = send_photo(me, mine, kJpeg);
  ASSERT_EQ(kept.status, 200) << kept.body;
  EXPECT_EQ(text(kept, "sha256").size(), 64u);
  EXPECT_TRUE(kept.json().at("accepted").as_bool());
  EXPECT_EQ(text(send_photo(me, mine, kJpeg), "id"), text(kept, "id")) << "the same bytes again";

  const std::string photo = fmt::format("/api/evidence/{}/photo", text(kept, "id"));
  EXPECT_EQ(city.get(hotline, photo).body, kJpeg);
  EXPECT_EQ(city.get(me, photo).body, kJpeg);
  EXPECT_EQ(city.get(stranger, photo).status, 404);
  for (const auto& file : std::filesystem::recursive_directory_iterator(city.folder + "/photos")) {
    if (!file.is_regular_file()) continue;
    std::ifstream in(file.path(), std::ios::binary);
    const std::string stored(std::istreambuf_iterator<char>(in), {});
    EXPECT_EQ(stored.find("kitchen"), std::string::npos) << "a photo in the clear";
  }
  ASSERT_EQ(step(mine, "check-out").status, 200);
  EXPECT_EQ(send_photo(me, mine, kJpeg + "2").status, 409) << "after the check-out";
}

TEST_F(Worklists, AnotherVisitsPhotoProvesNothing) {
  const orders::Assignment first = at_work(order(elder, "haircut"));
  ASSERT_TRUE(send_photo(carer(first.worker_id), first, kJpeg).json().at("accepted").as_bool());
  ASSERT_EQ(step(first, "check-out").status, 200);
  const orders::Assignment second = at_work(order(elder, "haircut", 8));
  const auto again = send_photo(carer(second.worker_id), second, kJpeg);
  ASSERT_EQ(again.status, 200) << again.body;
  EXPECT_FALSE(again.json().at("accepted").as_bool());
}

}  // namespace
}  // namespace yilin::dispatch
