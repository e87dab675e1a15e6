#include <filesystem>
#include <fstream>
#include <iterator>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "check/routing/check.h"
#include "engines/routing/solver.h"
#include "formats/routing/explanation.h"
#include "formats/routing/json_input.h"
#include "formats/routing/plan_text.h"
#include "formats/routing/vroom.h"
#include "modules/solving/service.h"

namespace yilin::solving {
namespace {

namespace json = boost::json;
using access::Permission;
using access::Role;
using Respond = std::shared_ptr<http::Responder>;

constexpr Permission route_solve{"route.solve", "使用排班求解服务", {Role::dispatcher, Role::official, Role::provider_manager, Role::system_admin}};

struct SolveQuery {
  std::int64_t seconds = 0, iterations = 0, seed = 1;
  std::string objective;
  static const entity::Table& fields() {
    using entity::field;
    static const entity::Table table("RouteSolveQuery", "求解参数", {
        field<&SolveQuery::seconds>("seconds", "处理器时间上限").unit("秒").range(0, kSecondsMax).describe("0：只按迭代次数"),
        field<&SolveQuery::iterations>("iterations", "迭代次数").range(0, kIterationsMax).describe("相同输入、种子与次数得到逐字节相同的结果"),
        field<&SolveQuery::seed>("seed", "随机种子").range(0, INT64_MAX),
        field<&SolveQuery::objective>("objective", "目标").text_max(20).describe("cost（默认）或 vehicles"),
    });
    return table;
  }
};
struct JobPath {
  JobId id;
  static const entity::Table& fields() {
    static const entity::Table table("RouteJobPath", "求解任务", {entity::field<&JobPath::id>("id", "编号").required()});
    return table;
  }
};
void refuse(const Respond& responder, Error error) {
  // A 422 names its fields: the parser's own findings, or the text as a whole.
  if (error.kind->http_status == 422 && error.fields.empty()) error.fields.push_back({"", "排班数据", std::string(error.message())});
  responder->respond(http::Router::problem(error));
}

void answer(const Respond& responder, std::string body, int status = 200) {
  http::Response response;
  response.status = status;
  response.headers.emplace_back("cache-control", "no-store");
  response.body = std::move(body);
  responder->respond(std::move(response));
}

UserId owner_of(const http::Context& context) { return context.session.caller ? context.session.caller->user : UserId{}; }

bool is_json(const http::Request& request) { return request.header("content-type").starts_with("application/json"); }

Result<SolveQuery> query_of(const http::Context& context, const http::Request& request) {
  SolveQuery in;
  YILIN_CHECK(http::Router::read_input(SolveQuery::fields(), &in, {&context.path, &request.query, nullptr}, civil_date(context.kernel.clock.now())));
  if (!in.objective.empty() && in.objective != "cost" && in.objective != "vehicles") return fail_field("objective", "目标", "目标只能是 cost 或 vehicles。");
  if (in.seconds == 0 && in.iterations == 0) in.iterations = 20'000;
  return in;
}

struct Order {
  formats::VroomDay day;
  SolveQuery query;
  double cpu() const { return query.seconds > 0 ? static_cast<double>(query.seconds) : static_cast<double>(kSecondsMax); }
  bool small() const {
    // A counted run is small when it is sure to be: some 20,000 iterations of a small day take less than a second.
    const bool brief = query.seconds > 0 ? static_cast<double>(query.seconds) <= kSmallSeconds : query.iterations <= 20'000;
    return brief && day.problem.visits.size() <= kSmallVisits;
  }
};

struct Solved {
  std::string body;
  std::int64_t unassigned = 0;
};
Result<Solved> solve(const Order& order, const std::atomic<bool>& stop) {
  routing::Options options;
  options.stop = &stop;
  options.iterations = order.query.iterations;
  options.seconds = order.cpu();
  options.seed = static_cast<std::uint64_t>(order.query.seed);
  if (order.day.plan) options.start = &*order.day.plan;
  YILIN_TRY(const auto found, routing::solve(order.day.problem, options));
  if (stop) return fail(yilin::errors::busy);  // not what was asked for
  return Solved{formats::write_vroom(order.day, found), std::ssize(found.unserved)};
}

Result<Order> order_of(std::string_view text, SolveQuery query) {
  YILIN_TRY(formats::VroomDay day, formats::read_vroom(text));
  if (std::ssize(day.problem.visits) > kVisitsMax) return fail(routing::errors::too_large, fmt::format("任务超过 {} 项的上限。", kVisitsMax));
  YILIN_CHECK(routing::validate(day.problem));
  if (query.objective == "vehicles") day.problem.objective.fewest_carers = true;
  return Order{std::move(day), std::move(query)};
}

void take(http::Context& context, const std::shared_ptr<Service>& service, std::string_view text, SolveQuery query, const Respond& responder) {
  auto read = order_of(text, std::move(query));
  if (!read) return refuse(responder, read.error());
  const auto order = std::make_shared<Order>(std::move(*read));
  if (order->small()) {
    const auto ticket = service->quick.submit(kSmallSeconds, [order, responder](const std::atomic<bool>& stop) {
      auto solved = solve(*order, stop);
      if (!solved) return refuse(responder, solved.error());
      answer(responder, std::move(solved->body));
    });
    if (ticket == 0) refuse(responder, Error(errors::queue_full));
    return;
  }
  Kernel& kernel = context.kernel;
  const auto id = service->jobs->open(owner_of(context), std::ssize(order->day.problem.visits), kernel.clock.now());
  if (!id) return refuse(responder, Error(errors::queue_full));
  const auto ticket = service->slow->submit(order->cpu(), [order, id = *id, &kernel, jobs = service->jobs](const std::atomic<bool>& stop) {
    jobs->started(id);
    auto solved = solve(*order, stop);
    if (solved) jobs->ended(id, JobState::done, std::move(solved->body), {}, solved->unassigned, kernel.clock.now());
    else jobs->ended(id, JobState::failed, {}, std::string(solved.error().message()), 0, kernel.clock.now());
  });
  if (ticket == 0) {
    service->jobs->forget(*id);
    return refuse(responder, Error(errors::queue_full));
  }
  service->jobs->set_ticket(*id, ticket);
  answer(responder, entity::to_json(service->jobs->find(*id, owner_of(context))->view), 202);
}

JobView view_of(const Service& service, const Jobs::Job& job) {
  JobView view = job.view;
  if (const auto state = service.slow->state(job.ticket); state && !view.ended_at) {
    view.percent = state->percent;
    view.ahead = static_cast<std::int32_t>(state->ahead);
  }
  return view;
}

// The members of a body that holds whole documents, each as text.
struct Parts {
  std::string problem, plan, visit, vehicle;
};
Result<Parts> parts_of(const http::Request& request) {
  if (!is_json(request)) return fail(yilin::errors::unsupported_media, "请以 application/json 提交。");
  YILIN_TRY(const json::value document, formats::parse_document(request.body));
  if (!document.is_object()) return fail(yilin::errors::malformed, "应为 {\"problem\": …, \"answer\": …}。");
  const json::object& members = document.get_object();
  Parts out;
  const auto whole = [&](std::string_view name, std::string& text) -> Status {
    const json::value* value = members.if_contains(name);
    if (value == nullptr || !value->is_object()) return fail_field(std::string(name), std::string(name), fmt::format("缺少 {}。", name));
    text = json::serialize(*value);
    return {};
  };
  YILIN_CHECK(whole("problem", out.problem));
  YILIN_CHECK(whole("answer", out.plan));
  for (const auto& [name, text] : {std::pair{"visit", &out.visit}, {"vehicle", &out.vehicle}})
    if (const json::value* value = members.if_contains(name))
      *text = value->is_string() ? std::string(value->get_string()) : json::serialize(*value);
  return out;
}

void check_plan(http::Context, http::Request request, Respond responder) {
  const auto parts = parts_of(request);
  if (!parts) return refuse(responder, parts.error());
  const auto verdict = check::check_vroom(parts->problem, parts->plan);
  if (!verdict) return refuse(responder, verdict.error());
  json::object figures;
  for (const auto& figure : verdict->figures) figures[figure.name] = figure.value;
  answer(responder, json::serialize(json::object{{"kept", verdict->kept()},
                                                 {"violations", json::array(verdict->violations.begin(), verdict->violations.end())},
                                                 {"figures", std::move(figures)}}));
}

void explain_visit(http::Context, http::Request request, Respond responder) {
  const auto explained = [&]() -> Result<formats::Explanation> {
    YILIN_TRY(const Parts parts, parts_of(request));
    if (parts.visit.empty()) return fail_field("visit", "任务", "请写明任务编号。");
    YILIN_TRY(const formats::VroomDay day, formats::read_vroom(parts.problem));
    YILIN_TRY(const routing::Solution plan, formats::read_vroom_plan(day, parts.plan));
    return formats::explain(day.problem, plan, parts.visit, parts.vehicle.empty() ? std::nullopt : std::optional<std::string_view>(parts.vehicle), 1, day.skills);
  }();
  if (!explained) return refuse(responder, explained.error());
  answer(responder, formats::to_json(*explained));
}

}  // namespace

void add_routes(http::Router& router, std::shared_ptr<Service> service) {
  router.raw({"POST /api/route/solve", "排班求解（VROOM 格式）", route_solve, false},
             [service](http::Context context, http::Request request, Respond responder) {
               if (!is_json(request)) return refuse(responder, Error(yilin::errors::unsupported_media, "请以 application/json 提交。"));
               auto query = query_of(context, request);
               if (!query) return refuse(responder, query.error());
               take(context, service, request.body, std::move(*query), responder);
             });
  router.raw({"POST /api/uploads/route/solve", "排班求解：大于 1 MB 的数据（VROOM 格式的文件）", route_solve, false},
             [service](http::Context context, http::Request request, Respond responder) {
               auto query = query_of(context, request);
               if (!query) return refuse(responder, query.error());
               std::error_code error;
               const auto size = std::filesystem::file_size(request.body, error);
               if (error) return refuse(responder, Error(yilin::errors::malformed, "没有收到文件。"));
               if (size > kUploadMax) return refuse(responder, Error(yilin::errors::too_large));
               std::ifstream file(request.body, std::ios::binary);
               const std::string text(std::istreambuf_iterator<char>(file), {});
               take(context, service, text, std::move(*query), responder);
             });
  router.query<JobPath, JobView>({"GET /api/route/jobs/{id}", "求解任务的进度", route_solve},
                                 [service](command::Reader& reader, const JobPath& in) -> Result<JobView> {
                                   const auto job = service->jobs->find(in.id, reader.caller.user);
                                   if (!job) return fail(yilin::errors::not_found);
                                   return view_of(*service, *job);
                                 });
  router.raw({"GET /api/route/jobs/{id}/answer", "求解任务的结果（VROOM 格式）", route_solve},
             [service](http::Context context, http::Request request, Respond responder) {
               JobPath in;
               if (const auto ok = http::Router::read_input(JobPath::fields(), &in, {&context.path, &request.query, nullptr}, {}); !ok) return refuse(responder, ok.error());
               const auto job = service->jobs->find(in.id, owner_of(context));
               if (!job) return refuse(responder, Error(yilin::errors::not_found));
               if (job->view.state != JobState::done) return refuse(responder, Error(yilin::errors::conflict, "还没有求解完成。"));
               answer(responder, job->answer);
             });
  router.command<JobPath, JobView>(
      {"POST /api/route/jobs/{id}/cancel", "取消排队中的求解任务", route_solve},
      [](command::Tx& tx, const JobPath& in) -> Result<JobView> {
        tx.nothing_to_do();
        JobView view;
        view.id = in.id;
        view.state = JobState::failed;
        view.problem = "已取消";
        return view;
      },
      [service](command::Reader& reader, JobPath& in) -> Status {
        const auto job = service->jobs->find(in.id, reader.caller.user);
        if (!job) return fail(yilin::errors::not_found);
        if (!service->slow->withdraw(job->ticket)) return fail(yilin::errors::conflict, "已经开始求解或已经结束，不能取消。");
        service->jobs->ended(in.id, JobState::failed, {}, "已取消", 0, reader.now);
        return {};
      });
  router.raw({"POST /api/route/check", "独立核对一份方案（VROOM 格式）", route_solve, false}, check_plan);
  router.raw({"POST /api/route/explain", "说明一项任务为何这样安排", route_solve, false}, explain_visit);
}

}  // namespace yilin::solving
