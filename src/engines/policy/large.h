#pragma once
// Arrays of millions: on huge pages where the system gives them on request, so that touching one row in each of a hundred
// columns does not cost a hundred walks through the page tables. The part below 2 MB stays on ordinary pages: nothing is wasted.

#include <sys/mman.h>

#include <cstdlib>
#include <new>
#include <vector>

namespace yilin::policy {

template <class T>
struct LargeAllocator {
  using value_type = T;
  LargeAllocator() = default;
  template <class U>
  LargeAllocator(const LargeAllocator<U>&) {}
  static constexpr std::size_t kHuge = std::size_t{2} << 20;
  T* allocate(std::size_t n) {
    const std::size_t bytes = n * sizeof(T), align = bytes >= kHuge ? kHuge : 64;
    void* p = std::aligned_alloc(align, (bytes + 63) / 64 * 64);
    if (!p) throw std::bad_alloc();
    // Only advice: without it everything works the same.
    if (bytes >= kHuge) (void)::madvise(p, bytes / kHuge * kHuge, MADV_HUGEPAGE);
    return static_cast<T*>(p);
  }
  void deallocate(T* p, std::size_t) { std::free(p); }
  friend bool operator==(LargeAllocator, LargeAllocator) { return true; }
};
template <class T>
using Large = std::vector<T, LargeAllocator<T>>;

}  // namespace yilin::policy
