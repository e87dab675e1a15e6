#pragma once
// Private to this room: keyed gcrypt handles kept for reuse, because keying one costs more than a short seal or MAC.
// They belong to their owner, not to threads, so that destroying the owner wipes every copy of the key (closing a gcrypt
// handle overwrites it). Lock-free: each thread prefers a slot of its own; when all are taken the handle is made anew.

#include <array>
#include <atomic>
#include <cstddef>

namespace yilin::sealing {

template <class Handle, void (*kClose)(Handle)>
class HandlePool {
 public:
  static constexpr std::size_t kSlots = 16;

  HandlePool() = default;
  HandlePool(const HandlePool&) = delete;
  HandlePool& operator=(const HandlePool&) = delete;
  ~HandlePool() {
    for (Slot& slot : slots_) {
      if (const Handle handle = slot.handle.load()) kClose(handle);
    }
  }

  template <class Make, class Use>
  void with(const Make& make, const Use& use) {
    Handle handle = take();
    if (handle == nullptr) handle = make();
    use(handle);
    give_back(handle);
  }

 private:
  struct alignas(64) Slot {
    std::atomic<Handle> handle{nullptr};
  };

  static std::size_t home() {
    static std::atomic<std::size_t> threads{0};
    thread_local const std::size_t mine = threads.fetch_add(1, std::memory_order_relaxed);
    return mine;
  }
  Handle take() {
    for (std::size_t i = 0; i < kSlots; ++i) {
      Slot& slot = slots_[(home() + i) % kSlots];
      if (slot.handle.load(std::memory_order_relaxed) == nullptr) continue;
      if (const Handle handle = slot.handle.exchange(nullptr, std::memory_order_acquire)) return handle;
    }
    return nullptr;
  }
  void give_back(Handle handle) {
    for (std::size_t i = 0; i < kSlots; ++i) {
      Handle free = nullptr;
      if (slots_[(home() + i) % kSlots].handle.compare_exchange_strong(free, handle, std::memory_order_release)) return;
    }
    kClose(handle);
  }

  std::array<Slot, kSlots> slots_;
};

}  // namespace yilin::sealing
