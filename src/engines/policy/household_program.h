#pragma once
// Private to this room: the same graph for one household, where vectors would only be set up. One step a node, on 64-bit values;
// the steps that only give a value another form (lane, truth, expansion to the members) cost nothing.

#include "engines/policy/program.h"

namespace yilin::policy {

class HouseholdProgram {
 public:
  // `outputs` as a Program has made them ready for `graph`.
  HouseholdProgram(const Graph& graph, std::span<const ProgramOutput> outputs, const Schema& schema);
  // Writes `outputs` of the household and of its members, one after the other, just as Program does.
  void run(const Population& population, std::uint32_t household_row, void* const* outputs) const;

 private:
  // A place holds one value for each member; a household's is there for each of them.
  using Place = std::uint16_t;
  struct Load {
    Place place;
    std::uint16_t column;
    Lane lane;
    bool household;
    std::int64_t mark, instead;  // what is read for an unknown fact
  };
  struct Step {
    Code code;
    Place d = 0, a = 0, b = 0, c = 0;
    std::int64_t imm = 0;
  };
  struct Output {
    std::uint8_t flip = 0;
    bool packed = false, household = false;
    Lane lane = Lane::i8;
    std::uint16_t from = 0, to = 0;       // in values_: one, or the bits
  };
  struct Value {
    Place at;
    std::uint8_t shift = 0;    // of a bit
  };
  template <int N>
  void compute(std::int64_t* values, int members, void* const* outputs) const;
  template <int N>
  void write(const std::int64_t* values, int members, void* const* outputs) const;

  std::vector<std::pair<Place, std::int64_t>> constants_;
  std::vector<Load> loads_;
  std::vector<Step> steps_;
  std::vector<Output> outputs_;
  std::vector<Value> values_;
  std::size_t places_ = 0;
};

}  // namespace yilin::policy
