#include "sim/facility_life.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "kernel/command/command.h"
#include "modules/registry/registry.h"

namespace yilin::sim {
namespace {

using facilities::Activity;
using facilities::Approval;
using facilities::BedKind;
using facilities::FacilityKind;
using facilities::Known;
using facilities::Stage;

constexpr std::int64_t kCandidatesMax = 200;

Status act(Kernel& kernel, std::string_view verb, std::string_view subject, RegionCode region, const std::function<Result<std::int64_t>(command::Tx&)>& work) {
  return command::run(kernel, access::Caller::system(), [&](command::Tx& tx) -> Status {
    YILIN_TRY(const std::int64_t id, work(tx));
    tx.record({verb, subject, id, region, {}, "模拟数据", "{}"});
    return {};
  });
}

Known mostly(Rng& rng, double yes, double unknown) {
  return rng.chance(unknown) ? Known::unknown : rng.chance(yes) ? Known::yes : Known::no;
}

struct House {
  FacilityId id;
  RegionCode region;
  FacilityKind kind;
  std::int64_t full = 0, day = 0;
};

}  // namespace

void invent_record(facilities::NewFacility& f, Date today, Rng& rng) {
  const bool centre = f.kind == FacilityKind::street_centre;
  f.ownership = f.mode == facilities::OperationMode::private_subsidised ? facilities::Ownership::privately : facilities::Ownership::state;
  f.founder = f.ownership == facilities::Ownership::state ? "所在地民政部门（模拟）" : "民办举办者（模拟）";
  f.founded_on = today + -static_cast<std::int32_t>(rng.between(400, 3'600));
  f.opened_on = f.founded_on + static_cast<std::int32_t>(rng.between(30, 300));
  if (f.beds > 0) {
    f.beds_full = centre ? f.beds * 3 / 5 : 0;
    f.beds_day = f.beds - f.beds_full;
    f.beds_nursing = f.beds_full * static_cast<std::int32_t>(rng.between(30, 90)) / 100;
    f.admits = {facilities::Admits::self_reliant, facilities::Admits::semi_dependent};
    if (centre) f.admits.push_back(facilities::Admits::dependent);
  }
  f.fire = rng.chance(0.1) ? Approval::unknown : rng.chance(0.92) ? Approval::approved : Approval::not_approved;
  if (f.fire == Approval::not_approved) f.fire_note = "整改中（模拟）";
  f.food = f.kind == FacilityKind::meal_point ? (rng.chance(0.9) ? Approval::approved : Approval::not_approved) : Approval::not_needed;
  f.insured = mostly(rng, 0.8, 0.1);
  f.accessible = mostly(rng, 0.7, 0.15);
  f.ltc_designated = centre ? mostly(rng, 0.4, 0.05) : Known::no;
  f.medical = centre ? facilities::Medical::agreement : facilities::Medical::none;
  f.grade = centre ? static_cast<facilities::Grade>(rng.between(0, 4)) : facilities::Grade::none;
  if (f.beds_full > 0) {
    f.charging = "按月收取床位费和护理费（模拟）";
    f.fee_min_fen = {rng.between(12, 20) * 100'00};
    f.fee_max_fen = {f.fee_min_fen.value + rng.between(5, 25) * 100'00};
  }
}

Status build_quarters(Kernel& kernel, const Places& places, const std::string& folder, std::int64_t elders, std::uint64_t seed) {
  YILIN_CHECK(facilities::load_seed(kernel, folder));
  Rng rng(seed ^ 0x71756172746572);
  const Date today = civil_date(kernel.clock.now());
  const auto& communities = places.communities();
  static constexpr std::string_view kNames[] = {"锦绣", "龙湖", "阳光", "翠湖", "金色", "和谐", "绿城", "东方", "清华", "御景"};
  static constexpr std::string_view kKinds[] = {"家园", "花园", "小区", "新城", "名苑"};
  const auto wanted = std::clamp<std::int64_t>(static_cast<std::int64_t>(std::sqrt(static_cast<double>(elders)) / 3), 12, 400);
  for (std::int64_t i = 0; i < wanted; ++i) {
    facilities::NewQuarter q;
    q.region = communities[rng.below(communities.size())];
    q.kind = rng.chance(0.6) ? facilities::QuarterKind::fresh : facilities::QuarterKind::existing;
    q.name = fmt::format("{}{}（模拟 {}）", kNames[rng.below(std::size(kNames))], kKinds[rng.below(std::size(kKinds))], i + 1);
    q.address = places.tree().name(q.region) + "（示意位置）";
    q.developer = "模拟置业有限公司";
    q.households = static_cast<std::int32_t>(rng.between(120, 2'600));
    const Point at = places.near(q.region, 250, rng);
    q.lon_e6 = at.lon_e6;
    q.lat_e6 = at.lat_e6;
    Stage housing = Stage::delivered, care = Stage::delivered;
    if (q.kind == facilities::QuarterKind::fresh) {
      q.planned_on = today + -static_cast<std::int32_t>(rng.between(200, 1'600));
      housing = static_cast<Stage>(rng.between(1, 4));
      care = static_cast<Stage>(std::max<std::int64_t>(0, static_cast<std::int64_t>(housing) - (rng.chance(0.3) ? 1 : 0)));
    }
    if (care >= Stage::accepted) q.provided_m2 = static_cast<std::int32_t>(q.households * rng.between(10, 45) / 100);
    YILIN_CHECK(act(kernel, "quarter.simulate", "quarter", q.region, [&](command::Tx& tx) -> Result<std::int64_t> {
      YILIN_TRY(const facilities::QuarterId id, facilities::add_quarter(tx, q, housing, care));
      return id.value;
    }));
  }
  std::vector<facilities::PlannedSite> sites;
  const std::size_t step = std::max<std::size_t>(1, communities.size() / static_cast<std::size_t>(kCandidatesMax));
  for (std::size_t i = 0; i < communities.size() && static_cast<std::int64_t>(sites.size()) < kCandidatesMax; i += step) {
    const Point at = places.near(communities[i], 200, rng);
    sites.push_back({places.tree().name(communities[i]) + "备选点", at.lon_e6, at.lat_e6, {rng.between(60, 240) * 10'000'00}});
  }
  const RegionCode city = places.tree().city();
  return act(kernel, "planning.simulate", "plan_scenario", city, [&](command::Tx& tx) -> Result<std::int64_t> {
    const auto p = std::max<std::int64_t>(1, std::min<std::int64_t>(10, static_cast<std::int64_t>(sites.size()) / 3));
    YILIN_TRY(const auto id, facilities::add_scenario(tx, "日间照料中心下一批选址（模拟）", city, p, sites));
    return id.value;
  });
}

Status fill_facilities(Kernel& kernel, std::uint64_t seed) {
  Rng rng(seed ^ 0x6775657374);
  const Date today = civil_date(kernel.clock.now());
  std::vector<House> houses;
  {
    auto lease = kernel.readers->borrow();
    if (lease->rows("SELECT 1 FROM facility_stay LIMIT 1").next()) return {};
    auto rows = lease->rows("SELECT id, region, kind, beds_full, beds_day FROM facility ORDER BY id");
    while (rows.next()) houses.push_back({rows.id<FacilityId>(0), {rows.integer(1)}, static_cast<FacilityKind>(rows.integer(2)), rows.integer(3), rows.integer(4)});
  }
  std::vector<ElderId> housed;
  for (const House& house : houses) {
    registry::Filter near;
    near.ranges = {house.region.at(RegionLevel::street).subtree()};
    const auto guests = registry::page(kernel, near, {}, 400);
    if (guests.empty()) continue;
    YILIN_CHECK(act(kernel, "facility.fill", "facility", house.region, [&](command::Tx& tx) -> Result<std::int64_t> {
      const auto guest = [&] { return guests[rng.below(guests.size())]; };
      for (const auto& [bed, many] : {std::pair(BedKind::full, house.full), std::pair(BedKind::day, house.day)})
        for (std::int64_t i = 0, wanted = many == 0 ? 0 : rng.between(0, std::min<std::int64_t>(many, 6)); i < wanted; ++i) {
          const ElderId elder = guest();
          if (std::find(housed.begin(), housed.end(), elder) != housed.end()) continue;
          housed.push_back(elder);
          YILIN_CHECK(facilities::add_stay(tx, house.id, elder, bed, today + -static_cast<std::int32_t>(rng.between(5, 300))));
        }
      const Activity usual = house.kind == FacilityKind::meal_point ? Activity::meal : house.kind == FacilityKind::bathing_point ? Activity::bath : Activity::day_care;
      for (std::int64_t i = 0; i < 30; ++i)
        YILIN_CHECK(facilities::add_attendance(tx, house.id, guest(), today + -static_cast<std::int32_t>(rng.between(0, 45)), rng.chance(0.7) ? usual : Activity::culture));
      return house.id.value;
    }));
  }
  return {};
}

}  // namespace yilin::sim
