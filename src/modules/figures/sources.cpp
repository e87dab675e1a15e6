#include "modules/figures/sources.h"

#include <algorithm>

#include "modules/orders/orders.h"
#include "modules/settlement/settlement.h"

namespace yilin::figures {

sql::Statement source_of(Metric metric) {
  using orders::Counted;
  using settlement::Amount;
  switch (metric) {
    case Metric::orders_placed: return orders::counted(Counted::placed);
    case Metric::orders_cancelled: return orders::counted(Counted::cancelled);
    case Metric::visits_done: return orders::counted(Counted::visits_done);
    case Metric::visit_minutes: return orders::counted(Counted::visit_minutes);
    case Metric::visits_confirmed: return orders::counted(Counted::visits_confirmed);
    case Metric::ratings_bad: return orders::counted(Counted::ratings_bad);
    case Metric::ratings_fair: return orders::counted(Counted::ratings_fair);
    case Metric::ratings_good: return orders::counted(Counted::ratings_good);
    case Metric::complaints: return orders::counted(Counted::complaints);
    case Metric::settled_fen: return settlement::counted(Amount::price);
    case Metric::subsidy_fen: return settlement::counted(Amount::subsidy);
    case Metric::self_fen: return settlement::counted(Amount::self);
    case Metric::response_5:
    case Metric::response_15:
    case Metric::response_30:
    case Metric::response_60:
    case Metric::response_240:
    case Metric::response_over: break;
  }
  const auto band = *std::find_if(kResponseBands.begin(), kResponseBands.end(), [&](const ResponseBand& b) { return b.metric == metric; });
  return {"SELECT t.id, t.order_id, t.id AS visit_id, t.elder_id, t.region, t.at, 1 AS value FROM visit_response t "
          "WHERE t.minutes > ? AND t.minutes <= ?",
          band.above, band.up_to};
}

}  // namespace yilin::figures
