#pragma once
// Numbered, immutable migrations. A module's lie in its migrations/ folder as NNNN_name.sql (or NNNN_name.sqlite.sql and
// NNNN_name.pg.sql where the dialects must differ), embedded by CMake. The table `migration` keeps module, number and a
// SHA-256 of the text: a changed text is refused at start. Each runs in a transaction of its own.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/sql/connection.h"

namespace yilin::sql {

struct Migration {
  std::string_view module;
  int number;
  std::string_view name;
  std::string_view sqlite;
  std::string_view postgres;
};

// Applies what is missing, in the order given (modules in dependency order, numbers rising); returns the names applied.
// `progress` is told each name before it runs.
std::vector<std::string> migrate(Connection& writer, std::span<const Migration> migrations,
                                 const std::function<void(std::string_view)>& progress = {});

// Column names of a table as the database has it; for the test that holds migrations against fields().
std::vector<std::string> columns(Connection& connection, std::string_view table);

}  // namespace yilin::sql
