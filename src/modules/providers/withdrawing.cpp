// Taking imported organisations and workers back.
#include "modules/providers/commands.h"
#include "modules/providers/index.h"
#include "modules/providers/providers.h"

namespace yilin::providers {
namespace {

namespace store = entity::store;

Part& part_of(command::Tx& tx) { return tx.kernel.parts.get<Part>(); }
bool any(command::Tx& tx, const sql::Statement& statement) { return tx.db.rows(statement).next(); }

template <class Row, class RowId>
std::optional<Row> load(command::Tx& tx, sql::Literal table, RowId id) {
  auto rows = tx.db.rows(store::select<Row>(table, "t").add(" WHERE t.id = ?", id));
  if (!rows.next()) return std::nullopt;
  return store::read<Row>(rows, tx.vault(), table);
}

}  // namespace

Result<bool> withdraw_worker(command::Tx& tx, WorkerId id) {
  const auto worker = load<Worker>(tx, "worker", id);
  if (!worker || worker->version != 1 || worker->rating_count > 0) return false;
  // Certificates of another day than hers are somebody's work.
  std::vector<CertificateId> certificates;
  {
    auto rows = tx.db.rows("SELECT id, created_at, revoked FROM certificate WHERE worker_id = ?", id);
    while (rows.next()) {
      if (rows.integer(1) != worker->created_at.ms || rows.integer(2) != 0) return false;
      certificates.push_back(rows.id<CertificateId>(0));
    }
  }
  bool in_use = false;
  YILIN_CHECK(tx.announce(WorkerWithdrawing{id, &in_use}));
  if (in_use) return false;
  for (const CertificateId certificate : certificates) {
    tx.cancel_deadline(kCertificateWarning, certificate.value);
    tx.cancel_deadline(kCertificateExpired, certificate.value);
  }
  tx.db.queue("DELETE FROM certificate WHERE worker_id = ?", id);
  tx.db.queue("DELETE FROM worker WHERE id = ?", id);
  tx.after_commit([&part = part_of(tx), id] { part.workers.erase(id); });
  return true;
}

Result<bool> withdraw_organisation(command::Tx& tx, OrganisationId id) {
  const auto organisation = load<Organisation>(tx, "organisation", id);
  if (!organisation || organisation->version != 1) return false;
  if (any(tx, {"SELECT 1 FROM worker WHERE organisation_id = ?", id})) return false;
  bool in_use = false;
  YILIN_CHECK(tx.announce(OrganisationWithdrawing{id, &in_use}));
  if (in_use) return false;
  tx.db.queue("DELETE FROM organisation_area WHERE organisation_id = ?", id);
  tx.db.queue("DELETE FROM organisation WHERE id = ?", id);
  tx.after_commit([&part = part_of(tx), id] { part.workers.erase(id); });
  return true;
}

std::vector<OrganisationId> organisations_named(sql::Connection& db, std::string_view name) {
  std::vector<OrganisationId> out;
  auto rows = db.rows("SELECT id FROM organisation WHERE name = ? AND state <> ? ORDER BY id LIMIT 2", name, OrganisationState::removed);
  while (rows.next()) out.push_back(rows.id<OrganisationId>(0));
  return out;
}

}  // namespace yilin::providers
