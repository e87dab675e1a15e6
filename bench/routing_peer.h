#pragma once
// Another solver's program on the same case, in the same run. None comes with this project: --vroom and --pyvrp name
// programs that somebody has installed, and what they answer goes through our checkers.

#include <cstdint>
#include <string>

namespace yilin::bench {

struct PeerAnswer {
  std::string text;  // what the program wrote
  double cpu_s = 0;
};

// VROOM: `problem` in its JSON format, the answer too; one thread, `level` is its -x. Throws with the program's own words when it fails.
PeerAnswer run_vroom(const std::string& program, const std::string& problem, int level);

// PyVRP's command line: `problem` in Solomon's format, arcs cut to one decimal; the answer is a .sol.
PeerAnswer run_pyvrp(const std::string& program, const std::string& problem, double seconds, std::uint64_t seed);

}  // namespace yilin::bench
