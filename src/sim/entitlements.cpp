#include "sim/entitlements.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/rng.h"
#include "modules/benefits/benefits.h"
#include "modules/region/region.h"
#include "modules/registry/registry.h"

namespace yilin::sim {
namespace {

constexpr std::size_t kEldersAtOnce = 50;          // with seven facts each
constexpr std::size_t kAwardsAtOnce = 30;
constexpr int kApplications = 12;
constexpr std::string_view kSource = "模拟数据";

// Somebody of the simulation who may take a step, not an account.
CallerPtr somebody(int number, access::Role role, RegionCode scope, std::string name) {
  auto caller = std::make_shared<access::Caller>();
  caller->kind = access::CallerKind::staff;
  caller->user = UserId{number};
  caller->name = std::move(name);
  caller->roles = access::Roles{role};
  caller->scope = {scope.subtree()};
  caller->viewer = access::viewer_of(caller->roles);
  return caller;
}

struct Fact {
  std::string name, value;
};
// What a full list says of whoever is not on it.
constexpr std::pair<std::string_view, std::string_view> kNobodyOnTheList[] = {
    {"残疾等级", "无残疾"},      {"残疾类别", "无残疾类型"}, {"重病", "否"},           {"失智", "否"},           {"计生特殊家庭", "否"},  {"优抚对象", "否"},
    {"供养方式", "非特困"},      {"自理丧失项", "0分值"},    {"长护险参保", "否"},     {"长护险等级", "长护零级"}, {"已享改造", "否"},      {"床位在用", "否"},
    {"床位新建", "否"},          {"本月服务费", "0元"},      {"本月助餐次数", "0次"},  {"家庭.渐退中", "否"},    {"家庭.渐退开始", "1900-01-01"}, {"家庭.渐退基数", "0元"},
    {"家庭.突发困难", "否"},     {"家庭.本年临时救助", "0次"}, {"家庭.工资收入", "0元"}, {"家庭.赡养费", "0元"},   {"家庭.刚性支出", "0元"}};

std::vector<Fact> facts_of(const registry::Facts& f, Rng& rng) {
  std::vector<Fact> out;
  const bool poor = (f.labels & (registry::bit(registry::Label::subsistence) | registry::bit(registry::Label::near_subsistence))) != 0;
  if (rng.chance(0.96)) out.push_back({"户籍", rng.chance(0.97) ? fmt::format("{}", f.region.at(RegionLevel::county).value / 1'000'000) : "411302"});
  const std::int64_t own = poor ? rng.between(0, 4) * 100 : rng.between(2, 45) * 100;
  if (rng.chance(0.95)) out.push_back({"个人月收入", fmt::format("{}元", own)});
  if (f.labels & registry::bit(registry::Label::severe_disability)) {
    out.push_back({"残疾等级", rng.chance(0.5) ? "一级残疾" : "二级残疾"});
    out.push_back({"残疾类别", "肢体残疾"});
  }
  const std::int64_t size = f.living == registry::Living::alone ? 1 : rng.between(1, 4);
  if (rng.chance(0.94)) {
    out.push_back({"家庭.人数", fmt::format("{}人", size)});
    out.push_back({"家庭.月收入", fmt::format("{}元", poor ? size * rng.between(1, 4) * 100 : own + (size - 1) * rng.between(8, 40) * 100)});
    out.push_back({"家庭.财产符合", poor || rng.chance(0.8) ? "是" : "否"});
  }
  if (f.living == registry::Living::empty_nest) {
    out.push_back({"家庭.同住人数", "2人"});
    out.push_back({"家庭.同住老人", "2人"});
  } else if (f.living == registry::Living::with_family) {
    out.push_back({"家庭.同住人数", fmt::format("{}人", size + 1)});
    out.push_back({"家庭.同住老人", "1人"});
  }
  return out;
}

std::vector<ElderId> everybody(const Kernel& kernel, const Places& places, Date born_to = {}) {
  registry::Filter filter;
  filter.ranges = {places.tree().city().subtree()};
  filter.born_to = born_to;
  std::vector<ElderId> out;
  registry::for_each(kernel, filter, [&](const registry::Facts& f) { out.push_back(f.id); });
  std::ranges::sort(out);
  return out;
}

Result<std::int64_t> tell_facts(Kernel& kernel, const Places& places, std::uint64_t seed) {
  YILIN_CHECK(command::run(kernel, access::Caller::system(), [&](command::Tx& tx) -> Status {
    for (const auto& [fact, value] : kNobodyOnTheList) YILIN_CHECK(benefits::add_region_fact(tx, places.tree().city(), fact, value, "各部门全量名单（模拟）"));
    tx.record({"demo.facts", "region", places.tree().city().value, places.tree().city(), {}, {}, "{}"});
    return {};
  }));
  const std::vector<ElderId> elders = everybody(kernel, places);
  std::int64_t told = 0;
  for (std::size_t at = 0; at < elders.size(); at += kEldersAtOnce) {
    std::vector<std::pair<ElderId, std::vector<Fact>>> chunk;
    for (std::size_t i = at; i < std::min(elders.size(), at + kEldersAtOnce); ++i) {
      Rng rng(seed ^ static_cast<std::uint64_t>(i) * 0x9E3779B97F4A7C15u);
      if (const auto f = registry::facts(kernel, elders[i])) chunk.emplace_back(elders[i], facts_of(*f, rng));
    }
    YILIN_CHECK(command::run(
        kernel, access::Caller::system(),
        [&](command::Tx& tx) -> Status {
          std::vector<benefits::ElderFact> list;
          for (const auto& [elder, facts] : chunk)
            for (const Fact& f : facts) list.push_back({elder, f.name, f.value});
          told += static_cast<std::int64_t>(list.size());
          YILIN_CHECK(benefits::add_facts(tx, list, benefits::Origin::simulated, kSource));
          tx.record({"demo.facts", "region", places.tree().city().value, places.tree().city(), {}, {}, "{}"});
          return {};
        },
        sql::Lane::bulk));
  }
  return told;
}

struct Gap {
  ElderId elder;
  RegionCode region;
  std::string benefit;
};
// Most who are entitled to the allowance of age receive it since January; the others are to be found.
Result<std::int64_t> bring_awards(Kernel& kernel, const Places& places, Rng& rng, std::vector<Gap>& gaps) {
  const Date today = civil_date(kernel.clock.now());
  const Month since = Month::of(today) + -10;
  struct Wanted {
    ElderId elder;
    std::string benefit;
    Fen amount;
  };
  std::vector<Wanted> wanted;
  for (const ElderId elder : everybody(kernel, places, Date::from_ymd(today.year() - 80, 1, 1))) {
    auto lease = kernel.readers->borrow();
    const command::Reader reader{*lease, access::Caller::system(), kernel.clock.now(), kernel};
    YILIN_TRY(const auto decided, benefits::decisions(reader, elder));
    for (const benefits::Decided& d : decided) {
      if (d.verdict != benefits::Verdict::yes || d.household || (d.benefit != "高龄津贴" && d.benefit != "养老服务补贴" && d.benefit != "护理补贴")) continue;
      if (rng.chance(0.85)) wanted.push_back({elder, d.benefit, d.amount});
      else if (const auto f = registry::facts(kernel, elder)) gaps.push_back({elder, f->region, d.benefit});
    }
  }
  std::int64_t made = 0;
  for (std::size_t at = 0; at < wanted.size(); at += kAwardsAtOnce)
    YILIN_CHECK(command::run(
        kernel, access::Caller::system(),
        [&](command::Tx& tx) -> Status {
          for (std::size_t i = at; i < std::min(wanted.size(), at + kAwardsAtOnce); ++i) {
            YILIN_TRY(const bool fresh, benefits::bring_award(tx, wanted[i].elder, wanted[i].benefit, since, wanted[i].amount));
            made += fresh;
          }
          tx.record({"demo.award", "region", places.tree().city().value, places.tree().city(), {}, {}, "{}"});
          return {};
        },
        sql::Lane::bulk));
  return made;
}

std::string id_in(const std::string& answer) {
  boost::system::error_code broken;
  const auto body = entity::json::parse(answer, broken);
  if (broken || !body.is_object() || !body.as_object().contains("application")) return {};
  return std::string(body.at("application").at("id").as_string());
}

// Some at every step: handed in, checked, surveyed, under public notice.
std::int64_t apply_for_some(Kernel& kernel, http::Router& router, const std::vector<Gap>& gaps) {
  Hands hands(kernel);
  Desk desk(hands, router);
  std::int64_t made = 0;
  constexpr std::string_view kSteps[] = {"check", "survey", "publish"};
  for (std::size_t i = 0; i < gaps.size() && made < kApplications; i += 1 + gaps.size() / kApplications) {
    const Gap& gap = gaps[i];
    std::string answer;
    const auto send = [&](int number, access::Role role, std::string name, std::string path, std::string body) {
      desk.post(somebody(number, role, gap.region.at(RegionLevel::county), std::move(name)), std::move(path), std::move(body), [&](const std::string& a) { answer = a; });
      hands.wait();
    };
    send(9001, access::Role::community_worker, "社区代办员（模拟）", "/api/benefits/applications",
         fmt::format(R"({{"elder_id":"{}","benefit":"{}","channel":"desk","statement":"本人申请"}})", gap.elder.value, gap.benefit));
    const std::string id = id_in(answer);
    if (id.empty()) continue;
    for (std::int64_t step = 0; step < made % 4; ++step)
      send(9002 + static_cast<int>(step), step == 1 ? access::Role::community_worker : access::Role::official, fmt::format("经办人{}（模拟）", step + 1),
           fmt::format("/api/benefits/applications/{}/{}", id, kSteps[step]), R"({"note":"模拟办理"})");
    ++made;
  }
  return made;
}

}  // namespace

Result<EntitlementReport> entitle(Kernel& kernel, http::Router& router, SimClock& clock, const Places& places, std::uint64_t seed) {
  EntitlementReport out;
  Rng rng(seed ^ 0x656E7469746Cu);
  YILIN_TRY(out.facts, tell_facts(kernel, places, seed));
  std::vector<Gap> gaps;
  YILIN_TRY(out.awards, bring_awards(kernel, places, rng, gaps));
  clock.set(clock.now() + seconds(1));  // a month knows what was recorded before it, not what came in the same instant
  const Month present = Month::of(civil_date(kernel.clock.now()));
  for (const Month month : {present + -1, present})
    YILIN_CHECK(command::run(kernel, access::Caller::system(), [&](command::Tx& tx) -> Status {
      YILIN_TRY(const benefits::RunId run, benefits::start_run(tx, month));
      tx.record({"benefit_run.start", "benefit_run", run.value, places.tree().city(), {}, {}, "{}"});
      return {};
    }));
  out.applications = apply_for_some(kernel, router, gaps);
  benefits::wait_until_idle(kernel);
  return out;
}

}  // namespace yilin::sim
