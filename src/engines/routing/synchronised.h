#pragma once
// Home care with synchronised visits: one or two carers per visit, soft due times, a gap between the two starts.
//
// The problem of Mankowska, Meisel, Bierwirth (2014, "The home health care routing and scheduling problem with
// interdependent services"): every carer leaves from and returns to one office; a visit needs one service or two of them by
// two different carers whose starts lie gap_min … gap_max apart (0 … 0 is together); starting before `open` waits, starting
// after `due` is tardy. Cost = travel + total tardiness + greatest tardiness, all in the units of the matrix.
//
// A plan is a global order of the visits and a carer for each service. Starts follow by one pass in that order, so a
// deadlock between routes cannot be expressed (Ceschia et al. 2024 search the same space). The search is simulated
// annealing; a move re-times only the visits that it reaches.

#include <cstdint>
#include <vector>

#include "base/result.h"

namespace yilin::routing {

using Units = std::int64_t;  // the caller's fixed-point unit of time and distance

struct SyncService {
  Units duration = 0;        // ≥ 0
  std::vector<int> carers;   // who is able to do it, ascending, not empty
};

struct SyncVisit {
  int location = 0;                   // row of the matrix
  Units open = 0, due = 0;            // earliest start, latest start without tardiness; open ≤ due
  std::vector<SyncService> services;  // one or two
  Units gap_min = 0, gap_max = 0;     // start of the second after start of the first
};

struct SyncProblem {
  int carers = 0;
  int locations = 0;           // row 0 is the office
  std::vector<Units> travel;   // locations × locations, row-major
  std::vector<SyncVisit> visits;
};

struct SyncStop {
  int carer = -1;
  Units start = 0;
};

struct SyncPlan {
  std::vector<int> order;                      // visits, in the global order
  std::vector<std::vector<SyncStop>> stops;    // per visit, per service
  Units travel = 0, tardiness = 0, greatest_tardiness = 0;
  std::int64_t iterations = 0, horizon = 0;    // reached, and what the cooling was laid out for: with both and the seed
                                               // the same plan comes again
  Units cost() const { return travel + tardiness + greatest_tardiness; }
};

struct SyncOptions {
  double seconds = 10;            // processor time of this thread; ignored when iterations > 0
  std::int64_t iterations = 0;    // moves tried
  std::int64_t horizon = 0;       // to replay a timed run: its SyncPlan::horizon; 0 = as the iterations suggest
  std::uint64_t seed = 1;
};

inline constexpr int kSyncVisitsMax = 10'000;

// invalid (422): a service without a carer or with fewer than two for a pair, negative numbers, a window that closes before
// it opens, wrong sizes; the field names the visit.
Result<SyncPlan> solve(const SyncProblem& problem, const SyncOptions& options);

}  // namespace yilin::routing
