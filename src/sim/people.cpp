#include "sim/people.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "sim/names.h"
#include "sim/numbers.h"

namespace yilin::sim {
namespace {
using registry::Ability;
using registry::Label;
using registry::Living;
using registry::Marital;
using registry::Relation;

struct AgeGroup {
  int from, to;
  double share, women;  // per thousand of 60+; share of women
};
constexpr AgeGroup kPyramid[] = {{60, 64, 278, 0.50}, {65, 69, 280, 0.51}, {70, 74, 188, 0.51}, {75, 79, 118, 0.53}, {80, 84, 77, 0.55},
                                 {85, 89, 41, 0.59},  {90, 94, 14, 0.64},  {95, 99, 3.4, 0.70}, {100, 105, 0.6, 0.75}};

// Per hundred, by age band: able, mild, moderate, severe, complete.
constexpr int kAbilities[][6] = {{69, 91, 5, 2, 1, 1}, {79, 78, 12, 5, 3, 2}, {89, 60, 20, 10, 6, 4}, {200, 38, 26, 17, 11, 8}};

constexpr std::string_view kRoads[] = {"人民路", "建设路", "中原路", "胜利路", "解放路", "文化路", "和平路", "健康路", "育才路", "长庆路", "向阳街", "幸福街"};
constexpr std::string_view kEthnicities[] = {"汉族", "回族", "满族", "蒙古族", "苗族"};

template <class T, std::size_t N>
const T& pick(Rng& rng, const T (&list)[N]) { return list[rng.below(N)]; }

}  // namespace

PeopleMaker::PeopleMaker(const Places& places, std::uint64_t seed, Date today) : places_(places), today_(today), rng_(seed) {
  double sum = 0;
  for (const RegionCode code : places.communities()) {
    Rng size(static_cast<std::uint64_t>(code.value));
    sum += std::exp(0.5 * size.normal()) * (places.tree().urban(code) ? 1.8 : 1.0);
    weight_upto_.push_back(sum);
  }
}

PeopleMaker::Home PeopleMaker::draw_home() {
  const double at = rng_.uniform() * weight_upto_.back();
  const auto index = std::min<std::size_t>(static_cast<std::size_t>(std::lower_bound(weight_upto_.begin(), weight_upto_.end(), at) - weight_upto_.begin()),
                                           weight_upto_.size() - 1);
  Home home;
  home.community = places_.communities()[index];
  home.urban = places_.tree().urban(home.community);
  home.at = places_.near(home.community, home.urban ? 350 : 700, rng_);
  home.address = home.urban ? fmt::format("{}{}号院{}号楼{}单元{}0{}室", pick(rng_, kRoads), rng_.between(1, 180), rng_.between(1, 18),
                                          rng_.between(1, 4), rng_.between(1, 6), rng_.between(1, 2))
                            : fmt::format("{}{}组{}号", places_.tree().name(home.community), rng_.between(1, 8), rng_.between(1, 120));
  return home;
}

Date PeopleMaker::draw_birth(int age) {
  // Somebody of that age today: born up to a year before the birthday that made her so old.
  const int year = today_.year() - age - 1;
  const Date from = Date::from_ymd(year, today_.month(), std::min(today_.day(), 28u)) + 1;
  return from + static_cast<std::int32_t>(rng_.below(360));
}

registry::NewElder PeopleMaker::next() {
  registry::NewElder elder;
  int age = 0;
  if (spouse_next_) {
    elder.sex = last_sex_ == Sex::male ? Sex::female : Sex::male;
    age = std::clamp(last_age_ + static_cast<int>(rng_.between(-4, 4)), 60, 100);
  } else {
    double at = rng_.uniform() * 1000;
    const AgeGroup* group = std::begin(kPyramid);
    while (at > group->share && group + 1 != std::end(kPyramid)) at -= (group++)->share;
    age = static_cast<int>(rng_.between(group->from, group->to));
    elder.sex = rng_.chance(group->women) ? Sex::female : Sex::male;
    home_ = draw_home();
  }
  const Date birth = draw_birth(age);
  elder.birth = birth;
  elder.name = person_name(rng_, elder.sex, birth.year());
  elder.id_card = invented_id_card(Whose::elder, made_, birth, elder.sex);
  elder.region = home_.community;
  elder.address = home_.address;
  elder.lon_e6 = home_.at.lon_e6;
  elder.lat_e6 = home_.at.lat_e6;
  elder.ethnicity = rng_.chance(0.97) ? kEthnicities[0] : pick(rng_, kEthnicities);
  if (rng_.chance(age > 80 ? 0.12 : 0.04)) {
    elder.phone_use = registry::PhoneUse::none;
  } else {
    elder.phone = invented_phone(Whose::elder, made_);
    elder.phone_use = rng_.chance(0.06) ? registry::PhoneUse::shared : registry::PhoneUse::own;
  }
  const bool second = std::exchange(spouse_next_, false);
  last_is_spouse_ = second;
  fill_state(elder, age, home_.urban, second);
  add_labels(elder, age, home_.urban);
  add_contacts(elder, age);
  spouse_next_ = !second && elder.marital == Marital::married && rng_.chance(0.6);
  last_sex_ = elder.sex;
  last_age_ = age;
  last_living_ = elder.living;
  ++made_;
  return elder;
}

void PeopleMaker::fill_state(registry::NewElder& elder, int age, bool urban, bool couple) {
  const int (*row)[6] = kAbilities;
  while (age > (*row)[0]) ++row;
  if (!rng_.chance(age < 70 ? 0.45 : 0.18)) {
    std::int64_t at = rng_.between(1, 100);
    int level = 0;
    while (level < 4 && at > (*row)[level + 1]) at -= (*row)[++level];
    elder.ability = static_cast<Ability>(level);
  }
  const double widowed = std::clamp((age - 58) * 0.017 * (elder.sex == Sex::female ? 1.3 : 0.7), 0.03, 0.92);
  elder.marital = couple || !rng_.chance(widowed) ? Marital::married : Marital::widowed;
  if (!couple && rng_.chance(elder.sex == Sex::male ? 0.03 : 0.008)) elder.marital = Marital::single;
  if (couple) {
    elder.living = last_living_ == Living::institution ? Living::empty_nest : last_living_;
    return;
  }
  const double in_care = elder.ability >= Ability::severe ? 0.12 : 0.008;
  if (rng_.chance(in_care)) elder.living = Living::institution;
  else if (elder.marital == Marital::married)
    elder.living = rng_.chance(0.52) ? Living::empty_nest : (!urban && rng_.chance(0.3) ? Living::left_behind : Living::with_family);
  else elder.living = rng_.chance(0.46) ? Living::alone : (!urban && rng_.chance(0.25) ? Living::left_behind : Living::with_family);
}

void PeopleMaker::add_labels(registry::NewElder& elder, int age, bool urban) {
  const auto add = [&](Label label, std::string_view evidence, double verified = 0.93) {
    registry::NewLabel l;
    l.label = label;
    l.valid_from = today_ + -static_cast<std::int32_t>(rng_.between(30, 1500));
    l.verified = rng_.chance(verified);
    if (l.verified) l.evidence = evidence;
    elder.labels.push_back(std::move(l));
  };
  const bool alone = elder.living == Living::alone;
  if (elder.marital == Marital::single && rng_.chance(0.6)) add(Label::extreme_poverty, "特困人员供养证（模拟）");
  else if (rng_.chance(urban ? 0.03 : 0.065)) add(Label::subsistence, "最低生活保障证（模拟）");
  else if (rng_.chance(0.018)) add(Label::near_subsistence, "低保边缘家庭认定书（模拟）");
  if (elder.ability >= Ability::severe) add(Label::disabled, "老年人能力评估报告（模拟）", 0.9);
  else if (elder.ability == Ability::moderate) add(Label::semi_disabled, "老年人能力评估报告（模拟）", 0.85);
  if (rng_.chance(age < 75 ? 0.008 : age < 85 ? 0.035 : 0.09)) add(Label::dementia, "诊断证明（模拟）", 0.8);
  if (rng_.chance(elder.ability >= Ability::severe ? 0.18 : 0.012)) add(Label::severe_disability, "残疾人证（模拟）");
  if (rng_.chance(0.006)) {
    add(Label::family_planning, "计划生育特殊家庭扶助证（模拟）");
    if (rng_.chance(0.4)) add(Label::lost_only_child, "计划生育特殊家庭扶助证（模拟）");
  }
  if (rng_.chance(elder.sex == Sex::male ? 0.03 : 0.004)) add(Label::preferential, "优抚对象证（模拟）");
  if (rng_.chance(0.002)) add(Label::model_worker, "劳动模范证书（模拟）");
  if ((alone && age >= 75 && rng_.chance(0.6)) || (elder.ability >= Ability::severe && elder.living != Living::institution && rng_.chance(0.4)))
    add(Label::key_visit, "社区探访关爱名册（模拟）", 1.0);
}

void PeopleMaker::add_contacts(registry::NewElder& elder, int age) {
  const bool weak = elder.ability >= Ability::severe ||
                    std::any_of(elder.labels.begin(), elder.labels.end(), [](const auto& l) { return l.label == Label::dementia; });
  const int count = weak ? 1 + rng_.chance(0.5) : rng_.chance(0.7) + rng_.chance(0.2);
  for (int i = 0; i < count; ++i) {
    registry::NewContact c;
    const bool child = elder.marital != Marital::single && rng_.chance(0.85);
    const Sex sex = rng_.chance(0.5) ? Sex::male : Sex::female;
    c.relation = !child ? (rng_.chance(0.5) ? Relation::relative : Relation::neighbour) : sex == Sex::male ? Relation::son : Relation::daughter;
    const int birth_year = today_.year() - age + static_cast<int>(rng_.between(22, 32));
    const bool family_name = child && elder.sex == Sex::male;
    c.name = family_name ? elder.name.substr(0, 3) + given_name(rng_, sex, birth_year) : person_name(rng_, sex, birth_year);
    c.phone = invented_phone(Whose::contact, made_ * 2 + i);
    c.is_emergency = i == 0;
    c.is_guardian = weak && i == 0;
    c.may_order = c.is_guardian || (child && rng_.chance(0.7));
    elder.contacts.push_back(std::move(c));
  }
}

}  // namespace yilin::sim
