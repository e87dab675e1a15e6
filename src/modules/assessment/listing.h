#pragma once
// What several lists share. Internal to assessment.

#include <map>

#include "modules/assessment/rows.h"
#include "modules/assessment/views.h"

namespace yilin::assessment {

std::vector<AssessmentRow> rows_of(command::Reader& reader, const std::vector<Assessment>& found);
std::map<AssessorId, std::string> assessor_names(command::Reader& reader, std::span<const AssessorId> ids);
// " AND (…)" on table assessment as t: the caller is one of its assessors.
sql::Statement mine(const access::Caller& caller);

}  // namespace yilin::assessment
