#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "kernel/backup/database_copy.h"
#include "kernel/backup/manifest.h"
#include "kernel/journal/journal.h"
#include "kernel/sql/connection.h"

namespace yilin::backup {
namespace fs = std::filesystem;
namespace {

// What of the data folder does not go along, by its relative path.
class LeftOut {
 public:
  LeftOut(const Place& place, const fs::path& backup) : names_{std::string(kCheckpointsName)} {
    const fs::path data = fs::weakly_canonical(place.data_folder);
    folders_.push_back(fs::weakly_canonical(backup).lexically_relative(data).string() + "/");
    if (!is_sqlite(place)) return;
    const fs::path database = fs::weakly_canonical(sqlite_path(place));
    for (const char* suffix : {"", "-wal", "-shm", "-journal", ".writer"})
      names_.insert(fs::path(database.string() + suffix).lexically_relative(data).string());
  }
  bool operator()(const std::string& path) const {
    return names_.contains(path) || std::any_of(folders_.begin(), folders_.end(), [&](const auto& folder) { return path.starts_with(folder); });
  }

 private:
  std::set<std::string> names_;
  std::vector<std::string> folders_{"keys/", "tmp/", "backups/"};
};

Result<std::int64_t> copy_database(const Place& from, const fs::path& folder, Manifest& manifest, const Progress& progress) {
  const std::string name(is_sqlite(from) ? kSqliteName : kPostgresName);
  const fs::path draft = folder / (name + ".draft");
  YILIN_TRY(const std::int64_t acts, is_sqlite(from) ? copy_sqlite(sqlite_path(from), draft, progress) : dump_postgres(from.database, draft, progress));
  YILIN_CHECK(sync_file(draft));
  YILIN_TRY(const FileDigest digest, digest_file(draft));
  fs::rename(draft, folder / name);
  manifest.files.push_back({name, digest});
  return acts;
}

Status copy_folder(const Place& from, const fs::path& folder, Manifest& manifest, const Progress& progress) {
  const fs::path data(from.data_folder);
  const LeftOut left_out(from, folder);
  YILIN_TRY(const std::vector<std::string> paths, list_files(data, false));
  std::int64_t done = 0;
  for (const std::string& path : paths) {
    if (progress) progress("复制文件", ++done, static_cast<std::int64_t>(paths.size()));
    if (left_out(path)) continue;
    const fs::path target = fs::path(kFilesName) / path;
    YILIN_CHECK(make_folder((folder / target).parent_path()));
    const auto digest = digest_file(data / path, folder / target);
    if (!digest && !fs::exists(data / path)) continue;  // it was removed meanwhile
    if (!digest) return tl::unexpected<Error>(digest.error());
    manifest.files.push_back({target.string(), *digest});
  }
  return {};
}

Result<Summary> make_all(const sealing::KeyProvider& keys, const Place& from, const fs::path& folder, Instant now, const Progress& progress) {
  Manifest manifest;
  manifest.made = now;
  YILIN_TRY(manifest.acts, copy_database(from, folder, manifest, progress));
  // After the database, cut to its snapshot: the file then proves exactly what the copy holds.
  const fs::path checkpoints = folder / kCheckpointsName;
  journal::Journal::copy_checkpoints((fs::path(from.data_folder) / kCheckpointsName).string(), checkpoints.string(), manifest.acts);
  YILIN_CHECK(sync_file(checkpoints));
  YILIN_TRY(const FileDigest digest, digest_file(checkpoints));
  manifest.files.push_back({std::string(kCheckpointsName), digest});
  YILIN_CHECK(copy_folder(from, folder, manifest, progress));
  std::sort(manifest.files.begin(), manifest.files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  YILIN_CHECK(write_manifest(keys, folder, manifest));
  return manifest.summary();
}

}  // namespace

Result<Summary> make(const sealing::KeyProvider& keys, const Place& from, const std::string& folder, Instant now, const Progress& progress) {
  return told([&]() -> Result<Summary> {
    if (!missing_or_empty(folder)) return fail(errors::occupied, fmt::format("{} 不是空文件夹，请换一个备份位置。", folder));
    YILIN_CHECK(make_folder(folder));
    return make_all(keys, from, fs::path(folder), now, progress);
  });
}

}  // namespace yilin::backup
