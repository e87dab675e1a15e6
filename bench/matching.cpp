// Live dispatch over a synthetic day: 10,000 orders with two peaks in a city of 40 × 30 km, six skills, one offer in ten
// declined. Our dispatcher against nearest-first (immediate, first come first served, with the travel cap that suits it
// best), in one run. Arguments: seeds (default 3).
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <queue>
#include <vector>

#include "base/rng.h"
#include "bench/report.h"
#include "engines/matching/matching.h"

namespace {
using namespace yilin;
using namespace yilin::matching;

constexpr std::int32_t kWide = 40'000, kHigh = 30'000, kDistrict = 10'000;
constexpr Seconds kOpen = 7 * 3600, kClose = 21 * 3600, kGiveUp = 4 * 3600, kDeclineAfter = 30;
constexpr std::array<double, 6> kNeed = {0.30, 0.22, 0.18, 0.14, 0.10, 0.06};
constexpr std::array<double, 6> kHave = {0.75, 0.60, 0.50, 0.40, 0.30, 0.20};

struct Day {
  std::vector<Worker> workers;
  std::vector<Order> orders;
  std::vector<std::uint64_t> accept;  // a stream of acceptance per order
};

int district(Point p) { return std::clamp(p.y / kDistrict, 0, 2) * 4 + std::clamp(p.x / kDistrict, 0, 3); }

Day make_day(std::uint64_t seed, int workers, int orders) {
  Rng rng(seed);
  Day day;
  const auto somewhere = [&] {  // half the people live around four centres
    static constexpr Point kCentres[] = {{10'000, 10'000}, {28'000, 12'000}, {20'000, 22'000}, {33'000, 24'000}};
    if (rng.chance(0.5)) return Point{static_cast<std::int32_t>(rng.below(kWide)), static_cast<std::int32_t>(rng.below(kHigh))};
    const Point c = kCentres[rng.below(4)];
    return Point{std::clamp(c.x + static_cast<std::int32_t>(rng.normal() * 3'500), 0, kWide), std::clamp(c.y + static_cast<std::int32_t>(rng.normal() * 3'500), 0, kHigh)};
  };
  for (int i = 0; i < workers; ++i) {
    Worker w;
    w.at = somewhere();
    w.district = district(w.at);
    for (int s = 0; s < 6; ++s)
      if (rng.chance(kHave[s])) w.skills |= Skills{1} << s;
    if (w.skills == 0) w.skills = 1;
    w.on = true;
    w.shift_end = kClose + 6 * 3600;
    day.workers.push_back(w);
  }
  for (int i = 0; i < orders; ++i) {
    Order o;
    o.at = somewhere();
    o.district = district(o.at);
    double hour = rng.chance(0.3) ? 8 + 12 * rng.uniform() : rng.chance(0.55) ? 9.5 + rng.normal() * 0.9 : 15.5 + rng.normal();
    o.placed = static_cast<Seconds>(std::clamp(hour, 7.0, 20.0) * 3600);
    double pick = rng.uniform();
    int skill = 0;
    while (skill < 5 && pick > kNeed[skill]) pick -= kNeed[skill++];
    o.skills = Skills{1} << skill;
    o.duration = static_cast<Seconds>(60 * std::clamp(std::exp(4.0 + 0.4 * rng.normal()), 15.0, 150.0));
    day.orders.push_back(o);
  }
  std::sort(day.orders.begin(), day.orders.end(), [](const Order& a, const Order& b) { return a.placed < b.placed; });
  for (int i = 0; i < orders; ++i) day.accept.push_back(rng.next());
  return day;
}

struct Outcome {
  double travel_min = 0, response_mean = 0, response_p95 = 0, response_p99 = 0, us_per_order = 0, gini = 0, slowest_batch_ms = 0, day_s = 0;
  int unserved = 0;
};

Outcome sum_up(const Day& day, const std::vector<Seconds>& travel, const std::vector<Seconds>& response, const std::vector<int>& jobs, double cpu_us) {
  Outcome out;
  std::vector<Seconds> done;
  double way = 0;
  for (std::size_t i = 0; i < day.orders.size(); ++i) {
    if (response[i] < 0) {
      ++out.unserved;
      continue;
    }
    done.push_back(response[i]);
    way += travel[i];
  }
  std::sort(done.begin(), done.end());
  out.travel_min = way / 60 / static_cast<double>(done.size());
  for (const Seconds r : done) out.response_mean += r / 60.0 / static_cast<double>(done.size());
  out.response_p95 = done[done.size() * 95 / 100] / 60.0;
  out.response_p99 = done[done.size() * 99 / 100] / 60.0;
  out.us_per_order = cpu_us / static_cast<double>(day.orders.size());
  auto sorted = jobs;
  std::sort(sorted.begin(), sorted.end());
  double sum = 0, weighted = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) sum += sorted[i], weighted += (static_cast<double>(i) + 1) * sorted[i];
  out.gini = 2 * weighted / (static_cast<double>(sorted.size()) * sum) - (static_cast<double>(sorted.size()) + 1) / static_cast<double>(sorted.size());
  return out;
}

struct Event {
  Seconds at;
  int kind;  // 0 a worker is free, 1 an order comes (again), 2 the batch
  int index;
  bool operator>(const Event& o) const { return at != o.at ? at > o.at : kind != o.kind ? kind > o.kind : index > o.index; }
};
using Events = std::priority_queue<Event, std::vector<Event>, std::greater<>>;

bool accepts(const Day& day, int order, int tries) { return ((day.accept[order] >> (tries * 4 % 60)) & 15) * 10 >= 16; }  // 87.5 %

Outcome play_ours(const Day& day, const Rules& rules) {
  auto d = Dispatcher::create(rules, day.workers);
  auto orders = day.orders;
  std::vector<Seconds> travel(orders.size(), 0), response(orders.size(), -1);
  std::vector<int> jobs(day.workers.size(), 0), tries(orders.size(), 0), at_order(day.workers.size(), -1);
  Events events;
  for (std::size_t i = 0; i < orders.size(); ++i) events.push({orders[i].placed, 1, static_cast<int>(i)});
  events.push({kOpen, 2, 0});
  double cpu = 0, slowest = 0;
  const double begin = bench::thread_cpu_us();
  const auto settle = [&](const Match& m, Seconds now) {
    auto& o = orders[m.order];
    if (!accepts(day, m.order, tries[m.order]++)) {
      o.refused.push_back(m.worker);
      events.push({now + kDeclineAfter, 1, m.order});
      return;
    }
    Worker w = d->worker(m.worker);
    w.busy = true;
    w.free_at = now + m.travel + o.duration;
    w.jobs = ++jobs[m.worker];
    w.at = o.at;  // she is bound for it
    w.district = o.district;
    d->update(m.worker, w);
    travel[m.order] = m.travel;
    response[m.order] = now + m.travel - o.placed;
    events.push({w.free_at, 0, m.worker});
  };
  while (!events.empty()) {
    const Event e = events.top();
    events.pop();
    if (e.at > kClose + kGiveUp) break;
    const double before = bench::thread_cpu_us();
    if (e.kind == 0) {
      Worker w = d->worker(e.index);
      w.busy = false;
      d->update(e.index, w);
      cpu += bench::thread_cpu_us() - before;
    } else if (e.kind == 1) {
      const auto m = d->offer(e.index, orders[e.index], e.at);
      cpu += bench::thread_cpu_us() - before;
      if (m->worker >= 0) settle(*m, e.at);
    } else {
      const auto matches = d->batch(e.at);
      const double spent = bench::thread_cpu_us() - before;
      cpu += spent;
      slowest = std::max(slowest, spent / 1e3);
      for (const Match& m : matches) settle(m, e.at);
      if (e.at < kClose + kGiveUp) events.push({e.at + rules.batch_every, 2, 0});
    }
  }
  Outcome out = sum_up(day, travel, response, jobs, cpu);
  out.slowest_batch_ms = slowest;
  out.day_s = (bench::thread_cpu_us() - begin) / 1e6;
  return out;
}

// Nearest-first as it is usually built, said plainly: an order takes the nearest idle worker within the cap or queues; who
// gets free takes the nearest (or the oldest) waiting order within the cap.
Outcome play_nearest(const Day& day, Seconds cap, bool oldest) {
  const auto way = [](Point a, Point b) { return static_cast<Seconds>(std::hypot(double(a.x) - b.x, double(a.y) - b.y) * 1.4 * 60 / 300); };
  auto workers = day.workers;
  auto orders = day.orders;
  std::vector<Seconds> travel(orders.size(), 0), response(orders.size(), -1);
  std::vector<int> jobs(workers.size(), 0), tries(orders.size(), 0), queue;
  Events events;
  for (std::size_t i = 0; i < orders.size(); ++i) events.push({orders[i].placed, 1, static_cast<int>(i)});
  double cpu = 0;
  const auto give = [&](int order, int worker, Seconds now) {
    auto& o = orders[order];
    if (!accepts(day, order, tries[order]++)) {
      o.refused.push_back(worker);
      events.push({now + kDeclineAfter, 1, order});
      return false;
    }
    Worker& w = workers[worker];
    const Seconds drive = way(w.at, o.at);
    w.busy = true;
    w.at = o.at;
    ++jobs[worker];
    travel[order] = drive;
    response[order] = now + drive - o.placed;
    events.push({now + drive + o.duration, 0, worker});
    return true;
  };
  const auto refused = [&](int order, int worker) { return std::find(orders[order].refused.begin(), orders[order].refused.end(), worker) != orders[order].refused.end(); };
  while (!events.empty()) {
    const Event e = events.top();
    events.pop();
    if (e.at > kClose + kGiveUp) break;
    const double before = bench::thread_cpu_us();
    if (e.kind == 0) {
      workers[e.index].busy = false;
      int best = -1;
      Seconds least = cap;
      for (std::size_t q = 0; q < queue.size(); ++q) {
        const Order& o = orders[queue[q]];
        if ((workers[e.index].skills & o.skills) != o.skills || refused(queue[q], e.index)) continue;
        const Seconds drive = way(workers[e.index].at, o.at);
        if (drive > least) continue;
        best = static_cast<int>(q);
        if (oldest) break;
        least = drive;
      }
      if (best >= 0) {
        const int order = queue[best];
        queue.erase(queue.begin() + best);
        give(order, e.index, e.at);
      }
    } else {
      int best = -1;
      Seconds least = cap;
      for (std::size_t w = 0; w < workers.size(); ++w) {
        if (workers[w].busy || (workers[w].skills & orders[e.index].skills) != orders[e.index].skills || refused(e.index, static_cast<int>(w))) continue;
        const Seconds drive = way(workers[w].at, orders[e.index].at);
        if (drive < least || (drive == least && best < 0)) least = drive, best = static_cast<int>(w);
      }
      if (best >= 0) give(e.index, best, e.at);
      else queue.push_back(e.index);
    }
    cpu += bench::thread_cpu_us() - before;
  }
  return sum_up(day, travel, response, jobs, cpu);
}

void line(std::string_view name, const Outcome& o) {
  fmt::print("{:<44} {:>8.2f} {:>8.1f} {:>8.1f} {:>8.1f} {:>8} {:>8.3f} {:>10.1f}\n", name, o.travel_min, o.response_mean, o.response_p95, o.response_p99, o.unserved, o.gini, o.us_per_order);
  std::fflush(stdout);
}

Outcome mean(const std::vector<Outcome>& all) {
  Outcome m;
  for (const Outcome& o : all) {
    const double n = static_cast<double>(all.size());
    m.travel_min += o.travel_min / n, m.response_mean += o.response_mean / n, m.response_p95 += o.response_p95 / n, m.response_p99 += o.response_p99 / n;
    m.us_per_order += o.us_per_order / n, m.gini += o.gini / n, m.day_s += o.day_s / n;
    m.unserved += o.unserved;
    m.slowest_batch_ms = std::max(m.slowest_batch_ms, o.slowest_batch_ms);
  }
  return m;
}

}  // namespace

int main(int argc, char** argv) {
  const int seeds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 3;
  bench::Report report("matching");
  fmt::print("{:<44} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>10}\n", "10,000 orders, minutes", "travel", "response", "p95", "p99", "unserved", "Gini", "us/order");
  const auto over_seeds = [&](int workers, auto&& play) {
    std::vector<Outcome> all;
    for (int s = 1; s <= seeds; ++s) all.push_back(play(make_day(static_cast<std::uint64_t>(s), workers, 10'000)));
    return mean(all);
  };
  Rules rules;
  const Outcome plenty_nearest = over_seeds(3'000, [](const Day& d) { return play_nearest(d, 20 * 60, false); });
  line("3,000 workers, nearest-first, cap 20", plenty_nearest);
  const Outcome plenty = over_seeds(3'000, [&](const Day& d) { return play_ours(d, rules); });
  line("3,000 workers, ours", plenty);
  Rules fair = rules;
  fair.fairness = 180;
  const Outcome even = over_seeds(3'000, [&](const Day& d) { return play_ours(d, fair); });
  line("3,000 workers, ours, fairness 3 min a job", even);

  Outcome best, best_oldest;  // among those that serve everybody
  best.travel_min = best_oldest.travel_min = std::numeric_limits<double>::max();
  for (const Seconds cap : {10, 15, 20, 30})
    for (const bool oldest : {false, true}) {
      const Outcome o = over_seeds(1'400, [&](const Day& d) { return play_nearest(d, cap * 60, oldest); });
      line(fmt::format("1,400 workers, nearest-first, cap {}, {}", cap, oldest ? "oldest" : "nearest"), o);
      if (o.unserved > 0) continue;
      if (o.travel_min < best.travel_min) best = o;
      if (oldest && o.travel_min < best_oldest.travel_min) best_oldest = o;
    }
  const Outcome scarce = over_seeds(1'400, [&](const Day& d) { return play_ours(d, rules); });
  line("1,400 workers, ours", scarce);

  report.at_most("immediate, 3,000 workers, per order", plenty.us_per_order, "us", 10);
  report.at_most("batched, 1,400 workers, per order", scarce.us_per_order, "us", 50);
  report.at_least("less travel than the best nearest-first", 100 * (1 - scarce.travel_min / best.travel_min), "%", 18);
  report.figure("… than the best whose queue is first come", 100 * (1 - scarce.travel_min / best_oldest.travel_min), "%");
  report.figure("… whose p99 response is longer by", 100 * (best.response_p99 / scarce.response_p99 - 1), "%");
  report.at_most("unserved, 1,400 workers", scarce.unserved, "orders", 0);
  report.figure("slowest batch", scarce.slowest_batch_ms, "ms");
  report.figure("city day replayed, CPU", plenty.day_s, "s");
  return report.finish();
}
