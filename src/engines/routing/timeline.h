#pragma once
// One carer's day in full: every time of a sequence of tasks, where the breaks lie, how long the day is. The schedule is
// earliest-first; the carer leaves as late as the first visit's begin allows. If a span limit asks for it, the day starts
// as late as its earliest end allows.

#include <vector>

#include "engines/routing/model.h"

namespace yilin::routing {

class Plan;

struct Timeline {
  struct Entry {
    int arrival = 0, begin = 0, leave = 0, setup = 0, travel = 0;
  };
  struct Rest {
    int gap = 0;     // taken in the leg before tasks[gap] (= number of tasks: before the end)
    int begin = 0;
  };
  std::vector<Entry> tasks;
  std::vector<Rest> rests;   // one per break of the carer, in order
  int start = 0, end = 0;    // leaves, is back
  int last_travel = 0;
  std::int64_t late = 0;
};

// False when a time or the span limit is broken. `rest_gaps`: where the breaks must lie; empty = where the day ends earliest.
// `as`: another shift than the carer's own.
bool make_timeline(const Plan&, int carer, std::span<const int> tasks, Timeline& out, std::span<const int> rest_gaps = {}, const ModelCarer* as = nullptr);

// Capacity along the trips, and their number.
bool loads_fit(const Model&, int carer, std::span<const int> tasks);

}  // namespace yilin::routing
