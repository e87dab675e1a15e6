// Reading for other modules (orders.h).
#include "modules/orders/rows.h"
#include "modules/registry/registry.h"

namespace yilin::orders {

Result<Order> order(sql::Connection& db, const entity::Vault& vault, OrderId id) {
  return by_id<Order>(db, vault, "service_order", id);
}

Result<Visit> visit(sql::Connection& db, const entity::Vault& vault, VisitId id) { return by_id<Visit>(db, vault, "visit", id); }

std::vector<Assignment> assignments(sql::Connection& db, const entity::Vault& vault, VisitId visit) {
  return all<Assignment>(db, vault, "assignment",
                         entity::store::select<Assignment>("assignment", "t").add(" WHERE t.visit_id = ? ORDER BY t.id", visit));
}

std::vector<Correction> corrections(sql::Connection& db, const entity::Vault& vault, VisitId visit) {
  return all<Correction>(db, vault, "correction",
                         entity::store::select<Correction>("correction", "t").add(" WHERE t.visit_id = ? ORDER BY t.id", visit));
}

Quota quota(sql::Connection& db, const Kernel& kernel, ElderId elder, Month month) { return load_quota(db, kernel, elder, month); }

std::vector<Order> last_orders(const command::Reader& reader, ElderId elder, int count) {
  auto statement = entity::store::select<Order>("service_order", "t").add(" WHERE 1 = 1");
  statement.add(registry::of_elder("t.elder_id", reader.kernel, elder)).add(access::visible(kOrderOwner, reader.caller));
  return all<Order>(reader.db, reader.kernel.vault, "service_order", statement.add(" ORDER BY t.id DESC LIMIT ?", count));
}

std::int64_t open_complaints(const command::Reader& reader, ElderId elder) {
  sql::Statement statement("SELECT COUNT(*) FROM complaint t WHERE t.state <> ?", ComplaintState::closed);
  statement.add(registry::of_elder("t.elder_id", reader.kernel, elder)).add(access::visible(kOrderOwner, reader.caller));
  auto rows = reader.db.rows(statement);
  rows.next();
  return rows.integer(0);
}

std::vector<Visit> open_visits(const command::Reader& reader, int count) {
  auto statement = entity::store::select<Visit>("visit", "t").add(" WHERE t.state IN (1, 2, 3, 4)");
  statement.add(access::visible(kVisitOwner, reader.caller)).add(" ORDER BY t.planned_start, t.id LIMIT ?", count);
  return all<Visit>(reader.db, reader.kernel.vault, "visit", statement);
}

Waiting waiting(const command::Reader& reader) {
  const auto count = [&](sql::Statement counted, const access::OwnerColumns& owner = kOrderOwner) {
    auto rows = reader.db.rows(counted.add(access::visible(owner, reader.caller)));
    rows.next();
    return rows.integer(0);
  };
  Waiting out;
  if (reader.caller.kind == access::CallerKind::worker) {
    out.offers = count({"SELECT COUNT(*) FROM assignment t WHERE t.state = 1"}, kAssignmentOwner);
    return out;
  }
  if (reader.caller.kind == access::CallerKind::home) {
    out.to_confirm = count({"SELECT COUNT(*) FROM visit t WHERE t.state = 4"});
    return out;
  }
  out.in_review = count({"SELECT COUNT(*) FROM service_order t WHERE t.state = 3"});
  out.late = count({"SELECT COUNT(*) FROM visit t WHERE t.state IN (1, 2) AND t.planned_start < ?", reader.now});
  out.disputed = count({"SELECT COUNT(*) FROM visit t WHERE t.state = 10"});
  out.complaints = count({"SELECT COUNT(*) FROM complaint t WHERE t.state IN (1, 2)"});
  out.callbacks = count({"SELECT COUNT(*) FROM callback t WHERE t.state = 1"});
  return out;
}

namespace {
sql::Statement ratings(Face face) {
  return {"SELECT t.id, v.order_id, t.visit_id, t.elder_id, t.region, t.at, 1 AS value FROM rating t "
          "JOIN visit v ON v.id = t.visit_id WHERE t.face = ?", face};
}
}  // namespace

sql::Statement counted(Counted what) {
  switch (what) {
    case Counted::placed:
      return {"SELECT t.id, t.id AS order_id, 0 AS visit_id, t.elder_id, t.region, t.created_at AS at, 1 AS value "
              "FROM service_order t WHERE t.state <> 1"};
    case Counted::cancelled:  // nothing touches an order that was cancelled
      return {"SELECT t.id, t.id AS order_id, 0 AS visit_id, t.elder_id, t.region, t.updated_at AS at, 1 AS value "
              "FROM service_order t WHERE t.state = 7"};
    case Counted::visits_done:
      return {"SELECT t.id, t.order_id, t.id AS visit_id, t.elder_id, t.region, t.ended_at AS at, 1 AS value "
              "FROM visit t WHERE t.state IN (4, 5, 6, 10, 11)"};
    case Counted::visit_minutes:
      return {"SELECT t.id, t.order_id, t.id AS visit_id, t.elder_id, t.region, t.ended_at AS at, t.minutes AS value "
              "FROM visit t WHERE t.state IN (4, 5, 6, 10, 11)"};
    case Counted::visits_confirmed:
      return {"SELECT t.id, t.order_id, t.id AS visit_id, t.elder_id, t.region, t.confirmed_at AS at, 1 AS value "
              "FROM visit t WHERE t.confirmed_at IS NOT NULL"};
    case Counted::ratings_bad: return ratings(Face::bad);
    case Counted::ratings_fair: return ratings(Face::fair);
    case Counted::ratings_good: return ratings(Face::good);
    case Counted::complaints:
      return {"SELECT t.id, t.order_id, 0 AS visit_id, t.elder_id, t.region, t.at, 1 AS value FROM complaint t"};
    case Counted::staffed: break;
  }
  return {"SELECT t.id, t.order_id, t.id AS visit_id, t.elder_id, t.region, t.staffed_at AS at, "
          "(t.staffed_at - o.created_at) / 60000 AS value "
          "FROM visit t JOIN service_order o ON o.id = t.order_id WHERE t.staffed_at IS NOT NULL"};
}

}  // namespace yilin::orders
