#pragma once
// The life of a version. Each command has its `prepare_…`, which compiles off the writer's thread and refuses what cannot be.

#include "modules/policy/library.h"
#include "modules/policy/views.h"

namespace yilin::policies {

inline constexpr std::int64_t kOpenVersionsMax = 200;      // drafts and what is under way
inline constexpr std::string_view kActivation = "rules.activate";  // deadline

bool whole_city(const Kernel& kernel, const access::Caller& caller);
// A stored version, compiled whether it is right or not.
Result<CompilationPtr> compiled(command::Reader& reader, RuleVersionId id, bool examples);

Status prepare_begin(command::Reader& reader, BeginDraft& in);
Result<VersionView> begin_draft(command::Tx& tx, const BeginDraft& in);

Status prepare_save(command::Reader& reader, SaveFile& in);
Result<EditedFile> save_file(command::Tx& tx, const SaveFile& in);
Status prepare_row(command::Reader& reader, EditRow& in);
Result<EditedFile> edit_row(command::Tx& tx, const EditRow& in);
Status prepare_add(command::Reader& reader, AddFile& in);
Result<FileInfo> add_file(command::Tx& tx, const AddFile& in);
Result<VersionView> remove_file(command::Tx& tx, const RemoveFile& in);

Status prepare_submit(command::Reader& reader, Step& in);
Result<VersionView> submit(command::Tx& tx, const Step& in);
Result<VersionView> approve(command::Tx& tx, const Step& in);
Status prepare_sign(command::Reader& reader, Step& in);
Result<VersionView> sign(command::Tx& tx, const Step& in);
Result<VersionView> give_back(command::Tx& tx, const Step& in);
Result<VersionView> withdraw(command::Tx& tx, const Step& in);
Status prepare_merge(command::Reader& reader, Step& in);
Result<VersionView> merge(command::Tx& tx, const Step& in);
Status prepare_schedule(command::Reader& reader, Schedule& in);
Result<VersionView> schedule(command::Tx& tx, const Schedule& in);
Status prepare_confirm(command::Reader& reader, ConfirmBoundary& in);
Result<Confirmed> confirm(command::Tx& tx, const ConfirmBoundary& in);

// Boundary cases of a version against the one it is based on.
Result<std::shared_ptr<const BoundaryList>> boundary_of(command::Reader& reader, const RuleVersion& version);

// ---- the day comes; the first start ----
Status activate(command::Tx& tx, RuleVersionId id);
// Compiles what is in force and what is scheduled; on an empty database the shipped rules become version 1. Throws
// sql::Failure (a Chinese sentence) when what is in force does not compile: nothing is decided by rules that nobody can read.
void load(Kernel& kernel);

}  // namespace yilin::policies
