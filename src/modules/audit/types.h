#pragma once
// The journal as people read it.

#include <cstdint>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/region_code.h"
#include "base/time.h"
#include "http/page.h"
#include "kernel/entity/codec.h"

namespace yilin::audit {

using SubjectId = Id<struct SubjectTag>;

// Whether the personal part of an act (name, reason, payload) can still be read.
enum class Envelope : std::uint8_t { open = 0, erased = 1, damaged = 2 };
std::span<const entity::EnumName> enum_names(Envelope);

struct JournalFilter {
  std::string subject_kind, verb;
  SubjectId subject;
  ElderId elder;
  UserId actor;
  RegionCode region;
  Date from, to;  // days, both included
  std::int64_t limit = http::kPageDefault;
  std::string cursor;
  static const entity::Table& fields();
};

struct ActPath {
  std::int64_t seq = 0;
  static const entity::Table& fields();
};

struct ActView {
  std::int64_t seq = 0;
  Instant at;
  std::string verb, verb_label;
  std::string sentence;  // "王敏 下单，原因：…"
  UserId actor;
  std::string actor_name;
  ElderId on_behalf_of;
  OrganisationId organisation;
  std::string subject_kind;
  SubjectId subject;
  RegionCode region;
  std::string region_name;
  ElderId elder;
  std::string reason;
  Envelope envelope = Envelope::open;
  static const entity::Table& fields();
};

struct PayloadRequest {
  std::int64_t seq = 0;
  std::string reason;
  static const entity::Table& fields();
};
struct PayloadView {
  std::int64_t seq = 0;
  Envelope envelope = Envelope::open;
  std::string payload;  // JSON text; ID numbers and phones masked
  static const entity::Table& fields();
};

struct VerbView {
  std::string verb, label;
  static const entity::Table& fields();
};
struct VerbList {
  std::vector<VerbView> items;
  static const entity::Table& fields();
};

struct ChainProblem {
  std::string finding;
  std::int64_t seq = 0, last = 0;
  std::string sentence;
  static const entity::Table& fields();
};
struct ChainStatus {
  std::int64_t last_seq = 0, last_checkpoint = 0;  // acts behind the last checkpoint are not proved yet
  bool running = false;
  std::int64_t done = 0, total = 0;                // of the run under way
  Instant verified_at;                             // none: not since the server started
  bool sound = false;
  std::int64_t acts = 0, erased_payloads = 0;
  std::vector<ChainProblem> problems;
  static const entity::Table& fields();
};

}  // namespace yilin::audit
