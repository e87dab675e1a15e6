#pragma once
// What screens send to orders. Internal to orders.

#include "http/page.h"
#include "modules/orders/orders.h"

namespace yilin::orders {

struct CancelInput {
  OrderId id;
  Reason reason = Reason::none;
  std::string reason_text;
  static const entity::Table& fields();
};
struct ReviewInput {
  OrderId id;
  bool approve = false;
  std::string reason;
  static const entity::Table& fields();
};
struct RescheduleInput {
  VisitId id;
  Instant start;
  std::string reason;
  static const entity::Table& fields();
};
struct DisputeInput {
  VisitId id;
  std::string reason;
  static const entity::Table& fields();
};
struct ResolveInput {
  VisitId id;
  bool uphold = true;
  std::string reason;
  static const entity::Table& fields();
};
struct RatingInput {
  VisitId id;
  Face face = Face::good;
  std::string words;
  static const entity::Table& fields();
};
struct ComplaintInput {
  ElderId elder_id;
  OrderId order_id;
  std::string text;
  static const entity::Table& fields();
};
struct ComplaintHandling {
  ComplaintId id;
  std::int64_t version = 0;
  std::string handling;
  bool close = false;
  static const entity::Table& fields();
};
struct StateList {
  RegionCode region;
  ElderId elder;
  bool open = false;
  std::int64_t limit = http::kPageDefault;
  std::int64_t cursor = 0;
  static const entity::Table& fields();
};
struct CallbackAnswer {
  CallbackId id;
  bool reached = true;
  bool confirmed_service = false;
  std::vector<std::string> answers;  // one for each question of the script
  static const entity::Table& fields();
};
struct NewPlan {
  ElderId elder_id;
  ServiceItemId item_id;
  OrganisationId organisation_id;
  WorkerId worker_id;
  std::int64_t units = 1;
  std::vector<std::int32_t> weekdays;
  std::int32_t start_min = 540, window_min = 60;
  Date from_date, to_date;
  std::string note;
  static const entity::Table& fields();
};
struct PlanMove {
  PlanId id;
  std::int64_t version = 0;
  static const entity::Table& fields();
};
struct QuotaInput {
  ElderId id;
  Month month;                       // none: this month
  static const entity::Table& fields();
};
struct TagInput {
  ElderId id;
  std::string tag;
  static const entity::Table& fields();
};

}  // namespace yilin::orders
