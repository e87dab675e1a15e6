#include <immintrin.h>

#include "engines/policy/kernels.h"

#pragma GCC optimize("O3")
#pragma GCC target("avx2,bmi,bmi2,lzcnt")
#define YILIN_AVX2
#include "engines/policy/kernels.inc"

namespace yilin::policy {
const KernelTable& kernels_avx2() { return kTable; }
}  // namespace yilin::policy
