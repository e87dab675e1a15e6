#include "kernel/sql/connection.h"

#include "kernel/sql/sqlite_connection.h"

namespace yilin::sql {

std::unique_ptr<Connection> open(std::string_view url, Role role) {
  return std::make_unique<SqliteConnection>(parse_sqlite_url(url), role);
}

}  // namespace yilin::sql
