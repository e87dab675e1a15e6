#include <gtest/gtest.h>

#include "formats/table_fixture.h"
#include "formats/xlsx.h"

namespace yilin::formats {
namespace {
using Cells = std::vector<std::string_view>;
const Instant kCreated = start_of_day(Date::from_ymd(2026, 1, 5));
const std::vector<XlsxColumn> kColumns{{"姓名", 12}, {"次数", 8, XlsxKind::integer}, {"金额", 12, XlsxKind::yuan}, {"日期", 12, XlsxKind::date}};

std::string part(const std::string& archive, const char* name) {
  auto zip = ZipArchive::open(archive).value();
  auto entry = zip->entry(name).value();
  std::string text(1 << 20, '\0');
  std::size_t size = 0;
  for (std::size_t got; (got = entry.read(text.data() + size, text.size() - size).value()) > 0;) size += got;
  return text.substr(0, size);
}

TEST(XlsxWriter, WhatIsWrittenIsRead) {
  const TemporaryFolder folder;
  const auto path = folder / "表.xlsx";
  auto writer = XlsxWriter::create(path, kCreated).value();
  ASSERT_TRUE(writer.sheet("老人", kColumns));
  ASSERT_TRUE(writer.row(Cells{"王秀英", "12", "1234.50", "2026-01-05"}));
  ASSERT_TRUE(writer.row(Cells{"=1+1", "0012", "12.5", "1899-05-01"}));
  ASSERT_TRUE(writer.row(Cells{"", "", "", ""}));
  ASSERT_TRUE(writer.row(Cells{"http://x.cn\n<&>\"'_x0041_", "410902194512310034", "-0.05", "1942-02-30"}));
  ASSERT_TRUE(writer.row(Cells{"控\x01制"}));
  ASSERT_TRUE(writer.finish());
  EXPECT_EQ(read_all(contents(path)).value(),
            (ReadRows{{1, {"姓名", "次数", "金额", "日期"}},
                      {2, {"王秀英", "12", "1234.5", "2026-01-05"}},
                      {3, {"=1+1", "0012", "12.5", "1899-05-01"}},
                      {5, {"http://x.cn\n<&>\"'_x0041_", "410902194512310034", "-0.05", "1942-02-30"}},
                      {6, {"控\x01制"}}}));
  const std::string sheet = part(contents(path), "xl/worksheets/sheet1.xml");
  EXPECT_EQ(sheet.find("<f>"), std::string::npos);
  EXPECT_EQ(sheet.find("hyperlink"), std::string::npos);
  EXPECT_NE(sheet.find("state=\"frozen\""), std::string::npos);
}

TEST(XlsxWriter, ErrorWorkbookMarksCells) {
  const TemporaryFolder folder;
  const auto path = folder / "错误.xlsx";
  auto writer = XlsxWriter::create(path, kCreated).value();
  ASSERT_TRUE(writer.sheet("错误", kColumns));
  const std::vector<XlsxCell> cells{{"王秀英"}, {"十二", "应为整数", true}, {"", "必填", true}};
  ASSERT_TRUE(writer.row(cells));
  ASSERT_TRUE(writer.finish());
  const std::string archive = contents(path);
  const std::string comments = part(archive, "xl/comments1.xml");
  EXPECT_NE(comments.find("ref=\"B2\""), std::string::npos);
  EXPECT_NE(comments.find("应为整数"), std::string::npos);
  EXPECT_NE(comments.find("ref=\"C2\""), std::string::npos);
  EXPECT_NE(part(archive, "xl/styles.xml").find("FFFFC7CE"), std::string::npos);
  EXPECT_EQ(read_all(archive).value()[1], (ReadRow{2, {"王秀英", "十二"}}));
}

TEST(XlsxWriter, SameRowsSameBytes) {
  const TemporaryFolder folder;
  const auto write = [&](const char* name) {
    auto writer = XlsxWriter::create(folder / name, kCreated).value();
    EXPECT_TRUE(writer.sheet("甲", kColumns));
    EXPECT_TRUE(writer.row(Cells{"王秀英", "1"}));
    EXPECT_TRUE(writer.sheet("乙[1]:*?/\\", {{"列"}}));
    EXPECT_TRUE(writer.row(Cells{"x"}));
    EXPECT_TRUE(writer.finish());
    return contents(folder / name);
  };
  EXPECT_EQ(write("a.xlsx"), write("b.xlsx"));
}

TEST(XlsxWriter, LongTextIsCut) {
  const TemporaryFolder folder;
  const auto path = folder / "long.xlsx";
  auto writer = XlsxWriter::create(path, kCreated).value();
  ASSERT_TRUE(writer.sheet("甲", {{"列"}}));
  const std::string text(40'000, 'x');
  ASSERT_TRUE(writer.row(Cells{text}));
  ASSERT_TRUE(writer.finish());
  EXPECT_EQ(read_all(contents(path)).value()[1].cells[0].size(), XlsxWriter::kTextMax);
}

TEST(XlsxWriter, UnfinishedLeavesNothing) {
  const TemporaryFolder folder;
  const auto path = folder / "half.xlsx";
  {
    auto writer = XlsxWriter::create(path, kCreated).value();
    ASSERT_TRUE(writer.sheet("甲", {{"列"}}));
    ASSERT_TRUE(writer.row(Cells{"x"}));
  }
  { const auto unused = XlsxWriter::create(path, kCreated).value(); }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(XlsxWriter, NowhereToWrite) {
  auto writer = XlsxWriter::create("/nonexistent-folder/x.xlsx", kCreated);
  if (!writer) return;
  const auto status = writer->sheet("甲", {{"列"}});
  EXPECT_FALSE(status && writer->finish());
}
}  // namespace
}  // namespace yilin::formats
