#include "modules/registry/routes.h"

#include "modules/registry/commands.h"
#include "modules/registry/duplicates.h"
#include "modules/registry/handover.h"
#include "modules/registry/reading.h"
#include "modules/registry/search.h"

namespace yilin::registry {
namespace {

// A question whose words are too private for an address, so it is posted; it changes nothing.
void check_duplicates(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder) {
  const auto refuse = [&](const Error& error) { responder->respond(http::Router::problem(error)); };
  if (!request.header("content-type").starts_with("application/json")) return refuse(yilin::errors::unsupported_media);
  auto lease = context.kernel.readers->borrow();
  command::Reader reader{*lease, *context.session.caller, context.kernel.clock.now(), context.kernel};
  CheckDuplicates in;
  if (const auto ok = http::Router::read_input(CheckDuplicates::fields(), &in, {&context.path, &request.query, &request.body},
                                               reader.today());
      !ok)
    return refuse(ok.error());
  const auto out = reading::likely(reader, in);
  if (!out) return refuse(out.error());
  http::Response response;
  response.headers.emplace_back("cache-control", "no-store");
  response.body = entity::to_json(*out, reader.caller.viewer);
  responder->respond(std::move(response));
}

void add_reading(http::Router& router) {
  router.query<ElderQuery, ElderPage>({"GET /api/elders", "查找老人", elder_read}, search::page);
  router.query<ElderPath, ElderDetail>({"GET /api/elders/{id}", "老人档案", elder_read}, reading::detail);
  router.query<TimelineQuery, Timeline>({"GET /api/elders/{id}/timeline", "老人时间线", elder_history}, reading::timeline);
  router.query<TimelineQuery, ViewerPage>({"GET /api/elders/{id}/viewers", "谁看过", elder_history}, reading::viewers);
  router.query<ElderPath, MergeList>({"GET /api/elders/{id}/merges", "合并记录", elder_history}, duplicates::merges);
  router.query<DuplicateQuery, DuplicatePage>({"GET /api/elders/duplicates", "疑似重复", elder_decide}, duplicates::list);
  router.query<MigrationQuery, MigrationPage>({"GET /api/elders/migrations", "迁移申请", elder_write}, handover::list);
  router.raw({"POST /api/elders/check-duplicates", "登记时查重", elder_write}, check_duplicates, &CheckDuplicates::fields(),
             &LikelyDuplicates::fields());
}

void add_record(http::Router& router) {
  router.command<NewElder, Created>({"POST /api/elders", "登记老人", elder_write}, [](command::Tx& tx, const NewElder& in) {
    const bool hotline = tx.caller.roles.has(access::Role::hotline_operator) && !tx.caller.roles.has(access::Role::official);
    return commands::create(tx, in, hotline ? Source::hotline : Source::desk);
  });
  router.command<UpdateElder, Written>({"PUT /api/elders/{id}", "修改老人档案", elder_write}, commands::update);
  router.command<RevealField, Revealed>({"POST /api/elders/{id}/reveal", "查看完整信息", elder_reveal}, commands::reveal);
  router.command<ReportDeath, Written>({"POST /api/elders/{id}/death", "死亡登记", elder_decide}, commands::report_death);
  router.command<MoveElder, Written>({"POST /api/elders/{id}/move", "辖区内迁移", elder_decide}, commands::move);
  router.command<LeaveCity, Written>({"POST /api/elders/{id}/leave", "迁出本市", elder_decide}, commands::leave);
  router.command<WithReason, Written>({"POST /api/elders/{id}/restore", "更正误登记", elder_decide}, commands::restore);
}

void add_around(http::Router& router) {
  router.command<AddLabel, Written>({"POST /api/elders/{id}/labels", "添加标签", elder_write}, commands::add_label);
  router.command<VerifyLabel, Written>({"POST /api/elders/{id}/labels/{label_id}/verify", "核实标签", elder_decide},
                                       commands::verify_label);
  router.command<EndLabel, Written>({"POST /api/elders/{id}/labels/{label_id}/end", "终止标签", elder_write}, commands::end_label);
  router.command<AddContact, Written>({"POST /api/elders/{id}/contacts", "添加联系人", elder_write}, commands::add_contact);
  router.command<UpdateContact, Written>({"PUT /api/elders/{id}/contacts/{contact_id}", "修改联系人", elder_write},
                                         commands::update_contact);
  router.command<EndContact, Written>({"POST /api/elders/{id}/contacts/{contact_id}/end", "停用联系人", elder_write},
                                      commands::end_contact);
  router.command<JoinHousehold, Written>({"POST /api/elders/{id}/household", "登记同住关系", elder_write},
                                         commands::join_household);
}

void add_matching(http::Router& router) {
  router.command<DecidePair, PairDecided>({"POST /api/elders/duplicates/{id}/decide", "核对疑似重复", elder_decide},
                                          duplicates::decide);
  router.command<UndoMerge, MergeView>({"POST /api/elders/merges/{id}/undo", "撤销合并", elder_decide}, duplicates::undo);
  router.command<AskMigration, MigrationView>({"POST /api/elders/migrations", "申请迁入", elder_write}, handover::ask);
  router.command<HandOver, MigrationView>({"POST /api/elders/{id}/transfer", "移交迁出", elder_decide}, handover::offer);
  router.command<DecideMigration, MigrationView>({"POST /api/elders/migrations/{id}/accept", "接收迁移", elder_decide},
                                                 handover::accept);
  router.command<DecideMigration, MigrationView>({"POST /api/elders/migrations/{id}/refuse", "退回迁移", elder_decide},
                                                 handover::refuse);
  router.command<DecideMigration, MigrationView>({"POST /api/elders/migrations/{id}/withdraw", "撤回迁移", elder_write},
                                                 handover::withdraw);
}

}  // namespace

void add_routes(http::Router& router) {
  add_reading(router);
  add_record(router);
  add_around(router);
  add_matching(router);
  add_export_routes(router);
}

}  // namespace yilin::registry
