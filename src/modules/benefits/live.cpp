#include "modules/benefits/live.h"

#include <algorithm>

namespace yilin::benefits {

std::shared_ptr<Now> Live::present() const {
  const std::lock_guard lock(mutex_);
  return now_;
}

bool Live::current(const Now& now) const {
  return !outdated_ && now.city->month == Month::of(civil_date(kernel_.clock.now())) && now.city->version == policies::present(kernel_).version;
}

Live::View Live::view(sql::Connection& db) {
  auto now = present();
  if (!now || !current(*now)) {
    const std::lock_guard one_at_a_time(build_mutex_);
    now = present();
    if (!now || !current(*now)) now = build(db);
  }
  {
    const std::lock_guard lock(mutex_);
    if (!waiting_.empty() && now == now_)
      if (const std::unique_lock writing(now->mutex, std::try_to_lock); writing.owns_lock()) drain(*now, waiting_);
  }
  return View(std::move(now));
}

std::shared_ptr<Now> Live::build(sql::Connection& db) {
  outdated_ = false;
  // What is there stays out of date when it cannot be built anew.
  struct Building {
    Live& live;
    bool done = false;
    ~Building() {
      if (done) return;
      const std::lock_guard lock(live.mutex_);
      live.building_ = false;
      live.missed_.clear();
      live.outdated_ = true;
    }
  } building{*this};
  std::int64_t newest = 0;
  {
    const std::lock_guard lock(mutex_);
    building_ = true;
    missed_.clear();
    newest = newest_;
  }
  auto seen = db.rows("SELECT COALESCE(MAX(id), 0) FROM fact_record");
  if (seen.next() && seen.integer(0) < newest) outdated_ = true;  // the caller's snapshot is older: good for this answer only
  const Instant at = kernel_.clock.now();
  auto now = std::make_shared<Now>();
  // Facts recorded in this very instant are known.
  now->city = build_city(db, kernel_, policies::present(kernel_), Month::of(civil_date(at)), at, roster_now(kernel_, at));
  now->decider = std::make_unique<policy::Decider>(*now->city->rules, *now->city->columns, now->city->month, civil_date(at));
  now->decider->run(*now->city->columns, {}, now->run);
  const std::lock_guard lock(mutex_);
  drain(*now, missed_);
  building_ = false;
  waiting_.clear();
  now_ = now;
  building.done = true;
  return now;
}

void Live::drain(Now& now, std::deque<Change>& changes) {
  std::vector<std::uint32_t> touched;
  for (const Change& c : changes)
    if (const auto row = now.city->set(c.kind, c.subject, c.fact, c.value)) touched.push_back(*row);
  changes.clear();
  std::ranges::sort(touched);
  touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
  for (const std::uint32_t row : touched) now.decider->update(*now.city->columns, row, now.run);
}

bool Live::wanted() const {
  const std::lock_guard lock(mutex_);
  return now_ || building_;
}

void Live::outdate(FactRecordId newest) {
  const std::lock_guard lock(mutex_);
  newest_ = std::max(newest_, newest.value);
  outdated_ = true;
}

void Live::apply(std::vector<Change> changes, FactRecordId newest) {
  const std::lock_guard lock(mutex_);
  newest_ = std::max(newest_, newest.value);
  if (building_) missed_.insert(missed_.end(), changes.begin(), changes.end());
  if (!now_) return;
  waiting_.insert(waiting_.end(), std::make_move_iterator(changes.begin()), std::make_move_iterator(changes.end()));
  if (const std::unique_lock writing(now_->mutex, std::try_to_lock); writing.owns_lock()) drain(*now_, waiting_);
}

Live& live(const Kernel& kernel) { return kernel.parts.get<Live>(); }

void Live::minute() {
  const auto now = present();
  if (!now || current(*now)) return;
  auto lease = kernel_.readers->borrow();
  view(*lease);
}

}  // namespace yilin::benefits
