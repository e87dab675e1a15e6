#include <immintrin.h>

#include "engines/policy/kernels.h"

#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"  // the compiler's own header: _mm512_undefined_epi32
#pragma GCC optimize("O3")
#pragma GCC target("avx512f,avx512bw,avx512dq,avx512vl,avx2,bmi,bmi2,lzcnt,prefer-vector-width=512")
#define YILIN_AVX512
#include "engines/policy/kernels.inc"

namespace yilin::policy {
const KernelTable& kernels_avx512() { return kTable; }
}  // namespace yilin::policy
