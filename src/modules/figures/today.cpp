// The work list: what waits for this caller, by her role, inside her own scope. Nothing that waits is not listed.
#include "modules/dispatch/dispatch.h"
#include "modules/figures/views.h"
#include "modules/orders/orders.h"

namespace yilin::figures {
namespace {
using access::Role;
using access::Roles;

constexpr Roles kDesk{Role::official, Role::community_worker, Role::hotline_operator, Role::dispatcher};

class List {
 public:
  explicit List(const access::Caller& caller) : caller_(caller) {}
  void add(Roles roles, std::string_view kind, std::string_view title, std::string_view link, std::int64_t count) {
    if (count > 0 && caller_.roles.any(roles)) out_.items.push_back({std::string(kind), std::string(title), count, std::string(link)});
  }
  Today take() { return std::move(out_); }

 private:
  const access::Caller& caller_;
  Today out_;
};

constexpr Roles with(Roles roles, Role more) {
  roles.bits |= Roles{more}.bits;
  return roles;
}

}  // namespace

Result<Today> show_today(command::Reader& reader, const http::Nothing&) {
  const access::Caller& caller = reader.caller;
  List list(caller);
  if (!caller.roles.any({Role::official, Role::community_worker, Role::hotline_operator, Role::dispatcher, Role::auditor,
                         Role::provider_manager, Role::carer, Role::elder, Role::family}))
    return list.take();
  const orders::Waiting waits = orders::waiting(reader);
  list.add({Role::official, Role::dispatcher}, "orders_in_review", "待审核订单", "/orders?state=in_review", waits.in_review);
  const Roles escalated = with(kDesk, Role::auditor);
  if (caller.kind == access::CallerKind::staff && caller.roles.any(escalated))
    list.add(escalated, "dispatch_escalated", "待人工派单", "/dispatch", dispatch::escalated_count(reader, {}));
  const Roles desk_and_provider = with(kDesk, Role::provider_manager);
  list.add(desk_and_provider, "visits_late", "已到时间未开始的服务", "/orders?late=true", waits.late);
  list.add({Role::official, Role::dispatcher}, "visits_disputed", "有争议待处理的服务", "/orders?disputed=true", waits.disputed);
  list.add(desk_and_provider, "complaints_open", "未办结投诉", "/complaints", waits.complaints);
  list.add({Role::official, Role::hotline_operator, Role::auditor}, "callbacks_open", "待回访", "/callbacks", waits.callbacks);
  list.add({Role::carer}, "offers_open", "待应答派单", "/", waits.offers);
  list.add(access::kHome, "visits_to_confirm", "待确认服务", "/orders", waits.to_confirm);
  return list.take();
}

}  // namespace yilin::figures
