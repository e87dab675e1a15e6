#include "modules/dispatch/routes.h"

#include "modules/dispatch/commands.h"
#include "modules/dispatch/views.h"

namespace yilin::dispatch {
namespace {
using access::Permission;
using access::Role;

constexpr Permission dispatch_read{"dispatch.read", "查看调度", {Role::official, Role::community_worker, Role::hotline_operator,
                                                            Role::dispatcher, Role::auditor, Role::provider_manager}};
constexpr Permission dispatch_assign{"dispatch.assign", "人工派单", {Role::dispatcher}};
constexpr Permission dispatch_escalated{"dispatch.escalated", "查看待人工派单", {Role::official, Role::community_worker,
                                                                       Role::hotline_operator, Role::dispatcher, Role::auditor}};
constexpr Permission refusal_edit{"dispatch.refuse", "登记老人不愿由其上门", {Role::official, Role::community_worker, Role::hotline_operator,
                                                                    Role::dispatcher, Role::elder, Role::family}};
}  // namespace

void add_routes(http::Router& router, std::shared_ptr<Batcher> batcher) {
  using http::Page;
  router.query<BoardQuery, Board>({"GET /api/dispatch/board", "调度看板", dispatch_read}, board);
  router.query<VisitPath, CandidateList>({"GET /api/dispatch/visits/{id}/candidates", "候选服务人员", dispatch_read}, candidates_of);
  router.command<OfferByHand, orders::Assignment>({"POST /api/dispatch/visits/{id}/offer", "人工派单", dispatch_assign}, offer_by_hand);
  router.command<VisitPath, Case>({"POST /api/dispatch/visits/{id}/auto", "交回自动派单", dispatch_assign}, [batcher](command::Tx& tx, const VisitPath& in) { return give_back(tx, in); });
  router.query<EscalatedQuery, Page<EscalatedRow>>({"GET /api/dispatch/escalated", "待人工派单", dispatch_escalated}, escalated);
  router.query<RefusalQuery, Page<RefusalView>>({"GET /api/dispatch/refusals", "老人不愿由其上门的服务人员", refusal_edit}, refusals);
  router.command<NewRefusal, Refusal>({"POST /api/dispatch/refusals", "登记老人不愿由其上门", refusal_edit}, refuse);
  router.command<RefusalPath, Refusal>({"POST /api/dispatch/refusals/{id}/end", "撤销登记", refusal_edit}, take_back_refusal);
}

}  // namespace yilin::dispatch
