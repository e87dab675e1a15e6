#pragma once
// The same work in the same order of results whether one thread does it or two: each index writes its own place only.

#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace yilin::siting {

template <class Work>
void parallel_for(int threads, std::size_t count, Work&& work) {
  if (threads <= 1 || count < 2) {
    for (std::size_t i = 0; i < count; ++i) work(i);
    return;
  }
  std::atomic<std::size_t> next{0};
  const auto run = [&] {
    for (std::size_t i; (i = next.fetch_add(1)) < count;) work(i);
  };
  std::vector<std::thread> others;
  for (int t = 1; t < threads; ++t) others.emplace_back(run);
  run();
  for (std::thread& t : others) t.join();
}

}  // namespace yilin::siting
