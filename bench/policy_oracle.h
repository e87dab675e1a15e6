#pragma once
// The shipped rules once more, by hand and row by row, for May 2026 in 濮阳: every amount that the engine decides must be equal.
// Written from the rule texts, sharing no code and no data structure with the engine.

#include <algorithm>
#include <string>

#include "bench/policy_city.h"

namespace yilin::bench {


class Oracle {
 public:
  explicit Oracle(const City& city) : city_(city), members_(city.houses.size()) {
    for (std::size_t i = 0; i < city.elders.size(); ++i) members_[city.elders[i].household].push_back(i);
  }

  // 0 where refused. In the order of names().
  std::vector<std::int64_t> house(std::size_t h) const {
    const House& x = city_.houses[h];
    const Means m = means(h);
    std::int64_t shares = 0;
    for (const std::size_t i : members_[h]) {
      const Elder& e = city_.elders[i];
      shares += e.alive && (age(e) >= 60 || handicapped(e) || e.severe);
    }
    const std::int64_t low = m.low ? yuan_up(m.line * x.size - m.income) : 0;
    const std::int64_t classed = m.low ? m.line * shares / 5 / 100 * 100 : 0;
    const Date start{x.taper_start};
    const std::int64_t months = (2026 * 12 + 4) - (start.year() * 12 + static_cast<int>(start.month()) - 1);
    const std::int64_t taper = x.tapering && m.edge && months >= 1 && months <= 6 ? x.taper_base : 0;
    const std::int64_t relief = x.emergency && x.reliefs < 2 ? m.line * x.size * 3 : 0;
    return {low, classed, taper, relief, m.rigid};
  }
  static std::vector<std::string> house_names() { return {"家庭.低保金", "家庭.分类施保金", "家庭.渐退金", "家庭.临时救助金", "家庭.刚性支出帮扶"}; }

  std::vector<std::int64_t> elder(std::size_t i) const {
    const Elder& e = city_.elders[i];
    const House& x = city_.houses[e.household];
    const Means m = means(e.household);
    const int years = age(e);
    const bool destitute = e.alive && e.support != 0, severe_handicap = handicapped(e);
    const bool single = m.edge && (severe_handicap || e.severe) && !destitute;
    const int need = destitute ? 3 : m.low || single ? 2 : m.edge ? 1 : 0;
    const bool poor = need != 0, disabled = e.ability >= 2, local = e.hukou / 100 == 4109, province = e.hukou / 10'000 == 41;
    const bool alone = x.living == 1 && !e.institution, nest = x.living >= 2 && x.living_old >= x.living && !e.institution;
    const bool old = years >= 60;

    std::int64_t single_pay = e.alive && single ? yuan_up(std::max<std::int64_t>(m.line - e.income, 0)) : 0;
    const bool single_granted = e.alive && single;
    const std::int64_t destitute_pay = destitute ? yuan_up((m.line * 13 + 9) / 10) : 0;
    std::int64_t care = destitute ? (e.lost_acts == 0 ? 6'000 : e.lost_acts <= 3 ? 30'000 : 60'000) : 0;
    const bool taiqian = x.county == 410'927;
    std::int64_t age_pay = 0;
    if (e.alive && years >= 80 && local) age_pay = years < 90 ? (taiqian ? 7'000 : 5'000) : years < 100 ? (taiqian && years >= 95 ? 15'000 : 10'000) : 30'000;
    std::int64_t service = e.alive && !e.institution && old && poor ? 10'000 : 0;
    const bool service_granted = service > 0;
    const std::int64_t nursing_rate[] = {0, 0, 10'000, 20'000, 30'000};
    const bool nursing_granted = e.alive && old && disabled && poor, handicap_granted = e.alive && severe_handicap;
    std::int64_t nursing = nursing_granted ? nursing_rate[e.ability] : 0, handicap_care = handicap_granted ? 7'500 : 0;
    const std::int64_t handicap_living = e.alive && e.handicap != 0 && (need == 1 || need == 2) ? 7'500 : 0;
    const bool voucher_granted = e.alive && old && disabled && e.bill > 0;
    std::int64_t voucher = voucher_granted ? std::min<std::int64_t>(e.ability >= 3 ? std::int64_t{e.bill} / 2 : std::int64_t{e.bill} * 2 / 5, 80'000) : 0;
    const std::int64_t ltc = e.alive && e.ltc_insured && e.ltc_grade >= 3 && e.bill > 0 ? std::min<std::int64_t>(std::int64_t{e.bill} * 7 / 10, 150'000) : 0;
    const std::int64_t state = e.alive && service_granted && e.bill > 0 ? std::min<std::int64_t>(e.bill - ltc, service) : 0;
    const std::int64_t own = e.bill - ltc - state;
    const std::int64_t visits_table = (disabled || severe_handicap) && alone ? 4 : alone && years >= 80 ? 4 : alone ? 2 : disabled || severe_handicap ? 2 : nest || e.left_behind || e.family_planning ? 1 : 0;
    const std::int64_t visits = e.alive && old && !e.institution ? visits_table : 0;
    const bool adaptable = need >= 2 && e.support != 2 && (years >= 80 || disabled || e.handicap != 0);
    const bool bed = e.alive && old && !e.institution && disabled && poor;
    std::int64_t mode = 0;
    if (e.ability == 4 || (e.ability == 3 && alone) || (e.dementia && alone)) mode = 4;
    else if (e.ability == 3) mode = 3;
    else if (e.dementia || e.ability == 2) mode = 2;
    else if (e.ability == 1) mode = 1;
    const std::int64_t meal_rate = poor ? 600 : years >= 80 ? 300 : 100;
    const std::int64_t meals = e.alive && old && local && e.meals >= 1 ? meal_rate * std::min<int>(e.meals, 60) : 0;
    const std::int64_t bed_build = bed && e.bed_new ? 300'000 : 0;
    const bool bed_run_granted = bed && e.bed_used;
    std::int64_t bed_run = bed_run_granted ? (e.ability >= 3 ? 30'000 : 15'000) : 0;

    // Relations, in their order.
    const std::int64_t n0 = nursing, h0 = handicap_care, c0 = care;
    if (nursing_granted && !((n0 >= h0 || !handicap_granted) && (n0 >= c0 || !destitute))) nursing = 0;
    if (handicap_granted && !((h0 > n0 || !nursing_granted) && (h0 >= c0 || !destitute))) handicap_care = 0;
    bool care_granted = destitute;
    if (destitute && !((c0 > n0 || !nursing_granted) && (c0 > h0 || !handicap_granted))) care = 0, care_granted = false;
    if (destitute && single_granted) single_pay = 0;
    if (care_granted) voucher = 0;
    service = std::min<std::int64_t>(service, 40'000);
    nursing = std::min<std::int64_t>(nursing, 40'000 - service);
    if (care_granted) bed_run = 0;
    voucher = std::max<std::int64_t>(voucher - bed_run, 0);

    return {single_pay, destitute_pay, care, age_pay, service, nursing, handicap_care, handicap_living, voucher, e.alive && years >= 65, e.alive && years >= 65 && !e.institution,
            e.alive && !e.institution && (disabled || e.dementia), e.alive && old && (e.family_planning || e.veteran), visits, e.alive && old && !e.institution && adaptable && !e.adapted, bed,
            e.alive && old ? mode : 0, ltc, state, own, e.alive && old && !e.family_planning && e.only_child && province ? 20 : 0, meals, bed_build, bed_run,
            e.alive && years >= 65 && local ? 250 : 0};
  }
  static std::vector<std::string> elder_names() {
    return {"单人保金", "特困供养金", "特困照料护理补贴", "高龄津贴", "养老服务补贴", "护理补贴", "重度残疾人护理补贴", "困难残疾人生活补贴", "养老服务消费补贴", "老年人能力综合评估", "老年人健康管理",
            "家庭养老支持服务", "机构养老优先", "探访关爱", "家庭适老化改造", "家庭养老床位资格", "照护方式建议", "长护险支付", "政府支付", "个人支付", "独生子女护理假", "助餐补贴", "家庭床位建床补贴", "家庭床位运营补贴",
            "意外伤害保险"};
  }
  const std::vector<std::size_t>& members(std::size_t h) const { return members_[h]; }

 private:
  struct Means {
    std::int64_t line = 0, income = 0;
    bool low = false, edge = false, rigid = false;
  };
  static std::int64_t yuan_up(std::int64_t fen) { return (fen + 99) / 100 * 100; }
  static int age(const Elder& e) { return age_on(Date{e.birth}, Date::from_ymd(2026, 5, 31)); }
  static bool handicapped(const Elder& e) { return e.handicap >= 3 || (e.handicap == 2 && (e.handicap_kind == 5 || e.handicap_kind == 6)); }
  Means means(std::size_t h) const {
    const House& x = city_.houses[h];
    Means m;
    m.line = x.rural ? 52'000 : 72'000;
    const std::int64_t job = (std::int64_t{x.wages} * 2 + 5) / 10;  // 20 %, half up
    m.income = std::max<std::int64_t>(std::int64_t{x.income} + x.support - job - x.rigid, 0);
    bool all_destitute = true;
    for (const std::size_t i : members_[h]) all_destitute = all_destitute && city_.elders[i].alive && city_.elders[i].support != 0;
    const bool open = x.assets_ok && !all_destitute;
    m.low = open && m.income < m.line * x.size;
    m.edge = open && m.income >= m.line * x.size && m.income * 2 < m.line * 3 * x.size;
    const std::int64_t gross = std::int64_t{x.income} + x.support;
    m.rigid = !m.low && !m.edge && x.assets_ok && std::int64_t{x.rigid} * 5 >= gross * 3 && gross < m.line * 2 * x.size;
    return m;
  }
  const City& city_;
  std::vector<std::vector<std::size_t>> members_;
};

}  // namespace yilin::bench
