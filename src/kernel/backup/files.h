#pragma once
// Files of a backup: copied, digested, made durable. Internal to the room.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/backup/backup.h"
#include "kernel/sql/connection.h"

namespace yilin::backup {

inline constexpr std::string_view kSqliteName = "database.sqlite", kPostgresName = "database.pgdump";
inline constexpr std::string_view kCheckpointsName = "checkpoints.log", kFilesName = "files", kManifestName = "MANIFEST";

struct FileDigest {
  sealing::Digest sm3{};
  std::int64_t bytes = 0;
};

// Reads a file in pieces; with `copy_to`, writes it there at the same time (mode 0600, durable, must not exist).
Result<FileDigest> digest_file(const std::filesystem::path& path, const std::filesystem::path& copy_to = {});

// The regular files below a folder, by relative path, sorted. Links are not followed and not listed; with `strict`, anything
// that is neither file nor folder is an error.
Result<std::vector<std::string>> list_files(const std::filesystem::path& folder, bool strict);

Status make_folder(const std::filesystem::path& folder);       // with its parents, mode 0700
Status sync_file(const std::filesystem::path& path);
Status sync_folder(const std::filesystem::path& folder);       // the names in it are durable
Status sync_tree(const std::filesystem::path& folder);
bool missing_or_empty(const std::filesystem::path& folder);

inline bool is_sqlite(const Place& place) { return sql::dialect_of(place.database) == sql::Dialect::sqlite; }
std::string sqlite_path(const Place& place);

tl::unexpected<Error> io_failure(std::string_view what, const std::filesystem::path& path);  // with errno's text

// Turns what the database and the file system throw into errors.
template <class Work>
auto told(Work&& work) -> decltype(work()) {
  try {
    return work();
  } catch (const sql::Failure& failure) {
    return fail(errors::failed, failure.what());
  } catch (const std::filesystem::filesystem_error& failure) {
    return fail(errors::failed, std::string("文件操作失败：") + failure.what());
  }
}

}  // namespace yilin::backup
