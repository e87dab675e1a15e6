#pragma once
// Private to this room: text → RuleSet whose names are still words (Op::word). check.h resolves and types them.

#include <span>

#include "engines/policy/lexer.h"

namespace yilin::policy {

// Collects diagnostics in order of discovery, at most kDiagnosticsMax.
class Reporter {
 public:
  explicit Reporter(const RuleSet& set) : set_(set) {}
  void error(Position at, std::string message);
  bool clean() const { return list_.empty(); }
  std::vector<Diagnostic> take();  // sorted by file, line, column

 private:
  const RuleSet& set_;
  std::vector<std::pair<Position, Diagnostic>> list_;
};

// Thrown by the parsing of one line and caught at its end: the line is reported and skipped.
struct Syntax {
  Position at;
  std::string message;
};

// Reads tokens left to right; `end` is where a message about a missing token points.
class Cursor {
 public:
  Cursor(std::span<const Token> tokens, Position end) : tokens_(tokens), end_(end) {}
  bool done() const { return tokens_.empty(); }
  bool at(std::string_view text) const { return !done() && tokens_.front().is(text); }
  bool at(Lex kind) const { return !done() && tokens_.front().kind == kind; }
  const Token& peek() const { return tokens_.front(); }
  const Token& take() { const Token& t = tokens_.front(); tokens_ = tokens_.subspan(1); return t; }
  bool accept(std::string_view text) { return at(text) && (take(), true); }
  void expect(std::string_view text, std::string_view message);
  const Token& word(std::string_view message);
  Position where() const { return done() ? end_ : tokens_.front().at; }
  void finish() const;  // throws when something is left over
  std::span<const Token> rest() const { return tokens_; }
  Position end() const { return end_; }

 private:
  std::span<const Token> tokens_;
  Position end_;
};

bool reserved(std::string_view word);

// 若 则 否则; 或; 且; 非; comparison, 在, 属于; 不超过 不少于; + -; × ÷; functions.
class ExpressionParser {
 public:
  ExpressionParser(RuleSet& set, Cursor& in) : set_(set), in_(in) {}
  ExprId expression();
  ExprId sum();                // arithmetic only: bounds in table cells
  ExprId value();              // one literal, or kNone for 未知: facts in examples

 private:
  ExprId disjunction();
  ExprId conjunction();
  ExprId negation();
  ExprId comparison();
  ExprId capped();
  ExprId product();
  ExprId unary();
  ExprId primary();
  ExprId call(const Token& name);
  ExprId make(Op op, std::vector<ExprId> args, Position at, std::int32_t begin, std::int32_t end);
  ExprId make(Op op, std::vector<ExprId> args);
  ExprId leaf(const Token& t);

  RuleSet& set_;
  Cursor& in_;
  int depth_ = 0;
};

// Fills `set` from set.sources.
void parse(RuleSet& set, Reporter& out);

// Reads an example's facts: "出生日期 1944-06-30，成员（出生日期 1950-03-01）"; stops at 于, 地区 or the end.
void parse_facts(RuleSet& set, Cursor& in, Example& example);

}  // namespace yilin::policy
