// Days of the Gehring-Homberger kind, generated in Solomon's text format.
#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/rng.h"
#include "bench/routing_cases.h"

namespace yilin::bench {
namespace {

// What their classes have in common, between 200 and 1000 customers.
struct HombergerClass {
  int service, horizon, width, capacity;
};

HombergerClass homberger_class(const HombergerShape& s) {
  const double grow = (s.customers - 200) / 800.0;
  const auto horizon = [&](double at_200, double at_1000) { return static_cast<int>(at_200 + grow * (at_1000 - at_200)); };
  if (s.clustered == 1) return s.type == 1 ? HombergerClass{90, horizon(1351, 1824), 60, 200} : HombergerClass{90, horizon(3698, 3914), 160, 700};
  if (s.clustered == 0) return s.type == 1 ? HombergerClass{10, horizon(634, 1925), 10, 200} : HombergerClass{10, horizon(2535, 7697), 120, 1000};
  return s.type == 1 ? HombergerClass{10, horizon(619, 1821), 30, 200} : HombergerClass{10, horizon(2475, 7284), 120, 1000};
}

struct Customer {
  double x, y;
  int cluster = -1, demand = 0;
};

double way(const Customer& a, const Customer& b) { return std::hypot(a.x - b.x, a.y - b.y); }

// Customer 0 is the depot.
std::vector<Customer> place_customers(const HombergerShape& shape, Rng& rng) {
  const int side = 140 + (shape.customers - 200) * 360 / 800;  // 140 × 140 for 200, 500 × 500 for 1000
  std::vector<std::pair<double, double>> centres;
  for (int i = 0; i < shape.customers / (shape.type == 1 ? 10 : 30); ++i) {
    const double x = rng.uniform() * side, y = rng.uniform() * side;
    centres.emplace_back(x, y);
  }
  std::vector<Customer> out{{side / 2.0, side / 2.0}};
  const auto inside = [&](double x) { return std::round(std::clamp(x, 0.0, static_cast<double>(side))); };
  for (int i = 0; i < shape.customers; ++i) {
    Customer c{};
    c.cluster = rng.uniform() < shape.clustered ? static_cast<int>(rng.below(centres.size())) : -1;
    const double across = c.cluster < 0 ? rng.uniform() * side : centres[c.cluster].first + rng.normal() * 4;
    const double up = c.cluster < 0 ? rng.uniform() * side : centres[c.cluster].second + rng.normal() * 4;
    c.x = inside(across);
    c.y = inside(up);
    c.demand = static_cast<int>(shape.clustered == 1 ? 10 * (1 + rng.below(3)) : 1 + rng.below(35));
    out.push_back(c);
  }
  return out;
}

// When each customer would be reached by vehicles that go from neighbour to neighbour in a cluster: what the windows of the
// clustered classes are drawn around.
std::vector<double> chain_arrivals(const std::vector<Customer>& all, const HombergerClass& c) {
  const int n = static_cast<int>(all.size());
  std::vector<double> arrival(n, -1);
  int at = 0, load = 0;
  double now = 0;
  for (int left = n - 1; left > 0; --left) {
    const auto nearest = [&](bool same) {
      int best = 0;
      for (int i = 1; i < n; ++i)
        if (arrival[i] < 0 && (!same || all[i].cluster == all[at].cluster) && (best == 0 || way(all[at], all[i]) < way(all[at], all[best]))) best = i;
      return best;
    };
    int next = at == 0 ? 0 : nearest(true);
    const auto fits = [&](int i) { return load + all[i].demand <= c.capacity && now + way(all[at], all[i]) + c.service + way(all[i], all[0]) <= c.horizon; };
    if (next == 0 || !fits(next)) {
      at = 0, now = 0, load = 0;
      next = nearest(false);
    }
    arrival[next] = now + way(all[at], all[next]);
    now = arrival[next] + c.service;
    load += all[next].demand;
    at = next;
  }
  return arrival;
}

}  // namespace

std::string homberger_like(const HombergerShape& shape, std::uint64_t seed) {
  Rng rng(seed);
  const HombergerClass c = homberger_class(shape);
  const std::vector<Customer> all = place_customers(shape, rng);
  const std::vector<double> chain = shape.clustered == 1 ? chain_arrivals(all, c) : std::vector<double>{};
  std::string out = fmt::format("like-{}-{}\n\nVEHICLE\nNUMBER CAPACITY\n{} {}\n\nCUSTOMER\nCUST NO. XCOORD. YCOORD. DEMAND READY DUE SERVICE\n", shape.customers, seed, shape.customers / 4, c.capacity);
  out += fmt::format("0 {} {} 0 0 {} 0\n", all[0].x, all[0].y, c.horizon);
  for (int i = 1; i <= shape.customers; ++i) {
    const int first = static_cast<int>(std::ceil(way(all[0], all[i]))), last = c.horizon - first - c.service;
    const double centre = chain.empty() ? first + rng.uniform() * (last - first) : chain[i];
    const double half = chain.empty() ? c.width / 2.0 : c.width * (0.25 + 0.5 * rng.uniform());
    const bool windowed = rng.chance(shape.density);
    const int ready = windowed ? std::clamp(static_cast<int>(centre - half), 0, last) : 0;
    const int due = windowed ? std::clamp(static_cast<int>(centre + half), std::max(first, ready), std::max(first, last)) : last;
    out += fmt::format("{} {} {} {} {} {} {}\n", i, all[i].x, all[i].y, all[i].demand, ready, due, c.service);
  }
  return out;
}

}  // namespace yilin::bench
