// What a list found: read, taken over or left, by a person.
#include <algorithm>

#include <fmt/format.h>

#include "modules/benefits/awards.h"
#include "modules/benefits/fact_writing.h"
#include "modules/benefits/lists.h"
#include "modules/benefits/rows.h"

namespace yilin::benefits {
namespace {

Result<MatchList> visible_list(sql::Connection& db, const Kernel& kernel, const access::Caller& caller, ListId id) {
  auto found = first<MatchList>(db, kernel.vault, "match_list",
                                entity::store::select<MatchList>("match_list", "t").add(" WHERE t.id = ?", id).add(access::in_region("t.region", caller)));
  if (!found) return fail(yilin::errors::not_found);
  return std::move(*found);
}

// What a row becomes; or why it cannot be taken over.
struct TakenOver {
  Dossier dossier;
  FactRecord record;
};
Result<TakenOver> taken_over(command::Tx& tx, const policy::RuleSet& rules, const MatchList& list, const MatchRow& row, std::string_view reason) {
  if (row.result != RowResult::matched && row.result != RowResult::conflict) return fail_field("rows", "行", "只有新信息和不一致的行可以采用。");
  if (row.result == RowResult::conflict && reason.empty()) return fail_field("reason", "原因", "采用与记录不一致的行须写明原因。");
  YILIN_TRY(Dossier dossier, load_dossier(tx.db, tx.kernel, row.elder_id));
  const policy::NameId fact = rules.find(row.fact);
  if (fact == policy::kNone || !base_value(rules, fact, row.value, tx.today())) return fail(errors::unknown_fact, "现行规则中已没有“" + row.fact + "”这样的值。");
  FactRecord r;
  r.id = tx.new_id<FactRecordId>();
  r.subject_kind = rules.name(fact).household ? SubjectKind::household : SubjectKind::elder;
  r.subject = rules.name(fact).household ? dossier.house : dossier.members[0].facts.id.value;
  r.region = dossier.members[0].facts.region;
  r.fact = row.fact;
  r.value = row.value;
  r.valid_from = row.valid_from;
  r.recorded_at = tx.now;
  r.origin = Origin::list;
  r.source = list.source;
  r.evidence = fmt::format("{} 第 {} 行", list.file_name, row.row_number);
  r.by_user = tx.caller.user;
  return TakenOver{std::move(dossier), std::move(r)};
}

std::string told(const Error& error) { return error.fields.empty() ? std::string(error.message()) : error.fields.front().message; }

}  // namespace

Result<http::Page<MatchList>> list_lists(command::Reader& reader, const ListQuery& in) {
  auto q = entity::store::select<MatchList>("match_list", "t").add(" WHERE 1 = 1").add(access::in_region("t.region", reader.caller));
  if (in.cursor) q.add(" AND t.id < ?", in.cursor);
  http::Page<MatchList> page;
  page.items = all<MatchList>(reader.db, reader.kernel.vault, "match_list", q.add(" ORDER BY t.id DESC LIMIT ?", in.limit + 1));
  page.next = cut_page(page.items, in.limit);
  return page;
}

Result<MatchList> show_list(command::Reader& reader, const ListPath& in) { return visible_list(reader.db, reader.kernel, reader.caller, in.id); }

Result<http::Page<MatchRowView>> list_rows(command::Reader& reader, const ListRowsQuery& in) {
  YILIN_TRY(const MatchList list, visible_list(reader.db, reader.kernel, reader.caller, in.id));
  auto q = entity::store::select<MatchRow>("match_row", "t").add(" WHERE t.list_id = ?", list.id).add(access::in_region("t.region", reader.caller));
  if (in.result) q.add(" AND t.result = ?", *in.result);
  if (in.state) q.add(" AND t.state = ?", *in.state);
  if (in.cursor) q.add(" AND t.id > ?", in.cursor);
  return page_of(reader, all<MatchRow>(reader.db, reader.kernel.vault, "match_row", q.add(" ORDER BY t.id LIMIT ?", in.limit + 1)), in.limit, &MatchRowView::row);
}

Result<RowsDecided> decide_rows(command::Tx& tx, const DecideRows& in) {
  YILIN_TRY(MatchList list, visible_list(tx.db, tx.kernel, tx.caller, in.id));
  auto q = entity::store::select<MatchRow>("match_row", "t").add(" WHERE t.list_id = ? AND t.state = ?", list.id, RowState::open).add(access::in_region("t.region", tx.caller));
  if (in.rows.empty()) {
    if (in.accept && in.result != RowResult::matched && in.result != RowResult::conflict) return fail_field("result", "比对结果", "只有新信息和不一致的行可以采用。");
    if (in.accept && in.result == RowResult::conflict && in.reason.empty()) return fail_field("reason", "原因", "采用与记录不一致的行须写明原因。");
    q.add(" AND t.result = ? AND t.id > ?", in.result, in.after.value);
  } else {
    q.add(" AND t.id IN (?", in.rows[0]);
    for (std::size_t i = 1; i < in.rows.size(); ++i) q.add(", ?", in.rows[i]);
    q.add(")");
  }
  auto rows = all<MatchRow>(tx.db, tx.vault(), "match_row", q.add(" ORDER BY t.id LIMIT ?", kDecidedAtOnce));
  if (rows.empty()) return fail(errors::nobody_there, "没有待决定的行。");
  const auto rules = policies::in_force(tx.kernel);
  RowsDecided out;
  out.last = rows.back().id;
  std::string ids;
  for (MatchRow& row : rows) {
    if (in.accept) {
      auto taken = taken_over(tx, *rules, list, row, in.reason);
      if (!taken) {
        out.problems.push_back({row.id, row.row_number, told(taken.error())});
        continue;
      }
      write_records(tx, *rules, taken->dossier, std::span(&taken->record, 1));
      if (row.fact == kAlive && row.value == "否") YILIN_CHECK(stop_after_death(tx, row.elder_id, row.valid_from, list.source + "名单"));
      row.record_id = taken->record.id;
    }
    row.state = in.accept ? RowState::accepted : RowState::rejected;
    row.decided_by = tx.caller.user;
    row.decided_at = tx.now;
    entity::store::update(tx.db, tx.vault(), "match_row", row, {"state", "record_id", "decided_by", "decided_at"});
    ++(in.accept ? list.accepted : list.rejected);
    ++out.decided;
    ids += fmt::format("{}\"{}\"", ids.empty() ? "" : ",", row.id.value);
  }
  if (list.accepted + list.rejected == list.rows) list.state = ListState::closed;
  if (out.decided > 0) store_row(tx, "match_list", list);
  {
    auto left = tx.db.rows(sql::Statement("SELECT COUNT(*) FROM match_row t WHERE t.list_id = ? AND t.state = ? AND t.result = ?", list.id, RowState::open, rows.front().result)
                               .add(access::in_region("t.region", tx.caller)));
    left.next();
    out.left = left.integer(0);
  }
  if (out.decided == 0) tx.nothing_to_do();
  else tx.record({in.accept ? "match_list.accept" : "match_list.reject", "match_list", list.id.value, list.region, {}, in.reason, fmt::format(R"({{"rows":[{}]}})", ids)});
  out.list = std::move(list);
  return out;
}

}  // namespace yilin::benefits
