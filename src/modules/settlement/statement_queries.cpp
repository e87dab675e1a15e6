// What a month comes to, by provider, elder or fund; and the statements that were closed over it. Receipts keep the file under
// which they were made: an elder's month is that of all files that lead to her.
#include <algorithm>

#include "http/listing.h"
#include "modules/accounts/accounts.h"
#include "modules/providers/providers.h"
#include "modules/region/region.h"
#include "modules/registry/registry.h"
#include "modules/settlement/views.h"

namespace yilin::settlement {
namespace {

constexpr access::OwnerColumns kStatementOwner{.region = "t.region", .organisation = "t.organisation_id", .elder = "t.elder_id"};
constexpr access::OwnerColumns kReceiptOwner{.region = "r.region", .organisation = "r.organisation_id", .elder = "r.elder_id"};
constexpr sql::Literal kSums = "CAST(SUM(r.price_fen) AS BIGINT), CAST(SUM(r.subsidy_fen) AS BIGINT), CAST(SUM(r.self_fen) AS BIGINT) FROM receipt r";
constexpr sql::Literal kFundSums =
    "CAST(SUM(p.amount_fen) AS BIGINT), CAST(COALESCE(SUM(p.amount_fen) FILTER (WHERE p.payer <> 0), 0) AS BIGINT), "
    "CAST(COALESCE(SUM(p.amount_fen) FILTER (WHERE p.payer = 0), 0) AS BIGINT) FROM receipt r JOIN receipt_part p ON p.receipt_id = r.id";

struct Sum {
  std::int64_t subject = 0;
  std::int64_t receipts = 0, files = 1;
  Fen total, subsidy, self;
  Sum& operator+=(const Sum& other) {
    receipts += other.receipts;
    total += other.total;
    subsidy += other.subsidy;
    self += other.self;
    return *this;
  }
};

std::string payer_label(std::int64_t payer) {
  for (const entity::EnumName& name : enum_names(catalogue::Payer{}))
    if (name.value == payer) return std::string(name.label);
  return {};
}

sql::Literal subject_column(StatementKind kind) {
  switch (kind) {
    case StatementKind::provider: return "r.organisation_id";
    case StatementKind::elder: return "r.elder_id";
    case StatementKind::fund: return "p.payer";
  }
  return "";
}

// By subject, as the receipts name it.
std::vector<Sum> sums(command::Reader& reader, const StatementQuery& in, Month month, const sql::Statement& which, std::int64_t limit) {
  const sql::Literal subject = subject_column(in.kind);
  sql::Statement statement("SELECT ");
  statement.add(subject).add(", COUNT(DISTINCT r.id), ").add(in.kind == StatementKind::fund ? kFundSums : kSums);
  statement.add(" WHERE r.month = ?", month).add(access::visible(kReceiptOwner, reader.caller, in.region)).add(which);
  statement.add(" GROUP BY ").add(subject).add(" ORDER BY ").add(subject).add(" LIMIT ?", limit);
  std::vector<Sum> out;
  auto rows = reader.db.rows(statement);
  while (rows.next()) out.push_back({rows.integer(0), rows.integer(1), 1, {rows.integer(2)}, {rows.integer(3)}, {rows.integer(4)}});
  return out;
}

// The month under all files that lead to one elder stands once: where the kept file stands, or the first of the others.
std::vector<Sum> by_elder(command::Reader& reader, const StatementQuery& in, Month month, const std::vector<Sum>& by_file) {
  std::vector<Sum> out;
  for (const Sum& one : by_file) {
    const std::vector<ElderId> files = registry::ids_of(reader.kernel, {one.subject});
    if (files.size() == 1) {
      out.push_back(one);
      continue;
    }
    const auto all = sums(reader, in, month, registry::of_elder("r.elder_id", reader.kernel, {one.subject}), std::ssize(files));
    const bool kept_has = std::ranges::any_of(all, [&](const Sum& s) { return s.subject == files.front().value; });
    if (one.subject != (kept_has ? files.front().value : all.front().subject)) continue;
    Sum whole{files.front().value, 0, std::ssize(all), {}, {}, {}};
    for (const Sum& s : all) whole += s;
    out.push_back(whole);
  }
  return out;
}

// Closed statements over a subject's month that touch the region; of an elder: over any of her files.
std::vector<StatementBrief> closed_of(command::Reader& reader, StatementKind kind, std::int64_t subject, Month month, RegionCode region) {
  sql::Statement statement("SELECT t.id, t.state, t.region, t.receipts, t.total_fen FROM statement t WHERE t.kind = ? AND t.month = ?", kind, month);
  if (kind == StatementKind::elder)
    statement.add(" AND t.id IN (SELECT f.statement_id FROM statement_file f WHERE f.month = ?", month)
        .add(registry::of_elder("f.elder_id", reader.kernel, {subject}))
        .add(")");
  else
    statement.add(" AND t.subject = ?", subject);
  statement.add(access::visible(kStatementOwner, reader.caller)).add(" ORDER BY t.region, t.id");
  const auto tree = region::divisions(reader.kernel);
  std::vector<StatementBrief> out;
  auto rows = reader.db.rows(statement);
  while (rows.next()) {
    const RegionCode where{rows.integer(2)};
    if (region.value != 0 && !overlap(where, region)) continue;
    out.push_back({rows.id<StatementId>(0), static_cast<StatementState>(rows.integer(1)), tree->full_name(where), rows.integer(3), {rows.integer(4)}});
  }
  return out;
}

StatementRow row_of(command::Reader& reader, StatementKind kind, Month month, RegionCode region, const Sum& sum) {
  StatementRow row;
  row.kind = kind;
  row.month = month;
  row.subject = subject_text(kind, sum.subject);
  row.receipts = sum.receipts;
  row.files = sum.files;
  row.total_fen = sum.total;
  row.subsidy_fen = sum.subsidy;
  row.self_fen = sum.self;
  row.closed = closed_of(reader, kind, sum.subject, month, region);
  std::int64_t covered = 0;
  bool all_signed = true;
  for (const StatementBrief& s : row.closed) {
    covered += s.receipts;
    all_signed = all_signed && s.state == StatementState::signed_off;
  }
  if (row.closed.empty() || covered < sum.receipts) return row;
  row.state = all_signed ? StatementState::signed_off : StatementState::closed;
  row.statement_id = row.closed.front().id;
  return row;
}

}  // namespace

Result<http::Page<StatementRow>> list_statements(command::Reader& reader, const StatementQuery& in) {
  const Month month = in.month.index ? in.month : Month::of(reader.today());
  const bool by_elders = in.kind == StatementKind::elder;
  sql::Statement which;
  if (!in.subject.empty()) {
    YILIN_TRY(const std::int64_t value, parse_subject(in.kind, in.subject));
    if (by_elders) which.add(registry::of_elder("r.elder_id", reader.kernel, {value}));
    else which.add(" AND ").add(subject_column(in.kind)).add(" = ?", value);
  }
  if (in.cursor) which.add(" AND ").add(subject_column(in.kind)).add(" > ?", *in.cursor);
  std::vector<Sum> found = sums(reader, in, month, which, in.limit + 1);
  http::Page<StatementRow> page;
  page.next = http::cut(found, in.limit, [](const Sum& s) { return s.subject; });
  if (by_elders) found = by_elder(reader, in, month, found);

  std::vector<ElderId> ids;
  if (by_elders)
    for (const Sum& s : found) ids.push_back({s.subject});
  const registry::Briefs elders(reader, ids);
  for (const Sum& s : found) {
    StatementRow row = row_of(reader, in.kind, month, in.region, s);
    row.subject_name = by_elders                          ? elders.name({s.subject})
                       : in.kind == StatementKind::fund ? payer_label(s.subject)
                                                        : providers::organisation_name(reader.kernel, {s.subject});
    page.items.push_back(std::move(row));
  }
  return page;
}

Result<http::Page<StatementRow>> elder_months(command::Reader& reader, const ElderMonths& in) {
  YILIN_TRY(const registry::ElderBrief elder, registry::brief(reader, in.id));
  sql::Statement statement("SELECT r.month, COUNT(*), COUNT(DISTINCT r.elder_id), ");
  statement.add(kSums).add(" WHERE 1 = 1").add(registry::of_elder("r.elder_id", reader.kernel, elder.id)).add(access::visible(kReceiptOwner, reader.caller));
  if (in.cursor) statement.add(" AND r.month < ?", *in.cursor);
  statement.add(" GROUP BY r.month ORDER BY r.month DESC LIMIT ?", in.limit + 1);
  std::vector<std::pair<Month, Sum>> months;
  {
    auto rows = reader.db.rows(statement);
    while (rows.next())
      months.push_back({{static_cast<std::int32_t>(rows.integer(0))},
                        {elder.id.value, rows.integer(1), rows.integer(2), {rows.integer(3)}, {rows.integer(4)}, {rows.integer(5)}}});
  }
  http::Page<StatementRow> page;
  page.next = http::cut(months, in.limit, [](const auto& m) { return std::int64_t{m.first.index}; });
  for (const auto& [month, sum] : months) {
    page.items.push_back(row_of(reader, StatementKind::elder, month, {}, sum));
    page.items.back().subject_name = elder.name;
  }
  return page;
}

Result<StatementView> show_statement(command::Reader& reader, const StatementShow& in) {
  auto head = entity::store::select<Statement>("statement", "t").add(" WHERE t.id = ?", in.id);
  head.add(access::visible(kStatementOwner, reader.caller));
  auto found = http::rows_of<Statement>(reader, "statement", head);
  if (found.empty()) return fail(yilin::errors::not_found);
  StatementView view;
  view.statement = std::move(found[0]);
  const Statement& s = view.statement;
  Lines lines{s.kind, s.month, s.region, s.subject, {}};
  if (s.kind == StatementKind::elder) {
    auto rows = reader.db.rows("SELECT elder_id FROM statement_file WHERE statement_id = ? ORDER BY elder_id", s.id);
    while (rows.next()) lines.files.push_back(rows.id<ElderId>(0));
  }

  const bool fund = s.kind == StatementKind::fund;
  sql::Statement statement("SELECT r.id, r.kind, r.visit_id, r.elder_id, r.item_id, r.organisation_id, r.served_on, r.minutes, ");
  statement.add(fund ? sql::Statement("p.amount_fen, p.id") : sql::Statement("r.price_fen, r.id"));
  statement.add(lines_of(lines));
  if (!in.cursor.empty()) {
    YILIN_TRY(const std::int64_t after, parse_subject(StatementKind::provider, in.cursor));
    statement.add(fund ? sql::Statement(" AND p.id > ?", after) : sql::Statement(" AND r.id > ?", after));
  }
  // Parts are numbered with their receipts, so that both orders are one.
  statement.add(fund ? sql::Statement(" ORDER BY p.id") : sql::Statement(" ORDER BY r.id"));
  statement.add(" LIMIT ?", in.limit + 1);
  std::vector<std::pair<std::int64_t, StatementLine>> rows_found;
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
      ids.push_back(line.elder_id);
      rows_found.emplace_back(rows.integer(9), std::move(line));
    }
  }
  view.next = http::cut(rows_found, in.limit, [](const auto& row) { return row.first; });
  if (s.elder_id) ids.push_back(s.elder_id);
  const registry::Briefs elders(reader, ids);
  for (auto& [key, line] : rows_found) {
    line.elder_name = elders.name(line.elder_id);
    view.lines.push_back(std::move(line));
  }
  if (s.kind == StatementKind::elder) {
    view.others = closed_of(reader, s.kind, s.subject, s.month, {});
    std::erase_if(view.others, [&](const StatementBrief& other) { return other.id == s.id; });
  }
  view.subject = subject_text(s.kind, s.subject);
  view.subject_name = fund         ? payer_label(s.subject)
                      : s.elder_id ? elders.name(s.elder_id)
                                   : providers::organisation_name(reader.kernel, s.organisation_id);
  view.region_name = region::divisions(reader.kernel)->full_name(s.region);
  view.closed_by_name = accounts::user_name(reader.db, s.closed_by);
  view.signed_by_name = accounts::user_name(reader.db, s.signed_by);
  return view;
}

}  // namespace yilin::settlement
