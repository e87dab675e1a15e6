#include "kernel/sql/scratch.h"

#include <atomic>
#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>
#include <unistd.h>

#include "base/assert.h"
#include "kernel/sql/pg_session.h"

namespace yilin::sql {
namespace {
std::string test_server() {
  const char* url = std::getenv("YILIN_TEST_PG");
  return url == nullptr ? "" : url;
}
}  // namespace

std::vector<Dialect> scratch_dialects() {
  if (test_server().empty()) return {Dialect::sqlite};
  return {Dialect::sqlite, Dialect::postgres};
}

Scratch::Scratch(Dialect dialect) {
  if (dialect == Dialect::sqlite) {
    std::string pattern = (std::filesystem::temp_directory_path() / "yilin-XXXXXX").string();
    YILIN_ASSERT(mkdtemp(pattern.data()) != nullptr);
    folder_ = pattern;
    url_ = "sqlite:" + folder_ + "/yilin.db";
    return;
  }
  static std::atomic<int> count = 0;
  schema_ = fmt::format("scratch_{}_{}", getpid(), ++count);
  PgSession(test_server(), "yilin-scratch").script("CREATE SCHEMA " + schema_);
  const std::string server = test_server();
  url_ = fmt::format("{}{}options=-csearch_path%3D{}", server, server.find('?') == std::string::npos ? '?' : '&', schema_);
}

Scratch::~Scratch() {
  if (!folder_.empty()) {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  if (schema_.empty()) return;
  try {
    PgSession(test_server(), "yilin-scratch").script("DROP SCHEMA IF EXISTS " + schema_ + " CASCADE");
  } catch (const Failure&) {
    // The server is gone, and the schema with it.
  }
}

}  // namespace yilin::sql
