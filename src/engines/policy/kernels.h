#pragma once
// Private to this room: the column operations, compiled three times from kernels.inc (one file per instruction set, chosen at run
// time). Integers only, wrapping, no undefined behaviour for any bytes: all three give the same bits.

#include <cstdint>

#include "engines/policy/graph.h"

namespace yilin::policy {

// _vv: two columns, _vc: column and constant ib, _cv: constant ia and column. Truth values are bits, 64 rows a word.
enum class Kernel : std::uint8_t {
  add_vv, add_vc, sub_vv, sub_vc, sub_cv, mul_vv, mul_vc,
  div_vv, div_vc /* ia = magic, ib = shift: see magic_for */, div_cv,
  lt_vv, lt_vc, lt_cv, le_vv, le_vc, le_cv, eq_vv, eq_vc, ne_vv, ne_vc,
  and_vv, or_vv, same_vv, not_v, number, select_vv, select_vc, select_cv, select_cc,
  min_vv, min_vc, max_vv, max_vc, shr, bits, days,
  expand,                  // b: uint16 household of each row
  expand_truth,            // the same, c: the words of `starts`
  sum_v, sum_c, any,       // b: uint16 household of each row; ib rows (ia: the constant); any: c as expand_truth
  to_i8, to_i16, to_i32, to_i64,  // the lane is that of the source
  gather,                  // b: uint32 indexes; the unknown mark becomes ib
  fill,                    // ib
  stream,                  // a copy past the caches: results that nobody reads soon
  pack, pack_few,          // c: PackInputs; eight truth values become the bits of a byte, then xor ib; few: 7 and 0–2 only
  starts,                  // a: uint16 household of each row; true where another household begins
  count
};
struct PackInputs {
  const std::uint64_t* bit[8];  // [0] the lowest
};
// d[0, n) from a, b, c; n is the number of results. Buffers are 64-byte aligned or columns of a population.
using KernelFunction = void (*)(void* d, const void* a, const void* b, const void* c, std::int64_t ia, std::int64_t ib, std::int64_t n);
struct KernelTable {
  KernelFunction fn[static_cast<int>(Kernel::count)][4];  // [kernel][lane]
};

// After the last stream of a thread.
void stream_fence();

const KernelTable& kernels_scalar();
const KernelTable& kernels_avx2();
const KernelTable& kernels_avx512();

// floor(n / d) = n · magic >> shift for every 0 ≤ n < 2^31 (lane i32) or 2^62 (i64): Granlund & Montgomery 1994, "Division by
// invariant integers using multiplication".
struct Magic {
  std::uint64_t multiplier;
  int shift;
};
Magic magic_for(std::uint64_t divisor, Lane lane);

}  // namespace yilin::policy
