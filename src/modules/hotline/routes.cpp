#include "modules/hotline/routes.h"

#include "modules/hotline/views.h"

namespace yilin::hotline {
namespace {
using access::Permission;
using access::Role;

constexpr Permission call_read{"call.read", "查看热线来电", {Role::hotline_operator, Role::official}};
constexpr Permission call_handle{"call.handle", "接听热线", {Role::hotline_operator}};
constexpr Permission call_reveal{"call.reveal", "查看完整来电号码", {Role::hotline_operator}};
constexpr Permission call_sos{"call.sos", "紧急求助", {Role::elder, Role::family}};
}  // namespace

void add_routes(http::Router& router) {
  using http::Page;
  router.command<SimulateCall, Rung>({"POST /api/calls/simulate", "模拟来电（仅演示）", call_handle}, simulate);
  router.command<Sos, Rung>({"POST /api/calls/sos", "紧急求助", call_sos}, sos);
  router.query<CallQuery, Page<CallRow>>({"GET /api/calls", "来电列表", call_read}, list_calls);
  router.query<CallPath, CallView>({"GET /api/calls/{id}", "来电详情", call_read}, show_call);
  router.command<CallPath, Call>({"POST /api/calls/{id}/answer", "接听", call_handle}, answer);
  router.command<CallDraft, Call>({"PUT /api/calls/{id}/draft", "保存草稿", call_handle}, save_draft);
  router.command<CallBinding, Call>({"POST /api/calls/{id}/bind", "确认来电老人", call_handle}, bind);
  router.command<WrapCall, Call>({"POST /api/calls/{id}/wrap", "话后整理", call_handle}, wrap);
  router.command<CallPath, Call>({"POST /api/calls/{id}/emergency", "启动紧急处置", call_handle}, start_emergency);
  router.command<TakeStep, EmergencyStep>({"POST /api/calls/{id}/emergency/steps", "登记紧急处置步骤", call_handle}, take_step);
  // The answers hold a secret: they are not kept for replay.
  router.command<RevealNumber<CallId>, ClearNumber>({"POST /api/calls/{id}/reveal", "查看来电号码", call_reveal, false}, reveal_call);
  router.command<RevealNumber<CallTaskId>, ClearNumber>({"POST /api/call-tasks/{id}/reveal", "查看回拨号码", call_reveal, false}, reveal_task);
  router.query<TaskQuery, Page<TaskView>>({"GET /api/call-tasks", "回拨任务", call_read}, list_tasks);
  router.command<FinishTask, CallTask>({"POST /api/call-tasks/{id}/done", "完成回拨", call_handle}, finish_task);
}

}  // namespace yilin::hotline
