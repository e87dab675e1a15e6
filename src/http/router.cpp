#include "http/router.h"

#include <fmt/format.h>

#include "base/assert.h"
#include "base/log.h"
#include "base/text.h"
#include "http/metrics.h"
#include "http/openapi.h"
#include "http/routes_table.h"

namespace yilin::http {
namespace {

constexpr std::size_t kKeyMin = 8, kKeyMax = 64;

Method parse_method(std::string_view name) {
  if (name == "GET") return Method::get;
  if (name == "POST") return Method::post;
  if (name == "PUT") return Method::put;
  if (name == "PATCH") return Method::patch;
  if (name == "DELETE") return Method::del;
  YILIN_ASSERT(!"unknown method in a route");
  return Method::other;
}

std::shared_ptr<const access::Caller> anonymous() {
  static const auto caller = std::make_shared<const access::Caller>();
  return caller;
}

// Counts the answer when it is given, from whichever thread.
class Metered : public Responder {
 public:
  Metered(std::shared_ptr<Responder> inner, RouteMetrics& metrics, const Clock& clock)
      : inner_(std::move(inner)), metrics_(metrics), clock_(clock), start_us_(clock.monotonic_us()) {}
  void respond(Response response) override {
    metrics_.count(response.status, clock_.monotonic_us() - start_us_);
    inner_->respond(std::move(response));
  }
  std::shared_ptr<EventSink> open_events() override {
    metrics_.count(200, 0);
    return inner_->open_events();
  }

 private:
  std::shared_ptr<Responder> inner_;
  RouteMetrics& metrics_;
  const Clock& clock_;
  std::int64_t start_us_;
};

Response json_response(int status, std::string body) {
  Response response;
  response.status = status;
  response.headers.emplace_back("cache-control", "no-store");
  response.body = std::move(body);
  return response;
}

std::string hex(const sealing::Digest& digest) {
  std::string out;
  for (const std::uint8_t byte : digest) fmt::format_to(std::back_inserter(out), "{:02x}", byte);
  return out;
}

// A browser tells where a request comes from; another site's page is refused. Non-browsers send no Origin.
Status same_origin(const Request& request) {
  const std::string_view origin = request.header("origin");
  if (origin.empty()) return {};
  const std::size_t scheme = origin.find("://");
  if (scheme == std::string_view::npos || origin.substr(scheme + 3) != request.header("host"))
    return fail(errors::forbidden, "请求来自其他网站，已拒绝。");
  return {};
}

Status json_content(const Request& request) {
  const std::string_view type = request.header("content-type");
  if (type.substr(0, 16) != "application/json") return fail(errors::unsupported_media, "请以 application/json 提交。");
  return {};
}

Result<command::Idempotency> idempotency_of(const RouteInfo& info, const Request& request) {
  if (!info.spec.idempotent) return command::Idempotency{};
  const std::string_view key = request.header("idempotency-key");
  if (key.empty()) return fail(command::errors::key_missing);
  if (key.size() < kKeyMin || key.size() > kKeyMax) return fail(command::errors::key_malformed);
  for (const char c : key)
    if (c < 0x21 || c > 0x7e) return fail(command::errors::key_malformed);
  std::string said = request.path;
  for (const auto& [name, value] : request.query) said.append("\n").append(name).append("=").append(value);
  said.append("\n\n").append(request.body);
  return command::Idempotency{std::string(key), std::string(info.spec.route), hex(sealing::sm3(said))};
}

}  // namespace

const entity::Table& Nothing::fields() {
  static const entity::Table table("Nothing", "无内容", {});
  return table;
}

std::string_view Context::parameter(std::string_view name) const {
  for (const auto& [key, value] : path)
    if (key == name) return value;
  return {};
}

struct Router::Impl {
  Kernel& kernel;
  RouteTree tree;
  std::vector<RouteInfo> routes;
  std::vector<std::function<void(const RouteInfo&, Context, Request, std::shared_ptr<Responder>)>> calls;
  std::vector<std::unique_ptr<RouteMetrics>> metrics;
  SessionSource sessions;
  std::function<Response(const Request&)> fallback;

  explicit Impl(Kernel& k) : kernel(k) {}

  void add(RouteInfo info, decltype(calls)::value_type call) {
    const std::string_view route = info.spec.route;
    const std::size_t space = route.find(' ');
    YILIN_ASSERT(space != std::string_view::npos);
    info.method = parse_method(route.substr(0, space));
    info.pattern = std::string(route.substr(space + 1));
    const bool added = tree.add(info.method, info.pattern, routes.size());
    if (!added) log::error("route_declared_twice", {{"route", route}});
    YILIN_ASSERT(added);
    routes.push_back(std::move(info));
    calls.push_back(std::move(call));
    metrics.push_back(std::make_unique<RouteMetrics>());
  }

  Result<Session> admit(const RouteInfo& info, const Request& request) const {
    Session session;
    if (request.local_admin) {
      session.caller = std::shared_ptr<const access::Caller>(&access::Caller::system(), [](auto*) {});
    } else if (sessions) {
      if (auto found = sessions(request)) session = std::move(*found);
    }
    if (info.spec.policy.open) return session;
    if (!session.caller) return fail(errors::unauthenticated);
    if (info.spec.policy.permission && !session.caller->may(*info.spec.policy.permission)) return fail(errors::forbidden);
    return session;
  }
};

Router::Router(Kernel& kernel) : impl_(std::make_unique<Impl>(kernel)) {}
Router::~Router() = default;

void Router::set_sessions(SessionSource source) { impl_->sessions = std::move(source); }
const SessionSource& Router::sessions() const { return impl_->sessions; }
void Router::set_fallback(std::function<Response(const Request&)> fallback) { impl_->fallback = std::move(fallback); }
const std::vector<RouteInfo>& Router::routes() const { return impl_->routes; }
std::string Router::openapi() const { return http::openapi(impl_->routes); }

std::string Router::metrics() const {
  std::string out;
  for (std::size_t i = 0; i < impl_->routes.size(); ++i)
    impl_->metrics[i]->append_to(out, std::string(impl_->routes[i].spec.route));
  return out;
}

Response Router::problem(const Error& error) {
  std::string body = "{\"type\":\"/problems/";
  body.append(error.kind->code).append("\",\"title\":");
  entity::append_json_string(body, error.kind->zh);
  body.append(",\"status\":").append(std::to_string(error.kind->http_status)).append(",\"detail\":");
  entity::append_json_string(body, error.message());
  body.append(",\"code\":");
  entity::append_json_string(body, error.kind->code);
  body.append(",\"errors\":[");
  for (std::size_t i = 0; i < error.fields.size(); ++i) {
    const FieldError& f = error.fields[i];
    body.append(i ? ",{\"field\":" : "{\"field\":");
    entity::append_json_string(body, f.field);
    body.append(",\"label\":");
    entity::append_json_string(body, f.label);
    body.append(",\"message\":");
    entity::append_json_string(body, f.message);
    body += '}';
  }
  body.append("]}");
  Response response = json_response(error.kind->http_status, std::move(body));
  response.content_type = "application/problem+json; charset=utf-8";
  if (error.kind->http_status == 503 || error.kind->http_status == 429) response.headers.emplace_back("retry-after", "1");
  return response;
}

Status Router::read_input(const entity::Table& table, void* object, const InputSource& source, Date today) {
  entity::Input input{today, {}};
  entity::json::object body;
  if (source.body && !source.body->empty()) {
    YILIN_TRY(entity::json::value parsed, entity::parse_json(*source.body));
    if (!parsed.is_object()) return fail(errors::malformed, "请求内容应为 JSON 对象。");
    body = std::move(parsed.get_object());
  }
  entity::json::object given = body;  // every key that was said, wherever
  const auto read_texts = [&](const PathParameters& texts, bool from_path) {
    for (const auto& [name, value] : texts) {
      const entity::Field* field = table.find(name);
      if (!field || field->is_hidden || field->is_derived) {
        const std::string shown = text::valid(name) ? name : "?";
        if (!from_path) input.errors.push_back({shown, shown, fmt::format("不认识的参数“{}”。", shown)});
        continue;
      }
      if (value.empty()) continue;
      given[name] = true;
      field->codec->from_text(value, field->member(object), *field, name, input);
    }
  };
  for (const auto& [name, value] : *source.path) body.erase(name);  // the address decides, not the body
  entity::detail::read_members(body, table, object, "", input);
  read_texts(*source.path, true);
  read_texts(*source.query, false);
  entity::detail::require_members(table, object, input, "", &given);
  if (input.errors.empty()) return {};
  // A path that names nothing is "not found", not a form to fill in again.
  for (const FieldError& e : input.errors)
    for (const auto& [name, value] : *source.path)
      if (e.field == name) return fail(errors::not_found);
  Error error(errors::invalid);
  error.fields = std::move(input.errors);
  return fail(std::move(error));
}

void Router::add_query(const RouteSpec& spec, const entity::Table* in, const entity::Table* out, QueryCall call) {
  Kernel& kernel = impl_->kernel;
  impl_->add({{}, {}, spec, false, false, in, out},
             [&kernel, call = std::move(call)](const RouteInfo&, Context context, Request request,
                                               std::shared_ptr<Responder> responder) {
               const auto caller = context.session.caller ? context.session.caller : anonymous();
               auto lease = kernel.readers->borrow();
               command::Reader reader{*lease, *caller, kernel.clock.now(), kernel};
               auto answer = call(reader, {&context.path, &request.query, nullptr});
               responder->respond(answer ? json_response(200, std::move(*answer)) : problem(answer.error()));
             });
}

void Router::add_command(const RouteSpec& spec, const entity::Table* in, const entity::Table* out, CommandCall call,
                         bool reads) {
  Kernel& kernel = impl_->kernel;
  impl_->add({{}, {}, spec, true, false, in, out},
             [&kernel, reads, call = std::move(call)](const RouteInfo& info, Context context, Request request,
                                                      std::shared_ptr<Responder> responder) {
               const auto refuse = [&](const Error& error) { responder->respond(problem(error)); };
               if (const auto ok = same_origin(request); !ok) return refuse(ok.error());
               if (const auto ok = json_content(request); !ok) return refuse(ok.error());
               auto idempotency = idempotency_of(info, request);
               if (!idempotency) return refuse(idempotency.error());
               const auto caller = context.session.caller ? context.session.caller : anonymous();
               const InputSource source{&context.path, &request.query, &request.body};
               const Instant now = kernel.clock.now();
               auto work = [&]() -> Result<Work> {
                 if (!reads) return call(source, nullptr, civil_date(now));
                 auto lease = kernel.readers->borrow();
                 command::Reader reader{*lease, *caller, now, kernel};
                 return call(source, &reader, civil_date(now));
               }();
               if (!work) return refuse(work.error());
               command::submit(kernel, caller, std::move(*idempotency), std::move(*work),
                               [responder](Result<command::Answer> answer) {
                                 responder->respond(answer ? json_response(answer->status, std::move(answer->body))
                                                           : problem(answer.error()));
                               });
             });
}

void Router::raw(RouteSpec spec, RawHandler handler, const entity::Table* in, const entity::Table* out) {
  impl_->add({{}, {}, spec, false, true, in, out},
             [handler = std::move(handler)](const RouteInfo& info, Context context, Request request,
                                            std::shared_ptr<Responder> responder) {
               if (info.method != Method::get)
                 if (const auto ok = same_origin(request); !ok) return responder->respond(problem(ok.error()));
               handler(std::move(context), std::move(request), std::move(responder));
             });
}

std::optional<Response> Router::refuse(const Request& head) const {
  const RouteTree::Match match = impl_->tree.find(head.method, head.path);
  if (match.kind == RouteTree::Match::Kind::no_method) return problem(Error(errors::method_not_allowed));
  if (match.kind == RouteTree::Match::Kind::no_path) return problem(Error(errors::not_found));
  const auto session = impl_->admit(impl_->routes[match.route], head);
  if (!session) return problem(session.error());
  return std::nullopt;
}

void Router::handle(Request request, std::shared_ptr<Responder> responder) {
  const Method method = request.method == Method::head ? Method::get : request.method;
  RouteTree::Match match = impl_->tree.find(method, request.path);
  if (match.kind != RouteTree::Match::Kind::found) {
    const bool of_api = request.path == "/api" || request.path.starts_with("/api/");
    if (match.kind == RouteTree::Match::Kind::no_path && !of_api && method == Method::get && impl_->fallback)
      return responder->respond(impl_->fallback(request));
    return responder->respond(
        problem(match.kind == RouteTree::Match::Kind::no_method ? Error(errors::method_not_allowed) : Error(errors::not_found)));
  }
  const RouteInfo& info = impl_->routes[match.route];
  auto metered = std::make_shared<Metered>(std::move(responder), *impl_->metrics[match.route], impl_->kernel.clock);
  auto session = impl_->admit(info, request);
  if (!session) return metered->respond(problem(session.error()));
  try {
    impl_->calls[match.route](info, {impl_->kernel, std::move(*session), std::move(match.parameters)}, std::move(request), metered);
  } catch (const std::exception& e) {
    log::error("handler_failed", {{"route", info.spec.route}, {"what", e.what()}});
    metered->respond(problem(Error(errors::internal)));
  }
}

}  // namespace yilin::http
