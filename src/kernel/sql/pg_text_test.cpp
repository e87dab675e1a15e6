#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "kernel/sql/connection.h"
#include "kernel/sql/pg_text.h"

namespace yilin::sql {
namespace {

TEST(PgText, NumbersParametersOutsideQuotesAndComments) {
  EXPECT_EQ(numbered_parameters("SELECT ?, ? WHERE a = ?"), "SELECT $1, $2 WHERE a = $3");
  EXPECT_EQ(numbered_parameters("SELECT '?', 'it''s ?', \"?\", ? -- ?\n, ?"), "SELECT '?', 'it''s ?', \"?\", $1 -- ?\n, $2");
  EXPECT_EQ(numbered_parameters("SELECT 'open ?"), "SELECT 'open ?");
  EXPECT_EQ(numbered_parameters("?-?"), "$1-$2");
  EXPECT_EQ(numbered_parameters("-- ?"), "-- ?");
  EXPECT_EQ(numbered_parameters(""), "");
}

TEST(PgText, ReadsWholeNumbers) {
  EXPECT_EQ(parse_integer("-9223372036854775808"), INT64_MIN);
  EXPECT_EQ(parse_integer("t"), 1);
  EXPECT_EQ(parse_integer("f"), 0);
  for (const char* bad : {"", "1.5", "x", "9223372036854775808", "1 "}) EXPECT_THROW(parse_integer(bad), Failure) << bad;
}

TEST(PgText, WritesCopyLines) {
  std::string line;
  const Value values[] = {to_value(-5), Value(), to_value("a\tb\\c\nd"), to_value(Blob{0, 0xab}), to_value(Blob{}), to_value("")};
  append_copy_line(line, values);
  EXPECT_EQ(line, "-5\t\\N\ta\\tb\\\\c\\nd\t\\\\x00ab\t\\\\x\t\n");
}

TEST(PgText, HexGoesThereAndBack) {
  EXPECT_TRUE(rc::check([](const Blob& data) {
    std::string line;
    const Value values[] = {to_value(data)};
    append_copy_line(line, values);
    RC_ASSERT(from_hex(std::string_view(line).substr(1, line.size() - 2)) == data);
  }));
  for (const char* bad : {"", "\\x0", "00", "\\xzz"}) EXPECT_THROW(from_hex(bad), Failure) << bad;
}

}  // namespace
}  // namespace yilin::sql
