#pragma once
// The database's part of a backup. Internal to the room. All may throw sql::Failure.

#include <filesystem>
#include <string>

#include "kernel/backup/files.h"

namespace yilin::backup {

// Copies one consistent snapshot into `file` while the server writes; returns the last act in it.
Result<std::int64_t> copy_sqlite(const std::string& database, const std::filesystem::path& file, const Progress& progress);
Result<std::int64_t> dump_postgres(const std::string& url, const std::filesystem::path& file, const Progress& progress);

Status check_sqlite(const std::filesystem::path& file, const Progress& progress);  // integrity_check
Result<bool> postgres_is_empty(const std::string& url);
Status load_postgres(const std::filesystem::path& file, const std::string& url, const Progress& progress);

}  // namespace yilin::backup
