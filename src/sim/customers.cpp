#include "sim/customers.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "modules/region/region.h"

namespace yilin::sim {
namespace {
using registry::Ability;

// How often an item is wished for, and how weak somebody must be to wish for it. Samples.
struct Demand {
  std::string_view code;
  double weight;
  Ability from = Ability::unassessed;
};
constexpr Demand kDemand[] = {
    {"meal_delivery", 18},        {"meal_cook", 6},         {"bath_home", 10},      {"clean_room", 14},  {"clean_kitchen", 5},
    {"laundry", 3},               {"haircut", 8},           {"foot_care", 3},       {"clinic_company", 6}, {"medicine_fetch", 5},
    {"walk_company", 3},          {"visit_home", 5},        {"comfort_chat", 4},    {"errand_shopping", 4}, {"errand_payment", 2},
    {"health_record", 2},         {"vital_signs", 6},       {"emergency_response", 1}, {"glucose", 2},   {"nurse_visit", 2},
    {"rehab_training", 1},        {"outing_stairs", 2, Ability::moderate}, {"nursing_daily", 14, Ability::moderate},
    {"nursing_excretion", 5, Ability::severe}, {"nursing_turning", 5, Ability::severe}, {"bath_bed", 6, Ability::severe}};

double need(const registry::Facts& f, Date today) {
  double weight = f.birth ? std::max(0, age_on(f.birth, today) - 65) * 0.05 : 0.2;
  weight += f.ability >= Ability::mild ? 1.0 + 0.6 * static_cast<int>(f.ability) : 0;
  weight += f.labels ? 1.0 : 0;
  weight += f.living == registry::Living::alone ? 0.8 : 0;
  return f.living == registry::Living::institution ? 0 : weight;
}

}  // namespace

Customers::Customers(Kernel& kernel, std::size_t count, std::uint64_t seed) {
  registry::Filter filter;
  filter.ranges = {region::city(kernel).subtree()};
  const Date today = civil_date(kernel.clock.now());
  // The best draws of weight-ordered sampling (Efraimidis and Spirakis 2006), one after the other as they were entered: which ids
  // they were given is nobody's choice.
  Rng chance(seed ^ 0x637573746f6d6572);
  std::vector<std::pair<double, registry::Facts>> drawn;
  registry::for_each(kernel, filter, [&](const registry::Facts& f) {
    const double weight = need(f, today), draw = chance.uniform();
    if (weight > 0 && f.lon_e6 != 0) drawn.emplace_back(-std::log(1 - draw) / weight, f);
  });
  std::sort(drawn.begin(), drawn.end(), [](const auto& a, const auto& b) { return a.first != b.first ? a.first < b.first : a.second.id < b.second.id; });
  if (drawn.size() > count) drawn.resize(count);
  std::vector<ElderId> ids;
  for (const auto& [draw, facts] : drawn) ids.push_back(facts.id);
  std::sort(ids.begin(), ids.end());
  load(kernel, ids);
  for (Customer& c : list_)
    if (chance.chance(0.6)) c.tag = fmt::format("YL{:X}", c.id.value);
}

void Customers::include(Kernel& kernel, std::vector<ElderId> ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  std::erase_if(ids, [&](ElderId id) { return find(id) != nullptr; });
  if (ids.empty()) return;
  load(kernel, ids);
  std::sort(list_.begin(), list_.end(), [](const Customer& a, const Customer& b) { return a.id < b.id; });
}

void Customers::load(Kernel& kernel, const std::vector<ElderId>& ids) {
  constexpr std::ptrdiff_t kAtOnce = 500;
  const Date today = civil_date(kernel.clock.now());
  auto lease = kernel.readers->borrow();
  for (auto first = ids.begin(); first != ids.end();) {
    const auto last = first + std::min(kAtOnce, ids.end() - first);
    for (const registry::ElderBrief& brief : registry::briefs(*lease, kernel, {first, last}, today)) {
      auto caller = std::make_shared<access::Caller>();
      caller->kind = access::CallerKind::home;
      caller->name = brief.name;
      caller->roles = {access::Role::elder};
      caller->elders = {brief.id};
      caller->viewer = access::viewer_of(caller->roles);
      list_.push_back({brief.id, brief.name, brief.region, brief.lon_e6, brief.lat_e6, brief.ability, std::move(caller), {}, brief.phone});
    }
    first = last;
  }
}

const Customer* Customers::find(ElderId id) const {
  const auto at = std::lower_bound(list_.begin(), list_.end(), id, [](const Customer& c, ElderId e) { return c.id < e; });
  return at != list_.end() && at->id == id ? &*at : nullptr;
}

const catalogue::ServiceItem* draw_item(const std::vector<catalogue::ServiceItem>& items, const Customer& customer, bool with_review, Rng& rng) {
  double sum = 0;
  const catalogue::ServiceItem* chosen = nullptr;
  for (const Demand& d : kDemand) {
    if (customer.ability < d.from) continue;
    const auto item = std::find_if(items.begin(), items.end(), [&](const auto& i) { return i.code == d.code; });
    if (item == items.end() || (item->review_required && !with_review)) continue;
    sum += d.weight;
    if (rng.uniform() * sum < d.weight) chosen = &*item;  // one pass: each is kept with its share of what was seen
  }
  return chosen;
}

}  // namespace yilin::sim
