#pragma once
// Private to this room: a graph as straight-line code over blocks, with slots reused as values die.

#include <array>
#include <memory>

#include "engines/policy/kernels.h"
#include "engines/policy/population.h"

namespace yilin::policy {

// What a program writes: `node` in `lane`, one value a person or a household.
struct ProgramOutput {
  Node node = -1;
  Lane lane = Lane::i8;
  bool household = false;
  // A packed byte instead: bit k is the truth of bits[k], the other way round where `flip` has it; −1: no such bit.
  bool packed = false;
  std::array<Node, 8> bits{-1, -1, -1, -1, -1, -1, -1, -1};
  std::uint8_t flip = 0;
};

class Program {
 public:
  // `graph` is read here only. Outputs of persons may be household nodes.
  Program(Graph& graph, std::vector<ProgramOutput> outputs, const Schema& schema);

  // Pointers that change from block to block.
  struct Frame {
    std::byte* scratch = nullptr;                 // scratch_bytes(), 64-byte aligned
    std::uint32_t row = 0, household = 0;         // of the first in the columns
    std::int64_t rows = 0, households = 0;
    bool few = false;                             // one household: counts as they are, not up to the next 64
    const std::uint16_t* local = nullptr;         // household of each row in the block
    const std::uint32_t* row_list = nullptr;      // interval programs: rows and households to gather
    const std::uint32_t* household_list = nullptr;
    void* const* outputs = nullptr;               // already at the block
  };
  void run(const Population& population, const KernelTable& kernels, const Frame& frame) const;

  // Asks for the first row's cache line of every column, so that one household's misses overlap.
  void prefetch(const Population& population, const Frame& frame) const;

  std::size_t scratch_bytes() const { return scratch_; }
  std::size_t instructions() const { return code_.size(); }
  const std::vector<ProgramOutput>& outputs() const { return outputs_; }

 private:
  struct Instruction {
    Kernel kernel;
    std::uint8_t lane;
    bool household, exact;    // exact: n as it is; else up to the next 64, into what nobody reads
    std::uint16_t d = 0, a = 0, b = 0, c = 0;     // places
    std::int64_t ia = 0, ib = 0;
  };
  class Emitter;
  std::vector<std::array<std::uint16_t, 8>> packs_;  // places of the bits; `ia` of a pack is its index here
  std::vector<Instruction> code_;
  std::vector<ProgramOutput> outputs_;
  std::vector<int> columns_;                      // population column of each place from kColumns on
  std::vector<std::uint32_t> slots_;              // offsets
  std::vector<std::uint8_t> column_bytes_;
  std::vector<bool> column_household_;
  std::size_t scratch_ = 0;
};

}  // namespace yilin::policy
