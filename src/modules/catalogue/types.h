#pragma once
// What the catalogue says: service items, their price ceilings, who pays which share, and monthly quotas. Everything but
// the enums is dated data keyed by region (country < province < city < county: the deepest region that has a valid row
// wins). Amounts are fen, ratios basis points, ages completed years, abilities the levels 0–4 of GB/T 42195-2022. The last
// day of a validity (valid_to) is included, none = until further notice; a row with valid_to < valid_from was withdrawn.

#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/money.h"
#include "base/region_code.h"
#include "base/time.h"
#include "kernel/entity/codec.h"
#include "modules/registry/types.h"

namespace yilin::catalogue {

using registry::Ability;
using registry::Label;
using registry::Living;
using PriceId = Id<struct PriceTag>;
using PayerRuleId = Id<struct PayerRuleTag>;
using QuotaRuleId = Id<struct QuotaRuleTag>;

// 六助 and the other classes of GB/T 43153-2023.
enum class Category : std::uint8_t {
  meal = 1, bath = 2, cleaning = 3, medical = 4, outing = 5, emergency = 6, nursing = 7,
  health = 8, visiting = 9, comfort = 10, errands = 11, rehabilitation = 12, adaptation = 13,
};
enum class Unit : std::uint8_t { time = 1, hour = 2, meal = 3, trip = 4, piece = 5, night = 6, day = 7, home = 8 };

// What a worker can do; values are bits of a mask (skill_mask), so < 32.
enum class Skill : std::uint8_t {
  daily_care = 1, bathing = 2, cooking = 3, housekeeping = 4, hairdressing = 5, delivery = 6, accompanying = 7,
  wheelchair = 8, basic_nursing = 9, medical_nursing = 10, rehabilitation = 11, counselling = 12, errands = 13,
  emergency_response = 14, driving = 15, home_adaptation = 16, assessment = 17,
};
// What a worker must hold; values are bits of a mask (licence_mask), so < 32.
enum class Licence : std::uint8_t {
  health_certificate = 1, care_worker = 2, registered_nurse = 3, rehabilitation_therapist = 4, driver = 5, first_aid = 6,
  social_worker = 7, counsellor = 8, assessor = 9, housekeeper = 10, electrician = 11,
};
// Independent proofs of a visit (orders collects them).
enum class Proof : std::uint8_t { tag = 1, code = 2, position = 3, photo = 4, callback = 5, signature = 6 };

enum class Payer : std::uint8_t {
  elder = 0, fiscal_central = 1, fiscal_province = 2, fiscal_city = 3, fiscal_county = 4,
  lottery = 5, care_insurance = 6, charity = 7, village = 8,
};
// How far a figure may be trusted.
enum class Confidence : std::uint8_t { sourced = 1, sample = 2 };
// What about an elder may be unknown when a condition asks for it.
enum class Fact : std::uint8_t { ability = 1, labels = 2, birth = 3, living = 4 };

// What is said about a service item; also the input that makes one.
struct ItemTerms {
  std::string code;  // stable: "bath_home"
  std::string name;
  Category category = Category::meal;
  Unit unit = Unit::time;
  std::int32_t duration_min = 60;       // of one unit
  std::int32_t duration_floor_min = 0;  // shorter at the door: flagged as shortened
  std::int32_t units_max = 1;           // of one order
  std::int32_t workers_needed = 1;
  std::vector<Skill> skills;            // each worker has all of them
  std::vector<Licence> licences;
  std::vector<Proof> proofs;            // evidence required
  bool review_required = false;         // the order waits for 审核 before it is scheduled
  std::string standard;                 // how it is done
  std::string basis;
  Confidence confidence = Confidence::sample;
  bool active = true;
  static const entity::Table& fields();
};
struct ServiceItem : ItemTerms {
  ServiceItemId id;
  std::int64_t version = 1;
  Instant created_at, updated_at;
  static const entity::Table& fields();
};

struct Validity {
  RegionCode region;                 // 0: the whole country
  Date valid_from, valid_to;
  bool valid_on(Date on) const { return valid_from <= on && (!valid_to || on <= valid_to); }
  bool withdrawn() const { return valid_to && valid_to < valid_from; }
};

struct PriceTerms : Validity {
  std::string item;                  // code
  Fen ceiling_fen;                   // of one unit
  std::string basis;
  Confidence confidence = Confidence::sample;
  static const entity::Table& fields();
};
struct Price : Validity {
  PriceId id;
  ServiceItemId item_id;
  Fen ceiling_fen;                   // of one unit
  std::string basis;
  Confidence confidence = Confidence::sample;
  std::int64_t version = 1;
  Instant created_at, updated_at;
  static const entity::Table& fields();
};

// For whom: every condition given must hold; one of `labels` and one of `living` is enough.
struct Condition : Validity {
  std::vector<Label> labels;         // empty: not asked
  std::vector<Living> living;        // empty: not asked
  std::optional<Ability> ability_min, ability_max;
  std::optional<std::int32_t> age_min;
};

// One payer's share of one benefit. Rows of a benefit share its code and name; the same `code` in a deeper region replaces
// the row of the region above. Within an `exclusive_group` only the benefit that comes first and applies pays.
struct PayerTerms : Condition {
  std::string code;                  // "home_care_poor.city"
  std::string benefit;               // "home_care_poor"
  std::string name;                  // of the benefit, for people
  std::vector<std::string> items;    // codes; items and categories both empty: every service
  std::vector<Category> categories;
  Payer payer = Payer::fiscal_county;
  BasisPoints ratio_bp;              // of the price
  std::optional<Fen> cap_fen;        // of one visit
  std::int32_t order_no = 0;         // who pays first
  std::string exclusive_group;
  bool from_quota = true;            // counts against the month's quota
  std::string basis;
  Confidence confidence = Confidence::sample;
  static const entity::Table& fields();
};
struct PayerRule : PayerTerms {
  PayerRuleId id;
  std::int64_t version = 1;
  Instant created_at, updated_at;
  static const entity::Table& fields();
};

bool pays_for(const PayerTerms& rule, const ItemTerms& item);

struct QuotaTerms : Condition {
  std::string code, name;
  Fen amount_fen;                    // a month
  std::string basis;
  Confidence confidence = Confidence::sample;
  static const entity::Table& fields();
};
struct QuotaRule : QuotaTerms {
  QuotaRuleId id;
  std::int64_t version = 1;
  Instant created_at, updated_at;
  static const entity::Table& fields();
};

// What is known about an elder when a quote or a quota is worked out.
struct ElderFacts {
  Date birth;                        // none: unknown
  Ability ability = Ability::unassessed;
  Living living = Living::unknown;
  std::uint32_t labels = 0;          // bits of Label: held on the day
  std::uint32_t labels_pending = 0;  // claimed but not verified
};

struct QuoteRequest {
  ServiceItemId item;
  RegionCode region;                 // the elder's community
  Date on;                           // day of the visit
  std::int64_t units = 1;
  std::optional<Fen> quota_left;     // what her month still has; none: not limited
};

struct QuotePart {
  Payer payer = Payer::elder;
  Fen amount_fen;
  std::string rule;        // code of the payer rule
  std::string name;        // of the rule, for people
  std::string basis;
  Confidence confidence = Confidence::sample;
  bool from_quota = false; // counts against the month's quota
  static const entity::Table& fields();
};

// 待核实: a payer rule that may apply once a fact is known, and what she would then pay.
struct OpenPoint {
  std::vector<Fact> facts;
  std::string sentence;
  std::string rule;
  Fen self_fen;
  static const entity::Table& fields();
};

// price = Σ parts + self, exactly.
struct Quote {
  ServiceItemId item_id;
  std::string item_name;
  std::int64_t units = 0;
  std::int64_t minutes = 0;     // planned length of the visit
  Fen unit_price_fen;
  Fen price_fen;
  Fen subsidy_fen;              // Σ parts
  Fen quota_fen;                // of it, taken from the month's quota
  Fen quota_short_fen;          // what the rules would have paid had the quota lasted
  Fen self_fen;
  std::vector<QuotePart> parts; // in the order in which they pay; none is zero
  std::vector<OpenPoint> open_points;
  std::string basis;            // of the price
  Confidence confidence = Confidence::sample;
  static const entity::Table& fields();
};

struct MonthlyQuota {
  Fen amount_fen;               // 0: none
  std::string rule, name, basis;
  Confidence confidence = Confidence::sample;
  std::vector<OpenPoint> open_points;  // self_fen holds the quota that would then be hers
  static const entity::Table& fields();
};

std::span<const entity::EnumName> enum_names(Category);
std::span<const entity::EnumName> enum_names(Unit);
std::span<const entity::EnumName> enum_names(Skill);
std::span<const entity::EnumName> enum_names(Licence);
std::span<const entity::EnumName> enum_names(Proof);
std::span<const entity::EnumName> enum_names(Payer);
std::span<const entity::EnumName> enum_names(Confidence);
std::span<const entity::EnumName> enum_names(Fact);

template <class Bit>
constexpr std::uint32_t bit(Bit b) { return 1u << static_cast<int>(b); }
template <class Bit>
std::uint32_t mask_of(const std::vector<Bit>& bits) {
  std::uint32_t mask = 0;
  for (const Bit b : bits) mask |= bit(b);
  return mask;
}

}  // namespace yilin::catalogue
