#include "modules/dispatch/lineup.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <unordered_map>
#include <unordered_set>

#include "modules/dispatch/bookings.h"
#include "modules/dispatch/parameters.h"
#include "modules/region/region.h"
#include "modules/registry/registry.h"

namespace yilin::dispatch {
namespace {

Place place_of(const Kernel& kernel, ElderId elder) {
  const auto facts = registry::facts(kernel, elder);
  return facts ? Place{facts->lon_e6, facts->lat_e6} : Place{};
}

std::unordered_map<WorkerId, std::int64_t> familiar_to(sql::Connection& db, const Kernel& kernel, ElderId elder) {
  std::unordered_map<WorkerId, std::int64_t> out;
  for (const auto& [worker, times] : orders::familiar(db, kernel, elder)) out[worker] = times;
  return out;
}

std::unordered_set<WorkerId> set_of(const std::vector<WorkerId>& list) { return {list.begin(), list.end()}; }

// Whether this earlier offer keeps the machine from asking the worker again.
bool rules_out(const orders::Assignment& a, const Case* record) {
  if (holds_place(a.state)) return true;
  if (!record) return false;
  if (a.state == orders::AssignmentState::rejected) return a.offered_at >= record->waiting_since;
  if (a.state == orders::AssignmentState::expired) return a.offered_at >= record->round_since;
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

}  // namespace

bool holds_place(orders::AssignmentState s) {
  using S = orders::AssignmentState;
  return s == S::offered || s == S::accepted || s == S::en_route || s == S::checked_in || s == S::checked_out;
}

Field bare_field(Kernel& kernel, const orders::Visit& visit, Date today) {
  Field field;
  field.wish = {visit.id, visit.planned_start, visit.planned_end, place_of(kernel, visit.elder_id), {}};
  field.terms = parameters(kernel).terms(visit.region, region::divisions(kernel)->urban(visit.region), today);
  return field;
}

Status add_workers(sql::Connection& db, Kernel& kernel, Field& field, ElderId elder, std::span<const WorkerId> workers) {
  const auto familiar = familiar_to(db, kernel, elder);
  const auto refused = set_of(refused_by(db, kernel, elder));
  field.workers.clear();
  for (const WorkerId id : workers) {
    const auto facts = providers::worker(kernel, id);
    if (!facts) return fail_field("worker_id", "服务人员", "没有这位服务人员。");
    rules::Worker& w = field.workers.emplace_back();
    w.id = id;
    w.organisation = facts->organisation;
    w.home = {facts->lon_e6, facts->lat_e6};
    if (const auto it = familiar.find(id); it != familiar.end()) w.familiar = it->second;
    w.refused = refused.contains(id);
  }
  for (std::size_t first = 0; first < field.workers.size(); first += kChunk)
    add_bookings(kernel, field, first, std::min(first + kChunk, field.workers.size()));
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

  const auto familiar = familiar_to(db, kernel, visit.elder_id);
  const auto refused = set_of(refused_by(db, kernel, visit.elder_id));
  std::unordered_set<WorkerId> tried;
  for (const orders::Assignment& a : field.assignments)
    if (rules_out(a, record)) tried.insert(a.worker_id);

  struct Near {
    bool known;             // wanted, or knows the elder: looked at whatever the distance
    double apart;
    WorkerId worker;
    OrganisationId organisation;
    Place home;
  };
  std::vector<Near> near;
  const Plane plane(field.wish.place);
  const WorkerId wanted = record ? record->wanted_worker_id : WorkerId{};
  providers::for_each_free(kernel, query_of(item, visit, record), [&](const providers::WorkerFacts& w) {
    const Place home{w.lon_e6, w.lat_e6};
    near.push_back({w.id == wanted || familiar.contains(w.id), plane.apart(home), w.id, w.organisation, home});
  });
  const std::size_t kept = std::min(near.size(), kJudgedMax);
  std::partial_sort(near.begin(), near.begin() + static_cast<std::ptrdiff_t>(kept), near.end(), [](const Near& a, const Near& b) {
    if (a.known != b.known) return a.known;
    if (a.apart != b.apart) return a.apart < b.apart;
    return a.worker < b.worker;
  });
  field.workers.resize(kept);
  for (std::size_t i = 0; i < kept; ++i) {
    rules::Worker& w = field.workers[i];
    w.id = near[i].worker;
    w.organisation = near[i].organisation;
    w.home = near[i].home;
    if (const auto it = familiar.find(w.id); it != familiar.end()) w.familiar = it->second;
    w.wanted = w.id == wanted;
    w.tried = tried.contains(w.id);
    w.refused = refused.contains(w.id);
  }
  return field;
}

Result<std::vector<providers::Candidate>> blocked(const Kernel& kernel, const orders::Visit& visit, const Case* record) {
  YILIN_TRY(const catalogue::ServiceItem item, catalogue::item(kernel, visit.item_id));
  return providers::candidates(kernel, query_of(item, visit, record)).blocked;
}

void add_bookings(const Kernel& kernel, Field& field, std::size_t first, std::size_t last) {
  const Instant midnight = start_of_day(civil_date(field.wish.from));
  for (std::size_t i = first; i < last; ++i)
    field.workers[i].bookings = bookings(kernel).between(field.workers[i].id, midnight - hours(12), midnight + hours(36));
}

std::vector<WorkerId> refused_by(sql::Connection& db, const Kernel& kernel, ElderId elder) {
  std::vector<WorkerId> out;
  auto rows = db.rows(sql::Statement("SELECT t.worker_id FROM elder_refusal t WHERE 1 = 1").add(registry::of_elder("t.elder_id", kernel, elder)));
  while (rows.next()) out.push_back(rows.id<WorkerId>(0));
  return out;
}

std::vector<Taken> taken(sql::Connection& db, Instant from, Instant to) {
  std::vector<Taken> out;
  auto rows = db.rows("SELECT worker_id, visit_id, starts, ends, lon_e6, lat_e6 FROM dispatch_booking WHERE starts >= ? AND starts < ? ORDER BY worker_id, starts",
                      from, to);
  while (rows.next())
    out.push_back({rows.id<WorkerId>(0), rows.id<VisitId>(1), {rows.integer(2)}, {rows.integer(3)}, {rows.integer(4), rows.integer(5)}});
  return out;
}

Ground ground(const Kernel& kernel, RegionCode region, bool urban, Date on) {
  const rules::Terms terms = parameters(kernel).terms(region, urban, on);
  return {terms.detour_permille, terms.pace_m_min};
}

}  // namespace yilin::dispatch
