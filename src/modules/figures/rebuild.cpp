// Every counter again, from the rows that the events were about.
#include <memory>

#include "modules/figures/figures.h"
#include "modules/figures/mirror.h"

namespace yilin::figures {

std::int64_t rebuild(command::Tx& tx) {
  sql::Connection& db = tx.db;
  // Visits that were staffed before anybody counted.
  db.exec("INSERT INTO visit_response (id, order_id, elder_id, region, at, minutes) "
          "SELECT v.id, v.order_id, v.elder_id, v.region, v.staffed_at, (v.staffed_at - o.created_at) / 60000 "
          "FROM visit v JOIN service_order o ON o.id = v.order_id WHERE v.staffed_at IS NOT NULL ON CONFLICT (id) DO NOTHING");
  db.exec("DELETE FROM counter");
  // Days are China's: UTC+8.
  db.exec("INSERT INTO counter (region, day, metric, value) "
          "SELECT region, (created_at + 28800000) / 86400000, 1, COUNT(*) FROM service_order WHERE state <> 1 GROUP BY 1, 2");
  db.exec("INSERT INTO counter (region, day, metric, value) "
          "SELECT region, (updated_at + 28800000) / 86400000, 2, COUNT(*) FROM service_order WHERE state = 7 GROUP BY 1, 2");
  db.exec("INSERT INTO counter (region, day, metric, value) "
          "SELECT region, (ended_at + 28800000) / 86400000, 3, COUNT(*) FROM visit WHERE state IN (4, 5, 6, 10, 11) GROUP BY 1, 2");
  db.exec("INSERT INTO counter (region, day, metric, value) "
          "SELECT region, (ended_at + 28800000) / 86400000, 4, CAST(SUM(minutes) AS BIGINT) FROM visit "
          "WHERE state IN (4, 5, 6, 10, 11) GROUP BY 1, 2 HAVING SUM(minutes) <> 0");
  db.exec("INSERT INTO counter (region, day, metric, value) "
          "SELECT region, (confirmed_at + 28800000) / 86400000, 5, COUNT(*) FROM visit WHERE confirmed_at IS NOT NULL GROUP BY 1, 2");
  db.exec("INSERT INTO counter (region, day, metric, value) "  // faces 1, 2, 3 are metrics 6, 7, 8
          "SELECT region, (at + 28800000) / 86400000, face + 5, COUNT(*) FROM rating GROUP BY 1, 2, 3");
  db.exec("INSERT INTO counter (region, day, metric, value) "
          "SELECT region, (at + 28800000) / 86400000, 9, COUNT(*) FROM complaint GROUP BY 1, 2");
  db.exec("INSERT INTO counter (region, day, metric, value) "
          "SELECT region, (created_at + 28800000) / 86400000, 10, CAST(SUM(price_fen) AS BIGINT) FROM receipt GROUP BY 1, 2 "
          "HAVING SUM(price_fen) <> 0");
  db.exec("INSERT INTO counter (region, day, metric, value) "
          "SELECT region, (created_at + 28800000) / 86400000, 11, CAST(SUM(subsidy_fen) AS BIGINT) FROM receipt GROUP BY 1, 2 "
          "HAVING SUM(subsidy_fen) <> 0");
  db.exec("INSERT INTO counter (region, day, metric, value) "
          "SELECT region, (created_at + 28800000) / 86400000, 12, CAST(SUM(self_fen) AS BIGINT) FROM receipt GROUP BY 1, 2 "
          "HAVING SUM(self_fen) <> 0");
  for (const ResponseBand& band : kResponseBands)
    db.exec("INSERT INTO counter (region, day, metric, value) "
            "SELECT region, (at + 28800000) / 86400000, ?, COUNT(*) FROM visit_response WHERE minutes > ? AND minutes <= ? GROUP BY 1, 2",
            band.metric, band.above, band.up_to);
  auto days = std::make_shared<Mirror::Days>(Mirror::load(db, *region::divisions(tx.kernel)));
  tx.after_commit([&kernel = tx.kernel, days] { kernel.parts.get<Mirror>().replace(std::move(*days)); });
  auto rows = db.rows("SELECT COUNT(*) FROM counter");
  rows.next();
  return rows.integer(0);
}

}  // namespace yilin::figures
