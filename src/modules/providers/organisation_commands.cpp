// Organisations: entering, changing, life cycles.
#include <algorithm>

#include <fmt/format.h>

#include "kernel/entity/json.h"
#include "modules/catalogue/catalogue.h"
#include "modules/providers/commands.h"
#include "modules/providers/index.h"
#include "modules/providers/queries.h"
#include "modules/region/region.h"

namespace yilin::providers {
namespace {

namespace store = entity::store;

Status check_region(command::Tx& tx, RegionCode region) {
  if (region::divisions(tx.kernel)->exists(region, tx.today()) &&
      (tx.caller.kind != access::CallerKind::staff || tx.caller.in_scope(region)))
    return {};
  return fail_field("region", "所在地区", "没有这个地区，或不在您的管辖范围内。");
}

Status check_services(command::Tx& tx, const std::vector<std::string>& services) {
  for (const std::string& code : services)
    if (!catalogue::item_by_code(tx.kernel, code))
      return fail_field("services", "服务项目", fmt::format("没有编码为“{}”的服务项目。", code));
  return {};
}

Status check_areas(command::Tx& tx, const std::vector<RegionCode>& areas) {
  const auto divisions = region::divisions(tx.kernel);
  for (const RegionCode area : areas)
    if (!divisions->city().contains(area) || !divisions->exists(area, tx.today()))
      return fail_field("areas", "服务区域", fmt::format("“{}”不是本市的地区。", to_string(area)));
  return {};
}

std::vector<RegionCode> areas_of(command::Tx& tx, OrganisationId id) {
  std::vector<RegionCode> out;
  auto rows = tx.db.rows("SELECT region FROM organisation_area WHERE organisation_id = ? ORDER BY region", id);
  while (rows.next()) out.push_back({rows.integer(0)});
  return out;
}

void store_areas(command::Tx& tx, OrganisationId id, std::vector<RegionCode>& areas) {
  std::sort(areas.begin(), areas.end());
  areas.erase(std::unique(areas.begin(), areas.end()), areas.end());
  tx.db.queue("DELETE FROM organisation_area WHERE organisation_id = ?", id);
  for (const RegionCode area : areas)
    tx.db.queue("INSERT INTO organisation_area (organisation_id, region, region_end) VALUES (?, ?, ?)", id, area, area.subtree().hi);
}

void index(command::Tx& tx, const Organisation& o, const std::vector<RegionCode>& areas) {
  WorkerIndex::Company company{o.name, o.state == OrganisationState::active, o.services, {}};
  for (const RegionCode area : areas) company.areas.push_back(area.subtree());
  tx.after_commit([&part = tx.kernel.parts.get<Part>(), id = o.id, company = std::move(company)] { part.workers.put(id, company); });
}

void take(Organisation& row, const NewOrganisation& in) {
  row.name = in.name;
  row.credit_code = in.credit_code;
  row.kind = in.kind;
  row.region = in.region;
  row.address = in.address;
  row.phone = in.phone;
  row.legal_person = in.legal_person;
  row.services = in.services;
  row.work_days = in.work_days;
  row.opens_min = in.opens_min;
  row.closes_min = in.closes_min;
}

Status check(command::Tx& tx, const NewOrganisation& in, OrganisationId self) {
  YILIN_CHECK(rules::check_organisation(in));
  YILIN_CHECK(check_region(tx, in.region));
  YILIN_CHECK(check_services(tx, in.services));
  YILIN_CHECK(check_areas(tx, in.areas));
  if (const auto known = organisation_by_credit_code(tx.db, in.credit_code); known && *known != self)
    return fail(errors::credit_code_taken);
  return {};
}

journal::Act act(std::string_view verb, const Organisation& o, std::string_view reason = {}) {
  return {verb, "organisation", o.id.value, o.region, {}, std::string(reason), entity::to_json(o)};
}
Result<OrganisationView> move_organisation(command::Tx& tx, OrganisationId id, std::string_view verb, std::string_view act_verb,
                                           const std::string& reason) {
  YILIN_TRY(Organisation row, own_organisation(tx.reader(), id));
  const OrganisationState before = row.state;
  YILIN_TRY(row.state, lifecycle::move(rules::organisation_moves(), before, verb, tx.caller, reason));
  row.state_reason = reason;
  ++row.version;
  row.updated_at = tx.now;
  store::update(tx.db, tx.vault(), "organisation", row, {"state", "state_reason", "version", "updated_at"});
  tx.record(act(act_verb, row, reason), row.id);
  index(tx, row, areas_of(tx, row.id));
  if (before == OrganisationState::active) YILIN_CHECK(tx.announce(OrganisationSuspended{row.id, reason}));
  if (before == OrganisationState::suspended && row.state == OrganisationState::active)
    YILIN_CHECK(tx.announce(OrganisationReinstated{row.id}));
  return view_of(tx.reader(), std::move(row));
}

Result<Organisation> insert(command::Tx& tx, const NewOrganisation& in, OrganisationState state) {
  YILIN_CHECK(check(tx, in, {}));
  Organisation row;
  take(row, in);
  row.id = tx.new_id<OrganisationId>();
  row.state = state;
  row.created_at = row.updated_at = tx.now;
  store::insert(tx.db, tx.vault(), "organisation", row);
  std::vector<RegionCode> areas = in.areas;
  store_areas(tx, row.id, areas);
  index(tx, row, areas);
  return row;
}

}  // namespace

std::optional<Organisation> organisation(sql::Connection& db, const entity::Vault& vault, OrganisationId id) {
  auto rows = db.rows(store::select<Organisation>("organisation", "o").add(" WHERE o.id = ?", id));
  if (!rows.next()) return std::nullopt;
  return store::read<Organisation>(rows, vault, "organisation");
}

std::optional<OrganisationId> organisation_by_credit_code(sql::Connection& db, const CreditCode& code) {
  if (code.empty()) return std::nullopt;
  auto rows = db.rows("SELECT id FROM organisation WHERE credit_code = ?", code.text());
  if (!rows.next()) return std::nullopt;
  return rows.id<OrganisationId>(0);
}

Result<OrganisationId> add_organisation(command::Tx& tx, const NewOrganisation& in, OrganisationState state) {
  YILIN_TRY(const Organisation row, insert(tx, in, state));
  return row.id;
}

Result<OrganisationView> create_organisation(command::Tx& tx, const NewOrganisation& in) {
  YILIN_TRY(Organisation row, insert(tx, in, OrganisationState::applied));
  tx.record(act("organisation.apply", row), row.id);
  return view_of(tx.reader(), std::move(row));
}

Result<OrganisationView> change_organisation(command::Tx& tx, const ChangeOrganisation& in) {
  YILIN_TRY(Organisation row, own_organisation(tx.reader(), in.id));
  if (row.version != in.version) return fail(yilin::errors::conflict);
  if (row.state == OrganisationState::removed) return fail(errors::organisation_removed);
  YILIN_CHECK(check(tx, in, row.id));
  std::vector<RegionCode> areas = in.areas;
  const std::vector<RegionCode> areas_before = areas_of(tx, row.id);
  if (tx.caller.kind == access::CallerKind::organisation) {
    // What she was vetted for is not hers to change.
    std::sort(areas.begin(), areas.end());
    if (areas != areas_before) return fail_field("areas", "服务区域", "服务区域由民政部门核定，请向其申请变更。");
    if (in.services != row.services) return fail_field("services", "服务项目", "服务项目由民政部门核定，请向其申请变更。");
    if (in.name != row.name || in.credit_code != row.credit_code || in.region != row.region || in.kind != row.kind)
      return fail_field("name", "名称", "名称、类型、所在地区和统一社会信用代码由民政部门变更。");
  }
  take(row, in);
  ++row.version;
  row.updated_at = tx.now;
  store::update(tx.db, tx.vault(), "organisation", row);
  store_areas(tx, row.id, areas);
  tx.record(act("organisation.change", row), row.id);
  index(tx, row, areas);
  return view_of(tx.reader(), std::move(row));
}

Result<OrganisationView> vet_organisation(command::Tx& tx, const Vet& in) {
  switch (in.decision) {
    case VetDecision::approve: return move_organisation(tx, in.id, "approve", "organisation.approve", in.reason);
    case VetDecision::refuse: return move_organisation(tx, in.id, "refuse", "organisation.refuse", in.reason);
    case VetDecision::activate: return move_organisation(tx, in.id, "activate", "organisation.activate", in.reason);
    case VetDecision::reapply: return move_organisation(tx, in.id, "reapply", "organisation.reapply", in.reason);
  }
  return fail(yilin::errors::malformed);
}
Result<OrganisationView> suspend_organisation(command::Tx& tx, const Move<OrganisationId>& in) {
  return move_organisation(tx, in.id, "suspend", "organisation.suspend", in.reason);
}
Result<OrganisationView> reinstate_organisation(command::Tx& tx, const Move<OrganisationId>& in) {
  return move_organisation(tx, in.id, "reinstate", "organisation.reinstate", in.reason);
}
Result<OrganisationView> remove_organisation(command::Tx& tx, const Move<OrganisationId>& in) {
  return move_organisation(tx, in.id, "remove", "organisation.remove", in.reason);
}

}  // namespace yilin::providers
