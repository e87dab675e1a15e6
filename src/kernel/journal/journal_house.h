#pragma once
// A journal in a fresh database, for the tests of this room. Acts are appended as the writer would, in groups.

#include <filesystem>
#include <fstream>
#include <memory>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "kernel/journal/journal.h"
#include "kernel/sql/scratch.h"

namespace yilin::journal {

inline const Instant kStart{1'790'000'000'000};

class House {
 public:
  explicit House(sql::Dialect dialect = sql::Dialect::sqlite, std::uint64_t key_seed = 1)
      : scratch_(dialect), keys_(sealing::key_provider_for_tests(key_seed)) {
    std::string name = (std::filesystem::temp_directory_path() / "yilin-journal-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    connection = sql::open(scratch_.url(), sql::Role::writer);
    sql::migrate(*connection, migrations());
    open();
  }
  ~House() {
    close();
    connection.reset();
    std::filesystem::remove_all(folder_);
  }

  void open() { journal = std::make_unique<Journal>(*keys_, file(), *connection); }
  void close() { journal.reset(); }
  const sealing::KeyProvider& keys() const { return *keys_; }
  std::string file() const { return (folder_ / "checkpoints.log").string(); }
  const std::string& url() const { return scratch_.url(); }

  std::int64_t append(const Act& act, const Actor& actor = {UserId{7}, "李工", ElderId{8}, OrganisationId{9}}) {
    now = now + Millis{10};
    return journal->append(*connection, now, actor, act);
  }
  void begin() { connection->begin(); }
  void commit() {
    connection->commit();
    journal->after_commit();
  }
  // `count` acts, each a job, one group.
  void fill(int count) {
    begin();
    for (int i = 0; i < count; ++i) {
      const int n = ++made_;
      append({"order.place", "order", 1000 + n, RegionCode{410902001000 + n % 3}, ElderId{n % 4 == 3 ? 0 : 500 + n % 4},
              fmt::format("理由{}", n), fmt::format("{{\"price_fen\":{}}}", n)});
      journal->job_done();
    }
    commit();
  }
  Verdict verify(const sealing::KeyProvider& keys) { return Journal::verify(keys, file(), *connection); }
  Verdict verify() { return verify(*keys_); }

  // What someone with the database administrator's rights does first.
  void disarm() {
    if (connection->dialect() == sql::Dialect::sqlite)
      connection->script("DROP TRIGGER journal_no_update; DROP TRIGGER journal_no_delete; DROP TRIGGER journal_payload_no_update;"
                         "DROP TRIGGER journal_payload_no_delete; DROP TRIGGER journal_erasure_no_update; DROP TRIGGER journal_erasure_no_delete");
    else
      connection->script("DROP TRIGGER journal_immutable ON journal; DROP TRIGGER journal_payload_immutable ON journal_payload;"
                         "DROP TRIGGER journal_payload_no_delete ON journal_payload; DROP TRIGGER journal_erasure_immutable ON journal_erasure");
  }

  std::string read_file() const {
    std::ifstream in(file(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void write_file(std::string_view text) const { std::ofstream(file(), std::ios::binary | std::ios::trunc) << text; }

 private:
  sql::Scratch scratch_;
  std::unique_ptr<sealing::KeyProvider> keys_;
  std::filesystem::path folder_;
  int made_ = 0;

 public:
  Instant now = kStart;
  std::unique_ptr<sql::Connection> connection;
  std::unique_ptr<Journal> journal;
};

inline std::string print(const Verdict& verdict) {
  std::string out = fmt::format("{} acts, {} erased\n", verdict.acts, verdict.erased_payloads);
  for (const Verdict::Problem& p : verdict.problems) out += fmt::format("{} [{}, {}] {}\n", static_cast<int>(p.finding), p.seq, p.last, p.sentence);
  return out;
}

inline bool has(const Verdict& verdict, Verdict::Finding finding, std::int64_t seq, std::int64_t last) {
  for (const Verdict::Problem& p : verdict.problems)
    if (p.finding == finding && p.seq == seq && p.last == last) return true;
  return false;
}

}  // namespace yilin::journal
