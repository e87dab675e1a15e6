// From an event to its counters, in the event's own transaction. Each event counts on the day that its row says, so that
// the counters can be made again from the rows.
#include "modules/figures/counting.h"

#include <initializer_list>
#include <vector>

#include "modules/figures/mirror.h"
#include "modules/orders/orders.h"
#include "modules/settlement/settlement.h"

namespace yilin::figures {
namespace {

struct Change {
  Metric metric;
  std::int64_t value;
};

// One statement for all metrics of the event; each metric once.
void count(command::Tx& tx, RegionCode region, Instant at, std::initializer_list<Change> changes) {
  const Date day = civil_date(at);
  std::vector<Change> moved;
  sql::Statement statement("INSERT INTO counter (region, day, metric, value) VALUES ");
  for (const Change& change : changes) {
    if (change.value == 0) continue;
    if (!moved.empty()) statement.add(", ");
    statement.add("(?, ?, ?, ?)", region, day, change.metric, change.value);
    moved.push_back(change);
  }
  if (moved.empty()) return;
  tx.db.queue(statement.add(" ON CONFLICT (region, day, metric) DO UPDATE SET value = counter.value + excluded.value"));
  tx.after_commit([&kernel = tx.kernel, region, day, moved = std::move(moved)] {
    const auto community = region::divisions(kernel)->index_of(region);
    if (!community) return;
    Mirror& mirror = kernel.parts.get<Mirror>();
    for (const Change& change : moved) mirror.add(*community, day, change.metric, change.value);
  });
}

Status order_placed(command::Tx& tx, const orders::OrderPlaced& event) {
  count(tx, event.order.region, event.order.created_at, {{Metric::orders_placed, 1}});
  return {};
}

Status order_cancelled(command::Tx& tx, const orders::OrderCancelled& event) {
  count(tx, event.order.region, tx.now, {{Metric::orders_cancelled, 1}});
  return {};
}

Status visit_staffed(command::Tx& tx, const orders::VisitStaffed& event) {
  const orders::Visit& visit = event.visit;
  YILIN_TRY(const orders::Order order, orders::order(tx.db, tx.vault(), visit.order_id));
  const std::int64_t minutes = (visit.staffed_at - order.created_at).value / 60'000;
  const auto first = tx.db.exec("INSERT INTO visit_response (id, order_id, elder_id, region, at, minutes) VALUES (?, ?, ?, ?, ?, ?) "
                                "ON CONFLICT (id) DO NOTHING",
                                visit.id, visit.order_id, visit.elder_id, visit.region, visit.staffed_at, minutes);
  if (first == 1) count(tx, visit.region, visit.staffed_at, {{response_metric(minutes), 1}});
  return {};
}

Status visit_completed(command::Tx& tx, const orders::VisitCompleted& event) {
  count(tx, event.visit.region, event.visit.ended_at, {{Metric::visits_done, 1}, {Metric::visit_minutes, event.visit.minutes}});
  return {};
}

Status visit_confirmed(command::Tx& tx, const orders::VisitConfirmed& event) {
  count(tx, event.visit.region, event.visit.confirmed_at, {{Metric::visits_confirmed, 1}});
  return {};
}

Metric rating_metric(orders::Face face) {
  return face == orders::Face::good ? Metric::ratings_good : face == orders::Face::fair ? Metric::ratings_fair : Metric::ratings_bad;
}

Status visit_rated(command::Tx& tx, const orders::VisitRated& event) {
  const orders::Rating& rating = event.rating;
  count(tx, rating.region, rating.at, {{rating_metric(rating.face), 1}});
  return {};
}

Status complaint_made(command::Tx& tx, const orders::ComplaintMade& event) {
  count(tx, event.complaint.region, event.complaint.at, {{Metric::complaints, 1}});
  return {};
}

// An order of an earlier system counts on its own days; taken back, it counts no more.
Status count_past(command::Tx& tx, const orders::Order& order, const orders::Visit* visit, const orders::Rating* rating, std::int64_t sign) {
  count(tx, order.region, order.created_at, {{Metric::orders_placed, sign}});
  if (visit == nullptr) count(tx, order.region, order.updated_at, {{Metric::orders_cancelled, sign}});
  else {
    count(tx, visit->region, visit->ended_at, {{Metric::visits_done, sign}, {Metric::visit_minutes, sign * visit->minutes}});
    count(tx, visit->region, visit->confirmed_at, {{Metric::visits_confirmed, sign}});
  }
  if (rating != nullptr) count(tx, rating->region, rating->at, {{rating_metric(rating->face), sign}});
  return {};
}

Status receipt_made(command::Tx& tx, const settlement::ReceiptMade& event) {
  const settlement::Receipt& r = event.receipt;
  count(tx, r.region, r.created_at,
        {{Metric::settled_fen, r.price_fen.value}, {Metric::subsidy_fen, r.subsidy_fen.value}, {Metric::self_fen, r.self_fen.value}});
  return {};
}

}  // namespace

void listen(Kernel& kernel) {
  kernel.notifications.on<orders::OrderPlaced>(order_placed);
  kernel.notifications.on<orders::OrderCancelled>(order_cancelled);
  kernel.notifications.on<orders::VisitStaffed>(visit_staffed);
  kernel.notifications.on<orders::VisitCompleted>(visit_completed);
  kernel.notifications.on<orders::VisitConfirmed>(visit_confirmed);
  kernel.notifications.on<orders::VisitRated>(visit_rated);
  kernel.notifications.on<orders::ComplaintMade>(complaint_made);
  kernel.notifications.on<settlement::ReceiptMade>(receipt_made);
  kernel.notifications.on<orders::PastOrderAdded>(
      [](command::Tx& tx, const orders::PastOrderAdded& e) { return count_past(tx, e.order, e.visit, e.rating, 1); });
  kernel.notifications.on<orders::PastOrderWithdrawn>(
      [](command::Tx& tx, const orders::PastOrderWithdrawn& e) { return count_past(tx, e.order, e.visit, e.rating, -1); });
}

}  // namespace yilin::figures
