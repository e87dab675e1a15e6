#pragma once
// The plan of a synchronised search and its times. Nodes 2v and 2v + 1 are the services of visit v; node 2·visits + c is
// carer c at the office, head and tail of a ring of nodes that ascend in the key of their visits. The keys are the global
// order: starts follow by one pass in that order, and only what an edit reaches is timed again.
//
// Edits are made inside a move: begin(), any detach() and attach(), settle(), and undo() if the move is not wanted.

#include <array>
#include <vector>

#include "engines/routing/synchronised.h"

namespace yilin::routing {

class SyncState {
 public:
  struct Place {
    double key;
    std::array<int, 2> carer;  // of each service, −1 = there is none
  };

  explicit SyncState(const SyncProblem& p);

  int visits() const { return n_; }
  bool pair(int v) const { return visits_[v].pair; }
  int head(int c) const { return 2 * n_ + c; }
  bool is_head(int node) const { return node >= 2 * n_; }
  int carer(int node) const { return nodes_[node].carer; }
  int next(int node) const { return nodes_[node].next; }
  int prev(int node) const { return nodes_[node].prev; }
  double key(int v) const { return visits_[v].key; }
  double node_key(int node) const { return is_head(node) ? 0 : visits_[node / 2].key; }  // keys of visits are above 0
  Units start(int node) const { return nodes_[node].start; }
  Units done(int node) const { return nodes_[node].start + nodes_[node].duration; }
  Units late(int node) const { return late_[node]; }
  Units open(int v) const { return visits_[v].open; }
  Units due(int v) const { return visits_[v].due; }
  bool together(int v) const { return visits_[v].gap_max == 0; }
  Place place(int v) const { return {visits_[v].key, {nodes_[2 * v].carer, nodes_[2 * v + 1].carer}}; }
  Units travel() const { return travel_; }
  Units tardiness() const { return tardiness_; }
  Units greatest() const { return greatest_; }
  Units cost() const { return travel_ + tardiness_ + greatest_; }
  Units late_of_carer(int c) const { return carer_late_[c]; }
  Units between(int a, int b) const {
    const std::size_t cell = static_cast<std::size_t>(nodes_[a].location) * locations_ + nodes_[b].location;
    return wide_ ? p_.travel[cell] : near_[cell];
  }
  // What is driven for the sake of this node.
  Units detour(int node) const {
    const int before = prev(node), after = next(node);
    return between(before, node) + between(node, after) - between(before, after);
  }
  // The last node of the carer with a smaller key, `skip` left out.
  int before(int c, double key, int skip) const {
    int node = prev(head(c));
    while (!is_head(node) && (node == skip || visits_[node / 2].key > key)) node = prev(node);
    return node;
  }

  void begin();
  void detach(int v);
  void attach(int v, const Place& place);
  Units settle();  // the cost
  void undo();

  std::vector<int> order() const;  // visits by key
  void renumber();                 // keys 1, 2, …: between moves only

 private:
  struct Node {
    int next, prev, carer, location;
    Units start, duration;
  };
  struct Visit {
    double key;
    Units open, due, gap_min, gap_max;
    bool pair, queued, in;
  };
  struct Edit {
    int visit;
    bool taken;  // else put
    Place place;
    std::array<int, 2> before;
  };
  struct Timed {
    int node;
    Units start;
  };

  void unlink(int node);
  void link(int node, int carer, int before);
  void time(int v);
  void set(int node, Units start);
  void set_late(int node, Units late);
  void touch(int node);
  void push(int v);
  int pop();
  Units ready(int node) const {
    const Node& b = nodes_[nodes_[node].prev];
    return b.start + b.duration + between(nodes_[node].prev, node);
  }

  const SyncProblem& p_;
  int n_, locations_;
  bool wide_ = false;              // some leg does not fit into 32 bits
  std::vector<std::int32_t> near_;  // the legs otherwise: half the memory
  std::vector<Node> nodes_;
  std::vector<Visit> visits_;
  std::vector<Units> late_, carer_late_;
  std::vector<int> dirty_, heap_;
  int heap_size_ = 0;
  std::vector<Edit> edits_;
  std::vector<Timed> timed_;
  Units travel_ = 0, tardiness_ = 0, greatest_ = 0, saved_travel_ = 0, saved_tardiness_ = 0, saved_greatest_ = 0;
  bool rescan_ = false;
};

}  // namespace yilin::routing
