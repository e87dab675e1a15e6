#pragma once
// Another solver's program on the same case, in the same run. None comes with this project: --vroom names a program that
// somebody has installed, and what it answers goes through our checker.

#include <string>

namespace yilin::bench {

struct PeerAnswer {
  std::string text;  // what the program wrote
  double cpu_s = 0;
};

// VROOM: `problem` in its JSON format, the answer too; one thread, `level` is its -x. Throws with the program's own words when it fails.
PeerAnswer run_vroom(const std::string& program, const std::string& problem, int level);

}  // namespace yilin::bench
