#pragma once
// What the registry keeps in memory for as long as the process runs (a part of the kernel).

#include <utility>
#include <vector>

#include "kernel/command/kernel.h"
#include "modules/registry/population.h"
#include "modules/registry/tokens.h"

namespace yilin::registry {

struct Memory {
  explicit Memory(const sealing::KeyProvider& keys) : tokens(keys) {}
  Tokens tokens;
  Population people;
  // ID numbers that commands have given to elders who were there already, until their commit shows in `people`.
  // The writer's thread only; some may never have been committed: whoever finds one asks the row.
  std::vector<std::pair<std::int64_t, ElderId>> claims;
};

Memory& memory(const Kernel& kernel);

// Builds the population from the database; at start-up, before requests come.
void load(Kernel& kernel, Memory& memory);

}  // namespace yilin::registry
