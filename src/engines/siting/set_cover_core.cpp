#include "engines/siting/set_cover_core.h"

#include <algorithm>
#include <bit>

namespace yilin::siting {
namespace {

// A family of sets over a small universe as bit rows.
class Bits {
 public:
  Bits(std::size_t rows, std::size_t columns) : words_((columns + 63) / 64), data_(rows * words_, 0), size_(rows, 0) {}
  void set(std::size_t r, std::size_t c) {
    data_[r * words_ + c / 64] |= std::uint64_t{1} << (c % 64);
    ++size_[r];
  }
  std::uint32_t size(std::size_t r) const { return size_[r]; }
  bool subset(std::size_t a, std::size_t b) const {  // a ⊆ b
    const std::uint64_t *x = data_.data() + a * words_, *y = data_.data() + b * words_;
    for (std::size_t w = 0; w < words_; ++w)
      if (x[w] & ~y[w]) return false;
    return true;
  }

 private:
  std::size_t words_;
  std::vector<std::uint64_t> data_;
  std::vector<std::uint32_t> size_;
};

struct Work {
  const CoverRows& rows;
  const std::vector<std::int64_t>& cost;
  std::vector<char> row_alive, site_alive;
  CoverColumns columns;

  // Rows that another row implies: whoever covers the smaller one covers it too.
  bool drop_rows() {
    const auto n = static_cast<std::size_t>(rows.rows());
    std::vector<std::int32_t> count(n, 0), left;
    for (std::size_t r = 0; r < n; ++r)
      for (const std::int32_t j : rows.of(static_cast<std::int32_t>(r))) count[r] += site_alive[static_cast<std::size_t>(j)];
    for (std::size_t r = 0; r < n; ++r)
      if (row_alive[r]) left.push_back(static_cast<std::int32_t>(r));
    std::ranges::stable_sort(left, [&](std::int32_t a, std::int32_t b) { return count[static_cast<std::size_t>(a)] < count[static_cast<std::size_t>(b)]; });
    std::vector<std::uint32_t> hits(n, 0), stamp(n, 0);
    std::uint32_t now = 0;
    bool any = false;
    for (const std::int32_t small : left) {
      if (!row_alive[static_cast<std::size_t>(small)]) continue;
      // Rows that share all sites of `small`.
      ++now;
      const auto need = static_cast<std::uint32_t>(count[static_cast<std::size_t>(small)]);
      bool first = true;
      std::uint32_t seen = 0;
      for (const std::int32_t j : rows.of(small)) {
        if (!site_alive[static_cast<std::size_t>(j)]) continue;
        ++seen;
        for (const std::int32_t r : columns.of(j)) {
          const auto i = static_cast<std::size_t>(r);
          if (!row_alive[i] || r == small) continue;
          if (first) stamp[i] = now, hits[i] = 1;
          else if (stamp[i] == now && hits[i] + 1 == seen) ++hits[i];
          else continue;
          if (hits[i] == need) row_alive[i] = 0, any = true;
        }
        first = false;
      }
    }
    return any;
  }

  // Sites whose live rows all belong to a site that costs no more.
  bool drop_sites() {
    std::vector<std::int32_t> number(row_alive.size(), -1), left;
    std::int32_t live_rows = 0;
    for (std::size_t r = 0; r < row_alive.size(); ++r)
      if (row_alive[r]) number[r] = live_rows++;
    for (std::int32_t j = 0; j < rows.sites; ++j)
      if (site_alive[static_cast<std::size_t>(j)]) left.push_back(j);
    std::vector<std::int32_t> at(static_cast<std::size_t>(rows.sites), -1);
    Bits bits(left.size(), static_cast<std::size_t>(live_rows));
    for (std::size_t s = 0; s < left.size(); ++s) {
      at[static_cast<std::size_t>(left[s])] = static_cast<std::int32_t>(s);
      for (const std::int32_t r : columns.of(left[s]))
        if (number[static_cast<std::size_t>(r)] >= 0) bits.set(s, static_cast<std::size_t>(number[static_cast<std::size_t>(r)]));
    }
    std::vector<std::int32_t> count(row_alive.size(), 0);
    for (const std::int32_t j : left)
      for (const std::int32_t r : columns.of(j)) ++count[static_cast<std::size_t>(r)];
    bool any = false;
    for (std::size_t s = 0; s < left.size(); ++s) {
      const std::int32_t j = left[s];
      std::int32_t narrow = -1;
      for (const std::int32_t r : columns.of(j))
        if (row_alive[static_cast<std::size_t>(r)] && (narrow < 0 || count[static_cast<std::size_t>(r)] < count[static_cast<std::size_t>(narrow)])) narrow = r;
      bool drop = narrow < 0;
      if (!drop)
        for (const std::int32_t k : rows.of(narrow)) {
          if (k == j || !site_alive[static_cast<std::size_t>(k)]) continue;
          const auto o = static_cast<std::size_t>(at[static_cast<std::size_t>(k)]);
          const std::int64_t mine = cost[static_cast<std::size_t>(j)], other = cost[static_cast<std::size_t>(k)];
          if (other > mine || bits.size(o) < bits.size(s) || (other == mine && bits.size(o) == bits.size(s) && k > j)) continue;
          if ((drop = bits.subset(s, o))) break;
        }
      if (drop) site_alive[static_cast<std::size_t>(j)] = 0, any = true;
    }
    return any;
  }
};

}  // namespace

SetCoverCore reduce(const CoverRows& rows, const std::vector<std::int64_t>& cost, const std::vector<char>& allowed) {
  Work work{rows, cost, std::vector<char>(rows.weight.size(), 1), allowed, columns_of(rows)};
  if (work.site_alive.empty()) work.site_alive.assign(static_cast<std::size_t>(rows.sites), 1);
  SetCoverCore core;
  std::vector<char> settled(work.site_alive.size(), 0);
  for (bool again = true; again;) {
    again = work.drop_rows();
    again = work.drop_sites() || again;
    for (std::int32_t r = 0; r < rows.rows(); ++r) {
      if (!work.row_alive[static_cast<std::size_t>(r)]) continue;
      std::int32_t only = -1, live = 0;
      for (const std::int32_t j : rows.of(r))
        if (work.site_alive[static_cast<std::size_t>(j)]) only = j, ++live;
      if (live != 1) continue;
      again = true;
      settled[static_cast<std::size_t>(only)] = 1;
      for (const std::int32_t k : work.columns.of(only)) work.row_alive[static_cast<std::size_t>(k)] = 0;
      work.site_alive[static_cast<std::size_t>(only)] = 0;
    }
  }
  std::vector<std::int32_t> number(settled.size(), -1);
  for (std::int32_t j = 0; j < rows.sites; ++j) {
    const auto i = static_cast<std::size_t>(j);
    if (settled[i]) core.settled.push_back(j), core.settled_cost += cost[i];
    if (!work.site_alive[i]) continue;
    number[i] = core.sites();
    core.site.push_back(j);
    core.cost.push_back(cost[i]);
  }
  core.rows.sites = core.sites();
  for (std::int32_t r = 0; r < rows.rows(); ++r) {
    if (!work.row_alive[static_cast<std::size_t>(r)]) continue;
    for (const std::int32_t j : rows.of(r))
      if (number[static_cast<std::size_t>(j)] >= 0) core.rows.site.push_back(number[static_cast<std::size_t>(j)]);
    core.rows.start.push_back(static_cast<std::uint32_t>(core.rows.site.size()));
    core.rows.weight.push_back(1);
  }
  core.columns = columns_of(core.rows);
  return core;
}

}  // namespace yilin::siting
