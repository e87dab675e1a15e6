#include "sim/network.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "kernel/command/command.h"
#include "modules/catalogue/catalogue.h"
#include "modules/facilities/facilities.h"
#include "sim/facility_life.h"
#include "sim/names.h"
#include "sim/numbers.h"

namespace yilin::sim {
namespace {
using catalogue::Category;
using catalogue::Licence;
using catalogue::Skill;
using facilities::FacilityKind;
using facilities::OperationMode;
using providers::OrganisationKind;

// What kind of work an organisation does: the categories that it offers and what its people can do and hold.
struct Trade {
  std::string_view suffix;
  OrganisationKind kind;
  std::vector<Category> categories;
  std::vector<Skill> always, sometimes;
  std::vector<Licence> licences;
  double share;  // of the area's workers
};

const std::vector<Trade>& trades() {
  static const std::vector<Trade> list = {
      {"居家养老服务有限公司", OrganisationKind::company,
       {Category::bath, Category::cleaning, Category::nursing, Category::outing, Category::medical, Category::comfort, Category::visiting},
       {Skill::daily_care, Skill::bathing, Skill::basic_nursing, Skill::accompanying},
       {Skill::housekeeping, Skill::hairdressing, Skill::wheelchair, Skill::errands, Skill::cooking},
       {Licence::health_certificate, Licence::care_worker},
       0.45},
      {"为老服务中心", OrganisationKind::private_nonprofit,
       {Category::meal, Category::errands, Category::cleaning, Category::visiting, Category::emergency, Category::comfort},
       {Skill::delivery, Skill::errands, Skill::housekeeping, Skill::accompanying},
       {Skill::cooking, Skill::emergency_response, Skill::driving, Skill::hairdressing},
       {Licence::health_certificate, Licence::first_aid},
       0.35},
      {"康养护理服务有限公司", OrganisationKind::company,
       {Category::health, Category::nursing, Category::rehabilitation, Category::comfort, Category::adaptation, Category::medical, Category::bath},
       {Skill::daily_care, Skill::basic_nursing, Skill::medical_nursing, Skill::bathing},
       {Skill::rehabilitation, Skill::counselling, Skill::assessment, Skill::home_adaptation, Skill::accompanying, Skill::wheelchair},
       {Licence::health_certificate, Licence::care_worker, Licence::registered_nurse},
       0.20}};
  return list;
}

// The licence that a skill is worth nothing without.
std::optional<Licence> licence_of(Skill skill) {
  switch (skill) {
    case Skill::driving: return Licence::driver;
    case Skill::rehabilitation: return Licence::rehabilitation_therapist;
    case Skill::counselling: return Licence::counsellor;
    case Skill::assessment: return Licence::assessor;
    case Skill::home_adaptation: return Licence::electrician;
    default: return std::nullopt;
  }
}

constexpr std::string_view kBrands[] = {"康乐", "颐和", "夕阳红", "孝心", "安康", "福寿", "暖阳", "金秋", "惠民", "长青", "乐龄", "松鹤"};

class Builder {
 public:
  Builder(Kernel& kernel, const Places& places, std::int64_t elders, std::uint64_t seed, std::int64_t workers)
      : kernel_(kernel), places_(places), rng_(seed ^ 0x6e6574776f726b), today_(civil_date(kernel.clock.now())) {
    const std::int64_t usual = std::max<std::int64_t>(30, std::llround(std::sqrt(static_cast<double>(elders)) * 1.2));
    workers_wanted_ = workers > 0 ? workers : usual;
    facilities_wanted_ = std::max<std::int64_t>(12, usual * 2 / 3);
  }

  Result<NetworkReport> build() {
    const auto& areas = places_.areas();
    for (std::size_t a = 0; a < areas.size(); ++a)
      for (std::size_t t = 0; t < trades().size(); ++t) YILIN_CHECK(organisation(areas[a], a, trades()[t]));
    return report_;
  }

 private:
  Status act(std::string_view verb, std::string_view kind, std::function<Result<std::int64_t>(command::Tx&)> work, RegionCode region) {
    return command::run(kernel_, access::Caller::system(), [&](command::Tx& tx) -> Status {
      YILIN_TRY(const std::int64_t id, work(tx));
      tx.record({verb, kind, id, region, {}, "模拟数据", "{}"});
      return {};
    });
  }

  Status organisation(const Places::Area& area, std::size_t number, const Trade& trade) {
    providers::NewOrganisation in;
    in.name = fmt::format("{}{}{}", area.name, kBrands[(number * 3 + static_cast<std::size_t>(report_.organisations)) % std::size(kBrands)], trade.suffix);
    in.credit_code = invented_credit_code(report_.organisations);
    in.kind = trade.kind;
    in.region = area.communities.front();
    in.address = fmt::format("{}服务大厅（模拟）", places_.tree().name(in.region));
    in.phone = invented_phone(Whose::worker, 4'000'000 + report_.organisations).reveal();
    in.legal_person = person_name(rng_, Sex::male, 1975);
    in.areas = area.codes;
    in.opens_min = 0;
    in.closes_min = 1439;
    for (const catalogue::ServiceItem& item : catalogue::items(kernel_))
      if (std::find(trade.categories.begin(), trade.categories.end(), item.category) != trade.categories.end()) in.services.push_back(item.code);
    OrganisationId id;
    YILIN_CHECK(act("organisation.simulate", "organisation", [&](command::Tx& tx) -> Result<std::int64_t> {
      YILIN_TRY(id, providers::add_organisation(tx, in, providers::OrganisationState::active));
      return id.value;
    }, in.region));
    if (!report_.first_organisation) {
      report_.first_organisation = id;
      report_.first_organisation_name = in.name;
    }
    ++report_.organisations;

    const double areas = static_cast<double>(places_.areas().size());
    const auto workers = std::max<std::int64_t>(3, std::llround(static_cast<double>(workers_wanted_) / areas * trade.share));
    for (std::int64_t i = 0; i < workers; ++i) YILIN_CHECK(worker(area, trade, id, i == 0));
    const auto facilities = std::max<std::int64_t>(1, std::llround(static_cast<double>(facilities_wanted_) / areas * trade.share));
    for (std::int64_t i = 0; i < facilities; ++i) YILIN_CHECK(facility(area, id, in.services));
    return {};
  }

  // `on_duty`: works round the clock in turns with others (simplified to one person), so that nights are served.
  Status worker(const Places::Area& area, const Trade& trade, OrganisationId organisation, bool on_duty) {
    providers::NewWorker in;
    in.organisation_id = organisation;
    in.sex = rng_.chance(0.78) ? Sex::female : Sex::male;
    const int year = static_cast<int>(rng_.between(1966, 1998));
    const Date birth = Date::from_ymd(year, static_cast<unsigned>(rng_.between(1, 12)), static_cast<unsigned>(rng_.between(1, 28)));
    in.name = person_name(rng_, in.sex, year);
    in.id_card = invented_id_card(Whose::worker, report_.workers, birth, in.sex);
    in.phone = invented_phone(Whose::worker, report_.workers);
    in.skills = trade.always;
    for (const Skill s : trade.sometimes)
      if (rng_.chance(0.5)) in.skills.push_back(s);
    const RegionCode home = area.communities[rng_.below(area.communities.size())];
    const Point at = places_.near(home, 600, rng_);
    in.home_lon_e6 = at.lon_e6;
    in.home_lat_e6 = at.lat_e6;
    const int off = static_cast<int>(rng_.between(1, 9));  // 8 and 9: no day off
    in.work_days.clear();
    for (int day = 1; day <= 7; ++day)
      if (day != off || on_duty) in.work_days.push_back(day);
    in.shift_from_min = on_duty ? 0 : rng_.chance(0.3) ? 420 : 480;
    in.shift_to_min = on_duty ? 1439 : rng_.chance(0.3) ? 1170 : 1110;

    std::vector<providers::NewCertificate> certificates;
    const auto hold = [&](Licence kind, std::int32_t valid_days, double chance) {
      if (!on_duty && !rng_.chance(chance)) return;
      providers::NewCertificate c;
      c.kind = kind;
      c.number = fmt::format("模拟{:02}{:06}", static_cast<int>(kind), report_.certificates + static_cast<std::int64_t>(certificates.size()));
      c.issued = today_ + -static_cast<std::int32_t>(rng_.between(1, valid_days * 3 / 4));
      c.expires = c.issued + valid_days;
      certificates.push_back(c);
    };
    // A health certificate lasts a year: in the months that are played some run out, as in life.
    for (const Licence l : trade.licences) hold(l, l == Licence::health_certificate ? 365 : 3 * 365, l == Licence::health_certificate ? 0.97 : 0.85);
    for (const Skill s : in.skills)
      if (const auto licence = licence_of(s)) hold(*licence, 3 * 365, 0.9);

    return act("worker.simulate", "worker", [&](command::Tx& tx) -> Result<std::int64_t> {
      YILIN_TRY(const WorkerId id, providers::add_worker(tx, in));
      for (providers::NewCertificate& c : certificates) {
        c.worker_id = id;
        YILIN_CHECK(providers::add_certificate(tx, c));
      }
      if (!report_.first_worker) {
        report_.first_worker = id;
        report_.first_worker_name = in.name;
      }
      ++report_.workers;
      report_.certificates += static_cast<std::int64_t>(certificates.size());
      return id.value;
    }, area.communities.front());
  }

  Status facility(const Places::Area& area, OrganisationId organisation, const std::vector<std::string>& services) {
    static constexpr std::pair<FacilityKind, std::string_view> kinds[] = {
        {FacilityKind::street_centre, "综合养老服务中心"}, {FacilityKind::day_care, "日间照料中心"},    {FacilityKind::meal_point, "助餐点"},
        {FacilityKind::home_care_station, "居家养老服务站"}, {FacilityKind::bathing_point, "助浴点"}, {FacilityKind::day_care, "日间照料中心"}};
    const RegionCode community = area.communities[rng_.below(area.communities.size())];
    const bool urban = places_.tree().urban(community);
    auto [kind, label] = kinds[rng_.below(std::size(kinds))];
    if (!urban && kind == FacilityKind::day_care) {
      kind = FacilityKind::village_home;
      label = "幸福院";
    }
    facilities::NewFacility in;
    in.organisation_id = organisation;
    in.name = places_.tree().name(community) + std::string(label);
    in.kind = kind;
    in.mode = static_cast<OperationMode>(rng_.between(1, 4));
    in.region = community;
    in.address = fmt::format("{}（示意位置）", places_.tree().name(community));
    const Point at = places_.near(community, 300, rng_);
    in.lon_e6 = at.lon_e6;
    in.lat_e6 = at.lat_e6;
    in.beds = kind == FacilityKind::street_centre ? static_cast<std::int32_t>(rng_.between(50, 90)) : kind == FacilityKind::meal_point ? 0 : static_cast<std::int32_t>(rng_.between(10, 24));
    in.area_m2 = kind == FacilityKind::street_centre ? static_cast<std::int32_t>(rng_.between(1500, 2600)) : static_cast<std::int32_t>(rng_.between(200, 600));
    in.phone = invented_phone(Whose::worker, 4'500'000 + report_.facilities).reveal();
    in.services = services;
    invent_record(in, today_, rng_);
    ++report_.facilities;
    return act("facility.simulate", "facility", [&](command::Tx& tx) -> Result<std::int64_t> {
      YILIN_TRY(const FacilityId id, facilities::add_facility(tx, in));
      return id.value;
    }, community);
  }

  Kernel& kernel_;
  const Places& places_;
  Rng rng_;
  Date today_;
  std::int64_t workers_wanted_, facilities_wanted_;
  NetworkReport report_;
};

}  // namespace

Result<NetworkReport> build_network(Kernel& kernel, const Places& places, std::int64_t elders, std::uint64_t seed, std::int64_t workers) {
  return Builder(kernel, places, elders, seed, workers).build();
}

}  // namespace yilin::sim
