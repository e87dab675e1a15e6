#include "modules/policy/routes.h"

#include "modules/policy/commands.h"
#include "modules/policy/permissions.h"
#include "modules/policy/queries.h"

namespace yilin::policies {
namespace {

// A question too long or too private for an address, so it is posted; it changes nothing.
template <class In, class Out>
http::RawHandler asked(Result<Out> (*answer)(command::Reader&, const In&)) {
  return [answer](http::Context context, http::Request request, std::shared_ptr<http::Responder> responder) {
    const auto refuse = [&](const Error& error) { responder->respond(http::Router::problem(error)); };
    if (!request.header("content-type").starts_with("application/json")) return refuse(yilin::errors::unsupported_media);
    auto lease = context.kernel.readers->borrow();
    command::Reader reader{*lease, *context.session.caller, context.kernel.clock.now(), context.kernel};
    In in;
    if (const auto ok = http::Router::read_input(In::fields(), &in, {&context.path, &request.query, &request.body}, reader.today()); !ok) return refuse(ok.error());
    const auto out = answer(reader, in);
    if (!out) return refuse(out.error());
    http::Response response;
    response.headers.emplace_back("cache-control", "no-store");
    response.body = entity::to_json(*out, reader.caller.viewer);
    responder->respond(std::move(response));
  };
}

void add_reading(http::Router& router) {
  router.query<VersionQuery, http::Page<RuleVersion>>({"GET /api/rules/versions", "规则版本", rule_read}, list_versions);
  router.query<VersionPath, VersionView>({"GET /api/rules/versions/{id}", "规则版本详情", rule_read}, show_version);
  router.query<VersionPath, History>({"GET /api/rules/versions/{id}/history", "规则版本的办理记录", rule_read}, history);
  router.query<VersionPath, BoundaryReport>({"GET /api/rules/versions/{id}/boundary", "边界情形", rule_read}, boundary);
  router.query<FilePath, RuleFile>({"GET /api/rules/files/{id}", "规则文件", rule_read}, show_file);
  router.query<FilePath, FileTables>({"GET /api/rules/files/{id}/tables", "规则文件里的表格", rule_read}, tables);
  router.query<DiffQuery, diff::Report>({"GET /api/rules/diff", "比较两个版本", rule_read}, differences);
  router.query<ParameterQuery, http::Page<ParameterRow>>({"GET /api/rules/parameters", "标准", rule_read}, list_parameters);
  router.query<RulesQuery, RuleList>({"GET /api/rules/in-force", "一地一月适用的规定", rule_read}, list_rules);
  router.raw({"POST /api/rules/check", "检查规则（不保存）", rule_read, false}, asked<CheckInput, CheckReport>(check), &CheckInput::fields(), &CheckReport::fields());
  router.raw({"POST /api/rules/try", "试算", rule_read, false}, asked<TryInput, Tried>(try_rules), &TryInput::fields(), &Tried::fields());
}

}  // namespace

void add_routes(http::Router& router) {
  add_reading(router);
  router.command<BeginDraft, VersionView>({"POST /api/rules/drafts", "起草规则", rule_edit}, begin_draft, prepare_begin);
  router.command<SaveFile, EditedFile>({"PUT /api/rules/files/{id}", "保存规则文件", rule_edit}, save_file, prepare_save);
  router.command<EditRow, EditedFile>({"POST /api/rules/files/{id}/row", "修改表格的一行", rule_edit}, edit_row, prepare_row);
  router.command<AddFile, FileInfo>({"POST /api/rules/versions/{id}/files", "新增规则文件", rule_edit}, add_file, prepare_add);
  router.command<RemoveFile, VersionView>({"POST /api/rules/files/{id}/remove", "删除规则文件", rule_edit}, remove_file);
  router.command<Step, VersionView>({"POST /api/rules/versions/{id}/merge", "合并到现行版本", rule_edit}, merge, prepare_merge);
  router.command<ConfirmBoundary, Confirmed>({"POST /api/rules/versions/{id}/boundary/confirm", "确认边界情形", rule_review}, confirm, prepare_confirm);
  router.command<Step, VersionView>({"POST /api/rules/versions/{id}/submit", "提交复核", rule_edit}, submit, prepare_submit);
  router.command<Step, VersionView>({"POST /api/rules/versions/{id}/approve", "复核通过", rule_review}, approve);
  router.command<Step, VersionView>({"POST /api/rules/versions/{id}/return", "退回修改", rule_review}, give_back);
  router.command<Step, VersionView>({"POST /api/rules/versions/{id}/sign", "签发", rule_sign}, sign, prepare_sign);
  router.command<Schedule, VersionView>({"POST /api/rules/versions/{id}/schedule", "排定施行日期", rule_sign}, schedule, prepare_schedule);
  router.command<Step, VersionView>({"POST /api/rules/versions/{id}/withdraw", "撤回", rule_edit}, withdraw);
}

}  // namespace yilin::policies
