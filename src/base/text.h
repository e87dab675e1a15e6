#pragma once
// Text is UTF-8 in std::string. Whatever comes from outside is checked once at the edge with `valid`; the other
// functions take any bytes, never read outside them, and see U+FFFD in place of each malformed byte.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace yilin::text {

inline constexpr char32_t kReplacement = 0xFFFD;

// Strict UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF.
bool well_formed(std::string_view text);
// Well formed, and free of control characters (C0, DEL, C1 – but \t and \n pass), of bidirectional overrides, which
// make a name read otherwise than it is stored, and of noncharacters.
bool valid(std::string_view text);

// Removes the first code point of `rest` (not empty) and returns it.
//   for (std::string_view rest = name; !rest.empty();) use(text::take(rest));
char32_t take(std::string_view& rest);
void append(std::string& out, char32_t code_point);
std::size_t length(std::string_view text);                       // code points
std::string_view first(std::string_view text, std::size_t n);    // the first n code points
bool han(char32_t code_point);                                   // a Chinese character

// Blanks at both ends: ASCII, no-break, full-width (U+3000) and zero-width ones.
std::string_view trim(std::string_view text);
// Full-width letters, digits and signs (U+FF01–FF5E) become ASCII, U+3000 a space: what an input method left behind.
std::string half_width(std::string_view text);
std::string lower_ascii(std::string_view text);
// Half-width, with every blank dropped: for numbers that people paste in groups.
std::string compact(std::string_view text);

// The form in which names are compared: compact, lower-case, without the separators · ・ • . ' -
std::string name_key(std::string_view name);

// What a name is found by: its key, each character of it, and each pair of neighbours; every token once, in order.
struct NameTokens {
  std::string full;
  std::vector<std::string> unigrams;
  std::vector<std::string> bigrams;
};
NameTokens name_tokens(std::string_view name);

}  // namespace yilin::text
