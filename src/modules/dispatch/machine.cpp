#include "modules/dispatch/machine.h"

#include <algorithm>

#include <fmt/format.h>

#include "kernel/entity/json.h"
#include "modules/dispatch/batch.h"
#include "modules/dispatch/bookings.h"
#include "modules/dispatch/lineup.h"
#include "modules/dispatch/parameters.h"
#include "modules/registry/registry.h"

namespace yilin::dispatch {
namespace {

// Judges the nearest first, in chunks, until a whole team is found.
std::vector<rules::Ranked> find_team(command::Tx& tx, Field& field) {
  while (look_further(tx.kernel, field)) {
    auto team = rules::best_team(field.wish, field.workers, field.terms, field.missing, field.organisation);
    if (!team.empty()) return team;
  }
  return {};
}

// How many of those judged could begin as planned, and whether anybody could begin later, within what the elder was told.
struct Supply {
  std::int64_t idle = 0;
  bool later = false;
};
Supply supply_of(const Field& field, Millis ahead) {
  Supply out;
  for (const rules::Worker& w : field.workers) {
    if (w.tried || w.refused) continue;
    const auto begin = rules::earliest(field.wish, w, field.terms, ahead);
    if (begin && *begin == field.wish.from) ++out.idle;
    else if (begin) out.later = true;
  }
  return out;
}

// Carers of the district on duty and not taken at that time, whatever they can do.
std::int64_t idle_in_district(command::Tx& tx, const orders::Visit& visit) {
  std::vector<WorkerId> on_duty;
  providers::for_each_free(tx.kernel, {{}, 0, 0, visit.region, visit.planned_start, visit.planned_end, {}},
                           [&](const providers::WorkerFacts& w) { on_duty.push_back(w.id); });
  return std::count_if(on_duty.begin(), on_duty.end(), [&](WorkerId w) {
    const auto taken = bookings(tx.kernel).between(w, visit.planned_start - hours(12), visit.planned_end);
    return std::none_of(taken.begin(), taken.end(), [&](const rules::Booking& b) { return b.to > visit.planned_start; });
  });
}

// Whether the visit should wait for the next batch: somebody could come, but there are fewer idle carers for each who waits
// than the city wants, by skill or in the whole district.
bool waits_for_batch(command::Tx& tx, Field& field, const orders::Visit& visit, std::uint32_t skills, bool has_team) {
  const Parameters& set = parameters(tx.kernel);
  const auto get = [&](std::string_view name) { return set.value(name, visit.region, tx.today()); };
  const std::int64_t by_skill = get("idle_per_waiting_skill_percent"), by_district = get("idle_per_waiting_district_percent");
  const auto others = waiting_line(tx.kernel).others(district_of(visit.region), visit, skills);
  // Nobody else waits and somebody can go: there is nothing to match.
  if (has_team && others.in_district == 0 && by_skill <= 100 && by_district <= 100) return false;
  if (const auto told = orders::promise(tx.db, visit.id)) field.wish.begin_by = told->wanted_to;
  look_at_all(tx.kernel, field);
  const Supply supply = supply_of(field, minutes(get("look_ahead_min")));
  if (!has_team && !supply.later) return false;
  // Whoever is idle with the skills is idle in the district: mostly nobody has to be counted.
  return rules::scarce(supply.idle, others.with_skills, by_skill) ||
         (rules::scarce(supply.idle, others.in_district, by_district) && rules::scarce(idle_in_district(tx, visit), others.in_district, by_district));
}

void join_queue(command::Tx& tx, const orders::Visit& visit, std::uint32_t skills) {
  const RegionCode district = district_of(visit.region);
  const bool first = !tx.db.rows("SELECT 1 FROM dispatch_waiting WHERE district = ? LIMIT 1", district).next();
  tx.db.queue("INSERT INTO dispatch_waiting (visit_id, district, skills, starts, since) VALUES (?, ?, ?, ?, ?) ON CONFLICT (visit_id) DO NOTHING", visit.id,
              district, static_cast<std::int64_t>(skills), visit.planned_start, tx.now);
  tx.after_commit([&kernel = tx.kernel, waiter = WaitingLine::Waiter{district, skills, visit.planned_start}, id = visit.id] { waiting_line(kernel).join(id, waiter); });
  if (first) tx.set_deadline(kBatchDeadline, district.value, tx.now + seconds(parameters(tx.kernel).value("batch_seconds", district, tx.today())));
}

}  // namespace

Instant answer_by(const command::Tx& tx, const orders::Visit& visit, bool emergency) {
  const Parameters& set = parameters(tx.kernel);
  const auto get = [&](std::string_view name) { return set.value(name, visit.region, tx.today()); };
  const bool urgent = emergency || visit.planned_start <= tx.now + minutes(get("urgent_within_min"));
  return tx.now + seconds(get(urgent ? "offer_urgent_seconds" : "offer_seconds"));
}

bool in_queue(sql::Connection& db, VisitId visit) { return db.rows("SELECT 1 FROM dispatch_waiting WHERE visit_id = ?", visit).next(); }
void leave_queue(command::Tx& tx, VisitId visit) {
  if (!waiting_line(tx.kernel).has(visit)) return;  // one that joined within this group is found and removed by the next batch
  tx.db.queue("DELETE FROM dispatch_waiting WHERE visit_id = ?", visit);
  tx.after_commit([&kernel = tx.kernel, visit] { waiting_line(kernel).leave(visit); });
}

Instant held_until(const command::Tx& tx, const orders::Visit& visit, bool recurring) {
  const Parameters& set = parameters(tx.kernel);
  const std::int64_t hold = set.value("hold_for_plan", visit.region, tx.today());
  const Date day = civil_date(visit.planned_start);
  if (hold == 0 || day <= tx.today()) return {};
  const Instant until = start_of_day(day + -1) + minutes(set.value("hold_until_min", visit.region, tx.today()));
  if (until <= tx.now) return {};
  return hold == 1 && !recurring ? Instant{} : until;
}

void book(command::Tx& tx, const orders::Visit& visit, WorkerId worker) {
  tx.after_commit(bookings(tx.kernel).add(worker, {visit.id, visit.planned_start, visit.planned_end, place_of(tx.kernel, visit.elder_id)}));
}

void forget_bookings(command::Tx& tx, VisitId visit) { tx.after_commit(bookings(tx.kernel).drop(visit)); }

std::string explain_json(const rules::Ranked& ranked) {
  std::string out = "[";
  for (const ScorePart& part : ranked.parts) {
    if (out.size() > 1) out += ',';
    entity::write(out, part, entity::Viewer::all());
  }
  return out + "]";
}

void store(command::Tx& tx, Case& record) {
  record.version += 1;
  record.updated_at = tx.now;
  entity::store::update(tx.db, tx.vault(), "dispatch_case", record);
  tx.changed({"visit", record.visit_id.value, record.region, record.organisation_id, {}, record.elder_id});
}

Case open_case(command::Tx& tx, const orders::Visit& visit, WorkerId wanted, CaseState state) {
  Case record;
  record.id = tx.new_id<CaseId>();
  record.visit_id = visit.id;
  record.elder_id = visit.elder_id;
  record.region = visit.region;
  record.organisation_id = visit.organisation_id;
  record.wanted_worker_id = wanted;
  record.state = state;
  record.waiting_since = record.round_since = tx.now;
  record.created_at = record.updated_at = tx.now;
  entity::store::insert(tx.db, tx.vault(), "dispatch_case", record);
  return record;
}

void escalate(command::Tx& tx, Case& record, std::string why) {
  record.state = CaseState::escalated;
  record.why = std::move(why);
  record.escalated_at = tx.now;
  store(tx, record);
}

Result<Case> begin_again(command::Tx& tx, const orders::Visit& visit) {
  auto record = case_of(tx.db, tx.vault(), visit.id);
  if (!record) record = open_case(tx, visit, {}, CaseState::automatic);
  record->state = CaseState::automatic;
  record->tries = 0;
  record->why.clear();
  record->escalated_at = {};
  record->round_since = tx.now;
  store(tx, *record);
  YILIN_CHECK(look(tx, *record, visit));
  return *record;
}

Status look_for(command::Tx& tx, VisitId id) {
  YILIN_TRY(const orders::Visit visit, orders::visit(tx.db, tx.vault(), id));
  if (visit.state != orders::VisitState::planned) return {};
  YILIN_CHECK(begin_again(tx, visit));
  return {};
}

Status look(command::Tx& tx, Case& record, const orders::Visit& visit, Queue queue) {
  const Parameters& set = parameters(tx.kernel);
  const auto get = [&](std::string_view name) { return set.value(name, visit.region, tx.today()); };
  if (record.tries >= get("tries_max") * visit.workers_needed) {
    escalate(tx, record, fmt::format("已派 {} 次未接单", record.tries));
    return {};
  }
  YILIN_TRY(Field field, survey(tx.db, tx.kernel, visit, &record, tx.today()));
  if (field.missing == 0) return {};
  YILIN_TRY(const catalogue::ServiceItem item, catalogue::item(tx.kernel, visit.item_id));
  const bool emergency = item.category == catalogue::Category::emergency;
  field.terms.capped = !emergency;
  const auto team = find_team(tx, field);
  if (queue == Queue::yes && !emergency) {
    const std::uint32_t skills = catalogue::mask_of(item.skills);
    if (waits_for_batch(tx, field, visit, skills, !team.empty())) {
      join_queue(tx, visit, skills);
      return {};
    }
  }
  if (team.empty()) {
    escalate(tx, record, record.tries > 0 ? "合适的服务人员都已派过" : "没有合适的服务人员");
    return {};
  }
  const Instant expires = answer_by(tx, visit, emergency);
  for (const rules::Ranked& best : team)
    YILIN_CHECK(orders::offer(tx, {visit.id, best.worker, best.organisation, expires, false, best.score, explain_json(best)}));
  return {};
}

}  // namespace yilin::dispatch
