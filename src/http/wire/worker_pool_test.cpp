#include "http/wire/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <latch>
#include <memory>

namespace yilin::http {
namespace {

TEST(WorkerPool, RunsEveryJobFromManyThreads) {
  constexpr int kThreads = 4, kEach = 20'000;
  WorkerPool pool(3, kThreads * kEach);
  std::atomic<int> ran{0};
  std::latch all(kThreads * kEach);
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < kEach; ++i) ASSERT_TRUE(pool.submit([&] { ++ran; all.count_down(); }));
    });
  }
  for (std::thread& thread : threads) thread.join();
  all.wait();
  EXPECT_EQ(ran, kThreads * kEach);
}

TEST(WorkerPool, AllWorkersHelpWhenJobsBlock) {
  std::barrier together(4);
  std::atomic<int> done{0};
  WorkerPool pool(4, 100);
  for (int round = 1; round <= 200; ++round) {
    for (int i = 0; i < 4; ++i) {
      pool.submit([&] {
        together.arrive_and_wait();  // only when all four run at once
        ++done;
        done.notify_one();
      });
    }
    for (int seen; (seen = done) < 4 * round;) done.wait(seen);
  }
}

TEST(WorkerPool, OneJobAfterAnotherIsNeverMissed) {
  std::atomic<int> ran{0};
  WorkerPool pool(2, 10);
  for (int i = 0; i < 5'000; ++i) {
    ASSERT_TRUE(pool.submit([&] { ++ran; ran.notify_one(); }));
    ran.wait(i);
  }
  EXPECT_EQ(ran, 5'000);
}

TEST(WorkerPool, IsBoundedAndDropsWhatWaitsAtStop) {
  WorkerPool pool(1, 2);
  std::latch running(1), release(1);
  const auto token = std::make_shared<int>(0);
  ASSERT_TRUE(pool.submit([&] { running.count_down(); release.wait(); }));
  running.wait();
  EXPECT_TRUE(pool.submit([token] { ++*token; }));
  EXPECT_TRUE(pool.submit([token] { ++*token; }));
  EXPECT_FALSE(pool.submit([] {}));
  pool.submit_always([token] { ++*token; });
  EXPECT_EQ(pool.queued(), 3u);
  std::thread stopper([&] { pool.stop(); });
  while (pool.queued() > 0) std::this_thread::yield();
  release.count_down();
  stopper.join();
  EXPECT_EQ(*token, 0);
  EXPECT_EQ(token.use_count(), 1);
  pool.submit_always([token] { ++*token; });
  EXPECT_EQ(*token, 0);
}

}  // namespace
}  // namespace yilin::http
