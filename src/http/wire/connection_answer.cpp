#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>

#include "http/wire/connection.h"
#include "http/wire/exchange.h"
#include "http/wire/file_answer.h"
#include "http/wire/problem.h"

// GCC 12 takes the frame allocator of asio's coroutines for a mismatched pair once it has inlined half of it.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"

namespace yilin::http {
namespace {

using ErrorCode = boost::system::error_code;

constexpr std::size_t kFileChunkBytes = 256 * 1024;
constexpr std::size_t kLingerBytesMax = 4 * 1024 * 1024;
constexpr std::int64_t kLingerUs = 2'000'000;

// What may outlive the connection holds it weakly.
struct EventGate {
  Socket& socket;
  Timer timer;
  EventStream& stream;
};
using Scratch = std::array<char, 256>;

// A client of an event stream has nothing more to say: reading is how its leaving is noticed.
void watch(const std::weak_ptr<EventGate>& weak, const std::shared_ptr<Scratch>& scratch) {
  const std::shared_ptr<EventGate> gate = weak.lock();
  gate->socket.async_read_some(asio::buffer(*scratch), [weak, scratch](ErrorCode error, std::size_t) {
    const std::shared_ptr<EventGate> still = weak.lock();
    if (!still) return;
    if (error) return still->stream.close();
    watch(weak, scratch);
  });
}

}  // namespace

Framing Connection::framing_for(const Response& response) const {
  Framing framing;
  framing.version = parser_.version();
  framing.keep_alive = parser_.keep_alive() && !core_.stopping;
  framing.tls = tls_;
  framing.length = response.body.size();
  if (response.status == 204 || response.status == 304) framing.kind = Framing::Kind::none;
  return framing;
}

Awaitable<bool> Connection::write(std::string_view first, std::string_view second, std::string_view third) {
  const std::array<asio::const_buffer, 3> buffers{asio::buffer(first), asio::buffer(second), asio::buffer(third)};
  const auto bytes = static_cast<std::int64_t>(asio::buffer_size(buffers));
  deadline_us_ = core_.now_us() + core_.options.request_ms * 1'000LL + bytes * 1'000'000 / kWriteBytesPerSecondMin;
  ErrorCode error;
  co_await asio::async_write(socket_, buffers, asio::redirect_error(UseAwaitable(), error));
  deadline_us_ = kNever;
  co_return !error;
}

Awaitable<bool> Connection::write_chunk(std::string_view bytes, bool chunked) {
  sent_ += bytes.size();
  if (!chunked) {
    const bool written = co_await write(bytes);
    co_return written;
  }
  static constexpr char kDigits[] = "0123456789abcdef";
  char head[18];
  char* at = head + sizeof head;
  *--at = '\n';
  *--at = '\r';
  for (std::size_t left = bytes.size(); at == head + sizeof head - 2 || left > 0; left >>= 4) *--at = kDigits[left & 15];
  const bool written = co_await write({at, static_cast<std::size_t>(head + sizeof head - at)}, bytes, "\r\n");
  co_return written;
}

Awaitable<Connection::Step> Connection::answer(Answer answer) {
  if (answer.events) {
    co_await write_events(std::move(answer.events));
    co_return Step::close;
  }
  Response& response = answer.response;
  Framing framing = framing_for(response);
  if (!response.file.empty()) {
    const Step step = co_await write_file(response, framing);
    co_return step;
  }
  if (response.stream) {
    const Step step = co_await write_stream(response, framing);
    co_return step;
  }
  const Step step = co_await write_plain(response, framing);
  co_return step;
}

Awaitable<Connection::Step> Connection::write_plain(Response& response, Framing& framing) {
  const std::string head = response_head(response, framing, io_.date);
  const bool body = method_ != Method::head && framing.kind == Framing::Kind::length;
  sent_ = body ? response.body.size() : 0;
  const bool written = co_await write(head, std::string_view(response.body).substr(0, sent_));
  log_answer(response.status);
  co_return written && framing.keep_alive ? Step::go_on : Step::close;
}

Awaitable<Connection::Step> Connection::write_file(Response& response, Framing& framing) {
  FileBody file;
  std::string chunk;
  bool readable = true;
  const auto open = [&] {
    file = answer_file(conditions_, response);
    framing.length = file.left();
    if (method_ != Method::head) readable = file.read(chunk, kFileChunkBytes);
  };
  co_await on_worker(open);
  const bool is_problem = response.file.empty();  // 404 or 416 took the file's place
  if (is_problem || !readable) {
    if (!readable) response = wire_problem(errors::internal);
    framing = framing_for(response);
    const Step step = co_await write_plain(response, framing);
    co_return step;
  }
  if (response.status == 304) framing.kind = Framing::Kind::none;
  const std::string head = response_head(response, framing, io_.date);
  sent_ = chunk.size();
  bool written = co_await write(head, chunk);
  const auto next = [&] { readable = file.read(chunk, kFileChunkBytes); };
  while (written && method_ != Method::head && file.left() > 0) {
    co_await on_worker(next);
    if (!readable) break;  // it became shorter: the client sees fewer bytes than promised
    written = co_await write_chunk(chunk, false);
  }
  log_answer(response.status);
  co_return written && readable && framing.keep_alive ? Step::go_on : Step::close;
}

Awaitable<Connection::Step> Connection::write_stream(Response& response, Framing& framing) {
  const bool chunked = framing.version == 11;
  if (framing.kind != Framing::Kind::none) framing.kind = chunked ? Framing::Kind::chunked : Framing::Kind::until_close;
  if (!chunked) framing.keep_alive = false;
  const std::string head = response_head(response, framing, io_.date);
  bool written = co_await write(head);
  bool more = method_ != Method::head && framing.kind != Framing::Kind::none;
  const bool terminate = more && chunked;
  bool failed = false;
  std::string chunk;
  const auto produce = [&] {
    chunk.clear();
    failed = !guarded([&] { more = response.stream(chunk); });
  };
  while (written && more) {
    co_await on_worker(produce);
    if (failed) break;
    if (!chunk.empty()) written = co_await write_chunk(chunk, chunked);
  }
  if (written && !failed && terminate) written = co_await write_chunk({}, true);
  log_answer(response.status);
  co_return written && !failed && framing.keep_alive ? Step::go_on : Step::close;
}

void Connection::log_answer(int status) {
  if (core_.options.access_log) core_.options.access_log({method_, path_, status, core_.now_us() - begun_us_, sent_});
}

Awaitable<Connection::Step> Connection::refuse(const ErrorKind& kind) {
  const Step step = co_await refuse_with(wire_problem(kind));
  co_return step;
}

Awaitable<Connection::Step> Connection::refuse_with(Response response) {
  Framing framing = framing_for(response);
  framing.keep_alive = false;  // there may be bytes behind it that are no request
  co_await write_plain(response, framing);
  co_await linger();
  co_return Step::close;
}

// Closing with unread bytes makes the kernel reset the connection, and the client may lose the answer: so read on a little.
Awaitable<void> Connection::linger() {
  idle_ = true;  // nothing is owed any more: a stop need not wait
  if (core_.stopping) co_return;
  ErrorCode error;
  socket_.shutdown(Socket::shutdown_send, error);
  deadline_us_ = core_.now_us() + std::min<std::int64_t>(kLingerUs, core_.options.request_ms * 1'000LL);
  std::array<char, 8'192> nowhere;
  for (std::size_t dropped = 0; !error && dropped < kLingerBytesMax;) {
    dropped += co_await socket_.async_read_some(asio::buffer(nowhere), asio::redirect_error(UseAwaitable(), error));
  }
}

Awaitable<void> Connection::write_events(std::shared_ptr<EventStream> events) {
  events_ = events;
  const auto gate = std::make_shared<EventGate>(EventGate{socket_, Timer(io_.context), *events});
  events->set_wake([core = core_.weak_from_this(), context = &io_.context, weak = std::weak_ptr<EventGate>(gate)] {
    if (const auto alive = core.lock()) {
      asio::post(*context, [weak] {
        if (const auto still = weak.lock()) still->timer.cancel();
      });
    }
  });
  if (core_.stopping) events->close();
  core_.event_streams.fetch_add(1, std::memory_order_relaxed);

  Response response;
  response.content_type = "text/event-stream; charset=utf-8";
  response.headers.emplace_back("X-Accel-Buffering", "no");  // nginx would hold events back
  Framing framing = framing_for(response);
  const bool chunked = framing.version == 11;
  framing.kind = chunked ? Framing::Kind::chunked : Framing::Kind::until_close;
  framing.keep_alive = false;
  const std::string head = response_head(response, framing, io_.date);
  bool written = co_await write(head) && method_ != Method::head;
  if (written) written = co_await write_chunk("retry: 3000\n\n", chunked);
  watch(gate, std::make_shared<Scratch>());

  while (written) {
    const std::string batch = events->take();
    if (!batch.empty()) {
      written = co_await write_chunk(batch, chunked);
      continue;
    }
    if (events->closed()) break;
    gate->timer.expires_after(std::chrono::milliseconds(core_.options.heartbeat_ms));
    ErrorCode woken;
    co_await gate->timer.async_wait(asio::redirect_error(UseAwaitable(), woken));
    if (!woken) written = co_await write_chunk(":\n\n", chunked);
  }
  if (written && chunked) co_await write_chunk({}, true);
  events->close();
  core_.event_streams.fetch_sub(1, std::memory_order_relaxed);
  log_answer(response.status);
}

}  // namespace yilin::http
