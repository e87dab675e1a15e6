#pragma once
// For tests of modules: a small city with a provider, three carers on one street and an elder who orders.
//
//   street   elder---1---2---3      one kilometre and a half apart

#include <gtest/gtest.h>

#include <fmt/format.h>

#include "modules/accounts/module.h"
#include "modules/catalogue/catalogue.h"
#include "modules/catalogue/module.h"
#include "modules/orders/module.h"
#include "modules/orders/orders.h"
#include "modules/providers/module.h"
#include "modules/providers/providers.h"
#include "modules/region/module.h"
#include "modules/region/region.h"
#include "modules/registry/module.h"
#include "modules/registry/registry.h"
#include "support/test_city.h"

namespace yilin::test {

using access::Role;

class Story : public ::testing::Test {
 protected:
  static constexpr std::int64_t kCity = 410900000000, kHualong = 410902000000, kQingfeng = 410922000000, kHome = 410902006001;
  static constexpr std::int64_t kLon = 115'030'000, kLat = 35'760'000, kStep = 16'600;  // about 1.5 km eastwards

  explicit Story(std::vector<Module> more) : city(joined(std::move(more))) {
    std::vector<region::Division> rows;
    for (const auto& [code, name] : std::initializer_list<std::pair<std::int64_t, std::string_view>>{
             {410000000000, "河南省"}, {kCity, "濮阳市"}, {kHualong, "华龙区"}, {410902006000, "胜利路街道办事处"},
             {kHome, "测试社区居民委员会"}, {kQingfeng, "清丰县"}})
      rows.push_back(region::make_division({code}, name, Date::from_ymd(2020, 1, 1)));
    EXPECT_TRUE(region::seed_divisions(city.kernel(), rows, {kCity}));
    city.restart();
    EXPECT_TRUE(catalogue::load_seed(city.kernel(), std::string(YILIN_SOURCE_DIR) + "/data/catalogue"));
    hotline = city.staff({Role::hotline_operator}, kCity, "坐席");
    dispatcher = city.staff({Role::dispatcher, Role::official}, kHualong, "调度");
    stranger = city.staff({Role::dispatcher, Role::official, Role::finance, Role::community_worker}, kQingfeng, "外县");
    company = add_company();
    for (int i = 1; i <= 3; ++i) workers.push_back(add_worker(company, i));
    elder = add_elder(1);
  }
  ~Story() override { EXPECT_EQ(city.journal_problems(), 0u); }

  static std::vector<Module> joined(std::vector<Module> more) {
    std::vector<Module> all{region::module(), accounts::module(), registry::module(), catalogue::module(), providers::module(), orders::module()};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  template <class T>
  T as_system(std::function<Result<T>(command::Tx&)> work, bool records = false) {
    auto out = command::run_for<T>(city.kernel(), access::Caller::system(), [&](command::Tx& tx) -> Result<T> {
      YILIN_TRY(T made, work(tx));
      if (!records) tx.record({"test.setup", "test", 1, {}, {}, {}, "{}"});
      return made;
    });
    EXPECT_TRUE(out) << (out ? "" : out.error().message()) << (out || out.error().fields.empty() ? "" : out.error().fields[0].message);
    return out ? *out : T{};
  }
  static IdCard card(int serial) {
    const std::string text = fmt::format("41090219450101{:03}", serial);
    return IdCard::trusted(text + IdCard::check_character(text));
  }
  OrganisationId add_company(std::string credit = "91330100799655058B") {
    providers::NewOrganisation in;
    in.name = "龙都居家养老服务中心";
    in.credit_code = CreditCode::trusted(credit);
    in.region = {kHualong};
    in.services = {"bath_home", "bath_bed", "clean_room", "haircut"};
    in.areas = {{kCity}};
    in.opens_min = 0;
    in.closes_min = 1439;
    return as_system<OrganisationId>([&](command::Tx& tx) { return providers::add_organisation(tx, in, providers::OrganisationState::active); });
  }
  WorkerId add_worker(OrganisationId of, int place, int serial = 0) {
    providers::NewWorker in;
    in.organisation_id = of;
    in.name = fmt::format("服务员{}", place);
    in.id_card = card(100 + place + serial);
    in.phone = Phone::trusted(fmt::format("138393000{:02}", place + serial));
    for (const int skill : {1, 2, 4, 5, 9}) in.skills.push_back(static_cast<providers::Skill>(skill));
    in.home_lon_e6 = kLon + kStep * place;
    in.home_lat_e6 = kLat;
    in.work_days = {1, 2, 3, 4, 5, 6, 7};
    const WorkerId id = as_system<WorkerId>([&](command::Tx& tx) { return providers::add_worker(tx, in); });
    for (const auto kind : {providers::Licence::health_certificate, providers::Licence::care_worker})
      as_system<CertificateIdOf>([&](command::Tx& tx) {
        return providers::add_certificate(tx, {id, kind, "A-1", Date::from_ymd(2026, 1, 1), Date::from_ymd(2027, 12, 1)});
      });
    return id;
  }
  ElderId add_elder(int serial) {
    registry::NewElder in;
    in.name = "王秀英";
    in.id_card = card(serial);
    in.region = {kHome};
    in.address = "1 号楼 101";
    in.lon_e6 = kLon;
    in.lat_e6 = kLat;
    in.ability = registry::Ability::moderate;
    registry::NewLabel poor;
    poor.label = registry::Label::subsistence;
    poor.evidence = "低保证";
    poor.verified = true;
    in.labels = {poor};
    return as_system<ElderId>([&](command::Tx& tx) { return registry::create_elder(tx, in); }, true);
  }

  static std::string text(const Answer& answer, std::string_view key) { return std::string(answer.json().at(key).as_string()); }
  static std::string code(const Answer& answer) { return text(answer, "code"); }
  // Places an order for that many hours from now; the order's id.
  OrderId order(ElderId who, std::string_view item, int in_hours = 4, std::string_view more = "") {
    const auto id = catalogue::item_by_code(city.kernel(), item)->id;
    const auto placed = city.post(hotline, "/api/orders",
                                  fmt::format(R"({{"elder_id":"{}","item_id":"{}","wanted_from":"{}","channel":"hotline"{}}})", who.value,
                                              id.value, to_string(city.clock.now() + hours(in_hours)), more));
    EXPECT_EQ(placed.status, 200) << placed.body;
    return placed.status == 200 ? OrderId{std::stoll(text(placed, "id"))} : OrderId{};
  }
  orders::Visit visit_of(OrderId id) {
    auto db = city.kernel().readers->borrow();
    auto rows = db->rows("SELECT id FROM visit WHERE order_id = ?", id);
    EXPECT_TRUE(rows.next());
    return *orders::visit(*db, city.kernel().vault, rows.id<VisitId>(0));
  }
  std::vector<orders::Assignment> offers(OrderId id) {
    const VisitId visit = visit_of(id).id;
    auto db = city.kernel().readers->borrow();
    return orders::assignments(*db, city.kernel().vault, visit);
  }
  CallerPtr carer(WorkerId id) { return city.worker(id, company); }
  Answer step(const orders::Assignment& a, std::string_view verb, std::string_view body = "{}") {
    return city.post(city.worker(a.worker_id, a.organisation_id), fmt::format("/api/assignments/{}/{}", a.id.value, verb), body);
  }

  // Ordered, offered by hand where nobody dispatches, accepted and served for an hour; not yet confirmed.
  OrderId served(ElderId who, std::string_view item = "bath_home", int in_hours = 4, std::string_view more = "") {
    const OrderId id = order(who, item, in_hours, more);
    const VisitId visit = visit_of(id).id;
    if (offers(id).empty())
      as_system<orders::Assignment>([&](command::Tx& tx) { return orders::offer(tx, {visit, workers[0], {}, {}, true, 0, {}}); });
    const auto assignment = offers(id).at(0);
    EXPECT_EQ(step(assignment, "accept").status, 200);
    EXPECT_EQ(step(assignment, "check-in").status, 200);
    city.clock.advance(minutes(60));
    EXPECT_EQ(step(assignment, "check-out").status, 200);
    return id;
  }
  void confirm(OrderId id) {
    const auto answer = city.post(hotline, fmt::format("/api/visits/{}/confirm", visit_of(id).id.value));
    EXPECT_EQ(answer.status, 200) << answer.body;
  }
  orders::Order order_row(OrderId id) {
    auto db = city.kernel().readers->borrow();
    return *orders::order(*db, city.kernel().vault, id);
  }
  orders::Quota quota(ElderId who, Month month = {2026 * 12 + 10}) {
    auto db = city.kernel().readers->borrow();
    return orders::quota(*db, city.kernel(), who, month);
  }
  // Two records of one person: `merged` leads to `kept` from now on.
  void merge(ElderId kept, ElderId merged) {
    const auto clerk = city.staff({Role::community_worker, Role::official}, kHualong, "社区");
    const auto pairs = city.get(clerk, "/api/elders/duplicates").json();
    ASSERT_EQ(pairs.at("items").as_array().size(), 1u);
    const auto decided = city.post(clerk, "/api/elders/duplicates/" + std::string(pairs.at("items").at(0).at("id").as_string()) + "/decide",
                                   fmt::format(R"({{"decision":"merge","keep":"{}","reason":"本人确认"}})", kept.value));
    ASSERT_EQ(decided.status, 200) << decided.body;
    EXPECT_EQ(registry::facts(city.kernel(), merged)->id, kept);
  }
  void expect_columns(const entity::Table& fields, std::string_view table) {
    EXPECT_EQ(city.columns_amiss(fields, table), "") << table;
  }

  using CertificateIdOf = providers::CertificateId;
  TestCity city;
  CallerPtr hotline, dispatcher, stranger;
  OrganisationId company;
  std::vector<WorkerId> workers;
  ElderId elder;
};

}  // namespace yilin::test
