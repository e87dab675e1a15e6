#pragma once
// Backup and restore of a cell: its database, the checkpoint file of its journal, and every file of its data folder
// (attachments, uploads …). The server may be running: the database is copied from one consistent snapshot.
//
// A backup is a folder:
//   database.sqlite | database.pgdump   SQLite: online backup API; PostgreSQL: pg_dump, custom format
//   checkpoints.log                     the checkpoints of the acts that are in the copy
//   files/…                             the data folder, without keys/, tmp/, backups/, the database's own files and the checkpoints
//   MANIFEST                            SM3 and size of each of these, sealed with HMAC-SM3; written last
// It never holds the master key (<data>/keys/master.key): without that file no backup opens, and with it a thief needs
// nothing else. Keep a copy of it apart from the backups.
//
// Every change of any byte, a missing and an added file are found by check() and restore().

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "kernel/sealing/sealing.h"

namespace yilin::backup {

namespace errors {
inline constexpr ErrorKind failed{"backup.failed", 500, "备份没有完成。", "The backup failed."};
inline constexpr ErrorKind damaged{"backup.damaged", 422, "备份已损坏或被改动，不能使用。", "The backup is damaged or was altered."};
inline constexpr ErrorKind occupied{"backup.occupied", 409, "目标位置已有数据，不会覆盖。", "The target is not empty."};
}  // namespace errors

// Where a cell lives.
struct Place {
  std::string database;     // URL, see sql::open
  std::string data_folder;  // with keys/ and checkpoints.log
};

struct Summary {
  std::int64_t files = 0, bytes = 0;
  std::int64_t acts = 0;  // the last act that the copy holds
  Instant made;
};

// `step` is a Chinese phrase; done and total count within it (bytes, pages, acts).
using Progress = std::function<void(std::string_view step, std::int64_t done, std::int64_t total)>;

// Makes a backup in `folder`, which must be missing or empty; what an attempt that failed left there has no MANIFEST.
// Needs about the size of the data in free space. SQLite: some 200 MB/s; the WAL cannot shrink meanwhile.
Result<Summary> make(const sealing::KeyProvider& keys, const Place& from, const std::string& folder, Instant now,
                     const Progress& progress = {});

// Reads every byte of a backup. Errors: damaged (the sentence says which file, or that the key is another).
Result<Summary> check(const sealing::KeyProvider& keys, const std::string& folder, const Progress& progress = {});

// check(), then brings the cell back. `to.data_folder` must hold nothing but keys/, with the master key of that time;
// `to.database` must be missing (SQLite) or empty (PostgreSQL). Before anything stands in its place: SQLite's
// integrity_check and the verification of the whole journal. Errors: occupied, damaged, failed.
Result<Summary> restore(const sealing::KeyProvider& keys, const std::string& folder, const Place& to,
                        const Progress& progress = {});

}  // namespace yilin::backup
