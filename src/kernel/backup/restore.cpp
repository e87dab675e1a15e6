#include <algorithm>

#include <fmt/format.h>

#include "kernel/backup/database_copy.h"
#include "kernel/backup/manifest.h"
#include "kernel/journal/journal.h"
#include "kernel/sql/connection.h"

namespace yilin::backup {
namespace fs = std::filesystem;
namespace {

Result<Manifest> check_all(const sealing::KeyProvider& keys, const fs::path& folder, const Progress& progress) {
  YILIN_TRY(Manifest manifest, read_manifest(keys, folder));
  YILIN_TRY(const std::vector<std::string> present, list_files(folder, true));
  for (const std::string& path : present)
    if (path != kManifestName && manifest.find(path) == nullptr) return fail(errors::damaged, fmt::format("备份里多出了清单以外的文件 {}。", path));
  const Summary total = manifest.summary();
  std::int64_t done = 0;
  for (const Manifest::File& file : manifest.files) {
    if (!std::binary_search(present.begin(), present.end(), file.path)) return fail(errors::damaged, fmt::format("备份里缺少文件 {}。", file.path));
    YILIN_TRY(const FileDigest digest, digest_file(folder / file.path));
    if (digest.bytes != file.digest.bytes || digest.sm3 != file.digest.sm3)
      return fail(errors::damaged, fmt::format("备份中的文件 {} 已损坏或被改动。", file.path));
    done += digest.bytes;
    if (progress) progress("核对备份", done, total.bytes);
  }
  return manifest;
}

// Copies a file that was checked; what was read now must be what was read then.
Status bring(const Manifest::File& file, const fs::path& folder, const fs::path& to) {
  YILIN_CHECK(make_folder(to.parent_path()));
  YILIN_TRY(const FileDigest digest, digest_file(folder / file.path, to));
  if (digest.sm3 != file.digest.sm3) return fail(errors::damaged, fmt::format("备份中的文件 {} 在恢复时被改动。", file.path));
  return {};
}

Status expect_vacant(const Place& to) {
  std::error_code error;
  for (fs::directory_iterator it(to.data_folder, error), end; !error && it != end; it.increment(error))
    if (it->path().filename() != "keys") return fail(errors::occupied, fmt::format("{} 已有数据，不会覆盖。请换一个文件夹，只放入 keys 文件夹。", to.data_folder));
  if (!is_sqlite(to)) {
    YILIN_TRY(const bool empty, postgres_is_empty(to.database));
    if (!empty) return fail(errors::occupied, "目标数据库不是空的，不会覆盖。请新建一个数据库。");
    return {};
  }
  for (const char* suffix : {"", "-wal", "-shm", "-journal", ".restoring"})
    if (fs::exists(sqlite_path(to) + suffix)) return fail(errors::occupied, fmt::format("{}{} 已存在，不会覆盖。", sqlite_path(to), suffix));
  return {};
}

Status verify_journal(const sealing::KeyProvider& keys, const std::string& database, const fs::path& checkpoints, std::int64_t acts, const Progress& progress) {
  const auto reader = sql::open(database, sql::Role::reader);
  const journal::Verdict verdict = journal::Journal::verify(keys, checkpoints.string(), *reader, [&](std::int64_t done, std::int64_t total) {
    if (progress) progress("核对办理记录", done, total);
  });
  if (!verdict.sound()) return fail(errors::damaged, fmt::format("备份中的办理记录没有通过核对：{}", verdict.problems.front().sentence));
  if (verdict.acts != acts) return fail(errors::damaged, "备份中的办理记录条数与清单不符。");
  return {};
}

// Everything is built under draft names and proved there; the last steps only rename.
class Restoration {
 public:
  Restoration(const sealing::KeyProvider& keys, const fs::path& folder, const Place& to, const Progress& progress)
      : keys_(keys), folder_(folder), to_(to), progress_(progress), draft_(fs::path(to.data_folder) / ".restoring") {}
  ~Restoration() {
    std::error_code ignored;
    fs::remove_all(draft_, ignored);
    for (const fs::path& path : database_drafts_) fs::remove(path, ignored);
  }

  Result<Summary> run(const Manifest& manifest) {
    const Manifest::File* checkpoints = manifest.find(kCheckpointsName);
    const Manifest::File* database = manifest.find(is_sqlite(to_) ? kSqliteName : kPostgresName);
    if (checkpoints == nullptr || database == nullptr)
      return fail(errors::failed, "备份的数据库种类与目标不同：SQLite 的备份恢复到 SQLite，PostgreSQL 的恢复到 PostgreSQL。");
    YILIN_CHECK(bring(*checkpoints, folder_, draft_ / kCheckpointsName));
    for (const Manifest::File& file : manifest.files)
      if (file.path.starts_with("files/")) YILIN_CHECK(bring(file, folder_, draft_ / file.path.substr(kFilesName.size() + 1)));
    if (is_sqlite(to_)) YILIN_CHECK(restore_sqlite(*database, manifest.acts));
    else YILIN_CHECK(restore_postgres(*database, manifest.acts));
    YILIN_CHECK(sync_tree(draft_));
    for (const auto& entry : fs::directory_iterator(draft_)) fs::rename(entry.path(), fs::path(to_.data_folder) / entry.path().filename());
    YILIN_CHECK(sync_folder(to_.data_folder));
    // The database last: where it stands, everything stands.
    if (is_sqlite(to_)) {
      fs::rename(sqlite_path(to_) + ".restoring", sqlite_path(to_));
      YILIN_CHECK(sync_folder(fs::path(sqlite_path(to_)).parent_path()));
    }
    return manifest.summary();
  }

 private:
  Status restore_sqlite(const Manifest::File& database, std::int64_t acts) {
    const fs::path draft = sqlite_path(to_) + ".restoring";
    for (const char* suffix : {"", "-wal", "-shm", "-journal", ".writer"}) database_drafts_.push_back(draft.string() + suffix);
    YILIN_CHECK(bring(database, folder_, draft));
    YILIN_CHECK(check_sqlite(draft, progress_));
    { const auto writer = sql::open("sqlite:" + draft.string(), sql::Role::writer); }  // puts it into WAL mode, which readers expect
    return verify_journal(keys_, "sqlite:" + draft.string(), draft_ / kCheckpointsName, acts, progress_);
  }
  Status restore_postgres(const Manifest::File& database, std::int64_t acts) {
    YILIN_CHECK(load_postgres(folder_ / database.path, to_.database, progress_));
    return verify_journal(keys_, to_.database, draft_ / kCheckpointsName, acts, progress_);
  }

  const sealing::KeyProvider& keys_;
  const fs::path folder_;
  const Place& to_;
  const Progress& progress_;
  const fs::path draft_;
  std::vector<fs::path> database_drafts_;
};

}  // namespace

Result<Summary> check(const sealing::KeyProvider& keys, const std::string& folder, const Progress& progress) {
  return told([&]() -> Result<Summary> {
    YILIN_TRY(const Manifest manifest, check_all(keys, folder, progress));
    return manifest.summary();
  });
}

Result<Summary> restore(const sealing::KeyProvider& keys, const std::string& folder, const Place& to, const Progress& progress) {
  return told([&]() -> Result<Summary> {
    YILIN_CHECK(expect_vacant(to));
    YILIN_TRY(const Manifest manifest, check_all(keys, folder, progress));
    YILIN_CHECK(make_folder(to.data_folder));
    return Restoration(keys, folder, to, progress).run(manifest);
  });
}

}  // namespace yilin::backup
