#include "engines/matching/matching.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "engines/matching/assignment.h"

namespace yilin::matching {
namespace {

constexpr std::int32_t kCell = 1'000;                   // metres
constexpr std::int64_t kPriority = 3600;                // each step of priority speaks as an hour for an order
constexpr std::size_t kGroups = kSkills + 1;            // the last: everybody
constexpr Seconds kNoCap = std::numeric_limits<Seconds>::max() / 4;

bool listed(const std::vector<int>& list, int worker) { return std::find(list.begin(), list.end(), worker) != list.end(); }

}  // namespace

Result<Dispatcher> Dispatcher::create(const Rules& rules, std::span<const Worker> workers) {
  const auto wrong = [](std::string field, std::string message) { return fail_field(std::move(field), "派单", std::move(message)); };
  if (workers.size() > static_cast<std::size_t>(kWorkersMax)) return wrong("workers", "人员超过 " + std::to_string(kWorkersMax) + " 名的上限。");
  if (rules.metres_per_minute <= 0 || rules.detour_percent < 100) return wrong("rules", "速度须为正数，绕行系数不小于 100%。");
  if (rules.travel_max < 0 || rules.look_ahead < 0 || rules.candidates < 1) return wrong("rules", "路程上限、前瞻时间不能为负，候选人数至少为 1。");
  if (rules.alone < 0 || rules.wait_percent < 0) return wrong("rules", "等待的价格不能为负。");
  Dispatcher d(rules);
  d.seconds_per_metre_ = 60.0 * rules.detour_percent / 100 / rules.metres_per_minute;
  Point low{0, 0}, high{0, 0};
  for (std::size_t i = 0; i < workers.size(); ++i) {
    const Worker& w = workers[i];
    if (std::abs(std::int64_t(w.at.x)) > kSpanMax || std::abs(std::int64_t(w.at.y)) > kSpanMax) return wrong("workers[" + std::to_string(i) + "].at", "位置超出城市范围。");
    if (w.district < 0 || w.district > 10'000) return wrong("workers[" + std::to_string(i) + "].district", "区域编号不成立。");
    if (i == 0) low = high = w.at;
    low = {std::min(low.x, w.at.x), std::min(low.y, w.at.y)};
    high = {std::max(high.x, w.at.x), std::max(high.y, w.at.y)};
    d.districts_ = std::max(d.districts_, w.district + 1);
  }
  d.low_ = low;
  d.columns_ = (high.x - low.x) / kCell + 1;
  d.rows_ = (high.y - low.y) / kCell + 1;
  d.cells_.resize(static_cast<std::size_t>(d.columns_) * d.rows_);
  d.idle_.assign(static_cast<std::size_t>(d.districts_) * kGroups, 0);
  d.queued_.assign(d.idle_.size(), 0);
  d.workers_.resize(workers.size());
  d.slot_.assign(workers.size(), -1);
  for (std::size_t i = 0; i < workers.size(); ++i) d.update(static_cast<int>(i), workers[i]);
  return d;
}

Seconds Dispatcher::travel(Point a, Point b) const {
  const double dx = double(a.x) - b.x, dy = double(a.y) - b.y;
  return static_cast<Seconds>(std::sqrt(dx * dx + dy * dy) * seconds_per_metre_);
}

// Whoever is outside the first workers' box belongs to its rim: distances stay true, only the search is longer.
int Dispatcher::cell(Point p) const {
  const int x = std::clamp((p.x - low_.x) / kCell, 0, columns_ - 1), y = std::clamp((p.y - low_.y) / kCell, 0, rows_ - 1);
  return y * columns_ + x;
}

void Dispatcher::count(const Worker& w, int sign) {
  if (w.busy) return;
  int* groups = &idle_[static_cast<std::size_t>(w.district) * kGroups];
  groups[kSkills] += sign;
  for (Skills rest = w.skills; rest != 0; rest &= rest - 1) groups[std::countr_zero(rest)] += sign;
}

void Dispatcher::count(const Order& o, int sign) {
  int* groups = &queued_[static_cast<std::size_t>(std::clamp(o.district, 0, districts_ - 1)) * kGroups];
  groups[kSkills] += sign;
  for (Skills rest = o.skills; rest != 0; rest &= rest - 1) groups[std::countr_zero(rest)] += sign;
}

void Dispatcher::update(int index, const Worker& now) {
  Worker& w = workers_[static_cast<std::size_t>(index)];
  if (slot_[static_cast<std::size_t>(index)] >= 0) {
    count(w, -1);
    auto& here = cells_[static_cast<std::size_t>(cell(w.at))];
    const int last = here.back();
    here[static_cast<std::size_t>(slot_[static_cast<std::size_t>(index)])] = last;
    slot_[static_cast<std::size_t>(last)] = slot_[static_cast<std::size_t>(index)];
    here.pop_back();
    slot_[static_cast<std::size_t>(index)] = -1;
  }
  w = now;
  w.district = std::clamp(w.district, 0, districts_ - 1);
  if (!w.on) return;
  auto& there = cells_[static_cast<std::size_t>(cell(w.at))];
  slot_[static_cast<std::size_t>(index)] = static_cast<int>(there.size());
  there.push_back(index);
  count(w, 1);
}

void Dispatcher::search(const Order& order, Seconds now, Seconds ahead, Seconds cap, int count, std::vector<Candidate>& found) const {
  found.clear();
  const auto cheaper = [](const Candidate& a, const Candidate& b) { return a.cost != b.cost ? a.cost < b.cost : a.worker < b.worker; };
  const auto consider = [&](int index) {
    const Worker& w = workers_[static_cast<std::size_t>(index)];
    if ((w.skills & order.skills) != order.skills) return;
    const Seconds wait = w.busy ? std::max(0, w.free_at - now) : 0;
    if (w.busy && (ahead < 0 || wait > ahead)) return;
    const Seconds way = travel(w.at, order.at);
    if (way > cap || now + wait + way + order.duration > w.shift_end) return;
    if (!order.refused.empty() && listed(order.refused, index)) return;
    const bool stranger = !order.usual.empty() && !listed(order.usual, index);
    const Candidate candidate{index, way, wait, way + wait + rules_.fairness * w.jobs + (stranger ? rules_.unfamiliar : 0)};
    if (static_cast<int>(found.size()) == count) {
      if (!cheaper(candidate, found.front())) return;
      std::pop_heap(found.begin(), found.end(), cheaper);
      found.pop_back();
    }
    found.push_back(candidate);
    std::push_heap(found.begin(), found.end(), cheaper);
  };
  const int home = cell(order.at), cx = home % columns_, cy = home / columns_;
  const auto look = [&](int x, int y) {
    if (x < 0 || y < 0 || x >= columns_ || y >= rows_) return;
    for (const int index : cells_[static_cast<std::size_t>(y) * columns_ + x]) consider(index);
  };
  const int radius_max = std::max({cx, columns_ - 1 - cx, cy, rows_ - 1 - cy});
  for (int radius = 0; radius <= radius_max; ++radius) {
    // Who is in this ring is at least so far away (a place outside the box is farther than its cell at the rim).
    const Seconds least = radius < 2 ? 0 : travel({0, 0}, {(radius - 1) * kCell, 0});
    if (least > cap || (static_cast<int>(found.size()) == count && least > found.front().cost)) break;
    if (radius == 0) {
      look(cx, cy);
      continue;
    }
    for (int x = cx - radius; x <= cx + radius; ++x) look(x, cy - radius), look(x, cy + radius);
    for (int y = cy - radius + 1; y < cy + radius; ++y) look(cx - radius, y), look(cx + radius, y);
  }
  std::sort_heap(found.begin(), found.end(), cheaper);
}

bool Dispatcher::scarce(const Order& order) const {
  const auto base = static_cast<std::size_t>(std::clamp(order.district, 0, districts_ - 1)) * kGroups;
  const auto few = [&](std::size_t group) {
    return std::int64_t(idle_[base + group]) * 100 < std::int64_t(rules_.idle_per_waiting_percent) * (queued_[base + group] + 1);
  };
  if (few(kSkills)) return true;
  for (Skills rest = order.skills; rest != 0; rest &= rest - 1)
    if (few(static_cast<std::size_t>(std::countr_zero(rest)))) return true;
  return false;
}

Result<Match> Dispatcher::offer(int number, const Order& order, Seconds now) {
  if (std::abs(std::int64_t(order.at.x)) > kSpanMax || std::abs(std::int64_t(order.at.y)) > kSpanMax)
    return fail_field("at", "位置", "位置超出城市范围。");
  if (order.duration < 0) return fail_field("duration", "时长", "时长不能是负数。");
  if (waiting_.size() >= static_cast<std::size_t>(kOrdersMax)) return fail(errors::busy, "等待派单的订单过多。");
  if (order.urgent || !scarce(order)) {
    search(order, now, -1, order.urgent ? kNoCap : rules_.travel_max, 1, found_);
    if (!found_.empty()) return Match{number, found_[0].worker, found_[0].travel, found_[0].cost};
  }
  count(order, 1);
  waiting_.push_back({number, order});
  return Match{number, -1, 0, 0};
}

bool Dispatcher::withdraw(int number) {
  const auto it = std::find_if(waiting_.begin(), waiting_.end(), [&](const Waiting& w) { return w.number == number; });
  if (it == waiting_.end()) return false;
  count(it->order, -1);
  waiting_.erase(it);
  return true;
}

void Dispatcher::gather_bidders(Seconds now) {
  bidders_.clear();
  bidder_first_.assign(1, 0);
  for (const auto& cell : cells_) {
    for (const int index : cell) {
      const Worker& w = workers_[static_cast<std::size_t>(index)];
      const Seconds wait = w.busy ? std::max(0, w.free_at - now) : 0;
      if (wait > rules_.look_ahead) continue;
      const Seconds price = static_cast<Seconds>(std::int64_t(wait) * rules_.wait_percent / 100) + rules_.fairness * w.jobs;
      bidders_.push_back({w.at, index, wait, now + wait, w.shift_end, price, w.skills});
    }
    bidder_first_.push_back(static_cast<int>(bidders_.size()));
  }
}

// The cheapest bidders within the cap, cheapest first: rules_.candidates at most.
void Dispatcher::bid(const Order& order, Seconds cap, std::vector<Candidate>& found) const {
  found.clear();
  const auto cheaper = [](const Candidate& a, const Candidate& b) { return a.cost != b.cost ? a.cost < b.cost : a.worker < b.worker; };
  const auto most = static_cast<std::size_t>(rules_.candidates);
  const int home = cell(order.at), cx = home % columns_, cy = home / columns_;
  // Somebody at a place outside the box stands in a cell of the rim and may be farther, never nearer, than the cell.
  const auto reach = static_cast<int>(std::min(double(columns_) + rows_, cap / seconds_per_metre_ / kCell + 1));
  const int left = std::max(0, cx - reach), right = std::min(columns_ - 1, cx + reach);
  for (int y = std::max(0, cy - reach); y <= std::min(rows_ - 1, cy + reach); ++y) {
    const auto row = static_cast<std::size_t>(y) * columns_;
    for (int i = bidder_first_[row + left]; i < bidder_first_[row + right + 1]; ++i) {
      const Bidder& b = bidders_[static_cast<std::size_t>(i)];
      if ((b.skills & order.skills) != order.skills) continue;
      const Seconds way = travel(b.at, order.at);
      if (way > cap || b.free_at + way + order.duration > b.shift_end) continue;
      const bool stranger = !order.usual.empty() && !listed(order.usual, b.worker);
      const Candidate candidate{b.worker, way, b.wait, way + b.price + (stranger ? rules_.unfamiliar : 0)};
      if (found.size() == most && !cheaper(candidate, found.back())) continue;
      if (!order.refused.empty() && listed(order.refused, b.worker)) continue;
      if (found.size() == most) found.pop_back();
      found.insert(std::upper_bound(found.begin(), found.end(), candidate, cheaper), candidate);
    }
  }
}

std::vector<Match> Dispatcher::batch(Seconds now) {
  if (waiting_.empty()) return {};
  gather_bidders(now);
  Rows rows;
  std::vector<Candidate> pairs;
  for (const Waiting& w : waiting_) {
    rows.first.push_back(static_cast<int>(rows.arcs.size()));
    const Seconds waited = std::max(0, now - w.order.placed);
    const Seconds cap = w.order.urgent ? kNoCap : rules_.travel_scarce + static_cast<Seconds>(std::int64_t(waited) * rules_.patience_percent / 100);
    bid(w.order, cap, found_);
    for (const Candidate& c : found_) {
      rows.arcs.push_back({c.worker, c.cost});
      pairs.push_back(c);
    }
    // Who has waited longer goes first when there are not enough for all.
    rows.alone.push_back(rules_.alone + (w.order.urgent ? 1'000 * kPriority : 0) + w.order.priority * kPriority +
                         std::int64_t(waited) * rules_.waited_percent / 100);
  }
  rows.first.push_back(static_cast<int>(rows.arcs.size()));
  const auto column = assign(rows, static_cast<int>(workers_.size()));
  std::vector<Match> matches;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < waiting_.size(); ++i) {
    const Candidate* chosen = nullptr;
    for (int a = rows.first[i]; a < rows.first[i + 1] && column[i] >= 0; ++a)
      if (pairs[static_cast<std::size_t>(a)].worker == column[i]) chosen = &pairs[static_cast<std::size_t>(a)];
    if (chosen != nullptr && !workers_[static_cast<std::size_t>(chosen->worker)].busy) {
      matches.push_back({waiting_[i].number, chosen->worker, chosen->travel, chosen->cost});
      count(waiting_[i].order, -1);
    } else {
      if (kept != i) waiting_[kept] = std::move(waiting_[i]);
      ++kept;
    }
  }
  waiting_.resize(kept);
  return matches;
}

std::vector<Candidate> Dispatcher::candidates(const Order& order, Seconds now, int count) const {
  std::vector<Candidate> found;
  search(order, now, rules_.look_ahead, kNoCap, std::max(1, count), found);
  return found;
}

}  // namespace yilin::matching
