// 点单: from a wish to an order with its quota reserved and a visit waiting for a carer.
#include "modules/orders/placing.h"

#include <fmt/format.h>

#include "modules/orders/lifecycle.h"
#include "modules/orders/parameters.h"
#include "modules/orders/rows.h"
#include "modules/orders/rules.h"
#include "modules/registry/registry.h"

namespace yilin::orders {
namespace {

catalogue::ElderFacts catalogue_facts(const registry::Facts& facts) {
  return {facts.birth, static_cast<catalogue::Ability>(facts.ability), static_cast<catalogue::Living>(facts.living), facts.labels,
          facts.labels_pending};
}

Channel channel_of(const access::Caller& caller, Channel said) {
  if (caller.kind != access::CallerKind::home) return said;
  return caller.roles.has(access::Role::elder) ? Channel::elder : Channel::family;
}

}  // namespace

Quota load_quota(sql::Connection& db, const Kernel& kernel, ElderId elder, Month month) {
  Quota quota;
  quota.elder_id = elder;
  quota.month = month;
  const std::vector<ElderId> ids = registry::ids_of(kernel, elder);
  if (ids.size() > 1) {
    auto rows = db.rows(sql::Statement("SELECT CAST(COALESCE(SUM(t.reserved_fen + t.consumed_fen), 0) AS BIGINT) FROM quota t WHERE t.month = ? AND t.elder_id <> ?",
                                       month, elder)
                            .add(registry::of_elder("t.elder_id", kernel, elder)));
    if (rows.next()) quota.elsewhere_fen = {rows.integer(0)};
  }
  auto found = first<Quota>(db, kernel.vault, "quota",
                            entity::store::select<Quota>("quota", "t").add(" WHERE t.elder_id = ? AND t.month = ?", elder, month));
  if (found) {
    found->elsewhere_fen = quota.elsewhere_fen;
    return *found;
  }
  if (const auto facts = registry::facts(kernel, elder)) {
    const auto granted = catalogue::monthly_quota(kernel, catalogue_facts(*facts), facts->region, month);
    quota.region = facts->region;
    quota.amount_fen = granted.amount_fen;
    quota.rule = granted.rule;
    quota.basis = granted.basis;
  }
  if (const auto& source = kernel.parts.get<QuotaSources>().source)
    if (const auto award = source(kernel, elder, month); award && award->amount > quota.amount_fen) {
      quota.amount_fen = award->amount;
      quota.rule = award->rule;
      quota.basis = award->basis;
    }
  return quota;
}

void set_quota_source(Kernel& kernel, QuotaSource source) { kernel.parts.get<QuotaSources>().source = std::move(source); }

void store_quota(command::Tx& tx, Quota& quota, QuotaMoveKind kind, Fen amount, OrderId order) {
  const auto move = [&](QuotaMoveKind what, Fen fen, OrderId about) {
    tx.db.queue("INSERT INTO quota_move (id, quota_id, order_id, kind, amount_fen, at) VALUES (?, ?, ?, ?, ?, ?)",
                tx.new_id<Id<struct QuotaMoveTag>>(), quota.id, about, what, fen, tx.now);
  };
  if (!quota.id) {
    quota.id = tx.new_id<QuotaId>();
    entity::store::insert(tx.db, tx.vault(), "quota", quota);
    move(QuotaMoveKind::grant, quota.amount_fen, {});
    tx.set_deadline("quota.expire", quota.id.value, quota_lapses(quota.month));
  } else {
    entity::store::update(tx.db, tx.vault(), "quota", quota, {"reserved_fen", "consumed_fen", "expired_fen"});
  }
  move(kind, amount, order);
}

Result<catalogue::Quote> quote(const Kernel& kernel, const NewOrder& in, const Quota& month) {
  const auto facts = registry::facts(kernel, in.elder_id);
  if (!facts) return fail(yilin::errors::not_found);
  return catalogue::quote(kernel, catalogue_facts(*facts), {in.item_id, facts->region, civil_date(in.wanted_from), in.units, month.left()});
}

Result<Visit> make_visit(command::Tx& tx, const Order& order) {
  YILIN_TRY(const catalogue::ServiceItem item, catalogue::item(tx.kernel, order.item_id));
  Visit visit;
  visit.id = tx.new_id<VisitId>();
  visit.order_id = order.id;
  visit.elder_id = order.elder_id;
  visit.item_id = order.item_id;
  visit.region = order.region;
  visit.organisation_id = order.organisation_id;
  visit.planned_start = order.wanted_from;
  visit.planned_end = order.wanted_from + minutes(catalogue::planned_minutes(item, order.units));
  visit.workers_needed = item.workers_needed;
  visit.created_at = visit.updated_at = tx.now;
  entity::store::insert(tx.db, tx.vault(), "visit", visit);
  return visit;
}

Result<Order> place(command::Tx& tx, const NewOrder& in, PlanId plan) {
  YILIN_TRY(const registry::Standing elder, registry::standing(tx, in.elder_id));
  if (elder.state != registry::ElderState::active) return fail(registry::errors::not_active);
  YILIN_TRY(const catalogue::ServiceItem item, catalogue::item(tx.kernel, in.item_id));
  NewOrder wish = in;
  wish.elder_id = elder.id;
  if (!wish.wanted_to) wish.wanted_to = wish.wanted_from;
  if (!plan)
    YILIN_CHECK(check_window(wish.wanted_from, wish.wanted_to, tx.now,
                             parameters(tx.kernel).value("order_days_ahead_max", elder.region, tx.today())));

  const Month month = Month::of(civil_date(wish.wanted_from));
  const Quota left = load_quota(tx.db, tx.kernel, elder.id, month);
  YILIN_TRY(const catalogue::Quote quoted, quote(tx.kernel, wish, left));
  if (wish.expected_self_fen.value >= 0 && wish.expected_self_fen != quoted.self_fen)
    return fail(errors::quote_changed, fmt::format("现在的自付金额是 {} 元（补贴 {} 元），请重新确认。", to_yuan(quoted.self_fen),
                                                   to_yuan(quoted.subsidy_fen)));
  Order order;
  order.id = tx.new_id<OrderId>();
  order.elder_id = elder.id;
  order.item_id = item.id;
  order.region = elder.region;
  order.organisation_id = wish.organisation_id;
  order.units = wish.units;
  order.channel = channel_of(tx.caller, wish.channel);
  order.placed_by = tx.caller.user;
  order.on_behalf = wish.on_behalf;
  order.wanted_from = wish.wanted_from;
  order.wanted_to = wish.wanted_to;
  order.price_fen = quoted.price_fen;
  order.subsidy_fen = quoted.subsidy_fen;
  order.quota_fen = quoted.quota_fen;
  order.self_fen = quoted.self_fen;
  order.quota_month = month;
  order.note = wish.note;
  order.plan_id = plan;
  order.created_at = order.updated_at = tx.now;
  if (quoted.quota_fen.value > 0) {
    YILIN_TRY(Quota reserved, reserve(left, quoted.quota_fen));
    store_quota(tx, reserved, QuotaMoveKind::reserve, quoted.quota_fen, order.id);
  }
  order.state = item.review_required ? OrderState::in_review : OrderState::placed;
  entity::store::insert(tx.db, tx.vault(), "service_order", order);
  if (order.state == OrderState::in_review) {
    YILIN_CHECK(tx.announce(OrderPlaced{order, {}}));
  } else {
    YILIN_TRY(const Visit visit, make_visit(tx, order));
    YILIN_CHECK(tx.announce(OrderPlaced{order, visit.id}));
    YILIN_CHECK(tx.announce(VisitWaits{visit, wish.worker_id, plan}));
  }
  if (!wish.on_behalf.empty() || tx.caller.kind != access::CallerKind::home || tx.caller.roles.has(access::Role::family))
    tx.on_behalf_of(elder.id);
  return order;
}

Status release_quota(command::Tx& tx, const Order& order) {
  if (order.quota_fen.value == 0) return {};
  Quota held = load_quota(tx.db, tx.kernel, order.elder_id, order.quota_month);
  held = release(held, order.quota_fen);
  store_quota(tx, held, QuotaMoveKind::release, order.quota_fen, order.id);
  return {};
}

std::string spoken(Reason reason, std::string_view text) {
  if (!text.empty() || reason == Reason::none) return std::string(text);
  for (const entity::EnumName& name : enum_names(reason))
    if (name.value == static_cast<std::int64_t>(reason)) return std::string(name.label);
  return {};
}

Status cancel_order(command::Tx& tx, Order& order, Reason reason, std::string_view text, CancelledBy by) {
  YILIN_TRY(order.state, lifecycle::move(order_moves(), order.state, "cancel", tx.caller, spoken(reason, text)));
  order.reason = reason;
  order.reason_text = text;
  order.cancelled_by = by;
  auto visits = all<Visit>(tx.db, tx.vault(), "visit",
                           entity::store::select<Visit>("visit", "t").add(" WHERE t.order_id = ? ORDER BY t.id", order.id));
  for (Visit& visit : visits) {
    if (visit.state == VisitState::in_service) return fail(lifecycle::errors::illegal_move, "服务已经开始，不能取消订单。");
    if (visit.state == VisitState::planned || visit.state == VisitState::staffed)
      YILIN_CHECK(end_visit(tx, visit, "cancel", reason, text));
  }
  YILIN_CHECK(release_quota(tx, order));
  touch(tx, "service_order", order);
  return tx.announce(OrderCancelled{order});
}

Status cancel(command::Tx& tx, OrderId id, Reason reason, std::string_view text, CancelledBy by) {
  YILIN_TRY(Order order, mine<Order>(tx, "service_order", kOrderOwner, id));
  return cancel_order(tx, order, reason, text, by);
}

Result<Order> review(command::Tx& tx, OrderId id, bool approve, std::string_view reason) {
  YILIN_TRY(Order order, mine<Order>(tx, "service_order", kOrderOwner, id));
  YILIN_TRY(order.state, lifecycle::move(order_moves(), order.state, approve ? "approve" : "refuse", tx.caller, reason));
  if (approve) {
    YILIN_TRY(const Visit visit, make_visit(tx, order));
    YILIN_CHECK(tx.announce(VisitWaits{visit, {}}));
  } else {
    order.reason = Reason::other;
    order.reason_text = reason;
    order.cancelled_by = CancelledBy::staff;
    YILIN_CHECK(release_quota(tx, order));
    YILIN_CHECK(tx.announce(OrderCancelled{order}));
  }
  touch(tx, "service_order", order);
  return order;
}

Status expire_quota(command::Tx& tx, QuotaId id) {
  YILIN_TRY(Quota held, by_id<Quota>(tx.db, tx.vault(), "quota", id));
  const Fen left = held.left();
  if (left.value == 0) {
    tx.nothing_to_do();
    return {};
  }
  held = expire(held);
  store_quota(tx, held, QuotaMoveKind::expire, left, {});
  tx.record({"quota.expire", "quota", held.id.value, held.region, held.elder_id, {}, entity::to_json(held)});
  return {};
}

}  // namespace yilin::orders
