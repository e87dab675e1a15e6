#pragma once
// An invented city the size of Nanyang for the siting bench: 13 county seats, 200 towns, villages between them; 4,994
// candidate sites (one a community) and 1,820,000 elders around them. Nothing in it is a real position.

#include <cmath>
#include <vector>

#include "base/rng.h"
#include "engines/siting/points.h"

namespace yilin::bench {

struct City {
  std::vector<siting::Point> elders, sites;
  std::vector<std::int32_t> community;  // of each elder
};

inline City make_city(std::size_t elders, std::size_t sites, std::uint64_t seed) {
  constexpr double side_m = 163'000;
  Rng rng(seed);
  City city;
  std::vector<double> x, y, spread, upto;
  double total = 0;
  const auto community = [&](double cx, double cy, double sd, double people) {
    x.push_back(cx), y.push_back(cy), spread.push_back(sd);
    upto.push_back(total += people * std::exp(0.5 * rng.normal()));
  };
  for (int seat = 0; seat < 13 && x.size() < sites; ++seat) {
    const double cx = 15'000 + rng.uniform() * (side_m - 30'000), cy = 15'000 + rng.uniform() * (side_m - 30'000);
    const int size = seat == 0 ? 240 : 45;
    const double sd = seat == 0 ? 4'500 : 2'000;
    for (int i = 0; i < size && x.size() < sites; ++i) community(cx + sd * rng.normal(), cy + sd * rng.normal(), 380, 1.8);
  }
  for (int town = 0; town < 200 && x.size() < sites; ++town) {
    const double cx = rng.uniform() * side_m, cy = rng.uniform() * side_m;
    for (int i = 0; i < 5 && x.size() < sites; ++i) community(cx + 900 * rng.normal(), cy + 900 * rng.normal(), 450, 1.2);
  }
  while (x.size() < sites) community(rng.uniform() * side_m, rng.uniform() * side_m, 540, 0.85);
  for (std::size_t j = 0; j < sites; ++j) city.sites.push_back(siting::on_plane_m(x[j], y[j]));
  city.elders.reserve(elders), city.community.reserve(elders);
  for (std::size_t i = 0; i < elders; ++i) {
    const double at = rng.uniform() * total;
    const auto j = static_cast<std::size_t>(std::lower_bound(upto.begin(), upto.end() - 1, at) - upto.begin());
    city.elders.push_back(siting::on_plane_m(x[j] + spread[j] * rng.normal(), y[j] + spread[j] * rng.normal()));
    city.community.push_back(static_cast<std::int32_t>(j));
  }
  return city;
}

}  // namespace yilin::bench
