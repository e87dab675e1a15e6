#include "formats/terms/terms.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include <unistd.h>

namespace yilin::formats {
namespace {

constexpr ErrorKind kBroken{"test.broken", 422, "数据有误。", "Broken."};

struct Terms {
  std::string code;
  std::int64_t most = 7;
  Date valid_from;
  static const entity::Table& fields() {
    static const entity::Table table("TestTerms", "测试", {
        entity::field<&Terms::code>("code", "编码").required(),
        entity::field<&Terms::most>("most", "上限").range(0, 100),
        entity::field<&Terms::valid_from>("valid_from", "自").required(),
    });
    return table;
  }
};

class TermsFile : public ::testing::Test {
 protected:
  std::filesystem::path file = std::filesystem::temp_directory_path() / ("yilin-terms-" + std::to_string(::getpid()) + ".csv");
  ~TermsFile() override { std::filesystem::remove(file); }
  Result<std::vector<Terms>> read(std::string_view text) {
    std::ofstream(file, std::ios::binary) << text;
    return read_terms<Terms>(file, kBroken, Date::from_ymd(2026, 11, 22));
  }
  std::string why(std::string_view text) {
    const auto out = read(text);
    return out ? "" : std::string(out.error().message());
  }
};

TEST_F(TermsFile, RowsAreStructsAndEmptyCellsLeaveThemAsTheyAre) {
  const auto out = read("valid_from,code,most\n2026-01-01,a,3\n2026-02-01,b,\n");
  ASSERT_TRUE(out) << out.error().message();
  ASSERT_EQ(out->size(), 2u);
  EXPECT_EQ((*out)[0].most, 3);
  EXPECT_EQ((*out)[1].code, "b");
  EXPECT_EQ((*out)[1].most, 7);
  EXPECT_EQ((*out)[1].valid_from, Date::from_ymd(2026, 2, 1));
}

TEST_F(TermsFile, WhatIsWrongNamesFileAndRow) {
  const std::string name = file.filename().string();
  EXPECT_EQ(why("code,colour\n"), name + " 第 1 行：不认识的列“colour”。");
  EXPECT_EQ(why("code,valid_from\na,2026-01-01\n,2026-01-01\n").substr(0, name.size() + 10), name + " 第 3 行");
  EXPECT_EQ(why("code,valid_from\na,soon\n").substr(0, name.size() + 10), name + " 第 2 行");
  EXPECT_EQ(why("code,valid_from,most\na,2026-01-01,101\n").substr(0, name.size() + 10), name + " 第 2 行");
  EXPECT_NE(why(""), "");
}

}  // namespace
}  // namespace yilin::formats
