// Whoever can write to the database and to the files, but has no key, is found: every kind of tampering, and 500 at random.
#include <algorithm>

#include "base/rng.h"
#include "kernel/journal/journal_house.h"

namespace yilin::journal {
namespace {

using Finding = Verdict::Finding;

constexpr sql::Literal kColumns[] = {"at_ms", "actor", "on_behalf_of", "organisation", "subject", "region", "elder", "checkpoint"};

// 60 acts in six groups with a checkpoint behind each; acts about elder 502 up to 30 are lawfully erased.
class TamperOn : public testing::TestWithParam<sql::Dialect> {
 protected:
  static constexpr std::int64_t kActs = 60;
  House house{GetParam()};
  sql::Connection& db = *house.connection;

  void SetUp() override {
    for (int group = 0; group < 6; ++group) {
      if (group == 3) erase();
      house.fill(10);
      house.journal->write_checkpoint();
    }
    house.close();
    const Verdict verdict = house.verify();
    ASSERT_TRUE(verdict.sound()) << print(verdict);
    ASSERT_EQ(verdict.erased_payloads, 8);
    house.disarm();
  }
  void erase() {
    house.begin();
    house.journal->erase_payloads(db, ElderId{502});
    house.journal->job_done();
    house.commit();
  }

  // Runs the tampering, verifies, undoes it.
  template <class Tamper>
  Verdict after(Tamper&& tamper) {
    db.begin();
    tamper();
    Verdict verdict = house.verify();
    db.rollback();
    return verdict;
  }
  Verdict after_sql(const sql::Statement& statement) {
    return after([&] { db.exec(statement); });
  }
  void expect_only(const Verdict& verdict, Finding finding, std::int64_t seq, std::int64_t last) {
    EXPECT_TRUE(verdict.problems.size() == 1 && has(verdict, finding, seq, last)) << "wanted " << static_cast<int>(finding) << " [" << seq << ", " << last << "]\n" << print(verdict);
  }
  void swap(std::int64_t a, std::int64_t b) {
    constexpr std::int64_t aside = 1'000'000;
    db.exec("UPDATE journal SET seq = ? WHERE seq = ?", aside, a);
    db.exec("UPDATE journal SET seq = ? WHERE seq = ?", a, b);
    db.exec("UPDATE journal SET seq = ? WHERE seq = ?", b, aside);
  }
  void flip(sql::Literal table, sql::Literal column, std::int64_t seq, std::uint64_t where) {
    sql::Blob bytes;
    {
      sql::Rows rows = db.rows(sql::Statement("SELECT ").add(column).add(" FROM ").add(table).add(" WHERE seq = ?", seq));
      ASSERT_TRUE(rows.next());
      bytes.assign(rows.bytes(0).begin(), rows.bytes(0).end());
    }
    bytes[where % bytes.size()] ^= static_cast<std::uint8_t>(1u << where % 8);
    db.exec(sql::Statement("UPDATE ").add(table).add(" SET ").add(column).add(" = ? WHERE seq = ?", bytes, seq));
  }
  bool erased(std::int64_t seq) {
    sql::Rows rows = db.rows("SELECT 1 FROM journal_payload WHERE seq = ?", seq);
    return !rows.next();
  }
};
INSTANTIATE_TEST_SUITE_P(Databases, TamperOn, testing::ValuesIn(sql::scratch_dialects()),
                         [](const auto& info) { return sql::dialect_name(info.param); });

TEST_P(TamperOn, EveryColumn) {
  for (const std::int64_t seq : {std::int64_t{1}, std::int64_t{9}, kActs}) {
    for (const sql::Literal column : kColumns) {
      SCOPED_TRACE(testing::Message() << column.text << " of " << seq);
      expect_only(after_sql(sql::Statement("UPDATE journal SET ").add(column).add(" = COALESCE(").add(column).add(", 0) + 1 WHERE seq = ?", seq)),
                  Finding::changed_row, seq, seq);
    }
    expect_only(after_sql({"UPDATE journal SET verb = 'order.cancel' WHERE seq = ?", seq}), Finding::changed_row, seq, seq);
    expect_only(after_sql({"UPDATE journal SET subject_kind = 'visit' WHERE seq = ?", seq}), Finding::changed_row, seq, seq);
    expect_only(after_sql({"UPDATE journal SET actor = NULL WHERE seq = ?", seq}), Finding::changed_row, seq, seq);
    expect_only(after([&] { flip("journal", "digest", seq, 5); }), Finding::changed_row, seq, seq);
    expect_only(after([&] { flip("journal", "mac", seq, 5); }), Finding::changed_row, seq, seq);
    expect_only(after_sql({"UPDATE journal SET mac = ? WHERE seq = ?", sql::Blob{1, 2}, seq}), Finding::changed_row, seq, seq);
  }
}

TEST_P(TamperOn, ANullIsNotAZero) {
  expect_only(after_sql({"UPDATE journal SET elder = 0 WHERE elder IS NULL AND seq = 3"}), Finding::changed_row, 3, 3);
}

TEST_P(TamperOn, RowsRemoved) {
  expect_only(after_sql({"DELETE FROM journal WHERE seq = 1"}), Finding::missing_row, 1, 1);
  expect_only(after_sql({"DELETE FROM journal WHERE seq BETWEEN 17 AND 23"}), Finding::missing_row, 17, 23);
  EXPECT_TRUE(has(after_sql({"DELETE FROM journal WHERE seq = 60"}), Finding::cut_tail, 60, 60));
  EXPECT_TRUE(has(after_sql({"DELETE FROM journal WHERE seq > 41"}), Finding::cut_tail, 42, 60));
  EXPECT_TRUE(has(after_sql({"DELETE FROM journal"}), Finding::cut_tail, 1, 60));
}

TEST_P(TamperOn, RowsMoved) {
  for (const auto& [a, b] : {std::pair<std::int64_t, std::int64_t>{12, 40}, {30, 31}, {30, 32}, {1, 2}, {58, 60}, {59, 60}, {1, 60}}) {
    SCOPED_TRACE(testing::Message() << a << " and " << b);
    const Verdict verdict = after([&] { swap(a, b); });
    EXPECT_TRUE(verdict.problems.size() == 2 && has(verdict, Finding::moved_row, a, a) && has(verdict, Finding::moved_row, b, b)) << print(verdict);
  }
  const Verdict to_the_end = after_sql({"UPDATE journal SET seq = 75 WHERE seq = 5"});
  EXPECT_TRUE(has(to_the_end, Finding::missing_row, 5, 5)) << print(to_the_end);
  EXPECT_TRUE(has(to_the_end, Finding::missing_row, 61, 74)) << print(to_the_end);
  EXPECT_TRUE(has(to_the_end, Finding::moved_row, 75, 75)) << print(to_the_end);
}

TEST_P(TamperOn, RowsForged) {
  const char* copy = "INSERT INTO journal SELECT ?, at_ms, actor, on_behalf_of, organisation, verb, subject_kind, subject, region, elder, "
                     "checkpoint, digest, mac FROM journal WHERE seq = 60";
  for (const std::int64_t seq : {std::int64_t{61}, std::int64_t{0}, std::int64_t{-4}})
    EXPECT_TRUE(has(after_sql(sql::Statement().add_trusted(copy).bind(seq)), Finding::changed_row, seq, seq)) << seq;
}

TEST_P(TamperOn, SeveralAtOnce) {
  const Verdict verdict = after([&] {
    db.exec("UPDATE journal SET verb = 'x' WHERE seq IN (4, 20)");
    db.exec("DELETE FROM journal WHERE seq = 33");
    flip("journal_payload", "sealed", 44, 1);
  });
  EXPECT_EQ(verdict.problems.size(), 4u) << print(verdict);
  EXPECT_TRUE(has(verdict, Finding::changed_row, 4, 4) && has(verdict, Finding::changed_row, 20, 20) &&
              has(verdict, Finding::missing_row, 33, 33) && has(verdict, Finding::payload_changed, 44, 44)) << print(verdict);
}

TEST_P(TamperOn, ManyNeighbours) {
  const Verdict verdict = after_sql({"UPDATE journal SET region = 1 WHERE seq BETWEEN 10 AND 50"});
  expect_only(verdict, Finding::changed_row, 10, 50);
}

TEST_P(TamperOn, Payloads) {
  expect_only(after([&] { flip("journal_payload", "sealed", 33, 0); }), Finding::payload_changed, 33, 33);
  expect_only(after([&] { flip("journal_payload", "sealed", 33, 40); }), Finding::payload_changed, 33, 33);
  expect_only(after_sql({"UPDATE journal_payload SET sealed = ? WHERE seq = 33", sql::Blob{}}), Finding::payload_changed, 33, 33);
  expect_only(after_sql({"DELETE FROM journal_payload WHERE seq = 33"}), Finding::payload_missing, 33, 33);
  const Verdict swapped = after([&] {
    db.exec("UPDATE journal_payload SET seq = 1000 WHERE seq = 33");
    db.exec("UPDATE journal_payload SET seq = 33 WHERE seq = 47");
    db.exec("UPDATE journal_payload SET seq = 47 WHERE seq = 1000");
  });
  EXPECT_TRUE(swapped.problems.size() == 2 && has(swapped, Finding::payload_changed, 33, 33) && has(swapped, Finding::payload_changed, 47, 47)) << print(swapped);
  EXPECT_TRUE(has(after_sql({"INSERT INTO journal_payload (seq, sealed) VALUES (99, ?)", sql::Blob{1}}), Finding::payload_changed, 99, 99));
}

TEST_P(TamperOn, AnErasureCannotBeInventedNorWithdrawn) {
  EXPECT_FALSE(after_sql({"DELETE FROM journal_erasure"}).sound());
  EXPECT_FALSE(after_sql({"UPDATE journal_erasure SET up_to = 59, elder = 501"}).sound());
  const Verdict invented = after([&] {
    db.exec("INSERT INTO journal_erasure (elder, up_to, mac) SELECT 501, 60, mac FROM journal_erasure");
    db.exec("DELETE FROM journal_payload WHERE seq = 57");
  });
  expect_only(invented, Finding::payload_missing, 57, 57);
}

TEST_P(TamperOn, AnOldCopyOfTheDatabase) {
  const Verdict verdict = after([&] {
    db.exec("DELETE FROM journal WHERE seq > 35");
    db.exec("DELETE FROM journal_payload WHERE seq > 35");
  });
  expect_only(verdict, Finding::cut_tail, 36, 60);
  db.begin();
  db.exec("DELETE FROM journal WHERE seq > 35");
  db.exec("DELETE FROM journal_payload WHERE seq > 35");
  db.commit();
  EXPECT_THROW(house.open(), sql::Failure);
  // The operator decides to go on from the copy.
  Journal::begin_checkpoints_anew(house.keys(), house.file(), db);
  EXPECT_TRUE(std::filesystem::exists(house.file() + ".replaced-35"));
  house.open();
  house.fill(5);
  house.close();
  const Verdict anew = house.verify();
  EXPECT_TRUE(anew.sound()) << print(anew);
  EXPECT_EQ(anew.acts, 40);
}

TEST_P(TamperOn, AChainWrittenAnewWithTheStolenKey) {
  // The same acts but one, chained with the true key: sound in itself, yet not what the checkpoints saw.
  House forger(GetParam());
  forger.fill(14);
  forger.now = forger.now + Millis{1};
  forger.fill(46);
  forger.close();
  std::filesystem::copy_file(house.file(), forger.file(), std::filesystem::copy_options::overwrite_existing);
  const Verdict verdict = forger.verify();
  ASSERT_FALSE(verdict.sound());
  EXPECT_EQ(verdict.problems[0].finding, Finding::rewritten_chain) << print(verdict);
}

// ---- the checkpoint file ----

class CheckpointOn : public TamperOn {
 protected:
  static constexpr std::size_t kLine = 181;
  std::string kept;
  void SetUp() override {
    TamperOn::SetUp();
    kept = house.read_file();
    ASSERT_EQ(kept.size(), 7 * kLine);
  }
  Verdict with_file(std::string_view text) {
    house.write_file(text);
    Verdict verdict = house.verify();
    house.write_file(kept);
    return verdict;
  }
  std::string without_line(std::size_t line) const { return kept.substr(0, line * kLine) + kept.substr((line + 1) * kLine); }
  bool opens() {
    try {
      house.open();
      house.close();
      return true;
    } catch (const sql::Failure&) {
      return false;
    }
  }
};
INSTANTIATE_TEST_SUITE_P(Databases, CheckpointOn, testing::ValuesIn(sql::scratch_dialects()),
                         [](const auto& info) { return sql::dialect_name(info.param); });

TEST_P(CheckpointOn, EveryByteIsWatched) {
  for (std::size_t at = 0; at < kept.size(); at += 7) {
    std::string edited = kept;
    edited[at] ^= 1;
    const Verdict verdict = with_file(edited);
    ASSERT_FALSE(verdict.sound()) << at;
    EXPECT_EQ(verdict.problems[0].finding, Finding::bad_checkpoint) << at << "\n" << print(verdict);
  }
}

TEST_P(CheckpointOn, LinesRemoved) {
  for (std::size_t line = 0; line < 7; ++line) {
    const Verdict verdict = with_file(without_line(line));
    // Nothing came after the last line, so nothing can prove it.
    EXPECT_EQ(verdict.sound(), line == 6) << print(verdict);
    for (const Verdict::Problem& p : verdict.problems) EXPECT_EQ(p.finding, Finding::bad_checkpoint) << print(verdict);
  }
}

TEST_P(CheckpointOn, FileShortenedEmptiedRemoved) {
  expect_only(with_file(kept.substr(0, 5 * kLine)), Finding::bad_checkpoint, 50, 50);
  expect_only(with_file(kept.substr(0, 5 * kLine + 90)), Finding::bad_checkpoint, 50, 50);
  expect_only(with_file(""), Finding::bad_checkpoint, 0, 0);
  std::filesystem::remove(house.file());
  expect_only(house.verify(), Finding::bad_checkpoint, 0, 0);
  EXPECT_FALSE(opens()) << "a lost file is not silently begun anew";
}

TEST_P(CheckpointOn, TheTailOfTheFileAndTheRowsCutTogether) {
  // Back to the state of an hour ago, both at once: only who kept a copy of the file elsewhere can tell.
  db.begin();
  db.exec("DELETE FROM journal WHERE seq > 40");
  db.exec("DELETE FROM journal_payload WHERE seq > 40");
  house.write_file(kept.substr(0, 3 * kLine));
  expect_only(house.verify(), Finding::bad_checkpoint, 30, 30);  // rows 31 to 40 name that line
  house.write_file(kept.substr(0, 4 * kLine));
  EXPECT_TRUE(house.verify().sound());
  db.rollback();
}

TEST_P(CheckpointOn, ATornLastLineIsWrittenOver) {
  for (const std::string& torn : {kept + kept.substr(kLine, 100), kept + std::string(kLine - 1, '\0') + "\n"}) {
    house.write_file(torn);
    ASSERT_TRUE(opens());
    const Verdict verdict = house.verify();
    EXPECT_TRUE(verdict.sound()) << print(verdict);
    EXPECT_EQ(house.read_file(), kept);
  }
}

TEST_P(CheckpointOn, RefusesToStartOnWhatWasCut) {
  house.write_file(kept.substr(0, 3 * kLine));
  EXPECT_FALSE(opens());
  house.write_file("");
  EXPECT_FALSE(opens());
  house.write_file(kept + kept.substr(kLine));
  EXPECT_FALSE(opens());
  house.write_file(kept);
  EXPECT_TRUE(opens());
  db.exec("UPDATE journal SET mac = ? WHERE seq = 60", sql::Blob(32, 7));
  EXPECT_FALSE(opens());
}

// ---- at random ----

TEST_P(TamperOn, FiveHundredTimesAtRandom) {
  Rng rng(20261122);
  for (int trial = 0; trial < 500; ++trial) {
    const std::int64_t seq = rng.between(1, kActs), other = rng.between(1, kActs);
    const std::uint64_t kind = rng.below(8), where = rng.next();
    Finding wanted = Finding::changed_row;
    std::int64_t last = seq;
    const Verdict verdict = after([&] {
      switch (kind) {
        case 0: {
          const sql::Literal column = kColumns[rng.below(std::size(kColumns))];
          db.exec(sql::Statement("UPDATE journal SET ").add(column).add(" = COALESCE(").add(column).add(", 0) + ? WHERE seq = ?", rng.between(1, 1000), seq));
          break;
        }
        case 1: flip("journal", "mac", seq, where); break;
        case 2: flip("journal", "digest", seq, where); break;
        case 3:
          db.exec("DELETE FROM journal WHERE seq = ?", seq);
          wanted = seq == kActs ? Finding::cut_tail : Finding::missing_row;
          break;
        case 4:
          db.exec("DELETE FROM journal WHERE seq >= ?", seq);
          wanted = Finding::cut_tail;
          last = kActs;
          break;
        case 5:
          if (seq == other) {
            db.exec("UPDATE journal SET verb = verb || ' ' WHERE seq = ?", seq);
          } else {
            swap(seq, other);
            wanted = Finding::moved_row;
          }
          break;
        case 6:
          if (erased(seq)) {
            db.exec("INSERT INTO journal_payload (seq, sealed) VALUES (?, ?)", seq, sql::Blob{1, 2, 3});
          } else {
            flip("journal_payload", "sealed", seq, where);
          }
          wanted = Finding::payload_changed;
          break;
        case 7:
          if (erased(seq)) {
            db.exec("DELETE FROM journal_erasure");
          } else {
            db.exec("DELETE FROM journal_payload WHERE seq = ?", seq);
          }
          wanted = Finding::payload_missing;
          break;
      }
    });
    const bool located = std::any_of(verdict.problems.begin(), verdict.problems.end(), [&](const Verdict::Problem& p) {
      return p.finding == wanted && p.seq == seq && p.last == last;
    });
    ASSERT_TRUE(located) << "trial " << trial << " kind " << kind << " seq " << seq << " other " << other << "\n" << print(verdict);
    // Nothing else is accused but what the tampering itself touched.
    EXPECT_LE(verdict.problems.size(), kind == 4 ? 11u : kind == 7 ? 8u : kind == 3 || kind == 5 ? 2u : 1u) << kind << "\n" << print(verdict);
  }
  EXPECT_TRUE(house.verify().sound());
}

}  // namespace
}  // namespace yilin::journal
