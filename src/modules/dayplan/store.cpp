#include "modules/dayplan/store.h"

namespace yilin::dayplan {
namespace {

template <class T>
std::vector<T> all(sql::Connection& db, const entity::Vault& vault, sql::Literal table, const sql::Statement& statement) {
  std::vector<T> out;
  auto rows = db.rows(statement);
  while (rows.next()) out.push_back(entity::store::read<T>(rows, vault, table));
  return out;
}

}  // namespace

std::optional<Plan> plan_by_id(sql::Connection& db, const entity::Vault& vault, PlanId id) {
  auto found = all<Plan>(db, vault, "day_plan", entity::store::select<Plan>("day_plan", "t").add(" WHERE t.id = ?", id));
  if (found.empty()) return std::nullopt;
  return std::move(found[0]);
}

Result<Plan> plan_in_scope(const command::Reader& reader, PlanId id) {
  auto found = all<Plan>(reader.db, reader.kernel.vault, "day_plan",
                         entity::store::select<Plan>("day_plan", "t").add(" WHERE t.id = ?", id).add(access::visible({.region = "t.region"}, reader.caller)));
  if (found.empty()) return fail(yilin::errors::not_found);
  return std::move(found[0]);
}

std::optional<Plan> latest(sql::Connection& db, const entity::Vault& vault, RegionCode region, Date day) {
  auto found = all<Plan>(db, vault, "day_plan",
                         entity::store::select<Plan>("day_plan", "t").add(" WHERE t.day = ? AND t.region = ? ORDER BY t.id DESC LIMIT 1", day, region));
  if (found.empty()) return std::nullopt;
  return std::move(found[0]);
}

std::vector<Change> changes_of(sql::Connection& db, const entity::Vault& vault, PlanId plan, std::initializer_list<ChangeState> states, std::int64_t limit) {
  auto statement = entity::store::select<Change>("day_plan_change", "t").add(" WHERE t.plan_id = ? AND t.state IN (0", plan);
  for (const ChangeState s : states) statement.add(", ?", s);
  return all<Change>(db, vault, "day_plan_change", statement.add(") ORDER BY t.id LIMIT ?", limit));
}

Result<Change> change_of(command::Tx& tx, const Plan& plan, ChangeId id) {
  auto found = all<Change>(tx.db, tx.vault(), "day_plan_change",
                           entity::store::select<Change>("day_plan_change", "t").add(" WHERE t.id = ? AND t.plan_id = ?", id, plan.id));
  if (found.empty()) return fail(yilin::errors::not_found);
  return std::move(found[0]);
}

std::vector<Change> applied_at(command::Tx& tx, PlanId plan, std::int64_t sequence) {
  return all<Change>(tx.db, tx.vault(), "day_plan_change",
                     entity::store::select<Change>("day_plan_change", "t")
                         .add(" WHERE t.plan_id = ? AND t.state = ? AND t.sequence = ? ORDER BY t.id", plan, ChangeState::applied, sequence));
}

void store(command::Tx& tx, Plan& plan) {
  plan.version += 1;
  plan.updated_at = tx.now;
  entity::store::update(tx.db, tx.vault(), "day_plan", plan);
  tx.changed({"day_plan", plan.id.value, plan.region, {}, {}, {}});
}

void store(command::Tx& tx, Change& change) {
  change.version += 1;
  change.updated_at = tx.now;
  entity::store::update(tx.db, tx.vault(), "day_plan_change", change);
  tx.changed({"day_plan", change.plan_id.value, change.region, {}, {}, change.elder_id});
}

journal::Act act_of(std::string_view verb, const Plan& plan) {
  return {verb, "day_plan", plan.id.value, plan.region, {}, {}, entity::to_json(plan)};
}

journal::Act act_of(std::string_view verb, const Change& change) {
  return {verb, "visit", change.visit_id.value, change.region, change.elder_id, {}, entity::to_json(change)};
}

journal::Act act_of(std::string_view verb, const Plan& plan, const std::vector<Change>& changes) {
  if (changes.size() == 1) return act_of(verb, changes[0]);
  std::string all;
  for (const Change& c : changes) all += (all.empty() ? "" : ",") + entity::to_json(c);
  return {verb, "day_plan", plan.id.value, plan.region, {}, {}, R"({"changes":[)" + all + "]}"};
}

std::int64_t next_sequence(command::Tx& tx, PlanId plan) {
  auto rows = tx.db.rows("SELECT COALESCE(MAX(sequence), 0) + 1 FROM day_plan_change WHERE plan_id = ?", plan);
  return rows.next() ? rows.integer(0) : 1;
}

}  // namespace yilin::dayplan
