#include "modules/registry/bulk_chunk.h"

#include <unordered_map>

#include <fmt/format.h>

#include "modules/accounts/accounts.h"
#include "modules/registry/duplicates.h"
#include "modules/registry/elder_store.h"

namespace yilin::registry {
namespace {

Status check_position(command::Tx& tx, std::int64_t run, std::int64_t first) {
  auto rows = tx.db.rows("SELECT position FROM elder_run WHERE id = ?", run);
  if (!rows.next() || rows.integer(0) != first) return fail(errors::run_moved);
  return {};
}

struct Tables {
  explicit Tables(sql::Connection& db)
      : elders(db.bulk("elder", elder_columns())),
        labels(db.bulk("elder_label", label_columns())),
        contacts(db.bulk("contact", contact_columns())) {}
  void insert(const PreparedElder& p) {
    elders->row(p.elder);
    for (const auto& values : p.labels) labels->row(values);
    for (const auto& values : p.contacts) contacts->row(values);
  }
  void finish() {
    elders->finish();
    labels->finish();
    contacts->finish();
  }
  std::unique_ptr<sql::BulkInsert> elders, labels, contacts;
};

}  // namespace

Status store_chunk(command::Tx& tx, std::int64_t run, Chunk& chunk,
                   const std::function<Status(command::Tx&, std::int64_t, std::span<const BulkRow>)>& in_chunk) {
  YILIN_CHECK(check_position(tx, run, chunk.first));
  Memory& m = memory(tx.kernel);
  chunk.fates.clear();
  chunk.totals = {};
  std::unordered_map<std::int64_t, ElderId> cards;  // of this chunk: its rows lie in the insert's buffer yet
  std::vector<std::pair<Population::Slot, ElderState>> staged;
  std::vector<std::size_t> added;
  Tables tables(tx.db);
  for (std::size_t i = 0; i < chunk.prepared.size(); ++i) {
    const PreparedElder& p = chunk.prepared[i];
    BulkRow fate = p.row;
    if (fate.fate == BulkRow::Fate::added && p.person.card != 0) {
      const auto [twin, fresh] = cards.emplace(p.person.card, fate.elder);
      auto holder = fresh ? elder_store::holder_of(tx, p.person.card) : std::optional(twin->second);
      if (holder) fate = {BulkRow::Fate::known, twin->second = *holder, 0, std::nullopt};
    }
    chunk.totals.added += fate.fate == BulkRow::Fate::added;
    chunk.totals.known += fate.fate == BulkRow::Fate::known;
    chunk.totals.refused += fate.fate == BulkRow::Fate::refused;
    if (fate.fate == BulkRow::Fate::added) {
      tables.insert(p);
      staged.emplace_back(m.people.stage(p.person), p.person.facts.state);
      for (const command::Deadline& d : p.deadlines) tx.set_deadline(d.kind, d.subject, d.due);
      added.push_back(i);
    }
    chunk.fates.push_back(std::move(fate));
  }
  tables.finish();

  std::vector<ElderId> ids;
  for (const std::size_t i : added) {
    chunk.fates[i].pairs = duplicates::store_pairs(tx, chunk.prepared[i].person);
    chunk.totals.pairs += chunk.fates[i].pairs;
    ids.push_back(chunk.fates[i].elder);
  }
  const auto rows = static_cast<std::int64_t>(chunk.prepared.size());
  const BulkElders::Totals& t = chunk.totals;
  tx.db.queue(
      "UPDATE elder_run SET state = ?, position = position + ?, added = added + ?, known = known + ?, refused = refused + ?, "
      "pairs = pairs + ? WHERE id = ?",
      RunState::rows, rows, t.added, t.known, t.refused, t.pairs, run);
  if (in_chunk) YILIN_CHECK(in_chunk(tx, chunk.first, chunk.fates));
  if (!ids.empty()) {
    accounts::home_identities_changed(tx);
    YILIN_CHECK(tx.announce(EldersImported{ids}));
  }
  tx.after_commit([&m, staged = std::move(staged)] {
    for (const auto& [slot, state] : staged) m.people.reveal(slot, state);
  });
  tx.record({"elder.import", "elder_run", run, {}, {}, {},
             fmt::format("{{\"first\":{},\"rows\":{},\"added\":{},\"known\":{},\"refused\":{},\"pairs\":{}}}", chunk.first, rows,
                         t.added, t.known, t.refused, t.pairs)});
  return {};
}

}  // namespace yilin::registry
