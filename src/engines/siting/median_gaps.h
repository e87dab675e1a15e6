#pragma once
// The p-median where some ways are missing. Whether p sites reach everybody at all is a set covering question; which of those plans is
// best is a p-median on the table with missing ways so long that a good plan avoids them. Internal to p_median.

#include "engines/siting/p_median.h"

namespace yilin::siting {

MedianPlan median_with_gaps(const MedianProblem& problem, const Effort& effort);

}  // namespace yilin::siting
