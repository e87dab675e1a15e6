// Deciding a pair: two people, or one whose records are merged. A merge moves what hangs on the merged elder, remembers
// exactly what it moved, and can be taken back.
#include <algorithm>

#include <boost/json.hpp>

#include "kernel/entity/store.h"
#include "modules/accounts/accounts.h"
#include "modules/registry/commands.h"
#include "modules/registry/duplicates.h"
#include "modules/registry/elder_store.h"
#include "modules/registry/rules.h"

namespace yilin::registry::duplicates {
namespace {

namespace json = boost::json;

// What the kept elder took over because she had none: bits of elder_merge.taken.
constexpr std::int64_t kTookCard = 1, kTookPhone = 2;

struct Pair {
  PairId id;
  ElderId a, b;
  PairState state;
};

Result<Pair> load_pair(command::Tx& tx, PairId id) {
  auto rows = tx.db.rows(sql::Statement("SELECT p.elder_a, p.elder_b, p.state FROM duplicate_pair p WHERE p.id = ?", id)
                             .add(access::in_region("p.region_a", tx.caller))
                             .add(access::in_region("p.region_b", tx.caller)));
  if (!rows.next()) return fail(yilin::errors::not_found);
  return Pair{id, rows.id<ElderId>(0), rows.id<ElderId>(1), static_cast<PairState>(rows.integer(2))};
}

struct Done {
  ElderId kept, merged;
  MergeState state;
  ElderState state_before;
  std::int64_t taken;
  std::string moved;
  Instant at;
};

std::optional<Done> load_merge(sql::Connection& db, MergeId id) {
  auto rows = db.rows("SELECT kept, merged, state, state_before, taken, moved, at_ms FROM elder_merge WHERE id = ?", id);
  if (!rows.next()) return std::nullopt;
  return Done{rows.id<ElderId>(0), rows.id<ElderId>(1), static_cast<MergeState>(rows.integer(2)),
              static_cast<ElderState>(rows.integer(3)), rows.integer(4), rows.str(5), Instant{rows.integer(6)}};
}

std::string moved_json(const std::vector<ElderLabel>& labels, const std::vector<Contact>& contacts) {
  json::array l, c;
  for (const ElderLabel& x : labels) l.emplace_back(x.id.value);
  for (const Contact& x : contacts) c.emplace_back(x.id.value);
  return json::serialize(json::object{{"labels", std::move(l)}, {"contacts", std::move(c)}});
}

void give(command::Tx& tx, const std::string& moved, ElderId from, ElderId to) {
  const json::value all = json::parse(moved);
  for (const json::value& id : all.at("labels").as_array())
    tx.db.queue("UPDATE elder_label SET elder_id = ? WHERE id = ? AND elder_id = ?", to, id.as_int64(), from);
  for (const json::value& id : all.at("contacts").as_array())
    tx.db.queue("UPDATE contact SET elder_id = ? WHERE id = ? AND elder_id = ?", to, id.as_int64(), from);
}

// After contacts have changed hands the tokens of their phones follow.
void refresh_tokens(command::Tx& tx, const Elder& elder, const std::vector<std::int64_t>& before) {
  const auto after = elder_store::tokens_of(tx.db, tx.kernel, elder);
  std::vector<std::int64_t> gone, come;
  std::set_difference(before.begin(), before.end(), after.begin(), after.end(), std::back_inserter(gone));
  std::set_difference(after.begin(), after.end(), before.begin(), before.end(), std::back_inserter(come));
  elder_store::drop_tokens(tx.db, elder.region, elder.id, gone);
  elder_store::put_tokens(tx.db, elder.region, elder.id, come);
}

Result<MergeId> merge(command::Tx& tx, const Pair& pair, const DecidePair& in) {
  if (in.keep != pair.a && in.keep != pair.b) return fail_field("keep", "保留的档案", "请选择保留两份档案中的哪一份。");
  YILIN_TRY(const Elder kept, elder_store::load_active(tx, in.keep));
  YILIN_TRY(const Elder merged, elder_store::load_visible(tx, in.keep == pair.a ? pair.b : pair.a));
  if (merged.id == kept.id) return fail(yilin::errors::conflict, "其中一份档案已被合并。");

  const auto kept_tokens = elder_store::tokens_of(tx.db, tx.kernel, kept);
  const std::string moved = moved_json(elder_store::labels_of(tx.db, tx.kernel, merged.id),
                                       elder_store::contacts_of(tx.db, tx.kernel, merged.id, true));
  // Written first, while her contacts are still hers: their tokens go with her.
  Elder gone = merged;
  YILIN_TRY(gone.state, lifecycle::move(rules::kElderMoves, merged.state, "merge", tx.caller, in.reason));
  gone.merged_into = kept.id;
  elder_store::update(tx, merged, gone);

  give(tx, moved, merged.id, kept.id);
  refresh_tokens(tx, kept, kept_tokens);
  Elder richer = kept;
  std::int64_t taken = 0;
  if (kept.id_card.empty() && !merged.id_card.empty() && kept.birth == merged.birth) {
    richer.id_card = merged.id_card;
    taken |= kTookCard;
  }
  if (kept.phone.empty() && !merged.phone.empty()) {
    richer.phone = merged.phone;
    richer.phone_use = merged.phone_use;
    taken |= kTookPhone;
  }
  elder_store::update(tx, kept, richer);
  elder_store::labels_changed(tx, kept.id);

  const auto id = tx.new_id<MergeId>();
  tx.db.queue(
      "INSERT INTO elder_merge (id, kept, merged, state, state_before, taken, moved, reason, by_user, at_ms) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      id, kept.id, merged.id, MergeState::merged, merged.state, taken, moved, in.reason, tx.caller.user, tx.now);
  tx.db.queue("UPDATE duplicate_pair SET state = ?, note = '随合并关闭' WHERE (elder_a = ? OR elder_b = ?) AND state = 1 AND id <> ?",
              PairState::distinct, merged.id, merged.id, pair.id);
  Memory& m = memory(tx.kernel);
  tx.after_commit([&m, merged = merged.id, kept = kept.id] { m.people.redirect(merged, kept); });
  accounts::home_identities_changed(tx);
  tx.record(commands::act("elder.merge", richer, in.reason, elder_store::changes_json(kept, richer)));
  tx.changed({"elder", merged.id.value, merged.region, {}, {}, merged.id});
  YILIN_CHECK(tx.announce(EldersMerged{kept.id, merged.id}));
  return id;
}

}  // namespace

Result<PairDecided> decide(command::Tx& tx, const DecidePair& in) {
  YILIN_CHECK(rules::check_reason(in.reason));
  YILIN_TRY(const Pair pair, load_pair(tx, in.id));
  if (pair.state != PairState::open) return fail(yilin::errors::conflict, "这一对已经核对过。");
  PairDecided out{pair.id, PairState::distinct, {}, {}};
  if (in.decision == PairDecision::merge) {
    YILIN_TRY(out.merge_id, merge(tx, pair, in));
    out.state = PairState::merged;
    out.kept = in.keep;
  } else {
    YILIN_TRY(const Elder a, elder_store::load_visible(tx, pair.a));
    tx.record(commands::act("elder.distinct", a, in.reason));
    tx.changed({"elder", pair.b.value, a.region, {}, {}, pair.b});
  }
  tx.db.queue("UPDATE duplicate_pair SET state = ?, decided_by = ?, decided_at = ?, note = ? WHERE id = ?", out.state,
              tx.caller.user, tx.now, in.reason, pair.id);
  return out;
}

Result<MergeList> merges(command::Reader& reader, const ElderPath& in) {
  YILIN_TRY(const ElderBrief kept, brief(reader, in.id));
  auto rows = reader.db.rows(
      "SELECT m.id, m.kept, m.merged, e.name, m.state, m.reason, m.at_ms FROM elder_merge m JOIN elder e ON e.id = m.merged "
      "WHERE m.kept = ? ORDER BY m.id DESC LIMIT 100",
      kept.id);
  MergeList out;
  while (rows.next())
    out.items.push_back({rows.id<MergeId>(0), rows.id<ElderId>(1), rows.id<ElderId>(2), rows.str(3),
                         static_cast<MergeState>(rows.integer(4)), rows.str(5), Instant{rows.integer(6)}});
  return out;
}

Result<MergeView> undo(command::Tx& tx, const UndoMerge& in) {
  YILIN_CHECK(rules::check_reason(in.reason));
  const auto done = load_merge(tx.db, in.id);
  if (!done) return fail(yilin::errors::not_found);
  YILIN_TRY(const Elder kept, elder_store::load_visible(tx, done->kept));
  if (done->state != MergeState::merged) return fail(yilin::errors::conflict, "这次合并已经撤销。");
  if (kept.id != done->kept) return fail(yilin::errors::conflict, "保留的档案后来又被合并，请先撤销那一次。");
  const auto merged = elder_store::load(tx.db, tx.kernel, done->merged);
  if (!merged || !tx.caller.in_scope(merged->region)) return fail(yilin::errors::not_found);

  const auto kept_tokens = elder_store::tokens_of(tx.db, tx.kernel, kept);
  give(tx, done->moved, kept.id, merged->id);
  refresh_tokens(tx, kept, kept_tokens);
  Elder poorer = kept;
  if ((done->taken & kTookCard) && poorer.id_card == merged->id_card) poorer.id_card = {};
  if ((done->taken & kTookPhone) && poorer.phone == merged->phone) {
    poorer.phone = {};
    poorer.phone_use = PhoneUse::none;
  }
  elder_store::update(tx, kept, poorer);
  elder_store::labels_changed(tx, kept.id);
  Elder back = *merged;
  back.state = done->state_before;
  back.merged_into = {};
  elder_store::update(tx, *merged, back);
  elder_store::labels_changed(tx, back.id);
  store_pairs(tx, person_of(back, 0, 0));

  tx.db.queue("UPDATE elder_merge SET state = ?, undone_at = ? WHERE id = ?", MergeState::undone, tx.now, in.id);
  Memory& m = memory(tx.kernel);
  tx.after_commit([&m, id = back.id] { m.people.redirect(id, {}); });
  accounts::home_identities_changed(tx);
  tx.record(commands::act("elder.unmerge", poorer, in.reason, elder_store::changes_json(kept, poorer)));
  tx.changed({"elder", back.id.value, back.region, {}, {}, back.id});
  YILIN_CHECK(tx.announce(ElderUnmerged{kept.id, back.id}));
  return MergeView{in.id, kept.id, back.id, back.name, MergeState::undone, in.reason, done->at};
}

}  // namespace yilin::registry::duplicates
