// Five kills of the real server, as bench/kills does fifty.
#include <gtest/gtest.h>

#include "base/log.h"
#include "bench/kill_server.h"
#include "kernel/sql/scratch.h"

namespace yilin {
namespace {

class Kills : public ::testing::TestWithParam<sql::Dialect> {};

TEST_P(Kills, NothingAcknowledgedIsLostOrDoubled) {
  log::set_quiet(true);
  const bench::Folder folder;
  const sql::Scratch scratch(GetParam());
  bench::KillOptions options;
  options.server = YILIN_PROGRAM;
  options.city.data = folder.path();
  options.city.database = scratch.url();
  options.city.quiet = true;
  options.operators = bench::make_city(options.city, {.elders = 100, .workers = 30, .operators = 2, .whole_country = false}, YILIN_SOURCE_DIR);
  options.wishes = bench::Wishes::of(options.city);
  options.kills = 5;
  options.clients = 4;
  const bench::KillTally tally = bench::kill_server(options);
  for (const std::string& finding : tally.findings) ADD_FAILURE() << finding;
  EXPECT_EQ(tally.kills, 5);
  EXPECT_GE(tally.acknowledged, 5);
  EXPECT_EQ(tally.lost, 0);
  EXPECT_EQ(tally.doubled, 0);
  EXPECT_EQ(tally.half_written, 0);
  EXPECT_EQ(tally.refused, 0);
  EXPECT_TRUE(tally.journal_sound);
}

INSTANTIATE_TEST_SUITE_P(Stores, Kills, ::testing::ValuesIn(sql::scratch_dialects()),
                         [](const auto& info) { return sql::dialect_name(info.param); });

}  // namespace
}  // namespace yilin
