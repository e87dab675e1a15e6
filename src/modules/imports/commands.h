#pragma once
// What people do with a job. Each records its act. Internal to imports.

#include "modules/imports/queries.h"
#include "modules/imports/runner.h"

namespace yilin::imports {

Result<JobView> change_mapping(command::Tx& tx, const MappingInput& in);
Result<JobView> start_check(command::Tx& tx, Runner& runner, const ImportPath& in);
Result<JobView> start_run(command::Tx& tx, Runner& runner, const ImportPath& in);
Result<JobView> stop_job(command::Tx& tx, Runner& runner, const ImportPath& in);
Result<JobView> start_rollback(command::Tx& tx, Runner& runner, const RollbackInput& in);
Result<JobView> discard(command::Tx& tx, const ImportPath& in);

}  // namespace yilin::imports
