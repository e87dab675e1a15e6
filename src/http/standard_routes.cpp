#include "http/standard_routes.h"

#include <fmt/format.h>

namespace yilin::http {
namespace {

Response text(std::string body) {
  Response response;
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  response.body = std::move(body);
  return response;
}

std::string kernel_metrics(const Kernel& kernel) {
  const sql::WriterStats s = kernel.writer->stats();
  return fmt::format(
      "yilin_writer_groups_total {}\nyilin_writer_jobs_total {}\nyilin_writer_failed_total {}\n"
      "yilin_writer_refused_total {}\nyilin_writer_commit_seconds_total {}\nyilin_writer_commit_seconds_max {}\n"
      "yilin_writer_run_seconds_max {}\nyilin_writer_waiting{{lane=\"command\"}} {}\nyilin_writer_waiting{{lane=\"soon\"}} {}\nyilin_writer_waiting{{lane=\"bulk\"}} {}\n"
      "yilin_deadlines_waiting {}\nyilin_live_listeners {}\n",
      s.groups, s.jobs, s.failed, s.refused, s.commit_us_total / 1e6, s.commit_us_max / 1e6, s.run_us_max / 1e6,
      s.waiting_commands, s.waiting_soon, s.waiting_bulk, kernel.deadlines->waiting(), kernel.live.listeners());
}

// The stream ends when its session does: the accounts module says so (Live::end). A session that ended between the
// admission of this request and its listening is found by looking once more.
void live(const Router& router, Context context, const Request& request, const std::shared_ptr<Responder>& responder) {
  auto sink = responder->open_events();
  command::Live& changes = context.kernel.live;
  const bool accepted = changes.listen(
      context.session.caller,
      [sink](const command::Change& change) {
        return sink->send("changed", fmt::format(R"({{"subject":"{}","id":"{}"}})", change.subject_kind, change.subject));
      },
      [sink] { sink->close(); });
  if (!accepted) {
    sink->send("full", "{}");
    return sink->close();
  }
  if (request.local_admin || !router.sessions()) return;
  const auto session = router.sessions()(request);
  if (!session || session->caller != context.session.caller) changes.end(*context.session.caller);
}

}  // namespace

void add_standard_routes(Kernel& kernel, Router& router) {
  router.raw({"GET /healthz", "是否正常", open_to_all}, [](Context context, Request, std::shared_ptr<Responder> responder) {
    auto lease = context.kernel.readers->borrow();
    auto rows = lease->rows("SELECT value FROM meta WHERE key = 'id_mark'");
    rows.next();
    responder->respond(text("ok\n"));
  });
  router.raw({"GET /metrics", "运行指标", open_to_all}, [&router, &kernel](Context, Request request, std::shared_ptr<Responder> responder) {
    // Operating figures are for the machine itself and its monitoring agent, not for the public network.
    const bool near = request.local_admin || request.remote.starts_with("127.") || request.remote == "::1";
    responder->respond(near ? text(kernel_metrics(kernel) + router.metrics()) : Router::problem(Error(errors::not_found)));
  });
  router.raw({"GET /api/openapi.json", "接口说明（OpenAPI 3.1）", open_to_all},
             [&router](Context, Request, std::shared_ptr<Responder> responder) {
               Response response;
               response.body = router.openapi();
               responder->respond(std::move(response));
             });
  router.raw({"GET /api/live", "变动通知（事件流）", any_session},
             [&router](Context context, Request request, std::shared_ptr<Responder> responder) {
               live(router, std::move(context), request, responder);
             });
}

}  // namespace yilin::http
