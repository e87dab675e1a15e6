#pragma once
// A city for the policy bench: 1.82 million elders in 1.31 million households of six counties, every fact that the shipped
// rules read, about one household in a hundred with something unknown. Plain structs, so that the oracle shares nothing with
// the engine.

#include <cstdint>
#include <vector>

#include "base/rng.h"
#include "base/time.h"

namespace yilin::bench {

inline constexpr std::int32_t kNotKnown = INT32_MIN;

struct Elder {
  std::uint32_t household = 0;
  std::int32_t birth = 0, hukou = 0, income = 0, bill = 0;  // birth: days since 1970; money in fen
  std::int16_t meals = 0;
  std::int8_t alive = 1, ability = 0, dementia = 0, handicap = 0, handicap_kind = 0, severe = 0, institution = 0, support = 0, lost_acts = 0,
              family_planning = 0, veteran = 0, left_behind = 0, ltc_grade = 0, ltc_insured = 0, adapted = 0, bed_used = 0, bed_new = 0, only_child = 0;
  bool known = true;
};
struct House {
  std::int32_t county = 0;  // six digits
  std::int8_t size = 1, living = 1, living_old = 1, rural = 0, assets_ok = 1, tapering = 0, emergency = 0, reliefs = 0;
  std::int32_t income = 0, wages = 0, support = 0, rigid = 0, taper_base = 0, taper_start = 0;
  bool known = true;
};
struct City {
  std::vector<Elder> elders;
  std::vector<House> houses;
};

inline City make_city(std::size_t houses, std::uint64_t seed) {
  City city;
  Rng rng(seed);
  constexpr std::int32_t counties[] = {410'902, 410'922, 410'923, 410'926, 410'927, 410'928};
  constexpr double pairs = 1'820'000.0 / 1'310'000.0 - 1.0;
  const auto chance = [&](double p) -> std::int8_t { return rng.chance(p); };
  const auto money = [&](std::int64_t lo, std::int64_t hi) { return static_cast<std::int32_t>(rng.between(lo, hi)); };
  const auto day = [](int y, unsigned m, unsigned d) { return Date::from_ymd(y, m, d).days; };
  city.houses.reserve(houses);
  city.elders.reserve(houses * 2);
  for (std::size_t h = 0; h < houses; ++h) {
    House x;
    x.county = counties[h * 6 / houses];  // as a register sorted by division
    const bool two = rng.chance(pairs);
    x.size = static_cast<std::int8_t>((two ? 2 : 1) + (rng.chance(0.45) ? rng.below(4) : 0));
    x.living = static_cast<std::int8_t>(two || rng.chance(0.6) ? x.size : 1);
    x.living_old = static_cast<std::int8_t>(two ? 2 : 1);
    x.rural = chance(0.6);
    x.income = rng.chance(0.12) ? money(0, 200'000) : money(150'000, 1'500'000);
    x.wages = x.size > 2 && rng.chance(0.5) ? x.income / 2 : 0;
    x.support = rng.chance(0.2) ? money(0, 100'000) : 0;
    x.rigid = rng.chance(0.08) ? money(10'000, 300'000) : 0;
    x.assets_ok = chance(0.8);
    x.tapering = chance(0.01);
    x.taper_start = x.tapering ? day(2025, 9, 1) + static_cast<std::int32_t>(rng.below(260)) : day(1900, 1, 1);
    x.taper_base = x.tapering ? money(5'000, 90'000) : 0;
    x.emergency = chance(0.004);
    x.reliefs = static_cast<std::int8_t>(rng.below(4));
    x.known = !rng.chance(0.004);
    city.houses.push_back(x);
    for (int k = two ? 2 : 1; k > 0; --k) {
      Elder e;
      e.household = static_cast<std::uint32_t>(h);
      const int age = 60 + static_cast<int>(rng.below(12) + rng.below(14) + (rng.chance(0.25) ? rng.below(18) : 0));
      e.birth = day(2026 - age, 1, 1) + static_cast<std::int32_t>(rng.below(365));
      e.hukou = rng.chance(0.93) ? x.county : rng.chance(0.5) ? 411'302 : 320'105;
      e.alive = chance(0.995);
      const double r = rng.uniform();
      e.ability = r < 0.80 ? 0 : r < 0.90 ? 1 : r < 0.95 ? 2 : r < 0.98 ? 3 : 4;
      e.dementia = chance(0.05);
      e.handicap = rng.chance(0.93) ? 0 : static_cast<std::int8_t>(1 + rng.below(4));
      e.handicap_kind = e.handicap ? static_cast<std::int8_t>(1 + rng.below(7)) : 0;
      e.severe = chance(0.03);
      e.institution = chance(0.02);
      e.support = rng.chance(0.985) ? 0 : static_cast<std::int8_t>(1 + rng.below(2));
      e.lost_acts = static_cast<std::int8_t>(e.ability >= 3 ? 3 + rng.below(4) : e.ability);
      e.family_planning = chance(0.01);
      e.veteran = chance(0.01);
      e.left_behind = chance(0.08);
      e.ltc_insured = chance(0.5);
      e.ltc_grade = static_cast<std::int8_t>(e.ability >= 2 ? 1 + rng.below(5) : 0);
      e.income = money(0, 400'000);
      e.bill = rng.chance(0.1) ? money(1'000, 400'000) : 0;
      e.meals = static_cast<std::int16_t>(rng.chance(0.15) ? rng.below(94) : 0);
      e.adapted = chance(0.05);
      e.bed_used = e.ability >= 2 && rng.chance(0.1);
      e.bed_new = e.bed_used && rng.chance(0.05);
      e.only_child = chance(0.1);
      if (rng.chance(0.004)) {
        e.known = false;
        (rng.chance(0.5) ? e.hukou : e.income) = kNotKnown;
      }
      city.elders.push_back(e);
    }
  }
  return city;
}

}  // namespace yilin::bench
