#pragma once
// A problem in VROOM's input format with our own fields, so that the independent checker can read it.

#include <string>

#include "engines/routing/problem.h"

namespace yilin::bench {

// Ids must be numbers; skills, places and carers are written by index (a carer's id is its own).
std::string vroom_text(const routing::Problem&);

}  // namespace yilin::bench
