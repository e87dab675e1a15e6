#pragma once
// The façade of the rules: what is in force, any earlier or coming version, and what-ifs. Rule sets are immutable and shared:
// hold a pointer for one piece of work. Compiling takes tens of milliseconds and is bounded; it never runs on the writer's thread.

#include <memory>
#include <string>

#include "engines/policy/compile.h"
#include "kernel/command/tx.h"
#include "modules/policy/types.h"

namespace yilin::policies {

namespace errors {
inline constexpr ErrorKind broken{"policies.broken", 422, "规则有错误，请按提示修改。", "The rules do not compile."};
inline constexpr ErrorKind too_large{"policies.too_large", 422, "规则文件过大或过多。", "Too many or too large rule files."};
inline constexpr ErrorKind bad_parameter{"policies.bad_parameter", 422, "标准的改动填写不正确。", "The change of a parameter is wrong."};
inline constexpr ErrorKind same_person{"policies.same_person", 409, "起草、复核、签发须由不同的人办理。", "Each step is taken by another person."};
inline constexpr ErrorKind base_moved{"policies.base_moved", 409, "起草所依据的版本已不再施行，请先合并到现行版本。", "The version it is based on is no longer in force."};
inline constexpr ErrorKind already_scheduled{"policies.already_scheduled", 409, "已有一个版本排定施行，请先撤回或等它施行。", "Another version is scheduled."};
inline constexpr ErrorKind unconfirmed{"policies.unconfirmed", 409, "还有边界情形没有人确认。", "Boundary cases are not confirmed."};
inline constexpr ErrorKind merge_conflict{"policies.merge_conflict", 409, "同一个文件在现行版本中也有改动，请先手工合并。", "The same file has changed on both sides."};
inline constexpr ErrorKind altered{"policies.altered", 409, "规则文字与登记的指纹不符，可能被人改动，请核查数据库。", "The stored text does not match its digest."};
inline constexpr ErrorKind no_changes{"policies.no_changes", 409, "与所依据的版本没有差别。", "Nothing differs from the base version."};
}  // namespace errors

using Rules = std::shared_ptr<const policy::RuleSet>;

// Announced inside the transaction that puts a version in force; in_force() gives it once that has been committed.
struct RulesActivated {
  RuleVersionId version, before;
  Date from;
};

struct InForce {
  RuleVersionId version;
  std::int64_t number = 0;
  std::string digest;
  Rules rules;  // never null
};
InForce present(Kernel& kernel);
// The rule set in force today.
Rules in_force(Kernel& kernel);

// A stored version, compiled; the last ones stay in memory. Errors: not_found, broken (a draft), altered, busy.
Result<Rules> version(command::Reader& reader, RuleVersionId id);

// A scenario: `base` with files put, removed or replaced and parameters overlaid. It may lack examples, everything else must
// hold. Errors: not_found, broken (fields: one per message, with file, line and column), bad_parameter, too_large, busy.
Result<Rules> with_changes(command::Reader& reader, RuleVersionId base, const Changes& changes);

// What a draft changes in the files of the version in force. Errors: not_found, base_moved (it was begun from an earlier one), no_changes.
Result<std::vector<FileChange>> draft_changes(command::Reader& reader, RuleVersionId draft);

// A draft out of a scenario, for sign-off. Parameter changes become rows of the 标准表 that holds the item. `prepare_draft` off the
// writer's thread, `create_draft` on it (it records the act).
struct NewDraft {
  RuleVersionId based_on;
  std::string note;
  Changes changes;
};
struct PreparedDraft {
  RuleVersionId based_on;
  std::string note, digest;
  std::vector<RuleFile> files;
};
Result<PreparedDraft> prepare_draft(command::Reader& reader, const NewDraft& in);
Result<RuleVersion> create_draft(command::Tx& tx, const PreparedDraft& in);

}  // namespace yilin::policies
