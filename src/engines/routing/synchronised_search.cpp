#include "engines/routing/synchronised_search.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/assert.h"

namespace yilin::routing {
namespace {

constexpr int kNeighbours = 20;
constexpr double kWaiting = 0.2;     // a minute of waiting beside a minute of driving (Vidal et al. 2013)
constexpr double kKeyGapMin = 1e-9;  // below it the global order is numbered anew
constexpr std::size_t kTailMax = 24;

// −ln of evenly spread chances: how much worse than now is accepted, in temperatures.
const std::array<double, 4096> kWorse = [] {
  std::array<double, 4096> table{};
  for (std::size_t i = 0; i < table.size(); ++i) table[i] = -std::log((static_cast<double>(i) + 0.5) / static_cast<double>(table.size()));
  return table;
}();

}  // namespace

SyncSearch::SyncSearch(const SyncProblem& p, std::uint64_t seed) : p_(p), rng_(seed), state_(p) {
  able_.assign(static_cast<std::size_t>(2 * state_.visits()) * p.carers, 0);
  for (int v = 0; v < state_.visits(); ++v)
    for (std::size_t k = 0; k < p.visits[v].services.size(); ++k) {
      const int node = 2 * v + static_cast<int>(k);
      all_nodes_.push_back(node);
      for (const int c : p.visits[v].services[k].carers) able_[static_cast<std::size_t>(node) * p.carers + c] = 1;
    }
  find_neighbours();
  construct();
  best_ = cost_ = state_.cost();
  remember();
}

// Near in place and time: what would be driven, waited and late if one followed the other, among those that one carer can do.
void SyncSearch::find_neighbours() {
  before_.resize(2 * state_.visits());
  after_.resize(2 * state_.visits());
  std::vector<std::pair<double, int>> first, second;
  const auto take = [&](std::vector<std::pair<double, int>>& row, std::vector<int>& into) {
    const auto keep = std::min<std::size_t>(kNeighbours, row.size());
    std::partial_sort(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(keep), row.end());
    for (std::size_t i = 0; i < keep; ++i) into.push_back(row[i].second);
  };
  const auto cost = [&](int from, int to) {
    const SyncVisit &a = p_.visits[from / 2], &b = p_.visits[to / 2];
    const Units drive = state_.between(from, to), spent = a.services[from % 2].duration + drive;
    return static_cast<double>(drive) + kWaiting * static_cast<double>(std::max<Units>(0, b.open - spent - a.due)) +
           static_cast<double>(std::max<Units>(0, a.open + spent - b.due));
  };
  double sum = 0;
  int count = 0;
  for (const int node : all_nodes_) {
    const auto& carers = p_.visits[node / 2].services[node % 2].carers;
    first.clear();
    second.clear();
    for (const int other : all_nodes_) {
      if (other / 2 == node / 2 || std::none_of(carers.begin(), carers.end(), [&](int c) { return able(other, c); })) continue;
      first.emplace_back(cost(other, node), other);
      second.emplace_back(cost(node, other), other);
    }
    take(first, before_[node]);
    take(second, after_[node]);
    for (std::size_t i = 0; i < std::min<std::size_t>(4, after_[node].size()); ++i, ++count)
      sum += static_cast<double>(state_.between(node, after_[node][i]));
  }
  scale_ = count > 0 ? std::max(1.0, sum / count) : 1.0;
}

// In the order of opening, each service to the able carer who would be there first.
void SyncSearch::construct() {
  std::vector<int> order(state_.visits());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return p_.visits[a].open < p_.visits[b].open; });
  double key = 0;
  for (const int v : order) {
    SyncState::Place place{++key, {-1, -1}};
    for (int k = 0; k <= static_cast<int>(state_.pair(v)); ++k) {
      Units earliest = std::numeric_limits<Units>::max();
      for (const int c : p_.visits[v].services[k].carers) {
        if (k == 1 && c == place.carer[0]) continue;
        const Units there = ready(state_.prev(state_.head(c)), 2 * v);
        if (there < earliest) earliest = there, place.carer[k] = c;
      }
      if (place.carer[k] < 0) {  // the only carer able to do the second stands at the first: change the first
        place.carer[1] = place.carer[0];
        for (const int c : p_.visits[v].services[0].carers)
          if (c != place.carer[1]) place.carer[0] = c;
      }
    }
    state_.begin();
    state_.attach(v, place);
    state_.settle();
  }
}

void SyncSearch::remember() {
  best_places_.resize(state_.visits());
  for (int v = 0; v < state_.visits(); ++v) best_places_[v] = state_.place(v);
}

void SyncSearch::return_to_best() {
  state_.begin();
  for (int v = 0; v < state_.visits(); ++v) state_.detach(v);
  for (int v = 0; v < state_.visits(); ++v) state_.attach(v, best_places_[v]);
  cost_ = state_.settle();
}

SyncPlan SyncSearch::plan() {
  return_to_best();
  YILIN_ASSERT(cost_ == best_);  // what the moves added up is what the plan costs
  SyncPlan result;
  result.order = state_.order();
  result.stops.resize(state_.visits());
  for (const int node : all_nodes_) result.stops[node / 2].push_back({state_.carer(node), state_.start(node)});
  result.travel = state_.travel();
  result.tardiness = state_.tardiness();
  result.greatest_tardiness = state_.greatest();
  return result;
}

void SyncSearch::run(std::int64_t moves, double temperature) {
  for (std::int64_t i = 0; i < moves; ++i) step(temperature);
}

void SyncSearch::step(double temperature) {
  state_.begin();
  renumber_ = false;
  allowed_ = temperature * kWorse[rng_.next() >> 52];
  const double dice = rng_.uniform();
  const bool made = dice < 0.60   ? relocate()
                    : dice < 0.78 ? exchange()
                    : dice < 0.90 ? move_chain()
                    : dice < 0.95 ? change_carer()
                                  : exchange_tails();
  if (!made) return;
  const Units cost = state_.settle();
  if (static_cast<double>(cost - cost_) > allowed_) return state_.undo();
  cost_ = cost;
  if (cost < best_) {
    best_ = cost;
    remember();
  }
  if (renumber_) state_.renumber();
}

int SyncSearch::any_carer(int node) {
  const auto& carers = p_.visits[node / 2].services[node % 2].carers;
  return carers[rng_.below(carers.size())];
}
int SyncSearch::any_node() { return all_nodes_[rng_.below(all_nodes_.size())]; }

// Strictly between, anywhere in the gap.
double SyncSearch::key_in(Gap gap) {
  const double low = state_.node_key(gap.from), high = state_.is_head(gap.to) ? low + 2 : state_.node_key(gap.to);
  if (high - low < kKeyGapMin) renumber_ = true;
  return low + (high - low) * (0.02 + 0.96 * rng_.uniform());
}

SyncSearch::Gap SyncSearch::gap_at(int c, double key, int node) const {
  const int from = state_.before(c, key, node);
  const int to = state_.next(from);
  return {from, to == node ? state_.next(to) : to};
}

Units SyncSearch::travel_change(int node, Gap to) const {
  if (to.from == state_.prev(node) && to.to == state_.next(node)) return 0;
  return state_.between(to.from, node) + state_.between(node, to.to) - state_.between(to.from, to.to) - state_.detour(node);
}

// The least that the visit's own lateness and that of its next grow, as far as what stands before does not move.
Units SyncSearch::late_change(int v, const Gap (&to)[2]) const {
  const int services = 1 + static_cast<int>(state_.pair(v));
  Units start[2] = {state_.open(v), state_.open(v)}, change = 0;
  for (int k = 0; k < services; ++k) {
    const int from = to[k].from, c = state_.carer(from);
    const bool moves = !state_.is_head(from) && (c == state_.carer(2 * v) || (services == 2 && c == state_.carer(2 * v + 1))) && state_.node_key(from) >= state_.key(v);
    if (!moves) start[k] = std::max(start[k], ready(from, 2 * v + k));
    change -= state_.late(2 * v + k);
  }
  if (services == 2) {
    start[1] = std::max(start[1], start[0] + p_.visits[v].gap_min);
    start[0] = std::max(start[0], start[1] - p_.visits[v].gap_max);
  }
  for (int k = 0; k < services; ++k) {
    change += std::max<Units>(0, start[k] - state_.due(v));
    const int next = to[k].to, c = state_.carer(next);
    if (state_.is_head(next) || c == state_.carer(2 * v) || (services == 2 && c == state_.carer(2 * v + 1))) continue;
    const Units there = start[k] + p_.visits[v].services[k].duration + state_.between(2 * v, next);
    change += std::max<Units>(0, there - state_.due(next / 2) - state_.late(next));
  }
  return change;
}

// `relief`: lateness that the move may end elsewhere.
bool SyncSearch::hopeless(Units change, Units relief) const {
  if (relief > 0) relief += state_.greatest();
  return static_cast<double>(change - relief) > allowed_;
}

// Judges the new place of one visit, and makes it if there is hope.
bool SyncSearch::move_to(int v, const SyncState::Place& place) {
  const int services = 1 + static_cast<int>(state_.pair(v));
  if (services == 2 && place.carer[0] == place.carer[1]) return false;
  Gap to[2]{};
  Units change = 0, relief = 0;
  for (int k = 0; k < services; ++k) {
    const int node = 2 * v + k;
    to[k] = gap_at(place.carer[k], place.key, node);
    change += travel_change(node, to[k]);
    relief += state_.late_of_carer(state_.carer(node));
  }
  change += late_change(v, to);
  if (hopeless(change, relief)) return false;
  state_.detach(v);
  state_.attach(v, place);
  return true;
}

bool SyncSearch::relocate() {
  const int node = any_node(), v = node / 2, k = node % 2;
  const bool behind = rng_.chance(0.5);
  const auto& near = behind ? before_[node] : after_[node];
  if (near.empty()) return false;
  const int anchor = near[rng_.below(near.size())], c = state_.carer(anchor);
  if (!able(node, c)) return false;
  Gap gap = behind ? Gap{anchor, state_.next(anchor)} : Gap{state_.prev(anchor), anchor};
  if (gap.from == node) gap.from = state_.prev(node);
  if (gap.to == node) gap.to = state_.next(node);
  SyncState::Place place = state_.place(v);
  place.carer[k] = c;
  place.key = key_in(gap);
  if (state_.pair(v)) {
    const int other = node ^ 1;
    int& companion = place.carer[1 - k];
    const double dice = rng_.uniform();
    if (dice < 0.3 && !before_[other].empty()) {
      companion = state_.carer(before_[other][rng_.below(before_[other].size())]);
      if (!able(other, companion)) return false;
    } else if (dice < 0.4 || companion == c) {
      companion = any_carer(other);
    }
  }
  return move_to(v, place);
}

bool SyncSearch::change_carer() {
  const int node = any_node(), v = node / 2;
  SyncState::Place place = state_.place(v);
  const int c = any_carer(node);
  if (c == place.carer[node % 2]) return false;
  place.carer[node % 2] = c;
  return move_to(v, place);
}

// Two visits change their place in the order and, where both are able, their carers.
bool SyncSearch::exchange() {
  const int a = any_node(), v = a / 2;
  const auto& near = rng_.chance(0.5) ? before_[a] : after_[a];
  if (near.empty()) return false;
  const int b = near[rng_.below(near.size())], w = b / 2, i = a % 2, j = b % 2;
  SyncState::Place at = state_.place(v), bt = state_.place(w);
  if (!able(a, bt.carer[j]) || !able(b, at.carer[i])) return false;
  std::swap(at.carer[i], bt.carer[j]);
  const bool pairs = state_.pair(v) && state_.pair(w);
  if (pairs && able(a ^ 1, bt.carer[1 - j]) && able(b ^ 1, at.carer[1 - i]) && rng_.chance(0.5)) std::swap(at.carer[1 - i], bt.carer[1 - j]);
  std::swap(at.key, bt.key);
  if ((state_.pair(v) && at.carer[0] == at.carer[1]) || (state_.pair(w) && bt.carer[0] == bt.carer[1])) return false;

  Units change = 0;
  const int pa = state_.prev(a), na = state_.next(a), pb = state_.prev(b), nb = state_.next(b);
  if (na == b) change = state_.between(pa, b) + state_.between(b, a) + state_.between(a, nb) - state_.between(pa, a) - state_.between(a, b) - state_.between(b, nb);
  else if (nb == a) change = state_.between(pb, a) + state_.between(a, b) + state_.between(b, na) - state_.between(pb, b) - state_.between(b, a) - state_.between(a, na);
  else change = state_.between(pb, a) + state_.between(a, nb) - state_.between(pb, b) - state_.between(b, nb) +
                state_.between(pa, b) + state_.between(b, na) - state_.between(pa, a) - state_.between(a, na);
  Units relief = state_.late_of_carer(state_.carer(a)) + state_.late_of_carer(state_.carer(b));
  for (const auto& [node, place] : {std::pair{a, &at}, {b, &bt}}) {
    if (!state_.pair(node / 2)) continue;
    change += travel_change(node ^ 1, gap_at(place->carer[1 - node % 2], place->key, node ^ 1));
    relief += state_.late_of_carer(state_.carer(node ^ 1));
  }
  if (hopeless(change, relief)) return false;
  state_.detach(v);
  state_.detach(w);
  state_.attach(v, at);
  state_.attach(w, bt);
  return true;
}

// Two or three services that follow each other at one carer go behind a neighbour of the first.
bool SyncSearch::move_chain() {
  const int first = any_node();
  const auto& near = before_[first];
  if (near.empty()) return false;
  const int anchor = near[rng_.below(near.size())], c = state_.carer(anchor);
  const std::size_t length = 2 + rng_.below(2);
  chain_.clear();
  for (int node = first; chain_.size() < length && !state_.is_head(node); node = state_.next(node)) {
    if (node / 2 == anchor / 2 || !able(node, c) || (state_.pair(node / 2) && state_.carer(node ^ 1) == c)) return false;
    chain_.push_back(node);
  }
  const int to = state_.next(anchor);
  if (chain_.size() < 2 || to == first) return false;
  const int last = chain_.back(), from = state_.prev(first), behind = state_.next(last);
  Units change = state_.between(anchor, first) + state_.between(last, to) - state_.between(anchor, to) - state_.between(from, first) -
                 state_.between(last, behind) + state_.between(from, behind);
  const double low = state_.node_key(anchor), high = state_.is_head(to) ? low + 2 : state_.node_key(to);
  const double step = (high - low) / static_cast<double>(chain_.size() + 1), shift = step * (rng_.uniform() - 0.5);
  if (step < kKeyGapMin) renumber_ = true;
  Units relief = state_.late_of_carer(state_.carer(first));
  places_.clear();
  for (std::size_t i = 0; i < chain_.size(); ++i) {
    const int node = chain_[i];
    SyncState::Place place = state_.place(node / 2);
    place.carer[node % 2] = c;
    place.key = low + step * static_cast<double>(i + 1) + shift;
    if (state_.pair(node / 2)) {
      change += travel_change(node ^ 1, gap_at(place.carer[1 - node % 2], place.key, node ^ 1));
      relief += state_.late_of_carer(state_.carer(node ^ 1));
    }
    places_.emplace_back(node / 2, place);
  }
  if (hopeless(change, relief)) return false;
  for (const auto& [v, place] : places_) state_.detach(v);
  for (const auto& [v, place] : places_) state_.attach(v, place);
  return true;
}

// Two carers take over each other's routes: behind a comes b with all that follows it (2-opt*).
bool SyncSearch::exchange_tails() {
  const int a = any_node();
  const auto& near = after_[a];
  if (near.empty()) return false;
  const int b = near[rng_.below(near.size())], ca = state_.carer(a), cb = state_.carer(b);
  if (ca == cb || !able(b, ca) || a / 2 == b / 2) return false;
  const int pb = state_.prev(b), na = state_.next(a);
  const Units change = state_.between(a, b) + state_.between(pb, na) - state_.between(a, na) - state_.between(pb, b);
  if (hopeless(change, state_.late_of_carer(ca) + state_.late_of_carer(cb))) return false;
  const double from_a = state_.key(a / 2), from_b = state_.key(b / 2);
  const double lift = from_b < from_a ? from_a - from_b + 16 * kKeyGapMin : 0;  // b must come behind a
  places_.clear();
  for (const int start : {na, b})
    for (int node = start; !state_.is_head(node); node = state_.next(node)) {
      const bool of_a = start == na;
      const int v = node / 2, c = of_a ? cb : ca;
      if (!able(node, c) || places_.size() > kTailMax) return false;
      auto at = std::find_if(places_.begin(), places_.end(), [&](const auto& p) { return p.first == v; });
      if (at == places_.end()) at = places_.insert(at, {v, state_.place(v)});
      at->second.carer[node % 2] = c;
      if (!of_a) at->second.key += lift;
    }
  for (const auto& [v, place] : places_)
    if (place.carer[0] == place.carer[1]) return false;
  for (const auto& [v, place] : places_) state_.detach(v);
  for (const auto& [v, place] : places_) state_.attach(v, place);
  return true;
}

}  // namespace yilin::routing
