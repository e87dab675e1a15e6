#pragma once
// Private to this room: rules as a graph of integer operations, every node once (hash-consing), folded and bounded. A node knows
// the range of its values, so its lane is as narrow as the range allows and nothing can overflow; and a common divisor of them, so
// that amounts are compared and kept in units as coarse as they come. Truth values are bits, 64 persons a word.

#include <cstdint>
#include <map>
#include <vector>

namespace yilin::policy {

enum class Lane : std::uint8_t { i8, i16, i32, i64 };
constexpr int bytes_of(Lane l) { return 1 << static_cast<int>(l); }
Lane lane_for(std::int64_t lo, std::int64_t hi);  // its lowest value is kept free:
constexpr std::int64_t mark_of(Lane l) { return INT64_MIN >> (64 - 8 * bytes_of(l)); }  // the mark of an unknown fact

// f(a value of the lane's type)
template <class F>
auto with_lane(Lane lane, F&& f) {
  switch (lane) {
    case Lane::i8: return f(std::int8_t{});
    case Lane::i16: return f(std::int16_t{});
    case Lane::i32: return f(std::int32_t{});
    default: return f(std::int64_t{});
  }
}

enum class Code : std::uint8_t {
  constant,        // imm
  load, load_lo, load_hi,  // column imm; known value, or either end of an unknown one
  add, subtract, multiply,
  divide,          // floor; a ≥ 0, b > 0
  less, less_equal, equal,
  both, either, not_, same,  // of truth values
  truth, number,           // 0/1 as a number → truth value, and back
  select,          // c ? a : b
  smaller, larger,
  shift_right,     // by imm
  bits,            // a & imm
  days,            // packed date → days since 1970-01-01
  expand,          // household → its members
  sum, any,        // members → household
  convert          // to another lane
};

using Node = std::int32_t;
struct Operation {
  Code code = Code::constant;
  Lane lane = Lane::i8;
  bool constant = false, household = false;
  bool truth = false;          // bits; else a number in `lane`
  Node a = -1, b = -1, c = -1;
  std::int64_t imm = 0;
  std::int64_t lo = 0, hi = 0;
  std::int64_t divisor = 1;    // of every value; 0: the value is always 0
};

// Thrown when a node would leave ±2^62 or a divisor may be zero; the lowering adds the place.
struct OutOfBounds {
  bool divisor = false;
};

class Graph {
 public:
  const Operation& at(Node n) const { return nodes_[static_cast<std::size_t>(n)]; }
  std::size_t size() const { return nodes_.size(); }
  bool is(Node n, std::int64_t value) const { return at(n).constant && at(n).imm == value; }

  Node constant(std::int64_t value);
  Node load(Code code, std::int64_t column, bool household, Lane lane, std::int64_t lo, std::int64_t hi);
  Node binary(Code code, Node a, Node b);     // add … either, same
  Node not_(Node a);
  Node select(Node c, Node a, Node b);
  Node shift_right(Node a, std::int64_t by);
  Node bits(Node a, std::int64_t mask);
  Node days(Node a);
  Node aggregate(Code code, Node a, int members_max);  // sum, any
  Node all(Node a, int members_max) { return not_(aggregate(Code::any, not_(a), members_max)); }
  Node truth(Node a);                         // a lies within 0…1
  Node number(Node a);
  Node expand(Node a);                        // a person's node for a household's; others stay
  Node convert(Node a, Lane lane);
  Node narrow(Node a);                        // to the lane its range needs
  Node scaled(Node a, std::int64_t by);       // a / by, for a `by` that divides its divisor: computed in the coarser unit

 private:
  Node insert(const Operation& op);
  void bound(Operation& op, __int128 lo, __int128 hi);
  void join(Operation& op);                   // reach of the operands: expands households where persons join
  void grow();
  Node of_truths(Code code, Node a, Node b);
  Node scale(Node a, std::int64_t by);
  std::vector<Operation> nodes_;
  std::vector<Node> known_;                   // open addressing, a power of two; −1: free
  std::map<std::pair<Node, std::int64_t>, Node> scaled_;
};

}  // namespace yilin::policy
