#include "kernel/sql/pg_text.h"

#include <charconv>

#include <fmt/format.h>

#include "kernel/sql/connection.h"

namespace yilin::sql {
namespace {
constexpr char kHex[] = "0123456789abcdef";

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  throw Failure("postgresql: a BYTEA that is not in hex");
}

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '\0': throw Failure("postgresql: a NUL in a text");
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default: out += c;
    }
  }
}

// Where the quoted piece or comment that starts at `at` ends; `at` itself when none starts there.
std::size_t skip_quoted(std::string_view text, std::size_t at) {
  std::size_t end = std::string_view::npos;
  if (text[at] == '\'' || text[at] == '"') end = text.find(text[at], at + 1);
  else if (text.substr(at, 2) == "--") end = text.find('\n', at);
  else return at;
  return end == std::string_view::npos ? text.size() : end + 1;
}
}  // namespace

std::string numbered_parameters(std::string_view text) {
  std::string out;
  int count = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = skip_quoted(text, at);
    if (end > at) {
      out += text.substr(at, end - at);
      at = end;
    } else if (text[at] == '?') {
      out += fmt::format("${}", ++count);
      ++at;
    } else {
      out += text[at++];
    }
  }
  return out;
}

void append_copy_line(std::string& out, std::span<const Value> values) {
  bool first = true;
  for (const Value& value : values) {
    if (!first) out += '\t';
    first = false;
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
      fmt::format_to(std::back_inserter(out), "{}", *integer);
    } else if (const auto* text = std::get_if<std::string>(&value)) {
      append_escaped(out, *text);
    } else if (const auto* blob = std::get_if<Blob>(&value)) {
      out += "\\\\x";
      for (const std::uint8_t byte : *blob) {
        out += kHex[byte >> 4];
        out += kHex[byte & 15];
      }
    } else {
      out += "\\N";
    }
  }
  out += '\n';
}

Blob from_hex(std::string_view text) {
  if (!text.starts_with("\\x") || text.size() % 2 != 0) throw Failure("postgresql: a BYTEA that is not in hex");
  Blob out;
  out.reserve(text.size() / 2 - 1);
  for (std::size_t i = 2; i < text.size(); i += 2)
    out.push_back(static_cast<std::uint8_t>(hex_digit(text[i]) << 4 | hex_digit(text[i + 1])));
  return out;
}

std::int64_t parse_integer(std::string_view text) {
  if (text == "t") return 1;
  if (text == "f") return 0;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) throw Failure("postgresql: a column is not a whole number");
  return value;
}

}  // namespace yilin::sql
