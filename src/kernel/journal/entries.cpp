// Reading acts back.
#include <algorithm>

#include "base/assert.h"
#include "kernel/journal/impl.h"

namespace yilin::journal {
namespace {

constexpr sql::Literal kSelect =
    "SELECT j.seq, j.at_ms, j.actor, j.on_behalf_of, j.organisation, j.verb, j.subject_kind, j.subject, j.region, j.elder, "
    "p.sealed FROM journal j LEFT JOIN journal_payload p ON p.seq = j.seq WHERE ";

Entry read(const sql::Rows& rows, const sealing::Sealer& sealer) {
  Entry entry;
  entry.seq = rows.integer(0);
  entry.at = {rows.integer(1)};
  entry.actor = rows.id<UserId>(2);
  entry.on_behalf_of = rows.id<ElderId>(3);
  entry.organisation = rows.id<OrganisationId>(4);
  entry.verb = rows.str(5);
  entry.subject_kind = rows.str(6);
  entry.subject = rows.integer(7);
  entry.region = {rows.integer(8)};
  entry.elder = rows.id<ElderId>(9);
  entry.envelope = Entry::Envelope::erased;
  if (rows.null(10)) return entry;
  entry.envelope = Entry::Envelope::damaged;
  const auto packed = sealer.open(rows.bytes(10), envelope_place(entry.seq));
  const auto envelope = packed ? unpack(*packed) : std::nullopt;
  if (!envelope) return entry;
  entry.envelope = Entry::Envelope::open;
  entry.actor_name = envelope->actor_name;
  entry.reason = envelope->reason;
  entry.payload = envelope->payload;
  return entry;
}

// The first seq whose time is not before `at`, by bisection over the primary key: 30 look-ups in a billion rows, and no
// index of times that every act would pay for.
std::int64_t first_not_before(sql::Connection& db, Instant at) {
  std::int64_t low = 0, high = 0;
  if (sql::Rows rows = db.rows("SELECT MAX(seq) FROM journal"); rows.next()) high = rows.integer(0) + 1;
  while (low < high) {
    const std::int64_t middle = low + (high - low) / 2;
    sql::Rows rows = db.rows("SELECT seq, at_ms FROM journal WHERE seq >= ? ORDER BY seq LIMIT 1", middle);
    if (!rows.next() || rows.integer(1) >= at.ms) high = middle;
    else low = rows.integer(0) + 1;
  }
  return low;
}

}  // namespace

std::optional<Entry> Journal::entry(sql::Connection& db, std::int64_t seq) const {
  sql::Rows rows = db.rows(sql::Statement(kSelect).add("j.seq = ?", seq));
  if (!rows.next()) return {};
  return read(rows, impl_->sealer);
}

std::vector<Entry> Journal::entries(sql::Connection& db, const Filter& filter) const {
  sql::Statement query(kSelect);
  query.add("j.seq > 0");
  if (filter.before > 0) query.add(" AND j.seq < ?", filter.before);
  if (filter.subject != 0) query.add(" AND j.subject = ?", filter.subject);
  if (filter.elder) query.add(" AND j.elder = ?", filter.elder);
  if (filter.actor) query.add(" AND j.actor = ?", filter.actor);
  if (!filter.subject_kind.empty()) query.add(" AND j.subject_kind = ?", filter.subject_kind);
  if (!filter.verb.empty()) query.add(" AND j.verb = ?", filter.verb);
  const bool indexed = filter.subject != 0 || filter.elder || filter.actor;
  if (filter.from) {
    query.add(" AND j.at_ms >= ?", filter.from.ms);
    if (!indexed) query.add(" AND j.seq >= ?", first_not_before(db, filter.from));
  }
  if (filter.until) {
    query.add(" AND j.at_ms < ?", filter.until.ms);
    if (!indexed) query.add(" AND j.seq < ?", first_not_before(db, filter.until));
  }
  query.add(filter.scope);
  query.add(" ORDER BY j.seq DESC LIMIT ?", std::clamp(filter.limit, 1, kEntriesMax));

  std::vector<Entry> found;
  for (sql::Rows rows = db.rows(query); rows.next();) found.push_back(read(rows, impl_->sealer));
  return found;
}

}  // namespace yilin::journal
