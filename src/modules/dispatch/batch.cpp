#include "modules/dispatch/batch.h"

#include <algorithm>

#include "base/log.h"
#include "engines/matching/assignment.h"
#include "kernel/command/command.h"
#include "kernel/entity/json.h"
#include "modules/dispatch/lineup.h"
#include "modules/dispatch/machine.h"
#include "modules/dispatch/parameters.h"

namespace yilin::dispatch {
namespace {

constexpr std::int64_t kAlonePoints = 2'000;     // worse than any score: whoever can be matched is
constexpr std::int64_t kBatchesMax = 4;           // times the patience that a visit waits to be matched
constexpr std::int64_t kPointsAMinuteWaited = 10;

struct Queued {
  VisitId visit;
  Instant since;
};
std::vector<Queued> queue_of(sql::Connection& db, RegionCode district) {
  std::vector<Queued> out;
  auto rows = db.rows("SELECT visit_id, since FROM dispatch_waiting WHERE district = ? ORDER BY since, visit_id LIMIT ?", district, kBatchMax);
  while (rows.next()) out.push_back({rows.id<VisitId>(0), {rows.integer(1)}});
  return out;
}

// A carer who could begin then.
struct Bid {
  WorkerId worker;
  Instant begin;
  std::int64_t cost = 0;
};
struct Line {  // one visit and who bids for it
  Queued queued;
  std::vector<Bid> bids;
};

// Teams of several are not matched but chosen as ever: they are rare, and their members come from one organisation.
Line bids_of(sql::Connection& db, Kernel& kernel, const Queued& queued, const orders::Visit& visit, const Case& record, Date today) {
  Line line{queued, {}};
  auto field = survey(db, kernel, visit, &record, today);
  if (!field || field->missing == 0) return line;
  if (const auto told = orders::promise(db, visit.id)) field->wish.begin_by = told->wanted_to;
  const Parameters& set = parameters(kernel);
  const auto get = [&](std::string_view name) { return set.value(name, visit.region, today); };
  const Millis ahead = minutes(get("look_ahead_min"));
  look_at_all(kernel, *field);
  for (const rules::Worker& w : field->workers) {
    const auto begin = rules::earliest(field->wish, w, field->terms, ahead);
    if (!begin) continue;
    rules::Wish then = field->wish;
    then.to = *begin + (then.to - then.from);
    then.from = *begin;
    const rules::Ranked ranked = rules::judge(then, w, field->terms);
    if (ranked.barrier != rules::Barrier::none) continue;
    line.bids.push_back({w.id, *begin, 1'000 - ranked.score + (*begin - field->wish.from).value / 60'000 * get("points_later")});
  }
  std::sort(line.bids.begin(), line.bids.end(), [](const Bid& a, const Bid& b) { return a.cost != b.cost ? a.cost < b.cost : a.worker < b.worker; });
  const auto most = static_cast<std::size_t>(get("batch_candidates"));
  if (line.bids.size() > most && visit.workers_needed == 1) line.bids.resize(most);
  return line;
}

// Each visit's bid, or none.
std::vector<const Bid*> matched(const std::vector<Line>& lines, Instant now) {
  std::vector<WorkerId> workers;
  for (const Line& line : lines)
    for (const Bid& bid : line.bids) workers.push_back(bid.worker);
  std::sort(workers.begin(), workers.end());
  workers.erase(std::unique(workers.begin(), workers.end()), workers.end());
  matching::Rows rows;
  for (const Line& line : lines) {
    rows.first.push_back(static_cast<int>(rows.arcs.size()));
    for (const Bid& bid : line.bids)
      rows.arcs.push_back({static_cast<int>(std::lower_bound(workers.begin(), workers.end(), bid.worker) - workers.begin()), bid.cost});
    rows.alone.push_back(kAlonePoints + (now - line.queued.since).value / 60'000 * kPointsAMinuteWaited);
  }
  rows.first.push_back(static_cast<int>(rows.arcs.size()));
  const std::vector<int> column = matching::assign(rows, static_cast<int>(workers.size()));
  std::vector<const Bid*> out;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Bid* chosen = nullptr;
    for (const Bid& bid : lines[i].bids)
      if (column[i] >= 0 && bid.worker == workers[static_cast<std::size_t>(column[i])]) chosen = &bid;
    out.push_back(chosen);
  }
  return out;
}

// On the writer: the visit still waits, and the carer is still free then.
Status make_offer(command::Tx& tx, VisitId id, const Bid& bid) {
  auto record = case_of(tx.db, tx.vault(), id);
  YILIN_TRY(orders::Visit visit, orders::visit(tx.db, tx.vault(), id));
  const bool waits = record && record->state == CaseState::automatic && visit.state == orders::VisitState::planned && in_queue(tx.db, id);
  Field field = bare_field(tx.kernel, visit, tx.today());
  if (waits) {
    YILIN_CHECK(add_workers(tx.db, tx.kernel, field, visit.elder_id, {&bid.worker, 1}));
    field.workers[0].wanted = bid.worker == record->wanted_worker_id;
  }
  field.wish.to = bid.begin + (field.wish.to - field.wish.from);
  field.wish.from = bid.begin;
  if (!waits || bid.begin < tx.now || rules::judge(field.wish, field.workers[0], field.terms).barrier != rules::Barrier::none) {
    tx.nothing_to_do();
    return {};
  }
  leave_queue(tx, id);
  if (bid.begin != visit.planned_start) {
    YILIN_TRY(visit, orders::retime(tx, id, bid.begin, {}));
  }
  const rules::Ranked ranked = rules::judge(field.wish, field.workers[0], field.terms);
  YILIN_TRY(const orders::Assignment made, orders::offer(tx, {id, bid.worker, ranked.organisation, answer_by(tx, visit, false), false, ranked.score, explain_json(ranked)}));
  tx.record({"dispatch.match", "visit", id.value, visit.region, visit.elder_id, {}, entity::to_json(made)}, made.organisation_id, made.worker_id);
  return {};
}

// Nobody in this batch. Those who have waited long enough, and teams, are looked at by themselves, and given to a human then.
Status look_alone(command::Tx& tx, const Queued& queued) {
  auto record = case_of(tx.db, tx.vault(), queued.visit);
  YILIN_TRY(const orders::Visit visit, orders::visit(tx.db, tx.vault(), queued.visit));
  const bool waits = record && record->state == CaseState::automatic && visit.state == orders::VisitState::planned && in_queue(tx.db, queued.visit);
  leave_queue(tx, queued.visit);
  if (!waits) {
    tx.nothing_to_do();
    return {};
  }
  YILIN_CHECK(look(tx, *record, visit, Queue::no));
  tx.record({"dispatch.match", "visit", visit.id.value, visit.region, visit.elder_id, {}, entity::to_json(*record)});
  return {};
}

}  // namespace

RegionCode district_of(RegionCode region) { return region.at(RegionLevel::county); }

void WaitingLine::load(sql::Connection& db) {
  auto rows = db.rows("SELECT visit_id, district, skills, starts FROM dispatch_waiting");
  while (rows.next()) join(rows.id<VisitId>(0), {{rows.integer(1)}, static_cast<std::uint32_t>(rows.integer(2)), {rows.integer(3)}});
}

void WaitingLine::join(VisitId visit, const Waiter& waiter) {
  const std::lock_guard lock(mutex_);
  waiters_[visit] = waiter;
}

void WaitingLine::leave(VisitId visit) {
  const std::lock_guard lock(mutex_);
  waiters_.erase(visit);
}

bool WaitingLine::has(VisitId visit) const {
  const std::lock_guard lock(mutex_);
  return waiters_.contains(visit);
}

WaitingLine::Others WaitingLine::others(RegionCode district, const orders::Visit& visit, std::uint32_t skills) const {
  Others out;
  const std::lock_guard lock(mutex_);
  for (const auto& [id, w] : waiters_) {
    if (id == visit.id || w.district != district || w.starts <= visit.planned_start - hours(2) || w.starts >= visit.planned_end + hours(2)) continue;
    ++out.in_district;
    if ((w.skills & skills) != 0) ++out.with_skills;
  }
  return out;
}

Batcher::~Batcher() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    changed_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

void Batcher::wake(RegionCode district) {
  const std::lock_guard lock(mutex_);
  districts_.insert(district.value);
  if (!thread_.joinable()) thread_ = std::thread([this] { work(); });
  changed_.notify_all();
}

void Batcher::wait_until_idle() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return !busy_ && districts_.empty(); });
}

void Batcher::work() {
  for (;;) {
    RegionCode district;
    {
      std::unique_lock lock(mutex_);
      busy_ = false;
      changed_.notify_all();
      changed_.wait(lock, [&] { return ending_ || !districts_.empty(); });
      if (ending_) return;
      district = {*districts_.begin()};
      districts_.erase(districts_.begin());
      busy_ = true;
    }
    try {
      match(district);
    } catch (const std::exception& e) {
      log::error("batch_failed", {{"district", district.value}, {"what", e.what()}});
    }
  }
}

void Batcher::match(RegionCode district) {
  const Instant now = kernel_.clock.now();
  const Date today = civil_date(now);
  std::vector<Line> lines;
  std::vector<Queued> alone;
  {
    auto lease = kernel_.readers->borrow();
    const std::vector<Queued> queue = queue_of(*lease, district);
    const Millis patience = seconds(parameters(kernel_).value("batch_wait_seconds", district, today));
    for (const Queued& queued : queue) {
      const auto visit = orders::visit(*lease, kernel_.vault, queued.visit);
      const auto record = case_of(*lease, kernel_.vault, queued.visit);
      if (!visit || !record) continue;
      // What has begun already, and what no batch could give away, is looked at by itself: an offer or a human.
      if (visit->state != orders::VisitState::planned || record->state != CaseState::automatic || visit->planned_start <= now ||
          now - queued.since >= Millis{patience.value * kBatchesMax}) {
        alone.push_back(queued);
        continue;
      }
      Line line = bids_of(*lease, kernel_, queued, *visit, *record, today);
      if (visit->workers_needed > 1) alone.push_back(queued);
      else if (!line.bids.empty()) lines.push_back(std::move(line));
      else if (now - queued.since >= patience) alone.push_back(queued);
    }
  }
  const std::vector<const Bid*> bids = matched(lines, now);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (bids[i] == nullptr) continue;
    const auto done = command::run(kernel_, access::Caller::system(), [&](command::Tx& tx) { return make_offer(tx, lines[i].queued.visit, *bids[i]); });
    if (!done) log::warning("batch_offer_failed", {{"visit", lines[i].queued.visit.value}, {"error", done.error().kind->code}});
  }
  for (const Queued& queued : alone) {
    const auto done = command::run(kernel_, access::Caller::system(), [&](command::Tx& tx) { return look_alone(tx, queued); });
    if (!done) log::warning("batch_look_failed", {{"visit", queued.visit.value}, {"error", done.error().kind->code}});
  }
}

void wait_until_idle(Kernel& kernel) {
  command::settle(kernel);
  if (const auto batcher = kernel.parts.get<BatcherReference>().batcher.lock()) batcher->wait_until_idle();
}

void handle_batches(Kernel& kernel) {
  // Goes on as long as anybody waits in the district.
  kernel.deadlines->handle(kBatchDeadline, [](command::Tx& tx, const command::Deadline& deadline) -> Status {
    tx.nothing_to_do();
    const RegionCode district{deadline.subject};
    if (!tx.db.rows("SELECT 1 FROM dispatch_waiting WHERE district = ? LIMIT 1", district).next()) return {};
    tx.set_deadline(kBatchDeadline, district.value, tx.now + seconds(parameters(tx.kernel).value("batch_seconds", district, tx.today())));
    tx.after_commit([&kernel = tx.kernel, district] {
      if (const auto batcher = kernel.parts.get<BatcherReference>().batcher.lock()) batcher->wake(district);
    });
    return {};
  });
}

}  // namespace yilin::dispatch
