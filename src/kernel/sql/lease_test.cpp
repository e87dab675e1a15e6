// One writer on PostgreSQL: what happens when it is cut off, frozen or overtaken.
#include <thread>

#include <gtest/gtest.h>

#include "kernel/sql/pg_rows.h"
#include "kernel/sql/pg_session.h"
#include "kernel/sql/read_pool.h"
#include "kernel/sql/scratch.h"
#include "kernel/sql/writer.h"

namespace yilin::sql {
namespace {

std::vector<Dialect> postgres_only() {
  std::vector<Dialect> dialects = scratch_dialects();
  dialects.erase(dialects.begin());
  return dialects;
}

class LeaseTest : public testing::TestWithParam<Dialect> {
 protected:
  void SetUp() override { connection->script("CREATE TABLE item (id BIGINT PRIMARY KEY)"); }
  std::int64_t ask(std::string_view question) {
    PgRows rows(outside.ask(question));
    return rows.next() ? rows.integer(0) : -1;
  }
  Outcome insert(Writer& writer, int id) {
    return writer.run(Lane::command, [id](Connection& c) { return c.queue("INSERT INTO item (id) VALUES (?)", id), true; });
  }

  Scratch scratch{GetParam()};
  std::unique_ptr<Connection> connection = open(scratch.url(), Role::writer);
  PgSession outside{scratch.url(), "yilin-test"};  // what another process or the operator does
};
INSTANTIATE_TEST_SUITE_P(Databases, LeaseTest, testing::ValuesIn(postgres_only()), [](const auto& info) { return dialect_name(info.param); });

TEST_P(LeaseTest, EveryTakeOverRaisesTheToken) {
  EXPECT_EQ(ask("SELECT token FROM writer_lease"), 1);
  connection.reset();
  connection = open(scratch.url(), Role::writer);
  EXPECT_EQ(ask("SELECT token FROM writer_lease"), 2);
}

TEST_P(LeaseTest, AnOvertakenWriterCommitsNothingAndStops) {
  Writer writer(std::move(connection));
  writer.start();
  EXPECT_EQ(insert(writer, 1), Outcome::committed);
  EXPECT_EQ(writer.run(Lane::command,
                       [&](Connection& c) {
                         c.exec("INSERT INTO item (id) VALUES (2)");
                         ask("UPDATE writer_lease SET token = token + 1");  // the new holder, while this job runs
                         return true;
                       }),
            Outcome::failed);
  EXPECT_EQ(insert(writer, 3), Outcome::refused);
  EXPECT_NE(writer.stopped_because().find("租约"), std::string::npos) << writer.stopped_because();
  EXPECT_EQ(ask("SELECT sum(id) FROM item"), 1);
}

TEST_P(LeaseTest, AnIdleWriterNoticesToo) {
  ask("UPDATE writer_lease SET token = token + 1");
  EXPECT_THROW(connection->maintain(), Lost);
  EXPECT_FALSE(connection->usable());
}

TEST_P(LeaseTest, ACommitThatRacesTheTakerWaitsForItAndLoses) {
  connection->begin();
  connection->exec("INSERT INTO item (id) VALUES (1)");
  outside.ask("BEGIN");
  outside.ask("UPDATE writer_lease SET token = token + 1");
  bool refused = false;
  std::thread writer([&] {
    try {
      connection->commit();
    } catch (const Failure&) {
      refused = true;
    }
  });
  PgSession observer(scratch.url(), "yilin-test");
  for (bool waits = false; !waits;) {
    PgRows rows(observer.ask("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'yilin-writer' AND wait_event_type = 'Lock'"));
    waits = rows.next() && rows.integer(0) > 0;
  }
  outside.ask("COMMIT");
  writer.join();
  EXPECT_TRUE(refused);
  EXPECT_THROW(connection->rollback(), Lost);
  EXPECT_EQ(ask("SELECT count(*) FROM item"), 0);
}

TEST_P(LeaseTest, AFrozenHolderIsEndedOnceItsTimeIsUp) {
  EXPECT_THROW(open(scratch.url(), Role::writer), Failure);
  ask("UPDATE writer_lease SET expires = 0");
  const auto taker = open(scratch.url(), Role::writer);
  connection->begin();
  EXPECT_THROW(connection->commit(), Lost);
  taker->begin();
  taker->exec("INSERT INTO item (id) VALUES (1)");
  taker->commit();
}

TEST_P(LeaseTest, AHolderInTheMiddleOfALongStatementIsLeftAlone) {
  outside.ask("SELECT pg_advisory_lock(5)");
  std::thread long_statement([&] { connection->rows("SELECT pg_advisory_lock(5)"); });
  PgSession observer(scratch.url(), "yilin-test");
  for (bool waits = false; !waits;) {
    PgRows rows(observer.ask("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'yilin-writer' AND wait_event_type = 'Lock'"));
    waits = rows.next() && rows.integer(0) > 0;
  }
  observer.ask("UPDATE writer_lease SET expires = 0");
  EXPECT_THROW(open(scratch.url(), Role::writer), Failure);
  outside.ask("SELECT pg_advisory_unlock(5)");
  long_statement.join();
  EXPECT_TRUE(connection->usable());
}

TEST_P(LeaseTest, EveryCommitRenews) {
  ask("UPDATE writer_lease SET expires = 0");
  connection->begin();
  connection->commit();
  EXPECT_GT(ask("SELECT expires - (extract(epoch FROM clock_timestamp()) * 1000)::bigint FROM writer_lease"), 20'000);
}

TEST_P(LeaseTest, ALostServerStopsTheWriter) {
  Writer writer(std::move(connection));
  writer.start();
  EXPECT_EQ(insert(writer, 1), Outcome::committed);
  EXPECT_EQ(writer.run(Lane::command,
                       [&](Connection& c) {
                         Rows rows = c.rows("SELECT pg_backend_pid()");
                         rows.next();
                         outside.ask("SELECT pg_terminate_backend(?::int, 5000)", std::vector<Value>{rows.integer(0)});
                         c.queue("INSERT INTO item (id) VALUES (2)");
                         return true;
                       }),
            Outcome::failed);
  EXPECT_EQ(insert(writer, 3), Outcome::refused);
  EXPECT_FALSE(writer.stopped_because().empty());
  EXPECT_EQ(ask("SELECT count(*) FROM item"), 1);
}

TEST_P(LeaseTest, TheReadPoolReplacesALostConnection) {
  ReadPool pool(scratch.url(), 1);
  std::int64_t process = 0;
  {
    const ReadPool::Lease lease = pool.borrow();
    Rows rows = lease->rows("SELECT pg_backend_pid()");
    ASSERT_TRUE(rows.next());
    process = rows.integer(0);
  }
  outside.ask("SELECT pg_terminate_backend(?::int, 5000)", std::vector<Value>{process});
  EXPECT_TRUE(pool.borrow()->rows("SELECT 1").next());
}

}  // namespace
}  // namespace yilin::sql
