#pragma once
// Private to this room: resolved rules → graph. Fractions travel as numerator and denominator, unknown facts as both ends; where
// both ends are the same node nothing is done twice, so the exact program is the special case of the interval one.

#include <functional>
#include <optional>

#include "engines/policy/graph.h"
#include "engines/policy/resolve.h"

namespace yilin::policy {

// How a fact becomes a node: by population column, or as its whole range when only bounds are wanted.
struct FactColumn {
  std::int64_t column = -1;
  Lane lane = Lane::i8;
};
using FactColumns = std::function<std::optional<FactColumn>(NameId)>;  // nullopt: the population has no such column

// What is told of a fact: its value, or both ends of where it lies.
enum class Facts : std::uint8_t { known, unknown };

class Lowering {
 public:
  struct Fraction { Node num, den; };
  struct Ends { Fraction lo, hi; };
  struct Benefit {
    bool exists = false;
    Ends granted, amount;      // after relations
    Ends granted_before, amount_before;
    std::vector<Ends> clauses;
  };

  // Throws BoundsError.
  Lowering(Graph& graph, const RuleSet& set, const Resolution& resolution, FactColumns columns, Facts facts);
  Ends value(ExprId id);
  Ends value_of(NameId id);
  void assume(NameId id, Node whole) { names_[static_cast<std::size_t>(id)] = Ends{{whole, one(1)}, {whole, one(1)}}; }  // instead of what the rules say
  // Every benefit of the rule set after relations, by position in benefits(set).
  std::vector<Benefit> benefits();
  // Hull of the values of an expression over all cases.
  Interval range(ExprId id);

 private:
  Ends lower(const Expr& e);
  Ends fact(NameId id);
  Ends table(const Table& t);
  const Benefit& before(NameId id);
  void relate(const Relation& r, std::vector<Benefit>& all, const std::vector<NameId>& names);

  Node one(std::int64_t v) { return g_.constant(v); }
  bool same(const Ends& e) const { return e.lo.num == e.hi.num && e.lo.den == e.hi.den; }
  Ends truth(Node lo, Node hi) { return {{lo, one(1)}, {hi, one(1)}}; }
  Ends constant(const Rational& r);
  Fraction plus(Fraction a, Fraction b, bool minus);
  Fraction times(Fraction a, Fraction b);
  void align(Fraction& a, Fraction& b);
  Node less(Fraction a, Fraction b, bool or_equal);
  Fraction pick(Node c, Fraction a, Fraction b);
  Fraction extreme(Fraction a, Fraction b, bool smaller);
  Ends arithmetic(const Expr& e);
  Ends compare(Op op, const Ends& a, const Ends& b);
  Ends both(const Ends& a, const Ends& b);
  Ends either(const Ends& a, const Ends& b);
  Ends negated(const Ends& a);
  Ends choose(const Ends& c, const Ends& a, const Ends& b);
  Ends hull(const Ends& a, const Ends& b);
  Ends extreme(const Ends& a, const Ends& b, bool smaller);
  Ends divide(const Ends& a, const Ends& b);
  Ends multiply(const Ends& a, const Ends& b);
  Fraction rounded(Fraction x, Rounding how, std::int64_t unit);
  Ends rounded(const Ends& x, Rounding how, std::int64_t unit);
  Ends dates(Op op, const Ends& from, const Ends& to);
  Ends members(const Expr& e);

  Graph& g_;
  const RuleSet& set_;
  const Resolution& resolution_;
  FactColumns columns_;
  Facts facts_;
  std::vector<std::optional<Ends>> names_;
  std::vector<std::optional<Benefit>> benefits_;
  std::vector<std::optional<Ends>> exprs_;
};

struct BoundsError {
  Position at;
  std::string message;
};

}  // namespace yilin::policy
