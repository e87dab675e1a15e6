#include "faults/power_cut.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "faults/disk.h"

namespace yilin::faults {
namespace {

std::string findings(const Tally& tally) {
  std::string out;
  for (const std::string& finding : tally.findings) out += finding + "\n";
  return out;
}

TEST(PowerCut, NoAcknowledgedActIsLostOrDoubledOrHalfWritten) {
  const Tally tally = cut_power(1, 200, Durability::full);
  EXPECT_TRUE(tally.whole()) << findings(tally);
  EXPECT_GE(tally.cuts, 200);
  EXPECT_GT(tally.acknowledged, 500) << "the cell must have worked between the cuts";
}

// The same harness must find what is truly lost.
TEST(PowerCut, WithoutSyncItLosesSome) {
  const Tally tally = cut_power(2, 60, Durability::synchronous_off);
  EXPECT_GT(tally.lost, 0) << findings(tally);
}

TEST(PowerCut, OnADiskThatLiesItLosesSome) {
  const Tally tally = cut_power(3, 60, Durability::lying_disk);
  EXPECT_GT(tally.lost + tally.corrupt, 0) << findings(tally);
}

std::vector<std::uint8_t> bytes(std::size_t count, std::uint8_t value) { return std::vector<std::uint8_t>(count, value); }

TEST(Disk, KeepsWhatWasSyncedAndForgetsTheRestAtRandom) {
  int kept = 0, dropped = 0, mixed = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Disk disk(seed);
    ASSERT_TRUE(disk.create("a") && disk.write("a", 0, bytes(4096, 1)) && disk.sync("a"));
    ASSERT_TRUE(disk.write("a", 1024, bytes(2048, 2)));
    disk.cut_now();
    EXPECT_FALSE(disk.write("a", 0, bytes(1, 3)));
    disk.power_on();
    const std::vector<std::uint8_t> now = disk.image().at("a");
    ASSERT_EQ(now.size(), 4096u);
    const auto twos = static_cast<std::size_t>(std::count(now.begin(), now.end(), 2));
    EXPECT_EQ(twos + static_cast<std::size_t>(std::count(now.begin(), now.end(), 1)), 4096u);
    EXPECT_EQ(std::count(now.begin(), now.begin() + 1024, 1), 1024);
    kept += twos == 2048;
    dropped += twos == 0;
    mixed += twos > 0 && twos < 2048;
  }
  EXPECT_GT(kept, 10);
  EXPECT_GT(dropped, 10);
  EXPECT_GT(mixed, 10);
}

TEST(Disk, ForgetsNamesThatWereNotSynced) {
  int there = 0, returned = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    Disk disk(seed);
    disk.create("new");
    disk.create("old");
    disk.sync("old");
    disk.remove("old", false);
    EXPECT_FALSE(disk.exists("old"));
    disk.cut_now();
    disk.power_on();
    there += disk.exists("new");
    returned += disk.exists("old");
  }
  EXPECT_GT(there, 20);
  EXPECT_LT(there, 80);
  EXPECT_GT(returned, 20);
  EXPECT_LT(returned, 80);
}

TEST(Disk, CutsAtTheOperationItWasArmedFor) {
  Disk disk(1);
  int cuts = 0;
  disk.arm(3, [&] { ++cuts; });
  EXPECT_TRUE(disk.create("a"));
  EXPECT_TRUE(disk.write("a", 0, bytes(10, 1)));
  EXPECT_FALSE(disk.sync("a"));
  EXPECT_FALSE(disk.powered());
  EXPECT_EQ(cuts, 1);
  disk.power_on();
  EXPECT_TRUE(disk.create("b"));
  EXPECT_EQ(cuts, 1);
}

}  // namespace
}  // namespace yilin::faults
