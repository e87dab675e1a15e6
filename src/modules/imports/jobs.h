#pragma once
// Jobs in the database: who may see them, which moves they may make, their errors and what they touched.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kernel/command/command.h"
#include "kernel/entity/json.h"
#include "kernel/lifecycle/lifecycle.h"
#include "modules/imports/views.h"

namespace yilin::imports {

using CallerPtr = std::shared_ptr<const access::Caller>;

inline constexpr std::size_t kErrorsMax = 50'000;     // kept of one job; more are only counted
inline constexpr Millis kFileKept = days(7);          // after the last change; then the file is erased
inline constexpr std::string_view kFileDeadline = "import.file";
inline constexpr std::string_view kResumeDeadline = "import.resume";
inline constexpr std::int64_t kStalledMax = 5;        // restarts in a row without progress; then a person is asked

std::span<const lifecycle::Transition<State>> moves();
// May these roles bring in rows of this kind.
const access::Permission& permission_of(Kind kind);
std::string file_path(const Kernel& kernel, ImportId id);
std::string run_name(ImportId id);                    // of registry::BulkElders

std::optional<Job> load(sql::Connection& db, const Kernel& kernel, ImportId id);
// With the caller's scope and rights inside. Error: not_found.
Result<Job> visible_job(command::Reader reader, ImportId id);
sql::Statement seen(const access::Caller& caller, RegionCode filter = {});
std::vector<ColumnUse> columns_of(const Job& job);
std::string columns_text(const std::vector<ColumnUse>& columns);

// Version and time are set here; browsers are told.
void store(command::Tx& tx, Job& job);
void tell(command::Tx& tx, const Job& job);
journal::Act act(std::string_view verb, const Job& job, std::string reason = {});
// Moves the job; error: illegal_move.
Status move(const access::Caller& caller, Job& job, std::string_view verb);

void add_errors(command::Tx& tx, ImportId job, std::int64_t row, std::span<const FieldError> errors);
// Removes the errors of an earlier pass, in slices; never on the writer's thread.
Status clear_errors(Kernel& kernel, const access::Caller& caller, ImportId job);

// Of the deadline: erases the file of a job that nobody needs any more.
Status forget_file(command::Tx& tx, ImportId id);
// The state of something at work that cannot go on: a check begins anew, the others are interrupted.
Status give_up(const access::Caller& caller, Job& job, std::string problem);

// At start: whatever a stop or a kill has left at work is due to go on once everything runs (resume.cpp).
void recover(Kernel& kernel);

}  // namespace yilin::imports
