#include "kernel/backup/backup.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/rng.h"
#include "kernel/journal/journal.h"
#include "kernel/sql/pg_session.h"
#include "kernel/sql/scratch.h"

namespace yilin::backup {
namespace {
namespace fs = std::filesystem;

const Instant kNow{1'790'000'000'000};

void put(const fs::path& path, std::string_view text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
}
std::string get(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// A place for a cell on either database: a file, or a PostgreSQL database of its own.
class Site {
 public:
  Site(sql::Dialect dialect, const fs::path& data) : place{{}, data.string()} {
    if (dialect == sql::Dialect::sqlite) {
      place.database = "sqlite:" + (data / "yilin.db").string();
      return;
    }
    static std::atomic<int> count = 0;
    server_ = std::getenv("YILIN_TEST_PG");
    name_ = fmt::format("backup_{}_{}", ::getpid(), ++count);
    sql::PgSession(server_, "yilin-test").script("CREATE DATABASE " + name_);
    place.database = server_.substr(0, server_.rfind('/') + 1) + name_;
  }
  ~Site() {
    if (!name_.empty()) sql::PgSession(server_, "yilin-test").script("DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
  }
  Place place;

 private:
  std::string server_, name_;
};

class BackupOn : public testing::TestWithParam<sql::Dialect> {
 protected:
  static fs::path scratch_folder() {
    std::string pattern = (fs::temp_directory_path() / "yilin-backup-XXXXXX").string();
    return ::mkdtemp(pattern.data());
  }
  fs::path top = scratch_folder();
  std::unique_ptr<sealing::KeyProvider> keys = sealing::key_provider_for_tests(5);
  Site old{GetParam(), top / "old"};
  std::string folder = (top / "backup").string();
  std::unique_ptr<sql::Connection> writer;
  std::unique_ptr<journal::Journal> journal;

  void SetUp() override {
    put(top / "old/keys/master.key", "the key itself, which no backup may hold");
    put(top / "old/attachments/2026/11/photo.jpg", "a photograph of a bath chair");
    put(top / "old/attachments/签名.png", std::string(3'000'000, 'p'));
    put(top / "old/tmp/half.part", "half");
    writer = sql::open(old.place.database, sql::Role::writer);
    sql::migrate(*writer, journal::migrations());
    journal = std::make_unique<journal::Journal>(*keys, (top / "old/checkpoints.log").string(), *writer);
    acts(40);
    journal->write_checkpoint();
    acts(7);
  }
  void TearDown() override {
    close();
    fs::remove_all(top);
  }
  void close() {
    journal.reset();
    writer.reset();
  }
  void acts(int count) {
    writer->begin();
    for (int i = 0; i < count; ++i) {
      journal->append(*writer, kNow, {UserId{1}, "王丽"}, {"order.place", "order", i + 1, {}, ElderId{4}, "", "{}"});
      journal->job_done();
    }
    writer->commit();
    journal->after_commit();
  }
  std::string data() const { return (top / "old").string(); }
  static std::string why(const Result<Summary>& result) { return result ? "" : std::string(result.error().kind->code) + ": " + std::string(result.error().message()); }
};
INSTANTIATE_TEST_SUITE_P(Databases, BackupOn, testing::ValuesIn(sql::scratch_dialects()),
                         [](const auto& info) { return sql::dialect_name(info.param); });

TEST_P(BackupOn, BringsEverythingBackButTheKey) {
  const auto made = make(*keys, old.place, folder, kNow);  // the writer is open
  ASSERT_TRUE(made) << why(made);
  EXPECT_EQ(made->acts, 47);
  EXPECT_EQ(made->files, 4);
  EXPECT_FALSE(fs::exists(fs::path(folder) / "files/keys"));
  EXPECT_FALSE(fs::exists(fs::path(folder) / "files/tmp"));
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    EXPECT_EQ(get(entry.path()).find("the key itself"), std::string::npos) << entry.path();
  }
  const auto checked = check(*keys, folder);
  ASSERT_TRUE(checked) << why(checked);
  EXPECT_EQ(checked->bytes, made->bytes);

  put(top / "new/keys/master.key", "the key itself");
  Site anew(GetParam(), top / "new");
  const auto restored = restore(*keys, folder, anew.place);
  ASSERT_TRUE(restored) << why(restored);
  EXPECT_EQ(restored->made, kNow);
  EXPECT_EQ(get(top / "new/attachments/2026/11/photo.jpg"), "a photograph of a bath chair");
  EXPECT_EQ(get(top / "new/attachments/签名.png").size(), 3'000'000u);
  EXPECT_FALSE(fs::exists(top / "new/.restoring"));

  // The cell goes on where the copy ends.
  close();
  writer = sql::open(anew.place.database, sql::Role::writer);
  journal = std::make_unique<journal::Journal>(*keys, (top / "new/checkpoints.log").string(), *writer);
  acts(3);
  EXPECT_EQ(journal->last_checkpoint(), 47);
  const auto verdict = journal::Journal::verify(*keys, (top / "new/checkpoints.log").string(), *writer);
  EXPECT_TRUE(verdict.sound());
  EXPECT_EQ(verdict.acts, 50);
  close();
}

TEST_P(BackupOn, IsOneSnapshotWhileTheServerWrites) {
  std::atomic<bool> stop = false;
  std::atomic<int> groups = 0;
  std::thread server([&] {
    while (!stop) {
      acts(20);
      journal->write_checkpoint();
      writer->maintain();
      ++groups;
    }
  });
  while (groups < 3) std::this_thread::yield();
  const auto made = make(*keys, old.place, folder, kNow);
  const int before = groups;
  while (groups < before + 3) std::this_thread::yield();
  stop = true;
  server.join();
  ASSERT_TRUE(made) << why(made);
  EXPECT_EQ(made->acts % 20, 7) << "whole groups only";
  Site anew(GetParam(), top / "new");
  const auto restored = restore(*keys, folder, anew.place);
  EXPECT_TRUE(restored) << why(restored);
}

TEST_P(BackupOn, OverwritesNothing) {
  ASSERT_TRUE(make(*keys, old.place, folder, kNow));
  EXPECT_EQ(make(*keys, old.place, folder, kNow).error().kind, &errors::occupied);
  EXPECT_EQ(restore(*keys, folder, old.place).error().kind, &errors::occupied);
  Site anew(GetParam(), top / "new");
  put(top / "new/attachments/other.txt", "mine");
  EXPECT_EQ(restore(*keys, folder, anew.place).error().kind, &errors::occupied);
  fs::remove_all(top / "new");
  // The folder is vacant, the database is not.
  const Place mixed{old.place.database, (top / "new").string()};
  EXPECT_EQ(restore(*keys, folder, mixed).error().kind, &errors::occupied);
  EXPECT_FALSE(fs::exists(top / "new"));
}

TEST_P(BackupOn, FindsAnyFlippedByte) {
  ASSERT_TRUE(make(*keys, old.place, folder, kNow));
  Rng rng(11);
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) files.push_back(entry.path());
  ASSERT_EQ(files.size(), 5u);
  const auto flip_is_found = [&](const fs::path& file, std::uint64_t at) {
    const auto flip = [&] {
      std::fstream io(file, std::ios::binary | std::ios::in | std::ios::out);
      io.seekg(static_cast<std::streamoff>(at));
      const int byte = io.get();
      io.seekp(static_cast<std::streamoff>(at));
      io.put(static_cast<char>(byte ^ (1 << at % 8)));
    };
    flip();
    const auto checked = check(*keys, folder);
    ASSERT_FALSE(checked) << file << " at " << at;
    EXPECT_EQ(checked.error().kind, &errors::damaged) << why(checked);
    flip();
  };
  const fs::path manifest = fs::path(folder) / "MANIFEST";
  for (std::uint64_t at = 0; at < fs::file_size(manifest); ++at) flip_is_found(manifest, at);
  for (int trial = 0; trial < 200; ++trial) {
    const fs::path& file = files[rng.below(files.size())];
    flip_is_found(file, rng.below(fs::file_size(file)));
  }
  EXPECT_TRUE(check(*keys, folder));
}

TEST_P(BackupOn, FindsMissingAddedAndUnfinished) {
  ASSERT_TRUE(make(*keys, old.place, folder, kNow));
  const fs::path base(folder);
  put(base / "files/attachments/added.txt", "x");
  EXPECT_EQ(check(*keys, folder).error().kind, &errors::damaged);
  fs::remove(base / "files/attachments/added.txt");
  fs::create_symlink("/etc/passwd", base / "files/attachments/link");
  EXPECT_EQ(check(*keys, folder).error().kind, &errors::damaged);
  fs::remove(base / "files/attachments/link");
  ASSERT_TRUE(check(*keys, folder));
  fs::rename(base / "checkpoints.log", top / "aside");
  EXPECT_EQ(check(*keys, folder).error().kind, &errors::damaged);
  fs::rename(top / "aside", base / "checkpoints.log");
  EXPECT_EQ(check(*sealing::key_provider_for_tests(6), folder).error().kind, &errors::damaged);
  fs::remove(base / "MANIFEST");
  EXPECT_EQ(check(*keys, folder).error().kind, &errors::damaged);
}

TEST_P(BackupOn, ABackupOfAForgedJournalIsNotRestored) {
  acts(1);
  const bool sqlite = GetParam() == sql::Dialect::sqlite;
  writer->script(sqlite ? "DROP TRIGGER journal_no_update" : "DROP TRIGGER journal_immutable ON journal");
  writer->exec("UPDATE journal SET verb = 'order.cancel' WHERE seq = 12");
  ASSERT_TRUE(make(*keys, old.place, folder, kNow));
  Site anew(GetParam(), top / "new");
  const auto restored = restore(*keys, folder, anew.place);
  ASSERT_FALSE(restored);
  EXPECT_EQ(restored.error().kind, &errors::damaged);
  EXPECT_NE(restored.error().detail.find("第 12 条"), std::string::npos) << restored.error().detail;
  EXPECT_TRUE(fs::is_empty(top / "new")) << "nothing half restored stays";
}

TEST_P(BackupOn, SaysWhatIsWrongWithTheSource) {
  EXPECT_EQ(make(*keys, {"sqlite:" + (top / "none.db").string(), data()}, folder, kNow).error().kind, &errors::failed);
  fs::remove_all(folder);
  if (GetParam() == sql::Dialect::postgres) {
    Place wrong = old.place;
    wrong.database += "_absent";
    EXPECT_EQ(make(*keys, wrong, folder, kNow).error().kind, &errors::failed);
  }
}

}  // namespace
}  // namespace yilin::backup
