#pragma once
// A copy of a live SQLite database as of one moment, made while the writer goes on. PostgreSQL has its own tools
// (pgBackRest, pg_dump).

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace yilin::sql {

// Writes `file`, readable by this user only: first as <file>.part, then checked (quick_check), synced and renamed, so that a
// file of that name is always a whole backup. Throws Failure (a Chinese sentence) when `file` exists, the disk is full, the
// copy does not pass the check, or the database is on PostgreSQL. About 4 s per GB; holds back the WAL meanwhile.
// `progress` is told pages copied and pages in all.
void backup(std::string_view url, const std::string& file, const std::function<void(std::int64_t, std::int64_t)>& progress = {});

}  // namespace yilin::sql
