#include "formats/csv.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/text.h"
#include "formats/table_fixture.h"

namespace yilin::formats {
namespace {
using Cells = std::vector<std::string>;
const ReadRows kTwoRows{{1, {"姓名", "住址"}}, {2, {"王秀英", "濮阳"}}};

ReadRows rows_of(std::string text) {
  auto rows = read_all(std::move(text));
  EXPECT_TRUE(rows) << rows.error().message();
  return rows ? *rows : ReadRows{};
}

TEST(Csv, EveryLineEndAndSeparator) {
  for (const char* text : {"姓名,住址\n王秀英,濮阳\n", "姓名,住址\r\n王秀英,濮阳", "姓名,住址\r王秀英,濮阳\r",
                           "姓名;住址\n王秀英;濮阳\n", "姓名\t住址\n王秀英\t濮阳\n", "\xEF\xBB\xBF姓名,住址\n王秀英,濮阳\n",
                           "\"姓名\",\"住址\"\n\"王秀英\",濮阳\n"})
    EXPECT_EQ(rows_of(text), kTwoRows) << text;
}

TEST(Csv, OtherEncodings) {
  const std::string gbk =
      "\xD0\xD5\xC3\xFB,\xD7\xA1\xD6\xB7\n\xCD\xF5\xD0\xE3\xD3\xA2,\xE5\xA7\xD1\xF4\n";
  EXPECT_EQ(rows_of(gbk), kTwoRows);
  const std::string four_bytes = gbk + "\x95\x34\xB2\x35,\x81\x39\xEE\x39\n";  // 𠮷 and 㐀 in GB18030
  EXPECT_EQ(rows_of(four_bytes)[2], (ReadRow{3, {"𠮷", "㐀"}}));
  std::string utf16 = "\xFF\xFE";
  for (const char16_t unit : u"姓名\t住址\r\n王秀英\t濮阳\r\n") {
    if (unit == 0) break;
    utf16 += {static_cast<char>(unit), static_cast<char>(unit >> 8)};
  }
  EXPECT_EQ(rows_of(utf16), kTwoRows);
}

TEST(Csv, GbkFarBehindAscii) {
  std::string text, gbk_name = "\xCD\xF5\xD0\xE3\xD3\xA2";
  for (int i = 0; i < 60'000; ++i) text += "12345,6789\n";  // more than one chunk
  EXPECT_EQ(rows_of(text + gbk_name + ",1\n").back(), (ReadRow{60'001, {"王秀英", "1"}}));
}

// Whatever falls on the end of a chunk: a quote, a line end, the middle of a character.
TEST(Csv, ChunksMayEndAnywhere) {
  const std::string utf8_row = "\"王\"\"秀\r\n英\",x\r\n", gbk_row = "\"\xCD\xF5\"\"\xD0\xE3\r\n\xD3\xA2\",x\r\n";
  for (const std::string& row : {utf8_row, gbk_row})
    for (std::size_t pad = 1; pad <= row.size(); ++pad) {
      std::string text = std::string(pad, 'p') + ",1\n";
      std::size_t count = 1;
      for (; text.size() < 600'000; ++count) text += row;
      const ReadRows rows = rows_of(text);
      ASSERT_EQ(rows.size(), count);
      for (std::size_t i = 1; i < rows.size(); ++i) ASSERT_EQ(rows[i], (ReadRow{i + 1, {"王\"秀\n英", "x"}}));
    }
}

TEST(Csv, QuotedCells) {
  EXPECT_EQ(rows_of("a,\"b\"\"c\"\"\",\"d,\ne\"\r\n\"x\ry\r\nz\",,\n"),
            (ReadRows{{1, {"a", "b\"c\"", "d,\ne"}}, {2, {"x\ny\nz", "", ""}}}));
  EXPECT_EQ(rows_of("a,b\"c\n"), (ReadRows{{1, {"a", "b\"c"}}}));
  EXPECT_EQ(rows_of("\"a\",\"\""), (ReadRows{{1, {"a", ""}}}));
}

TEST(Csv, BlankRowsAreCountedNotGiven) {
  EXPECT_EQ(rows_of("\n\na,b\n,\n\nc,d"), (ReadRows{{3, {"a", "b"}}, {6, {"c", "d"}}}));
  EXPECT_EQ(rows_of("\n"), ReadRows{});
}

TEST(Csv, ErrorsNameTheRow) {
  EXPECT_EQ(refusal("a,b\n\"c,d\n"), "第 2 行第 1 列的引号没有成对。");
  EXPECT_EQ(refusal("a,b\nx,\"c\"d\n"), "第 2 行第 2 列的引号使用不正确。");
  EXPECT_EQ(refusal("a,b\nx," + std::string(70'000, 'y') + "\n"),
            "第 2 行第 2 列的内容过长（超过 64 KiB），请检查是否有引号没有成对。");
  EXPECT_EQ(refusal("a,b\n" + std::string(512, ',') + "\n"), "第 2 行超过 512 列。");
  EXPECT_TRUE(refusal("颐邻濮阳市华龙区养老服务老人信息登记表填写说明\n王秀英王秀英王秀英王秀英王秀英王秀英王秀英\n\xE7\x8E\n").starts_with("第 3 行有无法识别的文字"));
  EXPECT_TRUE(refusal(std::string("a,b\nc\0d,e\n", 10)).starts_with("第 2 行有无法识别的文字"));
  EXPECT_TRUE(refusal("\xD0\xD5\xC3\xFB\n\xCD\xF5\n\xCD\xF5\xFF\xFF\n").starts_with("第 3 行有无法识别的文字"));
  EXPECT_EQ(refusal(""), "文件是空的。");
}

TEST(Csv, LongRowIsRefusedBeforeItFillsTheMemory) {
  std::string row;
  for (int i = 0; i < 100; ++i) row += std::string(60'000, 'x') + ",";
  EXPECT_EQ(refusal("a\n" + row + "\n"), "第 2 行过长（超过 4 MiB）。");
}

TEST(Csv, FormulasAreNeutralised) {
  for (const char* cell : {"=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1", "=", "-", "-1-1"})
    EXPECT_TRUE(formula_like(cell)) << cell;
  for (const char* cell : {"", "王=秀", "-5", "+86", "-1.50", "1e5", "-1.5e-3", "a-b", "'=1"})
    EXPECT_FALSE(formula_like(cell)) << cell;
  std::string out;
  CsvWriter writer(out);
  writer.row({"=HYPERLINK(\"x\")", "-5", "=1"});
  EXPECT_EQ(out, "\xEF\xBB\xBF\"'=HYPERLINK(\"\"x\"\")\",-5,'=1\r\n");
}

rc::Gen<std::string> any_cell() {
  return rc::gen::container<std::string>(rc::gen::element('a', 'b', ',', ';', '"', '\n', ' ', '\t', '=', '-', '1', '\''));
}

RC_GTEST_PROP(Csv, WhatIsWrittenIsRead, ()) {
  const auto table = *rc::gen::container<std::vector<Cells>>(
      rc::gen::mapcat(rc::gen::inRange<std::size_t>(1, 5), [](std::size_t n) {
        return rc::gen::container<Cells>(n, rc::gen::oneOf(any_cell(), rc::gen::just(std::string("王秀英"))));
      }));
  std::string text;
  CsvWriter writer(text);
  // The first line decides the separator.
  writer.row({"x", "y"});
  ReadRows expected{{1, {"x", "y"}}};
  std::size_t number = 1;
  for (const Cells& cells : table) {
    writer.row(std::vector<std::string_view>(cells.begin(), cells.end()));
    ++number;
    Cells shown = cells;
    for (auto& cell : shown)
      if (formula_like(cell)) cell.insert(0, "'");
    if (std::any_of(shown.begin(), shown.end(), [](const auto& cell) { return !cell.empty(); }))
      expected.push_back({number, shown});
  }
  const auto rows = read_all(text);
  RC_ASSERT(rows.has_value());
  RC_ASSERT(*rows == expected);
}

RC_GTEST_PROP(Csv, AnyBytesAreSurvived, (const std::string& bytes)) {
  const auto rows = read_all("a,b\n" + bytes);
  if (!rows) return;
  for (const auto& row : *rows)
    for (const auto& cell : row.cells) RC_ASSERT(text::well_formed(cell));
}
}  // namespace
}  // namespace yilin::formats
