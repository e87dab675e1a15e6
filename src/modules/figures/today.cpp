// The work list: what waits for this caller, by her role, inside her own scope. Nothing that waits is not listed.
#include "modules/dispatch/dispatch.h"
#include "modules/figures/views.h"

namespace yilin::figures {
namespace {
using access::Role;
using access::Roles;

constexpr access::OwnerColumns kOwner{.region = "t.region", .organisation = "t.organisation_id", .elder = "t.elder_id"};

class List {
 public:
  explicit List(command::Reader& reader) : reader_(reader) {}
  void add(Roles roles, std::string_view kind, std::string_view title, std::string_view link, sql::Statement counted,
           const access::OwnerColumns& owner = kOwner) {
    if (!reader_.caller.roles.any(roles)) return;
    auto rows = reader_.db.rows(counted.add(access::visible(owner, reader_.caller)));
    rows.next();
    put(kind, title, link, rows.integer(0));
  }
  void put(std::string_view kind, std::string_view title, std::string_view link, std::int64_t count) {
    if (count > 0) out_.items.push_back({std::string(kind), std::string(title), count, std::string(link)});
  }
  Today take() { return std::move(out_); }

 private:
  command::Reader& reader_;
  Today out_;
};

}  // namespace

Result<Today> show_today(command::Reader& reader, const http::Nothing&) {
  List list(reader);
  list.add({Role::official, Role::dispatcher}, "orders_in_review", "待审核订单", "/orders?state=in_review",
           {"SELECT COUNT(*) FROM service_order t WHERE t.state = 3"});
  const Roles escalated{Role::official, Role::community_worker, Role::hotline_operator, Role::dispatcher, Role::auditor};
  if (reader.caller.kind == access::CallerKind::staff && reader.caller.roles.any(escalated))
    list.put("dispatch_escalated", "待人工派单", "/dispatch", dispatch::escalated_count(reader, {}));
  list.add({Role::official, Role::community_worker, Role::hotline_operator, Role::dispatcher, Role::provider_manager}, "visits_late",
           "已到时间未开始的服务", "/orders?late=true",
           {"SELECT COUNT(*) FROM visit t WHERE t.state IN (1, 2) AND t.planned_start < ?", reader.now});
  list.add({Role::official, Role::dispatcher}, "visits_disputed", "有争议待处理的服务", "/orders",
           {"SELECT COUNT(*) FROM visit t WHERE t.state = 10"});
  list.add({Role::official, Role::community_worker, Role::hotline_operator, Role::dispatcher, Role::provider_manager}, "complaints_open",
           "未办结投诉", "/complaints", {"SELECT COUNT(*) FROM complaint t WHERE t.state IN (1, 2)"});
  list.add({Role::official, Role::hotline_operator, Role::auditor}, "callbacks_open", "待回访", "/callbacks",
           {"SELECT COUNT(*) FROM callback t WHERE t.state = 1"});
  list.add({Role::carer}, "offers_open", "待应答派单", "/", {"SELECT COUNT(*) FROM assignment t WHERE t.state = 1"}, {.worker = "t.worker_id"});
  list.add(access::kHome, "visits_to_confirm", "待确认服务", "/orders", {"SELECT COUNT(*) FROM visit t WHERE t.state = 4"});
  return list.take();
}

}  // namespace yilin::figures
