#include "modules/figures/module.h"

#include <stdexcept>

#include "modules/figures/counting.h"
#include "modules/figures/figures.h"
#include "modules/figures/mirror.h"
#include "modules/figures/routes.h"
#include "modules/figures/sources.h"

namespace yilin::figures {

std::span<const sql::Migration> migrations();

namespace {

bool any(sql::Connection& db, sql::Statement query) { return db.rows(query.add(" LIMIT 1")).next(); }

void attach(Kernel& kernel, http::Router& router) {
  const auto tree = region::divisions(kernel);
  Mirror& mirror = kernel.parts.put<Mirror>(tree->community_count());
  bool never_counted = false;
  {
    auto lease = kernel.readers->borrow();
    mirror.replace(Mirror::load(*lease, *tree));
    never_counted = !any(*lease, {"SELECT 1 FROM counter"}) && any(*lease, source_of(Metric::orders_placed));
  }
  if (never_counted) {
    const auto done = command::run(kernel, access::Caller::system(), [](command::Tx& tx) -> Status {
      rebuild(tx);
      tx.record({"figures.rebuild", "figures", 1, {}, {}, {}, "{}"});
      return {};
    }, sql::Lane::bulk);
    if (!done) throw std::runtime_error(std::string(done.error().message()));
  }
  listen(kernel);
  add_routes(router);
}

}  // namespace

Module module() { return {"figures", migrations(), attach, {}, {{"figures.rebuild", "重新统计"}}}; }

}  // namespace yilin::figures
