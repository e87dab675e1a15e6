#pragma once
// A fresh, empty database for tests and benches, gone with the object: on SQLite a file in a temporary folder, on PostgreSQL
// a schema of its own in the database that YILIN_TEST_PG names (tests/with_postgres starts one).

#include <string>
#include <vector>

#include "kernel/sql/connection.h"

namespace yilin::sql {

class Scratch {
 public:
  explicit Scratch(Dialect dialect = Dialect::sqlite);
  ~Scratch();  // close its connections first
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const std::string& url() const { return url_; }

 private:
  std::string url_;
  std::string folder_;  // SQLite
  std::string schema_;  // PostgreSQL
};

// What there is to test on: SQLite always, PostgreSQL when YILIN_TEST_PG is set. For INSTANTIATE_TEST_SUITE_P.
std::vector<Dialect> scratch_dialects();
inline std::string dialect_name(Dialect dialect) { return dialect == Dialect::sqlite ? "sqlite" : "postgres"; }

}  // namespace yilin::sql
