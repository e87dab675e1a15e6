#include "bench/routing_cases.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

#include "base/rng.h"

namespace yilin::bench {
using namespace routing;

std::string bench_file(const std::string& path) {
  const char* folder = std::getenv("YILIN_BENCH_DATA");
  if (!folder) throw std::runtime_error("YILIN_BENCH_DATA must name the folder of the benchmark cases");
  std::ifstream in(std::string(folder) + "/" + path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<SolomonCase> solomon_cases() {
  std::vector<SolomonCase> out;
  std::istringstream table(bench_file("routing/solomon/solomon_bks.csv"));
  std::string line;
  std::getline(table, line);
  while (std::getline(table, line)) {
    std::istringstream cells(line);
    std::vector<std::string> cell;
    for (std::string text; std::getline(cells, text, ',');) cell.push_back(text);
    SolomonCase c{cell[0], bench_file("routing/solomon/" + cell[0] + ".txt"), std::stod(cell[4]), std::stoi(cell[1]), 0};
    if (cell.size() > 6 && !cell[6].empty()) c.pyvrp_dimacs = std::stod(cell[6]);
    out.push_back(std::move(c));
  }
  return out;
}

namespace {

void add_euclidean(Problem& p, const std::vector<std::pair<double, double>>& at, double factor, int least) {
  Profile profile;
  profile.id = "car";
  profile.durations.reserve(at.size() * at.size());
  for (const auto& [x, y] : at)
    for (const auto& [u, v] : at) {
      const double d = std::sqrt((x - u) * (x - u) + (y - v) * (y - v)) * factor;
      profile.durations.push_back(d == 0 ? 0 : std::max(least, static_cast<int>(d)));
    }
  p.places.resize(at.size());
  p.profiles.push_back(std::move(profile));
}

}  // namespace

Problem care_day(const CareDayShape& shape, std::uint64_t seed) {
  Rng rng(seed);
  Problem p;
  const int stations = std::max(4, shape.visits / 25);
  const double grow = std::sqrt(static_cast<double>(shape.visits) / 500);
  const double wide = shape.coordinates ? 40 * grow : 40, high = shape.coordinates ? 30 * grow : 30;  // km
  std::vector<std::pair<double, double>> at;
  for (int i = 0; i < stations + shape.visits; ++i) at.emplace_back(rng.uniform() * wide, rng.uniform() * high);
  if (shape.coordinates) {
    for (const auto& [x, y] : at) p.places.push_back({Place{112'000'000 + static_cast<std::int64_t>(x * 10'600), 37'000'000 + static_cast<std::int64_t>(y * 9'000)}, false});
    Profile bike;
    bike.id = "bike";
    bike.urban = {140, 180};
    p.profiles.push_back(std::move(bike));
  } else {
    add_euclidean(p, at, 1.4 * 3600 / 18, 60);
  }
  constexpr int share[] = {39, 22, 16, 11, 8, 4};  // % of visits by skill
  constexpr Time services[] = {1800, 1800, 1800, 3600, 3600, 2700, 2700, 5400, 7200, 1200};
  const auto skill = [&] {
    auto x = static_cast<int>(rng.below(100));
    int s = 0;
    while (x >= share[s]) x -= share[s++];
    return s;
  };
  for (int i = 0; i < shape.visits; ++i) {
    Visit v;
    v.id = std::to_string(i + 1);
    v.place = stations + i;
    v.service = services[rng.below(std::size(services))];
    v.skills = {skill()};
    const double kind = rng.uniform();
    if (kind < 0.2) v.windows = {{28'800, 64'800}};
    else {
      const Time width = kind < 0.53 ? 3600 : 10'800;
      const auto first = 28'800 + static_cast<Time>(rng.below(static_cast<std::uint64_t>((64'800 - width - 28'800) / 3600 + 1))) * 3600;
      v.windows = {{first, first + width}};
    }
    const double p_kind = rng.uniform();
    v.priority = p_kind < 0.7 ? 0 : p_kind < 0.96 ? 10 : 50;
    if (rng.chance(shape.two_carers)) v.second = SecondCarer{{0}, v.service, 0, 0, -1};
    p.visits.push_back(std::move(v));
  }
  for (int i = 0; i < shape.carers; ++i) {
    Carer c;
    c.id = std::to_string(i + 1);
    c.start = c.end = i % stations;
    const double kind = rng.uniform();
    c.shift = kind < 0.42 ? Window{28'800, 64'800} : kind < 0.8 ? Window{27'000, 57'600} : Window{43'200, 72'000};
    constexpr int chance[] = {86, 51, 48, 34, 29, 19};
    for (int s = 0; s < 6; ++s)
      if (rng.below(100) < static_cast<std::uint64_t>(chance[s])) c.skills.push_back(s);
    if (c.skills.empty()) c.skills.push_back(0);
    c.breaks = {{"1", {{39'600, 50'400}}, 2400, {}}};
    p.carers.push_back(std::move(c));
  }
  return p;
}

Problem random_day(std::uint64_t seed) {
  Rng rng(seed);
  Problem p;
  const int places = 4 + static_cast<int>(rng.below(8)), visits = 4 + static_cast<int>(rng.below(10)), carers = 2 + static_cast<int>(rng.below(3));
  std::vector<std::pair<double, double>> at;
  for (int i = 0; i < places; ++i) at.emplace_back(rng.uniform() * 60, rng.uniform() * 60);
  add_euclidean(p, at, 30, 1);
  p.profiles[0].distances = p.profiles[0].durations;
  const auto time = [&](int lo, int hi) { return static_cast<Time>(rng.between(lo, hi)); };
  const bool loads = rng.chance(0.4), soft = rng.chance(0.3);
  for (int i = 0; i < visits; ++i) {
    Visit v;
    v.id = std::to_string(i + 1);
    v.place = static_cast<int>(rng.below(places));
    v.service = time(300, 3600);
    if (rng.chance(0.3)) v.setup = time(60, 600);
    if (rng.chance(0.15)) v.per_type = {{1, time(0, 600), time(300, 3600)}};
    Time from = time(0, 6000);
    for (std::uint64_t w = rng.below(3); w > 0; --w) {
      const Time to = from + time(600, 9000);
      v.windows.push_back({from, to});
      from = to + time(600, 6000);
    }
    if (soft && rng.chance(0.4)) v.due = time(3000, 15'000);
    if (rng.chance(0.4)) v.skills = {static_cast<int>(rng.below(3))};
    v.priority = static_cast<int>(rng.below(101));
    if (loads) (rng.chance(0.5) ? v.delivery : v.pickup) = {static_cast<std::int64_t>(rng.below(8))};
    if (rng.chance(0.2)) v.refused = {static_cast<int>(rng.below(carers))};
    if (rng.chance(0.3)) v.usual = {static_cast<int>(rng.below(carers))};
    if (rng.chance(0.2)) {
      SecondCarer s;
      s.service = time(300, 3600);
      if (rng.chance(0.5)) s.gap_min = time(0, 1200), s.gap_max = s.gap_min + time(0, 3000);
      v.second = s;
    }
    if (rng.chance(0.08)) v.locked_carer = static_cast<int>(rng.below(carers));
    if (rng.chance(0.08)) v.locked_start = v.windows.empty() ? time(0, 15'000) : v.windows[0].begin;
    p.visits.push_back(std::move(v));
  }
  if (rng.chance(0.4)) {
    Shipment s{visits, visits + 1, {}};
    for (int k = 0; k < 2; ++k) {
      Visit v;
      v.id = std::to_string(visits + k + 1);
      v.place = static_cast<int>(rng.below(places));
      v.service = time(60, 600);
      p.visits.push_back(std::move(v));
    }
    if (loads) s.amount = {static_cast<std::int64_t>(rng.below(6))};
    p.shipments.push_back(std::move(s));
  }
  if (rng.chance(0.4)) {
    const int before = static_cast<int>(rng.below(visits - 1));
    p.precedences.push_back({before, before + 1, time(0, 600), rng.chance(0.5) ? kNever : time(3000, 12'000)});
  }
  for (int i = 0; i < carers; ++i) {
    Carer c;
    c.id = std::to_string(i + 1);
    if (!rng.chance(0.15)) c.start = static_cast<int>(rng.below(places));
    if (c.start < 0 || !rng.chance(0.15)) c.end = static_cast<int>(rng.below(places));
    c.shift = {time(0, 4000), time(15'000, 30'000)};
    for (int s = 0; s < 3; ++s)
      if (rng.chance(0.7)) c.skills.push_back(s);
    Time from = 3000;
    for (std::uint64_t b = rng.below(3); b > 0; --b) {
      c.breaks.push_back({std::to_string(c.breaks.size() + 1), {{from, from + time(600, 6000)}}, time(300, 1800), {}});
      if (loads && rng.chance(0.4)) c.breaks.back().max_load = {time(2, 12)};
      from += 9000;
    }
    if (rng.chance(0.4)) c.work_type = static_cast<int>(rng.below(2));
    if (rng.chance(0.3)) c.speed_percent = static_cast<int>(rng.between(60, 150));
    if (loads) c.capacity = {static_cast<std::int64_t>(5 + rng.below(20))};
    if (loads && rng.chance(0.3) && c.start >= 0) c.trips_max = 2, c.reload_duration = 300;
    if (rng.chance(0.2)) c.visits_max = 1 + static_cast<int>(rng.below(5));
    if (rng.chance(0.2)) c.travel_max = time(2000, 8000);
    if (rng.chance(0.2)) c.distance_max = time(2000, 8000);
    if (rng.chance(0.2)) c.work_max = time(6000, 15'000);
    if (rng.chance(0.2)) c.span_max = time(8000, 20'000);
    if (rng.chance(0.3)) c.work_regular = time(3000, 9000), c.cost_per_overtime_hour = 1800;
    if (rng.chance(0.3)) c.cost_fixed = 500;
    if (rng.chance(0.2)) c.cost_per_km = 700;
    if (rng.chance(0.2)) c.cost_per_task_hour = 900;
    p.carers.push_back(std::move(c));
  }
  if (rng.chance(0.3)) p.objective.broken_continuity = 600;
  if (rng.chance(0.3)) p.objective.unfairness_per_hour = 1800;
  return p;
}

}  // namespace yilin::bench
