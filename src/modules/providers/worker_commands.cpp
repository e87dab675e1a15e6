// Workers, their certificates and what becomes of these with time.
#include <algorithm>

#include <fmt/format.h>

#include "kernel/entity/json.h"
#include "modules/providers/commands.h"
#include "modules/providers/index.h"
#include "modules/providers/queries.h"

namespace yilin::providers {
namespace {

namespace store = entity::store;

Part& part_of(command::Tx& tx) { return tx.kernel.parts.get<Part>(); }

void index(command::Tx& tx, const Worker& worker) {
  tx.after_commit([&part = part_of(tx), facts = facts_of(worker)] { part.workers.put(facts); });
}

// The last day of her best certificate of this kind, as this transaction sees it.
void index_licence(command::Tx& tx, WorkerId worker, Licence kind) {
  auto rows = tx.db.rows("SELECT MAX(COALESCE(expires, ?)) FROM certificate WHERE worker_id = ? AND kind = ? AND revoked = 0",
                         std::int64_t{rules::kNeverExpires.days}, worker, kind);
  const Date last = rows.next() && !rows.null(0) ? Date{static_cast<std::int32_t>(rows.integer(0))} : Date{};
  tx.after_commit([&part = part_of(tx), worker, kind, last] { part.workers.set_licence(worker, kind, last); });
}

journal::Act act(std::string_view verb, const Worker& w, std::string_view reason = {}) {
  return {verb, "worker", w.id.value, w.region, {}, std::string(reason), entity::to_json(w)};
}

std::optional<WorkerId> known_here(command::Tx& tx, OrganisationId organisation, const IdCard& card, WorkerId except) {
  auto rows = tx.db.rows(store::select<Worker>("worker", "w")
                             .add(" WHERE w.id_card_index = ?", part_of(tx).id_card.of(card.reveal()))
                             .add(" AND w.organisation_id = ?", organisation)
                             .add(" AND w.state <> ?", WorkerState::left));
  while (rows.next()) {
    const auto w = store::read<Worker>(rows, tx.vault(), "worker");
    if (w.id != except && w.id_card == card) return w.id;
  }
  return std::nullopt;
}

Status take(command::Tx& tx, Worker& row, const NewWorker& in) {
  YILIN_CHECK(rules::check_hours(in.work_days, in.shift_from_min, in.shift_to_min, true));
  YILIN_CHECK(rules::check_place(in.home_lon_e6, in.home_lat_e6));
  row.name = in.name;
  if (!in.phone.empty()) {
    row.phone = in.phone;
    row.phone_index = part_of(tx).phone.of(in.phone.reveal());
  }
  if (!in.id_card.empty()) {
    if (known_here(tx, row.organisation_id, in.id_card, row.id)) return fail(errors::worker_known);
    row.id_card = in.id_card;
    row.id_card_index = part_of(tx).id_card.of(in.id_card.reveal());
  }
  row.sex = in.sex != Sex::unknown || row.id_card.empty() ? in.sex : row.id_card.sex();
  row.skills = in.skills;
  std::sort(row.skills.begin(), row.skills.end());
  row.skills.erase(std::unique(row.skills.begin(), row.skills.end()), row.skills.end());
  row.home_lon_e6 = in.home_lon_e6;
  row.home_lat_e6 = in.home_lat_e6;
  row.work_days = in.work_days;
  row.shift_from_min = in.shift_from_min;
  row.shift_to_min = in.shift_to_min;
  return {};
}

Result<Worker> insert(command::Tx& tx, const NewWorker& in) {
  const OrganisationId employer =
      tx.caller.kind == access::CallerKind::organisation && !in.organisation_id ? tx.caller.organisation : in.organisation_id;
  auto organisation = own_organisation(tx.reader(), employer);
  if (!organisation) return fail_field("organisation_id", "所属组织", "没有这个服务组织，或不归您管理。");
  if (organisation->state == OrganisationState::removed) return fail(errors::organisation_removed);
  Worker row;
  row.id = tx.new_id<WorkerId>();
  row.organisation_id = organisation->id;
  row.region = organisation->region;
  YILIN_CHECK(take(tx, row, in));
  row.created_at = row.updated_at = tx.now;
  store::insert(tx.db, tx.vault(), "worker", row);
  index(tx, row);
  return row;
}

Result<Certificate> insert(command::Tx& tx, const NewCertificate& in) {
  YILIN_CHECK(rules::check_certificate(in, tx.today()));
  YILIN_TRY(const Worker worker, own_worker(tx.reader(), in.worker_id));
  if (worker.state == WorkerState::left) return fail(errors::worker_left);
  Certificate row;
  row.id = tx.new_id<CertificateId>();
  row.worker_id = worker.id;
  row.organisation_id = worker.organisation_id;
  row.region = worker.region;
  row.kind = in.kind;
  row.number = in.number;
  row.issued = in.issued;
  row.expires = in.expires;
  row.created_at = tx.now;
  store::insert(tx.db, tx.vault(), "certificate", row);
  index_licence(tx, worker.id, row.kind);
  if (row.expires && row.expires >= tx.today()) {
    const Date warn = row.expires + -rules::kWarnDays;
    if (warn > tx.today()) tx.set_deadline(kCertificateWarning, row.id.value, start_of_day(warn));
    else tx.set_deadline(kCertificateExpired, row.id.value, start_of_day(row.expires + 1));
  }
  return row;
}

Result<WorkerView> move_worker(command::Tx& tx, const Move<WorkerId>& in, std::string_view verb, std::string_view act_verb) {
  YILIN_TRY(Worker row, own_worker(tx.reader(), in.id));
  const WorkerState before = row.state;
  YILIN_TRY(row.state, lifecycle::move(rules::worker_moves(), before, verb, tx.caller, in.reason));
  if (before == WorkerState::left && known_here(tx, row.organisation_id, row.id_card, row.id)) return fail(errors::worker_known);
  row.state_reason = in.reason;
  ++row.version;
  row.updated_at = tx.now;
  store::update(tx.db, tx.vault(), "worker", row, {"state", "state_reason", "version", "updated_at"});
  tx.record(act(act_verb, row, in.reason), row.organisation_id, row.id);
  index(tx, row);
  if (before == WorkerState::active) YILIN_CHECK(tx.announce(WorkerSuspended{row.id, row.organisation_id, in.reason}));
  else if (row.state == WorkerState::active) YILIN_CHECK(tx.announce(WorkerReinstated{row.id, row.organisation_id}));
  return view_of(tx.reader(), std::move(row));
}

std::optional<Certificate> certificate(command::Tx& tx, CertificateId id) {
  auto rows = tx.db.rows(store::select<Certificate>("certificate", "c").add(" WHERE c.id = ?", id));
  if (!rows.next()) return std::nullopt;
  return store::read<Certificate>(rows, tx.vault(), "certificate");
}

// Still her latest of its kind, and she still works: only then does its end matter.
bool still_matters(command::Tx& tx, const Certificate& c) {
  auto rows = tx.db.rows("SELECT 1 FROM worker w WHERE w.id = ? AND w.state <> ? AND NOT EXISTS (SELECT 1 FROM certificate n "
                         "WHERE n.worker_id = w.id AND n.kind = ? AND n.revoked = 0 AND (n.expires IS NULL OR n.expires > ?))",
                         c.worker_id, WorkerState::left, c.kind, c.expires);
  return rows.next();
}

Status on_deadline(command::Tx& tx, const command::Deadline& deadline, std::string_view verb) {
  const auto found = certificate(tx, {deadline.subject});
  const bool warning = deadline.kind == kCertificateWarning;
  if (!found || found->revoked || !still_matters(tx, *found)) {
    tx.nothing_to_do();
    return {};
  }
  if (warning) tx.set_deadline(kCertificateExpired, found->id.value, start_of_day(found->expires + 1));
  tx.record({verb, "certificate", found->id.value, found->region, {}, {}, entity::to_json(*found)}, found->organisation_id, found->worker_id);
  tx.changed({"worker", found->worker_id.value, found->region, found->organisation_id, found->worker_id, {}});
  return {};
}

}  // namespace

Result<WorkerId> add_worker(command::Tx& tx, const NewWorker& in) {
  YILIN_TRY(const Worker row, insert(tx, in));
  return row.id;
}

Result<CertificateId> add_certificate(command::Tx& tx, const NewCertificate& in) {
  YILIN_TRY(const Certificate row, insert(tx, in));
  return row.id;
}

std::optional<WorkerId> worker_by_id_card(const Kernel& kernel, sql::Connection& db, const IdCard& card) {
  auto rows = db.rows(store::select<Worker>("worker", "w")
                          .add(" WHERE w.id_card_index = ?", kernel.parts.get<Part>().id_card.of(card.reveal()))
                          .add(" AND w.state <> ? ORDER BY w.id DESC", WorkerState::left));
  while (rows.next()) {
    const auto w = store::read<Worker>(rows, kernel.vault, "worker");
    if (w.id_card == card) return w.id;
  }
  return std::nullopt;
}

Status rated(command::Tx& tx, WorkerId worker, std::int32_t face) {
  YILIN_ASSERT(face >= 1 && face <= 3);
  // The mean × 100, half up.
  auto rows = tx.db.rows("UPDATE worker SET rating_count = rating_count + 1, rating_sum = rating_sum + ?, "
                         "rating_x100 = (200 * (rating_sum + ?) + rating_count + 1) / (2 * (rating_count + 1)) "
                         "WHERE id = ? RETURNING rating_x100", face, face, worker);
  if (!rows.next()) return fail(yilin::errors::not_found);
  tx.after_commit([&part = part_of(tx), worker, mean = static_cast<std::int32_t>(rows.integer(0))] { part.workers.set_rating(worker, mean); });
  return {};
}

Result<WorkerView> create_worker(command::Tx& tx, const NewWorker& in) {
  YILIN_TRY(Worker row, insert(tx, in));
  tx.record(act("worker.add", row), row.organisation_id, row.id);
  return view_of(tx.reader(), std::move(row));
}

Result<WorkerView> change_worker(command::Tx& tx, const ChangeWorker& in) {
  YILIN_TRY(Worker row, own_worker(tx.reader(), in.id));
  if (row.version != in.version) return fail(yilin::errors::conflict);
  if (row.state == WorkerState::left) return fail(errors::worker_left);
  if (in.organisation_id && in.organisation_id != row.organisation_id)
    return fail_field("organisation_id", "所属组织", "换组织请先办理离职，再由新组织登记。");
  YILIN_CHECK(take(tx, row, in));
  ++row.version;
  row.updated_at = tx.now;
  store::update(tx.db, tx.vault(), "worker", row);
  tx.record(act("worker.change", row), row.organisation_id, row.id);
  index(tx, row);
  return view_of(tx.reader(), std::move(row));
}

Result<WorkerView> suspend_worker(command::Tx& tx, const Move<WorkerId>& in) { return move_worker(tx, in, "suspend", "worker.suspend"); }
Result<WorkerView> reinstate_worker(command::Tx& tx, const Move<WorkerId>& in) { return move_worker(tx, in, "reinstate", "worker.reinstate"); }
Result<WorkerView> worker_leaves(command::Tx& tx, const Move<WorkerId>& in) { return move_worker(tx, in, "leave", "worker.leave"); }
Result<WorkerView> worker_returns(command::Tx& tx, const Move<WorkerId>& in) { return move_worker(tx, in, "return", "worker.return"); }

Result<WorkerSecret> reveal_worker(command::Tx& tx, const RevealWorker& in) {
  YILIN_TRY(const Worker row, own_worker(tx.reader(), in.id));
  const bool phone = in.field == WorkerSecretField::phone;
  tx.record({"worker.reveal", "worker", row.id.value, row.region, {}, in.reason, phone ? R"({"field":"phone"})" : R"({"field":"id_card"})"},
            row.organisation_id);
  return WorkerSecret{phone ? row.phone.reveal() : row.id_card.reveal()};
}

Result<Certificate> create_certificate(command::Tx& tx, const NewCertificate& in) {
  YILIN_TRY(const Certificate row, insert(tx, in));
  tx.record({"certificate.add", "certificate", row.id.value, row.region, {}, {}, entity::to_json(row)}, row.organisation_id, row.worker_id);
  tx.changed({"worker", row.worker_id.value, row.region, row.organisation_id, row.worker_id, {}});
  return row;
}

Result<Certificate> revoke_certificate(command::Tx& tx, const RevokeCertificate& in) {
  auto found = certificate(tx, in.id);
  if (!found || !own_worker(tx.reader(), found->worker_id)) return fail(yilin::errors::not_found);
  if (found->revoked) return fail(yilin::errors::conflict, "这份证书已经作废。");
  found->revoked = true;
  found->revoked_reason = in.reason;
  store::update(tx.db, tx.vault(), "certificate", *found, {"revoked", "revoked_reason"});
  index_licence(tx, found->worker_id, found->kind);
  tx.cancel_deadline(kCertificateWarning, found->id.value);
  tx.cancel_deadline(kCertificateExpired, found->id.value);
  tx.record({"certificate.revoke", "certificate", found->id.value, found->region, {}, in.reason, entity::to_json(*found)},
            found->organisation_id, found->worker_id);
  tx.changed({"worker", found->worker_id.value, found->region, found->organisation_id, found->worker_id, {}});
  return *found;
}

void handle_deadlines(Kernel& kernel) {
  kernel.deadlines->handle(kCertificateWarning, [](command::Tx& tx, const command::Deadline& d) { return on_deadline(tx, d, "certificate.warning"); });
  kernel.deadlines->handle(kCertificateExpired, [](command::Tx& tx, const command::Deadline& d) { return on_deadline(tx, d, "certificate.expire"); });
}

}  // namespace yilin::providers
