#pragma once
// Who is promised where and when, in memory: made at start from the offers and promises that orders keeps, and kept fresh by
// dispatch's own commands, so that judging fifty workers costs no look-up in the database. Internal to dispatch.
//
// A booking counts from the moment it is made, for the commands of the same group too; one that is given up counts until the
// commit. So a worker may look taken for some milliseconds too long, never free too early.

#include <deque>
#include <functional>
#include <shared_mutex>
#include <unordered_map>
#include <vector>

#include "kernel/command/kernel.h"
#include "modules/dispatch/dispatch.h"
#include "modules/dispatch/rules.h"

namespace yilin::dispatch {

class Bookings {
 public:
  void load(WorkerId worker, const rules::Booking& booking);  // at start, before anybody asks

  // ---- the writer's thread, inside a command ----
  // What they return goes to Tx::after_commit, each in the order of the calls.
  using Effect = std::function<void()>;
  [[nodiscard]] Effect add(WorkerId worker, const rules::Booking& booking);
  [[nodiscard]] Effect drop(WorkerId worker, VisitId visit);
  [[nodiscard]] Effect drop(VisitId visit);
  [[nodiscard]] Effect drop_before(WorkerId worker, Instant day);

  // ---- any thread ----
  // Those that start in [from, to), by start.
  std::vector<rules::Booking> between(WorkerId worker, Instant from, Instant to) const;
  // The same for each of them, in one look.
  void fill(std::span<rules::Worker> workers, Instant from, Instant to) const;
  // Everybody's, by worker, then by start.
  std::vector<Taken> all_between(Instant from, Instant to) const;

 private:
  using List = std::vector<rules::Booking>;  // by start
  static std::span<const rules::Booking> within(const List& list, Instant from, Instant to);
  struct Pending {                           // made by a command that is not yet durable
    std::int64_t turn;
    WorkerId worker;
    VisitId visit;
    Instant from;
  };
  bool put(WorkerId worker, const rules::Booking& booking);  // false: it was there
  void erase(WorkerId worker, VisitId visit);
  void erase(WorkerId worker, VisitId visit, Instant from);  // that one alone
  void confirm(std::int64_t turn, WorkerId worker, const rules::Booking& booking);

  mutable std::shared_mutex mutex_;
  std::unordered_map<WorkerId, List> of_worker_;
  std::unordered_map<VisitId, std::vector<WorkerId>> of_visit_;
  std::deque<Pending> pending_;   // by turn
  std::int64_t turn_ = 0;
};

Bookings& bookings(const Kernel& kernel);

}  // namespace yilin::dispatch
