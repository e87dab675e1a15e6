#include "kernel/sql/connection.h"

#include "kernel/sql/pg_connection.h"
#include "kernel/sql/sqlite_connection.h"

namespace yilin::sql {

std::unique_ptr<Connection> open(std::string_view url, Role role) {
  if (dialect_of(url) == Dialect::postgres) return std::make_unique<PgConnection>(url, role);
  return std::make_unique<SqliteConnection>(parse_sqlite_url(url), role);
}

}  // namespace yilin::sql
