// Taking imported elders back.
#include "base/assert.h"
#include "modules/accounts/accounts.h"
#include "modules/registry/elder_store.h"

namespace yilin::registry {
namespace {

bool untouched(command::Tx& tx, const Elder& elder) {
  if (elder.run_id == 0 || elder.version != 1 || elder.state != ElderState::active) return false;
  if (tx.db.rows("SELECT 1 FROM migration_request WHERE elder_id = ?", elder.id).next()) return false;
  if (tx.db.rows("SELECT 1 FROM elder_merge WHERE kept = ? OR merged = ?", elder.id, elder.id).next()) return false;
  return !tx.db.rows("SELECT 1 FROM contact WHERE elder_id = ? AND version > 1", elder.id).next();
}

void erase(command::Tx& tx, const Elder& elder) {
  elder_store::drop_tokens(tx.db, elder.region, elder.id, elder_store::tokens_of(tx.db, tx.kernel, elder));
  for (const ElderLabel& l : elder_store::labels_of(tx.db, tx.kernel, elder.id)) tx.cancel_deadline("registry.label", l.id.value);
  tx.db.queue("DELETE FROM elder_label WHERE elder_id = ?", elder.id);
  tx.db.queue("DELETE FROM contact WHERE elder_id = ?", elder.id);
  tx.db.queue("DELETE FROM duplicate_pair WHERE elder_a = ? OR elder_b = ?", elder.id, elder.id);
  tx.db.queue("DELETE FROM elder WHERE id = ?", elder.id);
  Memory& m = memory(tx.kernel);
  tx.after_commit([&m, id = elder.id] { m.people.remove(id); });
}

}  // namespace

std::vector<ElderId> brought_by(sql::Connection& db, std::string_view run, ElderId after, std::int64_t limit) {
  std::vector<ElderId> out;
  auto rows = db.rows("SELECT id FROM elder WHERE id > ? AND run_id = (SELECT r.id FROM elder_run r WHERE r.name = ?) ORDER BY id LIMIT ?",
                      after.value, run, limit);
  while (rows.next()) out.push_back(rows.id<ElderId>(0));
  return out;
}

Result<std::int64_t> withdraw(command::Tx& tx, std::span<const ElderId> elders) {
  YILIN_ASSERT(elders.size() <= kWithdrawMax);
  std::int64_t erased = 0;
  for (const ElderId id : elders) {
    const auto elder = elder_store::load(tx.db, tx.kernel, id);
    if (!elder || !untouched(tx, *elder)) continue;
    bool in_use = false;
    YILIN_CHECK(tx.announce(ElderWithdrawing{id, &in_use}));
    if (in_use) continue;
    erase(tx, *elder);
    ++erased;
  }
  if (erased > 0) accounts::home_identities_changed(tx);
  return erased;
}

}  // namespace yilin::registry
