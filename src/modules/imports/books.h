#pragma once
// Workbooks that imports give out: templates, and the rows that were wrong. Internal to imports.

#include "modules/imports/queries.h"

namespace yilin::imports {

// Chinese headers, one example row, and a second sheet that says what goes where.
Status write_template(const std::string& path, Kind kind, Kernel& kernel);
// The rows of the file that have errors, as they were, with what is wrong beside them and at the cells.
Status write_errors(const std::string& path, const Job& job, command::Reader& reader);

}  // namespace yilin::imports
