#pragma once
// A small cell (accounts, transfers between them, an act of the journal for each) on the real writer and the real journal,
// living on a disk whose power is cut again and again: while it works, checkpoints its WAL, opens, recovers and closes. Its
// clients retry with the same key what was not acknowledged.

#include <cstdint>
#include <string>
#include <vector>

namespace yilin::faults {

enum class Durability {
  full,             // as the product runs
  synchronous_off,  // control: SQLite does not sync
  lying_disk,       // control: the disk says it has synced
};

struct Tally {
  std::int64_t cuts = 0;
  std::int64_t acknowledged = 0;    // transfers
  std::int64_t lost = 0;            // acknowledged, and not there after a cut
  std::int64_t doubled = 0;         // there more than once
  std::int64_t half_written = 0;    // wrong balances, transfers without act, acts without transfer, refused ones present
  std::int64_t corrupt = 0;         // the database does not open or fails integrity_check
  std::int64_t broken_journals = 0; // does not open on it, or verify finds something
  std::vector<std::string> findings;  // the first few, with the seed of the life that found them

  bool whole() const { return lost + doubled + half_written + corrupt + broken_journals == 0; }
};

// Lives of some ten rounds each, until `cuts` cuts were made. Some 100 cuts/s.
Tally cut_power(std::uint64_t seed, std::int64_t cuts, Durability durability);

}  // namespace yilin::faults
