#include "engines/routing/synchronised_state.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace yilin::routing {

SyncState::SyncState(const SyncProblem& p)
    : p_(p), n_(static_cast<int>(p.visits.size())), locations_(p.locations), nodes_(2 * n_ + p.carers), visits_(n_), late_(2 * n_, 0),
      carer_late_(p.carers, 0), heap_(n_) {
  wide_ = std::any_of(p.travel.begin(), p.travel.end(), [](Units d) { return d > std::numeric_limits<std::int32_t>::max(); });
  if (!wide_) near_.assign(p.travel.begin(), p.travel.end());
  for (int v = 0; v < n_; ++v) {
    const SyncVisit& from = p.visits[v];
    visits_[v] = {0, from.open, from.due, from.gap_min, from.gap_max, from.services.size() == 2, false, false};
    for (int k = 0; k < 2; ++k)
      nodes_[2 * v + k] = {-1, -1, -1, from.location, 0, k < static_cast<int>(from.services.size()) ? from.services[k].duration : 0};
  }
  for (int c = 0; c < p.carers; ++c) nodes_[head(c)] = {head(c), head(c), c, 0, 0, 0};
}

void SyncState::begin() {
  edits_.clear();
  timed_.clear();
  saved_travel_ = travel_, saved_tardiness_ = tardiness_, saved_greatest_ = greatest_;
}

void SyncState::unlink(int node) {
  const Node& x = nodes_[node];
  nodes_[x.prev].next = x.next;
  nodes_[x.next].prev = x.prev;
  carer_late_[x.carer] -= late_[node];
}

void SyncState::link(int node, int carer, int before) {
  Node& x = nodes_[node];
  x.carer = carer;
  x.prev = before;
  x.next = nodes_[before].next;
  nodes_[before].next = nodes_[x.next].prev = node;
  carer_late_[carer] += late_[node];
}

void SyncState::detach(int v) {
  Edit edit{v, true, place(v), {-1, -1}};
  for (int k = 0; k <= static_cast<int>(visits_[v].pair); ++k) {
    const int node = 2 * v + k;
    edit.before[k] = nodes_[node].prev;
    travel_ -= detour(node);
    touch(nodes_[node].next);
    unlink(node);
  }
  visits_[v].in = false;
  edits_.push_back(edit);
}

void SyncState::attach(int v, const Place& place) {
  visits_[v].key = place.key;
  for (int k = 0; k <= static_cast<int>(visits_[v].pair); ++k) {
    const int node = 2 * v + k;
    link(node, place.carer[k], before(place.carer[k], place.key, -1));
    travel_ += detour(node);
    touch(nodes_[node].next);
  }
  visits_[v].in = true;
  touch(2 * v);
  edits_.push_back({v, false, place, {-1, -1}});
}

Units SyncState::settle() {
  for (const int v : dirty_) push(v);
  dirty_.clear();
  while (heap_size_ > 0) {
    const int v = pop();
    if (visits_[v].in) time(v);
  }
  if (rescan_) greatest_ = *std::max_element(late_.begin(), late_.end());
  rescan_ = false;
  return cost();
}

void SyncState::undo() {
  for (auto it = timed_.rbegin(); it != timed_.rend(); ++it) {
    nodes_[it->node].start = it->start;
    set_late(it->node, std::max<Units>(0, it->start - visits_[it->node / 2].due));
  }
  timed_.clear();
  for (auto it = edits_.rbegin(); it != edits_.rend(); ++it) {
    const int v = it->visit;
    for (int k = static_cast<int>(visits_[v].pair); k >= 0; --k) {
      if (it->taken) link(2 * v + k, it->place.carer[k], it->before[k]);
      else unlink(2 * v + k);
    }
    visits_[v].in = it->taken;
    if (it->taken) visits_[v].key = it->place.key;
  }
  edits_.clear();
  for (const int v : dirty_) visits_[v].queued = false;
  dirty_.clear();
  travel_ = saved_travel_, tardiness_ = saved_tardiness_, greatest_ = saved_greatest_;
  rescan_ = false;
}

void SyncState::time(int v) {
  const Visit& visit = visits_[v];
  const int a = 2 * v;
  Units first = std::max(ready(a), visit.open);
  if (visit.pair) {
    const Units second = std::max({ready(a + 1), visit.open, first + visit.gap_min});
    first = std::max(first, second - visit.gap_max);
    set(a + 1, second);
  }
  set(a, first);
}

void SyncState::set_late(int node, Units late) {
  const Units before = late_[node];
  if (late == before) return;
  late_[node] = late;
  carer_late_[nodes_[node].carer] += late - before;
  tardiness_ += late - before;
  if (late >= greatest_) greatest_ = late;
  else if (before == greatest_) rescan_ = true;
}

void SyncState::set(int node, Units start) {
  Node& x = nodes_[node];
  if (start == x.start) return;
  timed_.push_back({node, x.start});
  x.start = start;
  set_late(node, std::max<Units>(0, start - visits_[node / 2].due));
  if (is_head(x.next) || visits_[x.next / 2].queued) return;
  visits_[x.next / 2].queued = true;
  push(x.next / 2);
}

void SyncState::touch(int node) {
  if (is_head(node) || visits_[node / 2].queued) return;
  visits_[node / 2].queued = true;
  dirty_.push_back(node / 2);  // keys may still change: the heap is built when all edits are made
}

void SyncState::push(int v) {
  const double key = visits_[v].key;
  int i = heap_size_++;
  while (i > 0 && visits_[heap_[(i - 1) / 2]].key > key) heap_[i] = heap_[(i - 1) / 2], i = (i - 1) / 2;
  heap_[i] = v;
}

int SyncState::pop() {
  const int top = heap_[0], last = heap_[--heap_size_];
  const double key = visits_[last].key;
  int i = 0;
  for (int child; (child = 2 * i + 1) < heap_size_; i = child) {
    if (child + 1 < heap_size_ && visits_[heap_[child + 1]].key < visits_[heap_[child]].key) ++child;
    if (key <= visits_[heap_[child]].key) break;
    heap_[i] = heap_[child];
  }
  heap_[i] = last;
  visits_[top].queued = false;
  return top;
}

std::vector<int> SyncState::order() const {
  std::vector<int> result(n_);
  std::iota(result.begin(), result.end(), 0);
  std::sort(result.begin(), result.end(), [&](int a, int b) { return visits_[a].key != visits_[b].key ? visits_[a].key < visits_[b].key : a < b; });
  return result;
}

void SyncState::renumber() {
  const auto sorted = order();
  for (int i = 0; i < n_; ++i) visits_[sorted[i]].key = i + 1;
}

}  // namespace yilin::routing
