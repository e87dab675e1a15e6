#pragma once
// What screens see of orders: rows joined with names. Internal to orders.

#include "http/page.h"
#include "modules/orders/orders.h"

namespace yilin::orders {

struct OrderRow {                  // of a list
  OrderId id;
  ElderId elder_id;
  std::string elder_name, region_name, item_name, organisation_name;
  RegionCode region;
  Instant wanted_from, wanted_to, created_at;
  OrderState state = OrderState::placed;
  Channel channel = Channel::desk;
  Fen price_fen, self_fen;
  bool late = false;               // its visit should have begun
  static const entity::Table& fields();
};

struct AssignmentView {
  Assignment assignment;
  std::string worker_name, organisation_name;
  static const entity::Table& fields();
};
struct VisitView {
  Visit visit;
  std::vector<Flag> flags;
  std::vector<AssignmentView> assignments;
  std::vector<Evidence> evidence;
  std::vector<Correction> corrections;
  std::string rating_words;
  std::string service_code;        // for the elder, her family and the hotline only
  static const entity::Table& fields();
};
struct OrderView {
  Order order;
  std::string elder_name, region_name, item_name, organisation_name, placed_by_name;
  std::vector<VisitView> visits;
  static const entity::Table& fields();
};

struct OrderPath {
  OrderId id;
  static const entity::Table& fields();
};
struct VisitPath {
  VisitId id;
  static const entity::Table& fields();
};
struct OrderList {
  RegionCode region;
  std::vector<OrderState> state;
  ElderId elder;
  OrganisationId organisation;
  ServiceItemId item;
  Date from, to;                   // day it was placed
  PlanId plan;
  bool late = false;
  bool disputed = false;           // a visit of it is in dispute
  std::int64_t limit = http::kPageDefault;
  OrderId cursor;
  static const entity::Table& fields();
};

// One visit as the carer sees it on her phone.
struct CareVisit {
  AssignmentId assignment_id;
  VisitId visit_id;
  AssignmentState state = AssignmentState::offered;
  VisitState visit_state = VisitState::planned;
  Instant planned_start, planned_end, expires_at, checked_in_at, checked_out_at;
  std::string elder_name, address, region_name, item_name, standard, note;
  Phone elder_phone;
  std::int64_t lon_e6 = 0, lat_e6 = 0;
  std::int32_t minutes = 0, workers_needed = 1;
  std::vector<catalogue::Proof> proofs;
  static const entity::Table& fields();
};
struct CareDay {
  std::vector<CareVisit> visits;
  static const entity::Table& fields();
};
Result<OrderView> show_order(command::Reader& reader, const OrderPath& in);
Result<http::Page<OrderRow>> list_orders(command::Reader& reader, const OrderList& in);
Result<CareDay> care_today(command::Reader& reader);

}  // namespace yilin::orders
