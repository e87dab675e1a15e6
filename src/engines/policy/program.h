#pragma once
// Private to this room: a graph as straight-line code over blocks, with slots reused as values die.

#include <array>
#include <functional>
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
  // `graph` is read here only. Outputs of persons may be household nodes. `gathered`: for the rows and households of the frame's
  // lists instead of neighbours; programs that read both ends of a fact always are.
  Program(Graph& graph, std::vector<ProgramOutput> outputs, const Schema& schema, bool gathered = false);

  // Pointers that change from block to block.
  struct Frame {
    std::byte* scratch = nullptr;                 // scratch_bytes(), 64-byte aligned
    std::uint32_t row = 0, household = 0;         // of the first in the columns
    std::int64_t rows = 0, households = 0;
    const std::uint16_t* local = nullptr;         // household of each row in the block
    const std::uint32_t* row_list = nullptr;      // rows and households to gather
    const std::uint32_t* household_list = nullptr;
    void* const* outputs = nullptr;               // already at the block
    const std::function<void(std::size_t output)>* made = nullptr;  // told of each output at once, while it is near
    const Population::Block* ahead = nullptr;     // a block to come: its columns are asked for while this one is computed
  };
  void run(const Population& population, const KernelTable& kernels, const Frame& frame) const;

  std::size_t scratch_bytes() const { return scratch_; }
  std::size_t instructions() const { return code_.size() - outputs_.size(); }  // each output is announced by one more
  std::size_t work() const;                       // about how long a block takes, counted in operations on truth values
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
  class Ahead;
  std::vector<std::array<std::uint16_t, 8>> packs_;  // places of the bits; `ia` of a pack is its index here
  std::vector<Instruction> code_;
  std::vector<ProgramOutput> outputs_;
  std::vector<int> columns_;                      // population column of each place from kColumns on
  std::vector<std::uint32_t> slots_;              // offsets
  std::vector<std::uint8_t> column_bytes_;
  std::vector<bool> column_household_;
  std::uint32_t row_bytes_ = 2, household_bytes_ = 0;  // of all columns, and the household of a row
  std::size_t scratch_ = 0;
};

}  // namespace yilin::policy
