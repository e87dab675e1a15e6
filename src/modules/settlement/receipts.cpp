// From a confirmed visit to its receipt, in the same transaction; and the reversal of a wrong one.
#include <algorithm>

#include "kernel/entity/json.h"
#include "modules/registry/registry.h"
#include "modules/settlement/commands.h"

namespace yilin::settlement {
namespace {

struct QuotedParts {
  std::vector<catalogue::QuotePart> parts;
  static const entity::Table& fields();
};
const entity::Table& QuotedParts::fields() {
  static const entity::Table table("QuotedParts", "报价分担", {entity::field<&QuotedParts::parts>("parts", "资金分担").list_max(50)});
  return table;
}

// Who pays what of the order. With the quota that the order reserved this repeats the order's own quote to the fen.
Result<QuotedParts> quote_again(const Kernel& kernel, const orders::Order& order) {
  const auto elder = registry::facts(kernel, order.elder_id);
  if (!elder) return fail(yilin::errors::not_found);
  YILIN_TRY(catalogue::Quote quote,
            catalogue::quote(kernel, {elder->birth, elder->ability, elder->living, elder->labels, elder->labels_pending},
                             {order.item_id, order.region, civil_date(order.wanted_from), order.units, order.quota_fen}));
  return QuotedParts{std::move(quote.parts)};
}

Status order_placed(command::Tx& tx, const orders::OrderPlaced& event) {
  if (event.order.subsidy_fen.value == 0) return {};
  YILIN_TRY(const QuotedParts quoted, quote_again(tx.kernel, event.order));
  tx.db.queue("INSERT INTO order_quote (id, parts) VALUES (?, ?) ON CONFLICT (id) DO NOTHING", event.order.id, entity::to_json(quoted));
  return {};
}

// The parts that were quoted, never more than the order's subsidy and `quota`.
Result<std::vector<catalogue::QuotePart>> parts_of(command::Tx& tx, const orders::Order& order, Fen quota) {
  if (order.subsidy_fen.value == 0) return std::vector<catalogue::QuotePart>{};
  std::string kept;
  {
    auto rows = tx.db.rows("SELECT parts FROM order_quote WHERE id = ?", order.id);
    if (rows.next()) kept = rows.str(0);
  }
  auto quoted = kept.empty() ? quote_again(tx.kernel, order) : entity::from_json<QuotedParts>(kept, tx.today());
  if (!quoted) return tl::unexpected<Error>(std::move(quoted).error());
  Fen subsidy_left = order.subsidy_fen, quota_left = quota;
  for (catalogue::QuotePart& part : quoted->parts) {
    part.amount_fen = std::min(part.amount_fen, subsidy_left);
    if (part.from_quota) part.amount_fen = std::min(part.amount_fen, quota_left);
    subsidy_left -= part.amount_fen;
    if (part.from_quota) quota_left -= part.amount_fen;
  }
  return std::move(quoted->parts);
}

std::vector<rules::Correction> corrections_of(command::Tx& tx, VisitId visit) {
  std::vector<rules::Correction> out;
  for (const orders::Correction& c : orders::corrections(tx.db, tx.vault(), visit)) {
    const auto after = entity::parse_integer_text(c.after);
    if (after) out.push_back({c.what, *after});
  }
  return out;
}

// The month in whose statements the receipt stands: its own unless one of them is closed.
Month month_for(command::Tx& tx, const Receipt& receipt, const std::vector<rules::Share>& shares) {
  std::vector<Month> closed;
  const auto note = [&](RegionCode region, std::int64_t month) {
    if (region.contains(receipt.region)) closed.push_back({static_cast<std::int32_t>(month)});
  };
  {
    auto rows = tx.db.rows("SELECT kind, subject, month, region FROM statement WHERE month >= ? AND kind <> ?", receipt.month, StatementKind::elder);
    while (rows.next()) {
      const std::int64_t subject = rows.integer(1);
      const bool concerned =
          static_cast<StatementKind>(rows.integer(0)) == StatementKind::provider
              ? subject == receipt.organisation_id.value
              : std::any_of(shares.begin(), shares.end(), [&](const rules::Share& s) { return static_cast<std::int64_t>(s.payer) == subject; });
      if (concerned) note({rows.integer(3)}, rows.integer(2));
    }
  }
  auto rows = tx.db.rows("SELECT month, region FROM statement_file WHERE elder_id = ? AND month >= ?", receipt.elder_id, receipt.month);
  while (rows.next()) note({rows.integer(1)}, rows.integer(0));
  return rules::open_month(receipt.month, closed);
}

// Gives the receipt its id, month and amounts, stores it with its parts and tells the others.
Status issue(command::Tx& tx, Receipt& receipt, const std::vector<rules::Share>& shares) {
  receipt.id = tx.new_id<ReceiptId>();
  receipt.created_at = tx.now;
  receipt.month = month_for(tx, receipt, shares);
  receipt.price_fen = receipt.subsidy_fen = receipt.quota_fen = receipt.self_fen = {};
  std::vector<ReceiptPart> parts;
  for (const rules::Share& s : shares) {
    receipt.price_fen += s.amount;
    (s.payer == catalogue::Payer::elder ? receipt.self_fen : receipt.subsidy_fen) += s.amount;
    if (s.from_quota) receipt.quota_fen += s.amount;
    parts.push_back({tx.new_id<ReceiptPartId>(), receipt.id, s.payer, s.amount, s.rule, s.name, s.basis, s.from_quota});
  }
  entity::store::insert(tx.db, tx.vault(), "receipt", receipt);
  for (const ReceiptPart& part : parts) entity::store::insert(tx.db, tx.vault(), "receipt_part", part);
  tx.changed({"receipt", receipt.id.value, receipt.region, receipt.organisation_id, {}, receipt.elder_id});
  return tx.announce(ReceiptMade{receipt, parts});
}

Status visit_confirmed(command::Tx& tx, const orders::VisitConfirmed& event) {
  const orders::Visit& visit = event.visit;
  const orders::Order& order = event.order;
  YILIN_TRY(const catalogue::ServiceItem item, catalogue::item(tx.kernel, visit.item_id));
  rules::Served served;
  served.quoted = order.price_fen;
  served.planned_minutes = (visit.planned_end - visit.planned_start).value / 60'000;
  served.by_time = rules::sold_by_time(item.unit);
  served.corrections = corrections_of(tx, visit.id);
  YILIN_TRY(const auto parts, parts_of(tx, order, order.quota_fen));
  const rules::Split split = rules::split(rules::price_of(served), order.price_fen, parts);

  Receipt receipt;
  receipt.visit_id = visit.id;
  receipt.order_id = order.id;
  receipt.elder_id = visit.elder_id;
  receipt.item_id = visit.item_id;
  receipt.organisation_id = visit.organisation_id;
  receipt.region = visit.region;
  receipt.served_on = civil_date(visit.started_at ? visit.started_at : visit.planned_start);
  receipt.month = Month::of(receipt.served_on);
  receipt.minutes = visit.minutes;
  for (const rules::Correction& c : served.corrections)
    if (c.field == "minutes") receipt.minutes = static_cast<std::int32_t>(c.after);
  receipt.quoted_fen = order.price_fen;
  YILIN_CHECK(issue(tx, receipt, split.shares));
  return orders::settle(tx, visit.id, split.from_quota);
}

std::vector<rules::Share> shares_of(command::Tx& tx, ReceiptId receipt) {
  std::vector<rules::Share> out;
  auto rows = tx.db.rows(entity::store::select<ReceiptPart>("receipt_part", "t").add(" WHERE t.receipt_id = ? ORDER BY t.id", receipt));
  while (rows.next()) {
    auto part = entity::store::read<ReceiptPart>(rows, tx.vault(), "receipt_part");
    out.push_back({part.payer, part.amount_fen, std::move(part.rule), std::move(part.name), std::move(part.basis), part.from_quota});
  }
  return out;
}

}  // namespace

void listen(Kernel& kernel) {
  kernel.notifications.on<orders::OrderPlaced>(order_placed);
  kernel.notifications.on<orders::VisitConfirmed>(visit_confirmed);
}

Result<Receipt> reverse(command::Tx& tx, const Reverse& in) {
  std::optional<Receipt> wrong;
  {
    auto statement = entity::store::select<Receipt>("receipt", "t").add(" WHERE t.id = ?", in.id);
    auto rows = tx.db.rows(statement.add(access::in_region("t.region", tx.caller)));
    if (!rows.next()) return fail(yilin::errors::not_found);
    wrong = entity::store::read<Receipt>(rows, tx.vault(), "receipt");
  }
  if (wrong->kind == ReceiptKind::reversal) return fail(errors::is_reversal);
  {
    auto rows = tx.db.rows("SELECT 1 FROM receipt WHERE reverses = ? AND kind = ?", in.id, ReceiptKind::reversal);
    if (rows.next()) return fail(errors::already_reversed);
  }
  if (in.correct_price_fen && *in.correct_price_fen > wrong->quoted_fen)
    return fail_field("correct_price_fen", "正确金额", "正确金额不能高于下单时的价格。");
  if (in.correct_price_fen == wrong->price_fen) return fail_field("correct_price_fen", "正确金额", "正确金额与原结算单相同，不需要冲销。");

  std::vector<rules::Share> shares = shares_of(tx, wrong->id);
  for (rules::Share& s : shares) s.amount = -s.amount;
  Receipt made = *wrong;
  made.kind = ReceiptKind::reversal;
  made.reverses = wrong->id;
  made.reason = in.reason;
  made.by_user = tx.caller.user;
  YILIN_CHECK(issue(tx, made, shares));
  std::string payload = R"({"reversal":)" + entity::to_json(made);
  Fen from_quota;
  if (in.correct_price_fen && in.correct_price_fen->value > 0) {
    YILIN_TRY(const orders::Order order, orders::order(tx.db, tx.vault(), wrong->order_id));
    YILIN_TRY(const Fen quota, orders::correctable_quota(tx, order.id, wrong->quota_fen));
    YILIN_TRY(const auto parts, parts_of(tx, order, quota));
    made.kind = ReceiptKind::corrected;
    made.month = wrong->month;
    const rules::Split split = rules::split(*in.correct_price_fen, wrong->quoted_fen, parts);
    YILIN_CHECK(issue(tx, made, split.shares));
    from_quota = split.from_quota;
    payload += R"(,"corrected":)" + entity::to_json(made);
  }
  YILIN_CHECK(orders::correct_quota(tx, wrong->order_id, wrong->quota_fen, from_quota));
  tx.record({"receipt.reverse", "receipt", wrong->id.value, wrong->region, wrong->elder_id, in.reason, payload + "}"}, wrong->organisation_id);
  return made;
}

}  // namespace yilin::settlement
