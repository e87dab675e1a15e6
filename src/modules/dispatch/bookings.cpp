#include "modules/dispatch/bookings.h"

#include <algorithm>
#include <mutex>
#include <tuple>

namespace yilin::dispatch {

void Bookings::load(WorkerId worker, const rules::Booking& booking) {
  const std::unique_lock lock(mutex_);
  put(worker, booking);
}

bool Bookings::put(WorkerId worker, const rules::Booking& booking) {
  List& list = of_worker_[worker];
  const auto later = std::upper_bound(list.begin(), list.end(), booking.from, [](Instant at, const rules::Booking& b) { return at < b.from; });
  for (auto it = later; it != list.begin() && (it - 1)->from == booking.from; --it)
    if ((it - 1)->visit == booking.visit) return false;
  list.insert(later, booking);
  of_visit_[booking.visit].push_back(worker);
  return true;
}

void Bookings::erase(WorkerId worker, VisitId visit, Instant from) {
  const auto of = of_worker_.find(worker);
  if (of == of_worker_.end()) return;
  if (std::ranges::count(of->second, visit, &rules::Booking::visit) <= 1) {
    if (std::ranges::any_of(of->second, [&](const rules::Booking& b) { return b.visit == visit && b.from == from; })) erase(worker, visit);
    return;
  }
  // At two times while it is being moved: the other one stays.
  std::erase_if(of->second, [&](const rules::Booking& b) { return b.visit == visit && b.from == from; });
  std::vector<WorkerId>& workers = of_visit_[visit];
  if (const auto at = std::ranges::find(workers, worker); at != workers.end()) workers.erase(at);
}

void Bookings::erase(WorkerId worker, VisitId visit) {
  if (const auto of = of_worker_.find(worker); of != of_worker_.end()) {
    std::erase_if(of->second, [&](const rules::Booking& b) { return b.visit == visit; });
    if (of->second.empty()) of_worker_.erase(of);
  }
  if (const auto of = of_visit_.find(visit); of != of_visit_.end()) {
    std::erase(of->second, worker);
    if (of->second.empty()) of_visit_.erase(of);
  }
}

// Effects run in the order of the commands that were committed: what an earlier turn left unconfirmed was rolled back.
void Bookings::confirm(std::int64_t turn, WorkerId worker, const rules::Booking& booking) {
  const std::unique_lock lock(mutex_);
  for (; !pending_.empty() && pending_.front().turn <= turn; pending_.pop_front())
    if (pending_.front().turn < turn) erase(pending_.front().worker, pending_.front().visit, pending_.front().from);
  put(worker, booking);  // an effect before this one may have given it up
}

Bookings::Effect Bookings::add(WorkerId worker, const rules::Booking& booking) {
  const std::int64_t turn = ++turn_;
  {
    const std::unique_lock lock(mutex_);
    const bool made = put(worker, booking);
    // The second try of a transaction takes over what the first one left.
    const auto left = std::erase_if(pending_, [&](const Pending& p) { return p.worker == worker && p.visit == booking.visit && p.from == booking.from; });
    if (made || left > 0) pending_.push_back({turn, worker, booking.visit, booking.from});
  }
  return [this, turn, worker, booking] { confirm(turn, worker, booking); };
}

Bookings::Effect Bookings::drop(WorkerId worker, VisitId visit) {
  return [this, worker, visit] {
    const std::unique_lock lock(mutex_);
    erase(worker, visit);
  };
}

Bookings::Effect Bookings::drop(VisitId visit) {
  return [this, visit] {
    const std::unique_lock lock(mutex_);
    const auto of = of_visit_.find(visit);
    if (of == of_visit_.end()) return;
    for (const WorkerId worker : std::vector<WorkerId>(of->second)) erase(worker, visit);
  };
}

Bookings::Effect Bookings::drop_before(WorkerId worker, Instant day) {
  return [this, worker, day] {
    const std::unique_lock lock(mutex_);
    const auto of = of_worker_.find(worker);
    if (of == of_worker_.end()) return;
    for (const rules::Booking& b : List(of->second))
      if (b.from < day) erase(worker, b.visit);
  };
}

std::span<const rules::Booking> Bookings::within(const List& list, Instant from, Instant to) {
  const auto starts_before = [](const rules::Booking& b, Instant at) { return b.from < at; };
  return {std::lower_bound(list.begin(), list.end(), from, starts_before), std::lower_bound(list.begin(), list.end(), to, starts_before)};
}

std::vector<rules::Booking> Bookings::between(WorkerId worker, Instant from, Instant to) const {
  const std::shared_lock lock(mutex_);
  const auto of = of_worker_.find(worker);
  if (of == of_worker_.end()) return {};
  const auto found = within(of->second, from, to);
  return {found.begin(), found.end()};
}

void Bookings::fill(std::span<rules::Worker> workers, Instant from, Instant to) const {
  const std::shared_lock lock(mutex_);
  for (rules::Worker& w : workers) {
    const auto of = of_worker_.find(w.id);
    if (of == of_worker_.end()) continue;
    const auto found = within(of->second, from, to);
    w.bookings.assign(found.begin(), found.end());
  }
}

std::vector<Taken> Bookings::all_between(Instant from, Instant to) const {
  std::vector<Taken> out;
  {
    const std::shared_lock lock(mutex_);
    for (const auto& [worker, list] : of_worker_)
      for (const rules::Booking& b : within(list, from, to)) out.push_back({worker, b.visit, b.from, b.to, b.place});
  }
  std::ranges::sort(out, [](const Taken& a, const Taken& b) { return std::tie(a.worker, a.from, a.visit) < std::tie(b.worker, b.from, b.visit); });
  return out;
}

}  // namespace yilin::dispatch
