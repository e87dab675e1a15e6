#include <immintrin.h>

#include "engines/policy/kernels.h"

#pragma GCC optimize("O3,no-tree-vectorize,no-tree-slp-vectorize")
#include "engines/policy/kernels.inc"

namespace yilin::policy {
const KernelTable& kernels_scalar() { return kTable; }
void stream_fence() { _mm_sfence(); }
}  // namespace yilin::policy
