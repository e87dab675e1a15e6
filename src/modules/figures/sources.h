#pragma once
// Where each figure comes from, said once: counters that are made again and the rows behind a figure read the same. Internal
// to figures.

#include "kernel/sql/sql.h"
#include "modules/figures/types.h"

namespace yilin::figures {

// SELECT id, order_id, visit_id, elder_id, region, at, value: the rows that `metric` adds up.
sql::Statement source_of(Metric metric);

}  // namespace yilin::figures
