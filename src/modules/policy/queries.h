#pragma once
// Reading versions and what their rules say.

#include "modules/policy/views.h"

namespace yilin::policies {

VersionView view_of(command::Reader& reader, RuleVersion version);
EditedFile edited(command::Reader& reader, const RuleVersion& version, const RuleFile& file);

Result<http::Page<RuleVersion>> list_versions(command::Reader& reader, const VersionQuery& in);
Result<VersionView> show_version(command::Reader& reader, const VersionPath& in);
Result<History> history(command::Reader& reader, const VersionPath& in);
Result<RuleFile> show_file(command::Reader& reader, const FilePath& in);
Result<FileTables> tables(command::Reader& reader, const FilePath& in);
Result<BoundaryReport> boundary(command::Reader& reader, const VersionPath& in);
Result<diff::Report> differences(command::Reader& reader, const DiffQuery& in);
Result<CheckReport> check(command::Reader& reader, const CheckInput& in);

Result<http::Page<ParameterRow>> list_parameters(command::Reader& reader, const ParameterQuery& in);
Result<RuleList> list_rules(command::Reader& reader, const RulesQuery& in);
Result<Tried> try_rules(command::Reader& reader, const TryInput& in);

}  // namespace yilin::policies
