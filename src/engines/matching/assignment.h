#pragma once
// Sparse assignment with the right to stay alone: every row takes one of its listed columns or stays alone at its own price,
// every column serves at most one row, the sum is least. Shortest augmenting paths with potentials (Jonker & Volgenant 1987),
// O(rows × arcs × log) at worst, near-linear when rows rarely fight for a column.

#include <cstdint>
#include <vector>

namespace yilin::matching {

struct Arc {
  int column;
  std::int64_t cost;
};

struct Rows {
  std::vector<int> first;              // arcs of row r: first[r] … first[r + 1]; size rows + 1
  std::vector<Arc> arcs;               // a column at most once in a row
  std::vector<std::int64_t> alone;     // price of staying alone
};

// The column of each row, or −1.
std::vector<int> assign(const Rows& rows, int columns);

}  // namespace yilin::matching
