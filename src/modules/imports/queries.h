#pragma once
// What screens see of jobs. Internal to imports.

#include "modules/imports/jobs.h"

namespace yilin::imports {

Result<http::Page<Job>> list_jobs(command::Reader& reader, const ImportQuery& in);
Result<JobView> show_job(command::Reader& reader, const ImportPath& in);
Result<Preview> preview(command::Reader& reader, const ImportPath& in);
Result<http::Page<RowError>> list_errors(command::Reader& reader, const RowsQuery& in);
Result<http::Page<KeptRow>> list_kept(command::Reader& reader, const RowsQuery& in);
JobView view_of(command::Reader reader, Job job);
// Whoever uploaded the file, and the machine's administrator.
bool mine(const access::Caller& caller, const Job& job);

}  // namespace yilin::imports
