// Bars 8, 9 and 11: catchments against pandas and a plain join, walking, packages and splits.
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <unordered_map>

#include "bench/siting_bars.h"
#include "bench/siting_city.h"
#include "engines/siting/allocation.h"
#include "engines/siting/coverage.h"
#include "engines/siting/walk_network.h"

namespace yilin::bench {
namespace {

using namespace siting;

// The way of a data-frame library: a long table of person, site and distance, then joins and sums by key.
std::vector<double> plain_join(const City& city, const std::vector<double>& supply, const std::vector<Zone>& zones) {
  struct Pair {
    std::int64_t person, site;
    double metres;
  };
  std::vector<std::size_t> by_x(city.sites.size());
  std::iota(by_x.begin(), by_x.end(), 0);
  std::ranges::sort(by_x, {}, [&](std::size_t j) { return city.sites[j].x; });
  const double limit = static_cast<double>(zones.back().far);
  std::vector<Pair> table;
  for (std::size_t i = 0; i < city.elders.size(); ++i) {
    const Point& p = city.elders[i];
    auto it = std::ranges::lower_bound(by_x, p.x - limit, {}, [&](std::size_t j) { return city.sites[j].x; });
    for (; it != by_x.end() && city.sites[*it].x <= p.x + limit; ++it) {
      const double d2 = distance2_mm2(Surface::plane, p, city.sites[*it]);
      if (d2 <= limit * limit) table.push_back({static_cast<std::int64_t>(i), static_cast<std::int64_t>(*it), std::sqrt(d2)});
    }
  }
  const auto decay = [&](double metres) {
    for (const Zone& z : zones)
      if (metres <= static_cast<double>(z.far)) return z.weight;
    return 0.0;
  };
  std::unordered_map<std::int64_t, double> demand, access;
  for (const Pair& p : table) demand[p.site] += decay(p.metres);
  for (const Pair& p : table) access[p.person] += supply[static_cast<std::size_t>(p.site)] / demand[p.site] * decay(p.metres);
  std::vector<double> out(city.elders.size(), 0);
  for (const auto& [person, value] : access) out[static_cast<std::size_t>(person)] = value;
  return out;
}

struct Peer {
  double join = 0, catchments = 0;       // processor seconds
  std::vector<double> access;
};
struct Method {
  std::string name;
  std::vector<Zone> zones;
};

void write_numbers(const std::filesystem::path& path, const std::vector<Point>& points) {
  std::ofstream out(path, std::ios::binary);
  for (const Point& p : points) out.write(reinterpret_cast<const char*>(&p.x), sizeof p.x).write(reinterpret_cast<const char*>(&p.y), sizeof p.y);
}

// The same city in Python, where pandas and SciPy are at hand (--peer names the interpreter); nothing where they are not.
std::vector<Peer> by_pandas(const std::string& python, const City& city, const std::vector<Method>& methods) {
  std::vector<Peer> out;
  if (std::system((python + " -c 'import pandas, scipy.spatial' 2>/dev/null").c_str()) != 0) return out;
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / fmt::format("siting_peer_{}", ::getpid());
  std::filesystem::create_directories(folder);
  write_numbers(folder / "elders.f64", city.elders), write_numbers(folder / "sites.f64", city.sites);
  for (const Method& m : methods) {
    std::ofstream zones(folder / (m.name + ".zones"));
    for (const Zone& z : m.zones) zones << fmt::format("{} {}\n", z.far, z.weight);
  }
  const std::string script = std::filesystem::path(__FILE__).replace_filename("siting_catchments.py");
  std::FILE* answer = ::popen(fmt::format("{} {} {}", python, script, folder.string()).c_str(), "r");
  char name[32];
  for (Peer peer; answer != nullptr && std::fscanf(answer, "%31s %lf %lf", name, &peer.join, &peer.catchments) == 3;) {
    std::ifstream in(folder / (std::string(name) + ".access"), std::ios::binary);
    peer.access.resize(city.elders.size());
    in.read(reinterpret_cast<char*>(peer.access.data()), static_cast<std::streamsize>(peer.access.size() * sizeof(double)));
    out.push_back(peer);
  }
  if (answer == nullptr || ::pclose(answer) != 0 || out.size() != methods.size()) throw std::runtime_error("siting_catchments.py failed");
  std::filesystem::remove_all(folder);
  return out;
}

double largest_difference(const std::vector<double>& a, const std::vector<double>& b) {
  double worst = 0;
  for (std::size_t i = 0; i < a.size(); ++i) worst = std::max(worst, std::abs(a[i] - b[i]) / std::max(1e-12, a[i]));
  return worst;
}

}  // namespace

void catchments(const SitingArguments& a, Report& report) {
  const City city = make_city(static_cast<std::size_t>(a.elders), 4'994, a.seed);
  People people;
  people.at = city.elders;
  const std::vector<double> supply(city.sites.size(), 30);
  const std::vector<Method> methods = {{"2SFCA", {{770'000, 1}}}, {"E2SFCA", {{256'667, 1}, {513'333, 0.68}, {770'000, 0.22}}}};
  const std::vector<Peer> peers = by_pandas(a.peer, city, methods);
  for (std::size_t k = 0; k < methods.size(); ++k) {
    const std::string name = "8 " + methods[k].name;
    Accessibility access;
    std::vector<double> plain;
    const Spent ours = spent_by([&] { access = floating_catchments(people, city.sites, supply, methods[k].zones, 1000); });
    const Spent theirs = spent_by([&] { plain = plain_join(city, supply, methods[k].zones); });
    report.figure(name + ": processor", ours.cpu, "s");
    if (peers.empty()) {
      report.figure(name + ": pandas and SciPy are not at hand", 0, "");
    } else {
      report.figure(name + ": SciPy's k-d tree join, processor", peers[k].join, "s");
      report.figure(name + ": pandas on its table, processor", peers[k].catchments, "s");
      report.at_least(name + ": times less processor than both", (peers[k].join + peers[k].catchments) / ours.cpu, "×", 10);
      report.at_most(name + ": largest relative difference to pandas", largest_difference(peers[k].access, access.per_person), "", 1e-9);
    }
    report.figure(name + ": times less processor than a table join in C++", theirs.cpu / ours.cpu, "×");
    report.at_most(name + ": largest relative difference to it", largest_difference(plain, access.per_person), "", 1e-9);
    report.at_most(name + ": supply lost or made", std::abs(access.demand_weighted_sum / access.supply_reaching_anyone - 1), "", 1e-9);
  }
}

void walking(const SitingArguments& a, Report& report) {
  constexpr std::int32_t side = 1'140;  // 1.3 million crossings, about 60 m apart, nine ways in ten there
  Rng rng(a.seed + 4);
  std::vector<Point> nodes;
  std::vector<WayEdge> edges;
  for (std::int32_t y = 0; y < side; ++y)
    for (std::int32_t x = 0; x < side; ++x) nodes.push_back(on_plane_m(60 * x + 30 * rng.uniform(), 60 * y + 30 * rng.uniform()));
  const auto way = [&](std::int32_t from, std::int32_t to) {
    if (rng.chance(0.9)) edges.push_back({from, to, static_cast<std::int32_t>(1000 * distance_m(Surface::plane, nodes[static_cast<std::size_t>(from)], nodes[static_cast<std::size_t>(to)]))});
  };
  for (std::int32_t v = 0; v < side * side; ++v) {
    if (v % side + 1 < side) way(v, v + 1);
    if (v + side < side * side) way(v, v + side);
  }
  std::optional<WalkNetwork> network;
  report.figure("9 walking: network built, processor", spent_by([&] { network.emplace(Surface::plane, nodes, edges); }).cpu, "s");
  std::vector<Snap> centres;
  for (int k = 0; k < 50'000; ++k) centres.push_back({static_cast<std::int32_t>(rng.below(edges.size())), 0, 0});
  std::vector<std::int32_t> reached;
  report.at_most("9 walking: 5,000 centres × 900 m, processor", spent_by([&] { reached = network->nodes_within(std::span(centres).first(5'000), 900'000); }).cpu, "s", 0.6);
  report.figure("9 walking: crossings within 900 m, mean", static_cast<double>(std::accumulate(reached.begin(), reached.end(), std::int64_t{0})) / 5'000, "");
  report.at_most("9 walking: 50,000 candidates × 900 m, processor", spent_by([&] { network->nodes_within(centres, 900'000); }).cpu, "s", 6);
}

void packages(const SitingArguments& a, Report& report) {
  Rng rng(a.seed + 5);
  AllocationProblem problem;
  for (std::int64_t h = 0; h < a.elders; ++h) {
    if (rng.chance(0.12)) {
      std::int64_t cost = 0, benefit = 0;
      for (int t = 0; t < 3; ++t) problem.tier.push_back({cost += rng.between(800, 3000), benefit += rng.between(5, 60)});
    }
    problem.start.push_back(static_cast<std::uint32_t>(problem.tier.size()));
    problem.group.push_back(static_cast<std::int32_t>(rng.below(13)));
  }
  problem.budget = 200'000'000;
  Result<Allocation> plan = fail(bad_allocation);
  report.at_most("11 packages for the city's households, processor", spent_by([&] { plan = allocate(problem); }).cpu, "s", 0.5);
  report.at_most("11 packages: gap to the relaxation", plan->bound - static_cast<double>(plan->benefit), "points", static_cast<double>(plan->largest_step));
  std::int64_t wrong = 0;
  double cpu = 0;
  for (int k = 0; k < 1'000; ++k) {
    std::vector<std::int64_t> row, column(5, 0);
    for (int r = 0; r < 13; ++r) row.push_back(rng.between(0, 5'000));
    for (std::int64_t left = std::accumulate(row.begin(), row.end(), std::int64_t{0}), c = 0; c < 5; ++c) left -= column[static_cast<std::size_t>(c)] = c == 4 ? left : rng.between(0, left);
    Result<std::vector<std::int64_t>> cells = fail(bad_allocation);
    cpu += spent_by([&] { cells = split_task(row, column); }).cpu;
    if (!cells) {
      ++wrong;
      continue;
    }
    for (std::size_t r = 0; r < row.size(); ++r)
      for (std::size_t c = 0; c < 5; ++c) row[r] -= (*cells)[r * 5 + c], column[c] -= (*cells)[r * 5 + c];
    wrong += std::ranges::any_of(row, [](std::int64_t v) { return v != 0; }) || std::ranges::any_of(column, [](std::int64_t v) { return v != 0; });
  }
  report.at_most("11 splits 13 × 5, of 1,000: a margin not exact", static_cast<double>(wrong), "", 0);
  report.figure("11 splits: processor each", 1e3 * cpu, "µs");
}

}  // namespace yilin::bench
