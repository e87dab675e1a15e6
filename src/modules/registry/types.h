#pragma once
// Elders and who stands around them. Dates "to" are last valid days; none = open. Degrees are multiplied by 10⁶; 0/0 = not
// placed. Tables have the names in the comments.

#include <cstdint>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/identity.h"
#include "base/region_code.h"
#include "base/time.h"
#include "kernel/entity/codec.h"

namespace yilin::registry {

using LabelId = Id<struct ElderLabelTag>;
using PairId = Id<struct DuplicatePairTag>;
using MergeId = Id<struct ElderMergeTag>;
using MigrationId = Id<struct MigrationTag>;

enum class Living : std::uint8_t { unknown = 0, alone = 1, empty_nest = 2, left_behind = 3, with_family = 4, institution = 5 };
// Levels of GB/T 42195-2022.
enum class Ability : std::int8_t { unassessed = -1, able = 0, mild = 1, moderate = 2, severe = 3, complete = 4 };
enum class ElderState : std::uint8_t { active = 1, dead = 2, moved_away = 3, merged = 4 };
enum class PhoneUse : std::uint8_t { own = 1, shared = 2, none = 3 };  // shared: a relative's or neighbour's set
enum class Datum : std::uint8_t { unknown = 0, gcj02 = 1, wgs84 = 2, cgcs2000 = 3 };
enum class Source : std::uint8_t { desk = 1, import = 2, simulated = 3, hotline = 4 };
enum class Marital : std::uint8_t { unknown = 0, single = 1, married = 2, widowed = 3, divorced = 4 };

// 特殊困难标签. The value is the bit in every mask of labels: < 32, never reused.
enum class Label : std::uint8_t {
  extreme_poverty = 1,     // 特困
  subsistence = 2,         // 低保
  near_subsistence = 3,    // 低保边缘
  disabled = 4,            // 失能
  dementia = 5,            // 失智
  severe_disability = 6,   // 重残
  family_planning = 7,     // 计生特殊家庭
  preferential = 8,        // 优抚
  lost_only_child = 9,     // 失独
  key_visit = 10,          // 重点探访
  semi_disabled = 11,      // 半失能
  model_worker = 12,       // 劳模
};
constexpr std::uint32_t bit(Label label) { return 1u << static_cast<int>(label); }

enum class Relation : std::uint8_t {
  other = 0, spouse = 1, son = 2, daughter = 3, child_in_law = 4, grandchild = 5, sibling = 6, relative = 7,
  neighbour = 8, community = 9, organisation = 10,
};
enum class PairState : std::uint8_t { open = 1, merged = 2, distinct = 3 };
enum class MergeState : std::uint8_t { merged = 1, undone = 2 };
// pull: where she now lives asks the place that has her; push: the place that has her hands her over.
enum class MigrationKind : std::uint8_t { pull = 1, push = 2 };
enum class MigrationState : std::uint8_t { open = 1, accepted = 2, refused = 3, withdrawn = 4 };
enum class SecretField : std::uint8_t { id_card = 1, phone = 2, contact_phone = 3 };

// Table elder. The columns that the memory of the population is loaded from stand first.
struct Elder {
  ElderId id;
  std::int64_t id_card_index = 0;  // blind indexes; 0 = no number
  std::int64_t phone_index = 0;
  std::int64_t match_key = 0;      // hashes of name and pinyin (matching.h)
  RegionCode region;               // community
  Date birth;                      // none: unknown
  Sex sex = Sex::unknown;
  Living living = Living::unknown;
  Ability ability = Ability::unassessed;
  ElderState state = ElderState::active;
  HouseholdId household_id;
  std::int64_t lon_e6 = 0, lat_e6 = 0;
  std::string name;
  std::string pinyin, initials;    // pinyin: syllables parted by blanks
  Datum datum = Datum::unknown;
  PhoneUse phone_use = PhoneUse::own;
  IdCard id_card;
  Phone phone;
  std::string address;
  std::string ethnicity;
  Marital marital = Marital::unknown;
  Date died_on;
  std::string moved_to;            // moved_away: where, in words
  ElderId merged_into;
  Source source = Source::desk;
  std::int64_t run_id = 0;         // the bulk run that brought her; 0 otherwise
  std::int64_t version = 1;
  Instant created_at, updated_at;
  static const entity::Table& fields();
};

// Table elder_label.
struct ElderLabel {
  LabelId id;
  ElderId elder_id;
  Label label = Label::extreme_poverty;
  Date valid_from, valid_to;
  std::string evidence;            // document or decision it rests on
  bool verified = false;           // false: claimed, 待核实
  Instant created_at;
  static const entity::Table& fields();
};

// Table contact: family, guardians, neighbours.
struct Contact {
  ContactId id;
  ElderId elder_id;
  std::string name;
  Relation relation = Relation::other;
  Phone phone;
  std::int64_t phone_index = 0;
  bool is_guardian = false;        // 监护人
  bool may_order = false;          // may act for her
  Date authority_until;            // none: until ended
  bool is_emergency = false;
  Date ended_on;
  std::int64_t version = 1;
  Instant created_at, updated_at;
  static const entity::Table& fields();
  bool acts_on(Date day) const {
    return (may_order || is_guardian) && !ended_on && (!authority_until || day <= authority_until);
  }
};

// Table household; its members by period lie in household_member(id, household_id, elder_id, from_date, to_date).
struct Household {
  HouseholdId id;
  RegionCode region;
  std::string address;
  Instant created_at;
  static const entity::Table& fields();
};

// ---- what comes in ----

struct NewLabel {
  Label label = Label::extreme_poverty;
  Date valid_from, valid_to;       // from: none = today
  std::string evidence;
  bool verified = false;
  static const entity::Table& fields();
};
struct NewContact {
  std::string name;
  Relation relation = Relation::other;
  Phone phone;
  bool is_guardian = false, may_order = false, is_emergency = false;
  Date authority_until;
  static const entity::Table& fields();
};
struct NewElder {
  std::string name;
  IdCard id_card;                  // birth and sex come from it; given ones must agree
  Date birth;
  Sex sex = Sex::unknown;
  Phone phone;
  PhoneUse phone_use = PhoneUse::own;
  RegionCode region;
  std::string address;
  std::int64_t lon_e6 = 0, lat_e6 = 0;
  Datum datum = Datum::unknown;
  Living living = Living::unknown;
  Ability ability = Ability::unassessed;
  std::string ethnicity;
  Marital marital = Marital::unknown;
  std::vector<NewLabel> labels;
  std::vector<NewContact> contacts;
  static const entity::Table& fields();
};

// ---- what goes out ----

// What other modules and lists show of an elder.
struct ElderBrief {
  ElderId id;
  std::string name;
  Sex sex = Sex::unknown;
  Date birth;
  std::int32_t age = -1;           // −1: birth unknown
  RegionCode region;
  std::string region_name;         // from the county down
  std::string address;
  std::int64_t lon_e6 = 0, lat_e6 = 0;
  std::vector<Label> labels;       // held and verified today
  Ability ability = Ability::unassessed;
  Living living = Living::unknown;
  ElderState state = ElderState::active;
  Phone phone;
  PhoneUse phone_use = PhoneUse::own;
  static const entity::Table& fields();
};

std::span<const entity::EnumName> enum_names(Living);
std::span<const entity::EnumName> enum_names(Ability);
std::span<const entity::EnumName> enum_names(ElderState);
std::span<const entity::EnumName> enum_names(PhoneUse);
std::span<const entity::EnumName> enum_names(Datum);
std::span<const entity::EnumName> enum_names(Source);
std::span<const entity::EnumName> enum_names(Marital);
std::span<const entity::EnumName> enum_names(Label);
std::span<const entity::EnumName> enum_names(Relation);
std::span<const entity::EnumName> enum_names(PairState);
std::span<const entity::EnumName> enum_names(MergeState);
std::span<const entity::EnumName> enum_names(MigrationKind);
std::span<const entity::EnumName> enum_names(MigrationState);
std::span<const entity::EnumName> enum_names(SecretField);

}  // namespace yilin::registry
