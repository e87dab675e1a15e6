#include <algorithm>
#include <map>

#include "modules/accounts/accounts.h"
#include "modules/providers/providers.h"
#include "modules/region/region.h"
#include "modules/registry/registry.h"
#include "modules/settlement/views.h"

namespace yilin::settlement {
namespace {

constexpr access::OwnerColumns kStatementOwner{.region = "t.region", .organisation = "t.organisation_id", .elder = "t.elder_id"};
constexpr access::OwnerColumns kOwner{.region = "r.region", .organisation = "r.organisation_id", .elder = "r.elder_id"};

std::string item_name(const Kernel& kernel, ServiceItemId id) {
  const auto item = catalogue::item(kernel, id);
  return item ? item->name : std::string();
}

template <class Row>
std::vector<Row> read_all(command::Reader& reader, sql::Literal table, const sql::Statement& statement) {
  std::vector<Row> out;
  auto rows = reader.db.rows(statement);
  while (rows.next()) out.push_back(entity::store::read<Row>(rows, reader.kernel.vault, table));
  return out;
}

ReceiptView view_of(command::Reader& reader, Receipt receipt, const registry::Briefs& elders) {
  ReceiptView view;
  view.elder_name = elders.name(receipt.elder_id);
  view.organisation_name = providers::organisation_name(reader.kernel, receipt.organisation_id);
  view.item_name = item_name(reader.kernel, receipt.item_id);
  view.region_name = region::divisions(reader.kernel)->full_name(receipt.region);
  view.receipt = std::move(receipt);
  return view;
}

std::string payer_label(std::int64_t payer) {
  for (const entity::EnumName& name : enum_names(catalogue::Payer{}))
    if (name.value == payer) return std::string(name.label);
  return {};
}

sql::Statement subject_column(StatementKind kind) {
  switch (kind) {
    case StatementKind::provider: return sql::Statement("r.organisation_id");
    case StatementKind::elder: return sql::Statement("r.elder_id");
    case StatementKind::fund: return sql::Statement("p.payer");
  }
  return {};
}

}  // namespace

Result<http::Page<ReceiptView>> list_receipts(command::Reader& reader, const ReceiptQuery& in) {
  auto statement = entity::store::select<Receipt>("receipt", "r").add(" WHERE 1 = 1");
  statement.add(access::visible(kOwner, reader.caller, in.region));
  if (in.month.index) statement.add(" AND r.month = ?", in.month);
  if (in.organisation) statement.add(" AND r.organisation_id = ?", in.organisation);
  if (in.elder) statement.add(registry::of_elder("r.elder_id", reader.kernel, in.elder));
  if (in.order) statement.add(" AND r.order_id = ?", in.order);
  if (in.visit) statement.add(" AND r.visit_id = ?", in.visit);
  if (in.cursor) statement.add(" AND r.id < ?", in.cursor);
  statement.add(" ORDER BY r.id DESC LIMIT ?", in.limit + 1);
  auto found = read_all<Receipt>(reader, "receipt", statement);
  http::Page<ReceiptView> page;
  if (static_cast<std::int64_t>(found.size()) > in.limit) {
    found.pop_back();
    page.next = std::to_string(found.back().id.value);
  }
  std::vector<ElderId> ids;
  for (const Receipt& r : found) ids.push_back(r.elder_id);
  const registry::Briefs elders(reader, ids);
  for (Receipt& r : found) page.items.push_back(view_of(reader, std::move(r), elders));
  return page;
}

Result<ReceiptView> show_receipt(command::Reader& reader, const ReceiptPath& in) {
  auto statement = entity::store::select<Receipt>("receipt", "r").add(" WHERE r.id = ?", in.id);
  auto found = read_all<Receipt>(reader, "receipt", statement.add(access::visible(kOwner, reader.caller)));
  if (found.empty()) return fail(yilin::errors::not_found);
  const registry::Briefs elders(reader, {found[0].elder_id});
  ReceiptView view = view_of(reader, std::move(found[0]), elders);
  view.parts = read_all<ReceiptPart>(reader, "receipt_part",
                                     entity::store::select<ReceiptPart>("receipt_part", "t").add(" WHERE t.receipt_id = ? ORDER BY t.id", in.id));
  auto rows = reader.db.rows("SELECT id FROM receipt WHERE reverses = ? AND kind = ?", in.id, ReceiptKind::reversal);
  if (rows.next()) view.reversed_by = rows.id<ReceiptId>(0);
  return view;
}

Result<http::Page<StatementRow>> list_statements(command::Reader& reader, const StatementQuery& in) {
  const Month month = in.month.index ? in.month : Month::of(reader.today());
  const sql::Statement subject = subject_column(in.kind);
  const bool fund = in.kind == StatementKind::fund;
  sql::Statement statement("SELECT ");
  statement.add(subject).add(", COUNT(DISTINCT r.id), ");
  if (fund)
    statement.add("CAST(SUM(p.amount_fen) AS BIGINT), CAST(COALESCE(SUM(p.amount_fen) FILTER (WHERE p.payer <> 0), 0) AS BIGINT), "
                  "CAST(COALESCE(SUM(p.amount_fen) FILTER (WHERE p.payer = 0), 0) AS BIGINT) "
                  "FROM receipt r JOIN receipt_part p ON p.receipt_id = r.id");
  else
    statement.add("CAST(SUM(r.price_fen) AS BIGINT), CAST(SUM(r.subsidy_fen) AS BIGINT), CAST(SUM(r.self_fen) AS BIGINT) FROM receipt r");
  statement.add(" WHERE r.month = ?", month).add(access::visible(kOwner, reader.caller, in.region));
  if (!in.subject.empty()) {
    YILIN_TRY(const std::int64_t value, parse_subject(in.kind, in.subject));
    statement.add(" AND ").add(subject).add(" = ?", value);
  }
  if (in.cursor) statement.add(" AND ").add(subject).add(" > ?", *in.cursor);
  statement.add(" GROUP BY ").add(subject).add(" ORDER BY ").add(subject).add(" LIMIT ?", in.limit + 1);

  http::Page<StatementRow> page;
  std::vector<std::int64_t> subjects;
  {
    auto rows = reader.db.rows(statement);
    while (rows.next()) {
      StatementRow row;
      row.kind = in.kind;
      row.month = month;
      row.receipts = rows.integer(1);
      row.total_fen = {rows.integer(2)};
      row.subsidy_fen = {rows.integer(3)};
      row.self_fen = {rows.integer(4)};
      subjects.push_back(rows.integer(0));
      page.items.push_back(std::move(row));
    }
  }
  if (static_cast<std::int64_t>(page.items.size()) > in.limit) {
    page.items.pop_back();
    subjects.pop_back();
    page.next = std::to_string(subjects.back());
  }
  std::vector<ElderId> ids;
  if (in.kind == StatementKind::elder)
    for (const std::int64_t s : subjects) ids.push_back({s});
  const registry::Briefs elders(reader, ids);
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    StatementRow& row = page.items[i];
    row.subject = subject_text(in.kind, subjects[i]);
    row.subject_name = in.kind == StatementKind::provider ? providers::organisation_name(reader.kernel, {subjects[i]})
                       : fund                             ? payer_label(subjects[i])
                                                          : elders.name({subjects[i]});
    // Without a region (an organisation asks for itself): the statement of the widest one.
    sql::Statement made("SELECT t.id, t.state FROM statement t WHERE t.kind = ? AND t.subject = ? AND t.month = ?", in.kind, subjects[i], month);
    if (in.region.value != 0) made.add(" AND t.region = ?", in.region);
    else made.add(access::visible(kStatementOwner, reader.caller));
    auto rows = reader.db.rows(made.add(" ORDER BY t.region LIMIT 1"));
    if (!rows.next()) continue;
    row.statement_id = rows.id<StatementId>(0);
    row.state = static_cast<StatementState>(rows.integer(1));
  }
  return page;
}

Result<StatementView> show_statement(command::Reader& reader, const StatementShow& in) {
  auto head = entity::store::select<Statement>("statement", "t").add(" WHERE t.id = ?", in.id);
  head.add(access::visible(kStatementOwner, reader.caller));
  auto found = read_all<Statement>(reader, "statement", head);
  if (found.empty()) return fail(yilin::errors::not_found);
  StatementView view;
  view.statement = std::move(found[0]);
  const Statement& s = view.statement;

  const bool fund = s.kind == StatementKind::fund;
  sql::Statement statement("SELECT r.id, r.kind, r.visit_id, r.elder_id, r.item_id, r.organisation_id, r.served_on, r.minutes, ");
  statement.add(fund ? sql::Statement("p.amount_fen, p.id") : sql::Statement("r.price_fen, r.id"));
  statement.add(lines_of(s.kind, s.month, s.region, s.subject));
  if (!in.cursor.empty()) {
    YILIN_TRY(const std::int64_t after, parse_subject(StatementKind::provider, in.cursor));
    statement.add(fund ? sql::Statement(" AND p.id > ?", after) : sql::Statement(" AND r.id > ?", after));
  }
  // Parts are numbered with their receipts, so that both orders are one.
  statement.add(fund ? sql::Statement(" ORDER BY p.id") : sql::Statement(" ORDER BY r.id"));
  statement.add(" LIMIT ?", in.limit + 1);
  std::vector<std::int64_t> keys;
  std::vector<ElderId> ids;
  {
    auto rows = reader.db.rows(statement);
    while (rows.next()) {
      StatementLine line;
      line.receipt_id = rows.id<ReceiptId>(0);
      line.kind = static_cast<ReceiptKind>(rows.integer(1));
      line.visit_id = rows.id<VisitId>(2);
      line.elder_id = rows.id<ElderId>(3);
      line.item_name = item_name(reader.kernel, rows.id<ServiceItemId>(4));
      line.organisation_name = providers::organisation_name(reader.kernel, rows.id<OrganisationId>(5));
      line.served_on = {static_cast<std::int32_t>(rows.integer(6))};
      line.minutes = static_cast<std::int32_t>(rows.integer(7));
      line.amount_fen = {rows.integer(8)};
      keys.push_back(rows.integer(9));
      ids.push_back(line.elder_id);
      view.lines.push_back(std::move(line));
    }
  }
  if (static_cast<std::int64_t>(view.lines.size()) > in.limit) {
    view.lines.pop_back();
    keys.pop_back();
    view.next = std::to_string(keys.back());
  }
  if (s.elder_id) ids.push_back(s.elder_id);
  const registry::Briefs elders(reader, ids);
  for (StatementLine& line : view.lines) line.elder_name = elders.name(line.elder_id);
  view.subject = subject_text(s.kind, s.subject);
  view.subject_name = fund         ? payer_label(s.subject)
                      : s.elder_id ? elders.name(s.elder_id)
                                   : providers::organisation_name(reader.kernel, s.organisation_id);
  view.region_name = region::divisions(reader.kernel)->full_name(s.region);
  view.closed_by_name = accounts::user_name(reader.db, s.closed_by);
  view.signed_by_name = accounts::user_name(reader.db, s.signed_by);
  return view;
}

sql::Statement counted(Amount amount) {
  sql::Statement out("SELECT t.id, t.order_id, t.visit_id, t.elder_id, t.region, t.created_at AS at, ");
  switch (amount) {
    case Amount::price: return out.add("t.price_fen AS value FROM receipt t");
    case Amount::subsidy: return out.add("t.subsidy_fen AS value FROM receipt t");
    case Amount::self: break;
  }
  return out.add("t.self_fen AS value FROM receipt t");
}

std::vector<FundPaid> paid_by_funds(sql::Connection& db, RegionRange where, Month from, Month until) {
  std::map<std::tuple<Month, RegionCode, std::int64_t>, Fen> sums;
  auto rows = db.rows("SELECT r.month, r.region, p.payer, CAST(SUM(p.amount_fen) AS BIGINT) FROM receipt r JOIN receipt_part p ON p.receipt_id = r.id "
                      "WHERE r.month >= ? AND r.month <= ? AND r.region >= ? AND r.region < ? AND p.payer <> ? GROUP BY r.month, r.region, p.payer",
                      from, until, where.lo, where.hi, catalogue::Payer::elder);
  while (rows.next())
    sums[{{static_cast<std::int32_t>(rows.integer(0))}, RegionCode{rows.integer(1)}.at(RegionLevel::county), rows.integer(2)}] += Fen{rows.integer(3)};
  std::vector<FundPaid> out;
  for (const auto& [key, sum] : sums) out.push_back({std::get<0>(key), std::get<1>(key), static_cast<catalogue::Payer>(std::get<2>(key)), sum});
  return out;
}

std::vector<Receipt> receipts_of(sql::Connection& db, const entity::Vault& vault, VisitId visit) {
  std::vector<Receipt> out;
  auto rows = db.rows(entity::store::select<Receipt>("receipt", "t").add(" WHERE t.visit_id = ? ORDER BY t.id", visit));
  while (rows.next()) out.push_back(entity::store::read<Receipt>(rows, vault, "receipt"));
  return out;
}

}  // namespace yilin::settlement
