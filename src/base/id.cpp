#include "base/id.h"

#include "base/assert.h"

namespace yilin {
namespace {
constexpr std::int64_t kEpochMs = 1704067200000;  // 2024-01-01T00:00:00Z
constexpr int kSequenceBits = 12;
constexpr int kCellBits = 10;
}  // namespace

IdSource::IdSource(int cell, std::int64_t floor) : cell_(cell), last_(floor) {
  YILIN_ASSERT(cell >= 0 && cell <= kCellMax);
}

std::int64_t IdSource::next_value(std::int64_t now_ms) {
  // The clock may stand still or step back: then the time part of the last id is continued.
  std::int64_t tick = now_ms - kEpochMs;
  const std::int64_t last_tick = last_ >> (kCellBits + kSequenceBits);
  std::int64_t sequence = 0;
  if (tick <= last_tick) {
    tick = last_tick;
    sequence = (last_ & ((1 << kSequenceBits) - 1)) + 1;
    if (sequence == (1 << kSequenceBits)) {
      ++tick;
      sequence = 0;
    }
  }
  last_ = (tick << (kCellBits + kSequenceBits)) | (std::int64_t{cell_} << kSequenceBits) | sequence;
  YILIN_ASSERT(last_ > 0);
  return last_;
}
}  // namespace yilin
