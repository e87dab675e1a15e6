#pragma once
// Versions of the rule book: each is a whole set of rule files, written as a draft, checked and signed by three people, and in
// force from a day on. What the files say is engines/policy's.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/region_code.h"
#include "base/time.h"
#include "kernel/entity/codec.h"

namespace yilin::policies {

using RuleVersionId = Id<struct RuleVersionTag>;
using RuleFileId = Id<struct RuleFileTag>;
using BoundaryId = Id<struct BoundaryTag>;

inline constexpr std::size_t kFileBytesMax = 256 * 1024;      // of one rule file
inline constexpr std::size_t kFilesMax = 60;                  // of a version
inline constexpr std::size_t kBookBytesMax = 2 * 1024 * 1024; // of a version
inline constexpr std::size_t kFileCharsMax = 100'000;
inline constexpr std::size_t kFileNameMax = 100;

enum class State : std::uint8_t {
  draft = 1,       // 草拟
  in_review = 2,   // 待复核
  reviewed = 3,    // 待签发
  signed_off = 4,  // 已签发
  scheduled = 5,   // 已排期
  active = 6,      // 施行中
  superseded = 7,  // 已停用
  withdrawn = 8,   // 已撤回
};
std::span<const entity::EnumName> enum_names(State);

struct RuleVersion {
  RuleVersionId id;
  std::int64_t number = 0;      // 1, 2, 3 … as they were begun
  State state = State::draft;
  RuleVersionId based_on;       // none: shipped with the system
  Date activate_on;             // once scheduled
  std::string digest;           // SM3 over names and texts, 64 hex digits
  std::string note;             // what it is for
  std::string reason;           // of the last return or withdrawal
  UserId author, reviewer, signer;
  std::string author_name, reviewer_name, signer_name;
  Instant created_at, submitted_at, reviewed_at, signed_at, activated_at, ended_at, updated_at;
  std::int64_t version = 1;     // of this row: every change of state or file counts it up
  static const entity::Table& fields();
};

struct RuleFile {
  RuleFileId id;
  RuleVersionId version_id;
  std::string name;             // "濮阳市/福利补贴.txt"
  std::string text;
  std::string digest;           // SM3 of the text
  std::int64_t bytes = 0;
  UserId updated_by;
  std::string updated_name;
  Instant updated_at;
  std::int64_t version = 1;     // a save names the one it was typed over
  static const entity::Table& fields();
};

// ---- changes to a version: scenarios, and drafts made from them ----

struct FileChange {
  std::string name;
  std::optional<std::string> text;  // none: the file goes
  static const entity::Table& fields();
};
struct ParameterChange {
  std::string parameter;            // "高龄津贴标准.八十"
  RegionCode region;                // 0: the country
  Month from;
  std::optional<Month> to;          // last month it holds; none: open
  std::string value;                // as an author types it: "60元"
  static const entity::Table& fields();
};
struct Changes {
  std::vector<FileChange> files;
  std::vector<ParameterChange> parameters;
  bool empty() const { return files.empty() && parameters.empty(); }
};

}  // namespace yilin::policies
