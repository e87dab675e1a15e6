#pragma once
// Arrays of millions: on huge pages where the system gives them on request, so that touching one row in each of a hundred
// columns does not cost a hundred walks through the page tables. A last part below 1 MB stays on ordinary pages.
// Each array begins elsewhere within its page, or one row of a hundred columns would fall into one set of the caches.

#include <sys/mman.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <new>
#include <vector>

namespace yilin::policy {

struct LargeMemory {
  static constexpr std::size_t kLine = 64, kHuge = std::size_t{2} << 20;
  static void* take(std::size_t bytes) {
    static std::atomic<std::size_t> taken{0};
    // Odd numbers of lines, all different sets of a second cache of 2,048; the line before the array keeps where its memory begins.
    const std::size_t begin = kLine + (taken++ % 61) * 33 * kLine, all = begin + (bytes + kLine - 1) / kLine * kLine;
    const std::size_t huge = bytes < kHuge / 2 ? 0 : (all + kHuge / 2) / kHuge * kHuge;
    auto* memory = static_cast<std::byte*>(std::aligned_alloc(huge != 0 ? kHuge : kLine, std::max(huge, all)));
    if (!memory) throw std::bad_alloc();
    // Only advice: without it everything works the same.
    if (huge != 0) (void)::madvise(memory, huge, MADV_HUGEPAGE);
    *reinterpret_cast<void**>(memory + begin - kLine) = memory;
    return memory + begin;
  }
  static void give_back(void* p) { std::free(*reinterpret_cast<void**>(static_cast<std::byte*>(p) - kLine)); }
};

template <class T>
struct LargeAllocator {
  using value_type = T;
  LargeAllocator() = default;
  template <class U>
  LargeAllocator(const LargeAllocator<U>&) {}
  T* allocate(std::size_t n) { return static_cast<T*>(LargeMemory::take(n * sizeof(T))); }
  void deallocate(T* p, std::size_t) { LargeMemory::give_back(p); }
  friend bool operator==(LargeAllocator, LargeAllocator) { return true; }
};
template <class T>
using Large = std::vector<T, LargeAllocator<T>>;

}  // namespace yilin::policy
