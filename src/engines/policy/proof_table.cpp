#include <algorithm>

#include "engines/policy/proof.h"

namespace yilin::policy {
namespace {

// A value inside the stretch that an author would name: its first integer if there is one.
Rational witness(const Stretch& s) {
  if (s.from.side == 0) return s.from.value;
  const Rational next = round_to(s.from.value, Rounding::down, 1) + Rational(s.from.value.num < 0 && !s.from.value.whole() ? 0 : 1);
  if (Cut{next, 1} <= s.to) return next;
  return (s.from.value + s.to.value) / Rational(2);
}

std::optional<Stretch> meet(const std::vector<Stretch>& a, const std::vector<Stretch>& b) {
  for (const Stretch& x : a)
    for (const Stretch& y : b) {
      const Stretch m{std::max(x.from, y.from), std::min(x.to, y.to)};
      if (m.from < m.to) return m;
    }
  return {};
}

class GapSearch {
 public:
  explicit GapSearch(const TableShape& shape) : shape_(shape) {}
  // True: found; person() tells where.
  bool run(std::size_t column, const std::vector<std::size_t>& rows) {
    if ((steps_ += static_cast<std::int64_t>(rows.size()) + 1) > kTableWorkMax) return false;
    if (rows.empty()) {
      for (std::size_t c = column; c < shape_.domain.size(); ++c) person_.push_back(witness(shape_.domain[c]));
      return true;
    }
    if (column == shape_.domain.size()) return false;
    std::vector<Cut> cuts{shape_.domain[column].from, shape_.domain[column].to};
    for (const std::size_t r : rows)
      for (const Stretch& s : shape_.rows[r][column]) cuts.push_back(s.from), cuts.push_back(s.to);
    std::ranges::sort(cuts);
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    std::vector<std::size_t> before;
    for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
      const Stretch piece{cuts[i], cuts[i + 1]};
      std::vector<std::size_t> in;
      for (const std::size_t r : rows)
        if (std::ranges::any_of(shape_.rows[r][column], [&](const Stretch& s) { return s.from <= piece.from && piece.to <= s.to; })) in.push_back(r);
      if (i > 0 && in == before) continue;  // the same question as its neighbour
      before = in;
      const std::size_t mark = person_.size();
      person_.push_back(witness(piece));
      if (run(column + 1, in)) return true;
      person_.resize(mark);
    }
    return false;
  }
  std::vector<Rational> person() { return std::move(person_); }
  bool exhausted() const { return steps_ > kTableWorkMax; }

 private:
  const TableShape& shape_;
  std::vector<Rational> person_;
  std::int64_t steps_ = 0;
};
}  // namespace

std::optional<TableFault> find_fault(const TableShape& shape, bool first_hit, bool otherwise) {
  if (!first_hit)
    for (std::size_t i = 0; i < shape.rows.size(); ++i)
      for (std::size_t j = i + 1; j < shape.rows.size(); ++j) {
        TableFault f{false, i, j, {}, false};
        for (std::size_t c = 0; c < shape.domain.size(); ++c) {
          const auto m = meet(shape.rows[i][c], shape.rows[j][c]);
          if (!m) break;
          f.person.push_back(witness(*m));
        }
        if (f.person.size() == shape.domain.size()) return f;
      }
  if (otherwise) return {};
  GapSearch search(shape);
  std::vector<std::size_t> all;
  for (std::size_t i = 0; i < shape.rows.size(); ++i) all.push_back(i);
  if (search.run(0, all)) return TableFault{true, 0, 0, search.person(), false};
  if (search.exhausted()) return TableFault{true, 0, 0, {}, true};
  return {};
}

}  // namespace yilin::policy
