#include "formats/table.h"

#include <gtest/gtest.h>

#include "formats/table_fixture.h"

namespace yilin::formats {
namespace {
TEST(Table, ContentDecidesNotTheName) {
  const TemporaryFolder folder;
  std::ofstream(folder / "really.xlsx") << "a,b\n1,2\n";
  auto reader = open_table_file(folder / "really.xlsx");
  ASSERT_TRUE(reader);
  Row row;
  ASSERT_TRUE((*reader)->next(row).value());
  EXPECT_EQ(row.cell(1), "b");
  EXPECT_EQ(row.cell(2), "");
  EXPECT_FALSE(open_table_file(folder / "missing.csv"));
  EXPECT_EQ(refusal("PK编号,b\n1,2\n"), "");
}

TEST(Table, PlainNumbers) {
  for (const char* text : {"0", "-5", "+86", "1.50", "1e5", "-1.5E-3"}) EXPECT_TRUE(plain_number(text)) << text;
  for (const char* text : {"", "-", ".5", "1.", "1e", "1e+", "0x10", "1 ", "--1", "1-1"}) EXPECT_FALSE(plain_number(text)) << text;
}
}  // namespace
}  // namespace yilin::formats
