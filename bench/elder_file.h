#pragma once
// A CSV of elders as a civil affairs office exports it, and its rows as the registry takes them.

#include <functional>
#include <string>
#include <vector>

#include "bench/people.h"
#include "formats/table.h"

namespace yilin::bench {

// Writes `elders` rows; returns every n-th of them, some 5,000, to search for.
std::vector<registry::NewElder> write_elder_file(const std::string& path, std::int64_t elders, People& people);

// Reads it again, parsing and checking each cell. Throws std::runtime_error for a row that cannot be read.
void read_elder_file(const std::string& path, const std::function<void(registry::NewElder)>& each);

}  // namespace yilin::bench
