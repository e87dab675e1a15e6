#include "http/wire/connection.h"

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>

#include "http/wire/exchange.h"
#include "http/wire/problem.h"

namespace yilin::http {
namespace {

using ErrorCode = boost::system::error_code;

constexpr std::size_t kReadBytes = 64 * 1024;       // of a body at once

// What answer_file looks at.
constexpr std::array<std::string_view, 5> kConditions{"accept-encoding", "if-modified-since", "if-none-match", "if-range", "range"};

Request conditions_of(const Request& request) {
  Request out;
  out.method = request.method;
  if (request.method != Method::get && request.method != Method::head) return out;
  for (const auto& header : request.headers) {
    if (std::find(kConditions.begin(), kConditions.end(), header.first) != kConditions.end()) out.headers.push_back(header);
  }
  return out;
}

bool looks_like_address(std::string_view text) {
  return !text.empty() && text.size() <= 45 && text.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos;
}

std::string_view last_of_list(std::string_view list) {
  std::string_view last = list.substr(list.rfind(',') + 1);
  while (last.starts_with(' ')) last.remove_prefix(1);
  while (last.ends_with(' ')) last.remove_suffix(1);
  return last;
}

}  // namespace

asio::mutable_buffer ReadBuffer::space(std::size_t wanted) {
  if (begin_ == end_) begin_ = end_ = 0;
  if (bytes_.size() - end_ < wanted && begin_ > 0) {
    std::copy(bytes_.begin() + static_cast<std::ptrdiff_t>(begin_), bytes_.begin() + static_cast<std::ptrdiff_t>(end_), bytes_.begin());
    end_ -= begin_;
    begin_ = 0;
  }
  if (bytes_.size() - end_ < wanted) bytes_.resize(end_ + wanted);
  return asio::buffer(bytes_.data() + end_, bytes_.size() - end_);
}

void ReadBuffer::rest() {
  if (begin_ != end_ || bytes_.size() <= kIdleBytes) return;
  bytes_ = std::vector<char>();
  begin_ = end_ = 0;
}

Connection::Connection(Core& core, IoThread& io, Socket socket, Peer peer)
    : core_(core), io_(io), socket_(std::move(socket)), peer_(std::move(peer)), index_(io.connections.size()) {
  io_.connections.push_back(this);
}

Connection::~Connection() {
  if (events_) events_->close();
  io_.connections[index_] = io_.connections.back();
  io_.connections[index_]->index_ = index_;
  io_.connections.pop_back();
  if (upload_) core_.uploads.fetch_sub(1);
}

void Connection::sweep(std::int64_t now) {
  if (now < deadline_us_) return;
  deadline_us_ = kNever;
  ErrorCode ignored;
  socket_.close(ignored);  // whatever waits on it ends with an error
}

void Connection::stop() {
  ErrorCode ignored;
  if (idle_) socket_.close(ignored);
  if (events_) events_->close();
}

Awaitable<void> Connection::run() {
  for (;;) {
    if (co_await read_head() == Step::close) break;
    if (co_await read_body() == Step::close) break;
    Answer decided = co_await ask();
    const bool go_on = co_await answer(std::move(decided)) == Step::go_on;
    if (upload_) {
      const auto drop = [this] { upload_.reset(); };  // unlinking a big file takes a while
      co_await on_worker(drop);
      core_.uploads.fetch_sub(1);
    }
    if (!go_on) break;
  }
}

// ---- reading

Awaitable<bool> Connection::read_more(std::size_t wanted) {
  ErrorCode error;
  const std::size_t n = co_await socket_.async_read_some(buffer_.space(wanted), asio::redirect_error(UseAwaitable(), error));
  if (error) co_return false;
  buffer_.added(n);
  co_return true;
}

Awaitable<Connection::Step> Connection::read_head() {
  parser_.begin();
  buffer_.rest();
  idle_ = buffer_.view().empty();
  deadline_us_ = core_.now_us() + core_.options.idle_ms * 1'000LL;
  if (idle_ && core_.stopping) co_return Step::close;
  if (idle_ && !co_await read_more(ReadBuffer::kIdleBytes)) co_return Step::close;
  idle_ = false;
  // One deadline for the whole request, however often a few bytes arrive (slow loris).
  deadline_us_ = core_.now_us() + core_.options.request_ms * 1'000LL;
  for (;;) {
    buffer_.consume(parser_.feed(buffer_.view()));
    if (parser_.state() != RequestParser::State::head) break;
    if (buffer_.view().size() >= kHeaderBytesMax) co_return co_await refuse(errors::headers_too_large);
    if (!co_await read_more(ReadBuffer::kIdleBytes)) co_return Step::close;
  }
  begun_us_ = core_.now_us();
  core_.requests.fetch_add(1, std::memory_order_relaxed);
  sent_ = 0;
  Request& request = parser_.request();
  method_ = request.method;
  path_ = request.path;
  if (parser_.state() == RequestParser::State::failed) co_return co_await refuse(parser_.refusal());
  request.remote = peer_.address;
  request.local_admin = peer_.local_admin;
  believe_proxy();
  tls_ = request.tls;
  conditions_ = conditions_of(request);
  co_return Step::go_on;
}

void Connection::believe_proxy() {
  const auto& trusted = core_.options.trusted_proxies;
  if (std::find(trusted.begin(), trusted.end(), peer_.address) == trusted.end()) return;
  Request& request = parser_.request();
  request.tls = request.header("x-forwarded-proto") == "https";
  // The proxy appends the address that it saw; what stands before it is the client's own claim.
  const std::string_view client = last_of_list(request.header("x-forwarded-for"));
  if (looks_like_address(client)) request.remote = client;
}

Awaitable<Connection::Step> Connection::read_body() {
  Request& request = parser_.request();
  const bool upload = is_upload(request) && !core_.options.upload_folder.empty();
  const std::size_t bytes_max = upload ? core_.options.upload_bytes_max : kBodyBytesMax;
  const std::optional<std::uint64_t> length = parser_.content_length();
  if (length && *length > bytes_max) co_return co_await refuse(errors::too_large);
  if (upload && co_await open_upload() == Step::close) co_return Step::close;

  MemorySink memory(request.body);
  parser_.set_sink(upload ? static_cast<BodySink*>(upload_.get()) : &memory);
  if (co_await pump_body() == Step::close) co_return Step::close;
  if (upload) {
    const ErrorKind* error = nullptr;
    const auto finish = [&] { error = upload_->finish(request); };
    co_await on_worker(finish);
    if (error) co_return co_await refuse(*error);
  }
  deadline_us_ = kNever;  // the handler has its own limits
  co_return Step::go_on;
}

Awaitable<Connection::Step> Connection::open_upload() {
  Request& request = parser_.request();
  if (core_.uploads.fetch_add(1) >= kUploadsMax) {
    core_.uploads.fetch_sub(1);
    co_return co_await refuse(errors::busy);
  }
  upload_ = std::make_unique<UploadSink>(core_.options.upload_folder, core_.options.upload_bytes_max);
  if (!upload_->begin(request)) co_return co_await refuse(errors::unsupported_media);
  if (core_.options.admit_upload) {
    std::optional<Response> refusal;
    const auto admit = [&] {
      if (!guarded([&] { refusal = core_.options.admit_upload(request); })) refusal = wire_problem(errors::internal);
    };
    co_await on_worker(admit);
    if (refusal) co_return co_await refuse_with(std::move(*refusal));
  }
  deadline_us_ = begun_us_ + core_.options.upload_ms * 1'000LL;
  co_return Step::go_on;
}

Awaitable<Connection::Step> Connection::pump_body() {
  if (parser_.expects_continue() && parser_.state() == RequestParser::State::body && buffer_.view().empty()) {
    const std::int64_t deadline = deadline_us_;
    if (!co_await write("HTTP/1.1 100 Continue\r\n\r\n")) co_return Step::close;
    deadline_us_ = deadline;
  }
  while (parser_.state() == RequestParser::State::body) {
    const std::size_t used = parser_.feed(buffer_.view());
    buffer_.consume(used);
    if (parser_.state() == RequestParser::State::failed) co_return co_await refuse(parser_.refusal());
    if (upload_ && upload_->wants_writing()) {
      const ErrorKind* error = nullptr;
      const auto write_out = [&] { error = upload_->write_out(); };
      co_await on_worker(write_out);
      if (error) co_return co_await refuse(*error);
    }
    if (parser_.state() != RequestParser::State::body) break;
    // A chunk header or trailer that does not end is no body.
    if (used == 0 && buffer_.view().size() >= kHeaderBytesMax) co_return co_await refuse(errors::malformed);
    if (!co_await read_more(upload_ ? kReadBytes : kHeaderBytesMax)) co_return Step::close;
  }
  co_return Step::go_on;
}

// ---- to the workers and back

Awaitable<Answer> Connection::ask() {
  return asio::async_initiate<const UseAwaitable, void(Answer)>(
      [this](auto handler) {
        const auto exchange = std::make_shared<Exchange>(core_.shared_from_this(), io_, std::move(parser_.request()),
                                                         make_waiter(std::move(handler)));
        if (!core_.pool.submit([exchange] { exchange->run(); })) exchange->respond(wire_problem(errors::busy));
      },
      UseAwaitable());
}

Awaitable<void> Connection::on_worker(const std::function<void()>& work) {
  return asio::async_initiate<const UseAwaitable, void()>(
      [this, work](auto handler) {
        auto held = std::make_shared<decltype(handler)>(std::move(handler));
        core_.pool.submit_always([this, work, held] {
          work();
          asio::post(io_.context, [held] { std::move (*held)(); });
        });
      },
      UseAwaitable());
}

// ---- for the server

Awaitable<void> serve_connection(Core& core, IoThread& io, Socket socket, Peer peer) {
  Connection connection(core, io, std::move(socket), std::move(peer));
  co_await connection.run();
}

void sweep(IoThread& io, std::int64_t now) {
  for (Connection* connection : io.connections) connection->sweep(now);
}

void stop_connections(IoThread& io) {
  for (Connection* connection : io.connections) connection->stop();
}

}  // namespace yilin::http
