#include "bench/matching_day.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <queue>

#include "base/rng.h"
#include "bench/report.h"

namespace yilin::bench {
using namespace matching;

namespace {

constexpr std::int32_t kWide = 40'000, kHigh = 30'000, kDistrict = 10'000;
constexpr Seconds kOpen = 7 * 3600, kClose = 21 * 3600, kGiveUp = 4 * 3600, kDeclineAfter = 30;
constexpr std::array<double, 6> kNeed = {0.30, 0.22, 0.18, 0.14, 0.10, 0.06};
constexpr std::array<double, 6> kHave = {0.75, 0.60, 0.50, 0.40, 0.30, 0.20};

int district(Point p) { return std::clamp(p.y / kDistrict, 0, 2) * 4 + std::clamp(p.x / kDistrict, 0, 3); }

}  // namespace

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

namespace {

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

}  // namespace

Outcome play_ours(const Day& day, const Rules& rules) {
  auto d = Dispatcher::create(rules, day.workers);
  auto orders = day.orders;
  std::vector<Seconds> travel(orders.size(), 0), response(orders.size(), -1);
  std::vector<int> jobs(day.workers.size(), 0), tries(orders.size(), 0), at_order(day.workers.size(), -1);
  Events events;
  for (std::size_t i = 0; i < orders.size(); ++i) events.push({orders[i].placed, 1, static_cast<int>(i)});
  events.push({kOpen, 2, 0});
  double cpu = 0, slowest = 0;
  const double begin = thread_cpu_us();
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
    const double before = thread_cpu_us();
    if (e.kind == 0) {
      Worker w = d->worker(e.index);
      w.busy = false;
      d->update(e.index, w);
      cpu += thread_cpu_us() - before;
    } else if (e.kind == 1) {
      const auto m = d->offer(e.index, orders[e.index], e.at);
      cpu += thread_cpu_us() - before;
      if (m->worker >= 0) settle(*m, e.at);
    } else {
      const auto matches = d->batch(e.at);
      const double spent = thread_cpu_us() - before;
      cpu += spent;
      slowest = std::max(slowest, spent / 1e3);
      for (const Match& m : matches) settle(m, e.at);
      if (e.at < kClose + kGiveUp) events.push({e.at + rules.batch_every, 2, 0});
    }
  }
  Outcome out = sum_up(day, travel, response, jobs, cpu);
  out.slowest_batch_ms = slowest;
  out.day_s = (thread_cpu_us() - begin) / 1e6;
  return out;
}

Outcome play_nearest(const Day& day, const NearestRules& rules) {
  const auto way = [](Point a, Point b) { return static_cast<Seconds>(std::hypot(double(a.x) - b.x, double(a.y) - b.y) * 1.4 * 60 / 300); };
  auto workers = day.workers;
  auto orders = day.orders;
  std::vector<Seconds> travel(orders.size(), 0), response(orders.size(), -1);
  std::vector<int> jobs(workers.size(), 0), tries(orders.size(), 0), queue;
  Events events;
  for (std::size_t i = 0; i < orders.size(); ++i) events.push({orders[i].placed, 1, static_cast<int>(i)});
  if (rules.patience_percent > 0) events.push({kOpen, 2, 0});
  double cpu = 0;
  const auto cap = [&](int order, Seconds now) { return rules.cap + (now - orders[order].placed) * rules.patience_percent / 100; };
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
  // The nearest of `idle` within the cap takes it, or it stays.
  const auto place = [&](int order, const std::vector<int>& idle, Seconds now) {
    int best = -1;
    Seconds least = cap(order, now);
    for (const int w : idle) {
      if (workers[w].busy || (workers[w].skills & orders[order].skills) != orders[order].skills || refused(order, w)) continue;
      const Seconds drive = way(workers[w].at, orders[order].at);
      if (drive < least || (drive == least && best < 0)) least = drive, best = w;
    }
    if (best >= 0) give(order, best, now);
    return best >= 0;
  };
  std::vector<int> everybody(workers.size()), idle;
  std::iota(everybody.begin(), everybody.end(), 0);
  while (!events.empty()) {
    const Event e = events.top();
    events.pop();
    if (e.at > kClose + kGiveUp) break;
    const double before = thread_cpu_us();
    if (e.kind == 0) {
      workers[e.index].busy = false;
      int best = -1;
      Seconds least = std::numeric_limits<Seconds>::max();
      for (std::size_t q = 0; q < queue.size(); ++q) {
        const Order& o = orders[queue[q]];
        if ((workers[e.index].skills & o.skills) != o.skills || refused(queue[q], e.index)) continue;
        const Seconds drive = way(workers[e.index].at, o.at);
        if (drive > least || drive > cap(queue[q], e.at)) continue;
        best = static_cast<int>(q);
        if (rules.oldest) break;
        least = drive;
      }
      if (best >= 0) {
        const int order = queue[best];
        queue.erase(queue.begin() + best);
        give(order, e.index, e.at);
      }
    } else if (e.kind == 1) {
      if (!place(e.index, everybody, e.at)) queue.push_back(e.index);
    } else {
      idle.clear();
      for (const int w : everybody)
        if (!workers[w].busy) idle.push_back(w);
      std::erase_if(queue, [&](int order) { return place(order, idle, e.at); });
      if (e.at < kClose + kGiveUp) events.push({e.at + 60, 2, 0});
    }
    cpu += thread_cpu_us() - before;
  }
  return sum_up(day, travel, response, jobs, cpu);
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

}  // namespace yilin::bench
