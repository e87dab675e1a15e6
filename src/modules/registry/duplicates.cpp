#include "modules/registry/duplicates.h"

#include <algorithm>

#include "modules/registry/cursor.h"
#include "modules/registry/elder_store.h"

namespace yilin::registry::duplicates {

std::vector<Found> find(const Population& people, const matching::Key& key, ElderId self) {
  std::vector<Found> out;
  const auto look = [&](const Population::Seen& seen) {
    const Facts& f = seen.person.facts;
    if (seen.staged || f.id == self || f.state == ElderState::merged) return;
    const matching::Likeness likeness = matching::compare(key, seen.person.key());
    if (likeness.score < matching::kStored) return;
    if (std::none_of(out.begin(), out.end(), [&](const Found& x) { return x.elder == f.id; }))
      out.push_back({f.id, f.region, likeness});
  };
  people.with_card(key.card, look);
  people.alike(key, look);
  std::sort(out.begin(), out.end(), [](const Found& a, const Found& b) { return a.likeness.score > b.likeness.score; });
  return out;
}

int store_pairs(command::Tx& tx, const Person& person) {
  int stored = 0;
  const matching::Key key = person.key();
  memory(tx.kernel).people.alike(key, [&](const Population::Seen& seen) {
    const Facts& other = seen.person.facts;
    if (other.id == person.facts.id || other.state == ElderState::merged) return;
    const matching::Likeness likeness = matching::compare(key, seen.person.key());
    if (likeness.score < matching::kStored) return;
    // A staged elder may be of a transaction that was rolled back.
    if (seen.staged && !tx.db.rows("SELECT 1 FROM elder WHERE id = ?", other.id).next()) return;
    const bool first = person.facts.id < other.id;
    const Facts& a = first ? person.facts : other;
    const Facts& b = first ? other : person.facts;
    stored += static_cast<int>(tx.db.exec(
        "INSERT INTO duplicate_pair (id, elder_a, elder_b, region_a, region_b, score, reasons, state, note, created_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, 1, '', ?) ON CONFLICT (elder_a, elder_b) DO NOTHING",
        tx.new_id<PairId>(), a.id, b.id, a.region, b.region, likeness.score, std::int64_t{likeness.reasons}, tx.now));
  });
  return stored;
}

Result<DuplicatePage> list(command::Reader& reader, const DuplicateQuery& in) {
  YILIN_TRY(const std::int64_t after, cursor::read_id(in.cursor));
  sql::Statement q("SELECT p.id, p.elder_a, p.elder_b, p.score, p.reasons, p.state, p.note FROM duplicate_pair p WHERE p.id > ?",
                   after);
  if (in.state.value_or(PairState::open) == PairState::open) q.add(" AND p.state = 1");
  else q.add(" AND p.state = ?", *in.state);
  if (in.elder) q.add(" AND (p.elder_a = ? OR p.elder_b = ?)", in.elder, in.elder);
  // Both must be the caller's: a pair across two places is decided by the level above both.
  q.add(access::in_region("p.region_a", reader.caller, in.region)).add(access::in_region("p.region_b", reader.caller, in.region));
  q.add(" ORDER BY p.id LIMIT ?", in.limit + 1);

  DuplicatePage page;
  std::vector<ElderId> ids;
  auto rows = reader.db.rows(q);
  while (rows.next()) {
    DuplicateView v;
    v.id = rows.id<PairId>(0);
    v.a.id = rows.id<ElderId>(1);
    v.b.id = rows.id<ElderId>(2);
    v.score = static_cast<std::int32_t>(rows.integer(3));
    v.reasons = matching::reasons_of(static_cast<std::uint32_t>(rows.integer(4)));
    v.state = static_cast<PairState>(rows.integer(5));
    v.note = rows.str(6);
    page.items.push_back(std::move(v));
  }
  if (page.items.size() > static_cast<std::size_t>(in.limit)) {
    page.items.pop_back();
    page.next = cursor::write_id(page.items.back().id.value);
  }
  for (const DuplicateView& v : page.items) ids.insert(ids.end(), {v.a.id, v.b.id});
  for (const ElderBrief& b : briefs(reader.db, reader.kernel, ids, reader.today()))
    for (DuplicateView& v : page.items) {
      if (v.a.id == b.id) v.a = b;
      if (v.b.id == b.id) v.b = b;
    }
  return page;
}

}  // namespace yilin::registry::duplicates
