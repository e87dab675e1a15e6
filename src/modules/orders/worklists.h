#pragma once
// The lists that the desk works through: complaints, call-backs, plans and flagged visits, with names. Internal to orders.

#include "http/page.h"
#include "modules/orders/inputs.h"

namespace yilin::orders {

struct ComplaintView {
  Complaint complaint;
  std::string elder_name, region_name, item_name, organisation_name, by_name, handled_by_name;
  static const entity::Table& fields();
};
struct ComplaintPath {
  ComplaintId id;
  static const entity::Table& fields();
};

struct CallbackView {
  Callback callback;
  std::string elder_name, region_name, item_name, organisation_name, worker_names, by_name;
  OrderId order_id;
  Instant planned_start;
  std::int32_t minutes = 0;             // as recorded; what the elder says is held against it
  std::vector<std::string> questions;   // the script, in order
  static const entity::Table& fields();
};
struct CallbackPath {
  CallbackId id;
  static const entity::Table& fields();
};

struct PlanView {
  OrderPlan plan;
  std::string elder_name, region_name, item_name, organisation_name, worker_name, by_name;
  static const entity::Table& fields();
};
struct PlanPath {
  PlanId id;
  static const entity::Table& fields();
};

struct FlaggedVisit {
  Visit visit;
  std::vector<Flag> flags;
  std::string elder_name, region_name, item_name, organisation_name;
  static const entity::Table& fields();
};
struct FlaggedList {
  RegionCode region;
  std::int64_t limit = http::kPageDefault;
  VisitId cursor;
  static const entity::Table& fields();
};

Result<http::Page<ComplaintView>> list_complaints(command::Reader& reader, const StateList& in);
Result<ComplaintView> show_complaint(command::Reader& reader, const ComplaintPath& in);
Result<http::Page<CallbackView>> list_callbacks(command::Reader& reader, const StateList& in);
Result<CallbackView> show_callback(command::Reader& reader, const CallbackPath& in);
Result<http::Page<PlanView>> list_plans(command::Reader& reader, const StateList& in);
Result<PlanView> show_plan(command::Reader& reader, const PlanPath& in);
Result<http::Page<FlaggedVisit>> flagged_visits(command::Reader& reader, const FlaggedList& in);

}  // namespace yilin::orders
