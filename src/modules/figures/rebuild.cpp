// Every counter again, from the rows that the events were about.
#include <memory>

#include "modules/figures/figures.h"
#include "modules/figures/mirror.h"
#include "modules/figures/sources.h"
#include "modules/orders/orders.h"

namespace yilin::figures {

std::int64_t rebuild(command::Tx& tx) {
  sql::Connection& db = tx.db;
  // Visits that were staffed before anybody counted.
  db.exec(sql::Statement("INSERT INTO visit_response (id, order_id, elder_id, region, at, minutes) "
                         "SELECT t.id, t.order_id, t.elder_id, t.region, t.at, t.value FROM (")
              .add(orders::counted(orders::Counted::staffed))
              .add(") t WHERE 1 = 1 ON CONFLICT (id) DO NOTHING"));
  db.exec("DELETE FROM counter");
  for (std::size_t i = 0; i < kMetrics; ++i) {
    const auto metric = static_cast<Metric>(i + 1);
    // Days are China's: UTC+8.
    sql::Statement statement("INSERT INTO counter (region, day, metric, value) SELECT t.region, (t.at + 28800000) / 86400000, CAST(? AS BIGINT), "
                             "CAST(SUM(t.value) AS BIGINT) FROM (", metric);
    db.exec(statement.add(source_of(metric)).add(") t GROUP BY 1, 2 HAVING SUM(t.value) <> 0"));
  }
  auto days = std::make_shared<Mirror::Days>(Mirror::load(db, *region::divisions(tx.kernel)));
  tx.after_commit([&kernel = tx.kernel, days] { kernel.parts.get<Mirror>().replace(std::move(*days)); });
  auto rows = db.rows("SELECT COUNT(*) FROM counter");
  rows.next();
  return rows.integer(0);
}

}  // namespace yilin::figures
