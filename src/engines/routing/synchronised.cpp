#include "engines/routing/synchronised.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>
#include <limits>
#include <numeric>
#include <string>
#include <tuple>

#include "base/rng.h"

namespace yilin::routing {
namespace {

constexpr int kNeighbours = 24;
constexpr double kHot = 2.0, kCold = 0.03;      // temperatures, in mean distances to the nearest visits
constexpr std::int64_t kMovesPerVisit = 400'000;  // of one cooling, where there is time for more than one
constexpr double kKeyGapMin = 1e-9;  // below it the global order is numbered anew

double processor_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

// The plan and its times. Nodes 2v and 2v+1 are the services of visit v; node 2·visits + c is carer c at the office, the
// head and tail of a ring of nodes that ascend in key.
class State {
 public:
  struct Place {
    double key;
    std::array<int, 2> carer;
  };

  explicit State(const SyncProblem& p)
      : p_(p), n_(static_cast<int>(p.visits.size())), nodes_(2 * n_ + p.carers), carer_(nodes_, -1), next_(nodes_), prev_(nodes_),
        location_(nodes_, 0), start_(nodes_, 0), duration_(nodes_, 0), late_(2 * n_, 0), key_(n_, 0), queued_(n_, 0), in_(n_, 0) {
    for (int v = 0; v < n_; ++v)
      for (int k = 0; k < services(v); ++k) {
        location_[2 * v + k] = p.visits[v].location;
        duration_[2 * v + k] = p.visits[v].services[k].duration;
      }
    for (int c = 0; c < p.carers; ++c) next_[head(c)] = prev_[head(c)] = head(c), carer_[head(c)] = c;
  }

  int visits() const { return n_; }
  int services(int v) const { return static_cast<int>(p_.visits[v].services.size()); }
  int head(int c) const { return 2 * n_ + c; }
  bool is_head(int node) const { return node >= 2 * n_; }
  int carer(int node) const { return carer_[node]; }
  int next(int node) const { return next_[node]; }
  int prev(int node) const { return prev_[node]; }
  double key(int v) const { return key_[v]; }
  double node_key(int node) const { return is_head(node) ? -1 : key_[node / 2]; }
  Units start(int node) const { return start_[node]; }
  Place place(int v) const { return {key_[v], {carer_[2 * v], carer_[2 * v + 1]}}; }
  Units travel() const { return travel_; }
  Units tardiness() const { return tardiness_; }
  Units greatest() const { return greatest_; }
  Units cost() const { return travel_ + tardiness_ + greatest_; }
  Units between(int a, int b) const { return p_.travel[static_cast<std::size_t>(location_[a]) * p_.locations + location_[b]]; }

  void detach(int v) {
    for (int k = 0; k < services(v); ++k) {
      const int node = 2 * v + k, before = prev_[node], after = next_[node];
      travel_ += between(before, after) - between(before, node) - between(node, after);
      next_[before] = after;
      prev_[after] = before;
      touch(after);
    }
    in_[v] = 0;
  }

  // Each service goes behind the last node of its carer with a smaller key.
  void attach(int v, const Place& place) {
    key_[v] = place.key;
    for (int k = 0; k < services(v); ++k) {
      const int node = 2 * v + k, c = place.carer[k];
      int before = prev_[head(c)];
      while (!is_head(before) && key_[before / 2] > place.key) before = prev_[before];
      const int after = next_[before];
      carer_[node] = c;
      prev_[node] = before;
      next_[node] = after;
      next_[before] = prev_[after] = node;
      travel_ += between(before, node) + between(node, after) - between(before, after);
      touch(after);
    }
    in_[v] = 1;
    touch(2 * v);
  }

  // Re-times what was touched, in global order.
  void settle() {
    for (const int v : dirty_) push(v);
    dirty_.clear();
    while (heap_size_ > 0) {
      const int v = pop();
      if (!in_[v]) continue;
      time(v);
    }
    if (rescan_) greatest_ = late_.empty() ? 0 : *std::max_element(late_.begin(), late_.end());
    rescan_ = false;
  }

  // What undo needs of the times.
  void begin() {
    log_.clear();
    saved_travel_ = travel_, saved_tardiness_ = tardiness_, saved_greatest_ = greatest_;
  }
  void restore_times() {
    for (auto it = log_.rbegin(); it != log_.rend(); ++it) {
      start_[it->node] = it->start;
      late_[it->node] = it->late;
    }
    log_.clear();
    for (const int v : dirty_) queued_[v] = 0;
    dirty_.clear();
    travel_ = saved_travel_, tardiness_ = saved_tardiness_, greatest_ = saved_greatest_;
    rescan_ = false;
  }

  std::vector<int> order() const {
    std::vector<int> result(n_);
    std::iota(result.begin(), result.end(), 0);
    std::sort(result.begin(), result.end(), [&](int a, int b) { return key_[a] < key_[b]; });
    return result;
  }
  void renumber() {
    const auto sorted = order();
    for (int i = 0; i < n_; ++i) key_[sorted[i]] = i + 1;
  }

 private:
  struct Old {
    int node;
    Units start, late;
  };

  Units ready(int node) const {
    const int before = prev_[node];
    return (is_head(before) ? 0 : start_[before] + duration_[before]) + between(before, node);
  }

  void time(int v) {
    const SyncVisit& visit = p_.visits[v];
    const int a = 2 * v;
    Units first = std::max(ready(a), visit.open);
    if (visit.services.size() == 2) {
      const Units second = std::max({ready(a + 1), visit.open, first + visit.gap_min});
      first = std::max(first, second - visit.gap_max);
      set(a + 1, second, visit.due);
    }
    set(a, first, visit.due);
  }

  void set(int node, Units start, Units due) {
    const Units late = std::max<Units>(0, start - due);
    if (start == start_[node] && late == late_[node]) return;
    log_.push_back({node, start_[node], late_[node]});
    tardiness_ += late - late_[node];
    if (late >= greatest_) greatest_ = late;
    else if (late_[node] == greatest_) rescan_ = true;
    start_[node] = start;
    late_[node] = late;
    if (const int after = next_[node]; !is_head(after) && !queued_[after / 2]) {
      queued_[after / 2] = 1;
      push(after / 2);
    }
  }

  void touch(int node) {
    if (is_head(node)) return;
    const int v = node / 2;
    if (queued_[v]) return;
    queued_[v] = 1;
    dirty_.push_back(v);  // keys may still change: the heap is built when all edits are made
  }
  void push(int v) {
    if (static_cast<int>(heap_.size()) == heap_size_) heap_.push_back(v);
    int i = heap_size_++;
    while (i > 0 && key_[heap_[(i - 1) / 2]] > key_[v]) heap_[i] = heap_[(i - 1) / 2], i = (i - 1) / 2;
    heap_[i] = v;
  }
  int pop() {
    const int top = heap_[0], last = heap_[--heap_size_];
    int i = 0;
    for (int child; (child = 2 * i + 1) < heap_size_; i = child) {
      if (child + 1 < heap_size_ && key_[heap_[child + 1]] < key_[heap_[child]]) ++child;
      if (key_[last] <= key_[heap_[child]]) break;
      heap_[i] = heap_[child];
    }
    heap_[i] = last;
    queued_[top] = 0;
    return top;
  }

  const SyncProblem& p_;
  int n_, nodes_;
  std::vector<int> carer_, next_, prev_, location_;
  std::vector<Units> start_, duration_, late_;
  std::vector<double> key_;
  std::vector<char> queued_, in_;
  std::vector<int> dirty_, heap_;
  int heap_size_ = 0;
  std::vector<Old> log_;
  Units travel_ = 0, tardiness_ = 0, greatest_ = 0, saved_travel_ = 0, saved_tardiness_ = 0, saved_greatest_ = 0;
  bool rescan_ = false;
};

class Annealing {
 public:
  Annealing(const SyncProblem& p, std::uint64_t seed) : p_(p), rng_(seed), state_(p) {
    able_.assign(static_cast<std::size_t>(2 * state_.visits()) * p.carers, 0);
    for (int v = 0; v < state_.visits(); ++v)
      for (int k = 0; k < state_.services(v); ++k)
        for (const int c : p.visits[v].services[k].carers) able_[static_cast<std::size_t>(2 * v + k) * p.carers + c] = 1;
    find_neighbours();
    construct();
    best_ = cost_ = state_.cost();
    remember();
  }

  // One cooling from hot to cold over `moves` moves.
  void cool(std::int64_t moves, double hot, double cold) {
    const double factor = std::pow(cold / hot, 1.0 / static_cast<double>(std::max<std::int64_t>(1, moves / 256)));
    double temperature = hot;
    for (std::int64_t i = 0; i < moves; ++i) {
      if (i % 256 == 255) temperature *= factor;
      step(temperature);
    }
    iterations_ += moves;
  }

  void return_to_best() {
    for (int v = 0; v < state_.visits(); ++v) state_.detach(v);
    for (int v = 0; v < state_.visits(); ++v) state_.attach(v, best_places_[v]);
    state_.begin();
    state_.settle();
    cost_ = state_.cost();
  }

  double scale() const { return scale_; }
  Units best() const { return best_; }
  std::int64_t iterations() const { return iterations_; }

  SyncPlan plan() {
    return_to_best();
    SyncPlan result;
    result.order = state_.order();
    result.stops.resize(state_.visits());
    for (int v = 0; v < state_.visits(); ++v)
      for (int k = 0; k < state_.services(v); ++k) result.stops[v].push_back({state_.carer(2 * v + k), state_.start(2 * v + k)});
    result.travel = state_.travel();
    result.tardiness = state_.tardiness();
    result.greatest_tardiness = state_.greatest();
    result.iterations = iterations_;
    return result;
  }

 private:
  bool able(int node, int carer) const { return able_[static_cast<std::size_t>(node) * p_.carers + carer]; }
  int any_carer(int node) {
    const auto& carers = p_.visits[node / 2].services[node % 2].carers;
    return carers[rng_.below(carers.size())];
  }

  // Near in place and time: what would be driven, waited and late if one followed the other (Vidal et al. 2013).
  void find_neighbours() {
    const int n = state_.visits();
    neighbours_.resize(n);
    double sum = 0;
    std::int64_t count = 0;
    std::vector<std::pair<double, int>> row;
    for (int v = 0; v < n; ++v) {
      row.clear();
      const SyncVisit& a = p_.visits[v];
      const auto cost = [&](const SyncVisit& from, const SyncVisit& to) {
        const Units drive = p_.travel[static_cast<std::size_t>(from.location) * p_.locations + to.location];
        const Units done = from.services[0].duration + drive;
        return static_cast<double>(drive) + 0.2 * static_cast<double>(std::max<Units>(0, to.open - done - from.due)) +
               static_cast<double>(std::max<Units>(0, from.open + done - to.due));
      };
      for (int w = 0; w < n; ++w)
        if (w != v) row.emplace_back(std::min(cost(a, p_.visits[w]), cost(p_.visits[w], a)), w);
      const auto keep = std::min<std::size_t>(kNeighbours, row.size());
      std::partial_sort(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(keep), row.end());
      for (std::size_t i = 0; i < keep; ++i) {
        neighbours_[v].push_back(row[i].second);
        if (i < 4) {
          sum += static_cast<double>(
              p_.travel[static_cast<std::size_t>(a.location) * p_.locations + p_.visits[row[i].second].location]);
          ++count;
        }
      }
    }
    scale_ = count ? std::max(1.0, sum / static_cast<double>(count)) : 1.0;
  }

  // In the order of opening, each service to the able carer who would be there first.
  void construct() {
    std::vector<int> order(state_.visits());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return p_.visits[a].open < p_.visits[b].open; });
    state_.begin();
    double key = 0;
    for (const int v : order) {
      State::Place place{++key, {-1, -1}};
      for (int k = 0; k < state_.services(v); ++k) {
        Units earliest = std::numeric_limits<Units>::max();
        for (const int c : p_.visits[v].services[k].carers) {
          if (k == 1 && c == place.carer[0]) continue;
          const int last = state_.prev(state_.head(c));
          const Units there = (state_.is_head(last) ? 0 : state_.start(last) + p_.visits[last / 2].services[last % 2].duration) +
                              state_.between(last, 2 * v);
          if (there < earliest) earliest = there, place.carer[k] = c;
        }
        if (place.carer[k] < 0) {  // the only carer able to do the second stands at the first: change the first
          place.carer[1] = place.carer[0];
          for (const int c : p_.visits[v].services[0].carers)
            if (c != place.carer[1]) place.carer[0] = c;
        }
      }
      state_.attach(v, place);
      state_.settle();
    }
  }

  void remember() {
    best_places_.resize(state_.visits());
    for (int v = 0; v < state_.visits(); ++v) best_places_[v] = state_.place(v);
  }

  void step(double temperature) {
    touched_.clear();
    state_.begin();
    const double dice = rng_.uniform();
    const bool made = dice < 0.62   ? relocate()
                      : dice < 0.80 ? exchange()
                      : dice < 0.92 ? move_chain()
                      : dice < 0.97 ? change_carer()
                                    : exchange_tails();
    if (!made) return undo();
    state_.settle();
    const Units cost = state_.cost();
    const double worse = static_cast<double>(cost - cost_);
    if (worse > 0 && worse > -temperature * std::log(1.0 - rng_.uniform())) return undo();
    cost_ = cost;
    if (cost < best_) {
      best_ = cost;
      remember();
    }
    if (renumber_) {
      state_.renumber();
      renumber_ = false;
    }
  }

  void take(int v) {
    touched_.emplace_back(v, state_.place(v));
    state_.detach(v);
  }
  void undo() {
    for (const auto& [v, place] : touched_)
      if (attached_[v]) state_.detach(v);
    for (auto it = touched_.rbegin(); it != touched_.rend(); ++it) state_.attach(it->first, it->second);
    state_.restore_times();
    renumber_ = false;
  }
  bool put(int v, const State::Place& place) {
    if (state_.services(v) == 2 && place.carer[0] == place.carer[1]) {
      attached_[v] = 0;
      return false;
    }
    state_.attach(v, place);
    attached_[v] = 1;
    return true;
  }

  // A key strictly between, anywhere in the gap.
  double key_between(double low, double high) {
    if (high < 0) high = low + 2;
    if (high - low < kKeyGapMin) renumber_ = true;
    return low + (high - low) * (0.02 + 0.96 * rng_.uniform());
  }
  double key_after(int node) {
    const int after = state_.next(node);
    return key_between(std::max(0.0, state_.node_key(node)), state_.node_key(after));
  }
  double key_before(int node) { return key_between(std::max(0.0, state_.node_key(state_.prev(node))), state_.node_key(node)); }

  bool relocate() {
    const int v = static_cast<int>(rng_.below(state_.visits()));
    if (neighbours_[v].empty()) return false;
    const int near = neighbours_[v][rng_.below(neighbours_[v].size())];
    const int anchor = 2 * near + (state_.services(near) == 2 ? static_cast<int>(rng_.below(2)) : 0);
    const int k = state_.services(v) == 2 ? static_cast<int>(rng_.below(2)) : 0;
    const int c = state_.carer(anchor);
    if (!able(2 * v + k, c)) return false;
    const auto old = state_.place(v);
    start(v);
    State::Place place = old;
    place.carer[k] = c;
    if (state_.services(v) == 2 && (place.carer[1 - k] == c || rng_.chance(0.3))) place.carer[1 - k] = any_carer(2 * v + 1 - k);
    place.key = rng_.chance(0.5) ? key_after(anchor) : key_before(anchor);
    return put(v, place);
  }

  bool change_carer() {
    const int v = static_cast<int>(rng_.below(state_.visits()));
    const int k = state_.services(v) == 2 ? static_cast<int>(rng_.below(2)) : 0;
    auto place = state_.place(v);
    const int c = any_carer(2 * v + k);
    if (c == place.carer[k]) return false;
    start(v);
    place.carer[k] = c;
    return put(v, place);
  }

  // Two visits change their place in the order and, where both are able, their carers.
  bool exchange() {
    const int v = static_cast<int>(rng_.below(state_.visits()));
    if (neighbours_[v].empty()) return false;
    const int w = neighbours_[v][rng_.below(neighbours_[v].size())];
    auto a = state_.place(v), b = state_.place(w);
    const int i = state_.services(v) == 2 ? static_cast<int>(rng_.below(2)) : 0;
    const int j = state_.services(w) == 2 ? static_cast<int>(rng_.below(2)) : 0;
    if (!able(2 * v + i, b.carer[j]) || !able(2 * w + j, a.carer[i])) return false;
    start(v);
    start(w);
    std::swap(a.carer[i], b.carer[j]);
    if (state_.services(v) == state_.services(w) && state_.services(v) == 2 && able(2 * v + 1 - i, b.carer[1 - j]) &&
        able(2 * w + 1 - j, a.carer[1 - i]) && rng_.chance(0.5))
      std::swap(a.carer[1 - i], b.carer[1 - j]);
    std::swap(a.key, b.key);
    const bool first = put(v, a), second = put(w, b);
    return first && second;
  }

  // Two or three services that follow each other at one carer go behind a neighbour of the first.
  bool move_chain() {
    const int v = static_cast<int>(rng_.below(state_.visits()));
    if (neighbours_[v].empty()) return false;
    const int near = neighbours_[v][rng_.below(neighbours_[v].size())];
    const int anchor = 2 * near + (state_.services(near) == 2 ? static_cast<int>(rng_.below(2)) : 0);
    const int c = state_.carer(anchor);
    int node = 2 * v + (state_.services(v) == 2 ? static_cast<int>(rng_.below(2)) : 0);
    const int length = 2 + static_cast<int>(rng_.below(2));
    chain_.clear();
    for (int i = 0; i < length && !state_.is_head(node); ++i, node = state_.next(node)) {
      if (node / 2 == near || !able(node, c)) return false;
      chain_.push_back(node);
    }
    if (chain_.size() < 2) return false;
    places_.clear();
    for (const int link : chain_) {
      places_.push_back(state_.place(link / 2));
      start(link / 2);
    }
    double low = std::max(0.0, state_.node_key(anchor));
    double high = state_.node_key(state_.next(anchor));
    if (high < 0) high = low + 2;
    const double step = (high - low) / static_cast<double>(chain_.size() + 1);
    if (step < kKeyGapMin) renumber_ = true;
    const double shift = step * (rng_.uniform() - 0.5);
    bool all = true;
    for (std::size_t i = 0; i < chain_.size(); ++i) {
      auto place = places_[i];
      place.carer[chain_[i] % 2] = c;
      place.key = low + step * static_cast<double>(i + 1) + shift;
      all = put(chain_[i] / 2, place) && all;
    }
    return all;
  }

  // Behind one point of the global order two carers take over each other's routes.
  bool exchange_tails() {
    const int v = static_cast<int>(rng_.below(state_.visits()));
    if (neighbours_[v].empty()) return false;
    const int near = neighbours_[v][rng_.below(neighbours_[v].size())];
    const int a = 2 * v, b = 2 * near;
    const int ca = state_.carer(a), cb = state_.carer(b);
    if (ca == cb) return false;
    chain_.clear();
    for (int node = state_.next(a); !state_.is_head(node); node = state_.next(node)) {
      if (!able(node, cb)) return false;
      chain_.push_back(node);
    }
    // `near` itself follows v: the classic 2-opt* that joins two neighbours.
    for (int node = b; !state_.is_head(node); node = state_.next(node)) {
      if (!able(node, ca)) return false;
      chain_.push_back(node);
    }
    if (chain_.size() > 24 || chain_.empty()) return false;
    places_.clear();
    for (const int link : chain_) {
      const int w = link / 2;
      if (std::any_of(touched_.begin(), touched_.end(), [&](const auto& t) { return t.first == w; })) return false;
      places_.push_back(state_.place(w));
      start(w);
    }
    if (state_.key(near) < state_.key(v)) {  // keep the order: near must come behind v
      const double lift = state_.key(v) - state_.key(near);
      for (std::size_t i = 0; i < chain_.size(); ++i)
        if (places_[i].carer[chain_[i] % 2] == cb) places_[i].key += lift + kKeyGapMin * 16;
    }
    bool all = true;
    for (std::size_t i = 0; i < chain_.size(); ++i) {
      auto place = places_[i];
      place.carer[chain_[i] % 2] = place.carer[chain_[i] % 2] == ca ? cb : ca;
      all = put(chain_[i] / 2, place) && all;
    }
    return all;
  }

  void start(int v) {
    if (attached_.empty()) attached_.assign(state_.visits(), 0);
    take(v);
    attached_[v] = 0;
  }

  const SyncProblem& p_;
  Rng rng_;
  State state_;
  std::vector<char> able_;
  std::vector<std::vector<int>> neighbours_;
  double scale_ = 1;
  Units cost_ = 0, best_ = 0;
  std::vector<State::Place> best_places_;
  std::vector<std::pair<int, State::Place>> touched_;
  std::vector<char> attached_;
  std::vector<int> chain_;
  std::vector<State::Place> places_;
  bool renumber_ = false;
  std::int64_t iterations_ = 0;
};

// Small cases cool several times from different states; large ones once, slowly.
void anneal(Annealing& search, const SyncProblem& p, std::int64_t moves) {
  const double hot = search.scale() * kHot, cold = search.scale() * kCold;
  const std::int64_t one = static_cast<std::int64_t>(p.visits.size()) * kMovesPerVisit;
  const std::int64_t rounds = std::clamp<std::int64_t>(moves / std::max<std::int64_t>(one, 1), 1, 12);
  for (std::int64_t i = 0; i < rounds; ++i) {
    if (i % 3 != 0) search.return_to_best();
    search.cool(moves * (i + 1) / rounds - moves * i / rounds, i % 3 == 0 ? hot : hot / 8, cold);
  }
}

Status check(const SyncProblem& p) {
  const auto wrong = [](const std::string& field, std::string message) { return fail_field(field, "上门服务", std::move(message)); };
  if (p.carers < 1) return wrong("carers", "没有服务人员。");
  if (p.visits.empty()) return wrong("visits", "没有要安排的服务。");
  if (p.visits.size() > static_cast<std::size_t>(kSyncVisitsMax)) return wrong("visits", "服务超过 " + std::to_string(kSyncVisitsMax) + " 次的上限。");
  if (p.locations < 1 || p.travel.size() != static_cast<std::size_t>(p.locations) * p.locations) return wrong("travel", "路程表的行列数不对。");
  if (std::any_of(p.travel.begin(), p.travel.end(), [](Units d) { return d < 0; })) return wrong("travel", "路程不能是负数。");
  for (std::size_t v = 0; v < p.visits.size(); ++v) {
    const SyncVisit& visit = p.visits[v];
    const std::string at = "visits[" + std::to_string(v) + "]";
    if (visit.location < 0 || visit.location >= p.locations) return wrong(at + ".location", "地点不在路程表中。");
    if (visit.open < 0 || visit.due < visit.open) return wrong(at + ".time_window", "最晚开始早于最早开始，或是负数。");
    if (visit.services.empty() || visit.services.size() > 2) return wrong(at + ".services", "一次上门须有一项或两项服务。");
    if (visit.gap_min < 0 || visit.gap_max < visit.gap_min) return wrong(at + ".synchronization", "两项开始的间隔不成立。");
    std::vector<int> able;
    for (const SyncService& service : visit.services) {
      if (service.duration < 0) return wrong(at + ".duration", "时长不能是负数。");
      if (service.carers.empty()) return wrong(at + ".service", "没有人会这项服务。");
      for (const int c : service.carers)
        if (c < 0 || c >= p.carers) return wrong(at + ".service", "人员编号不存在。");
      able.insert(able.end(), service.carers.begin(), service.carers.end());
    }
    std::sort(able.begin(), able.end());
    able.erase(std::unique(able.begin(), able.end()), able.end());
    if (able.size() < visit.services.size()) return wrong(at + ".service", "两项服务须由两人，只有一人会。");
  }
  return {};
}

}  // namespace

Result<SyncPlan> solve(const SyncProblem& problem, const SyncOptions& options) {
  YILIN_CHECK(check(problem));
  std::int64_t moves = options.iterations;
  if (moves <= 0) {  // how many fit into the time: a cooling must know its length
    const double begin = processor_seconds();
    Annealing probe(problem, options.seed);
    const double ready = processor_seconds();
    std::int64_t tried = 0;
    while (processor_seconds() - ready < std::min(0.25, options.seconds * 0.03)) {
      probe.cool(2'000, probe.scale() * kHot / 8, probe.scale() * kCold);
      tried += 2'000;
    }
    const double spent = processor_seconds();
    const double rate = static_cast<double>(tried) / std::max(1e-9, spent - ready);
    moves = std::max<std::int64_t>(2'000, static_cast<std::int64_t>(rate * std::max(0.0, options.seconds - (spent - begin) - (ready - begin))));
  }
  Annealing search(problem, options.seed);
  anneal(search, problem, moves);
  return search.plan();
}

}  // namespace yilin::routing
