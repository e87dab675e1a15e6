#pragma once
// Typed routes. In and Out are structs with fields(): In is filled from path parameters, then the query string (GET) or the
// JSON body (other methods); wrong or unknown fields become one 422 that names them all. No route exists without a policy:
// the constructor of RouteSpec demands one.
//
//   router.query<OrderPath, OrderView>({"GET /api/orders/{id}", "查看订单", order_read}, show);
//   router.command<PlaceOrder, OrderView>({"POST /api/orders", "下单", order_place}, place);

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "http/wire/message.h"
#include "kernel/command/command.h"
#include "kernel/entity/json.h"

namespace yilin::http {

// Anybody may call: no session needed (sign-in, public pages, health).
struct OpenToAll {};
inline constexpr OpenToAll open_to_all;
// Anybody with a session.
struct AnySession {};
inline constexpr AnySession any_session;

struct Policy {
  const access::Permission* permission = nullptr;
  bool open = false;
  Policy(const access::Permission& p) : permission(&p) {}
  Policy(OpenToAll) : open(true) {}
  Policy(AnySession) {}
};

struct RouteSpec {
  std::string_view route;    // "POST /api/orders/{id}/cancel"
  std::string_view summary;  // Chinese
  Policy policy;
  bool idempotent = true;    // commands only: false for routes that hand out credentials
};

// For inputs or outputs without fields.
struct Nothing {
  static const entity::Table& fields();
};

struct Session {
  std::shared_ptr<const access::Caller> caller;
  std::string token;  // for sign-out
};
// Supplied by the accounts module: the session behind a request, or none.
using SessionSource = std::function<std::optional<Session>(const Request&)>;

struct Context {  // of a raw route
  Kernel& kernel;
  Session session;                                        // caller is null on open routes without a session
  std::vector<std::pair<std::string, std::string>> path;  // parameters
  std::string_view parameter(std::string_view name) const;
};
using RawHandler = std::function<void(Context, Request, std::shared_ptr<Responder>)>;

struct RouteInfo {  // for OpenAPI, metrics and tests that walk all routes
  Method method;
  std::string pattern;
  RouteSpec spec;
  bool is_command, is_raw;
  const entity::Table* in;
  const entity::Table* out;
};

class Router {
 public:
  explicit Router(Kernel& kernel);
  ~Router();

  template <class In, class Out>
  void query(RouteSpec spec, std::function<Result<Out>(command::Reader&, const In&)> handler) {
    add_query(spec, &In::fields(), &Out::fields(),
              [handler = std::move(handler)](command::Reader& reader, const InputSource& source) -> Result<std::string> {
                In in{};
                YILIN_CHECK(read_input(In::fields(), &in, source, reader.today()));
                YILIN_TRY(const Out out, handler(reader, in));
                return entity::to_json(out, reader.caller.viewer);
              });
  }

  // `prepare` (optional) runs before, off the writer's thread, on a reading connection: hashing, parsing, look-ups that
  // may change In or refuse.
  template <class In, class Out>
  void command(RouteSpec spec, std::function<Result<Out>(command::Tx&, const In&)> handler,
               std::function<Status(command::Reader&, In&)> prepare = {}) {
    add_command(spec, &In::fields(), &Out::fields(),
                [this, handler = std::move(handler), prepare = std::move(prepare)](
                    const InputSource& source, command::Reader* reader, Date today) -> Result<Work> {
                  auto in = std::make_shared<In>();
                  YILIN_CHECK(read_input(In::fields(), in.get(), source, today));
                  if (prepare) YILIN_CHECK(prepare(*reader, *in));
                  return Work([handler, in](command::Tx& tx) -> Result<command::Answer> {
                    YILIN_TRY(const Out out, handler(tx, *in));
                    return command::Answer{200, entity::to_json(out, tx.caller.viewer)};
                  });
                },
                static_cast<bool>(prepare));
  }

  // Downloads, uploads, event streams, sign-in. The policy is checked before the handler runs.
  void raw(RouteSpec spec, RawHandler handler, const entity::Table* in = nullptr, const entity::Table* out = nullptr);

  void set_sessions(SessionSource source);
  const SessionSource& sessions() const;
  // What answers paths outside /api, /healthz and /metrics: the web's files.
  void set_fallback(std::function<Response(const Request&)> fallback);
  // Refuses a request by its route's policy, from its head alone (an upload before its body is taken in).
  std::optional<Response> refuse(const Request& head) const;
  void handle(Request request, std::shared_ptr<Responder> responder);  // the wire's Handler; thread-safe
  const std::vector<RouteInfo>& routes() const;
  std::string openapi() const;  // OpenAPI 3.1 JSON
  std::string metrics() const;  // Prometheus text

  static Response problem(const Error& error);

  struct InputSource {
    const std::vector<std::pair<std::string, std::string>>* path;
    const std::vector<std::pair<std::string, std::string>>* query;
    const std::string* body;  // null for GET
  };
  static Status read_input(const entity::Table& table, void* object, const InputSource& source, Date today);

 private:
  using Work = std::function<Result<command::Answer>(command::Tx&)>;
  using QueryCall = std::function<Result<std::string>(command::Reader&, const InputSource&)>;
  using CommandCall = std::function<Result<Work>(const InputSource&, command::Reader*, Date)>;
  void add_query(const RouteSpec& spec, const entity::Table* in, const entity::Table* out, QueryCall call);
  void add_command(const RouteSpec& spec, const entity::Table* in, const entity::Table* out, CommandCall call, bool reads);
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace yilin::http
