#pragma once
// What the registry's routes take and give, beyond the types that other modules know.

#include <optional>
#include <string>
#include <vector>

#include "http/page.h"
#include "modules/registry/matching.h"
#include "modules/registry/types.h"

namespace yilin::registry {

struct ElderPath {
  ElderId id;
  static const entity::Table& fields();
};

// ---- lists ----

struct ElderQuery {
  std::string q;                 // name, pinyin, initials, phone, ID number, last four, or a community's name
  RegionCode region;
  std::vector<Label> label;      // any of them
  std::optional<Living> living;
  std::optional<Ability> ability;
  std::optional<Sex> sex;
  std::optional<std::int32_t> age_min, age_max;
  std::optional<ElderState> state;
  std::int32_t limit = http::kPageDefault;
  std::string cursor;
  static const entity::Table& fields();
};
using ElderPage = http::Page<ElderBrief>;

// ---- one elder ----

struct HouseholdPerson {
  ElderId id;
  std::string name;
  Sex sex = Sex::unknown;
  std::int32_t age = -1;
  static const entity::Table& fields();
};

struct ElderDetail {
  Elder elder;
  std::int32_t age = -1;
  std::string region_name;
  std::vector<Label> labels_now;           // verified and valid today
  std::vector<ElderLabel> labels;          // all, with validity
  std::vector<Contact> contacts;
  std::vector<HouseholdPerson> household;  // who lives with her
  std::int32_t open_duplicates = 0;
  std::optional<MigrationId> open_migration;
  static const entity::Table& fields();
};

struct FieldChange {
  std::string field, label, before, after;
  static const entity::Table& fields();
};
struct TimelineItem {
  std::string id;
  Instant at;
  std::string verb, title;                 // "order.place", 下单
  std::string subject_kind;
  std::string subject;
  std::string actor;
  bool on_behalf = false;
  std::string reason;
  std::vector<FieldChange> changes;
  static const entity::Table& fields();
};
using Timeline = http::Page<TimelineItem>;
struct TimelineQuery {
  ElderId id;
  std::int32_t limit = http::kPageDefault;
  std::string cursor;
  static const entity::Table& fields();
};

struct Viewer {
  Instant at;
  std::string actor;
  std::string field;
  std::string reason;
  static const entity::Table& fields();
};
using ViewerPage = http::Page<Viewer>;

// ---- commands ----

struct UpdateElder {
  ElderId id;
  std::int64_t version = 0;
  NewElder elder;                          // without labels and contacts
  std::string reason;
  static const entity::Table& fields();
};
struct RevealField {
  ElderId id;
  SecretField field = SecretField::phone;
  ContactId contact_id;
  std::string reason;
  static const entity::Table& fields();
};
struct Revealed {
  SecretField field = SecretField::phone;
  std::string value;
  static const entity::Table& fields();
};
struct ReportDeath {
  ElderId id;
  std::int64_t version = 0;
  Date died_on;
  std::string evidence;
  static const entity::Table& fields();
};
struct MoveElder {                         // inside the caller's own scope
  ElderId id;
  std::int64_t version = 0;
  RegionCode region;
  std::string address;
  std::int64_t lon_e6 = 0, lat_e6 = 0;
  std::string reason;
  static const entity::Table& fields();
};
struct LeaveCity {
  ElderId id;
  std::int64_t version = 0;
  std::string moved_to;
  std::string reason;
  static const entity::Table& fields();
};
struct WithReason {
  ElderId id;
  std::int64_t version = 0;
  std::string reason;
  static const entity::Table& fields();
};
struct AddLabel {
  ElderId id;
  Label label = Label::extreme_poverty;
  Date valid_from, valid_to;
  std::string evidence;
  bool verified = false;
  static const entity::Table& fields();
};
struct EndLabel {
  ElderId id;
  LabelId label_id;
  Date valid_to;                           // none: yesterday
  std::string reason;
  static const entity::Table& fields();
};
struct VerifyLabel {
  ElderId id;
  LabelId label_id;
  std::string evidence;
  static const entity::Table& fields();
};
struct AddContact {
  ElderId id;
  NewContact contact;
  static const entity::Table& fields();
};
struct UpdateContact {
  ElderId id;
  ContactId contact_id;
  std::int64_t version = 0;
  NewContact contact;
  static const entity::Table& fields();
};
struct EndContact {
  ElderId id;
  ContactId contact_id;
  std::string reason;
  static const entity::Table& fields();
};
struct JoinHousehold {
  ElderId id;
  ElderId with_elder_id;                   // none: leaves her household
  static const entity::Table& fields();
};
struct Written {                           // the answer of most commands
  ElderId id;
  std::int64_t version = 0;
  static const entity::Table& fields();
};
struct Created {
  ElderId id;
  std::int64_t version = 1;
  std::int32_t duplicates = 0;             // pairs to look at
  static const entity::Table& fields();
};

// ---- duplicates ----

struct DuplicateQuery {
  RegionCode region;
  std::optional<PairState> state;
  ElderId elder;
  std::int32_t limit = http::kPageDefault;
  std::string cursor;
  static const entity::Table& fields();
};
struct DuplicateView {
  PairId id;
  std::int32_t score = 0;
  std::vector<matching::Reason> reasons;
  PairState state = PairState::open;
  std::string note;
  ElderBrief a, b;
  static const entity::Table& fields();
};
using DuplicatePage = http::Page<DuplicateView>;

enum class PairDecision : std::uint8_t { merge = 1, distinct = 2 };
std::span<const entity::EnumName> enum_names(PairDecision);
struct DecidePair {
  PairId id;
  PairDecision decision = PairDecision::distinct;
  ElderId keep;                            // merge: who stays
  std::string reason;
  static const entity::Table& fields();
};
struct PairDecided {
  PairId id;
  PairState state = PairState::open;
  ElderId kept;
  MergeId merge_id;
  static const entity::Table& fields();
};
struct MergeView {
  MergeId id;
  ElderId kept, merged;
  std::string merged_name;
  MergeState state = MergeState::merged;
  std::string reason;
  Instant at;
  static const entity::Table& fields();
};
struct MergeList {
  std::vector<MergeView> items;
  static const entity::Table& fields();
};
struct UndoMerge {
  MergeId id;
  std::string reason;
  static const entity::Table& fields();
};

struct CheckDuplicates {
  std::string name;
  IdCard id_card;
  Date birth;
  Phone phone;
  RegionCode region;
  static const entity::Table& fields();
};
struct LikelyDuplicate {
  std::int32_t score = 0;
  std::vector<matching::Reason> reasons;
  bool elsewhere = false;                  // registered outside the caller's scope: nothing more is said
  std::optional<ElderBrief> elder;
  static const entity::Table& fields();
};
struct LikelyDuplicates {
  std::vector<LikelyDuplicate> items;
  static const entity::Table& fields();
};

// ---- handing over ----

struct AskMigration {                      // pull
  IdCard id_card;
  RegionCode region;
  std::string address;
  std::string reason;
  static const entity::Table& fields();
};
struct HandOver {                          // push
  ElderId id;
  RegionCode region;
  std::string address;
  std::string reason;
  static const entity::Table& fields();
};
struct MigrationQuery {
  bool waiting_for_me = false;
  std::optional<MigrationState> state;
  std::int32_t limit = http::kPageDefault;
  std::string cursor;
  static const entity::Table& fields();
};
struct MigrationView {
  MigrationId id;
  ElderId elder_id;                        // only for the side that has her
  std::string elder_name;                  // masked for the other side
  MigrationKind kind = MigrationKind::pull;
  MigrationState state = MigrationState::open;
  std::string from_name, to_name;          // the asking side sees the county of `from` only
  RegionCode to_region;
  std::string to_address;
  std::string reason;
  std::string asked_name, decided_name, decision_reason;
  bool waiting_for_me = false;
  Instant created_at, decided_at;
  static const entity::Table& fields();
};
using MigrationPage = http::Page<MigrationView>;
struct DecideMigration {
  MigrationId id;
  std::string reason;
  static const entity::Table& fields();
};

}  // namespace yilin::registry
