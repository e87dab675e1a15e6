#include <map>

#include "http/listing.h"
#include "modules/providers/providers.h"
#include "modules/region/region.h"
#include "modules/registry/registry.h"
#include "modules/settlement/views.h"

namespace yilin::settlement {
namespace {

constexpr access::OwnerColumns kOwner{.region = "r.region", .organisation = "r.organisation_id", .elder = "r.elder_id"};

ReceiptView view_of(command::Reader& reader, Receipt receipt, const registry::Briefs& elders) {
  ReceiptView view;
  view.elder_name = elders.name(receipt.elder_id);
  view.organisation_name = providers::organisation_name(reader.kernel, receipt.organisation_id);
  view.item_name = item_name(reader.kernel, receipt.item_id);
  view.region_name = region::divisions(reader.kernel)->full_name(receipt.region);
  view.receipt = std::move(receipt);
  return view;
}

}  // namespace

std::string item_name(const Kernel& kernel, ServiceItemId id) {
  const auto item = catalogue::item(kernel, id);
  return item ? item->name : std::string();
}

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
  auto found = http::rows_of<Receipt>(reader, "receipt", statement);
  http::Page<ReceiptView> page;
  page.next = http::cut(found, in.limit);
  std::vector<ElderId> ids;
  for (const Receipt& r : found) ids.push_back(r.elder_id);
  const registry::Briefs elders(reader, ids);
  for (Receipt& r : found) page.items.push_back(view_of(reader, std::move(r), elders));
  return page;
}

Result<ReceiptView> show_receipt(command::Reader& reader, const ReceiptPath& in) {
  auto statement = entity::store::select<Receipt>("receipt", "r").add(" WHERE r.id = ?", in.id);
  auto found = http::rows_of<Receipt>(reader, "receipt", statement.add(access::visible(kOwner, reader.caller)));
  if (found.empty()) return fail(yilin::errors::not_found);
  const registry::Briefs elders(reader, {found[0].elder_id});
  ReceiptView view = view_of(reader, std::move(found[0]), elders);
  view.parts = http::rows_of<ReceiptPart>(reader, "receipt_part",
                                     entity::store::select<ReceiptPart>("receipt_part", "t").add(" WHERE t.receipt_id = ? ORDER BY t.id", in.id));
  auto rows = reader.db.rows("SELECT id FROM receipt WHERE reverses = ? AND kind = ?", in.id, ReceiptKind::reversal);
  if (rows.next()) view.reversed_by = rows.id<ReceiptId>(0);
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
