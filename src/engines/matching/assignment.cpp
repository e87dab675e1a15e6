#include "engines/matching/assignment.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <utility>

namespace yilin::matching {
namespace {
constexpr std::int64_t kFar = std::numeric_limits<std::int64_t>::max() / 4;
}

std::vector<int> assign(const Rows& rows, int columns) {
  const int n = static_cast<int>(rows.alone.size());
  std::vector<int> column_of(n, -1), row_of(columns, -1);
  // Reduced costs cost − row_price − column_price are never negative; a free column has price 0.
  std::vector<std::int64_t> row_price(n, 0), column_price(columns, 0), distance(columns, kFar);
  std::vector<int> from(columns, -1), reached, settled;
  using Entry = std::pair<std::int64_t, int>;  // distance, column
  std::vector<Entry> queue;                    // a heap, nearest on top
  std::vector<std::pair<int, std::int64_t>> tree;  // rows and their depth
  for (int root = 0; root < n; ++root) {
    queue.clear();
    tree.clear();
    reached.clear();
    settled.clear();
    // A search tree of rows; `row` joins it at `depth`. It may end at a free column, or at a row that goes alone instead.
    std::int64_t best = kFar;
    int end_column = -1, end_row = -1;
    int row = root;
    std::int64_t depth = 0;
    for (;;) {
      tree.emplace_back(row, depth);
      if (const std::int64_t alone = depth + rows.alone[row] - row_price[row]; alone < best) best = alone, end_row = row, end_column = -1;
      for (int a = rows.first[row]; a < rows.first[row + 1]; ++a) {
        const Arc& arc = rows.arcs[a];
        const std::int64_t d = depth + arc.cost - row_price[row] - column_price[arc.column];
        if (d >= distance[arc.column] || d >= best) continue;
        if (distance[arc.column] == kFar) reached.push_back(arc.column);
        distance[arc.column] = d;
        from[arc.column] = row;
        if (row_of[arc.column] < 0) best = d, end_column = arc.column, end_row = -1;
        else queue.emplace_back(d, arc.column), std::push_heap(queue.begin(), queue.end(), std::greater<>());
      }
      const auto drop = [&] {
        std::pop_heap(queue.begin(), queue.end(), std::greater<>());
        queue.pop_back();
      };
      while (!queue.empty() && queue.front().first > distance[queue.front().second]) drop();
      if (queue.empty() || queue.front().first >= best) break;
      const auto [d, column] = queue.front();
      drop();
      settled.push_back(column);
      row = row_of[column];
      depth = d;
    }
    for (const auto& [r, d] : tree) row_price[r] += best - d;
    for (const int column : settled) column_price[column] += distance[column] - best;
    // Walk back: every row on the path takes the column it came by.
    int column = end_column;
    if (end_row >= 0) {
      column = column_of[end_row];
      column_of[end_row] = -1;
      if (end_row != root) row_of[column] = -1;
    }
    while (column >= 0 && !(end_row == root)) {
      const int taker = from[column];
      const int released = column_of[taker];
      column_of[taker] = column;
      row_of[column] = taker;
      if (taker == root) break;
      column = released;
    }
    for (const int c : reached) distance[c] = kFar, from[c] = -1;
  }
  return column_of;
}

}  // namespace yilin::matching
