#include "modules/benefits/scenario_effects.h"

#include <algorithm>

#include "modules/benefits/decide.h"
#include "modules/region/region.h"

namespace yilin::benefits {
namespace {
constexpr std::size_t kKept = 20;  // of each benefit and direction
}

void Effects::month(const City& city, Month month, std::span<const policy::Adjustment> changes) {
  std::map<std::size_t, Sum> of_month;
  std::map<RegionCode, std::map<std::size_t, Sum>> of_county;
  std::map<std::string, Sum> of_label;
  std::map<std::uint32_t, std::int64_t> net;  // by person
  people_ = std::max(people_, static_cast<std::int64_t>(std::ranges::count_if(city.roster.people, [&](const Roster::Person& p) { return region_.contains(p.community); })));
  for (const policy::Adjustment& d : changes) {
    if (month < d.first || month >= d.first + d.months) continue;
    const policy::Name& benefit = rules_.name(benefits_[d.column]);
    const std::uint32_t person = benefit.household ? city.first_of(city.house_at(d.row)) : city.person_at(d.row);
    const Roster::Person& who = city.roster.people[person];
    if (!region_.contains(who.community)) continue;
    const bool money = measure_of(benefit) == Measure::money;
    const std::int64_t change = d.after - d.before;
    const auto add = [&](Sum& s) {
      ++(change > 0 ? s.winners : s.losers);
      if (money) (change > 0 ? s.gained : s.lost) += std::abs(change);
    };
    add(of_month[d.column]);
    add(of_county[who.community.at(RegionLevel::county)][d.column]);
    net[person] += change;
    if (const auto facts = labelled_ ? std::nullopt : registry::facts(kernel_, who.elder)) {
      bool any = false;
      for (const entity::EnumName& label : enum_names(registry::Label{}))
        if (facts->labels >> label.value & 1) {
          add(of_label[std::string(label.label)]);
          any = true;
        }
      if (!any) add(of_label["无标签"]);
    }
    auto& kept = changed_[{d.column, change > 0}];
    if (kept.size() < kKept) kept.push_back({who.elder, month, d.column, d.before, d.after});
  }
  Heads heads;
  std::map<RegionCode, Heads> heads_of;
  for (const auto& [person, change] : net) {
    Heads& county = heads_of[city.roster.people[person].community.at(RegionLevel::county)];
    for (Heads* h : {&heads, &county}) {
      h->winners += change > 0;
      h->losers += change < 0;
    }
  }
  all_.most(heads);
  for (const auto& [county, h] : heads_of) heads_[county].most(h);
  MonthEffect effect;
  effect.month = month;
  effect.effects = rows(of_month, effect.cost_fen);
  effect.winners = heads.winners;
  effect.losers = heads.losers;
  months_.push_back(std::move(effect));
  for (const auto& [benefit, sum] : of_month) {
    Sum& total = totals_[benefit];
    total.winners = std::max(total.winners, sum.winners);
    total.losers = std::max(total.losers, sum.losers);
    total.gained += sum.gained;
    total.lost += sum.lost;
  }
  for (const auto& [county, sums] : of_county)
    for (const auto& [benefit, sum] : sums) {
      Sum& total = counties_[county][benefit];
      total.winners = std::max(total.winners, sum.winners);
      total.losers = std::max(total.losers, sum.losers);
      total.gained += sum.gained;
      total.lost += sum.lost;
    }
  if (!labelled_ && !of_label.empty()) {
    labels_ = std::move(of_label);
    labelled_ = true;
  }
}

void Effects::Heads::most(const Heads& o) {
  winners = std::max(winners, o.winners);
  losers = std::max(losers, o.losers);
}

EffectRow Effects::row(std::size_t benefit, const Sum& s) const {
  return {rules_.name(benefits_[benefit]).text, s.winners, s.losers, {s.gained}, {s.lost}, {s.gained - s.lost}};
}
std::vector<EffectRow> Effects::rows(const std::map<std::size_t, Sum>& sums, Fen& cost) const {
  std::vector<EffectRow> out;
  for (const auto& [benefit, sum] : sums) {
    out.push_back(row(benefit, sum));
    cost += out.back().cost_fen;
  }
  return out;
}

ScenarioResult Effects::result() const {
  ScenarioResult out;
  out.elders = people_;
  out.winners = all_.winners;
  out.losers = all_.losers;
  out.totals = rows(totals_, out.cost_fen);
  out.months = months_;
  const auto divisions = region::divisions(kernel_);
  for (const auto& [county, sums] : counties_) {
    const Heads& heads = heads_.at(county);
    RegionEffect effect{county, divisions->name(county), {}, heads.winners, heads.losers, {}};
    effect.effects = rows(sums, effect.cost_fen);
    out.counties.push_back(std::move(effect));
  }
  for (const auto& [label, s] : labels_) out.labels.push_back({label, s.winners, s.losers, {s.gained - s.lost}});
  return out;
}

std::vector<Changed> Effects::samples() const {
  std::vector<Changed> out;
  const auto shown = [&](const Changed& wanted) { return std::ranges::any_of(out, [&](const Changed& c) { return c.elder == wanted.elder; }); };
  for (std::size_t before = 0; out.size() < kSamples; before = out.size()) {
    for (const auto& [key, list] : changed_) {
      const auto next = std::ranges::find_if_not(list, shown);
      if (next != list.end() && out.size() < kSamples) out.push_back(*next);
    }
    if (out.size() == before) break;
  }
  return out;
}

}  // namespace yilin::benefits
