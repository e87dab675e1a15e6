#include "modules/providers/routes.h"

#include "modules/providers/commands.h"
#include "modules/providers/queries.h"

namespace yilin::providers {

void add_routes(http::Router& router) {
  add_export_routes(router);
  using http::Page;

  router.query<OrganisationQuery, Page<Organisation>>({"GET /api/organisations", "服务组织列表", provider_read}, list_organisations);
  router.query<Path<OrganisationId>, OrganisationView>({"GET /api/organisations/{id}", "服务组织详情", provider_read}, show_organisation);
  router.query<OrganisationChoiceQuery, Page<OrganisationChoice>>({"GET /api/organisations/choices", "查找服务组织", provider_choose}, choose_organisation);
  router.query<WorkerChoiceQuery, Page<WorkerChoice>>({"GET /api/workers/choices", "查找服务人员", provider_choose}, choose_worker);
  router.command<NewOrganisation, OrganisationView>({"POST /api/organisations", "登记服务组织", provider_vet}, create_organisation);
  router.command<ChangeOrganisation, OrganisationView>({"PUT /api/organisations/{id}", "修改服务组织", provider_edit}, change_organisation);
  router.command<Vet, OrganisationView>({"POST /api/organisations/{id}/vet", "服务组织准入审核", provider_edit}, vet_organisation);
  router.command<Move<OrganisationId>, OrganisationView>({"POST /api/organisations/{id}/suspend", "暂停服务组织", provider_vet}, suspend_organisation);
  router.command<Move<OrganisationId>, OrganisationView>({"POST /api/organisations/{id}/reinstate", "恢复服务组织", provider_vet}, reinstate_organisation);
  router.command<Move<OrganisationId>, OrganisationView>({"POST /api/organisations/{id}/remove", "清退服务组织", provider_vet}, remove_organisation);

  router.query<WorkerQuery, Page<WorkerView>>({"GET /api/workers", "服务人员列表", provider_read}, list_workers);
  router.query<ExpiringQuery, Page<ExpiringCertificate>>({"GET /api/workers/expiring", "即将到期和已到期的证书", provider_read}, expiring);
  router.query<Path<WorkerId>, WorkerView>({"GET /api/workers/{id}", "服务人员详情", provider_read}, show_worker);
  router.command<NewWorker, WorkerView>({"POST /api/workers", "登记服务人员", provider_edit}, create_worker);
  router.command<ChangeWorker, WorkerView>({"PUT /api/workers/{id}", "修改服务人员", provider_edit}, change_worker);
  router.command<Move<WorkerId>, WorkerView>({"POST /api/workers/{id}/suspend", "暂停服务人员", provider_edit}, suspend_worker);
  router.command<Move<WorkerId>, WorkerView>({"POST /api/workers/{id}/reinstate", "恢复服务人员", provider_edit}, reinstate_worker);
  router.command<Move<WorkerId>, WorkerView>({"POST /api/workers/{id}/leave", "服务人员离职", provider_edit}, worker_leaves);
  router.command<Move<WorkerId>, WorkerView>({"POST /api/workers/{id}/return", "服务人员返岗", provider_edit}, worker_returns);
  // The answer holds a secret: it is not kept for replay.
  router.command<RevealWorker, WorkerSecret>({"POST /api/workers/{id}/reveal", "查看服务人员电话或证件号", worker_reveal, false}, reveal_worker);
  router.command<NewCertificate, Certificate>({"POST /api/workers/{id}/certificates", "登记证书", provider_edit}, create_certificate);
  router.command<RevokeCertificate, Certificate>({"POST /api/certificates/{id}/revoke", "作废证书", provider_edit}, revoke_certificate);
}

}  // namespace yilin::providers
