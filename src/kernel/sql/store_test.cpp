// The contract of connection.h and read_pool.h, on every database there is.
#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "kernel/sql/read_pool.h"
#include "kernel/sql/scratch.h"

namespace yilin::sql {
namespace {

class Store : public testing::TestWithParam<Dialect> {
 protected:
  void SetUp() override {
    writer->script("CREATE TABLE item (id BIGINT PRIMARY KEY, name TEXT UNIQUE, data BYTEA);"
                   "CREATE TABLE part (id BIGINT PRIMARY KEY, item BIGINT NOT NULL REFERENCES item (id))");
  }
  void insert(std::int64_t id, std::string_view name) { writer->exec("INSERT INTO item (id, name) VALUES (?, ?)", id, name); }
  std::int64_t count(Connection& connection) {
    Rows rows = connection.rows("SELECT count(*) FROM item");
    return rows.next() ? rows.integer(0) : -1;
  }
  std::int64_t count() { return count(*writer); }

  Scratch scratch{GetParam()};
  std::unique_ptr<Connection> writer = open(scratch.url(), Role::writer);
};
INSTANTIATE_TEST_SUITE_P(Databases, Store, testing::ValuesIn(scratch_dialects()),
                         [](const auto& info) { return dialect_name(info.param); });

TEST_P(Store, GivesBackWhatWasStored) {
  const Blob blob{0, 1, 255, 0, '\\', '\n'};
  writer->exec("INSERT INTO item (id, name, data) VALUES (?, ?, ?)", std::int64_t{INT64_MIN}, "王秀英 '\"\\\n\t?$1 𠮷", blob);
  writer->exec("INSERT INTO item (id, name, data) VALUES (?, ?, ?)", std::int64_t{INT64_MAX}, "", Blob{});
  Rows rows = writer->rows("SELECT id, name, data FROM item ORDER BY id");
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.integer(0), INT64_MIN);
  EXPECT_EQ(rows.text(1), "王秀英 '\"\\\n\t?$1 𠮷");
  const auto first = rows.bytes(2);
  EXPECT_EQ(rows.blob(2), blob);
  EXPECT_TRUE(std::ranges::equal(first, blob)) << "a view lives until next()";
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.integer(0), INT64_MAX);
  EXPECT_FALSE(rows.null(1));
  EXPECT_EQ(rows.text(1), "");
  EXPECT_FALSE(rows.null(2));
  EXPECT_TRUE(rows.bytes(2).empty());
  EXPECT_FALSE(rows.next());
  EXPECT_FALSE(rows.next());
}

TEST_P(Store, KeepsNullApartFromEmpty) {
  writer->exec("INSERT INTO item (id, name, data) VALUES (?, ?, ?)", 1, Value(), Value());
  Rows rows = writer->rows("SELECT name, data, id FROM item");
  ASSERT_TRUE(rows.next());
  EXPECT_TRUE(rows.null(0));
  EXPECT_TRUE(rows.null(1));
  EXPECT_FALSE(rows.null(2));
  EXPECT_EQ(rows.text(0), "");
  EXPECT_EQ(rows.integer(0), 0);
  EXPECT_TRUE(rows.bytes(1).empty());
}

TEST_P(Store, TheSameStatementTakesNullsAndValuesInAnyOrder) {
  for (int id = 1; id <= 4; ++id) {
    const Value name = id % 2 == 0 ? to_value(std::to_string(id)) : Value();
    const Value data = id > 2 ? to_value(Blob{1}) : Value();
    EXPECT_EQ(writer->exec("INSERT INTO item (id, name, data) VALUES (?, ?, ?)", id, name, data), 1);
  }
  Rows rows = writer->rows("SELECT count(name), count(data) FROM item");
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.integer(0), 2);
  EXPECT_EQ(rows.integer(1), 2);
}

TEST_P(Store, RoundTripsAnyText) {
  EXPECT_TRUE(rc::check([&](const std::vector<std::uint32_t>& code_points, const Blob& data) {
    std::string text;
    for (const std::uint32_t any : code_points) {
      const std::uint32_t c = 1 + any % 0xD7FF;  // below the surrogates, without NUL
      if (c < 0x80) text += static_cast<char>(c);
      else if (c < 0x800) (text += static_cast<char>(0xC0 | c >> 6)) += static_cast<char>(0x80 | (c & 63));
      else ((text += static_cast<char>(0xE0 | c >> 12)) += static_cast<char>(0x80 | (c >> 6 & 63))) += static_cast<char>(0x80 | (c & 63));
    }
    writer->exec("DELETE FROM item");
    const Literal columns[] = {"id", "name", "data"};
    const Value values[] = {to_value(1), to_value(text), to_value(data)};
    const auto bulk = writer->bulk("item", columns);
    bulk->row(values);
    bulk->finish();
    Rows rows = writer->rows("SELECT name, data FROM item WHERE name = ?", text);
    RC_ASSERT(rows.next());
    RC_ASSERT(rows.text(0) == text);
    RC_ASSERT(rows.blob(1) == data);
  }));
}

TEST_P(Store, RefusesNulInText) {
  EXPECT_THROW(insert(1, std::string_view("a\0b", 3)), Failure);
  const Literal columns[] = {"id", "name"};
  const Value values[] = {to_value(1), to_value(std::string_view("a\0b", 3))};
  const auto bulk = writer->bulk("item", columns);
  EXPECT_THROW((bulk->row(values), bulk->finish()), Failure);
  EXPECT_EQ(count(), 0);
}

TEST_P(Store, CountsChangedRows) {
  insert(1, "a");
  insert(2, "b");
  EXPECT_EQ(writer->exec("UPDATE item SET data = NULL WHERE id <= ?", 2), 2);
  EXPECT_EQ(writer->exec("DELETE FROM item WHERE id = ?", 9), 0);
  EXPECT_EQ(writer->exec("INSERT INTO item (id, name) VALUES (1, 'c') ON CONFLICT (id) DO NOTHING"), 0);
  EXPECT_EQ(writer->exec("INSERT INTO item (id, name) VALUES (1, 'c') ON CONFLICT (id) DO UPDATE SET name = excluded.name"), 1);
}

TEST_P(Store, ReturningHasRunEvenWhenNoRowIsRead) {
  { Rows ignored = writer->rows("INSERT INTO item (id, name) VALUES (1, 'a') RETURNING id"); }
  EXPECT_EQ(count(), 1);
  Rows rows = writer->rows("UPDATE item SET name = 'b' RETURNING id, name");
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.str(1), "b");
}

TEST_P(Store, SumsOfBigintAndBooleansReadAsIntegers) {
  insert(7'000'000'000'000, "a");
  insert(5, "b");
  Rows rows = writer->rows("SELECT sum(id), 1 < 2, sum(id) FILTER (WHERE id < 0) FROM item");
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.integer(0), 7'000'000'000'005);
  EXPECT_EQ(rows.integer(1), 1);
  EXPECT_TRUE(rows.null(2));
}

TEST_P(Store, TextSortsByCodePoint) {
  int id = 0;
  for (const char* name : {"b", "B", "张", "a", "丁", "_", "é"}) insert(++id, name);
  std::string order;
  for (Rows rows = writer->rows("SELECT name FROM item ORDER BY name"); rows.next();) order += rows.str(0);
  EXPECT_EQ(order, "B_abé丁张");
}

TEST_P(Store, LikeMindsCase) {
  insert(1, "Wang");
  EXPECT_FALSE(writer->rows("SELECT 1 FROM item WHERE name LIKE ?", "wang%").next());
  EXPECT_TRUE(writer->rows("SELECT 1 FROM item WHERE name LIKE ?", "Wan_%").next());
}

TEST_P(Store, StatementsNest) {
  insert(1, "a");
  insert(2, "b");
  int seen = 0;
  for (Rows outer = writer->rows("SELECT id FROM item ORDER BY id"); outer.next();)
    for (Rows inner = writer->rows("SELECT id FROM item ORDER BY id"); inner.next();) seen += outer.integer(0) == inner.integer(0);
  EXPECT_EQ(seen, 2);
}

TEST_P(Store, ManyDifferentStatementsPassThroughTheCache) {
  for (std::size_t i = 0; i < kStatementCacheMax * 2 + 10; ++i) {
    Statement query;
    query.add_trusted("SELECT " + std::to_string(i % (kStatementCacheMax + 5)) + " + ?").bind(to_value(1));
    Rows rows = writer->rows(query);
    ASSERT_TRUE(rows.next());
    ASSERT_EQ(rows.integer(0), static_cast<std::int64_t>(i % (kStatementCacheMax + 5)) + 1);
  }
}

TEST_P(Store, BrokenSqlIsAFailureAndTheConnectionGoesOn) {
  EXPECT_THROW(writer->rows("SELEKT 1"), Failure);
  EXPECT_THROW(writer->exec("INSERT INTO nowhere VALUES (1)"), Failure);
  EXPECT_THROW(writer->exec("DELETE FROM item WHERE id = ?"), Failure);
  EXPECT_THROW(writer->exec("DELETE FROM item; DELETE FROM part"), Failure);
  writer->rollback();
  insert(1, "a");
  EXPECT_EQ(count(), 1);
  EXPECT_TRUE(writer->usable());
}

TEST_P(Store, AFailureNamesNoValues) {
  insert(1, "410902194203050034");
  try {
    insert(2, "410902194203050034");
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_EQ(std::string(failure.what()).find("410902194203050034"), std::string::npos) << failure.what();
  }
}

TEST_P(Store, ForeignKeysHold) {
  EXPECT_THROW(writer->exec("INSERT INTO part (id, item) VALUES (1, 99)"), Failure);
}

TEST_P(Store, RollbackForgetsAndCommitKeeps) {
  writer->begin();
  insert(1, "a");
  writer->rollback();
  writer->begin();
  insert(2, "b");
  writer->commit();
  EXPECT_EQ(count(), 1);
}

TEST_P(Store, ASavepointRollsBackItsOwnPartOnly) {
  writer->begin();
  writer->savepoint();
  insert(1, "a");
  writer->release_savepoint();
  writer->savepoint();
  insert(2, "b");
  writer->rollback_savepoint();
  writer->savepoint();
  insert(3, "c");
  writer->release_savepoint();
  writer->commit();
  Rows rows = writer->rows("SELECT sum(id) FROM item");
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.integer(0), 4);
}

TEST_P(Store, AFailureSpoilsTheTransactionUntilItIsRolledBack) {
  writer->begin();
  insert(1, "a");
  EXPECT_THROW(insert(1, "b"), Failure);
  EXPECT_THROW(writer->commit(), Failure);
  writer->rollback();
  EXPECT_EQ(count(), 0);

  writer->begin();
  insert(1, "a");
  writer->savepoint();
  EXPECT_THROW(insert(1, "b"), Failure);
  writer->rollback_savepoint();
  writer->commit();
  EXPECT_EQ(count(), 1);
}

TEST_P(Store, AQueuedFailureShowsByTheCommitAtTheLatest) {
  writer->begin();
  EXPECT_THROW(
      {
        writer->queue("INSERT INTO item (id, name) VALUES (?, ?)", 1, "a");
        writer->queue("INSERT INTO item (id, name) VALUES (?, ?)", 1, "b");
        writer->queue("INSERT INTO item (id, name) VALUES (?, ?)", 2, "c");
        writer->commit();
      },
      Failure);
  writer->rollback();
  EXPECT_EQ(count(), 0);
}

TEST_P(Store, QueuedWritesAreSeenByTheNextRead) {
  writer->begin();
  for (int id = 1; id <= 3000; ++id) writer->queue("INSERT INTO item (id, name) VALUES (?, ?)", id, std::to_string(id));
  EXPECT_EQ(count(), 3000);
  writer->commit();
}

TEST_P(Store, BulkRowsArriveWithOtherStatementsBetween) {
  writer->begin();
  const Literal columns[] = {"id", "name", "data"};
  const auto bulk = writer->bulk("item", columns);
  for (int id = 1; id <= 5000; ++id) {
    const Value values[] = {to_value(id), to_value("名\t" + std::to_string(id) + "\\N\n"), id % 2 == 0 ? Value(Blob(100, 7)) : Value()};
    bulk->row(values);
    if (id % 1000 == 0) count();
  }
  bulk->finish();
  writer->commit();
  Rows rows = writer->rows("SELECT count(*), count(data), sum(length(data)) FROM item");
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.integer(0), 5000);
  EXPECT_EQ(rows.integer(1), 2500);
  EXPECT_EQ(rows.integer(2), 250'000);
  Rows one = writer->rows("SELECT name FROM item WHERE id = 77");
  ASSERT_TRUE(one.next());
  EXPECT_EQ(one.str(0), "名\t77\\N\n");
}

TEST_P(Store, ABulkRowThatBreaksARuleIsAFailure) {
  insert(3, "a");
  writer->begin();
  const Literal columns[] = {"id", "name"};
  const auto bulk = writer->bulk("item", columns);
  const auto fill = [&] {
    for (int id = 1; id <= 5; ++id) {
      const Value values[] = {to_value(id), to_value("x" + std::to_string(id))};
      bulk->row(values);
    }
    bulk->finish();
  };
  EXPECT_THROW(fill(), Failure);
  writer->rollback();
  EXPECT_EQ(count(), 1);
}

TEST_P(Store, StreamsMoreRowsThanOneFetch) {
  writer->begin();
  for (int id = 1; id <= 10'000; ++id) writer->queue("INSERT INTO item (id, name) VALUES (?, ?)", id, std::to_string(id));
  writer->commit();
  writer->begin();
  std::int64_t expected = 0;
  {
    Rows rows = writer->stream("SELECT id FROM item WHERE id > ? ORDER BY id", 1000);
    for (expected = 1001; rows.next(); ++expected) ASSERT_EQ(rows.integer(0), expected);
  }
  {
    Rows stopped_early = writer->stream("SELECT id FROM item ORDER BY id");
    ASSERT_TRUE(stopped_early.next());
  }
  writer->commit();
  EXPECT_EQ(expected, 10'001);
}

TEST_P(Store, ASecondWriterIsRefusedInChinese) {
  try {
    open(scratch.url(), Role::writer);
    FAIL() << "two writers";
  } catch (const Failure& failure) {
    EXPECT_NE(std::string(failure.what()).find("另一个进程写入"), std::string::npos) << failure.what();
  }
  writer.reset();
  writer = open(scratch.url(), Role::writer);
  insert(1, "a");
}

TEST_P(Store, AReadWithoutEndIsStopped) {
  const bool sqlite = GetParam() == Dialect::sqlite;
  ReadPool pool(scratch.url() + (sqlite ? "?read_ms=20" : "%20-cstatement_timeout%3D20"), 1);
  EXPECT_THROW(pool.borrow()->rows("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"), Failure);
  EXPECT_EQ(count(*pool.borrow()), 0);
}

TEST_P(Store, AReaderCannotWrite) {
  const auto reader = open(scratch.url(), Role::reader);
  EXPECT_THROW(reader->exec("DELETE FROM item"), Failure);
}

TEST_P(Store, ALeaseSeesOneSnapshot) {
  insert(1, "a");
  ReadPool pool(scratch.url(), 2);
  {
    const ReadPool::Lease lease = pool.borrow();
    EXPECT_EQ(count(*lease), 1);
    insert(2, "b");
    EXPECT_EQ(count(*lease), 1);
    const ReadPool::Lease later = pool.borrow();
    EXPECT_EQ(count(*later), 2);
  }
  EXPECT_EQ(count(*pool.borrow()), 2);
}

TEST_P(Store, AReaderSurvivesAMigrationByAnotherProcess) {
  insert(1, "a");
  ReadPool pool(scratch.url(), 1);
  const auto width_is_read = [&] {
    try {
      return pool.borrow()->rows("SELECT * FROM item").next();
    } catch (const Failure&) {
      return false;
    }
  };
  EXPECT_TRUE(width_is_read());
  writer->script("ALTER TABLE item ADD COLUMN extra BIGINT");
  width_is_read();  // PostgreSQL may refuse once
  EXPECT_TRUE(width_is_read());
}

TEST_P(Store, ALeaseWithAFailureDoesNotSpoilTheNext) {
  ReadPool pool(scratch.url(), 1);
  EXPECT_THROW(pool.borrow()->rows("SELECT nothing"), Failure);
  EXPECT_EQ(count(*pool.borrow()), 0);
}

}  // namespace
}  // namespace yilin::sql
