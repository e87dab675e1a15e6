#include "modules/orders/lifecycle.h"

namespace yilin::orders {
namespace {
using access::Role;
using access::Roles;

constexpr Roles kPlacers{Role::official, Role::community_worker, Role::hotline_operator, Role::dispatcher, Role::elder, Role::family};
constexpr Roles kDesk{Role::official, Role::community_worker, Role::hotline_operator, Role::dispatcher};
constexpr Roles kField{Role::carer, Role::provider_manager, Role::dispatcher};
constexpr Roles kMachine{};
}  // namespace

std::span<const lifecycle::Transition<OrderState>> order_moves() {
  using S = OrderState;
  static constexpr lifecycle::Transition<S> table[] = {
      {S::draft, "place", S::placed, kPlacers},
      {S::draft, "cancel", S::cancelled, kPlacers},
      {S::placed, "review", S::in_review, kMachine},
      {S::in_review, "approve", S::placed, {Role::official, Role::dispatcher}},
      {S::in_review, "refuse", S::cancelled, {Role::official, Role::dispatcher}, true},
      {S::in_review, "cancel", S::cancelled, kPlacers, true},
      {S::placed, "staff", S::scheduled, kField},
      {S::placed, "cancel", S::cancelled, kPlacers, true},
      {S::scheduled, "unstaff", S::placed, kField},
      {S::scheduled, "cancel", S::cancelled, kPlacers, true},
      {S::placed, "fail", S::closed, kField},
      {S::scheduled, "finish", S::done, kField},
      {S::scheduled, "fail", S::closed, kField},
      {S::done, "close", S::closed, kMachine},
  };
  return table;
}

std::span<const lifecycle::Transition<VisitState>> visit_moves() {
  using S = VisitState;
  static constexpr lifecycle::Transition<S> table[] = {
      {S::planned, "staff", S::staffed, kField},
      {S::staffed, "unstaff", S::planned, kField},
      {S::staffed, "start", S::in_service, kField},
      {S::in_service, "complete", S::completed, kField},
      {S::completed, "confirm", S::confirmed, {Role::elder, Role::family, Role::hotline_operator, Role::community_worker}},
      {S::completed, "dispute", S::disputed, kPlacers, true},
      {S::confirmed, "dispute", S::disputed, kPlacers, true},
      {S::disputed, "correct", S::corrected, {Role::official, Role::dispatcher}, true},
      {S::disputed, "uphold", S::confirmed, {Role::official, Role::dispatcher}, true},
      {S::corrected, "confirm", S::confirmed, {Role::official, Role::dispatcher}},
      {S::confirmed, "settle", S::settled, kMachine},
      {S::planned, "reschedule", S::planned, kDesk, true},
      {S::staffed, "reschedule", S::planned, kDesk, true},
      {S::planned, "cancel", S::cancelled, kPlacers},
      {S::staffed, "cancel", S::cancelled, kPlacers},
      {S::staffed, "no_show", S::no_show, kField, true},
      {S::planned, "fail", S::failed, kDesk, true},
      {S::staffed, "fail", S::failed, kField, true},
      {S::in_service, "fail", S::failed, kField, true},
  };
  return table;
}

std::span<const lifecycle::Transition<AssignmentState>> assignment_moves() {
  using S = AssignmentState;
  static constexpr lifecycle::Transition<S> table[] = {
      {S::offered, "accept", S::accepted, kField},
      {S::offered, "reject", S::rejected, kField, true},
      {S::offered, "expire", S::expired, kMachine},
      {S::offered, "cancel", S::cancelled, kPlacers},
      {S::accepted, "reject", S::rejected, kField, true},
      {S::accepted, "depart", S::en_route, kField},
      {S::accepted, "check_in", S::checked_in, kField},
      {S::en_route, "check_in", S::checked_in, kField},
      {S::checked_in, "check_out", S::checked_out, kField},
      {S::accepted, "cancel", S::cancelled, kPlacers},
      {S::en_route, "cancel", S::cancelled, kPlacers},
      {S::accepted, "no_show", S::no_show, kField, true},
      {S::en_route, "no_show", S::no_show, kField, true},
      {S::en_route, "reject", S::rejected, kField, true},
  };
  return table;
}

}  // namespace yilin::orders
