#include "kernel/journal/journal.h"

#include <csignal>
#include <sys/resource.h>

#include "kernel/journal/journal_house.h"

namespace yilin::journal {
namespace {

class JournalOn : public testing::TestWithParam<sql::Dialect> {
 protected:
  House house{GetParam()};
  std::int64_t count(sql::Literal table) {
    sql::Rows rows = house.connection->rows(sql::Statement("SELECT COUNT(*) FROM ").add(table));
    return rows.next() ? rows.integer(0) : -1;
  }
  void expect_refused(sql::Literal statement) {
    EXPECT_THROW(house.connection->exec(statement), sql::Failure) << statement.text;
  }
};
INSTANTIATE_TEST_SUITE_P(Databases, JournalOn, testing::ValuesIn(sql::scratch_dialects()),
                         [](const auto& info) { return sql::dialect_name(info.param); });

TEST_P(JournalOn, GivesBackWhatWasAppended) {
  house.begin();
  const std::int64_t seq = house.append({"order.place", "order", 77, RegionCode{410902001001}, ElderId{501}, "家属来电", "{\"a\":\"张三\"}"});
  house.journal->job_done();
  house.commit();
  EXPECT_EQ(seq, 1);
  const auto entry = house.journal->entry(*house.connection, 1);
  ASSERT_TRUE(entry);
  EXPECT_EQ(entry->at, house.now);
  EXPECT_EQ(entry->actor, UserId{7});
  EXPECT_EQ(entry->on_behalf_of, ElderId{8});
  EXPECT_EQ(entry->organisation, OrganisationId{9});
  EXPECT_EQ(entry->verb, "order.place");
  EXPECT_EQ(entry->subject_kind, "order");
  EXPECT_EQ(entry->subject, 77);
  EXPECT_EQ(entry->region, RegionCode{410902001001});
  EXPECT_EQ(entry->elder, ElderId{501});
  EXPECT_EQ(entry->envelope, Entry::Envelope::open);
  EXPECT_EQ(entry->actor_name, "李工");
  EXPECT_EQ(entry->reason, "家属来电");
  EXPECT_EQ(entry->payload, "{\"a\":\"张三\"}");
  EXPECT_FALSE(house.journal->entry(*house.connection, 2));
}

TEST_P(JournalOn, AnActOfNobodyAboutNothingIsAnActToo) {
  house.begin();
  house.append({"night.run", "system"}, {});
  house.journal->job_done();
  house.commit();
  const auto entry = house.journal->entry(*house.connection, 1);
  ASSERT_TRUE(entry);
  EXPECT_FALSE(entry->actor || entry->on_behalf_of || entry->organisation || entry->elder);
  EXPECT_EQ(entry->subject, 0);
  EXPECT_TRUE(house.verify().sound()) << print(house.verify());
}

TEST_P(JournalOn, AJobRolledBackLeavesNoGap) {
  house.fill(2);
  house.begin();
  house.append({"order.place", "order", 1});
  house.journal->job_done();
  house.connection->savepoint();
  house.append({"order.place", "order", 2});
  house.append({"order.place", "order", 3});
  house.connection->rollback_savepoint();
  house.journal->job_rolled_back();
  EXPECT_EQ(house.append({"order.place", "order", 4}), 4);
  house.journal->job_done();
  house.commit();
  EXPECT_EQ(count("journal"), 4);
  EXPECT_TRUE(house.verify().sound()) << print(house.verify());
}

TEST_P(JournalOn, AGroupRolledBackLeavesNoGap) {
  house.fill(2);
  house.begin();
  house.append({"order.place", "order", 1});
  house.journal->job_done();
  house.append({"order.place", "order", 2});
  house.connection->rollback();
  house.journal->group_rolled_back();
  house.fill(1);
  EXPECT_EQ(count("journal"), 3);
  EXPECT_TRUE(house.verify().sound()) << print(house.verify());
}

TEST_P(JournalOn, ARestartContinuesTheChain) {
  house.fill(3);
  house.close();
  house.open();
  house.fill(3);
  house.close();
  const Verdict verdict = house.verify();
  EXPECT_TRUE(verdict.sound()) << print(verdict);
  EXPECT_EQ(verdict.acts, 6);
  EXPECT_EQ(verdict.checkpoints, 3);  // at the start of all, at each stop
}

TEST_P(JournalOn, ChecksPointsByCountAndByTime) {
  house.fill(1);  // the first act stands alone in its minute
  EXPECT_EQ(house.journal->last_checkpoint(), 1);
  house.fill(static_cast<int>(kCheckpointActs) - 1);
  EXPECT_EQ(house.journal->last_checkpoint(), 1);
  house.fill(1);
  EXPECT_EQ(house.journal->last_checkpoint(), kCheckpointActs + 1);
  house.fill(1);
  EXPECT_EQ(house.journal->last_checkpoint(), kCheckpointActs + 1);
  house.now = house.now + Millis{kCheckpointMillis};
  house.fill(1);
  EXPECT_EQ(house.journal->last_checkpoint(), kCheckpointActs + 3);
  EXPECT_TRUE(house.verify().sound()) << print(house.verify());
}

TEST_P(JournalOn, TheDatabaseItselfRefusesEdits) {
  house.fill(3);
  expect_refused("UPDATE journal SET verb = 'x' WHERE seq = 2");
  expect_refused("DELETE FROM journal WHERE seq = 2");
  expect_refused("UPDATE journal_payload SET sealed = '' WHERE seq = 2");
  expect_refused("DELETE FROM journal_payload WHERE seq = 2");
  EXPECT_TRUE(house.verify().sound());
}

TEST_P(JournalOn, ErasureIsReportedAsErasureAndLeavesTheChain) {
  house.fill(40);  // ten of them about elder 501
  house.begin();
  EXPECT_EQ(house.journal->erase_payloads(*house.connection, ElderId{501}), 10);
  house.append({"elder.erase", "elder", 501, {}, ElderId{501}, "本人申请", "{}"});
  house.journal->job_done();
  house.commit();
  const Verdict verdict = house.verify();
  EXPECT_TRUE(verdict.sound()) << print(verdict);
  EXPECT_EQ(verdict.erased_payloads, 10);
  const auto erased = house.journal->entry(*house.connection, 1);
  ASSERT_TRUE(erased);
  EXPECT_EQ(erased->envelope, Entry::Envelope::erased);
  EXPECT_EQ(erased->verb, "order.place");
  EXPECT_TRUE(erased->reason.empty() && erased->actor_name.empty() && erased->payload.empty());
  EXPECT_EQ(house.journal->entry(*house.connection, 41)->reason, "本人申请");
  expect_refused("DELETE FROM journal_payload WHERE seq = 41");
  expect_refused("DELETE FROM journal_erasure");
}

TEST_P(JournalOn, ErasesALongHistoryInPieces) {
  house.begin();
  for (int i = 0; i < kErasedAtOnceMax + 50; ++i) house.append({"visit.note", "visit", i + 1, {}, ElderId{42}});
  house.journal->job_done();
  EXPECT_EQ(house.journal->erase_payloads(*house.connection, ElderId{42}), kErasedAtOnceMax);
  EXPECT_EQ(house.journal->erase_payloads(*house.connection, ElderId{42}), 50);
  EXPECT_EQ(house.journal->erase_payloads(*house.connection, ElderId{42}), 0);
  house.commit();
  EXPECT_TRUE(house.verify().sound()) << print(house.verify());
}

std::vector<std::int64_t> seqs(const std::vector<Entry>& entries) {
  std::vector<std::int64_t> out;
  for (const Entry& entry : entries) out.push_back(entry.seq);
  return out;
}

TEST_P(JournalOn, FindsActsBySubjectElderActorPlaceAndTime) {
  house.fill(30);
  const auto find = [&](const Filter& filter) { return seqs(house.journal->entries(*house.connection, filter)); };
  using Seqs = std::vector<std::int64_t>;
  Filter filter;
  filter.limit = 3;
  EXPECT_EQ(find(filter), (Seqs{30, 29, 28}));
  filter.before = 28;
  EXPECT_EQ(find(filter), (Seqs{27, 26, 25}));
  filter = {.subject_kind = "order", .subject = 1005};
  EXPECT_EQ(find(filter), (Seqs{5}));
  filter.subject_kind = "elder";
  EXPECT_EQ(find(filter), Seqs{});
  filter = {.elder = ElderId{501}, .limit = 2};
  EXPECT_EQ(find(filter), (Seqs{29, 25}));
  filter = {.verb = "order.place", .actor = UserId{8}};
  EXPECT_EQ(find(filter), Seqs{});
  filter = {.from = kStart + Millis{100}, .until = kStart + Millis{130}};
  EXPECT_EQ(find(filter), (Seqs{12, 11, 10}));
  filter = {.actor = UserId{7}, .from = kStart + Millis{290}};
  EXPECT_EQ(find(filter), (Seqs{30, 29}));
  filter = {.until = kStart + Millis{30}};
  EXPECT_EQ(find(filter), (Seqs{2, 1}));
  filter.scope = sql::Statement(" AND j.region >= ? AND j.region < ?", 410902001001, 410902001002);
  EXPECT_EQ(find(filter), (Seqs{1}));
  filter = {.from = kStart + days(1)};
  EXPECT_EQ(find(filter), Seqs{});
}

TEST_P(JournalOn, AStrangerCannotReadOrVerify) {
  house.fill(5);
  const auto stranger = sealing::key_provider_for_tests(99);
  const Verdict verdict = house.verify(*stranger);
  ASSERT_EQ(verdict.problems.size(), 1u) << print(verdict);
  EXPECT_EQ(verdict.problems[0].finding, Verdict::Finding::wrong_key);
  house.close();
  EXPECT_THROW(Journal(*stranger, house.file(), *house.connection), sql::Failure);
}

TEST_P(JournalOn, SharesTheWritersGroups) {
  house.fill(5);
  auto journal = std::move(house.journal);
  sql::Writer writer(std::move(house.connection));
  writer.add_hook(journal.get());
  writer.start();
  std::atomic<int> committed{0};
  for (int i = 0; i < 400; ++i)
    writer.submit({sql::Lane::command,
                   [&, i](sql::Connection& db) {
                     journal->append(db, kStart, {UserId{1}, "王"}, {"order.place", "order", i + 1});
                     if (i % 7 == 3) db.exec("INSERT INTO nowhere (x) VALUES (1)");  // spoils the whole group
                     return i % 5 != 2;
                   },
                   [&](sql::Outcome outcome) { committed += outcome == sql::Outcome::committed; }});
  writer.stop();
  int expected = 0;
  for (int i = 0; i < 400; ++i) expected += i % 7 != 3 && i % 5 != 2;
  EXPECT_EQ(committed, expected);
  journal.reset();
  const auto reader = sql::open(house.url(), sql::Role::reader);
  const Verdict verdict = Journal::verify(house.keys(), house.file(), *reader);
  EXPECT_TRUE(verdict.sound()) << print(verdict);
  EXPECT_EQ(verdict.acts, 5 + expected);
}

TEST(Journal, FailsClosedWhenTheCheckpointFileTakesNoMore) {
  House house;
  // A file that grows no more stands for a full disk.
  rlimit before{}, now{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  house.fill(1);
  const std::string kept = house.read_file();
  const auto ignored = ::signal(SIGXFSZ, SIG_IGN);
  now = {kept.size() + 10, before.rlim_max};
  Verdict verdict;
  bool stopped = false;
  for (int group = 0; group < 12 && !stopped; ++group) {
    // The database goes on: only the checkpoint file is limited, while it is written.
    house.begin();
    for (int i = 0; i < 1000 && !stopped; ++i) {
      try {
        house.append({"order.place", "order", i + 1});
        house.journal->job_done();
      } catch (const sql::Failure&) {
        stopped = true;
        EXPECT_EQ(group, 10);
      }
    }
    house.connection->commit();
    ::setrlimit(RLIMIT_FSIZE, &now);
    house.journal->after_commit();
    ::setrlimit(RLIMIT_FSIZE, &before);
  }
  EXPECT_TRUE(stopped);
  house.begin();
  house.connection->rollback();
  house.journal->write_checkpoint();  // there is space again
  ::signal(SIGXFSZ, ignored);
  house.fill(1);
  EXPECT_TRUE(house.verify().sound()) << print(house.verify());
}

}  // namespace
}  // namespace yilin::journal
