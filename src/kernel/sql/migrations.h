#pragma once
// Numbered, immutable migrations. A module's lie in its migrations/ folder as NNNN_name.sql (or NNNN_name.sqlite.sql and
// NNNN_name.pg.sql where the dialects must differ), embedded by CMake: a room `orders` (or `kernel_journal`) that has the
// folder gets
//
//   namespace yilin::orders { std::span<const sql::Migration> migrations(); }     (yilin::journal for kernel_journal)
//
// which it declares in its own header. The table `migration` keeps module, number and a SHA-256 of the text: a changed
// text is refused at start. Each runs in a transaction of its own. migrate() also makes meta(key, value), both TEXT.
//
// One text for both databases: BIGINT, TEXT, BYTEA; a single-column key is written `BIGINT PRIMARY KEY`, which runs on
// SQLite as INTEGER PRIMARY KEY (the row id itself, no second index).

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
// "module/NNNN_name". `progress` is told each name before it runs. Throws Failure (a Chinese sentence) when one fails,
// when an applied text has changed, or when the database is newer than the program. Not while a Writer has the connection.
std::vector<std::string> migrate(Connection& writer, std::span<const Migration> migrations,
                                 const std::function<void(std::string_view)>& progress = {});

// Column names of a table as the database has it; for the test that holds migrations against fields().
std::vector<std::string> columns(Connection& connection, std::string_view table);

}  // namespace yilin::sql
