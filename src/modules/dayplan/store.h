#pragma once
// Rows of day plans. Internal to dayplan.

#include "kernel/command/tx.h"
#include "kernel/entity/json.h"
#include "modules/dayplan/dayplan.h"

namespace yilin::dayplan {

std::optional<Plan> plan_by_id(sql::Connection& db, const entity::Vault& vault, PlanId id);
// Inside the caller's scope, else not_found.
Result<Plan> plan_in_scope(const command::Reader& reader, PlanId id);
std::vector<Change> changes_of(sql::Connection& db, const entity::Vault& vault, PlanId plan, std::initializer_list<ChangeState> states, std::int64_t limit);
Result<Change> change_of(command::Tx& tx, const Plan& plan, ChangeId id);
std::vector<Change> applied_at(command::Tx& tx, PlanId plan, std::int64_t sequence);

void store(command::Tx& tx, Plan& plan);       // with version and updated_at; tells browsers
void store(command::Tx& tx, Change& change);
journal::Act act_of(std::string_view verb, const Plan& plan);
journal::Act act_of(std::string_view verb, const Change& change);
journal::Act act_of(std::string_view verb, const Plan& plan, const std::vector<Change>& changes);  // of one: of its visit
std::int64_t next_sequence(command::Tx& tx, PlanId plan);

}  // namespace yilin::dayplan
