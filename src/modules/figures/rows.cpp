// The rows that a figure counts, newest first.
#include <algorithm>

#include "modules/figures/views.h"
#include "modules/registry/registry.h"

namespace yilin::figures {
namespace {

// "SELECT key, order, visit, elder, region, at, value FROM … t … WHERE …" up to the period.
struct Source {
  sql::Statement select;
  sql::Literal at;
};

Source receipts(sql::Literal column) {
  sql::Statement select("SELECT t.id, t.order_id, t.visit_id, t.elder_id, t.region, t.created_at, ");
  return {select.add(column).add(" FROM receipt t WHERE ").add(column).add(" <> 0"), "t.created_at"};
}
Source ratings(orders::Face face) {
  return {{"SELECT t.id, v.order_id, t.visit_id, t.elder_id, t.region, t.at, 1 FROM rating t JOIN visit v ON v.id = t.visit_id "
           "WHERE t.face = ?", face}, "t.at"};
}
Source responses(Metric metric) {
  const auto band = *std::find_if(kResponseBands.begin(), kResponseBands.end(), [&](const ResponseBand& b) { return b.metric == metric; });
  return {{"SELECT t.id, t.order_id, t.id, t.elder_id, t.region, t.at, 1 FROM visit_response t WHERE t.minutes > ? AND t.minutes <= ?",
           band.above, band.up_to}, "t.at"};
}

Source source_of(Metric metric) {
  switch (metric) {
    case Metric::orders_placed:
      return {{"SELECT t.id, t.id, 0, t.elder_id, t.region, t.created_at, 1 FROM service_order t WHERE t.state <> 1"}, "t.created_at"};
    case Metric::orders_cancelled:
      return {{"SELECT t.id, t.id, 0, t.elder_id, t.region, t.updated_at, 1 FROM service_order t WHERE t.state = 7"}, "t.updated_at"};
    case Metric::visits_done:
      return {{"SELECT t.id, t.order_id, t.id, t.elder_id, t.region, t.ended_at, 1 FROM visit t WHERE t.state IN (4, 5, 6, 10, 11)"},
              "t.ended_at"};
    case Metric::visit_minutes:
      return {{"SELECT t.id, t.order_id, t.id, t.elder_id, t.region, t.ended_at, t.minutes FROM visit t WHERE t.state IN (4, 5, 6, 10, 11)"},
              "t.ended_at"};
    case Metric::visits_confirmed:
      return {{"SELECT t.id, t.order_id, t.id, t.elder_id, t.region, t.confirmed_at, 1 FROM visit t WHERE 1 = 1"}, "t.confirmed_at"};
    case Metric::ratings_bad: return ratings(orders::Face::bad);
    case Metric::ratings_fair: return ratings(orders::Face::fair);
    case Metric::ratings_good: return ratings(orders::Face::good);
    case Metric::complaints:
      return {{"SELECT t.id, t.order_id, 0, t.elder_id, t.region, t.at, 1 FROM complaint t WHERE 1 = 1"}, "t.at"};
    case Metric::settled_fen: return receipts("t.price_fen");
    case Metric::subsidy_fen: return receipts("t.subsidy_fen");
    case Metric::self_fen: return receipts("t.self_fen");
    case Metric::response_5:
    case Metric::response_15:
    case Metric::response_30:
    case Metric::response_60:
    case Metric::response_240:
    case Metric::response_over: break;
  }
  return responses(metric);
}

}  // namespace

Result<http::Page<FigureItem>> list_rows(command::Reader& reader, const RowsQuery& in) {
  YILIN_TRY(const Span span, span_of(in.from, in.to, reader.today()));
  YILIN_TRY(const Area area, area_of(reader, in.region));
  Source source = source_of(in.metric);
  sql::Statement& statement = source.select;
  statement.add(" AND ").add(source.at).add(" >= ?", start_of_day(span.from));
  statement.add(" AND ").add(source.at).add(" < ?", start_of_day(span.to + 1));
  statement.add(access::in_region("t.region", reader.caller, area.region));
  if (in.cursor != 0) statement.add(" AND t.id < ?", in.cursor);
  statement.add(" ORDER BY t.id DESC LIMIT ?", in.limit + 1);

  http::Page<FigureItem> page;
  std::vector<std::int64_t> keys;
  std::vector<ElderId> ids;
  {
    auto rows = reader.db.rows(statement);
    while (rows.next()) {
      FigureItem item;
      keys.push_back(rows.integer(0));
      item.order_id = rows.id<OrderId>(1);
      item.visit_id = rows.id<VisitId>(2);
      item.elder_id = rows.id<ElderId>(3);
      item.region = {rows.integer(4)};
      item.at = {rows.integer(5)};
      item.value = rows.integer(6);
      ids.push_back(item.elder_id);
      page.items.push_back(std::move(item));
    }
  }
  if (static_cast<std::int64_t>(page.items.size()) > in.limit) {
    page.items.pop_back();
    keys.pop_back();
    page.next = std::to_string(keys.back());
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  const auto elders = registry::briefs(reader.db, reader.kernel, ids, reader.today());
  const auto tree = region::divisions(reader.kernel);
  for (FigureItem& item : page.items) {
    const auto found = std::find_if(elders.begin(), elders.end(), [&](const auto& e) { return e.id == item.elder_id; });
    if (found != elders.end()) item.elder_name = found->name;
    item.region_name = tree->full_name(item.region);
  }
  return page;
}

}  // namespace yilin::figures
