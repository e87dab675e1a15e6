// Closing a month: frozen by one, signed by another.
#include <charconv>

#include <fmt/format.h>

#include "kernel/entity/json.h"
#include "kernel/lifecycle/lifecycle.h"
#include "kernel/sealing/sealing.h"
#include "modules/region/region.h"
#include "modules/registry/registry.h"
#include "modules/settlement/commands.h"

namespace yilin::settlement {
namespace {

std::span<const lifecycle::Transition<StatementState>> moves() {
  static constexpr lifecycle::Transition<StatementState> table[] = {
      {StatementState::open, "close", StatementState::closed, {access::Role::finance}},
      {StatementState::closed, "sign", StatementState::signed_off, {access::Role::finance, access::Role::official}},
  };
  return table;
}

std::string signature_of(const Kernel& kernel, const Statement& s) {
  const auto mac = sealing::hmac_sm3(kernel.keys->derive("statement"),
                                     fmt::format("{}|{}|{}|{}|{}|{}", s.id.value, s.digest, s.total_fen.value, s.closed_by.value,
                                                 s.signed_by.value, s.signed_at.ms));
  std::string out;
  for (const std::uint8_t byte : mac) fmt::format_to(std::back_inserter(out), "{:02x}", byte);
  return out;
}

}  // namespace

std::string subject_text(StatementKind kind, std::int64_t subject) {
  if (kind == StatementKind::fund)
    for (const entity::EnumName& name : enum_names(catalogue::Payer{}))
      if (name.value == subject) return std::string(name.code);
  return std::to_string(subject);
}

Result<std::int64_t> parse_subject(StatementKind kind, std::string_view text) {
  if (kind == StatementKind::fund) {
    for (const entity::EnumName& name : enum_names(catalogue::Payer{}))
      if (name.code == text) return name.value;
    return fail_field("subject", "对象", "没有这种资金来源。");
  }
  std::int64_t value = 0;
  const auto end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (read.ec != std::errc() || read.ptr != end || value <= 0) return fail_field("subject", "对象", "对象应为编号。");
  return value;
}

sql::Statement lines_of(const Lines& lines) {
  sql::Statement out(" FROM receipt r");
  if (lines.kind == StatementKind::fund) out.add(" JOIN receipt_part p ON p.receipt_id = r.id");
  out.add(" WHERE r.month = ? AND r.region >= ? AND r.region < ?", lines.month, lines.region.subtree().lo, lines.region.subtree().hi);
  switch (lines.kind) {
    case StatementKind::provider: return out.add(" AND r.organisation_id = ?", lines.subject);
    case StatementKind::elder: {
      out.add(" AND r.elder_id IN (0");
      for (const ElderId id : lines.files) out.add(", ?", id);
      return out.add(")");
    }
    case StatementKind::fund: return out.add(" AND p.payer = ?", lines.subject);
  }
  return out;
}

bool overlap(RegionCode a, RegionCode b) { return a.contains(b) || b.contains(a); }

std::vector<ElderId> open_files(const Kernel& kernel, sql::Connection& db, ElderId elder, Month month, RegionCode region) {
  std::vector<ElderId> files = registry::ids_of(kernel, elder);
  std::erase_if(files, [&](ElderId id) {
    auto rows = db.rows("SELECT region FROM statement_file WHERE elder_id = ? AND month = ?", id, month);
    while (rows.next())
      if (overlap({rows.integer(0)}, region)) return true;
    return false;
  });
  return files;
}

namespace {

Lines lines_of_closing(const CloseStatement& in) { return {in.kind, in.month, in.region, in.subject_value, in.files}; }

Status nobody_closed(command::Tx& tx, const CloseStatement& in) {
  if (in.kind == StatementKind::elder) {
    // Merged, taken apart or closed in part since it was counted.
    if (open_files(tx.kernel, tx.db, {in.subject_value}, in.month, in.region) != in.files) return fail(yilin::errors::conflict);
    return {};
  }
  auto rows = tx.db.rows("SELECT region FROM statement WHERE kind = ? AND subject = ? AND month = ?", in.kind, in.subject_value, in.month);
  while (rows.next()) {
    const RegionCode closed{rows.integer(0)};
    if (closed == in.region) return fail(errors::already_closed);
    if (overlap(closed, in.region))
      return fail(errors::already_closed, fmt::format("{}这个月已经单独结账，两张结算表不能重叠。", region::divisions(tx.kernel)->full_name(closed)));
  }
  return {};
}

}  // namespace

Status prepare_close(command::Reader& reader, CloseStatement& in) {
  if (in.month >= Month::of(reader.today())) return fail(errors::month_open);
  if (!reader.caller.in_scope(in.region)) return fail(yilin::errors::not_found);
  YILIN_TRY(in.subject_value, parse_subject(in.kind, in.subject));
  if (in.kind == StatementKind::elder) {
    in.files = open_files(reader.kernel, reader.db, {in.subject_value}, in.month, in.region);
    if (in.files.empty()) return fail(errors::already_closed);
    in.subject_value = in.files.front().value;
  }
  const bool fund = in.kind == StatementKind::fund;
  sql::Statement statement("SELECT r.id, r.visit_id, r.served_on, ");
  statement.add(fund ? sql::Statement("p.amount_fen") : sql::Statement("r.price_fen"));
  statement.add(lines_of(lines_of_closing(in)));
  statement.add(fund ? sql::Statement(" ORDER BY r.id, p.id") : sql::Statement(" ORDER BY r.id"));
  auto rows = reader.db.stream(statement);
  while (rows.next()) {
    const ReceiptId receipt = rows.id<ReceiptId>(0);
    const Fen amount{rows.integer(3)};
    in.digest = rules::next_digest(
        in.digest, rules::line_of(receipt, rows.id<VisitId>(1), {static_cast<std::int32_t>(rows.integer(2))}, amount));
    in.total_fen += amount;
    in.receipts += receipt != in.last;
    in.last = receipt;
  }
  if (in.receipts == 0) return fail(errors::nothing_there);
  return {};
}

Result<Statement> close(command::Tx& tx, const CloseStatement& in) {
  YILIN_CHECK(nobody_closed(tx, in));
  {
    // Receipts are never changed: without a newer one the lines are those that were counted.
    auto statement = sql::Statement("SELECT 1").add(lines_of(lines_of_closing(in)));
    auto rows = tx.db.rows(statement.add(" AND r.id > ? LIMIT 1", in.last));
    if (rows.next()) return fail(yilin::errors::conflict, "刚有新的结算单，请重新结账。");
  }
  Statement made;
  made.id = tx.new_id<StatementId>();
  made.kind = in.kind;
  made.month = in.month;
  made.region = in.region;
  made.subject = in.subject_value;
  if (in.kind == StatementKind::provider) made.organisation_id = {in.subject_value};
  if (in.kind == StatementKind::elder) made.elder_id = {in.subject_value};
  YILIN_TRY(made.state, lifecycle::move(moves(), StatementState::open, "close", tx.caller));
  made.total_fen = in.total_fen;
  made.receipts = in.receipts;
  made.digest = in.digest;
  made.closed_by = tx.caller.user;
  made.closed_at = tx.now;
  entity::store::insert(tx.db, tx.vault(), "statement", made);
  for (const ElderId file : in.files)
    tx.db.queue("INSERT INTO statement_file (elder_id, month, region, statement_id) VALUES (?, ?, ?, ?)", file, made.month, made.region, made.id);
  tx.record({"statement.close", "statement", made.id.value, made.region, made.elder_id, {}, entity::to_json(made)}, made.organisation_id);
  return made;
}

Result<Statement> sign(command::Tx& tx, const StatementPath& in) {
  std::optional<Statement> found;
  {
    auto statement = entity::store::select<Statement>("statement", "t").add(" WHERE t.id = ?", in.id);
    auto rows = tx.db.rows(statement.add(access::in_region("t.region", tx.caller)));
    if (!rows.next()) return fail(yilin::errors::not_found);
    found = entity::store::read<Statement>(rows, tx.vault(), "statement");
  }
  YILIN_TRY(found->state, lifecycle::move(moves(), found->state, "sign", tx.caller));
  if (found->closed_by == tx.caller.user) return fail(errors::same_person);
  found->signed_by = tx.caller.user;
  found->signed_at = tx.now;
  found->signature = signature_of(tx.kernel, *found);
  found->version += 1;
  entity::store::update(tx.db, tx.vault(), "statement", *found);
  tx.record({"statement.sign", "statement", found->id.value, found->region, found->elder_id, {}, entity::to_json(*found)},
            found->organisation_id);
  return *found;
}

}  // namespace yilin::settlement
