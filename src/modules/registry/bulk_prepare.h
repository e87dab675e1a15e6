#pragma once
// One row of a bulk run made ready off the writer's thread: checked, sealed, spelled, tokenised.

#include <vector>

#include "modules/registry/bulk_runs.h"
#include "modules/registry/memory.h"
#include "modules/registry/rules.h"

namespace yilin::registry {

struct PreparedElder {
  BulkRow row;
  Person person;                                       // with her id, unless refused or known
  std::vector<sql::Value> elder;                       // columns in the order of elder_columns()
  std::vector<std::vector<sql::Value>> labels, contacts;
  std::vector<command::Deadline> deadlines;
  std::vector<std::int64_t> tokens;
};

// Columns of the tables in the order of the values, for BulkInsert.
std::span<const sql::Literal> elder_columns();
std::span<const sql::Literal> label_columns();
std::span<const sql::Literal> contact_columns();

class Preparer {
 public:
  Preparer(Kernel& kernel, IdBlock& ids, std::int64_t run, Source source)
      : kernel_(kernel), memory_(memory(kernel)), ids_(ids), run_(run), source_(source) {}
  // Error: the ids could not be drawn. A row that is wrong in itself is a refused row.
  Result<std::vector<PreparedElder>> prepare(std::vector<NewElder> rows) const;

 private:
  void fill(PreparedElder& out, Elder elder, const NewElder& in, std::span<const std::int64_t> ids, Date today) const;

  Kernel& kernel_;
  Memory& memory_;
  IdBlock& ids_;
  std::int64_t run_;
  Source source_;
};

}  // namespace yilin::registry
