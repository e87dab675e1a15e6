#pragma once
// What the raw values of XLSX cells say (internal to the reader). ECMA-376 part 1, 18.8.30 (number formats), 18.17.4
// (dates), 22.4.2.4 (_xHHHH_ escapes).

#include <cstdint>
#include <string>
#include <string_view>

namespace yilin::formats::xlsx {

enum class NumberKind : std::uint8_t { number, date, date_time, time };

NumberKind kind_of_builtin(int format_id);
NumberKind kind_of_code(std::string_view format_code);  // "yyyy\-mm\-dd", "[$-804]yyyy\"年\"m\"月\"", "0.00" …

// The text for a numeric cell. Numbers as Excel shows them in the general format, but never with an exponent below
// 1e21: 15 significant digits, the rest zeros (an 18-digit number stored as a number has lost its last digits already).
// Dates as YYYY-MM-DD, date-times as YYYY-MM-DD HH:MM:SS, times as HH:MM:SS. What is no number is returned as it is.
std::string number_text(std::string_view raw, NumberKind kind, bool epoch_1904);

// Replaces _xHHHH_ by the character it stands for, and \r\n and \r by \n.
std::string unescaped(std::string_view text);

// The inverse, for text that happens to look like an escape.
std::string escaped(std::string_view text);

// "AB12" → 27; -1 when there are no letters, or more than three.
int column_of(std::string_view reference);

}  // namespace yilin::formats::xlsx
