#include "modules/dispatch/lineup.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "modules/dispatch/bookings.h"
#include "modules/dispatch/parameters.h"
#include "modules/region/region.h"
#include "modules/registry/registry.h"

namespace yilin::dispatch {
namespace {

std::unordered_map<WorkerId, std::int64_t> familiar_to(sql::Connection& db, const Kernel& kernel, ElderId elder) {
  std::unordered_map<WorkerId, std::int64_t> out;
  for (const auto& [worker, times] : orders::familiar(db, kernel, elder)) out[worker] = times;
  return out;
}

std::unordered_set<WorkerId> set_of(const std::vector<WorkerId>& list) { return {list.begin(), list.end()}; }

// Why she was taken off: because of her, or only because the day was arranged otherwise.
bool speaks_against_her(orders::Reason reason) {
  using R = orders::Reason;
  return reason == R::carer_ill || reason == R::carer_busy || reason == R::too_far || reason == R::skill_unfit || reason == R::elder_refused;
}

// Whether this earlier offer keeps the machine from asking the worker again.
bool rules_out(const orders::Assignment& a, const Case* record) {
  if (holds_place(a.state)) return true;
  if (!record) return false;
  if (a.state == orders::AssignmentState::rejected) return a.offered_at >= record->waiting_since;
  if (a.state == orders::AssignmentState::expired) return a.offered_at >= record->round_since;
  if (a.state == orders::AssignmentState::cancelled) return a.decided_at >= record->round_since && speaks_against_her(a.reason);
  return false;
}

providers::CandidateQuery query_of(const catalogue::ServiceItem& item, const orders::Visit& visit, const Case* record) {
  return {item.code, catalogue::mask_of(item.skills), catalogue::mask_of(item.licences), visit.region,
          visit.planned_start, visit.planned_end, record ? record->organisation_id : visit.organisation_id};
}

// Compared only: the square of the distance in millionths of a degree of latitude, on a plane that touches at `to`.
class Plane {
 public:
  explicit Plane(Place to) : to_(to), narrowing_(std::cos(static_cast<double>(to.lat_e6) * std::numbers::pi / 180e6)) {}
  double apart(Place from) const {
    if (!from || !to_) return std::numeric_limits<double>::infinity();
    const double east = static_cast<double>(from.lon_e6 - to_.lon_e6) * narrowing_, north = static_cast<double>(from.lat_e6 - to_.lat_e6);
    return east * east + north * north;
  }

 private:
  Place to_;
  double narrowing_;
};

// Of the shift that runs at that time; one that ends before it begins ends the next day.
Instant shift_end(const providers::WorkerFacts& w, Instant at) {
  const Millis day = hours(24);
  const Instant midnight = start_of_day(civil_date(at));
  const Instant begin = midnight + minutes(w.shift_from_min), end = midnight + minutes(w.shift_to_min);
  return begin < end || at < begin ? end : end + day;
}

void add_worker(Field& field, const Near& near) {
  rules::Worker& w = field.workers.emplace_back();
  w.id = near.worker;
  w.organisation = near.organisation;
  w.home = near.home;
  w.off = near.off;
  if (const auto it = field.familiar.find(w.id); it != field.familiar.end()) w.familiar = it->second;
  w.wanted = w.id == field.wanted;
  w.tried = field.tried.contains(w.id);
  w.refused = field.refused.contains(w.id);
}

void add_bookings(const Kernel& kernel, Field& field, std::size_t first) {
  const Instant midnight = start_of_day(civil_date(field.wish.from));
  bookings(kernel).fill(std::span(field.workers).subspan(first), midnight - hours(12), midnight + hours(36));
}

}  // namespace

bool holds_place(orders::AssignmentState s) {
  using S = orders::AssignmentState;
  return s == S::offered || s == S::accepted || s == S::en_route || s == S::checked_in || s == S::checked_out;
}

Place place_of(const Kernel& kernel, ElderId elder) {
  const auto facts = registry::facts(kernel, elder);
  return facts ? Place{facts->lon_e6, facts->lat_e6} : Place{};
}

Field bare_field(Kernel& kernel, const orders::Visit& visit, Date today) {
  Field field;
  field.wish = {visit.id, visit.planned_start, visit.planned_end, place_of(kernel, visit.elder_id), {}};
  field.terms = parameters(kernel).terms(visit.region, region::divisions(kernel)->urban(visit.region), today);
  return field;
}

Status add_workers(sql::Connection& db, Kernel& kernel, Field& field, ElderId elder, std::span<const WorkerId> workers) {
  field.familiar = familiar_to(db, kernel, elder);
  field.refused = set_of(refused_by(db, kernel, elder));
  field.workers.clear();
  for (const WorkerId id : workers) {
    const auto facts = providers::worker(kernel, id);
    if (!facts) return fail_field("worker_id", "服务人员", "没有这位服务人员。");
    add_worker(field, {false, 0, id, facts->organisation, {facts->lon_e6, facts->lat_e6}, {}});
  }
  add_bookings(kernel, field, 0);
  return {};
}

Result<Field> survey(sql::Connection& db, Kernel& kernel, const orders::Visit& visit, const Case* record, Date today) {
  YILIN_TRY(const catalogue::ServiceItem item, catalogue::item(kernel, visit.item_id));
  Field field = bare_field(kernel, visit, today);
  // An offer touches the visit: one that is as it was made has none.
  if (visit.version > 1) field.assignments = orders::assignments(db, kernel.vault, visit.id);
  std::size_t held = 0;
  for (const orders::Assignment& a : field.assignments) {
    if (!holds_place(a.state)) continue;
    ++held;
    field.organisation = a.organisation_id;
  }
  const auto needed = static_cast<std::size_t>(visit.workers_needed);
  field.missing = needed > held ? needed - held : 0;

  field.familiar = familiar_to(db, kernel, visit.elder_id);
  field.refused = set_of(refused_by(db, kernel, visit.elder_id));
  for (const orders::Assignment& a : field.assignments)
    if (rules_out(a, record)) field.tried.insert(a.worker_id);
  if (record) field.wanted = record->wanted_worker_id;

  const Plane plane(field.wish.place);
  providers::for_each_free(kernel, query_of(item, visit, record), [&](const providers::WorkerFacts& w) {
    const Place home{w.lon_e6, w.lat_e6};
    field.further.push_back({w.id == field.wanted || field.familiar.contains(w.id), plane.apart(home), w.id, w.organisation, home,
                             shift_end(w, field.wish.from)});
  });
  return field;
}

bool look_further(const Kernel& kernel, Field& field) {
  const std::size_t first = field.workers.size();
  if (field.further.empty() || first >= kJudgedMax) return false;
  // The nearest stand at the end, the nearest of all last.
  const auto further_than = [](const Near& a, const Near& b) {
    if (a.known != b.known) return b.known;
    if (a.apart != b.apart) return a.apart > b.apart;
    return a.worker > b.worker;
  };
  const std::size_t taken = std::min(field.further.size(), kChunk);
  const auto begin = field.further.end() - static_cast<std::ptrdiff_t>(taken);
  if (begin != field.further.begin()) std::nth_element(field.further.begin(), begin, field.further.end(), further_than);
  std::sort(begin, field.further.end(), further_than);
  field.workers.reserve(first + taken);
  for (auto it = field.further.end(); it != begin;) add_worker(field, *--it);
  field.further.erase(begin, field.further.end());
  add_bookings(kernel, field, first);
  return true;
}

Result<std::vector<providers::Candidate>> blocked(const Kernel& kernel, const orders::Visit& visit, const Case* record) {
  YILIN_TRY(const catalogue::ServiceItem item, catalogue::item(kernel, visit.item_id));
  return providers::candidates(kernel, query_of(item, visit, record)).blocked;
}

std::vector<WorkerId> refused_by(sql::Connection& db, const Kernel& kernel, ElderId elder) {
  std::vector<WorkerId> out;
  auto rows = db.rows(sql::Statement("SELECT t.worker_id FROM elder_refusal t WHERE 1 = 1").add(registry::of_elder("t.elder_id", kernel, elder)));
  while (rows.next()) out.push_back(rows.id<WorkerId>(0));
  return out;
}

std::vector<Taken> taken(const Kernel& kernel, Instant from, Instant to) { return bookings(kernel).all_between(from, to); }

Ground ground(const Kernel& kernel, RegionCode region, bool urban, Date on) {
  const rules::Terms terms = parameters(kernel).terms(region, urban, on);
  return {terms.detour_permille, terms.pace_m_min};
}

}  // namespace yilin::dispatch
