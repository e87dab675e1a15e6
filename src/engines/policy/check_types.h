#pragma once
// Private to this room: types one expression.

#include "engines/policy/parser.h"

namespace yilin::policy {

enum class Reach : std::uint8_t { constant, household, person };  // what an expression depends on

class Typer {
 public:
  explicit Typer(RuleSet& set) : set_(set) {}
  // Throws Syntax.
  Type check(ExprId id);
  Reach reach(ExprId id) const;
  // A literal where a value of `type` is wanted: facts, ranges, results of examples. Returns the value.
  Rational literal(ExprId id, const Type& type);

 private:
  Type resolve_word(Expr& e);
  Type arithmetic(Expr& e);
  Type comparison(Expr& e);
  Type call(Expr& e, ExprId id);
  void need(ExprId id, Kind kind, std::string_view message);
  std::string describe(const Type& t) const;

  RuleSet& set_;
  bool in_member_ = false;
};

}  // namespace yilin::policy
