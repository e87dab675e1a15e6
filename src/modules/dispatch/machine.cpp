#include "modules/dispatch/machine.h"

#include <algorithm>

#include <fmt/format.h>

#include "kernel/entity/json.h"
#include "modules/dispatch/lineup.h"
#include "modules/dispatch/parameters.h"

namespace yilin::dispatch {
namespace {

Instant answer_by(const command::Tx& tx, const orders::Visit& visit, bool emergency) {
  const Parameters& set = parameters(tx.kernel);
  const auto get = [&](std::string_view name) { return set.value(name, visit.region, tx.today()); };
  const bool urgent = emergency || visit.planned_start <= tx.now + minutes(get("urgent_within_min"));
  return tx.now + seconds(get(urgent ? "offer_urgent_seconds" : "offer_seconds"));
}

// Judges the nearest first, in chunks, until a whole team is found.
std::vector<rules::Ranked> find_team(command::Tx& tx, Field& field) {
  for (std::size_t first = 0; first < field.workers.size(); first += kChunk) {
    const std::size_t last = std::min(first + kChunk, field.workers.size());
    add_bookings(tx.db, field, first, last);
    auto team = rules::best_team(field.wish, std::span(field.workers).first(last), field.terms, field.missing, field.organisation);
    if (!team.empty()) return team;
  }
  return {};
}

}  // namespace

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

Status look(command::Tx& tx, Case& record, const orders::Visit& visit) {
  const std::int64_t tries_max = parameters(tx.kernel).value("tries_max", visit.region, tx.today()) * visit.workers_needed;
  if (record.tries >= tries_max) {
    escalate(tx, record, fmt::format("已派 {} 次未接单", record.tries));
    return {};
  }
  YILIN_TRY(Field field, survey(tx.db, tx.kernel, visit, &record, tx.today()));
  if (field.missing == 0) return {};
  const auto team = find_team(tx, field);
  if (team.empty()) {
    escalate(tx, record, record.tries > 0 ? "合适的服务人员都已派过" : "没有合适的服务人员");
    return {};
  }
  YILIN_TRY(const catalogue::ServiceItem item, catalogue::item(tx.kernel, visit.item_id));
  const Instant expires = answer_by(tx, visit, item.category == catalogue::Category::emergency);
  for (const rules::Ranked& best : team)
    YILIN_CHECK(orders::offer(tx, {visit.id, best.worker, best.organisation, expires, false, best.score, explain_json(best)}));
  return {};
}

}  // namespace yilin::dispatch
