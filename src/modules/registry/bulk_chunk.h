#pragma once
// One chunk of a bulk run on the writer's thread.

#include <vector>

#include "modules/registry/bulk_prepare.h"

namespace yilin::registry {

struct Chunk {
  std::int64_t first = 0;                 // position of its first row in the input
  std::vector<NewElder> rows;             // until prepared
  std::vector<PreparedElder> prepared;
  std::vector<BulkRow> fates;             // after the last try of store_chunk
  BulkElders::Totals totals;              // of this chunk
};

// Writes the rows and moves the run's position. May be called again after a failed group.
Status store_chunk(command::Tx& tx, std::int64_t run, Chunk& chunk,
                   const std::function<Status(command::Tx&, std::int64_t, std::span<const BulkRow>)>& in_chunk);

}  // namespace yilin::registry
