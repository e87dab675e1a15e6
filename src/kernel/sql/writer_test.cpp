// The contract of writer.h, on every database there is.
#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "kernel/sql/read_pool.h"
#include "kernel/sql/scratch.h"
#include "kernel/sql/writer.h"

namespace yilin::sql {
namespace {

struct Log : GroupHook {
  std::string text;  // d: job done, r: job rolled back, b: before commit, a: after commit, x: group rolled back
  std::string name;
  std::string* shared = nullptr;
  bool fail_before_commit = false;
  void job_rolled_back() override { note('r'); }
  void job_done() override { note('d'); }
  void before_commit(Connection&) override {
    note('b');
    if (fail_before_commit) throw Failure("hook");
  }
  void after_commit() override { note('a'); }
  void group_rolled_back() override { note('x'); }
  void note(char what) {
    text += what;
    if (shared != nullptr) *shared += name + what + " ";
  }
};

class WriterTest : public testing::TestWithParam<Dialect> {
 protected:
  void SetUp() override {
    auto connection = open(scratch.url(), Role::writer);
    connection->script("CREATE TABLE item (id BIGINT PRIMARY KEY, name TEXT UNIQUE)");
    writer = std::make_unique<Writer>(std::move(connection));
  }
  static bool insert(Connection& c, std::int64_t id) {
    c.queue("INSERT INTO item (id, name) VALUES (?, ?)", id, std::to_string(id));
    return true;
  }
  // A job that inserts `id` and notes its outcome.
  Job inserting(std::int64_t id, Lane lane = Lane::command) {
    return {lane, [id](Connection& c) { return insert(c, id); }, noting(id)};
  }
  std::function<void(Outcome)> noting(std::int64_t id) {
    return [this, id](Outcome outcome) {
      const std::lock_guard lock(mutex);
      outcomes.emplace_back(id, outcome);
    };
  }
  std::string ids() {
    ReadPool pool(scratch.url(), 1);
    const ReadPool::Lease lease = pool.borrow();
    std::string out;
    for (Rows rows = lease->rows("SELECT id FROM item ORDER BY id"); rows.next();) out += std::to_string(rows.integer(0)) + " ";
    return out;
  }
  std::string told() {
    static constexpr char names[] = {'c', 'r', 'f', 'q'};
    std::string out;
    for (const auto& [id, outcome] : outcomes) out += std::to_string(id) + names[static_cast<int>(outcome)] + " ";
    return out;
  }

  Scratch scratch{GetParam()};
  std::mutex mutex;
  std::vector<std::pair<std::int64_t, Outcome>> outcomes;
  std::unique_ptr<Writer> writer;
};
INSTANTIATE_TEST_SUITE_P(Databases, WriterTest, testing::ValuesIn(scratch_dialects()),
                         [](const auto& info) { return dialect_name(info.param); });

// Jobs submitted before start() fall into one group: that makes groups predictable here.

TEST_P(WriterTest, OneGroupOneCommitInOrder) {
  Log log;
  writer->add_hook(&log);
  for (int id = 1; id <= 5; ++id) writer->submit(inserting(id));
  writer->start();
  writer->stop();
  EXPECT_EQ(told(), "1c 2c 3c 4c 5c ");
  EXPECT_EQ(log.text, "dddddba");
  EXPECT_EQ(ids(), "1 2 3 4 5 ");
  EXPECT_EQ(writer->stats().groups, 1);
  EXPECT_EQ(writer->stats().jobs, 5);
}

TEST_P(WriterTest, AJobThatSaysNoIsRolledBackAlone) {
  Log log;
  writer->add_hook(&log);
  writer->submit(inserting(1));
  writer->submit({Lane::command, [](Connection& c) { return !insert(c, 2); }, noting(2)});
  writer->submit(inserting(3));
  writer->start();
  writer->stop();
  EXPECT_EQ(told(), "1c 2r 3c ");
  EXPECT_EQ(log.text, "dxddba");  // it had written: what was before it ran again
  EXPECT_EQ(ids(), "1 3 ");
}

TEST_P(WriterTest, AJobThatSaysNoBeforeItWritesDisturbsNobody) {
  Log log;
  writer->add_hook(&log);
  std::atomic<int> runs = 0;
  writer->submit({Lane::command, [&](Connection& c) { return ++runs, insert(c, 1); }, noting(1)});
  writer->submit({Lane::command, [](Connection& c) { return c.rows("SELECT id FROM item WHERE id = 9").next(); }, noting(2)});
  writer->submit(inserting(3));
  writer->start();
  writer->stop();
  EXPECT_EQ(told(), "1c 2r 3c ");
  EXPECT_EQ(log.text, "drdba");
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(ids(), "1 3 ");
}

TEST_P(WriterTest, ManyMayWriteAndSayNoInOneGroup) {
  Log log;
  writer->add_hook(&log);
  for (int id = 1; id <= 9; ++id) {
    if (id % 3 != 0) writer->submit(inserting(id));
    else writer->submit({Lane::command, [id](Connection& c) { return !insert(c, id); }, noting(id)});
  }
  writer->start();
  writer->stop();
  EXPECT_EQ(told(), "1c 2c 3r 4c 5c 6r 7c 8c 9r ");
  EXPECT_EQ(log.text, "ddxddddrddrba");  // from the first on, each in a savepoint
  EXPECT_EQ(ids(), "1 2 4 5 7 8 ");
  EXPECT_EQ(writer->stats().groups, 1);
}

TEST_P(WriterTest, AnExceptionFailsItsOwnJobOnly) {
  Log log;
  writer->add_hook(&log);
  writer->submit(inserting(1));
  writer->submit({Lane::command, [](Connection& c) { return insert(c, 2) && std::string().at(3) == 'x'; }, noting(2)});
  writer->submit({Lane::command, [](Connection&) -> bool { throw 7; }, noting(3)});
  writer->submit(inserting(4));
  writer->start();
  writer->stop();
  EXPECT_EQ(told(), "1c 2f 3f 4c ");
  EXPECT_EQ(log.text, "dxdrdba");
  EXPECT_EQ(ids(), "1 4 ");
  EXPECT_EQ(writer->stats().failed, 2);
}

TEST_P(WriterTest, AViolatedConstraintFailsTheGuiltyJobOnly) {
  Log log;
  writer->add_hook(&log);
  std::atomic<int> runs = 0;
  writer->submit({Lane::command, [&](Connection& c) { return ++runs, insert(c, 1); }, noting(1)});
  writer->submit(inserting(2));
  writer->submit({Lane::command, [](Connection& c) { return insert(c, 2); }, noting(22)});
  writer->submit(inserting(3));
  writer->start();
  writer->stop();
  EXPECT_EQ(told(), "1c 2c 22f 3c ");
  EXPECT_EQ(ids(), "1 2 3 ");
  EXPECT_EQ(runs, 2) << "the group ran again, one by one";
  EXPECT_EQ(log.text.substr(log.text.find('x')), GetParam() == Dialect::sqlite ? "xdbadbaxdba" : "xdbadbadbxdba");
}

TEST_P(WriterTest, ASwallowedFailureDoesNotCommit) {
  writer->submit(inserting(1));
  writer->submit({Lane::command,
                  [](Connection& c) {
                    insert(c, 2);
                    try {
                      c.exec("INSERT INTO item (id) VALUES (2)");
                    } catch (const Failure&) {
                    }
                    return true;
                  },
                  noting(2)});
  writer->start();
  writer->stop();
  EXPECT_EQ(told(), "1c 2f ");
  EXPECT_EQ(ids(), "1 ");
}

TEST_P(WriterTest, HooksRunInOrderAndMayFailTheGroup) {
  std::string calls;
  Log one, two;
  one.name = "1";
  two.name = "2";
  one.shared = two.shared = &calls;
  two.fail_before_commit = true;
  writer->add_hook(&one);
  writer->add_hook(&two);
  writer->submit(inserting(1));
  writer->start();
  writer->stop();
  EXPECT_EQ(calls, "1d 2d 1b 2b 1x 2x ");
  EXPECT_EQ(told(), "1f ");
  EXPECT_EQ(ids(), "");
}

TEST_P(WriterTest, WhatAHookWritesSharesTheTransaction) {
  struct Counter : GroupHook {
    void before_commit(Connection& c) override { c.queue("INSERT INTO item (id, name) VALUES (?, ?)", 1000, "hook"); }
  } counter;
  writer->add_hook(&counter);
  writer->submit(inserting(1));
  writer->start();
  writer->stop();
  EXPECT_EQ(ids(), "1 1000 ");
}

TEST_P(WriterTest, IsToldAfterTheCommitIsVisible) {
  writer->start();
  ReadPool pool(scratch.url(), 1);
  bool seen = false;
  std::promise<void> done;
  writer->submit({Lane::command, [](Connection& c) { return insert(c, 1); },
                  [&](Outcome) {
                    seen = pool.borrow()->rows("SELECT 1 FROM item WHERE id = 1").next();
                    done.set_value();
                  }});
  done.get_future().wait();
  EXPECT_TRUE(seen);
}

TEST_P(WriterTest, RefusesBeyondTheQueue) {
  for (std::size_t i = 0; i < Writer::kQueueMax; ++i) writer->submit({Lane::command, [](Connection&) { return true; }, [](Outcome) {}});
  writer->submit(inserting(1));
  EXPECT_EQ(told(), "1q ");
  for (std::size_t i = 0; i < Writer::kBulkQueueMax; ++i) writer->submit({Lane::bulk, [](Connection&) { return true; }, [](Outcome) {}});
  writer->submit(inserting(2, Lane::bulk));
  EXPECT_EQ(told(), "1q 2q ");
  EXPECT_EQ(writer->stats().refused, 2);
  EXPECT_EQ(writer->stats().waiting_commands, Writer::kQueueMax);
  EXPECT_EQ(writer->stats().waiting_bulk, Writer::kBulkQueueMax);
  writer->start();
  writer->stop();
  EXPECT_EQ(writer->stats().jobs, static_cast<std::int64_t>(Writer::kQueueMax + Writer::kBulkQueueMax));
}

TEST_P(WriterTest, RefusesAfterStop) {
  writer->start();
  EXPECT_EQ(writer->stopped_because(), "");
  writer->stop();
  writer->submit(inserting(1));
  EXPECT_EQ(told(), "1q ");
  EXPECT_EQ(writer->stopped_because(), "stopped");
}

TEST_P(WriterTest, CommandsGoBeforeWhatFollowsSoonAndThatBeforeBulk) {
  Log log;
  writer->add_hook(&log);
  writer->submit(inserting(101, Lane::bulk));
  writer->submit(inserting(102, Lane::bulk));
  writer->submit(inserting(11, Lane::soon));
  writer->submit(inserting(12, Lane::soon));
  for (int id = 1; id <= 3; ++id) writer->submit(inserting(id));
  writer->start();
  writer->stop();
  EXPECT_EQ(told(), "1c 2c 3c 11c 12c 101c 102c ");
  EXPECT_EQ(log.text, "dddddbaddba") << "bulk has a group of its own: nobody's answer waits for it";
}

// What a job leaves to follow is done before the writer stops, and never refused for want of room.
TEST_P(WriterTest, WhatFollowsSoonIsNotLostAtTheEnd) {
  writer->submit({Lane::command, [](Connection& c) { return insert(c, 1); }, [&](Outcome) {
                    for (std::size_t i = 0; i <= Writer::kQueueMax; ++i)
                      writer->submit({Lane::soon, [](Connection&) { return true; }, [](Outcome) {}});
                    writer->submit(inserting(2, Lane::soon));
                  }});
  writer->start();
  EXPECT_EQ(writer->run(Lane::soon, [](Connection&) { return true; }), Outcome::committed);
  writer->stop();
  EXPECT_EQ(ids(), "1 2 ");
  EXPECT_EQ(writer->stats().refused, 0);
}

// Commands that never end leave less than half of each group to what follows, but never nothing.
TEST_P(WriterTest, WhatFollowsSoonGoesOnThoughCommandsFillEveryGroup) {
  std::atomic<int> groups = 0;
  std::atomic<bool> done = false;
  std::function<void(Outcome)> again;
  const auto fill_a_group = [&](Connection&) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(Writer::kGroupMillis);
    while (std::chrono::steady_clock::now() < until) {}
    return true;
  };
  again = [&](Outcome) {
    if (++groups < 40 && !done) writer->submit({Lane::command, fill_a_group, again});
  };
  writer->submit({Lane::command, fill_a_group, again});
  writer->submit({Lane::soon, [](Connection& c) { return insert(c, 101); }, [&](Outcome) { done = true; }});
  writer->start();
  while (!done) std::this_thread::yield();
  writer->stop();
  EXPECT_LE(groups, 2);
}

TEST_P(WriterTest, ACommandWaitsForOneChunkAtMost) {
  std::promise<void> in_chunk, go;
  writer->submit({Lane::bulk,
                  [&, first = true](Connection& c) mutable {
                    if (first) {
                      in_chunk.set_value();
                      go.get_future().wait();
                    }
                    first = false;
                    return insert(c, 101);
                  },
                  noting(101)});
  for (int id = 102; id <= 120; ++id) writer->submit(inserting(id, Lane::bulk));
  writer->start();
  in_chunk.get_future().wait();
  writer->submit(inserting(1));
  go.set_value();
  writer->stop();
  EXPECT_EQ(told().substr(0, 8), "101c 1c ");
}

TEST_P(WriterTest, BulkGoesOnThoughCommandsFillEveryGroup) {
  std::atomic<int> groups = 0;
  std::atomic<bool> bulk_done = false;
  std::function<void(Outcome)> again;
  const auto fill_a_group = [&](Connection&) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(Writer::kGroupMillis);
    while (std::chrono::steady_clock::now() < until) {}
    return true;
  };
  again = [&](Outcome) {
    if (++groups < 40 && !bulk_done) writer->submit({Lane::command, fill_a_group, again});
  };
  writer->submit({Lane::command, fill_a_group, again});
  writer->submit({Lane::bulk, [](Connection& c) { return insert(c, 101); }, [&](Outcome) { bulk_done = true; }});
  writer->start();
  while (!bulk_done) std::this_thread::yield();
  writer->stop();
  EXPECT_LE(groups, Writer::kGroupsWithoutBulkMax + 2);
}

TEST_P(WriterTest, RunTellsTheOutcomeAndTheThread) {
  writer->start();
  bool inside = false;
  EXPECT_EQ(writer->run(Lane::command, [&](Connection& c) { return inside = writer->on_writer_thread(), insert(c, 1); }), Outcome::committed);
  EXPECT_TRUE(inside);
  EXPECT_FALSE(writer->on_writer_thread());
  EXPECT_EQ(writer->run(Lane::command, [](Connection&) { return false; }), Outcome::rolled_back);
  EXPECT_EQ(writer->run(Lane::command, [](Connection& c) { return insert(c, 1); }), Outcome::failed);
}

TEST_P(WriterTest, NothingIsLostOrDoubledUnderManySubmitters) {
  writer->start();
  std::atomic<int> committed = 0, failed = 0;
  std::vector<std::thread> clients;
  for (int client = 0; client < 16; ++client) {
    clients.emplace_back([&, client] {
      for (int i = 0; i < 50; ++i) {
        const std::int64_t id = i % 10 == 9 ? 1 : client * 1000 + i + 10;  // every tenth violates the key, but one
        const Outcome outcome = writer->run(Lane::command, [id](Connection& c) { return insert(c, id); });
        (outcome == Outcome::committed ? committed : failed)++;
      }
    });
  }
  for (std::thread& client : clients) client.join();
  writer->stop();
  EXPECT_EQ(committed, 16 * 45 + 1);
  EXPECT_EQ(failed, 16 * 5 - 1);
  const std::string all = ids();
  EXPECT_EQ(std::count(all.begin(), all.end(), ' '), 16 * 45 + 1);
}

}  // namespace
}  // namespace yilin::sql
