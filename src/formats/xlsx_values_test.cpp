#include "formats/xlsx_values.h"

#include <gtest/gtest.h>

namespace yilin::formats::xlsx {
namespace {
TEST(XlsxValues, NumbersAsExcelShowsThem) {
  const auto number = [](const char* raw) { return number_text(raw, NumberKind::number, false); };
  EXPECT_EQ(number("42"), "42");
  EXPECT_EQ(number("-0.5"), "-0.5");
  EXPECT_EQ(number("1.1000000000000001"), "1.1");
  EXPECT_EQ(number("13812341234"), "13812341234");
  EXPECT_EQ(number("1.3812341234E10"), "13812341234");
  EXPECT_EQ(number("410902194512310034"), "410902194512310000");
  EXPECT_EQ(number("4.1090219451231002E+17"), "410902194512310000");
  EXPECT_EQ(number("-1e15"), "-1000000000000000");
  EXPECT_EQ(number("9.9999999999999999e14"), "1000000000000000");
  EXPECT_EQ(number("1e300"), "1e+300");
  EXPECT_EQ(number("0"), "0");
  EXPECT_EQ(number("-0"), "0");
  for (const char* odd : {"", "abc", "1,5", "nan", "inf", "1e999", "1 "}) EXPECT_EQ(number(odd), odd);
}

TEST(XlsxValues, Dates) {
  const auto date = [](const char* raw) { return number_text(raw, NumberKind::date, false); };
  EXPECT_EQ(date("45000"), "2023-03-15");
  EXPECT_EQ(date("15405"), "1942-03-05");
  EXPECT_EQ(date("45000.75"), "2023-03-15");
  EXPECT_EQ(date("1"), "1900-01-01");
  EXPECT_EQ(date("59"), "1900-02-28");
  EXPECT_EQ(date("60"), "60");  // 29 February 1900 never was
  EXPECT_EQ(date("61"), "1900-03-01");
  EXPECT_EQ(date("2958465"), "9999-12-31");
  EXPECT_EQ(date("2958466"), "2958466");
  EXPECT_EQ(date("-1"), "-1");
  EXPECT_EQ(date("0"), "0");
  EXPECT_EQ(number_text("43538", NumberKind::date, true), "2023-03-15");
  EXPECT_EQ(number_text("45000.395833333336", NumberKind::date_time, false), "2023-03-15 09:30:00");
  EXPECT_EQ(number_text("45000", NumberKind::date_time, false), "2023-03-15");
  EXPECT_EQ(number_text("0.99999999", NumberKind::date_time, false), "0.99999999");
  EXPECT_EQ(number_text("45000.9999999", NumberKind::date_time, false), "2023-03-16");
  EXPECT_EQ(number_text("0.39583333", NumberKind::time, false), "09:30:00");
}

TEST(XlsxValues, KindsOfFormats) {
  for (const char* code : {"yyyy\\-mm\\-dd", "yyyy/m/d;@", "[$-804]yyyy\"年\"m\"月\"d\"日\"", "mmm-yy", "m\"月\"d\"日\"",
                           "[DBNum1][$-804]m\"月\"d\"日\";@", "d-mmm"})
    EXPECT_EQ(kind_of_code(code), NumberKind::date) << code;
  for (const char* code : {"yyyy-mm-dd hh:mm", "m/d/yy h:mm AM/PM"}) EXPECT_EQ(kind_of_code(code), NumberKind::date_time) << code;
  for (const char* code : {"h:mm", "[h]:mm:ss", "mm:ss", "[mm]"}) EXPECT_EQ(kind_of_code(code), NumberKind::time) << code;
  for (const char* code : {"General", "0.00", "#,##0", "0.00E+00", "@", "[Red]0", "\"day\"0", "\\d0", "0%", "_-0", "", "\"", "[",
                           "\\", "¥#,##0.00", "0;[Red]yyyy"})
    EXPECT_EQ(kind_of_code(code), NumberKind::number) << code;
  EXPECT_EQ(kind_of_builtin(14), NumberKind::date);
  EXPECT_EQ(kind_of_builtin(22), NumberKind::date_time);
  EXPECT_EQ(kind_of_builtin(31), NumberKind::date);
  EXPECT_EQ(kind_of_builtin(0), NumberKind::number);
  EXPECT_EQ(kind_of_builtin(49), NumberKind::number);
}

TEST(XlsxValues, Escapes) {
  EXPECT_EQ(unescaped("a_x000D__x000A_b"), "a\n\nb");
  EXPECT_EQ(unescaped("a_x000D_\nb"), "a\nb");
  EXPECT_EQ(unescaped("_x005F_x0041_"), "_x0041_");
  EXPECT_EQ(unescaped("_xD842__xDFB7_"), "𠮷");
  EXPECT_EQ(unescaped("_xD842_x"), "\xEF\xBF\xBDx");
  EXPECT_EQ(escaped("a_x0041_b_x"), "a_x005F_x0041_b_x");
  EXPECT_EQ(unescaped(escaped("_x005F_x0041__x000D_")), "_x005F_x0041__x000D_");
  for (const char* text : {"", "_x", "_x00", "_x00G0_", "_x0041", "__x"}) EXPECT_EQ(unescaped(text), text);
}

TEST(XlsxValues, Columns) {
  EXPECT_EQ(column_of("A1"), 0);
  EXPECT_EQ(column_of("AB12"), 27);
  EXPECT_EQ(column_of("XFD1"), 16383);
  EXPECT_EQ(column_of(""), -1);
  EXPECT_EQ(column_of("12"), -1);
  EXPECT_EQ(column_of("ABCD1"), -1);
}
}  // namespace
}  // namespace yilin::formats::xlsx
