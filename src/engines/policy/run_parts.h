#pragma once
// Private to this room: what Decider and compare share.

#include <functional>

#include "engines/policy/lower.h"
#include "engines/policy/program.h"
#include "engines/policy/run.h"

namespace yilin::policy {

const KernelTable& kernels_of(Isa isa);
// Resolutions with equal keys lower to the same program.
std::vector<std::int64_t> program_key(const RuleSet& set, const Resolution& r);
FactColumns columns_of(const RuleSet& set, const Schema& schema);

// Room for a block of every output of a program: each in its lane, one close behind the other, so that they share no cache sets.
class Outputs {
 public:
  // `leaving`: each is taken as it is made; packed ones, which no instruction reads, then share one place.
  void prepare(const Program& program, bool leaving = false);
  void* const* data() const { return at_.data(); }
  std::byte* operator[](std::size_t output) const { return static_cast<std::byte*>(at_[output]); }

 private:
  Large<std::byte> memory_;
  std::vector<void*> at_;
};

// One thread's buffers. They stay with the thread: new pages for each run would cost more than the pages of the results.
class Workspace {
 public:
  static Workspace& of_thread(std::size_t scratch_bytes);
  std::byte* scratch() { return memory_.data(); }
  std::vector<std::uint16_t> local;
  std::vector<std::uint32_t> rows, households;
  Outputs outputs, results;    // of interval and of exact programs
  std::vector<void*> pointers;

 private:
  Large<std::byte> memory_;    // 64-byte aligned
};

// Fills what a block's frame needs beyond outputs.
Program::Frame frame_of(const Population& population, const Population::Block& block, Workspace& w);
// The same for a list of households, gathered.
Program::Frame frame_of(const Population& population, std::span<const std::uint32_t> households, Workspace& w);
// Cuts a list of households (ascending) into pieces of one stretch and at most kBlockRows persons.
struct Piece {
  std::uint32_t stretch;
  std::span<const std::uint32_t> households;
};
std::vector<Piece> pieces(const Population& population, std::span<const std::uint32_t> households);

// body(thread, index) for every index in [0, n), in ranges of neighbours over `threads` threads.
void parallel(int threads, std::size_t n, const std::function<void(int thread, std::size_t from, std::size_t to)>& body);

}  // namespace yilin::policy
