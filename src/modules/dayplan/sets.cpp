#include "modules/dayplan/sets.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace yilin::dayplan {
namespace {

bool among(const std::vector<WorkerId>& list, WorkerId worker) { return std::find(list.begin(), list.end(), worker) != list.end(); }

bool gives_up(const Change& change, WorkerId worker) {
  return among(change.from_worker_ids, worker) && (change.from_start != change.to_start || !among(change.to_worker_ids, worker));
}

std::size_t root(std::vector<std::size_t>& parent, std::size_t at) {
  while (parent[at] != at) at = parent[at] = parent[parent[at]];
  return at;
}

}  // namespace

std::vector<std::vector<std::size_t>> sets_of(std::span<const Change> changes, Millis way) {
  std::map<WorkerId, std::vector<std::size_t>> given_up_by;
  for (std::size_t i = 0; i < changes.size(); ++i)
    for (const WorkerId w : changes[i].from_worker_ids)
      if (gives_up(changes[i], w)) given_up_by[w].push_back(i);
  std::vector<std::size_t> parent(changes.size());
  std::iota(parent.begin(), parent.end(), 0);
  for (std::size_t i = 0; i < changes.size(); ++i)
    for (const WorkerId w : changes[i].to_worker_ids) {
      const auto found = given_up_by.find(w);
      if (found == given_up_by.end()) continue;
      const Instant from = changes[i].to_start - way, to = changes[i].to_start + minutes(changes[i].duration_min) + way;
      for (const std::size_t other : found->second)
        if (changes[other].from_start < to && from < changes[other].from_start + minutes(changes[other].duration_min)) {
          const std::size_t a = root(parent, i), b = root(parent, other);
          parent[std::max(a, b)] = std::min(a, b);
        }
    }
  std::map<std::size_t, std::vector<std::size_t>> sets;
  for (std::size_t i = 0; i < changes.size(); ++i) sets[root(parent, i)].push_back(i);
  std::vector<std::vector<std::size_t>> out;
  for (auto& [first, members] : sets) out.push_back(std::move(members));
  return out;
}

}  // namespace yilin::dayplan
