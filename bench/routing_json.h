#pragma once
// A problem in VROOM's input format with our own fields, so that the independent checker can read it.

#include <string>

#include "engines/routing/problem.h"

namespace yilin::bench {

// Ids must be numbers; skills and carers are written by index (a carer's id is its own), places too where there is a matrix.
std::string vroom_text(const routing::Problem&);

}  // namespace yilin::bench
