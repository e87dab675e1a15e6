// The rows that a figure counts, newest first.
#include "modules/figures/sources.h"
#include "modules/figures/views.h"
#include "modules/registry/registry.h"

namespace yilin::figures {
Result<http::Page<FigureItem>> list_rows(command::Reader& reader, const RowsQuery& in) {
  YILIN_TRY(const Span span, span_of(in.from, in.to, reader.today()));
  YILIN_TRY(const Area area, area_of(reader, in.region));
  sql::Statement statement("SELECT t.id, t.order_id, t.visit_id, t.elder_id, t.region, t.at, t.value FROM (");
  statement.add(source_of(in.metric)).add(") t WHERE t.value <> 0");
  statement.add(" AND t.at >= ? AND t.at < ?", start_of_day(span.from), start_of_day(span.to + 1));
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
  const registry::Briefs elders(reader, std::move(ids));
  const auto tree = region::divisions(reader.kernel);
  for (FigureItem& item : page.items) {
    item.elder_name = elders.name(item.elder_id);
    item.region_name = tree->full_name(item.region);
  }
  return page;
}

}  // namespace yilin::figures
