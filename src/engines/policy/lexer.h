#pragma once
// Rule text → tokens per line. Full-width punctuation and digits read as their half-width forms; # starts a comment.

#include <vector>

#include "engines/policy/rule_set.h"

namespace yilin::policy {

enum class Lex : std::uint8_t { word, number, date, month, sign, other };
struct Token {
  Lex kind = Lex::other;
  std::string text;            // word, sign (normalised: ( ) , 、 + - * / < <= > >= = != | : →), other
  Rational value;              // number, in base units; date and month packed or month index
  Dims dims;
  bool percent = false;
  Position at;
  std::int32_t begin = 0, end = 0;
  bool is(std::string_view s) const { return (kind == Lex::word || kind == Lex::sign) && text == s; }
};
struct Line {
  std::vector<Token> tokens;
  bool indented = false;
  std::int32_t begin = 0, end = 0;  // bytes without the comment and the line end
};

// Never fails: what no token can be made of is Lex::other, which the parser reports when it meets it.
std::vector<Line> tokenize(std::string_view text, std::int32_t file);

}  // namespace yilin::policy
