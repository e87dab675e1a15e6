#pragma once
// The SQLite form of a database URL, taken apart. Throws Failure for an unknown option.

#include <cstdint>
#include <string>
#include <string_view>

namespace yilin::sql {

struct SqliteLocation {
  std::string path;
  std::string vfs;               // empty: the operating system's
  std::int64_t cache_mb = 0;     // 0: the default of the role
  std::int64_t mmap_mb = -1;     // -1: the default of the role
  std::int64_t read_ms = 60'000;
  bool synchronous_off = false;  // fault tests only
};

SqliteLocation parse_sqlite_url(std::string_view url);

}  // namespace yilin::sql
