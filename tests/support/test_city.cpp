#include "support/test_city.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <future>

#include <fmt/format.h>

#include "base/assert.h"
#include "base/log.h"
#include "http/standard_routes.h"
#include "kernel/command/command.h"
#include "kernel/sql/migrations.h"

namespace yilin::test {
namespace {

class Capture : public http::Responder {
 public:
  void respond(http::Response response) override { promise.set_value(std::move(response)); }
  std::shared_ptr<http::EventSink> open_events() override {
    struct Sink : http::EventSink {
      bool send(std::string_view, std::string_view) override { return true; }
      void close() override {}
    };
    promise.set_value({});
    return std::make_shared<Sink>();
  }
  std::promise<http::Response> promise;
};

http::Method method_of(std::string_view name) {
  if (name == "POST") return http::Method::post;
  if (name == "PUT") return http::Method::put;
  if (name == "DELETE") return http::Method::del;
  if (name == "PATCH") return http::Method::patch;
  return http::Method::get;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
      i += 2;
    } else {
      out += text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

constexpr std::string_view kCookie = "test_caller";

}  // namespace

TestCity::TestCity(std::vector<Module> modules, std::string database)
    : clock(*parse_instant("2026-11-22T09:00:00+08:00")), modules_(std::move(modules)), database_(std::move(database)) {
  log::set_quiet(std::getenv("YILIN_TEST_LOG") == nullptr);
  std::string pattern = std::filesystem::temp_directory_path() / "yilin-test-XXXXXX";
  YILIN_ASSERT(mkdtemp(pattern.data()) != nullptr);
  folder = pattern;
  if (database_.empty()) {
    const char* wanted = std::getenv("YILIN_TEST_CITY");
    scratch_ = std::make_unique<sql::Scratch>(wanted != nullptr && std::string_view(wanted) == "postgres" ? sql::Dialect::postgres
                                                                                                          : sql::Dialect::sqlite);
    database_ = scratch_->url();
  }
  open();
}

TestCity::~TestCity() {
  router_.reset();
  kernel_.reset();
  std::filesystem::remove_all(folder);
}

void TestCity::open() {
  std::vector<sql::Migration> migrations;
  for (const Module& m : modules_) migrations.insert(migrations.end(), m.migrations.begin(), m.migrations.end());
  kernel_ = std::make_unique<Kernel>(KernelOptions{database_, folder, 1, 2}, clock, migrations);
  router_ = std::make_unique<http::Router>(*kernel_);
  for (const Module& m : modules_) m.attach(*kernel_, *router_);
  http::add_standard_routes(*kernel_, *router_);
  const http::SessionSource inner = router_->sessions();
  router_->set_sessions([this, inner](const http::Request& request) -> std::optional<http::Session> {
    const std::string_view index = request.cookie(kCookie);
    if (!index.empty()) return http::Session{callers_.at(std::stoul(std::string(index))), ""};
    return inner ? inner(request) : std::nullopt;
  });
  kernel_->start();
}

void TestCity::restart() {
  router_.reset();
  kernel_.reset();
  open();
}

CallerPtr TestCity::staff(access::Roles roles, std::int64_t region, std::string name) {
  auto caller = std::make_shared<access::Caller>();
  caller->kind = access::CallerKind::staff;
  caller->user = UserId{next_user_++};
  caller->name = std::move(name);
  caller->roles = roles;
  caller->scope = {RegionCode{region}.subtree()};
  caller->viewer = access::viewer_of(roles);
  callers_.push_back(caller);
  return caller;
}

CallerPtr TestCity::organisation(OrganisationId organisation) {
  auto caller = std::make_shared<access::Caller>();
  caller->kind = access::CallerKind::organisation;
  caller->user = UserId{next_user_++};
  caller->name = "服务组织负责人";
  caller->roles = {access::Role::provider_manager};
  caller->organisation = organisation;
  caller->viewer = access::viewer_of(caller->roles);
  callers_.push_back(caller);
  return caller;
}

CallerPtr TestCity::worker(WorkerId worker, OrganisationId organisation) {
  auto caller = std::make_shared<access::Caller>();
  caller->kind = access::CallerKind::worker;
  caller->user = UserId{next_user_++};
  caller->name = "服务人员";
  caller->roles = {access::Role::carer};
  caller->worker = worker;
  caller->organisation = organisation;
  caller->viewer = access::viewer_of(caller->roles);
  callers_.push_back(caller);
  return caller;
}

CallerPtr TestCity::home(std::vector<ElderId> elders, access::Roles roles) {
  auto caller = std::make_shared<access::Caller>();
  caller->kind = access::CallerKind::home;
  caller->user = UserId{next_user_++};
  caller->name = "老人";
  caller->roles = roles;
  caller->elders = std::move(elders);
  caller->viewer = access::viewer_of(roles);
  callers_.push_back(caller);
  return caller;
}

http::Request TestCity::make(const CallerPtr& caller, http::Method method, std::string_view path_and_query) {
  http::Request request;
  request.method = method;
  request.remote = "127.0.0.1";
  const std::size_t mark = path_and_query.find('?');
  request.path = percent_decoded(path_and_query.substr(0, mark));
  if (mark != std::string_view::npos) {
    std::string_view rest = path_and_query.substr(mark + 1);
    while (!rest.empty()) {
      const std::size_t amp = rest.find('&');
      const std::string_view pair = rest.substr(0, amp);
      const std::size_t equals = pair.find('=');
      request.query.emplace_back(percent_decoded(pair.substr(0, equals)),
                                 equals == std::string_view::npos ? "" : percent_decoded(pair.substr(equals + 1)));
      if (amp == std::string_view::npos) break;
      rest.remove_prefix(amp + 1);
    }
  }
  for (std::size_t i = 0; caller && i < callers_.size(); ++i)
    if (callers_[i] == caller) request.headers.emplace_back("cookie", fmt::format("{}={}", kCookie, i));
  return request;
}

Answer TestCity::request(http::Request request) {
  auto capture = std::make_shared<Capture>();
  auto future = capture->promise.get_future();
  const bool reads = request.method == http::Method::get;
  router_->handle(std::move(request), capture);
  http::Response response = future.get();
  if (!reads) command::settle(*kernel_);
  response.headers.emplace_back("content-type", response.content_type);
  if (response.stream) {
    std::string chunk;
    while (response.stream(chunk)) {
      response.body += chunk;
      chunk.clear();
    }
    response.body += chunk;
  }
  return {response.status, std::move(response.body), std::move(response.headers)};
}

Answer TestCity::get(const CallerPtr& caller, std::string_view path_and_query) {
  return request(make(caller, http::Method::get, path_and_query));
}

Answer TestCity::send(const CallerPtr& caller, std::string_view method, std::string_view path, std::string_view body,
                      std::string_view key) {
  http::Request r = make(caller, method_of(method), path);
  r.headers.emplace_back("content-type", "application/json");
  r.headers.emplace_back("idempotency-key", key.empty() ? fmt::format("test-key-{}", next_key_++) : std::string(key));
  r.body = std::string(body);
  return request(std::move(r));
}

void TestCity::advance(Millis by) {
  clock.advance(by);
  kernel_->deadlines->fire_due();
  command::settle(*kernel_);
}

std::string TestCity::columns_amiss(const entity::Table& fields, std::string_view table) {
  std::vector<std::string> wanted, found, amiss;
  for (const entity::Field& f : fields.fields())
    if (entity::detail::has_column(f)) wanted.emplace_back(f.name);
  {
    auto db = kernel_->readers->borrow();
    found = sql::columns(*db, table);
  }
  std::sort(wanted.begin(), wanted.end());
  std::sort(found.begin(), found.end());
  std::set_symmetric_difference(wanted.begin(), wanted.end(), found.begin(), found.end(), std::back_inserter(amiss));
  return fmt::format("{}", fmt::join(amiss, ", "));
}

std::size_t TestCity::journal_problems() {
  kernel_->journal->write_checkpoint();
  auto lease = kernel_->readers->borrow();
  return journal::Journal::verify(*kernel_->keys, folder + "/checkpoints.log", *lease).problems.size();
}

}  // namespace yilin::test
