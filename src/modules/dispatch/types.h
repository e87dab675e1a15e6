#pragma once
// Who looks for a carer for a visit, and what was found. Tables have the names in the comments.

#include <cstdint>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/region_code.h"
#include "base/time.h"
#include "kernel/entity/codec.h"
#include "modules/orders/types.h"

namespace yilin::dispatch {

using CaseId = Id<struct DispatchCaseTag>;
using RefusalId = Id<struct ElderRefusalTag>;

// automatic: the machine offers to one after the other; escalated: it has given up, a human must look; manual: a human has
// taken it over, the machine keeps away until it is given back; done: staffed, or the visit will not take place; held: left to
// the plan of its day, the machine begins when that has had its time.
enum class CaseState : std::uint8_t { automatic = 1, escalated = 2, manual = 3, done = 4, held = 5 };
std::span<const entity::EnumName> enum_names(CaseState);

// Table dispatch_case.
struct Case {
  CaseId id;
  VisitId visit_id;
  ElderId elder_id;
  RegionCode region;
  OrganisationId organisation_id;  // asked for by the order; none: any
  WorkerId wanted_worker_id;       // asked for by the plan or the elder; none: any
  CaseState state = CaseState::automatic;
  std::int32_t tries = 0;          // offers of this round that ended without a yes
  std::string why;                 // of an escalation
  Instant waiting_since;           // who refused since then is not asked again
  Instant round_since;             // who let an offer lapse since then is not asked again
  Instant escalated_at;
  std::int64_t version = 1;
  Instant created_at, updated_at;
  static const entity::Table& fields();
};

// Table elder_refusal: this elder does not want this worker. Taking it back deletes the row; the journal keeps both.
struct Refusal {
  RefusalId id;
  ElderId elder_id;
  WorkerId worker_id;
  RegionCode region;               // the elder's community
  std::string reason;
  UserId by_user;
  Instant at;
  static const entity::Table& fields();
};

// A visit as every board of a day shows it.
struct BoardVisit {
  VisitId visit_id;
  OrderId order_id;
  ElderId elder_id;
  std::string elder_name, region_name, address, item_name;
  RegionCode region;
  std::int64_t lon_e6 = 0, lat_e6 = 0;  // of the elder's home; none: not known
  Instant planned_start, planned_end;
  orders::VisitState state = orders::VisitState::planned;
  std::int32_t workers_needed = 1;
};
// What a board's own table of rows (derived from BoardVisit) begins with, and then its own.
entity::Table board_table(std::string_view name, std::string_view label, std::vector<entity::Field> own);

// One part of a score, for people.
struct ScorePart {
  std::string label;
  std::int32_t points = 0;
  std::string sentence;
  static const entity::Table& fields();
};

}  // namespace yilin::dispatch
