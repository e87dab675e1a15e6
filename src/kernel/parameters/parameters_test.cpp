#include "kernel/parameters/parameters.h"

#include <gtest/gtest.h>

#include "kernel/sql/scratch.h"

namespace yilin {
namespace {

TEST(DatedParameters_, TheDeepestRegionThenTheLatestRowWins) {
  sql::Scratch scratch(sql::Dialect::sqlite);
  auto db = sql::open(scratch.url(), sql::Role::writer);
  db->script("CREATE TABLE p (name TEXT, region BIGINT, valid_from BIGINT, value BIGINT);"
             "INSERT INTO p VALUES ('wait', 0, 0, 48), ('wait', 0, 100, 40), ('wait', 410900000000, 50, 24), ('wait', 410902000000, 200, 12), ('other', 0, 0, 1)");
  DatedParameters set;
  set.load(*db, "p");
  const RegionCode community{410902006001}, elsewhere{411303001002};
  EXPECT_EQ(set.value("wait", elsewhere, Date{99}), 48);
  EXPECT_EQ(set.value("wait", elsewhere, Date{100}), 40);
  EXPECT_EQ(set.value("wait", community, Date{49}), 48);
  EXPECT_EQ(set.value("wait", community, Date{150}), 24);  // the city's word, though the country's is newer
  EXPECT_EQ(set.value("wait", community, Date{200}), 12);
  EXPECT_EQ(set.value("wait", RegionCode{410900000000}, Date{200}), 24);
  EXPECT_EQ(set.value("other", community, Date{0}), 1);
}

}  // namespace
}  // namespace yilin
