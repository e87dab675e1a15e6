#include "base/text.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace yilin::text {
namespace {
using Byte = unsigned char;

// Decodes one code point at the head of `text`; returns the bytes it takes, 0 when malformed.
std::size_t decode(std::string_view text, char32_t& out) {
  const Byte lead = static_cast<Byte>(text[0]);
  if (lead < 0x80) {
    out = lead;
    return 1;
  }
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < size) return 0;
  char32_t value = lead & (0xFF >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    const Byte next = static_cast<Byte>(text[i]);
    if ((next & 0xC0) != 0x80) return 0;
    value = value << 6 | (next & 0x3F);
  }
  constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (value < smallest[size] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return 0;
  out = value;
  return size;
}

// Skips what needs no decoding: eight ASCII characters, or a character of three bytes whose lead byte (E1–EC, all of
// Chinese but the rare ones) allows every tail.
bool skip_common(std::string_view& text) {
  if (text.size() < 8) return false;
  std::uint64_t word = 0;
  std::memcpy(&word, text.data(), 8);
  if ((word & 0x8080808080808080) == 0) {
    text.remove_prefix(8);
    return true;
  }
  const auto byte = [&](std::size_t i) { return static_cast<Byte>(text[i]); };
  if (byte(0) < 0xE1 || byte(0) > 0xEC || (byte(1) & 0xC0) != 0x80 || (byte(2) & 0xC0) != 0x80) return false;
  text.remove_prefix(3);
  return true;
}

bool forbidden(char32_t c) {
  if (c < 0x20) return c != '\t' && c != '\n';
  if (c < 0x2000) return c >= 0x7F && c <= 0x9F;
  const bool bidi = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  const bool noncharacter = (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
  return bidi || noncharacter;
}

bool blank(char32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200B) ||
         c == 0x202F || c == 0xFEFF;
}

bool name_separator(char32_t c) {
  return c == 0xB7 || c == 0x2022 || c == 0x2027 || c == 0x30FB || c == 0xFF65 || c == '.' || c == '\'' || c == '-' ||
         c == 0x2019;
}

char32_t narrowed(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFF01 + 0x21;
  return c == 0x3000 ? U' ' : c;
}
char lowered(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// A name has few tokens: looking through them beats hashing.
void push_once(std::vector<std::string>& tokens, std::string_view token) {
  if (std::find(tokens.begin(), tokens.end(), token) == tokens.end()) tokens.emplace_back(token);
}
}  // namespace

bool well_formed(std::string_view text) {
  char32_t c = 0;
  while (!text.empty()) {
    if (skip_common(text)) continue;
    const std::size_t size = decode(text, c);
    if (size == 0) return false;
    text.remove_prefix(size);
  }
  return true;
}

bool valid(std::string_view text) {
  char32_t c = 0;
  while (!text.empty()) {
    const std::size_t size = decode(text, c);
    if (size == 0 || forbidden(c)) return false;
    text.remove_prefix(size);
  }
  return true;
}

char32_t take(std::string_view& rest) {
  char32_t c = kReplacement;
  const std::size_t size = decode(rest, c);
  rest.remove_prefix(size == 0 ? 1 : size);
  return c;
}

void append(std::string& out, char32_t c) {
  if (c < 0x80) {
    out.push_back(static_cast<char>(c));
    return;
  }
  const int tails = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
  constexpr Byte lead[] = {0, 0xC0, 0xE0, 0xF0};
  char bytes[4] = {static_cast<char>(lead[tails] | c >> 6 * tails)};
  for (int i = 1; i <= tails; ++i) bytes[i] = static_cast<char>(0x80 | (c >> 6 * (tails - i) & 0x3F));
  out.append(bytes, static_cast<std::size_t>(tails) + 1);
}

std::size_t length(std::string_view text) {
  std::size_t n = 0;
  for (; !text.empty(); ++n) take(text);
  return n;
}

std::string_view first(std::string_view text, std::size_t n) {
  std::string_view rest = text;
  for (; n > 0 && !rest.empty(); --n) take(rest);
  return text.substr(0, text.size() - rest.size());
}

bool han(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c <= 0x323AF) ||
         (c >= 0xF900 && c <= 0xFAFF) || c == 0x3007;
}

std::string_view trim(std::string_view text) {
  for (std::string_view rest = text; !rest.empty() && blank(take(rest));) text = rest;
  std::size_t end = 0;  // behind the last character that is not blank
  for (std::string_view rest = text; !rest.empty();)
    if (!blank(take(rest))) end = text.size() - rest.size();
  return text.substr(0, end);
}

std::string half_width(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) append(out, narrowed(take(text)));
  return out;
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lowered);
  return out;
}

std::string compact(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const char32_t c = narrowed(take(text));
    if (!blank(c)) append(out, c);
  }
  return out;
}

std::string name_key(std::string_view name) {
  std::string out;
  out.reserve(name.size());
  while (!name.empty()) {
    const char32_t c = narrowed(take(name));
    if (blank(c) || name_separator(c)) continue;
    append(out, c < 0x80 ? static_cast<char32_t>(lowered(static_cast<char>(c))) : c);
  }
  return out;
}

NameTokens name_tokens(std::string_view name) {
  NameTokens tokens;
  tokens.full = name_key(name);
  const std::string_view full = tokens.full;
  std::string_view rest = full;
  for (std::size_t before = 0, at = 0; !rest.empty(); before = at, at = full.size() - rest.size()) {
    take(rest);
    const std::size_t end = full.size() - rest.size();
    push_once(tokens.unigrams, full.substr(at, end - at));
    if (at > 0) push_once(tokens.bigrams, full.substr(before, end - before));
  }
  return tokens;
}
}  // namespace yilin::text
