#pragma once
// All that the module keeps in memory, in one object. The planner, which runs a thread, lives with the routes: it ends before what
// it works on.

#include "modules/facilities/planner.h"
#include "modules/facilities/reach_layers.h"
#include "modules/facilities/what_if.h"

namespace yilin::facilities {

struct Memory {
  explicit Memory(Kernel& kernel) : crowds(kernel), layers(kernel), audits(kernel), what_ifs(kernel) {}
  Shelf shelf;
  Crowds crowds;
  Layers layers;
  Audits audits;
  WhatIfs what_ifs;
  std::weak_ptr<Planner> planner;
};
inline Memory& memory(const Kernel& kernel) { return kernel.parts.get<Memory>(); }

}  // namespace yilin::facilities
