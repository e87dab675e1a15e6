// Files of providers, workers and past orders.
#include "modules/imports/columns.h"
#include "modules/imports/imports_fixture.h"

namespace yilin::imports {
namespace {

class RowFiles : public ImportsTest {
 protected:
  const std::string kProviders =
      "记录类型,名称,统一社会信用代码,类型,所在地区,服务项目,服务区域,准入状态,运营组织,床位\n"
      "设施,昆吾幸福院,,幸福院,昆吾社区,,,,龙都服务中心,12\n"
      "服务组织,龙都服务中心,91330100799655058B,民办非企业单位,华龙区,bath_home,华龙区,服务中,,\n"
      "设施,胜利日间照料中心,,日间照料中心,胜利社区,,,,龙都服务中心,20\n";
  const std::string kWorkers =
      "所属组织,姓名,手机号,身份证号,技能,证书类型,证书编号,发证日期,有效期至\n"
      "龙都服务中心,李秀兰,13839300003,410902194512310034,助浴、生活照料,健康证,A-1,2025-12-01,2026-12-31\n"
      "91330100799655058B,张红,13839300004,410902194512310034,助浴,,,,\n"
      "没有的组织,赵敏,13839300005," + card_of(9) + ",助浴,,,,\n";
};

TEST_F(RowFiles, HeadersOfOtherSystems) {
  const std::vector<std::string> headers{"序号", "老年人姓名", "身份证号码(必填)", "与老人关系", "监护人电话", "详细地址", "姓 名"};
  EXPECT_EQ(guess(Kind::elders, headers), (std::vector<std::string>{"", "name", "id_card", "contact_relation", "contact_phone", "address", ""}));
}

TEST_F(RowFiles, ProvidersComeInAndGo) {
  const std::string id = uploaded(official, "providers", kProviders);
  check(official, id);
  EXPECT_EQ(of(job(official, id), "added"), 2);
  EXPECT_EQ(faults(official, id), std::vector<std::string>{"2 运营组织"}) << "its operator stands below it";
  run(official, id);
  EXPECT_EQ(city.get(official, "/api/organisations").json().at("items").as_array().size(), 1u);
  EXPECT_EQ(city.get(official, "/api/facilities").json().at("items").as_array().size(), 1u);
  // Mended by uploading again: what is there is known.
  const std::string again = brought(official, "providers", kProviders);
  EXPECT_EQ(of(job(official, again), "added"), 1);
  EXPECT_EQ(of(job(official, again), "known"), 2);
  roll_back(official, id);
  EXPECT_EQ(of(job(official, id), "withdrawn"), 1);
  EXPECT_EQ(of(job(official, id), "kept"), 1) << "the second file's facility is run by it";
  const auto kept = city.get(official, path(id, "/kept")).json();
  EXPECT_EQ(kept.at("items").at(0).at("name").as_string(), "龙都服务中心");
}

TEST_F(RowFiles, FacilitiesBringTheirRecords) {
  const std::string file =
      "记录类型,名称,类型,所在地区,经度,纬度,坐标系,全托床位,日间床位,护理型床位数,消防审验,责任保险,收住对象,医疗服务,等级,最低收费,最高收费,开业时间,食品许可\n"
      "设施,昆吾养老院,养老院,昆吾社区,115.030,35.760,GCJ-02,40,10,30,已通过,是,失能老人、特困人员,与医疗机构签约,三级,1800,3200.50,2023年5月1日,\n"
      "设施,颠倒的站,助餐点,昆吾社区,35.760,115.030,,,,,,,,,,,,,\n"
      "设施,床位不符,养老院,昆吾社区,,,,10,,20,,,,,,,,,\n"
      "设施,看不懂,养老院,昆吾社区,,,,,,,大概,,,,,,,,\n";
  const std::string id = uploaded(official, "providers", file);
  check(official, id);
  const std::vector<std::string> wrong{"3 经度", "4 其中护理型床位", "5 消防审验"};
  EXPECT_EQ(faults(official, id), wrong);
  run(official, id);
  EXPECT_EQ(of(job(official, id), "added"), 1);
  const auto made = city.get(official, "/api/facilities").json().at("items").at(0);
  EXPECT_EQ(made.at("beds").as_int64(), 50);
  EXPECT_EQ(made.at("beds_nursing").as_int64(), 30);
  EXPECT_EQ(made.at("source_datum").as_string(), "gcj02");
  EXPECT_NE(made.at("lon_e6").as_int64(), 115'030'000);
  EXPECT_EQ(made.at("fire").as_string(), "approved");
  EXPECT_EQ(made.at("insured").as_string(), "yes");
  EXPECT_EQ(made.at("food").as_string(), "unknown");
  EXPECT_EQ(made.at("admits").as_array().size(), 2u);
  EXPECT_EQ(made.at("grade").as_string(), "three");
  EXPECT_EQ(made.at("fee_max_fen").as_int64(), 320'050);
  EXPECT_EQ(made.at("opened_on").as_string(), "2023-05-01");
  EXPECT_EQ(faults(official, id), wrong);
}

TEST_F(RowFiles, WorkersWithCertificates) {
  brought(official, "providers", kProviders);
  const std::string id = brought(official, "workers", kWorkers);
  auto row = job(official, id);
  EXPECT_EQ(of(row, "added"), 1);
  EXPECT_EQ(of(row, "known"), 1);
  EXPECT_EQ(faults(official, id), std::vector<std::string>{"4 所属组织"});
  const auto list = city.get(official, "/api/workers").json();
  ASSERT_EQ(list.at("items").as_array().size(), 1u);
  EXPECT_EQ(list.at("items").at(0).at("certificates").as_array().size(), 1u);
  city.restart();
  roll_back(official, id);
  EXPECT_EQ(city.get(official, "/api/workers").json().at("items").as_array().size(), 0u);
  EXPECT_EQ(of(job(official, brought(official, "workers", kWorkers)), "added"), 1);
}

TEST_F(RowFiles, PastOrders) {
  brought(official, "providers", kProviders);
  brought(official, "workers", kWorkers);
  brought(official, "elders", "姓名,身份证号,社区\n王秀英," + card_of(3) + ",昆吾社区\n");
  const std::string file =
      "订单号,老人身份证号,老人姓名,服务项目,服务组织,服务人员身份证号,下单时间,服务开始时间,服务结束时间,总价,补贴,评价,状态\n"
      "A1," + card_of(3) + ",王秀英,bath_home,龙都服务中心,410902194512310034,2026-01-01 09:00,2026-01-02 10:00,2026-01-02 11:30,80.00,60.00,满意,已完成\n"
      "A2," + card_of(3) + ",,bath_home,,,,2026/1/5 10:00,,80.00,,,已取消\n"
      "A3," + card_of(4) + ",,bath_home,,,,2026-01-05 10:00,,80,,,\n"              // 4 nobody
      "A4," + card_of(3) + ",李桂兰,bath_home,,,,2026-01-05 10:00,,80,,,\n"        // 5 another name
      "A5," + card_of(3) + ",,没有的项目,,,,2026-01-05 10:00,,80,,,\n"             // 6
      "A6," + card_of(3) + ",,bath_home,,,,2026-01-05 10:00,2026-01-05 09:00,80,,,\n"  // 7 ends before it begins
      "A7," + card_of(3) + ",,bath_home,,,,2026-12-05 10:00,,80,,,\n"              // 8 in the future
      "A8," + card_of(3) + ",,bath_home,,,,2026-01-06 10:00,,80,90,,\n";           // 9 more subsidy than price
  const std::string id = uploaded(official, "orders", file);
  check(official, id);
  EXPECT_EQ(city.get(official, "/api/orders").json().at("items").as_array().size(), 0u);
  const std::vector<std::string> expected{"4 老人身份证号", "5 老人姓名", "6 服务项目", "7 服务结束时间", "8 服务开始时间", "9 总价"};
  EXPECT_EQ(faults(official, id), expected);
  run(official, id);
  EXPECT_EQ(faults(official, id), expected);
  EXPECT_EQ(of(job(official, id), "added"), 2);
  const auto list = city.get(official, "/api/orders?state=closed").json();
  ASSERT_EQ(list.at("items").as_array().size(), 1u);
  const auto order = city.get(official, "/api/orders/" + std::string(list.at("items").at(0).at("id").as_string())).json();
  EXPECT_EQ(order.at("order").at("self_fen").as_int64(), 2000);
  EXPECT_EQ(order.at("visits").at(0).at("visit").at("minutes").as_int64(), 90);
  EXPECT_EQ(order.at("visits").at(0).at("assignments").as_array().size(), 1u);
  EXPECT_EQ(of(job(official, brought(official, "orders", file)), "known"), 2);
  roll_back(official, id);
  EXPECT_EQ(city.get(official, "/api/orders").json().at("items").as_array().size(), 0u);
}

TEST_F(RowFiles, AnElderWithOrdersStays) {
  const std::string roll = "姓名,身份证号,社区\n王秀英," + card_of(3) + ",昆吾社区\n李桂兰," + card_of(4) + ",昆吾社区\n";
  const std::string elders_id = brought(official, "elders", roll);
  brought(official, "orders", "老人身份证号,服务项目,服务开始时间,总价\n" + card_of(3) + ",bath_home,2026-01-02 10:00,80\n");
  roll_back(official, elders_id);
  EXPECT_EQ(of(job(official, elders_id), "withdrawn"), 1);
  EXPECT_EQ(of(job(official, elders_id), "kept"), 1);
}

TEST_F(RowFiles, AStoppedRunGoesOn) {
  std::string file = "记录类型,名称,类型,所在地区\n";
  for (int i = 0; i < 300; ++i) file += fmt::format("设施,幸福院{},幸福院,昆吾社区\n", i);
  const std::string id = uploaded(official, "providers", file);
  check(official, id);
  EXPECT_EQ(city.post(official, path(id, "/run")).status, 200);
  while (of(job(official, id), "position") == 0) std::this_thread::yield();
  city.post(official, path(id, "/stop"));
  wait_until_idle(city.kernel());
  if (state(official, id) != "done") {
    EXPECT_EQ(state(official, id), "interrupted");
    run(official, id);
  }
  EXPECT_EQ(of(job(official, id), "added"), 300);
  EXPECT_EQ(of(job(official, id), "known"), 0);
}

TEST_F(RowFiles, AProviderBringsInItsOwnWorkersOnly) {
  brought(official, "providers", kProviders);
  const auto companies = city.get(official, "/api/organisations").json();
  const OrganisationId company{std::stoll(std::string(companies.at("items").at(0).at("id").as_string()))};
  const auto manager = city.organisation(company);
  const std::string id = brought(manager, "workers", "姓名,手机号,身份证号\n李秀兰,13839300003,410902194512310034\n");
  EXPECT_EQ(of(job(manager, id), "added"), 1);
  EXPECT_EQ(send_file(manager, "elders", roll(0, 1)).status, 403);
  EXPECT_EQ(city.get(city.organisation({77}), path(id)).status, 404);
}

}  // namespace
}  // namespace yilin::imports
