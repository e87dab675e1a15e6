// What holds on SQLite only: settings, the WAL, full and broken disks.
#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "kernel/sql/backup.h"
#include "kernel/sql/scratch.h"
#include "kernel/sql/url.h"
#include "kernel/sql/writer.h"

namespace yilin::sql {
namespace {

std::int64_t ask(Connection& connection, Literal question) {
  Rows rows = connection.rows(question);
  return rows.next() ? rows.integer(0) : -1;
}
std::string file_of(const Scratch& scratch) { return parse_sqlite_url(scratch.url()).path; }

TEST(SqliteUrl, IsTakenApart) {
  const SqliteLocation plain = parse_sqlite_url("var/yilin.db");
  EXPECT_EQ(plain.path, "var/yilin.db");
  EXPECT_EQ(plain.vfs, "");
  const SqliteLocation all = parse_sqlite_url("sqlite:/a b/c.db?vfs=cut&cache_mb=128&mmap_mb=0&synchronous=off");
  EXPECT_EQ(all.path, "/a b/c.db");
  EXPECT_EQ(all.vfs, "cut");
  EXPECT_EQ(all.cache_mb, 128);
  EXPECT_EQ(all.mmap_mb, 0);
  EXPECT_TRUE(all.synchronous_off);
  for (const char* bad : {"sqlite:", "sqlite:?vfs=x", "a?colour=red", "a?cache_mb=-1", "a?cache_mb=x", "a?cache_mb", "a?synchronous=off"})
    EXPECT_THROW(parse_sqlite_url(bad), Failure) << bad;
}

TEST(Sqlite, OpensWithTheSettingsThatKeepItsPromises) {
  const Scratch scratch;
  const auto writer = open(scratch.url(), Role::writer);
  EXPECT_EQ(ask(*writer, "PRAGMA synchronous"), 2);
  EXPECT_EQ(ask(*writer, "PRAGMA foreign_keys"), 1);
  EXPECT_EQ(ask(*writer, "PRAGMA secure_delete"), 1);
  EXPECT_EQ(ask(*writer, "PRAGMA cache_size"), -64 * 1024);
  EXPECT_EQ(ask(*writer, "PRAGMA wal_autocheckpoint"), 0);
  const auto reader = open(scratch.url() + "?cache_mb=3", Role::reader);
  EXPECT_EQ(ask(*reader, "PRAGMA wal_autocheckpoint"), 0);
  EXPECT_EQ(ask(*reader, "PRAGMA query_only"), 1);
  EXPECT_EQ(ask(*reader, "PRAGMA cache_size"), -3 * 1024);
}

TEST(Sqlite, TheWalIsEmptiedWhenNobodyWritesNotInBetween) {
  const Scratch scratch;
  const auto writer = open(scratch.url(), Role::writer);
  writer->script("CREATE TABLE item (id BIGINT PRIMARY KEY, data BYTEA)");
  const auto size = [&] { return std::filesystem::file_size(file_of(scratch)); };
  for (int id = 1; id <= 3; ++id) {
    writer->exec("INSERT INTO item (id, data) VALUES (?, ?)", id, Blob(5 << 20));
    writer->maintain();
    EXPECT_LT(size(), 1u << 20) << "commands may wait";
  }
  // Nothing was committed meanwhile: it is moved, beside the writer.
  for (int look = 0; size() <= 15u << 20 && look < 1'000'000; ++look) {
    writer->maintain();
    std::this_thread::yield();
  }
  EXPECT_GT(size(), 15u << 20);
}

TEST(Sqlite, TheFilesAreForThisUserOnly) {
  const Scratch scratch;
  const auto writer = open(scratch.url(), Role::writer);
  writer->script("CREATE TABLE item (id BIGINT PRIMARY KEY)");
  for (const char* suffix : {"", "-wal", ".writer"}) {
    const auto rights = std::filesystem::status(file_of(scratch) + suffix).permissions();
    EXPECT_EQ(rights & std::filesystem::perms(0077), std::filesystem::perms::none) << suffix;
  }
}

TEST(SqliteBackup, IsOfOneMomentWhileTheWriterGoesOn) {
  const Scratch scratch;
  const auto writer = open(scratch.url(), Role::writer);
  writer->script("CREATE TABLE item (id BIGINT PRIMARY KEY, data BYTEA)");
  const auto insert = [&](int id) { writer->exec("INSERT INTO item (id, data) VALUES (?, ?)", id, Blob(1 << 20)); };
  for (int id = 1; id <= 20; ++id) insert(id);
  const std::string file = file_of(scratch) + ".backup";
  std::int64_t copied = 0, total = 0, told = 0;
  backup(scratch.url(), file, [&](std::int64_t done, std::int64_t all) {
    copied = done;
    total = all;
    insert(100 + static_cast<int>(++told));
  });
  EXPECT_GT(told, 1);
  EXPECT_EQ(copied, total);
  EXPECT_EQ(ask(*writer, "SELECT count(*) FROM item"), 20 + told);
  EXPECT_FALSE(std::filesystem::exists(file + ".part"));
  EXPECT_EQ(std::filesystem::status(file).permissions() & std::filesystem::perms(0077), std::filesystem::perms::none);
  const auto restored = open(file, Role::writer);
  EXPECT_EQ(ask(*restored, "SELECT count(*) FROM item"), 20);
}

TEST(SqliteBackup, RefusesWhatItCannotDoAndLeavesNothing) {
  const Scratch scratch;
  const std::string folder = file_of(scratch) + ".d";
  std::filesystem::create_directory(folder);
  EXPECT_THROW(backup(scratch.url(), folder + "/of-nothing"), Failure);
  EXPECT_TRUE(std::filesystem::is_empty(folder));
  const auto writer = open(scratch.url(), Role::writer);
  backup(scratch.url(), folder + "/once");
  EXPECT_THROW(backup(scratch.url(), folder + "/once"), Failure);
  EXPECT_THROW(backup(scratch.url(), "/nowhere/at/all"), Failure);
  EXPECT_THROW(backup("postgresql://localhost/x", folder + "/pg"), Failure);
}

TEST(Sqlite, AQuotedWordIsNeverALiteral) {
  const Scratch scratch;
  const auto writer = open(scratch.url(), Role::writer);
  EXPECT_THROW(writer->rows("SELECT \"nothing\""), Failure);
}

TEST(Sqlite, TheLockFollowsTheFileNotItsSpelling) {
  const Scratch scratch;
  const auto writer = open(scratch.url(), Role::writer);
  const std::string file = file_of(scratch);
  const std::string alias = file + ".link";
  std::filesystem::create_symlink(file, alias);
  EXPECT_THROW(open(alias, Role::writer), Failure);
}

TEST(Sqlite, AMissingOrForeignFileIsAFailure) {
  const Scratch scratch;
  EXPECT_THROW(open(scratch.url(), Role::reader), Failure);
  std::ofstream(file_of(scratch)) << std::string(8192, 'x');
  EXPECT_THROW(open(scratch.url(), Role::writer), Lost);
}

TEST(Sqlite, TheWalStaysBoundedThoughNobodyRests) {
  const Scratch scratch;
  const auto writer = open(scratch.url(), Role::writer);
  writer->script("CREATE TABLE item (id BIGINT PRIMARY KEY, data BYTEA)");
  const auto wal = [&] { return std::filesystem::file_size(file_of(scratch) + "-wal"); };
  int id = 0;
  std::uintmax_t longest = 0;
  while (++id <= 400 || (wal() > 270u << 20 && id <= 1500)) {
    writer->begin();
    writer->exec("INSERT INTO item (id, data) VALUES (?, ?)", id, Blob(1 << 20));
    writer->commit();
    writer->maintain();
    longest = std::max(longest, wal());
  }
  EXPECT_LT(wal(), 270u << 20) << "it has started anew";
  EXPECT_LT(longest, 1100u << 20);
  EXPECT_GT(std::filesystem::file_size(file_of(scratch)), 240u << 20);
}

TEST(Sqlite, AReaderThatClosesLastLeavesTheWalToTheWriter) {
  const Scratch scratch;
  auto writer = open(scratch.url(), Role::writer);
  writer->script("CREATE TABLE item (id BIGINT PRIMARY KEY)");
  auto reader = open(scratch.url(), Role::reader);
  EXPECT_EQ(ask(*reader, "SELECT count(*) FROM item"), 0);
  writer.reset();
  reader.reset();
  EXPECT_TRUE(std::filesystem::exists(file_of(scratch) + "-wal"));
  writer = open(scratch.url(), Role::writer);
  EXPECT_EQ(ask(*writer, "SELECT count(*) FROM item"), 0);
}

TEST(Sqlite, AFullDiskFailsTheGroupAndTheWriterGoesOn) {
  const Scratch scratch;
  auto connection = open(scratch.url(), Role::writer);
  connection->script("CREATE TABLE item (id BIGINT PRIMARY KEY, data BYTEA); PRAGMA max_page_count=50;");
  Writer writer(std::move(connection));
  const auto insert = [](int id, std::size_t size) {
    return [=](Connection& c) { return c.exec("INSERT INTO item (id, data) VALUES (?, ?)", id, Blob(size)) == 1; };
  };
  std::string told;
  const auto note = [&](Outcome outcome) { told += std::to_string(static_cast<int>(outcome)); };
  writer.submit({Lane::command, insert(1, 10), note});
  writer.submit({Lane::command, insert(2, 1 << 20), note});
  writer.start();
  EXPECT_EQ(writer.run(Lane::command, insert(3, 10)), Outcome::committed);
  EXPECT_EQ(told, "22");
  EXPECT_EQ(writer.stopped_because(), "");
  EXPECT_EQ(writer.run(Lane::command, [](Connection& c) { return ask(c, "SELECT sum(id) FROM item") == 3; }), Outcome::committed);
}

// SQLite's own file layer, where the fsync of the WAL fails once it is told to.
std::atomic<bool> fsync_fails = false;
std::atomic<int> fsyncs_tried = 0;

int failing_sync(sqlite3_file*, int) {
  if (!fsync_fails) return SQLITE_OK;
  ++fsyncs_tried;
  return SQLITE_IOERR_FSYNC;
}

int open_failing(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out) {
  const auto* real = static_cast<const sqlite3_vfs*>(vfs->pAppData);
  const int code = real->xOpen(const_cast<sqlite3_vfs*>(real), name, file, flags, out);
  if (code != SQLITE_OK || (flags & SQLITE_OPEN_WAL) == 0) return code;
  static sqlite3_io_methods methods;
  methods = *file->pMethods;
  methods.xSync = failing_sync;
  file->pMethods = &methods;
  return code;
}

TEST(Sqlite, AFailedFsyncStopsTheWriterForGood) {
  sqlite3_vfs vfs = *sqlite3_vfs_find(nullptr);
  vfs.pAppData = sqlite3_vfs_find(nullptr);
  vfs.zName = "failing-fsync";
  vfs.xOpen = open_failing;
  sqlite3_vfs_register(&vfs, 0);
  const Scratch scratch;
  {
    auto connection = open(scratch.url() + "?vfs=failing-fsync", Role::writer);
    connection->script("CREATE TABLE item (id BIGINT PRIMARY KEY)");
    Writer writer(std::move(connection));
    const auto insert = [](int id) { return [=](Connection& c) { return c.exec("INSERT INTO item (id) VALUES (?)", id) == 1; }; };
    std::string told;
    const auto note = [&](Outcome outcome) { told += std::to_string(static_cast<int>(outcome)); };
    fsync_fails = true;
    writer.submit({Lane::command, insert(1), note});
    writer.submit({Lane::command, insert(2), note});
    writer.start();
    while (writer.stopped_because().empty()) std::this_thread::yield();
    EXPECT_EQ(told, "22");
    EXPECT_EQ(fsyncs_tried, 1) << "never again after the first failure";
    fsync_fails = false;
    EXPECT_EQ(writer.run(Lane::command, insert(3)), Outcome::refused);
  }
  sqlite3_vfs_unregister(&vfs);
}

}  // namespace
}  // namespace yilin::sql
