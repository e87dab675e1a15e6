#include <gtest/gtest.h>

#include "formats/table_fixture.h"
#include "formats/xlsx.h"

namespace yilin::formats {
namespace {
std::string sheet(const std::string& data) { return zip_of(workbook_parts(data)); }

TEST(XlsxReader, EveryKindOfCell) {
  const auto rows = read_all(sheet(
      R"(<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>3</v></c></row>)"
      R"(<row r="3"><c r="A3"><v>12.5</v></c><c r="C3" t="b"><v>1</v></c><c r="D3" t="inlineStr"><is><t>内</t><rPh><t>nei</t></rPh></is></c>)"
      R"(<c r="E3" t="str"><f>A1&amp;"x"</f><v>公式</v></c><c r="F3" t="e"><v>#N/A</v></c><c r="G3" s="1"><v>15405</v></c>)"
      R"(<c r="H3" s="2"><v>15405</v></c><c r="I3" s="3"><v>45000.5</v></c><c r="J3" s="4"><v>0.5</v></c><c r="K3" s="5"><v>0.25</v></c></row>)"
      R"(<row r="4"><c r="A4" s="1"/><c r="XFD4" s="1"/></row>)"
      R"(<row><c><v>1</v></c><c t="s"><v>2</v></c><c><v>3</v></c></row>)"));
  ASSERT_TRUE(rows) << rows.error().message();
  EXPECT_EQ(*rows, (ReadRows{{1, {"王秀英", "富 文本", "a\n\nb_x0041_"}},
                             {3, {"12.5", "", "TRUE", "内", "公式", "#N/A", "1942-03-05", "1942-03-05",
                                  "2023-03-15 12:00:00", "12:00:00", "0.25"}},
                             {5, {"1", "", "3"}}}));
}

TEST(XlsxReader, PrefixedNamesAndTheFirstVisibleSheet) {
  Parts parts = workbook_parts("");
  parts["xl/worksheets/sheet1.xml"] =
      R"(<x:worksheet xmlns:x="m"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>)";
  parts["xl/workbook.xml"] = R"(<workbook xmlns:r="r"><workbookPr date1904="1"/><sheets>)"
                             R"(<sheet name="隐" state="hidden" r:id="zz"/><sheet name="甲" r:id="b"/><sheet name="乙" r:id="zz"/></sheets></workbook>)";
  EXPECT_EQ(read_all(zip_of(parts)).value(), (ReadRows{{1, {"7"}}}));
}

TEST(XlsxReader, WithoutStylesAndStrings) {
  Parts parts = workbook_parts(R"(<row r="1"><c r="A1" s="9"><v>7</v></c></row>)");
  parts.erase("xl/styles.xml");
  parts.erase("xl/sharedStrings.xml");
  EXPECT_EQ(read_all(zip_of(parts)).value(), (ReadRows{{1, {"7"}}}));
}

TEST(XlsxReader, MissingParts) {
  for (const char* part : {"_rels/.rels", "xl/workbook.xml"}) {
    Parts parts = workbook_parts("");
    parts.erase(part);
    EXPECT_EQ(read_all(zip_of(parts)).error().kind, &table_unsupported) << part;
  }
  for (const char* part : {"xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"}) {
    Parts parts = workbook_parts("");
    parts.erase(part);
    EXPECT_EQ(refusal(zip_of(parts)), "工作簿里没有可以读取的工作表。") << part;
  }
}

TEST(XlsxReader, WrongSheets) {
  EXPECT_EQ(refusal(sheet(R"(<row r="1"><c r="A1" t="s"><v>99</v></c></row>)")), "第 1 行第 1 列指向不存在的文字。");
  EXPECT_EQ(refusal(sheet(R"(<row r="1"><c r="A1" t="s"><v>-1</v></c></row>)")), "第 1 行第 1 列指向不存在的文字。");
  EXPECT_EQ(refusal(sheet(R"(<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>)")),
            "工作表的行号不正确。");
  EXPECT_EQ(refusal(sheet(R"(<row r="1048577"><c r="A2"><v>1</v></c></row>)")), "工作表的行号不正确。");
  EXPECT_EQ(refusal(sheet(R"(<row r="1"><c r="SR1"><v>1</v></c></row>)")), "");
  EXPECT_EQ(refusal(sheet(R"(<row r="1"><c r="SS1"><v>1</v></c></row>)")), "第 1 行超过 512 列。");
  EXPECT_EQ(refusal(sheet(R"(<row r="1"><c r="1"><v>1</v></c></row>)")), "工作表的单元格编号不正确。");
  EXPECT_EQ(refusal(sheet(R"(<c r="A1"><v>1</v></c>)")), "工作表的单元格编号不正确。");
  EXPECT_EQ(refusal(sheet(R"(<row r="1"><c r="A1"><v>1</v></row>)")), table_broken.zh);
  EXPECT_EQ(refusal(sheet(R"(<row r="7"><c r="B7" t="str"><v>)" + std::string(70'000, 'x') + "</v></c></row>")),
            "第 7 行第 2 列的内容过长（超过 64 KiB）。");
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "<a>";
  EXPECT_EQ(refusal(sheet(deep)), table_broken.zh);
}

TEST(XlsxReader, DeclarationsAreRefused) {
  const std::string laughs = R"(<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>)";
  const std::string outside = R"(<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>)";
  for (const std::string& declaration : {laughs, outside, std::string("<!DOCTYPE x SYSTEM \"http://localhost/x.dtd\">")})
    for (const char* part : {"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml",
                             "_rels/.rels", "xl/_rels/workbook.xml.rels"}) {
      Parts parts = workbook_parts(R"(<row r="1"><c r="A1" t="str"><v>&a;</v></c></row>)");
      parts[part] = declaration + parts[part];
      EXPECT_EQ(refusal(zip_of(parts)), "文件中含有不允许的声明（DTD），无法读取。") << part;
    }
}

TEST(XlsxReader, ZipBombIsRefused) {
  Parts parts = workbook_parts("");
  std::string rows = R"(<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row>)";
  rows += std::string(30 * 1024 * 1024, ' ');  // packs to some 30 KB
  parts["xl/worksheets/sheet1.xml"] = rows + "</sheetData></worksheet>";
  const std::string bomb = zip_of(parts);
  EXPECT_LT(bomb.size(), 100'000u);
  const auto read = read_all(bomb);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, &table_too_large);
}

TEST(XlsxReader, ALargeCommentDoesNotPileUp) {
  Parts parts = workbook_parts("");
  std::string comment;
  for (int i = 0; comment.size() < 3'000'000; ++i) comment += std::to_string(i * 7919) + " ";
  parts["xl/worksheets/sheet1.xml"] = "<worksheet><!--" + comment + "--></worksheet>";
  EXPECT_EQ(refusal(zip_of(parts)), table_broken.zh);
}

TEST(XlsxReader, EncryptedAndForeignFiles) {
  EXPECT_EQ(refusal(zip_of(workbook_parts(""), "secret")), "文件设置了密码，请取消密码后再试。");
  EXPECT_NE(refusal("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1").find("旧版 .xls"), std::string::npos);
  EXPECT_NE(refusal("<html><table></table></html>").find("网页格式"), std::string::npos);
  EXPECT_EQ(refusal("%PDF-1.7"), table_unsupported.zh);
  EXPECT_EQ(refusal(zip_of({{"word/document.xml", "<w/>"}})), table_unsupported.zh);
  EXPECT_EQ(refusal("PK\x03\x04 and nothing more"), table_broken.zh);
}

TEST(XlsxReader, CutOffAnywhereNeverCrashes) {
  const std::string whole = sheet(R"(<row r="1"><c r="A1" t="s"><v>0</v></c></row>)");
  for (std::size_t n = 4; n < whole.size(); ++n) {
    const auto rows = read_all(whole.substr(0, n));
    EXPECT_FALSE(rows) << n;
  }
  EXPECT_TRUE(read_all(whole));
}

TEST(XlsxReader, AnyDamagedByteNeverCrashes) {
  const std::string whole = sheet(R"(<row r="1"><c r="A1" t="s"><v>0</v></c></row>)");
  for (std::size_t i = 0; i < whole.size(); ++i)
    for (const int bit : {0x01, 0x80}) {
      std::string damaged = whole;
      damaged[i] = static_cast<char>(damaged[i] ^ bit);
      const auto rows = read_all(damaged);
      EXPECT_TRUE(rows || !rows.error().message().empty());
    }
}
}  // namespace
}  // namespace yilin::formats
