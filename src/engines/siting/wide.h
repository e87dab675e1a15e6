#pragma once
// For loops over long arrays: compiled for AVX2 too, where the processor has it.

#if defined(__x86_64__)
#define YILIN_WIDE __attribute__((target_clones("avx2", "default")))
#else
#define YILIN_WIDE
#endif
