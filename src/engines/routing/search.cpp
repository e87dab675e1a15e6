#include "engines/routing/search.h"

#include <algorithm>
#include <numeric>

namespace yilin::routing {
namespace {
constexpr int kMeanRemoved = 10;      // visits taken out per ruin, on average (the paper's c̄)
constexpr int kStringMax = 10;        // longest string (L^max)
constexpr double kSplit = 0.5;        // share of strings that keep a piece in their middle (α)
constexpr double kSplitGrow = 0.01;   // chance that the kept piece stops growing (β)
constexpr int kBlink = 100;           // one fitting spot in so many is overlooked
constexpr int kFewBusy = 16;          // up to so many routes, all are looked at
constexpr int kNearFirst = 4;         // … those of so many nearest tasks first
constexpr int kNearLooked = 48;       // otherwise those of the nearest tasks
constexpr int kAbleWanted = 12;        // … and of more until so many carers may do it
constexpr int kTailsTried = 10;       // nearest tasks of other routes whose tails are compared with one's own
constexpr int kAbleNear = 24;         // somebody left out: how many of the nearest visits of carers who could come are ruined around
constexpr int kAbsentTried = 24;      // left-out units tried again beside those just removed
constexpr std::size_t kSlotsKept = 24;
constexpr std::size_t kNearKept = 160;
}  // namespace

Search::Search(const Model& m, std::uint64_t seed)
    : m_(m), plan_(m), rng_(seed), marked_(m.units.size(), 0), key_(m.units.size()), seen_(m.carers.size(), 0), absences_(m.units.size(), 0) {
  for (std::size_t c = 0; c < m.carers.size(); ++c) {
    if (static_cast<std::size_t>(m.carers[c].type) >= carers_of_type_.size()) carers_of_type_.resize(m.carers[c].type + 1);
    carers_of_type_[m.carers[c].type].push_back(static_cast<int>(c));
  }
  for (std::size_t t = 0; t < m.tasks.size(); ++t)
    if (m.tasks[t].unit >= 0) seeds_.push_back(static_cast<int>(t));
  find_near();
  plan_.save_into(best_);
}

void Search::find_near() {
  near_.resize(m_.tasks.size());
  if (m_.carers.empty()) return;
  const Kind& kind = m_.kinds[m_.carers[0].kind];
  std::vector<std::pair<std::int64_t, int>> order;
  for (const int t : seeds_) {
    const int* to = kind.cost_to_row(m_.tasks[t].place, m_.places);
    const int* from = kind.cost_from_row(m_.tasks[t].place, m_.places);
    order.clear();
    for (const int o : seeds_)
      if (o != t) order.emplace_back(std::int64_t(to[m_.tasks[o].place]) + from[m_.tasks[o].place], o);
    const std::size_t keep = std::min(order.size(), kNearKept);
    const auto end = order.begin() + static_cast<std::ptrdiff_t>(keep);
    if (keep < order.size()) std::nth_element(order.begin(), end, order.end());
    std::sort(order.begin(), end);
    near_[t].reserve(keep);
    for (std::size_t i = 0; i < keep; ++i) near_[t].push_back(order[i].second);
  }
}

double Search::scale() const {
  const std::size_t served = m_.units.size() - plan_.absent().size();
  return served == 0 ? 1 : std::max(1.0, static_cast<double>(plan_.total().cost) / static_cast<double>(served));
}

void Search::find_free() {
  free_.clear();
  if (static_cast<int>(plan_.busy().size()) >= carers_limit_) return;
  for (const std::vector<int>& carers : carers_of_type_)
    for (const int c : carers)
      if (plan_.route(c).tasks.empty() ) {
        free_.push_back(c);
        break;
      }
}

// Routes of the nearest tasks first: they set a low limit, and most of the others are then dismissed by price alone.
template <class F>
void Search::each_candidate(int task, F&& f) {
  const std::vector<int>& busy = plan_.busy();
  const bool few = static_cast<int>(busy.size()) <= kFewBusy;
  const std::vector<int>& near = near_[task];
  const int size = static_cast<int>(near.size()), looked = std::min(few ? kNearFirst : kNearLooked, size);
  ++stamp_;
  int able = 0;
  for (int i = 0; i < size && (i < looked || (!few && able < kAbleWanted)); ++i) {
    const int c = plan_.carer_of(near[i]);
    if (c < 0 || seen_[c] == stamp_ || !m_.may(c, task)) continue;
    seen_[c] = stamp_;
    ++able;
    f(c);
  }
  if (few)
    for (const int c : busy)
      if (seen_[c] != stamp_) f(c);
  for (const int c : free_) f(c);
}

template <class Take>
void Search::scan_route(int task, int carer, std::int64_t& limit, Take&& take) {
  if (m_.plain && m_.one_matrix) scan_plain<true>(plan_, task, carer, limit, take);
  else if (m_.plain) scan_plain<false>(plan_, task, carer, limit, take);
  else scan_general(plan_, task, carer, limit, take);
}

void Search::place_single(int unit) {
  const int task = m_.units[unit].a;
  Spot best;
  std::int64_t limit = std::numeric_limits<std::int64_t>::max();
  each_candidate(task, [&](int c) {
    scan_route(task, c, limit, [&](const Spot& s) {
      if (rng_.below(kBlink) == 0) return;
      best = s;
      limit = s.delta;
    });
  });
  if (!best) return;
  const bool opened = plan_.route(best.carer).tasks.empty();
  plan_.put(task, best);
  plan_.mark_served(unit);
  if (opened) find_free();
}

void Search::place_shipment(int unit) {
  ShipmentSpot best;
  bool found = false;
  std::int64_t limit = std::numeric_limits<std::int64_t>::max();
  each_candidate(m_.units[unit].a, [&](int c) { found = scan_shipment(plan_, unit, c, limit, best) || found; });
  if (!found) return;
  plan_.put(m_.units[unit].a, best.pickup);
  plan_.put(m_.units[unit].b, best.delivery);
  plan_.mark_served(unit);
  find_free();
}

// The cheapest spots of a task with all its possible begins.
void Search::collect(int task, std::vector<Slot>& out) {
  out.clear();
  const auto worse = [](const Slot& a, const Slot& b) { return a.spot.delta < b.spot.delta; };
  each_candidate(task, [&](int c) {
    if (!m_.may(c, task)) return;
    const GeneralScan scan(plan_, task, c);
    if (!scan.fits()) return;
    bool done = false;
    for (int i = 0; i < scan.gaps() && !done; ++i) {
      if (!scan.worth(i, out.size() < kSlotsKept ? std::numeric_limits<std::int64_t>::max() : out.front().spot.delta, done)) continue;
      const GapPrice p = scan.price(i);
      if (!p.fits || (out.size() >= kSlotsKept && p.delta >= out.front().spot.delta)) continue;
      scan.slots(i, p, [&](int lo, int hi) {
        if (rng_.below(kBlink) == 0) return;
        out.push_back({{p.delta, c, i, 0}, lo, hi});
        std::push_heap(out.begin(), out.end(), worse);
        if (out.size() > kSlotsKept) {
          std::pop_heap(out.begin(), out.end(), worse);
          out.pop_back();
        }
      });
    }
  });
  std::sort_heap(out.begin(), out.end(), worse);
}

void Search::place_tied(int unit) {
  const Unit& u = m_.units[unit];
  const Span bounds = tie_bounds(plan_, unit);
  if (bounds.lo > bounds.hi) return;
  const auto fits_exactly = [&](int task, const Spot& s) {
    thread_local std::vector<int> tasks;
    tasks = plan_.route(s.carer).tasks;
    tasks.insert(tasks.begin() + s.gap, task);
    return plan_.late_of(s.carer, tasks) >= 0;
  };
  collect(u.a, slots_a_);
  if (u.kind != UnitKind::pair) {
    for (const Slot& s : slots_a_) {
      const int begin = std::max(s.lo, bounds.lo);
      if (begin > std::min(s.hi, bounds.hi)) continue;
      plan_.set_pin(u.a, begin);
      if (m_.exact && !fits_exactly(u.a, s.spot)) {
        plan_.clear_pin(u.a);
        continue;
      }
      plan_.put(u.a, s.spot);
      plan_.mark_served(unit);
      find_free();
      return;
    }
    return;
  }
  if (slots_a_.empty()) return;
  collect(u.b, slots_b_);
  const Slot *first = nullptr, *second = nullptr;
  int begin_a = 0, begin_b = 0;
  std::int64_t limit = std::numeric_limits<std::int64_t>::max();
  for (const Slot& a : slots_a_) {
    if (!slots_b_.empty() && a.spot.delta + slots_b_.front().spot.delta >= limit) break;
    for (const Slot& b : slots_b_) {
      if (a.spot.delta + b.spot.delta >= limit) break;
      if (a.spot.carer == b.spot.carer) continue;
      const int lo_a = std::max(a.lo, bounds.lo), hi_a = std::min(a.hi, bounds.hi), lo_b = std::max(b.lo, bounds.lo), hi_b = std::min(b.hi, bounds.hi);
      const int x = std::max(lo_a, lo_b - u.gap_max), y = std::max(lo_b, x + u.gap_min);
      if (x > hi_a || y > hi_b || lo_b > hi_b) continue;
      if (m_.exact) {
        plan_.set_pin(u.a, x);
        plan_.set_pin(u.b, y);
        const bool fits = fits_exactly(u.a, a.spot) && fits_exactly(u.b, b.spot);
        plan_.clear_pin(u.a);
        plan_.clear_pin(u.b);
        if (!fits) continue;
      }
      limit = a.spot.delta + b.spot.delta;
      first = &a, second = &b;
      begin_a = x, begin_b = y;
    }
  }
  if (!first) return;
  plan_.set_pin(u.a, begin_a);
  plan_.set_pin(u.b, begin_b);
  plan_.put(u.a, first->spot);
  plan_.put(u.b, second->spot);
  plan_.mark_served(unit);
  find_free();
}

void Search::place(int unit) {
  const Unit& u = m_.units[unit];
  if (u.tied) place_tied(unit);
  else if (u.kind == UnitKind::shipment) place_shipment(unit);
  else place_single(unit);
}

// Weighted choice of the order in which left-out units are placed: by chance, demand, distance, window; for home care also
// by scarcity of carers and priority.
void Search::sort_absent() {
  if (m_.carers.empty()) return;  // nobody to go: the order is of no matter
  const int rule = stubborn_first_ ? -1 : rng_.below(m_.plain ? 15 : 27);
  const int* home = m_.kinds[0].cost_from_row(m_.carers[0].start, m_.places);
  for (const int u : order_) {
    const Unit& unit = m_.units[u];
    const Task& t = m_.tasks[unit.a];
    std::int64_t key;
    if (rule < 0) key = -absences_[u];
    else if (rule < 4) key = static_cast<std::int64_t>(rng_.next() >> 2);
    else if (rule < 6) key = m_.dimensions == 0 ? -t.service : -m_.deliveries[unit.a * m_.dimensions] - m_.pickups[unit.a * m_.dimensions];
    else if (rule < 8) key = -home[t.place];
    else if (rule < 9) key = home[t.place];
    else if (rule < 11) key = std::int64_t(t.hi) - t.lo;
    else if (rule < 13) key = t.lo;
    else if (rule < 15) key = -t.hi;
    else if (rule < 21) key = unit.carers;
    else if (rule < 24) key = -unit.weight;
    else key = unit.kind == UnitKind::single ? t.hi - t.lo : std::numeric_limits<std::int64_t>::min() / 2;
    key_[u] = key;
  }
  std::sort(order_.begin(), order_.end(), [&](int a, int b) { return m_.units[a].depth != m_.units[b].depth ? m_.units[a].depth < m_.units[b].depth : key_[a] != key_[b] ? key_[a] < key_[b] : a < b; });
}

void Search::recreate() {
  find_free();
  sort_absent();
  for (const int u : order_) place(u);
}

void Search::remove_string(int task, int length) {
  const std::vector<int>& tasks = plan_.route(plan_.carer_of(task)).tasks;
  const int size = static_cast<int>(tasks.size()), at = plan_.position_of(task);
  int kept = 0;  // length of the piece left in the middle
  if (length > 1 && length < size && rng_.uniform() < kSplit) {
    kept = 1;
    while (length + kept < size && rng_.uniform() >= kSplitGrow) ++kept;
  }
  const int span = length + kept;
  const int lo = std::max(0, at - span + 1), hi = std::min(at, size - span);
  const int first = lo + rng_.below(hi - lo + 1);
  const int hole = kept > 0 ? 1 + rng_.below(length - 1) : span;  // tasks of the string before the kept piece
  for (int i = 0; i < span; ++i) {
    if (kept > 0 && i >= hole && i < hole + kept) continue;
    const int u = m_.tasks[tasks[first + i]].unit;
    if (u < 0 || marked_[u]) continue;
    marked_[u] = 1;
    leaving_.push_back(u);
  }
}

void Search::ruin(int seed) {
  leaving_.clear();
  const std::size_t busy = plan_.busy().size();
  if (busy == 0) return;
  const double mean = static_cast<double>(m_.units.size() - plan_.absent().size()) / static_cast<double>(busy);
  const int string_max = static_cast<int>(std::max(1.0, std::min<double>(kStringMax, mean)));
  const double strings_max = 4.0 * kMeanRemoved / (1.0 + string_max) - 1.0;
  int strings = static_cast<int>(rng_.uniform() * strings_max + 1.0);
  ++stamp_;
  const auto take = [&](int task) {
    const int c = plan_.carer_of(task);
    if (c < 0 || seen_[c] == stamp_ || marked_[m_.tasks[task].unit]) return;
    seen_[c] = stamp_;
    const int longest = std::min(string_max, static_cast<int>(plan_.route(c).tasks.size()));
    remove_string(task, 1 + rng_.below(longest));
    --strings;
  };
  take(seed);
  for (const int t : near_[seed]) {
    if (strings <= 0) break;
    take(t);
  }
  plan_.add_dependents(leaving_);
  for (const int u : leaving_) marked_[u] = 0;
}

void Search::construct() {
  order_ = plan_.absent();
  recreate();
  plan_.save_into(best_);
}

void Search::restart() {
  leaving_.clear();
  for (std::size_t u = 0; u < m_.units.size(); ++u)
    if (plan_.served(static_cast<int>(u))) leaving_.push_back(static_cast<int>(u));
  plan_.take_out(leaving_);
  order_ = plan_.absent();
  recreate();
  if (plan_.total() < best_.total) plan_.save_into(best_);
}

void Search::attempt(int seed) {
  plan_.begin();
  order_ = plan_.absent();
  if (static_cast<int>(order_.size()) > kAbsentTried) {  // a few of them, by chance
    for (int k = 0; k < kAbsentTried; ++k) std::swap(order_[k], order_[k + rng_.below(static_cast<int>(order_.size()) - k)]);
    order_.resize(kAbsentTried);
  }
  ruin(seed);
  plan_.take_out(leaving_);
  order_.insert(order_.end(), leaving_.begin(), leaving_.end());
  recreate();
}

bool Search::accept(const Total& before, double temperature) {
  if (plan_.broken() > 0) return false;
  const Total& now = plan_.total();
  if (now.unserved != before.unserved) return now.unserved < before.unserved;
  const auto old_cost = static_cast<double>(before.cost + before.late * m_.late_weight);
  return static_cast<double>(plan_.weighed()) < old_cost - temperature * std::log(rng_.uniform());
}

std::int64_t Search::run(std::int64_t first, std::int64_t last, const Cooling& cooling, const std::function<bool()>& stop) {
  double temperature = cooling.at(first);
  for (std::int64_t i = first; i < last; ++i) {
    if ((i & 127) == 0 && i != first) {
      if (stop()) return i;
      temperature = cooling.at(i);
    }
    if (m_.plain && swap_tails(temperature) && plan_.total() < best_.total) plan_.save_into(best_);
    const Total before = plan_.total();
    attempt(any_task());
    if (!accept(before, temperature)) plan_.rollback();
    else if (plan_.total() < best_.total) plan_.save_into(best_);
  }
  return last;
}

// Two routes exchange their ends (2-opt*): strings are too short to change who shares a long route. One of a task's nearest follows
// it; the first exchange that the temperature allows is made.
bool Search::swap_tails(double temperature) {
  const int task = any_task(), a = plan_.carer_of(task);
  if (a < 0) return false;
  const RouteState& ra = plan_.route(a);
  const Kind& kind = m_.kinds[0];
  const int gap_a = plan_.position_of(task) + 1;
  const Gap& from = ra.gaps[gap_a];
  const int *cost = kind.cost_to_row(from.from, m_.places), *time = kind.time_to_row(from.from, m_.places);
  const int *cost_back = kind.cost_from_row(from.to, m_.places), *time_back = kind.time_from_row(from.to, m_.places);
  const auto allowed = static_cast<std::int64_t>(std::ceil(-temperature * std::log(rng_.uniform())));
  const std::vector<int>& near = near_[task];
  const auto load_until = [&](const RouteState& r, int gap) {
    std::int64_t sum = 0;
    for (int i = 0; i < gap; ++i) sum += m_.deliveries[r.tasks[i]] + m_.pickups[r.tasks[i]];
    return sum;
  };
  for (int k = 0, tried = 0; k < static_cast<int>(near.size()) && tried < kTailsTried; ++k) {
    const int next = near[k], b = plan_.carer_of(next);
    if (b < 0 || b == a || m_.carers[a].type != m_.carers[b].type) continue;
    ++tried;
    const RouteState& rb = plan_.route(b);
    const int place = m_.tasks[next].place;
    const int gap_b = plan_.position_of(next);
    const Gap& to = rb.gaps[gap_b];
    std::int64_t delta = std::int64_t(cost[place]) + cost_back[to.from] - from.cost - to.cost;
    const bool empties = gap_b == 0 && gap_a == static_cast<int>(ra.tasks.size());
    if (empties) delta -= cost_back[to.from] + m_.carers[b].fixed;
    if (delta >= allowed) continue;
    if (from.departure + time[place] > to.latest || to.departure + time_back[to.from] > from.latest) continue;
    if (m_.dimensions == 1) {
      const std::int64_t before_a = load_until(ra, gap_a), before_b = load_until(rb, gap_b), most = m_.capacities[m_.carers[a].capacity_first];
      if (before_a + rb.load[0] - before_b > most || before_b + ra.load[0] - before_a > most) continue;
    }
    plan_.swap_tails(a, gap_a, b, gap_b);
    return true;
  }
  return false;
}

// Left-out visits, weighed by how often they have been left out.
std::int64_t Search::absence() const {
  std::int64_t sum = 0;
  for (const int u : plan_.absent()) sum += (absences_[u] + 1) * (1 + m_.units[u].weight / (static_cast<std::int64_t>(m_.problem->visits.size()) + 1));
  return sum;
}

// Half of the time a visit of a carer who could come, near somebody left out.
int Search::squeezed_task() {
  const std::vector<int>& absent = plan_.absent();
  if (absent.empty() || rng_.below(2) == 0) return any_task();
  const Unit& unit = m_.units[absent[rng_.below(static_cast<int>(absent.size()))]];
  const int task = unit.b >= 0 && rng_.below(2) == 0 ? unit.b : unit.a;
  int chosen = -1, able = 0;
  for (const int t : near_[task]) {
    const int c = plan_.carer_of(t);
    if (c < 0 || !m_.may(c, task)) continue;
    if (rng_.below(++able) == 0) chosen = t;
    if (able == kAbleNear) break;
  }
  return chosen >= 0 ? chosen : any_task();
}

// Accepts what leaves out the easier ones, or the same at a lower price.
void Search::squeeze(double temperature) {
  const std::int64_t before = absence(), cost = plan_.weighed();
  stubborn_first_ = rng_.below(2) == 0;
  attempt(squeezed_task());
  stubborn_first_ = false;
  const std::int64_t after = absence();
  for (const int u : plan_.absent()) ++absences_[u];
  const bool cheaper = static_cast<double>(plan_.weighed()) < static_cast<double>(cost) - temperature * std::log(rng_.uniform());
  if (plan_.broken() > 0 || after > before || (after == before && !cheaper)) plan_.rollback();
}

std::int64_t Search::place_absent(std::int64_t first, std::int64_t last, double temperature, const std::function<bool()>& stop) {
  std::int64_t i = first;
  for (; i < last && !plan_.absent().empty(); ++i) {
    if ((i & 127) == 0 && i != first && stop()) break;
    squeeze(temperature);
    if (plan_.total() < best_.total) plan_.save_into(best_);
  }
  plan_.load(best_);
  return i;
}

// The carer whose visits have been easiest to place.
void Search::close_one() {
  int least = -1;
  std::int64_t sum_least = 0;
  for (const int c : plan_.busy()) {
    std::int64_t sum = 0;
    for (const int t : plan_.route(c).tasks)
      if (m_.tasks[t].unit >= 0) sum += absences_[m_.tasks[t].unit] + 1;
    if (least < 0 || sum < sum_least || (sum == sum_least && c < least)) least = c, sum_least = sum;
  }
  leaving_.clear();
  for (const int t : plan_.route(least).tasks) {
    const int u = m_.tasks[t].unit;
    if (u >= 0 && std::find(leaving_.begin(), leaving_.end(), u) == leaving_.end()) leaving_.push_back(u);
  }
  plan_.add_dependents(leaving_);
  plan_.begin();
  plan_.take_out(leaving_);
  if (plan_.broken() > 0) plan_.rollback();
  carers_limit_ = static_cast<int>(plan_.busy().size());
}

std::int64_t Search::drop_carers(std::int64_t first, std::int64_t last, int least, double temperature, const std::function<bool()>& stop) {
  const std::int64_t unserved = plan_.total().unserved;
  Plan::Saved fewest;
  plan_.save_into(fewest);
  int fewest_carers = static_cast<int>(plan_.busy().size());
  std::int64_t i = first;
  for (; i < last; ++i) {
    if ((i & 127) == 0 && i != first && stop()) break;
    if (plan_.total().unserved <= unserved) {
      const int busy = static_cast<int>(plan_.busy().size());
      if (busy < fewest_carers || (busy == fewest_carers && plan_.total() < fewest.total)) {
        plan_.save_into(fewest);
        fewest_carers = busy;
      }
      if (fewest_carers <= least) break;
      close_one();
    }
    squeeze(temperature);
  }
  plan_.load(fewest);
  plan_.save_into(best_);
  carers_limit_ = fewest_carers;
  return i;
}

}  // namespace yilin::routing
